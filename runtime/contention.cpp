#include "runtime/contention.h"

namespace gilt {
namespace {

// Collisions on one lock are of one run while they are no further apart.
constexpr Nanoseconds kSoon = 50'000;
constexpr int kOften = 4;

struct Collisions {
  const void* lock = nullptr;
  int count = 0;
  Nanoseconds last = 0;
};
thread_local constinit Collisions t_collisions;

}  // namespace

bool collides_often(const void* lock) {
  Collisions& c = t_collisions;
  Nanoseconds now = scheduler().now();
  // A nap between two of them is no reason to forget.
  Nanoseconds apart = now - c.last;
  c.last = now;
  if (c.lock != lock) {
    c.lock = lock;
    c.count = 0;
  } else if (apart > kSoon + (c.count >= kOften ? 4 * kNap : 0)) {
    c.count /= 2;
  }
  if (c.count < 2 * kOften) c.count++;
  return c.count >= kOften;
}

}  // namespace gilt
