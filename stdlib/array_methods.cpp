// array.array: its methods.
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

Ref append_method(Thread& t, Args args) {
  GILT_CHECK(array_append(t, array_of(args[0]), args[1]));
  return Ref::none();
}
Ref extend_method(Thread& t, Args args) {
  GILT_CHECK(array_extend(t, array_of(args[0]), args[1]));
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
  GILT_CHECK(array_delete_range(t, self, place, place + 1));
  return item;
}

Ref remove_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  GILT_TRY(int64_t place, array_find(t, self, args[1], 0, INT64_MAX));
  if (place < 0) return fail(t, value_error_type, "array.remove(x): x not in array");
  // The comparison may have run script code, and so may have let others shorten the array.
  if (place < self->size) GILT_CHECK(array_delete_range(t, self, place, place + 1));
  return Ref::none();
}

Ref index_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  int64_t first, last;
  GILT_CHECK(index_bounds(t, args[2], args[3], self->size, first, last));
  GILT_TRY(int64_t place, array_find(t, self, args[1], first, last));
  if (place < 0) return fail(t, value_error_type, "array.index(x): x not in array");
  return int_from(t, place);
}

Ref count_method(Thread& t, Args args) {
  ArrayObject* self = array_of(args[0]);
  int64_t count = 0, place = -1;
  while (true) {
    GILT_TRY(place, array_find(t, self, args[1], place + 1, INT64_MAX));
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
  GILT_CHECK(array_append_bytes(t, array_of(args[0]), octets));
  return Ref::none();
}

Ref tolist_method(Thread& t, Args args) {
  return array_to_list(t, array_of(args[0]));
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
            : array_append(t, self, item.get());
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
  return array_to_text(t, array_of(args[0]));
}

Ref fromunicode_method(Thread& t, Args args) {
  if (!is_str(args[1])) {
    return fail(t, type_error_type, "fromunicode() argument must be str, not {}",
                type_name(args[1]));
  }
  GILT_CHECK(check_text(t, array_of(args[0]), "fromunicode"));
  GILT_CHECK(array_append_text(t, array_of(args[0]), args[1].as<StrObject>()));
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
  GILT_CHECK(array_append_bytes(t, self, octets));
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
  return array_copy(t, array_of(args[0]));
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
    GILT_TRY(content, array_to_list(t, self));
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

}  // namespace

std::span<const NativeDef> array_methods() {
  return kMethods;
}

}  // namespace gilt
