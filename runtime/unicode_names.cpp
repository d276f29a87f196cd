#include "runtime/unicode_names.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <string>

namespace gilt {

namespace {

// 43 bits of the name's hash above 21 bits of the code point, sorted: data/make_unicode_names.py.
// The names themselves are not kept: a wrong name has one chance in 2^28 to be taken for one of the
// 30,000.
constexpr uint64_t kNames[] = {
#include "runtime/data/unicode_names.inc"
};

uint64_t hash_name(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash >> 21;
}

struct Range {
  std::string_view prefix;
  uint32_t first;
  uint32_t last;
};

// Characters whose names end in their own code points.
constexpr Range kNumbered[] = {
    {"CJK UNIFIED IDEOGRAPH-", 0x3400, 0x4dbf},
    {"CJK UNIFIED IDEOGRAPH-", 0x4e00, 0x9fff},
    {"CJK UNIFIED IDEOGRAPH-", 0x20000, 0x2a6df},
    {"CJK UNIFIED IDEOGRAPH-", 0x2a700, 0x2b739},
    {"CJK UNIFIED IDEOGRAPH-", 0x2b740, 0x2b81d},
    {"CJK UNIFIED IDEOGRAPH-", 0x2b820, 0x2cea1},
    {"CJK UNIFIED IDEOGRAPH-", 0x2ceb0, 0x2ebe0},
    {"CJK UNIFIED IDEOGRAPH-", 0x2ebf0, 0x2ee5d},
    {"CJK UNIFIED IDEOGRAPH-", 0x30000, 0x3134a},
    {"CJK UNIFIED IDEOGRAPH-", 0x31350, 0x323af},
    {"CJK COMPATIBILITY IDEOGRAPH-", 0xf900, 0xfa6d},
    {"CJK COMPATIBILITY IDEOGRAPH-", 0xfa70, 0xfad9},
    {"CJK COMPATIBILITY IDEOGRAPH-", 0x2f800, 0x2fa1d},
    {"EGYPTIAN HIEROGLYPH-", 0x13460, 0x143fa},
    {"TANGUT IDEOGRAPH-", 0x17000, 0x187f7},
    {"TANGUT IDEOGRAPH-", 0x18d00, 0x18d08},
    {"KHITAN SMALL SCRIPT CHARACTER-", 0x18b00, 0x18cd5},
    {"KHITAN SMALL SCRIPT CHARACTER-", 0x18cff, 0x18cff},
    {"NUSHU CHARACTER-", 0x1b170, 0x1b2fb},
};

std::optional<uint32_t> numbered(std::string_view name) {
  for (const Range& range : kNumbered) {
    if (!name.starts_with(range.prefix)) continue;
    std::string_view digits = name.substr(range.prefix.size());
    uint32_t c = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), c, 16);
    bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (whole && digits.size() >= 4 && digits[0] != '0' && c >= range.first && c <= range.last)
      return c;
  }
  return std::nullopt;
}

constexpr std::string_view kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr std::string_view kVowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                        "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                        "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::string_view kTails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                       "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                       "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

std::optional<uint32_t> hangul(std::string_view name) {
  constexpr std::string_view kPrefix = "HANGUL SYLLABLE ";
  if (!name.starts_with(kPrefix)) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  for (uint32_t lead = 0; lead < std::size(kLeads); lead++) {
    if (!name.starts_with(kLeads[lead])) continue;
    std::string_view rest = name.substr(kLeads[lead].size());
    for (uint32_t vowel = 0; vowel < std::size(kVowels); vowel++) {
      if (!rest.starts_with(kVowels[vowel])) continue;
      std::string_view end = rest.substr(kVowels[vowel].size());
      for (uint32_t tail = 0; tail < std::size(kTails); tail++) {
        if (end == kTails[tail]) return 0xac00 + (lead * 21 + vowel) * 28 + tail;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<uint32_t> code_point_named(std::string_view given) {
  std::string name(given);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  if (auto c = numbered(name)) return c;
  if (auto c = hangul(name)) return c;
  uint64_t hash = hash_name(name);
  const uint64_t* at = std::lower_bound(std::begin(kNames), std::end(kNames), hash << 21);
  if (at == std::end(kNames) || *at >> 21 != hash) return std::nullopt;
  return static_cast<uint32_t>(*at & 0x1fffff);
}

}  // namespace gilt
