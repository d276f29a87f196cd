// Weak references: weakref.ref and the proxies of module weakref.
//
// The list of references to one object hangs in a side table, keyed by the object's address, so
// that objects pay nothing for it but a flag (kHasWeakrefs). The table is process-wide and has a
// lock.
#pragma once

#include <memory_resource>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/ref.h"

namespace gilt {

class Visitor;
struct Interpreter;

struct WeakRefObject : Object {
  Object* target;       // not counted; null once it died
  Slot callback;        // or unset
  WeakRefObject* next;  // list of the references to the same target
  WeakRefObject* previous;
  int64_t hash_value;        // 0: not computed
  Interpreter* interpreter;  // that made it: a builtin type has references of several
};

// ref(object, callback): the existing one when there is no callback and [type] is exactly ref.
// TypeError "cannot create weak reference to 'int' object".
Ref weakref_new(Thread& t, TypeObject* type, Value object, Value callback = kUnset);
// The object, or None once it died.
Ref weakref_get(WeakRefObject* reference);
// weakref.proxy(object, callback)
Ref weakref_proxy(Thread& t, Value object, Value callback = kUnset);
// What `__weakref__` shows: one of the references, or None.
Ref weakref_first(Thread& t, Object* object);
int64_t weakref_count(Thread& t, Object* object);
// All live references to [object], as a list.
Ref weakref_list(Thread& t, Object* object);

// Empties all weak references to [object], which is about to end, and runs their callbacks. May run
// script code; errors of callbacks are reported as unraisable. REQUIRES: object->has(kHasWeakrefs).
void weakref_clear_all(Thread& t, Object* object);

// What registers hold uncounted when the world is stopped (world.h), sorted.
using HeldObjects = std::pmr::vector<const Object*>;

// For the collector: empties the weak references to [object] and appends those with a callback to
// be run (owned) to [callbacks], a list of pairs weakref, callback in turn. References that die
// themselves call nobody: [held] is what registers hold uncounted (world.h), when the world is
// stopped.
void weakref_detach(Thread& t, Object* object, std::vector<Ref>& callbacks,
                    const HeldObjects* held = nullptr);

// For the collector: if [object], which is garbage, is a weak reference, it is emptied and will
// call nobody: what its callback needs may be taken apart already when its object dies. The
// callback, to be released when script code may run; or unset.
Ref weakref_disarm(Object* object);

// What becomes shared with [object] beside what it owns: the weak references to it and, if it is
// one itself, its target.
void weakref_publish(Object* object, Visitor& visitor);

}  // namespace gilt
