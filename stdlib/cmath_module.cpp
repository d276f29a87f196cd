// Module cmath: functions of complex numbers, from the C library.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "runtime/builtin_types.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

using Number = std::complex<double>;

bool is_finite(const Number& z) {
  return std::isfinite(z.real()) && std::isfinite(z.imag());
}

std::optional<Number> argument(Thread& t, Value v) {
  GILT_TRY(Complex c, to_complex(t, v));
  return Number(c.real, c.imag);
}

// A result that is not finite although the argument was is an error.
Ref checked(Thread& t, const Number& z, const Number& result) {
  if (is_finite(z)) {
    if (std::isnan(result.real()) || std::isnan(result.imag())) {
      return fail(t, value_error_type, "math domain error");
    }
    if (!is_finite(result)) return fail(t, overflow_error_type, "math range error");
  }
  return complex_new(t, {result.real(), result.imag()});
}

using Function = Number (*)(const Number&);

template <Function kFunction>
Ref apply(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  return checked(t, z, kFunction(z));
}

// Poles of the inverse hyperbolic tangent.
template <Function kFunction, bool kImaginary>
Ref apply_with_poles(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  const double along = kImaginary ? z.imag() : z.real();
  const double across = kImaginary ? z.real() : z.imag();
  if (std::fabs(along) == 1 && across == 0) {
    return fail(t, value_error_type, "math domain error");
  }
  return checked(t, z, kFunction(z));
}

Ref log_function(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  if (z == Number(0)) return fail(t, value_error_type, "math domain error");
  Number result = std::log(z);
  if (!args[1].is_unset()) {
    GILT_TRY(Number base, argument(t, args[1]));
    if (base == Number(0)) return fail(t, value_error_type, "math domain error");
    const Number divisor = std::log(base);
    if (divisor == Number(0)) return fail(t, zero_division_error_type, "division by zero");
    const Complex quotient =
        complex_divide({result.real(), result.imag()}, {divisor.real(), divisor.imag()});
    return complex_new(t, quotient);
  }
  return complex_new(t, {result.real(), result.imag()});
}

Ref log10_function(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  if (z == Number(0)) return fail(t, value_error_type, "math domain error");
  const Number result = std::log(z);
  return complex_new(t, {result.real() / std::numbers::ln10, result.imag() / std::numbers::ln10});
}

Ref phase_function(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  return make_float(t, std::atan2(z.imag(), z.real()));
}

Ref polar_function(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  const double size = std::hypot(z.real(), z.imag());
  if (std::isinf(size) && is_finite(z)) return fail(t, overflow_error_type, "math range error");
  GILT_TRY(Ref r, make_float(t, size));
  GILT_TRY(Ref phi, make_float(t, std::atan2(z.imag(), z.real())));
  return tuple_of(t, {r.get(), phi.get()});
}

Ref rect_function(Thread& t, Args args) {
  GILT_TRY(double r, to_double(t, args[0]));
  GILT_TRY(double phi, to_double(t, args[1]));
  if (std::isinf(phi) && r != 0 && !std::isnan(r)) {
    return fail(t, value_error_type, "math domain error");
  }
  if (phi == 0) return complex_new(t, {r, r * phi});
  return complex_new(t, {r * std::cos(phi), r * std::sin(phi)});
}

template <bool (*kTest)(double), bool kBoth>
Ref test(Thread& t, Args args) {
  GILT_TRY(Number z, argument(t, args[0]));
  const bool real = kTest(z.real());
  const bool imag = kTest(z.imag());
  return Ref::boolean(kBoth ? real && imag : real || imag);
}

Ref isclose_function(Thread& t, Args args) {
  GILT_TRY(Number a, argument(t, args[0]));
  GILT_TRY(Number b, argument(t, args[1]));
  GILT_TRY(double relative, to_double(t, args[2]));
  GILT_TRY(double absolute, to_double(t, args[3]));
  if (relative < 0 || absolute < 0) {
    return fail(t, value_error_type, "tolerances must be non-negative");
  }
  if (a == b) return Ref::boolean(true);
  if (!is_finite(a) && (std::isinf(a.real()) || std::isinf(a.imag()))) return Ref::boolean(false);
  if (!is_finite(b) && (std::isinf(b.real()) || std::isinf(b.imag()))) return Ref::boolean(false);
  const double difference = std::abs(a - b);
  return Ref::boolean(difference <= relative * std::abs(b) ||
                      difference <= relative * std::abs(a) || difference <= absolute);
}

bool not_finite_test(double d) {
  return std::isinf(d);
}
bool nan_test(double d) {
  return std::isnan(d);
}
bool finite_test(double d) {
  return std::isfinite(d);
}

constexpr NativeDef kFunctions[] = {
    {"acos", apply<std::acos>, "(z, /)", "The arc cosine of z."},
    {"acosh", apply<std::acosh>, "(z, /)", "The inverse hyperbolic cosine of z."},
    {"asin", apply<std::asin>, "(z, /)", "The arc sine of z."},
    {"asinh", apply<std::asinh>, "(z, /)", "The inverse hyperbolic sine of z."},
    {"atan", apply_with_poles<std::atan, true>, "(z, /)", "The arc tangent of z."},
    {"atanh", apply_with_poles<std::atanh, false>, "(z, /)",
     "The inverse hyperbolic tangent of z."},
    {"cos", apply<std::cos>, "(z, /)", "The cosine of z."},
    {"cosh", apply<std::cosh>, "(z, /)", "The hyperbolic cosine of z."},
    {"exp", apply<std::exp>, "(z, /)", "e ** z"},
    {"isclose", isclose_function, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
     "Whether two numbers are close."},
    {"isfinite", test<finite_test, true>, "(z, /)", "Whether both parts are finite."},
    {"isinf", test<not_finite_test, false>, "(z, /)", "Whether a part is infinite."},
    {"isnan", test<nan_test, false>, "(z, /)", "Whether a part is NaN."},
    {"log", log_function, "(z, base=..., /)", "The logarithm of z, natural without base."},
    {"log10", log10_function, "(z, /)", "The logarithm of z to base 10."},
    {"phase", phase_function, "(z, /)", "The angle of z."},
    {"polar", polar_function, "(z, /)", "Size and angle of z."},
    {"rect", rect_function, "(r, phi, /)", "The number with this size and angle."},
    {"sin", apply<std::sin>, "(z, /)", "The sine of z."},
    {"sinh", apply<std::sinh>, "(z, /)", "The hyperbolic sine of z."},
    {"sqrt", apply<std::sqrt>, "(z, /)", "The square root of z."},
    {"tan", apply<std::tan>, "(z, /)", "The tangent of z."},
    {"tanh", apply<std::tanh>, "(z, /)", "The hyperbolic tangent of z."},
};

bool init(Thread& t, ModuleObject* module) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const struct {
    const char* name;
    double value;
  } reals[] = {{"pi", std::numbers::pi},
               {"e", std::numbers::e},
               {"tau", 2 * std::numbers::pi},
               {"inf", kInfinity},
               {"nan", kNan}};
  for (const auto& constant : reals) {
    GILT_TRY(Ref value, make_float(t, constant.value));
    GILT_CHECK(module_set(t, module, constant.name, std::move(value)));
  }
  GILT_TRY(Ref infinity, complex_new(t, {0, kInfinity}));
  GILT_CHECK(module_set(t, module, "infj", std::move(infinity)));
  GILT_TRY(Ref nan, complex_new(t, {0, kNan}));
  return module_set(t, module, "nanj", std::move(nan));
}

const ModuleDef kModule = {"cmath", "Mathematical functions of complex numbers.", kFunctions, init};

}  // namespace

void register_cmath_module() {
  register_native_module(kModule);
}

}  // namespace gilt
