// The hook of the watched table: everything that wants to see each instruction.
#include "interpreter/ops.h"
#include "interpreter/run_handlers.h"
#include "interpreter/tracing.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"

namespace gilt {

bool watch(Thread& t, Frame& frame, const Instr* pc) {
  if (Limits* limits = limits_of(t); limits != nullptr && limits->counts_instructions()) {
    if (!limits->count_instruction(t)) return false;
    // Counting is not to change where threads take turns.
    if (!t.interpreter->config.switch_every_opcode && !is_tracing(t)) return true;
  }
  if (!trace_instruction(t, frame, pc)) return false;
  // -X switch=opcode: the lock may change hands before every instruction.
  return t.safepoint.load(std::memory_order_relaxed) == 0 || safepoint(t);
}

void select_handlers(Thread& t) {
  const Limits* limits = limits_of(t);
  bool watched = t.interpreter->config.switch_every_opcode || is_tracing(t) ||
                 (limits != nullptr && limits->counts_instructions());
  t.dispatch = watched ? &watched_handlers() : &plain_handlers();
}

void select_all_handlers(Interpreter& interpreter) {
  interpreter.threads_lock.lock();
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    if (thread->dispatch != nullptr) select_handlers(*thread);
  }
  interpreter.threads_lock.unlock();
}

void switch_at_every_opcode(Thread& t, bool on) {
  t.interpreter->config.switch_every_opcode = on;
  select_all_handlers(*t.interpreter);
}

}  // namespace gilt
