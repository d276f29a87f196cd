#include "interpreter/arena.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "runtime/interpreter.h"
#include "runtime/limits.h"

namespace gilt {

namespace {

constexpr size_t kFirstBlock = 16 * 1024;
constexpr size_t kLargestBlock = 1024 * 1024;
constexpr size_t kFirstInternedSlots = 256;

uint32_t hash_name(std::string_view name) {
  uint32_t hash = 2166136261u ^ static_cast<uint32_t>(name.size());
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

Arena::Arena() : limits_(t_current_thread != nullptr ? limits_of(*t_current_thread) : nullptr) {}

Arena::~Arena() {
  if (limits_ != nullptr) limits_->refund(bytes_used_);
  for (Block* block = blocks_; block != nullptr;) {
    Block* previous = block->previous;
    ::operator delete(block);
    block = previous;
  }
}

void* Arena::allocate_slow(size_t size, size_t alignment) {
  size_t grown = blocks_ ? std::min(blocks_->size * 2, kLargestBlock) : kFirstBlock;
  size_t total = std::max(grown, sizeof(Block) + alignment + size);
  if (limits_ != nullptr && !limits_->charge(total)) throw std::bad_alloc();
  Block* block;
  try {
    block = static_cast<Block*>(::operator new(total));
  } catch (const std::bad_alloc&) {
    if (limits_ != nullptr) limits_->refund(total);
    throw;
  }
  block->previous = blocks_;
  block->size = total;
  blocks_ = block;
  bytes_used_ += total;
  next_ = reinterpret_cast<uintptr_t>(block + 1);
  end_ = reinterpret_cast<uintptr_t>(block) + total;
  uintptr_t at = (next_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
  next_ = at + size;
  return reinterpret_cast<void*>(at);
}

std::string_view Arena::intern(std::string_view name) {
  if (interned_count_ * 2 >= interned_.size()) grow_interned();
  uint32_t hash = hash_name(name);
  size_t mask = interned_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    Interned& slot = interned_[i];
    if (slot.data == nullptr) {
      // A name of no characters must have an address of its own too.
      char* to = static_cast<char*>(allocate(std::max<size_t>(name.size(), 1), 1));
      std::copy(name.begin(), name.end(), to);
      slot = {hash, static_cast<uint32_t>(name.size()), to};
      interned_count_++;
      return {slot.data, slot.size};
    }
    if (slot.hash == hash && std::string_view(slot.data, slot.size) == name) {
      return {slot.data, slot.size};
    }
  }
}

void Arena::grow_interned() {
  std::vector<Interned> old = std::move(interned_);
  interned_.assign(old.empty() ? kFirstInternedSlots : old.size() * 2, Interned{0, 0, nullptr});
  size_t mask = interned_.size() - 1;
  for (const Interned& entry : old) {
    if (entry.data == nullptr) continue;
    size_t i = entry.hash & mask;
    while (interned_[i].data != nullptr) i = (i + 1) & mask;
    interned_[i] = entry;
  }
}

}  // namespace gilt
