#include "stdlib/array_object.h"

#include <algorithm>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"

namespace gilt {

const char kArrayCodes[] = "bBuwhHiIlLqQfd";

namespace {

constexpr ArrayKind kKinds[] = {
    {'b', 1, 'b', "signed char"},
    {'B', 1, 'B', "unsigned byte integer"},
    {'u', 4, 'I', "unicode character"},
    {'w', 4, 'I', "unicode character"},
    {'h', 2, 'h', "signed short integer"},
    {'H', 2, 'H', "unsigned short"},
    {'i', 4, 'i', "signed integer"},
    {'I', 4, 'I', "unsigned int"},
    {'l', 8, 'l', "signed long"},
    {'L', 8, 'L', "unsigned long"},
    {'q', 8, 'q', "signed long long"},
    {'Q', 8, 'Q', "unsigned long long"},
    {'f', 4, 'f', "float"},
    {'d', 8, 'd', "double"},
};

constexpr int64_t kMostOctets = INT64_MAX / 2;

// A block for [capacity] items that holds what the old one did; the old one is retired.
bool grow(Thread& t, ArrayObject* array, int64_t capacity) {
  size_t item = array->item_size();
  if (capacity > kMostOctets / static_cast<int64_t>(item)) return no_memory(t);
  size_t bytes = static_cast<size_t>(capacity) * item;
  auto* block = static_cast<std::byte*>(heap_allocate(t, bytes));
  if (block == nullptr) return false;
  std::byte* old = array->block;
  size_t old_bytes = static_cast<size_t>(array->capacity) * item;
  if (old != nullptr) std::memcpy(block, old, old_bytes);
  std::memset(block + old_bytes, 0, bytes - old_bytes);
  array->block = block;
  array->capacity = capacity;
  if (old != nullptr) retire_block(t, array, old, old_bytes);
  return true;
}

}  // namespace

const ArrayKind* array_kind(char code) {
  for (const ArrayKind& kind : kKinds) {
    if (kind.code == code) return &kind;
  }
  return nullptr;
}

RefOf<ArrayObject> array_new(Thread& t, TypeObject* type, const ArrayKind* kind, int64_t size) {
  auto* array = native_allocate<ArrayObject>(t, type);
  if (array == nullptr) return Failed{};
  array->kind = kind;
  array->size = 0;
  array->capacity = 0;
  array->block = nullptr;
  array->exports = 0;
  RefOf<ArrayObject> owner = RefOf<ArrayObject>::adopt(array);
  if (size > 0) {
    GILT_CHECK(grow(t, array, size));
    array->size = size;
  }
  return owner;
}

bool array_resize(Thread& t, ArrayObject* array, int64_t size) {
  if (size == array->size) return true;
  if (__atomic_load_n(&array->exports, __ATOMIC_ACQUIRE) > 0) {
    return fail(t, buffer_error_type, "cannot resize an array that is exporting buffers");
  }
  int64_t old = array->size;
  if (size > array->capacity) {
    GILT_CHECK(grow(t, array, std::max<int64_t>(size, array->capacity + array->capacity / 8 + 8)));
  } else if (size > old) {
    std::memset(array->at(old), 0, static_cast<size_t>(size - old) * array->item_size());
  }
  array->size = size;
  return true;
}

bool array_append_octets(Thread& t, ArrayObject* array, std::string_view octets) {
  int64_t old = array->size;
  GILT_CHECK(
      array_resize(t, array, old + static_cast<int64_t>(octets.size() / array->item_size())));
  if (!octets.empty()) std::memcpy(array->at(old), octets.data(), octets.size());
  return true;
}

namespace {

template <class T>
T load(const std::byte* item) {
  T value;
  std::memcpy(&value, item, sizeof value);
  return value;
}
template <class T>
void store(std::byte* item, T value) {
  std::memcpy(item, &value, sizeof value);
}

template <class T>
bool write_integer(Thread& t, const ArrayKind* kind, std::byte* item, Value v) {
  Ref number;
  if (is_float(v)) {
    return fail(t, type_error_type, "'float' object cannot be interpreted as an integer");
  }
  if (!is_int(v)) {
    GILT_TRY(number, to_index(t, v));
    v = number.get();
  }
  if constexpr (std::is_signed_v<T> || sizeof(T) < 8) {
    std::optional<int64_t> value = int_to_int64(v);
    if (sizeof(T) == 8 && !value) {
      return fail(t, overflow_error_type, "{}",
                  kind->code == 'q' ? "int too big to convert"
                                    : "Python int too large to convert to C long");
    }
    bool negative = int_sign(v) < 0;
    if (!value || *value < static_cast<int64_t>(std::numeric_limits<T>::min()) ||
        *value > static_cast<int64_t>(std::numeric_limits<T>::max())) {
      if constexpr (std::is_unsigned_v<T> && sizeof(T) == 4) {
        if (negative) {
          return fail(t, overflow_error_type, "can't convert negative value to unsigned int");
        }
      }
      return fail(t, overflow_error_type, "{} is {} than {}", kind->name,
                  negative ? "less" : "greater", negative ? "minimum" : "maximum");
    }
    store(item, static_cast<T>(*value));
  } else {
    std::optional<uint64_t> value = int_to_uint64(v);
    if (!value) {
      if (int_sign(v) < 0) {
        return fail(t, overflow_error_type, "can't convert negative value to unsigned int");
      }
      return fail(t, overflow_error_type, "{}",
                  kind->code == 'Q' ? "int too big to convert"
                                    : "Python int too large to convert to C unsigned long");
    }
    store(item, static_cast<T>(*value));
  }
  return true;
}

}  // namespace

Ref array_read(Thread& t, const ArrayKind* kind, const std::byte* item) {
  switch (kind->code) {
    case 'b': return int_from(t, load<int8_t>(item));
    case 'B': return int_from(t, load<uint8_t>(item));
    case 'u':
    case 'w': {
      auto c = load<uint32_t>(item);
      if (c > 0x10ffff) {
        return fail(t, value_error_type, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
      }
      return str_from_code_point(t, c);
    }
    case 'h': return int_from(t, load<int16_t>(item));
    case 'H': return int_from(t, load<uint16_t>(item));
    case 'i': return int_from(t, load<int32_t>(item));
    case 'I': return int_from(t, load<uint32_t>(item));
    case 'l':
    case 'q': return int_from(t, load<int64_t>(item));
    case 'L':
    case 'Q': return int_from_unsigned(t, load<uint64_t>(item));
    case 'f': return make_float(t, load<float>(item));
    default: return make_float(t, load<double>(item));
  }
}

bool array_write(Thread& t, const ArrayKind* kind, std::byte* item, Value v) {
  switch (kind->code) {
    case 'b': return write_integer<int8_t>(t, kind, item, v);
    case 'B': return write_integer<uint8_t>(t, kind, item, v);
    case 'u':
    case 'w': {
      if (!is_str(v)) {
        return fail(t, type_error_type, "array item must be a unicode character, not {}",
                    type_name(v));
      }
      auto* text = v.as<StrObject>();
      if (text->length != 1) {
        return fail(t, type_error_type,
                    "array item must be a unicode character, not a string of length {}",
                    text->length);
      }
      store(item, static_cast<uint32_t>(str_code_point(text, 0)));
      return true;
    }
    case 'h': return write_integer<int16_t>(t, kind, item, v);
    case 'H': return write_integer<uint16_t>(t, kind, item, v);
    case 'i': return write_integer<int32_t>(t, kind, item, v);
    case 'I': return write_integer<uint32_t>(t, kind, item, v);
    case 'l':
    case 'q': return write_integer<int64_t>(t, kind, item, v);
    case 'L':
    case 'Q': return write_integer<uint64_t>(t, kind, item, v);
    default: break;
  }
  GILT_TRY(double number, to_double(t, v));
  if (kind->code == 'f') {
    store(item, static_cast<float>(number));
  } else {
    store(item, number);
  }
  return true;
}

bool array_append(Thread& t, ArrayObject* self, Value v) {
  // The item first: asking for it may run script code.
  std::byte item[8];
  GILT_CHECK(array_write(t, self->kind, item, v));
  return array_append_octets(t, self, {reinterpret_cast<const char*>(item), self->item_size()});
}

bool array_extend(Thread& t, ArrayObject* self, Value iterable) {
  if (is_array(iterable)) {
    ArrayObject* other = array_of(iterable);
    if (other->kind != self->kind) {
      return fail(t, type_error_type, "can only extend with array of same kind");
    }
    return array_append_octets(t, self, std::string(other->octets()));
  }
  return for_each(t, iterable, [&](Ref item) -> bool { return array_append(t, self, item.get()); });
}

bool array_append_text(Thread& t, ArrayObject* self, StrObject* text) {
  int64_t old = self->size;
  GILT_CHECK(array_resize(t, self, old + static_cast<int64_t>(text->length)));
  for (size_t i = 0; i < text->length; i++) {
    uint32_t c = str_code_point(text, i);
    std::memcpy(self->at(old + static_cast<int64_t>(i)), &c, sizeof c);
  }
  return true;
}

bool array_append_bytes(Thread& t, ArrayObject* self, std::string_view octets) {
  if (octets.size() % self->item_size() != 0) {
    return fail(t, value_error_type, "bytes length not a multiple of item size");
  }
  return array_append_octets(t, self, octets);
}

RefOf<ArrayObject> array_part(Thread& t, ArrayObject* self, const SliceRange& range) {
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

RefOf<ArrayObject> array_copy(Thread& t, ArrayObject* self) {
  return array_part(t, self, {0, self->size, 1, self->size});
}

bool array_delete_range(Thread& t, ArrayObject* self, int64_t start, int64_t stop) {
  if (stop <= start) return true;
  if (__atomic_load_n(&self->exports, __ATOMIC_ACQUIRE) > 0) {
    return fail(t, buffer_error_type, "cannot resize an array that is exporting buffers");
  }
  int64_t size = self->size;
  std::memmove(self->at(start), self->at(stop),
               static_cast<size_t>(size - stop) * self->item_size());
  return array_resize(t, self, size - (stop - start));
}

std::optional<int64_t> array_find(Thread& t, ArrayObject* self, Value v, int64_t first,
                                  int64_t last) {
  for (int64_t i = first; i < last && i < self->size; i++) {
    GILT_TRY(Ref item, array_read(t, self->kind, self->at(i)));
    GILT_TRY(bool same, equal(t, item.get(), v));
    if (same) return i;
  }
  return -1;
}

Ref array_to_text(Thread& t, ArrayObject* self) {
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

RefOf<ListObject> array_to_list(Thread& t, ArrayObject* self) {
  int64_t size = self->size;
  GILT_TRY(RefOf<ListObject> list, list_new(t, size));
  for (int64_t i = 0; i < size; i++) {
    GILT_TRY(Ref item, array_read(t, self->kind, self->at(i)));
    GILT_CHECK(list_append(t, list.get(), std::move(item)));
  }
  return list;
}

}  // namespace gilt
