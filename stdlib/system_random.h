// Random bytes from the system.
#pragma once

#include <sys/random.h>

#include <cstddef>

namespace gilt {

// False when the system has none (errno says why).
inline bool system_random(void* out, size_t size) {
  auto* bytes = static_cast<char*>(out);
  while (size > 0) {
    const ssize_t count = getrandom(bytes, size, 0);
    if (count < 0) return false;
    bytes += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

}  // namespace gilt
