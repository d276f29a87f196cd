#include "stdlib/re_source.h"

#include "runtime/str.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt::re {

void Source::advance() {
  if (index_ >= text_.size()) {
    next_ = {};
    return;
  }
  size_t size = text_[index_] == '\\' ? 2 : 1;
  if (index_ + size > text_.size())
    throw ParseError{ParseError::Kind::kPattern, "bad escape (end of pattern)",
                     static_cast<int64_t>(text_.size()) - 1};
  next_ = text_.substr(index_, size);
  index_ += size;
}

std::u32string Source::get_while(size_t n, std::u32string_view set) {
  std::u32string out;
  while (out.size() < n && peek_in(set)) out += get();
  return out;
}

std::u32string Source::get_until(char32_t terminator, const char* what) {
  std::u32string out;
  while (true) {
    if (at_end()) {
      if (out.empty()) fail(std::string("missing ") + what);
      fail(std::string("missing ") + static_cast<char>(terminator) + ", unterminated name",
           out.size());
    }
    std::u32string_view token = get();
    if (token.size() == 1 && token[0] == terminator) {
      if (out.empty()) fail(std::string("missing ") + what, 1);
      return out;
    }
    out += token;
  }
}

void Source::fail(std::string message, size_t offset) const {
  throw ParseError{ParseError::Kind::kPattern, std::move(message),
                   static_cast<int64_t>(tell()) - static_cast<int64_t>(offset)};
}

void Source::check_group_name(const std::u32string& name, size_t offset) const {
  bool ascii = true;
  for (char32_t c : name) ascii = ascii && c < 0x80;
  std::string utf8 = to_utf8(name);
  if (!is_text_ && !ascii)
    fail("bad character in group name " + ascii_text(utf8), name.size() + offset);
  if (!unicode::is_identifier(utf8))
    fail("bad character in group name " + quoted(name), name.size() + offset);
}

bool is_ascii_letter(char32_t c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

int64_t to_number(std::u32string_view text) {
  int64_t number = 0;
  for (char32_t c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
    if (number > INT64_MAX / 100) number = INT64_MAX / 100;
  }
  return text.empty() ? -1 : number;
}

char32_t simple_escape(char32_t c) {
  switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\': return '\\';
    default: return 0;
  }
}

std::string to_utf8(std::u32string_view text) {
  return text::from_utf32(text);
}

std::string quoted(std::u32string_view text) {
  return repr_text(to_utf8(text));
}

}  // namespace gilt::re
