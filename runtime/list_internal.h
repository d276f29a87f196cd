// What the files of list share and nobody else needs. All of it requires the list's lock.
#pragma once

#include "runtime/list.h"

namespace gilt {

// Room for [size] items in all, growing as repeated appending wants it.
bool list_reserve(Thread& t, ListObject* list, int64_t size);
// Gives memory back when less than half of it is in use.
void list_shrink(Thread& t, ListObject* list);
// Moves the items from [index] on up by [count]; the caller fills the gap, then adds [count] to the
// size.
bool list_open_gap(Thread& t, ListObject* list, int64_t index, int64_t count);
// Moves [count] words within the array; the size stays.
void list_move_words(ListObject* list, int64_t to, int64_t from, int64_t count);
// Stores counted copies of [count] words of another array from place [to] on.
void list_copy_in(ListObject* list, int64_t to, const Slot* from, int64_t count);
// Ends an array that is no longer part of a list.
void list_release_items(Thread& t, Slot* items, int64_t size, int64_t capacity);

// -- shared lists (list_shared.cpp); they hold the lock themselves, once more --

// Another array of at least [capacity] places, with all that is in the old one.
bool list_grow_shared(Thread& t, ListObject* list, int64_t capacity);
// Has the array replaced by a smaller one at the next meeting of all threads.
void list_ask_to_shrink(Thread& t, ListObject* list);
// Makes the items the [count] words in [block], which has room for [capacity]; takes over both.
// Returns how many items had got into the list, which sorting had emptied.
int64_t list_put_back(Thread& t, ListObject* list, Slot* block, int64_t count, int64_t capacity);

}  // namespace gilt
