// The one seam for time and waiting. Nothing in gilt waits, sleeps, starts a thread or reads a
// clock except through this header; locks, the GIL, time.sleep and thread joins are built on park
// and unpark.
//
// A Parker is one thread's place to sleep, as in java.util.concurrent.LockSupport (Lea, "The
// java.util.concurrent Synchronizer Framework", 2005): unpark leaves a token, park takes the token
// or sleeps until one comes. A token that nobody waits for is kept, so there is no lost wake-up; a
// woken thread must look again at what it waited for, because signals and stops also wake it.
//
// The OS scheduler maps these to real threads, futexes and real clocks.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

namespace gilt {

// Nanoseconds on the scheduler's own monotonic clock.
using Nanoseconds = int64_t;
inline constexpr Nanoseconds kForever = INT64_MAX;

struct Parker {
  std::atomic<uint32_t> token{0};
};

enum class ParkResult : uint8_t { kWoken, kTimeout };

class Scheduler {
 public:
  virtual ~Scheduler() = default;

  // -- clocks. Any thread --
  virtual Nanoseconds now() = 0;         // monotonic
  virtual Nanoseconds wall_clock() = 0;  // since 1970-01-01 UTC
  virtual Nanoseconds process_cpu_time() = 0;
  virtual Nanoseconds thread_cpu_time() = 0;  // of the calling thread

  // -- waiting. The caller holds no GIL --
  // Sleeps until [parker] has a token (and takes it) or now() reaches [deadline]. A system call
  // that a signal interrupts is resumed: whoever wants the thread awake unparks it.
  virtual ParkResult park(Parker& parker, Nanoseconds deadline) = 0;
  // Gives [parker] a token. Any thread; async-signal-safe.
  virtual void unpark(Parker& parker) = 0;
  // Gives up the rest of the time slice.
  virtual void yield() = 0;

  // -- threads --
  // Runs [body] on a new thread with a C stack of [stack_size] bytes (0: default). False when the
  // system refuses.
  virtual bool spawn(std::function<void()> body, size_t stack_size) = 0;
  // Names the calling thread for the system's tools; long names are cut.
  virtual void set_thread_name(const std::string& name) = 0;
  // The calling thread's id in the system.
  virtual uint64_t native_thread_id() = 0;
};

// The scheduler of real threads and real time; one for the process.
Scheduler& os_scheduler();

// The scheduler in use.
inline Scheduler& scheduler() {
  return os_scheduler();
}

// now() + [duration] without overflow.
inline Nanoseconds deadline_after(Nanoseconds duration) {
  if (duration >= kForever) return kForever;
  Nanoseconds now = scheduler().now();
  return duration > kForever - now ? kForever : now + duration;
}

// Mutual exclusion for a few instructions: queues of waiters, lists of threads. Never held across
// script code, park or anything that could take long, so waiters spin briefly and then sleep in the
// system.
class ShortLock {
 public:
  void lock() {
    uint32_t expected = 0;
    if (!state_.compare_exchange_strong(expected, 1, std::memory_order_acquire)) lock_slow();
  }
  void unlock() {
    if (state_.exchange(0, std::memory_order_release) == 2) wake_one();
  }

 private:
  void lock_slow();
  void wake_one();
  std::atomic<uint32_t> state_{
      0};  // 0 free, 1 held, 2 held and somebody sleeps (Drepper, "Futexes Are Tricky")
};

}  // namespace gilt
