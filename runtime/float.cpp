// float: arithmetic, hashing and rounding. Text is in float_text.cpp, what scripts see in
// float_type.cpp.
#include "runtime/float.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/number_hash.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

Failed zero_division(Thread& t) {
  return fail(t, zero_division_error_type, "{}", messages::kDivisionByZero);
}

Ref power(Thread& t, double a, double b) {
  if (a == 0 && b < 0 && !std::isinf(b)) {
    return fail(t, zero_division_error_type, "zero to a negative power");
  }
  if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b)) {
    return complex_power(t, {a, 0}, {b, 0});
  }
  const double result = std::pow(a, b);
  if (std::isinf(result) && std::isfinite(a) && std::isfinite(b)) return fail_range(t);
  return make_float(t, result);
}

// The decimal exponent of |d|: 10^e <= |d| < 10^(e+1). REQUIRES: finite, not 0.
int decimal_exponent(double d) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17e", d);
  const char* e = text;
  while (*e != 'e') ++e;
  return std::atoi(e + 1);
}

// [d] rounded to the multiple of 10^-digits that is nearest (ties to even), digits < 0.
double round_left_of_point(double d, int digits) {
  const int exponent = decimal_exponent(d);
  const int precision = exponent + digits;  // digits after the first that stay
  if (precision < -1) return std::copysign(0.0, d);
  char text[400];
  if (precision >= 0) {
    std::snprintf(text, sizeof text, "%.*e", precision, d);  // glibc rounds exactly, ties to even
    return std::strtod(text, nullptr);
  }
  // 0 or 10^(exponent+1): a tie goes to 0, which is even. All digits decide.
  std::snprintf(text, sizeof text, "%.60f", std::fabs(d));
  const bool tie = text[0] == '5' && text[1 + std::strspn(text + 1, "0.")] == '\0';
  if (text[0] < '5' || tie) return std::copysign(0.0, d);
  std::snprintf(text, sizeof text, "1e%d", exponent + 1);
  return std::copysign(std::strtod(text, nullptr), d);
}

}  // namespace

Failed fail_range(Thread& t) {
  GILT_TRY(RefOf<StrObject> text, str_new(t, "Numerical result out of range"));
  GILT_TRY(Ref exception,
           call(t, to_value(&overflow_error_type), {Value::integer(34), text.value()}));
  return fail_instance(t, std::move(exception));
}

Ref float_box(Thread& t, double d) {
  auto* object = object_new<FloatObject>(t, kFloatShape);
  if (object == nullptr) return Failed();
  object->value = d;
  return Ref::adopt(object);
}

void float_divmod(double a, double b, double& quotient, double& remainder) {
  double mod = std::fmod(a, b);
  double div = (a - mod) / b;
  if (mod != 0) {
    if ((b < 0) != (mod < 0)) {  // the remainder has the sign of the divisor
      mod += b;
      div -= 1.0;
    }
  } else {
    mod = std::copysign(0.0, b);
  }
  if (div != 0) {
    quotient = std::floor(div);
    if (div - quotient > 0.5) quotient += 1.0;
  } else {
    quotient = std::copysign(0.0, a / b);
  }
  remainder = mod;
}

Ref float_binary(Thread& t, BinaryOp op, double a, double b) {
  switch (op) {
    case BinaryOp::kAdd: return make_float(t, a + b);
    case BinaryOp::kSub: return make_float(t, a - b);
    case BinaryOp::kMul: return make_float(t, a * b);
    case BinaryOp::kTrueDiv:
      if (b == 0) return zero_division(t);
      return make_float(t, a / b);
    case BinaryOp::kFloorDiv:
    case BinaryOp::kMod:
    case BinaryOp::kDivMod: {
      if (b == 0) return zero_division(t);
      double quotient;
      double remainder;
      float_divmod(a, b, quotient, remainder);
      if (op == BinaryOp::kFloorDiv) return make_float(t, quotient);
      if (op == BinaryOp::kMod) return make_float(t, remainder);
      GILT_TRY(Ref first, make_float(t, quotient));
      GILT_TRY(Ref second, make_float(t, remainder));
      return tuple_of(t, {first.get(), second.get()});
    }
    case BinaryOp::kPow: return power(t, a, b);
    default: return not_implemented();
  }
}

Conversion float_operand(Thread& t, Value v, double& out) {
  if (is_float(v)) {
    out = float_value(v);
    return Conversion::kDone;
  }
  if (!is_int(v)) return Conversion::kOtherType;
  const std::optional<double> d = int_to_double(t, v);
  if (!d) return Conversion::kFailed;
  out = *d;
  return Conversion::kDone;
}

Ref float_round(Thread& t, double d, Value digits) {
  if (digits.is_unset() || digits.is_none()) return int_from_double(t, std::nearbyint(d));
  GILT_TRY(Ref index, to_index(t, digits));
  const std::optional<int64_t> n = int_to_int64(index.get());
  const int64_t count = n ? *n : int_sign(index.get()) < 0 ? INT64_MIN : INT64_MAX;
  if (!std::isfinite(d) || d == 0 || count > 323) return make_float(t, d);
  if (count < -308) return make_float(t, std::copysign(0.0, d));
  double result;
  if (count < 0) {
    result = round_left_of_point(d, static_cast<int>(count));
  } else {
    char text[800];
    std::snprintf(text, sizeof text, "%.*f", static_cast<int>(count), d);
    result = std::strtod(text, nullptr);
  }
  if (std::isinf(result)) {
    return fail(t, overflow_error_type, "rounded value too large to represent");
  }
  return make_float(t, result);
}

int64_t double_hash(double d) {
  if (std::isinf(d)) return d > 0 ? kHashInfinity : -kHashInfinity;
  int exponent;
  double m = std::frexp(std::fabs(d), &exponent);
  constexpr auto kModulus = static_cast<uint64_t>(kHashModulus);
  uint64_t x = 0;
  while (m != 0) {  // 28 bits at a time; multiplying by 2^28 modulo 2^61-1 is a rotation
    x = ((x << 28) & kModulus) | (x >> (kHashBits - 28));
    m *= 0x1p28;
    exponent -= 28;
    const auto part = static_cast<uint64_t>(m);
    m -= static_cast<double>(part);
    x += part;
    if (x >= kModulus) x -= kModulus;
  }
  exponent = exponent >= 0 ? exponent % kHashBits : kHashBits - 1 - ((-1 - exponent) % kHashBits);
  x = ((x << exponent) & kModulus) | (x >> (kHashBits - exponent));
  const auto hash = static_cast<int64_t>(x);
  return avoid_minus_one(d < 0 ? -hash : hash);
}

}  // namespace gilt
