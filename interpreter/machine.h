// What the parts of the machine share beside frames and handlers.
#pragma once

#include "interpreter/frame.h"
#include "runtime/error.h"

namespace gilt {

// Registers that a call may use above its frame's own: a bound method puts its self in front of the
// arguments, so they move up by one; a class does the same.
inline constexpr int kCallSlack = 4;

// The first register above everything that the running frame uses: what native code enters begins
// here.
inline Value* free_registers(const Thread& t) {
  if (t.frame == nullptr) return t.stack + kCallSlack;
  return t.frame->regs + t.frame->code->register_count + kCallSlack;
}
inline Frame* free_frame(const Thread& t) {
  return t.frame == nullptr ? t.frames : t.frame + 1;
}

// "maximum recursion depth exceeded"
Failed fail_recursion(Thread& t);

// Goes on with a pending exception in the innermost frame, which has kFrameEntry.
Ref run_machine_unwinding(Thread& t);

}  // namespace gilt
