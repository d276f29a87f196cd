// Turns at a contended global number that are done together (free-threaded build).
//
// The essay. Threads that all do `total += 1` fight for the cache line that `total` is in: each
// turn waits until it comes from another core, which takes longer than all the rest of the loop.
// A processor has a remedy for that, its store buffer: it goes on with what it has stored before
// anybody else sees it. This is the same for a loop of the machine. A thread that stores a number
// and finds that others have done so since it last did keeps the new one to itself
// (Thread::postponed), reads it back, replaces it, and stores the last of all when it is about to
// do anything else, or after kPostponedJumps jumps. For that long it runs on the third dispatch
// table: the handlers below know how to wait with the store; every other entry makes up for it
// first, as these do wherever their short way does not fit.
//
// No script can tell. From the first store that is put off to the last the thread touches nothing
// else that others see: its registers, and a range iterator of its own. So all of that might as
// well have happened at the moment of the last store, and that is an order in which threads may
// take turns; not even the buffer of a processor keeps to one, which lets reads go before it.
// (Which updates a race loses is open in any case; docs/races.md.)
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/range.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_LABEL(postponed_end) {
  dispatch = static_cast<const HandlerTable*>(t->dispatch);
  GlobalCellObject* cell = t->postponed.cell;
  Value old = cell->value.exchange_word_inline(cell, t->postponed.word);
  GILT_DROP_NEXT_WORDS(old, 0);
}

// The register A gets an immediate, which may go over anything but a counted word.
#define GILT_WRITE_POSTPONED(value)                               \
  do {                                                            \
    if ((instr & kLocalABit) && GILT_A.is_counted()) [[unlikely]] \
      GILT_AT(postponed_end);                                     \
    GILT_A = (value);                                             \
    GILT_NEXT();                                                  \
  } while (0)

// Goes to [target] unless the thread is asked for something, or has been at it for long enough.
#define GILT_JUMP_POSTPONED(target) \
  do {                              \
    t->postponed.jumps++;           \
    pc = (target);                  \
    GILT_NEXT_WORDS(0);             \
  } while (0)
#define GILT_MAY_JUMP_POSTPONED()                       \
  (t->safepoint.load(std::memory_order_relaxed) == 0 && \
   t->postponed.jumps < PostponedStore::kPostponedJumps)

GILT_LABEL(postponed_LOAD_GLOBAL) {
  if (load_link(cells + b_of(instr)) != t->postponed.cell) [[unlikely]]
    GILT_AT(postponed_end);
  GILT_WRITE_POSTPONED(t->postponed.word);
}

GILT_LABEL(postponed_STORE_GLOBAL) {
  Value v = GILT_A;
  if (load_link(cells + b_of(instr)) != t->postponed.cell || v.is_object()) [[unlikely]]
    GILT_AT(postponed_end);
  t->postponed.word = v;
  GILT_NEXT();
}

#define GILT_ADDITIVE(NAME, builtin)                                                    \
  GILT_LABEL(postponed_##NAME) {                                                        \
    Value b = GILT_B, c = GILT_C;                                                       \
    int64_t word;                                                                       \
    if (!both_int(b, c) || builtin(signed_bits(b), signed_bits(c), &word)) [[unlikely]] \
      GILT_AT(postponed_end);                                                           \
    GILT_WRITE_POSTPONED(Value::from_bits(static_cast<uint64_t>(word)));                \
  }                                                                                     \
  GILT_LABEL(postponed_##NAME##_I) {                                                    \
    Value b = GILT_B;                                                                   \
    int64_t word;                                                                       \
    if (!b.is_int() || builtin(signed_bits(b), int64_t{signed_c_of(instr)} * 4, &word)) \
        [[unlikely]]                                                                    \
      GILT_AT(postponed_end);                                                           \
    GILT_WRITE_POSTPONED(Value::from_bits(static_cast<uint64_t>(word)));                \
  }
GILT_ADDITIVE(ADD, __builtin_add_overflow)
GILT_ADDITIVE(SUB, __builtin_sub_overflow)
#undef GILT_ADDITIVE

GILT_LABEL(postponed_FOR_RANGE) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kRangeIteratorShape) || is_shared(iterator.as_object()) ||
      !GILT_MAY_JUMP_POSTPONED() || ((instr & kLocalABit) && GILT_A.is_counted())) [[unlikely]]
    GILT_AT(postponed_end);
  auto* range = iterator.as<RangeIteratorObject>();
  int64_t i = range->next;
  if (i == range->stop) [[unlikely]]
    GILT_AT(postponed_end);
  range->next = i + range->step;
  GILT_A = Value::integer(i);
  GILT_JUMP_POSTPONED(pc + 1 + signed_c_of(instr));
}

GILT_LABEL(postponed_JUMP_BACK) {
  if (!GILT_MAY_JUMP_POSTPONED()) [[unlikely]]
    GILT_AT(postponed_end);
  GILT_JUMP_POSTPONED(pc + 1 + bc_of(instr));
}

#undef GILT_WRITE_POSTPONED
#undef GILT_JUMP_POSTPONED
#undef GILT_MAY_JUMP_POSTPONED

GILT_OPS_END
#endif
