#include "runtime/number_text.h"

#include <utf8proc.h>

#include <algorithm>

namespace gilt {

namespace {

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

bool is_decimal(utf8proc_int32_t c) {
  return utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

// Decimal digits come in runs of ten, so the distance from the start of the run tells the digit.
char decimal_digit(utf8proc_int32_t c) {
  utf8proc_int32_t first = c;
  while (is_decimal(first - 1)) --first;
  return static_cast<char>('0' + (c - first) % 10);
}

bool is_wide_blank(utf8proc_int32_t c) {
  if (c == 0x85) return true;
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

std::string_view strip(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view plain_number_text(std::string_view text, std::string& storage) {
  text = strip(text);
  if (std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; })) return text;
  storage.clear();
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c;
    utf8proc_ssize_t size = utf8proc_iterate(bytes, left, &c);
    if (size <= 0) {  // a lone surrogate
      size = 1;
      c = '?';
    }
    if (c < 0x80) {
      storage.push_back(static_cast<char>(c));
    } else if (is_decimal(c)) {
      storage.push_back(decimal_digit(c));
    } else {
      storage.push_back(is_wide_blank(c) ? ' ' : '?');
    }
    bytes += size;
    left -= size;
  }
  return strip(storage);
}

bool may_be_number(std::string_view octets) {
  return std::all_of(octets.begin(), octets.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && !(c >= 0x1c && c <= 0x1f);
  });
}

bool drop_underscores(std::string_view text, std::string& out) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  out.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out.push_back(text[i]);
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return false;
    }
  }
  return true;
}

}  // namespace gilt
