// Iterators over lists and tuples: an index into the sequence, looked up again at each step, so
// that a list may grow or shrink meanwhile. The machine's FOR_LIST and FOR_TUPLE advance them
// in place.
#pragma once

#include "runtime/list.h"
#include "runtime/ref.h"
#include "runtime/tuple.h"

namespace gilt {

struct ListIteratorObject : Object {
  Slot list;                   // unset once exhausted
  SharedField<int64_t> index;  // of the next item
};

// From the last item down; index -1 and list unset: exhausted.
struct ListReverseIteratorObject : Object {
  Slot list;
  SharedField<int64_t> index;
};

struct TupleIteratorObject : Object {
  Slot tuple;  // unset once exhausted
  SharedField<int64_t> index;
};

Ref list_iterator_new(Thread& t, ListObject* list);
Ref tuple_iterator_new(Thread& t, TupleObject* tuple);

}  // namespace gilt
