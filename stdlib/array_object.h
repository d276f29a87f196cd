// array.array: numbers of one C type in a row.
//
// Other threads read a shared array without its lock: the size first, then the block, as with lists
// (runtime/list.h). A block that is outgrown is copied as a whole and retired, and is never
// replaced by a smaller one. Everything that changes an array holds its lock.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/ref.h"
#include "runtime/slice.h"
#include "runtime/type.h"

namespace gilt {

// What an array's letter says.
struct ArrayKind {
  char code;
  uint8_t size;
  char view;         // the letter that a memoryview knows it by
  const char* name;  // of the C type, for messages
};

struct ArrayObject : Object {
  const ArrayKind* kind;
  SharedField<int64_t> size;      // in items
  int64_t capacity;               // of the block, in items
  SharedField<std::byte*> block;  // null while capacity is 0
  uint32_t exports;               // views that show it; changed with atomic instructions

  size_t item_size() const { return kind->size; }
  std::byte* at(int64_t i) const { return block + i * kind->size; }
  std::string_view octets() const {
    int64_t items = size;
    return {reinterpret_cast<const char*>(block.load()), static_cast<size_t>(items) * kind->size};
  }
};

TypeObject* array_type();
const ArrayKind* array_kind(char code);
extern const char kArrayCodes[];

// An array of [size] items, all zero.
RefOf<ArrayObject> array_new(Thread& t, TypeObject* type, const ArrayKind* kind, int64_t size);
// Changes the size, new items are zero. BufferError while views show it. REQUIRES: its lock.
bool array_resize(Thread& t, ArrayObject* array, int64_t size);
bool array_append_octets(Thread& t, ArrayObject* array, std::string_view octets);

Ref array_read(Thread& t, const ArrayKind* kind, const std::byte* item);
// TypeError or OverflowError when [v] is no such item.
bool array_write(Thread& t, const ArrayKind* kind, std::byte* item, Value v);

// -- what an array does, under its lock --
inline ArrayObject* array_of(Value v) {
  return v.as<ArrayObject>();
}
inline bool is_array(Value v) {
  return is_instance_of(v, array_type());
}
bool array_append(Thread& t, ArrayObject* self, Value v);
bool array_extend(Thread& t, ArrayObject* self, Value iterable);
bool array_append_text(Thread& t, ArrayObject* self, StrObject* text);
// ValueError unless the octets are whole items.
bool array_append_bytes(Thread& t, ArrayObject* self, std::string_view octets);
bool array_delete_range(Thread& t, ArrayObject* self, int64_t start, int64_t stop);
// The items of a slice in a new array.
RefOf<ArrayObject> array_part(Thread& t, ArrayObject* self, const SliceRange& range);
RefOf<ArrayObject> array_copy(Thread& t, ArrayObject* self);
RefOf<ListObject> array_to_list(Thread& t, ArrayObject* self);
Ref array_to_text(Thread& t, ArrayObject* self);
// The first place in [first, last) whose item equals [v], -1 for none. Runs script code.
std::optional<int64_t> array_find(Thread& t, ArrayObject* self, Value v, int64_t first,
                                  int64_t last);

// The table of methods (array_methods.cpp).
std::span<const NativeDef> array_methods();

}  // namespace gilt
