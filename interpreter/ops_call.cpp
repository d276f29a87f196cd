// Calls and returns. A call of a plain function with the exact number of arguments writes a frame
// and goes on in it; everything else is slow_call.cpp's.
#include "interpreter/frame_object.h"
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/singletons.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// Enters [function], whose arguments begin at [arguments] (variables both). [commit] happens once
// it is sure that slow_call, which wants to see the window as it was, is not needed.
#define GILT_ENTER(function, arguments, count, commit)                                           \
  do {                                                                                           \
    CodeObject* code = (function)->code;                                                         \
    if (!(code->flags_word & kCodeSimpleCall) || code->positional_count != (count)) [[unlikely]] \
      GILT_GO(slow_call);                                                                        \
    Frame* next = frame + 1;                                                                     \
    if (next >= t->frame_limit || (arguments) + code->register_count > t->stack_limit ||         \
        t->safepoint.load(std::memory_order_relaxed) != 0) [[unlikely]]                          \
      GILT_GO(slow_call);                                                                        \
    frame->pc = pc;                                                                              \
    commit;                                                                                      \
    GlobalTable* globals = (function)->globals;                                                  \
    next->regs = (arguments);                                                                    \
    next->code = code;                                                                           \
    next->globals = globals;                                                                     \
    next->flags = 0;                                                                             \
    GILT_SHORT_LOOP                                                                              \
    for (uint32_t i = (count); i < code->local_count; i++) (arguments)[i] = kUnset;              \
    t->frame = next;                                                                             \
    frame = next;                                                                                \
    regs = (arguments);                                                                          \
    constants = code->constants;                                                                 \
    cells = globals->cells;                                                                      \
    pc = code->words;                                                                            \
    GILT_NEXT_WORDS(0);                                                                          \
  } while (0)

GILT_DECLARE(CALL_native)
GILT_HANDLER(CALL) {
  Value* window = regs + b_of(instr);
  Value callee = window[0];
  if (!has_shape(callee, kFunctionShape)) [[unlikely]]
    GILT_AT(CALL_native);
  auto* function = callee.as<FunctionObject>();
  Value* arguments = window + 1;
  GILT_ENTER(function, arguments, c_of(instr), );
}

GILT_LABEL(CALL_native) {
  Value callee = GILT_B;
  if (has_shape(callee, kNativeFunctionShape)) GILT_SLOW(slow_call_native);
  if (is_class(callee)) GILT_GO(slow_call_class);
  GILT_GO(slow_call);
}

GILT_DECLARE(CALL_METHOD_native)
GILT_DECLARE(CALL_METHOD_without_self)
GILT_HANDLER(CALL_METHOD) {
  Value* window = regs + b_of(instr);
  Value callee = window[0];
  if (!has_shape(callee, kFunctionShape)) [[unlikely]]
    GILT_AT(CALL_METHOD_native);
  if (window[1].is_unset()) [[unlikely]]
    GILT_AT(CALL_METHOD_without_self);
  auto* function = callee.as<FunctionObject>();
  Value* arguments = window + 1;
  uint32_t count = c_of(instr) + 1u;
  GILT_ENTER(function, arguments, count, );
}

GILT_LABEL(CALL_METHOD_native) {
  Value* window = regs + b_of(instr);
  if (has_shape(window[0], window[1].is_unset() ? kNativeFunctionShape : kMethodDescriptorShape))
    GILT_SLOW(slow_call_native_method);
  GILT_GO(slow_call);
}

// The callee moves up over the empty register, so that it is the frame's regs[-1].
GILT_LABEL(CALL_METHOD_without_self) {
  Value* window = regs + b_of(instr);
  Value callee = window[0];
  auto* function = callee.as<FunctionObject>();
  Value* arguments = window + 2;
  GILT_ENTER(function, arguments, c_of(instr), window[1] = callee);
}
#undef GILT_ENTER

GILT_HANDLER(CALL_KW) {
  GILT_GO(slow_call);
}
GILT_HANDLER(CALL_METHOD_KW) {
  GILT_GO(slow_call);
}
GILT_HANDLER(CALL_EX) {
  GILT_GO(slow_call_ex);
}

// Drops the locals, last first, and the function, then hands [result] to the caller's instruction,
// whose [words] (of `instr`, which is that by then) precede the next. Should
// a local die, the rest of the work is done where native calls are allowed; what that needs travels
// in the registers that are loaded anew afterwards anyway.
#define GILT_LEAVE(result, words)                                        \
  do {                                                                   \
    Value* local = regs + frame->code->local_count;                      \
    do {                                                                 \
      --local;                                                           \
      Value v = *local;                                                  \
      if (v.is_counted()) {                                              \
        Object* object = counted_object(v);                              \
        if (drop_count(object)) [[unlikely]] {                           \
          instr = reinterpret_cast<Instr>(object);                       \
          constants = reinterpret_cast<Slot*>(local);                    \
          cells = reinterpret_cast<GlobalCellObject**>((result).bits()); \
          GILT_AT(local_died);                                           \
        }                                                                \
      }                                                                  \
    } while (local >= regs);                                             \
    frame = frame - 1;                                                   \
    t->frame = frame;                                                    \
    pc = frame->pc;                                                      \
    regs = frame->regs;                                                  \
    constants = frame->code->constants;                                  \
    cells = frame->globals->cells;                                       \
    instr = fetch(pc);                                                   \
    GILT_WRITE_WORDS(result, words);                                     \
  } while (0)

GILT_DECLARE(local_died)
GILT_DECLARE(RETURN_kinds)
GILT_HANDLER(RETURN) {
  if (frame->flags != 0) [[unlikely]]
    GILT_AT(RETURN_kinds);
  Value result = GILT_A;
  GILT_A = kUnset;
  GILT_LEAVE(result, 1);
}

GILT_DECLARE(RETURN_CONST_odd)
GILT_HANDLER(RETURN_CONST) {
  Value result = constants[b_of(instr)].peek();
  if (frame->flags == 0) {
    result = to_register(result);
  } else if (frame->flags == kFrameConstructor && result.is_none()) {
    // The new instance leaves in place of __init__'s None, with the count that the frame had.
    frame->flags = 0;
    result = to_value(frame->instance);
  } else {
    GILT_AT(RETURN_CONST_odd);
  }
  GILT_LEAVE(result, 1);
}

GILT_LABEL(RETURN_CONST_odd) {
  if (frame->flags != kFrameOddReturn) GILT_GO(slow_return);
  Value result = constants[b_of(instr)].peek();
  result = to_register(result);
  GILT_LEAVE(result, 1 + info_of(instr).extra);
}

GILT_LABEL(RETURN_kinds) {
  if (frame->flags == kFrameOddReturn) {
    Value result = GILT_A;
    GILT_A = kUnset;
    GILT_LEAVE(result, 1 + info_of(instr).extra);
  }
  if (frame->flags == kFrameOperator && GILT_A.bits() != not_implemented_value().bits()) {
    // The class that the frame kept may end with that.
    frame->pc = pc;
    frame->flags = 0;
    release(to_value(frame->instance));
    GILT_SYNC();
    Value result = GILT_A;
    GILT_A = kUnset;
    GILT_LEAVE(result, 1);
  }
  if (frame->flags != kFrameEntry) GILT_GO(slow_return);
  // Native code has entered it, and leaves the machine with the result, which must be counted while
  // the locals end.
  Value result = owned_to_heap(GILT_A);
  GILT_A = kUnset;
  frame->pc = pc;
  end_frame(*t, *frame);
  t->frame = caller_of(*t, frame);
  return result;
}

#undef GILT_LEAVE

GILT_LABEL(local_died) {
  auto* object = reinterpret_cast<Object*>(instr);
  auto* local = reinterpret_cast<Value*>(constants);
  Value result = Value::from_bits(reinterpret_cast<uint64_t>(cells));
  frame->pc = pc;
  pc = leave_after_death(*t, object, local, result);
  frame = t->frame;
  regs = frame->regs;
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

GILT_HANDLER(MAKE_FUNCTION) {
  GILT_SLOW_WORDS(slow_make_function, 2);
}

GILT_OPS_END
#endif
