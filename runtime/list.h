// list: a growable array of values.
//
// Other threads read a shared list without its lock: the size first, then the array, then the
// word, each of them once. Writers hold the lock (list_shared.cpp), and keep to these rules:
//
//  - New items are stored before the size that shows them; words move one by one, so that none is
//    seen torn. A reader meanwhile may see an item twice or miss one, as after any other order of
//    events.
//  - A reader may use a size that is out of date by any number of writes, so no place below a size
//    that the list has had may ever be outside its array. That is why an array that is outgrown is
//    copied over its whole capacity, with the words beyond the size (they were items, and their
//    objects outlive the reader's section), and is retired, not freed; why clear() leaves the
//    array; and why it is replaced by a smaller one only while the world stands still.
//  - A word is taken out of the list before its count is given up, or by a thread that does not
//    get to a safepoint in between.
#pragma once

#include <span>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct ListObject : Object {
  SharedField<int64_t> size;
  int64_t capacity;          // of a shared list: read under its lock only
  SharedField<Slot*> items;  // null when capacity is 0
};

RefOf<ListObject> list_new(Thread& t, int64_t capacity = 0);
// A list that takes over the counts of [count] words.
RefOf<ListObject> list_adopt(Thread& t, Value* words, int64_t count);
// When there is no room, or other threads see the list.
bool list_append_growing(Thread& t, ListObject* list, Ref value);
inline bool list_append(Thread& t, ListObject* list, Ref value) {
  if (!is_shared(list) && list->size < list->capacity) [[likely]] {
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
// Removes the items start .. stop - 1, as far as there are any.
bool list_delete_range(Thread& t, ListObject* list, int64_t start, int64_t stop);
bool list_sort(Thread& t, ListObject* list, Value key, bool reverse);  // key: kNone for none
bool list_reverse(Thread& t, ListObject* list);
void list_clear(Thread& t, ListObject* list);
// Items start .. stop - 1 in a new list, as far as there are any.
RefOf<ListObject> list_slice(Thread& t, ListObject* list, int64_t start, int64_t stop);
// list(iterable)
RefOf<ListObject> list_from_iterable(Thread& t, Value iterable);
inline bool is_list(Value v) {
  return v.is_object() && type_of(v)->is(kTypeIsList);
}

}  // namespace gilt
