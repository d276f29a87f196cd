// memoryview: a window on the octets of another object, read as items of some format.
//
// One dimension: items of [item_size] octets, [stride] octets apart. While a view of a bytearray
// lives it counts as an export. A released view has no owner. The other fields never change;
// releasing takes the lock, and what the view showed stays until the next safepoint of whoever
// looks at it.
#pragma once

#include "runtime/bytes.h"

namespace gilt {

struct MemoryViewObject : Object {
  Slot owner;  // the object whose octets they are; unset once released
  std::byte* start;
  int64_t length;  // in items
  int64_t stride;
  int64_t item_size;
  char format;        // B b c h H i I l L q Q n N f d ?
  bool native_order;  // the format was given as '@x'
  bool read_only;
  SharedField<uint32_t> exports;  // BufferViews and views made from this one; added under the lock
  int64_t hash_value;             // 0: not computed

  bool contiguous() const { return stride == item_size || length <= 1; }
  void add_export() { change_exports(1); }
  void drop_export() { change_exports(-1); }

 private:
  void change_exports(int by);
};

RefOf<MemoryViewObject> memoryview_new(Thread& t, Value owner);
// Copies the octets out, gaps left away.
std::string memoryview_octets(const MemoryViewObject* view);
void memoryview_release(Thread& t, MemoryViewObject* view);

// Octets of an item of [format], 0 when there is no such format.
int64_t memoryview_item_size(char format);
Ref memoryview_read(Thread& t, char format, const std::byte* item);
// TypeError or ValueError when [v] is no such item.
bool memoryview_write(Thread& t, char format, std::byte* item, Value v);

}  // namespace gilt
