// Checked conversions of arguments to C++ types. (native.h)
#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

std::optional<int64_t> to_int64(Thread& t, Value v) {
  if (v.is_int()) [[likely]]
    return v.as_int();
  GILT_TRY(Ref index, to_index(t, v));
  if (std::optional<int64_t> value = int_to_int64(index.get())) return value;
  return fail(t, overflow_error_type, "Python int too large to convert to C ssize_t");
}

std::optional<int> to_c_int(Thread& t, Value v) {
  GILT_TRY(Ref index, to_index(t, v));
  std::optional<int64_t> value = int_to_int64(index.get());
  if (!value || *value > INT32_MAX || *value < INT32_MIN)
    return fail(t, overflow_error_type, "Python int too large to convert to C int");
  return static_cast<int>(*value);
}

std::optional<double> to_double(Thread& t, Value v) {
  if (is_float(v)) return float_value(v);
  if (is_int(v)) return int_to_double(t, v);
  TypeObject* type = type_of(v);
  if (type->slots.to_float != nullptr) {
    GILT_TRY(Ref result, type->slots.to_float(t, v));
    if (!result.is_unset()) {
      if (!is_float(result.get()))
        return fail(t, type_error_type, "{}.__float__ returned non-float (type {})",
                    type_name(type), type_name(result.get()));
      return float_value(result.get());
    }
  }
  if (type->slots.to_index != nullptr) {
    GILT_TRY(Ref index, to_index(t, v));
    return int_to_double(t, index.get());
  }
  return fail(t, type_error_type, "must be real number, not {}", type_name(type));
}

std::optional<int64_t> to_clamped_index(Thread& t, Value v) {
  if (v.is_int()) [[likely]]
    return v.as_int();
  GILT_TRY(Ref index, to_index(t, v));
  if (std::optional<int64_t> value = int_to_int64(index.get())) return value;
  return int_sign(index.get()) < 0 ? INT64_MIN : INT64_MAX;
}

std::optional<std::string_view> to_text(Thread& t, Value v, const char* function, int argument) {
  if (is_str(v)) return v.as<StrObject>()->view();
  if (argument == 0)
    return fail(t, type_error_type, "{}() argument must be str, not {}", function,
                argument_kind(v));
  return fail(t, type_error_type, "{}() argument {} must be str, not {}", function, argument,
              argument_kind(v));
}

}  // namespace gilt
