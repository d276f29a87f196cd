// What the files of dict share and few others need: entries by number.
//
// Readers of a shared dict take no lock: they load its table once and see each entry whole or not
// at all (dict_table.h). Those who replace the value of a key that is there take none either. All
// other writers hold its lock.
#pragma once

#include "runtime/dict.h"
#include "runtime/dict_table.h"
#include "runtime/native.h"
#include "runtime/sharing.h"

namespace gilt {

inline constexpr int64_t kDictAbsent = kNoEntry;
inline constexpr int64_t kDictError = -2;

inline bool is_namespace(const DictObject* d) {
  return d->has(kDictNamespace);
}

// -- reading, without the lock --

// The value of [key] (any key; its hash is [hash]), borrowed until the next safepoint; unset when
// absent, the error mark with an exception raised. May run script code.
Value dict_lookup(Thread& t, DictObject* d, Value key, int64_t hash);
// The same where that needs no script code: false where it does, and where another thread deletes
// the key meanwhile or moves it to another table.
inline bool dict_peek(const DictObject* d, Value key, int64_t hash, Value& value) {
  const DictTable* table = d->table;
  int64_t i = dict_table_find(table, key, hash);
  if (i == kCannotTell) return false;
  value = i < 0 ? kUnset : table->value(table->entry(i));
  return !kFreeThreaded || i < 0 || !value.is_unset();
}
// The place of the value under [key] in a private dict, valid until the dict changes; nullptr where
// the key is absent, cannot be found without script code, or lies in a namespace.
inline Slot* dict_own_slot(DictObject* d, Value key, int64_t hash) {
  DictTable* table = d->table;
  if (table->has_cells) [[unlikely]]
    return nullptr;
  int64_t i = dict_table_find(table, key, hash);
  return i < 0 ? nullptr : &table->entry(i).value;
}
// dict_next with the hash of the key.
bool dict_next_hashed(const DictObject* d, int64_t& position, Value& key, Value& value,
                      int64_t& hash);
// The next item of a dict iterator (forward or backward): borrowed; unset at the end; the error
// mark with an exception raised. REQUIRES: an iterator over keys or values.
Value dict_iterator_next(Thread& t, Value iterator);

// Returns when [e], an entry of [table] that was seen with a key and without a value, is deleted or
// [d] has another table. Others do that at this moment: it is a matter of copying a table at most.
void dict_await_move(const DictObject* d, const DictTable* table, const DictEntry& e);

// d.get(key, default)
Ref dict_method_get(Thread& t, Args args);

// -- writing: all of these REQUIRE that the dict is private or its lock is held --

// The entry of [key] in d->table: a number, kDictAbsent or kDictError. May run script code; the
// number is good until the dict next changes.
int64_t dict_find(Thread& t, DictObject* d, Value key, int64_t hash);
// The entry of an interned name, or kDictAbsent. Runs no script code.
int64_t dict_find_name(const DictObject* d, StrObject* name);
// Where the value of entry [e] lives: the entry or, in namespace mode, its cell.
Slot& dict_value_slot(const DictObject* d, DictEntry& e);
// Adds a key that is not there.
bool dict_append(Thread& t, DictObject* d, Value key, int64_t hash, Value value);
// Deletes entry [i] and returns its value.
Ref dict_remove_entry(DictObject* d, int64_t i);
// Makes the item of entry [i] the last one.
bool dict_move_last(Thread& t, DictObject* d, int64_t i);
// Another table for [d]; the memory of the old one is given up.
void dict_replace_table(Thread* t, DictObject* d, DictTable* table);

// Calls change(number of the entry of [key], or kDictAbsent, or kDictError) with the lock of [d]
// held, as one step for other threads. What it takes out of the dict is best released afterwards.
// [taken]: another thread was just seen to hold the lock.
template <class Change>
auto dict_change(Thread& t, DictObject* d, Value key, int64_t hash, Change&& change,
                 bool taken = false) {
  if (!is_shared(d)) [[likely]] {
    int64_t i = dict_find(t, d, key, hash);
    // A comparison may have published it; then what was found holds no longer.
    if (!is_shared(d) || i == kDictError) [[likely]]
      return change(i);
  }
  ObjectLock lock(t, d, taken);
  return change(dict_find(t, d, key, hash));
}

// -- whole operations --

// dict_new_immortal() with room for [expected] names.
DictObject* dict_new_immortal(int64_t expected);

// d[key] = value for a key whose hash is known.
bool dict_insert(Thread& t, DictObject* d, Value key, int64_t hash, Value value);
// Removes the last item; false when empty.
bool dict_pop_last(Thread& t, DictObject* d, Ref& key, Ref& value);
// d.update(other) for a dict; keys that d has keep their value unless [replace].
bool dict_merge_dict(Thread& t, DictObject* d, DictObject* other, bool replace);
// d.update(pairs)
bool dict_merge_pairs(Thread& t, DictObject* d, Value pairs);

}  // namespace gilt
