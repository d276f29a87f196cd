// Module array: the type array.array as a sequence. array_object.h tells how one is kept;
// array_methods.cpp has its methods.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "runtime/buffer_traits.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/comparison.h"
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

void change_exports(Value v, int by) {
  __atomic_fetch_add(&array_of(v)->exports, static_cast<uint32_t>(by), __ATOMIC_ACQ_REL);
}
void item_of_views(Value v, char& format, int64_t& item_size) {
  format = array_of(v)->kind->view;
  item_size = array_of(v)->kind->size;
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
    GILT_CHECK(array_append_bytes(t, array.get(), view.view()));
  } else if (is_str(initial)) {
    GILT_CHECK(array_append_text(t, array.get(), initial.as<StrObject>()));
  } else if (is_array(initial) && array_of(initial)->kind == kind) {
    GILT_CHECK(array_append_octets(t, array.get(), array_of(initial)->octets()));
  } else {
    GILT_CHECK(for_each(
        t, initial, [&](Ref item) -> bool { return array_append(t, array.get(), item.get()); }));
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

// -- items. Read without the lock: the size, then the block --

Ref get_item_slot(Thread& t, Value v, Value key) {
  ArrayObject* self = array_of(v);
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    ObjectLock lock(t, self);
    slice_adjust(range, self->size);
    return array_part(t, self, range);
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

bool delete_slice(Thread& t, ArrayObject* self, SliceRange range) {
  if (range.length == 0) return true;
  if (range.step < 0) {
    range.start += (range.length - 1) * range.step;
    range.step = -range.step;
  }
  if (range.step == 1) return array_delete_range(t, self, range.start, range.start + range.length);
  // From the end, so that places stay what they are.
  for (int64_t i = range.length - 1; i >= 0; i--) {
    int64_t place = range.start + i * range.step;
    GILT_CHECK(array_delete_range(t, self, place, place + 1));
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
  if (value.is_unset()) return array_delete_range(t, self, index, index + 1);
  std::memcpy(self->at(index), item, self->item_size());
  return true;
}

std::optional<int64_t> length_slot(Thread&, Value v) {
  return array_of(v)->size;
}

std::optional<bool> contains_slot(Thread& t, Value v, Value item) {
  GILT_TRY(int64_t place, array_find(t, array_of(v), item, 0, INT64_MAX));
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
  return Ref::boolean(holds<int64_t>(op, left->size, right->size));
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
    GILT_TRY(RefOf<ArrayObject> sum, array_copy(t, array_of(a)));
    GILT_CHECK(array_append_octets(t, sum.get(), std::string(array_of(b)->octets())));
    return sum;
  }
  if (op != BinaryOp::kMul) return not_implemented();
  if (!is_array(a)) std::swap(a, b);
  if (!is_array(a) || type_of(b)->slots.to_index == nullptr) return not_implemented();
  ArrayObject* self = array_of(a);
  ObjectLock lock(t, self);  // what is copied is what the room was counted for
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
    GILT_CHECK(array_extend(t, self, b));
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

Ref repr_slot(Thread& t, Value v) {
  ArrayObject* self = array_of(v);
  std::string_view name = type_of(v)->name->view();
  char code = self->kind->code;
  if (self->size == 0) return str_new(t, fmt::format("{}('{}')", name, code));
  Ref content;
  if (code == 'u' || code == 'w') {
    GILT_TRY(content, array_to_text(t, self));
  } else {
    GILT_TRY(content, array_to_list(t, self));
  }
  GILT_TRY(RefOf<StrObject> shown, repr(t, content.get()));
  return str_new(t, fmt::format("{}('{}', {})", name, code, shown->view()));
}

Ref get_typecode(Thread& t, Value v) {
  return str_new(t, {&array_of(v)->kind->code, 1});
}
Ref get_itemsize(Thread&, Value v) {
  return Ref::adopt(Value::integer(array_of(v)->kind->size));
}

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
  GILT_CHECK(array_append_bytes(t, self, octets_of(args[3])));
  if (swapped) {
    GILT_CHECK(call_method(t, array.get(), intern("byteswap")));
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
        .methods = array_methods(),
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
