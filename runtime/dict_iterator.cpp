#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

DictIteratorObject* as_iterator(Value v) {
  return v.as<DictIteratorObject>();
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<DictIteratorObject*>(self)->dict.clear();
  heap_free(t, self, sizeof(DictIteratorObject));
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<DictIteratorObject*>(self)->dict);
}

Ref self_iter(Thread&, Value self) {
  return Ref::copy(self);
}

struct Item {
  Value key, value;
};

// The next live item, borrowed: false at the end, or with an error raised ([failed] tells which).
template <bool kBackward>
bool advance(Thread& t, DictIteratorObject* it, Item& item, bool& failed) {
  failed = false;
  Value owner = it->dict.peek();
  if (owner.is_unset()) return false;
  auto* d = owner.as<DictObject>();
  if (it->used != d->used) [[unlikely]] {
    it->used = -1;  // and stays so
    failed = true;
    (void)fail(t, runtime_error_type, "dictionary changed size during iteration");
    return false;
  }
  const DictTable* table = d->table;
  const int64_t count = table->count;
  int64_t i = it->position;
  if (kBackward && i >= count) i = count - 1;
  for (; kBackward ? i >= 0 : i < count; i += kBackward ? -1 : 1) {
    const DictEntry& e = table->entry(i);
    item.key = e.key.peek();
    if (item.key.is_unset()) continue;
    item.value = table->value(e);
    if (kFreeThreaded && item.value.is_unset()) [[unlikely]] {
      dict_await_move(d, table, e);
      return advance<kBackward>(t, it, item, failed);
    }
    if (it->remaining == 0) [[unlikely]] {
      // As many keys as at the start, but not the same ones.
      it->dict.clear(it);
      failed = true;
      (void)fail(t, runtime_error_type, "dictionary keys changed during iteration");
      return false;
    }
    it->position = kBackward ? i - 1 : i + 1;
    --it->remaining;
    return true;
  }
  it->dict.clear(it);
  return false;
}

template <DictPart kPart, bool kBackward>
Ref next(Thread& t, Value self) {
  bool failed;
  Item item;
  if (!advance<kBackward>(t, as_iterator(self), item, failed))
    return failed ? Ref::error() : Ref::unset();
  if constexpr (kPart == DictPart::kKeys) return Ref::copy(item.key);
  if constexpr (kPart == DictPart::kValues) return Ref::copy(item.value);
  return tuple_of(t, {item.key, item.value});
}

Ref length_hint(Thread&, Args args) {
  auto* it = as_iterator(args[0]);
  Value owner = it->dict.peek();
  bool valid = !owner.is_unset() && it->used == owner.as<DictObject>()->used;
  return Ref::adopt(Value::integer(valid ? it->remaining : 0));
}

// (iter, ([what is left],)), read from a copy of the iterator.
Ref reduce(Thread& t, Args args) {
  auto* it = as_iterator(args[0]);
  auto* copy = object_new<DictIteratorObject>(t, it->shape);
  if (!copy) return Failed{};
  copy->dict.init(it->dict.load());
  copy->used = it->used;
  copy->position = it->position;
  copy->remaining = it->remaining;
  Ref held = Ref::adopt(copy);
  gc_track(t, copy);
  GILT_TRY(auto rest, list_from_iterable(t, held.get()));
  GILT_TRY(Ref iter, import_attribute(t, "builtins", "iter"));
  GILT_TRY(auto arguments, tuple_of(t, {rest.value()}));
  return tuple_of(t, {iter.get(), arguments.value()});
}

constexpr NativeDef kMethods[] = {
    {"__length_hint__", guarded<length_hint>, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", guarded<reduce>, "(self, /)", "Return state information for pickling."},
};

template <DictPart kPart, bool kBackward>
void init(TypeObject& type, ShapeId shape, const char* name) {
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(DictIteratorObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kMethods,
  };
  spec.slots.dealloc = dealloc;
  spec.slots.traverse = traverse;
  spec.slots.iter = self_iter;
  spec.slots.next = guarded<next<kPart, kBackward>>;
  type_init_builtin(type, shape, spec);
}

}  // namespace

Value dict_iterator_next(Thread& t, Value self) {
  auto* it = as_iterator(self);
  ObjectLock lock(t, it);
  bool failed;
  Item item;
  bool backward = it->shape >= kDictReverseKeyIteratorShape;
  if (!(backward ? advance<true>(t, it, item, failed) : advance<false>(t, it, item, failed)))
    return failed ? kErrorMark : kUnset;
  bool values = it->shape == kDictValueIteratorShape || it->shape == kDictReverseValueIteratorShape;
  return values ? item.value : item.key;
}

Ref dict_iterator_new(Thread& t, DictObject* d, DictPart part, bool backward) {
  // The types of the parts stand in the order of DictPart, forward ones first.
  ShapeId shape = (backward ? kDictReverseKeyIteratorShape : kDictKeyIteratorShape) +
                  static_cast<ShapeId>(part);
  auto* it = object_new<DictIteratorObject>(t, shape);
  if (!it) return Failed{};
  it->dict.init(Ref::copy(d));
  it->used = d->used;
  it->position = backward ? d->table->count - 1 : 0;
  it->remaining = it->used;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

void init_dict_key_iterator_type() {
  init<DictPart::kKeys, false>(dict_key_iterator_type, kDictKeyIteratorShape, "dict_keyiterator");
}
void init_dict_value_iterator_type() {
  init<DictPart::kValues, false>(dict_value_iterator_type, kDictValueIteratorShape,
                                 "dict_valueiterator");
}
void init_dict_item_iterator_type() {
  init<DictPart::kItems, false>(dict_item_iterator_type, kDictItemIteratorShape,
                                "dict_itemiterator");
}
void init_dict_reverse_key_iterator_type() {
  init<DictPart::kKeys, true>(dict_reverse_key_iterator_type, kDictReverseKeyIteratorShape,
                              "dict_reversekeyiterator");
}
void init_dict_reverse_value_iterator_type() {
  init<DictPart::kValues, true>(dict_reverse_value_iterator_type, kDictReverseValueIteratorShape,
                                "dict_reversevalueiterator");
}
void init_dict_reverse_item_iterator_type() {
  init<DictPart::kItems, true>(dict_reverse_item_iterator_type, kDictReverseItemIteratorShape,
                               "dict_reverseitemiterator");
}

}  // namespace gilt
