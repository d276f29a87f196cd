// unicode_escape and raw_unicode_escape: text written with the backslashes of string literals.
#include <cstdio>

#include "runtime/codec.h"
#include "runtime/hex_digit.h"
#include "runtime/utf8.h"

namespace gilt::codecs {

namespace {

// \xXX, \uXXXX or \UXXXXXXXX whose backslash is at [start] and whose digits begin at d.at.
bool decode_hex(Decoding& d, size_t start, int digits, const char* truncated) {
  uint32_t c = 0;
  size_t p = d.at;
  int n = 0;
  for (; n < digits && p < d.input.size() && hex_digit(d.input[p]) >= 0; ++n, ++p)
    c = c << 4 | static_cast<uint32_t>(hex_digit(d.input[p]));
  if (n < digits) return d.error(start, p, truncated);
  if (c > 0x10ffff) return d.error(start, p, "illegal Unicode character");
  text::append(d.out, c);
  d.at = p;
  return true;
}

bool decode_octal(Decoding& d) {
  uint32_t c = 0;
  for (int n = 0; n < 3 && d.at < d.input.size(); ++n, ++d.at) {
    char digit = d.input[d.at];
    if (digit < '0' || digit > '7') break;
    c = c << 3 | static_cast<uint32_t>(digit - '0');
  }
  text::append(d.out, c);
  return true;
}

// \N{NAME}: no table of names is built in.
bool decode_name(Decoding& d, size_t start) {
  if (d.at >= d.input.size() || d.input[d.at] != '{')
    return d.error(start, d.at, "malformed \\N character escape");
  size_t end = d.input.find('}', d.at);
  if (end == d.input.npos) return d.error(start, d.input.size(), "malformed \\N character escape");
  return d.error(start, end + 1, "unknown Unicode character name");
}

void append_escape(std::string& out, char32_t c) {
  char buffer[16];
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned>(c));
  out += buffer;
}

}  // namespace

bool decode_unicode_escape(Decoding& d) {
  d.encoding = "unicodeescape";
  while (d.at < d.input.size()) {
    size_t start = d.at;
    unsigned char octet = d.octet(d.at++);
    if (octet != '\\') {
      text::append(d.out, octet);
      continue;
    }
    if (d.at == d.input.size()) {
      if (!d.error(start, d.at, "\\ at end of string")) return false;
      continue;
    }
    char kind = d.input[d.at++];
    bool ok = true;
    switch (kind) {
      case '\n': break;
      case '\\':
      case '\'':
      case '"': d.out.push_back(kind); break;
      case 'a': d.out.push_back('\a'); break;
      case 'b': d.out.push_back('\b'); break;
      case 'f': d.out.push_back('\f'); break;
      case 'n': d.out.push_back('\n'); break;
      case 'r': d.out.push_back('\r'); break;
      case 't': d.out.push_back('\t'); break;
      case 'v': d.out.push_back('\v'); break;
      case 'x': ok = decode_hex(d, start, 2, "truncated \\xXX escape"); break;
      case 'u': ok = decode_hex(d, start, 4, "truncated \\uXXXX escape"); break;
      case 'U': ok = decode_hex(d, start, 8, "truncated \\UXXXXXXXX escape"); break;
      case 'N': ok = decode_name(d, start); break;
      default:
        if (kind >= '0' && kind <= '7') {
          --d.at;
          ok = decode_octal(d);
        } else {
          d.out.push_back('\\');
          text::append(d.out, static_cast<unsigned char>(kind));
        }
    }
    if (!ok) return false;
  }
  return true;
}

bool encode_unicode_escape(Encoding& e) {
  for (char32_t c : text::to_utf32(e.input->view())) {
    if (c == '\\')
      e.out += "\\\\";
    else if (c == '\n')
      e.out += "\\n";
    else if (c == '\r')
      e.out += "\\r";
    else if (c == '\t')
      e.out += "\\t";
    else if (c >= ' ' && c < 0x7f)
      e.out.push_back(static_cast<char>(c));
    else
      append_escape(e.out, c);
  }
  return true;
}

bool decode_raw_unicode_escape(Decoding& d) {
  d.encoding = "rawunicodeescape";
  while (d.at < d.input.size()) {
    size_t start = d.at;
    if (d.input[d.at] != '\\') {
      text::append(d.out, d.octet(d.at++));
      continue;
    }
    // Only an odd number of backslashes before the letter makes an escape.
    size_t end = d.at;
    while (end < d.input.size() && d.input[end] == '\\') ++end;
    bool odd = (end - start) % 2 == 1;
    char kind = end < d.input.size() ? d.input[end] : '\0';
    if (!odd || (kind != 'u' && kind != 'U')) {
      d.out.append(end - start, '\\');
      d.at = end;
      continue;
    }
    d.out.append(end - start - 1, '\\');
    d.at = end + 1;
    bool ok = kind == 'u' ? decode_hex(d, end - 1, 4, "truncated \\uXXXX escape")
                          : decode_hex(d, end - 1, 8, "truncated \\UXXXXXXXX escape");
    if (!ok) return false;
  }
  return true;
}

bool encode_raw_unicode_escape(Encoding& e) {
  for (char32_t c : text::to_utf32(e.input->view())) {
    if (c < 0x100)
      e.out.push_back(static_cast<char>(c));
    else
      append_escape(e.out, c);
  }
  return true;
}

}  // namespace gilt::codecs
