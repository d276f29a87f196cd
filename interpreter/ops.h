// How handlers are written. The one place for the macros of the machine.
//
// A handler is the text between GILT_HANDLER(NAME) { and }. It is compiled in one of two forms:
//
//   tail   its own function (clang 19): the machine's state travels in argument registers
//          (`preserve_none`) and every handler ends in a guaranteed tail call of the next
//          (`musttail`). What native calls must not destroy comes first: pc, regs, t and frame lie
//          in r12 to r15, which native code preserves.
//   goto   a label in one large function (machine_goto.cpp includes the ops_*.cpp files), which
//          jumps to the next through the address of its label.
//
// The state, by these names in every handler:
//
//   pc         the instruction that is being executed          instr      its word, already fetched
//   regs       the frame's registers                           dispatch   the table in use
//   t          the thread                                      constants  of frame->code
//   frame      the frame                                       cells      of frame->globals
//
// Rules for handlers:
//  1. No variable with a destructor: a tail call must find nothing left to do, and a computed goto
//     would skip it. Values in handlers are bare; slow functions use Ref.
//  2. No call of native code in the handler itself, so that it needs no stack frame. Leave by
//     GILT_SLOW (the frame stays the same) or GILT_GO (frames may come and go), or continue in a
//     GILT_LABEL, a handler's second half, where calls are allowed if GILT_SYNC() follows.
//  3. Every path ends in GILT_NEXT, GILT_WRITE, GILT_JUMP_TO, GILT_SLOW, GILT_GO or GILT_AT.
//  4. pc is stored in frame->pc before anything that can fail, run script code, or look at frames:
//     the macros that leave the fast path do it.
//  5. An instruction gives back what it consumes whether it succeeds or fails, and before it writes
//     nothing else can see half of its effect: new value first, then the old one's count.
//  6. A register may hold anything when it is a dead temporary: look at kLocalA before releasing
//     what a destination held.
//  7. A count that reaches zero ends in GILT_DROP, which runs the finaliser out of line.
//  8. Taken backward jumps and calls are safepoints: GILT_JUMP_TO, and slow_call for calls.
//  9. An inline-cache word is read once and written whole (inline_cache.h); an opcode is rewritten
//     only by respecialize(), and only to one that is right for every value.
//
// Slow functions are ordinary functions in slow_*.cpp; slow.h tells what they get and return.
#pragma once

#include <atomic>

#include "interpreter/frame.h"
#include "interpreter/inline_cache.h"
#include "runtime/builtin_types.h"

#if GILT_DISPATCH_TAIL && !GILT_HAS_TAIL_CALLS
#error "this compiler has no guaranteed tail calls: configure with GILT_DISPATCH=goto"
#endif
#ifndef GILT_IN_GOTO_MACHINE
#define GILT_IN_GOTO_MACHINE 0
#endif
// Are handlers compiled where this header is included?
#define GILT_OPS_COMPILED (GILT_DISPATCH_TAIL || GILT_IN_GOTO_MACHINE)

namespace gilt {

// What a slow function that may change frames returns: where to go on in t.frame, kUnwind with an
// exception pending, or kLeave with the result in t.result.
using Next = const Instr*;
inline constexpr Next kUnwind = nullptr;
inline const Next kLeave = reinterpret_cast<Next>(1);

using SlowFunction = bool (*)(Thread& t, Frame& frame, Value* regs, Instr instr);
using GoFunction = Next (*)(Thread& t, Frame& frame, Value* regs, Instr instr);

// Continues with the handler of a pending exception; kLeave when none is left in this activation.
// (unwind.cpp)
Next unwind(Thread& t);

// What the watched table calls before each instruction. False: an exception is pending. (watch.cpp)
bool watch(Thread& t, Frame& frame, const Instr* pc);

// The two dispatch tables: the plain one, and the one whose entries call watch() first.
struct HandlerTable;
const HandlerTable& plain_handlers();
const HandlerTable& watched_handlers();
// (There is a third one, for the time of a postponed store: ops_postponed.cpp. The machine goes
// over to it from the plain one by itself, and leaves it before it calls anything.)

// -- what handlers and slow functions share --

GILT_ALWAYS_INLINE Instr fetch(const Instr* pc) {
  return __atomic_load_n(pc, __ATOMIC_ACQUIRE);
}
// Rewrites the opcode of the instruction at [pc] in place.
inline void respecialize(const Instr* pc, Op op) {
  __atomic_store_n(reinterpret_cast<uint8_t*>(const_cast<Instr*>(pc)), static_cast<uint8_t>(op),
                   __ATOMIC_RELEASE);
}
static_assert(std::endian::native == std::endian::little, "the opcode is the word's first byte");

inline constexpr Instr kLocalABit = Instr{kLocalA} << 8;
inline constexpr Instr kConsumeABit = Instr{kConsumeA} << 8;
inline constexpr Instr kConsumeBBit = Instr{kConsumeB} << 8;
inline constexpr Instr kConsumeCBit = Instr{kConsumeC} << 8;
inline constexpr Instr kInplaceBit = Instr{kInplace} << 8;

// REQUIRES: v.is_counted(). Cheaper than as_object(): the tag is part of the address.
GILT_ALWAYS_INLINE Object* counted_object(Value v) {
  return reinterpret_cast<Object*>(v.bits() - Value::kCountedTag);
}

}  // namespace gilt

// The handlers of the table for postponed stores.
#define GILT_POSTPONED_HANDLERS(X) \
  X(LOAD_GLOBAL) X(STORE_GLOBAL) X(ADD) X(ADD_I) X(SUB) X(SUB_I) X(FOR_RANGE) X(JUMP_BACK)

#if GILT_DISPATCH_TAIL

#define GILT_STATE                                                                                 \
  [[maybe_unused]] const ::gilt::Instr *pc, [[maybe_unused]] ::gilt::Value *regs,                  \
      [[maybe_unused]] ::gilt::Thread *t, [[maybe_unused]] ::gilt::Frame *frame,                   \
      [[maybe_unused]] ::gilt::Instr instr, [[maybe_unused]] const ::gilt::HandlerTable *dispatch, \
      [[maybe_unused]] ::gilt::Slot *constants, [[maybe_unused]] ::gilt::GlobalCellObject **cells
#define GILT_PASS pc, regs, t, frame, instr, dispatch, constants, cells
#define GILT_CONVENTION __attribute__((preserve_none))
#define GILT_TAIL [[clang::musttail]] return

namespace gilt {
using Handler = GILT_CONVENTION Value (*)(GILT_STATE);
struct HandlerTable {
  Handler entries[256];
};
extern const HandlerTable g_plain_handlers, g_postponing_handlers;
}  // namespace gilt

#define GILT_OPS_BEGIN namespace gilt {
#define GILT_OPS_END }
#define GILT_HANDLER(name) GILT_CONVENTION ::gilt::Value op_##name(GILT_STATE)
#define GILT_LABEL(name) GILT_CONVENTION ::gilt::Value at_##name(GILT_STATE)
#define GILT_DECLARE(name) GILT_LABEL(name);
#define GILT_AT(name) GILT_TAIL at_##name(GILT_PASS)
#define GILT_NEXT_WORDS(words)                            \
  do {                                                    \
    pc += (words);                                        \
    instr = ::gilt::fetch(pc);                            \
    GILT_TAIL dispatch->entries[instr & 0xff](GILT_PASS); \
  } while (0)
#define GILT_SLOW_WORDS(function, words) GILT_TAIL slow_path<&function, words>(GILT_PASS)
#define GILT_GO(function) GILT_TAIL go_path<&function>(GILT_PASS)
// Both leave their operand in the register that held the instruction word.
#define GILT_DIED(object, words)                     \
  do {                                               \
    pc += (words);                                   \
    instr = reinterpret_cast<::gilt::Instr>(object); \
    GILT_AT(died);                                   \
  } while (0)
#define GILT_DIED_AND(object, second, words)                      \
  do {                                                            \
    pc += (words);                                                \
    instr = reinterpret_cast<::gilt::Instr>(object);              \
    constants = reinterpret_cast<::gilt::Slot*>((second).bits()); \
    GILT_AT(died_and);                                            \
  } while (0)
#define GILT_SAFEPOINT(target) \
  do {                         \
    frame->pc = pc;            \
    pc = (target);             \
    GILT_AT(safepoint);        \
  } while (0)

namespace gilt {

#define GILT_OP(name, a, b, c, extra, text) GILT_HANDLER(name);
#include "interpreter/opcodes.def"
#undef GILT_OP

#define GILT_POSTPONED(name) GILT_LABEL(postponed_##name);
GILT_POSTPONED_HANDLERS(GILT_POSTPONED)
#undef GILT_POSTPONED
GILT_LABEL(postponed_end);

// The ends of paths that several handlers share (machine_tail.cpp).
GILT_LABEL(died);
GILT_LABEL(died_and);
GILT_LABEL(safepoint);
GILT_LABEL(unwind);

template <SlowFunction function, int words>
GILT_NOINLINE GILT_CONVENTION Value slow_path(GILT_STATE) {
  frame->pc = pc;
  if (!function(*t, *frame, regs, instr)) [[unlikely]]
    GILT_AT(unwind);
  dispatch = static_cast<const HandlerTable*>(t->dispatch);
  constants = frame->code->constants;
  cells = frame->globals->cells;
  GILT_NEXT_WORDS(words);
}

template <GoFunction function>
GILT_NOINLINE GILT_CONVENTION Value go_path(GILT_STATE) {
  frame->pc = pc;
  pc = function(*t, *frame, regs, instr);
  if (reinterpret_cast<uintptr_t>(pc) <= 1) [[unlikely]] {
    if (pc == kLeave) return t->result;
    GILT_AT(unwind);
  }
  frame = t->frame;
  regs = frame->regs;
  dispatch = static_cast<const HandlerTable*>(t->dispatch);
  constants = frame->code->constants;
  cells = frame->globals->cells;
  GILT_NEXT_WORDS(0);
}

}  // namespace gilt

// After a native call inside a GILT_LABEL: what it may have changed or the calling convention lost.
#define GILT_SYNC()                                                   \
  do {                                                                \
    instr = ::gilt::fetch(pc);                                        \
    dispatch = static_cast<const ::gilt::HandlerTable*>(t->dispatch); \
    constants = frame->code->constants;                               \
    cells = frame->globals->cells;                                    \
  } while (0)

#else  // computed goto

namespace gilt {
struct HandlerTable {
  const void* entries[256];
};
}  // namespace gilt

#define GILT_OPS_BEGIN
#define GILT_OPS_END
#define GILT_HANDLER(name) op_##name:
#define GILT_LABEL(name) at_##name:
#define GILT_DECLARE(name)
#define GILT_AT(name) goto at_##name
#define GILT_NEXT_WORDS(words)              \
  do {                                      \
    pc += (words);                          \
    instr = ::gilt::fetch(pc);              \
    goto * dispatch->entries[instr & 0xff]; \
  } while (0)
#define GILT_RELOAD_TABLE() dispatch = static_cast<const ::gilt::HandlerTable*>(t->dispatch)
#define GILT_SYNC()                     \
  do {                                  \
    GILT_RELOAD_TABLE();                \
    constants = frame->code->constants; \
    cells = frame->globals->cells;      \
  } while (0)
#define GILT_SLOW_WORDS(function, words)                    \
  do {                                                      \
    frame->pc = pc;                                         \
    if (!function(*t, *frame, regs, instr)) goto at_unwind; \
    GILT_RELOAD_TABLE();                                    \
    GILT_NEXT_WORDS(words);                                 \
  } while (0)
#define GILT_GO(function)                   \
  do {                                      \
    frame->pc = pc;                         \
    pc = function(*t, *frame, regs, instr); \
    goto at_reload;                         \
  } while (0)
#define GILT_DIED(object, words) \
  do {                           \
    frame->pc = pc;              \
    ::gilt::object_died(object); \
    GILT_RELOAD_TABLE();         \
    GILT_NEXT_WORDS(words);      \
  } while (0)
#define GILT_DIED_AND(object, second, words) \
  do {                                       \
    frame->pc = pc;                          \
    ::gilt::object_died(object);             \
    ::gilt::release(second);                 \
    GILT_RELOAD_TABLE();                     \
    GILT_NEXT_WORDS(words);                  \
  } while (0)
#define GILT_SAFEPOINT(target) \
  do {                         \
    frame->pc = pc;            \
    pc = (target);             \
    goto at_safepoint;         \
  } while (0)

#endif

#define GILT_NEXT() GILT_NEXT_WORDS(1)
#define GILT_SLOW(function) GILT_SLOW_WORDS(function, 1)

// Operands.
#define GILT_A regs[::gilt::a_of(instr)]
#define GILT_B regs[::gilt::b_of(instr)]
#define GILT_C regs[::gilt::c_of(instr)]

// Gives back one count of [v] (a Value variable), then goes on after the instruction's [words].
#define GILT_DROP_NEXT_WORDS(v, words)                          \
  do {                                                          \
    if ((v).is_counted()) {                                     \
      ::gilt::Object* gilt_dropped = ::gilt::counted_object(v); \
      if (::gilt::drop_count(gilt_dropped)) [[unlikely]]        \
        GILT_DIED(gilt_dropped, words);                         \
    }                                                           \
    GILT_NEXT_WORDS(words);                                     \
  } while (0)

// A = value, which brings its own count; then the next instruction.
#define GILT_WRITE_WORDS(value, words)       \
  do {                                       \
    ::gilt::Value* gilt_to = &GILT_A;        \
    if (instr & ::gilt::kLocalABit) {        \
      ::gilt::Value gilt_old = *gilt_to;     \
      *gilt_to = (value);                    \
      GILT_DROP_NEXT_WORDS(gilt_old, words); \
    }                                        \
    *gilt_to = (value);                      \
    GILT_NEXT_WORDS(words);                  \
  } while (0)
#define GILT_WRITE(value) GILT_WRITE_WORDS(value, 1)

// The same, and operand [used] (a Value variable; consumed if [bit] is set) is given back.
#define GILT_WRITE_USED_WORDS(value, used, bit, words)          \
  do {                                                          \
    ::gilt::Value* gilt_to = &GILT_A;                           \
    ::gilt::Value gilt_old = ::gilt::kUnset;                    \
    if (instr & ::gilt::kLocalABit) gilt_old = *gilt_to;        \
    *gilt_to = (value);                                         \
    if ((instr & (bit)) && (used).is_counted()) {               \
      ::gilt::Object* gilt_used = ::gilt::counted_object(used); \
      if (::gilt::drop_count(gilt_used)) [[unlikely]]           \
        GILT_DIED_AND(gilt_used, gilt_old, words);              \
    }                                                           \
    GILT_DROP_NEXT_WORDS(gilt_old, words);                      \
  } while (0)

// A = value, which brings its own count; then goes to [target] as GILT_JUMP_TO does.
#define GILT_WRITE_JUMP(value, target)                                   \
  do {                                                                   \
    ::gilt::Value* gilt_to = &GILT_A;                                    \
    if (instr & ::gilt::kLocalABit) {                                    \
      ::gilt::Value gilt_old = *gilt_to;                                 \
      *gilt_to = (value);                                                \
      if (gilt_old.is_counted()) {                                       \
        ::gilt::Object* gilt_dropped = ::gilt::counted_object(gilt_old); \
        if (::gilt::drop_count(gilt_dropped)) [[unlikely]]               \
          GILT_DIED(gilt_dropped, (target) - pc);                        \
      }                                                                  \
    } else {                                                             \
      *gilt_to = (value);                                                \
    }                                                                    \
    GILT_JUMP_TO(target);                                                \
  } while (0)

// Goes to [target] (a pc), which may lie behind: a safepoint.
#define GILT_JUMP_TO(target)                                            \
  do {                                                                  \
    if (t->safepoint.load(std::memory_order_relaxed) != 0) [[unlikely]] \
      GILT_SAFEPOINT(target);                                           \
    pc = (target);                                                      \
    GILT_NEXT_WORDS(0);                                                 \
  } while (0)
