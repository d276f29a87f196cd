// Class statements, annotations and the rest.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(LOAD_BUILD_CLASS) {
  GILT_SLOW(slow_load_build_class);
}
GILT_HANDLER(SETUP_ANNOTATIONS) {
  GILT_SLOW(slow_setup_annotations);
}
GILT_HANDLER(PRINT_EXPRESSION) {
  GILT_SLOW(slow_print_expression);
}
GILT_HANDLER(INTRINSIC) {
  GILT_SLOW(slow_intrinsic);
}
GILT_HANDLER(LOAD_UNSET) {
  GILT_WRITE(kUnset);
}

GILT_OPS_END
#endif
