// X | Y as a type (PEP 604), and X[Y] of generic classes (PEP 585).
#pragma once

#include "runtime/ref.h"
#include "runtime/str.h"
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

// A class or alias as it stands in the repr of an alias or union: `int`, `module.Class`,
// `list[int]`.
bool append_type_text(Thread& t, StrBuilder& out, Value v);
// The type variables in a tuple of type arguments, as a tuple.
Ref type_parameters_of(Thread& t, Value args);
// The tuple [args] of [self] with its type variables replaced by those of self[key]. TypeError when
// their number is wrong.
Ref substitute_parameters(Thread& t, Value self, Value args, Value key);

}  // namespace gilt
