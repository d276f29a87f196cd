// Module binascii: octets as text: hexadecimal, base64, quoted-printable; checksums.
#include <array>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/hex_digit.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

Failed fail_binascii(Thread& t, std::string_view message) {
  GILT_TRY(Ref type, import_attribute(t, "binascii", "Error"));
  GILT_TRY(RefOf<StrObject> text, str_new(t, message));
  GILT_TRY(Ref exception, call(t, type.get(), {text.value()}));
  return fail_instance(t, std::move(exception));
}

// ASCII text, or anything with octets.
bool ascii_argument(Thread& t, Value v, std::string& out) {
  if (is_str(v)) {
    if (!v.as<StrObject>()->is_ascii()) {
      return fail(t, value_error_type, "string argument should contain only ASCII characters");
    }
    out = v.as<StrObject>()->view();
    return true;
  }
  if (!is_bytes_like(v)) {
    return fail(t, type_error_type, "argument should be bytes, buffer or ASCII string, not '{}'",
                type_name(v));
  }
  BufferView view(t);
  GILT_CHECK(view.open(v));
  out = view.view();
  return true;
}

// -- hexadecimal --

Ref hexlify_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  GILT_TRY(HexLayout layout, read_hex_layout(t, args[1], args[2]));
  GILT_TRY(Ref text, octets_hex(t, view.view(), layout));
  return bytes_new(t, text.as<StrObject>()->view());
}

Ref unhexlify_function(Thread& t, Args args) {
  std::string text;
  GILT_CHECK(ascii_argument(t, args[0], text));
  if (text.size() % 2 != 0) return fail_binascii(t, "Odd-length string");
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, text.size() / 2));
  for (size_t i = 0; i < text.size(); i += 2) {
    int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return fail_binascii(t, "Non-hexadecimal digit found");
    bytes->data()[i / 2] = static_cast<char>(high << 4 | low);
  }
  return bytes;
}

// -- base64 --

constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::array<int16_t, 256> kDigitValues = [] {
  std::array<int16_t, 256> values{};
  values.fill(-1);
  for (int i = 0; i < 64; i++) {
    values[static_cast<size_t>(static_cast<unsigned char>(kDigits[i]))] = static_cast<int16_t>(i);
  }
  return values;
}();

Ref b2a_base64_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  GILT_TRY(bool newline, truth(t, args[1]));
  size_t size = view.size();
  GILT_TRY(RefOf<BytesObject> bytes,
           bytes_new_uninitialised(t, (size + 2) / 3 * 4 + (newline ? 1 : 0)));
  const auto* in = reinterpret_cast<const unsigned char*>(view.data());
  char* out = bytes->data();
  for (size_t i = 0; i < size; i += 3) {
    size_t left = size - i;
    uint32_t group = static_cast<uint32_t>(in[i]) << 16;
    if (left > 1) group |= static_cast<uint32_t>(in[i + 1]) << 8;
    if (left > 2) group |= in[i + 2];
    *out++ = kDigits[group >> 18];
    *out++ = kDigits[group >> 12 & 63];
    *out++ = left > 1 ? kDigits[group >> 6 & 63] : '=';
    *out++ = left > 2 ? kDigits[group & 63] : '=';
  }
  if (newline) *out = '\n';
  return bytes;
}

Ref a2b_base64_function(Thread& t, Args args) {
  std::string text;
  GILT_CHECK(ascii_argument(t, args[0], text));
  GILT_TRY(bool strict, truth(t, args[1]));
  std::string out;
  out.reserve(text.size() / 4 * 3);
  if (strict && !text.empty() && text[0] == '=') {
    return fail_binascii(t, "Leading padding not allowed");
  }
  uint32_t bits = 0;
  int place = 0;  // digits in the group of four
  int pads = 0;
  bool padding = false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c == '=') {
      padding = true;
      if (place >= 2 && place + ++pads >= 4) {
        // The group is complete; what follows is not ours.
        if (strict && i + 1 < text.size()) {
          return fail_binascii(t, "Excess data after padding");
        }
        return bytes_new(t, out);
      }
      if (strict && place == 0) return fail_binascii(t, "Excess padding not allowed");
      continue;
    }
    int value = kDigitValues[static_cast<unsigned char>(c)];
    if (value < 0) {
      if (strict) return fail_binascii(t, "Only base64 data is allowed");
      continue;
    }
    if (strict && padding) {
      return fail_binascii(t, "Discontinuous padding not allowed");
    }
    pads = 0;
    switch (place) {
      case 0:
        place = 1;
        bits = static_cast<uint32_t>(value);
        break;
      case 1:
        place = 2;
        out.push_back(static_cast<char>(bits << 2 | static_cast<uint32_t>(value) >> 4));
        bits = static_cast<uint32_t>(value) & 0x0f;
        break;
      case 2:
        place = 3;
        out.push_back(static_cast<char>(bits << 4 | static_cast<uint32_t>(value) >> 2));
        bits = static_cast<uint32_t>(value) & 0x03;
        break;
      default:
        place = 0;
        out.push_back(static_cast<char>(bits << 6 | static_cast<uint32_t>(value)));
        bits = 0;
    }
  }
  if (place == 1) {
    return fail_binascii(t, "Invalid base64-encoded string: number of data characters (" +
                                std::to_string(out.size() / 3 * 4 + 1) +
                                ") cannot be 1 more than a multiple of 4");
  }
  if (place != 0) return fail_binascii(t, "Incorrect padding");
  return bytes_new(t, out);
}

// -- quoted-printable --

Ref a2b_qp_function(Thread& t, Args args) {
  std::string text, out;
  GILT_CHECK(ascii_argument(t, args[0], text));
  GILT_TRY(bool header, truth(t, args[1]));
  for (size_t i = 0; i < text.size();) {
    char c = text[i];
    if (c != '=') {
      out.push_back(header && c == '_' ? ' ' : c);
      i++;
      continue;
    }
    i++;
    if (i >= text.size()) break;
    if (text[i] == '\n' || text[i] == '\r') {
      // A line that goes on.
      while (i < text.size() && text[i] != '\n') i++;
      if (i < text.size()) i++;
    } else if (text[i] == '=') {
      out.push_back('=');
      i++;
    } else if (i + 1 < text.size() && hex_digit(text[i]) >= 0 && hex_digit(text[i + 1]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1])));
      i += 2;
    } else {
      out.push_back('=');
    }
  }
  return bytes_new(t, out);
}

Ref b2a_qp_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  GILT_TRY(bool quote_tabs, truth(t, args[1]));
  GILT_TRY(bool is_text, truth(t, args[2]));
  GILT_TRY(bool header, truth(t, args[3]));
  constexpr size_t kLongest = 76;
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string_view in = view.view();
  std::string out, line;
  auto add = [&](std::string_view piece, bool last) {
    // Room for the mark of a line that goes on.
    if (line.size() + piece.size() > kLongest - (last ? 0 : 1)) {
      out += line + "=\n";
      line.clear();
    }
    line += piece;
  };
  for (size_t i = 0; i < in.size(); i++) {
    char c = in[i];
    bool crlf = c == '\r' && i + 1 < in.size() && in[i + 1] == '\n';
    if (is_text && (c == '\n' || crlf)) {
      if (crlf) i++;
      out += line + (crlf ? "\r\n" : "\n");
      line.clear();
      continue;
    }
    bool ends_line = i + 1 == in.size() || (is_text && in[i + 1] == '\n');
    bool blank = c == ' ' || c == '\t';
    bool quoted = c > 126 || c < 0 || c == '=' || (header && c == '_') ||
                  (c == '.' && line.empty() && ends_line) || (c < 33 && !blank) ||
                  (blank && (ends_line || (quote_tabs && !(header && c == ' '))));
    if (!is_text && (c == '\r' || c == '\n')) quoted = true;
    if (header && c == ' ') {
      add("_", ends_line);
    } else if (quoted) {
      auto octet = static_cast<unsigned char>(c);
      char code[3] = {'=', kHex[octet >> 4], kHex[octet & 15]};
      add({code, 3}, ends_line);
    } else {
      add({&c, 1}, ends_line);
    }
  }
  return bytes_new(t, out + line);
}

// -- checksums --

constexpr std::array<uint32_t, 256> kCrc32 = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  return table;
}();

Ref crc32_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  GILT_TRY(int64_t start, to_int64(t, args[1]));
  uint32_t crc = ~static_cast<uint32_t>(start);
  for (char c : view.view()) {
    crc = kCrc32[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ (crc >> 8);
  }
  return int_from(t, ~crc);
}

Ref crc_hqx_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  GILT_TRY(int64_t start, to_int64(t, args[1]));
  uint32_t crc = static_cast<uint32_t>(start) & 0xffff;
  for (char c : view.view()) {
    crc ^= static_cast<uint32_t>(static_cast<unsigned char>(c)) << 8;
    for (int k = 0; k < 8; k++) {
      crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
  }
  return int_from(t, crc);
}

constexpr NativeDef kFunctions[] = {
    {"a2b_base64", a2b_base64_function, "(data, /, *, strict_mode=False)",
     "The bytes that base64 text stands for."},
    {"a2b_hex", unhexlify_function, "(hexstr, /)", "The bytes that hexadecimal text stands for."},
    {"a2b_qp", a2b_qp_function, "(data, header=False)", "The bytes of quoted-printable text."},
    {"b2a_base64", b2a_base64_function, "(data, /, *, newline=True)", "Bytes as base64."},
    {"b2a_hex", hexlify_function, "(data, sep=..., bytes_per_sep=...)", "Bytes as hexadecimal."},
    {"b2a_qp", b2a_qp_function, "(data, quotetabs=False, istext=True, header=False)",
     "Bytes as quoted-printable text."},
    {"crc32", crc32_function, "(data, crc=0, /)", "The CRC-32 of bytes."},
    {"crc_hqx", crc_hqx_function, "(data, crc, /)", "The CRC-CCITT of bytes."},
    {"hexlify", hexlify_function, "(data, sep=..., bytes_per_sep=...)", "Bytes as hexadecimal."},
    {"unhexlify", unhexlify_function, "(hexstr, /)", "The bytes that hexadecimal text stands for."},
};

bool add_error(Thread& t, ModuleObject* module, const char* name, const TypeObject& base) {
  GILT_TRY(RefOf<TupleObject> bases, tuple_of(t, {to_value(&base)}));
  GILT_TRY(RefOf<DictObject> content, dict_new(t));
  GILT_CHECK(dict_set_name(t, content.get(), intern("__module__"), to_value(intern("binascii"))));
  GILT_TRY(Ref type,
           call(t, to_value(&type_type), {to_value(intern(name)), bases.value(), content.value()}));
  return module_set(t, module, name, std::move(type));
}

bool init(Thread& t, ModuleObject* module) {
  return add_error(t, module, "Error", value_error_type) &&
         add_error(t, module, "Incomplete", exception_type);
}

const ModuleDef kModule = {"binascii", "Bytes as text and back.", kFunctions, init};

}  // namespace

void register_binascii_module() {
  register_native_module(kModule);
}

}  // namespace gilt
