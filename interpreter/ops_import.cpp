// Import statements (import.h).
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(IMPORT_NAME) {
  GILT_SLOW(slow_import_name);
}
GILT_HANDLER(IMPORT_FROM) {
  GILT_SLOW(slow_import_from);
}
GILT_HANDLER(IMPORT_STAR) {
  GILT_SLOW(slow_import_star);
}

GILT_OPS_END
#endif
