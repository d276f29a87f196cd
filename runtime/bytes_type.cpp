// The type bytes: construction and operators; its methods are in octet_*.cpp.
#include <cstring>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

// [octets] as a [type], which is bytes or a subclass.
Ref make(Thread& t, TypeObject* type, std::string_view octets) {
  if (type == &bytes_type) return bytes_new(t, octets);
  auto b = static_cast<BytesObject*>(
      instance_allocate_sized(t, type, sizeof(BytesObject) + octets.size() + 1));
  if (b == nullptr) return Failed{};
  b->hash_value = 0;
  b->size = octets.size();
  octets.copy(b->data(), octets.size());
  b->data()[octets.size()] = '\0';
  if (type->is(kTypeTracked)) gc_track(t, b);
  return Ref::adopt(b);
}

Ref bytes_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional == 1 && args.kwnames == nullptr) {
    if (type == &bytes_type && has_shape(args[0], kBytesShape)) return Ref::copy(args[0]);
    if (!is_str(args[0])) {
      GILT_TRY(Ref made, call_special(t, args[0], names::bytes_));
      if (!made.is_unset()) {
        if (!is_bytes(made.get()))
          return fail(t, type_error_type, "__bytes__ returned non-bytes (type {})",
                      type_name(made.get()));
        if (type == &bytes_type) return made;
        return make(t, type, made.as<BytesObject>()->view());
      }
    }
  }
  try {
    std::string octets;
    GILT_CHECK(octets_from_arguments(t, args, "bytes", octets));
    return make(t, type, octets);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

void bytes_dealloc(Thread& t, Object* self) {
  auto b = static_cast<BytesObject*>(self);
  size_t size = sizeof(BytesObject) + b->size + 1;
  if (b->shape == kBytesShape)
    heap_free(t, b, size);
  else
    instance_free(t, b, size);
}

Ref bytes_repr(Thread& t, Value self) {
  try {
    return str_new(t, repr_bytes(self.as<BytesObject>()->view()));
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

std::optional<int64_t> bytes_hash_slot(Thread&, Value self) {
  return bytes_hash(self.as<BytesObject>());
}

std::optional<bool> bytes_truth(Thread&, Value self) {
  return self.as<BytesObject>()->size != 0;
}

std::optional<int64_t> bytes_length(Thread&, Value self) {
  return static_cast<int64_t>(self.as<BytesObject>()->size);
}

Ref bytes_get_item(Thread& t, Value self, Value key) {
  std::string_view octets = self.as<BytesObject>()->view();
  auto size = static_cast<int64_t>(octets.size());
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_resolve(t, key.as<SliceObject>(), size));
    if (range.step == 1)
      return octets_like(
          t, self,
          octets.substr(static_cast<size_t>(range.start), static_cast<size_t>(range.length)));
    if (range.length <= 1)
      return bytes_new(t, range.length == 0 ? std::string_view()
                                            : octets.substr(static_cast<size_t>(range.start), 1));
    GILT_TRY(auto result, bytes_new_uninitialised(t, static_cast<size_t>(range.length)));
    char* out = result->data();
    for (int64_t i = range.start, n = range.length; n > 0; i += range.step, --n)
      *out++ = octets[static_cast<size_t>(i)];
    return result;
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "byte"));
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "index out of range");
  return Ref::adopt(Value::integer(static_cast<unsigned char>(octets[static_cast<size_t>(index)])));
}

Ref bytes_binary(Thread& t, BinaryOp op, Value a, Value b) {
  switch (op) {
    case BinaryOp::kAdd: {
      if (!is_bytes(a)) return not_implemented();
      if (is_bytes(b)) return bytes_concat(t, octets_of(a), octets_of(b));
      if (!is_bytes_like(b))
        return fail(t, type_error_type, "can't concat {} to {}", type_name(b), type_name(a));
      BufferView right(t);
      GILT_CHECK(right.open(b));
      return bytes_concat(t, octets_of(a), right.view());
    }
    case BinaryOp::kMul: {
      bool first = is_bytes(a);
      Value octets = first ? a : b;
      GILT_TRY(int64_t count, repeat_count(t, first ? b : a));
      if (count == 1) return octets_like(t, octets, octets_of(octets));
      try {
        std::string out;
        GILT_CHECK(octets_repeat(t, octets_of(octets), count, out));
        return bytes_new(t, out);
      } catch (const std::bad_alloc&) {
        return no_memory(t);
      }
    }
    case BinaryOp::kMod:
      if (!is_bytes(a)) return not_implemented();
      return octets_percent(t, a, b);
    default: return not_implemented();
  }
}

bool bytes_buffer(Thread& t, Value self, bool writable, std::span<std::byte>& out) {
  if (writable) return fail(t, buffer_error_type, "Object is not writable.");
  auto b = self.as<BytesObject>();
  out = {reinterpret_cast<std::byte*>(b->data()), b->size};
  return true;
}

// (cls, string, /)
Ref from_hex(Thread& t, Args args) {
  std::string octets;
  GILT_CHECK(octets_from_hex(t, args[1], octets));
  GILT_TRY(auto made, bytes_new(t, octets));
  if (args[0].as_object() == &bytes_type) return made;
  return call(t, args[0], {made.value()});
}

Ref to_bytes(Thread& t, Args args) {
  if (has_shape(args[0], kBytesShape)) return Ref::copy(args[0]);
  return bytes_new(t, octets_of(args[0]));
}

Ref get_new_args(Thread& t, Args args) {
  GILT_TRY(auto copy, bytes_new(t, octets_of(args[0])));
  return tuple_of(t, {copy.value()});
}

Ref size_of(Thread&, Args args) {
  return Ref::adopt(Value::integer(
      static_cast<int64_t>(sizeof(BytesObject) + args[0].as<BytesObject>()->size + 1)));
}

constexpr NativeDef kMethods[] = {
    {"fromhex", from_hex, "(cls, string, /)", "The octets that pairs of hexadecimal digits name.",
     NativeKind::kClassMethod},
    {"__bytes__", to_bytes, "(self)", "self, as exact bytes."},
    {"__getnewargs__", get_new_args, "(self)", "Arguments that make an equal object."},
    {"__sizeof__", size_of, "(self)", "Size in memory, in bytes."},
};

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<uint32_t>(op);
}

}  // namespace

void init_bytes_type() {
  type_init_builtin(
      bytes_type, kBytesShape,
      {.name = "bytes",
       .instance_size = sizeof(BytesObject),
       .flags = kTypeSubclassable | kTypeMatchSelf | kTypeIsBytes | kTypeVariableSize,
       .binary_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kMul) | bit(BinaryOp::kMod),
       .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
              "bytes(bytes_or_buffer) -> bytes\nbytes(int) -> bytes of that many zeros\n\n"
              "An immutable row of octets.",
       .slots = {.dealloc = bytes_dealloc,
                 .construct = bytes_construct,
                 .repr = bytes_repr,
                 .hash = bytes_hash_slot,
                 .compare = octets_compare,
                 .truth = bytes_truth,
                 .iter = octets_iter,
                 .length = bytes_length,
                 .get_item = bytes_get_item,
                 .contains = octets_contains,
                 .binary = bytes_binary,
                 .buffer = bytes_buffer},
       .methods = octet_methods_with(kMethods)});
}

}  // namespace gilt
