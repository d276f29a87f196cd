// The memory of a dict: index and entries, and what can be done with them without running script
// code. Only the dict*.cpp files and the unit tests look in here.
//
// The essay. One block holds a small header, the index, and the entries:
//
//     header | index: 2^log2_size numbers | entry 0 | entry 1 | ... | room for more
//
// An entry is appended when a key is added and never moves, so the entries are the insertion order.
// A key is looked up by its hash in the index, whose numbers say which entry to look at: a few
// bytes a slot, so the sparse part is small and the dense part has no holes. (Raymond Hettinger,
// "More compact dictionaries with faster iteration", python-dev, December 2012.) At most two thirds
// of the index are in use. A collision goes on to slot 5 i + 1 + what is left of the hash, which
// visits every slot in the end (Tim Peters, notes in CPython's dictobject.c).
//
// A deleted entry has an unset key and keeps its place, and its slot in the index says kDeleted, so
// that probing goes on behind it. Both go when the table is next rebuilt.
//
// While every key is an exact str an entry is 16 bytes: the hash is in the str. The first other key
// makes the table general: 24 bytes with the hash.
//
// Threads. Any thread may read the table of a shared dict while one that holds the dict's lock
// changes it. That works because a place for an entry is used once in the life of a table: hash,
// key and value are written before the index and the count lead to the entry, and an entry that is
// deleted is taken out of the index before it is emptied. So whoever finds an entry empty knows
// that it was deleted since, and looks again. A table that is replaced stays until no reader can be
// left (retire_block).
//
// The value of an entry that is there may also be replaced without the lock, by an exchange that
// succeeds only on the value that was read before (replace_word). Therefore whoever deletes an
// entry or moves it to another place takes its value out with an exchange too (take_value), and
// leaves an entry with a key and no value behind: who meets one waits a moment and looks again.
// (Compare the sentinel that closes a slot of the old table in Click's "A Lock-Free Wait-Free Hash
// Table", 2007; here only replacing is free of locks.)
#pragma once

#include <atomic>
#include <cstddef>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/function.h"
#include "runtime/heap.h"
#include "runtime/ref.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

// Puts [fresh] where [expected] is, if it still is; whether it was. The counts go with the words.
// REQUIRES: [fresh] is shared if [slot] is part of something shared. Any thread.
inline bool replace_word(Slot& slot, Value expected, Value fresh) {
  if constexpr (!kFreeThreaded) {
    slot.set_word(fresh);
    return true;
  }
  uint64_t bits = expected.bits();
  return std::atomic_ref(reinterpret_cast<uint64_t&>(slot))
      .compare_exchange_strong(bits, fresh.bits());
}

struct DictEntry {
  Slot key;    // unset: deleted
  Slot value;  // namespace mode: refers to a GlobalCellObject; unset: deleted, or moved

  // Takes the value out. [owner]: the dict, or null where no other thread can reach the entry;
  // then the word stays where it is. REQUIRES: the lock of [owner] is held if it is shared.
  Value take_value(const Object* owner) {
    return owner != nullptr && is_shared(owner) ? value.swap_word(kUnset) : value.peek();
  }
};
struct GeneralDictEntry : DictEntry {
  int64_t hash;
};

struct DictTable {
  uint8_t log2_size;
  uint8_t log2_width;  // bytes of a number in the index: 0, 1, 2, 3
  bool str_only;
  bool immortal : 1;   // never freed
  bool has_cells : 1;  // values are global cells (namespace mode)
  uint32_t birth;      // tells tables of a dict apart that have had the same place in memory
  int64_t room;        // entries that may still be appended
  SharedField<int64_t> count;  // end of the entries in use, deleted ones included

  static constexpr int kMinLog2 = 3;
  static constexpr int kMaxLog2 = 40;

  uint64_t mask() const { return (uint64_t{1} << log2_size) - 1; }
  const std::byte* index_bytes() const { return reinterpret_cast<const std::byte*>(this + 1); }
  std::byte* index_bytes() { return reinterpret_cast<std::byte*>(this + 1); }
  size_t index_size() const { return size_t{1} << (log2_size + log2_width); }
  size_t stride() const { return str_only ? sizeof(DictEntry) : sizeof(GeneralDictEntry); }
  DictEntry& entry(int64_t i) {
    return *reinterpret_cast<DictEntry*>(index_bytes() + index_size() +
                                         static_cast<size_t>(i) * stride());
  }
  const DictEntry& entry(int64_t i) const { return const_cast<DictTable*>(this)->entry(i); }
  // The hash of [key], the key of entry [e].
  int64_t hash(const DictEntry& e, Value key) const {
    return str_only ? key.as<StrObject>()->known_hash()
                    : static_cast<const GeneralDictEntry&>(e).hash;
  }
  int64_t hash(int64_t i) const { return hash(entry(i), entry(i).key.peek()); }
  // The value of entry [e], borrowed; unset if it has been deleted.
  Value value(const DictEntry& e) const {
    Value v = e.value.peek();
    if (!has_cells || (kFreeThreaded && v.is_unset())) return v;
    return v.as<GlobalCellObject>()->value.peek();
  }
  // Where the next entry goes.
  int64_t next() const { return capacity(log2_size) - room; }
  size_t size_in_bytes() const { return bytes_for(log2_size, log2_width, str_only); }

  // How many entries a table of that size may have.
  static int64_t capacity(int log2_size) { return (int64_t{2} << log2_size) / 3; }
  static int width_for(int log2_size) {
    return log2_size <= 8 ? 0 : log2_size <= 16 ? 1 : log2_size <= 32 ? 2 : 3;
  }
  static size_t bytes_for(int log2_size, int log2_width, bool str_only) {
    return sizeof(DictTable) + (size_t{1} << (log2_size + log2_width)) +
           static_cast<size_t>(capacity(log2_size)) *
               (str_only ? sizeof(DictEntry) : sizeof(GeneralDictEntry));
  }
  // The smallest size that has room for [entries].
  static int log2_for(int64_t entries) {
    int log2 = kMinLog2;
    while (log2 < kMaxLog2 && capacity(log2) < entries) ++log2;
    return log2;
  }
};

// What the functions that look for an entry say when there is no answer.
inline constexpr int64_t kNoEntry = -1;
inline constexpr int64_t kCannotTell = -3;

// The table of every empty dict: no room, never written.
DictTable* empty_dict_table();

// Null with MemoryError raised. [immortal]: process-wide memory, t may be null.
DictTable* dict_table_new(Thread* t, int log2_size, bool str_only, bool immortal = false);
// The memory only; the entries must have been released or moved. Readers of [owner] (null: there
// are none) may still look at it.
void dict_table_free(Thread* t, const Object* owner, DictTable* table);
// Releases all keys and values, then the memory. Runs script code.
void dict_table_destroy(Thread& t, const Object* owner, DictTable* table);
// A table of 2^log2_size with the live entries of [old], whose words move: only the memory of [old]
// is left to be freed. [owner]: the dict whose table [old] is, or null. If it is shared those who
// look for a value find none and wait, so the new table must become its table at once. [str_only]
// may go from true to false. Null with MemoryError raised, and nothing changed.
DictTable* dict_table_rebuild(Thread* t, const Object* owner, DictTable* old, int log2_size,
                              bool str_only);
// An exact copy that owns further counts. REQUIRES: the lock of the table's dict, if it is shared.
DictTable* dict_table_clone(Thread& t, const DictTable* table);

// Appends an entry for a key that is not there. REQUIRES: room > 0; an exact str if str_only.
void dict_table_append(DictTable* table, Ref key, int64_t hash, Ref value);
// Makes entry [i] of a table of [owner] a deleted one and hands its words to the caller.
void dict_table_remove(const Object* owner, DictTable* table, int64_t i, Ref& key, Ref& value);
// Makes entry [i] of a table of [owner] the last one, in one step for who looks for its key.
// REQUIRES: room > 0.
void dict_table_move_last(const Object* owner, DictTable* table, int64_t i);

// The entry of [key], or kNoEntry. REQUIRES: str_only, [hash] is the hash of [key], an exact str.
int64_t dict_table_find_str(const DictTable* table, const StrObject* key, int64_t hash);

// The entry of [key], kNoEntry, or kCannotTell without running script code.
int64_t dict_table_find(const DictTable* table, Value key, int64_t hash);

// What a look at one entry tells.
enum class Match : uint8_t { kNo, kYes, kAsk };

// The same for two tuples: as many items as tell.
Match match_tuples(TupleObject* stored, TupleObject* key);

// Compares as far as that needs no script code.
inline Match match_key(Value stored, Value key) {
  if (same(stored, key)) return Match::kYes;
  // Two immediate ints, or an immediate int and a str, are equal only if they are the same.
  if (both_int(stored, key)) return Match::kNo;
  bool stored_str = has_shape(stored, kStrShape), key_str = has_shape(key, kStrShape);
  if (stored_str && key_str)
    return str_equal(stored.as<StrObject>(), key.as<StrObject>()) ? Match::kYes : Match::kNo;
  if ((stored_str && key.is_int()) || (key_str && stored.is_int())) return Match::kNo;
  if (has_shape(stored, kTupleShape) && has_shape(key, kTupleShape))
    return match_tuples(stored.as<TupleObject>(), key.as<TupleObject>());
  return Match::kAsk;
}

// Steps through the index in probing order. Usage:
//   for (Probe probe(table, hash); (i = probe.next()) != Probe::kEnd;) ...
// next() yields the number of an entry that is there and skips deleted slots.
class Probe {
 public:
  static constexpr int64_t kEnd = -1;
  Probe(const DictTable* table, int64_t hash)
      : table_(table),
        mask_(table->mask()),
        perturb_(static_cast<uint64_t>(hash)),
        slot_(perturb_ & mask_),
        first_(true) {}
  int64_t next();

 private:
  const DictTable* table_;
  uint64_t mask_, perturb_, slot_;
  bool first_;
};

// Numbers of the index, which others may be reading.
template <class Number>
GILT_ALWAYS_INLINE Number load_number(const Number* place) {
  if constexpr (kFreeThreaded) return __atomic_load_n(place, __ATOMIC_ACQUIRE);
  return *place;
}
template <class Number>
GILT_ALWAYS_INLINE void store_number(Number* place, int64_t i) {
  if constexpr (kFreeThreaded) {
    __atomic_store_n(place, static_cast<Number>(i), __ATOMIC_RELEASE);
  } else {
    *place = static_cast<Number>(i);
  }
}

// Numbers in the index that are no entries.
template <class Number>
inline constexpr Number kEmptySlot = static_cast<Number>(-1);
template <class Number>
inline constexpr Number kDeletedSlot = static_cast<Number>(-2);

// Calls fn with a null pointer of the index's number type.
template <class F>
GILT_ALWAYS_INLINE auto with_index_type(int log2_width, F&& fn) {
  switch (log2_width) {
    case 0: return fn(static_cast<const uint8_t*>(nullptr));
    case 1: return fn(static_cast<const uint16_t*>(nullptr));
    case 2: return fn(static_cast<const uint32_t*>(nullptr));
    default: return fn(static_cast<const uint64_t*>(nullptr));
  }
}

}  // namespace gilt
