#include "runtime/buffer_traits.h"

#include <atomic>
#include <mutex>

namespace gilt {
namespace {

constexpr size_t kMostTypes = 16;
BufferTraits g_traits[kMostTypes];
std::atomic<size_t> g_count{0};  // those below are complete
std::mutex g_mutex;

}  // namespace

void register_buffer_traits(const BufferTraits& traits) {
  std::lock_guard guard(g_mutex);
  size_t count = g_count.load(std::memory_order_relaxed);
  for (size_t i = 0; i < count; i++) {
    if (g_traits[i].type == traits.type) return;
  }
  if (count == kMostTypes) return;
  g_traits[count] = traits;
  g_count.store(count + 1, std::memory_order_release);
}

const BufferTraits* buffer_traits_of(Value v) {
  const TypeObject* type = type_of(v)->native_base;
  size_t count = g_count.load(std::memory_order_acquire);
  for (size_t i = 0; i < count; i++) {
    if (g_traits[i].type == type) return &g_traits[i];
  }
  return nullptr;
}

}  // namespace gilt
