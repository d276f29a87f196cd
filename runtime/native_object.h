// Instances of native types of fixed size that scripts may subclass: making, visiting and freeing
// them whichever of the two they are.
#pragma once

#include "runtime/heap.h"
#include "runtime/type.h"

namespace gilt {

// Does an instance carry attributes behind its C++ struct?
inline bool has_instance_part(const TypeObject* type) {
  return type->is(kTypeHeap) || type->is(kTypeHasDict);
}

// An instance of [type], which is the native type itself or derives from it. Only the header is
// sure to be filled in. Track it once it is complete.
template <class T>
T* native_allocate(Thread& t, TypeObject* type) {
  if (has_instance_part(type)) return static_cast<T*>(instance_allocate(t, type));
  return object_new<T>(t, type->instance_shape->id);
}

// Last step of a dealloc.
template <class T>
void native_free(Thread& t, Object* self) {
  if (has_instance_part(type_of(self)))
    instance_free(t, self);
  else
    heap_free(t, self, sizeof(T));
}

// Last steps of traverse and clear: native types with kTypeHasDict see to the attributes
// themselves.
inline void native_traverse(Object* self, Visitor& visitor) {
  if (type_of(self)->native_base->is(kTypeHasDict)) instance_traverse(self, visitor);
}
inline void native_clear(Thread& t, Object* self) {
  if (type_of(self)->native_base->is(kTypeHasDict)) instance_clear(t, self);
}

// The life of a native type whose references are all slots: its table names them.
//   struct PartialObject : Object { Slot function, arguments; };
//   using Life = NativeLife<PartialObject, &PartialObject::function, &PartialObject::arguments>;
//   Life::fill(spec.slots);
template <class T, auto... kSlots>
struct NativeLife {
  static void dealloc(Thread& t, Object* self) {
    gc_untrack(t, self);
    ((static_cast<T*>(self)->*kSlots).clear(), ...);
    if (type_of(self)->is(kTypeHasDict) && !type_of(self)->is(kTypeHeap)) instance_clear(t, self);
    native_free<T>(t, self);
  }
  static void traverse(Object* self, Visitor& visitor) {
    (visitor.visit(static_cast<T*>(self)->*kSlots), ...);
    native_traverse(self, visitor);
  }
  static void clear(Thread& t, Object* self) {
    ((static_cast<T*>(self)->*kSlots).clear(), ...);
    native_clear(t, self);
  }
  // An instance with all slots unset.
  static T* allocate(Thread& t, TypeObject* type) {
    T* object = native_allocate<T>(t, type);
    if (object) ((object->*kSlots).init_unset(), ...);
    return object;
  }
  static void fill(TypeSlots& slots) {
    slots.dealloc = dealloc;
    slots.traverse = traverse;
    slots.clear = clear;
  }
};

// Bytes from the start of a T to [slot], for TypeSpec::dict_offset.
template <class T>
uint16_t slot_offset(Slot T::* slot) {
  alignas(T) static const std::byte place[sizeof(T)] = {};
  auto* object = reinterpret_cast<const T*>(place);
  return static_cast<uint16_t>(reinterpret_cast<const std::byte*>(&(object->*slot)) - place);
}

// iter(x) of an iterator.
inline Ref iter_of_iterator(Thread&, Value self) {
  return Ref::copy(self);
}

}  // namespace gilt
