#include "runtime/hashing.h"

#include "runtime/error.h"

namespace gilt {

std::optional<int64_t> explain_unhashable(Thread& t, Value v, const char* use) {
  Ref exception = error_take(t);
  // Only a plain TypeError: what derives from it says what its author wanted.
  if (type_of(exception.get()) == &type_error_type) {
    auto text = to_str(t, exception.get());
    if (text) {
      return fail(t, type_error_type, "cannot use '{}' as {} ({})", type_name(v), use,
                  text->view());
    }
    error_clear(t);
  }
  error_restore(t, std::move(exception));
  return Failed{};
}

}  // namespace gilt
