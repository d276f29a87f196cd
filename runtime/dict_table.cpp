#include "runtime/dict_table.h"

#include "runtime/error.h"

namespace gilt {
namespace {

constexpr int kPerturbShift = 5;

struct EmptyTable {
  DictTable header;
  uint64_t index;
};
constinit EmptyTable g_empty_table{{DictTable::kMinLog2, 0, true, true, 0, 0}, ~uint64_t{0}};

// Puts entry [i] into the first slot of its probing sequence that holds no live entry.
template <class Number>
void index_insert(DictTable* table, int64_t hash, int64_t i) {
  Number* index = reinterpret_cast<Number*>(table->index_bytes());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (index[slot] < kDeletedSlot<Number>) {
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
  index[slot] = static_cast<Number>(i);
}

// Marks the slot that leads to entry [i] as deleted.
template <class Number>
void index_remove(DictTable* table, int64_t hash, int64_t i) {
  Number* index = reinterpret_cast<Number*>(table->index_bytes());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (index[slot] != static_cast<Number>(i)) {
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
  index[slot] = kDeletedSlot<Number>;
}

template <class Number>
GILT_ALWAYS_INLINE int64_t find_str(const DictTable* table, const StrObject* key, int64_t hash) {
  const Number* index = reinterpret_cast<const Number*>(table->index_bytes());
  const DictEntry* entries =
      reinterpret_cast<const DictEntry*>(table->index_bytes() + table->index_size());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (true) {
    Number i = index[slot];
    if (i < kDeletedSlot<Number>) {
      const DictEntry& entry = entries[i];
      const StrObject* stored = entry.key.peek().as<StrObject>();
      if (stored == key) return static_cast<int64_t>(i);
      // Two interned strings that are not one object differ.
      if (stored->hash_value == hash && !(stored->flags & key->flags & kStrInterned) &&
          str_equal(stored, key))
        return static_cast<int64_t>(i);
    } else if (i == kEmptySlot<Number>) {
      return -1;
    }
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
}

}  // namespace

DictTable* empty_dict_table() {
  return &g_empty_table.header;
}

DictTable* dict_table_new(Thread* t, int log2_size, bool str_only, bool immortal) {
  int width = DictTable::width_for(log2_size);
  size_t bytes = DictTable::bytes_for(log2_size, width, str_only);
  if (log2_size >= DictTable::kMaxLog2) return no_memory(*t);
  void* block = immortal ? immortal_allocate(bytes) : heap_allocate(*t, bytes);
  if (!block) return nullptr;
  auto* table = static_cast<DictTable*>(block);
  *table = DictTable{static_cast<uint8_t>(log2_size),
                     static_cast<uint8_t>(width),
                     str_only,
                     immortal,
                     DictTable::capacity(log2_size),
                     0};
  std::memset(table->index_bytes(), 0xff, table->index_size());
  return table;
}

void dict_table_free(Thread& t, DictTable* table) {
  if (!table->immortal) heap_free(t, table, table->size_in_bytes());
}

void dict_table_destroy(Thread& t, DictTable* table) {
  for (int64_t i = 0; i < table->count; ++i) {
    DictEntry& e = table->entry(i);
    if (e.key.is_unset()) continue;
    release(e.key.peek());
    release(e.value.peek());
  }
  dict_table_free(t, table);
}

void dict_table_append(DictTable* table, Ref key, int64_t hash, Ref value) {
  int64_t i = table->count++;
  --table->room;
  DictEntry& e = table->entry(i);
  e.key.init(std::move(key));
  e.value.init(std::move(value));
  if (!table->str_only) static_cast<GeneralDictEntry&>(e).hash = hash;
  with_index_type(table->log2_width,
                  [&]<class Number>(const Number*) { index_insert<Number>(table, hash, i); });
}

void dict_table_remove(DictTable* table, int64_t i, Ref& key, Ref& value) {
  int64_t hash = table->hash(i);
  with_index_type(table->log2_width,
                  [&]<class Number>(const Number*) { index_remove<Number>(table, hash, i); });
  DictEntry& e = table->entry(i);
  key = Ref::adopt(e.key.peek());
  value = Ref::adopt(e.value.peek());
  e.key.init_unset();
  e.value.init_unset();
}

DictTable* dict_table_rebuild(Thread* t, DictTable* old, int log2_size, bool str_only) {
  DictTable* table = dict_table_new(t, log2_size, str_only, old->immortal && old->count > 0);
  if (!table) return nullptr;
  int64_t count = 0;
  for (int64_t i = 0; i < old->count; ++i) {
    const DictEntry& from = old->entry(i);
    if (from.key.is_unset()) continue;
    DictEntry& to = table->entry(count++);
    to = from;
    if (!str_only) static_cast<GeneralDictEntry&>(to).hash = old->hash(i);
  }
  table->count = count;
  table->room -= count;
  with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    for (int64_t i = 0; i < count; ++i) index_insert<Number>(table, table->hash(i), i);
  });
  if (!old->immortal) dict_table_free(*t, old);
  return table;
}

DictTable* dict_table_clone(Thread& t, const DictTable* table) {
  size_t bytes = table->size_in_bytes();
  auto* clone = static_cast<DictTable*>(heap_allocate(t, bytes));
  if (!clone) return nullptr;
  size_t used =
      sizeof(DictTable) + table->index_size() + static_cast<size_t>(table->count) * table->stride();
  std::memcpy(static_cast<void*>(clone), table, used);
  clone->immortal = false;
  for (int64_t i = 0; i < clone->count; ++i) {
    DictEntry& e = clone->entry(i);
    retain(e.key.peek());
    retain(e.value.peek());
  }
  return clone;
}

int64_t dict_table_find_str(const DictTable* table, const StrObject* key, int64_t hash) {
  return with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    return find_str<Number>(table, key, hash);
  });
}

int64_t Probe::next() {
  return with_index_type(table_->log2_width, [&]<class Number>(const Number*) -> int64_t {
    const Number* index = reinterpret_cast<const Number*>(table_->index_bytes());
    while (true) {
      if (!first_) {
        perturb_ >>= kPerturbShift;
        slot_ = (slot_ * 5 + perturb_ + 1) & mask_;
      }
      first_ = false;
      Number i = index[slot_];
      if (i < kDeletedSlot<Number>) return static_cast<int64_t>(i);
      if (i == kEmptySlot<Number>) return kEnd;
    }
  });
}

}  // namespace gilt
