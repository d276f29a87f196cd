#include "runtime/tuple.h"

#include <cstring>

#include "runtime/error.h"
#include "runtime/ever_shared.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

constexpr int64_t kMaxSize = (int64_t{1} << 40);

struct EmptyTuple {
  TupleObject object;
};
alignas(16) constinit EmptyTuple g_empty_tuple{
    TupleObject{{kImmortalCount, 0, kImmortal, 0, kTupleShape, 0}, 0, 0}};

// Could a tuple that holds [v] be part of a cycle? Not when all that it reaches is known not to be.
bool can_be_in_cycle(Value v) {
  if (!v.is_object()) return false;
  if (has_shape(v, kTupleShape)) return v.as_object()->has(kTracked);
  return type_of(v)->is(kTypeTracked);
}

RefOf<TupleObject> allocate(Thread& t, int64_t size) {
  if (size > kMaxSize) return no_memory(t);
  auto* tuple = object_new<TupleObject>(t, kTupleShape, static_cast<size_t>(size) * sizeof(Slot));
  if (!tuple) return Failed{};
  tuple->size = size;
  tuple->hash_value = 0;
  return RefOf<TupleObject>::adopt(tuple);
}

void track_if_needed(Thread& t, TupleObject* tuple) {
  for (int64_t i = 0; i < tuple->size; ++i) {
    if (can_be_in_cycle(tuple->at(i))) {
      gc_track(t, tuple);
      return;
    }
  }
}

}  // namespace

TupleObject* empty_tuple() {
  return &g_empty_tuple.object;
}

TupleObject* tuple_new_immortal(int64_t size) {
  auto* tuple = immortal_new<TupleObject>(kTupleShape, static_cast<size_t>(size) * sizeof(Slot));
  tuple->size = size;
  tuple->hash_value = 0;
  for (int64_t i = 0; i < size; ++i) tuple->items()[i].init_unset();
  return tuple;
}

RefOf<TupleObject> tuple_new(Thread& t, int64_t size) {
  if (size == 0) return RefOf<TupleObject>::copy(empty_tuple());
  GILT_TRY(auto tuple, allocate(t, size));
  for (int64_t i = 0; i < size; ++i) tuple->items()[i].init_unset();
  gc_track(t, tuple.get());
  return tuple;
}

RefOf<TupleObject> tuple_of(Thread& t, std::initializer_list<Value> items) {
  if (items.size() == 0) return RefOf<TupleObject>::copy(empty_tuple());
  GILT_TRY(auto tuple, allocate(t, static_cast<int64_t>(items.size())));
  Slot* slot = tuple->items();
  for (Value v : items) (slot++)->init(Ref::copy(v));
  track_if_needed(t, tuple.get());
  return tuple;
}

RefOf<TupleObject> tuple_adopt(Thread& t, Value* words, int64_t count) {
  if (count == 0) return RefOf<TupleObject>::copy(empty_tuple());
  RefOf<TupleObject> tuple = allocate(t, count);
  if (!tuple) {
    for (int64_t i = 0; i < count; ++i) release(words[i]);
    return tuple;
  }
  Slot* items = tuple->items();
  move_to_heap(&items->word(), words, count);
  track_if_needed(t, tuple.get());
  return tuple;
}

RefOf<TupleObject> tuple_slice(Thread& t, TupleObject* source, int64_t start, int64_t stop) {
  if (start == 0 && stop == source->size && source->shape == kTupleShape)
    return RefOf<TupleObject>::copy(source);
  if (start == stop) return RefOf<TupleObject>::copy(empty_tuple());
  GILT_TRY(auto tuple, allocate(t, stop - start));
  for (int64_t i = start; i < stop; ++i) tuple->items()[i - start].init(source->items()[i].load());
  track_if_needed(t, tuple.get());
  return tuple;
}

RefOf<TupleObject> tuple_from_iterable(Thread& t, Value iterable) {
  if (has_shape(iterable, kTupleShape)) return RefOf<TupleObject>::copy(iterable.as<TupleObject>());
  if (has_shape(iterable, kListShape)) {
    auto* list = iterable.as<ListObject>();
    ObjectLock lock(t, list);
    int64_t size = list->size;
    if (size == 0) return RefOf<TupleObject>::copy(empty_tuple());
    GILT_TRY(auto tuple, allocate(t, size));
    for (int64_t i = 0; i < size; ++i) tuple->items()[i].init(list->items[i].load());
    track_if_needed(t, tuple.get());
    return tuple;
  }
  GILT_TRY(auto list, list_from_iterable(t, iterable));
  if (list->size == 0) return RefOf<TupleObject>::copy(empty_tuple());
  int64_t size = std::exchange(list->size, 0);
  return tuple_adopt(t, &list->items[0].word(), size);
}

}  // namespace gilt
