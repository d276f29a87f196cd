// Descriptors written in C++: property, classmethod, staticmethod, super.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct PropertyObject : Object {
  Slot getter, setter, deleter;  // or unset
  Slot doc;                      // or unset
  Slot name;                     // set by __set_name__, or unset
};
// A classmethod or staticmethod.
struct MethodWrapper : Object {
  Slot callable;
  Slot dict;  // attributes copied from the callable (__name__, __doc__ ...), or unset
};
struct SuperObject : Object {
  Slot type;         // the class after which the search starts
  Slot self;         // instance or class, or unset
  Slot object_type;  // the class whose MRO is searched, or unset
};

// Is v.__isabstractmethod__ true?
std::optional<bool> is_abstract(Thread& t, Value v);

Ref class_method_new(Thread& t, Ref callable);
Ref static_method_new(Thread& t, Ref callable);

// super(type, self).name: what follows [type] in the MRO of [searched], bound to [self]; unset
// when nothing follows. For the machine's LOAD_SUPER_ATTR too.
Ref super_attribute(Thread& t, TypeObject* type, Value self, TypeObject* searched, StrObject* name);
// The class whose MRO super(type, self) searches. Null with TypeError raised: "super(type, obj):
// obj must be an instance or subtype of type".
TypeObject* super_check(Thread& t, TypeObject* type, Value self);

}  // namespace gilt
