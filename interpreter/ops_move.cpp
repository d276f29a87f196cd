// Moving values between registers and constants.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(NOP) {
  GILT_NEXT();
}

GILT_HANDLER(MOVE) {
  Value v = GILT_B;
  if (!(instr & kConsumeBBit)) v = to_register(v);
  GILT_WRITE(v);
}

GILT_HANDLER(LOAD_LOCAL) {
  Value v = GILT_B;
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_local);
  v = to_register(v);
  GILT_WRITE(v);
}

GILT_HANDLER(CHECK_LOCAL) {
  if (GILT_A.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_local);
  GILT_NEXT();
}

GILT_HANDLER(LOAD_CONST) {
  Value v = constants[b_of(instr)].peek();
  v = to_register(v);
  GILT_WRITE(v);
}

GILT_HANDLER(LOAD_INT) {
  GILT_WRITE(Value::integer(bc_of(instr)));
}

GILT_HANDLER(DELETE_LOCAL) {
  Value old = GILT_A;
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_local);
  GILT_A = kUnset;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(CLEAR) {
  Value old = GILT_A;
  GILT_A = kUnset;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(RELEASE) {
  Value old = GILT_A;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_OPS_END
#endif
