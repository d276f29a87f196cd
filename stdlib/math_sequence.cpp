// math: functions of many numbers.
#include <cmath>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/math.h"
#include "stdlib/math_sum.h"

namespace gilt {

namespace {

Ref fsum_function(Thread& t, Args args) {
  ExactSum sum;
  GILT_CHECK(for_each(t, args[0], [&](Ref item) -> bool {
    GILT_TRY(double x, to_double(t, item.get()));
    if (sum.add(x) == ExactSum::Status::kOverflow) {
      return fail(t, overflow_error_type, "intermediate overflow in fsum");
    }
    return true;
  }));
  double result;
  if (sum.result(result) == ExactSum::Status::kInvalid) {
    return fail(t, value_error_type, "-inf + inf in fsum");
  }
  return make_float(t, result);
}

Ref prod_function(Thread& t, Args args) {
  Ref product = Ref::copy(args[1]);
  GILT_CHECK(for_each(t, args[0], [&](Ref item) -> bool {
    GILT_TRY(Ref next, binary_operation(t, BinaryOp::kMul, product.get(), item.get()));
    product = std::move(next);
    return true;
  }));
  return product;
}

bool is_plain_float(Value v) {
  return v.is_double() || has_shape(v, kFloatShape);
}

// sum(p * q): exact for ints, nearly so for floats, by operators for the rest. A run of floats is
// added to the total when something else comes.
Ref sumprod_function(Thread& t, Args args) {
  GILT_TRY(Ref p, get_iter(t, args[0]));
  GILT_TRY(Ref q, get_iter(t, args[1]));
  Ref total = Ref::adopt(Value::integer(0));
  ProductSum floats;
  bool has_floats = false;
  const auto add = [&](Ref term) -> bool {
    GILT_TRY(Ref next, binary_operation(t, BinaryOp::kAdd, total.get(), term.get()));
    total = std::move(next);
    return true;
  };
  const auto add_floats = [&]() -> bool {
    if (!std::exchange(has_floats, false)) return true;
    GILT_TRY(Ref term, make_float(t, std::exchange(floats, ProductSum()).value()));
    return add(std::move(term));
  };
  while (true) {
    GILT_TRY(Ref a, iter_next(t, p.get()));
    GILT_TRY(Ref b, iter_next(t, q.get()));
    if (a.is_unset() != b.is_unset()) {
      return fail(t, value_error_type, "Inputs are not the same length");
    }
    if (a.is_unset()) break;
    const bool float_a = is_plain_float(a.get());
    const bool float_b = is_plain_float(b.get());
    if ((float_a || float_b) && (float_a || a.get().is_int() || a.get().is_bool()) &&
        (float_b || b.get().is_int() || b.get().is_bool())) {
      double x = 0;
      double y = 0;
      static_cast<void>(float_operand(t, a.get(), x));
      static_cast<void>(float_operand(t, b.get(), y));
      if (std::isfinite(x * y)) {
        floats.add(x, y);
        has_floats = true;
        continue;
      }
    }
    GILT_CHECK(add_floats());
    GILT_TRY(Ref term, binary_operation(t, BinaryOp::kMul, a.get(), b.get()));
    GILT_CHECK(add(std::move(term)));
  }
  GILT_CHECK(add_floats());
  return total;
}

// The length of a vector. Extended precision neither overflows nor rounds twice.
double norm(const std::vector<double>& coordinates) {
  long double sum = 0;
  bool has_nan = false;
  for (const double x : coordinates) {
    if (std::isinf(x)) return INFINITY;
    has_nan |= std::isnan(x);
    sum += static_cast<long double>(x) * x;
  }
  if (has_nan) return NAN;
  if (coordinates.size() == 1) return std::fabs(coordinates[0]);
  return static_cast<double>(std::sqrt(sum));
}

Ref hypot_function(Thread& t, Args args) {
  auto* values = args[0].as<TupleObject>();
  std::vector<double> coordinates;
  for (int64_t i = 0; i < values->size; ++i) {
    GILT_TRY(double x, to_double(t, values->at(i)));
    coordinates.push_back(x);
  }
  return make_float(t, norm(coordinates));
}

std::optional<std::vector<double>> point(Thread& t, Value v) {
  GILT_TRY(RefOf<TupleObject> items, tuple_from_iterable(t, v));
  std::vector<double> coordinates;
  for (int64_t i = 0; i < items->size; ++i) {
    GILT_TRY(double x, to_double(t, items->at(i)));
    coordinates.push_back(x);
  }
  return coordinates;
}

Ref dist_function(Thread& t, Args args) {
  GILT_TRY(std::vector<double> p, point(t, args[0]));
  GILT_TRY(std::vector<double> q, point(t, args[1]));
  if (p.size() != q.size()) {
    return fail(t, value_error_type, "both points must have the same number of dimensions");
  }
  for (size_t i = 0; i < p.size(); ++i) p[i] -= q[i];
  return make_float(t, norm(p));
}

constexpr NativeDef kFunctions[] = {
    {"dist", dist_function, "(p, q, /)", "The Euclidean distance between two points."},
    {"fsum", fsum_function, "(seq, /)", "The sum of floats without loss of precision."},
    {"hypot", hypot_function, "(*coordinates)", "The Euclidean length of a vector."},
    {"prod", prod_function, "(iterable, /, *, start=1)", "The product of the items."},
    {"sumprod", sumprod_function, "(p, q, /)", "The sum of products of two iterables."},
};

}  // namespace

std::span<const NativeDef> sequence_math() {
  return kFunctions;
}

}  // namespace gilt
