// The scheduler of real threads: futexes, pthreads, system clocks (Linux).
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <memory>

#include "runtime/brief_wait.h"
#include "runtime/c_stack.h"
#include "runtime/scheduler.h"

namespace gilt {
namespace {

constexpr size_t kDefaultStackSize = size_t{16} << 20;
thread_local constinit size_t t_stack_size = 0;

constexpr size_t kMaxThreadName = 15;  // the system's limit
constexpr Nanoseconds kSecond = 1'000'000'000;

Nanoseconds read_clock(clockid_t clock) {
  timespec ts;
  clock_gettime(clock, &ts);
  return static_cast<Nanoseconds>(ts.tv_sec) * kSecond + ts.tv_nsec;
}

// Sleeps while [word] holds [expected]; false on time-out. [deadline] is on CLOCK_MONOTONIC.
bool futex_wait(std::atomic<uint32_t>& word, uint32_t expected, Nanoseconds deadline) {
  timespec ts;
  timespec* timeout = nullptr;
  if (deadline != kForever) {
    ts = {static_cast<time_t>(deadline / kSecond), static_cast<long>(deadline % kSecond)};
    timeout = &ts;
  }
  // BITSET takes an absolute deadline, so an interrupted wait can be resumed as it is.
  long result =
      syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG,
              expected, timeout, nullptr, FUTEX_BITSET_MATCH_ANY);
  return result == 0 || errno != ETIMEDOUT;
}

void futex_wake(std::atomic<uint32_t>& word) {
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1,
          nullptr, nullptr, 0);
}

// What Parker::token may be besides kParkerToken. Only the thread that parks there says that it is
// asleep.
constexpr uint32_t kNoToken = 0, kToken = kParkerToken, kAsleep = 2;

struct Started {
  Started(std::function<void()> b, size_t size) : body(std::move(b)), stack_size(size) {}

  std::function<void()> body;
  size_t stack_size;
};

class OsScheduler final : public Scheduler {
 public:
  Nanoseconds now() override { return read_clock(CLOCK_MONOTONIC); }
  Nanoseconds wall_clock() override { return read_clock(CLOCK_REALTIME); }
  Nanoseconds process_cpu_time() override { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }
  Nanoseconds thread_cpu_time() override { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

  ParkResult park(Parker& parker, Nanoseconds deadline) override {
    while (true) {
      if (parker.token.exchange(kNoToken, std::memory_order_acquire) == kToken)
        return ParkResult::kWoken;
      uint32_t expected = kNoToken;
      if (!parker.token.compare_exchange_strong(expected, kAsleep, std::memory_order_relaxed))
        continue;
      bool in_time = futex_wait(parker.token, kAsleep, deadline);
      // The token may have come together with the time-out.
      if (parker.token.exchange(kNoToken, std::memory_order_acquire) == kToken)
        return ParkResult::kWoken;
      if (!in_time) return ParkResult::kTimeout;
    }
  }

  void unpark(Parker& parker) override {
    // Whoever is awake finds the token without the system's help.
    if (parker.token.exchange(kToken, std::memory_order_release) != kAsleep) return;
    int saved = errno;  // signal handlers come here
    futex_wake(parker.token);
    errno = saved;
  }

  void yield() override { sched_yield(); }

  bool spawn(std::function<void()> body, size_t stack_size) override {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (stack_size == 0) stack_size = kDefaultStackSize;
    pthread_attr_setstacksize(&attributes, stack_size);
    auto owned = std::make_unique<Started>(std::move(body), stack_size);
    pthread_t thread;
    int error = pthread_create(
        &thread, &attributes,
        [](void* argument) -> void* {
          std::unique_ptr<Started> started(static_cast<Started*>(argument));
          t_stack_size = started->stack_size;
          started->body();
          return nullptr;
        },
        owned.get());
    pthread_attr_destroy(&attributes);
    if (error != 0) return false;
    static_cast<void>(owned.release());
    return true;
  }

  void set_thread_name(const std::string& name) override {
    pthread_setname_np(pthread_self(), name.substr(0, kMaxThreadName).c_str());
  }

  uint64_t native_thread_id() override { return static_cast<uint64_t>(syscall(SYS_gettid)); }
};

}  // namespace

size_t started_c_stack_size() {
  return t_stack_size;
}

Scheduler& os_scheduler() {
  static OsScheduler instance;
  return instance;
}

void ShortLock::lock_slow() {
  for (int i = 0; i < 64; i++) {
    uint32_t expected = 0;
    if (state_.compare_exchange_weak(expected, 1, std::memory_order_acquire)) return;
    pause_briefly();
  }
  while (state_.exchange(2, std::memory_order_acquire) != 0) futex_wait(state_, 2, kForever);
}

void ShortLock::wake_one() {
  futex_wake(state_);
}

}  // namespace gilt
