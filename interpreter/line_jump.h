// frame.f_lineno = N: a trace function sends its frame to another line.
//
// The line may be any whose first instruction finds the temporaries that it needs: iterators of the
// loops around it, what `with` and handlers keep. Those must be live where the frame stands, and
// have been made by the same instruction; all others are released on the way. So one can leave
// loops, handlers and `with` blocks (without __exit__, as in CPython) but not enter them.
//
// Only the frame's own thread may do this, while it is told of a line (tracing.cpp).
#pragma once

#include "runtime/ref.h"

namespace gilt {

struct FrameObject;
struct Thread;

// False with ValueError when [line] cannot be gone to. REQUIRES: f->frame is set and its
// instruction has not begun.
bool jump_to_line(Thread& t, FrameObject* f, Value line);

}  // namespace gilt
