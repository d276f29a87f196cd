// Weak, empty initialisers for types whose own file does not exist; their strong definitions win.
#include "runtime/builtin_types.h"

namespace gilt {

#define GILT_TYPE(identifier, Pascal) \
  [[gnu::weak]] void init_##identifier##_type() {}
#include "runtime/builtin_types.def"
#undef GILT_TYPE

}  // namespace gilt
