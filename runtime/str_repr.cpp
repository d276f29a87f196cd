// repr() of text: the quotes that need fewer escapes, and escapes for what cannot be printed.
#include "runtime/str.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

void append_hex(std::string& out, char32_t c, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out.push_back("0123456789abcdef"[(c >> shift) & 15]);
}

void append_escaped(std::string& out, char32_t c) {
  if (c < 0x100) {
    out += "\\x";
    append_hex(out, c, 2);
  } else if (c < 0x10000) {
    out += "\\u";
    append_hex(out, c, 4);
  } else {
    out += "\\U";
    append_hex(out, c, 8);
  }
}

std::string quoted(std::string_view utf8, bool ascii_only) {
  bool has_single = utf8.find('\'') != utf8.npos;
  char quote = has_single && utf8.find('"') == utf8.npos ? '"' : '\'';
  std::string out;
  out.reserve(utf8.size() + 2);
  out.push_back(quote);
  for (const char *p = utf8.data(), *end = p + utf8.size(); p < end;) {
    const char* start = p;
    char32_t c = text::next(p);
    if (c == static_cast<char32_t>(quote) || c == '\\') {
      out.push_back('\\');
      out.push_back(static_cast<char>(c));
    } else if (c >= ' ' && c < 0x7f) {
      out.push_back(static_cast<char>(c));
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x80 || ascii_only || !unicode::is_printable(c)) {
      append_escaped(out, c);
    } else {
      out.append(start, p);
    }
  }
  out.push_back(quote);
  return out;
}

}  // namespace

std::string repr_text(std::string_view utf8) {
  return quoted(utf8, false);
}

std::string repr_text(const StrObject* s) {
  return quoted(s->view(), false);
}

std::string ascii_text(std::string_view utf8) {
  return quoted(utf8, true);
}

}  // namespace gilt
