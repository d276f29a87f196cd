// Parts of module gilt.
#pragma once

#include "runtime/type.h"

namespace gilt {

// gilt.region: a named part of a program (runtime/region.h), as context manager and decorator.
TypeObject* region_type();

}  // namespace gilt
