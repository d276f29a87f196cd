// Calling the system as scripts expect: without the lock, and again after a signal whose handler
// has run.
#pragma once

#include <cerrno>
#include <cstdint>
#include <optional>

#include "runtime/interpreter.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"

namespace gilt {

// What f() returns when that is not negative; else OSError(errno, ..., path, path2).
template <class F>
std::optional<int64_t> system_call(Thread& t, F&& f, Value path = kUnset, Value path2 = kUnset) {
  while (true) {
    int64_t result;
    int error;
    {
      ReleaseGil released(t);
      result = f();
      error = errno;
    }
    if (result >= 0) return result;
    if (error != EINTR) return fail_path(t, error, path, path2);
    GILT_CHECK(handle_interrupt(t));
  }
}

}  // namespace gilt
