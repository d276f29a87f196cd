// list: a growable array of values.
#pragma once

#include <span>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// Other threads read `size` first and `items` second, without a lock: an array that a shared list
// has outgrown is retired, a smaller one never takes its place while they may be reading.
struct ListObject : Object {
  SharedField<int64_t> size;
  int64_t capacity;
  SharedField<Slot*> items;  // null when capacity is 0
};

RefOf<ListObject> list_new(Thread& t, int64_t capacity = 0);
// A list that takes over the counts of [count] words.
RefOf<ListObject> list_adopt(Thread& t, Value* words, int64_t count);
// When there is no room, or other threads see the list.
bool list_append_growing(Thread& t, ListObject* list, Ref value);
inline bool list_append(Thread& t, ListObject* list, Ref value) {
  if (list->size < list->capacity && !is_shared(list)) [[likely]] {
    list->items[list->size++].init(std::move(value));
    return true;
  }
  return list_append_growing(t, list, std::move(value));
}
bool list_extend(Thread& t, ListObject* list, Value iterable);
Ref list_get(Thread& t, ListObject* list,
             int64_t index);  // negative indices count from the end; IndexError
bool list_set(Thread& t, ListObject* list, int64_t index, Ref value);
bool list_insert(Thread& t, ListObject* list, int64_t index, Ref value);
bool list_delete_range(Thread& t, ListObject* list, int64_t start, int64_t stop);
bool list_sort(Thread& t, ListObject* list, Value key, bool reverse);  // key: kNone for none
bool list_reverse(Thread& t, ListObject* list);
void list_clear(Thread& t, ListObject* list);
// Items start .. stop - 1 in a new list. REQUIRES: 0 <= start <= stop <= size.
RefOf<ListObject> list_slice(Thread& t, ListObject* list, int64_t start, int64_t stop);
// list(iterable)
RefOf<ListObject> list_from_iterable(Thread& t, Value iterable);
inline bool is_list(Value v) {
  return v.is_object() && type_of(v)->is(kTypeIsList);
}

}  // namespace gilt
