// Raising: the one way in which native code fails.
//
//   return fail(t, type_error_type, "'{}' object is not iterable", type_name(v));
//
// sets the thread's pending exception and yields a Failed, which every result type accepts. A
// message that more than one place raises has a name in messages.h. C++ exceptions never cross the
// VM: code that may meet std::bad_alloc turns it into no_memory(t).
#pragma once

#include <fmt/core.h>

#include "runtime/builtin_types.h"

namespace gilt {

Failed fail_formatted(Thread& t, const TypeObject& type, fmt::string_view format,
                      fmt::format_args args);

template <class... A>
GILT_NOINLINE Failed fail(Thread& t, const TypeObject& type, fmt::format_string<A...> format,
                          A&&... args) {
  return fail_formatted(t, type, format, fmt::make_format_args(args...));
}

// Raises type(value): KeyError(key), StopIteration(value), SystemExit(code); an unset value:
// type().
Failed fail_with(Thread& t, const TypeObject& type, Ref value);
// Raises an exception instance (sets its context to the exception being handled).
Failed fail_instance(Thread& t, Ref exception);
Failed no_memory(Thread& t);
// OSError (the subclass that fits) from [error_number], with optional file names.
Failed fail_os(Thread& t, int error_number, Value filename = kUnset, Value filename2 = kUnset);

bool error_pending(const Thread& t);
// The pending exception is a [type] (or derives from it).
bool error_matches(const Thread& t, const TypeObject& type);
// Takes the pending exception out of the thread. REQUIRES: one is pending.
Ref error_take(Thread& t);
// Puts one back as it was, without touching its context.
void error_restore(Thread& t, Ref exception);
inline void error_clear(Thread& t) {
  (void)error_take(t);
}
// Reports the pending exception through sys.unraisablehook and clears it: "Exception ignored
// [doing] [object]", such as "while calling deallocator <function D.__del__ at 0x...>"; without the
// object when that is unset.
void error_unraisable(Thread& t, std::string_view doing, Value object = kUnset);
// Taken out at construction, put back (dropping whatever came) at destruction: for code that must
// run with a clean slate while an exception is on its way, such as finalisers.
class ErrorGuard {
 public:
  explicit ErrorGuard(Thread& t);
  ~ErrorGuard();
  ErrorGuard(const ErrorGuard&) = delete;
  ErrorGuard& operator=(const ErrorGuard&) = delete;

 private:
  Thread& t_;
  Ref saved_;
};

}  // namespace gilt
