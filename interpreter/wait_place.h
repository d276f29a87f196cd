// Where a thread is that waits for a lock, in words for the report of a deadlock
// (runtime/deadlock.h). Only looks: no script code runs and nothing is counted, so any thread may
// ask about another that stands still.
#pragma once

#include "interpreter/code.h"
#include "runtime/machine.h"

namespace gilt {

// Machine::wait_place and Machine::place_of.
WaitPlace wait_place(const Thread& t, Object* lock);
bool place_of_instruction(const Thread& t, const void* instruction, CodePlace& place);

// The standard library's own code?
bool is_of_library(const CodeObject* code);

}  // namespace gilt
