// The items of a memoryview: octets to values and back.
#include <cstring>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/memoryview.h"
#include "runtime/native.h"
#include "runtime/operations.h"

namespace gilt {

int64_t memoryview_item_size(char format) {
  switch (format) {
    case 'B':
    case 'b':
    case 'c':
    case '?': return 1;
    case 'h':
    case 'H': return sizeof(short);
    case 'i':
    case 'I': return sizeof(int);
    case 'l':
    case 'L': return sizeof(long);
    case 'q':
    case 'Q': return sizeof(long long);
    case 'n':
    case 'N': return sizeof(size_t);
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    default: return 0;
  }
}

namespace {

template <class T>
T read(const std::byte* p) {
  T value;
  std::memcpy(&value, p, sizeof value);
  return value;
}

template <class T>
void write(std::byte* p, T value) {
  std::memcpy(p, &value, sizeof value);
}

Failed fail_value(Thread& t, char format) {
  return fail(t, value_error_type, "memoryview: invalid value for format '{}'", format);
}
Failed fail_type(Thread& t, char format) {
  return fail(t, type_error_type, "memoryview: invalid type for format '{}'", format);
}

template <class T>
bool write_integer(Thread& t, char format, std::byte* p, Value v) {
  if (!is_int(v) && type_of(v)->slots.to_index == nullptr) return fail_type(t, format);
  GILT_TRY(Ref index, to_index(t, v));
  unsigned char octets[sizeof(T)];
  if (!int_to_bytes(index.get(), octets, sizeof(T), true, std::is_signed_v<T>))
    return fail_value(t, format);
  std::memcpy(p, octets, sizeof(T));
  return true;
}

}  // namespace

Ref memoryview_read(Thread& t, char format, const std::byte* p) {
  switch (format) {
    case 'B': return Ref::adopt(Value::integer(read<unsigned char>(p)));
    case 'b': return Ref::adopt(Value::integer(read<signed char>(p)));
    case 'c': return bytes_new(t, {reinterpret_cast<const char*>(p), 1});
    case '?': return Ref::boolean(read<unsigned char>(p) != 0);
    case 'h': return Ref::adopt(Value::integer(read<short>(p)));
    case 'H': return Ref::adopt(Value::integer(read<unsigned short>(p)));
    case 'i': return Ref::adopt(Value::integer(read<int>(p)));
    case 'I': return Ref::adopt(Value::integer(read<unsigned>(p)));
    case 'l':
    case 'q':
    case 'n': return int_from(t, read<int64_t>(p));
    case 'L':
    case 'Q':
    case 'N': return int_from_unsigned(t, read<uint64_t>(p));
    case 'f': return make_float(t, static_cast<double>(read<float>(p)));
    default: return make_float(t, read<double>(p));
  }
}

bool memoryview_write(Thread& t, char format, std::byte* p, Value v) {
  switch (format) {
    case 'B': return write_integer<unsigned char>(t, format, p, v);
    case 'b': return write_integer<signed char>(t, format, p, v);
    case 'c':
      if (!is_bytes(v)) return fail_type(t, format);
      if (v.as<BytesObject>()->size != 1) return fail_value(t, format);
      write(p, v.as<BytesObject>()->data()[0]);
      return true;
    case '?': {
      GILT_TRY(bool set, truth(t, v));
      write(p, static_cast<unsigned char>(set));
      return true;
    }
    case 'h': return write_integer<short>(t, format, p, v);
    case 'H': return write_integer<unsigned short>(t, format, p, v);
    case 'i': return write_integer<int>(t, format, p, v);
    case 'I': return write_integer<unsigned>(t, format, p, v);
    case 'l':
    case 'q':
    case 'n': return write_integer<int64_t>(t, format, p, v);
    case 'L':
    case 'Q':
    case 'N': return write_integer<uint64_t>(t, format, p, v);
    default: {
      const TypeSlots& slots = type_of(v)->slots;
      if (!is_float(v) && slots.to_float == nullptr && slots.to_index == nullptr)
        return fail_type(t, format);
      GILT_TRY(double d, to_double(t, v));
      if (format == 'f')
        write(p, static_cast<float>(d));
      else
        write(p, d);
      return true;
    }
  }
}

}  // namespace gilt
