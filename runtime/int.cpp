// int: making, converting and measuring. Arithmetic is in int_arith.cpp, text in int_text.cpp, what
// scripts see in int_type.cpp.
#include "runtime/int.h"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/limits.h"
#include "runtime/number_hash.h"
#include "runtime/thread.h"

namespace gilt {

namespace {

uint64_t magnitude(int64_t i) {
  return i < 0 ? -static_cast<uint64_t>(i) : static_cast<uint64_t>(i);
}

// An exact int of [count] limbs with the sign of [negative]. REQUIRES: it does not fit an
// immediate.
Ref box_limbs(Thread& t, const mp_limb_t* limbs, size_t count, bool negative) {
  auto* object = object_new<IntObject>(t, kIntShape, count * sizeof(mp_limb_t));
  if (object == nullptr) return Failed();
  auto* own = reinterpret_cast<mp_limb_t*>(object + 1);
  std::memcpy(own, limbs, count * sizeof(mp_limb_t));
  object->value[0]._mp_alloc = static_cast<int>(count);
  object->value[0]._mp_size = negative ? -static_cast<int>(count) : static_cast<int>(count);
  object->value[0]._mp_d = own;
  return Ref::adopt(object);
}

// The 64 bits of |z| below bit [top], with every lower bit or-ed into the lowest.
uint64_t top_bits(mpz_srcptr z, uint64_t top) {
  const mp_limb_t* limbs = mpz_limbs_read(z);
  const uint64_t low = top - 64;
  const size_t index = low / 64;
  const unsigned shift = low % 64;
  uint64_t bits = limbs[index] >> shift;
  bool sticky = false;
  if (shift != 0) {
    bits |= limbs[index + 1] << (64 - shift);
    sticky = (limbs[index] << (64 - shift)) != 0;
  }
  for (size_t i = 0; i < index && !sticky; ++i) sticky = limbs[i] != 0;
  return bits | static_cast<uint64_t>(sticky);
}

}  // namespace

Ref int_from_large(Thread& t, int64_t i) {
  const mp_limb_t limb = magnitude(i);
  return box_limbs(t, &limb, 1, i < 0);
}

Ref int_from_unsigned(Thread& t, uint64_t i) {
  if (i <= static_cast<uint64_t>(Value::kMaxInt)) {
    return Ref::adopt(Value::integer(static_cast<int64_t>(i)));
  }
  const mp_limb_t limb = i;
  return box_limbs(t, &limb, 1, false);
}

Ref int_from_mpz(Thread& t, mpz_srcptr z) {
  const size_t count = mpz_size(z);
  if (count == 0) return Ref::adopt(Value::integer(0));
  const mp_limb_t* limbs = mpz_limbs_read(z);
  const bool negative = mpz_sgn(z) < 0;
  if (count == 1 && limbs[0] <= static_cast<uint64_t>(Value::kMaxInt) + (negative ? 1 : 0)) {
    const auto i = static_cast<int64_t>(limbs[0]);
    return Ref::adopt(Value::integer(negative ? -i : i));
  }
  return box_limbs(t, limbs, count, negative);
}

Ref int_from_double(Thread& t, double d) {
  if (d >= -0x1p61 && d < 0x1p61) return Ref::adopt(Value::integer(static_cast<int64_t>(d)));
  if (std::isinf(d)) {
    return fail(t, overflow_error_type, "cannot convert float infinity to integer");
  }
  if (std::isnan(d)) return fail(t, value_error_type, "cannot convert float NaN to integer");
  IntScratch z(18);  // the largest double has 1024 bits
  mpz_set_d(z, d);
  return int_from_mpz(t, z);
}

Ref int_exact(Thread& t, Value v) {
  if (v.is_int()) return Ref::adopt(v);
  if (v.is_bool()) return Ref::adopt(Value::integer(v.is_true()));
  if (has_shape(v, kIntShape)) return Ref::copy(v);
  return int_from_mpz(t, v.as<IntObject>()->value);
}

int int_compare(Value a, Value b) {
  int64_t i;
  int64_t j;
  if (int_small(a, i) && int_small(b, j)) return i < j ? -1 : i > j;
  return mpz_cmp(IntView(a), IntView(b));
}

int int_compare_double(Value a, double b) {
  int64_t i;
  if (int_small(a, i)) {
    if (std::fabs(b) >= 0x1p62) return b > 0 ? -1 : 1;
    const double whole = std::trunc(b);
    const auto j = static_cast<int64_t>(whole);
    if (i != j) return i < j ? -1 : 1;
    return b > whole ? -1 : b < whole;
  }
  return mpz_cmp_d(a.as<IntObject>()->value, b);
}

int64_t int_hash(Value v) {
  int64_t i;
  if (int_small(v, i)) {
    const auto rest = static_cast<int64_t>(magnitude(i) % uint64_t{kHashModulus});
    return avoid_minus_one(i < 0 ? -rest : rest);
  }
  mpz_srcptr z = v.as<IntObject>()->value;
  const auto rest = static_cast<int64_t>(mpz_tdiv_ui(z, kHashModulus));
  return avoid_minus_one(mpz_sgn(z) < 0 ? -rest : rest);
}

int int_sign(Value v) {
  int64_t i;
  if (int_small(v, i)) return i < 0 ? -1 : i > 0;
  return mpz_sgn(v.as<IntObject>()->value);
}

uint64_t int_bit_length(Value v) {
  int64_t i;
  if (int_small(v, i)) return std::bit_width(magnitude(i));
  mpz_srcptr z = v.as<IntObject>()->value;
  return mpz_sgn(z) == 0 ? 0 : mpz_sizeinbase(z, 2);
}

std::optional<int64_t> int_to_int64(Value v) {
  int64_t i;
  if (int_small(v, i)) return i;
  mpz_srcptr z = v.as<IntObject>()->value;
  if (mpz_sgn(z) == 0) return 0;  // without a limb to look at
  if (!mpz_fits_slong_p(z)) return std::nullopt;
  return mpz_get_si(z);
}

std::optional<uint64_t> int_to_uint64(Value v) {
  int64_t i;
  if (int_small(v, i)) {
    if (i < 0) return std::nullopt;
    return static_cast<uint64_t>(i);
  }
  mpz_srcptr z = v.as<IntObject>()->value;
  if (mpz_sgn(z) == 0) return 0;
  if (!mpz_fits_ulong_p(z)) return std::nullopt;
  return mpz_get_ui(z);
}

std::optional<double> int_to_double(Thread& t, Value v) {
  int64_t i;
  if (int_small(v, i)) return static_cast<double>(i);
  mpz_srcptr z = v.as<IntObject>()->value;
  const uint64_t bits = int_bit_length(v);
  double d;
  if (bits <= 64) {
    d = bits == 0 ? 0.0 : static_cast<double>(mpz_get_ui(z));
  } else {
    if (bits <= 1024) {
      // 64 bits and a sticky one: the conversion rounds as the whole number would.
      d = std::ldexp(static_cast<double>(top_bits(z, bits)), static_cast<int>(bits - 64));
    }
    if (bits > 1024 || std::isinf(d)) {
      return fail(t, overflow_error_type, "int too large to convert to float");
    }
  }
  return mpz_sgn(z) < 0 ? -d : d;
}

double int_frexp(Value v, int64_t& exponent) {
  const uint64_t bits = int_bit_length(v);
  exponent = 0;
  if (bits == 0) return 0.0;
  double d;
  int64_t i;
  if (int_small(v, i)) {
    d = static_cast<double>(i);
  } else {
    IntView z(v);
    d = bits > 64 ? static_cast<double>(top_bits(z, bits)) : static_cast<double>(mpz_get_ui(z));
    if (bits > 64) exponent = static_cast<int64_t>(bits - 64);
    if (mpz_sgn(static_cast<mpz_srcptr>(z)) < 0) d = -d;
  }
  int e;
  d = std::frexp(d, &e);
  exponent += e;
  return d;
}

bool int_to_bytes(Value v, unsigned char* out, size_t count, bool little, bool is_signed) {
  const int sign = int_sign(v);
  const uint64_t bits = int_bit_length(v);
  IntView z(v);
  if (sign < 0) {
    if (!is_signed) return false;
    // -2^(n-1) is the one number that needs no further bit for its sign.
    const bool power = mpz_scan1(z, 0) == bits - 1;
    if ((power ? bits : bits + 1) > uint64_t{count} * 8) return false;
  } else if (bits + (is_signed && bits != 0 ? 1 : 0) > uint64_t{count} * 8) {
    return false;
  }
  std::memset(out, 0, count);
  size_t written = 0;
  mpz_export(out, &written, -1, 1, 0, 0, z);  // least significant byte first
  if (sign < 0) {
    bool carry = true;
    for (size_t i = 0; i < count; ++i) {
      out[i] = static_cast<unsigned char>(~out[i]);
      if (carry) carry = ++out[i] == 0;
    }
  }
  if (!little) {
    for (size_t i = 0; i < count / 2; ++i) std::swap(out[i], out[count - 1 - i]);
  }
  return true;
}

Ref int_from_bytes(Thread& t, const unsigned char* bytes, size_t count, bool little,
                   bool is_signed) {
  if (!int_reserve(t, uint64_t{count} * 8)) return Failed();
  IntScratch z(count / 8 + 2);
  mpz_import(z, count, little ? -1 : 1, 1, 0, 0, bytes);
  if (is_signed && count != 0 && (bytes[little ? count - 1 : 0] & 0x80) != 0) {
    IntScratch power(count / 8 + 2);
    mpz_setbit(power, count * 8);
    mpz_sub(z, z, power);
  }
  return int_from_mpz(t, z);
}

bool int_reserve(Thread& t, uint64_t bits) {
  constexpr uint64_t kSurelyFine = uint64_t{1} << 22;
  if (bits <= kSurelyFine) [[likely]]
    return true;
  if (bits > kMaxIntBits) return no_memory(t);
  // GMP's working space for the largest products is a few times the result.
  const size_t bytes = bits / 8 * 4;
  if (!charge_memory(t, bytes)) return no_memory(t);
  refund_memory(t, bytes);
  void* probe = std::malloc(bytes);
  if (probe == nullptr) return no_memory(t);
  std::free(probe);
  return true;
}

}  // namespace gilt
