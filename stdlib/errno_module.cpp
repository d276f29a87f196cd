// Module errno: names of the system's error numbers.
#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/str.h"

namespace gilt {

namespace {

constexpr struct {
  const char* name;
  int number;
} kErrors[] = {
#define GILT_ERROR(name) {#name, name},
#include "stdlib/errno_names.def"
#undef GILT_ERROR
};

bool init(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<DictObject> names, dict_new(t));
  for (const auto& error : kErrors) {
    GILT_CHECK(module_set(t, module, error.name, int_from(t, error.number)));
    GILT_TRY(RefOf<StrObject> name, str_new(t, error.name));
    GILT_CHECK(dict_set(t, names.get(), Value::integer(error.number), name.value()));
  }
  return module_set(t, module, "errorcode", std::move(names));
}

const ModuleDef kModule = {
    "errno", "The system's error numbers, and errorcode: number -> name.", {}, init};

}  // namespace

void register_errno_module() {
  register_native_module(kModule);
}

}  // namespace gilt
