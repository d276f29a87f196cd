#include "stdlib/native_modules.h"

#include <mutex>

namespace gilt {

#define GILT_MODULE(name) void register_##name##_module();
#include "stdlib/native_modules.def"
#undef GILT_MODULE

void register_native_modules() {
  static std::once_flag once;
  std::call_once(once, [] {
#define GILT_MODULE(name) register_##name##_module();
#include "stdlib/native_modules.def"
#undef GILT_MODULE
  });
}

}  // namespace gilt
