// Frame: one activation of a code object, and the two stacks of a thread.
//
// The value stack holds registers. The caller puts callee and arguments into consecutive
// temporaries; the callee's window begins at the first argument, so nothing is copied:
//
//    caller's registers            ... [ callee ][ arg 0 ][ arg 1 ] ...
//    callee's registers                  regs[-1]  regs[0]  regs[1]  locals ... temporaries ...
//
// For a method call whose self register is unset the callee is moved up by one, so that it is
// always regs[-1]: the function, or unset for code that was entered without one. Returning releases
// it together with the locals. The frame stack is an array of Frame beside it. A generator's
// registers are copied out when it suspends and in when it resumes.
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

// A frame without flags is a plain call by CALL or CALL_METHOD: RETURN's fast path. Every flag
// sends RETURN to leave_frame().
enum FrameFlags : uint8_t {
  kFrameEntry = 1 << 0,        // native code entered the machine here: returning leaves it
  kFrameConstructor = 1 << 1,  // __init__ called by a class: `instance` is returned, not None
  kFrameGenerator = 1 << 2,    // registers go back to `generator` on suspension
  kFrameOddReturn = 1 << 3,    // the caller's instruction has words behind it; it writes A, too
  kFrameHasObject = 1 << 4,    // `object` is there
  kFrameHasNames = 1 << 5,     // `names` is there
  kFrameOperator = 1 << 6,     // __add__ and the like called by an operator, which has its own
                               // opinion of NotImplemented: `instance` and `right_type` are there
};

struct Frame {
  const Instr* pc;  // instruction being executed or, below another frame, the call
  Value* regs;
  CodeObject* code;      // borrowed from the function (or owned by whoever entered)
  GlobalTable* globals;  // likewise
  uint8_t flags;         // FrameFlags; the members below are valid only as it says
  union {
    GeneratorObject* generator;  // kFrameGenerator: kept alive by whoever resumed it
    Object* instance;  // counted. kFrameConstructor: the new one; kFrameOperator: the left
                       // operand's class
  };
  Value saved_handled;  // kFrameGenerator: what the resumer was handling
  FrameObject* object;  // what a script sees of it, once somebody asked; counted
  union {
    Value names;             // namespace mapping of class bodies and exec'd code (borrowed)
    TypeObject* right_type;  // of the right operand: the left one's, or of a number
  };

  bool has(FrameFlags flag) const { return (flags & flag) != 0; }
  FunctionObject* function() const {
    return regs[-1].is_unset() ? nullptr : regs[-1].as<FunctionObject>();
  }
  Value* temporaries() const { return regs + code->local_count; }
};

// Runs [code] as a module, class body or exec'd text: names unset means the globals dict itself.
// [function] gives it its closure. Enters the machine. (machine.cpp)
Ref run_code(Thread& t, CodeObject* code, GlobalTable* globals, Value names,
             FunctionObject* function = nullptr);

// Calls a function written in the language from native code (the call slot of function_type).
// Enters the machine. (machine.cpp)
Ref function_call(Thread& t, Value function, CallArgs args);

// Runs the innermost frame, which has kFrameEntry, until it returns or an exception leaves it.
Ref run_machine(Thread& t);

// Makes [t] obey its interpreter's recursion limit (after sys.setrecursionlimit).
void update_recursion_limit(Thread& t);

// [frame]'s object (frame_object.h); made on the first request.
RefOf<FrameObject> frame_object(Thread& t, Frame& frame);

// The frame below [frame], or null.
inline Frame* caller_of(const Thread& t, Frame* frame) {
  return frame > t.frames ? frame - 1 : nullptr;
}

// sys.exception(): what is being handled by the innermost frame that handles something; unset when
// nothing is. (unwind.cpp)
Value handled_exception(const Thread& t);

}  // namespace gilt
