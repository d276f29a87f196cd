#include "runtime/format_template.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt {

bool FormatPieces::next(Thread& t, FormatPiece& piece, bool& failed) {
  failed = false;
  if (rest_.empty()) return false;
  piece = FormatPiece{};
  size_t brace = rest_.find_first_of("{}");
  if (brace == rest_.npos) {
    piece.literal = rest_;
    rest_ = {};
    return true;
  }
  bool last = brace + 1 == rest_.size();
  bool doubled = !last && rest_[brace + 1] == rest_[brace];
  if (!doubled && (last || rest_[brace] == '}')) {
    failed = true;
    static_cast<void>(
        fail(t, value_error_type, "Single '{}' encountered in format string", rest_[brace]));
    return false;
  }
  piece.literal = rest_.substr(0, brace + (doubled ? 1 : 0));
  rest_.remove_prefix(brace + (doubled ? 2 : 1));
  if (doubled) return true;
  piece.has_field = true;
  failed = !read_field(t, piece);
  return !failed;
}

// Behind the opening brace: name, conversion, spec, closing brace.
bool FormatPieces::read_field(Thread& t, FormatPiece& piece) {
  size_t i = 0;
  bool in_brackets = false;
  for (; i < rest_.size(); ++i) {
    char c = rest_[i];
    if (c == '{') return fail(t, value_error_type, "unexpected '{{' in field name");
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets && (c == '}' || c == ':' || c == '!')) break;
  }
  if (i == rest_.size()) return fail(t, value_error_type, "expected '}}' before end of string");
  piece.name = rest_.substr(0, i);
  char stop = rest_[i];
  rest_.remove_prefix(i + 1);
  if (stop == '}') return true;
  if (stop == '!') {
    if (rest_.empty())
      return fail(t, value_error_type, "end of string while looking for conversion specifier");
    const char* p = rest_.data();
    piece.conversion = text::next(p);
    rest_.remove_prefix(static_cast<size_t>(p - rest_.data()));
    if (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '}') return true;
      if (c != ':') return fail(t, value_error_type, "expected ':' after conversion specifier");
    }
  }
  int depth = 1;
  for (size_t end = 0; end < rest_.size(); ++end) {
    if (rest_[end] == '{') {
      piece.spec_has_fields = true;
      ++depth;
    } else if (rest_[end] == '}' && --depth == 0) {
      piece.spec = rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      return true;
    }
  }
  return fail(t, value_error_type, "unmatched '{{' in format spec");
}

FieldName::FieldName(std::string_view name) {
  size_t end = std::min(name.find_first_of(".["), name.size());
  first_ = name.substr(0, end);
  rest_ = name.substr(end);
}

bool FieldName::next(Thread& t, Step& step, bool& failed) {
  failed = false;
  if (rest_.empty()) return false;
  auto refuse = [&](const char* why) {
    failed = true;
    static_cast<void>(fail(t, value_error_type, "{}", why));
    return false;
  };
  char c = rest_.front();
  rest_.remove_prefix(1);
  if (c == '.') {
    size_t end = std::min(rest_.find_first_of(".["), rest_.size());
    step = {true, rest_.substr(0, end)};
    rest_.remove_prefix(end);
  } else if (c == '[') {
    size_t end = rest_.find(']');
    if (end == rest_.npos) return refuse("Missing ']' in format string");
    step = {false, rest_.substr(0, end)};
    rest_.remove_prefix(end + 1);
  } else {
    return refuse("Only '.' or '[' may follow ']' in format field specifier");
  }
  if (step.name.empty()) return refuse("Empty attribute in format string");
  return true;
}

std::optional<int64_t> field_number(Thread& t, std::string_view text) {
  if (text.empty()) return -1;
  int64_t value = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    int digit = unicode::decimal_value(text::next(p));
    if (digit < 0) return -1;
    if (value > (INT64_MAX - digit) / 10)
      return fail(t, value_error_type, "Too many decimal digits in format string");
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace gilt
