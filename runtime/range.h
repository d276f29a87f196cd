// range: start, stop and step, each an int of any size, and the number of items worked out once.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct RangeObject : Object {
  Slot start, stop, step;  // exact ints
  Slot length;             // exact int
};

// A range whose numbers all fit immediate ints. Invariant: `stop` is one of the values that `next`
// takes, exactly length * step after the start, so the end is one comparison: next == stop. Both
// and their sum with step fit 63 bits.
struct RangeIteratorObject : Object {
  SharedField<int64_t> next;
  int64_t stop, step;
};

// All others: `index` counts up to `length`.
struct LongRangeIteratorObject : Object {
  Slot next, step, remaining;  // exact ints
};

// REQUIRES: exact ints, step not 0.
RefOf<RangeObject> range_new(Thread& t, Value start, Value stop, Value step);
Ref range_iterator_new(Thread& t, RangeObject* range);
// range(start, stop, step) as an iterator without the range object, for immediate ints.
Ref range_iterator_from(Thread& t, int64_t start, int64_t stop, int64_t step);

}  // namespace gilt
