// Life and invalidation of a type's ResolvedAttributes (declared in type.h). Used by the files that
// make and change types; everybody else calls type_lookup and type_resolve.
#pragma once

#include "runtime/type.h"

namespace gilt {

ResolvedAttributes* resolved_new();
void resolved_free(ResolvedAttributes* table);
// Builtin types never change, and several interpreters read them without a common lock: all names
// are entered at once, when the first is looked up. Until resolved_fill a type that is being made
// has none; called again, it enters what was added to the namespace since.
void resolved_begin(TypeObject* type);
void resolved_fill(TypeObject* type);
// The value of [name], or all values, may have changed.
void resolved_forget(TypeObject* type, StrObject* name);
void resolved_forget_all(TypeObject* type);
// The value of [name] in the class's own namespace has changed: remembers the new one if the old
// one was remembered, so that an attribute that is written often stays quick to read.
void resolved_refresh(TypeObject* type, StrObject* name);
// Called when a class has been changed and no table has forgotten it yet. How often it was.
void resolved_note_change();
uint64_t resolved_changes();

}  // namespace gilt
