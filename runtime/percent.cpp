#include "runtime/percent.h"

#include <climits>
#include <cmath>
#include <utility>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format_spec.h"
#include "runtime/int.h"
#include "runtime/memory_limit.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str_layout.h"

namespace gilt {

PercentFormatter::PercentFormatter(Thread& t, std::string_view format, Value values)
    : t_(t), format_(format), values_(values) {
  if (is_tuple(values)) {
    tuple_ = values.as<TupleObject>();
  } else {
    const TypeObject* type = type_of(values);
    is_text_ = type->is(kTypeIsBytes) || is_subtype(type, &bytearray_type);
    is_mapping_ = type->slots.get_item != nullptr && !is_str(values);
  }
}

bool PercentFormatter::run() {
  while (true) {
    size_t percent = format_.find('%', at_);
    if (percent == format_.npos) break;
    out_.append(format_, at_, percent - at_);
    at_ = percent + 1;
    if (!at_end() && format_[at_] == '%') {
      out_.push_back('%');
      ++at_;
      continue;
    }
    GILT_CHECK(directive());
  }
  out_.append(format_, at_);
  bool all_used = tuple_ != nullptr ? used_ >= tuple_->size
                                    : one_used_ || (is_mapping_ && !(is_text_ && of_octets()));
  if (!all_used) return fail_not_all_used();
  return true;
}

Failed PercentFormatter::fail_incomplete() {
  return fail(t_, value_error_type, "incomplete format");
}

Failed PercentFormatter::fail_not_enough() {
  return fail(t_, type_error_type, "not enough arguments for format string");
}

Ref PercentFormatter::next_value() {
  if (keyed_ && !std::exchange(key_used_, true)) return keyed_value_.copy();
  if (keyed_) return fail_not_enough();
  if (tuple_ != nullptr) {
    if (used_ < tuple_->size) return Ref::copy(tuple_->at(used_++));
  } else if (!one_used_) {
    one_used_ = true;
    return Ref::copy(values_);
  }
  return fail_not_enough();
}

bool PercentFormatter::directive() {
  Directive d;
  keyed_ = false;
  GILT_CHECK(read_key());
  GILT_CHECK(read_flags(d));
  GILT_CHECK(read_size(d));
  if (!at_end() && (format_[at_] == 'h' || format_[at_] == 'l' || format_[at_] == 'L')) ++at_;
  if (at_end()) return fail_incomplete();
  d.code = format_[at_];
  if (keyed_) one_used_ = true;
  GILT_TRY(Ref value, next_value());
  Value v = value.get();
  switch (d.code) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': GILT_CHECK(add_integer(d, v)); break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': GILT_CHECK(add_float(d, v)); break;
    default: {
      bool known = true;
      GILT_CHECK(add_text(d, v, known));
      if (known) break;
      bool shown = d.code > 32 && d.code < 127;
      std::string_view rest = format_.substr(at_);
      auto code = static_cast<uint32_t>(static_cast<unsigned char>(d.code));
      if (code >= 0x80 && length_of(rest.substr(0, 2)) == 1 && rest.size() > 1)
        code = (code & 0x1f) << 6 | (static_cast<unsigned char>(rest[1]) & 0x3f);
      return fail(t_, value_error_type, "unsupported format character '{}' (0x{:x}) at index {}",
                  shown ? d.code : '?', code, length_of(format_.substr(0, at_)));
    }
  }
  ++at_;
  return true;
}

// (key): brackets may nest.
bool PercentFormatter::read_key() {
  if (at_end() || format_[at_] != '(') return true;
  if (!is_mapping_ || (is_text_ && of_octets()))
    return fail(t_, type_error_type, "format requires a mapping");
  size_t start = ++at_;
  for (int depth = 1; depth > 0; ++at_) {
    if (at_end()) return fail(t_, value_error_type, "incomplete format key");
    if (format_[at_] == '(') ++depth;
    if (format_[at_] == ')') --depth;
  }
  GILT_TRY(Ref key, make_key(format_.substr(start, at_ - 1 - start)));
  keyed_value_ = get_item(t_, values_, key.get());
  if (keyed_value_.is_error()) return false;
  keyed_ = true;
  key_used_ = false;
  return true;
}

bool PercentFormatter::read_flags(Directive& d) {
  for (; !at_end(); ++at_) {
    switch (format_[at_]) {
      case '-': d.left = true; continue;
      case '+': d.plus = true; continue;
      case ' ': d.blank = true; continue;
      case '#': d.alternate = true; continue;
      case '0': d.zero = true; continue;
      default: return true;
    }
  }
  return fail_incomplete();
}

bool PercentFormatter::read_star(int64_t limit, const char* c_type, int64_t& out) {
  ++at_;
  GILT_TRY(Ref value, next_value());
  if (!is_int(value.get())) return fail(t_, type_error_type, "* wants int");
  std::optional<int64_t> small = int_to_int64(value.get());
  if (!small || *small > limit || *small < ~limit)
    return fail(t_, overflow_error_type, "Python int too large to convert to C {}", c_type);
  out = *small;
  return true;
}

bool PercentFormatter::read_count(int64_t limit, const char* what, int64_t& out) {
  out = 0;
  for (; !at_end() && format_[at_] >= '0' && format_[at_] <= '9'; ++at_) {
    int digit = format_[at_] - '0';
    if (out > (limit - digit) / 10) return fail(t_, value_error_type, "{} too big", what);
    out = out * 10 + digit;
  }
  return true;
}

bool PercentFormatter::read_size(Directive& d) {
  if (!at_end() && format_[at_] == '*') {
    GILT_CHECK(read_star(INT64_MAX, "ssize_t", d.width));
    if (d.width < 0) {
      d.left = true;
      d.width = d.width == INT64_MIN ? INT64_MAX : -d.width;
    }
  } else {
    GILT_CHECK(read_count(INT64_MAX, "width", d.width));
  }
  if (at_end() || format_[at_] != '.') return true;
  ++at_;
  int64_t precision = 0;
  if (!at_end() && format_[at_] == '*') {
    GILT_CHECK(read_star(INT_MAX, "int", precision));
    precision = precision < 0 ? 0 : precision;
  } else {
    GILT_CHECK(read_count(INT_MAX, "precision", precision));
  }
  d.precision = static_cast<int>(precision);
  return true;
}

bool PercentFormatter::add_padded(const Directive& d, std::string_view text, size_t length) {
  size_t padding = 0;
  if (d.width > 0 && static_cast<size_t>(d.width) > length)
    padding = static_cast<size_t>(d.width) - length;
  if (padding > largest_block()) return no_memory(t_);
  if (!d.left) out_.append(padding, ' ');
  out_.append(text);
  if (d.left) out_.append(padding, ' ');
  return true;
}

// Sign, prefix and digits with the directive's flags and width.
bool PercentFormatter::add_number(const Directive& d, std::string_view number) {
  std::string head;
  if (number.starts_with('-')) {
    head = "-";
    number.remove_prefix(1);
  } else if (d.plus) {
    head = "+";
  } else if (d.blank) {
    head = " ";
  }
  if (d.alternate && (d.code == 'x' || d.code == 'X' || d.code == 'o')) {
    head.push_back('0');
    head.push_back(d.code);
  }
  size_t length = head.size() + number.size();
  if (d.zero && !d.left && d.width > 0 && static_cast<size_t>(d.width) > length) {
    size_t zeros = static_cast<size_t>(d.width) - length;
    if (zeros > largest_block()) return no_memory(t_);
    out_ += head;
    out_.append(zeros, '0');
    out_.append(number);
    return true;
  }
  return add_padded(d, head.append(number), length);
}

bool PercentFormatter::add_integer(const Directive& d, Value v) {
  bool decimal = d.code == 'd' || d.code == 'i' || d.code == 'u';
  auto wrong_type = [&]() -> Failed {
    return fail(t_, type_error_type, "%{} format: {} is required, not {}", d.code,
                decimal ? "a real number" : "an integer", type_name(v));
  };
  Ref number = Ref::copy(v);
  if (!is_int(v)) {
    const TypeSlots& slots = type_of(v)->slots;
    if (slots.to_index == nullptr && slots.to_int == nullptr && slots.to_float == nullptr)
      return wrong_type();
    number = decimal ? to_int(t_, v) : to_index(t_, v);
    if (number.is_error()) {
      if (!error_matches(t_, type_error_type)) return false;
      error_clear(t_);
      return wrong_type();
    }
  }
  GILT_TRY(Ref exact, int_exact(t_, number.get()));
  std::string digits;
  if (decimal) {
    GILT_TRY(auto shown, int_repr(t_, exact.get()));
    digits = shown->view();
  } else {
    digits = int_to_text(exact.get(), d.code == 'o' ? 8 : 16);
  }
  if (d.code == 'X')
    for (char& c : digits)
      if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  size_t sign = digits.starts_with('-') ? 1 : 0;
  if (d.precision > 0 && static_cast<size_t>(d.precision) > digits.size() - sign)
    digits.insert(sign, static_cast<size_t>(d.precision) - (digits.size() - sign), '0');
  return add_number(d, digits);
}

bool PercentFormatter::add_float(const Directive& d, Value v) {
  const TypeSlots& slots = type_of(v)->slots;
  if (!is_float(v) && slots.to_float == nullptr && slots.to_index == nullptr)
    return fail_not_float(v);
  GILT_TRY(double value, to_double(t_, v));
  if (d.precision == INT_MAX) return fail(t_, value_error_type, "precision too big");
  std::string digits = double_digits(value, d.code, d.precision < 0 ? 6 : d.precision, d.alternate);
  if (std::signbit(value) && !std::isnan(value)) digits.insert(0, 1, '-');
  Directive plain = d;
  plain.alternate = false;
  return add_number(plain, digits);
}

}  // namespace gilt
