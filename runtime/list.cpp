#include "runtime/list.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "runtime/brief_lock.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list_internal.h"
#include "runtime/list_iterator.h"
#include "runtime/operations.h"
#include "runtime/range.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "runtime/walked_container.h"

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

}  // namespace

bool list_reserve(Thread& t, ListObject* list, int64_t size) {
  if (size <= list->capacity) return true;
  if (size > kMaxSize) return no_memory(t);
  if (is_shared(list)) {
    // A quarter more, because each step is a copy that is kept until the next meeting.
    int64_t capacity = (size + (size >> 2) + 6) & ~int64_t{3};
    return capacity > kMaxSize ? no_memory(t) : list_grow_shared(t, list, capacity);
  }
  // An eighth more than needed, in multiples of four: appending one by one costs constant time
  // each. A large step at once is probably the last one and gets nothing extra.
  int64_t capacity = (size + (size >> 3) + 6) & ~int64_t{3};
  if (size - list->size > capacity - size) capacity = (size + 3) & ~int64_t{3};
  return set_capacity(t, list, capacity);
}

void list_shrink(Thread& t, ListObject* list) {
  if (is_shared(list)) return list_ask_to_shrink(t, list);
  if (list->size >= list->capacity / 2 || list->capacity <= 8) return;
  // Giving memory back may not fail loudly: the old block is as good.
  int64_t capacity = list->size == 0 ? 0 : (list->size + (list->size >> 3) + 6) & ~int64_t{3};
  if (capacity < list->capacity && !set_capacity(t, list, capacity)) error_clear(t);
}

void list_move_words(ListObject* list, int64_t to, int64_t from, int64_t count) {
  Slot* items = list->items;
  if (!is_shared(list)) {
    if (count > 0) std::memmove(static_cast<void*>(items + to), items + from, bytes(count));
  } else if (to < from) {
    for (int64_t i = 0; i < count; ++i) items[to + i].set_word(items[from + i].peek());
  } else {
    for (int64_t i = count; i-- > 0;) items[to + i].set_word(items[from + i].peek());
  }
}

void list_copy_in(ListObject* list, int64_t to, const Slot* from, int64_t count) {
  Slot* items = list->items + to;
  bool shared = is_shared(list);
  for (int64_t i = 0; i < count; ++i) {
    Ref item = from[i].load();
    if (shared) publish(item.get());
    items[i].set_word(item.take());
  }
}

bool list_open_gap(Thread& t, ListObject* list, int64_t index, int64_t count) {
  int64_t size = list->size;
  GILT_CHECK(list_reserve(t, list, size + count));
  list_move_words(list, index + count, index, size - index);
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
  if (stores_need_help(list, value.get())) publish(value.get());
  bool taken = is_shared(list) && !lock_briefly(list);
  if (is_shared(list) && !taken) {
    int64_t size = list->size;
    bool fits = size < list->capacity;
    if (fits) {
      list->items[size].set_word(value.take());
      list->size = size + 1;
    }
    unlock_briefly(list);
    if (fits) return true;
  }
  ObjectLock lock(t, list, taken);
  int64_t size = list->size;
  if (size == list->capacity) GILT_CHECK(list_reserve(t, list, size + 1));
  list->items[size].set_word(value.take());
  list->size = size + 1;
  return true;
}

namespace {

// Appends copies of what is in [count] slots.
bool append_copies(Thread& t, ListObject* list, const Slot* from, int64_t count) {
  int64_t size = list->size;
  GILT_CHECK(list_reserve(t, list, size + count));
  list_copy_in(list, size, from, count);
  list->size = size + count;
  return true;
}

bool append_range(Thread& t, ListObject* list, RangeIteratorObject* range) {
  int64_t next = range->next, stop = range->stop, step = range->step;
  int64_t count = next == stop ? 0 : (stop - next) / step, size = list->size;
  GILT_CHECK(list_reserve(t, list, size + count));
  Slot* slot = list->items + size;
  for (; next != stop; next += step) (slot++)->set_word(Value::integer(next));
  range->next = stop;
  list->size = size + count;
  return true;
}

}  // namespace

bool list_extend(Thread& t, ListObject* list, Value iterable) {
  if (has_shape(iterable, kListShape)) {
    auto* other = iterable.as<ListObject>();
    ObjectLock lock(t, list, other);
    int64_t count = other->size;  // [list] may be [other], whose array is another afterwards
    GILT_CHECK(list_reserve(t, list, list->size + count));
    return append_copies(t, list, other->items, count);
  }
  if (has_shape(iterable, kTupleShape)) {
    auto* other = iterable.as<TupleObject>();
    ObjectLock lock(t, list);
    return append_copies(t, list, other->items(), other->size);
  }
  std::optional<ObjectLock> whole;
  if (Object* container = walked_container(iterable)) whole.emplace(t, list, container);
  GILT_TRY(Ref iterator, get_iter(t, iterable));
  if (has_shape(iterator.get(), kRangeIteratorShape)) {
    ObjectLock lock(t, list);
    return append_range(t, list, iterator.as<RangeIteratorObject>());
  }
  GILT_TRY(int64_t hint, length_hint(t, iterable, 0));
  // What is shared is not grown on a mere hint.
  if (hint > 0 && hint < (int64_t{1} << 24) && !is_shared(list)) {
    GILT_CHECK(list_reserve(t, list, list->size + hint));
  }
  while (true) {
    Ref item = iter_next(t, iterator.get());
    if (!item) {
      if (item.is_error()) return false;
      break;
    }
    GILT_CHECK(list_append(t, list, std::move(item)));
  }
  ObjectLock lock(t, list);
  list_shrink(t, list);
  return true;
}

RefOf<ListObject> list_from_iterable(Thread& t, Value iterable) {
  GILT_TRY(auto list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), iterable));
  return list;
}

Ref list_get(Thread& t, ListObject* list, int64_t index) {
  int64_t size = list->size;
  if (index < 0) index += size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size))
    return fail(t, index_error_type, "list index out of range");
  return list->items[index].load();
}

bool list_set(Thread& t, ListObject* list, int64_t index, Ref value) {
  Ref old;  // released when the lock is given up
  if (stores_need_help(list, value.get())) publish(value.get());
  ObjectLock lock(t, list);
  int64_t size = list->size;
  if (index < 0) index += size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size))
    return fail(t, index_error_type, "list assignment index out of range");
  old = list->items[index].exchange(list, std::move(value));
  return true;
}

bool list_insert(Thread& t, ListObject* list, int64_t index, Ref value) {
  if (stores_need_help(list, value.get())) publish(value.get());
  ObjectLock lock(t, list);
  int64_t size = list->size;
  if (index < 0) index = std::max<int64_t>(index + size, 0);
  index = std::min<int64_t>(index, size);
  GILT_CHECK(list_open_gap(t, list, index, 1));
  list->items[index].set_word(value.take());
  list->size = size + 1;
  return true;
}

namespace {

// Of a shared list, whose items are shared too: giving up their counts ends none of them.
void delete_from_shared(Thread& t, ListObject* list, int64_t start, int64_t stop, int64_t size) {
  Slot* items = list->items;
  for (int64_t i = stop; i-- > start;) release(items[i].peek());
  list_move_words(list, start, stop, size - stop);
  list->size = size - (stop - start);
  list_shrink(t, list);
}

}  // namespace

bool list_delete_range(Thread& t, ListObject* list, int64_t start, int64_t stop) {
  ObjectLock lock(t, list);
  int64_t size = list->size;
  stop = std::min(stop, size);
  if (start >= stop) return true;
  if (is_shared(list)) {
    delete_from_shared(t, list, start, stop, size);
    return true;
  }
  int64_t count = stop - start;
  auto remove = [&] {
    list_move_words(list, start, stop, size - stop);
    list->size = size - count;
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
  if (is_shared(list)) {
    ObjectLock lock(t, list);
    delete_from_shared(t, list, 0, list->size, list->size);
    return;
  }
  Slot* items = std::exchange(list->items, nullptr);
  int64_t size = std::exchange(list->size, 0);
  int64_t capacity = std::exchange(list->capacity, 0);
  list_release_items(t, items, size, capacity);
}

RefOf<ListObject> list_slice(Thread& t, ListObject* list, int64_t start, int64_t stop) {
  ObjectLock lock(t, list);
  int64_t count = std::max<int64_t>(std::min<int64_t>(stop, list->size) - start, 0);
  GILT_TRY(auto slice, list_new(t, count));
  list_copy_in(slice.get(), 0, list->items + start, count);
  slice->size = count;
  return slice;
}

bool list_reverse(Thread& t, ListObject* list) {
  ObjectLock lock(t, list);
  Slot* items = list->items;
  for (int64_t i = 0, j = list->size - 1; i < j; ++i, --j) {
    Value first = items[i].peek();
    items[i].set_word(items[j].peek());
    items[j].set_word(first);
  }
  return true;
}

}  // namespace gilt
