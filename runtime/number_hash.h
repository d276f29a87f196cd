// How numbers hash: equal numbers of different types hash alike, because all are reduced modulo the
// prime 2^61 - 1. A fraction p/q hashes to p times the inverse of q.
#pragma once

#include <cstdint>

namespace gilt {

inline constexpr int kHashBits = 61;
inline constexpr int64_t kHashModulus = (int64_t{1} << kHashBits) - 1;
inline constexpr int64_t kHashInfinity = 314159;
inline constexpr int64_t kHashImaginary = 1000003;

// -1 means an error where hashes come from, so no hash is -1.
inline int64_t avoid_minus_one(int64_t hash) {
  return hash == -1 ? -2 : hash;
}

// REQUIRES: not NaN.
int64_t double_hash(double d);

}  // namespace gilt
