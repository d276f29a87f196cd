// Into the machine and out of it: what native code calls.
#include "interpreter/machine.h"

#include <algorithm>

#include "interpreter/bind.h"
#include "interpreter/ops.h"
#include "interpreter/run_handlers.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/messages.h"

namespace gilt {

namespace {

Ref run_from(Thread& t, Next pc) {
  if (pc == kLeave) return Ref::adopt(t.result);
  t.native_depth++;
  Value result = run_handlers(t, pc);
  t.native_depth--;
  return Ref::adopt(result);
}

}  // namespace

Ref run_machine(Thread& t) {
  return run_from(t, t.frame->pc);
}

Ref run_machine_unwinding(Thread& t) {
  return run_from(t, unwind(t));
}

void update_recursion_limit(Thread& t) {
  // The address space of the frame stack holds far more than any sensible limit; it ends where
  // thread.cpp said.
  static const auto most = static_cast<uint32_t>((size_t{128} << 20) / sizeof(Frame) - 64);
  uint32_t limit = t.interpreter->recursion_limit.load(std::memory_order_relaxed);
  t.recursion_depth_limit = limit;
  t.frame_limit = t.frames + std::min(limit, most);
}

namespace {

// Room for an activation that native code enters. False with RecursionError raised.
bool can_enter(Thread& t, const Value* registers, uint32_t count) {
  if (t.dispatch == nullptr) [[unlikely]] {
    update_recursion_limit(t);
    select_handlers(t);
  }
  if (c_stack_is_low(t) || free_frame(t) >= t.frame_limit || registers + count > t.stack_limit)
      [[unlikely]] {
    return fail_recursion(t);
  }
  return true;
}

}  // namespace

Ref run_code(Thread& t, CodeObject* code, GlobalTable* globals, Value names,
             FunctionObject* function) {
  Frame* frame = free_frame(t);
  Value* regs = free_registers(t) + 1;
  GILT_CHECK(can_enter(t, regs, code->register_count));
  regs[-1] = function != nullptr ? Ref::copy(function).take() : kUnset;
  for (uint32_t i = 0; i < code->local_count; i++) regs[i] = kUnset;
  frame->pc = code->words;
  frame->regs = regs;
  frame->code = code;
  frame->globals = globals;
  frame->flags = kFrameEntry;
  if (!names.is_unset()) {
    frame->flags |= kFrameHasNames;
    frame->names = names;
  }
  // Code and namespace must outlast the run, whatever the script does to their other owners.
  Ref held_code = Ref::copy(code), held_names = Ref::copy(names);
  GlobalTable* held_globals = global_table_retain(globals);
  t.frame = frame;
  Ref result = run_machine(t);
  global_table_release(t, held_globals);
  return result;
}

Ref function_call(Thread& t, Value callee, CallArgs args) {
  auto* function = callee.as<FunctionObject>();
  // Both before the arguments are bound, which may run script code that gives the function others.
  CodeObject* code = function->code;
  GlobalTable* globals = function->globals;
  Frame* frame = free_frame(t);
  Value* regs = free_registers(t) + 1;
  uint32_t named = args.kwnames != nullptr ? static_cast<uint32_t>(args.kwnames->size) : 0;
  uint32_t count = args.positional + named;
  GILT_CHECK(can_enter(t, regs, std::max(count, code->register_count)));
  GILT_SHORT_LOOP
  for (uint32_t i = 0; i < count; i++) regs[i] = to_register(args.values[i]);
  if (args.kwnames == nullptr && (code->flags_word & kCodeSimpleCall) != 0 &&
      code->positional_count == count) {
    GILT_SHORT_LOOP
    for (uint32_t i = count; i < code->local_count; i++) regs[i] = kUnset;
  } else {
    GILT_CHECK(bind_parameters(t, function, regs, args.positional, args.kwnames));
  }
  regs[-1] = to_register(callee);
  frame->pc = code->words;
  frame->regs = regs;
  frame->code = code;
  frame->globals = globals;
  frame->flags = kFrameEntry;
  t.frame = frame;
  return run_machine(t);
}

}  // namespace gilt
