#include "stdlib/file_descriptor.h"

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"

namespace gilt {

std::optional<int> file_descriptor(Thread& t, Value v) {
  Ref number;
  if (!is_int(v)) {
    GILT_TRY(Ref method, get_attribute_or_unset(t, v, intern("fileno")));
    if (method.is_unset()) {
      return fail(t, type_error_type, "argument must be an int, or have a fileno() method.");
    }
    GILT_TRY(number, call(t, method.get()));
    if (!is_int(number.get())) {
      return fail(t, type_error_type, "fileno() returned a non-integer");
    }
    v = number.get();
  }
  GILT_TRY(int fd, to_c_int(t, v));
  if (fd < 0) {
    return fail(t, value_error_type, "file descriptor cannot be a negative integer ({})", fd);
  }
  return fd;
}

}  // namespace gilt
