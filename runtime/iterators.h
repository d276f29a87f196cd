// The iterator objects that are not tied to one container: over anything with __getitem__, over
// repeated calls, and the builtin types enumerate, zip, map, filter and reversed.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// iter(x) where x has __getitem__ only.
struct SequenceIteratorObject : Object {
  Slot sequence;  // unset once exhausted
  SharedField<int64_t> index;
};

// iter(callable, sentinel)
struct CallableIteratorObject : Object {
  Slot callable;  // unset once exhausted
  Slot sentinel;
};

struct EnumerateObject : Object {
  Slot iterator;
  int64_t index;   // of the next item, while it fits an immediate int; under the lock
  Slot big_index;  // int; set once `index` no longer fits
};

struct ZipObject : Object {
  Slot iterators;  // tuple
  SharedField<bool> strict;
};

struct MapObject : Object {
  Slot function;
  Slot iterators;  // tuple
  SharedField<bool> strict;
};

struct FilterObject : Object {
  Slot function;  // None: by truth
  Slot iterator;
};

struct ReversedObject : Object {
  Slot sequence;  // unset once exhausted
  SharedField<int64_t> index;
};

Ref sequence_iterator_new(Thread& t, Value sequence);
Ref callable_iterator_new(Thread& t, Value callable, Value sentinel);

}  // namespace gilt
