// Iterator over bytes and bytearray.
#include <algorithm>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/octet_methods.h"
#include "runtime/sharing.h"
#include "runtime/str_iterator.h"
#include "runtime/tuple.h"

namespace gilt {

Ref octets_iter(Thread& t, Value self) {
  auto iterator = object_new<BytesIteratorObject>(
      t, is_bytes(self) ? kBytesIteratorShape : kByteArrayIteratorShape);
  if (iterator == nullptr) return Failed{};
  iterator->octets.init(Ref::copy(self));
  iterator->index = 0;
  return Ref::adopt(iterator);
}

namespace {

void iterator_dealloc(Thread& t, Object* self) {
  static_cast<BytesIteratorObject*>(self)->octets.clear();
  heap_free(t, self, sizeof(BytesIteratorObject));
}

void iterator_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<BytesIteratorObject*>(self)->octets);
}

Ref iterator_iter(Thread&, Value self) {
  return Ref::copy(self);
}

Ref iterator_next(Thread& t, Value self) {
  auto iterator = self.as<BytesIteratorObject>();
  Ref owner = iterator->octets.load();
  if (owner.is_unset()) return Ref::unset();
  // A bytearray may be changing.
  ObjectLock lock(t, owner.as<Object>());
  std::string_view octets = octets_of(owner.get());
  auto index = static_cast<size_t>(iterator->index.load());
  if (index >= octets.size()) {
    iterator->octets.clear(iterator);
    return Ref::unset();
  }
  iterator->index = static_cast<int64_t>(index + 1);
  return Ref::adopt(Value::integer(static_cast<unsigned char>(octets[index])));
}

int64_t remaining(const BytesIteratorObject* iterator) {
  Value owner = iterator->octets.peek();
  if (owner.is_unset()) return 0;
  auto size = static_cast<int64_t>(octets_of(owner).size());
  return std::max<int64_t>(size - iterator->index, 0);
}

// (self)
Ref length_hint(Thread&, Args args) {
  return Ref::adopt(Value::integer(remaining(args[0].as<BytesIteratorObject>())));
}

// (self): (iter, (octets,), index)
Ref reduce(Thread& t, Args args) {
  auto iterator = args[0].as<BytesIteratorObject>();
  GILT_TRY(Ref function, import_attribute(t, "builtins", "iter"));
  Ref owner = iterator->octets.load();
  if (owner.is_unset()) {
    GILT_TRY(auto nothing, tuple_of(t, {to_value(empty_tuple())}));
    return tuple_of(t, {function.get(), nothing.value()});
  }
  GILT_TRY(auto arguments, tuple_of(t, {owner.get()}));
  return tuple_of(t, {function.get(), arguments.value(), Value::integer(iterator->index)});
}

// (self, state, /)
Ref set_state(Thread& t, Args args) {
  auto iterator = args[0].as<BytesIteratorObject>();
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  Value owner = iterator->octets.peek();
  if (owner.is_unset()) return Ref::none();
  auto size = static_cast<int64_t>(octets_of(owner).size());
  iterator->index = std::clamp<int64_t>(index, 0, size);
  return Ref::none();
}

constexpr NativeDef kMethods[] = {
    {"__length_hint__", length_hint, "(self)", "Number of octets that are still to come."},
    {"__reduce__", reduce, "(self)", "How to make an equal iterator."},
    {"__setstate__", set_state, "(self, state, /)", "Moves to the octet with this index."},
};

TypeSpec spec(const char* name) {
  return {.name = name,
          .instance_size = sizeof(BytesIteratorObject),
          .flags = kTypeNoInstantiate,
          .slots = {.dealloc = iterator_dealloc,
                    .traverse = iterator_traverse,
                    .iter = iterator_iter,
                    .next = iterator_next},
          .methods = kMethods};
}

}  // namespace

void init_bytes_iterator_type() {
  type_init_builtin(bytes_iterator_type, kBytesIteratorShape, spec("bytes_iterator"));
}

void init_bytearray_iterator_type() {
  type_init_builtin(bytearray_iterator_type, kByteArrayIteratorShape, spec("bytearray_iterator"));
}

}  // namespace gilt
