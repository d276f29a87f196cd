// The heap: where objects come from and go to.
//
// Objects of up to kMaxSmall bytes come from size classes of 16 bytes: each thread keeps a free
// list for each class and carves new blocks from 64 KiB pages, so that allocating is a pop and
// freeing is a push, without a lock. Larger blocks come from the system allocator (mimalloc where
// it is linked). A block may be freed by another thread than made it: it then joins that thread's
// list. When a thread ends its lists go to the interpreter's pool.
#pragma once

#include <cstddef>

#include "runtime/object.h"

namespace gilt {

struct Thread;
struct TypeObject;

inline constexpr size_t kMaxSmall = 512;
inline constexpr size_t kSizeClasses = kMaxSmall / 16 + 1;

struct FreeBlock {
  FreeBlock* next;
};

struct SmallHeap {
  FreeBlock* free[kSizeClasses] = {};
  std::byte* page_next = nullptr;  // rest of the page that is being carved
  std::byte* page_end = nullptr;
};

// Uninitialised memory of [size] bytes, aligned to 16, or null with MemoryError raised.
void* heap_allocate(Thread& t, size_t size);
// REQUIRES: [size] is what was asked for.
void heap_free(Thread& t, void* block, size_t size);
void* heap_reallocate(Thread& t, void* block, size_t old_size, size_t new_size);

// A block of [size] bytes with its header filled in: count 1, the fixed or given shape, no flags.
// The rest is uninitialised. Null with MemoryError raised when there is none (or a memory limit is
// met).
Object* object_allocate(Thread& t, ShapeId shape, size_t size);

template <class T>
T* object_new(Thread& t, ShapeId shape, size_t extra_bytes = 0) {
  return static_cast<T*>(object_allocate(t, shape, sizeof(T) + extra_bytes));
}

// Hands the free lists of a thread that ends to those that come later.
void heap_abandon(SmallHeap& heap);

// Lets the collector know [object], which can be part of a cycle and is fully constructed: its
// type's traverse may be called from now on. Never runs script code: a collection that is due
// happens at the thread's next safepoint.
void gc_track(Thread& t, Object* object);
// Called by dealloc functions first. Does nothing for an object that is not tracked.
void gc_untrack(Thread& t, Object* object);

// Immortal memory for process-wide objects (builtin types, interned names); never freed.
void* immortal_allocate(size_t size);
template <class T>
T* immortal_new(ShapeId shape, size_t extra_bytes = 0) {
  T* object = static_cast<T*>(immortal_allocate(sizeof(T) + extra_bytes));
  Object* header = object;
  init_immortal(header, shape);
  return object;
}

}  // namespace gilt
