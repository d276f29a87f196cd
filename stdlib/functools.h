// The native types of module functools, in a file each.
#pragma once

#include "runtime/type.h"

namespace gilt {

TypeObject* partial_type();    // functools_partial.cpp
Value placeholder();           // functools.Placeholder, immortal
TypeObject* lru_cache_type();  // functools_cache.cpp

}  // namespace gilt
