#include "runtime/brief_wait.h"

#include <sched.h>

#include <algorithm>
namespace gilt {
namespace {

// About what it costs to fall asleep and to be woken.
constexpr Nanoseconds kMoment = 20'000;
constexpr int kLooksBetweenClocks = 8;
// The most waits that go to sleep at once after one in vain.
constexpr int kLongestSkip = 255;

std::atomic<int> g_awaiting{0};

// How often the thread's next waits do not try, and how many it would be after a further failure.
struct Luck {
  int skip = 0;
  int penalty = 0;
};
thread_local constinit Luck t_luck;

int count_cores() {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
  return CPU_COUNT(&cores);
}

bool comes_soon(const Parker& parker) {
  Nanoseconds end = scheduler().now() + kMoment;
  do {
    for (int i = 0; i < kLooksBetweenClocks; i++) {
      if (parker.token.load(std::memory_order_relaxed) == kParkerToken) return true;
      pause_briefly();
    }
  } while (scheduler().now() < end);
  return false;
}

}  // namespace

bool await_briefly(const Parker& parker) {
  static const int cores = count_cores();
  if (parker.token.load(std::memory_order_relaxed) == kParkerToken) return true;
  Luck& luck = t_luck;
  if (luck.skip > 0) {
    luck.skip--;
    return false;
  }
  bool came = false;
  if (g_awaiting.fetch_add(1, std::memory_order_relaxed) < cores) {
    came = comes_soon(parker);
    if (came) {
      luck.penalty = 0;
    } else {
      luck.penalty = std::min(2 * luck.penalty + 1, kLongestSkip);
      luck.skip = luck.penalty;
    }
  }
  g_awaiting.fetch_sub(1, std::memory_order_relaxed);
  return came;
}

void brief_waits_after_fork() {
  g_awaiting.store(0, std::memory_order_relaxed);
}

}  // namespace gilt
