// The hook of the watched table: everything that wants to see each instruction.
#include "interpreter/ops.h"
#include "interpreter/run_handlers.h"
#include "interpreter/tracing.h"
#include "runtime/interpreter.h"

namespace gilt {

bool watch(Thread& t, Frame& frame, const Instr* pc) {
  if (!trace_instruction(t, frame, pc)) return false;
  // -X switch=opcode: the lock may change hands before every instruction.
  return t.safepoint.load(std::memory_order_relaxed) == 0 || safepoint(t);
}

void select_handlers(Thread& t) {
  const HandlerTable& table = t.interpreter->config.switch_every_opcode || is_tracing(t)
                                  ? watched_handlers()
                                  : plain_handlers();
  t.dispatch = &table;
}

void switch_at_every_opcode(Thread& t, bool on) {
  Interpreter& interpreter = *t.interpreter;
  interpreter.config.switch_every_opcode = on;
  interpreter.threads_lock.lock();
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    if (thread->dispatch != nullptr) select_handlers(*thread);
  }
  interpreter.threads_lock.unlock();
}

}  // namespace gilt
