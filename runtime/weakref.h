// Weak references: the part that the heap and the collector need (weakref.cpp has the types).
#pragma once

#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

// Empties all weak references to [object], which is about to end, and runs their callbacks. May run
// script code; errors of callbacks are reported as unraisable. REQUIRES: object->has(kHasWeakrefs).
void weakref_clear_all(Thread& t, Object* object);

// For the collector: empties the weak references to [object] and appends those with a callback to
// be run (owned) to [callbacks], a list of pairs weakref, callback in turn.
void weakref_detach(Thread& t, Object* object, std::vector<Ref>& callbacks);

}  // namespace gilt
