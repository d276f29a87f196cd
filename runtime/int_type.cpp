// int as scripts see it: construction, methods, and the table that makes it a type.
#include <algorithm>

#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/comparison.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format_spec.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/number_text.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

// -- life --

void int_dealloc(Thread& t, Object* self) {
  auto* object = static_cast<IntObject*>(self);
  const auto size = static_cast<size_t>(object->value[0]._mp_alloc) * sizeof(mp_limb_t);
  if (self->shape == kIntShape) {
    heap_free(t, self, sizeof(IntObject) + size);
    return;
  }
  if (size != 0) heap_free(t, object->value[0]._mp_d, size);
  instance_free(t, self);
}

// An instance of a subclass of int that holds the value of [v].
Ref subclass_instance(Thread& t, TypeObject* type, Value v) {
  IntView view(v);
  const size_t limbs = view.limbs();
  auto* object = static_cast<IntObject*>(instance_allocate(t, type));
  if (object == nullptr) return Failed();
  Ref owner = Ref::adopt(object);  // valid without limbs too
  if (limbs != 0) {
    auto* own = static_cast<mp_limb_t*>(heap_allocate(t, limbs * sizeof(mp_limb_t)));
    if (own == nullptr) return Failed();
    mpz_srcptr z = view;
    std::copy_n(mpz_limbs_read(z), limbs, own);
    object->value[0]._mp_alloc = static_cast<int>(limbs);
    object->value[0]._mp_size = z->_mp_size;
    object->value[0]._mp_d = own;
  }
  if (type->is(kTypeTracked)) gc_track(t, object);
  return owner;
}

Failed invalid_literal(Thread& t, int base, Value source) {
  GILT_TRY(RefOf<StrObject> shown, repr(t, source));
  std::string_view text = shown->view();
  constexpr size_t kShown = 200;  // characters
  if (text.size() > kShown && text::count(text) > kShown)
    text = text.substr(0, static_cast<size_t>(text::advance(text.begin(), kShown) - text.begin()));
  return fail(t, value_error_type, "invalid literal for int() with base {}: {}", base, text);
}

Ref int_from_text(Thread& t, Value source, std::string_view text, int base) {
  GILT_TRY(Ref value, int_parse(t, text, base));
  if (value.is_unset()) return invalid_literal(t, base, source);
  return value;
}

Ref int_from_buffer(Thread& t, Value source, int base) {
  BufferView bytes(t);
  GILT_CHECK(bytes.open(source));
  // The message shows any buffer as bytes; and others may change it between two looks.
  GILT_TRY(auto octets, bytes_of(t, bytes));
  Ref value = may_be_number(octets->view()) ? int_parse(t, octets->view(), base) : Ref::unset();
  if (!value.is_unset()) return value;
  return invalid_literal(t, base, octets.value());
}

// int(x) for anything but a str.
Ref from_number(Thread& t, Value x) {
  if (has_shape(x, kIntShape)) return Ref::copy(x);
  const TypeSlots& slots = type_of(x)->slots;
  if (slots.to_int != nullptr) {
    GILT_TRY(Ref result, slots.to_int(t, x));
    if (is_int(result.get())) return result;
    return fail(t, type_error_type, "__int__ returned non-int (type {})", type_name(result.get()));
  }
  if (slots.to_index != nullptr) return to_index(t, x);
  if (is_bytes_like(x)) return int_from_buffer(t, x, 10);
  return fail(t, type_error_type,
              "int() argument must be a string, a bytes-like object or a real number, not '{}'",
              type_name(x));
}

Ref int_value(Thread& t, Value x, Value base) {
  if (x.is_unset()) {
    if (!base.is_unset()) return fail(t, type_error_type, "int() missing string argument");
    return Ref::adopt(Value::integer(0));
  }
  if (base.is_unset()) {
    if (x.is_int()) return Ref::adopt(x);
    if (is_str(x)) return int_from_text(t, x, x.as<StrObject>()->view(), 10);
    return from_number(t, x);
  }
  GILT_TRY(Ref index, to_index(t, base));
  const std::optional<int64_t> b = int_to_int64(index.get());
  if (!b || *b < 0 || *b == 1 || *b > 36) {
    return fail(t, value_error_type, "int() base must be >= 2 and <= 36, or 0");
  }
  if (is_str(x)) {
    return int_from_text(t, x, x.as<StrObject>()->view(), static_cast<int>(*b));
  }
  if (is_bytes(x) || is_bytearray(x)) return int_from_buffer(t, x, static_cast<int>(*b));
  return fail(t, type_error_type, "int() can't convert non-string with explicit base");
}

Ref int_construct(Thread& t, TypeObject* type, CallArgs call) {
  if (call.positional == 1 && call.kwnames == nullptr && type == &int_type) {
    GILT_TRY(Ref value, int_value(t, call[0], kUnset));
    return int_exact(t, value.get());
  }
  static const ParameterSpec* const kSpec = parse_signature("int", "(x=..., /, base=...)", false);
  if (call.positional > 2) {
    return fail(t, type_error_type, "int expected at most 2 arguments, got {}", call.positional);
  }
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(Ref value, int_value(t, bound[0], bound[1]));
  if (type == &int_type) return int_exact(t, value.get());
  return subclass_instance(t, type, value.get());
}

// -- slots --

Ref repr_slot(Thread& t, Value self) {
  return int_repr(t, self);
}

std::optional<int64_t> hash_slot(Thread&, Value self) {
  return int_hash(self);
}

Ref compare_slot(Thread&, CompareOp op, Value self, Value other) {
  if (!is_int(self) || !is_int(other)) return not_implemented();
  return Ref::boolean(holds(op, int_compare(self, other), 0));
}

std::optional<bool> truth_slot(Thread&, Value self) {
  return int_sign(self) != 0;
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (!is_int(a) || !is_int(b)) return not_implemented();
  return int_binary(t, op, a, b);
}

Ref power_slot(Thread& t, Value base, Value exponent, Value modulus) {
  if (!is_int(base) || !is_int(exponent)) return not_implemented();
  if (!modulus.is_none() && !is_int(modulus)) return not_implemented();
  return int_power(t, base, exponent, modulus);
}

Ref exact_slot(Thread& t, Value self) {
  return int_exact(t, self);
}

Ref float_slot(Thread& t, Value self) {
  GILT_TRY(double d, int_to_double(t, self));
  return make_float(t, d);
}

// -- methods --

Ref exact_method(Thread& t, Args args) {
  return int_exact(t, args[0]);
}

Ref bit_length_method(Thread& t, Args args) {
  return int_from_unsigned(t, int_bit_length(args[0]));
}

Ref bit_count_method(Thread& t, Args args) {
  IntView view(args[0]);
  mpz_t positive;
  *positive = *static_cast<mpz_srcptr>(view);
  if (positive[0]._mp_size < 0) positive[0]._mp_size = -positive[0]._mp_size;
  return int_from_unsigned(t, mpz_popcount(positive));
}

// True for 'little', false for 'big'.
std::optional<bool> is_little(Thread& t, const char* function, Value order) {
  if (!is_str(order)) {
    return fail(t, type_error_type, "{}() argument 'byteorder' must be str, not {}", function,
                argument_kind(order));
  }
  const std::string_view text = order.as<StrObject>()->view();
  if (text == "little") return true;
  if (text == "big") return false;
  return fail(t, value_error_type, "byteorder must be either 'little' or 'big'");
}

Ref to_bytes_method(Thread& t, Args args) {
  GILT_TRY(int64_t length, to_int64(t, args[1]));
  GILT_TRY(bool little, is_little(t, "to_bytes", args[2]));
  GILT_TRY(bool is_signed, truth(t, args[3]));
  if (length < 0) return fail(t, value_error_type, "length argument must be non-negative");
  if (!is_signed && int_sign(args[0]) < 0) {
    return fail(t, overflow_error_type, "can't convert negative int to unsigned");
  }
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, static_cast<size_t>(length)));
  auto* out = reinterpret_cast<unsigned char*>(bytes->data());
  if (!int_to_bytes(args[0], out, static_cast<size_t>(length), little, is_signed)) {
    return fail(t, overflow_error_type, "int too big to convert");
  }
  return bytes;
}

Ref from_bytes_method(Thread& t, Args args) {
  GILT_TRY(bool little, is_little(t, "from_bytes", args[2]));
  GILT_TRY(bool is_signed, truth(t, args[3]));
  Ref source = Ref::copy(args[1]);
  if (!is_bytes_like(args[1])) {
    if (is_str(args[1]) || is_int(args[1])) {
      return fail(t, type_error_type, "cannot convert '{}' object to bytes", type_name(args[1]));
    }
    GILT_TRY(source, call(t, to_value(&bytes_type), {args[1]}));
  }
  BufferView bytes(t);
  GILT_CHECK(bytes.open(source.get()));
  GILT_TRY(Ref value, int_from_bytes(t, reinterpret_cast<const unsigned char*>(bytes.data()),
                                     bytes.size(), little, is_signed));
  if (args[0].as<TypeObject>() == &int_type) return value;
  return call(t, args[0], {value.get()});
}

Ref as_integer_ratio_method(Thread& t, Args args) {
  GILT_TRY(Ref numerator, int_exact(t, args[0]));
  return tuple_of(t, {numerator.get(), Value::integer(1)});
}

Ref is_integer_method(Thread&, Args) {
  return Ref::boolean(true);
}

Ref round_method(Thread& t, Args args) {
  if (args[1].is_unset() || args[1].is_none()) return int_exact(t, args[0]);
  GILT_TRY(Ref digits, to_index(t, args[1]));
  return int_round(t, args[0], digits.get());
}

Ref getnewargs_method(Thread& t, Args args) {
  GILT_TRY(Ref value, int_exact(t, args[0]));
  return tuple_of(t, {value.get()});
}

Ref format_method(Thread& t, Args args) {
  GILT_TRY(std::string_view spec, to_text(t, args[1], "__format__", 0));
  return format_int(t, args[0], spec);
}

Ref sizeof_method(Thread& t, Args args) {
  return int_from_unsigned(t, sizeof(Object) + (int_bit_length(args[0]) + 63) / 64 * 8);
}

Ref get_zero(Thread&, Value) {
  return Ref::adopt(Value::integer(0));
}
Ref get_one(Thread&, Value) {
  return Ref::adopt(Value::integer(1));
}

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<int>(op);
}

constexpr NativeDef kMethods[] = {
    {"conjugate", exact_method, "(self, /)", "Returns self, the complex conjugate of any int."},
    {"bit_length", bit_length_method, "(self, /)",
     "Number of bits necessary to represent self in binary."},
    {"bit_count", bit_count_method, "(self, /)",
     "Number of ones in the binary representation of the absolute value of self."},
    {"to_bytes", to_bytes_method, "(self, /, length=1, byteorder='big', *, signed=False)",
     "An array of bytes that represents self."},
    {"from_bytes", from_bytes_method, "(type, /, bytes, byteorder='big', *, signed=False)",
     "The integer that an array of bytes represents.", NativeKind::kClassMethod},
    {"as_integer_ratio", as_integer_ratio_method, "(self, /)",
     "A pair of integers whose ratio is equal to self."},
    {"is_integer", is_integer_method, "(self, /)", "True: every int is one."},
    {"__trunc__", exact_method, "(self, /)", "Truncating an int returns itself."},
    {"__floor__", exact_method, "(self, /)", "Flooring an int returns itself."},
    {"__ceil__", exact_method, "(self, /)", "Ceiling of an int returns itself."},
    {"__round__", round_method, "(self, ndigits=..., /)",
     "Rounds to the given number of decimal digits, which may be negative."},
    {"__getnewargs__", getnewargs_method, "(self, /)", nullptr},
    {"__format__", format_method, "(self, format_spec, /)",
     "Converts to a string as format_spec says."},
    {"__sizeof__", sizeof_method, "(self, /)", "Size in memory, in bytes."},
};

constexpr GetSetDef kGetSets[] = {
    {"real", int_exact, nullptr, "the real part of a complex number"},
    {"imag", get_zero, nullptr, "the imaginary part of a complex number"},
    {"numerator", int_exact, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, nullptr, "the denominator of a rational number in lowest terms"},
};

}  // namespace

void init_int_type() {
  type_init_builtin(
      int_type, kIntShape,
      {
          .name = "int",
          .instance_size = sizeof(IntObject),
          .flags = kTypeSubclassable | kTypeMatchSelf | kTypeIsInt,
          .binary_ops = (1u << static_cast<int>(BinaryOp::kCount)) - 1 - bit(BinaryOp::kMatMul),
          .unary_ops = 0xf,
          .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
                 "Converts a number or string to an integer, or gives 0 when there are no "
                 "arguments.\nFloats are truncated towards zero. A string holds digits of the "
                 "given base, 2 to 36;\nbase 0 means that the string says it, as a literal does.",
          .slots =
              {
                  .dealloc = int_dealloc,
                  .construct = int_construct,
                  .repr = repr_slot,
                  .hash = hash_slot,
                  .compare = compare_slot,
                  .truth = truth_slot,
                  .binary = binary_slot,
                  .power = power_slot,
                  .unary = int_unary,
                  .to_int = exact_slot,
                  .to_float = float_slot,
                  .to_index = exact_slot,
              },
          .methods = kMethods,
          .getsets = kGetSets,
      });
}

}  // namespace gilt
