// The iterator of set and frozenset.
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/set_internal.h"
#include "runtime/sharing.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

struct SetIteratorObject : Object {
  Slot set;  // unset once exhausted
  int64_t used;
  int64_t position;
  int64_t remaining;
};

void iterator_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<SetIteratorObject*>(self)->set.clear();
  heap_free(t, self, sizeof(SetIteratorObject));
}

void iterator_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<SetIteratorObject*>(self)->set);
}

Ref iterator_iter(Thread&, Value self) {
  return Ref::copy(self);
}

Ref iterator_next(Thread& t, Value self) {
  return Ref::copy(set_iterator_next(t, self));
}

Ref iterator_length_hint(Thread&, Args args) {
  auto* it = args[0].as<SetIteratorObject>();
  Value set = it->set.peek();
  bool valid = !set.is_unset() && it->used == set.as<SetObject>()->used;
  return Ref::adopt(Value::integer(valid ? it->remaining : 0));
}

constexpr NativeDef kIteratorMethods[] = {
    {"__length_hint__", guarded<iterator_length_hint>, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
};

}  // namespace

Ref set_iterator_new(Thread& t, Value set) {
  auto* it = object_new<SetIteratorObject>(t, kSetIteratorShape);
  if (!it) return Failed{};
  it->set.init(Ref::copy(set));
  it->used = set.as<SetObject>()->used;
  it->remaining = it->used;
  it->position = 0;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Value set_iterator_next(Thread& t, Value self) {
  auto* it = self.as<SetIteratorObject>();
  ObjectLock lock(t, it);
  Value owner = it->set.peek();
  if (owner.is_unset()) return kUnset;
  auto* set = owner.as<SetObject>();
  if (it->used != set->used) {
    it->used = -1;  // and stays so
    (void)fail(t, runtime_error_type, "Set changed size during iteration");
    return kErrorMark;
  }
  Value key;
  int64_t hash;
  if (set_next(set, it->position, key, hash)) {
    --it->remaining;
    return key;
  }
  it->set.clear(it);
  return kUnset;
}

void init_set_iterator_type() {
  TypeSpec spec{
      .name = "set_iterator",
      .instance_size = sizeof(SetIteratorObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kIteratorMethods,
  };
  spec.slots.dealloc = iterator_dealloc;
  spec.slots.traverse = iterator_traverse;
  spec.slots.iter = iterator_iter;
  spec.slots.next = iterator_next;
  type_init_builtin(set_iterator_type, kSetIteratorShape, spec);
}

}  // namespace gilt
