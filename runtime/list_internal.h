// What the files of list share and nobody else needs.
#pragma once

#include "runtime/list.h"

namespace gilt {

// Room for [size] items in all, growing as repeated appending wants it.
bool list_reserve(Thread& t, ListObject* list, int64_t size);
// Gives memory back when less than half of it is in use.
void list_shrink(Thread& t, ListObject* list);
// Moves the items from [index] on up by [count]; the caller fills the gap at once.
bool list_open_gap(Thread& t, ListObject* list, int64_t index, int64_t count);
// Ends an array that is no longer part of a list.
void list_release_items(Thread& t, Slot* items, int64_t size, int64_t capacity);

}  // namespace gilt
