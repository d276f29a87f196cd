// slice: start, stop, step as given, and what they mean for a sequence of some length.
#pragma once

#include <optional>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct SliceObject : Object {
  Slot start, stop, step;  // any values; None when left out
};

// The items start, start + step ... of a sequence: `length` of them.
struct SliceRange {
  int64_t start, stop, step, length;
};

RefOf<SliceObject> slice_new(Thread& t, Value start, Value stop, Value step);
// start, stop, step as clamped int64 (calls __index__, which may change the sequence: take its
// length afterwards). step is never 0.
std::optional<SliceRange> slice_unpack(Thread& t, SliceObject* slice);
// Fits an unpacked slice to a sequence of [length] items.
void slice_adjust(SliceRange& range, int64_t length);
// Both together, for sequences that cannot change.
std::optional<SliceRange> slice_resolve(Thread& t, SliceObject* slice, int64_t length);
// The same for the bounds of s[start:stop], for the machine's GET_SLICE: 0 <= start <= stop <=
// length.
std::optional<SliceRange> slice_bounds(Thread& t, Value start, Value stop, int64_t length);

// start, stop, step of slice.indices(length) for a [length] of any size: exact ints.
bool slice_indices(Thread& t, SliceObject* slice, Value length, Ref& start, Ref& stop, Ref& step);

inline bool is_slice(Value v);

}  // namespace gilt

#include "runtime/builtin_types.h"

namespace gilt {
inline bool is_slice(Value v) {
  return has_shape(v, kSliceShape);
}
}  // namespace gilt
