#include "stdlib/paths.h"

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

Ref path_object(Thread& t, Value v) {
  if (is_str(v) || is_bytes(v)) return Ref::copy(v);
  GILT_TRY(Ref path, call_special(t, v, names::fspath_));
  if (path.is_unset()) {
    return fail(t, type_error_type, "expected str, bytes or os.PathLike object, not {}",
                type_name(v));
  }
  if (!is_str(path.get()) && !is_bytes(path.get())) {
    return fail(t, type_error_type, "expected {}.__fspath__() to return str or bytes, not {}",
                type_name(v), type_name(path.get()));
  }
  return path;
}

std::optional<std::string> path_argument(Thread& t, Value v, const char* function) {
  Ref path;
  if (function != nullptr && !is_str(v) && !is_bytes(v)) {
    GILT_TRY(path, call_special(t, v, names::fspath_));
    if (path.is_unset()) {
      return fail(t, type_error_type, "{}: path should be string, bytes or os.PathLike, not {}",
                  function, type_name(v));
    }
  }
  GILT_TRY(path, path_object(t, path.is_unset() ? v : path.get()));
  std::string text = is_str(path.get()) ? encode_filename(path.as<StrObject>())
                                        : std::string(path.as<BytesObject>()->view());
  if (text.find('\0') != std::string::npos) {
    if (function == nullptr) return fail(t, value_error_type, "embedded null byte");
    return fail(t, value_error_type, "{}: embedded null character in path", function);
  }
  return text;
}

Failed fail_path(Thread& t, int error_number, Value path, Value path2) {
  Ref shown[2] = {Ref::copy(path), Ref::copy(path2)};
  for (Ref& name : shown) {
    if (name.is_unset() || type_lookup(type_of(name.get()), names::fspath_).is_unset()) continue;
    GILT_TRY(name, path_object(t, name.get()));
  }
  return fail_os(t, error_number, shown[0].get(), shown[1].get());
}

}  // namespace gilt
