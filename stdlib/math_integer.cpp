// math: functions of integers.
#include <algorithm>
#include <cmath>

#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/math.h"

namespace gilt {

namespace {

Ref gcd_function(Thread& t, Args args) {
  auto* values = args[0].as<TupleObject>();
  Ref result = Ref::adopt(Value::integer(0));
  for (int64_t i = 0; i < values->size; ++i) {
    GILT_TRY(Ref item, to_index(t, values->at(i)));
    IntView a(result.get());
    IntView b(item.get());
    IntScratch z(std::max(a.limbs(), b.limbs()) + 1);
    mpz_gcd(z, a, b);
    GILT_TRY(Ref next, int_from_mpz(t, z));
    result = std::move(next);
  }
  return result;
}

Ref lcm_function(Thread& t, Args args) {
  auto* values = args[0].as<TupleObject>();
  Ref result = Ref::adopt(Value::integer(1));
  for (int64_t i = 0; i < values->size; ++i) {
    GILT_TRY(Ref item, to_index(t, values->at(i)));
    IntView a(result.get());
    IntView b(item.get());
    const size_t limbs = a.limbs() + b.limbs() + 2;
    GILT_CHECK(int_reserve(t, limbs * 64));
    IntScratch z(limbs);
    mpz_lcm(z, a, b);
    GILT_TRY(Ref next, int_from_mpz(t, z));
    result = std::move(next);
  }
  return result;
}

Ref isqrt_function(Thread& t, Args args) {
  GILT_TRY(Ref n, to_index(t, args[0]));
  if (int_sign(n.get()) < 0) {
    return fail(t, value_error_type, "isqrt() argument must be nonnegative");
  }
  IntView view(n.get());
  IntScratch z(view.limbs() + 2);
  mpz_sqrt(z, view);
  return int_from_mpz(t, z);
}

Ref factorial_of(Thread& t, Value v) {
  GILT_TRY(Ref n, to_index(t, v));
  if (int_sign(n.get()) < 0) {
    return fail(t, value_error_type, "factorial() not defined for negative values");
  }
  const std::optional<int64_t> count = int_to_int64(n.get());
  if (!count) {
    return fail(t, overflow_error_type, "factorial() argument should not exceed {}", INT64_MAX);
  }
  if (*count <= 1) return Ref::adopt(Value::integer(1));
  const double size = static_cast<double>(*count);
  const double bits = size * std::log2(size) + 64;
  GILT_CHECK(int_reserve(t, bits < 0x1p62 ? static_cast<uint64_t>(bits) : UINT64_MAX));
  // GMP allots its own memory while it multiplies.
  mpz_t z;
  mpz_init(z);
  mpz_fac_ui(z, static_cast<unsigned long>(*count));
  Ref result = int_from_mpz(t, z);
  mpz_clear(z);
  return result;
}

Ref factorial_function(Thread& t, Args args) {
  return factorial_of(t, args[0]);
}

bool check_not_negative(Thread& t, Value v, const char* name) {
  if (int_sign(v) >= 0) return true;
  return fail(t, value_error_type, "{} must be a non-negative integer", name);
}

Ref comb_function(Thread& t, Args args) {
  GILT_TRY(Ref n, to_index(t, args[0]));
  GILT_TRY(Ref k, to_index(t, args[1]));
  GILT_CHECK(check_not_negative(t, n.get(), "n"));
  GILT_CHECK(check_not_negative(t, k.get(), "k"));
  GILT_TRY(Ref rest, int_binary(t, BinaryOp::kSub, n.get(), k.get()));
  if (int_sign(rest.get()) < 0) return Ref::adopt(Value::integer(0));
  const Value fewer = int_compare(rest.get(), k.get()) < 0 ? rest.get() : k.get();
  const std::optional<int64_t> count = int_to_int64(fewer);
  if (!count) {
    return fail(t, overflow_error_type, "min(n - k, k) must not exceed {}", INT64_MAX);
  }
  const uint64_t bits = int_bit_length(n.get());
  const auto times = static_cast<uint64_t>(*count);
  GILT_CHECK(int_reserve(t, times > kMaxIntBits ? UINT64_MAX : bits * times));
  mpz_t z;
  mpz_init(z);
  mpz_bin_ui(z, IntView(n.get()), times);
  Ref result = int_from_mpz(t, z);
  mpz_clear(z);
  return result;
}

// start * (start - 1) * ... of [count] factors, in halves, so that factors stay alike.
Ref falling_product(Thread& t, Value start, uint64_t count) {
  if (count == 1) return Ref::copy(start);
  const auto half = static_cast<int64_t>(count / 2);
  GILT_TRY(Ref first, falling_product(t, start, static_cast<uint64_t>(half)));
  GILT_TRY(Ref middle, int_binary(t, BinaryOp::kSub, start, Value::integer(half)));
  GILT_TRY(Ref second, falling_product(t, middle.get(), count - static_cast<uint64_t>(half)));
  return int_binary(t, BinaryOp::kMul, first.get(), second.get());
}

Ref perm_function(Thread& t, Args args) {
  if (args[1].is_none()) return factorial_of(t, args[0]);
  GILT_TRY(Ref n, to_index(t, args[0]));
  GILT_TRY(Ref k, to_index(t, args[1]));
  GILT_CHECK(check_not_negative(t, n.get(), "n"));
  GILT_CHECK(check_not_negative(t, k.get(), "k"));
  if (int_compare(n.get(), k.get()) < 0) return Ref::adopt(Value::integer(0));
  const std::optional<int64_t> count = int_to_int64(k.get());
  if (!count) return fail(t, overflow_error_type, "k must not exceed {}", INT64_MAX);
  if (*count == 0) return Ref::adopt(Value::integer(1));
  const auto times = static_cast<uint64_t>(*count);
  GILT_CHECK(int_reserve(t, times > kMaxIntBits ? UINT64_MAX : int_bit_length(n.get()) * times));
  return falling_product(t, n.get(), times);
}

constexpr NativeDef kFunctions[] = {
    {"comb", comb_function, "(n, k, /)", "Ways to choose k of n items without order."},
    {"factorial", factorial_function, "(n, /)", "n!"},
    {"gcd", gcd_function, "(*integers)", "Greatest common divisor."},
    {"isqrt", isqrt_function, "(n, /)", "The integer part of the square root."},
    {"lcm", lcm_function, "(*integers)", "Least common multiple."},
    {"perm", perm_function, "(n, k=None, /)", "Ways to choose k of n items with order."},
};

}  // namespace

std::span<const NativeDef> integer_math() {
  return kFunctions;
}

}  // namespace gilt
