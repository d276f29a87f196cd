#include "runtime/warnings.h"

#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

bool warn(Thread& t, const TypeObject& category, std::string_view message) {
  GILT_TRY(Ref function, import_attribute(t, "warnings", "warn"));
  GILT_TRY(auto text, str_new(t, message));
  return !call(t, function.get(), {text.value(), to_value(&category)}).is_error();
}

bool warn_explicit(Thread& t, const TypeObject& category, std::string_view message,
                   std::string_view filename, int line) {
  GILT_TRY(Ref function, import_attribute(t, "warnings", "warn_explicit"));
  GILT_TRY(auto text, str_new(t, message));
  GILT_TRY(auto file, str_new(t, filename));
  return !call(t, function.get(),
               {text.value(), to_value(&category), file.value(), Value::integer(line)})
              .is_error();
}

}  // namespace gilt
