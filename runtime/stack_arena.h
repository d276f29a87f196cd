// Memory of the C stack for lists that are short as a rule; what does not fit comes from the heap.
//
// Not to save the time of an allocation: a thread's first one makes the allocator set up a heap for
// it, which its end takes down again, and that takes longer than all else that starting and ending
// a thread costs. Threads that make a few small objects only (heap.h) never need it.
#pragma once

#include <cstddef>
#include <memory_resource>

namespace gilt {

template <size_t kBytes>
class StackArena {
 public:
  StackArena() = default;
  StackArena(const StackArena&) = delete;
  StackArena& operator=(const StackArena&) = delete;

  // For containers that end before the arena. Their memory is given back when it ends.
  std::pmr::memory_resource* resource() { return &resource_; }

 private:
  alignas(std::max_align_t) std::byte bytes_[kBytes];
  std::pmr::monotonic_buffer_resource resource_{bytes_, kBytes};
};

}  // namespace gilt
