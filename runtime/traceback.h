// Tracebacks: the list of places that an exception passed, outermost first.
//
// Unwinding puts one entry in front for each frame it leaves. The entry knows the code and the
// instruction; lines and columns are looked up when somebody asks.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct TracebackObject : Object {
  Slot next;        // towards the frame that raised, or unset
  Slot frame;       // FrameObject
  Slot code;        // CodeObject
  uint32_t offset;  // word of the instruction in the code; UINT32_MAX: `line` alone is known
  int32_t line;     // 0: not looked up yet
};

}  // namespace gilt
