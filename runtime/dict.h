// dict: a compact, insertion-ordered hash table.
//
// A sparse table of indices (1, 2, 4 or 8 bytes wide) points into a dense array of entries in
// insertion order (Hettinger, "More compact dictionaries with faster iteration", 2012). While all
// keys are str, entries leave out the hash: 16 bytes each.
//
// A dict that serves as a module's namespace is in namespace mode (kDictNamespace): each entry's
// value word refers to a GlobalCellObject (function.h) that holds the value, and code that uses the
// dict as its globals reads the cell directly. All functions here see through that, so only this
// file and global_table.cpp know.
#pragma once

#include "runtime/ref.h"
#include "runtime/str.h"
#include "runtime/type.h"

namespace gilt {

inline constexpr ObjectFlags kDictNamespace = kKindFlag0;

struct DictTable;  // indices and entries (dict.cpp)
struct GlobalCellObject;
struct GlobalTable;

struct DictObject : Object {
  SharedField<int64_t> used;      // number of items
  SharedField<DictTable*> table;  // never null
  // Changes whenever a key is added or removed or the table is replaced.
  SharedField<uint64_t> version;
  SharedField<GlobalTable*> watchers;  // namespace mode: tables linked to this dict
};

RefOf<DictObject> dict_new(Thread& t, int64_t expected = 0);
// For the namespaces of builtin types: immortal, filled by dict_set_immortal with immortal values,
// usable before any interpreter exists.
DictObject* dict_new_immortal();
void dict_set_immortal(DictObject* d, StrObject* name, Value value);
// All of these compare keys as Python does (identity, then ==), may run script code and fail.
// Value for [key], unset when absent.
Ref dict_get(Thread& t, DictObject* d, Value key);
bool dict_set(Thread& t, DictObject* d, Value key, Value value);
// Removes [key] and returns its value, unset when absent.
Ref dict_pop(Thread& t, DictObject* d, Value key);
std::optional<bool> dict_contains(Thread& t, DictObject* d, Value key);
Ref dict_set_default(Thread& t, DictObject* d, Value key, Value value);
bool dict_update(Thread& t, DictObject* d, Value mapping_or_pairs);
RefOf<DictObject> dict_copy(Thread& t, DictObject* d);
void dict_clear(Thread& t, DictObject* d);
inline int64_t dict_length(const DictObject* d) {
  return d->used;
}

// Str keys that are interned: never run script code, never fail (get), fail only for memory (set).
Value dict_get_name(DictObject* d, StrObject* name);  // borrowed, unset when absent
bool dict_set_name(Thread& t, DictObject* d, StrObject* name, Value value);
bool dict_delete_name(Thread& t, DictObject* d,
                      StrObject* name);  // false: was absent, nothing raised

// Walks the items: position starts at 0; false at the end. Borrowed; the dict must not change
// meanwhile, or the walk may repeat or miss items (it never reads freed memory).
bool dict_next(const DictObject* d, int64_t& position, Value& key, Value& value);

// -- namespace mode --
// Turns [d] into a namespace (idempotent).
bool dict_make_namespace(Thread& t, DictObject* d);
// The cell of [name] (borrowed), or null when the name is absent. REQUIRES: namespace mode.
GlobalCellObject* namespace_cell(DictObject* d, StrObject* name);
// Called by the dict when a namespace gets a new name or loses one (global_table.cpp): links are
// mended.
void namespace_changed(DictObject* d, StrObject* name, GlobalCellObject* cell_or_null);

enum class DictPart : uint8_t { kKeys, kValues, kItems };

// One layout for six types, forward and backward over each part.
struct DictIteratorObject : Object {
  Slot dict;          // unset once exhausted
  int64_t used;       // of the dict when the iteration began; -1: it changed
  int64_t position;   // of the next entry
  int64_t remaining;  // items still to come
};
Ref dict_iterator_new(Thread& t, DictObject* d, DictPart part, bool backward = false);

// dict_keys, dict_values, dict_items
struct DictViewObject : Object {
  Slot dict;
};
Ref dict_view_new(Thread& t, DictObject* d, DictPart part);

inline bool is_dict(Value v) {
  return v.is_object() && type_of(v)->is(kTypeIsDict);
}

}  // namespace gilt
