// Raising and handling (unwind.cpp finds the handler).
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(RAISE) {
  GILT_SLOW(slow_raise);
}
GILT_HANDLER(RAISE_FROM) {
  GILT_SLOW(slow_raise_from);
}
GILT_HANDLER(RERAISE_CURRENT) {
  GILT_SLOW(slow_reraise_current);
}
GILT_HANDLER(RERAISE) {
  GILT_SLOW(slow_reraise);
}

// The thread's pending exception becomes the one being handled.
GILT_HANDLER(ENTER_HANDLER) {
  Value* to = &GILT_A;
  Value exception = t->exception;
  to[0] = t->handled;
  to[1] = to_register(exception);
  t->handled = exception;
  t->exception = kUnset;
  GILT_NEXT();
}

GILT_HANDLER(LEAVE_HANDLER) {
  Value old = t->handled;
  t->handled = GILT_A;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(UNWIND_HANDLER) {
  GILT_SLOW(slow_unwind_handler);
}
// The exception's own class is one that exceptions may be caught by.
GILT_HANDLER(MATCH_EXCEPTION) {
  Value b = GILT_B, c = GILT_C;
  if (!(instr & kConsumeBBit) && b.is_object() && c.is_object() &&
      c.as_object() == shape_of(b.as_object()).type) [[likely]]
    GILT_WRITE_USED_WORDS(kTrue, c, kConsumeCBit, 1);
  GILT_SLOW(slow_match_exception);
}
GILT_HANDLER(MATCH_EXCEPTION_GROUP) {
  GILT_SLOW(slow_match_exception_group);
}
GILT_HANDLER(PREPARE_RERAISE_STAR) {
  GILT_SLOW(slow_prepare_reraise_star);
}
GILT_HANDLER(WITH_EXCEPTION) {
  GILT_SLOW(slow_with_exception);
}
GILT_HANDLER(LOAD_ASSERTION_ERROR) {
  GILT_WRITE(Value::uncounted(&assertion_error_type));
}
GILT_HANDLER(END_ASYNC_FOR) {
  GILT_SLOW(slow_end_async_for);
}
GILT_HANDLER(STOP_ITERATION_ERROR) {
  GILT_SLOW(slow_stop_iteration_error);
}

GILT_OPS_END
#endif
