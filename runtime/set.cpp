#include "runtime/set.h"

#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/hashing.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/set_internal.h"

namespace gilt {
namespace {

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

// Puts a key that is not there into a table without deleted entries.
void insert_clean(SetEntry* table, uint64_t mask, Value key, int64_t hash) {
  probe(mask, hash, [&](uint64_t i) {
    if (!table[i].key.is_unset()) return false;
    table[i].key.init(Ref::adopt(key));
    table[i].hash = hash;
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
  return static_cast<size_t>(mask + 1) * sizeof(SetEntry);
}

// A table with more than [min_used] places; drops the deleted entries.
bool resize(Thread& t, SetObject* set, int64_t min_used) {
  uint64_t size = SetObject::kSmall;
  while (size <= static_cast<uint64_t>(min_used)) size *= 2;
  SetEntry* old = set->table;
  uint64_t old_mask = set->mask;
  SetEntry small_copy[SetObject::kSmall];
  SetEntry* table;
  if (size == SetObject::kSmall) {
    table = set->small;
    if (old == table) {
      std::memcpy(static_cast<void*>(small_copy), old, sizeof small_copy);
      old = small_copy;
    }
  } else {
    table = static_cast<SetEntry*>(heap_allocate(t, table_bytes(size - 1)));
    if (!table) return false;
  }
  clear_entries(table, size - 1);
  for (uint64_t i = 0; i <= old_mask; ++i) {
    if (!old[i].key.is_unset()) insert_clean(table, size - 1, old[i].key.peek(), old[i].hash);
  }
  if (old != set->small && old != small_copy) heap_free(t, old, table_bytes(old_mask));
  set->table = table;
  set->mask = size - 1;
  set->fill = set->used;
  ++set->version;
  return true;
}

// Finds [key] or, when it is absent, the free place where it belongs.
int64_t find(Thread& t, SetObject* set, Value key, int64_t hash, int64_t* free_place) {
restart:
  SetEntry* table = set->table;
  int64_t found = kSetAbsent;
  bool again = false;
  probe(set->mask, hash, [&](uint64_t i) {
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
    // __eq__ may change the set: then all that we know of its table is void.
    uint64_t version = set->version;
    Ref held = Ref::copy(stored), owner = Ref::copy(set);
    std::optional<bool> is_equal = equal(t, stored, key);
    if (!is_equal) {
      found = kSetError;
      return true;
    }
    if (set->version != version) return again = true;
    if (*is_equal) return true;
    found = kSetAbsent;
    return false;
  });
  if (again) goto restart;
  return found;
}

}  // namespace

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

bool set_add_hashed(Thread& t, SetObject* set, Value key, int64_t hash) {
  int64_t place = 0;
  int64_t i = find(t, set, key, hash, &place);
  if (i >= 0) return true;
  if (i == kSetError) return false;
  SetEntry& e = set->table[place];
  e.key.init(Ref::copy(key));
  e.hash = hash;
  ++set->fill;
  ++set->used;
  ++set->version;
  if (static_cast<uint64_t>(set->fill) * 5 < set->mask * 3) return true;
  return resize(t, set, set->used > 50000 ? set->used * 2 : set->used * 4);
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
  int64_t i = set_find(t, set, key, hash);
  if (i == kSetError) return Failed{};
  if (i < 0) return false;
  SetEntry& e = set->table[i];
  Ref old = Ref::adopt(e.key.peek());
  e.key.init_unset();
  e.hash = kDeletedHash;
  --set->used;
  ++set->version;
  return true;
}

std::optional<bool> set_discard(Thread& t, SetObject* set, Value key) {
  GILT_TRY(int64_t hash, set_element_hash(t, key));
  return set_discard_hashed(t, set, key, hash);
}

void set_release_table(Thread& t, SetObject* set) {
  for (uint64_t i = 0; i <= set->mask; ++i) release(set->table[i].key.peek());
  if (set->table != set->small) heap_free(t, set->table, table_bytes(set->mask));
}

void set_clear(Thread& t, SetObject* set) {
  if (set->fill == 0) return;
  SetEntry* table = set->table;
  uint64_t mask = set->mask;
  SetEntry small_copy[SetObject::kSmall];
  if (table == set->small) {
    std::memcpy(static_cast<void*>(small_copy), table, sizeof small_copy);
    table = small_copy;
  }
  uint64_t version = set->version;
  set_init_fields(set);
  set->version = version + 1;
  for (uint64_t i = 0; i <= mask; ++i) release(table[i].key.peek());
  if (table != small_copy) heap_free(t, table, table_bytes(mask));
}

bool set_reserve(Thread& t, SetObject* set, int64_t expected) {
  if (static_cast<uint64_t>(set->fill + expected) * 5 < set->mask * 3) return true;
  return resize(t, set, (set->used + expected) * 2);
}

bool set_merge(Thread& t, SetObject* set, SetObject* other) {
  if (set == other || other->used == 0) return true;
  GILT_CHECK(set_reserve(t, set, other->used));
  if (set->fill == 0) {
    // Nothing to compare with: the keys of a set differ.
    if (set->mask == other->mask && other->fill == other->used) {
      for (uint64_t i = 0; i <= other->mask; ++i) {
        set->table[i].key.init(other->table[i].key.load());
        set->table[i].hash = other->table[i].hash;
      }
    } else {
      for (uint64_t i = 0; i <= other->mask; ++i) {
        SetEntry& e = other->table[i];
        if (!e.key.is_unset()) insert_clean(set->table, set->mask, e.key.load().take(), e.hash);
      }
    }
    set->fill = set->used = other->used;
    ++set->version;
    return true;
  }
  for (uint64_t i = 0; i <= other->mask; ++i) {
    SetEntry& e = other->table[i];
    if (e.key.is_unset()) continue;
    Ref key = e.key.load();
    GILT_CHECK(set_add_hashed(t, set, key.get(), e.hash));
  }
  return true;
}

bool set_update(Thread& t, SetObject* set, Value iterable) {
  if (is_any_set(iterable) && type_of(iterable)->slots.iter == set_type.slots.iter)
    return set_merge(t, set, iterable.as<SetObject>());
  if (has_shape(iterable, kDictShape)) {
    auto* d = iterable.as<DictObject>();
    GILT_CHECK(set_reserve(t, set, d->used));
    for (int64_t i = 0; i < d->table->count; ++i) {
      const DictEntry& e = d->table->entry(i);
      if (e.key.is_unset()) continue;
      int64_t hash = d->table->hash(i);
      Ref key = e.key.load();
      GILT_CHECK(set_add_hashed(t, set, key.get(), hash));
    }
    return true;
  }
  return for_each(t, iterable, [&](Ref key) { return set_add(t, set, key.get()); });
}

bool set_next(const SetObject* set, int64_t& position, Value& key, int64_t& hash) {
  while (static_cast<uint64_t>(position) <= set->mask) {
    const SetEntry& e = set->table[position++];
    if (e.key.is_unset()) continue;
    key = e.key.peek();
    hash = e.hash;
    return true;
  }
  return false;
}

Ref set_pop_any(SetObject* set) {
  if (set->used == 0) return Ref::unset();
  // Goes on where it stopped, so that popping everything takes linear time.
  uint64_t i = static_cast<uint64_t>(set->finger) & set->mask;
  while (set->table[i].key.is_unset()) i = (i + 1) & set->mask;
  SetEntry& e = set->table[i];
  Ref key = Ref::adopt(e.key.peek());
  e.key.init_unset();
  e.hash = kDeletedHash;
  --set->used;
  ++set->version;
  set->finger = static_cast<int64_t>(i + 1);
  return key;
}

void set_swap(SetObject* a, SetObject* b) {
  bool a_small = a->table == a->small, b_small = b->table == b->small;
  SetEntry small[SetObject::kSmall];
  std::memcpy(static_cast<void*>(small), a->small, sizeof small);
  std::memcpy(static_cast<void*>(a->small), b->small, sizeof small);
  std::memcpy(static_cast<void*>(b->small), small, sizeof small);
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

}  // namespace gilt
