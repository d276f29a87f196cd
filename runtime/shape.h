// Shape: what is static about an object: its type and, for instances, attribute name -> slot.
//
// The essay. All instances of a class start with the class's root shape. Setting an attribute that
// the shape does not have moves the object to the next shape: the same names and one more, in the
// next slot. Objects that got the same attributes in the same order share a shape, so one
// comparison of a 32-bit number tells an inline cache everything that it needs to know. (Chambers,
// Ungar, Lee: "An Efficient Implementation of SELF", OOPSLA 1989, where shapes are called maps.)
//
// Shapes are immutable, immortal, numbered and never reused. They are shared by all interpreters of
// the process; new ones are made under one lock, and read without any.
//
// Kinds: a builtin type has one kPlain shape and its objects never leave it. Instances of script
// classes have kInstance shapes, until too many attributes, a deletion, or somebody asks for
// __dict__: then the object moves to its class's kDictMode shape and its attributes live in a real
// dict. Each class object and each module has a shape of its own (kClass, kModule), so that a cache
// that has seen it knows which one it is.
#pragma once

#include <atomic>

#include "runtime/object.h"

namespace gilt {

struct TypeObject;
struct StrObject;
struct ShapeTransitions;

enum class ShapeKind : uint8_t { kPlain, kInstance, kDictMode, kClass, kModule };

struct Shape {
  ShapeId id;
  ShapeKind kind;
  uint16_t slot_count;  // kInstance: how many attributes objects of this shape have
  TypeObject* type;     // of kClass shapes: the metaclass
  Shape* parent;        // kInstance: the shape before [name] was added; null for the root
  StrObject* name;      // kInstance: the interned name that lives in slot slot_count - 1
  Object* identity;     // kClass, kModule: the one object that has this shape (borrowed)
  std::atomic<ShapeTransitions*> transitions;  // kInstance: name -> next shape
  std::atomic<void*> lookup_table;             // kInstance: hash table built for longer shapes
};

inline constexpr int kMaxInstanceSlots = 128;  // above it an instance goes to dict mode

// Address of shape number 0; shapes lie in one reserved range of addresses, so a number is enough.
extern Shape* g_shape_table;

inline Shape& shape_at(ShapeId id) {
  return g_shape_table[id];
}
inline Shape& shape_of(const Object* object) {
  return g_shape_table[object->shape];
}

// A new shape of [kind] for objects of [type]. Never fails (aborts when 16 million shapes exist).
Shape& shape_new(ShapeKind kind, TypeObject* type, Object* identity = nullptr);

// The slot of the interned [name] in [shape], or -1. Any thread, no lock.
int shape_find(const Shape& shape, const StrObject* name);

// The shape after adding [name] to [shape]; the same for every caller. REQUIRES: name is interned
// and not in shape, slot_count < kMaxInstanceSlots.
Shape& shape_with(Shape& shape, StrObject* name);

}  // namespace gilt
