// Where threads wait until there is something for them: a queue's place to wait.
//
// The essay. To wake a thread costs some microseconds, and where there are fewer cores than threads
// the woken one takes the core of who woke it. Who puts a thousand small things into a queue that
// four threads wait at must not pay that a thousand times. Two rules see to it, both of the
// schedulers that hand out tasks:
//
//   - The last to come is called first. It may not even be asleep yet (brief_wait.h), and what it
//     uses is still in its core's cache; those who have slept long go on sleeping.
//   - While one is on its way no other is called. Who comes takes one thing, and if there are more
//     it calls the next before it does anything else. So all wake up where there is work for all,
//     one after the other, and where one can do it alone it does. (Go's scheduler wakes threads
//     like this: D. Vyukov, "Scalable Go Scheduler", 2012.) Where much is left to do, more may be
//     on their way.
//
// Where there is no core for both, whoever is called takes the caller's at once, finds one thing,
// and sleeps again. A thread to which that happens (it slept, and not for long) had better leave
// the others alone for a moment: it naps (contention.h). It is on its way all the while.
//
// Therefore only a thread that is sure to come counts as on its way: a thread that sleeps is called
// by telling it that the wait is over (LockOffer), and no script code runs before it is back from
// wait(). One that runs a signal's handler meanwhile is told to look again when it is done.
//
// What all of them wait for is under a lock of the owner's, which is held when it is looked at,
// when it is changed, and around ring().
#pragma once

#include "runtime/contention.h"
#include "runtime/deadlock.h"
#include "runtime/lock.h"
#include "runtime/timeline.h"

namespace gilt {

class Bell {
 public:
  Bell() { gate_.acquire_for(ParkingLock::kNobody); }

  // Waits until called, or told to look again, or [deadline]. [is_needless] is asked once the
  // caller is among those who can be called: true when there is something by now. kError: an
  // exception is pending. In any case the caller looks, takes what it finds, and calls the next one
  // if there is more. [too_soon]: it slept, and was called so soon that it need not have.
  template <class F>
  LockResult wait(Thread& t, Nanoseconds deadline, LockUse use, bool& too_soon,
                  const F& is_needless) {
    TimelineWait recorded(t, use.reason(), this, 0);
    LockWaiter waiter{&t, &gate_, use, deadline == kForever};
    waiter.since = scheduler().now();
    gate_.enqueue(waiter, true);
    LockResult result = is_needless() ? LockResult::kAcquired : gate_.wait(waiter, deadline);
    gate_.remove(waiter);
    deadlock_leave(waiter);
    too_soon = waiter.slept && scheduler().now() - waiter.since < kSoon;
    return result;
  }

  // Stays out of the way for a moment, or until another thread goes to sleep. The caller then
  // looks, as after wait(). REQUIRES: [t] runs without the GIL.
  void nap(Thread& t, Nanoseconds deadline, LockUse use) {
    TimelineWait recorded(t, use.reason(), this, 0);
    LockWaiter waiter{&t, &gate_, use, deadline == kForever};
    waiter.offer = LockOffer::kAccepted;
    gate_.enqueue(waiter, true);
    {
      ReleaseGil released(t, use.reason());
      nap_until(t, std::min(deadline, deadline_after(kFirstNap)), true);
    }
    gate_.remove(waiter);
  }

  bool has_waiters() const { return gate_.has_waiters(); }
  // Calls one more thread, unless [most] are on their way already.
  void ring(int64_t most) { gate_.call_newest(most); }

 private:
  static constexpr Nanoseconds kSoon = 50'000;

  ParkingLock gate_;  // held by nobody, so that nobody gets it
};

}  // namespace gilt
