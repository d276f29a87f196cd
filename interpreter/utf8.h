// Reading bytes that may or may not be UTF-8; runtime/utf8.h is for text that is known to be.
#pragma once

#include <cstddef>
#include <cstdint>
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

// The offset of the first byte that is not part of valid UTF-8; text.size() if all of it is.
size_t find_invalid(std::string_view text);

}  // namespace gilt::utf8
