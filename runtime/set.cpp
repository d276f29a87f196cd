#include "runtime/set.h"

#include <cstring>
#include <optional>

#include "runtime/builtin_types.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/hashing.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/set_internal.h"
#include "runtime/walked_container.h"

namespace gilt {
namespace {

// Takes over the entries of a small table, references and all, word for word.
void copy_words(SetEntry (&to)[SetObject::kSmall], const SetEntry* from) {
  // NOLINTNEXTLINE(bugprone-undefined-memory-manipulation): nobody else sees either table
  std::memcpy(static_cast<void*>(to), from, sizeof to);
}

// Neighbours that are looked at before jumping: they mostly share the cache line.
constexpr uint64_t kNeighbours = 9;
constexpr int kPerturbShift = 5;
constexpr int64_t kDeletedHash = -1;

// Calls visit(entry index) along the probing sequence until it returns true.
template <class Visit>
GILT_ALWAYS_INLINE void probe(uint64_t mask, int64_t hash, Visit&& visit) {
  uint64_t perturb = static_cast<uint64_t>(hash), i = perturb & mask;
  while (true) {
    uint64_t last = i + kNeighbours <= mask ? i + kNeighbours : i;
    for (uint64_t j = i; j <= last; ++j) {
      if (visit(j)) return;
    }
    perturb >>= kPerturbShift;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

// Writes an entry that has never been used.
void fill_entry(SetEntry& e, Value key, int64_t hash) {
  e.hash = hash;
  e.key.set_word(key);
}

// Puts a key that is not there into a table without deleted entries; the word moves.
void insert_clean(SetEntry* table, uint64_t mask, Value key, int64_t hash) {
  probe(mask, hash, [&](uint64_t i) {
    if (!table[i].key.is_unset()) return false;
    fill_entry(table[i], key, hash);
    return true;
  });
}

void clear_entries(SetEntry* table, uint64_t mask) {
  for (uint64_t i = 0; i <= mask; ++i) {
    table[i].key.init_unset();
    table[i].hash = 0;
  }
}

size_t table_bytes(uint64_t mask) {
  return static_cast<size_t>(mask + 1) * sizeof(SetEntry) + SetView::kHeader;
}

// An empty table of its own memory. Null with MemoryError raised.
SetEntry* table_new(Thread& t, uint64_t mask) {
  auto* block = static_cast<std::byte*>(heap_allocate(t, table_bytes(mask)));
  if (!block) return nullptr;
  if constexpr (kFreeThreaded) *reinterpret_cast<uint64_t*>(block) = mask;
  auto* table = reinterpret_cast<SetEntry*>(block + SetView::kHeader);
  clear_entries(table, mask);
  return table;
}

// Gives up the memory of a table that [set] had.
void table_free(Thread& t, const SetObject* set, SetEntry* table, uint64_t mask) {
  if (table == set->small) return;
  retire_block(t, set, reinterpret_cast<std::byte*>(table) - SetView::kHeader, table_bytes(mask));
}

// A table with more than [min_used] places; drops the deleted entries.
bool resize(Thread& t, SetObject* set, int64_t min_used) {
  uint64_t size = SetObject::kSmall;
  while (size <= static_cast<uint64_t>(min_used)) size *= 2;
  SetEntry* old = set->table;
  uint64_t old_mask = set->mask;
  SetEntry small_copy[SetObject::kSmall];
  SetEntry* table;
  // Others may be reading the small table of a shared set.
  if (size == SetObject::kSmall && !is_shared(set)) {
    table = set->small;
    if (old == table) {
      copy_words(small_copy, old);
      old = small_copy;
    }
    clear_entries(table, size - 1);
  } else {
    table = table_new(t, size - 1);
    if (!table) return false;
  }
  for (uint64_t i = 0; i <= old_mask; ++i) {
    if (!old[i].key.is_unset()) insert_clean(table, size - 1, old[i].key.peek(), old[i].hash);
  }
  set->table = table;
  set->mask = size - 1;
  set->fill = set->used;
  ++set->version;
  if (old != small_copy) table_free(t, set, old, old_mask);
  return true;
}

// Finds [key] or, when it is absent, the free place where it belongs.
int64_t find(Thread& t, SetObject* set, Value key, int64_t hash, int64_t* free_place) {
restart:
  // In this order: an old version with a new table is noticed, the other way round is not.
  uint64_t version = set->version;
  SetView view(set);
  SetEntry* table = view.table;
  int64_t found = kSetAbsent;
  bool again = false;
  probe(view.mask, hash, [&](uint64_t i) {
    SetEntry& e = table[i];
    Value stored = e.key.peek();
    if (stored.is_unset()) {
      if (e.hash != 0) return false;  // deleted
      if (free_place) *free_place = static_cast<int64_t>(i);
      return true;
    }
    if (e.hash != hash) return false;
    Match match = match_key(stored, key);
    if (match == Match::kNo) return false;
    found = static_cast<int64_t>(i);
    if (match == Match::kYes) return true;
    // __eq__ may change the set. What it adds is found later, because a search ends where an equal
    // element would go.
    Ref held = Ref::copy(stored), owner = Ref::copy(set);
    std::optional<bool> is_equal = equal(t, stored, key);
    if (!is_equal) {
      found = kSetError;
      return true;
    }
    if (set->version != version) return again = true;
    if (*is_equal) {
      again = !same(e.key.peek(), stored);  // gone, or another one by now
      return true;
    }
    found = kSetAbsent;
    return false;
  });
  if (again) goto restart;
  return found;
}

// Calls change(index of [key], or kSetAbsent, or kSetError, free place) with the lock of [set]
// held.
template <class Change>
auto change(Thread& t, SetObject* set, Value key, int64_t hash, Change&& change) {
  int64_t place = 0;
  if (!is_shared(set)) [[likely]] {
    int64_t i = find(t, set, key, hash, &place);
    // A comparison may have published it; then what was found holds no longer.
    if (!is_shared(set) || i == kSetError) [[likely]]
      return change(i, place);
  }
  ObjectLock lock(t, set);
  int64_t i = find(t, set, key, hash, &place);
  return change(i, place);
}

void publish_for(const SetObject* set, Value key) {
  if (is_shared(set)) [[unlikely]]
    publish(key);
}

// Takes the key out of an entry.
Ref empty_entry(SetObject* set, SetEntry& e) {
  Ref old = Ref::adopt(e.key.peek());
  e.hash = kDeletedHash;
  e.key.init_unset();
  --set->used;
  return old;
}

}  // namespace

Object SetLock::unlocked_{1, 0, 0, 0, kNoShape, 0};

void set_init_fields(SetObject* set) {
  set->used = 0;
  set->fill = 0;
  set->mask = SetObject::kSmall - 1;
  set->table = set->small;
  set->finger = 0;
  set->hash = -1;
  set->version = 0;
  clear_entries(set->small, set->mask);
}

std::optional<int64_t> set_element_hash(Thread& t, Value key) {
  return hash_of_element(t, key, "a set element");
}

RefOf<SetObject> set_new(Thread& t) {
  auto* set = object_new<SetObject>(t, kSetShape);
  if (!set) return Failed{};
  set_init_fields(set);
  auto ref = RefOf<SetObject>::adopt(set);
  gc_track(t, set);
  return ref;
}

RefOf<SetObject> frozenset_from(Thread& t, Value iterable) {
  auto* set = object_new<SetObject>(t, kFrozenSetShape);
  if (!set) return Failed{};
  set_init_fields(set);
  auto ref = RefOf<SetObject>::adopt(set);
  GILT_CHECK(set_update(t, set, iterable));
  gc_track(t, set);
  return ref;
}

int64_t set_find(Thread& t, SetObject* set, Value key, int64_t hash) {
  return find(t, set, key, hash, nullptr);
}

bool is_frozen_set(const SetObject* set) {
  return set->shape == kFrozenSetShape ||
         (set->shape != kSetShape && is_subtype(type_of(set), &frozenset_type));
}

bool set_peek(const SetObject* set, Value key, int64_t hash, bool& found) {
  SetView view(set);
  bool known = true;
  found = false;
  probe(view.mask, hash, [&](uint64_t i) {
    const SetEntry& e = view.table[i];
    Value stored = e.key.peek();
    if (stored.is_unset()) return e.hash == 0;
    if (e.hash != hash) return false;
    Match match = match_key(stored, key);
    found = match == Match::kYes;
    known = match != Match::kAsk;
    return match != Match::kNo;
  });
  return known;
}

bool set_add_hashed(Thread& t, SetObject* set, Value key, int64_t hash) {
  return change(t, set, key, hash, [&](int64_t i, int64_t place) {
    if (i != kSetAbsent) return i != kSetError;
    publish_for(set, key);
    fill_entry(set->table[place], Ref::copy(key).take(), hash);
    ++set->fill;
    ++set->used;
    if (static_cast<uint64_t>(set->fill) * 5 < set->mask * 3) return true;
    return resize(t, set, set->used > 50000 ? set->used * 2 : set->used * 4);
  });
}

bool set_add(Thread& t, SetObject* set, Value key) {
  GILT_TRY(int64_t hash, set_element_hash(t, key));
  return set_add_hashed(t, set, key, hash);
}

std::optional<bool> set_contains(Thread& t, SetObject* set, Value key) {
  GILT_TRY(int64_t hash, set_element_hash(t, key));
  int64_t i = set_find(t, set, key, hash);
  if (i == kSetError) return Failed{};
  return i >= 0;
}

std::optional<bool> set_discard_hashed(Thread& t, SetObject* set, Value key, int64_t hash) {
  Ref old;
  return change(t, set, key, hash, [&](int64_t i, int64_t) -> std::optional<bool> {
    if (i == kSetError) return Failed{};
    if (i < 0) return false;
    old = empty_entry(set, set->table[i]);
    return true;
  });
}

std::optional<bool> set_discard(Thread& t, SetObject* set, Value key) {
  GILT_TRY(int64_t hash, set_element_hash(t, key));
  return set_discard_hashed(t, set, key, hash);
}

void set_release_table(Thread& t, SetObject* set) {
  SetEntry* table = set->table;
  for (uint64_t i = 0; i <= set->mask; ++i) release(table[i].key.peek());
  if (table != set->small)
    heap_free(t, reinterpret_cast<std::byte*>(table) - SetView::kHeader, table_bytes(set->mask));
}

namespace {

void release_entries(SetEntry* table, uint64_t mask) {
  for (uint64_t i = 0; i <= mask; ++i) release(table[i].key.peek());
}

// Gives a shared set another table; what the old one held is given up.
void replace_table(Thread& t, SetObject* set, SetEntry* table, uint64_t mask, int64_t used,
                   int64_t fill) {
  SetEntry* old = set->table;
  uint64_t old_mask = set->mask;
  set->table = table;
  set->mask = mask;
  set->used = used;
  set->fill = fill;
  set->finger = 0;
  set->hash = -1;
  ++set->version;
  release_entries(old, old_mask);
  table_free(t, set, old, old_mask);
}

void clear_shared(Thread& t, SetObject* set) {
  ObjectLock lock(t, set);
  if (set->fill == 0) return;
  SetEntry* table = table_new(t, SetObject::kSmall - 1);
  if (table) return replace_table(t, set, table, SetObject::kSmall - 1, 0, 0);
  error_clear(t);
  for (uint64_t i = 0; i <= set->mask; ++i) {
    SetEntry& e = set->table[i];
    if (!e.key.is_unset()) Ref old = empty_entry(set, e);
  }
}

}  // namespace

void set_clear(Thread& t, SetObject* set) {
  if (is_shared(set)) return clear_shared(t, set);
  if (set->fill == 0) return;
  SetEntry* table = set->table;
  uint64_t mask = set->mask;
  SetEntry small_copy[SetObject::kSmall];
  if (table == set->small) {
    copy_words(small_copy, table);
    table = small_copy;
  }
  uint64_t version = set->version;
  set_init_fields(set);
  set->version = version + 1;
  release_entries(table, mask);
  if (table != small_copy)
    heap_free(t, reinterpret_cast<std::byte*>(table) - SetView::kHeader, table_bytes(mask));
}

bool set_reserve(Thread& t, SetObject* set, int64_t expected) {
  if (static_cast<uint64_t>(set->fill + expected) * 5 < set->mask * 3) return true;
  return resize(t, set, (set->used + expected) * 2);
}

bool set_merge(Thread& t, SetObject* set, SetObject* other) {
  if (set == other || other->used == 0) return true;
  SetLock lock(t, set, other);
  GILT_CHECK(set_reserve(t, set, other->used));
  if (set->fill == 0) {
    // Nothing to compare with: the keys of a set differ.
    SetEntry *from = other->table, *to = set->table;
    bool alike = set->mask == other->mask && other->fill == other->used;
    for (uint64_t i = 0; i <= other->mask; ++i) {
      if (from[i].key.is_unset()) continue;
      Value key = from[i].key.load().take();
      publish_for(set, key);
      if (alike) {
        fill_entry(to[i], key, from[i].hash);
      } else {
        insert_clean(to, set->mask, key, from[i].hash);
      }
    }
    set->used = other->used;
    set->fill = set->used;
    ++set->version;
    return true;
  }
  int64_t position = 0, hash;
  Value next;
  while (set_next(other, position, next, hash)) {
    Ref key = Ref::copy(next);
    GILT_CHECK(set_add_hashed(t, set, key.get(), hash));
  }
  return true;
}

bool set_update(Thread& t, SetObject* set, Value iterable) {
  if (is_any_set(iterable) && type_of(iterable)->slots.iter == set_type.slots.iter)
    return set_merge(t, set, iterable.as<SetObject>());
  if (has_shape(iterable, kDictShape)) {
    auto* d = iterable.as<DictObject>();
    ObjectLock lock(t, set, d);
    GILT_CHECK(set_reserve(t, set, d->used));
    int64_t position = 0, hash;
    Value next, value;
    while (dict_next_hashed(d, position, next, value, hash)) {
      Ref key = Ref::copy(next);
      GILT_CHECK(set_add_hashed(t, set, key.get(), hash));
    }
    return true;
  }
  std::optional<ObjectLock> whole;
  if (Object* container = walked_container(iterable)) whole.emplace(t, set, container);
  return for_each(t, iterable, [&](Ref key) { return set_add(t, set, key.get()); });
}

bool set_next(const SetObject* set, int64_t& position, Value& key, int64_t& hash) {
  SetView view(set);
  while (static_cast<uint64_t>(position) <= view.mask) {
    const SetEntry& e = view.table[position++];
    key = e.key.peek();
    if (key.is_unset()) continue;
    hash = e.hash;
    if (kFreeThreaded && hash == kDeletedHash) [[unlikely]]
      continue;
    return true;
  }
  return false;
}

Ref set_pop_any(Thread& t, SetObject* set) {
  ObjectLock lock(t, set);
  if (set->used == 0) return Ref::unset();
  // Goes on where it stopped, so that popping everything takes linear time.
  uint64_t i = static_cast<uint64_t>(set->finger) & set->mask;
  while (set->table[i].key.is_unset()) i = (i + 1) & set->mask;
  set->finger = static_cast<int64_t>(i + 1);
  return empty_entry(set, set->table[i]);
}

namespace {

// Exchanges what two private sets hold.
void swap_private(SetObject* a, SetObject* b) {
  bool a_small = a->table == a->small, b_small = b->table == b->small;
  SetEntry small[SetObject::kSmall];
  copy_words(small, a->small);
  copy_words(a->small, b->small);
  copy_words(b->small, small);
  std::swap(a->used, b->used);
  std::swap(a->fill, b->fill);
  std::swap(a->mask, b->mask);
  std::swap(a->table, b->table);
  if (b_small) a->table = a->small;
  if (a_small) b->table = b->small;
  a->hash = b->hash = -1;
  ++a->version;
  ++b->version;
}

}  // namespace

bool set_take_over(Thread& t, SetObject* set, SetObject* from) {
  if (!is_shared(set)) {
    swap_private(set, from);
    return true;
  }
  ObjectLock lock(t, set);
  SetEntry* table = from->table;
  uint64_t mask = from->mask;
  if (table == from->small) {
    // Others may be reading the small table of [set].
    table = table_new(t, mask);
    if (!table) return false;
    for (uint64_t i = 0; i <= mask; ++i)
      fill_entry(table[i], from->small[i].key.peek(), from->small[i].hash);
  }
  for (uint64_t i = 0; i <= mask; ++i) publish(table[i].key.peek());
  int64_t used = from->used, fill = from->fill;
  set_init_fields(from);
  replace_table(t, set, table, mask, used, fill);
  return true;
}

}  // namespace gilt
