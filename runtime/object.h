// Object: the 16-byte header of everything that lives on the heap.
//
//   u32 refcount | u8 lock | u8 flags | u16 owner | u32 shape | u32 gc_index
//
// The shape (shape.h) tells all that is static about an object: its type and, for instances, which
// attribute lives in which slot. Builtin types have fixed shape numbers, so `is this a list` is one
// comparison with a constant.
//
// Invariant: refcount counts the counted words (tag 001) that refer to the object. Immortal objects
// have kImmortal set, are only ever referred to by uncounted words, and their refcount is never
// touched.
#pragma once

#include <cstdint>

#include "runtime/config.h"
#include "runtime/value.h"

namespace gilt {

using ShapeId = uint32_t;

enum ObjectFlags : uint8_t {
  kImmortal = 1 << 0,   // never freed, never counted
  kShared = 1 << 1,     // published: other threads may hold it (free-threaded build)
  kTracked = 1 << 2,    // the cycle collector knows it; gc_index is its place there
  kOldGen = 1 << 3,     // survived a young collection
  kFinalized = 1 << 4,  // its __del__ has run (PEP 442: at most once)
  kHasWeakrefs = 1 << 5,
  kKindFlag0 = 1 << 6,  // free for the kind: see the header of each kind
  kKindFlag1 = 1 << 7,
};

struct Object {
  uint32_t refcount;
  uint8_t lock;    // one-byte lock for writers (free-threaded build)
  uint8_t flags;   // ObjectFlags
  uint16_t owner;  // the thread that made it (free-threaded build)
  ShapeId shape;
  uint32_t gc_index;  // tracked objects: index in the collector's list; others: free for the kind

  bool has(ObjectFlags flag) const { return (flags & flag) != 0; }
};

static_assert(sizeof(Object) == 16);

// The word for a borrowed reference to [object]: uncounted when it is immortal. Owns nothing by
// itself.
inline Value to_value(const Object* object) {
  return object->has(kImmortal) ? Value::uncounted(object) : Value::counted(object);
}

}  // namespace gilt
