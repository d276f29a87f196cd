// Numbers: all bases, underscores between digits, and what CPython says of malformed ones.
#include "interpreter/lexer.h"

namespace gilt {

namespace {

bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}
bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_binary(char c) {
  return c == '0' || c == '1';
}
bool is_hexadecimal(char c) {
  return is_decimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_name_character(char c) {
  return is_decimal(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Keywords that may follow a number without a blank, for now: `1if x else y`.
bool starts_with_operator_word(std::string_view text) {
  for (std::string_view word : {"if", "in", "is"}) {
    if (text.starts_with(word)) return true;
  }
  // The longer ones count as whole words only.
  for (std::string_view word : {"and", "else", "for", "not", "or"}) {
    if (!text.starts_with(word)) continue;
    if (text.size() == word.size()) return true;
    const char next = text[word.size()];
    return !is_name_character(next) && static_cast<unsigned char>(next) < 0x80;
  }
  return false;
}

}  // namespace

bool Lexer::lex_number() {
  uint32_t begin = at_;
  if (peek() == '.') return lex_fraction();
  bool leading_zeros = false;
  uint32_t zeros_end = 0;
  if (peek() == '0') {
    switch (peek(1)) {
      case 'x':
      case 'X': return lex_radix(is_hexadecimal, "hexadecimal");
      case 'o':
      case 'O': return lex_radix(is_octal, "octal");
      case 'b':
      case 'B': return lex_radix(is_binary, "binary");
      default: break;
    }
    for (at_++;;) {
      if (peek() == '_') {
        at_++;
        if (!is_decimal(peek())) return fail_here("invalid decimal literal");
      }
      if (peek() != '0') break;
      at_++;
    }
    zeros_end = at_;
    leading_zeros = is_decimal(peek());
  }
  if (is_decimal(peek()) && !lex_digits(is_decimal)) return false;
  char c = peek();
  if (c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J') return lex_fraction();
  if (leading_zeros) {
    uint32_t first = begin - line_start_;
    return fail(
        "leading zeros in decimal integer literals are not permitted; "
        "use an 0o prefix for octal integers",
        {line_, first, line_, zeros_end - line_start_});
  }
  if (!end_number("decimal")) return false;
  push(Tok::kNumber);
  return true;
}

// Digits with single underscores between them, at least one.
bool Lexer::lex_digits(bool (*is_digit)(char)) {
  for (;;) {
    while (is_digit(peek())) at_++;
    if (peek() != '_') return true;
    at_++;
    if (!is_digit(peek())) return fail_here("invalid decimal literal");
  }
}

// 0x, 0o and 0b.
bool Lexer::lex_radix(bool (*is_digit)(char), const char* name) {
  auto wrong_digit = [&] {
    at_++;
    return fail_here(std::string("invalid digit '") + text_[at_ - 1] + "' in " + name + " literal");
  };
  at_ += 2;
  do {
    if (peek() == '_') at_++;
    if (!is_digit(peek())) {
      if (is_decimal(peek())) return wrong_digit();
      return fail_here(std::string("invalid ") + name + " literal");
    }
    while (is_digit(peek())) at_++;
  } while (peek() == '_');
  if (is_decimal(peek())) return wrong_digit();
  if (!end_number(name)) return false;
  push(Tok::kNumber);
  return true;
}

// What may follow the integer part: a fraction, an exponent, a `j`.
bool Lexer::lex_fraction() {
  if (peek() == '.') {
    at_++;
    if (is_decimal(peek()) && !lex_digits(is_decimal)) return false;
  }
  if (peek() == 'e' || peek() == 'E') {
    uint32_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (is_decimal(peek(1 + sign))) {
      at_ += 1 + sign;
      if (!lex_digits(is_decimal)) return false;
    } else if (sign) {
      at_ += 2;
      return fail_here("invalid decimal literal");
    }
  }
  if (peek() == 'j' || peek() == 'J') {
    at_++;
    if (!end_number("imaginary")) return false;
  } else if (!end_number("decimal")) {
    return false;
  }
  push(Tok::kNumber);
  return true;
}

bool Lexer::end_number(const char* name) {
  if (!is_name_character(peek())) return true;
  if (starts_with_operator_word(text_.substr(at_))) {
    warn(std::string("invalid ") + name + " literal");
    return true;
  }
  return fail_here(std::string("invalid ") + name + " literal");
}

}  // namespace gilt
