// The tail-calling form of the machine: its tables, its entry, and the path ends that handlers
// share.
#include "interpreter/run_handlers.h"
#include "runtime/interpreter.h"

#if GILT_DISPATCH_TAIL

namespace gilt {
namespace {

// Every entry of the watched table: the hook, then what the plain table does.
GILT_CONVENTION Value watched(GILT_STATE) {
  frame->pc = pc;
  if (!watch(*t, *frame, pc)) [[unlikely]]
    GILT_AT(unwind);
  GILT_SYNC();
  if (frame->pc != pc) [[unlikely]] {  // f_lineno was set
    pc = frame->pc;
    GILT_NEXT_WORDS(0);
  }
  GILT_TAIL g_plain_handlers.entries[instr & 0xff](GILT_PASS);
}

// An opcode that no verified code contains.
GILT_CONVENTION Value invalid(GILT_STATE) {
  __builtin_trap();
}

constexpr HandlerTable make_table(bool watch_all) {
  HandlerTable table{};
  for (Handler& entry : table.entries) entry = &invalid;
#define GILT_OP(name, a, b, c, extra, text) \
  table.entries[static_cast<int>(Op::name)] = watch_all ? &watched : &op_##name;
#include "interpreter/opcodes.def"
#undef GILT_OP
  return table;
}

constexpr HandlerTable make_postponing_table() {
  HandlerTable table{};
  for (Handler& entry : table.entries) entry = &at_postponed_end;
#define GILT_POSTPONED(name) table.entries[static_cast<int>(Op::name)] = &at_postponed_##name;
  GILT_POSTPONED_HANDLERS(GILT_POSTPONED)
#undef GILT_POSTPONED
  return table;
}

constinit const HandlerTable g_watched_handlers = make_table(true);

}  // namespace

constinit const HandlerTable g_plain_handlers = make_table(false);
constinit const HandlerTable g_postponing_handlers = make_postponing_table();

const HandlerTable& plain_handlers() {
  return g_plain_handlers;
}
const HandlerTable& watched_handlers() {
  return g_watched_handlers;
}

GILT_LABEL(died) {
  frame->pc = pc - 1;
  object_died(reinterpret_cast<Object*>(instr));
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

GILT_LABEL(died_and) {
  Value second = Value::from_bits(reinterpret_cast<uint64_t>(constants));
  frame->pc = pc - 1;
  object_died(reinterpret_cast<Object*>(instr));
  release(second);
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

GILT_LABEL(safepoint) {
  if (!::gilt::safepoint(*t)) [[unlikely]]
    GILT_AT(unwind);
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

GILT_LABEL(unwind) {
  pc = ::gilt::unwind(*t);
  if (pc == kLeave) return t->result;
  frame = t->frame;
  regs = frame->regs;
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

Value run_handlers(Thread& t, Next pc) {
  Frame* frame = t.frame;
  Instr instr = fetch(pc);
  auto* dispatch = static_cast<const HandlerTable*>(t.dispatch);
  return dispatch->entries[instr & 0xff](pc, frame->regs, &t, frame, instr, dispatch,
                                         frame->code->constants, frame->globals->cells);
}

}  // namespace gilt

#endif
