// Life and invalidation of a type's ResolvedAttributes (declared in type.h). Used by the files that
// make and change types; everybody else calls type_lookup and type_resolve.
#pragma once

#include "runtime/type.h"

namespace gilt {

ResolvedAttributes* resolved_new();
void resolved_free(ResolvedAttributes* table);
// Builtin types never change, and several interpreters read them without a common lock: all names
// are entered once, and look-ups never write.
void resolved_fill(TypeObject* type);
// The value of [name], or all values, may have changed.
void resolved_forget(TypeObject* type, StrObject* name);
void resolved_forget_all(TypeObject* type);

}  // namespace gilt
