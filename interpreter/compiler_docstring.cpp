#include "interpreter/compiler_docstring.h"

#include <algorithm>
#include <vector>

namespace gilt {

namespace {

std::string expand_tabs(std::string_view text) {
  std::string out;
  size_t column = 0;
  for (char c : text) {
    if (c == '\t') {
      size_t spaces = 8 - column % 8;
      out.append(spaces, ' ');
      column += spaces;
      continue;
    }
    out += c;
    if ((c & 0xc0) != 0x80) ++column;
    if (c == '\n' || c == '\r') column = 0;
  }
  return out;
}

size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

}  // namespace

std::string clean_docstring(std::string_view text) {
  std::string expanded;
  if (text.find('\t') != text.npos) {
    expanded = expand_tabs(text);
    text = expanded;
  }
  std::vector<std::string_view> lines;
  for (size_t at = 0;;) {
    size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end == text.npos ? end : end - at));
    if (end == text.npos) break;
    at = end + 1;
  }
  size_t margin = std::string_view::npos;
  for (size_t i = 1; i < lines.size(); ++i)
    if (indentation(lines[i]) < lines[i].size()) margin = std::min(margin, indentation(lines[i]));
  if (margin == std::string_view::npos) margin = 0;
  std::string out(lines[0].substr(indentation(lines[0])));
  for (size_t i = 1; i < lines.size(); ++i) {
    out += '\n';
    out += lines[i].substr(std::min(margin, lines[i].size()));
  }
  return out;
}

}  // namespace gilt
