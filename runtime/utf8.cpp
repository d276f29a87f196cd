#include "runtime/utf8.h"

namespace gilt::text {

bool is_ascii(std::string_view s) {
  const char* p = s.data();
  size_t n = s.size();
  uint64_t seen = 0;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    seen |= word;
  }
  for (; n > 0; ++p, --n) seen |= static_cast<unsigned char>(*p);
  return (seen & 0x8080808080808080) == 0;
}

size_t count(std::string_view s) {
  size_t n = s.size();
  // Eight bytes at once: in a continuation byte the highest bit is set and the next one is not.
  constexpr uint64_t kOnes = 0x0101010101010101;
  for (; s.size() >= sizeof(uint64_t); s.remove_prefix(sizeof(uint64_t))) {
    uint64_t bytes;
    std::memcpy(&bytes, s.data(), sizeof bytes);
    if ((bytes & kOnes << 7) == 0) continue;
    n -= (bytes >> 7 & ~bytes >> 6 & kOnes) * kOnes >> 56;
  }
  for (char c : s) n -= is_continuation(c);
  return n;
}

const char* advance(const char* p, size_t n) {
  for (; n > 0; --n) p += size_at(p);
  return p;
}

}  // namespace gilt::text
