// What must stay as it is while native code walks over a whole iterable.
#pragma once

#include "runtime/dict.h"
#include "runtime/set.h"

namespace gilt {

// The dict or set that an exact dict, view of a dict or set gets its items from; null for all else.
// Who holds its lock (sharing.h) for the whole walk copies it in one step: list(d) or set(d.keys())
// beside threads that change d then works without the GIL too, as in CPython (PEP 703).
inline Object* walked_container(Value iterable) {
  if (!iterable.is_object()) return nullptr;
  switch (iterable.as_object()->shape) {
    case kDictShape:
    case kSetShape: return iterable.as_object();
    case kDictKeysShape:
    case kDictValuesShape:
    case kDictItemsShape: {
      Value dict = iterable.as<DictViewObject>()->dict.peek();
      return dict.is_object() ? dict.as_object() : nullptr;
    }
    default: return nullptr;
  }
}

}  // namespace gilt
