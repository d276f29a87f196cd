// Formats of module struct: "<iH4s" as a row of fields, each at its place.
//
// A format is parsed once and never changes; any thread may use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

struct StructField {
  char code;       // as in the format; 's' and 'p' are one field of [size] octets
  uint32_t size;   // octets of one item
  int64_t count;   // items in a row
  int64_t offset;  // of the first
};

struct StructFormat {
  std::string text;
  std::vector<StructField> fields;  // without pad octets
  int64_t size = 0;                 // of all
  int64_t items = 0;                // values that go in or come out
  bool little = true;
  bool native = true;  // sizes, alignment and range errors of the machine
};

// The format for [text], from a cache. struct.error when it is none.
std::shared_ptr<const StructFormat> struct_format(Thread& t, std::string_view text);
// Raises struct.error.
Failed fail_struct(Thread& t, std::string_view message);

// Writes [values], as many as the format has items, to [out], which has room for it.
bool struct_write(Thread& t, const StructFormat& format, const Value* values, std::byte* out);
// The tuple of values in [in].
Ref struct_read(Thread& t, const StructFormat& format, const std::byte* in);

}  // namespace gilt
