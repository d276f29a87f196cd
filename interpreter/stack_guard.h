// Bounds native recursion by bytes of stack rather than by a count of levels: correct for every
// build, whatever its frames weigh. Used where the depth of recursion follows the program text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace gilt {

class StackGuard {
 public:
  // Recursion may use [budget] bytes below the frame that makes the guard, but nothing below the
  // address [lowest].
  explicit StackGuard(size_t budget, uintptr_t lowest = 0)
      : limit_(std::max(here() > budget ? here() - budget : 0, lowest)) {}

  bool exhausted() const { return here() < limit_; }

 private:
  static uintptr_t here() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }

  uintptr_t limit_;
};

}  // namespace gilt
