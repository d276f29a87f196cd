// UTF-8 that is known to be valid (surrogates included): counting, walking, writing.
//
// str keeps its text in this form, so none of these functions checks anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace gilt::text {

inline bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

bool is_ascii(std::string_view s);
// Number of code points.
size_t count(std::string_view s);

inline size_t size_at(const char* p) {
  auto b = static_cast<unsigned char>(*p);
  return b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
}

// The code point at [p], which moves behind it.
inline char32_t next(const char*& p) {
  auto byte = [&p](int i) -> char32_t { return static_cast<unsigned char>(p[i]); };
  char32_t b = byte(0);
  if (b < 0x80) {
    ++p;
    return b;
  }
  if (b < 0xe0) {
    b = (b & 0x1f) << 6 | (byte(1) & 0x3f);
    p += 2;
  } else if (b < 0xf0) {
    b = (b & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    p += 3;
  } else {
    b = (b & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
    p += 4;
  }
  return b;
}

// The code point that ends at [p], which moves to its start.
inline char32_t previous(const char*& p) {
  do --p;
  while (is_continuation(*p));
  const char* q = p;
  return next(q);
}

// The place [n] code points after [p].
const char* advance(const char* p, size_t n);

inline size_t encoded_size(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

// Writes [c] to [out], which has room for four bytes; returns how many it took.
inline size_t encode(char32_t c, char* out) {
  auto put = [out](size_t i, char32_t value) { out[i] = static_cast<char>(value); };
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

inline void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  char bytes[4];
  out.append(bytes, encode(c, bytes));
}

inline std::u32string to_utf32(std::string_view s) {
  std::u32string out;
  out.reserve(s.size());
  for (const char *p = s.data(), *end = p + s.size(); p < end;) out.push_back(next(p));
  return out;
}

inline std::string from_utf32(std::u32string_view s) {
  std::string out;
  out.reserve(s.size());
  for (char32_t c : s) append(out, c);
  return out;
}

}  // namespace gilt::text
