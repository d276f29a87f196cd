// Comparisons that leave a value, identity, membership.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// Immediate integers compare as their words do.
#define GILT_COMPARE(NAME, sign)                                            \
  GILT_HANDLER(NAME) {                                                      \
    Value b = GILT_B, c = GILT_C;                                           \
    if (both_int(b, c)) [[likely]]                                          \
      GILT_WRITE(Value::boolean(signed_bits(b) sign signed_bits(c)));       \
    double x, y;                                                            \
    if (as_exact_doubles(b, c, x, y)) GILT_WRITE(Value::boolean(x sign y)); \
    GILT_SLOW(slow_compare);                                                \
  }

GILT_COMPARE(LT, <)
GILT_COMPARE(LE, <=)
GILT_COMPARE(EQ, ==)
GILT_COMPARE(NE, !=)
GILT_COMPARE(GT, >)
GILT_COMPARE(GE, >=)
#undef GILT_COMPARE

GILT_HANDLER(IS) {
  if (instr & (kConsumeBBit | kConsumeCBit)) GILT_SLOW(slow_is);
  GILT_WRITE(Value::boolean(same(GILT_B, GILT_C)));
}

GILT_HANDLER(IS_NOT) {
  if (instr & (kConsumeBBit | kConsumeCBit)) GILT_SLOW(slow_is);
  GILT_WRITE(Value::boolean(!same(GILT_B, GILT_C)));
}

GILT_HANDLER(IN) {
  GILT_SLOW(slow_in);
}

GILT_HANDLER(NOT_IN) {
  GILT_SLOW(slow_in);
}

GILT_OPS_END
#endif
