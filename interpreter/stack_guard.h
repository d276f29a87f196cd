// Bounds native recursion by bytes of stack rather than by a count of levels: correct for every
// build, whatever its frames weigh. Used where the depth of recursion follows the program text.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gilt {

class StackGuard {
 public:
  // Recursion may use [budget] bytes below the frame that makes the guard.
  explicit StackGuard(size_t budget) : limit_(here() > budget ? here() - budget : 0) {}

  bool exhausted() const { return here() < limit_; }

 private:
  static uintptr_t here() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }

  uintptr_t limit_;
};

}  // namespace gilt
