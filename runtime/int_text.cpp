// int: reading from digits and writing them.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/number_text.h"
#include "runtime/str.h"

namespace gilt {

namespace {

// Below this many digits sys.set_int_max_str_digits does not matter.
constexpr size_t kAlwaysAllowedDigits = 640;

size_t digit_limit(const Thread& t) {
  const int limit = t.interpreter == nullptr
                        ? 0
                        : t.interpreter->int_max_str_digits.load(std::memory_order_relaxed);
  return limit <= 0 ? SIZE_MAX : static_cast<size_t>(limit);
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

// Removes "0x", "0o", "0b" where [base] allows one and settles base 0. False: not a number.
bool take_prefix(std::string_view& digits, int& base) {
  if (digits.size() < 2 || digits[0] != '0') {
    if (base == 0) base = 10;
    return true;
  }
  const char letter = static_cast<char>(digits[1] | 0x20);
  const int named = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (named != 0 && (base == 0 || base == named)) {
    digits.remove_prefix(2);
    if (!digits.empty() && digits[0] == '_') digits.remove_prefix(1);
    base = named;
    return true;
  }
  if (base == 0) {  // "010" would be octal in other languages; only zeros may start with zero
    base = 10;
    return std::all_of(digits.begin(), digits.end(), [](char c) { return c == '0' || c == '_'; });
  }
  return true;
}

}  // namespace

namespace {

// What is usually read: a few digits and nothing else.
std::optional<int64_t> few_digits(std::string_view text) {
  constexpr size_t kFew = 18;  // 10^18 fits 62 bits
  if (text.empty() || text.size() > kFew) return std::nullopt;
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Ref int_parse(Thread& t, std::string_view text, int base) {
  if (base == 10) {
    if (std::optional<int64_t> value = few_digits(text)) return Ref::adopt(Value::integer(*value));
  }
  std::string storage;
  std::string_view digits = plain_number_text(text, storage);
  bool negative = false;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    negative = digits[0] == '-';
    digits.remove_prefix(1);
  }
  if (!take_prefix(digits, base)) return Ref::unset();
  if (digits.empty()) return Ref::unset();

  constexpr size_t kWordDigits = 11;  // 36^11 fits 62 bits
  if (digits.size() <= kWordDigits) {
    int64_t value = 0;
    bool after_digit = false;
    for (const char c : digits) {
      if (c == '_' && after_digit) {
        after_digit = false;
        continue;
      }
      const int d = digit_value(c);
      if (d >= base) return Ref::unset();
      value = value * base + d;
      after_digit = true;
    }
    if (!after_digit) return Ref::unset();
    return int_from(t, negative ? -value : value);
  }

  std::unique_ptr<unsigned char[]> values(new (std::nothrow) unsigned char[digits.size()]);
  if (values == nullptr) return no_memory(t);
  size_t count = 0;
  size_t leading_zeros = 0;
  bool after_digit = false;
  for (const char c : digits) {
    if (c == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    const int d = digit_value(c);
    if (d >= base) return Ref::unset();
    after_digit = true;
    if (count == 0 && d == 0) {
      ++leading_zeros;
    } else {
      values[count++] = static_cast<unsigned char>(d);
    }
  }
  if (!after_digit) return Ref::unset();
  const bool power_of_two = (base & (base - 1)) == 0;
  const size_t written = count + leading_zeros;
  if (!power_of_two && written > kAlwaysAllowedDigits && written > digit_limit(t)) {
    return fail(t, value_error_type,
                "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; "
                "use sys.set_int_max_str_digits() to increase the limit",
                digit_limit(t), written);
  }
  if (count == 0) return Ref::adopt(Value::integer(0));
  const auto bits = static_cast<uint64_t>(static_cast<double>(count) * std::log2(base)) + 1;
  if (!int_reserve(t, bits)) return Failed();
  const size_t limbs = bits / 64 + 2;
  IntScratch z(limbs);
  const mp_size_t used =
      mpn_set_str(mpz_limbs_write(z, static_cast<mp_size_t>(limbs)), values.get(), count, base);
  mpz_limbs_finish(z, negative ? -used : used);
  return int_from_mpz(t, z);
}

std::string int_to_text(Value v, int base) {
  int64_t i;
  if (int_small(v, i)) {
    char buffer[72];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, i, base).ptr};
  }
  mpz_srcptr z = v.as<IntObject>()->value;
  std::string text(mpz_sizeinbase(z, base) + 2, '\0');
  mpz_get_str(text.data(), base, z);
  text.resize(text.find('\0'));
  return text;
}

RefOf<StrObject> int_repr(Thread& t, Value v) {
  int64_t i;
  if (int_small(v, i)) {
    char buffer[24];
    const char* end = std::to_chars(buffer, buffer + sizeof buffer, i).ptr;
    return str_new(t, {buffer, end});
  }
  mpz_srcptr z = v.as<IntObject>()->value;
  const size_t limit = digit_limit(t);
  auto too_long = [&] {
    return fail(t, value_error_type,
                "Exceeds the limit ({} digits) for integer string conversion; "
                "use sys.set_int_max_str_digits() to increase the limit",
                limit);
  };
  const size_t most = mpz_sizeinbase(z, 10);  // exact, or one too many
  if (most > kAlwaysAllowedDigits && most - 1 > limit) return too_long();
  if (!int_reserve(t, int_bit_length(v) * 3)) return Failed();
  const std::string text = int_to_text(v);
  const size_t digits = text.size() - (text[0] == '-' ? 1 : 0);
  if (digits > kAlwaysAllowedDigits && digits > limit) return too_long();
  return str_new(t, text);
}

}  // namespace gilt
