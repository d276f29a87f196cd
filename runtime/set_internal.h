// What the files of set share and nobody else needs.
#pragma once

#include "runtime/set.h"
#include "runtime/sharing.h"

namespace gilt {

inline constexpr int64_t kSetAbsent = -1;
inline constexpr int64_t kSetError = -2;

// A set's table as a reader sees it.
struct SetView {
  SetEntry* table;
  uint64_t mask;
  // What lies in front of a table that is not `small`.
  static constexpr size_t kHeader = kFreeThreaded ? 16 : 0;
  explicit SetView(const SetObject* set) : table(set->table) {
    if constexpr (kFreeThreaded) {
      mask = table == set->small ? SetObject::kSmall - 1
                                 : *reinterpret_cast<const uint64_t*>(
                                       reinterpret_cast<const std::byte*>(table) - kHeader);
    } else {
      mask = set->mask;
    }
  }
};

// -- reading, without the lock --

// The place of [key] (whose hash is [hash]) in the table, kSetAbsent or kSetError. May run script
// code; the number is good for the holder of the lock until the set next changes.
int64_t set_find(Thread& t, SetObject* set, Value key, int64_t hash);
// Is [key] there? False as result where only script code can tell.
bool set_peek(const SetObject* set, Value key, int64_t hash, bool& found);
Ref set_iterator_new(Thread& t, Value set);  // set_iterator.cpp
// The next key of a set iterator: borrowed; unset at the end; the error mark with an exception
// raised.
Value set_iterator_next(Thread& t, Value iterator);

// -- changing, each as one step --

bool set_add_hashed(Thread& t, SetObject* set, Value key, int64_t hash);
// False inside: it was absent.
std::optional<bool> set_discard_hashed(Thread& t, SetObject* set, Value key, int64_t hash);
// set |= other, for two sets.
bool set_merge(Thread& t, SetObject* set, SetObject* other);
// Any key, removed; unset when empty.
Ref set_pop_any(Thread& t, SetObject* set);
// Moves what [from], which nobody else knows, holds into [set] in place of what that held.
bool set_take_over(Thread& t, SetObject* set, SetObject* from);

// -- parts of a set's life --

// Room for [expected] keys. REQUIRES: the set is private or its lock is held.
bool set_reserve(Thread& t, SetObject* set, int64_t expected);
// An empty table in [set], whose fields hold nothing yet.
void set_init_fields(SetObject* set);
// What a set owns besides itself. REQUIRES: it is about to be freed.
void set_release_table(Thread& t, SetObject* set);
std::optional<int64_t> set_element_hash(Thread& t, Value key);

bool is_frozen_set(const SetObject* set);

// The locks of one set or two for an operation that is to see or change them in one step; a
// frozenset needs none.
class SetLock {
 public:
  SetLock(Thread& t, SetObject* a, SetObject* b) : lock_(t, chosen(a, b), chosen(b, a)) {}

 private:
  static Object* chosen(SetObject* a, SetObject* b) {
    if constexpr (!kFreeThreaded) return a;
    if (!is_frozen_set(a)) return a;
    return is_frozen_set(b) ? &unlocked_ : b;
  }
  static Object unlocked_;  // as private as can be
  ObjectLock lock_;
};

}  // namespace gilt
