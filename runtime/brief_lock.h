// The lock of a shared object, held for a few instructions in which the thread neither waits nor
// detaches nor runs script code: what the machine's handlers need. ObjectLock (sharing.h) is for
// all else; the byte is the same.
#pragma once

#include "runtime/object.h"

namespace gilt {

// Object::lock: free, held, or held while somebody may be waiting.
inline constexpr uint8_t kLockFree = 0, kLockHeld = 1, kLockContended = 2;

// False: somebody holds it, perhaps the thread itself.
GILT_ALWAYS_INLINE bool lock_briefly(Object* object) {
  uint8_t expected = kLockFree;
  return __atomic_compare_exchange_n(&object->lock, &expected, kLockHeld, false, __ATOMIC_ACQUIRE,
                                     __ATOMIC_RELAXED);
}

// Lets one of those go on who wait for the lock of [object], which has just been given up.
void wake_lock_waiter(Object* object);

GILT_ALWAYS_INLINE void unlock_briefly(Object* object) {
  if (__atomic_exchange_n(&object->lock, kLockFree, __ATOMIC_RELEASE) == kLockContended)
      [[unlikely]]
    wake_lock_waiter(object);
}

}  // namespace gilt
