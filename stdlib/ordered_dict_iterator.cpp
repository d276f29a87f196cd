// The iterator of collections.OrderedDict and its views, forward and backward: one type for all. It
// is a dict's iterator that looks whether the order is still the one it began with.
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "stdlib/collections_types.h"

namespace gilt {
namespace {

struct OrderedIteratorObject : Object {
  Slot inner;        // of a type of dict's; unset once exhausted
  uint64_t version;  // of the dict when the iteration began
};

OrderedIteratorObject* as_iterator(Value v) {
  return v.as<OrderedIteratorObject>();
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<OrderedIteratorObject*>(self)->inner.clear();
  heap_free(t, self, sizeof(OrderedIteratorObject));
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<OrderedIteratorObject*>(self)->inner);
}

// The key of what comes next; unset on the way back.
Ref key_ahead(const DictIteratorObject* walk) {
  int64_t position = walk->position;
  Value key, value;
  const bool is_ahead = walk->shape < kDictReverseKeyIteratorShape &&
                        dict_next(walk->dict.peek().as<DictObject>(), position, key, value);
  return is_ahead ? Ref::copy(key) : Ref::unset();
}

Ref next(Thread& t, Value self) {
  auto* it = as_iterator(self);
  Ref inner = it->inner.load();
  if (inner.is_unset()) return Ref::unset();
  auto* walk = inner.as<DictIteratorObject>();
  Value owner = walk->dict.peek();
  bool over = owner.is_unset() || walk->remaining == 0;
  if (!over && owner.as<DictObject>()->version == it->version) {
    Ref owned = Ref::copy(owner);
    Ref key = key_ahead(walk);
    GILT_TRY(Ref item, type_of(inner.get())->slots.next(t, inner.get()));
    if (walk->shape == kDictReverseKeyIteratorShape) key = item.copy();
    if (odict_finds(t, owned.as<DictObject>(), key.get())) return item;
    it->inner.clear(it);
    return Failed{};
  }
  it->inner.clear(it);
  if (over) return Ref::unset();
  return fail(t, runtime_error_type, "OrderedDict mutated during iteration");
}

// (iter, ([what is left],))
Ref reduce(Thread& t, Args args) {
  Ref inner = as_iterator(args[0])->inner.load();
  if (!inner.is_unset()) return call_method(t, inner.get(), intern("__reduce__"));
  GILT_TRY(Ref iter, import_attribute(t, "builtins", "iter"));
  GILT_TRY(auto nothing, list_new(t));
  GILT_TRY(auto arguments, tuple_of(t, {nothing.value()}));
  return tuple_of(t, {iter.get(), arguments.value()});
}

constexpr NativeDef kMethods[] = {
    {"__reduce__", guarded<reduce>, "(self, /)", "Return state information for pickling"},
};

TypeObject* iterator_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "odict_iterator",
        .instance_size = sizeof(OrderedIteratorObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
        .methods = kMethods,
    };
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.iter = [](Thread&, Value self) { return Ref::copy(self); };
    spec.slots.next = guarded<next>;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

bool odict_finds(Thread& t, DictObject* d, Value key) {
  if (key.is_unset() || is_str(key) || is_int(key)) return true;  // their hashes never change
  GILT_TRY(Ref value, dict_get(t, d, key));
  if (!value.is_unset()) return true;
  return fail_with(t, key_error_type, Ref::copy(key));
}

Ref odict_iterator_new(Thread& t, DictObject* d, DictPart part, bool backward) {
  GILT_TRY(Ref inner, dict_iterator_new(t, d, part, backward));
  auto* it = object_new<OrderedIteratorObject>(t, iterator_type()->instance_shape->id);
  if (it == nullptr) return Failed{};
  it->inner.init(std::move(inner));
  it->version = d->version;
  Ref made = Ref::adopt(it);
  gc_track(t, it);
  return made;
}

}  // namespace gilt
