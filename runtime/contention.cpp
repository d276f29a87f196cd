#include "runtime/contention.h"

#include <algorithm>
#include <new>

#include "runtime/gil.h"

namespace gilt {
namespace {

// Collisions on one lock are of one run while they are no further apart.
constexpr Nanoseconds kSoon = 50'000;
constexpr int kOften = 4;

struct Collisions {
  const void* lock = nullptr;
  int count = 0;
  Nanoseconds last = 0;
  Nanoseconds nap = kFirstNap;  // the next one
};
thread_local constinit Collisions t_collisions;

// Those who nap, the longest first.
struct Napper {
  Thread* thread;
  Napper* next = nullptr;
};
ShortLock g_nappers_lock;
Napper* g_nappers = nullptr;
std::atomic<uint32_t> g_napping{0};

}  // namespace

bool collides_often(const void* lock) {
  Collisions& c = t_collisions;
  Nanoseconds now = scheduler().now();
  Nanoseconds apart = now - c.last;
  c.last = now;
  if (c.lock != lock) {
    c = {.lock = lock, .last = now};
  } else if (apart > kSoon) {
    c.count /= 2;
    c.nap = std::max(kFirstNap, c.nap / 2);
  }
  if (c.count < 2 * kOften) c.count++;
  return c.count >= kOften;
}

void take_nap(Thread& t, Nanoseconds deadline) {
  Collisions& c = t_collisions;
  Nanoseconds end = std::min(deadline, deadline_after(c.nap));
  c.nap = std::min(2 * c.nap, kLongestNap);
  nap_until(t, end, false);
  // The nap is no time without collisions.
  c.last = scheduler().now();
}

void nap_until(Thread& t, Nanoseconds end, bool in_turn) {
  Napper napper{&t};
  g_nappers_lock.lock();
  Napper** place = &g_nappers;
  while (*place != nullptr) place = &(*place)->next;
  *place = &napper;
  g_napping.fetch_add(1, std::memory_order_seq_cst);
  bool alone = g_nappers == &napper;
  g_nappers_lock.unlock();
  // Those who sleep before it may have its place; by now it can be woken itself.
  if (in_turn && !alone) end_nap();
  scheduler().park(t.gil->parker, end);
  g_nappers_lock.lock();
  for (place = &g_nappers; *place != nullptr; place = &(*place)->next) {
    if (*place != &napper) continue;
    *place = napper.next;
    g_napping.fetch_sub(1, std::memory_order_relaxed);
    break;
  }
  g_nappers_lock.unlock();
}

void end_nap() {
  if (g_napping.load(std::memory_order_seq_cst) == 0) return;
  g_nappers_lock.lock();
  if (Napper* napper = g_nappers) {
    // Under the lock it cannot go away.
    g_nappers = napper->next;
    g_napping.fetch_sub(1, std::memory_order_relaxed);
    scheduler().unpark(napper->thread->gil->parker);
  }
  g_nappers_lock.unlock();
}

void naps_after_fork() {
  new (&g_nappers_lock) ShortLock;
  g_nappers = nullptr;
  g_napping.store(0, std::memory_order_relaxed);
}

}  // namespace gilt
