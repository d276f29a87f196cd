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
  size_t n = 0;
  for (char c : s) n += !is_continuation(c);  // the compiler makes it wide
  return n;
}

const char* advance(const char* p, size_t n) {
  for (; n > 0; --n) p += size_at(p);
  return p;
}

}  // namespace gilt::text
