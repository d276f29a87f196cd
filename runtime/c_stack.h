// The C stack of a thread that the scheduler of real threads started.
#pragma once

#include <cstddef>

namespace gilt {

// The size in bytes of the C stack that this thread runs on, or 0 where the scheduler did not start
// it. The C library could tell too, at the price of several system calls and allocations.
size_t started_c_stack_size();

}  // namespace gilt
