#include "runtime/machine.h"

namespace gilt {

constinit Machine g_machine{};

}  // namespace gilt
