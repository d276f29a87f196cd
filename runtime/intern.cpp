// The table of interned strings: one for the process, open addressing, grown by copying.
//
// Reading takes no lock: entries are only ever added, and a table that has been outgrown is kept,
// since somebody may still be looking into it (all of them together are smaller than the last).
#include <atomic>
#include <mutex>

#include "runtime/hash_seed.h"
#include "runtime/heap.h"
#include "runtime/scheduler.h"
#include "runtime/str_layout.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

struct InternTable {
  size_t mask;
  std::atomic<StrObject*>* places;
};

constinit std::atomic<InternTable*> g_table{nullptr};
constinit ShortLock g_lock;
constinit size_t g_count = 0;

InternTable* table_new(size_t size) {
  auto table = static_cast<InternTable*>(immortal_allocate(sizeof(InternTable)));
  auto places = static_cast<std::atomic<StrObject*>*>(
      immortal_allocate(size * sizeof(std::atomic<StrObject*>)));
  for (size_t i = 0; i < size; ++i) new (&places[i]) std::atomic<StrObject*>(nullptr);
  return new (table) InternTable{size - 1, places};
}

// The place of the string with this text, or the empty place where it belongs.
std::atomic<StrObject*>& find(const InternTable& table, std::string_view text, int64_t hash) {
  for (size_t i = static_cast<size_t>(hash) & table.mask;; i = (i + 1) & table.mask) {
    StrObject* s = table.places[i].load(std::memory_order_acquire);
    if (s == nullptr || (s->known_hash() == hash && s->view() == text)) return table.places[i];
  }
}

StrObject* make(std::string_view utf8, int64_t hash) {
  StrObject* s = str_new_immortal(utf8);
  s->hash_value = hash;
  set_flags(s, kStrInterned);
  return s;
}

StrObject* intern_hashed(std::string_view utf8, int64_t hash) {
  if (InternTable* table = g_table.load(std::memory_order_acquire))
    if (StrObject* s = find(*table, utf8, hash).load(std::memory_order_acquire)) return s;

  std::lock_guard guard(g_lock);
  InternTable* table = g_table.load(std::memory_order_relaxed);
  if (table == nullptr || g_count * 2 > table->mask) {
    // A program that imports a little has more than two thousand names.
    InternTable* larger = table_new(table == nullptr ? 8192 : (table->mask + 1) * 2);
    for (size_t i = 0; table != nullptr && i <= table->mask; ++i)
      if (StrObject* s = table->places[i].load(std::memory_order_relaxed))
        find(*larger, s->view(), s->known_hash()).store(s, std::memory_order_relaxed);
    g_table.store(larger, std::memory_order_release);
    table = larger;
  }
  std::atomic<StrObject*>& place = find(*table, utf8, hash);
  if (StrObject* s = place.load(std::memory_order_relaxed)) return s;
  StrObject* s = make(utf8, hash);
  place.store(s, std::memory_order_release);
  ++g_count;
  return s;
}

}  // namespace

StrObject* str_new_immortal(std::string_view utf8) {
  size_t length = text::count(utf8);
  size_t size = str_block_size(utf8.size(), length == utf8.size());
  auto s = immortal_new<StrObject>(kStrShape, size - sizeof(StrObject));
  utf8.copy(s->data(), utf8.size());
  str_fill_fields(s, utf8.size(), length);
  return s;
}

StrObject* intern(std::string_view utf8) {
  return intern_hashed(utf8, hash_bytes(utf8.data(), utf8.size()));
}

StrObject* intern(StrObject* s) {
  if (s->has(kStrInterned)) return s;
  return intern_hashed(s->view(), str_hash(s));
}

}  // namespace gilt
