#include "runtime/list.h"

#include <algorithm>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list_internal.h"
#include "runtime/list_iterator.h"
#include "runtime/operations.h"
#include "runtime/range.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

constexpr int64_t kMaxSize = (int64_t{1} << 40);

size_t bytes(int64_t items) {
  return static_cast<size_t>(items) * sizeof(Slot);
}

bool set_capacity(Thread& t, ListObject* list, int64_t capacity) {
  if (capacity > kMaxSize) return no_memory(t);
  void* block = nullptr;
  if (capacity == 0) {
    if (list->items) heap_free(t, list->items, bytes(list->capacity));
  } else {
    block = list->items ? heap_reallocate(t, list->items, bytes(list->capacity), bytes(capacity))
                        : heap_allocate(t, bytes(capacity));
    if (!block) return false;
  }
  list->items = static_cast<Slot*>(block);
  list->capacity = capacity;
  return true;
}

void copy_items(Slot* to, Slot* from, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i].init(from[i].load());
}

}  // namespace

bool list_reserve(Thread& t, ListObject* list, int64_t size) {
  if (size <= list->capacity) return true;
  // An eighth more than needed, in multiples of four: appending one by one costs constant time
  // each. A large step at once is probably the last one and gets nothing extra.
  int64_t capacity = (size + (size >> 3) + 6) & ~int64_t{3};
  if (size - list->size > capacity - size) capacity = (size + 3) & ~int64_t{3};
  return set_capacity(t, list, capacity);
}

void list_shrink(Thread& t, ListObject* list) {
  if (list->size >= list->capacity / 2 || list->capacity <= 8) return;
  // Giving memory back may not fail loudly: the old block is as good.
  int64_t capacity = list->size == 0 ? 0 : (list->size + (list->size >> 3) + 6) & ~int64_t{3};
  if (capacity < list->capacity && !set_capacity(t, list, capacity)) error_clear(t);
}

bool list_open_gap(Thread& t, ListObject* list, int64_t index, int64_t count) {
  GILT_CHECK(list_reserve(t, list, list->size + count));
  std::memmove(static_cast<void*>(list->items + index + count), list->items + index,
               bytes(list->size - index));
  list->size += count;
  return true;
}

RefOf<ListObject> list_new(Thread& t, int64_t capacity) {
  auto* list = object_new<ListObject>(t, kListShape);
  if (!list) return Failed{};
  list->size = 0;
  list->capacity = 0;
  list->items = nullptr;
  auto ref = RefOf<ListObject>::adopt(list);
  if (capacity > 0) GILT_CHECK(set_capacity(t, list, capacity));
  gc_track(t, list);
  return ref;
}

RefOf<ListObject> list_adopt(Thread& t, Value* words, int64_t count) {
  RefOf<ListObject> list = list_new(t, count);
  if (!list) {
    for (int64_t i = 0; i < count; ++i) release(words[i]);
    return list;
  }
  own_words(words, count);
  if (count > 0) std::memcpy(static_cast<void*>(list->items), words, bytes(count));
  list->size = count;
  return list;
}

bool list_append_growing(Thread& t, ListObject* list, Ref value) {
  GILT_CHECK(list_reserve(t, list, list->size + 1));
  list->items[list->size++].init(std::move(value));
  return true;
}

bool list_extend(Thread& t, ListObject* list, Value iterable) {
  if (has_shape(iterable, kListShape)) {
    auto* other = iterable.as<ListObject>();
    int64_t count = other->size;  // [list] may be [other]
    GILT_CHECK(list_reserve(t, list, list->size + count));
    copy_items(list->items + list->size, other->items, count);
    list->size += count;
    return true;
  }
  if (has_shape(iterable, kTupleShape)) {
    auto* other = iterable.as<TupleObject>();
    GILT_CHECK(list_reserve(t, list, list->size + other->size));
    copy_items(list->items + list->size, other->items(), other->size);
    list->size += other->size;
    return true;
  }
  GILT_TRY(Ref iterator, get_iter(t, iterable));
  if (has_shape(iterator.get(), kRangeIteratorShape)) {
    auto* range = iterator.as<RangeIteratorObject>();
    int64_t count = range->next == range->stop ? 0 : (range->stop - range->next) / range->step;
    GILT_CHECK(list_reserve(t, list, list->size + count));
    Slot* slot = list->items + list->size;
    for (; range->next != range->stop; range->next += range->step)
      (slot++)->init(Ref::adopt(Value::integer(range->next)));
    list->size += count;
    return true;
  }
  GILT_TRY(int64_t hint, length_hint(t, iterable, 0));
  if (hint > 0 && hint < (int64_t{1} << 24)) {
    GILT_CHECK(list_reserve(t, list, list->size + hint));
  }
  auto* next = type_of(iterator.get())->slots.next;
  while (true) {
    Ref item = next(t, iterator.get());
    if (!item) {
      if (item.is_error()) return false;
      break;
    }
    GILT_CHECK(list_append(t, list, std::move(item)));
  }
  list_shrink(t, list);
  return true;
}

RefOf<ListObject> list_from_iterable(Thread& t, Value iterable) {
  GILT_TRY(auto list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), iterable));
  return list;
}

Ref list_get(Thread& t, ListObject* list, int64_t index) {
  if (index < 0) index += list->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(list->size))
    return fail(t, index_error_type, "list index out of range");
  return list->items[index].load();
}

bool list_set(Thread& t, ListObject* list, int64_t index, Ref value) {
  if (index < 0) index += list->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(list->size))
    return fail(t, index_error_type, "list assignment index out of range");
  list->items[index].store(list, std::move(value));
  return true;
}

bool list_insert(Thread& t, ListObject* list, int64_t index, Ref value) {
  if (index < 0) index = std::max<int64_t>(index + list->size, 0);
  index = std::min<int64_t>(index, list->size);
  GILT_CHECK(list_open_gap(t, list, index, 1));
  list->items[index].init(std::move(value));
  return true;
}

bool list_delete_range(Thread& t, ListObject* list, int64_t start, int64_t stop) {
  if (start >= stop) return true;
  int64_t count = stop - start;
  auto remove = [&] {
    std::memmove(static_cast<void*>(list->items + start), list->items + stop,
                 bytes(list->size - stop));
    list->size -= count;
  };
  if (count == 1) {
    Ref removed = Ref::adopt(list->items[start].peek());
    remove();
    list_shrink(t, list);
    return true;
  }
  // Released last, because that may run script code which looks at the list.
  void* copy = heap_allocate(t, bytes(count));
  if (!copy) return false;
  std::memcpy(copy, list->items + start, bytes(count));
  remove();
  list_shrink(t, list);
  auto* removed = static_cast<Value*>(copy);
  for (int64_t i = count; i-- > 0;) release(removed[i]);
  heap_free(t, copy, bytes(count));
  return true;
}

void list_release_items(Thread& t, Slot* items, int64_t size, int64_t capacity) {
  if (!items) return;
  for (int64_t i = size; i-- > 0;) release(items[i].peek());
  heap_free(t, items, bytes(capacity));
}

void list_clear(Thread& t, ListObject* list) {
  Slot* items = std::exchange(list->items, nullptr);
  int64_t size = std::exchange(list->size, 0);
  int64_t capacity = std::exchange(list->capacity, 0);
  list_release_items(t, items, size, capacity);
}

RefOf<ListObject> list_slice(Thread& t, ListObject* list, int64_t start, int64_t stop) {
  int64_t count = stop - start;
  GILT_TRY(auto slice, list_new(t, count));
  // Making it may have run a collection.
  count = std::max<int64_t>(std::min(count, list->size - start), 0);
  copy_items(slice->items, list->items + start, count);
  slice->size = count;
  return slice;
}

bool list_reverse(Thread&, ListObject* list) {
  if (list->size > 1) std::reverse(&list->items[0].word(), &list->items[0].word() + list->size);
  return true;
}

}  // namespace gilt
