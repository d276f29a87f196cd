// What a script sees of a frame: sys._getframe(), traceback entries, generators' gi_frame.
//
// While the frame runs, the object points to it and reads its registers. When the frame ends and
// somebody else holds the object, the locals move into it. Of a suspended generator it reads the
// saved registers.
//
// Only the thread whose frame it is changes these fields. Other threads, which may hold the object
// of a frame that runs or may run again, look at them with the world stopped (FrameLook).
#pragma once

#include <optional>

#include "interpreter/frame.h"
#include "runtime/world.h"

namespace gilt {

struct ExceptionObject;

struct FrameObject : Object {
  SharedField<Frame*> frame;                // null while it does not run
  SharedField<GeneratorObject*> generator;  // of a generator's frame, until that ends; borrowed
  SharedField<Thread*> thread;              // whose frame it is
  Slot code, function, builtins;
  Slot globals;  // DictObject
  Slot names;    // namespace mapping or unset
  Slot back;     // once ended
  Slot trace, extra_locals;
  SharedField<uint32_t> last_offset;  // once ended
  SharedField<uint32_t> saved_count;
  SharedField<Slot*> saved;  // local registers, once ended: in kept(), or null
  bool trace_lines, trace_opcodes;
  // -- tracing.cpp --
  bool is_called;          // its `call` has been told
  int traced_line;         // of the last `line`, 0: none yet
  uint32_t traced_offset;  // of the last instruction
  int shown_line;          // what f_lineno says meanwhile; 0: where the frame is
  const char* event;       // what a trace function is being told; null: nothing

  // Where the local registers go when the frame ends: behind the object.
  Slot* kept() { return reinterpret_cast<Slot*>(this + 1); }
};

// For the time of a scope nobody changes what [frame]'s object tells. Nothing may block in it.
class FrameLook {
 public:
  FrameLook(Thread& t, FrameObject* frame) {
    if (is_shared(frame) && may_change(t, frame)) stopped_.emplace(t, Pause::kInspect);
  }
  // A value that was read from a register, for the script: another thread's becomes shared.
  Ref take(Value v) const {
    if (stopped_ && is_private(v)) publish(v);
    return Ref::copy(v);
  }

 private:
  static bool may_change(const Thread& t, const FrameObject* frame) {
    return frame->generator != nullptr || (frame->frame != nullptr && frame->thread != &t);
  }
  std::optional<StopTheWorld> stopped_;
};

// frame_object for a frame of [owner]. REQUIRES: that is [t], or the world is stopped.
RefOf<FrameObject> frame_object_of(Thread& t, Thread& owner, Frame& frame);

// sys._current_frames(): a dict from threads' identifiers to their innermost frames.
Ref current_frames(Thread& t);

// The frame ends: its locals and function register move into its object or are released.
void frame_object_detach(Thread& t, Frame& frame);
// Code offset of the instruction that the frame is at.
uint32_t frame_offset(const FrameObject* f);
int frame_line(const FrameObject* f);
// Where the values of its local registers are now: null when none are left.
Value* frame_registers(FrameObject* f);

// Puts one entry in front of [exception]'s traceback. REQUIRES: somebody holds the exception until
// this returns, even if it fails.
bool traceback_add(Thread& t, ExceptionObject* exception, Frame& frame, uint32_t offset);

// First handler whose range holds [pc], or null. (unwind.cpp)
const ExceptionEntry* handler_at(const CodeObject* code, const Instr* pc);
// Releases what the innermost frame still holds: function and locals, or what of a generator's
// frame is to end with it. The frame itself stays on the stack. (unwind.cpp)
void end_frame(Thread& t, Frame& frame);

}  // namespace gilt
