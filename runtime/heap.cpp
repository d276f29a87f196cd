#include "runtime/heap.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "runtime/collector.h"
#include "runtime/error.h"
#include "runtime/heap_pool.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/memory_limit.h"
#include "runtime/scheduler.h"
#include "runtime/sharing.h"
#include "runtime/thread.h"
#include "runtime/type.h"
#include "runtime/weakref.h"

#if !GILT_PLAIN_MALLOC
#include <mimalloc.h>
#endif

namespace gilt {
namespace {

constexpr size_t kPageSize = size_t{64} << 10;

constexpr size_t size_class(size_t size) {
  return (size + 15) / 16;
}

#if GILT_PLAIN_MALLOC
void* system_allocate(size_t size) {
  return std::malloc(size);
}
void system_free(void* block) {
  std::free(block);
}
void* system_reallocate(void* block, size_t size) {
  return std::realloc(block, size);
}
#else
void* system_allocate(size_t size) {
  return mi_malloc_aligned(size, 16);
}
void system_free(void* block) {
  mi_free(block);
}
void* system_reallocate(void* block, size_t size) {
  return mi_realloc_aligned(block, size, 16);
}
#endif

// Pages outlive the thread that carved them, because any thread may hold their blocks: what a dying
// thread leaves on its free lists goes here and is taken over by threads that come later.
struct SharedPool {
  struct Rest {  // of a page that is not carved to its end
    std::byte* next;
    std::byte* end;
  };
  std::mutex mutex;
  FreeBlock* free[kSizeClasses] = {};
  std::vector<Rest> rests;
};
SharedPool& shared_pool() {
  static SharedPool pool;
  return pool;
}

// A rest of this size is kept for another thread to carve on.
constexpr size_t kLargeRest = 2048;
static_assert(kLargeRest >= kMaxSmall);

// At most so many blocks are taken over from the pool at once, so that all threads get some.
constexpr size_t kAdopted = 256;

// Goes on with a page that an ended thread has begun to carve, if there is one. (At least a block
// of any class fits.)
bool adopt_rest(Thread& t, SharedPool& pool) {
  std::lock_guard guard(pool.mutex);
  if (pool.rests.empty()) return false;
  auto rest = pool.rests.back();
  if (!charge_memory(t, static_cast<size_t>(rest.end - rest.next))) return false;
  t.heap.page_next = rest.next;
  t.heap.page_end = rest.end;
  pool.rests.pop_back();
  return true;
}

// Has the system hand out what lies in [block] at once, which takes less than half as long as one
// page of its own after the other, each when it is first touched. Where it cannot, nothing happens.
[[maybe_unused]] void touch(std::byte* block, size_t size) {
#ifdef MADV_POPULATE_WRITE
  static const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  uintptr_t begin = (reinterpret_cast<uintptr_t>(block) + page - 1) & ~(page - 1);
  uintptr_t end = (reinterpret_cast<uintptr_t>(block) + size) & ~(page - 1);
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

// The free list of [cls] is empty: adopt some that belong to nobody, or carve from a page.
[[maybe_unused]] GILT_NOINLINE void* refill(Thread& t, size_t cls) {
  SmallHeap& heap = t.heap;
  SharedPool& pool = shared_pool();
  {
    std::lock_guard guard(pool.mutex);
    if (FreeBlock* block = pool.free[cls]) {
      FreeBlock* last = block;
      size_t count = 1;
      for (; count < kAdopted && last->next != nullptr; count++) last = last->next;
      if (!charge_memory(t, count * cls * 16)) return nullptr;
      pool.free[cls] = std::exchange(last->next, nullptr);
      heap.free[cls] = block->next;
      return block;
    }
  }
  size_t bytes = cls * 16;
  if (static_cast<size_t>(heap.page_end - heap.page_next) < bytes) {
    // The rest of the old page still holds blocks of smaller classes.
    size_t rest = static_cast<size_t>(heap.page_end - heap.page_next);
    if (rest >= 16) {
      auto* block = reinterpret_cast<FreeBlock*>(heap.page_next);
      block->next = heap.free[rest / 16];
      heap.free[rest / 16] = block;
      heap.page_next = heap.page_end;
    }
    if (!adopt_rest(t, pool)) {
      if (!charge_memory(t, kPageSize)) return nullptr;
      auto* page = static_cast<std::byte*>(system_allocate(kPageSize));
      if (page == nullptr) {
        refund_memory(t, kPageSize);
        return nullptr;
      }
      // There may be thousands of threads that make a few objects each.
      if (t.is_main || heap.page_end != nullptr) touch(page, kPageSize);
      heap.page_next = page;
      heap.page_end = page + kPageSize;
    }
  }
  void* block = heap.page_next;
  heap.page_next += bytes;
  return block;
}

void* large_allocate(Thread& t, size_t size) {
  if (size > largest_block() || !charge_memory(t, size)) return nullptr;
  void* block = system_allocate(size == 0 ? 1 : size);
  if (block == nullptr) refund_memory(t, size);
  return block;
}

// The same for a block that is there; it stays as it is when this fails.
void* large_reallocate(Thread& t, void* block, size_t old_size, size_t new_size) {
  if (new_size > largest_block()) return nullptr;
  if (new_size > old_size && !charge_memory(t, new_size - old_size)) return nullptr;
  void* moved = system_reallocate(block, new_size == 0 ? 1 : new_size);
  if (moved == nullptr) {
    if (new_size > old_size) refund_memory(t, new_size - old_size);
  } else if (new_size < old_size) {
    refund_memory(t, old_size - new_size);
  }
  return moved;
}

}  // namespace

void* heap_allocate(Thread& t, size_t size) {
  if constexpr (!kPlainMalloc) {
    if (size <= kMaxSmall) {
      size_t cls = size_class(size == 0 ? 1 : size);
      if (FreeBlock* block = t.heap.free[cls]) [[likely]] {
        t.heap.free[cls] = block->next;
        return block;
      }
      if (void* block = refill(t, cls)) return block;
      return no_memory(t);
    }
  }
  void* block = large_allocate(t, size);
  if (block == nullptr) return no_memory(t);
  return block;
}

void heap_free(Thread& t, void* block, size_t size) {
  if (block == nullptr) return;
  if constexpr (!kPlainMalloc) {
    if (size <= kMaxSmall) {
      size_t cls = size_class(size == 0 ? 1 : size);
      auto* freed = static_cast<FreeBlock*>(block);
      freed->next = t.heap.free[cls];
      t.heap.free[cls] = freed;
      return;
    }
  }
  refund_memory(t, size);
  system_free(block);
}

void* heap_reallocate(Thread& t, void* block, size_t old_size, size_t new_size) {
  bool both_large = kPlainMalloc || (old_size > kMaxSmall && new_size > kMaxSmall);
  if (block != nullptr && both_large) {
    void* moved = large_reallocate(t, block, old_size, new_size);
    if (moved == nullptr) return no_memory(t);
    return moved;
  }
  if (block != nullptr && size_class(old_size) == size_class(new_size)) return block;
  void* moved = heap_allocate(t, new_size);
  if (moved == nullptr) return nullptr;
  if (block != nullptr) {
    std::memcpy(moved, block, old_size < new_size ? old_size : new_size);
    heap_free(t, block, old_size);
  }
  return moved;
}

namespace {

// Returns how many bytes they are. REQUIRES: the pool's lock is held.
size_t give_lists(SharedPool& pool, SmallHeap& heap) {
  size_t bytes = 0;
  for (size_t cls = 1; cls < kSizeClasses; cls++) {
    FreeBlock* first = std::exchange(heap.free[cls], nullptr);
    if (first == nullptr) continue;
    FreeBlock* last = first;
    size_t count = 1;
    for (; last->next != nullptr; count++) last = last->next;
    bytes += count * cls * 16;
    last->next = pool.free[cls];
    pool.free[cls] = first;
  }
  return bytes;
}

}  // namespace

FreesForAll::FreesForAll(Thread& t) : t_(t) {
  std::copy(std::begin(t.heap.free), std::end(t.heap.free), own_);
  std::fill(std::begin(t.heap.free), std::end(t.heap.free), nullptr);
}

FreesForAll::~FreesForAll() {
  SharedPool& pool = shared_pool();
  std::lock_guard guard(pool.mutex);
  refund_memory(t_, give_lists(pool, t_.heap));
  std::copy(std::begin(own_), std::end(own_), t_.heap.free);
}

void heap_abandon(SmallHeap& heap) {
  // Who gives them up is a thread of the same interpreter.
  Thread& t = current_thread();
  SharedPool& pool = shared_pool();
  std::lock_guard guard(pool.mutex);
  refund_memory(t, give_lists(pool, heap) + static_cast<size_t>(heap.page_end - heap.page_next));
  if (heap.page_end - heap.page_next >= static_cast<ptrdiff_t>(kLargeRest)) {
    pool.rests.push_back({heap.page_next, heap.page_end});
    heap.page_next = heap.page_end;
  }
  // A small rest becomes blocks of the largest class that fits.
  while (heap.page_end - heap.page_next >= 16) {
    size_t rest = static_cast<size_t>(heap.page_end - heap.page_next);
    size_t cls = rest / 16 < kSizeClasses ? rest / 16 : kSizeClasses - 1;
    auto* block = reinterpret_cast<FreeBlock*>(heap.page_next);
    block->next = pool.free[cls];
    pool.free[cls] = block;
    heap.page_next += cls * 16;
  }
}

Object* object_allocate(Thread& t, ShapeId shape, size_t size) {
  auto* object = static_cast<Object*>(heap_allocate(t, size));
  if (object == nullptr) return nullptr;
  init_header(object, shape);
  return object;
}

namespace {

// Process-wide objects are never freed: carved one after the other from pages, with no header of an
// allocator between them.
struct ImmortalPage {
  size_t size;
  std::atomic<size_t> used;  // may exceed the size, once it is used up
};
constinit std::atomic<ImmortalPage*> g_immortals{nullptr};
constinit ShortLock g_immortals_lock;  // of who brings the next page

// What the builtin types take, which every process makes first: had from the system in one go,
// since to be given its pages one by one, each when it is first touched, takes twice as long.
constexpr size_t kFirstImmortals = size_t{320} << 10;

void* first_immortals() {
  void* block = mmap(nullptr, kFirstImmortals, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  return block == MAP_FAILED ? nullptr : block;
}

void* must_allocate(size_t size) {
  void* block = std::malloc(size);
  if (block == nullptr) std::abort();
  return block;
}

// Null when the page has no room left.
void* carve(ImmortalPage* page, size_t size) {
  if (page == nullptr) return nullptr;
  size_t at = page->used.load(std::memory_order_relaxed);
  if (at + size > page->size) return nullptr;
  at = page->used.fetch_add(size, std::memory_order_relaxed);
  return at + size > page->size ? nullptr : reinterpret_cast<std::byte*>(page) + at;
}

// [full] has no room for [size] bytes. (null: there is no page; the first is larger than any other,
// and takes the table of names.)
GILT_NOINLINE void* carve_from_next(ImmortalPage* full, size_t size) {
  std::lock_guard guard(g_immortals_lock);
  ImmortalPage* page = g_immortals.load(std::memory_order_relaxed);
  if (page != full) {
    if (void* block = carve(page, size)) return block;
  }
  size_t bytes = kFirstImmortals;
  void* memory = page == nullptr ? first_immortals() : nullptr;
  if (memory == nullptr) {
    if (size > kPageSize / 4) return must_allocate(size);
    memory = must_allocate(bytes = kPageSize);
  }
  constexpr size_t kHeader = (sizeof(ImmortalPage) + 15) & ~size_t{15};
  page = new (memory) ImmortalPage{bytes, kHeader + size};
  g_immortals.store(page, std::memory_order_release);
  return static_cast<std::byte*>(memory) + kHeader;
}

}  // namespace

void* immortal_allocate(size_t size) {
  // What is asked for is small, and must be had. It counts for the interpreter that asked first.
  size = (size + 15) & ~size_t{15};
  if (t_current_thread != nullptr && limits_of(*t_current_thread) != nullptr) {
    MemoryReserve reserve;
    (void)charge_memory(*t_current_thread, size);
  }
  if constexpr (kPlainMalloc) return must_allocate(size);
  ImmortalPage* page = g_immortals.load(std::memory_order_acquire);
  if (void* block = carve(page, size)) [[likely]]
    return block;
  return carve_from_next(page, size);
}

namespace {

// Containers within containers die from the outside in, each dealloc inside the one before. Past
// this depth they wait in the thread's list until the outer ones are done, so that the C stack does
// not grow with the data.
constexpr uint32_t kMaxNestedDeaths = 50;

// The end of an object whose finaliser or weak references have to be seen to.
GILT_NOINLINE void end_noticed(Thread& t, Object* object, TypeObject* type) {
  if (type->slots.finalize != nullptr && !object->has(kFinalized)) {
    set_flags(object, kFinalized);
    object->refcount = 1;  // alive again while its finaliser looks at it
    {
      ErrorGuard guard(t);
      type->slots.finalize(t, object);
    }
    if (!drop_count(object)) return;                          // resurrected
    if (is_shared(object)) return release_shared(t, object);  // and published: others may hold it
    object->refcount = 0;
  }
  if (object->has(kHasWeakrefs)) {
    object->refcount = 1;
    ErrorGuard guard(t);
    weakref_clear_all(t, object);
    object->refcount = 0;
  }
  type->slots.dealloc(t, object);
}

GILT_ALWAYS_INLINE void end(Thread& t, Object* object, TypeObject* type) {
  if (type->slots.finalize != nullptr || object->has(kHasWeakrefs)) [[unlikely]]
    return end_noticed(t, object, type);
  type->slots.dealloc(t, object);
}

}  // namespace

void object_died(Object* object) noexcept {
  Thread& t = current_thread();
  if (is_shared(object)) return release_shared(t, object);
  object->refcount = 0;
  TypeObject* type = type_of(object);
  if (!type->is(kTypeTracked)) return end(t, object, type);
  if (t.nested_deaths >= kMaxNestedDeaths) {
    t.deferred_deaths.push_back(object);
    return;
  }
  t.nested_deaths++;
  end(t, object, type);
  t.nested_deaths--;
  if (t.nested_deaths != 0) return;
  while (!t.deferred_deaths.empty()) {
    Object* next = t.deferred_deaths.back();
    t.deferred_deaths.pop_back();
    t.nested_deaths++;
    end(t, next, type_of(next));
    t.nested_deaths--;
  }
}

}  // namespace gilt
