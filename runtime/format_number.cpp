// Numbers by format spec: digits, grouping, sign and padding; __format__ of int, float, complex.
#include <algorithm>
#include <charconv>
#include <climits>
#include <cmath>
#include <limits>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format_spec.h"
#include "runtime/int.h"
#include "runtime/memory_limit.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/str_layout.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

// A number's text without its sign, cut where grouping and padding want to know.
struct NumberText {
  std::string_view digits;    // before the point; empty for inf and nan
  std::string_view fraction;  // behind it
  std::string_view tail;      // exponent, %, or inf and nan
  bool point = false;
};

NumberText cut(std::string_view text) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  NumberText out;
  size_t i = 0;
  while (i < text.size() && is_digit(text[i])) ++i;
  out.digits = text.substr(0, i);
  if (i < text.size() && text[i] == '.') {
    out.point = true;
    size_t start = ++i;
    while (i < text.size() && is_digit(text[i])) ++i;
    out.fraction = text.substr(start, i - start);
  }
  out.tail = text.substr(i);
  return out;
}

// [digits] in groups counted from the right, with zeros in front up to [min_width] characters;
// never starts with a separator.
std::string grouped(std::string_view digits, char separator, int64_t group, int64_t min_width) {
  auto remaining = static_cast<int64_t>(digits.size());
  if (separator == 0) {
    std::string out;
    if (remaining < min_width) out.append(static_cast<size_t>(min_width - remaining), '0');
    out.append(digits);
    return out;
  }
  std::string reversed;
  while (true) {
    int64_t size = std::min(group, std::max<int64_t>({remaining, min_width, 1}));
    for (int64_t i = 0; i < size; ++i)
      reversed.push_back(remaining > 0 ? digits[static_cast<size_t>(--remaining)] : '0');
    min_width -= size;
    if (remaining <= 0 && min_width <= 0) break;
    reversed.push_back(separator);
    --min_width;
  }
  return std::string(reversed.rbegin(), reversed.rend());
}

// Groups of three counted from the point.
std::string grouped_fraction(std::string_view digits, char separator) {
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 3 == 0) out.push_back(separator);
    out.push_back(digits[i]);
  }
  return out;
}

int64_t group_size(const FormatSpec& spec) {
  char32_t c = spec.type;
  return c == 'b' || c == 'o' || c == 'x' || c == 'X' ? 4 : 3;
}

std::string layout(bool negative, std::string_view prefix, const NumberText& number,
                   const FormatSpec& spec) {
  std::string sign;
  if (negative)
    sign = "-";
  else if (spec.sign == '+' || spec.sign == ' ')
    sign = spec.sign;
  auto length_without_groups =
      static_cast<int64_t>(sign.size() + prefix.size() + number.digits.size() + number.point +
                           number.fraction.size() + number.tail.size());
  if (spec.grouping == 0 && spec.fraction_grouping == 0 && spec.width <= length_without_groups) {
    // Nothing to pad: the usual case.
    std::string out;
    out.reserve(static_cast<size_t>(length_without_groups));
    out.append(sign).append(prefix).append(number.digits);
    if (number.point) out.push_back('.');
    return out.append(number.fraction).append(number.tail);
  }
  std::string fraction;
  if (spec.fraction_grouping != 0)
    fraction = grouped_fraction(number.fraction, spec.fraction_grouping);
  else
    fraction = number.fraction;

  auto others = static_cast<int64_t>(sign.size() + prefix.size() + number.point + fraction.size() +
                                     number.tail.size());
  int64_t min_width = spec.fill == '0' && spec.align == '=' ? spec.width - others : 0;
  std::string digits;
  if (!number.digits.empty())
    digits = grouped(number.digits, spec.grouping, group_size(spec), min_width);

  std::string head = sign + std::string(prefix);
  std::string body = std::move(digits);
  if (number.point) body.push_back('.');
  body += fraction;
  body += number.tail;
  size_t length = head.size() + body.size();
  if (spec.align != '=') return format_text(head + body, length, spec);
  FormatSpec inner = spec;  // the padding goes between sign and digits
  inner.align = '>';
  inner.width = spec.width - static_cast<int64_t>(head.size());
  return head + format_text(body, body.size(), inner);
}

// No double has more decimals than this that are not zero.
constexpr int kMaxDecimals = 1100;
// A sign, the digits before the point (309 at most), the point and these decimals.
constexpr int kLongestFixed = kMaxDecimals + 330;

std::string to_text(double d, std::chars_format format, int precision) {
  int real = std::min(precision, kMaxDecimals);
  char buffer[kLongestFixed];
  auto end = std::to_chars(buffer, std::end(buffer), d, format, real).ptr;
  std::string out(buffer, end);
  if (precision > real) {
    size_t at = format == std::chars_format::scientific ? out.find('e') : out.size();
    out.insert(at, static_cast<size_t>(precision - real), '0');
  }
  return out;
}

void strip_zeros(std::string& digits) {
  if (digits.find('.') == digits.npos) return;
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
}

std::string general_digits(double d, int precision, bool alternate, bool dot_zero) {
  if (precision == 0) precision = 1;
  std::string scientific = to_text(d, std::chars_format::scientific, precision - 1);
  size_t e = scientific.find('e');
  int exponent = 0;
  const char* number = scientific.data() + e + 1;
  if (*number == '+') ++number;
  std::from_chars(number, scientific.data() + scientific.size(), exponent);
  if (exponent < -4 || exponent >= precision - (dot_zero ? 1 : 0)) {
    std::string mantissa = scientific.substr(0, e);
    if (alternate && precision == 1) mantissa.push_back('.');
    if (!alternate) strip_zeros(mantissa);
    return mantissa + scientific.substr(e);
  }
  std::string fixed = to_text(d, std::chars_format::fixed, precision - 1 - exponent);
  bool point = fixed.find('.') != fixed.npos;
  if (alternate && !point) fixed.push_back('.');
  if (!alternate) strip_zeros(fixed);
  if (dot_zero && fixed.find('.') == fixed.npos) fixed += ".0";
  return fixed;
}

// repr's digits; [dot_zero]: with ".0" behind whole numbers.
std::string repr_digits(double d, bool alternate, bool dot_zero) {
  std::string out = float_repr(std::fabs(d));
  if (!dot_zero && out.size() > 2 && out.ends_with(".0")) out.resize(out.size() - 2);
  if (alternate && std::isfinite(d) && out.find('.') == out.npos)
    out.insert(std::min(out.find('e'), out.size()), ".");
  return out;
}

bool all_zero(std::string_view number) {
  for (char c : number) {
    if (c >= '1' && c <= '9') return false;
    if (c == 'e' || c == 'E') break;
  }
  return true;
}

// [d] without padding; [negative] tells its sign.
std::string number_digits(double d, const FormatSpec& spec, bool dot_zero, bool& negative) {
  char32_t type = spec.type == 'n' ? U'g' : spec.type;
  auto precision = static_cast<int>(spec.precision);
  std::string out;
  if (type == '%') {
    out = double_digits(d * 100, 'f', precision < 0 ? 6 : precision, spec.alternate) + "%";
  } else if (type != 0) {
    out = double_digits(d, static_cast<char>(type), precision < 0 ? 6 : precision, spec.alternate);
  } else if (precision < 0) {
    out = repr_digits(d, spec.alternate, dot_zero);
  } else {
    out = double_digits(d, 'g', precision, spec.alternate, dot_zero);
  }
  negative = std::signbit(d) && !std::isnan(d);
  if (negative && spec.no_negative_zero && std::isfinite(d) && all_zero(out)) negative = false;
  return out;
}

// Runs [make], which may meet the end of memory in a std::string, and makes a str of its text.
template <class F>
RefOf<StrObject> make_str(Thread& t, const FormatSpec& spec, F make) {
  if (spec.width >= static_cast<int64_t>(largest_block())) return no_memory(t);
  try {
    return str_new(t, make());
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// ".2f" and its like, which most formats of numbers are: nothing to pad, group or mark.
bool is_plain_fixed(const FormatSpec& spec) {
  return spec.type == 'f' && spec.precision >= 0 && spec.precision <= kMaxDecimals &&
         spec.width < 0 && spec.sign == 0 && spec.grouping == 0 && spec.fraction_grouping == 0 &&
         !spec.alternate && !spec.no_negative_zero;
}

RefOf<StrObject> plain_fixed(Thread& t, double d, int precision) {
  char buffer[kLongestFixed];
  auto end = std::to_chars(buffer, std::end(buffer), d, std::chars_format::fixed, precision).ptr;
  auto size = static_cast<size_t>(end - buffer);
  return str_new_counted(t, {buffer, size}, size);
}

bool check_precision(Thread& t, const FormatSpec& spec) {
  if (spec.precision <= INT_MAX) return true;
  return fail(t, value_error_type, "precision too big");
}

}  // namespace

std::string double_digits(double d, char type, int precision, bool alternate, bool dot_zero) {
  bool upper = type == 'E' || type == 'F' || type == 'G';
  d = std::fabs(d);
  if (!std::isfinite(d)) {
    if (std::isnan(d)) return upper ? "NAN" : "nan";
    return upper ? "INF" : "inf";
  }
  std::string out;
  if (type == 'f' || type == 'F') {
    out = to_text(d, std::chars_format::fixed, precision);
    if (alternate && precision == 0) out.push_back('.');
  } else if (type == 'e' || type == 'E') {
    out = to_text(d, std::chars_format::scientific, precision);
    if (alternate && precision == 0) out.insert(1, ".");
  } else {
    out = general_digits(d, precision, alternate, dot_zero);
  }
  if (upper)
    if (size_t e = out.find('e'); e != out.npos) out[e] = 'E';
  return out;
}

std::string format_integer_digits(bool negative, std::string_view prefix, std::string_view digits,
                                  const FormatSpec& spec) {
  return layout(negative, prefix, {.digits = digits, .fraction = {}, .tail = {}}, spec);
}

std::string format_double(double d, const FormatSpec& spec) {
  bool negative;
  std::string digits = number_digits(d, spec, true, negative);
  return layout(negative, "", cut(digits), spec);
}

RefOf<StrObject> format_float(Thread& t, double d, std::string_view spec_text,
                              std::string_view type_name) {
  if (spec_text.empty()) return str_new(t, float_repr(d));
  FormatSpec spec;
  GILT_CHECK(parse_format_spec(t, spec_text, spec, type_name, 0));
  switch (spec.type) {
    case 0:
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'n':
    case '%': break;
    default: static_cast<void>(fail_format_code(t, spec.type, type_name)); return Failed{};
  }
  if (is_plain_fixed(spec) && std::isfinite(d))
    return plain_fixed(t, d, static_cast<int>(spec.precision));
  GILT_CHECK(check_precision(t, spec));
  return make_str(t, spec, [&] { return format_double(d, spec); });
}

namespace {

RefOf<StrObject> format_character(Thread& t, Value v, FormatSpec spec) {
  if (spec.sign != 0)
    return fail(t, value_error_type, "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate)
    return fail(t, value_error_type,
                "Alternate form (#) not allowed with integer format specifier 'c'");
  GILT_TRY(Ref index, to_index(t, v));
  Value i = index.get();
  if (i.is_bool()) i = Value::integer(i.is_true());
  if (!int_to_int64(index.get()))
    return fail(t, overflow_error_type, "Python int too large to convert to C long");
  if (!i.is_int() || i.as_int() < 0 || i.as_int() > 0x10ffff)
    return fail(t, overflow_error_type, "%c arg not in range(0x110000)");
  std::string one;
  text::append(one, static_cast<char32_t>(i.as_int()));
  if (spec.align == '=') spec.align = '>';
  return make_str(t, spec, [&] { return format_text(one, 1, spec); });
}

}  // namespace

RefOf<StrObject> format_int(Thread& t, Value v, std::string_view spec_text) {
  if (spec_text.empty()) return to_str(t, v);
  std::string_view name = type_name(v);
  FormatSpec spec;
  GILT_CHECK(parse_format_spec(t, spec_text, spec, name, 'd'));
  int base = 10;
  std::string_view prefix;
  switch (spec.type) {
    case 'd':
    case 'n':
    case 'c': break;
    case 'b': base = 2, prefix = "0b"; break;
    case 'o': base = 8, prefix = "0o"; break;
    case 'x': base = 16, prefix = "0x"; break;
    case 'X': base = 16, prefix = "0X"; break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      GILT_TRY(double d, to_double(t, v));
      GILT_CHECK(check_precision(t, spec));
      return make_str(t, spec, [&] { return format_double(d, spec); });
    }
    default: static_cast<void>(fail_format_code(t, spec.type, name)); return Failed{};
  }
  if (spec.precision >= 0)
    return fail(t, value_error_type, "Precision not allowed in integer format specifier");
  if (spec.no_negative_zero)
    return fail(t, value_error_type,
                "Negative zero coercion (z) not allowed in integer format specifier");
  if (spec.type == 'c') return format_character(t, v, spec);
  std::string digits;
  if (base == 10) {  // through str(), which limits the number of digits
    GILT_TRY(Ref plain, to_int(t, v));
    GILT_TRY(auto text, to_str(t, plain.get()));
    digits = text->view();
  } else {
    digits = int_to_text(v, base);
  }
  if (spec.type == 'X')
    for (char& c : digits)
      if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  bool negative = digits.front() == '-';
  if (!spec.alternate) prefix = {};
  return make_str(t, spec, [&] {
    return format_integer_digits(negative, prefix, std::string_view(digits).substr(negative), spec);
  });
}

RefOf<StrObject> format_complex(Thread& t, double real, double imag, std::string_view spec_text,
                                std::string_view type_name) {
  FormatSpec spec;
  GILT_CHECK(parse_format_spec(t, spec_text, spec, type_name, 0));
  switch (spec.type) {
    case 0:
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'n': break;
    default: static_cast<void>(fail_format_code(t, spec.type, type_name)); return Failed{};
  }
  GILT_CHECK(check_precision(t, spec));
  if (spec.fill == '0')
    return fail(t, value_error_type, "Zero padding is not allowed in complex format specifier");
  if (spec.align == '=')
    return fail(t, value_error_type,
                "'=' alignment flag is not allowed in complex format specifier");
  return make_str(t, spec, [&] {
    auto part = [&spec](double d, char sign) {
      FormatSpec inner = spec;
      inner.fill = ' ';
      inner.align = '<';
      inner.width = -1;
      inner.sign = sign;
      bool negative;
      std::string digits = number_digits(d, inner, false, negative);
      return layout(negative, "", cut(digits), inner);
    };
    bool bare = spec.type == 0 && real == 0 && !std::signbit(real);
    std::string out = bare ? part(imag, spec.sign) : part(real, spec.sign) + part(imag, '+');
    out.push_back('j');
    if (spec.type == 0 && !bare) out = "(" + out + ")";
    return format_text(out, out.size(), spec);
  });
}

}  // namespace gilt
