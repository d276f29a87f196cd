// UTF-16 and UTF-32 in both byte orders, with and without a byte order mark.
#include "runtime/codec.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt::codecs {

namespace {

uint32_t read_unit(const Decoding& d, size_t at, size_t size, bool little) {
  uint32_t unit = 0;
  for (size_t i = 0; i < size; ++i) unit = unit << 8 | d.octet(at + (little ? size - 1 - i : i));
  return unit;
}

void write_unit(std::string& out, uint32_t unit, size_t size, bool little) {
  for (size_t i = 0; i < size; ++i)
    out.push_back(static_cast<char>(unit >> 8 * (little ? i : size - 1 - i)));
}

bool decode16(Decoding& d, bool little) {
  d.encoding = little ? "utf-16-le" : "utf-16-be";
  while (d.at < d.input.size()) {
    size_t left = d.input.size() - d.at;
    if (left < 2) {
      if (!d.final) return true;
      if (!d.error(d.at, d.input.size(), "truncated data")) return false;
      continue;
    }
    uint32_t c = read_unit(d, d.at, 2, little);
    if (!unicode::is_surrogate(c)) {
      text::append(d.out, c);
      d.at += 2;
      continue;
    }
    if (c >= 0xdc00) {
      if (!d.error(d.at, d.at + 2, "illegal encoding")) return false;
      continue;
    }
    if (left < 4) {
      if (!d.final) return true;
      if (!d.error(d.at, d.input.size(), "unexpected end of data")) return false;
      continue;
    }
    uint32_t second = read_unit(d, d.at + 2, 2, little);
    if (second < 0xdc00 || second > 0xdfff) {
      if (!d.error(d.at, d.at + 2, "illegal UTF-16 surrogate")) return false;
      continue;
    }
    text::append(d.out, 0x10000 + ((c & 0x3ff) << 10 | (second & 0x3ff)));
    d.at += 4;
  }
  return true;
}

bool decode32(Decoding& d, bool little) {
  d.encoding = little ? "utf-32-le" : "utf-32-be";
  while (d.at < d.input.size()) {
    if (d.input.size() - d.at < 4) {
      if (!d.final) return true;
      if (!d.error(d.at, d.input.size(), "truncated data")) return false;
      continue;
    }
    uint32_t c = read_unit(d, d.at, 4, little);
    const char* reason = nullptr;
    if (unicode::is_surrogate(c))
      reason = "code point in surrogate code point range(0xd800, 0xe000)";
    else if (c > 0x10ffff)
      reason = "code point not in range(0x110000)";
    if (reason != nullptr) {
      if (!d.error(d.at, d.at + 4, reason)) return false;
      continue;
    }
    text::append(d.out, c);
    d.at += 4;
  }
  return true;
}

// Reads a byte order mark of [size] octets; without one the machine's order is meant.
bool takes_mark(Decoding& d, size_t size) {
  if (d.input.size() < size) return true;
  if (read_unit(d, 0, size, true) == 0xfeff) {
    d.at = size;
    return true;
  }
  if (read_unit(d, 0, size, false) == 0xfeff) {
    d.at = size;
    return false;
  }
  return true;
}

bool encode_units(Encoding& e, size_t size, bool little) {
  auto put = [&](char32_t c) {
    if (size == 2 && c >= 0x10000) {
      c -= 0x10000;
      write_unit(e.out, 0xd800 + (c >> 10), 2, little);
      c = 0xdc00 + (c & 0x3ff);
    }
    write_unit(e.out, c, size, little);
  };
  std::string_view text = e.input->view();
  const char *start = text.data(), *end = start + text.size(), *p = start;
  while (p < end) {
    const char* q = p;
    char32_t c = text::next(q);
    if (!unicode::is_surrogate(c)) {
      put(c);
      p = q;
      continue;
    }
    while (q < end) {
      const char* following = q;
      if (!unicode::is_surrogate(text::next(following))) break;
      q = following;
    }
    std::string replacement;
    if (!e.error(static_cast<size_t>(p - start), static_cast<size_t>(q - start),
                 "surrogates not allowed", replacement))
      return false;
    for (char replaced : replacement) put(static_cast<unsigned char>(replaced));
    p = q;
  }
  return true;
}

}  // namespace

bool decode_utf16(Decoding& d) {
  return decode16(d, takes_mark(d, 2));
}
bool decode_utf16_le(Decoding& d) {
  return decode16(d, true);
}
bool decode_utf16_be(Decoding& d) {
  return decode16(d, false);
}
bool encode_utf16(Encoding& e) {
  write_unit(e.out, 0xfeff, 2, true);
  return encode_units(e, 2, true);
}
bool encode_utf16_le(Encoding& e) {
  return encode_units(e, 2, true);
}
bool encode_utf16_be(Encoding& e) {
  return encode_units(e, 2, false);
}

bool decode_utf32(Decoding& d) {
  return decode32(d, takes_mark(d, 4));
}
bool decode_utf32_le(Decoding& d) {
  return decode32(d, true);
}
bool decode_utf32_be(Decoding& d) {
  return decode32(d, false);
}
bool encode_utf32(Encoding& e) {
  write_unit(e.out, 0xfeff, 4, true);
  return encode_units(e, 4, true);
}
bool encode_utf32_le(Encoding& e) {
  return encode_units(e, 4, true);
}
bool encode_utf32_be(Encoding& e) {
  return encode_units(e, 4, false);
}

}  // namespace gilt::codecs
