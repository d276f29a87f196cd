// The error handlers.
#include "runtime/codec.h"
#include "runtime/error.h"
#include "runtime/operations.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

bool fail_unknown_handler(Thread& t, std::string_view name) {
  return fail(t, lookup_error_type, "unknown error handler name '{}'", name);
}

// Raises type(encoding, object, start, end, reason).
bool raise(Thread& t, TypeObject& type, std::string_view encoding, Value object, size_t start,
           size_t end, const char* reason) {
  GILT_TRY(auto name, str_new(t, encoding));
  GILT_TRY(auto why, str_new(t, reason));
  GILT_TRY(Ref exception, call(t, to_value(&type),
                               {name.value(), object, Value::integer(static_cast<int64_t>(start)),
                                Value::integer(static_cast<int64_t>(end)), why.value()}));
  return fail_instance(t, std::move(exception));
}

void append_hex(std::string& out, const char* prefix, uint32_t value, int digits) {
  out += prefix;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out.push_back("0123456789abcdef"[(value >> shift) & 15]);
}

void append_backslashed(std::string& out, char32_t c) {
  if (c < 0x100)
    append_hex(out, "\\x", c, 2);
  else if (c < 0x10000)
    append_hex(out, "\\u", c, 4);
  else
    append_hex(out, "\\U", c, 8);
}

}  // namespace

// The surrogate that is encoded at [start], as if there were nothing wrong with it.
bool Decoding::pass_surrogate(size_t start) {
  auto unit = [&](bool little) {
    return little ? octet(start) | octet(start + 1) << 8 : octet(start) << 8 | octet(start + 1);
  };
  size_t left = input.size() - start, size = 0;
  uint32_t c = 0;
  bool little = encoding.ends_with("le");
  if (encoding == "utf-8" && left >= 3 && octet(start) == 0xed && octet(start + 1) >= 0xa0 &&
      octet(start + 1) < 0xc0 && text::is_continuation(input[start + 2])) {
    c = 0xd000u | (octet(start + 1) & 0x3fu) << 6 | (octet(start + 2) & 0x3fu);
    size = 3;
  } else if (encoding.starts_with("utf-16") && left >= 2) {
    c = static_cast<uint32_t>(unit(little));
    size = 2;
  } else if (encoding.starts_with("utf-32") && left >= 4) {
    for (size_t i = 0; i < 4; ++i) c = c << 8 | octet(start + (little ? 3 - i : i));
    size = 4;
  }
  if (!unicode::is_surrogate(c)) return false;
  text::append(out, c);
  at = start + size;
  return true;
}

bool Decoding::error(size_t start, size_t end, const char* reason) {
  at = end;
  if (errors == "ignore") return true;
  if (errors == "replace") {
    text::append(out, 0xfffd);
    return true;
  }
  if (errors == "backslashreplace") {
    for (size_t i = start; i < end; ++i) append_hex(out, "\\x", octet(i), 2);
    return true;
  }
  if (errors == "surrogateescape") {
    size_t i = start;
    for (; i < end && octet(i) >= 0x80; ++i) text::append(out, 0xdc00u + octet(i));
    if (i > start) {
      at = i;
      return true;
    }
  } else if (errors == "surrogatepass") {
    if (pass_surrogate(start)) return true;
  } else if (errors == "xmlcharrefreplace" || errors == "namereplace") {
    return fail(t, type_error_type,
                "don't know how to handle UnicodeDecodeError in error callback");
  } else if (errors != "strict") {
    return fail_unknown_handler(t, errors);
  }
  GILT_TRY(auto object, bytes_new(t, input));
  return raise(t, unicode_decode_error_type, encoding, object.value(), start, end, reason);
}

bool Encoding::pass_surrogates(std::string_view part) {
  std::string passed;
  bool little = !encoding.ends_with("be");
  for (char32_t c : text::to_utf32(part)) {
    if (!unicode::is_surrogate(c)) return false;
    if (encoding.starts_with("utf-8")) {
      text::append(passed, c);
      continue;
    }
    size_t size = encoding.starts_with("utf-16") ? 2 : encoding.starts_with("utf-32") ? 4 : 0;
    if (size == 0) return false;
    for (size_t i = 0; i < size; ++i)
      passed.push_back(static_cast<char>(c >> 8 * (little ? i : size - 1 - i)));
  }
  out += passed;
  return true;
}

bool Encoding::error(size_t start, size_t end, const char* reason, std::string& text) {
  text.clear();
  if (errors == "ignore") return true;
  std::string_view part = input->view().substr(start, end - start);
  std::u32string points = text::to_utf32(part);
  if (errors == "replace") {
    text.assign(points.size(), '?');
    return true;
  }
  if (errors == "backslashreplace" || errors == "namereplace") {
    for (char32_t c : points) append_backslashed(text, c);
    return true;
  }
  if (errors == "xmlcharrefreplace") {
    for (char32_t c : points) text += "&#" + std::to_string(static_cast<uint32_t>(c)) + ";";
    return true;
  }
  if (errors == "surrogateescape") {
    bool all = true;
    for (char32_t c : points) all = all && c >= 0xdc80 && c <= 0xdcff;
    if (all) {
      for (char32_t c : points) out.push_back(static_cast<char>(c - 0xdc00));
      return true;
    }
  } else if (errors == "surrogatepass") {
    if (pass_surrogates(part)) return true;
  } else if (errors != "strict") {
    return fail_unknown_handler(t, errors);
  }
  return raise(t, unicode_encode_error_type, encoding, to_value(input), str_index(input, start),
               str_index(input, end), reason);
}

}  // namespace gilt
