// What list, tuple and the other builtin sequences share: indices, `+` and `*` with their errors,
// hashing of several values, and X[int] for generic classes.
#pragma once

#include <optional>

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// An index for [what] ("list", "tuple" ...): any __index__; TypeError "list indices must be
// integers or slices, not str"; IndexError when it does not fit 64 bits.
std::optional<int64_t> sequence_index(Thread& t, Value key, const char* what);

// TypeError of a + b where [a] is a sequence called [what] and [other] is not: "can only
// concatenate list (not "int") to list". (operations_binary.cpp has asked the other operand
// before.)
Failed concatenate_other(Thread& t, Value other, const char* what);

// How often sequence * n repeats; negative counts are 0.
std::optional<int64_t> repeat_count(Thread& t, Value n);

// The bounds of index(value, start, stop): ints of any size, negative ones count from the end.
// Unset: the default.
bool index_bounds(Thread& t, Value start, Value stop, int64_t length, int64_t& first,
                  int64_t& last);
// As slices clamp: any __index__; [none_allowed] only changes the error's text.
std::optional<int64_t> clamped_index(Thread& t, Value v, bool none_allowed = true);

// Mixes hashes of several values into one: the xxHash-based scheme of CPython's tuples (Yann
// Collet's xxHash64, without its final avalanche).
class HashMixer {
 public:
  void add(int64_t hash) {
    state_ += static_cast<uint64_t>(hash) * kPrime2;
    state_ = std::rotl(state_, 31);
    state_ *= kPrime1;
  }
  int64_t finish() const {
    return state_ == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(state_);
  }
  int64_t finish_with_length(int64_t length) {
    state_ += static_cast<uint64_t>(length) ^ (kPrime5 ^ 3527539u);
    return finish();
  }

 private:
  static constexpr uint64_t kPrime1 = 11400714785074694791u;
  static constexpr uint64_t kPrime2 = 14029467366897019727u;
  static constexpr uint64_t kPrime5 = 2870177450012600261u;
  uint64_t state_ = kPrime5;
};

// __class_getitem__ of generic builtin classes: a class method "(cls, object, /)".
Ref class_getitem(Thread& t, Args args);
inline constexpr const char kClassGetitemDoc[] = "See PEP 585";

}  // namespace gilt
