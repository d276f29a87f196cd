#include "stdlib/native_modules.h"

#include <mutex>

namespace gilt {

// One function a module, each in the module's own file.
#define GILT_MODULES(X) \
  X(builtins)           \
  X(sys)                \
  X(gilt)               \
  X(thread)             \
  X(weakref)            \
  X(typing)             \
  X(collections)        \
  X(itertools)

#define GILT_DECLARE(name) void register_##name##_module();
GILT_MODULES(GILT_DECLARE)
#undef GILT_DECLARE

void register_native_modules() {
  static std::once_flag once;
  std::call_once(once, [] {
#define GILT_REGISTER(name) register_##name##_module();
    GILT_MODULES(GILT_REGISTER)
#undef GILT_REGISTER
  });
}

}  // namespace gilt
