// What a script sees of a frame: sys._getframe(), traceback entries, generators' gi_frame.
//
// While the frame runs, the object points to it and reads its registers. When the frame ends and
// somebody else holds the object, the locals move into it. Of a suspended generator it reads the
// saved registers.
#pragma once

#include "interpreter/frame.h"

namespace gilt {

struct ExceptionObject;

struct FrameObject : Object {
  Frame* frame;                // null while it does not run
  GeneratorObject* generator;  // of a generator's frame, until that ends; borrowed
  Thread* thread;              // whose frame it is
  Slot code, function, builtins;
  Slot globals;  // DictObject
  Slot names;    // namespace mapping or unset
  Slot back;     // once ended
  Slot trace, extra_locals;
  uint32_t last_offset;  // once ended
  uint32_t saved_count;
  Slot* saved;  // local registers, once ended
  bool trace_lines, trace_opcodes;
  // -- tracing.cpp --
  bool is_called;          // its `call` has been told
  int traced_line;         // of the last `line`, 0: none yet
  uint32_t traced_offset;  // of the last instruction
  int shown_line;          // what f_lineno says meanwhile; 0: where the frame is
};

// The frame ends: its locals and function register move into its object or are released.
void frame_object_detach(Thread& t, Frame& frame);
// Code offset of the instruction that the frame is at.
uint32_t frame_offset(const FrameObject* f);
int frame_line(const FrameObject* f);
// Where the values of its local registers are now: null when none are left.
Value* frame_registers(FrameObject* f);

// Puts one entry in front of [exception]'s traceback.
bool traceback_add(Thread& t, ExceptionObject* exception, Frame& frame, uint32_t offset);

// First handler whose range holds [pc], or null. (unwind.cpp)
const ExceptionEntry* handler_at(const CodeObject* code, const Instr* pc);
// Releases what the innermost frame still holds: function and locals, or what of a generator's
// frame is to end with it. The frame itself stays on the stack. (unwind.cpp)
void end_frame(Thread& t, Frame& frame);

}  // namespace gilt
