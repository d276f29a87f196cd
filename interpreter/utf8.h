// Reading and writing UTF-8, for the layers that know text only as bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gilt::utf8 {

// One code point at the front of a text; size 0 if the bytes are not UTF-8.
struct Decoded {
  uint32_t code_point;
  uint32_t size;
};

// Surrogates (U+D800 to U+DFFF) are refused unless [allow_surrogates].
inline Decoded decode(std::string_view text, bool allow_surrogates = false) {
  auto byte = [&](size_t i) -> uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  auto continues = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  uint32_t b = byte(0);
  if (b < 0x80) return {b, text.empty() ? 0u : 1u};
  if (b < 0xc2) return {0, 0};
  if (b < 0xe0) {
    if (!continues(1)) return {0, 0};
    return {(b & 0x1f) << 6 | (byte(1) & 0x3f), 2};
  }
  if (b < 0xf0) {
    if (!continues(1) || !continues(2)) return {0, 0};
    uint32_t c = (b & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    if (c < 0x800 || (!allow_surrogates && c >= 0xd800 && c < 0xe000)) return {0, 0};
    return {c, 3};
  }
  if (b < 0xf5) {
    if (!continues(1) || !continues(2) || !continues(3)) return {0, 0};
    uint32_t c =
        (b & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
    if (c < 0x10000 || c > 0x10ffff) return {0, 0};
    return {c, 4};
  }
  return {0, 0};
}

// Writes [c] to [out], which has room for four bytes; returns how many it took. Surrogates are
// written too.
inline size_t encode(uint32_t c, char* out) {
  auto put = [&](size_t i, uint32_t value) { out[i] = static_cast<char>(value); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xc0 | c >> 6);
    put(1, 0x80 | (c & 0x3f));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xe0 | c >> 12);
    put(1, 0x80 | (c >> 6 & 0x3f));
    put(2, 0x80 | (c & 0x3f));
    return 3;
  }
  put(0, 0xf0 | c >> 18);
  put(1, 0x80 | (c >> 12 & 0x3f));
  put(2, 0x80 | (c >> 6 & 0x3f));
  put(3, 0x80 | (c & 0x3f));
  return 4;
}

inline void append(std::string& out, uint32_t c) {
  char bytes[4];
  out.append(bytes, encode(c, bytes));
}

// The offset of the first byte that is not part of valid UTF-8; text.size() if all of it is.
size_t find_invalid(std::string_view text);

}  // namespace gilt::utf8
