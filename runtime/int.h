// int: integers without limit. 62-bit ones are immediate; the rest are IntObject on GMP. bool is an
// int whose two values are the marks False and True.
//
// An int never changes, so the limbs of an exact int lie in the object itself, right after the mpz
// header that points to them: one allocation an int, from the VM's heap, which can fail politely.
// GMP only ever writes to an IntScratch, whose size is known before the operation starts; GMP's own
// allocator cannot fail politely, so whoever may need much of it asks int_reserve first.
#pragma once

#include <gmp.h>

#include <string>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct StrObject;
struct TupleObject;

// Invariant: an exact int outside 62 bits. (An instance of a subclass of int holds any value.)
struct IntObject : Object {
  mpz_t value;
};

// Larger results raise MemoryError before anything is computed.
inline constexpr uint64_t kMaxIntBits = uint64_t{1} << 33;

Ref int_from_large(Thread& t, int64_t i);  // boxes what does not fit
inline Ref int_from(Thread& t, int64_t i) {
  if (Value::fits_int(i)) [[likely]]
    return Ref::adopt(Value::integer(i));
  return int_from_large(t, i);
}
Ref int_from_unsigned(Thread& t, uint64_t i);
Ref int_from_double(Thread& t, double d);   // truncates; OverflowError/ValueError for inf and nan
Ref int_from_mpz(Thread& t, mpz_srcptr z);  // a copy, immediate when it fits
// Decimal or based digits, with underscores, sign and spaces as int(text, base) takes them; unset
// when malformed. ValueError when there are more decimal digits than sys.set_int_max_str_digits
// allows.
Ref int_parse(Thread& t, std::string_view text, int base);
std::string int_to_text(Value v, int base = 10);
// str(v): ValueError when it has more digits than sys.set_int_max_str_digits allows.
RefOf<StrObject> int_repr(Thread& t, Value v);
inline bool is_int(Value v) {  // int, bool or a subclass
  return v.is_int() || v.is_bool() || (v.is_object() && type_of(v)->is(kTypeIsInt));
}
// REQUIRES: is_int(v). The plain int with its value (for bools and subclasses).
Ref int_exact(Thread& t, Value v);

// The operations of ADD, SUB ... for two ints of any kind (immediate, bool, IntObject).
// ZeroDivisionError etc.
Ref int_binary(Thread& t, BinaryOp op, Value a, Value b);
Ref int_unary(Thread& t, UnaryOp op, Value a);
Ref int_power(Thread& t, Value base, Value exponent, Value modulus);  // kNone: no modulus
int int_compare(Value a, Value b);                                    // <0, 0, >0
// Exact comparison with a double that is not NaN: <0, 0, >0.
int int_compare_double(Value a, double b);
// Quotient rounded to nearest (ties to even) and the remainder that belongs to it.
Ref int_divmod_near(Thread& t, Value a, Value b);
Ref int_round(Thread& t, Value v, Value digits);  // round(v, digits)

// -- REQUIRES: is_int(v) --
int64_t int_hash(Value v);  // v mod 2^61-1 with v's sign, never -1
int int_sign(Value v);
uint64_t int_bit_length(Value v);
// The value where it fits; nothing (and no error) where it does not.
std::optional<int64_t> int_to_int64(Value v);
std::optional<uint64_t> int_to_uint64(Value v);
// Rounded to nearest, ties to even. OverflowError "int too large to convert to float".
std::optional<double> int_to_double(Thread& t, Value v);
// The nearest double to [v] / 2^[exponent] with 0.5 <= |result| < 1, for logarithms.
double int_frexp(Value v, int64_t& exponent);
// Writes the low [count] bytes of the two's complement of [v]. False when they do not hold v.
bool int_to_bytes(Value v, unsigned char* out, size_t count, bool little, bool is_signed);
Ref int_from_bytes(Thread& t, const unsigned char* bytes, size_t count, bool little,
                   bool is_signed);

// False with MemoryError raised when a number of [bits] bits (and room to compute it) is too much.
bool int_reserve(Thread& t, uint64_t bits);

// The value of an immediate or bool. False for boxed ones.
inline bool int_small(Value v, int64_t& out) {
  if (v.is_int()) {
    out = v.as_int();
    return true;
  }
  if (v.is_bool()) {
    out = v.is_true();
    return true;
  }
  return false;
}

// Any int as GMP reads it, without a copy. REQUIRES: is_int(v), and v outlives this.
class IntView {
 public:
  explicit IntView(Value v) {
    int64_t small;
    if (int_small(v, small)) {
      set(small);
    } else {
      z_[0] = v.as<IntObject>()->value[0];
    }
  }
  explicit IntView(int64_t small) { set(small); }
  IntView(const IntView&) = delete;
  IntView& operator=(const IntView&) = delete;
  operator mpz_srcptr() const { return z_; }
  size_t limbs() const { return mpz_size(z_); }

 private:
  void set(int64_t small) {
    limb_ = small < 0 ? -static_cast<uint64_t>(small) : static_cast<uint64_t>(small);
    z_[0]._mp_alloc = 1;
    z_[0]._mp_size = small == 0 ? 0 : small < 0 ? -1 : 1;
    z_[0]._mp_d = &limb_;
  }
  mp_limb_t limb_;
  mpz_t z_;
};

// A number that GMP writes to. With up to kLocalLimbs limbs it never allocates.
class IntScratch {
 public:
  // REQUIRES: no operation on it needs more than [limbs] limbs (beyond kLocalLimbs GMP may grow
  // it).
  explicit IntScratch(size_t limbs) {
    if (limbs <= kLocalLimbs) {
      z_[0]._mp_alloc = kLocalLimbs;
      z_[0]._mp_size = 0;
      z_[0]._mp_d = local_;
    } else {
      mpz_init2(z_, limbs * GMP_NUMB_BITS);
    }
  }
  ~IntScratch() {
    if (z_[0]._mp_d != local_) mpz_clear(z_);
  }
  IntScratch(const IntScratch&) = delete;
  IntScratch& operator=(const IntScratch&) = delete;
  operator mpz_ptr() { return z_; }

 private:
  static constexpr size_t kLocalLimbs = 48;
  mpz_t z_;
  mp_limb_t local_[kLocalLimbs];
};

}  // namespace gilt
