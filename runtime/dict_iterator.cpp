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

// The next live entry, or null at the end or with an error raised ([failed] tells which).
template <bool kBackward>
DictEntry* advance(Thread& t, DictIteratorObject* it, bool& failed) {
  failed = false;
  if (it->dict.is_unset()) return nullptr;
  auto* d = it->dict.peek().as<DictObject>();
  if (it->used != d->used) [[unlikely]] {
    it->used = -1;  // and stays so
    failed = true;
    (void)fail(t, runtime_error_type, "dictionary changed size during iteration");
    return nullptr;
  }
  DictTable* table = d->table;
  int64_t i = it->position;
  if constexpr (kBackward) {
    if (i >= table->count) i = table->count - 1;
    while (i >= 0 && table->entry(i).key.is_unset()) --i;
  } else {
    while (i < table->count && table->entry(i).key.is_unset()) ++i;
  }
  if (i < 0 || i >= table->count) {
    it->dict.clear();
    return nullptr;
  }
  if (it->remaining == 0) [[unlikely]] {
    // As many keys as at the start, but not the same ones.
    it->dict.clear();
    failed = true;
    (void)fail(t, runtime_error_type, "dictionary keys changed during iteration");
    return nullptr;
  }
  it->position = kBackward ? i - 1 : i + 1;
  --it->remaining;
  return &table->entry(i);
}

template <DictPart kPart, bool kBackward>
Ref next(Thread& t, Value self) {
  auto* it = as_iterator(self);
  bool failed;
  DictEntry* e = advance<kBackward>(t, it, failed);
  if (!e) return failed ? Ref::error() : Ref::unset();
  auto* d = it->dict.peek().as<DictObject>();
  if constexpr (kPart == DictPart::kKeys) return e->key.load();
  Slot& value = dict_value_slot(d, *e);
  if constexpr (kPart == DictPart::kValues) return value.load();
  return tuple_of(t, {e->key.peek(), value.peek()});
}

Ref length_hint(Thread&, Args args) {
  auto* it = as_iterator(args[0]);
  bool valid = !it->dict.is_unset() && it->used == it->dict.peek().as<DictObject>()->used;
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
    {"__length_hint__", length_hint, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", reduce, "(self, /)", "Return state information for pickling."},
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
  spec.slots.next = next<kPart, kBackward>;
  type_init_builtin(type, shape, spec);
}

}  // namespace

Ref dict_iterator_new(Thread& t, DictObject* d, DictPart part, bool backward) {
  // The types of the parts stand in the order of DictPart, forward ones first.
  ShapeId shape = (backward ? kDictReverseKeyIteratorShape : kDictKeyIteratorShape) +
                  static_cast<ShapeId>(part);
  auto* it = object_new<DictIteratorObject>(t, shape);
  if (!it) return Failed{};
  it->dict.init(Ref::copy(d));
  it->used = d->used;
  it->position = backward ? d->table->count - 1 : 0;
  it->remaining = d->used;
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
