#include "runtime/lock.h"

#include <algorithm>
#include <utility>

#include "runtime/brief_wait.h"
#include "runtime/contention.h"
#include "runtime/deadlock.h"
#include "runtime/gil.h"
#include "runtime/timeline.h"

namespace gilt {

namespace {
constexpr uint32_t kWakesWaiters = kSignal | kAsyncException | kExit | kLimit | kPendingCalls;

// A lock changes hands at most once in this time to one that has waited for as long: handing over
// costs falling asleep and being woken.
constexpr Nanoseconds kTooLong = 1'000'000;
}  // namespace

bool wait_parked(Thread& t, Nanoseconds deadline, ReleaseReason reason) {
  if (t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) return safepoint(t);
  {
    ReleaseGil released(t, reason);
    if constexpr (kFreeThreaded) end_nap();
    scheduler().park(t.gil->parker, deadline);
  }
  // Taking the GIL back may have used up a token that came with one of these; so look at the bits,
  // not at the result.
  if (t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) return safepoint(t);
  return true;
}

bool sleep_until(Thread& t, Nanoseconds deadline) {
  auto is_called = [&t] {
    return (t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) != 0;
  };
  if (is_called() && !safepoint(t)) return false;
  do {
    {
      ReleaseGil released(t, ReleaseReason::kSleep);
      if constexpr (kFreeThreaded) end_nap();
      // A token may be left from what this thread waited for before: it does not end the sleep.
      do {
        scheduler().park(t.gil->parker, deadline);
      } while (!is_called() && scheduler().now() < deadline);
    }
    if (is_called() && !safepoint(t)) return false;
  } while (scheduler().now() < deadline);
  return true;
}

bool ParkingLock::try_acquire(Thread& t) {
  uint64_t expected = 0;
  return owner_.compare_exchange_strong(expected, t.id, std::memory_order_seq_cst);
}

void ParkingLock::enqueue(LockWaiter& waiter, bool first) {
  waiter.outer = std::exchange(waiter.thread->gil->waits, &waiter);
  queue_lock_.lock();
  if (first) {
    waiter.next = std::exchange(first_, &waiter);
    if (last_ == nullptr) last_ = &waiter;
  } else {
    (last_ != nullptr ? last_->next : first_) = &waiter;
    last_ = &waiter;
  }
  waiting_.fetch_add(1, std::memory_order_seq_cst);
  queue_lock_.unlock();
}

void ParkingLock::remove(LockWaiter& waiter) {
  waiter.thread->gil->waits = waiter.outer;
  queue_lock_.lock();
  LockWaiter* previous = nullptr;
  for (LockWaiter* w = first_; w != &waiter; w = w->next) previous = w;
  (previous != nullptr ? previous->next : first_) = waiter.next;
  if (last_ == &waiter) last_ = previous;
  waiting_.fetch_sub(1, std::memory_order_seq_cst);
  // A wake-up that was meant for this one must not get lost: pass it on if the lock is free.
  if (owner_.load(std::memory_order_seq_cst) == 0 && first_ != nullptr) {
    scheduler().unpark(first_->thread->gil->parker);
  }
  queue_lock_.unlock();
}

void ParkingLock::forget_waits(Thread& dead) {
  while (LockWaiter* waiter = dead.gil->waits) waiter->lock->remove(*waiter);
}

// Stays out of the way of the threads that use the lock; kTimeout if they have it for longer.
LockResult ParkingLock::acquire_after_naps(Thread& t, Nanoseconds deadline, ReleaseReason reason) {
  for (int i = 0; i < kNaps && scheduler().now() < deadline; i++) {
    if ((t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) == 0) {
      ReleaseGil released(t, reason);
      take_nap(t, deadline);
    }
    if ((t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) != 0 && !safepoint(t))
      return LockResult::kError;
    if (try_acquire(t)) return LockResult::kAcquired;
  }
  return LockResult::kTimeout;
}

LockResult ParkingLock::acquire(Thread& t, Nanoseconds deadline, LockUse use) {
  if (try_acquire(t)) return LockResult::kAcquired;
  TimelineWait wait_recorded(t, use.reason(), this, owner());
  // A lock that the thread itself holds is one to be woken by, not one to get past others with.
  if (kFreeThreaded && owner() != t.id && collides_often(this)) {
    LockResult result = acquire_after_naps(t, deadline, use.reason());
    if (result != LockResult::kTimeout) return result;
  }
  LockWaiter waiter{&t, this, use, deadline == kForever};
  waiter.since = scheduler().now();
  enqueue(waiter);
  LockResult result = wait(waiter, deadline);
  remove(waiter);
  deadlock_leave(waiter);
  return result;
}

LockResult ParkingLock::wait(LockWaiter& waiter, Nanoseconds deadline) {
  Thread& t = *waiter.thread;
  bool may_deadlock = waiter.forever && waiter.use.kind != LockKind::kInternal;
  Nanoseconds now = waiter.since;
  Nanoseconds look_at = may_deadlock ? now + kDeadlockPatience : kForever;
  for (; !try_acquire(t); now = scheduler().now()) {
    if (now >= deadline) return LockResult::kTimeout;
    // Asked before each sleep: the wake-up that came with the verdict may have ended another wait.
    if (deadlock_raise(waiter)) return LockResult::kError;
    if (now >= look_at || waiter.look.exchange(false, std::memory_order_relaxed)) {
      if (!deadlock_look(waiter)) return LockResult::kError;
      look_at = kForever;
      // While it looked the lock may have been released.
      continue;
    }
    if ((t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) == 0) {
      waiter.parked = true;
      waiter.offer.store(LockOffer::kWelcome, std::memory_order_relaxed);
      {
        ReleaseGil released(t, waiter.use.reason());
        if constexpr (kFreeThreaded) end_nap();
        if (!await_briefly(t.gil->parker)) waiter.slept = true;
        scheduler().park(t.gil->parker, std::min(deadline, look_at));
      }
      // A handler is not to find its own thread holding the lock: it runs when this is over.
      LockOffer offered = LockOffer::kWelcome;
      if (!waiter.offer.compare_exchange_strong(offered, LockOffer::kUnwelcome,
                                                std::memory_order_acquire)) {
        return LockResult::kAcquired;
      }
    }
    if (t.safepoint.load(std::memory_order_relaxed) & kWakesWaiters) {
      waiter.parked = false;
      if (!safepoint(t)) return LockResult::kError;
      // A handler ran: others may have looked and found this thread at work.
      if (may_deadlock) look_at = scheduler().now() + kDeadlockPatience;
    }
  }
  return LockResult::kAcquired;
}

// Gives the held lock to the first waiter, if it is time to. False: it is the caller's as before.
bool ParkingLock::hand_over() {
  bool given = false;
  queue_lock_.lock();
  Nanoseconds now = scheduler().now();
  uint64_t owner = owner_.load(std::memory_order_relaxed);
  if (first_ != nullptr && now - first_->since > kTooLong && now - handed_over_ > kTooLong &&
      owner != 0 && owner_.compare_exchange_strong(owner, kNobody, std::memory_order_seq_cst)) {
    LockOffer asked = LockOffer::kWelcome;
    given = first_->offer.compare_exchange_strong(asked, LockOffer::kAccepted,
                                                  std::memory_order_release);
    owner_.store(given ? first_->thread->id : owner, std::memory_order_seq_cst);
    if (given) {
      handed_over_ = now;
      scheduler().unpark(first_->thread->gil->parker);
    }
  }
  queue_lock_.unlock();
  return given;
}

bool ParkingLock::release() {
  if (waiting_.load(std::memory_order_relaxed) != 0 && hand_over()) return true;
  bool held = owner_.exchange(0, std::memory_order_seq_cst) != 0;
  if (waiting_.load(std::memory_order_seq_cst) == 0) return held;
  queue_lock_.lock();
  // A waiter leaves only under the queue's lock, so its thread is still there.
  if (first_ != nullptr) scheduler().unpark(first_->thread->gil->parker);
  queue_lock_.unlock();
  return held;
}

// For a lock that is nobody's (bell.h): ends the wait of the newest waiter that sleeps, unless
// [most] have been told so and are not back yet. If all are awake, the first to try the lock gets
// it.
void ParkingLock::call_newest(int64_t most) {
  queue_lock_.lock();
  LockWaiter* called = first_;
  for (; called != nullptr; called = called->next) {
    LockOffer asked = LockOffer::kWelcome;
    if (called->offer.compare_exchange_strong(
            asked, LockOffer::kAccepted, std::memory_order_release, std::memory_order_relaxed)) {
      scheduler().unpark(called->thread->gil->parker);
      break;
    }
    if (asked == LockOffer::kAccepted && --most == 0) break;
  }
  if (called == nullptr) {
    owner_.store(0, std::memory_order_seq_cst);
    for (LockWaiter* w = first_; w != nullptr; w = w->next) {
      if (w->offer.load(std::memory_order_relaxed) == LockOffer::kUnwelcome)
        scheduler().unpark(w->thread->gil->parker);
    }
  }
  queue_lock_.unlock();
}

}  // namespace gilt
