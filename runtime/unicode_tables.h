// Tables beside utf8proc's (unicode_tables.cpp, made by unicode_tables.py). All are sorted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gilt::unicode {

struct Range {
  char32_t first, last;
};
struct CategoryRange {
  char32_t first, last;
  char category[3];
};
// Maps c to c + delta.
struct Shift {
  char32_t first, last;
  int32_t delta;
};
// Up to three characters; the rest is 0.
struct Expansion {
  char32_t from;
  char32_t to[3];
};

#define GILT_UNICODE_TABLE(type, name) \
  extern const type name[];            \
  extern const size_t name##_size
GILT_UNICODE_TABLE(CategoryRange, newer_categories);
GILT_UNICODE_TABLE(Range, other_lower);
GILT_UNICODE_TABLE(Range, other_upper);
GILT_UNICODE_TABLE(Range, other_digit);
GILT_UNICODE_TABLE(Range, other_numeric);
GILT_UNICODE_TABLE(Range, identifier_start_exceptions);
GILT_UNICODE_TABLE(Range, identifier_part_exceptions);
GILT_UNICODE_TABLE(Range, case_ignorable_exceptions);
GILT_UNICODE_TABLE(Shift, newer_upper);
GILT_UNICODE_TABLE(Shift, newer_lower);
GILT_UNICODE_TABLE(Shift, newer_title);
GILT_UNICODE_TABLE(Shift, folds);
GILT_UNICODE_TABLE(Expansion, upper_expansions);
GILT_UNICODE_TABLE(Expansion, title_expansions);
GILT_UNICODE_TABLE(Expansion, fold_expansions);
#undef GILT_UNICODE_TABLE

}  // namespace gilt::unicode
