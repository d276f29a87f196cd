// Generators and coroutines (generator.h). Resuming and suspending one that only this thread knows
// is done in the handlers: frames and registers change places, no native code is called.
#include "interpreter/generator.h"
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(RETURN_GENERATOR) {
  GILT_GO(slow_return_generator);
}

// Resumes [generator] at its YIELD, which gets [value], a register's word. What is out of the
// ordinary (shared, not started, running, ended, handling an exception, seen through a frame
// object, with changed code, no room on the stacks) is left to [slow].
#define GILT_RESUME(generator, value, slow)                                                    \
  do {                                                                                         \
    if (is_shared(generator) || (generator)->state != GeneratorState::kSuspended ||            \
        !(generator)->handled.is_unset() || (generator)->frame_object != nullptr) [[unlikely]] \
      GILT_GO(slow);                                                                           \
    CodeObject* code = (generator)->code();                                                    \
    Frame* next = frame + 1;                                                                   \
    Value* window = regs + frame->code->register_count + kCallSlack + 1;                       \
    if (next >= t->frame_limit || window + code->register_count > t->stack_limit) [[unlikely]] \
      GILT_GO(slow);                                                                           \
    Value callee = (generator)->function.peek();                                               \
    auto* function = callee.as<FunctionObject>();                                              \
    if (function->code != code) [[unlikely]]                                                   \
      GILT_GO(slow);                                                                           \
    frame->pc = pc;                                                                            \
    (generator)->state = GeneratorState::kRunning;                                             \
    window[-1] = callee;                                                                       \
    const Value* saved = (generator)->registers();                                             \
    GILT_SHORT_LOOP                                                                            \
    for (uint32_t i = 0, count = (generator)->saved; i < count; i++) window[i] = saved[i];     \
    (generator)->saved = 0;                                                                    \
    next->regs = window;                                                                       \
    next->code = code;                                                                         \
    next->globals = function->globals;                                                         \
    next->flags = kFrameGenerator;                                                             \
    next->generator = (generator);                                                             \
    next->saved_handled = t->handled;                                                          \
    t->handled = kUnset;                                                                       \
    t->frame = next;                                                                           \
    frame = next;                                                                              \
    regs = window;                                                                             \
    constants = code->constants;                                                               \
    cells = next->globals->cells;                                                              \
    pc = (generator)->resume;                                                                  \
    instr = fetch(pc);                                                                         \
    GILT_WRITE(value);                                                                         \
  } while (0)

GILT_HANDLER(FOR_GENERATOR) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kGeneratorShape)) [[unlikely]]
    GILT_GO(slow_for_iter);
  auto* generator = iterator.as<GeneratorObject>();
  GILT_RESUME(generator, kNone, slow_for_generator);
}

GILT_HANDLER(SEND) {
  Value delegate = GILT_B;
  if (!has_shape(delegate, kGeneratorShape) && !has_shape(delegate, kCoroutineShape)) [[unlikely]]
    GILT_GO(slow_send);
  auto* generator = delegate.as<GeneratorObject>();
  Value value = GILT_C;
  if (!(instr & kConsumeCBit) && value.is_object()) [[unlikely]]
    GILT_GO(slow_send);
  GILT_RESUME(generator, value, slow_send);
}
#undef GILT_RESUME

// Puts the running generator aside, whose registers [move] brings to the heap.
#define GILT_SUSPEND(move)                                 \
  GeneratorObject* generator = frame->generator;           \
  Value value = GILT_B;                                    \
  if (!(instr & kConsumeBBit)) value = to_register(value); \
  Value* saved = generator->registers();                   \
  uint32_t count = frame->code->local_count + c_of(instr); \
  move(saved, regs, count);                                \
  generator->saved = count;                                \
  generator->resume = pc;                                  \
  t->handled = frame->saved_handled;                       \
  generator->state = GeneratorState::kSuspended

// Goes on in the frame that resumed it: an iteration in the loop's body, a delegation after its
// extra word.
#define GILT_BACK_TO_RESUMER(value)                                                             \
  do {                                                                                          \
    frame = frame - 1;                                                                          \
    t->frame = frame;                                                                           \
    pc = frame->pc;                                                                             \
    regs = frame->regs;                                                                         \
    constants = frame->code->constants;                                                         \
    cells = frame->globals->cells;                                                              \
    instr = fetch(pc);                                                                          \
    if (op_of(instr) == Op::SEND || op_of(instr) == Op::THROW_INTO) GILT_WRITE_WORDS(value, 2); \
    GILT_WRITE_JUMP(value, pc + 1 + signed_c_of(instr));                                        \
  } while (0)

GILT_DECLARE(YIELD_kinds)

GILT_HANDLER(YIELD) {
  // Where nothing is shared, this generator is not.
  if (frame->flags != kFrameGenerator || something_is_shared() || !t->handled.is_unset())
      [[unlikely]]
    GILT_AT(YIELD_kinds);
  GILT_SUSPEND(copy_words);
  GILT_BACK_TO_RESUMER(value);
}

GILT_LABEL(YIELD_kinds) {
  if ((frame->flags & ~kFrameEntry) != kFrameGenerator || is_shared(frame->generator) ||
      !t->handled.is_unset()) [[unlikely]]
    GILT_GO(slow_yield);
  GILT_SUSPEND(move_to_heap);
  if (frame->flags & kFrameEntry) {
    // Native code has resumed it, and leaves the machine with the value.
    frame->flags |= kFrameYielded;
    t->frame = caller_of(*t, frame);
    return value;
  }
  GILT_BACK_TO_RESUMER(value);
}
#undef GILT_SUSPEND
#undef GILT_BACK_TO_RESUMER

GILT_HANDLER(GET_YIELD_FROM_ITER) {
  GILT_SLOW(slow_get_yield_from_iter);
}
GILT_HANDLER(THROW_INTO) {
  GILT_GO(slow_throw_into);
}
GILT_HANDLER(GET_AWAITABLE) {
  GILT_SLOW(slow_get_awaitable);
}
GILT_HANDLER(GET_AITER) {
  GILT_SLOW(slow_get_aiter);
}
GILT_HANDLER(GET_ANEXT) {
  GILT_SLOW(slow_get_anext);
}
GILT_HANDLER(ASYNC_GEN_WRAP) {
  GILT_SLOW(slow_async_gen_wrap);
}

GILT_OPS_END
#endif
