// The hook of the watched table: everything that wants to see each instruction.
#include "interpreter/ops.h"
#include "interpreter/run_handlers.h"
#include "runtime/interpreter.h"

namespace gilt {

bool watch(Thread& t, Frame&, const Instr*) {
  // -X switch=opcode: the lock may change hands before every instruction.
  return t.safepoint.load(std::memory_order_relaxed) == 0 || safepoint(t);
}

void select_handlers(Thread& t) {
  const HandlerTable& table = t.interpreter->config.switch_every_opcode ? watched_handlers()
                                                                        : plain_handlers();
  t.dispatch = &table;
}

}  // namespace gilt
