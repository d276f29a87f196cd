// The one function that differs between the two forms of dispatch: machine_tail.cpp or
// machine_goto.cpp.
#pragma once

#include "interpreter/ops.h"

namespace gilt {

// Executes the instruction at [pc] of t.frame and what follows, until that activation's entry frame
// is left. The result is owned, or the error mark.
Value run_handlers(Thread& t, Next pc);

// Points t.dispatch to the plain or the watched table, as the thread's settings ask. (watch.cpp)
void select_handlers(Thread& t);
// The same for all threads of an interpreter. REQUIRES: no other thread of it runs; each reloads
// its table on its way back.
void select_all_handlers(Interpreter& interpreter);
// Lets all threads of [t]'s interpreter look for waiting threads before each instruction, or at
// safepoints only. REQUIRES: [t] is attached, so that no other thread runs; each reloads its table
// on its way back.
void switch_at_every_opcode(Thread& t, bool on);

}  // namespace gilt
