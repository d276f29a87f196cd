// Value: one 64-bit word that is an integer, a double, a reference to an object, or a mark.
//
// The essay. A register, a list item, a dict value and a global are each one Value. Because it is
// one machine word, another thread can never read half of it. The low three bits say what it is:
//
//   bits 2..0    meaning
//   000, 100     integer of 62 bits, shifted left by 2. Both operands are integers iff
//                ((a | b) & 3) == 0, and then adding the words adds the integers, overflow
//                included.
//   010 101 110  a double in place: rotl(bits, 4) + 2. Rotating brings the sign and the three top
//                exponent bits to the bottom. Doubles whose top exponent bits are 000, 011 or 100
//                (zero, and every 2^-255 <= |x| < 2^257) then end in one of these tags; all others,
//                infinities and NaN among them, live in a boxed FloatObject.
//                (Melancon, Feeley, Serrano, "Float Self-Tagging", OOPSLA 2025.)
//   001          counted reference: whoever holds this word owns one count of the object.
//   011          uncounted reference: immortal objects and, in the free-threaded build, shared
//                objects seen from a register.
//   111          None, False, True and internal marks that no script can see.
//
// So immediates cost nothing to copy, and arithmetic on them never touches memory.
//
// Value is trivial and owns nothing. Ref (ref.h) is the owning handle.
#pragma once

#include <bit>
#include <cstdint>

#include "runtime/compiler.h"

namespace gilt {

struct Object;

class Value {
 public:
  Value() = default;  // indeterminate, as an int is
  static constexpr Value from_bits(uint64_t bits) { return Value(bits); }

  // REQUIRES: fits_int(i).
  static constexpr Value integer(int64_t i) { return Value(static_cast<uint64_t>(i) << 2); }
  static constexpr bool fits_int(int64_t i) { return i >= kMinInt && i <= kMaxInt; }
  static constexpr int64_t kMaxInt = (int64_t{1} << 61) - 1;
  static constexpr int64_t kMinInt = -(int64_t{1} << 61);

  // REQUIRES: fits_double(d). make_float (float.h) boxes the rest.
  static constexpr Value number(double d) {
    return Value(std::rotl(std::bit_cast<uint64_t>(d), 4) + 2);
  }
  static constexpr bool fits_double(double d) {
    // The top three exponent bits must be 000, 011 or 100: a look into an eight-bit set.
    return (0b00011001u >> ((std::bit_cast<uint64_t>(d) >> 60) & 7)) & 1;
  }

  static constexpr Value boolean(bool b) { return Value(b ? kTrueBits : kFalseBits); }

  // REQUIRES: [object] is not immortal. The word owns a count only if the caller gives it one.
  static Value counted(const Object* object) {
    return Value(reinterpret_cast<uint64_t>(object) | kCountedTag);
  }
  static Value uncounted(const Object* object) {
    return Value(reinterpret_cast<uint64_t>(object) | kUncountedTag);
  }

  constexpr uint64_t bits() const { return bits_; }

  constexpr bool is_int() const { return (bits_ & 3) == 0; }
  constexpr bool is_double() const { return (0b01100100u >> (bits_ & 7)) & 1; }
  constexpr bool is_object() const { return (bits_ & 5) == 1; }
  constexpr bool is_counted() const { return (bits_ & 7) == kCountedTag; }
  constexpr bool is_none() const { return bits_ == kNoneBits; }
  constexpr bool is_true() const { return bits_ == kTrueBits; }
  constexpr bool is_false() const { return bits_ == kFalseBits; }
  constexpr bool is_bool() const { return (bits_ | 0x10) == kTrueBits; }
  // No value here: an unbound local, a missing argument, an exhausted iterator, a deleted item.
  constexpr bool is_unset() const { return bits_ == kUnsetBits; }
  // A pending exception waits in the thread.
  constexpr bool is_error() const { return bits_ == kErrorBits; }

  // REQUIRES: the matching is_...().
  constexpr int64_t as_int() const { return static_cast<int64_t>(bits_) >> 2; }
  constexpr double as_double() const { return std::bit_cast<double>(std::rotr(bits_ - 2, 4)); }
  Object* as_object() const { return reinterpret_cast<Object*>(bits_ & ~uint64_t{7}); }
  template <class T>
  T* as() const {
    return static_cast<T*>(as_object());
  }

  // `a is b`: the same word, or two references to one object that differ in who counts.
  friend constexpr bool same(Value a, Value b) {
    return a.bits_ == b.bits_ || ((a.bits_ ^ b.bits_) == 2 && a.is_object());
  }
  friend constexpr bool both_int(Value a, Value b) { return ((a.bits_ | b.bits_) & 3) == 0; }

  static constexpr uint64_t kCountedTag = 1;
  static constexpr uint64_t kUncountedTag = 3;
  static constexpr uint64_t kNoneBits = 0x07;
  static constexpr uint64_t kFalseBits = 0x0f;  // False and True differ in bit 4 alone
  static constexpr uint64_t kTrueBits = 0x1f;
  static constexpr uint64_t kUnsetBits = 0x27;
  static constexpr uint64_t kErrorBits = 0x2f;

 private:
  explicit constexpr Value(uint64_t bits) : bits_(bits) {}
  uint64_t bits_;
};

static_assert(sizeof(Value) == 8);

inline constexpr Value kNone = Value::from_bits(Value::kNoneBits);
inline constexpr Value kTrue = Value::from_bits(Value::kTrueBits);
inline constexpr Value kFalse = Value::from_bits(Value::kFalseBits);
inline constexpr Value kUnset = Value::from_bits(Value::kUnsetBits);
inline constexpr Value kErrorMark = Value::from_bits(Value::kErrorBits);

}  // namespace gilt
