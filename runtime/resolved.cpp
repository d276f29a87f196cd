// The look-up of names along the MRO, remembered for each class. See ResolvedAttributes in type.h.
//
// Readers need no lock: an entry is complete before its name appears, arrays that grow are
// replaced, and the old ones stay until the class goes. Filling and emptying happens under one
// lock. A fill that has searched while a class was changed is not remembered (g_changes): what is
// changed first is the class, then the tables forget, so a value that was found before the change
// is either forgotten with the others or not entered.
//
// A builtin type has no table until somebody asks it for a name, and then at once one with all
// names: a program asks a few of the two hundred that there are.
#include "runtime/resolved.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "runtime/dict.h"
#include "runtime/scheduler.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

using Entry = ResolvedAttributes::Entry;

// More names than this are not remembered: getattr() with made-up names must not fill the memory.
constexpr uint32_t kMaxEntries = 4096;
constexpr uint32_t kMaxPlaces = 3 * kMaxEntries;

// What an inline cache may take for granted of the value in a place. When an attribute changes its
// kind it gets another place, so that no cache that knows the old one finds it.
enum class Kind : int32_t { kMethod, kPlain, kBinds, kOnlySet };

// Entry::place, when there is one: the number, then two bits of Kind.
constexpr int32_t make_place(uint32_t index, Kind kind) {
  return static_cast<int32_t>(index << 2) | static_cast<int32_t>(kind);
}
constexpr int32_t index_of(int32_t place) {
  return place >> 2;
}

Kind kind_of(Value v) {
  if (!v.is_object()) return Kind::kPlain;
  const TypeObject* type = type_of(v.as_object());
  if (type->is(kTypeMethodDescriptor) && type->slots.descriptor_set == nullptr)
    return Kind::kMethod;
  if (type->slots.descriptor_get != nullptr) return Kind::kBinds;
  return type->slots.descriptor_set != nullptr ? Kind::kOnlySet : Kind::kPlain;
}

std::atomic<uint64_t> g_changes{0};
[[maybe_unused]] ShortLock g_lock;

class Guard {
 public:
  Guard() {
    if constexpr (kFreeThreaded) g_lock.lock();
  }
  ~Guard() {
    if constexpr (kFreeThreaded) g_lock.unlock();
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

uint32_t hash_name(const StrObject* name) {
  auto bits = reinterpret_cast<uintptr_t>(name) >> 4;
  return static_cast<uint32_t>(bits * 0x9e3779b97f4a7c15u >> 32);
}

[[noreturn]] void die() {
  std::abort();  // a few hundred bytes could not be had; nothing here can be undone
}

// In front of each array that readers may hold.
struct alignas(16) ArrayHeader {
  ArrayHeader* older;
  uint64_t mask;
};

template <class T>
T* make_array(uint32_t capacity, T* older) {
  void* block = std::calloc(1, sizeof(ArrayHeader) + capacity * sizeof(T));
  if (block == nullptr) die();
  auto* header = static_cast<ArrayHeader*>(block);
  header->older = older == nullptr ? nullptr : reinterpret_cast<ArrayHeader*>(older) - 1;
  header->mask = capacity - 1;
  return reinterpret_cast<T*>(header + 1);
}

template <class T>
void free_arrays(T* newest) {
  if (newest == nullptr) return;
  for (ArrayHeader* header = reinterpret_cast<ArrayHeader*>(newest) - 1; header != nullptr;)
    std::free(std::exchange(header, header->older));
}

// The array of which the writer needs nothing any more.
template <class T>
void drop_older(T* array) {
  if constexpr (kFreeThreaded) return;  // readers may be in it
  auto* header = reinterpret_cast<ArrayHeader*>(array) - 1;
  std::free(std::exchange(header->older, nullptr));
}

StrObject* name_of(const Entry& entry) {
  if constexpr (kFreeThreaded) return __atomic_load_n(&entry.name, __ATOMIC_ACQUIRE);
  return entry.name;
}
int32_t place_of(const Entry& entry) {
  if constexpr (kFreeThreaded) return __atomic_load_n(&entry.place, __ATOMIC_ACQUIRE);
  return entry.place;
}
void set_place(Entry& entry, int32_t place) {
  __atomic_store_n(&entry.place, place, __ATOMIC_RELEASE);
}

// In place of a builtin type's table: nobody has asked for it, or the type is being made.
struct NoEntries {
  ArrayHeader header;
  Entry free[1];
};
constinit NoEntries g_no_entries{};
constinit ResolvedAttributes g_not_filled{g_no_entries.free, 0, 0, {}, 0, 0};
constinit ResolvedAttributes g_being_made{g_no_entries.free, 0, 0, {}, 0, 0};
constinit ShortLock g_fill_lock;  // interpreters with locks of their own ask at the same time

ResolvedAttributes* table_of(const TypeObject* type) {
  return __atomic_load_n(&type->resolved, __ATOMIC_ACQUIRE);
}

// The entry of [name], or the free one where it belongs.
Entry& find(const ResolvedAttributes& table, const StrObject* name) {
  Entry* entries = table.entries;
  uint64_t mask = table.mask;
  if constexpr (kFreeThreaded) {
    entries = __atomic_load_n(&table.entries, __ATOMIC_ACQUIRE);
    mask = (reinterpret_cast<ArrayHeader*>(entries) - 1)->mask;
  }
  for (uint64_t i = hash_name(name) & mask;; i = (i + 1) & mask) {
    StrObject* found = name_of(entries[i]);
    if (found == name || found == nullptr) return entries[i];
  }
}

void grow_entries(ResolvedAttributes& table) {
  uint32_t old_capacity = table.mask + 1;
  Entry* old = table.entries;
  Entry* larger = make_array(old_capacity * 2, old);
  uint32_t mask = old_capacity * 2 - 1;
  for (uint32_t i = 0; i < old_capacity; i++) {
    if (old[i].name == nullptr) continue;
    uint32_t j = hash_name(old[i].name) & mask;
    while (larger[j].name != nullptr) j = (j + 1) & mask;
    larger[j] = old[i];
  }
  table.mask = mask;
  __atomic_store_n(&table.entries, larger, __ATOMIC_RELEASE);
  drop_older(larger);
}

// Enters [name], which is not there.
Entry& add_entry(ResolvedAttributes& table, StrObject* name) {
  if ((table.entry_count + 1) * 2 > table.mask + 1) grow_entries(table);
  Entry& entry = find(table, name);
  entry.place = ResolvedAttributes::kUnknown;
  __atomic_store_n(&entry.name, name, __ATOMIC_RELEASE);
  table.entry_count++;
  return entry;
}

int32_t new_place(ResolvedAttributes& table, Value value) {
  if (table.place_count == table.place_capacity) {
    uint32_t capacity = table.place_capacity == 0 ? 8 : table.place_capacity * 2;
    Slot* old = table.places;
    Slot* larger = make_array(capacity, old);
    for (uint32_t i = 0; i < table.place_count; i++) larger[i].set_word(old[i].peek());
    table.places = larger;
    table.place_capacity = capacity;
    drop_older(larger);
  }
  table.places[table.place_count].set_word(value);
  return make_place(table.place_count++, kind_of(value));
}

Slot& slot_of(const ResolvedAttributes& table, int32_t place) {
  return table.places[index_of(place)];
}

// Puts [value] where caches look for it.
void fill(ResolvedAttributes& table, Entry& entry, Value value) {
  int32_t place = entry.place;
  if (place >= 0 && make_place(0, kind_of(value)) == (place & 3)) {
    slot_of(table, place).set_word(value);
    return;
  }
  if (place >= 0) slot_of(table, place).set_word(kUnset);
  if (table.place_count < kMaxPlaces) set_place(entry, new_place(table, value));
}

void forget(ResolvedAttributes& table, Entry& entry) {
  if (entry.place >= 0) {
    slot_of(table, entry.place).set_word(kUnset);
  } else {
    set_place(entry, ResolvedAttributes::kUnknown);
  }
}

// What the dicts along the MRO hold, borrowed.
Value search(const TypeObject* type, StrObject* name) {
  Value order = type->mro.peek();
  if (order.is_unset()) return kUnset;
  auto* mro = order.as<TupleObject>();
  for (int64_t i = 0; i < mro->size; i++) {
    Value dict = mro->at(i).as<TypeObject>()->dict.peek();
    if (dict.is_unset()) continue;
    Value v = dict_get_name(dict.as<DictObject>(), name);
    if (!v.is_unset()) return v;
  }
  return kUnset;
}

// Finds [name] and remembers it. The place of the value, or kAbsent when it has none.
GILT_NOINLINE int32_t resolve_slowly(TypeObject* type, StrObject* name, Value& value) {
  ResolvedAttributes& table = *type->resolved;
  while (true) {
    uint64_t change = kFreeThreaded ? g_changes.load(std::memory_order_acquire) : 0;
    value = search(type, name);
    Guard guard;
    if (kFreeThreaded && g_changes.load(std::memory_order_acquire) != change) continue;
    Entry* entry = &find(table, name);
    if (entry->name == nullptr) {
      if (table.entry_count >= kMaxEntries) return ResolvedAttributes::kAbsent;
      entry = &add_entry(table, name);
    }
    if (value.is_unset()) {
      if (entry->place < 0) set_place(*entry, ResolvedAttributes::kAbsent);
      return ResolvedAttributes::kAbsent;
    }
    fill(table, *entry, value);
    bool filled = entry->place >= 0 && same(slot_of(table, entry->place).peek(), value);
    return filled ? index_of(entry->place) : ResolvedAttributes::kAbsent;
  }
}

}  // namespace

ResolvedAttributes* resolved_new() {
  auto* table = static_cast<ResolvedAttributes*>(std::calloc(1, sizeof(ResolvedAttributes)));
  if (table == nullptr) die();
  table->entries = make_array<Entry>(16, nullptr);
  table->mask = 15;
  return table;
}

void resolved_free(ResolvedAttributes* table) {
  if (table == nullptr) return;
  free_arrays(table->entries);
  free_arrays(table->places.load());
  std::free(table);
}

void resolved_forget(TypeObject* type, StrObject* name) {
  Guard guard;
  ResolvedAttributes& table = *type->resolved;
  Entry& entry = find(table, name);
  if (entry.name != nullptr) forget(table, entry);
}

void resolved_refresh(TypeObject* type, StrObject* name) {
  Guard guard;
  ResolvedAttributes& table = *type->resolved;
  Entry& entry = find(table, name);
  if (entry.name == nullptr) return;
  // The first of the MRO is the class itself, unless its metaclass thinks otherwise.
  Value order = type->mro.peek(), value = kUnset;
  if (!order.is_unset() && order.as<TupleObject>()->at(0).as_object() == type)
    value = dict_get_name(type->dict.peek().as<DictObject>(), name);
  if (value.is_unset()) {
    forget(table, entry);
  } else {
    fill(table, entry, value);
  }
}

void resolved_forget_all(TypeObject* type) {
  Guard guard;
  ResolvedAttributes& table = *type->resolved;
  for (uint32_t i = 0; i < table.place_count; i++) table.places[i].set_word(kUnset);
  for (uint32_t i = 0; i <= table.mask; i++)
    if (table.entries[i].place == ResolvedAttributes::kAbsent)
      set_place(table.entries[i], ResolvedAttributes::kUnknown);
}

void resolved_note_change() {
  g_changes.fetch_add(1, std::memory_order_acq_rel);
}

uint64_t resolved_changes() {
  return g_changes.load(std::memory_order_acquire);
}

namespace {

// Makes [table], which is empty, like that of the base whose MRO is the rest of this one's: most
// builtin types are exceptions, which are like their base.
void start_like(ResolvedAttributes& table, const ResolvedAttributes& base) {
  uint32_t capacity = base.mask + 1;
  if (capacity > table.mask + 1) {
    free_arrays(table.entries);
    table.entries = make_array<Entry>(capacity, nullptr);
    table.mask = base.mask;
  }
  // In a table of another size names have other places.
  if (table.mask != base.mask || base.place_count == 0) return;
  std::memcpy(table.entries, base.entries, capacity * sizeof(Entry));
  table.entry_count = base.entry_count;
  table.places = make_array<Slot>(base.place_capacity, nullptr);
  table.place_capacity = base.place_capacity;
  table.place_count = base.place_count;
  for (uint32_t i = 0; i < base.place_count; i++) table.places[i].set_word(base.places[i].peek());
}

bool is_rest_of(TupleObject* base_mro, TupleObject* mro) {
  if (base_mro->size != mro->size - 1) return false;
  for (int64_t i = 0; i < base_mro->size; i++)
    if (!same(base_mro->at(i), mro->at(i + 1))) return false;
  return true;
}

void fill_locked(TypeObject* type);

// Enters what the classes of the MRO hold. Of a builtin type, whose bases are such too.
void enter_all(ResolvedAttributes& table, TypeObject* type) {
  auto* mro = type->mro.peek().as<TupleObject>();
  // Class by class, from the last of the MRO: who comes earlier hides who comes later.
  int64_t left = mro->size;
  if (mro->size > 1 && table.entry_count == 0) {
    auto* base = mro->at(1).as<TypeObject>();
    if (is_rest_of(base->mro.peek().as<TupleObject>(), mro)) {
      fill_locked(base);
      start_like(table, *table_of(base));
      if (table.entry_count != 0) left = 1;
    }
  }
  while (left-- > 0) {
    auto* dict = mro->at(left).as<TypeObject>()->dict.peek().as<DictObject>();
    int64_t position = 0;
    Value key, value;
    while (dict_next(dict, position, key, value)) {
      auto* name = key.as<StrObject>();
      Entry* entry = &find(table, name);
      if (entry->name == nullptr) entry = &add_entry(table, name);
      fill(table, *entry, value);
    }
  }
}

// Unless [type] has its table or is being made. REQUIRES: the lock is held.
void fill_locked(TypeObject* type) {
  if (table_of(type) != &g_not_filled) return;
  ResolvedAttributes* table = resolved_new();
  enter_all(*table, type);
  __atomic_store_n(&type->resolved, table, __ATOMIC_RELEASE);
}

// A name was not in the table of the builtin [type]. Is there another table now?
GILT_NOINLINE bool fill_on_demand(TypeObject* type) {
  if (table_of(type) != &g_not_filled) return false;
  std::lock_guard guard(g_fill_lock);
  fill_locked(type);
  return true;
}

}  // namespace

void resolved_begin(TypeObject* type) {
  type->resolved = &g_being_made;
}

void resolved_fill(TypeObject* type) {
  std::lock_guard guard(g_fill_lock);
  if (table_of(type) == &g_being_made) {
    __atomic_store_n(&type->resolved, &g_not_filled, __ATOMIC_RELEASE);
  } else if (table_of(type) != &g_not_filled) {
    enter_all(*table_of(type), type);
  }
}

Value type_lookup(TypeObject* type, StrObject* name) {
  const ResolvedAttributes& table = *table_of(type);
  const Entry& entry = find(table, name);
  if (name_of(entry) != nullptr) [[likely]] {
    int32_t place = place_of(entry);
    if (place >= 0) {
      Value v = slot_of(table, place).peek();
      if (!v.is_unset()) [[likely]]
        return v;
    } else if (place == ResolvedAttributes::kAbsent) {
      return kUnset;
    }
  }
  if (!type->is(kTypeHeap)) return fill_on_demand(type) ? type_lookup(type, name) : kUnset;
  Value value = kUnset;
  resolve_slowly(type, name, value);
  return value;
}

int type_resolve(TypeObject* type, StrObject* name) {
  const ResolvedAttributes& table = *table_of(type);
  const Entry& entry = find(table, name);
  if (name_of(entry) != nullptr) [[likely]] {
    int32_t place = place_of(entry);
    if (place >= 0 && !slot_of(table, place).is_unset()) return index_of(place);
    if (place == ResolvedAttributes::kAbsent) return -1;
  }
  if (!type->is(kTypeHeap)) return fill_on_demand(type) ? type_resolve(type, name) : -1;
  Value value = kUnset;
  int32_t place = resolve_slowly(type, name, value);
  return place >= 0 ? place : -1;
}

}  // namespace gilt
