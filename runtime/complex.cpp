// complex: arithmetic and text. What scripts see is in complex_type.cpp.
#include "runtime/complex.h"

#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/number_text.h"
#include "runtime/operations.h"

namespace gilt {

namespace {

bool is_infinite(Complex c) {
  return std::isinf(c.real) || std::isinf(c.imag);
}
// Infinite parts become 1, the others 0, with their signs.
Complex direction(Complex c) {
  return {std::copysign(std::isinf(c.real) ? 1.0 : 0.0, c.real),
          std::copysign(std::isinf(c.imag) ? 1.0 : 0.0, c.imag)};
}
Complex without_nan(Complex c) {
  return {std::isnan(c.real) ? std::copysign(0.0, c.real) : c.real,
          std::isnan(c.imag) ? std::copysign(0.0, c.imag) : c.imag};
}

Complex small_integer_power(Complex base, int64_t exponent) {
  Complex result{1, 0};
  const bool inverse = exponent < 0;
  for (uint64_t n = inverse ? 0 - static_cast<uint64_t>(exponent) : static_cast<uint64_t>(exponent);
       n != 0; n >>= 1) {
    if (n & 1) result = complex_multiply(result, base);
    if (n > 1) base = complex_multiply(base, base);
  }
  return inverse ? complex_divide({1, 0}, result) : result;
}

Complex general_power(Complex base, Complex exponent) {
  const double size = std::hypot(base.real, base.imag);
  double length = std::pow(size, exponent.real);
  const double angle = std::atan2(base.imag, base.real);
  double phase = angle * exponent.real;
  if (exponent.imag != 0) {
    length *= std::exp(-angle * exponent.imag);
    phase += exponent.imag * std::log(size);
  }
  return {length * std::cos(phase), length * std::sin(phase)};
}

std::string part(double d) {
  std::string text = float_repr(d);
  // A whole number is shown without ".0".
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text;
}

// The length of the longest start of [text] that is a float with its sign; 0 when there is none.
size_t float_length(std::string_view text) {
  auto is_digit = [&](size_t i) {
    return i < text.size() && ((text[i] >= '0' && text[i] <= '9') || text[i] == '_');
  };
  size_t i = 0;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  const auto word = [&](std::string_view lower) {
    if (text.size() - i < lower.size()) return false;
    for (size_t k = 0; k < lower.size(); ++k) {
      if ((text[i + k] | 0x20) != lower[k]) return false;
    }
    return true;
  };
  for (std::string_view special : {"infinity", "inf", "nan"}) {
    if (word(special)) return i + special.size();
  }
  const size_t start = i;
  while (is_digit(i)) ++i;
  size_t digits = i - start;
  if (i < text.size() && text[i] == '.') {
    ++i;
    const size_t fraction = i;
    while (is_digit(i)) ++i;
    digits += i - fraction;
  }
  if (digits == 0) return 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    size_t e = i + 1;
    if (e < text.size() && (text[e] == '+' || text[e] == '-')) ++e;
    if (is_digit(e)) {
      while (is_digit(e)) ++e;
      i = e;
    }
  }
  return i;
}

}  // namespace

Ref complex_new(Thread& t, Complex value) {
  auto* object = object_new<ComplexObject>(t, kComplexShape);
  if (object == nullptr) return Failed();
  object->value = value;
  return Ref::adopt(object);
}

bool is_complex(Value v) {
  return has_shape(v, kComplexShape) || (v.is_object() && is_instance_of(v, &complex_type));
}

Complex complex_multiply(Complex a, Complex b) {
  const double ac = a.real * b.real;
  const double bd = a.imag * b.imag;
  const double ad = a.real * b.imag;
  const double bc = a.imag * b.real;
  const Complex product{ac - bd, ad + bc};
  if (!std::isnan(product.real) || !std::isnan(product.imag)) return product;
  // Infinities that met each other (C standard, annex G): only their directions count.
  bool infinite = false;
  if (is_infinite(a)) {
    a = direction(a);
    b = without_nan(b);
    infinite = true;
  }
  if (is_infinite(b)) {
    b = direction(b);
    a = without_nan(a);
    infinite = true;
  }
  if (!infinite && (std::isinf(ac) || std::isinf(bd) || std::isinf(ad) || std::isinf(bc))) {
    a = without_nan(a);
    b = without_nan(b);
    infinite = true;
  }
  if (!infinite) return product;
  return {INFINITY * (a.real * b.real - a.imag * b.imag),
          INFINITY * (a.real * b.imag + a.imag * b.real)};
}

Complex complex_divide(Complex a, Complex b) {
  // Smith's method: scale by the larger part, so that nothing overflows that need not.
  Complex quotient{NAN, NAN};
  if (std::fabs(b.real) >= std::fabs(b.imag)) {
    const double ratio = b.imag / b.real;
    const double scale = b.real + b.imag * ratio;
    quotient = {(a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale};
  } else if (std::fabs(b.imag) >= std::fabs(b.real)) {
    const double ratio = b.real / b.imag;
    const double scale = b.real * ratio + b.imag;
    quotient = {(a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale};
  }
  if (!std::isnan(quotient.real) || !std::isnan(quotient.imag)) return quotient;
  if (is_infinite(a) && std::isfinite(b.real) && std::isfinite(b.imag)) {
    a = direction(a);
    return {INFINITY * (a.real * b.real + a.imag * b.imag),
            INFINITY * (a.imag * b.real - a.real * b.imag)};
  }
  if (is_infinite(b) && std::isfinite(a.real) && std::isfinite(a.imag)) {
    b = direction(b);
    return {0.0 * (a.real * b.real + a.imag * b.imag), 0.0 * (a.imag * b.real - a.real * b.imag)};
  }
  return quotient;
}

// The same for a number without an imaginary part, not even one of zero: signs differ.
Complex complex_divide_real(double a, Complex b) {
  if (std::fabs(b.real) >= std::fabs(b.imag)) {
    const double ratio = b.imag / b.real;
    const double scale = b.real + b.imag * ratio;
    return {a / scale, -a * ratio / scale};
  }
  if (std::fabs(b.imag) >= std::fabs(b.real)) {
    const double ratio = b.real / b.imag;
    const double scale = b.real * ratio + b.imag;
    return {a * ratio / scale, -a / scale};
  }
  return {NAN, NAN};
}

Ref complex_power(Thread& t, Complex base, Complex exponent) {
  Complex result;
  if (exponent.real == 0 && exponent.imag == 0) {
    result = {1, 0};
  } else if (base.real == 0 && base.imag == 0) {
    if (exponent.imag != 0 || exponent.real < 0) {
      return fail(t, zero_division_error_type, "zero to a negative or complex power");
    }
    result = {0, 0};
  } else if (exponent.imag == 0 && exponent.real == std::floor(exponent.real) &&
             std::fabs(exponent.real) <= 100) {
    result = small_integer_power(base, static_cast<int64_t>(exponent.real));
  } else {
    result = general_power(base, exponent);
  }
  if (std::isinf(result.real) || std::isinf(result.imag)) {
    return fail(t, overflow_error_type, "complex exponentiation");
  }
  return complex_new(t, result);
}

std::string complex_repr(Complex c) {
  if (c.real == 0 && !std::signbit(c.real)) return part(c.imag) + "j";
  std::string imag = part(c.imag);
  if (imag[0] != '-') imag.insert(imag.begin(), '+');
  return "(" + part(c.real) + imag + "j)";
}

std::optional<Complex> complex_parse(std::string_view source) {
  std::string storage;
  std::string_view text = plain_number_text(source, storage);
  auto skip_spaces = [&text] {
    while (!text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) {
      text.remove_prefix(1);
    }
  };
  const bool bracket = !text.empty() && text[0] == '(';
  if (bracket) {
    text.remove_prefix(1);
    skip_spaces();
  }
  auto take_j = [&text] {
    if (text.empty() || (text[0] != 'j' && text[0] != 'J')) return false;
    text.remove_prefix(1);
    return true;
  };
  // [sign] alone before j means one.
  auto take_number = [&text](double& out, bool may_be_one) {
    size_t size = float_length(text);
    if (size == 0) {
      if (!may_be_one) return false;
      double sign = 1;
      if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        sign = text[0] == '-' ? -1 : 1;
        text.remove_prefix(1);
      }
      if (text.empty() || (text[0] != 'j' && text[0] != 'J')) return false;
      out = sign;
      return true;
    }
    const std::optional<double> d = float_parse(text.substr(0, size));
    if (!d) return false;
    out = *d;
    text.remove_prefix(size);
    return true;
  };
  Complex result{0, 0};
  double first = 0;
  if (!take_number(first, true)) return std::nullopt;
  if (take_j()) {
    result.imag = first;
  } else {
    result.real = first;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
      if (!take_number(result.imag, true) || !take_j()) return std::nullopt;
    }
  }
  skip_spaces();
  if (bracket) {
    if (text.empty() || text[0] != ')') return std::nullopt;
    text.remove_prefix(1);
    skip_spaces();
  }
  if (!text.empty()) return std::nullopt;
  return result;
}

std::optional<Complex> to_complex(Thread& t, Value v) {
  if (is_float(v)) return Complex{float_value(v), 0};
  if (has_shape(v, kComplexShape)) return complex_value(v);
  if (!is_int(v)) {
    GILT_TRY(Ref converted, call_special(t, v, names::complex_));
    if (!converted.is_unset()) {
      if (!is_complex(converted.get())) {
        return fail(t, type_error_type, "__complex__ returned non-complex (type {})",
                    type_name(converted.get()));
      }
      return complex_value(converted.get());
    }
    if (is_complex(v)) return complex_value(v);
  }
  GILT_TRY(double d, to_double(t, v));
  return Complex{d, 0};
}

}  // namespace gilt
