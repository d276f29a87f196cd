// What the files of set share and nobody else needs.
#pragma once

#include "runtime/set.h"

namespace gilt {

inline constexpr int64_t kSetAbsent = -1;
inline constexpr int64_t kSetError = -2;

// The place of [key] (whose hash is [hash]) in the table: an index, kSetAbsent or kSetError. May
// run script code; the index is good until the set next changes.
int64_t set_find(Thread& t, SetObject* set, Value key, int64_t hash);
bool set_add_hashed(Thread& t, SetObject* set, Value key, int64_t hash);
// False inside: it was absent.
std::optional<bool> set_discard_hashed(Thread& t, SetObject* set, Value key, int64_t hash);
// set |= other, for two sets.
bool set_merge(Thread& t, SetObject* set, SetObject* other);
// Room for [expected] keys in an empty table.
bool set_reserve(Thread& t, SetObject* set, int64_t expected);
// Any key, removed; unset when empty.
Ref set_pop_any(SetObject* set);
// An empty table in [set], whose fields hold nothing yet.
void set_init_fields(SetObject* set);
// What a set owns besides itself; it must be empty or about to be freed.
void set_release_table(Thread& t, SetObject* set);
// Exchanges what two sets hold.
void set_swap(SetObject* a, SetObject* b);
std::optional<int64_t> set_element_hash(Thread& t, Value key);

}  // namespace gilt
