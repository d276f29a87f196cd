// float as scripts see it: construction, methods, and the table that makes it a type.
#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/comparison.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format_spec.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/number_hash.h"
#include "runtime/number_text.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

void float_dealloc(Thread& t, Object* self) {
  if (self->shape == kFloatShape) {
    heap_free(t, self, sizeof(FloatObject));
  } else {
    instance_free(t, self);
  }
}

Ref fail_no_float(Thread& t, Value source) {
  GILT_TRY(RefOf<StrObject> shown, repr(t, source));
  return fail(t, value_error_type, "could not convert string to float: {}", shown->view());
}

Ref float_from_text(Thread& t, Value source, std::string_view text) {
  if (std::optional<double> d = float_parse(text)) return make_float(t, *d);
  return fail_no_float(t, source);
}

Ref float_from(Thread& t, Value x) {
  if (is_str(x)) return float_from_text(t, x, x.as<StrObject>()->view());
  const TypeSlots& slots = type_of(x)->slots;
  if (slots.to_float == nullptr && slots.to_index == nullptr) {
    if (is_bytes_like(x)) {
      BufferView bytes(t);
      GILT_CHECK(bytes.open(x));
      // Others may change it between two looks.
      GILT_TRY(auto octets, bytes_of(t, bytes));
      return may_be_number(octets->view()) ? float_from_text(t, x, octets->view())
                                           : fail_no_float(t, x);
    }
    return fail(t, type_error_type, "float() argument must be a string or a real number, not '{}'",
                type_name(x));
  }
  GILT_TRY(double d, to_double(t, x));
  return make_float(t, d);
}

Ref subclass_instance(Thread& t, TypeObject* type, double d) {
  auto* object = static_cast<FloatObject*>(instance_allocate(t, type));
  if (object == nullptr) return Failed();
  object->value = d;
  Ref owner = Ref::adopt(object);
  if (type->is(kTypeTracked)) gc_track(t, object);
  return owner;
}

Ref float_construct(Thread& t, TypeObject* type, CallArgs call) {
  if (type == &float_type) GILT_CHECK(no_keywords(t, "float", call));
  if (call.positional > 1) {
    return fail(t, type_error_type, "float expected at most 1 argument, got {}", call.positional);
  }
  Ref value = Ref::adopt(Value::number(0.0));
  if (call.positional == 1) {
    GILT_TRY(value, float_from(t, call[0]));
  }
  if (type == &float_type) return value;
  return subclass_instance(t, type, float_value(value.get()));
}

// -- slots --

Ref repr_slot(Thread& t, Value self) {
  return str_new(t, float_repr(float_value(self)));
}

std::optional<int64_t> hash_slot(Thread&, Value self) {
  const double d = float_value(self);
  if (!std::isnan(d)) return double_hash(d);
  // A NaN equals nothing, so each object has a hash of its own: they would all collide otherwise.
  const auto address = reinterpret_cast<uintptr_t>(self.as_object());
  return avoid_minus_one(static_cast<int64_t>(address >> 4 | address << 60));
}

Ref compare_slot(Thread&, CompareOp op, Value self, Value other) {
  const double a = float_value(self);
  if (!is_float(other)) {
    if (!is_int(other)) return not_implemented();
    if (std::isnan(a)) return Ref::boolean(op == CompareOp::kNe);
    return Ref::boolean(holds(op, 0, int_compare_double(other, a)));
  }
  return Ref::boolean(holds(op, a, float_value(other)));
}

std::optional<bool> truth_slot(Thread&, Value self) {
  return float_value(self) != 0;
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  double x;
  double y;
  for (const auto& [v, out] : {std::pair{a, &x}, std::pair{b, &y}}) {
    switch (float_operand(t, v, *out)) {
      case Conversion::kFailed: return Ref::error();
      case Conversion::kOtherType: return not_implemented();
      case Conversion::kDone: break;
    }
  }
  return float_binary(t, op, x, y);
}

Ref power_slot(Thread& t, Value base, Value exponent, Value modulus) {
  if (!modulus.is_none()) {
    return fail(t, type_error_type,
                "pow() 3rd argument not allowed unless all arguments are integers");
  }
  return binary_slot(t, BinaryOp::kPow, base, exponent);
}

Ref unary_slot(Thread& t, UnaryOp op, Value a) {
  const double d = float_value(a);
  switch (op) {
    case UnaryOp::kNeg: return make_float(t, -d);
    case UnaryOp::kAbs: return make_float(t, std::fabs(d));
    case UnaryOp::kPos: return make_float(t, d);
    case UnaryOp::kInvert: break;
  }
  return not_implemented();
}

Ref to_int_slot(Thread& t, Value self) {
  return int_from_double(t, float_value(self));
}

Ref exact(Thread& t, Value self) {
  return make_float(t, float_value(self));
}

// -- methods --

Ref exact_method(Thread& t, Args args) {
  return exact(t, args[0]);
}

Ref is_integer_method(Thread&, Args args) {
  const double d = float_value(args[0]);
  return Ref::boolean(std::isfinite(d) && d == std::floor(d));
}

Ref as_integer_ratio_method(Thread& t, Args args) {
  const double d = float_value(args[0]);
  if (std::isinf(d)) {
    return fail(t, overflow_error_type, "cannot convert Infinity to integer ratio");
  }
  if (std::isnan(d)) return fail(t, value_error_type, "cannot convert NaN to integer ratio");
  int exponent;
  double m = std::frexp(d, &exponent);
  while (m != std::floor(m)) {
    m *= 2;
    --exponent;
  }
  GILT_TRY(Ref numerator, int_from_double(t, m));
  GILT_TRY(Ref power,
           int_binary(t, BinaryOp::kLShift, Value::integer(1), Value::integer(std::abs(exponent))));
  if (exponent < 0) return tuple_of(t, {numerator.get(), power.get()});
  GILT_TRY(numerator, int_binary(t, BinaryOp::kMul, numerator.get(), power.get()));
  return tuple_of(t, {numerator.get(), Value::integer(1)});
}

Ref hex_method(Thread& t, Args args) {
  return str_new(t, float_hex(float_value(args[0])));
}

// The result of a class method: a float, or what a subclass makes of it.
Ref as_class(Thread& t, Value type, double d) {
  GILT_TRY(Ref value, make_float(t, d));
  if (type.as<TypeObject>() == &float_type) return value;
  return call(t, type, {value.get()});
}

Ref fromhex_method(Thread& t, Args args) {
  if (!is_str(args[1])) return fail(t, type_error_type, "bad argument type for built-in operation");
  const std::string_view text = args[1].as<StrObject>()->view();
  GILT_TRY(double d, float_from_hex(t, text));
  return as_class(t, args[0], d);
}

Ref from_number_method(Thread& t, Args args) {
  GILT_TRY(double d, to_double(t, args[1]));
  return as_class(t, args[0], d);
}

Ref getformat_method(Thread& t, Args args) {
  GILT_TRY(std::string_view kind, to_text(t, args[1], "__getformat__", 0));
  if (kind != "double" && kind != "float") {
    return fail(t, value_error_type, "__getformat__() argument 1 must be 'double' or 'float'");
  }
  return str_new(t, "IEEE, little-endian");
}

Ref round_method(Thread& t, Args args) {
  return float_round(t, float_value(args[0]), args[1]);
}

Ref trunc_method(Thread& t, Args args) {
  return int_from_double(t, float_value(args[0]));
}
Ref floor_method(Thread& t, Args args) {
  return int_from_double(t, std::floor(float_value(args[0])));
}
Ref ceil_method(Thread& t, Args args) {
  return int_from_double(t, std::ceil(float_value(args[0])));
}

Ref getnewargs_method(Thread& t, Args args) {
  GILT_TRY(Ref value, exact(t, args[0]));
  return tuple_of(t, {value.get()});
}

Ref format_method(Thread& t, Args args) {
  GILT_TRY(std::string_view spec, to_text(t, args[1], "__format__", 0));
  return format_float(t, float_value(args[0]), spec);
}

Ref get_zero(Thread&, Value) {
  return Ref::adopt(Value::number(0.0));
}

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<int>(op);
}

constexpr NativeDef kMethods[] = {
    {"conjugate", exact_method, "(self, /)", "Returns self, the complex conjugate of any float."},
    {"is_integer", is_integer_method, "(self, /)", "True if the float is an integer."},
    {"as_integer_ratio", as_integer_ratio_method, "(self, /)",
     "A pair of integers, whose ratio is exactly equal to the float."},
    {"hex", hex_method, "(self, /)", "A hexadecimal representation of the number."},
    {"fromhex", fromhex_method, "(type, string, /)",
     "The float that a hexadecimal string represents.", NativeKind::kClassMethod},
    {"from_number", from_number_method, "(type, number, /)", "Converts a real number to a float.",
     NativeKind::kClassMethod},
    {"__getformat__", getformat_method, "(type, typestr, /)", nullptr, NativeKind::kClassMethod},
    {"__round__", round_method, "(self, ndigits=None, /)",
     "The integer nearest to self, or the float nearest to it with ndigits decimal digits."},
    {"__trunc__", trunc_method, "(self, /)", "The integer closest to self between 0 and self."},
    {"__floor__", floor_method, "(self, /)", "The largest integer <= self."},
    {"__ceil__", ceil_method, "(self, /)", "The smallest integer >= self."},
    {"__getnewargs__", getnewargs_method, "(self, /)", nullptr},
    {"__format__", format_method, "(self, format_spec, /)",
     "Formats the float as format_spec says."},
};

constexpr GetSetDef kGetSets[] = {
    {"real", exact, nullptr, "the real part of a complex number"},
    {"imag", get_zero, nullptr, "the imaginary part of a complex number"},
};

}  // namespace

void init_float_type() {
  type_init_builtin(
      float_type, kFloatShape,
      {
          .name = "float",
          .instance_size = sizeof(FloatObject),
          .flags = kTypeSubclassable | kTypeMatchSelf | kTypeIsFloat,
          .binary_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kSub) | bit(BinaryOp::kMul) |
                        bit(BinaryOp::kTrueDiv) | bit(BinaryOp::kFloorDiv) | bit(BinaryOp::kMod) |
                        bit(BinaryOp::kDivMod) | bit(BinaryOp::kPow),
          .unary_ops = 1u << static_cast<int>(UnaryOp::kNeg) |
                       1u << static_cast<int>(UnaryOp::kPos) |
                       1u << static_cast<int>(UnaryOp::kAbs),
          .doc = "float(x=0, /)\n--\n\n"
                 "Convert a string or number to a floating-point number, if possible.",
          .slots =
              {
                  .dealloc = float_dealloc,
                  .construct = float_construct,
                  .repr = repr_slot,
                  .hash = hash_slot,
                  .compare = compare_slot,
                  .truth = truth_slot,
                  .binary = binary_slot,
                  .power = power_slot,
                  .unary = unary_slot,
                  .to_int = to_int_slot,
                  .to_float = exact,
              },
          .methods = kMethods,
          .getsets = kGetSets,
      });
}

}  // namespace gilt
