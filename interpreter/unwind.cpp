// From a raised exception to the handler that takes it.
//
// Handlers are tables beside the code, so nothing is paid until something is raised. For each frame
// the exception passes: note the place in the traceback, find the first entry of the table whose
// range holds the instruction, release the temporaries that the handler does not want, go there; or
// end the frame and look at its caller. Which temporaries are live is the code's depth table; what
// the failing instruction consumes, it has released itself.
#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "interpreter/slow.h"
#include "interpreter/tracing.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/traceback.h"

namespace gilt {
namespace {

// Does an exception that starts at this instruction pass its frame for the second time?
bool continues(Op op) {
  return op == Op::RERAISE || op == Op::RERAISE_CURRENT || op == Op::UNWIND_HANDLER ||
         op == Op::END_ASYNC_FOR || op == Op::STOP_ITERATION_ERROR;
}

void add_traceback(Thread& t, Frame& frame) {
  auto* exception = t.exception.as<ExceptionObject>();
  auto offset = static_cast<uint32_t>(frame.pc - frame.code->words);
  // Without memory for the entry the MemoryError goes on in place of what was raised.
  static_cast<void>(traceback_add(t, exception, frame, offset));
}

void release_registers(Value* from, Value* to) {
  while (to > from) {
    --to;
    release(std::exchange(*to, kUnset));
  }
}

}  // namespace

const ExceptionEntry* handler_at(const CodeObject* code, const Instr* pc) {
  auto offset = static_cast<uint32_t>(pc - code->words);
  for (const ExceptionEntry& entry : code->exceptions) {
    if (entry.start <= offset && offset < entry.end) return &entry;
  }
  return nullptr;
}

Next unwind(Thread& t) {
  bool first = true;
  while (true) {
    Frame& frame = *t.frame;
    CodeObject* code = frame.code;
    Op op = op_of(fetch(frame.pc));
    const ExceptionEntry* entry = t.stopping ? nullptr : handler_at(code, frame.pc);
    // An exception thrown into a delegation is its delegate's first: the entry is made when it
    // comes back.
    bool handed_on =
        entry != nullptr && op == Op::YIELD && op_of(code->words[entry->handler]) == Op::THROW_INTO;
    bool traced = t.dispatch == &watched_handlers();
    if (!(first && continues(op)) && !handed_on) {
      add_traceback(t, frame);
      if (traced) trace_exception(t);
    }
    first = false;
    if (traced && entry == nullptr) trace_unwound(t);
    Value* live = frame.temporaries();
    Value* end = live + depth_at(code, frame.pc);
    if (entry != nullptr) {
      release_registers(live + entry->depth, end);
      return code->words + entry->handler;
    }
    release_registers(live, end);
    bool is_entry = frame.has(kFrameEntry);
    end_frame(t, frame);
    if (frame.flags & (kFrameConstructor | kFrameOperator)) release(to_value(frame.instance));
    t.frame = caller_of(t, &frame);
    if (is_entry) {
      t.result = kErrorMark;
      return kLeave;
    }
  }
}

void end_frame(Thread& t, Frame& frame) {
  if (frame.has(kFrameGenerator)) {
    generator_end(t, frame);
    return;
  }
  if (frame.has(kFrameHasObject)) {
    frame_object_detach(t, frame);
    return;
  }
  release_registers(frame.regs - 1, frame.temporaries());
  // A finaliser may have asked for the frame's object.
  if (frame.has(kFrameHasObject)) frame_object_detach(t, frame);
}

Value handled_exception(const Thread& t) {
  if (!t.handled.is_unset() && !t.handled.is_none()) return t.handled;
  // A generator starts with nothing to handle, but what its resumer handles is still current.
  for (Frame* frame = t.frame; frame != nullptr; frame = caller_of(t, frame)) {
    if (!frame->has(kFrameGenerator)) continue;
    if (!frame->saved_handled.is_unset() && !frame->saved_handled.is_none())
      return frame->saved_handled;
  }
  return kUnset;
}

}  // namespace gilt
