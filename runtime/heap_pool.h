// Small blocks that belong to no thread: what threads that ended have left, and what meetings of
// all threads have freed. Any thread takes from them before it carves new memory.
#pragma once

#include "runtime/thread.h"

namespace gilt {

// While this lives, small blocks that [t] frees do not go to its own lists but, at the end, to the
// pool. A meeting frees what all threads have retired: kept by the thread that called it, blocks
// would travel from those that allocate much to those that call meetings, and never back.
// REQUIRES: [t] is the calling thread.
class FreesForAll {
 public:
  explicit FreesForAll(Thread& t);
  ~FreesForAll();
  FreesForAll(const FreesForAll&) = delete;
  FreesForAll& operator=(const FreesForAll&) = delete;

 private:
  Thread& t_;
  FreeBlock* own_[kSizeClasses];  // the thread's lists meanwhile
};

}  // namespace gilt
