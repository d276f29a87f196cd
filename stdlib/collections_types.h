// The native types of module collections, each in a file of its own (deque.h for deque).
#pragma once

#include "runtime/type.h"

namespace gilt {

TypeObject* default_dict_type();  // default_dict.cpp
TypeObject* ordered_dict_type();  // ordered_dict.cpp
TypeObject* odict_keys_type();
TypeObject* odict_values_type();
TypeObject* odict_items_type();

}  // namespace gilt
