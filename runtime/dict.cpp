#include "runtime/dict.h"

#include <optional>
#include <thread>
#include <vector>

#include "runtime/brief_lock.h"
#include "runtime/brief_wait.h"
#include "runtime/dict_internal.h"
#include "runtime/dict_table.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/hashing.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

// How often to look before other threads of the same core have their turn.
constexpr int kLooks = 100;

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
  DictTable* table = dict_table_rebuild(t, d, old, log2, str_only);
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

// How the key of one entry compares with the key that is looked for. kChanged: what is known of the
// table holds no longer.
enum class Look : uint8_t { kOther, kFound, kFailed, kChanged };

// Asks the keys themselves. __eq__ may change the dict, or let other threads do it.
Look ask(Thread& t, DictObject* d, const DictTable* table, int64_t i, Value stored, Value key) {
  const uint32_t birth = table->birth;
  Ref held = Ref::copy(stored), owner = Ref::copy(d);
  std::optional<bool> is_equal = equal(t, held.get(), key);
  if (!is_equal) return Look::kFailed;
  if (d->table != table || table->birth != birth) return Look::kChanged;
  if (!*is_equal) return Look::kOther;
  return same(table->entry(i).key.peek(), stored) ? Look::kFound : Look::kChanged;
}

// [asked] becomes true when script code has run.
Look look_at(Thread& t, DictObject* d, const DictTable* table, int64_t i, Value key, int64_t hash,
             bool& asked) {
  const DictEntry& e = table->entry(i);
  Value stored = e.key.peek();
  if (same(stored, key)) return Look::kFound;
  if (kFreeThreaded && stored.is_unset()) [[unlikely]]
    return Look::kChanged;
  if (table->hash(e, stored) != hash) return Look::kOther;
  Match match = match_key(stored, key);
  if (match != Match::kAsk) return match == Match::kYes ? Look::kFound : Look::kOther;
  asked = true;
  return ask(t, d, table, i, stored, key);
}

// The entry of [key] in [table], which is the dict's table at some time during the call. Starts
// again only when that has been replaced or an equal key has just gone: changing the dict in each
// __eq__ does not keep the search from ending.
int64_t find(Thread& t, DictObject* d, Value key, int64_t hash, DictTable*& table) {
  table = d->table;
  if (int64_t i = dict_table_find(table, key, hash); i != kCannotTell) [[likely]]
    return i;
  Look look = Look::kChanged;
  int64_t i = kDictAbsent;
  while (look == Look::kChanged) {
    look = Look::kOther;
    table = d->table;
    int64_t known = table->count;
    bool asked = false;
    for (Probe probe(table, hash); look == Look::kOther && (i = probe.next()) != Probe::kEnd;)
      look = look_at(t, d, table, i, key, hash, asked);
    // An entry that was added meanwhile may have got a slot of the index that the search had
    // passed.
    for (; asked && look == Look::kOther && known < table->count; ++known) {
      i = known;
      if (!table->entry(i).key.is_unset()) look = look_at(t, d, table, i, key, hash, asked);
    }
  }
  if (look == Look::kFound) return i;
  return look == Look::kFailed ? kDictError : kDictAbsent;
}

}  // namespace

void dict_await_move(const DictObject* d, const DictTable* table, const DictEntry& e) {
  for (int i = 0; d->table == table && !e.key.is_unset(); ++i) {
    if (i < kLooks)
      pause_briefly();
    else
      std::this_thread::yield();
  }
}

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
  dict_table_remove(d, d->table, i, key, value);
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
  dict_table_move_last(d, d->table, i);
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
    if (!kFreeThreaded || !value.is_unset()) [[likely]]
      return value;
    // Deleted since it was found, or moved by somebody who has the lock until all are.
    ObjectLock wait(t, d);
  }
}

namespace {

// Replaces the value of a key that is there, without the lock, if that needs no script code;
// whether it did. [old] gets what was there; [taken] tells whether another thread has the lock or
// replaces the same value. REQUIRES: [d] is shared.
//
// Who holds the lock may rely on this: a thread finishes what it has begun, and begins no more
// until the lock is free. So each replacement that a walk over the whole dict meets was begun
// before the walk and is not finished before it, and may be counted as done before or after it as
// the walk happens to see it: the walk is one step. (Each value is read once.) That asks for one
// order of all looks at the lock and all exchanges.
bool replace_unlocked(DictObject* d, Value key, int64_t hash, Value value, Ref& old, bool& taken) {
  DictTable* table = d->table;
  if (table->has_cells) return false;
  int64_t i = dict_table_find(table, key, hash);
  if (i < 0) return false;
  if (is_private(value)) publish(value);
  DictEntry& e = table->entry(i);
  Value before = e.value.peek();
  taken = before.is_unset() || __atomic_load_n(&d->lock, __ATOMIC_SEQ_CST) != kLockFree;
  if (taken) return false;
  Value fresh = Ref::copy(value).take();
  taken = !replace_word(e.value, before, fresh);
  old = Ref::adopt(taken ? fresh : before);
  return !taken;
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
  if (replace_unlocked(d, key, hash, value, old, taken)) return true;
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
    const DictEntry& e = table->entry(i);
    Value value = table->value(e);
    if (!kFreeThreaded || !value.is_unset()) [[likely]]
      return value;
    dict_await_move(d, table, e);
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
    const DictEntry& e = table->entry(position);
    key = e.key.peek();
    if (!key.is_unset()) {
      value = table->value(e);
      if (kFreeThreaded && value.is_unset()) [[unlikely]] {
        dict_await_move(d, table, e);
        table = d->table;
        continue;
      }
      hash = table->hash(e, key);
      ++position;
      return true;
    }
    ++position;
  }
  return false;
}

bool dict_next(const DictObject* d, int64_t& position, Value& key, Value& value) {
  int64_t hash;
  return dict_next_hashed(d, position, key, value, hash);
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
  // The cells first, so that there is nothing to be undone when the memory is used up.
  std::vector<RefOf<GlobalCellObject>> cells;
  for (int64_t i = 0; i < d->used; ++i) {
    GILT_TRY(auto cell, global_cell_new(t, kUnset));
    publish_for(d, cell.value());
    cells.push_back(std::move(cell));
  }
  // A new table, so that nobody ever takes a cell for a value.
  GILT_TRY(DictTable * table, dict_table_rebuild(&t, d, old, old->log2_size, old->str_only));
  for (int64_t i = 0; i < table->count; ++i) {
    Slot& value = table->entry(i).value;
    GlobalCellObject* cell = cells[static_cast<size_t>(i)].get();
    cell->value.init(Ref::adopt(value.peek()));
    value.init(Ref(std::move(cells[static_cast<size_t>(i)])));
  }
  set_flags(d, kDictNamespace);
  dict_replace_table(&t, d, table);
  return true;
}

// Who asks may hold no lock of [d]'s (of the builtins', say), so the number is of use in the table
// that was searched and in no other, and the entry may be moved or deleted at this moment.
GlobalCellObject* namespace_cell(DictObject* d, StrObject* name) {
  int64_t hash = str_hash(name);
  while (true) {
    const DictTable* table = d->table;
    int64_t i = find_name(table, name, hash);
    if (i < 0) return nullptr;
    const DictEntry& e = table->entry(i);
    Value cell = e.value.peek();
    if (!kFreeThreaded || !cell.is_unset()) [[likely]]
      return cell.as<GlobalCellObject>();
    dict_await_move(d, table, e);
  }
}

}  // namespace gilt
