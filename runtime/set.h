// set and frozenset: an open-addressed hash table of keys with their hashes.
//
// Probing looks at a run of neighbours first and then jumps (the scheme CPython documents), with
// the same sizes and the same order of growth, so that sets of small ints print in the same order.
// Invariant: fill counts used and deleted entries; fill * 5 < mask * 3 after every insertion.
//
// Threads. Sets are read without locks and changed under theirs; a frozenset changes only while its
// maker is filling it. An entry is used once in the life of a table: hash first, then key; it is
// deleted the other way round: first the hash tells, then the key goes. The table of a shared set
// is replaced, never cleaned in place, and its size lies in front of it, so that a reader who has
// the table has its size.
#pragma once

#include <optional>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// key unset: never used (hash 0) or deleted (hash -1, which no key has) or just being written.
struct SetEntry {
  Slot key;
  SharedField<int64_t> hash;
};

struct SetObject : Object {
  SharedField<int64_t> used;
  int64_t fill;
  uint64_t mask;                  // table size - 1: for the writer; readers ask SetView
  SharedField<SetEntry*> table;   // `small` or memory of its own
  int64_t finger;                 // where pop() looks next
  SharedField<int64_t> hash;      // frozenset: cached hash, -1 when not computed
  SharedField<uint64_t> version;  // changes whenever elements get other places
  static constexpr int64_t kSmall = 8;
  SetEntry small[kSmall];
};

RefOf<SetObject> set_new(Thread& t);
RefOf<SetObject> frozenset_from(Thread& t, Value iterable);
// Also for a frozenset that nobody else has seen yet.
bool set_add(Thread& t, SetObject* set, Value key);
bool set_update(Thread& t, SetObject* set, Value iterable);
std::optional<bool> set_contains(Thread& t, SetObject* set, Value key);
// Removes [key]; false inside: it was absent.
std::optional<bool> set_discard(Thread& t, SetObject* set, Value key);
void set_clear(Thread& t, SetObject* set);
// Walks the keys: position starts at 0; false at the end. Borrowed until the next safepoint.
bool set_next(const SetObject* set, int64_t& position, Value& key, int64_t& hash);
inline int64_t set_length(const SetObject* set) {
  return set->used;
}

inline bool is_any_set(Value v) {  // set, frozenset or a subclass of one
  return v.is_object() && type_of(v)->is(kTypeIsSet);
}

}  // namespace gilt
