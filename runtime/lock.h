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

// What a lock is to the script: what the report of a deadlock calls it, and who may release it.
enum class LockKind : uint8_t {
  kInternal,  // the VM's own; others than script threads may release it
  kLock,      // threading.Lock: any thread may
  kRLock,     // its holder only, like all that follow
  kThread,    // held by a thread until it ends
  kModule,    // held by the thread that imports it
  kStream,
  kQueue,  // no lock: the place where threads wait for a queue's items (bell.h)
};

// What a thread wants a lock for. [object]: what the script sees of it; null: nothing.
struct LockUse {
  LockKind kind = LockKind::kInternal;
  Object* object = nullptr;

  ReleaseReason reason() const {
    return kind == LockKind::kThread ? ReleaseReason::kJoin : ReleaseReason::kLock;
  }
};

// Whether a waiting thread can be given the lock.
enum class LockOffer : uint8_t {
  kUnwelcome,  // it looks for itself, or runs a signal's handler
  kWelcome,    // it sleeps
  kAccepted,   // the lock is its own
};

// A thread that waits for a ParkingLock; lives on its stack. Other threads look at it while they
// have the GIL or have stopped the world (deadlock.h); the atomics are the exception.
struct LockWaiter {
  Thread* thread;
  ParkingLock* lock;
  LockUse use;
  bool forever;           // without a time-out
  bool parked = false;    // sleeps, or has woken and will sleep again unless it gets the lock
  bool slept = false;     // the system put it to sleep
  bool tidies = false;    // runs finalisers before it looks for a deadlock
  bool watched = false;   // known to the interpreter's deadlock watch
  bool reported = false;  // part of a deadlock that was told of
  Nanoseconds since = 0;
  std::atomic<LockOffer> offer{LockOffer::kUnwelcome};
  LockWaiter* next = nullptr;     // behind it in the lock's queue
  LockWaiter* outer = nullptr;    // what the thread waits for further out: a handler interrupted it
  std::atomic<bool> look{false};  // somebody asks it to look for a deadlock again
  std::atomic<std::string*> verdict{nullptr};  // DeadlockError to raise; owned
};

enum class LockResult : uint8_t { kAcquired, kTimeout, kError };

// A lock that any thread may release, as Python's is. Fair in the end: a running thread may take a
// free lock before the one that was woken for it, which is faster for both; but one that has waited
// for a millisecond gets the lock from the hands of who releases it (F. Pizlo, "Locking in WebKit",
// 2016). Without that a thread that does its input and output with the lock held would keep all
// others out: they get the GIL only while it has the lock.
class ParkingLock {
 public:
  // Owner of a lock that is not for threads to have: no thread's id.
  static constexpr uint64_t kNobody = UINT64_MAX;

  bool try_acquire(Thread& t);
  // [deadline]: kForever waits as long as it takes.
  LockResult acquire(Thread& t, Nanoseconds deadline, LockUse use = {});
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
  // Its holder notes where in the script it took the lock: [instruction] is only compared with
  // those that the holder's frames are at (deadlock.h). [scoped]: by a with statement, which will
  // release it.
  void note_place(const void* instruction, bool scoped) {
    place_.store(reinterpret_cast<uintptr_t>(instruction) | (scoped ? 1 : 0),
                 std::memory_order_relaxed);
  }
  const void* place() const {
    return reinterpret_cast<const void*>(place_.load(std::memory_order_relaxed) & ~uintptr_t{1});
  }
  bool is_scoped() const { return (place_.load(std::memory_order_relaxed) & 1) != 0; }
  // In the child after a fork: [dead] does not wait any more for what it waited for.
  static void forget_waits(Thread& dead);
  bool has_waiters() const { return waiting_.load(std::memory_order_relaxed) != 0; }

 private:
  friend class Bell;
  LockResult acquire_after_naps(Thread& t, Nanoseconds deadline, ReleaseReason reason);
  LockResult wait(LockWaiter& waiter, Nanoseconds deadline);
  bool hand_over();
  void call_newest(int64_t most);
  void enqueue(LockWaiter& waiter, bool first = false);
  void remove(LockWaiter& waiter);

  std::atomic<uint64_t> owner_{0};
  std::atomic<uintptr_t> place_{0};
  std::atomic<uint32_t> waiting_{0};
  ShortLock queue_lock_;
  LockWaiter* first_ = nullptr;
  LockWaiter* last_ = nullptr;
  Nanoseconds handed_over_ = 0;  // when it last was
};

}  // namespace gilt
