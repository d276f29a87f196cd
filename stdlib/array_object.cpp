#include "stdlib/array_object.h"

#include <algorithm>
#include <cstring>

#include "runtime/builtin_types.h"
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

}  // namespace gilt
