#include "interpreter/attribute_cache.h"

#include <atomic>

namespace gilt {
namespace {

constexpr uint64_t kEntries = 2048;

struct alignas(16) Entry {
  std::atomic<uint64_t> check{0}, word{0};
};
Entry g_entries[kEntries];

// One to one, so that different names never look the same.
uint64_t mix(const StrObject* name, AttributeUse use) {
  uint64_t key = reinterpret_cast<uintptr_t>(name) + static_cast<uint64_t>(use) + 1;
  key *= 0x9e3779b97f4a7c15u;
  key ^= key >> 32;
  return key * 0xd6e8feb86659fd93u;
}

Entry& entry_for(uint64_t key, ShapeId shape) {
  return g_entries[(key ^ (shape * 0x9e3779b97f4a7c15u)) >> 32 & (kEntries - 1)];
}

}  // namespace

CacheWord attribute_cache_find(ShapeId shape, const StrObject* name, AttributeUse use) {
  uint64_t key = mix(name, use);
  const Entry& entry = entry_for(key, shape);
  CacheWord word{entry.word.load(std::memory_order_acquire)};
  bool fits =
      word.shape() == shape && (entry.check.load(std::memory_order_acquire) ^ word.bits) == key;
  return fits ? word : CacheWord{0};
}

void attribute_cache_add(CacheWord word, const StrObject* name, AttributeUse use) {
  uint64_t key = mix(name, use);
  Entry& entry = entry_for(key, word.shape());
  entry.check.store(key ^ word.bits, std::memory_order_release);
  entry.word.store(word.bits, std::memory_order_release);
}

void attribute_cache_clear() {
  for (Entry& entry : g_entries) entry.word.store(0, std::memory_order_relaxed);
}

}  // namespace gilt
