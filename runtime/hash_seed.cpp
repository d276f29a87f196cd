#include "runtime/hash_seed.h"

#include <sys/random.h>

#include <bit>
#include <cstdlib>
#include <cstring>

namespace gilt {

namespace {

HashSeed make_seed() {
  const char* text = std::getenv("PYTHONHASHSEED");
  if (text != nullptr && *text != '\0' && std::strcmp(text, "random") != 0) {
    char* end;
    unsigned long number = std::strtoul(text, &end, 10);
    if (*end == '\0' && number <= 0xffffffff) {
      if (number == 0) return {0, 0};
      unsigned char bytes[16];
      auto x = static_cast<uint32_t>(number);
      for (unsigned char& byte : bytes) {
        x = x * 214013 + 2531011;
        byte = static_cast<unsigned char>(x >> 16);
      }
      HashSeed seed;
      std::memcpy(&seed, bytes, sizeof seed);
      return seed;
    }
  }
  HashSeed seed{0x9ae16a3b2f90404f, 0xc949d7c7509e6557};
  // Where the system has no randomness yet the fixed key will do: it guards against strangers only.
  static_cast<void>(!getrandom(&seed, sizeof seed, GRND_NONBLOCK));
  return seed;
}

struct SipState {
  uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1, v2 += v3;
    v1 = std::rotl(v1, 13) ^ v0, v3 = std::rotl(v3, 16) ^ v2;
    v0 = std::rotl(v0, 32);
    v2 += v1, v0 += v3;
    v1 = std::rotl(v1, 17) ^ v2, v3 = std::rotl(v3, 21) ^ v0;
    v2 = std::rotl(v2, 32);
  }
  void absorb(uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }
};

// The fewer than eight octets at [p], the first in the lowest place.
uint64_t load_few(const unsigned char* p, size_t size) {
  if (size >= 4) {
    uint32_t first, last;  // which overlap
    std::memcpy(&first, p, 4);
    std::memcpy(&last, p + size - 4, 4);
    return first | static_cast<uint64_t>(last) << (8 * (size - 4));
  }
  if (size == 0) return 0;
  return p[0] | static_cast<uint64_t>(p[size / 2]) << (8 * (size / 2)) |
         static_cast<uint64_t>(p[size - 1]) << (8 * (size - 1));
}

}  // namespace

const HashSeed& hash_seed() {
  static const HashSeed seed = make_seed();
  return seed;
}

uint64_t siphash13(HashSeed seed, const void* data, size_t size) {
  SipState s{seed.k0 ^ 0x736f6d6570736575, seed.k1 ^ 0x646f72616e646f6d,
             seed.k0 ^ 0x6c7967656e657261, seed.k1 ^ 0x7465646279746573};
  auto p = static_cast<const unsigned char*>(data);
  uint64_t last = static_cast<uint64_t>(size) << 56;
  for (; size >= 8; p += 8, size -= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    s.absorb(word);
  }
  s.absorb(last | load_few(p, size));
  s.v2 ^= 0xff;
  s.round();
  s.round();
  s.round();
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

int64_t hash_bytes(const void* data, size_t size) {
  if (size == 0) return 0;  // as everyone expects of hash('')
  auto h = static_cast<int64_t>(siphash13(hash_seed(), data, size));
  if (h == -1) return -2;
  return h == 0 ? 1 : h;
}

}  // namespace gilt
