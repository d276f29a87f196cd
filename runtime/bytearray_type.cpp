// The type bytearray: construction, operators, and the methods that change it.
#include <algorithm>
#include <cstring>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

ByteArrayObject* array_of(Value v) {
  return v.as<ByteArrayObject>();
}

Ref bytearray_construct(Thread& t, TypeObject* type, CallArgs) {
  if (type == &bytearray_type) return bytearray_new(t);
  auto b = static_cast<ByteArrayObject*>(instance_allocate(t, type));
  if (b == nullptr) return Failed{};
  b->block = nullptr;
  b->size = b->capacity = b->start = 0;
  b->exports = 0;
  if (type->is(kTypeTracked)) gc_track(t, b);
  return Ref::adopt(b);
}

// Puts [octets] in the place of those from [from] to [to].
bool replace_range(Thread& t, ByteArrayObject* b, size_t from, size_t to, std::string_view octets) {
  size_t removed = to - from, added = octets.size(), size = b->size, tail = size - to;
  if (added > removed) {
    GILT_CHECK(bytearray_resize(t, b, size + added - removed));
    std::memmove(b->data() + from + added, b->data() + to, tail);
  } else if (added < removed) {
    if (b->exports > 0)
      return fail(t, buffer_error_type, "Existing exports of data: object cannot be re-sized");
    if (from == 0 && size - removed + added >= b->capacity / 2 && !is_shared(b)) {
      b->start += removed - added;  // the front is cut without moving the rest
      b->size -= removed - added;
    } else {
      std::memmove(b->data() + from + added, b->data() + to, tail);
      GILT_CHECK(bytearray_resize(t, b, size - removed + added));
    }
  }
  if (added > 0) std::memcpy(b->data() + from, octets.data(), added);
  return true;
}

bool bytearray_init(Thread& t, Value self, CallArgs args) {
  try {
    std::string octets;
    GILT_CHECK(octets_from_arguments(t, args, "bytearray", octets));
    return replace_range(t, array_of(self), 0, array_of(self)->size, octets);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

void bytearray_dealloc(Thread& t, Object* self) {
  auto b = static_cast<ByteArrayObject*>(self);
  heap_free(t, b->block, b->capacity);
  if (b->shape == kByteArrayShape)
    heap_free(t, b, sizeof(ByteArrayObject));
  else
    instance_free(t, b);
}

Ref bytearray_repr(Thread& t, Value self) {
  try {
    std::string_view octets = array_of(self)->view();
    std::string shown = repr_bytes(octets);
    if (shown[1] == '"')  // single quotes are escaped all the same
      for (size_t at = 2; (at = shown.find('\'', at)) != shown.npos; at += 2)
        shown.insert(at, "\\");
    return str_new(t, std::string(type_name(self)) + "(" + shown + ")");
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

std::optional<bool> bytearray_truth(Thread&, Value self) {
  return array_of(self)->size != 0;
}

std::optional<int64_t> bytearray_length(Thread&, Value self) {
  return static_cast<int64_t>(array_of(self)->size);
}

// One octet, which another thread may be reading or writing.
unsigned char load_octet(const char* place) {
  if constexpr (kFreeThreaded)
    return static_cast<unsigned char>(__atomic_load_n(place, __ATOMIC_RELAXED));
  return static_cast<unsigned char>(*place);
}
void store_octet(char* place, unsigned char octet) {
  if constexpr (kFreeThreaded) {
    __atomic_store_n(place, static_cast<char>(octet), __ATOMIC_RELAXED);
  } else {
    *place = static_cast<char>(octet);
  }
}

// A valid index for [key].
std::optional<int64_t> item_index(Thread& t, Value self, Value key) {
  GILT_TRY(int64_t index, sequence_index(t, key, "bytearray"));
  auto size = static_cast<int64_t>(array_of(self)->size);
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "bytearray index out of range");
  return index;
}

std::optional<SliceRange> item_range(Thread& t, Value self, Value key) {
  GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
  slice_adjust(range, static_cast<int64_t>(array_of(self)->size));
  return range;
}

Ref bytearray_get_item(Thread& t, Value self, Value key) {
  if (!is_slice(key)) {
    GILT_TRY(int64_t index, item_index(t, self, key));
    return Ref::adopt(Value::integer(load_octet(array_of(self)->data() + index)));
  }
  ObjectLock lock(t, self.as_object());
  GILT_TRY(SliceRange range, item_range(t, self, key));
  std::string_view octets = array_of(self)->view();
  if (range.step == 1)
    return bytearray_new(
        t, octets.substr(static_cast<size_t>(range.start), static_cast<size_t>(range.length)));
  GILT_TRY(auto result, bytearray_new(t));
  GILT_CHECK(bytearray_resize(t, result.get(), static_cast<size_t>(range.length)));
  char* out = result->data();
  for (int64_t i = range.start, n = range.length; n > 0; i += range.step, --n)
    *out++ = octets[static_cast<size_t>(i)];
  return result;
}

bool delete_steps(Thread& t, ByteArrayObject* b, SliceRange range) {
  if (range.length == 0) return true;
  if (b->exports > 0)
    return fail(t, buffer_error_type, "Existing exports of data: object cannot be re-sized");
  if (range.step < 0) {
    range.start += range.step * (range.length - 1);
    range.step = -range.step;
  }
  char* data = b->data();
  auto size = static_cast<int64_t>(b->size), out = range.start;
  for (int64_t i = range.start; i < size; ++i) {
    bool goes =
        (i - range.start) % range.step == 0 && (i - range.start) / range.step < range.length;
    if (!goes) data[out++] = data[i];
  }
  return bytearray_resize(t, b, static_cast<size_t>(out));
}

bool assign_slice(Thread& t, Value self, Value key, Value value) {
  std::string octets;
  if (!value.is_unset()) {
    if (is_bytes_like(value)) {
      BufferView view(t);
      GILT_CHECK(view.open(value));
      octets = view.view();
    } else if (is_int(value) || is_str(value)) {
      return fail(t, type_error_type,
                  "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    } else {
      GILT_CHECK(octets_from_iterable(t, value, "byte", octets));
    }
  }
  GILT_TRY(SliceRange range, item_range(t, self, key));
  ByteArrayObject* b = array_of(self);
  if (range.step == 1)
    return replace_range(t, b, static_cast<size_t>(range.start),
                         static_cast<size_t>(range.start + range.length), octets);
  if (value.is_unset() || (octets.empty() && range.length > 0)) return delete_steps(t, b, range);
  if (octets.size() != static_cast<size_t>(range.length))
    return fail(t, value_error_type,
                "attempt to assign bytes of size {} to extended slice of size {}", octets.size(),
                range.length);
  size_t n = 0;
  for (int64_t i = range.start; n < octets.size(); i += range.step) b->data()[i] = octets[n++];
  return true;
}

bool bytearray_set_item(Thread& t, Value self, Value key, Value value) {
  try {
    if (is_slice(key)) return assign_slice(t, self, key, value);
    GILT_TRY(int64_t index, item_index(t, self, key));
    if (value.is_unset())
      return replace_range(t, array_of(self), static_cast<size_t>(index),
                           static_cast<size_t>(index) + 1, {});
    GILT_TRY(unsigned char octet, octet_argument(t, value));
    if (static_cast<size_t>(index) >= array_of(self)->size)  // __index__ may have changed it
      return fail(t, index_error_type, "bytearray index out of range");
    store_octet(array_of(self)->data() + index, octet);
    return true;
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// Octets on both sides, of which one is a bytearray.
Ref concatenate(Thread& t, Value a, Value b) {
  if (!is_bytes_like(b)) {
    auto* other = type_of(b)->slots.binary;
    if (other != nullptr && other != type_of(a)->slots.binary) {
      Ref result = other(t, BinaryOp::kAdd, a, b);
      if (!is_not_implemented(result)) return result;
    }
    return fail(t, type_error_type, "can't concat {} to {}", type_name(b), type_name(a));
  }
  BufferView right(t);
  GILT_CHECK(right.open(b));
  ObjectLock lock(t, a.as_object());
  GILT_TRY(auto result, bytearray_new(t, array_of(a)->view()));
  GILT_CHECK(bytearray_append(t, result.get(), right.view()));
  return result;
}

Ref bytearray_binary(Thread& t, BinaryOp op, Value a, Value b) {
  switch (op) {
    case BinaryOp::kAdd:
      if (!is_bytearray(a)) return not_implemented();
      return concatenate(t, a, b);
    case BinaryOp::kMul: {
      bool first = is_bytearray(a);
      GILT_TRY(int64_t count, repeat_count(t, first ? b : a));
      try {
        std::string out;
        ByteArrayObject* array = array_of(first ? a : b);
        ObjectLock lock(t, array);
        GILT_CHECK(octets_repeat(t, array->view(), count, out));
        return bytearray_new(t, out);
      } catch (const std::bad_alloc&) {
        return no_memory(t);
      }
    }
    case BinaryOp::kMod:
      if (!is_bytearray(a)) return not_implemented();
      return octets_percent(t, a, b);
    default: return not_implemented();
  }
}

Ref bytearray_inplace(Thread& t, BinaryOp op, Value a, Value b) {
  ByteArrayObject* self = array_of(a);
  ObjectLock lock(t, self);
  if (op == BinaryOp::kAdd) {
    if (!is_bytes_like(b))
      return fail(t, type_error_type, "can't concat {} to {}", type_name(b), type_name(a));
    if (same(a, b)) {
      std::string twice(self->view());
      GILT_CHECK(bytearray_append(t, self, twice));
      return Ref::copy(a);
    }
    BufferView right(t);
    GILT_CHECK(right.open(b));
    GILT_CHECK(bytearray_append(t, self, right.view()));
    return Ref::copy(a);
  }
  if (op != BinaryOp::kMul) return not_implemented();
  GILT_TRY(int64_t count, repeat_count(t, b));
  try {
    std::string out;
    GILT_CHECK(octets_repeat(t, self->view(), count, out));
    GILT_CHECK(replace_range(t, self, 0, self->size, out));
    return Ref::copy(a);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

bool bytearray_buffer(Thread&, Value self, bool, std::span<std::byte>& out) {
  ByteArrayObject* b = array_of(self);
  std::string_view octets = b->view();
  out = {reinterpret_cast<std::byte*>(const_cast<char*>(octets.data())), octets.size()};
  return true;
}

// -- methods that change it --

// (self, item, /)
Ref append(Thread& t, Args args) {
  GILT_TRY(unsigned char octet, octet_argument(t, args[1]));
  char c = static_cast<char>(octet);
  GILT_CHECK(bytearray_append(t, array_of(args[0]), {&c, 1}));
  return Ref::none();
}

// (self, iterable_of_ints, /)
Ref extend(Thread& t, Args args) {
  ByteArrayObject* self = array_of(args[0]);
  if (is_bytes_like(args[1])) {
    GILT_TRY(Ref done, bytearray_inplace(t, BinaryOp::kAdd, args[0], args[1]));
    return Ref::none();
  }
  if (is_str(args[1])) return fail(t, type_error_type, "expected iterable of integers; got: 'str'");
  Ref iterator = get_iter(t, args[1]);
  if (iterator.is_error()) {
    if (!error_matches(t, type_error_type)) return Failed{};
    error_clear(t);
    return fail(t, type_error_type, "can't extend bytearray with {}", type_name(args[1]));
  }
  std::string octets;
  GILT_CHECK(octets_from_iterable(t, iterator.get(), "byte", octets));
  GILT_CHECK(bytearray_append(t, self, octets));
  return Ref::none();
}

// (self, index, item, /)
Ref insert(Thread& t, Args args) {
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  GILT_TRY(unsigned char octet, octet_argument(t, args[2]));
  ByteArrayObject* self = array_of(args[0]);
  auto size = static_cast<int64_t>(self->size);
  if (index < 0) index += size;
  auto place = static_cast<size_t>(std::clamp<int64_t>(index, 0, size));
  char c = static_cast<char>(octet);
  GILT_CHECK(replace_range(t, self, place, place, {&c, 1}));
  return Ref::none();
}

// (self, index=-1, /)
Ref pop(Thread& t, Args args) {
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  ByteArrayObject* self = array_of(args[0]);
  auto size = static_cast<int64_t>(self->size);
  if (size == 0) return fail(t, index_error_type, "pop from empty bytearray");
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "pop index out of range");
  auto octet = static_cast<unsigned char>(self->data()[index]);
  auto place = static_cast<size_t>(index);
  GILT_CHECK(replace_range(t, self, place, place + 1, {}));
  return Ref::adopt(Value::integer(octet));
}

// (self, value, /)
Ref remove(Thread& t, Args args) {
  GILT_TRY(unsigned char octet, octet_argument(t, args[1]));
  ByteArrayObject* self = array_of(args[0]);
  size_t place = self->view().find(static_cast<char>(octet));
  if (place == std::string_view::npos)
    return fail(t, value_error_type, "value not found in bytearray");
  GILT_CHECK(replace_range(t, self, place, place + 1, {}));
  return Ref::none();
}

Ref clear(Thread& t, Args args) {
  GILT_CHECK(bytearray_resize(t, array_of(args[0]), 0));
  return Ref::none();
}

Ref copy(Thread& t, Args args) {
  return bytearray_new(t, array_of(args[0])->view());
}

Ref reverse(Thread&, Args args) {
  ByteArrayObject* self = array_of(args[0]);
  std::reverse(self->data(), self->data() + self->size);
  return Ref::none();
}

// (self, size, /)
Ref resize(Thread& t, Args args) {
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  if (size < 0) return fail(t, value_error_type, "Can only resize to positive sizes, got {}", size);
  ByteArrayObject* self = array_of(args[0]);
  size_t old = self->size;
  GILT_CHECK(bytearray_resize(t, self, static_cast<size_t>(size)));
  if (self->size > old) std::memset(self->data() + old, 0, self->size - old);
  return Ref::none();
}

// (cls, string, /)
Ref from_hex(Thread& t, Args args) {
  std::string octets;
  GILT_CHECK(octets_from_hex(t, args[1], octets));
  if (args[0].as_object() == &bytearray_type) return bytearray_new(t, octets);
  GILT_TRY(auto made, bytes_new(t, octets));
  return call(t, args[0], {made.value()});
}

Ref allocated(Thread&, Args args) {
  return Ref::adopt(Value::integer(static_cast<int64_t>(array_of(args[0])->capacity)));
}

Ref size_of(Thread&, Args args) {
  return Ref::adopt(
      Value::integer(static_cast<int64_t>(sizeof(ByteArrayObject) + array_of(args[0])->capacity)));
}

// (self): for copy and pickle
Ref reduce(Thread& t, Args args) {
  std::string latin1;
  for (char c : array_of(args[0])->view()) {
    auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      latin1.push_back(c);
    } else {
      latin1.push_back(static_cast<char>(0xc0 | octet >> 6));
      latin1.push_back(static_cast<char>(0x80 | (octet & 0x3f)));
    }
  }
  GILT_TRY(auto text, str_new(t, latin1));
  GILT_TRY(auto encoding, str_new(t, "latin-1"));
  GILT_TRY(auto arguments, tuple_of(t, {text.value(), encoding.value()}));
  GILT_TRY(Ref state, get_attribute_or_unset(t, args[0], names::dict_));
  return tuple_of(
      t, {to_value(type_of(args[0])), arguments.value(), state.is_unset() ? kNone : state.get()});
}

constexpr NativeDef kMethods[] = {
    {"append", guarded<append>, "(self, item, /)", "Adds an octet at the end."},
    {"clear", guarded<clear>, "(self)", "Removes all octets."},
    {"copy", guarded<copy>, "(self)", "A copy."},
    {"extend", guarded<extend>, "(self, iterable_of_ints, /)", "Adds octets at the end."},
    {"fromhex", from_hex, "(cls, string, /)", "The octets that pairs of hexadecimal digits name.",
     NativeKind::kClassMethod},
    {"insert", guarded<insert>, "(self, index, item, /)", "Puts an octet before the one at index."},
    {"pop", guarded<pop>, "(self, index=-1, /)", "Removes the octet at index and returns it."},
    {"remove", guarded<remove>, "(self, value, /)", "Removes the first octet with this value."},
    {"resize", guarded<resize>, "(self, size, /)", "Cuts octets off, or adds zeros."},
    {"reverse", guarded<reverse>, "(self)", "Turns the order around."},
    {"__alloc__", guarded<allocated>, "(self)", "Number of octets that there is room for."},
    {"__reduce__", guarded<reduce>, "(self)", "How to make an equal object."},
    {"__sizeof__", guarded<size_of>, "(self)", "Size in memory, in bytes."},
};

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<uint32_t>(op);
}

}  // namespace

void init_bytearray_type() {
  type_init_builtin(
      bytearray_type, kByteArrayShape,
      {.name = "bytearray",
       .instance_size = sizeof(ByteArrayObject),
       .flags = kTypeSubclassable | kTypeMatchSelf,
       .binary_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kMul) | bit(BinaryOp::kMod),
       .inplace_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kMul),
       .doc = "bytearray(iterable_of_ints) -> bytearray\n"
              "bytearray(string, encoding[, errors]) -> bytearray\n"
              "bytearray(bytes_or_buffer) -> bytearray\n"
              "bytearray(int) -> bytearray of that many zeros\n\nA row of octets that can change.",
       .slots = {.dealloc = bytearray_dealloc,
                 .construct = bytearray_construct,
                 .init = guarded<bytearray_init>,
                 .repr = guarded<bytearray_repr>,
                 .compare = octets_compare,
                 .truth = bytearray_truth,
                 .iter = octets_iter,
                 .length = bytearray_length,
                 .get_item = bytearray_get_item,
                 .set_item = guarded<bytearray_set_item>,
                 .contains = octets_contains,
                 .binary = bytearray_binary,
                 .inplace = bytearray_inplace,
                 .buffer = bytearray_buffer},
       .methods = octet_methods_with(kMethods)});
}

}  // namespace gilt
