#include "runtime/dict.h"

#include <fmt/format.h>

#include "runtime/dict_internal.h"
#include "runtime/dict_table.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/hashing.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

bool is_namespace(const DictObject* d) {
  return d->has(kDictNamespace);
}

RefOf<GlobalCellObject> global_cell_new(Thread& t, Value content) {
  auto* cell = object_new<GlobalCellObject>(t, kGlobalCellShape);
  if (!cell) return Failed{};
  cell->value.init(Ref::copy(content));
  auto ref = RefOf<GlobalCellObject>::adopt(cell);
  gc_track(t, cell);
  return ref;
}

// The table is full, or has to take a key that is no str: a new one with room.
bool make_room(Thread* t, DictObject* d, bool key_is_str) {
  DictTable* old = d->table;
  bool str_only = old->str_only && key_is_str;
  int log2 = old->log2_size;
  if (old->room == 0) {
    int64_t wanted = d->used * 3;
    log2 = DictTable::kMinLog2;
    while ((int64_t{1} << log2) < wanted) ++log2;
  }
  DictTable* table = dict_table_rebuild(t, old, log2, str_only);
  if (!table) return false;
  d->table = table;
  return true;
}

// Appends an absent key. In namespace mode the value goes into a new cell.
bool append(Thread& t, DictObject* d, Value key, int64_t hash, Value value) {
  bool key_is_str = is_exact_str(key);
  RefOf<GlobalCellObject> cell;
  if (is_namespace(d)) [[unlikely]] {
    uint64_t version = d->version;
    GILT_TRY(cell, global_cell_new(t, value));
    // Making the cell may have run a collection, and that anything.
    if (d->version != version) return dict_insert(t, d, key, hash, value);
  }
  if (d->table->room == 0 || (d->table->str_only && !key_is_str)) [[unlikely]] {
    GILT_CHECK(make_room(&t, d, key_is_str));
  }
  ++d->version;
  ++d->used;
  if (!cell) [[likely]] {
    dict_table_append(d->table, Ref::copy(key), hash, Ref::copy(value));
    return true;
  }
  dict_table_append(d->table, Ref::copy(key), hash, Ref(cell.copy()));
  if (key_is_str) namespace_changed(d, intern(key.as<StrObject>()), cell.get());
  return true;
}

// Takes entry [i] out and returns its value.
Ref remove_entry(DictObject* d, int64_t i) {
  Ref key, value;
  dict_table_remove(d->table, i, key, value);
  ++d->version;
  --d->used;
  if (is_namespace(d)) [[unlikely]] {
    auto* cell = value.as<GlobalCellObject>();
    Ref content = cell->value.exchange(cell, Ref::unset());
    if (is_exact_str(key.get())) namespace_changed(d, intern(key.as<StrObject>()), nullptr);
    return content;
  }
  return value;
}

std::optional<int64_t> key_hash(Thread& t, Value key) {
  return hash_of_element(t, key, "a dict key");
}

}  // namespace

Slot& dict_value_slot(const DictObject* d, DictEntry& e) {
  if (is_namespace(d)) [[unlikely]]
    return e.value.peek().as<GlobalCellObject>()->value;
  return e.value;
}

int64_t dict_find(Thread& t, DictObject* d, Value key, int64_t hash) {
  if (d->table->str_only && is_exact_str(key)) [[likely]]
    return dict_table_find_str(d->table, key.as<StrObject>(), hash);
restart:
  DictTable* table = d->table;
  Probe probe(table, hash);
  for (int64_t i; (i = probe.next()) != Probe::kEnd;) {
    Value stored = table->entry(i).key.peek();
    if (same(stored, key)) return i;
    if (table->hash(i) != hash) continue;
    Match match = match_key(stored, key);
    if (match == Match::kYes) return i;
    if (match == Match::kNo) continue;
    // __eq__ may change the dict: then all that we know of its table is void.
    uint64_t version = d->version;
    Ref held = Ref::copy(stored);
    Ref owner = Ref::copy(d);
    std::optional<bool> is_equal = equal(t, held.get(), key);
    if (!is_equal) return kDictError;
    if (d->version != version) goto restart;
    if (*is_equal) return i;
  }
  return kDictAbsent;
}

bool dict_insert(Thread& t, DictObject* d, Value key, int64_t hash, Value value) {
  int64_t i = dict_find(t, d, key, hash);
  if (i >= 0) {
    DictEntry& e = d->table->entry(i);
    Slot& slot = dict_value_slot(d, e);
    slot.store(d, Ref::copy(value));
    return true;
  }
  if (i == kDictError) return false;
  return append(t, d, key, hash, value);
}

RefOf<DictObject> dict_new(Thread& t, int64_t expected) {
  DictTable* table = empty_dict_table();
  if (expected > 0) {
    GILT_TRY(table, dict_table_new(&t, DictTable::log2_for(expected), true));
  }
  auto* d = object_new<DictObject>(t, kDictShape);
  if (!d) {
    dict_table_free(t, table);
    return Failed{};
  }
  d->used = 0;
  d->table = table;
  d->version = 0;
  d->watchers = nullptr;
  auto ref = RefOf<DictObject>::adopt(d);
  gc_track(t, d);
  return ref;
}

DictObject* dict_new_immortal() {
  auto* d = immortal_new<DictObject>(kDictShape);
  d->used = 0;
  d->table = dict_table_new(nullptr, DictTable::kMinLog2, true, true);
  d->version = 0;
  d->watchers = nullptr;
  return d;
}

void dict_set_immortal(DictObject* d, StrObject* name, Value value) {
  int64_t hash = str_hash(name);
  int64_t i = dict_table_find_str(d->table, name, hash);
  if (i >= 0) {
    d->table->entry(i).value.init(Ref::adopt(value));
    return;
  }
  if (d->table->room == 0) make_room(nullptr, d, true);
  ++d->version;
  ++d->used;
  dict_table_append(d->table, Ref::adopt(Value::uncounted(name)), hash, Ref::adopt(value));
}

Ref dict_get(Thread& t, DictObject* d, Value key) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  int64_t i = dict_find(t, d, key, hash);
  if (i >= 0) return dict_value_slot(d, d->table->entry(i)).load();
  return i == kDictError ? Ref::error() : Ref::unset();
}

bool dict_set(Thread& t, DictObject* d, Value key, Value value) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  return dict_insert(t, d, key, hash, value);
}

Ref dict_pop(Thread& t, DictObject* d, Value key) {
  if (d->used == 0) {
    // Still an error for a key that cannot be hashed.
    GILT_CHECK(key_hash(t, key));
    return Ref::unset();
  }
  GILT_TRY(int64_t hash, key_hash(t, key));
  int64_t i = dict_find(t, d, key, hash);
  if (i >= 0) return remove_entry(d, i);
  return i == kDictError ? Ref::error() : Ref::unset();
}

std::optional<bool> dict_contains(Thread& t, DictObject* d, Value key) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  int64_t i = dict_find(t, d, key, hash);
  if (i == kDictError) return Failed{};
  return i >= 0;
}

Ref dict_set_default(Thread& t, DictObject* d, Value key, Value value) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  int64_t i = dict_find(t, d, key, hash);
  if (i >= 0) return dict_value_slot(d, d->table->entry(i)).load();
  if (i == kDictError) return Ref::error();
  GILT_CHECK(append(t, d, key, hash, value));
  return Ref::copy(value);
}

// -- names --

Value dict_get_name(DictObject* d, StrObject* name) {
  int64_t hash = str_hash(name);
  if (d->table->str_only) [[likely]] {
    int64_t i = dict_table_find_str(d->table, name, hash);
    return i < 0 ? kUnset : dict_value_slot(d, d->table->entry(i)).peek();
  }
  int64_t i = dict_find_name(d, name);
  return i < 0 ? kUnset : dict_value_slot(d, d->table->entry(i)).peek();
}

int64_t dict_find_name(const DictObject* d, StrObject* name) {
  int64_t hash = str_hash(name);
  DictTable* table = d->table;
  if (table->str_only) return dict_table_find_str(table, name, hash);
  // Keys that would need script code to compare are no names.
  Value key = to_value(name);
  Probe probe(table, hash);
  for (int64_t i; (i = probe.next()) != Probe::kEnd;) {
    Value stored = table->entry(i).key.peek();
    if (same(stored, key)) return i;
    if (table->hash(i) == hash && match_key(stored, key) == Match::kYes) return i;
  }
  return kDictAbsent;
}

bool dict_set_name(Thread& t, DictObject* d, StrObject* name, Value value) {
  int64_t i = dict_find_name(d, name);
  if (i < 0) return append(t, d, to_value(name), str_hash(name), value);
  dict_value_slot(d, d->table->entry(i)).store(d, Ref::copy(value));
  return true;
}

bool dict_delete_name(Thread&, DictObject* d, StrObject* name) {
  int64_t i = dict_find_name(d, name);
  if (i < 0) return false;
  Ref old = remove_entry(d, i);
  return true;
}

// -- whole dicts --

bool dict_next(const DictObject* d, int64_t& position, Value& key, Value& value) {
  DictTable* table = d->table;
  while (position < table->count) {
    DictEntry& e = table->entry(position++);
    if (e.key.is_unset()) continue;
    key = e.key.peek();
    value = dict_value_slot(d, e).peek();
    return true;
  }
  return false;
}

RefOf<DictObject> dict_copy(Thread& t, DictObject* d) {
  GILT_TRY(auto copy, dict_new(t));
  GILT_CHECK(dict_merge_dict(t, copy.get(), d, true));
  return copy;
}

bool dict_merge_dict(Thread& t, DictObject* d, DictObject* other, bool replace) {
  if (d == other || other->used == 0) return true;
  bool dense = other->used >= other->table->count * 2 / 3;
  if (d->used == 0 && dense && !is_namespace(d) && !is_namespace(other)) {
    GILT_TRY(DictTable * table, dict_table_clone(t, other->table));
    DictTable* old = std::exchange(d->table, table);
    d->used = other->used;
    ++d->version;
    dict_table_destroy(t, old);
    return true;
  }
  if (other->table->count > d->table->room + d->table->count && d->used < other->used) {
    // One growth instead of many.
    bool str_only = d->table->str_only && other->table->str_only;
    int log2 = DictTable::log2_for(d->used + other->used);
    if (log2 > d->table->log2_size) {
      GILT_TRY(d->table, dict_table_rebuild(&t, d->table, log2, str_only));
      ++d->version;
    }
  }
  int64_t used = other->used;
  for (int64_t i = 0; i < other->table->count; ++i) {
    DictEntry& e = other->table->entry(i);
    if (e.key.is_unset()) continue;
    int64_t hash = other->table->hash(i);
    Ref key = e.key.load();
    Ref value = dict_value_slot(other, e).load();
    if (!replace) {
      int64_t found = dict_find(t, d, key.get(), hash);
      if (found == kDictError) return false;
      if (found >= 0) continue;
    }
    GILT_CHECK(dict_insert(t, d, key.get(), hash, value.get()));
    if (other->used != used) return fail(t, runtime_error_type, "dict mutated during update");
  }
  return true;
}

namespace {

// {**mapping}: the pairs (key, mapping[key]) for key in mapping.keys().
bool merge_mapping(Thread& t, DictObject* d, Value mapping, Value keys_method) {
  GILT_TRY(Ref keys, call(t, keys_method));
  return for_each(t, keys.get(), [&](Ref key) -> bool {
    GILT_TRY(Ref value, get_item(t, mapping, key.get()));
    return dict_set(t, d, key.get(), value.get());
  });
}

}  // namespace

namespace {

// Tells which element of dict(pairs) was no pair, in a note of the pending TypeError.
void add_note(Thread& t, int64_t element) {
  Ref exception = error_take(t);
  auto note = str_new(
      t,
      fmt::format("Cannot convert dictionary update sequence element #{} to a sequence", element));
  if (note) {
    Ref done = call_method(t, exception.get(), intern("add_note"), {note.value()});
  }
  if (error_pending(t)) error_clear(t);
  error_restore(t, std::move(exception));
}

}  // namespace

bool dict_merge_pairs(Thread& t, DictObject* d, Value pairs) {
  int64_t n = 0;
  return for_each(t, pairs, [&](Ref item) -> bool {
    if (has_shape(item.get(), kTupleShape) && item.as<TupleObject>()->size == 2) [[likely]] {
      auto* pair = item.as<TupleObject>();
      ++n;
      return dict_set(t, d, pair->at(0), pair->at(1));
    }
    RefOf<ListObject> pair;
    {
      GILT_TRY(auto fresh, list_new(t, 2));
      pair = std::move(fresh);
    }
    if (!list_extend(t, pair.get(), item.get())) {
      if (!error_matches(t, type_error_type)) return false;
      error_clear(t);
      (void)fail(t, type_error_type, "object is not iterable");
      add_note(t, n);
      return false;
    }
    if (pair->size != 2)
      return fail(t, value_error_type,
                  "dictionary update sequence element #{} has length {}; 2 is required", n,
                  pair->size);
    ++n;
    Ref key = pair->items[0].load(), value = pair->items[1].load();
    return dict_set(t, d, key.get(), value.get());
  });
}

bool dict_update(Thread& t, DictObject* d, Value other) {
  // A subclass that iterates or looks up in its own way is asked through its methods.
  if (is_dict(other) && type_of(other)->slots.iter == dict_type.slots.iter)
    return dict_merge_dict(t, d, other.as<DictObject>(), true);
  GILT_TRY(Ref keys, get_attribute_or_unset(t, other, names::keys));
  if (keys) return merge_mapping(t, d, other, keys.get());
  return dict_merge_pairs(t, d, other);
}

void dict_clear(Thread& t, DictObject* d) {
  if (d->table->count == 0) return;
  if (is_namespace(d)) [[unlikely]] {
    while (d->used > 0) {
      int64_t i = 0;
      while (i < d->table->count && d->table->entry(i).key.is_unset()) ++i;
      Ref old = remove_entry(d, i);
    }
  }
  DictTable* old = std::exchange(d->table, empty_dict_table());
  d->used = 0;
  ++d->version;
  dict_table_destroy(t, old);
}

Ref dict_remove_entry(DictObject* d, int64_t i) {
  return remove_entry(d, i);
}

bool dict_pop_last(DictObject* d, Ref& key, Ref& value) {
  DictTable* table = d->table;
  int64_t i = table->count - 1;
  while (i >= 0 && table->entry(i).key.is_unset()) --i;
  if (i < 0) return false;
  key = table->entry(i).key.load();
  value = remove_entry(d, i);
  // Entries at the end are room again; their slots in the index stay deleted.
  if (d->table == table && table->count > i) {
    table->count = i;
  }
  return true;
}

// -- namespace mode --

bool dict_make_namespace(Thread& t, DictObject* d) {
  if (is_namespace(d)) return true;
  // Cells first: making one may run a collection, which must not see half a namespace.
  GILT_TRY(auto cells, list_new(t, d->used));
  int64_t position = 0;
  Value key, value;
  uint64_t version = d->version;
  while (dict_next(d, position, key, value)) {
    GILT_TRY(auto cell, global_cell_new(t, value));
    if (d->version != version) return dict_make_namespace(t, d);
    GILT_CHECK(list_append(t, cells.get(), Ref(std::move(cell))));
  }
  int64_t next = 0;
  for (int64_t i = 0; i < d->table->count; ++i) {
    DictEntry& e = d->table->entry(i);
    if (e.key.is_unset()) continue;
    e.value.store(d, cells->items[next++].load());
  }
  set_flags(d, kDictNamespace);
  return true;
}

GlobalCellObject* namespace_cell(DictObject* d, StrObject* name) {
  int64_t i = dict_find_name(d, name);
  return i < 0 ? nullptr : d->table->entry(i).value.peek().as<GlobalCellObject>();
}

}  // namespace gilt
