// The lock types of module _thread.
#pragma once

#include "runtime/lock.h"
#include "runtime/type.h"

namespace gilt {

struct LockObject : Object {
  ParkingLock lock;
};

// Of one thread at a time, which may take it several times.
struct RLockObject : Object {
  ParkingLock lock;
  SharedField<uint64_t> depth;  // how often the owner has taken it; only the owner changes it
};

TypeObject* lock_type();
TypeObject* rlock_type();
Ref lock_new(Thread& t);

// The deadline that acquire(blocking, timeout) means; 0: do not wait. Nothing with an exception
// pending when they make no sense.
std::optional<Nanoseconds> lock_deadline(Thread& t, Value blocking, Value timeout);

// The longest time-out that a lock takes, in seconds.
inline constexpr double kMaxTimeout = 9223372036.0;

}  // namespace gilt
