#include "stdlib/native_modules.h"

#include <mutex>

namespace gilt {

<<<<<<< HEAD
#define GILT_MODULE(name) void register_##name##_module();
#include "stdlib/native_modules.def"
#undef GILT_MODULE
=======
// One function a module, each in the module's own file.
#define GILT_MODULES(X) \
  X(builtins)           \
  X(sys)                \
  X(gilt)               \
  X(thread)             \
  X(weakref)            \
  X(typing)             \
  X(collections)        \
  X(itertools)          \
  X(heapq)              \
  X(bisect)             \
  X(operator)           \
  X(functools)          \
  X(abc)

#define GILT_DECLARE(name) void register_##name##_module();
    GILT_MODULES(GILT_DECLARE)
#undef GILT_DECLARE
    >>>>>>> e2db89f(operator, bisect, heapq : native parts)

                void register_native_modules() {
  static std::once_flag once;
  std::call_once(once, [] {
#define GILT_MODULE(name) register_##name##_module();
#include "stdlib/native_modules.def"
#undef GILT_MODULE
  });
}

}  // namespace gilt
