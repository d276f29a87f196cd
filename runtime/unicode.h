// What Unicode says about single code points, in the way that str's methods ask (utf8proc's
// tables). Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gilt::unicode {

bool is_printable(char32_t c);  // repr shows it as it is
bool is_space(char32_t c);      // str.split() splits at it
bool is_line_break(char32_t c);
bool is_alpha(char32_t c);
bool is_decimal(char32_t c);  // digits 0 to 9 of any script
bool is_digit(char32_t c);    // also superscripts and the like
bool is_numeric(char32_t c);  // also fractions and number signs
bool is_lower(char32_t c);
bool is_upper(char32_t c);
bool is_title(char32_t c);
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);
bool is_identifier_start(char32_t c);
bool is_identifier_part(char32_t c);
inline bool is_alnum(char32_t c) {
  return is_alpha(c) || is_numeric(c);
}
inline bool is_surrogate(char32_t c) {
  return c >= 0xd800 && c < 0xe000;
}

// The value of a decimal digit, or -1.
int decimal_value(char32_t c);

// Case mappings, of which some give several characters ('ß' becomes "SS"). Appended to [out].
void append_upper(std::string& out, char32_t c);
void append_title(std::string& out, char32_t c);
void append_folded(std::string& out, char32_t c);
// REQUIRES: not U+03A3, whose lower case depends on its place (see str_case.cpp).
void append_lower(std::string& out, char32_t c);

// The text is an identifier (str.isidentifier).
bool is_identifier(std::string_view utf8);

// 'Lu', 'Nd' ...
const char* category(char32_t c);

}  // namespace gilt::unicode
