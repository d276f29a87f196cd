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

}  // namespace gilt
