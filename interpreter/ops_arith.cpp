// Arithmetic: integers inline, floats in the second half of each handler and in the specialised
// opcodes, everything else in slow_binary.
//
// An immediate integer is its value shifted left by two, so adding the words adds the integers, and
// the processor's overflow flag is the test for leaving 62 bits.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// -- addition, subtraction --

#define GILT_ADDITIVE(NAME, builtin, sign)                                                         \
  GILT_HANDLER(NAME) {                                                                             \
    Value b = GILT_B, c = GILT_C;                                                                  \
    int64_t word;                                                                                  \
    if (both_int(b, c) && !builtin(signed_bits(b), signed_bits(c), &word)) [[likely]]              \
      GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));                                   \
    GILT_AT(NAME##_other);                                                                         \
  }                                                                                                \
  GILT_LABEL(NAME##_other) {                                                                       \
    Value b = GILT_B, c = GILT_C;                                                                  \
    if (b.is_double() && c.is_double()) {                                                          \
      respecialize(pc, Op::NAME##_F);                                                              \
      GILT_AT(NAME##_floats);                                                                      \
    }                                                                                              \
    double x, y;                                                                                   \
    if (as_doubles(b, c, x, y)) {                                                                  \
      double result = x sign y;                                                                    \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
    }                                                                                              \
    GILT_GO(slow_binary);                                                                          \
  }                                                                                                \
  GILT_HANDLER(NAME##_F) {                                                                         \
    Value b = GILT_B, c = GILT_C;                                                                  \
    if (b.is_double() && c.is_double()) [[likely]] {                                               \
      double result = b.as_double() sign c.as_double();                                            \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
    }                                                                                              \
    GILT_AT(NAME##_floats);                                                                        \
  }                                                                                                \
  GILT_LABEL(NAME##_floats) {                                                                      \
    Value b = GILT_B, c = GILT_C;                                                                  \
    double x, y;                                                                                   \
    if (as_doubles(b, c, x, y)) {                                                                  \
      double result = x sign y;                                                                    \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
      GILT_GO(slow_binary);                                                                        \
    }                                                                                              \
    respecialize(pc, Op::NAME);                                                                    \
    GILT_GO(slow_binary);                                                                          \
  }                                                                                                \
  GILT_HANDLER(NAME##_I) {                                                                         \
    Value b = GILT_B;                                                                              \
    int64_t word;                                                                                  \
    if (b.is_int() && !builtin(signed_bits(b), int64_t{signed_c_of(instr)} * 4, &word)) [[likely]] \
      GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));                                   \
    GILT_AT(NAME##_I_other);                                                                       \
  }                                                                                                \
  GILT_LABEL(NAME##_I_other) {                                                                     \
    Value b = GILT_B;                                                                              \
    if (b.is_double()) {                                                                           \
      double result = b.as_double() sign static_cast<double>(signed_c_of(instr));                  \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
    }                                                                                              \
    GILT_GO(slow_binary);                                                                          \
  }                                                                                                \
  GILT_HANDLER(NAME##_K) {                                                                         \
    Value b = GILT_B, c = constants[c_of(instr)].peek();                                           \
    if (b.is_double() && c.is_double()) [[likely]] {                                               \
      double result = b.as_double() sign c.as_double();                                            \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
    }                                                                                              \
    double x, y;                                                                                   \
    if (as_doubles(b, c, x, y)) {                                                                  \
      double result = x sign y;                                                                    \
      if (Value::fits_double(result)) [[likely]]                                                   \
        GILT_WRITE(Value::number(result));                                                         \
    }                                                                                              \
    GILT_GO(slow_binary);                                                                          \
  }

GILT_DECLARE(ADD_other)
GILT_DECLARE(ADD_floats)
GILT_DECLARE(ADD_I_other)
GILT_DECLARE(SUB_other)
GILT_DECLARE(SUB_floats)
GILT_DECLARE(SUB_I_other)
GILT_ADDITIVE(ADD, __builtin_add_overflow, +)
GILT_ADDITIVE(SUB, __builtin_sub_overflow, -)
#undef GILT_ADDITIVE

// -- multiplication: one factor as a word, the other as a number --

GILT_DECLARE(MUL_other)
GILT_DECLARE(MUL_floats)
GILT_HANDLER(MUL) {
  Value b = GILT_B, c = GILT_C;
  int64_t word;
  if (both_int(b, c) && !__builtin_mul_overflow(signed_bits(b), c.as_int(), &word)) [[likely]]
    GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));
  GILT_AT(MUL_other);
}
GILT_LABEL(MUL_other) {
  Value b = GILT_B, c = GILT_C;
  if (b.is_double() && c.is_double()) {
    respecialize(pc, Op::MUL_F);
    GILT_AT(MUL_floats);
  }
  double x, y;
  if (as_doubles(b, c, x, y)) {
    double result = x * y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(MUL_F) {
  Value b = GILT_B, c = GILT_C;
  if (b.is_double() && c.is_double()) [[likely]] {
    double result = b.as_double() * c.as_double();
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_AT(MUL_floats);
}
GILT_LABEL(MUL_floats) {
  Value b = GILT_B, c = GILT_C;
  double x, y;
  if (as_doubles(b, c, x, y)) {
    double result = x * y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
    GILT_GO(slow_binary);
  }
  respecialize(pc, Op::MUL);
  GILT_GO(slow_binary);
}
GILT_HANDLER(MUL_I) {
  Value b = GILT_B;
  int64_t word;
  if (b.is_int() && !__builtin_mul_overflow(signed_bits(b), int64_t{signed_c_of(instr)}, &word))
      [[likely]]
    GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));
  if (b.is_double()) {
    double result = b.as_double() * static_cast<double>(signed_c_of(instr));
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(MUL_K) {
  Value b = GILT_B, c = constants[c_of(instr)].peek();
  double x, y;
  if (as_doubles(b, c, x, y)) {
    double result = x * y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_GO(slow_binary);
}

// -- true division: of integers only where both are exact as doubles --

GILT_DECLARE(TRUEDIV_floats)
GILT_HANDLER(TRUEDIV) {
  Value b = GILT_B, c = GILT_C;
  if (b.is_double() && c.is_double()) {
    respecialize(pc, Op::TRUEDIV_F);
    GILT_AT(TRUEDIV_floats);
  }
  double x, y;
  if (as_exact_doubles(b, c, x, y) && y != 0) [[likely]] {
    double result = x / y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(TRUEDIV_F) {
  Value b = GILT_B, c = GILT_C;
  if (b.is_double() && c.is_double() && c.as_double() != 0) [[likely]] {
    double result = b.as_double() / c.as_double();
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_AT(TRUEDIV_floats);
}
GILT_LABEL(TRUEDIV_floats) {
  Value b = GILT_B, c = GILT_C;
  double x, y;
  if (as_exact_doubles(b, c, x, y) && y != 0 && !both_int(b, c)) {
    double result = x / y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
    GILT_GO(slow_binary);
  }
  if (!b.is_double() || !c.is_double()) {
    respecialize(pc, Op::TRUEDIV);
    GILT_GO(slow_binary);
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(TRUEDIV_K) {
  Value b = GILT_B, c = constants[c_of(instr)].peek();
  double x, y;
  if (as_exact_doubles(b, c, x, y) && y != 0) [[likely]] {
    double result = x / y;
    if (Value::fits_double(result)) [[likely]]
      GILT_WRITE(Value::number(result));
  }
  GILT_GO(slow_binary);
}

// -- floor division and remainder. The remainder has the divisor's sign. --

GILT_HANDLER(FLOORDIV) {
  Value b = GILT_B, c = GILT_C;
  // Only the smallest integer divided by -1 leaves 62 bits.
  if (both_int(b, c) && c.bits() != 0 && c.bits() != Value::integer(-1).bits()) [[likely]]
    GILT_WRITE(Value::integer(floor_divide(b.as_int(), c.as_int())));
  GILT_GO(slow_binary);
}
GILT_HANDLER(FLOORDIV_I) {
  Value b = GILT_B;
  int64_t c = signed_c_of(instr);
  if (b.is_int() && c > 0) [[likely]]
    GILT_WRITE(Value::integer(floor_divide(b.as_int(), c)));
  GILT_GO(slow_binary);
}
GILT_HANDLER(MOD) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c) && c.bits() != 0 && c.bits() != Value::integer(-1).bits()) [[likely]]
    GILT_WRITE(Value::integer(floor_modulo(b.as_int(), c.as_int())));
  GILT_GO(slow_binary);
}
GILT_HANDLER(MOD_I) {
  Value b = GILT_B;
  int64_t c = signed_c_of(instr);
  if (b.is_int() && c > 0) [[likely]] {
    int64_t i = b.as_int();
    int64_t remainder;
    if ((c & (c - 1)) == 0) {
      remainder = i & (c - 1);  // a power of two: also right for negative numbers
    } else {
      remainder = floor_modulo(i, c);
    }
    GILT_WRITE(Value::integer(remainder));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(MOD_K) {
  GILT_GO(slow_binary);
}
GILT_HANDLER(POW) {
  GILT_GO(slow_binary);
}
GILT_HANDLER(MATMUL) {
  GILT_GO(slow_binary);
}

// -- shifts and bits --

GILT_HANDLER(LSHIFT) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c) && c.bits() <= Value::integer(60).bits()) [[likely]] {
    int64_t count = c.as_int();
    int64_t word = static_cast<int64_t>(b.bits() << count);
    if (word >> count == signed_bits(b)) [[likely]]
      GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(LSHIFT_I) {
  Value b = GILT_B;
  uint16_t count = c_of(instr);
  if (b.is_int() && count <= 60) [[likely]] {
    int64_t word = static_cast<int64_t>(b.bits() << count);
    if (word >> count == signed_bits(b)) [[likely]]
      GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(RSHIFT) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c) && signed_bits(c) >= 0) [[likely]] {
    int64_t count = c.as_int() < 63 ? c.as_int() : 63;
    GILT_WRITE(Value::integer(b.as_int() >> count));
  }
  GILT_GO(slow_binary);
}
GILT_HANDLER(RSHIFT_I) {
  Value b = GILT_B;
  uint16_t count = c_of(instr);
  if (b.is_int() && count < 63) [[likely]]
    GILT_WRITE(Value::integer(b.as_int() >> count));
  GILT_GO(slow_binary);
}
GILT_HANDLER(AND) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c)) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() & c.bits()));
  GILT_GO(slow_binary);
}
GILT_HANDLER(AND_I) {
  Value b = GILT_B;
  if (b.is_int()) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() & Value::integer(signed_c_of(instr)).bits()));
  GILT_GO(slow_binary);
}
GILT_HANDLER(OR) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c)) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() | c.bits()));
  GILT_GO(slow_binary);
}
GILT_HANDLER(XOR) {
  Value b = GILT_B, c = GILT_C;
  if (both_int(b, c)) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() ^ c.bits()));
  GILT_GO(slow_binary);
}

// -- one operand --

GILT_HANDLER(NEG) {
  Value b = GILT_B;
  int64_t word;
  if (b.is_int() && !__builtin_sub_overflow(int64_t{0}, signed_bits(b), &word)) [[likely]]
    GILT_WRITE(Value::from_bits(static_cast<uint64_t>(word)));
  if (b.is_double()) GILT_WRITE(Value::number(-b.as_double()));
  GILT_SLOW(slow_unary);
}
GILT_HANDLER(POS) {
  Value b = GILT_B;
  if (b.is_int() || b.is_double()) [[likely]]
    GILT_WRITE(b);
  GILT_SLOW(slow_unary);
}
GILT_HANDLER(INVERT) {
  Value b = GILT_B;
  if (b.is_int()) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() ^ ~uint64_t{3}));
  GILT_SLOW(slow_unary);
}
GILT_HANDLER(NOT) {
  Value b = GILT_B;
  if (b.is_bool()) [[likely]]
    GILT_WRITE(Value::from_bits(b.bits() ^ (Value::kTrueBits ^ Value::kFalseBits)));
  if (b.is_int()) GILT_WRITE(Value::boolean(b.bits() == 0));
  if (b.is_none()) GILT_WRITE(kTrue);
  GILT_SLOW(slow_not);
}

GILT_OPS_END
#endif
