// Pattern matching (PEP 634).
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(MATCH_SEQUENCE) {
  GILT_SLOW(slow_match_type);
}
GILT_HANDLER(MATCH_MAPPING) {
  GILT_SLOW(slow_match_type);
}
GILT_HANDLER(MATCH_KEYS) {
  GILT_SLOW(slow_match_keys);
}
GILT_HANDLER(MATCH_CLASS) {
  GILT_SLOW(slow_match_class);
}
GILT_HANDLER(MATCH_REST) {
  GILT_SLOW(slow_match_rest);
}
GILT_HANDLER(GET_LENGTH) {
  GILT_SLOW(slow_get_length);
}

GILT_OPS_END
#endif
