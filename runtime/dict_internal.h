// What the files of dict share and nobody else needs: entries by number.
#pragma once

#include "runtime/dict.h"
#include "runtime/dict_table.h"

namespace gilt {

inline constexpr int64_t kDictAbsent = -1;
inline constexpr int64_t kDictError = -2;

// The entry of [key] (any key; its hash is [hash]): a number, kDictAbsent or kDictError. May run
// script code; the number is good until the dict next changes.
int64_t dict_find(Thread& t, DictObject* d, Value key, int64_t hash);
// The entry of an interned name, or kDictAbsent. Runs no script code.
int64_t dict_find_name(const DictObject* d, StrObject* name);
// d[key] = value for a key whose hash is known.
bool dict_insert(Thread& t, DictObject* d, Value key, int64_t hash, Value value);
// Where the value of entry [e] lives: the entry or, in namespace mode, its cell.
Slot& dict_value_slot(const DictObject* d, DictEntry& e);
// Deletes entry [i] and returns its value.
Ref dict_remove_entry(DictObject* d, int64_t i);
// Removes the last item; false when empty.
bool dict_pop_last(DictObject* d, Ref& key, Ref& value);
// d.update(other) for a dict; keys that d has keep their value unless [replace].
bool dict_merge_dict(Thread& t, DictObject* d, DictObject* other, bool replace);
// d.update(pairs)
bool dict_merge_pairs(Thread& t, DictObject* d, Value pairs);

}  // namespace gilt
