// The cycle collector: finds garbage that reference counts alone never free.
//
// The essay. Every object that can be part of a cycle is in one of two lists, young or old;
// gc_index in its header is its place there, so joining and leaving (swap with the last) take
// constant time and no link words. To collect a list is to ask which of its objects are referred to
// only from within it (Lins, "Cyclic reference counting with lazy mark-scan", 1992; the form used
// by CPython since 2000): copy every count, subtract the references that objects of the list hold
// on each other; what stays above zero is held from outside, and so is all that it reaches. The
// rest is garbage. Registers own counts like anybody else, so no stack has to be scanned.
//
// Garbage then ends as PEP 442 says: weak references are emptied and their callbacks run,
// finalisers run once, and if none of them brought an object back, each object drops its
// references.
//
// Collections run at safepoints only, never inside an allocation. The young list is collected when
// it has grown by its threshold, the old one when it has grown by a quarter since it was last
// collected, so the work stays proportional to the allocation. One collector an interpreter.
//
// With the lock there is one pair of lists, used by whoever holds it. In the free-threaded build
// each thread has its own pair of the objects that it made. A thread collects its young private
// objects by itself, while others run: nobody else can refer to them. A full collection stops the
// world and takes the objects of all threads together; registers, which do not count shared
// objects, are scanned for roots.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/scheduler.h"
#include "runtime/thread.h"
#include "runtime/weakref.h"

namespace gilt {

class Limits;

struct CollectorStatistics {
  uint64_t collections = 0, collected = 0, uncollectable = 0;
};

// The memory of lists of threads that have ended, kept for threads that come (stack_arena.h tells
// why). One thread at a time.
template <class List>
class SpareMemory {
 public:
  SpareMemory() {
    if constexpr (kFreeThreaded) kept_.reserve(kLists);
  }
  // Takes what [list] has if there is not too much of it already; empties it.
  void keep(List& list) {
    list.clear();
    if (list.capacity() != 0 && list.capacity() <= kPlaces && kept_.size() < kLists)
      kept_.push_back(std::move(list));
  }
  // Gives [list], which is empty, what there is.
  void reuse(List& list) {
    if (kept_.empty()) return;
    list = std::move(kept_.back());
    kept_.pop_back();
  }

 private:
  static constexpr size_t kLists = 64, kPlaces = 4096;
  std::vector<List> kept_;
};

class Collector {
 public:
  Collector();

  // What the host allows its interpreter, memory first of all; null: everything (limits.h).
  Limits* limits = nullptr;
  // Its threads have been told to end (stop_all): locks that they held may stay held for ever.
  std::atomic<bool> was_stopped{false};

  // The lists that a new thread uses, and their number (Object::owner). Any thread.
  void join(Thread& t);
  // What [t] leaves behind belongs to nobody: shared from now on. What it has retired waits for the
  // next meeting. REQUIRES: [t] is attached, and ends.
  void leave(Thread& t);

  // What threads that have ended had retired.
  struct Estate {
    std::vector<Object*> objects;
    std::vector<Thread::RetiredBlock> blocks;
  };
  // REQUIRES: the world is stopped.
  Estate take_estate() { return std::exchange(estate_, {}); }

  void track(Thread& t, Object* object);
  // Does nothing for an object that is not tracked. REQUIRES: it is private to [t], or the world is
  // stopped.
  static void untrack(Thread& t, Object* object);
  // Untracks an object that is about to end if it is tracked. REQUIRES: the world is stopped.
  void forget(Object* object);

  // Collects the young list, or with [full] everything. How many unreachable objects were found.
  // Runs script code (finalisers, callbacks); their errors are reported as unraisable. Does nothing
  // when called from within itself.
  int64_t collect(Thread& t, bool full);
  // Answers kCollect at a safepoint.
  void collect_if_due(Thread& t);

  // -- gc module --
  bool enabled = true;
  bool stress = kStress;  // collect at every safepoint
  uint32_t debug = 0;     // gc.DEBUG_... bits
  uint32_t thresholds[3] = {2000, 10, 0};
  // What has been collected so far, by generation.
  std::array<CollectorStatistics, 3> statistics();
  int64_t count(const Thread& t, int generation) const;
  // Moves everything tracked out of the collector's sight, and back.
  void freeze(Thread& t);
  void unfreeze(Thread& t);
  int64_t frozen_count() const { return static_cast<int64_t>(frozen_.size()); }
  // All tracked objects of [generation] (-1: all); the free-threaded build publishes them first,
  // because a script may now reach what another thread made.
  std::vector<Ref> objects(Thread& t, int generation);
  // Calls [visit] with every tracked object. REQUIRES: the world is stopped.
  template <class F>
  void each(F&& visit) const {
    for (const TrackedLists* lists : lists_) {
      if (lists == nullptr) continue;
      for (Object* object : lists->young) visit(object);
      for (Object* object : lists->old) visit(object);
    }
    for (Object* object : frozen_) visit(object);
  }
  // Objects found unreachable are kept in gc.garbage (list) when debug has DEBUG_SAVEALL.
  static constexpr uint32_t kSaveAll = 32;
  Slot garbage = unset_slot();
  // gc.callbacks: list of callables (phase, info), or unset.
  Slot callbacks = unset_slot();

 private:
  using List = std::vector<Object*>;
  // In gc_index: the object is in frozen_. (No list comes near two thousand million objects.)
  static constexpr uint32_t kFrozenBit = uint32_t{1} << 31;
  // Unreachable objects, held, whose weak references are empty already.
  struct Garbage {
    std::vector<Ref> objects;
    std::vector<Ref> callbacks;  // weak reference, callback in turn
    std::vector<Ref> disarmed;   // callbacks that garbage itself would have called
  };
  static void empty_weakrefs(Thread& t, Garbage& found, const HeldObjects* held);
  Garbage find_young(Thread& t);
  Garbage find_all(Thread& t);
  void finish(Thread& t, Garbage& garbage);
  static void drop_resurrected(Thread& t, std::vector<Ref>& dead);
  void remove(TrackedLists& lists, Object* object);
  void remove_frozen(Object* object);
  void publish_frozen(Thread& t);
  static void untrack_elsewhere(Thread& t, Object* object);

  // Number 0. Threads that leave write here under numbers_lock_, all others with the world stopped.
  TrackedLists common_;
  Estate estate_;                       // likewise
  std::vector<TrackedLists*> lists_;    // by number; null: free. Under numbers_lock_
  std::vector<uint16_t> free_numbers_;  // likewise
  SpareMemory<List> spare_lists_;       // likewise
  SpareMemory<std::vector<Thread::RetiredBlock>> spare_blocks_;  // likewise
  std::array<CollectorStatistics, 3> statistics_;                // under numbers_lock_
  ShortLock numbers_lock_;
  List frozen_;  // under frozen_lock_
  ShortLock frozen_lock_;
};

// Is [object] known to the collector?
inline bool gc_is_tracked(const Object* object) {
  return object->has(kTracked);
}

}  // namespace gilt
