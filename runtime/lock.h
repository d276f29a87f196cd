// Waiting inside the VM: interruptible sleeps and the lock that threading.Lock is made of.
//
// All of these give up the GIL while they wait, and wake for signals (main thread), asynchronous
// exceptions and stops: then they answer the safepoint, and if that raises they fail.
#pragma once

#include "runtime/interpreter.h"
#include "runtime/scheduler.h"

namespace gilt {

// Waits on [t]'s own parker until somebody unparks it or [deadline] passes, without the GIL; then
// answers what came in meanwhile. May return early; the caller looks again. False with an exception
// pending when the thread is to unwind.
bool wait_parked(Thread& t, Nanoseconds deadline, ReleaseReason reason);

// False with an exception pending when interrupted.
bool sleep_until(Thread& t, Nanoseconds deadline);

class ParkingLock;

// A thread that waits for a ParkingLock; lives on its stack.
struct LockWaiter {
  Thread* thread;
  ParkingLock* lock;
  LockWaiter* next = nullptr;   // behind it in the lock's queue
  LockWaiter* outer = nullptr;  // what the thread waits for further out: a handler interrupted it
};

enum class LockResult : uint8_t { kAcquired, kTimeout, kError };

// A lock that any thread may release, as Python's is. Fair in the order of waking, not of taking: a
// running thread may take a free lock before the one that was woken for it, as in CPython.
class ParkingLock {
 public:
  bool try_acquire(Thread& t);
  // [deadline]: kForever waits as long as it takes.
  LockResult acquire(Thread& t, Nanoseconds deadline, ReleaseReason reason = ReleaseReason::kLock);
  // Takes the free lock on behalf of the thread with [id], which is about to start.
  void acquire_for(uint64_t id) { owner_.store(id, std::memory_order_seq_cst); }
  // The same if it is free; whether it was.
  bool try_acquire_for(uint64_t id) {
    uint64_t expected = 0;
    return owner_.compare_exchange_strong(expected, id, std::memory_order_seq_cst);
  }
  // Whether it was held (by anybody).
  bool release();
  bool held() const { return owner_.load(std::memory_order_relaxed) != 0; }
  // Thread::id of the thread that took it, 0 when free.
  uint64_t owner() const { return owner_.load(std::memory_order_relaxed); }
  // In the child after a fork: [dead] does not wait any more for what it waited for.
  static void forget_waits(Thread& dead);
  bool has_waiters() const { return waiting_.load(std::memory_order_relaxed) != 0; }

 private:
  LockResult acquire_after_naps(Thread& t, Nanoseconds deadline, ReleaseReason reason);
  void enqueue(LockWaiter& waiter);
  void remove(LockWaiter& waiter);

  std::atomic<uint64_t> owner_{0};
  std::atomic<uint32_t> waiting_{0};
  ShortLock queue_lock_;
  LockWaiter* first_ = nullptr;
  LockWaiter* last_ = nullptr;
};

}  // namespace gilt
