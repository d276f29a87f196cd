// Generators and coroutines (generator.h).
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(RETURN_GENERATOR) {
  GILT_GO(slow_return_generator);
}
GILT_HANDLER(YIELD) {
  GILT_GO(slow_yield);
}
GILT_HANDLER(GET_YIELD_FROM_ITER) {
  GILT_SLOW(slow_get_yield_from_iter);
}
GILT_HANDLER(SEND) {
  GILT_GO(slow_send);
}
GILT_HANDLER(THROW_INTO) {
  GILT_GO(slow_throw_into);
}
GILT_HANDLER(GET_AWAITABLE) {
  GILT_SLOW(slow_get_awaitable);
}
GILT_HANDLER(GET_AITER) {
  GILT_SLOW(slow_get_aiter);
}
GILT_HANDLER(GET_ANEXT) {
  GILT_SLOW(slow_get_anext);
}
GILT_HANDLER(ASYNC_GEN_WRAP) {
  GILT_SLOW(slow_async_gen_wrap);
}

GILT_OPS_END
#endif
