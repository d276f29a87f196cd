// array.array: numbers of one C type in a row.
//
// Other threads read a shared array without its lock: the size first, then the block, as with lists
// (runtime/list.h). A block that is outgrown is copied as a whole and retired, and is never
// replaced by a smaller one. Everything that changes an array holds its lock.
#pragma once

#include <string_view>

#include "runtime/ref.h"
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

}  // namespace gilt
