#include "runtime/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <span>

#include "runtime/unicode_tables.h"
#include "runtime/utf8.h"

namespace gilt::unicode {

namespace {

// The row of a sorted table whose range holds [c], or null.
template <class Row>
const Row* find_range(std::span<const Row> table, char32_t c) {
  auto row = std::ranges::upper_bound(table, c, {}, &Row::first);
  return row != table.begin() && c <= row[-1].last ? &row[-1] : nullptr;
}

const Expansion* find_expansion(std::span<const Expansion> table, char32_t c) {
  auto row = std::ranges::lower_bound(table, c, {}, &Expansion::from);
  return row != table.end() && row->from == c ? &*row : nullptr;
}

utf8proc_int32_t signed_point(char32_t c) {
  return static_cast<utf8proc_int32_t>(c);
}

bool is_letter(const char* category) {
  return category[0] == 'L';
}
bool is(const char* category, const char (&name)[3]) {
  return category[0] == name[0] && category[1] == name[1];
}

bool append_expansion(std::string& out, const Expansion* row) {
  if (row == nullptr) return false;
  for (char32_t c : row->to)
    if (c != 0) text::append(out, c);
  return true;
}

char32_t shifted(const Shift* row, char32_t c, char32_t otherwise) {
  return row == nullptr ? otherwise : c + static_cast<char32_t>(row->delta);
}

}  // namespace

const char* category(char32_t c) {
  if (const CategoryRange* row = find_range(kNewerCategories, c)) return row->category;
  return utf8proc_category_string(signed_point(c));
}

bool is_printable(char32_t c) {
  if (c < 0x7f) return c >= 0x20;
  const char* kind = category(c);
  return kind[0] != 'Z' && kind[0] != 'C';
}

bool is_space(char32_t c) {
  if (c < 0x80) return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20);
  return c == 0x85 || category(c)[0] == 'Z';
}

bool is_line_break(char32_t c) {
  return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

bool is_alpha(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return is_letter(category(c));
}

bool is_decimal(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return is(category(c), "Nd");
}

bool is_digit(char32_t c) {
  return is_decimal(c) || find_range(kOtherDigit, c) != nullptr;
}

bool is_numeric(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return category(c)[0] == 'N' || find_range(kOtherNumeric, c) != nullptr;
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return is(category(c), "Ll") || find_range(kOtherLower, c) != nullptr;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return is(category(c), "Lu") || find_range(kOtherUpper, c) != nullptr;
}

bool is_title(char32_t c) {
  return c >= 0x80 && is(category(c), "Lt");
}

bool is_cased(char32_t c) {
  return is_lower(c) || is_upper(c) || is_title(c);
}

bool is_case_ignorable(char32_t c) {
  const char* kind = category(c);
  for (const char* ignorable : {"Mn", "Me", "Cf", "Lm", "Sk"})
    if (kind[0] == ignorable[0] && kind[1] == ignorable[1]) return true;
  return find_range(kCaseIgnorableExceptions, c) != nullptr;
}

bool is_identifier_start(char32_t c) {
  if (c < 0x80) return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
  const char* kind = category(c);
  bool usual = is_letter(kind) || is(kind, "Nl");
  return usual != (find_range(kIdentifierStartExceptions, c) != nullptr);
}

bool is_identifier_part(char32_t c) {
  if (c < 0x80) return is_identifier_start(c) || (c >= '0' && c <= '9');
  const char* kind = category(c);
  bool usual = is_letter(kind) || is(kind, "Nl") || is(kind, "Mn") || is(kind, "Mc") ||
               is(kind, "Nd") || is(kind, "Pc");
  return usual != (find_range(kIdentifierPartExceptions, c) != nullptr);
}

int decimal_value(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  if (!is_decimal(c)) return -1;
  // Decimal digits come in runs of ten.
  char32_t first = c;
  while (is_decimal(first - 1)) --first;
  return static_cast<int>((c - first) % 10);
}

void append_upper(std::string& out, char32_t c) {
  if (append_expansion(out, find_expansion(kUpperExpansions, c))) return;
  char32_t known = static_cast<char32_t>(utf8proc_toupper(signed_point(c)));
  text::append(out, shifted(find_range(kNewerUpper, c), c, known));
}

void append_lower(std::string& out, char32_t c) {
  if (c == 0x130) {  // the dotted capital I, alone in becoming longer
    out += "i\xcc\x87";
    return;
  }
  char32_t known = static_cast<char32_t>(utf8proc_tolower(signed_point(c)));
  text::append(out, shifted(find_range(kNewerLower, c), c, known));
}

void append_title(std::string& out, char32_t c) {
  if (append_expansion(out, find_expansion(kTitleExpansions, c))) return;
  char32_t known = static_cast<char32_t>(utf8proc_totitle(signed_point(c)));
  text::append(out, shifted(find_range(kNewerTitle, c), c, known));
}

void append_folded(std::string& out, char32_t c) {
  if (append_expansion(out, find_expansion(kFoldExpansions, c))) return;
  if (const Shift* row = find_range(kFolds, c))
    text::append(out, shifted(row, c, c));
  else
    append_lower(out, c);
}

bool is_identifier(std::string_view utf8) {
  const char *p = utf8.data(), *end = p + utf8.size();
  if (p == end || !is_identifier_start(text::next(p))) return false;
  while (p < end)
    if (!is_identifier_part(text::next(p))) return false;
  return true;
}

}  // namespace gilt::unicode
