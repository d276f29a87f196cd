// What is made of sets and other iterables: copies, unions, intersections, differences.
//
// Operators, methods and constructors of set and frozenset share these. Each sees the sets that it
// is given in one step, under their locks, and takes any other iterable item by item. What is made
// new is tracked, but where it says so.
#pragma once

#include <optional>

#include "runtime/set_internal.h"

namespace gilt {

inline SetObject* as_set(Value v) {
  return v.as<SetObject>();
}

// The class of what an operator makes: set or frozenset as its left operand is.
TypeObject* set_base_type(Value v);
// An empty set of [type], not yet tracked.
RefOf<SetObject> set_make_empty(Thread& t, TypeObject* type);
RefOf<SetObject> set_make_from(Thread& t, TypeObject* type, Value iterable);
RefOf<SetObject> set_copy(Thread& t, Value set);
// [iterable] as a set: itself, or a new one.
RefOf<SetObject> set_from_any(Thread& t, Value iterable);

// Is every key of [a] in [b]?
std::optional<bool> set_is_subset(Thread& t, SetObject* a, SetObject* b);

// New sets, of self's class. REQUIRES: [self] is a set; [other] may be any iterable.
RefOf<SetObject> set_intersection(Thread& t, Value self, Value other);
RefOf<SetObject> set_difference(Thread& t, Value self, Value other);
RefOf<SetObject> set_symmetric_difference(Thread& t, Value self, Value other);

// In place: &=, -= and ^= with any iterable.
bool set_keep_common(Thread& t, Value self, Value other);
bool set_subtract(Thread& t, SetObject* set, Value other);
bool set_toggle(Thread& t, SetObject* set, Value other);

}  // namespace gilt
