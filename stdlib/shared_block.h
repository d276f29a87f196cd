// Memory that processes share: what multiprocessing's locks, values and arrays lie in.
//
// It comes in arenas, each of them an anonymous file (memfd) mapped by every process that uses it.
// Such a file has no name, so nothing is left behind however its processes end: the system takes it
// back with the last of them. A forked child has the mapping already; a spawned one is handed the
// descriptor and maps it again. Blocks are given out once and never reused while the arena lives,
// because no process can know what the others still look at.
//
// Any thread; the list of arenas has a lock.
#pragma once

#include <atomic>
#include <cstddef>

#include "runtime/type.h"

namespace gilt {

struct SharedArena {
  int fd;
  std::byte* base;
  size_t size;
  size_t used;                  // under the lock of the list
  int owner;                    // the process that made it and alone gives out blocks
  uint64_t device, inode;       // of the file: the same arena is mapped once
  std::atomic<int> references;  // blocks of this process in it
};

// A piece of an arena, held.
class SharedPiece {
 public:
  SharedPiece() = default;
  SharedPiece(SharedPiece&& other) noexcept { *this = std::move(other); }
  SharedPiece& operator=(SharedPiece&& other) noexcept {
    std::swap(arena_, other.arena_);
    std::swap(offset_, other.offset_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~SharedPiece();

  // Fresh memory, zero, aligned to 64. OSError when the system has none.
  static bool allocate(Thread& t, size_t size, SharedPiece& out);
  // The memory that another process knows as [offset] of what [fd] is open on. Keeps no [fd].
  static bool attach(Thread& t, int fd, size_t offset, size_t size, SharedPiece& out);

  std::byte* data() const { return arena_->base + offset_; }
  size_t offset() const { return offset_; }
  size_t size() const { return size_; }
  int fd() const { return arena_->fd; }
  explicit operator bool() const { return arena_ != nullptr; }

 private:
  SharedArena* arena_ = nullptr;
  size_t offset_ = 0;
  size_t size_ = 0;
};

TypeObject* shared_block_type();  // _multiprocessing.Block
TypeObject* semaphore_type();     // _multiprocessing.SemLock (shared_semaphore.cpp)

}  // namespace gilt
