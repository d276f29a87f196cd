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
// collected, so the work stays proportional to the allocation. One collector an interpreter, used
// under its GIL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

struct CollectorStatistics {
  uint64_t collections = 0, collected = 0, uncollectable = 0;
};

class Collector {
 public:
  void track(Thread& t, Object* object);
  void untrack(Object* object);

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
  CollectorStatistics statistics[3];
  int64_t count(int generation) const;
  // Moves everything tracked out of the collector's sight, and back.
  void freeze();
  void unfreeze();
  int64_t frozen_count() const { return static_cast<int64_t>(frozen_.size()); }
  // All tracked objects of [generation] (-1: all). Borrowed.
  std::vector<Object*> objects(int generation) const;
  // Objects found unreachable are kept in gc.garbage (list) when debug has DEBUG_SAVEALL.
  static constexpr uint32_t kSaveAll = 32;
  Slot garbage = unset_slot();
  // gc.callbacks: list of callables (phase, info), or unset.
  Slot callbacks = unset_slot();

 private:
  using List = std::vector<Object*>;
  // In gc_index: the object is in frozen_. (No list comes near two thousand million objects.)
  static constexpr uint32_t kFrozenBit = uint32_t{1} << 31;
  int64_t collect_list(Thread& t, List& candidates, int generation);
  void finish(Thread& t, std::vector<Ref>& dead);
  List& list_of(const Object* object) { return object->has(kOldGen) ? old_ : young_; }
  void request(Thread& t);

  List young_, old_, frozen_;
  std::size_t old_after_last_ = 0;
  uint32_t young_collections_ = 0;
  bool collecting_ = false;
};

// Is [object] known to the collector?
inline bool gc_is_tracked(const Object* object) {
  return object->has(kTracked);
}

}  // namespace gilt
