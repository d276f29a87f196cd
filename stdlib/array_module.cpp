// Module array: the type array.array and its methods; array_object.h tells how it is kept.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "runtime/buffer_traits.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "runtime/warnings.h"
#include "stdlib/array_object.h"

namespace gilt {

namespace {

ArrayObject* array_of(Value v) {
  return v.as<ArrayObject>();
}
bool is_array(Value v) {
  return is_instance_of(v, array_type());
}

void change_exports(Value v, int by) {
  __atomic_fetch_add(&array_of(v)->exports, static_cast<uint32_t>(by), __ATOMIC_ACQ_REL);
}
void item_of_views(Value v, char& format, int64_t& item_size) {
  format = array_of(v)->kind->view;
  item_size = array_of(v)->kind->size;
}

// -- growing --

bool append(Thread& t, ArrayObject* self, Value v) {
  // The item first: asking for it may run script code.
  std::byte item[8];
  GILT_CHECK(array_write(t, self->kind, item, v));
  return array_append_octets(t, self, {reinterpret_cast<const char*>(item), self->item_size()});
}

bool extend(Thread& t, ArrayObject* self, Value iterable) {
  if (is_array(iterable)) {
    ArrayObject* other = array_of(iterable);
    if (other->kind != self->kind) {
      return fail(t, type_error_type, "can only extend with array of same kind");
    }
    return array_append_octets(t, self, std::string(other->octets()));
  }
  return for_each(t, iterable, [&](Ref item) -> bool { return append(t, self, item.get()); });
}

bool append_text(Thread& t, ArrayObject* self, StrObject* text) {
  int64_t old = self->size;
  GILT_CHECK(array_resize(t, self, old + static_cast<int64_t>(text->length)));
  for (size_t i = 0; i < text->length; i++) {
    uint32_t c = str_code_point(text, i);
    std::memcpy(self->at(old + static_cast<int64_t>(i)), &c, sizeof c);
  }
  return true;
}

bool append_bytes(Thread& t, ArrayObject* self, std::string_view octets) {
  if (octets.size() % self->item_size() != 0) {
    return fail(t, value_error_type, "bytes length not a multiple of item size");
  }
  return array_append_octets(t, self, octets);
}

// -- making --

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == array_type()) GILT_CHECK(no_keywords(t, "array.array", args));
  if (args.positional < 1 || args.positional > 2) {
    return fail(t, type_error_type, "array() takes {} argument{} ({} given)",
                args.positional < 1 ? "at least 1" : "at most 2", args.positional < 1 ? "" : "s",
                args.positional);
  }
  if (!is_str(args[0])) {
    return fail(t, type_error_type, "array() argument 1 must be a unicode character, not {}",
                type_name(args[0]));
  }
  auto* code = args[0].as<StrObject>();
  if (code->length != 1) {
    return fail(t, type_error_type,
                "array() argument 1 must be a unicode character, not a string of length {}",
                code->length);
  }
  const ArrayKind* kind = code->is_ascii() ? array_kind(code->view()[0]) : nullptr;
  Value initial = args.positional > 1 ? args[1] : kUnset;
  bool is_text = kind != nullptr && (kind->code == 'u' || kind->code == 'w');
  if (!initial.is_unset() && !is_text) {
    if (is_str(initial)) {
      return fail(t, type_error_type, "cannot use a str to initialize an array with typecode '{}'",
                  code->view());
    }
  }
  if (kind == nullptr) {
    return fail(t, value_error_type,
                "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)");
  }
  if (kind->code == 'u') {
    GILT_CHECK(warn(t, deprecation_warning_type,
                    "The 'u' type code is deprecated and will be removed in Python 3.16"));
  }
  GILT_TRY(RefOf<ArrayObject> array, array_new(t, type, kind, 0));
  if (initial.is_unset()) return array;
  if (is_bytes(initial) || is_bytearray(initial)) {
    BufferView view(t);
    GILT_CHECK(view.open(initial));
    GILT_CHECK(append_bytes(t, array.get(), view.view()));
  } else if (is_str(initial)) {
    GILT_CHECK(append_text(t, array.get(), initial.as<StrObject>()));
  } else if (is_array(initial) && array_of(initial)->kind == kind) {
    GILT_CHECK(array_append_octets(t, array.get(), array_of(initial)->octets()));
  } else {
    GILT_CHECK(
        for_each(t, initial, [&](Ref item) -> bool { return append(t, array.get(), item.get()); }));
  }
  return array;
}

void dealloc(Thread& t, Object* object) {
  auto* self = static_cast<ArrayObject*>(object);
  if (self->block != nullptr) {
    heap_free(t, self->block, static_cast<size_t>(self->capacity) * self->item_size());
  }
  native_free<ArrayObject>(t, object);
}

void traverse(Object* self, Visitor& visitor) {
  native_traverse(self, visitor);
}

bool buffer(Thread&, Value v, bool, std::span<std::byte>& out) {
  ArrayObject* self = array_of(v);
  int64_t items = self->size;
  out = {self->block.load(), static_cast<size_t>(items) * self->item_size()};
  return true;
}

RefOf<ArrayObject> part_of(Thread& t, ArrayObject* self, const SliceRange& range) {
  GILT_TRY(RefOf<ArrayObject> part, array_new(t, array_type(), self->kind, range.length));
  size_t item = self->item_size();
  if (range.step == 1) {
    if (range.length > 0) {
      std::memcpy(part->at(0), self->at(range.start), static_cast<size_t>(range.length) * item);
    }
    return part;
  }
  for (int64_t i = 0; i < range.length; i++) {
    std::memcpy(part->at(i), self->at(range.start + i * range.step), item);
  }
  return part;
}

RefOf<ArrayObject> copy_of(Thread& t, ArrayObject* self) {
  return part_of(t, self, {0, self->size, 1, self->size});
}

// -- items. Read without the lock: the size, then the block --

Ref get_item_slot(Thread& t, Value v, Value key) {
  ArrayObject* self = array_of(v);
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    ObjectLock lock(t, self);
    slice_adjust(range, self->size);
    return part_of(t, self, range);
  }
  int64_t index;
  if (key.is_int()) {
    index = key.as_int();
  } else {
    if (type_of(key)->slots.to_index == nullptr) {
      return fail(t, type_error_type, "array indices must be integers");
    }
    GILT_TRY(index, sequence_index(t, key, "array"));
  }
  int64_t size = self->size;
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "array index out of range");
  return array_read(t, self->kind, self->at(index));
}

bool delete_range(Thread& t, ArrayObject* self, int64_t start, int64_t stop) {
  if (stop <= start) return true;
  if (__atomic_load_n(&self->exports, __ATOMIC_ACQUIRE) > 0) {
    return fail(t, buffer_error_type, "cannot resize an array that is exporting buffers");
  }
  int64_t size = self->size;
  std::memmove(self->at(start), self->at(stop),
               static_cast<size_t>(size - stop) * self->item_size());
  return array_resize(t, self, size - (stop - start));
}

bool delete_slice(Thread& t, ArrayObject* self, SliceRange range) {
  if (range.length == 0) return true;
  if (range.step < 0) {
    range.start += (range.length - 1) * range.step;
    range.step = -range.step;
  }
  if (range.step == 1) return delete_range(t, self, range.start, range.start + range.length);
  // From the end, so that places stay what they are.
  for (int64_t i = range.length - 1; i >= 0; i--) {
    int64_t place = range.start + i * range.step;
    GILT_CHECK(delete_range(t, self, place, place + 1));
  }
  return true;
}

bool set_slice(Thread& t, ArrayObject* self, SliceRange range, Value value) {
  if (!is_array(value)) {
    return fail(t, type_error_type, "can only assign array (not \"{}\") to array slice",
                type_name(value));
  }
  ArrayObject* other = array_of(value);
  if (other->kind != self->kind) {
    return fail(t, type_error_type, "bad argument type for built-in operation");
  }
  std::string octets(other->octets());
  size_t item = self->item_size();
  auto count = static_cast<int64_t>(octets.size() / item);
  if (range.step == 1) {
    int64_t size = self->size, stop = range.start + range.length;
    if (count != range.length) {
      if (count > range.length) GILT_CHECK(array_resize(t, self, size + count - range.length));
      std::memmove(self->at(range.start + count), self->at(stop),
                   static_cast<size_t>(size - stop) * item);
      if (count < range.length) GILT_CHECK(array_resize(t, self, size + count - range.length));
    }
    if (count > 0) std::memcpy(self->at(range.start), octets.data(), octets.size());
    return true;
  }
  if (count != range.length) {
    return fail(t, value_error_type,
                "attempt to assign array of size {} to extended slice of size {}", count,
                range.length);
  }
  for (int64_t i = 0; i < count; i++) {
    std::memcpy(self->at(range.start + i * range.step),
                octets.data() + static_cast<size_t>(i) * item, item);
  }
  return true;
}

bool set_item_slot(Thread& t, Value v, Value key, Value value) {
  ArrayObject* self = array_of(v);
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    ObjectLock lock(t, self);
    slice_adjust(range, self->size);
    if (value.is_unset()) return delete_slice(t, self, range);
    return set_slice(t, self, range, value);
  }
  if (!key.is_int() && type_of(key)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "array indices must be integers");
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "array"));
  std::byte item[8];
  if (!value.is_unset()) GILT_CHECK(array_write(t, self->kind, item, value));
  ObjectLock lock(t, self);
  int64_t size = self->size;
  if (index < 0) index += size;
  if (index < 0 || index >= size) {
    return fail(t, index_error_type, "array assignment index out of range");
  }
  if (value.is_unset()) return delete_range(t, self, index, index + 1);
  std::memcpy(self->at(index), item, self->item_size());
  return true;
}

std::optional<int64_t> length_slot(Thread&, Value v) {
  return array_of(v)->size;
}

// The first place in [first, last) whose item equals [v], -1 for none.
std::optional<int64_t> find(Thread& t, ArrayObject* self, Value v, int64_t first, int64_t last) {
  for (int64_t i = first; i < last && i < self->size; i++) {
    GILT_TRY(Ref item, array_read(t, self->kind, self->at(i)));
    GILT_TRY(bool same, equal(t, item.get(), v));
    if (same) return i;
  }
  return -1;
}

std::optional<bool> contains_slot(Thread& t, Value v, Value item) {
  GILT_TRY(int64_t place, find(t, array_of(v), item, 0, INT64_MAX));
  return place >= 0;
}

Ref iter_slot(Thread& t, Value v) {
  return sequence_iterator_new(t, v);
}

// -- operators --

Ref compare_slot(Thread& t, CompareOp op, Value a, Value b) {
  if (!is_array(a) || !is_array(b)) return not_implemented();
  ArrayObject *left = array_of(a), *right = array_of(b);
  int64_t left_size = left->size, right_size = right->size;
  if (left_size != right_size && (op == CompareOp::kEq || op == CompareOp::kNe)) {
    return Ref::boolean(op == CompareOp::kNe);
  }
  for (int64_t i = 0; i < left->size && i < right->size; i++) {
    GILT_TRY(Ref x, array_read(t, left->kind, left->at(i)));
    GILT_TRY(Ref y, array_read(t, right->kind, right->at(i)));
    GILT_TRY(bool same, compare_bool(t, CompareOp::kEq, x.get(), y.get()));
    if (same) continue;
    if (op == CompareOp::kEq) return Ref::boolean(false);
    if (op == CompareOp::kNe) return Ref::boolean(true);
    return compare(t, op, x.get(), y.get());
  }
  return Ref::boolean(compare_lengths(op, left->size, right->size));
}

std::optional<int64_t> repeated_size(Thread& t, ArrayObject* self, Value n) {
  GILT_TRY(int64_t count, repeat_count(t, n));
  int64_t size;
  if (__builtin_mul_overflow(self->size.load(), count, &size)) return no_memory(t);
  return size;
}

void repeat_content(ArrayObject* out, std::string_view octets) {
  std::string_view all = out->octets();
  for (size_t i = 0; i < all.size() && !octets.empty(); i += octets.size()) {
    std::memcpy(out->block + i, octets.data(), octets.size());
  }
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kAdd) {
    if (!is_array(a)) return not_implemented();
    if (!is_array(b)) {
      return fail(t, type_error_type, "can only append array (not \"{}\") to array", type_name(b));
    }
    if (array_of(a)->kind != array_of(b)->kind) {
      return fail(t, type_error_type, "bad argument type for built-in operation");
    }
    GILT_TRY(RefOf<ArrayObject> sum, copy_of(t, array_of(a)));
    GILT_CHECK(array_append_octets(t, sum.get(), std::string(array_of(b)->octets())));
    return sum;
  }
  if (op != BinaryOp::kMul) return not_implemented();
  if (!is_array(a)) std::swap(a, b);
  if (!is_array(a) || type_of(b)->slots.to_index == nullptr) return not_implemented();
  ArrayObject* self = array_of(a);
  GILT_TRY(int64_t size, repeated_size(t, self, b));
  GILT_TRY(RefOf<ArrayObject> product, array_new(t, array_type(), self->kind, size));
  repeat_content(product.get(), self->octets());
  return product;
}

Ref inplace_slot(Thread& t, BinaryOp op, Value a, Value b) {
  ArrayObject* self = array_of(a);
  ObjectLock lock(t, self);
  if (op == BinaryOp::kAdd) {
    if (!is_array(b)) {
      return fail(t, type_error_type, "can only extend with array (not \"{}\")", type_name(b));
    }
    GILT_CHECK(extend(t, self, b));
    return Ref::copy(a);
  }
  if (op != BinaryOp::kMul || type_of(b)->slots.to_index == nullptr) return not_implemented();
  GILT_TRY(int64_t size, repeated_size(t, self, b));
  std::string octets(self->octets());
  GILT_CHECK(array_resize(t, self, size));
  repeat_content(self, octets);
  return Ref::copy(a);
}

// -- text --

Ref to_text_value(Thread& t, ArrayObject* self) {
  StrBuilder text;
  for (int64_t i = 0; i < self->size; i++) {
    uint32_t c;
    std::memcpy(&c, self->at(i), sizeof c);
    if (c > 0x10ffff) {
      return fail(t, value_error_type, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
    }
    text.append_code_point(c);
  }
  return text.finish(t);
}

RefOf<ListObject> to_list(Thread& t, ArrayObject* self) {
  int64_t size = self->size;
  GILT_TRY(RefOf<ListObject> list, list_new(t, size));
  for (int64_t i = 0; i < size; i++) {
    GILT_TRY(Ref item, array_read(t, self->kind, self->at(i)));
    GILT_CHECK(list_append(t, list.get(), std::move(item)));
  }
  return list;
}

Ref repr_slot(Thread& t, Value v) {
  ArrayObject* self = array_of(v);
  std::string_view name = type_of(v)->name->view();
  char code = self->kind->code;
  if (self->size == 0) return str_new(t, fmt::format("{}('{}')", name, code));
  Ref content;
  if (code == 'u' || code == 'w') {
    GILT_TRY(content, to_text_value(t, self));
  } else {
    GILT_TRY(content, to_list(t, self));
  }
  GILT_TRY(RefOf<StrObject> shown, repr(t, content.get()));
  return str_new(t, fmt::format("{}('{}', {})", name, code, shown->view()));
}

// -- methods --

Ref append_method(Thread& t, Args args) {
  GILT_CHECK(append(t, array_of(args[0]), args[1]));
  return Ref::none();
}
Ref extend_method(Thread& t, Args args) {
  GILT_CHECK(extend(t, array_of(args[0]), args[1]));
  return Ref::none();
}

Ref insert_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t place, to_clamped_index(t, args[1]));
  std::byte item[8];
  GILT_CHECK(array_write(t, self->kind, item, args[2]));
  int64_t size = self->size;
  if (place < 0) place = std::max<int64_t>(place + size, 0);
  place = std::min(place, size);
  GILT_CHECK(array_resize(t, self, size + 1));
  std::memmove(self->at(place + 1), self->at(place),
               static_cast<size_t>(size - place) * self->item_size());
  std::memcpy(self->at(place), item, self->item_size());
  return Ref::none();
}

Ref pop_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t place, to_int64(t, args[1]));
  int64_t size = self->size;
  if (size == 0) return fail(t, index_error_type, "pop from empty array");
  if (place < 0) place += size;
  if (place < 0 || place >= size) return fail(t, index_error_type, "pop index out of range");
  GILT_TRY(Ref item, array_read(t, self->kind, self->at(place)));
  GILT_CHECK(delete_range(t, self, place, place + 1));
  return item;
}

Ref remove_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t place, find(t, self, args[1], 0, INT64_MAX));
  if (place < 0) return fail(t, value_error_type, "array.remove(x): x not in array");
  GILT_CHECK(delete_range(t, self, place, place + 1));
  return Ref::none();
}

Ref index_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  int64_t first, last;
  GILT_CHECK(index_bounds(t, args[2], args[3], self->size, first, last));
  GILT_TRY(int64_t place, find(t, self, args[1], first, last));
  if (place < 0) return fail(t, value_error_type, "array.index(x): x not in array");
  return int_from(t, place);
}

Ref count_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  int64_t count = 0, place = -1;
  while (true) {
    GILT_TRY(place, find(t, self, args[1], place + 1, INT64_MAX));
    if (place < 0) return int_from(t, count);
    count++;
  }
}

Ref reverse_method(Thread&, Args args) {
  ArrayObject* self = array_of(args[0]);
  size_t item = self->item_size();
  for (int64_t i = 0, j = self->size - 1; i < j; i++, j--) {
    std::byte held[8];
    std::memcpy(held, self->at(i), item);
    std::memcpy(self->at(i), self->at(j), item);
    std::memcpy(self->at(j), held, item);
  }
  return Ref::none();
}

Ref byteswap_method(Thread&, Args args) {
  ArrayObject* self = array_of(args[0]);
  for (int64_t i = 0; i < self->size; i++) {
    std::reverse(self->at(i), self->at(i) + self->item_size());
  }
  return Ref::none();
}

Ref clear_method(Thread& t, Args args) {
  GILT_CHECK(array_resize(t, array_of(args[0]), 0));
  return Ref::none();
}

Ref tobytes_method(Thread& t, Args args) {
  return bytes_new(t, array_of(args[0])->octets());
}

Ref frombytes_method(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  const std::string octets(view.view());  // it may be this very array
  view.close();
  GILT_CHECK(append_bytes(t, array_of(args[0]), octets));
  return Ref::none();
}

Ref tolist_method(Thread& t, Args args) {
  return to_list(t, array_of(args[0]));
}

Ref fromlist_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  if (!is_list(args[1])) return fail(t, type_error_type, "arg must be list");
  auto* list = args[1].as<ListObject>();
  int64_t before = self->size, count = list->size;
  for (int64_t i = 0; i < count; i++) {
    Ref item = i < list->size ? list->items[i].load() : Ref::unset();
    bool ok =
        item.is_unset()
            ? static_cast<bool>(fail(t, runtime_error_type, "list changed size during iteration"))
            : append(t, self, item.get());
    if (ok) continue;
    // All or nothing.
    Ref error = error_take(t);
    if (!array_resize(t, self, before)) error_clear(t);
    error_restore(t, std::move(error));
    return Failed{};
  }
  return Ref::none();
}

bool check_text(Thread& t, ArrayObject* self, const char* method) {
  if (self->kind->code == 'u' || self->kind->code == 'w') return true;
  return fail(t, value_error_type, "{}() may only be called on unicode type arrays ('u' or 'w')",
              method);
}

Ref tounicode_method(Thread& t, Args args) {
  GILT_CHECK(check_text(t, array_of(args[0]), "tounicode"));
  return to_text_value(t, array_of(args[0]));
}

Ref fromunicode_method(Thread& t, Args args) {
  if (!is_str(args[1])) {
    return fail(t, type_error_type, "fromunicode() argument must be str, not {}",
                type_name(args[1]));
  }
  GILT_CHECK(check_text(t, array_of(args[0]), "fromunicode"));
  GILT_CHECK(append_text(t, array_of(args[0]), args[1].as<StrObject>()));
  return Ref::none();
}

Ref tofile_method(Thread& t, Args args) {
  GILT_TRY(RefOf<BytesObject> octets, bytes_new(t, array_of(args[0])->octets()));
  GILT_CHECK(call_method(t, args[1], intern("write"), {octets.value()}));
  return Ref::none();
}

Ref fromfile_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t count, to_int64(t, args[2]));
  if (count < 0) return fail(t, value_error_type, "negative count");
  int64_t wanted;
  if (__builtin_mul_overflow(count, static_cast<int64_t>(self->item_size()), &wanted)) {
    return no_memory(t);
  }
  GILT_TRY(Ref size, int_from(t, wanted));
  GILT_TRY(Ref data, call_method(t, args[1], intern("read"), {size.get()}));
  if (!is_bytes(data.get())) return fail(t, type_error_type, "read() didn't return bytes");
  std::string_view octets = octets_of(data.get());
  GILT_CHECK(append_bytes(t, self, octets));
  if (static_cast<int64_t>(octets.size()) != wanted) {
    return fail(t, eof_error_type, "read() didn't return enough bytes");
  }
  return Ref::none();
}

Ref buffer_info_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(Ref address, int_from_unsigned(t, reinterpret_cast<uintptr_t>(self->block.load())));
  return tuple_of(t, {address.get(), Value::integer(self->size)});
}

Ref copy_method(Thread& t, Args args) {
  return copy_of(t, array_of(args[0]));
}

Ref reduce_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t protocol, to_int64(t, args[1]));
  GILT_TRY(RefOf<StrObject> code, str_new(t, {&self->kind->code, 1}));
  Ref state = get_attribute_or_unset(t, args[0], intern("__dict__"));
  if (state.is_error()) return state;
  if (state.is_unset()) state = Ref::none();
  Ref content;
  if (self->kind->code == 'u' || self->kind->code == 'w' || protocol < 3) {
    GILT_TRY(content, to_list(t, self));
    GILT_TRY(RefOf<TupleObject> arguments, tuple_of(t, {code.value(), content.get()}));
    return tuple_of(t, {to_value(type_of(args[0])), arguments.value(), state.get()});
  }
  // The format that tells how the octets are to be read on other machines.
  static constexpr struct {
    char code;
    int format;
  } kFormats[] = {{'B', 0},  {'b', 1},  {'H', 2},  {'h', 4},  {'I', 6},  {'i', 8},
                  {'L', 10}, {'l', 12}, {'Q', 10}, {'q', 12}, {'f', 14}, {'d', 16}};
  int format = 0;
  for (const auto& entry : kFormats) {
    if (entry.code == self->kind->code) format = entry.format;
  }
  GILT_TRY(content, bytes_new(t, self->octets()));
  GILT_TRY(Ref maker, import_attribute(t, "array", "_array_reconstructor"));
  GILT_TRY(RefOf<TupleObject> arguments, tuple_of(t, {to_value(type_of(args[0])), code.value(),
                                                      Value::integer(format), content.get()}));
  return tuple_of(t, {maker.get(), arguments.value(), state.get()});
}

Ref sizeof_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  return int_from_unsigned(
      t, sizeof(ArrayObject) + static_cast<size_t>(self->capacity) * self->item_size());
}

Ref get_typecode(Thread& t, Value v) {
  return str_new(t, {&array_of(v)->kind->code, 1});
}
Ref get_itemsize(Thread&, Value v) {
  return Ref::adopt(Value::integer(array_of(v)->kind->size));
}

constexpr NativeDef kMethods[] = {
    {"append", guarded<append_method>, "(self, v, /)", "Adds an item at the end."},
    {"buffer_info", guarded<buffer_info_method>, "(self, /)", "(address, items)"},
    {"byteswap", guarded<byteswap_method>, "(self, /)", "Turns the bytes of each item around."},
    {"clear", guarded<clear_method>, "(self, /)", "Removes all items."},
    {"count", count_method, "(self, v, /)", "How many items equal v."},
    {"extend", guarded<extend_method>, "(self, bb, /)", "Adds the items of an iterable."},
    {"frombytes", guarded<frombytes_method>, "(self, buffer, /)", "Adds the items in some bytes."},
    {"fromfile", guarded<fromfile_method>, "(self, f, n, /)", "Adds n items from a file."},
    {"fromlist", guarded<fromlist_method>, "(self, list, /)", "Adds the items of a list."},
    {"fromunicode", guarded<fromunicode_method>, "(self, ustr, /)",
     "Adds the characters of a str."},
    {"index", index_method, "(self, v, start=..., stop=..., /)", "The first place of an item."},
    {"insert", guarded<insert_method>, "(self, i, v, /)", "Puts an item before a place."},
    {"pop", guarded<pop_method>, "(self, i=-1, /)", "Removes an item and returns it."},
    {"remove", guarded<remove_method>, "(self, v, /)", "Removes the first item that equals v."},
    {"reverse", guarded<reverse_method>, "(self, /)", "Turns the order around."},
    {"tobytes", guarded<tobytes_method>, "(self, /)", "The items as bytes."},
    {"tofile", tofile_method, "(self, f, /)", "Writes the items to a file."},
    {"tolist", guarded<tolist_method>, "(self, /)", "The items as a list."},
    {"tounicode", guarded<tounicode_method>, "(self, /)", "The characters as a str."},
    {"__copy__", guarded<copy_method>, "(self, /)", "A copy."},
    {"__deepcopy__", guarded<copy_method>, "(self, memo, /)", "A copy."},
    {"__reduce_ex__", guarded<reduce_method>, "(self, value, /)", "State for pickling."},
    {"__sizeof__", sizeof_method, "(self, /)", nullptr},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};
constexpr GetSetDef kGetSets[] = {
    {"itemsize", get_itemsize, nullptr, "Bytes of an item."},
    {"typecode", get_typecode, nullptr, "The letter of the items' type."},
};

// -- the module --

// array('i', ...) from pickled octets, as other machines may have written them.
Ref reconstruct_function(Thread& t, Args args) {
  if (!is_instance_of(args[0], &type_type)) {
    return fail(t, type_error_type, "first argument must be a type object, not {}",
                type_name(args[0]));
  }
  GILT_TRY(int format, to_c_int(t, args[2]));
  if (!is_bytes(args[3])) {
    return fail(t, type_error_type, "fourth argument should be bytes, not {}", type_name(args[3]));
  }
  if (format < 0 || format > 21) {
    return fail(t, value_error_type, "third argument must be a valid machine format code.");
  }
  GILT_TRY(RefOf<BytesObject> nothing, bytes_new(t, ""));
  GILT_TRY(Ref array, call(t, args[0], {args[1], nothing.value()}));
  if (!is_array(array.get())) return fail(t, type_error_type, "no array was made");
  ArrayObject* self = array_of(array.get());
  const bool swapped = format >= 2 && format <= 21 && format % 2 == 1;
  GILT_CHECK(append_bytes(t, self, octets_of(args[3])));
  if (swapped) {
    const Value self_value = array.get();
    GILT_CHECK(byteswap_method(t, Args{&self_value, 1}));
  }
  return array;
}

constexpr NativeDef kFunctions[] = {
    {"_array_reconstructor", reconstruct_function, "(arraytype, typecode, mformat_code, items, /)",
     "For pickles."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "array", Ref::copy(array_type())));
  GILT_CHECK(module_set(t, module, "ArrayType", Ref::copy(array_type())));
  GILT_TRY(RefOf<StrObject> codes, str_new(t, kArrayCodes));
  GILT_CHECK(module_set(t, module, "typecodes", std::move(codes)));
  // Arrays are sequences to isinstance.
  GILT_TRY(Ref sequences, import_attribute(t, "collections.abc", "MutableSequence"));
  GILT_CHECK(call_method(t, sequences.get(), intern("register"), {to_value(array_type())}));
  return true;
}

const ModuleDef kModule = {"array", "Numbers of one C type in a row.", kFunctions, init};

}  // namespace

TypeObject* array_type() {
  static TypeObject* const kType = [] {
    const TypeSpec spec = {
        .name = "array.array",
        .instance_size = sizeof(ArrayObject),
        .flags = kTypeSubclassable | kTypeHasWeakrefs | kTypeSequence,
        .binary_ops =
            1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul),
        .inplace_ops =
            1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul),
        .doc = "array(typecode [, initializer]) -> array\n\nNumbers of one C type in a row.",
        .slots =
            {
                .dealloc = dealloc,
                .traverse = traverse,
                .construct = construct,
                .repr = repr_slot,
                .compare = compare_slot,
                .iter = iter_slot,
                .length = length_slot,
                .get_item = get_item_slot,
                .set_item = set_item_slot,
                .contains = contains_slot,
                .binary = binary_slot,
                .inplace = inplace_slot,
                .buffer = buffer,
            },
        .methods = kMethods,
        .getsets = kGetSets,
    };
    TypeObject* type = type_new_native(spec);
    register_buffer_traits({type, change_exports, item_of_views, nullptr});
    return type;
  }();
  return kType;
}

void register_array_module() {
  register_native_module(kModule);
}

}  // namespace gilt
