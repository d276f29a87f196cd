// Frame: one activation of a code object, and the two stacks of a thread.
//
// The value stack holds registers. The caller puts callee and arguments into consecutive
// temporaries; the callee's window begins at the first argument, so nothing is copied:
//
//    caller's registers            ... [ callee ][ arg 0 ][ arg 1 ] ...
//    callee's registers                  regs[-1]  regs[0]  regs[1]  locals ... temporaries ...
//
// For a method call whose self register is unset the callee is moved up by one, so that it is
// always regs[-1]. The callee register keeps the function alive; returning releases it together
// with the locals. The frame stack is an array of Frame beside it. A generator's registers are
// copied out when it suspends and in when it resumes.
//
// A frame belongs to its thread. `pc` is exact only while another frame is above it, and whenever a
// slow path runs (handlers store it before leaving the fast path).
#pragma once

#include "interpreter/code.h"
#include "runtime/function.h"
#include "runtime/thread.h"

namespace gilt {

struct GeneratorObject;
struct FrameObject;

enum FrameFlags : uint8_t {
  kFrameEntry = 1 << 0,        // native code entered the machine here: returning leaves it
  kFrameConstructor = 1 << 1,  // __init__ called by a class: returns regs' saved instance, not None
  kFrameGenerator = 1 << 2,    // registers go back to `generator` on suspension
  kFrameOwnsFunction = 1 << 3,  // regs[-1] holds the function (false for module and class bodies)
};

struct Frame {
  const Instr* pc;  // instruction being executed or, below another frame, the call
  Value* regs;
  CodeObject* code;          // borrowed from the function (or owned by whoever entered)
  FunctionObject* function;  // null for module, class and exec code without one
  GlobalTable* globals;
  Value names;  // namespace mapping of class bodies and exec'd code (borrowed), else unset
  union {
    GeneratorObject* generator;  // kFrameGenerator
    Object* instance;            // kFrameConstructor: counted
  };
  Value saved_handled;  // kFrameGenerator: what the resumer was handling
  FrameObject* object;  // sys._getframe()'s view of it, once somebody asked; counted
  uint8_t flags;
};

// What a script sees of a frame; outlives it (then registers are copied into it).
struct FrameObject : Object {
  Frame* frame;  // null once the frame has ended
  Slot code, function, globals, locals, back;
  uint32_t last_offset;  // instruction, once ended
  Slot* saved;           // registers, once ended
};

// Runs [code] as a module, class body or exec'd text: names unset means the globals dict itself.
// Enters the machine.
Ref run_code(Thread& t, CodeObject* code, GlobalTable* globals, Value names,
             FunctionObject* function = nullptr);

// Calls a function written in the language from native code (the call slot of function_type).
// Enters the machine.
Ref function_call(Thread& t, Value function, CallArgs args);

// f's frame object; made on the first request.
RefOf<FrameObject> frame_object(Thread& t, Frame& frame);

}  // namespace gilt
