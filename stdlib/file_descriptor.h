// Arguments that name an open file.
#pragma once

#include <optional>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

// An int, or what fileno() of an object returns. TypeError "argument must be an int, or have a
// fileno() method.", ValueError for negative numbers.
std::optional<int> file_descriptor(Thread& t, Value v);

}  // namespace gilt
