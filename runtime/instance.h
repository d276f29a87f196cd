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

// Moves the attributes of a kInstance object into a dict. False: MemoryError.
bool instance_to_dict_mode(Thread& t, Object* self);
// obj.__dict__ = dict
bool instance_set_dict(Thread& t, Object* self, Ref dict);
// obj.__class__ = to. REQUIRES: the layouts are compatible (type_layout.h).
bool instance_change_class(Thread& t, Object* self, TypeObject* to);
// The names in the slots of a kInstance object, oldest first.
void instance_visit_names(Object* self, const std::function<void(StrObject*)>& visit);

}  // namespace gilt
