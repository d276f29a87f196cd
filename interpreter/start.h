// What happens once in a process before the first interpreter exists.
#pragma once

namespace gilt {

// Fills in what the runtime asks of the machine (runtime/machine.h) and makes the native modules
// importable. Any number of times, from any thread.
void start_runtime();

}  // namespace gilt
