#include "runtime/dict.h"

#include <fmt/format.h>

#include <optional>

#include "runtime/brief_lock.h"
#include "runtime/dict_internal.h"
#include "runtime/dict_table.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/hashing.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "runtime/walked_container.h"

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
  dict_replace_table(t, d, table);
  return true;
}

// What is put into a shared dict is shared first.
void publish_for(const DictObject* d, Value v) {
  if (is_shared(d)) [[unlikely]]
    publish(v);
}

std::optional<int64_t> key_hash(Thread& t, Value key) {
  return hash_of_element(t, key, "a dict key");
}

// d[key] = value where [i] is what dict_find says; [old] gets what was there.
bool put(Thread& t, DictObject* d, int64_t i, Value key, int64_t hash, Value value, Ref& old) {
  if (i >= 0) {
    old = dict_value_slot(d, d->table->entry(i)).exchange(d, Ref::copy(value));
    return true;
  }
  return i == kDictAbsent && dict_append(t, d, key, hash, value);
}

// The entry of [key] in [table], which is the dict's table at some time during the call.
int64_t find(Thread& t, DictObject* d, Value key, int64_t hash, DictTable*& table) {
  table = d->table;
  if (int64_t i = dict_table_find(table, key, hash); i != kCannotTell) [[likely]]
    return i;
restart:
  // In this order: an old version with a new table is noticed, the other way round is not.
  uint64_t version = d->version;
  table = d->table;
  Probe probe(table, hash);
  for (int64_t i; (i = probe.next()) != Probe::kEnd;) {
    const DictEntry& e = table->entry(i);
    Value stored = e.key.peek();
    if (same(stored, key)) return i;
    if (kFreeThreaded && stored.is_unset()) [[unlikely]]
      goto restart;
    if (table->hash(e, stored) != hash) continue;
    Match match = match_key(stored, key);
    if (match == Match::kYes) return i;
    if (match == Match::kNo) continue;
    // __eq__ may change the dict: then all that we know of its table is void.
    Ref held = Ref::copy(stored);
    Ref owner = Ref::copy(d);
    std::optional<bool> is_equal = equal(t, held.get(), key);
    if (!is_equal) return kDictError;
    if (d->version != version) goto restart;
    if (*is_equal) return i;
  }
  return kDictAbsent;
}

}  // namespace

void dict_replace_table(Thread* t, DictObject* d, DictTable* table) {
  DictTable* old = d->table;
  table->has_cells = is_namespace(d);
  table->birth = static_cast<uint32_t>(d->version);
  d->table = table;
  ++d->version;
  dict_table_free(t, d, old);
}

bool dict_append(Thread& t, DictObject* d, Value key, int64_t hash, Value value) {
  bool key_is_str = is_exact_str(key);
  RefOf<GlobalCellObject> cell;
  publish_for(d, key);
  if (is_namespace(d)) [[unlikely]] {
    GILT_TRY(cell, global_cell_new(t, value));
    publish_for(d, cell.value());
  } else {
    publish_for(d, value);
  }
  if (d->table->room == 0 || (d->table->str_only && !key_is_str)) [[unlikely]] {
    GILT_CHECK(make_room(&t, d, key_is_str));
  }
  ++d->used;
  dict_table_append(d->table, Ref::copy(key), hash, cell ? Ref(cell.copy()) : Ref::copy(value));
  ++d->version;
  if (cell && key_is_str) [[unlikely]]
    namespace_changed(d, intern(key.as<StrObject>()), cell.get());
  return true;
}

Ref dict_remove_entry(DictObject* d, int64_t i) {
  Ref key, value;
  dict_table_remove(d->table, i, key, value);
  --d->used;
  ++d->version;
  if (is_namespace(d)) [[unlikely]] {
    auto* cell = value.as<GlobalCellObject>();
    Ref content = cell->value.exchange(cell, Ref::unset());
    if (is_exact_str(key.get())) namespace_changed(d, intern(key.as<StrObject>()), nullptr);
    return content;
  }
  return value;
}

bool dict_move_last(Thread& t, DictObject* d, int64_t i) {
  if (d->table->room == 0) {
    // The new table has no holes.
    int64_t place = 0;
    for (int64_t k = 0; k < i; ++k) place += !d->table->entry(k).key.is_unset();
    GILT_CHECK(make_room(&t, d, true));
    i = place;
  }
  dict_table_move_last(d->table, i);
  ++d->version;
  return true;
}

Slot& dict_value_slot(const DictObject* d, DictEntry& e) {
  if (is_namespace(d)) [[unlikely]]
    return e.value.peek().as<GlobalCellObject>()->value;
  return e.value;
}

int64_t dict_find(Thread& t, DictObject* d, Value key, int64_t hash) {
  DictTable* table;
  return find(t, d, key, hash, table);
}

Value dict_lookup(Thread& t, DictObject* d, Value key, int64_t hash) {
  while (true) {
    DictTable* table;
    int64_t i = find(t, d, key, hash, table);
    if (i < 0) return i == kDictError ? kErrorMark : kUnset;
    Value value = table->value(table->entry(i));
    // Unset: deleted since it was found.
    if (!kFreeThreaded || !value.is_unset()) [[likely]]
      return value;
  }
}

namespace {

// Replaces the value of a key that is there if that needs neither waiting nor script code; whether
// it did. [old] gets what was there, [taken] whether another thread had the lock. REQUIRES: [d] is
// shared.
bool replace_briefly(DictObject* d, Value key, int64_t hash, Value value, Ref& old, bool& taken) {
  if (is_namespace(d)) return false;
  if (is_private(value)) publish(value);
  taken = !lock_briefly(d);
  if (taken) return false;
  DictTable* table = d->table;
  int64_t i = dict_table_find(table, key, hash);
  if (i >= 0) {
    Slot& slot = table->entry(i).value;
    Value before = slot.peek();
    slot.set_word(Ref::copy(value).take());
    old = Ref::adopt(before);
  }
  unlock_briefly(d);
  return i >= 0;
}

}  // namespace

bool dict_insert(Thread& t, DictObject* d, Value key, int64_t hash, Value value) {
  Ref old;
  if (!is_shared(d)) [[likely]] {
    int64_t i = dict_find(t, d, key, hash);
    if (!is_shared(d)) [[likely]]
      return put(t, d, i, key, hash, value, old);
  }
  bool taken = false;
  if (replace_briefly(d, key, hash, value, old, taken)) return true;
  return dict_change(
      t, d, key, hash, [&](int64_t i) { return put(t, d, i, key, hash, value, old); }, taken);
}

RefOf<DictObject> dict_new(Thread& t, int64_t expected) {
  DictTable* table = empty_dict_table();
  if (expected > 0) {
    GILT_TRY(table, dict_table_new(&t, DictTable::log2_for(expected), true));
  }
  auto* d = object_new<DictObject>(t, kDictShape);
  if (!d) {
    dict_table_free(&t, nullptr, table);
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
  return dict_new_immortal(0);
}

DictObject* dict_new_immortal(int64_t expected) {
  auto* d = immortal_new<DictObject>(kDictShape);
  d->used = 0;
  d->table = dict_table_new(nullptr, DictTable::log2_for(expected), true, true);
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
  return Ref::copy(dict_lookup(t, d, key, hash));
}

bool dict_set(Thread& t, DictObject* d, Value key, Value value) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  return dict_insert(t, d, key, hash, value);
}

Ref dict_pop(Thread& t, DictObject* d, Value key) {
  // An error for a key that cannot be hashed, even if there are none.
  GILT_TRY(int64_t hash, key_hash(t, key));
  if (d->used == 0) return Ref::unset();
  return dict_change(t, d, key, hash, [&](int64_t i) {
    if (i >= 0) return dict_remove_entry(d, i);
    return i == kDictError ? Ref::error() : Ref::unset();
  });
}

std::optional<bool> dict_contains(Thread& t, DictObject* d, Value key) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  Value found = dict_lookup(t, d, key, hash);
  if (found.is_error()) return Failed{};
  return !found.is_unset();
}

Ref dict_set_default(Thread& t, DictObject* d, Value key, Value value) {
  GILT_TRY(int64_t hash, key_hash(t, key));
  // It is mostly there.
  if (Value present; is_shared(d) && dict_peek(d, key, hash, present) && !present.is_unset())
    return Ref::copy(present);
  return dict_change(t, d, key, hash, [&](int64_t i) -> Ref {
    if (i >= 0) return dict_value_slot(d, d->table->entry(i)).load();
    if (i == kDictError) return Ref::error();
    GILT_CHECK(dict_append(t, d, key, hash, value));
    return Ref::copy(value);
  });
}

// -- names --

namespace {

// Keys that would need script code to compare are no names.
int64_t find_name(const DictTable* table, StrObject* name, int64_t hash) {
  if (table->str_only) [[likely]]
    return dict_table_find_str(table, name, hash);
  Value key = to_value(name);
restart:
  Probe probe(table, hash);
  for (int64_t i; (i = probe.next()) != Probe::kEnd;) {
    const DictEntry& e = table->entry(i);
    Value stored = e.key.peek();
    if (same(stored, key)) return i;
    if (kFreeThreaded && stored.is_unset()) [[unlikely]]
      goto restart;
    if (table->hash(e, stored) == hash && match_key(stored, key) == Match::kYes) return i;
  }
  return kDictAbsent;
}

}  // namespace

Value dict_get_name(DictObject* d, StrObject* name) {
  int64_t hash = str_hash(name);
  while (true) {
    const DictTable* table = d->table;
    int64_t i = find_name(table, name, hash);
    if (i < 0) return kUnset;
    Value value = table->value(table->entry(i));
    if (!kFreeThreaded || !value.is_unset()) [[likely]]
      return value;
  }
}

int64_t dict_find_name(const DictObject* d, StrObject* name) {
  return find_name(d->table, name, str_hash(name));
}

bool dict_set_name(Thread& t, DictObject* d, StrObject* name, Value value) {
  int64_t hash = str_hash(name);
  Ref old;
  ObjectLock lock(t, d);
  return put(t, d, find_name(d->table, name, hash), to_value(name), hash, value, old);
}

bool dict_delete_name(Thread& t, DictObject* d, StrObject* name) {
  Ref old;
  ObjectLock lock(t, d);
  int64_t i = dict_find_name(d, name);
  if (i < 0) return false;
  old = dict_remove_entry(d, i);
  return true;
}

// -- whole dicts --

bool dict_next_hashed(const DictObject* d, int64_t& position, Value& key, Value& value,
                      int64_t& hash) {
  const DictTable* table = d->table;
  while (position < table->count) {
    const DictEntry& e = table->entry(position++);
    key = e.key.peek();
    if (key.is_unset()) continue;
    value = table->value(e);
    if (kFreeThreaded && value.is_unset()) [[unlikely]]
      continue;
    hash = table->hash(e, key);
    return true;
  }
  return false;
}

bool dict_next(const DictObject* d, int64_t& position, Value& key, Value& value) {
  int64_t hash;
  return dict_next_hashed(d, position, key, value, hash);
}

RefOf<DictObject> dict_copy(Thread& t, DictObject* d) {
  GILT_TRY(auto copy, dict_new(t));
  GILT_CHECK(dict_merge_dict(t, copy.get(), d, true));
  return copy;
}

namespace {

// d.update(other) as a copy of the other's table where [d] has nothing: the keys need not be
// compared with each other again, so no script code runs.
bool merge_as_clone(Thread& t, DictObject* d, DictObject* other) {
  GILT_TRY(DictTable * table, dict_table_clone(t, other->table));
  if (other->used < other->table->count * 2 / 3) {
    // Without the holes.
    DictTable* dense =
        dict_table_rebuild(&t, table, DictTable::log2_for(other->used), table->str_only);
    if (dense == nullptr) {
      error_clear(t);
    } else {
      dict_table_free(&t, nullptr, table);
      table = dense;
    }
  }
  if (is_shared(d)) {
    for (int64_t i = 0; i < table->count; ++i) {
      publish(table->entry(i).key.peek());
      publish(table->entry(i).value.peek());
    }
  }
  d->used = other->used;
  dict_replace_table(&t, d, table);
  return true;
}

bool merge_items(Thread& t, DictObject* d, DictObject* other, bool replace) {
  if (other->table->count > d->table->room + d->table->count && d->used < other->used) {
    // One growth instead of many.
    bool str_only = d->table->str_only && other->table->str_only;
    int log2 = DictTable::log2_for(d->used + other->used);
    if (log2 > d->table->log2_size) {
      GILT_TRY(DictTable * table, dict_table_rebuild(&t, d->table, log2, str_only));
      dict_replace_table(&t, d, table);
    }
  }
  int64_t used = other->used, position = 0, hash;
  Value next_key, next_value;
  while (dict_next_hashed(other, position, next_key, next_value, hash)) {
    Ref key = Ref::copy(next_key), value = Ref::copy(next_value);
    if (!replace) {
      Value found = dict_lookup(t, d, key.get(), hash);
      if (found.is_error()) return false;
      if (!found.is_unset()) continue;
    }
    GILT_CHECK(dict_insert(t, d, key.get(), hash, value.get()));
    if (other->used != used) return fail(t, runtime_error_type, "dict mutated during update");
  }
  return true;
}

}  // namespace

bool dict_merge_dict(Thread& t, DictObject* d, DictObject* other, bool replace) {
  if (d == other || other->used == 0) return true;
  ObjectLock lock(t, d, other);
  if (d->used == 0 && !is_namespace(d) && !is_namespace(other)) return merge_as_clone(t, d, other);
  return merge_items(t, d, other, replace);
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
  std::optional<ObjectLock> whole;
  if (Object* container = walked_container(pairs)) whole.emplace(t, d, container);
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
  DictTable* old;
  {
    ObjectLock lock(t, d);
    while (is_namespace(d) && d->used > 0) {
      for (int64_t i = 0; i < d->table->count; ++i) {
        if (d->table->entry(i).key.is_unset()) continue;
        Ref content = dict_remove_entry(d, i);
      }
    }
    old = d->table;
    if (old->count == 0) return;
    d->table = empty_dict_table();
    d->used = 0;
    ++d->version;
  }
  dict_table_destroy(t, d, old);
}

bool dict_pop_last(Thread& t, DictObject* d, Ref& key, Ref& value) {
  ObjectLock lock(t, d);
  DictTable* table = d->table;
  int64_t i = table->count - 1;
  while (i >= 0 && table->entry(i).key.is_unset()) --i;
  if (i < 0) return false;
  key = table->entry(i).key.load();
  value = dict_remove_entry(d, i);
  // Whoever looks for the last one next need not pass the deleted ones.
  table->count = i;
  return true;
}

// -- namespace mode --

bool dict_make_namespace(Thread& t, DictObject* d) {
  ObjectLock lock(t, d);
  if (is_namespace(d)) return true;
  DictTable* old = d->table;
  if (d->used == 0) {
    set_flags(d, kDictNamespace);
    d->table = empty_dict_table();
    ++d->version;
    dict_table_free(&t, d, old);
    return true;
  }
  // A new table, so that nobody ever takes a cell for a value.
  GILT_TRY(DictTable * table, dict_table_rebuild(&t, old, old->log2_size, old->str_only));
  for (int64_t i = 0; i < table->count; ++i) {
    Slot& value = table->entry(i).value;
    auto cell = global_cell_new(t, value.peek());
    if (cell.is_error()) {
      // The words of [old] are its own again.
      while (i-- > 0) release(table->entry(i).value.peek());
      dict_table_free(&t, nullptr, table);
      return false;
    }
    publish_for(d, cell.value());
    value.set_word(Ref(std::move(cell)).take());
  }
  set_flags(d, kDictNamespace);
  for (int64_t i = 0; i < old->count; ++i) {
    if (!old->entry(i).key.is_unset()) release(old->entry(i).value.peek());
  }
  dict_replace_table(&t, d, table);
  return true;
}

GlobalCellObject* namespace_cell(DictObject* d, StrObject* name) {
  int64_t i = dict_find_name(d, name);
  return i < 0 ? nullptr : d->table->entry(i).value.peek().as<GlobalCellObject>();
}

}  // namespace gilt
