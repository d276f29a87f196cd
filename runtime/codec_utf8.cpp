// UTF-8, with and without a signature.
#include <cstring>

#include "runtime/codec.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

// One sequence at the front of [p, end): its size, or 0 and how many octets of it are wrong.
struct Sequence {
  size_t size;
  size_t wrong;
  const char* reason;
};

constexpr const char kStart[] = "invalid start byte";
constexpr const char kContinuation[] = "invalid continuation byte";
constexpr const char kEnd[] = "unexpected end of data";

Sequence read(const char* p, const char* end) {
  auto octet = [p](size_t i) { return static_cast<unsigned char>(p[i]); };
  auto left = static_cast<size_t>(end - p);
  unsigned char first = octet(0);
  if (first < 0x80) return {1, 0, nullptr};
  if (first < 0xc2 || first > 0xf4) return {0, 1, kStart};
  size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // The second octet tells overlong forms, surrogates and what lies behind U+10FFFF.
  unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  for (size_t i = 1; i < size; ++i) {
    if (i == left) return {0, i, kEnd};
    if (octet(i) < (i == 1 ? low : 0x80) || octet(i) > (i == 1 ? high : 0xbf))
      return {0, i, kContinuation};
  }
  return {size, 0, nullptr};
}

// Where the ASCII characters at [p] end.
const char* skip_ascii(const char* p, const char* end) {
  while (end - p >= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    if ((word & 0x8080808080808080) != 0) break;
    p += 8;
  }
  while (p < end && (*p & 0x80) == 0) ++p;
  return p;
}

// Where valid UTF-8 ends.
const char* skip_valid(const char* p, const char* end) {
  while (true) {
    p = skip_ascii(p, end);
    if (p == end) return p;
    Sequence s = read(p, end);
    if (s.size == 0) return p;
    p += s.size;
  }
}

}  // namespace

bool is_valid_utf8(std::string_view octets) {
  const char* begin = octets.data();
  const char* end = begin + octets.size();
  return skip_valid(begin, end) == end;
}

namespace codecs {

bool decode_utf8(Decoding& d) {
  const char *start = d.input.data(), *end = start + d.input.size();
  while (d.at < d.input.size()) {
    const char* from = start + d.at;
    const char* p = skip_valid(from, end);
    d.out.append(from, p);
    d.at = static_cast<size_t>(p - start);
    if (p == end) break;
    Sequence s = read(p, end);
    if (s.reason == kEnd && !d.final) break;
    if (!d.error(d.at, d.at + s.wrong, s.reason)) return false;
  }
  return true;
}

bool decode_utf8_sig(Decoding& d) {
  d.encoding = "utf-8";
  constexpr std::string_view kSignature = "\xef\xbb\xbf";
  if (d.input.starts_with(kSignature)) d.at = kSignature.size();
  if (!d.final && d.input.size() < kSignature.size() && kSignature.starts_with(d.input))
    return true;
  return decode_utf8(d);
}

bool encode_utf8(Encoding& e) {
  std::string_view text = e.input->view();
  size_t done = 0;
  for (size_t at = 0; (at = text.find('\xed', at)) != text.npos;) {
    auto is_surrogate = [&](size_t i) {
      return i + 2 < text.size() && text[i] == '\xed' &&
             static_cast<unsigned char>(text[i + 1]) >= 0xa0;
    };
    if (!is_surrogate(at)) {
      at += 3;
      continue;
    }
    e.out.append(text, done, at - done);
    size_t end = at;
    while (is_surrogate(end)) end += 3;
    std::string replacement;
    if (!e.error(at, end, "surrogates not allowed", replacement)) return false;
    e.out += replacement;
    done = at = end;
  }
  e.out.append(text, done);
  return true;
}

bool encode_utf8_sig(Encoding& e) {
  e.encoding = "utf-8";
  e.out = "\xef\xbb\xbf";
  return encode_utf8(e);
}

}  // namespace codecs

}  // namespace gilt
