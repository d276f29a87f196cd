// int: arithmetic. Immediates are computed in machine words; everything else goes through GMP into
// an IntScratch that is large enough for the result, and then becomes an int object.
#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

Failed zero_division(Thread& t) {
  return fail(t, zero_division_error_type, "{}", messages::kDivisionByZero);
}

struct Division {
  int64_t quotient, remainder;
};

// Floor division. REQUIRES: b != 0, and both fit an immediate (so that nothing overflows).
Division floor_division(int64_t a, int64_t b) {
  Division d{a / b, a % b};
  if (d.remainder != 0 && (d.remainder < 0) != (b < 0)) {
    d.remainder += b;
    --d.quotient;
  }
  return d;
}

Ref pair(Thread& t, Ref first, Ref second) {
  if (!first || !second) return Failed();
  return tuple_of(t, {first.get(), second.get()});
}

// a / b as the nearest double, ties to even.
Ref true_divide(Thread& t, mpz_srcptr a, mpz_srcptr b) {
  const bool negative = (mpz_sgn(a) < 0) != (mpz_sgn(b) < 0);
  if (mpz_sgn(b) == 0) return zero_division(t);
  if (mpz_sgn(a) == 0) return make_float(t, negative ? -0.0 : 0.0);
  const auto a_bits = static_cast<int64_t>(mpz_sizeinbase(a, 2));
  const auto b_bits = static_cast<int64_t>(mpz_sizeinbase(b, 2));
  // The quotient times 2^-shift gets 60 or 61 bits, or as many as a subnormal result has and two
  // more: it is rounded only once, below.
  constexpr int64_t kSmallest = -1074;
  const int64_t shift = std::max(a_bits - b_bits - 60, kSmallest - 2);
  if (a_bits - b_bits > 1025) {
    return fail(t, overflow_error_type, "integer division result too large for a float");
  }
  const size_t limbs =
      std::max(mpz_size(a), mpz_size(b)) + static_cast<size_t>(std::abs(shift)) / 64 + 3;
  IntScratch numerator(limbs);
  IntScratch denominator(limbs);
  mpz_abs(numerator, a);
  mpz_abs(denominator, b);
  if (shift < 0) {
    mpz_mul_2exp(numerator, numerator, static_cast<mp_bitcnt_t>(-shift));
  } else {
    mpz_mul_2exp(denominator, denominator, static_cast<mp_bitcnt_t>(shift));
  }
  IntScratch quotient(limbs);
  mpz_tdiv_qr(quotient, numerator, numerator, denominator);
  uint64_t q = mpz_get_ui(quotient);  // at most 61 bits
  bool inexact = mpz_sgn(static_cast<mpz_ptr>(numerator)) != 0;
  // Round to 53 bits, or to the last bit that a subnormal number has.
  const int64_t q_bits = std::bit_width(q);
  const int64_t extra = std::max(q_bits - 53, kSmallest - shift);
  if (extra > 0) {
    const uint64_t half = uint64_t{1} << (extra - 1);
    const uint64_t rest = q & (2 * half - 1);
    q >>= extra;
    if (rest > half || (rest == half && (inexact || (q & 1) != 0))) ++q;
  }
  const double d =
      std::ldexp(static_cast<double>(q), static_cast<int>(shift + std::max(extra, int64_t{0})));
  if (std::isinf(d)) {
    return fail(t, overflow_error_type, "integer division result too large for a float");
  }
  return make_float(t, negative ? -d : d);
}

Ref shift_left(Thread& t, Value a, Value b) {
  if (int_sign(b) < 0) return fail(t, value_error_type, "negative shift count");
  if (int_sign(a) == 0) return Ref::adopt(Value::integer(0));
  const std::optional<int64_t> count = int_to_int64(b);
  if (!count) return fail(t, overflow_error_type, "too many digits in integer");
  const uint64_t bits = int_bit_length(a);
  const auto n = static_cast<uint64_t>(*count);
  int64_t small;
  if (bits + n < 62 && int_small(a, small))
    return Ref::adopt(Value::integer(small * (int64_t{1} << n)));
  if (n > kMaxIntBits) return no_memory(t);
  if (!int_reserve(t, bits + n)) return Failed();
  IntScratch z((bits + n) / 64 + 2);
  mpz_mul_2exp(z, IntView(a), n);
  return int_from_mpz(t, z);
}

Ref shift_right(Thread& t, Value a, Value b) {
  if (int_sign(b) < 0) return fail(t, value_error_type, "negative shift count");
  const std::optional<int64_t> count = int_to_int64(b);
  int64_t small;
  if (int_small(a, small)) {
    return Ref::adopt(Value::integer(small >> (count ? std::min<int64_t>(*count, 63) : 63)));
  }
  if (!count) return Ref::adopt(Value::integer(int_sign(a) < 0 ? -1 : 0));
  IntView view(a);
  IntScratch z(view.limbs() + 1);
  mpz_fdiv_q_2exp(z, view, static_cast<mp_bitcnt_t>(*count));
  return int_from_mpz(t, z);
}

Ref multiply_small(Thread& t, int64_t a, int64_t b) {
  int64_t product;
  if (!__builtin_mul_overflow(a, b, &product)) [[likely]]
    return int_from(t, product);
  IntView view(a);
  IntScratch z(3);
  mpz_mul_si(z, view, b);
  return int_from_mpz(t, z);
}

Ref small_binary(Thread& t, BinaryOp op, int64_t a, int64_t b, Value va, Value vb) {
  switch (op) {
    case BinaryOp::kAdd: return int_from(t, a + b);
    case BinaryOp::kSub: return int_from(t, a - b);
    case BinaryOp::kMul: return multiply_small(t, a, b);
    case BinaryOp::kTrueDiv:
      if (b == 0) return zero_division(t);
      if (std::abs(a) <= int64_t{1} << 53 && std::abs(b) <= int64_t{1} << 53) {
        return make_float(t, static_cast<double>(a) / static_cast<double>(b));
      }
      return true_divide(t, IntView(a), IntView(b));
    case BinaryOp::kFloorDiv:
      if (b == 0) return zero_division(t);
      return int_from(t, floor_division(a, b).quotient);
    case BinaryOp::kMod:
      if (b == 0) return zero_division(t);
      return int_from(t, floor_division(a, b).remainder);
    case BinaryOp::kDivMod: {
      if (b == 0) return zero_division(t);
      const Division d = floor_division(a, b);
      return pair(t, int_from(t, d.quotient), int_from(t, d.remainder));
    }
    case BinaryOp::kAnd: return int_from(t, a & b);
    case BinaryOp::kOr: return int_from(t, a | b);
    case BinaryOp::kXor: return int_from(t, a ^ b);
    case BinaryOp::kLShift: return shift_left(t, va, vb);
    case BinaryOp::kRShift: return shift_right(t, va, vb);
    case BinaryOp::kPow: return int_power(t, va, vb, kNone);
    default: return not_implemented();
  }
}

// (q, r) of floor division; either may be unwanted (null).
Ref big_division(Thread& t, BinaryOp op, const IntView& a, const IntView& b) {
  if (mpz_sgn(static_cast<mpz_srcptr>(b)) == 0) return zero_division(t);
  const size_t an = a.limbs();
  const size_t bn = b.limbs();
  const size_t quotient_limbs = (an >= bn ? an - bn + 1 : 0) + 2;
  if (!int_reserve(t, (an + bn) * 64)) return Failed();
  switch (op) {
    case BinaryOp::kFloorDiv: {
      IntScratch q(quotient_limbs);
      mpz_fdiv_q(q, a, b);
      return int_from_mpz(t, q);
    }
    case BinaryOp::kMod: {
      IntScratch r(bn + 2);
      mpz_fdiv_r(r, a, b);
      return int_from_mpz(t, r);
    }
    default: {
      IntScratch q(quotient_limbs);
      IntScratch r(bn + 2);
      mpz_fdiv_qr(q, r, a, b);
      return pair(t, int_from_mpz(t, q), int_from_mpz(t, r));
    }
  }
}

// base ** exponent without a modulus; exponent >= 0.
Ref plain_power(Thread& t, Value base, Value exponent) {
  const int sign = int_sign(exponent);
  if (sign == 0) return Ref::adopt(Value::integer(1));
  const uint64_t bits = int_bit_length(base);
  IntView b(base);
  if (bits <= 1) {  // 0, 1, -1
    IntView e(exponent);
    if (mpz_sgn(static_cast<mpz_srcptr>(b)) < 0 && mpz_even_p(static_cast<mpz_srcptr>(e))) {
      return Ref::adopt(Value::integer(1));
    }
    return int_exact(t, base);
  }
  const std::optional<uint64_t> e = int_to_uint64(exponent);
  // At least (bits - 1) * e bits come out: look before computing.
  if (!e || *e > kMaxIntBits || (bits - 1) * *e > kMaxIntBits) return no_memory(t);
  if (!int_reserve(t, bits * *e)) return Failed();
  int64_t small;
  if (bits * *e <= 62 && int_small(base, small)) {
    int64_t result = 1;
    for (uint64_t n = *e; n != 0; n >>= 1) {
      if (n & 1) result *= small;
      if (n > 1) small *= small;
    }
    return int_from(t, result);
  }
  // mpz_pow_ui takes room for some limbs more than the result has.
  IntScratch z(bits * *e / 64 + 16 + b.limbs());
  mpz_pow_ui(z, b, *e);
  return int_from_mpz(t, z);
}

Ref modular_power(Thread& t, Value base, Value exponent, Value modulus) {
  const int sign = int_sign(modulus);
  if (sign == 0) return fail(t, value_error_type, "pow() 3rd argument cannot be 0");
  IntView b(base);
  IntView e(exponent);
  IntView m(modulus);
  const size_t limbs = 2 * (b.limbs() + m.limbs()) + 4;
  if (!int_reserve(t, limbs * 64)) return Failed();
  IntScratch z(limbs);
  if (mpz_sgn(static_cast<mpz_srcptr>(e)) < 0) {
    IntScratch inverse(limbs);
    IntScratch positive(e.limbs() + 1);
    if (mpz_cmpabs_ui(m, 1) != 0 && mpz_invert(inverse, b, m) == 0) {
      return fail(t, value_error_type, "base is not invertible for the given modulus");
    }
    mpz_neg(positive, e);
    mpz_powm(z, inverse, positive, m);
  } else {
    mpz_powm(z, b, e, m);
  }
  // GMP's result is not negative; Python's has the sign of the modulus.
  if (sign < 0 && mpz_sgn(static_cast<mpz_ptr>(z)) > 0) mpz_add(z, z, m);
  return int_from_mpz(t, z);
}

}  // namespace

Ref int_binary(Thread& t, BinaryOp op, Value a, Value b) {
  int64_t i;
  int64_t j;
  if (int_small(a, i) && int_small(b, j)) return small_binary(t, op, i, j, a, b);
  if (op == BinaryOp::kLShift) return shift_left(t, a, b);
  if (op == BinaryOp::kRShift) return shift_right(t, a, b);
  if (op == BinaryOp::kPow) return int_power(t, a, b, kNone);
  IntView x(a);
  IntView y(b);
  const size_t larger = std::max(x.limbs(), y.limbs()) + 1;
  switch (op) {
    case BinaryOp::kAdd: {
      IntScratch z(larger);
      mpz_add(z, x, y);
      return int_from_mpz(t, z);
    }
    case BinaryOp::kSub: {
      IntScratch z(larger);
      mpz_sub(z, x, y);
      return int_from_mpz(t, z);
    }
    case BinaryOp::kMul: {
      const size_t limbs = x.limbs() + y.limbs();
      if (!int_reserve(t, limbs * 64)) return Failed();
      IntScratch z(limbs + 1);
      mpz_mul(z, x, y);
      return int_from_mpz(t, z);
    }
    case BinaryOp::kTrueDiv: return true_divide(t, x, y);
    case BinaryOp::kFloorDiv:
    case BinaryOp::kMod:
    case BinaryOp::kDivMod: return big_division(t, op, x, y);
    case BinaryOp::kAnd: {
      IntScratch z(larger);
      mpz_and(z, x, y);
      return int_from_mpz(t, z);
    }
    case BinaryOp::kOr: {
      IntScratch z(larger);
      mpz_ior(z, x, y);
      return int_from_mpz(t, z);
    }
    case BinaryOp::kXor: {
      IntScratch z(larger);
      mpz_xor(z, x, y);
      return int_from_mpz(t, z);
    }
    default: return not_implemented();
  }
}

Ref int_unary(Thread& t, UnaryOp op, Value a) {
  int64_t i;
  if (int_small(a, i)) {
    switch (op) {
      case UnaryOp::kNeg: return int_from(t, -i);
      case UnaryOp::kPos: return int_from(t, i);
      case UnaryOp::kInvert: return int_from(t, ~i);
      case UnaryOp::kAbs: return int_from(t, i < 0 ? -i : i);
    }
  }
  if (op == UnaryOp::kPos) return int_exact(t, a);
  IntView x(a);
  IntScratch z(x.limbs() + 1);
  switch (op) {
    case UnaryOp::kNeg: mpz_neg(z, x); break;
    case UnaryOp::kInvert: mpz_com(z, x); break;
    default: mpz_abs(z, x); break;
  }
  return int_from_mpz(t, z);
}

Ref int_power(Thread& t, Value base, Value exponent, Value modulus) {
  if (!modulus.is_none()) return modular_power(t, base, exponent, modulus);
  if (int_sign(exponent) >= 0) return plain_power(t, base, exponent);
  GILT_TRY(double b, int_to_double(t, base));
  GILT_TRY(double e, int_to_double(t, exponent));
  return float_binary(t, BinaryOp::kPow, b, e);
}

Ref int_divmod_near(Thread& t, Value a, Value b) {
  if (int_sign(b) == 0) return zero_division(t);
  IntView x(a);
  IntView y(b);
  const size_t limbs = std::max(x.limbs(), y.limbs()) + 2;
  IntScratch q(limbs);
  IntScratch r(limbs);
  mpz_fdiv_qr(q, r, x, y);
  // r has the sign of y; compare it with what is missing to y.
  IntScratch twice(limbs);
  mpz_mul_2exp(twice, r, 1);
  const int order = mpz_cmpabs(twice, y);
  if (order > 0 || (order == 0 && mpz_odd_p(static_cast<mpz_ptr>(q)))) {
    mpz_add_ui(q, q, 1);
    mpz_sub(r, r, y);
  }
  return pair(t, int_from_mpz(t, q), int_from_mpz(t, r));
}

Ref int_round(Thread& t, Value v, Value digits) {
  const std::optional<int64_t> n = int_to_int64(digits);
  if (int_sign(digits) >= 0) return int_exact(t, v);
  // Everything below half of 10^-n rounds to 0, so huge counts need no huge power.
  if (!n || 0 - static_cast<uint64_t>(*n) > int_bit_length(v)) return Ref::adopt(Value::integer(0));
  GILT_TRY(Ref unit, plain_power(t, Value::integer(10), Value::integer(-*n)));
  GILT_TRY(Ref parts, int_divmod_near(t, v, unit.get()));
  return int_binary(t, BinaryOp::kSub, v, parts.as<TupleObject>()->at(1));
}

}  // namespace gilt
