// float: doubles. Most are immediate (value.h); FloatObject holds the rare rest and instances of
// subclasses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct FloatObject : Object {
  double value;
};

Ref float_box(Thread& t, double d);  // the rare rest
inline Ref make_float(Thread& t, double d) {
  if (Value::fits_double(d)) [[likely]]
    return Ref::adopt(Value::number(d));
  return float_box(t, d);
}
inline bool is_float(Value v) {
  return v.is_double() || (v.is_object() && type_of(v)->is(kTypeIsFloat));
}
// REQUIRES: is_float(v).
inline double float_value(Value v) {
  return v.is_double() ? v.as_double() : v.as<FloatObject>()->value;
}
std::string float_repr(double d);  // shortest that reads back as d
std::optional<double> float_parse(std::string_view text);
// The arithmetic of two doubles as Python defines it; ZeroDivisionError, OverflowError (pow).
Ref float_binary(Thread& t, BinaryOp op, double a, double b);
// a // b and a % b together. REQUIRES: b != 0.
void float_divmod(double a, double b, double& quotient, double& remainder);
Ref float_round(Thread& t, double d, Value digits);  // round(d, digits); None or unset: to an int
// An int's or a float's value, exactly as an operator with a float takes it: false with no error
// for other types, OverflowError for huge ints.
enum class Conversion { kDone, kOtherType, kFailed };
Conversion float_operand(Thread& t, Value v, double& out);
std::string float_hex(double d);
// Reads what float_hex writes; ValueError, OverflowError.
std::optional<double> float_from_hex(Thread& t, std::string_view text);
// OverflowError(34, 'Numerical result out of range'), as the C library would say it.
Failed fail_range(Thread& t);

}  // namespace gilt
