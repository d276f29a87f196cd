// Has an object of any interpreter been published yet (sharing.h)? Until then no register holds
// uncounted what the heap counts, and words move from registers to the heap as they are.
#pragma once

#include "runtime/ref.h"

namespace gilt {

extern bool g_something_is_shared;  // sharing.cpp; never goes back to false

GILT_ALWAYS_INLINE bool something_is_shared() {
  return kFreeThreaded && __atomic_load_n(&g_something_is_shared, __ATOMIC_RELAXED);
}

// [count] words that registers give up get to [to] on the heap.
GILT_ALWAYS_INLINE void move_to_heap(Value* to, const Value* registers, int64_t count) {
  GILT_SHORT_LOOP
  for (int64_t i = 0; i < count; i++) to[i] = registers[i];
  if (something_is_shared()) [[unlikely]]
    own_words(to, count);
}

}  // namespace gilt
