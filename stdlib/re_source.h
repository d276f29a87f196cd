// The text of a pattern or template, read in tokens: one character, or a backslash and a character.
// Errors are thrown as ParseError inside the parser and never leave it.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/re_parser.h"

namespace gilt::re {

class Source {
 public:
  Source(std::u32string_view text, bool is_text) : text_(text), is_text_(is_text) { advance(); }

  bool is_text() const { return is_text_; }
  bool at_end() const { return next_.empty(); }
  std::u32string_view peek() const { return next_; }
  // The next token is the single character [c].
  bool peek_is(char32_t c) const { return next_.size() == 1 && next_[0] == c; }
  bool peek_in(std::u32string_view set) const {
    return next_.size() == 1 && set.find(next_[0]) != set.npos;
  }
  std::u32string_view get() {
    std::u32string_view token = next_;
    advance();
    return token;
  }
  bool match(char32_t c) {
    if (!peek_is(c)) return false;
    advance();
    return true;
  }
  // Up to [n] characters of [set].
  std::u32string get_while(size_t n, std::u32string_view set);
  // Everything up to [terminator], which is taken too; [what] is missing when that is nothing.
  std::u32string get_until(char32_t terminator, const char* what);
  size_t tell() const { return index_ - next_.size(); }
  void seek(size_t index) {
    index_ = index;
    advance();
  }

  // Throws for the place [offset] characters before the next token.
  [[noreturn]] void fail(std::string message, size_t offset = 0) const;
  // Throws when [name] is no group name. [offset] as in fail, without the name.
  void check_group_name(const std::u32string& name, size_t offset) const;

 private:
  void advance();
  std::u32string_view text_;
  std::u32string_view next_;
  size_t index_ = 0;
  bool is_text_;
};

inline constexpr std::u32string_view kDigits = U"0123456789";
inline constexpr std::u32string_view kOctalDigits = U"01234567";
inline constexpr std::u32string_view kHexDigits = U"0123456789abcdefABCDEF";

bool is_ascii_letter(char32_t c);
// Digits only, ASCII: the number, or -1.
int64_t to_number(std::u32string_view text);
// The character of \a \f \n \r \t \v \\, or 0; [c] is what follows the backslash.
char32_t simple_escape(char32_t c);
std::string to_utf8(std::u32string_view text);
// repr() of a name in a message.
std::string quoted(std::u32string_view text);

}  // namespace gilt::re
