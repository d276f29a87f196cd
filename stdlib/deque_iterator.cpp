// The iterators of collections.deque, forward and backward.
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "stdlib/deque.h"

namespace gilt {
namespace {

struct DequeIteratorObject : Object {
  Slot deque;  // unset once exhausted
  int64_t remaining;
  uint64_t version;
};

using IteratorLife = NativeLife<DequeIteratorObject, &DequeIteratorObject::deque>;

template <bool kBackward>
Ref iterator_next(Thread& t, Value self) {
  auto* it = self.as<DequeIteratorObject>();
  Ref deque = it->deque.load();
  if (deque.is_unset()) return Ref::unset();
  auto* d = deque.as<DequeObject>();
  ObjectLock lock(t, it, d);
  if (it->version != d->version) {
    it->remaining = 0;
    return deque_mutated(t);
  }
  if (it->remaining == 0) {
    it->deque.clear(it);
    return Ref::unset();
  }
  --it->remaining;
  return d->at(kBackward ? it->remaining : d->size - 1 - it->remaining).load();
}

Ref iterator_length_hint(Thread& t, Args args) {
  return int_from(t, args[0].as<DequeIteratorObject>()->remaining);
}

constexpr NativeDef kIteratorMethods[] = {
    {"__length_hint__", guarded<iterator_length_hint>, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
};

TypeObject* make_iterator_type(const char* name, Ref (*next)(Thread&, Value)) {
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(DequeIteratorObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kIteratorMethods,
  };
  IteratorLife::fill(spec.slots);
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = next;
  return type_new_native(spec);
}

}  // namespace

Failed deque_mutated(Thread& t) {
  return fail(t, runtime_error_type, "deque mutated during iteration");
}

Ref deque_iterator_new(Thread& t, DequeObject* d, bool backward) {
  auto* it =
      IteratorLife::allocate(t, backward ? deque_reverse_iterator_type() : deque_iterator_type());
  if (!it) return Failed{};
  ObjectLock lock(t, d);
  it->deque.init(Ref::copy(d));
  it->remaining = d->size;
  it->version = d->version;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

TypeObject* deque_iterator_type() {
  static TypeObject* type = make_iterator_type("collections._deque_iterator", iterator_next<false>);
  return type;
}

TypeObject* deque_reverse_iterator_type() {
  static TypeObject* type =
      make_iterator_type("collections._deque_reverse_iterator", iterator_next<true>);
  return type;
}

}  // namespace gilt
