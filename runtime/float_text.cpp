// float: shortest text that reads back as the same number, exact reading, and hexadecimal.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/hex_digit.h"
#include "runtime/number_text.h"

namespace gilt {

namespace {

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// "inf", "infinity" and "nan" in any case.
std::optional<double> special_value(std::string_view text) {
  if (equal_ignoring_case(text, "inf") || equal_ignoring_case(text, "infinity")) return INFINITY;
  if (equal_ignoring_case(text, "nan")) return NAN;
  return std::nullopt;
}

}  // namespace

std::string float_repr(double d) {
  if (std::isnan(d)) return "nan";
  if (std::isinf(d)) return d > 0 ? "inf" : "-inf";
  char buffer[40];
  char* end =
      std::to_chars(buffer, buffer + sizeof buffer - 1, d, std::chars_format::scientific).ptr;
  *end = '\0';
  // "-d.ddde-xx": take the digits and the exponent apart and set them anew.
  std::string_view text(buffer, static_cast<size_t>(end - buffer));
  std::string out;
  if (text[0] == '-') {
    out.push_back('-');
    text.remove_prefix(1);
  }
  const size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) digits.append(text.substr(2, e - 2));
  const int exponent = std::atoi(text.data() + e + 1);
  const auto count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out.push_back(digits[0]);
    if (count > 1) out.append(".").append(digits, 1);
    out.append(exponent < 0 ? "e-" : "e+");
    const int size = std::abs(exponent);
    if (size < 10) out.push_back('0');
    out.append(std::to_string(size));
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<size_t>(-exponent) - 1, '0').append(digits);
  } else if (exponent + 1 >= count) {
    out.append(digits)
        .append(static_cast<size_t>(exponent) + 1 - static_cast<size_t>(count), '0')
        .append(".0");
  } else {
    const auto whole = static_cast<size_t>(exponent + 1);
    out.append(digits, 0, whole).append(".").append(digits, whole);
  }
  return out;
}

std::optional<double> float_parse(std::string_view source) {
  std::string plain;
  std::string without;
  std::string_view text = plain_number_text(source, plain);
  if (text.find('_') != std::string_view::npos) {
    if (!drop_underscores(text, without)) return std::nullopt;
    text = without;
  }
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  if (std::optional<double> special = special_value(text)) return negative ? -*special : *special;
  if (text[0] != '.' && (text[0] < '0' || text[0] > '9')) return std::nullopt;
  double d = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, d);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too large or too small: the C library says which. (The locale is always "C".)
    d = std::strtod(std::string(text).c_str(), nullptr);
  }
  return negative ? -d : d;
}

std::string float_hex(double d) {
  if (!std::isfinite(d)) return float_repr(d);
  std::string out(std::signbit(d) ? "-0x" : "0x");
  if (d == 0) return out + "0.0p+0";
  int exponent;
  double m = std::frexp(std::fabs(d), &exponent);
  const int shift = 1 - std::max(-1021 - exponent, 0);
  m = std::ldexp(m, shift);
  exponent -= shift;
  for (int i = 0; i <= 13; ++i) {
    const auto digit = static_cast<int>(m);
    out.push_back("0123456789abcdef"[digit]);
    if (i == 0) out.push_back('.');
    m = (m - digit) * 16;
  }
  out.append(exponent < 0 ? "p-" : "p+").append(std::to_string(std::abs(exponent)));
  return out;
}

std::optional<double> float_from_hex(Thread& t, std::string_view text) {
  auto malformed = [&] {
    return fail(t, value_error_type, "invalid hexadecimal floating-point string");
  };
  auto too_large = [&] {
    return fail(t, overflow_error_type, "hexadecimal value too large to represent as a float");
  };
  std::string storage;
  text = plain_number_text(text, storage);
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (std::optional<double> special = special_value(text)) return negative ? -*special : *special;
  if (text.size() >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x') text.remove_prefix(2);

  // Up to 60 significant bits are kept exactly; what follows only matters as "more than nothing".
  uint64_t mantissa = 0;
  bool sticky = false;
  bool any = false;
  bool point = false;
  int64_t exponent = 0;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !point) {
      point = true;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) break;
    any = true;
    if (mantissa >> 56 == 0) {
      mantissa = mantissa * 16 + static_cast<uint64_t>(digit);
      if (point) exponent -= 4;
    } else {
      sticky |= digit != 0;
      if (!point) exponent += 4;
    }
  }
  if (!any) return malformed();
  if (i < text.size()) {
    if ((text[i] | 0x20) != 'p') return malformed();
    ++i;
    bool down = false;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) down = text[i++] == '-';
    int64_t given = 0;
    const size_t start = i;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      given = std::min<int64_t>(given * 10 + (text[i] - '0'), int64_t{1} << 40);
    }
    if (i == start || i < text.size()) return malformed();
    exponent += down ? -given : given;
  }
  if (mantissa == 0) return negative ? -0.0 : 0.0;
  const int64_t bits = 64 - __builtin_clzll(mantissa);
  if (bits + exponent > 1024) return too_large();
  if (bits + exponent < -1080) return negative ? -0.0 : 0.0;
  // Round once, to the bits that the result has: 53, or fewer when it is subnormal.
  const int64_t extra = std::max(bits - 53, -1074 - exponent);
  if (extra > 0) {
    if (extra > 63) return negative ? -0.0 : 0.0;
    const uint64_t half = uint64_t{1} << (extra - 1);
    const uint64_t rest = mantissa & (2 * half - 1);
    mantissa >>= extra;
    exponent += extra;
    if (rest > half || (rest == half && (sticky || (mantissa & 1) != 0))) ++mantissa;
  }
  const double d = std::ldexp(static_cast<double>(mantissa), static_cast<int>(exponent));
  if (std::isinf(d)) return too_large();
  return negative ? -d : d;
}

}  // namespace gilt
