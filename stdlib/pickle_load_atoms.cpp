// PickleLoader: numbers, text, octets.
#include <bit>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/float.h"
#include "runtime/hex_digit.h"
#include "runtime/int.h"
#include "runtime/memoryview.h"
#include "runtime/operations.h"
#include "stdlib/pickle_loader.h"

namespace gilt {
namespace {

std::span<const std::byte> as_octets(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

// The escapes of a bytes literal. False: a \x without its two digits, or a lonely backslash.
bool unescape(std::string_view text, std::string& out) {
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] != '\\') {
      out.push_back(text[i]);
      continue;
    }
    if (++i == text.size()) return false;
    switch (char c = text[i]) {
      case '\n': break;
      case 'a': out.push_back('\a'); break;
      case 'b': out.push_back('\b'); break;
      case 'f': out.push_back('\f'); break;
      case 'n': out.push_back('\n'); break;
      case 'r': out.push_back('\r'); break;
      case 't': out.push_back('\t'); break;
      case 'v': out.push_back('\v'); break;
      case '\\':
      case '\'':
      case '"': out.push_back(c); break;
      case 'x': {
        if (i + 2 >= text.size()) return false;
        int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return false;
        out.push_back(static_cast<char>(high << 4 | low));
        i += 2;
        break;
      }
      default: {
        if (c < '0' || c > '7') {
          out.push_back('\\');
          out.push_back(c);
          break;
        }
        int value = 0;
        size_t end = i + 3;
        while (i < text.size() && i < end && text[i] >= '0' && text[i] <= '7')
          value = value << 3 | (text[i++] - '0');
        i--;
        out.push_back(static_cast<char>(value));
      }
    }
  }
  return true;
}

}  // namespace

bool PickleLoader::load_decimal(bool is_long) {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  if (is_long) {
    if (!line.empty() && line.back() == 'L') line.remove_suffix(1);
  } else if (line == "00" || line == "01") {
    push(Ref::boolean(line == "01"));
    return true;
  }
  Ref value = is_valid_utf8(line) ? int_parse(t_, line, 10) : Ref::unset();
  if (value.is_error()) return false;
  if (!value.is_unset()) {
    push(std::move(value));
    return true;
  }
  if (is_long)
    return fail(t_, value_error_type, "invalid literal for int() with base 10: {}",
                repr_bytes(line));
  return fail(t_, value_error_type, "could not convert string to int");
}

bool PickleLoader::load_binary_long(int width) {
  uint64_t size;
  GILT_CHECK(number(width, size));
  if (width == 4 && size > INT32_MAX)
    return fail(t_, unpickling_error_type(), "LONG pickle has negative byte count");
  std::string_view octets;
  GILT_CHECK(in_.take(size, octets));
  if (octets.empty()) {
    push(Ref::adopt(Value::integer(0)));
    return true;
  }
  return push_made(int_from_bytes(t_, reinterpret_cast<const unsigned char*>(octets.data()),
                                  octets.size(), true, true));
}

bool PickleLoader::load_decimal_float() {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  std::optional<double> value = is_valid_utf8(line) ? float_parse(line) : std::nullopt;
  if (!value)
    return fail(t_, value_error_type, "could not convert string to float: {}", repr_bytes(line));
  return push_made(make_float(t_, *value));
}

bool PickleLoader::load_binary_float() {
  std::string_view octets;
  GILT_CHECK(in_.take(8, octets));
  uint64_t bits = 0;
  for (char c : octets) bits = bits << 8 | static_cast<unsigned char>(c);
  return push_made(make_float(t_, std::bit_cast<double>(bits)));
}

// A str of Python 2: octets, or text in the encoding that the loader was told.
bool PickleLoader::old_string(std::string_view octets) {
  if (settings_.encoding == "bytes") return push_made(bytes_new(t_, octets));
  return push_made(decode(t_, as_octets(octets), settings_.encoding, settings_.errors));
}

bool PickleLoader::load_quoted() {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
    line.remove_suffix(1);
  if (line.size() < 2 || line.front() != line.back() ||
      (line.front() != '\'' && line.front() != '"'))
    return fail(t_, unpickling_error_type(), "the STRING opcode argument must be quoted");
  std::string octets;
  if (!unescape(line.substr(1, line.size() - 2), octets))
    return fail(t_, value_error_type, "invalid escape in a pickled string");
  return old_string(octets);
}

bool PickleLoader::load_old_string(int width) {
  uint64_t size;
  GILT_CHECK(number(width, size));
  if (size > INT32_MAX)
    return fail(t_, unpickling_error_type(), "BINSTRING pickle has negative byte count");
  std::string_view octets;
  GILT_CHECK(in_.take(size, octets));
  return old_string(octets);
}

bool PickleLoader::load_unicode_line() {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  return push_made(decode(t_, as_octets(line), "raw_unicode_escape"));
}

bool PickleLoader::load_text(int width) {
  uint64_t size;
  GILT_CHECK(number(width, size));
  if (size > INT64_MAX)
    return fail(t_, overflow_error_type, "BINUNICODE exceeds system's maximum size of {} bytes",
                INT64_MAX);
  std::string_view octets;
  GILT_CHECK(in_.take(size, octets));
  if (is_valid_utf8(octets)) return push_made(str_new(t_, octets));
  return push_made(decode(t_, as_octets(octets), "utf-8", "surrogatepass"));
}

bool PickleLoader::load_bytes(int width) {
  uint64_t size;
  GILT_CHECK(number(width, size));
  if (size > INT64_MAX)
    return fail(t_, overflow_error_type, "BINBYTES exceeds system's maximum size of {} bytes",
                INT64_MAX);
  std::string_view octets;
  GILT_CHECK(in_.take(size, octets));
  return push_made(bytes_new(t_, octets));
}

bool PickleLoader::load_bytearray() {
  uint64_t size;
  GILT_CHECK(number(8, size));
  if (size > INT64_MAX)
    return fail(t_, overflow_error_type, "BYTEARRAY8 exceeds system's maximum size of {} bytes",
                INT64_MAX);
  std::string_view octets;
  GILT_CHECK(in_.take(size, octets));
  return push_made(bytearray_new(t_, octets));
}

bool PickleLoader::load_buffer() {
  if (settings_.buffers.is_unset())
    return fail(t_, unpickling_error_type(),
                "pickle stream refers to out-of-band data but no *buffers* argument was given");
  GILT_TRY(Ref buffer, iter_next(t_, settings_.buffers.get()));
  if (buffer.is_unset()) return fail(t_, unpickling_error_type(), "not enough out-of-band buffers");
  push(std::move(buffer));
  return true;
}

bool PickleLoader::load_read_only_buffer() {
  GILT_CHECK(need(1));
  GILT_TRY(RefOf<MemoryViewObject> view, memoryview_new(t_, stack_.back().get()));
  if (view->read_only) return true;
  GILT_TRY(Ref read_only, call_method(t_, view.value(), intern("toreadonly")));
  stack_.back() = std::move(read_only);
  return true;
}

}  // namespace gilt
