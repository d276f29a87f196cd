#include <algorithm>
#include <cstring>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/sharing.h"

namespace gilt {

RefOf<ByteArrayObject> bytearray_new(Thread& t, std::string_view octets) {
  auto b = object_new<ByteArrayObject>(t, kByteArrayShape);
  if (b == nullptr) return Failed{};
  b->size = b->capacity = b->start = 0;
  b->block = nullptr;
  b->exports = 0;
  auto result = RefOf<ByteArrayObject>::adopt(b);
  GILT_CHECK(bytearray_append(t, b, octets));
  return result;
}

void ByteArrayObject::change_exports(int by) {
  if (is_shared(this)) {
    __atomic_fetch_add(reinterpret_cast<uint32_t*>(&exports), static_cast<uint32_t>(by),
                       __ATOMIC_ACQ_REL);
  } else {
    exports += static_cast<uint32_t>(by);
  }
}

namespace {

bool resize_shared(Thread& t, ByteArrayObject* b, size_t size) {
  size_t needed = b->start + size;
  if (needed > b->capacity) {
    size_t capacity = needed + (needed >> 2) + 6;
    auto moved = static_cast<char*>(heap_allocate(t, capacity));
    if (moved == nullptr) return false;
    char* old = b->block;
    if (old != nullptr) std::memcpy(moved, old, b->capacity);
    b->block = moved;
    retire_block(t, b, old, b->capacity);
    b->capacity = capacity;
  }
  b->size = size;
  return true;
}

}  // namespace

bool bytearray_resize(Thread& t, ByteArrayObject* b, size_t size) {
  ObjectLock lock(t, b);
  if (size == b->size) return true;
  if (b->exports > 0)
    return fail(t, buffer_error_type, "Existing exports of data: object cannot be re-sized");
  if (is_shared(b)) return resize_shared(t, b, size);
  if (b->start + size <= b->capacity && size >= b->capacity / 2) {
    b->size = size;
    return true;
  }
  // Growing step by step leaves room for more; one large step or shrinking takes what it needs.
  size_t capacity =
      size <= b->capacity + b->capacity / 8 ? size + (size >> 3) + (size < 9 ? 3 : 6) : size;
  if (size < b->capacity / 2) capacity = size;
  if (capacity == 0) {
    heap_free(t, b->block, b->capacity);
    b->block = nullptr;
  } else if (b->start > 0 || b->block == nullptr) {
    auto moved = static_cast<char*>(heap_allocate(t, capacity));
    if (moved == nullptr) return false;
    if (b->block != nullptr) std::memcpy(moved, b->data(), std::min<size_t>(b->size, size));
    heap_free(t, b->block, b->capacity);
    b->block = moved;
  } else {
    auto moved = static_cast<char*>(heap_reallocate(t, b->block, b->capacity, capacity));
    if (moved == nullptr) return false;
    b->block = moved;
  }
  b->start = 0;
  b->capacity = capacity;
  b->size = size;
  return true;
}

bool bytearray_append(Thread& t, ByteArrayObject* b, std::string_view octets) {
  if (octets.empty()) return true;
  ObjectLock lock(t, b);
  size_t old = b->size;
  const char* block = b->block;
  bool own = block != nullptr && octets.data() >= block && octets.data() < block + b->capacity;
  size_t place = own ? static_cast<size_t>(octets.data() - b->data()) : 0;
  GILT_CHECK(bytearray_resize(t, b, old + octets.size()));
  std::memmove(b->data() + old, own ? b->data() + place : octets.data(), octets.size());
  return true;
}

}  // namespace gilt
