#include "runtime/format_spec.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/memory_limit.h"
#include "runtime/str.h"
#include "runtime/str_layout.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

bool is_align(char32_t c) {
  return c == '<' || c == '>' || c == '=' || c == '^';
}

// The text of a spec, one code point at a time with a look ahead.
class Reader {
 public:
  explicit Reader(std::string_view text) : p_(text.data()), end_(p_ + text.size()) {}
  bool at_end() const { return p_ == end_; }
  char32_t peek() const {
    if (at_end()) return 0;
    if (static_cast<unsigned char>(*p_) < 0x80) return static_cast<unsigned char>(*p_);
    const char* q = p_;
    return text::next(q);
  }
  char32_t peek_second() const {
    if (at_end()) return 0;
    const char* q = p_ + text::size_at(p_);
    return q == end_ ? 0 : text::next(q);
  }
  char32_t take() { return text::next(p_); }
  bool take_if(char32_t c) {
    if (at_end() || peek() != c) return false;
    take();
    return true;
  }

 private:
  const char* p_;
  const char* end_;
};

int digit_value(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  return unicode::decimal_value(c);
}

// Zero or more decimal digits; [out] stays as it is when there are none.
bool read_number(Thread& t, Reader& in, int64_t& out) {
  int64_t value = 0;
  bool any = false;
  for (int digit; !in.at_end() && (digit = digit_value(in.peek())) >= 0; in.take()) {
    if (value > (INT64_MAX - digit) / 10)
      return fail(t, value_error_type, "Too many decimal digits in format string");
    value = value * 10 + digit;
    any = true;
  }
  if (any) out = value;
  return true;
}

bool fail_both_groupings(Thread& t) {
  return fail(t, value_error_type, "Cannot specify both ',' and '_'.");
}

// A comma or an underscore, not both.
bool read_grouping(Thread& t, Reader& in, char& out) {
  if (in.take_if(',')) out = ',';
  if (!in.at_end() && in.peek() == '_') {
    if (out != 0) return fail_both_groupings(t);
    in.take();
    out = '_';
  }
  if (out == '_' && !in.at_end() && in.peek() == ',') return fail_both_groupings(t);
  return true;
}

Failed fail_grouping(Thread& t, char grouping, char32_t type) {
  if (type > 32 && type < 128)
    return fail(t, value_error_type, "Cannot specify '{}' with '{}'.", grouping,
                static_cast<char>(type));
  return fail(t, value_error_type, "Cannot specify '{}' with '\\x{:x}'.", grouping,
              static_cast<uint32_t>(type));
}

bool check_grouping(Thread& t, const FormatSpec& spec) {
  if (spec.grouping == 0) {
    if (spec.fraction_grouping != 0 && spec.type == 'n')
      return fail_grouping(t, spec.fraction_grouping, spec.type);
    return true;
  }
  switch (spec.type) {
    case 'd':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
    case 0: return true;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
      if (spec.grouping == '_') return true;
      break;
    default: break;
  }
  return fail_grouping(t, spec.grouping, spec.type);
}

}  // namespace

bool parse_format_spec(Thread& t, std::string_view text, FormatSpec& out,
                       std::string_view type_name, char default_type, char default_align) {
  out = FormatSpec{};
  out.align = default_align;
  out.type = static_cast<unsigned char>(default_type);
  Reader in(text);

  bool fill_given = is_align(in.peek_second());
  if (fill_given) out.fill = in.take();
  if (is_align(in.peek())) {
    out.align = static_cast<char>(in.take());
    out.align_given = true;
  }
  if (char32_t c = in.peek(); c == ' ' || c == '+' || c == '-')
    out.sign = static_cast<char>(in.take());
  out.no_negative_zero = in.take_if('z');
  out.alternate = in.take_if('#');
  if (!fill_given && in.take_if('0')) {
    out.fill = '0';
    if (!out.align_given && default_align == '>') out.align = '=';
  }
  GILT_CHECK(read_number(t, in, out.width));
  GILT_CHECK(read_grouping(t, in, out.grouping));
  if (in.take_if('.')) {
    GILT_CHECK(read_number(t, in, out.precision));
    GILT_CHECK(read_grouping(t, in, out.fraction_grouping));
    if (out.precision < 0 && out.fraction_grouping == 0)
      return fail(t, value_error_type, "Format specifier missing precision");
  }
  if (!in.at_end()) {
    out.type = in.take();
    if (!in.at_end())
      return fail(t, value_error_type, "Invalid format specifier '{}' for object of type '{}'",
                  text, type_name);
  }
  return check_grouping(t, out);
}

bool fail_format_code(Thread& t, char32_t code, std::string_view type_name) {
  if (code > 32 && code < 128)
    return fail(t, value_error_type, "Unknown format code '{}' for object of type '{}'",
                static_cast<char>(code), type_name);
  return fail(t, value_error_type, "Unknown format code '\\x{:x}' for object of type '{}'",
              static_cast<uint32_t>(code), type_name);
}

std::string format_text(std::string_view utf8, size_t length, const FormatSpec& spec) {
  size_t padding = 0, left = 0;
  if (spec.width > 0 && static_cast<size_t>(spec.width) > length)
    padding = static_cast<size_t>(spec.width) - length;
  if (padding == 0) return std::string(utf8);
  if (spec.align == '>') left = padding;
  if (spec.align == '^') left = padding / 2;

  char fill[4];
  std::string_view one(fill, text::encode(spec.fill, fill));
  std::string out;
  out.reserve(utf8.size() + padding * one.size());
  auto pad = [&](size_t n) {
    if (one.size() == 1) return static_cast<void>(out.append(n, one[0]));
    while (n-- > 0) out.append(one);
  };
  pad(left);
  out.append(utf8);
  pad(padding - left);
  return out;
}

RefOf<StrObject> format_str(Thread& t, StrObject* s, std::string_view spec_text) {
  if (spec_text.empty()) return str_exact(t, s);
  std::string_view name = type_name(to_value(s));
  FormatSpec spec;
  GILT_CHECK(parse_format_spec(t, spec_text, spec, name, 's', '<'));
  if (spec.type != 's') {
    static_cast<void>(fail_format_code(t, spec.type, name));
    return Failed{};
  }
  if (spec.sign == ' ')
    return fail(t, value_error_type, "Space not allowed in string format specifier");
  if (spec.sign != 0)
    return fail(t, value_error_type, "Sign not allowed in string format specifier");
  if (spec.no_negative_zero)
    return fail(t, value_error_type,
                "Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate)
    return fail(t, value_error_type, "Alternate form (#) not allowed in string format specifier");
  if (spec.align == '=')
    return fail(t, value_error_type, "'=' alignment not allowed in string format specifier");

  std::string_view shown = s->view();
  size_t length = s->length;
  if (spec.precision >= 0 && static_cast<size_t>(spec.precision) < length) {
    length = static_cast<size_t>(spec.precision);
    shown = shown.substr(0, str_offset(s, length));
  }
  if (spec.width <= static_cast<int64_t>(length)) return str_new_counted(t, shown, length);
  if (static_cast<size_t>(spec.width) >= largest_block()) return no_memory(t);
  try {
    return str_new_counted(t, format_text(shown, length, spec), static_cast<size_t>(spec.width));
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

}  // namespace gilt
