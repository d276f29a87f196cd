// The methods that bytes and bytearray share: octets in, and results of the type of self.
//
// Arguments that run script code (__index__, __buffer__) are asked before self's octets are looked
// at, since a bytearray may have changed by then; one that is shown to others meanwhile is held
// with a BufferView.
#pragma once

#include <optional>
#include <span>

#include "runtime/bytes.h"
#include "runtime/native.h"

namespace gilt {

// A new object of the kind of [self] (bytes or bytearray, never a subclass).
Ref octets_like(Thread& t, Value self, std::string_view octets);
// An int in range(0, 256): ValueError "byte must be in range(0, 256)".
std::optional<unsigned char> octet_argument(Thread& t, Value v);
// bytes(iterable of ints); [what] is "bytes" or "byte", for the error.
bool octets_from_iterable(Thread& t, Value iterable, const char* what, std::string& out);
// What the constructors make of their arguments (source=..., encoding=..., errors=...).
bool octets_from_arguments(Thread& t, CallArgs args, const char* type, std::string& out);
// "6162" with separators: hex() of bytes, bytearray and memoryview.

// The arguments of hex(), which may be script objects whose methods change what is to be shown:
// they are read first, the octets afterwards.
struct HexLayout {
  char separator = 0;
  int64_t group = 0;  // octets between two separators, counted from the right if positive
};
std::optional<HexLayout> read_hex_layout(Thread& t, Value separator, Value group);
Ref octets_hex(Thread& t, std::string_view octets, HexLayout layout);
// fromhex's argument as octets.
bool octets_from_hex(Thread& t, Value text, std::string& out);
// Octets in octets, or an int among them.
std::optional<bool> octets_contains(Thread& t, Value self, Value item);
Ref octets_compare(Thread& t, CompareOp op, Value a, Value b);
Ref octets_iter(Thread& t, Value self);
// format % values; the result is of the kind of [self] (bytes_percent.cpp).
Ref octets_percent(Thread& t, Value self, Value values);
// [octets] [times] times over.
bool octets_repeat(Thread& t, std::string_view octets, int64_t times, std::string& out);

// The table of a type: the shared methods and its [own].
std::span<const NativeDef> octet_methods_with(std::span<const NativeDef> own);

}  // namespace gilt
