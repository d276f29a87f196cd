// Encodings of one octet for a character.
#include <algorithm>

#include "runtime/codec.h"
#include "runtime/utf8.h"

namespace gilt::codecs {

namespace {

// The characters of octets 0x80 to 0xff; 0: none.
struct Table {
  char16_t high[129];  // and one more, 0
};

constexpr Table latin1_with(std::initializer_list<std::pair<int, char16_t>> changes) {
  Table table{};
  for (int i = 0; i < 128; ++i) table.high[i] = static_cast<char16_t>(0x80 + i);
  for (auto [octet, c] : changes) table.high[octet - 0x80] = c;
  return table;
}

constexpr Table kCp1252 = latin1_with(
    {{0x80, 0x20ac}, {0x81, 0},      {0x82, 0x201a}, {0x83, 0x0192}, {0x84, 0x201e}, {0x85, 0x2026},
     {0x86, 0x2020}, {0x87, 0x2021}, {0x88, 0x02c6}, {0x89, 0x2030}, {0x8a, 0x0160}, {0x8b, 0x2039},
     {0x8c, 0x0152}, {0x8d, 0},      {0x8e, 0x017d}, {0x8f, 0},      {0x90, 0},      {0x91, 0x2018},
     {0x92, 0x2019}, {0x93, 0x201c}, {0x94, 0x201d}, {0x95, 0x2022}, {0x96, 0x2013}, {0x97, 0x2014},
     {0x98, 0x02dc}, {0x99, 0x2122}, {0x9a, 0x0161}, {0x9b, 0x203a}, {0x9c, 0x0153}, {0x9d, 0},
     {0x9e, 0x017e}, {0x9f, 0x0178}});

constexpr Table kLatin9 = latin1_with({{0xa4, 0x20ac},
                                       {0xa6, 0x0160},
                                       {0xa8, 0x0161},
                                       {0xb4, 0x017d},
                                       {0xb8, 0x017e},
                                       {0xbc, 0x0152},
                                       {0xbd, 0x0153},
                                       {0xbe, 0x0178}});

constexpr Table kCp437 = {
    u"\u00c7\u00fc\u00e9\u00e2\u00e4\u00e0\u00e5\u00e7\u00ea\u00eb\u00e8\u00ef\u00ee\u00ec\u00c4"
    u"\u00c5\u00c9\u00e6\u00c6\u00f4\u00f6\u00f2\u00fb\u00f9\u00ff\u00d6\u00dc\u00a2\u00a3\u00a5"
    u"\u20a7\u0192\u00e1\u00ed\u00f3\u00fa\u00f1\u00d1\u00aa\u00ba\u00bf\u2310\u00ac\u00bd\u00bc"
    u"\u00a1\u00ab\u00bb\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557"
    u"\u255d\u255c\u255b\u2510\u2514\u2534\u252c\u251c\u2500\u253c\u255e\u255f\u255a\u2554\u2569"
    u"\u2566\u2560\u2550\u256c\u2567\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256b\u256a\u2518"
    u"\u250c\u2588\u2584\u258c\u2590\u2580\u03b1\u00df\u0393\u03c0\u03a3\u03c3\u00b5\u03c4\u03a6"
    u"\u0398\u03a9\u03b4\u221e\u03c6\u03b5\u2229\u2261\u00b1\u2265\u2264\u2320\u2321\u00f7\u2248"
    u"\u00b0\u2219\u00b7\u221a\u207f\u00b2\u25a0\u00a0"};

bool decode_table(Decoding& d, const Table& table) {
  d.encoding = "charmap";
  while (d.at < d.input.size()) {
    unsigned char octet = d.octet(d.at);
    char32_t c = octet < 0x80 ? octet : table.high[octet - 0x80];
    if (c == 0 && octet != 0) {
      if (!d.error(d.at, d.at + 1, "character maps to <undefined>")) return false;
      continue;
    }
    text::append(d.out, c);
    ++d.at;
  }
  return true;
}

// Encodes what [octet_for] knows (it returns -1 for the rest).
template <class F>
bool encode_single(Encoding& e, const char* reason, F octet_for) {
  std::string_view text = e.input->view();
  const char *start = text.data(), *end = start + text.size(), *p = start;
  while (p < end) {
    const char* q = p;
    if (int octet = octet_for(text::next(q)); octet >= 0) {
      e.out.push_back(static_cast<char>(octet));
      p = q;
      continue;
    }
    while (q < end) {
      const char* following = q;
      if (octet_for(text::next(following)) >= 0) break;
      q = following;
    }
    std::string replacement;
    if (!e.error(static_cast<size_t>(p - start), static_cast<size_t>(q - start), reason,
                 replacement))
      return false;
    e.out += replacement;
    p = q;
  }
  return true;
}

bool encode_table(Encoding& e, const Table& table) {
  e.encoding = "charmap";
  return encode_single(e, "character maps to <undefined>", [&table](char32_t c) -> int {
    if (c < 0x80) return static_cast<int>(c);
    auto place = std::find(std::begin(table.high), std::end(table.high), c);
    return c > 0xffff || place == std::end(table.high)
               ? -1
               : static_cast<int>(place - std::begin(table.high)) + 0x80;
  });
}

}  // namespace

bool decode_ascii(Decoding& d) {
  while (d.at < d.input.size()) {
    size_t end = d.at;
    while (end < d.input.size() && d.octet(end) < 0x80) ++end;
    d.out.append(d.input, d.at, end - d.at);
    d.at = end;
    if (end < d.input.size() && !d.error(end, end + 1, "ordinal not in range(128)")) return false;
  }
  return true;
}

bool encode_ascii(Encoding& e) {
  return encode_single(e, "ordinal not in range(128)",
                       [](char32_t c) { return c < 0x80 ? static_cast<int>(c) : -1; });
}

bool decode_latin1(Decoding& d) {
  for (; d.at < d.input.size(); ++d.at) text::append(d.out, d.octet(d.at));
  return true;
}

bool encode_latin1(Encoding& e) {
  return encode_single(e, "ordinal not in range(256)",
                       [](char32_t c) { return c < 0x100 ? static_cast<int>(c) : -1; });
}

bool decode_cp1252(Decoding& d) {
  return decode_table(d, kCp1252);
}
bool encode_cp1252(Encoding& e) {
  return encode_table(e, kCp1252);
}
bool decode_latin9(Decoding& d) {
  return decode_table(d, kLatin9);
}
bool encode_latin9(Encoding& e) {
  return encode_table(e, kLatin9);
}
bool decode_cp437(Decoding& d) {
  return decode_table(d, kCp437);
}
bool encode_cp437(Encoding& e) {
  return encode_table(e, kCp437);
}

}  // namespace gilt::codecs
