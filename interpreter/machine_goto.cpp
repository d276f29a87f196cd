// The computed-goto form of the machine: one function that holds every handler as a label.
#define GILT_IN_GOTO_MACHINE (!GILT_DISPATCH_TAIL)
#include "interpreter/run_handlers.h"

#if !GILT_DISPATCH_TAIL

// All that the handlers' files include, because their text goes inside a function.
#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "interpreter/slow.h"
#include "runtime/brief_lock.h"
#include "runtime/interpreter.h"
#include "runtime/list_iterator.h"
#include "runtime/range.h"
#include "runtime/singletons.h"
#include "runtime/str_iterator.h"

namespace gilt {

namespace {

// Filled in on the first request: only the function that holds the labels knows their addresses.
HandlerTable g_plain_handlers;
HandlerTable g_watched_handlers;
HandlerTable g_postponing_handlers;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

Value run(Thread* t, const Instr* pc) {
  if (pc == nullptr) {
    for (int i = 0; i < 256; i++) {
      g_plain_handlers.entries[i] = &&at_invalid;
      g_watched_handlers.entries[i] = &&at_watched;
      g_postponing_handlers.entries[i] = &&at_postponed_end;
    }
#define GILT_OP(name, a, b, c, extra, text) \
  g_plain_handlers.entries[static_cast<int>(Op::name)] = &&op_##name;
#include "interpreter/opcodes.def"
#undef GILT_OP
#define GILT_POSTPONED(name) \
  g_postponing_handlers.entries[static_cast<int>(Op::name)] = &&at_postponed_##name;
    GILT_POSTPONED_HANDLERS(GILT_POSTPONED)
#undef GILT_POSTPONED
    return kNone;
  }
  Frame* frame = t->frame;
  Value* regs = frame->regs;
  Slot* constants = frame->code->constants;
  GlobalCellObject** cells = frame->globals->cells;
  auto* dispatch = static_cast<const HandlerTable*>(t->dispatch);
  Instr instr = fetch(pc);
  goto * dispatch->entries[instr & 0xff];

#include "interpreter/ops_arith.cpp"
#include "interpreter/ops_attr.cpp"
#include "interpreter/ops_build.cpp"
#include "interpreter/ops_call.cpp"
#include "interpreter/ops_class.cpp"
#include "interpreter/ops_compare.cpp"
#include "interpreter/ops_exception.cpp"
#include "interpreter/ops_generator.cpp"
#include "interpreter/ops_global.cpp"
#include "interpreter/ops_import.cpp"
#include "interpreter/ops_item.cpp"
#include "interpreter/ops_jump.cpp"
#include "interpreter/ops_match.cpp"
#include "interpreter/ops_move.cpp"
#include "interpreter/ops_postponed.cpp"

at_invalid:
  __builtin_trap();

at_watched:
  frame->pc = pc;
  if (!watch(*t, *frame, pc)) goto at_unwind;
  GILT_RELOAD_TABLE();
  if (frame->pc != pc) {  // f_lineno was set
    pc = frame->pc;
    GILT_NEXT_WORDS(0);
  }
  goto* g_plain_handlers.entries[instr & 0xff];

at_safepoint:
  if (!safepoint(*t)) goto at_unwind;
  GILT_RELOAD_TABLE();
  GILT_NEXT_WORDS(0);

at_unwind:
  pc = unwind(*t);
at_reload:
  // What a Go function returned.
  if (pc == kUnwind) goto at_unwind;
  if (pc == kLeave) return t->result;
  frame = t->frame;
  regs = frame->regs;
  GILT_SYNC();
  GILT_NEXT_WORDS(0);
}

#pragma GCC diagnostic pop

}  // namespace

Value run_handlers(Thread& t, Next pc) {
  return run(&t, pc);
}

namespace {
void fill_tables() {
  static const Value filled = run(nullptr, nullptr);
  static_cast<void>(filled);
}
}  // namespace

const HandlerTable& plain_handlers() {
  fill_tables();
  return g_plain_handlers;
}
const HandlerTable& watched_handlers() {
  fill_tables();
  return g_watched_handlers;
}

}  // namespace gilt

#endif
