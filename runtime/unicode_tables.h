// Tables beside utf8proc's (unicode_tables.cpp, made by unicode_tables.py). All are sorted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

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

extern const std::span<const CategoryRange> kNewerCategories;
extern const std::span<const Range> kOtherLower;
extern const std::span<const Range> kOtherUpper;
extern const std::span<const Range> kOtherDigit;
extern const std::span<const Range> kOtherNumeric;
extern const std::span<const Range> kIdentifierStartExceptions;
extern const std::span<const Range> kIdentifierPartExceptions;
extern const std::span<const Range> kCaseIgnorableExceptions;
extern const std::span<const Shift> kNewerUpper;
extern const std::span<const Shift> kNewerLower;
extern const std::span<const Shift> kNewerTitle;
extern const std::span<const Shift> kFolds;
extern const std::span<const Expansion> kUpperExpansions;
extern const std::span<const Expansion> kTitleExpansions;
extern const std::span<const Expansion> kFoldExpansions;

}  // namespace gilt::unicode
