// set and frozenset: an open-addressed hash table of keys with their hashes.
//
// Probing looks at a run of neighbours first and then jumps (the scheme CPython documents), with
// the same sizes and the same order of growth, so that sets of small ints print in the same order.
// Invariant: fill counts used and deleted entries; fill * 5 < mask * 3 after every insertion.
#pragma once

#include <optional>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// key unset: never used (hash 0) or deleted (hash -1).
struct SetEntry {
  Slot key;
  int64_t hash;
};

struct SetObject : Object {
  int64_t used;
  int64_t fill;
  uint64_t mask;     // table size - 1
  SetEntry* table;   // `small` or memory of its own
  int64_t finger;    // where pop() looks next
  int64_t hash;      // frozenset: cached hash, -1 when not computed
  uint64_t version;  // changes with every change of the table
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
// Walks the keys: position starts at 0; false at the end. Borrowed.
bool set_next(const SetObject* set, int64_t& position, Value& key, int64_t& hash);
inline int64_t set_length(const SetObject* set) {
  return set->used;
}

inline bool is_any_set(Value v) {  // set, frozenset or a subclass of one
  return v.is_object() && type_of(v)->is(kTypeIsSet);
}

}  // namespace gilt
