// Module math: functions of one and two real numbers, and the module.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/math.h"
#include "stdlib/math_gamma.h"

namespace gilt {

namespace {

Failed range_error(Thread& t) {
  return fail(t, overflow_error_type, "math range error");
}
Failed domain_error(Thread& t) {
  return fail(t, value_error_type, "math domain error");
}

using Function = double (*)(double);

// f(x): NaN from a number, or infinite at a pole, is a domain error told by [expected]; infinite
// elsewhere is a range error.
Ref apply(Thread& t, Args args, Function f, bool can_overflow, const char* expected) {
  GILT_TRY(double x, to_double(t, args[0]));
  const double result = f(x);
  const bool pole = std::isinf(result) && std::isfinite(x);
  if ((std::isnan(result) && !std::isnan(x)) || (pole && !can_overflow)) {
    if (expected == nullptr) return domain_error(t);
    return fail(t, value_error_type, "expected {}, got {}", expected, float_repr(x));
  }
  if (pole) return range_error(t);
  return make_float(t, result);
}

constexpr char kFinite[] = "a finite input";
constexpr char kUnitRange[] = "a number in range from -1 up to 1";

#define GILT_REAL_FUNCTION(name, f, can_overflow, expected) \
  Ref name##_function(Thread& t, Args args) {               \
    return apply(t, args, f, can_overflow, expected);       \
  }
GILT_REAL_FUNCTION(acos, std::acos, false, kUnitRange)
GILT_REAL_FUNCTION(acosh, std::acosh, false, "argument value not less than 1")
GILT_REAL_FUNCTION(asin, std::asin, false, kUnitRange)
GILT_REAL_FUNCTION(asinh, std::asinh, false, nullptr)
GILT_REAL_FUNCTION(atan, std::atan, false, nullptr)
GILT_REAL_FUNCTION(atanh, std::atanh, false, "a number between -1 and 1")
GILT_REAL_FUNCTION(cbrt, std::cbrt, false, nullptr)
GILT_REAL_FUNCTION(cos, std::cos, false, kFinite)
GILT_REAL_FUNCTION(cosh, std::cosh, true, nullptr)
GILT_REAL_FUNCTION(erf, std::erf, false, nullptr)
GILT_REAL_FUNCTION(erfc, std::erfc, false, nullptr)
GILT_REAL_FUNCTION(exp, std::exp, true, nullptr)
GILT_REAL_FUNCTION(exp2, std::exp2, true, nullptr)
GILT_REAL_FUNCTION(expm1, std::expm1, true, nullptr)
GILT_REAL_FUNCTION(fabs, std::fabs, false, nullptr)
GILT_REAL_FUNCTION(log1p, std::log1p, false, "argument value > -1")
GILT_REAL_FUNCTION(sin, std::sin, false, kFinite)
GILT_REAL_FUNCTION(sinh, std::sinh, true, nullptr)
GILT_REAL_FUNCTION(sqrt, std::sqrt, false, "a nonnegative input")
GILT_REAL_FUNCTION(tan, std::tan, false, kFinite)
GILT_REAL_FUNCTION(tanh, std::tanh, false, nullptr)
#undef GILT_REAL_FUNCTION

Ref gamma_method(Thread& t, Args args, Function f) {
  GILT_TRY(double x, to_double(t, args[0]));
  const double result = f(x);
  const bool pole = x == 0 || (x < 0 && x == std::floor(x) && std::isnan(result));
  if (pole) {
    return fail(t, value_error_type, "expected a noninteger or positive integer, got {}",
                float_repr(x));
  }
  if (std::isinf(result) && std::isfinite(x)) return range_error(t);
  return make_float(t, result);
}

Ref gamma(Thread& t, Args args) {
  return gamma_method(t, args, gamma_function);
}
Ref lgamma(Thread& t, Args args) {
  return gamma_method(t, args, log_gamma_function);
}

// -- logarithms: of ints of any size --

std::optional<double> logarithm(Thread& t, Value v, Function log) {
  if (is_int(v)) {
    if (int_sign(v) <= 0) return fail(t, value_error_type, "expected a positive input");
    if (int_bit_length(v) <= 1024) {
      const std::optional<double> x = int_to_double(t, v);
      if (x) return log(*x);
      error_clear(t);
    }
    int64_t exponent;
    const double m = int_frexp(v, exponent);
    return log(m) + log(2.0) * static_cast<double>(exponent);
  }
  GILT_TRY(double x, to_double(t, v));
  if (x <= 0) return fail(t, value_error_type, "expected a positive input, got {}", float_repr(x));
  return log(x);
}

Ref log_function(Thread& t, Args args) {
  GILT_TRY(double x, logarithm(t, args[0], std::log));
  if (args[1].is_unset()) return make_float(t, x);
  GILT_TRY(double base, logarithm(t, args[1], std::log));
  return float_binary(t, BinaryOp::kTrueDiv, x, base);
}
Ref log2_function(Thread& t, Args args) {
  GILT_TRY(double x, logarithm(t, args[0], std::log2));
  return make_float(t, x);
}
Ref log10_function(Thread& t, Args args) {
  GILT_TRY(double x, logarithm(t, args[0], std::log10));
  return make_float(t, x);
}

// -- two arguments --

struct Pair {
  double x, y;
};
std::optional<Pair> two(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  GILT_TRY(double y, to_double(t, args[1]));
  return Pair{x, y};
}

Ref atan2_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  return make_float(t, std::atan2(p.x, p.y));
}
Ref copysign_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  return make_float(t, std::copysign(p.x, p.y));
}
Ref fmod_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  const double result = std::fmod(p.x, p.y);
  if (std::isnan(result) && !std::isnan(p.x) && !std::isnan(p.y)) return domain_error(t);
  return make_float(t, result);
}
Ref remainder_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  const double result = std::remainder(p.x, p.y);
  if (std::isnan(result) && !std::isnan(p.x) && !std::isnan(p.y)) return domain_error(t);
  return make_float(t, result);
}
Ref pow_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  const double result = std::pow(p.x, p.y);
  if (std::isfinite(p.x) && std::isfinite(p.y)) {
    if (std::isnan(result)) return domain_error(t);
    if (std::isinf(result)) return p.x == 0 ? domain_error(t) : range_error(t);
  }
  return make_float(t, result);
}

Ref fma_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  GILT_TRY(double z, to_double(t, args[2]));
  const double result = std::fma(p.x, p.y, z);
  if (std::isfinite(result)) return make_float(t, result);
  if (std::isnan(result)) {
    if (!std::isnan(p.x) && !std::isnan(p.y) && !std::isnan(z)) {
      return fail(t, value_error_type, "invalid operation in fma");
    }
  } else if (std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(z)) {
    return fail(t, overflow_error_type, "overflow in fma");
  }
  return make_float(t, result);
}

Ref isclose_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  GILT_TRY(double relative, to_double(t, args[2]));
  GILT_TRY(double absolute, to_double(t, args[3]));
  if (relative < 0 || absolute < 0) {
    return fail(t, value_error_type, "tolerances must be non-negative");
  }
  if (p.x == p.y) return Ref::boolean(true);
  if (std::isinf(p.x) || std::isinf(p.y)) return Ref::boolean(false);
  const double difference = std::fabs(p.y - p.x);
  return Ref::boolean(difference <= std::fabs(relative * p.y) ||
                      difference <= std::fabs(relative * p.x) || difference <= absolute);
}

// A double's place in the order of all doubles, so that neighbours differ by one.
int64_t place_of(double d) {
  const auto bits = std::bit_cast<int64_t>(d);
  return bits >= 0 ? bits : INT64_MIN - bits;
}
double at_place(int64_t place) {
  return std::bit_cast<double>(place >= 0 ? place : INT64_MIN - place);
}

Ref nextafter_function(Thread& t, Args args) {
  GILT_TRY(Pair p, two(t, args));
  if (args[2].is_none()) return make_float(t, std::nextafter(p.x, p.y));
  GILT_TRY(Ref steps, to_index(t, args[2]));
  if (int_sign(steps.get()) < 0) {
    return fail(t, value_error_type, "steps must be a non-negative integer");
  }
  if (std::isnan(p.x) || std::isnan(p.y)) return make_float(t, std::isnan(p.x) ? p.x : p.y);
  if (int_sign(steps.get()) == 0) return make_float(t, p.x);
  const uint64_t count = int_to_uint64(steps.get()).value_or(UINT64_MAX);
  if (p.x == p.y) return make_float(t, p.y);
  const int64_t from = place_of(p.x);
  const int64_t to = place_of(p.y);
  const uint64_t distance = from < to ? static_cast<uint64_t>(to) - static_cast<uint64_t>(from)
                                      : static_cast<uint64_t>(from) - static_cast<uint64_t>(to);
  if (count >= distance) return make_float(t, p.y);
  const auto moved = static_cast<int64_t>(from < to ? static_cast<uint64_t>(from) + count
                                                    : static_cast<uint64_t>(from) - count);
  const double result = at_place(moved);
  return make_float(t, result == 0 ? std::copysign(0.0, p.x) : result);
}

// -- parts of numbers --

Ref ceil_function(Thread& t, Args args) {
  static StrObject* const kCeil = intern("__ceil__");
  if (!args[0].is_double()) {
    GILT_TRY(Ref result, call_special(t, args[0], kCeil));
    if (!result.is_unset()) return result;
  }
  GILT_TRY(double x, to_double(t, args[0]));
  return int_from_double(t, std::ceil(x));
}
Ref floor_function(Thread& t, Args args) {
  static StrObject* const kFloor = intern("__floor__");
  if (!args[0].is_double()) {
    GILT_TRY(Ref result, call_special(t, args[0], kFloor));
    if (!result.is_unset()) return result;
  }
  GILT_TRY(double x, to_double(t, args[0]));
  return int_from_double(t, std::floor(x));
}
Ref trunc_function(Thread& t, Args args) {
  static StrObject* const kTrunc = intern("__trunc__");
  GILT_TRY(Ref result, call_special(t, args[0], kTrunc));
  if (result.is_unset()) {
    return fail(t, type_error_type, "type {} doesn't define __trunc__ method", type_name(args[0]));
  }
  return result;
}

Ref frexp_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  int exponent = 0;
  if (std::isfinite(x)) x = std::frexp(x, &exponent);
  GILT_TRY(Ref m, make_float(t, x));
  return tuple_of(t, {m.get(), Value::integer(exponent)});
}

Ref ldexp_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  if (!is_int(args[1])) {
    return fail(t, type_error_type, "Expected an int as second argument to ldexp.");
  }
  const int64_t exponent =
      int_to_int64(args[1]).value_or(int_sign(args[1]) < 0 ? INT64_MIN : INT64_MAX);
  if (x == 0 || !std::isfinite(x)) return make_float(t, x);
  constexpr int64_t kFar = 5000;  // out of range for every double
  const double result = std::ldexp(x, static_cast<int>(std::clamp<int64_t>(exponent, -kFar, kFar)));
  if (std::isinf(result)) return range_error(t);
  return make_float(t, result);
}

Ref modf_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  double whole;
  const double fraction = std::modf(x, &whole);
  GILT_TRY(Ref first, make_float(t, fraction));
  GILT_TRY(Ref second, make_float(t, whole));
  return tuple_of(t, {first.get(), second.get()});
}

Ref degrees_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  return make_float(t, x * (180.0 / std::numbers::pi));
}
Ref radians_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  return make_float(t, x * (std::numbers::pi / 180.0));
}

Ref ulp_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  if (std::isnan(x)) return make_float(t, x);
  x = std::fabs(x);
  if (std::isinf(x)) return make_float(t, x);
  const double next = std::nextafter(x, INFINITY);
  if (std::isinf(next)) return make_float(t, x - std::nextafter(x, -INFINITY));
  return make_float(t, next - x);
}

Ref isfinite_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  return Ref::boolean(std::isfinite(x));
}
Ref isinf_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  return Ref::boolean(std::isinf(x));
}
Ref isnan_function(Thread& t, Args args) {
  GILT_TRY(double x, to_double(t, args[0]));
  return Ref::boolean(std::isnan(x));
}

constexpr NativeDef kFunctions[] = {
    {"acos", acos_function, "(x, /)", "The arc cosine of x."},
    {"acosh", acosh_function, "(x, /)", "The inverse hyperbolic cosine of x."},
    {"asin", asin_function, "(x, /)", "The arc sine of x."},
    {"asinh", asinh_function, "(x, /)", "The inverse hyperbolic sine of x."},
    {"atan", atan_function, "(x, /)", "The arc tangent of x."},
    {"atan2", atan2_function, "(y, x, /)", "The arc tangent of y/x, in the right quadrant."},
    {"atanh", atanh_function, "(x, /)", "The inverse hyperbolic tangent of x."},
    {"cbrt", cbrt_function, "(x, /)", "The cube root of x."},
    {"ceil", ceil_function, "(x, /)", "The smallest integer >= x."},
    {"copysign", copysign_function, "(x, y, /)", "A float with the size of x and the sign of y."},
    {"cos", cos_function, "(x, /)", "The cosine of x (in radians)."},
    {"cosh", cosh_function, "(x, /)", "The hyperbolic cosine of x."},
    {"degrees", degrees_function, "(x, /)", "Converts from radians to degrees."},
    {"erf", erf_function, "(x, /)", "The error function at x."},
    {"erfc", erfc_function, "(x, /)", "The complementary error function at x."},
    {"exp", exp_function, "(x, /)", "e raised to the power of x."},
    {"exp2", exp2_function, "(x, /)", "2 raised to the power of x."},
    {"expm1", expm1_function, "(x, /)", "exp(x)-1, without loss of precision for small x."},
    {"fabs", fabs_function, "(x, /)", "The absolute value of the float x."},
    {"floor", floor_function, "(x, /)", "The largest integer <= x."},
    {"fma", fma_function, "(x, y, z, /)", "x * y + z, rounded once."},
    {"fmod", fmod_function, "(x, y, /)", "The remainder of x/y with the sign of x."},
    {"frexp", frexp_function, "(x, /)", "(m, e) with x == m * 2**e and 0.5 <= abs(m) < 1."},
    {"gamma", gamma, "(x, /)", "The gamma function at x."},
    {"isclose", isclose_function, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
     "Whether two floats are close in value."},
    {"isfinite", isfinite_function, "(x, /)", "Whether x is neither infinite nor NaN."},
    {"isinf", isinf_function, "(x, /)", "Whether x is infinite."},
    {"isnan", isnan_function, "(x, /)", "Whether x is NaN."},
    {"ldexp", ldexp_function, "(x, i, /)", "x * (2**i)"},
    {"lgamma", lgamma, "(x, /)", "The logarithm of the absolute value of gamma(x)."},
    {"log", log_function, "(x, base=..., /)", "The logarithm of x, natural without base."},
    {"log10", log10_function, "(x, /)", "The logarithm of x to base 10."},
    {"log1p", log1p_function, "(x, /)", "The natural logarithm of 1+x."},
    {"log2", log2_function, "(x, /)", "The logarithm of x to base 2."},
    {"modf", modf_function, "(x, /)", "The fractional and integer parts of x."},
    {"nextafter", nextafter_function, "(x, y, /, *, steps=None)",
     "The float that is so many steps after x towards y."},
    {"pow", pow_function, "(x, y, /)", "x**y as floats."},
    {"radians", radians_function, "(x, /)", "Converts from degrees to radians."},
    {"remainder", remainder_function, "(x, y, /)",
     "The difference between x and the nearest multiple of y."},
    {"sin", sin_function, "(x, /)", "The sine of x (in radians)."},
    {"sinh", sinh_function, "(x, /)", "The hyperbolic sine of x."},
    {"sqrt", sqrt_function, "(x, /)", "The square root of x."},
    {"tan", tan_function, "(x, /)", "The tangent of x (in radians)."},
    {"tanh", tanh_function, "(x, /)", "The hyperbolic tangent of x."},
    {"trunc", trunc_function, "(x, /)", "x cut to an integer, by its __trunc__."},
    {"ulp", ulp_function, "(x, /)", "The value of the lowest bit of x."},
};

bool add_functions(Thread& t, ModuleObject* module, std::span<const NativeDef> functions) {
  GILT_TRY(RefOf<StrObject> name, str_new(t, "math"));
  for (const NativeDef& def : functions) {
    GILT_TRY(RefOf<NativeFunctionObject> function,
             native_function_new(t, def, nullptr, Ref::unset(), Ref::copy(name.value())));
    GILT_CHECK(module_set(t, module, def.name, std::move(function)));
  }
  return true;
}

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(add_functions(t, module, integer_math()));
  GILT_CHECK(add_functions(t, module, sequence_math()));
  const struct {
    const char* name;
    double value;
  } constants[] = {{"pi", std::numbers::pi},
                   {"e", std::numbers::e},
                   {"tau", 2 * std::numbers::pi},
                   {"inf", std::numeric_limits<double>::infinity()},
                   {"nan", std::numeric_limits<double>::quiet_NaN()}};
  for (const auto& constant : constants) {
    GILT_TRY(Ref value, make_float(t, constant.value));
    GILT_CHECK(module_set(t, module, constant.name, std::move(value)));
  }
  return true;
}

const ModuleDef kModule = {
    "math", "Mathematical functions of real numbers, as the C standard defines them.", kFunctions,
    init};

}  // namespace

void register_math_module() {
  register_native_module(kModule);
}

}  // namespace gilt
