// What views need to know about native types of modules whose octets they show: how to keep such an
// object from changing its size meanwhile, and what its items are.
//
// A type of which nothing is said here shows plain octets that stay where they are.
#pragma once

#include <cstdint>

#include "runtime/type.h"

namespace gilt {

struct BufferTraits {
  const TypeObject* type;  // of which the object is, or from which it derives
  // One view more (1) or less (-1). Called under the object's lock when one is added.
  void (*change_exports)(Value object, int by);
  // The format and size of an item; null: octets.
  void (*items)(Value object, char& format, int64_t& item_size);
  bool (*read_only)(Value object);  // null: no
  // Of a type that passes on another object's octets: that object, which is the one that is kept
  // from changing its size. Null: the octets are the object's own, and the others above are set.
  Ref (*shown)(Thread& t, Value object) = nullptr;
};

// Called once for each type, when its module is made.
void register_buffer_traits(const BufferTraits& traits);
// Those of the type of [v], or null.
const BufferTraits* buffer_traits_of(Value v);

}  // namespace gilt
