#include "interpreter/ast_literals.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "interpreter/identifier.h"
#include "interpreter/utf8.h"

namespace gilt::ast {

std::string to_decimal(std::string_view digits, uint32_t base) {
  constexpr uint32_t kLimb = 1000000000;
  std::vector<uint32_t> limbs{0};
  for (char c : digits) {
    uint64_t carry = static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    for (uint32_t& limb : limbs) {
      uint64_t value = uint64_t{limb} * base + carry;
      limb = static_cast<uint32_t>(value % kLimb);
      carry = value / kLimb;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
  }
  std::string result = std::to_string(limbs.back());
  for (size_t i = limbs.size() - 1; i-- > 0;) {
    char part[16];
    std::snprintf(part, sizeof part, "%09u", limbs[i]);
    result += part;
  }
  return result;
}

std::string float_repr(double value, bool imaginary) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if (std::isnan(value)) return "nan";
  char text[64];
  auto shortest = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  std::string digits(text, shortest.ptr);
  int exponent = std::atoi(digits.c_str() + digits.find('e') + 1);
  if (exponent >= -4 && exponent < 16) {
    auto fixed = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
    std::string result(text, fixed.ptr);
    if (result.find('.') == result.npos && !imaginary) result += ".0";
    return result;
  }
  return digits;
}

std::string text_repr(std::string_view text, bool bytes) {
  char quote = text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
  std::string result = bytes ? "b" : "";
  result += quote;
  auto escape = [&](const char* format, uint32_t value) {
    char escaped[16];
    std::snprintf(escaped, sizeof escaped, format, value);
    result += escaped;
  };
  for (size_t i = 0; i < text.size();) {
    utf8::Decoded c = bytes ? utf8::Decoded{static_cast<unsigned char>(text[i]), 1}
                            : utf8::decode(text.substr(i), true);
    uint32_t value = c.code_point;
    if (value == static_cast<uint32_t>(quote) || value == '\\') {
      result += '\\';
      result += static_cast<char>(value);
    } else if (value == '\n') {
      result += "\\n";
    } else if (value == '\r') {
      result += "\\r";
    } else if (value == '\t') {
      result += "\\t";
    } else if (value < 0x80 ? value >= ' ' && value < 0x7f : !bytes && is_printable(value)) {
      result += text.substr(i, c.size);
    } else if (value < 0x100) {
      escape("\\x%02x", value);
    } else if (value < 0x10000) {
      escape("\\u%04x", value);
    } else {
      escape("\\U%08x", value);
    }
    i += c.size;
  }
  return result + quote;
}

}  // namespace gilt::ast
