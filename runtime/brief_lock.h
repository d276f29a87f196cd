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

// A plain write, which may hide from a thread that has just made ready to wait that it should be
// woken: those who wait look again by themselves after a while (sharing.cpp). An exchange would
// cost as much as all else that is done under the lock.
GILT_ALWAYS_INLINE void unlock_briefly(Object* object) {
  __atomic_store_n(&object->lock, kLockFree, __ATOMIC_RELEASE);
}

}  // namespace gilt
