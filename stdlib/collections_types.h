// The native types of module collections, each in a file of its own (deque.h for deque).
#pragma once

#include "runtime/dict.h"
#include "runtime/type.h"

namespace gilt {

TypeObject* default_dict_type();  // default_dict.cpp
TypeObject* ordered_dict_type();  // ordered_dict.cpp
TypeObject* odict_keys_type();
TypeObject* odict_values_type();
TypeObject* odict_items_type();
// Over an OrderedDict: RuntimeError when it has changed since (ordered_dict_iterator.cpp).
Ref odict_iterator_new(Thread& t, DictObject* d, DictPart part, bool backward = false);
// Whether [key], which [d] holds, is found there; KeyError if its hash has changed since.
bool odict_finds(Thread& t, DictObject* d, Value key);

}  // namespace gilt
