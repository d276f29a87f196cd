// The hash of text and bytes: SipHash-1-3 with a key that each process draws at random, so that
// nobody can prepare keys that collide. (Aumasson, Bernstein: "SipHash: a fast short-input PRF",
// 2012.)
//
// PYTHONHASHSEED=N fixes the key (the same that CPython derives from N, so that equal ASCII texts
// hash alike there and here), and 0 switches the key off. Any thread, at any time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gilt {

struct HashSeed {
  uint64_t k0, k1;
};

const HashSeed& hash_seed();

// Never 0 and never -1.
int64_t hash_bytes(const void* data, size_t size);

// The bare function, for tests.
uint64_t siphash13(HashSeed seed, const void* data, size_t size);

}  // namespace gilt
