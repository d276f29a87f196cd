// Arrays of shared lists: list.h tells what readers rely on.
#include <cstring>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list_internal.h"
#include "runtime/native_object.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

// Set while a request to shrink the list waits for a meeting.
constexpr ObjectFlags kListShrinks = kKindFlag0;
// Arrays up to this size are kept.
constexpr int64_t kKeptCapacity = 64;

size_t bytes(int64_t items) {
  return static_cast<size_t>(items) * sizeof(Slot);
}

// Ends at a meeting, as every shared object without a count does; its end is the only time at which
// nobody can be reading the list's array.
struct ShrinkRequest : Object {
  Slot list;
};

void shrink(Thread& t, ListObject* list) {
  clear_flags(list, kListShrinks);
  int64_t size = list->size;
  if (list->capacity <= kKeptCapacity || size >= list->capacity / 2) return;
  int64_t capacity = (size + (size >> 2) + 8) & ~int64_t{3};
  void* block = heap_allocate(t, bytes(capacity));
  if (block == nullptr) return error_clear(t);
  Slot* old = list->items;
  std::memcpy(block, static_cast<void*>(old), bytes(size));
  list->items = static_cast<Slot*>(block);
  heap_free(t, old, bytes(list->capacity));
  list->capacity = capacity;
}

void request_dealloc(Thread& t, Object* self) {
  auto* request = static_cast<ShrinkRequest*>(self);
  shrink(t, request->list.peek().as<ListObject>());
  request->list.clear();
  heap_free(t, self, sizeof(ShrinkRequest));
}

void request_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<ShrinkRequest*>(self)->list);
}

TypeObject* request_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "list_shrink_request",
        .instance_size = sizeof(ShrinkRequest),
        .flags = kTypeNoInstantiate,
    };
    spec.slots.dealloc = request_dealloc;
    spec.slots.traverse = request_traverse;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

bool list_grow_shared(Thread& t, ListObject* list, int64_t capacity) {
  auto* block = static_cast<Slot*>(heap_allocate(t, bytes(capacity)));
  if (block == nullptr) return false;
  Slot* old = list->items;
  if (old != nullptr)
    std::memcpy(static_cast<void*>(block), static_cast<void*>(old), bytes(list->capacity));
  list->items = block;
  retire_block(t, list, old, bytes(list->capacity));
  list->capacity = capacity;
  return true;
}

void list_ask_to_shrink(Thread& t, ListObject* list) {
  if (list->capacity <= kKeptCapacity || list->size >= list->capacity / 4) return;
  if (list->has(kListShrinks)) return;
  auto* request = object_new<ShrinkRequest>(t, request_type()->instance_shape->id);
  if (request == nullptr) return error_clear(t);  // the large array is as good
  set_flags(list, kListShrinks);
  request->list.init(Ref::copy(list));
  Ref ref = Ref::adopt(request);
  publish(ref.get());
}

int64_t list_put_back(Thread& t, ListObject* list, Slot* block, int64_t count, int64_t capacity) {
  for (int64_t i = 0; i < count; ++i) publish(block[i].peek());
  ObjectLock lock(t, list);
  int64_t intruders = list->size;
  Slot* items = list->items;
  if (list->capacity >= count) {
    for (int64_t i = 0; i < count; ++i) {
      Value old = i < intruders ? items[i].peek() : kUnset;
      items[i].set_word(block[i].peek());
      release(old);
    }
    for (int64_t i = count; i < intruders; ++i) release(items[i].peek());
    list->size = count;
    heap_free(t, block, bytes(capacity));
    return intruders;
  }
  // Fewer than count: all places that a reader can know of are filled in the new array too.
  list->items = block;
  list->size = count;
  for (int64_t i = 0; i < intruders; ++i) release(items[i].peek());
  retire_block(t, list, items, bytes(list->capacity));
  list->capacity = capacity;
  return intruders;
}

}  // namespace gilt
