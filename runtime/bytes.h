// bytes and bytearray: rows of octets, the first immutable, the second growing.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "runtime/builtin_types.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct BytesObject : Object {
  int64_t hash_value;  // 0: not computed yet
  uint64_t size;       // size octets and a NUL follow
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  char* data() { return reinterpret_cast<char*>(this + 1); }
  std::string_view view() const { return {data(), size}; }
};

// A shared bytearray is changed, and looked at as a whole, under its lock. A view that is taken
// without it shows memory that stays: the size is read before the block, blocks are retired and
// never replaced by smaller ones, and [start] stays as it is.
struct ByteArrayObject : Object {
  SharedField<uint64_t> size;
  uint64_t capacity;              // of the block at [block]
  SharedField<char*> block;       // null while capacity is 0
  uint64_t start;                 // the octets begin here: deleting at the front is cheap
  SharedField<uint32_t> exports;  // memoryviews that hold it: it may not change its size
  char* data() { return block + start; }
  std::string_view view() const {
    uint64_t octets = size;
    const char* from = block;
    if (from == nullptr) return {};
    return {from + start, octets};
  }
  // The lock is needed to add one, because somebody may be changing the size.
  void add_export() { change_exports(1); }
  void drop_export() { change_exports(-1); }

 private:
  void change_exports(int by);
};

RefOf<BytesObject> bytes_new(Thread& t, std::string_view octets);
// [size] octets that are still to be written; count 1.
RefOf<BytesObject> bytes_new_uninitialised(Thread& t, size_t size);
BytesObject* empty_bytes();  // the immortal b''
RefOf<BytesObject> bytes_concat(Thread& t, std::string_view a, std::string_view b);
int64_t bytes_hash(BytesObject* b);  // equal octets and ASCII text hash alike

RefOf<ByteArrayObject> bytearray_new(Thread& t, std::string_view octets = {});
// Changes the size, keeping what fits; new octets are uninitialised. BufferError while exported.
// All three take the lock, and keep it when the caller has it.
bool bytearray_resize(Thread& t, ByteArrayObject* b, size_t size);
bool bytearray_append(Thread& t, ByteArrayObject* b, std::string_view octets);

std::string repr_bytes(std::string_view octets);  // b'quoted'

inline bool is_bytes(Value v) {
  return v.is_object() && type_of(v)->is(kTypeIsBytes);
}
inline bool is_bytearray(Value v) {
  return has_shape(v, kByteArrayShape) || (v.is_object() && is_instance_of(v, &bytearray_type));
}

// The octets of anything with a buffer, held while this lives: an export of a bytearray is counted,
// a memoryview is kept from being released.
class BufferView {
 public:
  explicit BufferView(Thread& t) : t_(t) {}
  ~BufferView() { close(); }
  BufferView(const BufferView&) = delete;
  BufferView& operator=(const BufferView&) = delete;

  // TypeError "a bytes-like object is required, not 'X'" when [v] has no buffer, BufferError when
  // it cannot be written to.
  [[nodiscard]] bool open(Value v, bool writable = false);
  void close();

  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  std::span<std::byte> span() const { return bytes_; }
  char* data() const { return reinterpret_cast<char*>(bytes_.data()); }
  size_t size() const { return bytes_.size(); }

 private:
  Thread& t_;
  Ref owner_;
  std::string copy_;  // of a view with gaps
  std::span<std::byte> bytes_;
};

// A copy of octets that other threads may write meanwhile: of each what it was or what it is.
RefOf<BytesObject> bytes_of(Thread& t, const BufferView& view);

// The view of bytes, a bytearray or an instance of a subclass. REQUIRES: [v] is one. It is good
// until script code runs.
std::string_view octets_of(Value v);

// Has a buffer (bytes, bytearray, memoryview, array ...).
bool is_bytes_like(Value v);

}  // namespace gilt
