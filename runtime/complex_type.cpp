// complex as scripts see it.
#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format_spec.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/number_hash.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

void complex_dealloc(Thread& t, Object* self) {
  if (self->shape == kComplexShape) {
    heap_free(t, self, sizeof(ComplexObject));
  } else {
    instance_free(t, self);
  }
}

Ref make(Thread& t, TypeObject* type, Complex value) {
  if (type == &complex_type) return complex_new(t, value);
  auto* object = static_cast<ComplexObject*>(instance_allocate(t, type));
  if (object == nullptr) return Failed();
  object->value = value;
  Ref owner = Ref::adopt(object);
  if (type->is(kTypeTracked)) gc_track(t, object);
  return owner;
}

bool is_number(Value v) {
  const TypeSlots& slots = type_of(v)->slots;
  return is_complex(v) || slots.to_float != nullptr || slots.to_index != nullptr ||
         !type_lookup(type_of(v), names::complex_).is_unset();
}

Ref complex_construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("complex", "(real=..., imag=...)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  Value real = bound[0];
  Value imag = bound[1];
  if (imag.is_unset() && !real.is_unset()) {
    if (is_str(real)) {
      const std::optional<Complex> c = complex_parse(real.as<StrObject>()->view());
      if (!c) return fail(t, value_error_type, "complex() arg is a malformed string");
      return make(t, type, *c);
    }
    if (type == &complex_type && has_shape(real, kComplexShape)) return Ref::copy(real);
    if (!is_number(real)) {
      return fail(t, type_error_type, "complex() argument must be a string or a number, not {}",
                  type_name(real));
    }
  }
  for (const auto& [v, name] : {std::pair{real, "real"}, std::pair{imag, "imag"}}) {
    if (!v.is_unset() && (is_str(v) || !is_number(v))) {
      return fail(t, type_error_type, "complex() argument '{}' must be a real number, not {}", name,
                  type_name(v));
    }
  }
  Complex a{0, 0};
  Complex b{0, 0};
  if (!real.is_unset()) {
    GILT_TRY(a, to_complex(t, real));
  }
  if (!imag.is_unset()) {
    GILT_TRY(b, to_complex(t, imag));
    // real + imag * 1j, where either may be complex; a part that is not there leaves signs alone.
    if (is_complex(imag)) a.real -= b.imag;
    a.imag = real.is_unset() || !is_complex(real) ? b.real : a.imag + b.real;
  }
  return make(t, type, a);
}

// -- slots --

Ref repr_slot(Thread& t, Value self) {
  return str_new(t, complex_repr(complex_value(self)));
}

std::optional<int64_t> hash_slot(Thread&, Value self) {
  const Complex c = complex_value(self);
  auto part = [self](double d) -> int64_t {
    if (!std::isnan(d)) return double_hash(d);
    return static_cast<int64_t>(reinterpret_cast<uintptr_t>(self.as_object()) >> 4);
  };
  const auto real = static_cast<uint64_t>(part(c.real));
  const auto imag = static_cast<uint64_t>(part(c.imag));
  return avoid_minus_one(static_cast<int64_t>(real + static_cast<uint64_t>(kHashImaginary) * imag));
}

Ref compare_slot(Thread&, CompareOp op, Value self, Value other) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  const Complex a = complex_value(self);
  bool same_value;
  if (is_complex(other)) {
    const Complex b = complex_value(other);
    same_value = a.real == b.real && a.imag == b.imag;
  } else if (is_float(other)) {
    same_value = a.imag == 0 && a.real == float_value(other);
  } else if (is_int(other)) {
    same_value = a.imag == 0 && !std::isnan(a.real) && int_compare_double(other, a.real) == 0;
  } else {
    return not_implemented();
  }
  return Ref::boolean(same_value == (op == CompareOp::kEq));
}

std::optional<bool> truth_slot(Thread&, Value self) {
  const Complex c = complex_value(self);
  return c.real != 0 || c.imag != 0;
}

// An operand of complex arithmetic; a real one keeps its missing imaginary part missing, so that
// signs of zero come out right.
struct Operand {
  Complex value{0, 0};
  bool is_real = false;
};

Conversion operand(Thread& t, Value v, Operand& out) {
  if (is_complex(v)) {
    out.value = complex_value(v);
    return Conversion::kDone;
  }
  out.is_real = true;
  return float_operand(t, v, out.value.real);
}

Ref binary_slot(Thread& t, BinaryOp op, Value va, Value vb) {
  Operand a;
  Operand b;
  for (const auto& [v, out] : {std::pair{va, &a}, std::pair{vb, &b}}) {
    switch (operand(t, v, *out)) {
      case Conversion::kFailed: return Ref::error();
      case Conversion::kOtherType: return not_implemented();
      case Conversion::kDone: break;
    }
  }
  const Complex x = a.value;
  const Complex y = b.value;
  switch (op) {
    case BinaryOp::kAdd:
      if (a.is_real) return complex_new(t, {x.real + y.real, y.imag});
      if (b.is_real) return complex_new(t, {x.real + y.real, x.imag});
      return complex_new(t, {x.real + y.real, x.imag + y.imag});
    case BinaryOp::kSub:
      if (a.is_real) return complex_new(t, {x.real - y.real, -y.imag});
      if (b.is_real) return complex_new(t, {x.real - y.real, x.imag});
      return complex_new(t, {x.real - y.real, x.imag - y.imag});
    case BinaryOp::kMul:
      if (a.is_real) return complex_new(t, {x.real * y.real, x.real * y.imag});
      if (b.is_real) return complex_new(t, {x.real * y.real, x.imag * y.real});
      return complex_new(t, complex_multiply(x, y));
    case BinaryOp::kTrueDiv:
      if (y.real == 0 && y.imag == 0) {
        return fail(t, zero_division_error_type, "{}", messages::kDivisionByZero);
      }
      if (b.is_real) return complex_new(t, {x.real / y.real, x.imag / y.real});
      if (a.is_real) return complex_new(t, complex_divide_real(x.real, y));
      return complex_new(t, complex_divide(x, y));
    case BinaryOp::kPow: return complex_power(t, x, y);
    default: return not_implemented();
  }
}

Ref power_slot(Thread& t, Value base, Value exponent, Value modulus) {
  if (!modulus.is_none()) return fail(t, value_error_type, "complex modulo");
  return binary_slot(t, BinaryOp::kPow, base, exponent);
}

Ref unary_slot(Thread& t, UnaryOp op, Value v) {
  const Complex c = complex_value(v);
  switch (op) {
    case UnaryOp::kNeg: return complex_new(t, {-c.real, -c.imag});
    case UnaryOp::kAbs: {
      const double size = std::hypot(c.real, c.imag);
      if (std::isinf(size) && std::isfinite(c.real) && std::isfinite(c.imag)) {
        return fail(t, overflow_error_type, "absolute value too large");
      }
      return make_float(t, size);
    }
    case UnaryOp::kPos: return complex_new(t, c);
    case UnaryOp::kInvert: break;
  }
  return not_implemented();
}

// -- methods --

Ref conjugate_method(Thread& t, Args args) {
  const Complex c = complex_value(args[0]);
  return complex_new(t, {c.real, -c.imag});
}

Ref complex_method(Thread& t, Args args) {
  if (has_shape(args[0], kComplexShape)) return Ref::copy(args[0]);
  return complex_new(t, complex_value(args[0]));
}

Ref from_number_method(Thread& t, Args args) {
  if (is_str(args[1])) {
    return fail(t, type_error_type, "must be real number, not {}", type_name(args[1]));
  }
  GILT_TRY(Complex c, to_complex(t, args[1]));
  GILT_TRY(Ref value, complex_new(t, c));
  if (args[0].as<TypeObject>() == &complex_type) return value;
  return call(t, args[0], {value.get()});
}

Ref getnewargs_method(Thread& t, Args args) {
  const Complex c = complex_value(args[0]);
  GILT_TRY(Ref real, make_float(t, c.real));
  GILT_TRY(Ref imag, make_float(t, c.imag));
  return tuple_of(t, {real.get(), imag.get()});
}

Ref format_method(Thread& t, Args args) {
  GILT_TRY(std::string_view spec, to_text(t, args[1], "__format__", 0));
  const Complex c = complex_value(args[0]);
  return format_complex(t, c.real, c.imag, spec);
}

Ref get_real(Thread& t, Value self) {
  return make_float(t, complex_value(self).real);
}
Ref get_imag(Thread& t, Value self) {
  return make_float(t, complex_value(self).imag);
}

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<int>(op);
}

constexpr NativeDef kMethods[] = {
    {"conjugate", conjugate_method, "(self, /)", "The complex conjugate: (3-4j) for (3+4j)."},
    {"from_number", from_number_method, "(type, number, /)", "Converts a number to a complex one.",
     NativeKind::kClassMethod},
    {"__complex__", complex_method, "(self, /)", "Converts to exactly complex."},
    {"__getnewargs__", getnewargs_method, "(self, /)", nullptr},
    {"__format__", format_method, "(self, format_spec, /)",
     "Converts to a string as format_spec says."},
};

constexpr GetSetDef kGetSets[] = {
    {"real", get_real, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
};

}  // namespace

void init_complex_type() {
  type_init_builtin(
      complex_type, kComplexShape,
      {
          .name = "complex",
          .instance_size = sizeof(ComplexObject),
          .flags = kTypeSubclassable,
          .binary_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kSub) | bit(BinaryOp::kMul) |
                        bit(BinaryOp::kTrueDiv) | bit(BinaryOp::kPow),
          .unary_ops = 1u << static_cast<int>(UnaryOp::kNeg) |
                       1u << static_cast<int>(UnaryOp::kPos) |
                       1u << static_cast<int>(UnaryOp::kAbs),
          .doc = "complex(real=0, imag=0)\n--\n\n"
                 "Makes a complex number from a string or from a real part and an optional "
                 "imaginary part.",
          .slots =
              {
                  .dealloc = complex_dealloc,
                  .construct = complex_construct,
                  .repr = repr_slot,
                  .hash = hash_slot,
                  .compare = compare_slot,
                  .truth = truth_slot,
                  .binary = binary_slot,
                  .power = power_slot,
                  .unary = unary_slot,
              },
          .methods = kMethods,
          .getsets = kGetSets,
      });
}

}  // namespace gilt
