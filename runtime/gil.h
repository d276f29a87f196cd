// The global interpreter lock, as CPython's behaves.
//
// The essay. One thread of an interpreter holds the GIL and runs bytecode; the others wait. A
// waiter sleeps for one switch interval (5 ms). If the same thread has held the lock all that time,
// the waiter sets a drop request: one bit in the holder's safepoint word. The holder sees it at its
// next back edge or call, gives the lock up and, because it would otherwise win it back before the
// waiter is even awake, waits until somebody else has taken it (forced switching, Pitrou 2009). A
// holder that blocks (I/O, sleep, a lock) gives the lock up by itself: ReleaseGil.
//
// So an I/O thread that wants the lock back waits up to one interval behind a CPU-bound one: the
// convoy effect. All of this is counted: who took the lock, why it was handed over, how long
// threads waited.
//
// Taking a free lock is one compare-and-swap, giving it up without waiters one store.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/interpreter.h"
#include "runtime/region.h"
#include "runtime/scheduler.h"

namespace gilt {

// Why the lock was given up.
enum class HandOver : uint8_t { kInterval, kIo, kSleep, kLock, kJoin, kKernel, kExit, kCount };
const char* hand_over_name(HandOver reason);

struct LockWaiter;
class Timeline;
class TimelineBuffer;

// What one thread did with the lock. Written by that thread while it holds the lock.
struct GilThreadState {
  Parker parker;  // where the thread waits for the GIL and for everything else
  uint64_t acquisitions = 0;
  uint64_t contended = 0;  // acquisitions that had to wait
  uint64_t hand_overs[static_cast<int>(HandOver::kCount)] = {};
  Nanoseconds waited = 0;  // sum over contended acquisitions
  Nanoseconds longest_wait = 0;
  Nanoseconds held = 0;  // only while timing is on
  Nanoseconds taken_at = 0;
  uint64_t lock_waits = 0;  // threading locks that were not free
  Nanoseconds lock_waited = 0;
  Thread* next_waiter = nullptr;
  LockWaiter* waits = nullptr;         // for parking locks (lock.h), innermost first
  TimelineBuffer* timeline = nullptr;  // where it records (runtime/timeline.h)
};

struct GilStatistics {
  uint64_t acquisitions = 0, contended = 0, drop_requests = 0, lock_waits = 0;
  uint64_t hand_overs[static_cast<int>(HandOver::kCount)] = {};
  Nanoseconds waited = 0, longest_wait = 0, held = 0, lock_waited = 0;
  void add(const GilThreadState& thread);
};

// The lock's account of an interpreter: all threads together, then each.
struct GilReport {
  GilStatistics total;
  std::vector<std::pair<std::string, GilStatistics>> threads;  // main first, then by age
  uint64_t threads_started = 0;                                // without the main thread
  uint64_t most_threads = 0;                                   // alive at once, likewise
  bool timed = false;                                          // `held` was measured
};
// REQUIRES: attached.
GilReport gil_report(Thread& t);
// The report as --stats prints it, several lines.
std::string gil_report_text(const GilReport& report);

class Gil {
 public:
  static constexpr Nanoseconds kDefaultInterval = 5'000'000;

  Gil();
  ~Gil();

  // Takes the lock for [t], waiting as long as it takes. Any OS thread that owns [t]; must not hold
  // it.
  void acquire(Thread& t);
  // Gives it up. REQUIRES: [t] holds it.
  void release(Thread& t, HandOver reason);
  // The holder's answer to a drop request: lets another thread run if one waits.
  void switch_thread(Thread& t);

  Thread* holder() const { return holder_.load(std::memory_order_acquire); }
  bool has_waiters() const { return waiting_.load(std::memory_order_relaxed) != 0; }
  // In the child after a fork, where only the holder lives on.
  void forget_others();
  // Counts and records that [t] gives the lock up; for release(), and for a thread that ends, whose
  // figures are gathered before. REQUIRES: [t] holds it.
  void count_hand_over(Thread& t, HandOver reason);

  Nanoseconds interval() const { return interval_.load(std::memory_order_relaxed); }
  void set_interval(Nanoseconds interval) { interval_.store(interval, std::memory_order_relaxed); }

  // A thread that ends is still inside release() after others can go on: whoever deletes the lock
  // waits for this.
  bool somebody_leaves() const { return leaving_.load(std::memory_order_acquire) != 0; }

  // Clock reads at every acquisition, for `held` times; set before threads start.
  bool timing = false;
  // Totals of threads that have ended, and the first kNamedEnded of them one by one; under the
  // lock.
  GilStatistics ended;
  static constexpr size_t kNamedEnded = 64;
  std::vector<std::pair<std::string, GilStatistics>> ended_threads;
  uint64_t threads_ended = 0, most_threads = 0;  // under the interpreter's threads_lock
  std::atomic<uint64_t> drop_requests{0};

  // The record that is being made, if any, and those made so far (runtime/timeline.h).
  std::atomic<Timeline*> timeline{nullptr};
  std::vector<std::unique_ptr<Timeline>> timelines;
  RegionTable regions;                          // what scripts measured with gilt.region()
  std::atomic<bool> thread_count_asked{false};  // by gilt.thread_count()

 private:
  bool try_take(Thread& t);
  void took(Thread& t);
  void enqueue(Thread& t);
  void remove_waiter(Thread& t);
  void wake_first();

  std::atomic<Thread*> holder_{nullptr};
  std::atomic<uint32_t> waiting_{0};
  std::atomic<uint32_t> leaving_{0};
  std::atomic<uint64_t> switches_{0};  // how often the holder changed
  std::atomic<Nanoseconds> interval_{kDefaultInterval};
  Thread* last_holder_ = nullptr;  // under the lock itself
  ShortLock queue_lock_;
  Thread* first_ = nullptr;  // queue of waiters, under queue_lock_
  Thread* last_ = nullptr;
  std::atomic<Parker*> forced_{nullptr};  // who waits for somebody else to take the lock
};

}  // namespace gilt
