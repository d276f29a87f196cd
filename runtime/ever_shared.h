// Has an object of any interpreter been published yet (sharing.h)? Until then no register holds
// uncounted what the heap counts, and words move from registers to the heap as they are.
#pragma once

#include "runtime/ref.h"

namespace gilt {

extern uint32_t g_something_is_shared;  // sharing.cpp; 1 for ever from the first publication on

GILT_ALWAYS_INLINE bool something_is_shared() {
  return kFreeThreaded && __atomic_load_n(&g_something_is_shared, __ATOMIC_RELAXED) != 0;
}

// to_heap() while nothing is shared.
GILT_ALWAYS_INLINE Value to_unshared_heap(Value v) {
  if (v.is_counted()) change_private_count(v.as_object(), 1);
  return v;
}

GILT_ALWAYS_INLINE void copy_words(Value* to, const Value* from, int64_t count) {
  GILT_SHORT_LOOP
  for (int64_t i = 0; i < count; i++) to[i] = from[i];
}
// [count] words that registers give up get to [to] on the heap.
GILT_ALWAYS_INLINE void move_to_heap(Value* to, const Value* registers, int64_t count) {
  copy_words(to, registers, count);
  if (something_is_shared()) [[unlikely]]
    own_words(to, count);
}

}  // namespace gilt
