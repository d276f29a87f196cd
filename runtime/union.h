// X | Y as a type (PEP 604), and X[Y] of generic classes (PEP 585).
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct TupleObject;

// The classes of a union. None stands for its type.
RefOf<TupleObject> union_members(Thread& t, Value union_object);
// a | b for classes, None, generic aliases and unions; NotImplemented when either is something
// else.
Ref union_of(Thread& t, Value a, Value b);

// origin[arguments]: a generic alias. [arguments] is a tuple, or one argument.
Ref generic_alias_of(Thread& t, Value origin, Value arguments);

}  // namespace gilt
