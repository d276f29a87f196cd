#include "runtime/list_iterator.h"

#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

// The three kinds differ in the sequence they walk along and the direction.
template <class Iterator>
Slot& sequence_slot(Iterator* it) {
  if constexpr (requires { it->list; })
    return it->list;
  else
    return it->tuple;
}

template <class Iterator>
void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  sequence_slot(static_cast<Iterator*>(self)).clear();
  heap_free(t, self, sizeof(Iterator));
}

template <class Iterator>
void traverse(Object* self, Visitor& visitor) {
  visitor.visit(sequence_slot(static_cast<Iterator*>(self)));
}

Ref self_iter(Thread&, Value self) {
  return Ref::copy(self);
}

// The sequence, or null when the iterator is exhausted. Another thread may exhaust it meanwhile,
// but the sequence stays until the next safepoint.
template <class Sequence>
Sequence* sequence_of(const Slot& slot) {
  Value v = slot.peek();
  return v.is_unset() ? nullptr : v.as<Sequence>();
}

Ref list_next(Thread&, Value self) {
  auto* it = self.as<ListIteratorObject>();
  auto* list = sequence_of<ListObject>(it->list);
  if (list == nullptr) return Ref::unset();
  int64_t i = it->index;
  if (i < list->size) {
    it->index = i + 1;
    return list->items[i].load();
  }
  it->list.clear(it);
  return Ref::unset();
}

Ref list_reverse_next(Thread&, Value self) {
  auto* it = self.as<ListReverseIteratorObject>();
  auto* list = sequence_of<ListObject>(it->list);
  if (list == nullptr) return Ref::unset();
  int64_t i = it->index;
  if (i >= 0 && i < list->size) {
    it->index = i - 1;
    return list->items[i].load();
  }
  it->index = -1;
  it->list.clear(it);
  return Ref::unset();
}

Ref tuple_next(Thread&, Value self) {
  auto* it = self.as<TupleIteratorObject>();
  auto* tuple = sequence_of<TupleObject>(it->tuple);
  if (tuple == nullptr) return Ref::unset();
  int64_t i = it->index;
  if (i < tuple->size) {
    it->index = i + 1;
    return tuple->items()[i].load();
  }
  it->tuple.clear(it);
  return Ref::unset();
}

// -- methods: __length_hint__, __reduce__, __setstate__ --

Ref list_length_hint(Thread&, Args args) {
  auto* it = args[0].as<ListIteratorObject>();
  auto* list = sequence_of<ListObject>(it->list);
  int64_t left = list == nullptr ? 0 : list->size - it->index;
  return Ref::adopt(Value::integer(std::max<int64_t>(left, 0)));
}

Ref list_reverse_length_hint(Thread&, Args args) {
  auto* it = args[0].as<ListReverseIteratorObject>();
  auto* list = sequence_of<ListObject>(it->list);
  int64_t i = it->index;
  bool valid = list != nullptr && i < list->size;
  return Ref::adopt(Value::integer(valid ? i + 1 : 0));
}

Ref tuple_length_hint(Thread&, Args args) {
  auto* it = args[0].as<TupleIteratorObject>();
  auto* tuple = sequence_of<TupleObject>(it->tuple);
  int64_t left = tuple == nullptr ? 0 : tuple->size - it->index;
  return Ref::adopt(Value::integer(left));
}

// (iter, (sequence,), index), or (iter, ([],)) once exhausted.
Ref reduce(Thread& t, Ref sequence, int64_t index, std::string_view function) {
  GILT_TRY(Ref callable, import_attribute(t, "builtins", function));
  if (sequence.is_unset()) {
    GILT_TRY(auto empty, list_new(t));
    GILT_TRY(auto arguments, tuple_of(t, {empty.value()}));
    return tuple_of(t, {callable.get(), arguments.value()});
  }
  GILT_TRY(auto arguments, tuple_of(t, {sequence.get()}));
  return tuple_of(t, {callable.get(), arguments.value(), Value::integer(index)});
}

template <class Iterator>
Ref method_reduce(Thread& t, Args args) {
  auto* it = args[0].as<Iterator>();
  constexpr bool kBackward = std::is_same_v<Iterator, ListReverseIteratorObject>;
  return reduce(t, sequence_slot(it).load(), it->index, kBackward ? "reversed" : "iter");
}

template <class Iterator>
Ref method_setstate(Thread& t, Args args) {
  auto* it = args[0].as<Iterator>();
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  if (!sequence_slot(it).is_unset()) it->index = std::max<int64_t>(index, 0);
  return Ref::none();
}

template <class Iterator>
constexpr NativeDef kMethods[] = {
    {"__reduce__", method_reduce<Iterator>, "(self, /)", "Return state information for pickling."},
    {"__setstate__", method_setstate<Iterator>, "(self, object, /)",
     "Set state information for unpickling."},
    {"__length_hint__",
     std::is_same_v<Iterator, ListIteratorObject>          ? list_length_hint
     : std::is_same_v<Iterator, ListReverseIteratorObject> ? list_reverse_length_hint
                                                           : tuple_length_hint,
     "(self, /)", "Private method returning an estimate of len(list(it))."},
};

template <class Iterator>
void init(TypeObject& type, ShapeId shape, const char* name, Ref (*next)(Thread&, Value)) {
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(Iterator),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kMethods<Iterator>,
  };
  spec.slots.dealloc = dealloc<Iterator>;
  spec.slots.traverse = traverse<Iterator>;
  spec.slots.iter = self_iter;
  spec.slots.next = next;
  type_init_builtin(type, shape, spec);
}

}  // namespace

Ref list_iterator_new(Thread& t, ListObject* list) {
  auto* it = object_new<ListIteratorObject>(t, kListIteratorShape);
  if (!it) return Failed{};
  it->list.init(Ref::copy(list));
  it->index = 0;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref tuple_iterator_new(Thread& t, TupleObject* tuple) {
  auto* it = object_new<TupleIteratorObject>(t, kTupleIteratorShape);
  if (!it) return Failed{};
  it->tuple.init(Ref::copy(tuple));
  it->index = 0;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

void init_list_iterator_type() {
  init<ListIteratorObject>(list_iterator_type, kListIteratorShape, "list_iterator", list_next);
}

void init_list_reverse_iterator_type() {
  init<ListReverseIteratorObject>(list_reverse_iterator_type, kListReverseIteratorShape,
                                  "list_reverseiterator", list_reverse_next);
}

void init_tuple_iterator_type() {
  init<TupleIteratorObject>(tuple_iterator_type, kTupleIteratorShape, "tuple_iterator", tuple_next);
}

}  // namespace gilt
