// collections.deque: a ring of values that grows at both ends.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// Whoever looks at a shared deque holds its lock; the functions below take it. The ring may be
// another after anything that runs script code.
//
// Item i is ring[(first + i) & (capacity - 1)]; capacity is 0 or a power of two.
struct DequeObject : Object {
  Slot* ring;
  int64_t capacity;
  int64_t first;
  int64_t size;
  int64_t max_length;  // -1: none
  uint64_t version;    // changes with the size, so that iterators notice

  Slot& at(int64_t i) { return ring[(first + i) & (capacity - 1)]; }
};

TypeObject* deque_type();
TypeObject* deque_iterator_type();
TypeObject* deque_reverse_iterator_type();

bool deque_append(Thread& t, DequeObject* d, Ref value);
bool deque_append_left(Thread& t, DequeObject* d, Ref value);
Ref deque_pop(Thread& t, DequeObject* d);       // unset when empty
Ref deque_pop_left(Thread& t, DequeObject* d);  // unset when empty
Ref deque_iterator_new(Thread& t, DequeObject* d, bool backward);
Failed deque_mutated(Thread& t);  // RuntimeError: it changed while somebody went along it

}  // namespace gilt
