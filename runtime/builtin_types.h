// The builtin types as process-wide, immortal, constant objects, and their fixed shape numbers.
//
// Builtin types are the same objects in every interpreter of the process: nothing in them can be
// changed by a script, and what they refer to is immortal, so they need neither counts nor locks.
// They are initialised once, by init_builtin_types(), before the first interpreter exists.
#pragma once

#include "runtime/type.h"

namespace gilt {

enum BuiltinShape : ShapeId {
  kNoShape = 0,
#define GILT_TYPE(identifier, Pascal) k##Pascal##Shape,
#include "runtime/builtin_types.def"
#undef GILT_TYPE
#define GILT_EXCEPTION(identifier, name, base) kExceptionShape_##identifier,
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION
  kFirstDynamicShape,
};

#define GILT_TYPE(identifier, Pascal)  \
  extern TypeObject identifier##_type; \
  void init_##identifier##_type();
#include "runtime/builtin_types.def"
#undef GILT_TYPE

#define GILT_EXCEPTION(identifier, name, base) extern TypeObject identifier##_type;
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION

// Initialises all builtin types and the interned names; idempotent and thread-safe.
void init_builtin_types();

// Is [v] exactly of the builtin type with [shape]? (Subclasses are not: see is_instance_of.)
inline bool has_shape(Value v, BuiltinShape shape) {
  return v.is_object() && v.as_object()->shape == static_cast<ShapeId>(shape);
}

}  // namespace gilt
