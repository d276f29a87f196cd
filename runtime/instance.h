// The inside of instances, for the files of the object model. What others need is in type.h.
#pragma once

#include <functional>

#include "runtime/exception.h"
#include "runtime/type.h"

namespace gilt {

// traverse and clear of script classes: their own part and the builtin base's.
void script_traverse(Object* self, Visitor& visitor);
void script_clear(Thread& t, Object* self);

// The dict of a builtin object that keeps attributes in one of its own (TypeObject::dict_offset);
// null when there is none yet.
DictObject* own_dict(Object* self, const TypeObject* type);

// -- where attributes are, for readers without a lock --
inline Slot* overflow_of(const InstanceExtra* extra) {
  if constexpr (kFreeThreaded) return __atomic_load_n(&extra->overflow, __ATOMIC_ACQUIRE);
  return extra->overflow;
}
inline void set_overflow(InstanceExtra* extra, Slot* overflow) {
  __atomic_store_n(&extra->overflow, overflow, __ATOMIC_RELEASE);
}
// Borrowed; null when there is none.
inline DictObject* attribute_dict(const InstanceExtra* extra) {
  if constexpr (kFreeThreaded) return __atomic_load_n(&extra->dict, __ATOMIC_ACQUIRE);
  return extra->dict;
}
inline void set_attribute_dict(InstanceExtra* extra, DictObject* dict) {
  __atomic_store_n(&extra->dict, dict, __ATOMIC_RELEASE);
}
// instance_slot for an object that others may change.
inline Slot& attribute_slot(Object* self, const TypeObject* type, uint32_t index) {
  if (index < type->inline_slots) [[likely]]
    return reinterpret_cast<Slot*>(self)[type->extra_offset + 1 + static_cast<int>(index)];
  return overflow_of(instance_extra(self, type))[index - type->inline_slots];
}

// A shared object's [slot], which held the attribute [name], was given a new value, and then it was
// seen that the object has another shape than before: sees to it that the value is not lost. False:
// MemoryError.
bool instance_store_late(Thread& t, Object* self, StrObject* name, Slot& slot);

// Moves the attributes of a kInstance object into a dict. False: MemoryError.
bool instance_to_dict_mode(Thread& t, Object* self);
// obj.__dict__ = dict
bool instance_set_dict(Thread& t, Object* self, Ref dict);
// obj.__class__ = to. REQUIRES: the layouts are compatible (type_layout.h).
bool instance_change_class(Thread& t, Object* self, TypeObject* to);
// The names in the slots of a kInstance object, oldest first. False: it is none, and its
// attributes, if it has any, are in a dict.
bool instance_visit_names(Object* self, const std::function<void(StrObject*)>& visit);

}  // namespace gilt
