#include "interpreter/identifier.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace gilt {

namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// The general category decides, but for these: Unicode's Other_ID_Start and Other_ID_Continue, what
// NFKC would turn into something else, and what Unicode 16 has that the library's older tables do
// not.
constexpr Range kMoreStarts[] = {
    {0x1885, 0x1886},   {0x1c89, 0x1c8a},   {0x2118, 0x2118},   {0x212e, 0x212e},
    {0xa7cb, 0xa7cd},   {0xa7da, 0xa7dc},   {0x105c0, 0x105f3}, {0x10d4a, 0x10d65},
    {0x10d6f, 0x10d85}, {0x10ec2, 0x10ec4}, {0x11380, 0x11389}, {0x1138b, 0x1138b},
    {0x1138e, 0x1138e}, {0x11390, 0x113b5}, {0x113b7, 0x113b7}, {0x113d1, 0x113d1},
    {0x113d3, 0x113d3}, {0x11bc0, 0x11be0}, {0x13460, 0x143fa}, {0x16100, 0x1611d},
    {0x16d40, 0x16d6c}, {0x18cff, 0x18cff}, {0x1e5d0, 0x1e5ed}, {0x1e5f0, 0x1e5f0},
    {0x2ebf0, 0x2ee5d},
};

constexpr Range kNotStarts[] = {
    {0x37a, 0x37a},   {0xe33, 0xe33},   {0xeb3, 0xeb3},   {0x2e2f, 0x2e2f}, {0xfc5e, 0xfc63},
    {0xfdfa, 0xfdfb}, {0xfe70, 0xfe70}, {0xfe72, 0xfe72}, {0xfe74, 0xfe74}, {0xfe76, 0xfe76},
    {0xfe78, 0xfe78}, {0xfe7a, 0xfe7a}, {0xfe7c, 0xfe7c}, {0xfe7e, 0xfe7e}, {0xff9e, 0xff9f},
};

constexpr Range kMoreContinues[] = {
    {0xb7, 0xb7},       {0x387, 0x387},     {0x897, 0x897},     {0x1369, 0x1371},
    {0x19da, 0x19da},   {0x200c, 0x200d},   {0x30fb, 0x30fb},   {0xe33, 0xe33},
    {0xeb3, 0xeb3},     {0xff65, 0xff65},   {0xff9e, 0xff9f},   {0x10d40, 0x10d49},
    {0x10d69, 0x10d6d}, {0x10efc, 0x10efc}, {0x113b8, 0x113c0}, {0x113c2, 0x113c2},
    {0x113c5, 0x113c5}, {0x113c7, 0x113ca}, {0x113cc, 0x113d0}, {0x113d2, 0x113d2},
    {0x113e1, 0x113e2}, {0x116d0, 0x116e3}, {0x11bf0, 0x11bf9}, {0x11f5a, 0x11f5a},
    {0x1611e, 0x16139}, {0x16d70, 0x16d79}, {0x1ccf0, 0x1ccf9}, {0x1e5ee, 0x1e5ef},
    {0x1e5f1, 0x1e5fa},
};

constexpr Range kMorePrintables[] = {
    {0x897, 0x897},     {0x1b4e, 0x1b4f},   {0x1b7f, 0x1b7f},   {0x2427, 0x2429},
    {0x2ffc, 0x2fff},   {0x31e4, 0x31e5},   {0x31ef, 0x31ef},   {0x10d8e, 0x10d8f},
    {0x10d69, 0x10d85}, {0x113d4, 0x113d5}, {0x113d7, 0x113d8}, {0x11be1, 0x11be1},
    {0x1cc00, 0x1ccf9}, {0x1cd00, 0x1ceb3}, {0x1e5ff, 0x1e5ff}, {0x1f8b2, 0x1f8bb},
    {0x1f8c0, 0x1f8c1}, {0x1fa89, 0x1fa89}, {0x1fa8f, 0x1fa8f}, {0x1fabe, 0x1fabe},
    {0x1fac6, 0x1fac6}, {0x1fadc, 0x1fadc}, {0x1fadf, 0x1fadf}, {0x1fae9, 0x1fae9},
    {0x1fbcb, 0x1fbef}, {0x16d6d, 0x16d6f},
};

template <size_t N>
bool is_in(const Range (&ranges)[N], uint32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](Range range) { return range.first <= c && c <= range.last; });
}

utf8proc_category_t category(uint32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

}  // namespace

bool is_identifier_start(uint32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return !is_in(kNotStarts, c);
    default: return is_in(kMoreStarts, c);
  }
}

bool is_identifier_continue(uint32_t c) {
  if (c < 0x80) return is_identifier_start(c) || (c >= '0' && c <= '9');
  switch (category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC: return true;
    default: return is_identifier_start(c) || is_in(kMoreContinues, c);
  }
}

bool is_printable(uint32_t c) {
  if (c < 0x80) return c >= ' ' && c < 0x7f;
  switch (category(c)) {
    case UTF8PROC_CATEGORY_CN:
      return is_in(kMorePrintables, c) || is_in(kMoreStarts, c) || is_in(kMoreContinues, c);
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: return false;
    default: return true;
  }
}

std::string normalise_identifier(std::string_view name) {
  constexpr auto kNfkc =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
  utf8proc_uint8_t* mapped = nullptr;
  utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                                       static_cast<utf8proc_ssize_t>(name.size()), &mapped, kNfkc);
  if (size < 0) return std::string(name);
  std::string result(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
  std::free(mapped);
  return result;
}

}  // namespace gilt
