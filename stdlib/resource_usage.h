// resource.struct_rusage: what processes have used.
#pragma once

#include <sys/resource.h>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

TypeObject* resource_usage_type();
Ref resource_usage(Thread& t, const rusage& usage);

}  // namespace gilt
