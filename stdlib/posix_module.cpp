// Module posix: what the system offers, under os.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/str.h"
#include "stdlib/posix.h"

namespace gilt {

namespace {

constexpr struct {
  const char* name;
  int value;
} kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
    GILT_CONSTANT(F_OK) GILT_CONSTANT(R_OK) GILT_CONSTANT(W_OK) GILT_CONSTANT(X_OK)
        GILT_CONSTANT(O_RDONLY) GILT_CONSTANT(O_WRONLY) GILT_CONSTANT(O_RDWR)
            GILT_CONSTANT(O_APPEND) GILT_CONSTANT(O_CREAT) GILT_CONSTANT(O_EXCL)
                GILT_CONSTANT(O_TRUNC) GILT_CONSTANT(O_NONBLOCK) GILT_CONSTANT(O_SYNC)
                    GILT_CONSTANT(O_DSYNC) GILT_CONSTANT(O_NOCTTY) GILT_CONSTANT(O_CLOEXEC)
                        GILT_CONSTANT(O_DIRECTORY) GILT_CONSTANT(O_NOFOLLOW) GILT_CONSTANT(WNOHANG)
                            GILT_CONSTANT(WUNTRACED) GILT_CONSTANT(WCONTINUED)
#undef GILT_CONSTANT
                                {"EX_OK", 0},
};

// The environment as the process was started with it, in bytes.
Ref environment(Thread& t) {
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals == nullptr) continue;
    GILT_TRY(RefOf<BytesObject> name, bytes_new(t, {*entry, static_cast<size_t>(equals - *entry)}));
    GILT_TRY(RefOf<BytesObject> value, bytes_new(t, equals + 1));
    GILT_TRY(bool known, dict_contains(t, dict.get(), name.value()));
    if (!known) GILT_CHECK(dict_set(t, dict.get(), name.value(), value.value()));
  }
  return dict;
}

bool init(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<StrObject> name, str_new(t, "posix"));
  for (const auto& functions : {posix_file_functions(), posix_descriptor_functions(),
                                posix_process_functions(), posix_scandir_functions()}) {
    for (const NativeDef& def : functions) {
      GILT_TRY(RefOf<NativeFunctionObject> function,
               native_function_new(t, def, nullptr, Ref::unset(), Ref::copy(name.value())));
      GILT_CHECK(module_set(t, module, def.name, std::move(function)));
    }
  }
  for (TypeObject* type : {stat_result_type(), terminal_size_type(), uname_result_type(),
                           times_result_type(), dir_entry_type()}) {
    GILT_CHECK(module_set(t, module, type->name->view(), Ref::copy(type)));
  }
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  GILT_CHECK(module_set(t, module, "error", Ref::copy(&os_error_type)));
  GILT_TRY(Ref variables, environment(t));
  return module_set(t, module, "environ", std::move(variables));
}

const ModuleDef kModule = {"posix", "The system's functions; use module os.", {}, init};

}  // namespace

void register_posix_module() {
  register_native_module(kModule);
}

}  // namespace gilt
