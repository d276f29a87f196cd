// The look-up of names along the MRO, remembered for each class. See ResolvedAttributes in type.h.
#include "runtime/resolved.h"

#include <cstdlib>

#include "runtime/dict.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// More names than this are not remembered: getattr() with made-up names must not fill the memory.
constexpr uint32_t kMaxEntries = 4096;

uint32_t hash_name(const StrObject* name) {
  auto bits = reinterpret_cast<uintptr_t>(name) >> 4;
  return static_cast<uint32_t>(bits * 0x9e3779b97f4a7c15u >> 32);
}

[[noreturn]] void die() {
  std::abort();  // a few hundred bytes could not be had; nothing here can be undone
}

ResolvedAttributes::Entry* make_entries(uint32_t capacity) {
  void* block = std::calloc(capacity, sizeof(ResolvedAttributes::Entry));
  if (block == nullptr) die();
  return static_cast<ResolvedAttributes::Entry*>(block);
}

ResolvedAttributes::Entry& find(const ResolvedAttributes& table, const StrObject* name) {
  for (uint32_t i = hash_name(name) & table.mask;; i = (i + 1) & table.mask) {
    ResolvedAttributes::Entry& entry = table.entries[i];
    if (entry.name == name || entry.name == nullptr) return entry;
  }
}

void grow_entries(ResolvedAttributes& table) {
  uint32_t old_capacity = table.mask + 1;
  ResolvedAttributes::Entry* old = table.entries;
  table.entries = make_entries(old_capacity * 2);
  table.mask = old_capacity * 2 - 1;
  for (uint32_t i = 0; i < old_capacity; i++)
    if (old[i].name != nullptr) find(table, old[i].name) = old[i];
  std::free(old);
}

int32_t new_place(ResolvedAttributes& table, Value value) {
  if (table.place_count == table.place_capacity) {
    uint32_t capacity = table.place_capacity == 0 ? 8 : table.place_capacity * 2;
    void* block = std::realloc(table.places, capacity * sizeof(Slot));
    if (block == nullptr) die();
    table.places = static_cast<Slot*>(block);
    table.place_capacity = capacity;
  }
  table.places[table.place_count].set_word(value);
  return static_cast<int32_t>(table.place_count++);
}

// What the dicts along the MRO hold, borrowed.
Value search(const TypeObject* type, StrObject* name) {
  auto* mro = type->mro.peek().as<TupleObject>();
  for (int64_t i = 0; i < mro->size; i++) {
    Value dict = mro->at(i).as<TypeObject>()->dict.peek();
    if (dict.is_unset()) continue;
    Value v = dict_get_name(dict.as<DictObject>(), name);
    if (!v.is_unset()) return v;
  }
  return kUnset;
}

// Finds [name], remembers it, and says where: a place or kAbsent. [value] receives it.
GILT_NOINLINE int32_t resolve_slowly(TypeObject* type, StrObject* name, Value& value) {
  value = type->mro.is_unset() ? kUnset : search(type, name);
  ResolvedAttributes& table = *type->resolved;
  ResolvedAttributes::Entry* entry = &find(table, name);
  if (entry->name == nullptr) {
    if (table.entry_count >= kMaxEntries) return ResolvedAttributes::kAbsent;
    if ((table.entry_count + 1) * 2 > table.mask + 1) {
      grow_entries(table);
      entry = &find(table, name);
    }
    *entry = {name, ResolvedAttributes::kUnknown};
    table.entry_count++;
  }
  if (value.is_unset()) {
    if (entry->place < 0) entry->place = ResolvedAttributes::kAbsent;
    return ResolvedAttributes::kAbsent;
  }
  if (entry->place >= 0) {
    table.places[entry->place].set_word(value);
  } else {
    entry->place = new_place(table, value);
  }
  return entry->place;
}

}  // namespace

ResolvedAttributes* resolved_new() {
  auto* table = static_cast<ResolvedAttributes*>(std::calloc(1, sizeof(ResolvedAttributes)));
  if (table == nullptr) die();
  table->entries = make_entries(16);
  table->mask = 15;
  return table;
}

void resolved_free(ResolvedAttributes* table) {
  if (table == nullptr) return;
  std::free(table->entries);
  std::free(table->places);
  std::free(table);
}

void resolved_forget(TypeObject* type, StrObject* name) {
  ResolvedAttributes::Entry& entry = find(*type->resolved, name);
  if (entry.name == nullptr) return;
  if (entry.place >= 0) {
    type->resolved->places[entry.place].init_unset();
  } else {
    entry.place = ResolvedAttributes::kUnknown;
  }
}

void resolved_forget_all(TypeObject* type) {
  ResolvedAttributes& table = *type->resolved;
  for (uint32_t i = 0; i < table.place_count; i++) table.places[i].init_unset();
  for (uint32_t i = 0; i <= table.mask; i++)
    if (table.entries[i].place == ResolvedAttributes::kAbsent)
      table.entries[i].place = ResolvedAttributes::kUnknown;
}

Value type_lookup(TypeObject* type, StrObject* name) {
  const ResolvedAttributes::Entry& entry = find(*type->resolved, name);
  if (entry.name != nullptr) [[likely]] {
    if (entry.place >= 0) {
      Value v = type->resolved->places[entry.place].peek();
      if (!v.is_unset()) [[likely]]
        return v;
    } else if (entry.place == ResolvedAttributes::kAbsent) {
      return kUnset;
    }
  }
  if (!type->is(kTypeHeap)) return kUnset;  // builtin types are filled in beforehand
  Value value = kUnset;
  resolve_slowly(type, name, value);
  return value;
}

void resolved_fill(TypeObject* type) {
  ResolvedAttributes& table = *type->resolved;
  auto* mro = type->mro.peek().as<TupleObject>();
  for (int64_t i = 0; i < mro->size; i++) {
    auto* dict = mro->at(i).as<TypeObject>()->dict.peek().as<DictObject>();
    int64_t position = 0;
    Value key, value;
    while (dict_next(dict, position, key, value)) {
      auto* name = key.as<StrObject>();
      ResolvedAttributes::Entry* entry = &find(table, name);
      if (entry->name != nullptr) continue;
      if ((table.entry_count + 1) * 2 > table.mask + 1) {
        grow_entries(table);
        entry = &find(table, name);
      }
      *entry = {name, new_place(table, value)};
      table.entry_count++;
    }
  }
}

int type_resolve(TypeObject* type, StrObject* name) {
  const ResolvedAttributes::Entry& entry = find(*type->resolved, name);
  if (entry.name != nullptr) [[likely]] {
    if (entry.place >= 0 && !type->resolved->places[entry.place].is_unset()) return entry.place;
    if (entry.place == ResolvedAttributes::kAbsent) return -1;
  }
  if (!type->is(kTypeHeap)) return -1;
  Value value = kUnset;
  int32_t place = resolve_slowly(type, name, value);
  return place >= 0 ? place : -1;
}

}  // namespace gilt
