// threading.local: attributes that each thread has for itself.
#pragma once

#include "runtime/type.h"

namespace gilt {

TypeObject* thread_local_type();

}  // namespace gilt
