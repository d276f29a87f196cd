#include "runtime/dict_table.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

constexpr int kPerturbShift = 5;

struct EmptyTable {
  DictTable header;
  uint64_t index;
};
constinit EmptyTable g_empty_table{{DictTable::kMinLog2, 0, true, true, false, 0, 0, 0},
                                   ~uint64_t{0}};

// Puts entry [i] into the first slot of its probing sequence that holds no live entry.
template <class Number>
void index_insert(DictTable* table, int64_t hash, int64_t i) {
  Number* index = reinterpret_cast<Number*>(table->index_bytes());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (index[slot] < kDeletedSlot<Number>) {
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
  store_number(index + slot, i);
}

// Makes the slot that leads to entry [i] say [what] instead.
template <class Number>
void index_change(DictTable* table, int64_t hash, int64_t i, Number what) {
  Number* index = reinterpret_cast<Number*>(table->index_bytes());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (index[slot] != static_cast<Number>(i)) {
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
  store_number(index + slot, static_cast<int64_t>(what));
}

template <class Number>
GILT_ALWAYS_INLINE int64_t find_str(const DictTable* table, const StrObject* key, int64_t hash) {
  const Number* index = reinterpret_cast<const Number*>(table->index_bytes());
  const DictEntry* entries =
      reinterpret_cast<const DictEntry*>(table->index_bytes() + table->index_size());
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (true) {
    Number i = load_number(index + slot);
    if (i < kDeletedSlot<Number>) {
      Value word = entries[i].key.peek();
      const StrObject* stored = word.as<StrObject>();
      if (stored == key) return static_cast<int64_t>(i);
      // Taken away or moved just now: the index knows where.
      if (kFreeThreaded && word.is_unset()) [[unlikely]]
        return dict_table_find_str(table, key, hash);
      // Two interned strings that are not one object differ.
      if (stored->known_hash() == hash && !(stored->flags & key->flags & kStrInterned) &&
          str_equal(stored, key))
        return static_cast<int64_t>(i);
    } else if (i == kEmptySlot<Number>) {
      return kNoEntry;
    }
    perturb >>= kPerturbShift;
    slot = (slot * 5 + perturb + 1) & mask;
  }
}

// The same for any key and any table.
template <class Number>
GILT_ALWAYS_INLINE int64_t find_key(const DictTable* table, Value key, int64_t hash) {
  const Number* index = reinterpret_cast<const Number*>(table->index_bytes());
  const std::byte* entries = table->index_bytes() + table->index_size();
  size_t stride = table->stride();
  uint64_t mask = table->mask(), perturb = static_cast<uint64_t>(hash), slot = perturb & mask;
  while (true) {
    Number i = load_number(index + slot);
    if (i < kDeletedSlot<Number>) {
      const auto& e = *reinterpret_cast<const DictEntry*>(entries + i * stride);
      Value stored = e.key.peek();
      if (same(stored, key)) return static_cast<int64_t>(i);
      if (kFreeThreaded && stored.is_unset()) [[unlikely]]
        return dict_table_find(table, key, hash);
      if (table->hash(e, stored) == hash) {
        Match match = match_key(stored, key);
        if (match == Match::kYes) return static_cast<int64_t>(i);
        if (match == Match::kAsk) return kCannotTell;
      }
    } else if (i == kEmptySlot<Number>) {
      return kNoEntry;
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
                     false,
                     0,
                     DictTable::capacity(log2_size),
                     0};
  std::memset(table->index_bytes(), 0xff, table->index_size());
  return table;
}

void dict_table_free(Thread* t, const Object* owner, DictTable* table) {
  if (table->immortal) return;
  if (owner == nullptr) return heap_free(*t, table, table->size_in_bytes());
  retire_block(*t, owner, table, table->size_in_bytes());
}

void dict_table_destroy(Thread& t, const Object* owner, DictTable* table) {
  for (int64_t i = 0; i < table->count; ++i) {
    DictEntry& e = table->entry(i);
    if (e.key.is_unset()) continue;
    if (table->has_cells) [[unlikely]] {
      // Published cells stay; what is in them need not.
      auto* cell = e.value.peek().as<GlobalCellObject>();
      if (cell->has(kImmortal)) cell->value.clear(cell);
    }
    Value value = e.take_value(owner);
    release(e.key.peek());
    release(value);
  }
  dict_table_free(&t, owner, table);
}

void dict_table_append(DictTable* table, Ref key, int64_t hash, Ref value) {
  int64_t i = table->next();
  --table->room;
  DictEntry& e = table->entry(i);
  if (!table->str_only) static_cast<GeneralDictEntry&>(e).hash = hash;
  e.key.init(std::move(key));
  e.value.init(std::move(value));
  table->count = i + 1;
  with_index_type(table->log2_width,
                  [&]<class Number>(const Number*) { index_insert<Number>(table, hash, i); });
}

void dict_table_remove(const Object* owner, DictTable* table, int64_t i, Ref& key, Ref& value) {
  int64_t hash = table->hash(i);
  with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    index_change<Number>(table, hash, i, kDeletedSlot<Number>);
  });
  DictEntry& e = table->entry(i);
  key = Ref::adopt(e.key.peek());
  e.key.init_unset();
  value = Ref::adopt(e.take_value(owner));
  e.value.init_unset();
}

void dict_table_move_last(const Object* owner, DictTable* table, int64_t i) {
  int64_t hash = table->hash(i), last = table->next();
  --table->room;
  DictEntry &from = table->entry(i), &to = table->entry(last);
  if (!table->str_only) static_cast<GeneralDictEntry&>(to).hash = hash;
  to.key.set_word(from.key.peek());
  to.value.set_word(from.take_value(owner));
  table->count = last + 1;
  with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    index_change<Number>(table, hash, i, static_cast<Number>(last));
  });
  from.key.init_unset();
  from.value.init_unset();
}

DictTable* dict_table_rebuild(Thread* t, const Object* owner, DictTable* old, int log2_size,
                              bool str_only) {
  DictTable* table = dict_table_new(t, log2_size, str_only, old->immortal && old->count > 0);
  if (!table) return nullptr;
  table->has_cells = old->has_cells;
  int64_t count = 0;
  for (int64_t i = 0; i < old->count; ++i) {
    DictEntry& from = old->entry(i);
    if (from.key.is_unset()) continue;
    DictEntry& to = table->entry(count++);
    to.key.set_word(from.key.peek());
    to.value.set_word(from.take_value(owner));
    if (!str_only) static_cast<GeneralDictEntry&>(to).hash = old->hash(i);
  }
  table->count = count;
  table->room -= count;
  with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    for (int64_t i = 0; i < count; ++i) index_insert<Number>(table, table->hash(i), i);
  });
  return table;
}

DictTable* dict_table_clone(Thread& t, const DictTable* table) {
  size_t bytes = table->size_in_bytes();
  auto* clone = static_cast<DictTable*>(heap_allocate(t, bytes));
  if (!clone) return nullptr;
  // NOLINTNEXTLINE(bugprone-undefined-memory-manipulation): a header and numbers
  std::memcpy(static_cast<void*>(clone), table, sizeof(DictTable) + table->index_size());
  clone->immortal = false;
  // Up to where the next entry goes: popitem() leaves empty ones behind the last.
  for (int64_t i = 0; i < table->next(); ++i) {
    const DictEntry& from = table->entry(i);
    DictEntry& to = clone->entry(i);
    to.key.init(from.key.load());
    to.value.init(from.value.load());
    if (!table->str_only)
      static_cast<GeneralDictEntry&>(to).hash = static_cast<const GeneralDictEntry&>(from).hash;
  }
  return clone;
}

int64_t dict_table_find_str(const DictTable* table, const StrObject* key, int64_t hash) {
  return with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    return find_str<Number>(table, key, hash);
  });
}

Match match_tuples(TupleObject* stored, TupleObject* key) {
  // A tuple's == looks at the items before the lengths, so an item that has to be asked is asked.
  int64_t both = std::min(stored->size, key->size);
  for (int64_t i = 0; i < both; ++i) {
    Value a = stored->at(i), b = key->at(i);
    // Tuples within tuples within ... are left to those who watch the depth of the stack.
    if (has_shape(a, kTupleShape) && !same(a, b)) return Match::kAsk;
    Match match = match_key(a, b);
    if (match != Match::kYes) return match;
  }
  return stored->size == key->size ? Match::kYes : Match::kNo;
}

int64_t dict_table_find(const DictTable* table, Value key, int64_t hash) {
  if (table->str_only && is_exact_str(key)) [[likely]]
    return dict_table_find_str(table, key.as<StrObject>(), hash);
  return with_index_type(table->log2_width, [&]<class Number>(const Number*) {
    return find_key<Number>(table, key, hash);
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
      Number i = load_number(index + slot_);
      if (i < kDeletedSlot<Number>) return static_cast<int64_t>(i);
      if (i == kEmptySlot<Number>) return kEnd;
    }
  });
}

}  // namespace gilt
