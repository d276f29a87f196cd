// A bump allocator that owns everything of one parse: the tree, its names and strings, its scopes.
//
// Memory is handed out in blocks that grow, never moves, and is freed all at once with the arena.
// Destructors are not run, so only trivially destructible things may live here.
// Names are interned: two names of one arena are equal exactly if their data pointers are.
// An arena belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gilt {

class Limits;

class Arena {
 public:
  // Counts for the interpreter of the thread that makes it.
  Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  // std::bad_alloc is thrown when there is no memory, or none that the interpreter may use.
  void* allocate(size_t size, size_t alignment = alignof(std::max_align_t)) {
    uintptr_t at = (next_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
    if (at + size > end_ || next_ == 0) return allocate_slow(size, alignment);
    next_ = at + size;
    return reinterpret_cast<void*>(at);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  // Copies [items] into the arena.
  template <class T>
  std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* to = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(to), items.data(), items.size_bytes());
    return {to, items.size()};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {"", 0};
    char* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // The one copy of [name] that this arena keeps.
  std::string_view intern(std::string_view name);

  size_t bytes_used() const { return bytes_used_; }

 private:
  struct Block {
    Block* previous;
    size_t size;
  };

  struct Interned {
    uint32_t hash;
    uint32_t size;
    const char* data;
  };

  void* allocate_slow(size_t size, size_t alignment);
  void grow_interned();

  uintptr_t next_ = 0;
  uintptr_t end_ = 0;
  Block* blocks_ = nullptr;
  size_t bytes_used_ = 0;
  Limits* limits_ = nullptr;        // whose memory it is; null: nobody counts
  std::vector<Interned> interned_;  // open addressing, a power of two long
  size_t interned_count_ = 0;
};

}  // namespace gilt
