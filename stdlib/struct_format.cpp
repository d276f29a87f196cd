#include "stdlib/struct_format.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {

Failed fail_struct(Thread& t, std::string_view message) {
  GILT_TRY(Ref type, import_attribute(t, "_struct", "error"));
  GILT_TRY(RefOf<StrObject> text, str_new(t, message));
  GILT_TRY(Ref exception, call(t, type.get(), {text.value()}));
  return fail_instance(t, std::move(exception));
}

namespace {

// -- parsing --

// Octets of a code; 0: there is no such code. In native mode they are also its alignment, except
// for complex numbers and rows of octets.
uint32_t size_of(char code, bool native) {
  switch (code) {
    case 'x':
    case 'b':
    case 'B':
    case 'c':
    case '?':
    case 's':
    case 'p': return 1;
    case 'h':
    case 'H':
    case 'e': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'l':
    case 'L': return native ? sizeof(long) : 4;
    case 'q':
    case 'Q':
    case 'd':
    case 'F': return 8;
    case 'D': return 16;
    case 'n':
    case 'N':
    case 'P': return native ? 8 : 0;
    default: return 0;
  }
}

int64_t alignment_of(char code) {
  if (code == 'F') return 4;
  if (code == 'D') return 8;
  return size_of(code, true);
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool parse(Thread& t, std::string_view text, StructFormat& out) {
  out.text = text;
  out.native = true;
  bool aligned = true;
  out.little = std::endian::native == std::endian::little;
  size_t i = 0;
  if (!text.empty() && std::string_view("@=<>!").find(text[0]) != std::string_view::npos) {
    char order = text[0];
    i = 1;
    if (order != '@') out.native = aligned = false;
    if (order == '<') out.little = true;
    if (order == '>' || order == '!') out.little = false;
  }
  constexpr int64_t kMost = INT64_MAX;
  auto too_long = [&] { return fail_struct(t, "total struct size too long"); };
  int64_t place = 0;
  while (i < text.size()) {
    char c = text[i++];
    if (is_space(c)) continue;
    int64_t count = 1;
    if (c >= '0' && c <= '9') {
      count = c - '0';
      while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
        if (__builtin_mul_overflow(count, int64_t{10}, &count) ||
            __builtin_add_overflow(count, int64_t{text[i] - '0'}, &count)) {
          return too_long();
        }
        i++;
      }
      if (i == text.size()) {
        return fail_struct(t, "repeat count given without format specifier");
      }
      c = text[i++];
    }
    uint32_t size = size_of(c, out.native);
    if (size == 0) return fail_struct(t, "bad char in struct format");
    if (aligned) {
      int64_t alignment = alignment_of(c);
      if (place > kMost - alignment) return too_long();
      place = (place + alignment - 1) / alignment * alignment;
    }
    int64_t octets;
    if (__builtin_mul_overflow(count, int64_t{size}, &octets) || place > kMost - octets) {
      return too_long();
    }
    if (c == 's' || c == 'p') {
      if (count > UINT32_MAX) return too_long();
      out.fields.push_back({c, static_cast<uint32_t>(count), 1, place});
      out.items++;
    } else if (c != 'x' && count > 0) {
      out.fields.push_back({c, size, count, place});
      out.items += count;
    }
    place += octets;
  }
  out.size = place;
  return true;
}

// -- octets of a number, in either order --

void put(std::byte* out, uint64_t bits, uint32_t size, bool little) {
  for (uint32_t i = 0; i < size; i++) {
    out[little ? i : size - 1 - i] = static_cast<std::byte>(bits >> (8 * i));
  }
}

uint64_t take(const std::byte* in, uint32_t size, bool little) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < size; i++) {
    bits |= static_cast<uint64_t>(in[little ? i : size - 1 - i]) << (8 * i);
  }
  return bits;
}

// -- half precision, rounded to nearest, ties to even --

double half_to_double(uint16_t bits) {
  int exponent = (bits >> 10) & 0x1f;
  int fraction = bits & 0x3ff;
  double value;
  if (exponent == 0x1f) {
    value = fraction == 0 ? HUGE_VAL : std::nan("");
  } else if (exponent == 0) {
    value = std::ldexp(fraction, -24);
  } else {
    value = std::ldexp(fraction + 0x400, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

// False: too large.
bool double_to_half(double value, uint16_t& bits) {
  uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  value = std::fabs(value);
  if (std::isnan(value)) {
    bits = sign | 0x7e00;
    return true;
  }
  if (std::isinf(value)) {
    bits = sign | 0x7c00;
    return true;
  }
  int exponent;
  std::frexp(value, &exponent);  // value = 0.1xxx * 2^exponent
  int shift = exponent < -13 ? -24 : exponent - 11;
  auto fraction = static_cast<uint32_t>(std::nearbyint(std::ldexp(value, -shift)));
  // fraction * 2^shift; a carry out of the fraction is the next exponent.
  uint32_t result =
      exponent < -13 ? fraction : static_cast<uint32_t>((exponent + 14) << 10) + (fraction - 0x400);
  if (value == 0) result = 0;
  if (result >= 0x7c00) return false;
  bits = static_cast<uint16_t>(sign | result);
  return true;
}

// -- writing --

bool is_signed(char code) {
  return code >= 'a' && code <= 'z';
}

Failed fail_number_range(Thread& t, const StructField& field) {
  if (field.size == 8 && (field.code == 'n' || field.code == 'N' || field.code == 'P')) {
    return fail_struct(t, "int too large to convert");
  }
  if (is_signed(field.code)) {
    int64_t most = static_cast<int64_t>((uint64_t{1} << (8 * field.size - 1)) - 1);
    return fail_struct(
        t, fmt::format("'{}' format requires {} <= number <= {}", field.code, -most - 1, most));
  }
  uint64_t most = field.size == 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * field.size)) - 1;
  return fail_struct(t, fmt::format("'{}' format requires 0 <= number <= {}", field.code, most));
}

bool write_integer(Thread& t, const StructFormat& format, const StructField& field, Value v,
                   std::byte* out) {
  Ref number;
  if (!is_int(v)) {
    if (type_of(v)->slots.to_index == nullptr) {
      return fail_struct(t, "required argument is not an integer");
    }
    GILT_TRY(number, to_index(t, v));
    v = number.get();
  }
  bool sign = is_signed(field.code);
  int64_t small;
  if (field.code == 'P') sign = int_sign(v) < 0;
  if (int_small(v, small)) {
    bool fits = sign ? field.size == 8 || (small >= -(int64_t{1} << (8 * field.size - 1)) &&
                                           small < (int64_t{1} << (8 * field.size - 1)))
                     : small >= 0 && (field.size == 8 || small < (int64_t{1} << (8 * field.size)));
    if (!fits) return fail_number_range(t, field);
    put(out, static_cast<uint64_t>(small), field.size, format.little);
    return true;
  }
  if (int_to_bytes(v, reinterpret_cast<unsigned char*>(out), field.size, format.little, sign)) {
    return true;
  }
  return fail_number_range(t, field);
}

std::optional<double> float_argument(Thread& t, Value v) {
  std::optional<double> number = to_double(t, v);
  if (!number && error_matches(t, type_error_type)) {
    error_clear(t);
    return fail_struct(t, "required argument is not a float");
  }
  return number;
}

bool write_float(Thread& t, char code, double number, bool little, std::byte* out) {
  if (code == 'e') {
    uint16_t bits;
    if (!double_to_half(number, bits)) {
      return fail(t, overflow_error_type, "float too large to pack with e format");
    }
    put(out, bits, 2, little);
  } else if (code == 'f') {
    auto single = static_cast<float>(number);
    if (std::isinf(single) && !std::isinf(number)) {
      return fail(t, overflow_error_type, "float too large to pack with f format");
    }
    put(out, std::bit_cast<uint32_t>(single), 4, little);
  } else {
    put(out, std::bit_cast<uint64_t>(number), 8, little);
  }
  return true;
}

bool write_octets(Thread& t, const StructField& field, Value v, std::byte* out) {
  if (!is_bytes(v) && !is_bytearray(v)) {
    return fail_struct(t, fmt::format("argument for '{}' must be a bytes object", field.code));
  }
  std::string_view octets = octets_of(v);
  std::memset(out, 0, field.size);
  if (field.code == 's') {
    std::memcpy(out, octets.data(), std::min<size_t>(octets.size(), field.size));
  } else if (field.size > 0) {
    size_t length = std::min<size_t>(octets.size(), field.size - 1);
    std::memcpy(out + 1, octets.data(), length);
    out[0] = static_cast<std::byte>(std::min<size_t>(length, 255));
  }
  return true;
}

bool write_one(Thread& t, const StructFormat& format, const StructField& field, Value v,
               std::byte* out) {
  switch (field.code) {
    case 'c': {
      if (!is_bytes(v) && !is_bytearray(v)) {
        return fail_struct(t, "char format requires a bytes object of length 1");
      }
      std::string_view octets = octets_of(v);
      if (octets.size() != 1) {
        return fail_struct(t, "char format requires a bytes object of length 1");
      }
      *out = static_cast<std::byte>(octets[0]);
      return true;
    }
    case '?': {
      GILT_TRY(bool yes, truth(t, v));
      *out = static_cast<std::byte>(yes);
      return true;
    }
    case 's':
    case 'p': return write_octets(t, field, v, out);
    case 'e':
    case 'f':
    case 'd': {
      GILT_TRY(double number, float_argument(t, v));
      if (write_float(t, field.code, number, format.little, out)) return true;
      if (!is_int(v)) return false;
      error_clear(t);
      return fail_struct(t, "int too large to convert");
    }
    case 'F':
    case 'D': {
      std::optional<Complex> number = to_complex(t, v);
      if (!number) {
        if (!error_matches(t, type_error_type)) return false;
        error_clear(t);
        return fail_struct(t, "required argument is not a complex");
      }
      char part = field.code == 'F' ? 'f' : 'd';
      return write_float(t, part, number->real, format.little, out) &&
             write_float(t, part, number->imag, format.little, out + field.size / 2);
    }
    default: return write_integer(t, format, field, v, out);
  }
}

// -- reading --

double read_float(char code, const std::byte* in, bool little) {
  if (code == 'e') return half_to_double(static_cast<uint16_t>(take(in, 2, little)));
  if (code == 'f') return std::bit_cast<float>(static_cast<uint32_t>(take(in, 4, little)));
  return std::bit_cast<double>(take(in, 8, little));
}

Ref read_one(Thread& t, const StructFormat& format, const StructField& field, const std::byte* in) {
  switch (field.code) {
    case 'c': return bytes_new(t, {reinterpret_cast<const char*>(in), 1});
    case '?': return Ref::boolean(*in != std::byte{0});
    case 's': return bytes_new(t, {reinterpret_cast<const char*>(in), field.size});
    case 'p': {
      size_t length = field.size == 0 ? 0 : std::to_integer<size_t>(in[0]);
      if (length >= field.size) length = field.size == 0 ? 0 : field.size - 1;
      return bytes_new(t, {reinterpret_cast<const char*>(in) + 1, length});
    }
    case 'e':
    case 'f':
    case 'd': return make_float(t, read_float(field.code, in, format.little));
    case 'F':
    case 'D': {
      char part = field.code == 'F' ? 'f' : 'd';
      return complex_new(t, {read_float(part, in, format.little),
                             read_float(part, in + field.size / 2, format.little)});
    }
    default: break;
  }
  uint64_t bits = take(in, field.size, format.little);
  if (!is_signed(field.code)) return int_from_unsigned(t, bits);
  uint32_t unused = 64 - 8 * field.size;
  return int_from(t, static_cast<int64_t>(bits << unused) >> unused);
}

// -- the cache --

constexpr size_t kCached = 200;
std::mutex g_cache_mutex;
std::unordered_map<std::string, std::shared_ptr<const StructFormat>>& cache() {
  static std::unordered_map<std::string, std::shared_ptr<const StructFormat>> formats;
  return formats;
}

}  // namespace

std::shared_ptr<const StructFormat> struct_format(Thread& t, std::string_view text) {
  std::string key(text);
  {
    std::lock_guard guard(g_cache_mutex);
    auto found = cache().find(key);
    if (found != cache().end()) return found->second;
  }
  auto format = std::make_shared<StructFormat>();
  if (!parse(t, text, *format)) return nullptr;
  std::lock_guard guard(g_cache_mutex);
  if (cache().size() >= kCached) cache().clear();
  return cache()[key] = format;
}

bool struct_write(Thread& t, const StructFormat& format, const Value* values, std::byte* out) {
  std::memset(out, 0, static_cast<size_t>(format.size));
  for (const StructField& field : format.fields) {
    std::byte* place = out + field.offset;
    for (int64_t i = 0; i < field.count; i++, place += field.size) {
      GILT_CHECK(write_one(t, format, field, *values++, place));
    }
  }
  return true;
}

Ref struct_read(Thread& t, const StructFormat& format, const std::byte* in) {
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, format.items));
  Slot* item = tuple->items();
  for (const StructField& field : format.fields) {
    const std::byte* place = in + field.offset;
    for (int64_t i = 0; i < field.count; i++, place += field.size) {
      GILT_TRY(Ref value, read_one(t, format, field, place));
      (item++)->init(std::move(value));
    }
  }
  return tuple;
}

}  // namespace gilt
