// How large a single block of memory may be.
//
// The system promises memory that it does not have and ends the process that touches it. So a block
// larger than all of the machine's memory is refused before it is asked for, which the script sees
// as MemoryError.
#pragma once

#include <cstddef>

namespace gilt {

// In bytes. Constant for the life of the process; any thread may ask.
size_t largest_block();

}  // namespace gilt
