// builtins: functions about numbers and characters, and max, min, sum.
#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/signature.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/builtins.h"

namespace gilt {

namespace {

Ref abs_function(Thread& t, Args args) {
  return unary_operation(t, UnaryOp::kAbs, args[0]);
}

Ref divmod_function(Thread& t, Args args) {
  return binary_operation(t, BinaryOp::kDivMod, args[0], args[1]);
}

Ref pow_function(Thread& t, Args args) {
  return power(t, args[0], args[1], args[2]);
}

Ref round_function(Thread& t, Args args) {
  if (args[0].is_double()) return float_round(t, args[0].as_double(), args[1]);
  const bool whole = args[1].is_none();
  Ref result = whole ? call_special(t, args[0], names::round_)
                     : call_special(t, args[0], names::round_, {args[1]});
  if (result.is_unset()) {
    return fail(t, type_error_type, "type {} doesn't define __round__ method", type_name(args[0]));
  }
  return result;
}

// -- sum --

// A running sum that keeps what each addition rounds away (Neumaier, 1974).
struct CompensatedSum {
  double high = 0;
  double low = 0;

  void add(double x) {
    const double sum = high + x;
    if (std::fabs(high) >= std::fabs(x)) {
      low += (high - sum) + x;
    } else {
      low += (x - sum) + high;
    }
    high = sum;
  }
  // The compensation must not turn an infinite sum into NaN, nor -0.0 into 0.0.
  double value() const { return low != 0 && std::isfinite(low) ? high + low : high; }
};

// Adds items while they are ints that fit a word, then while they are floats, then complex, and
// the rest by the + operator.
class Summation {
 public:
  Summation(Thread& t, Value start) : t_(t), total_(Ref::copy(start)) {
    if (start.is_int()) {
      mode_ = Mode::kWord;
      word_ = start.as_int();
    } else if (is_plain_float(start)) {
      mode_ = Mode::kFloat;
      real_.high = float_value(start);
    } else if (has_shape(start, kComplexShape)) {
      mode_ = Mode::kComplex;
      real_.high = complex_value(start).real;
      imag_.high = complex_value(start).imag;
    }
  }

  bool add(Ref item) {
    if (mode_ == Mode::kWord && add_word(item.get())) return true;
    if (mode_ == Mode::kFloat && has_shape(item.get(), kComplexShape)) mode_ = Mode::kComplex;
    if (mode_ == Mode::kFloat && add_real(item.get())) return true;
    if (mode_ == Mode::kComplex && add_complex(item.get())) return true;
    GILT_TRY(Ref total, result());
    mode_ = Mode::kAny;
    GILT_TRY(total_, binary_operation(t_, BinaryOp::kAdd, total.get(), item.get()));
    return true;
  }

  Ref result() {
    switch (mode_) {
      case Mode::kWord: return int_from(t_, word_);
      case Mode::kFloat: return make_float(t_, real_.value());
      case Mode::kComplex: return complex_new(t_, {real_.value(), imag_.value()});
      default: return std::move(total_);
    }
  }

 private:
  enum class Mode { kWord, kFloat, kComplex, kAny };

  static bool is_plain_float(Value v) { return v.is_double() || has_shape(v, kFloatShape); }

  // Goes on to floats by itself.
  bool add_word(Value item) {
    int64_t i;
    int64_t sum;
    if (int_small(item, i) && !__builtin_add_overflow(word_, i, &sum)) {
      word_ = sum;
      return true;
    }
    if (!is_plain_float(item)) return false;
    mode_ = Mode::kFloat;
    real_.high = static_cast<double>(word_);
    return add_real(item);
  }

  bool add_real(Value item) {
    if (is_plain_float(item)) {
      real_.add(float_value(item));
      return true;
    }
    int64_t i;
    if (!int_small(item, i)) return false;
    real_.add(static_cast<double>(i));
    return true;
  }

  bool add_complex(Value item) {
    if (!has_shape(item, kComplexShape)) return add_real(item);
    const Complex c = complex_value(item);
    real_.add(c.real);
    imag_.add(c.imag);
    return true;
  }

  Thread& t_;
  Mode mode_ = Mode::kAny;
  int64_t word_ = 0;
  CompensatedSum real_, imag_;
  Ref total_;
};

Ref sum_function(Thread& t, Args args) {
  const Value start = args[1];
  if (is_str(start)) {
    return fail(t, type_error_type, "sum() can't sum strings [use ''.join(seq) instead]");
  }
  if (start.is_object() && type_of(start)->is(kTypeIsBytes)) {
    return fail(t, type_error_type, "sum() can't sum bytes [use b''.join(seq) instead]");
  }
  if (has_shape(start, kByteArrayShape)) {
    return fail(t, type_error_type, "sum() can't sum bytearray [use b''.join(seq) instead]");
  }
  Summation sum(t, start);
  GILT_CHECK(for_each(t, args[0], [&](Ref item) { return sum.add(std::move(item)); }));
  return sum.result();
}

// -- max and min --

struct Extreme {
  Ref item, key;
};

// Takes [candidate] if it is the first or better than the best so far.
bool consider(Thread& t, CompareOp better, Value key_function, Extreme& best, Ref candidate) {
  Ref key = candidate.copy();
  if (!key_function.is_none()) {
    GILT_TRY(key, call(t, key_function, {candidate.get()}));
  }
  if (!best.item.is_unset()) {
    GILT_TRY(bool wins, compare_bool(t, better, key.get(), best.key.get()));
    if (!wins) return true;
  }
  best.item = std::move(candidate);
  best.key = std::move(key);
  return true;
}

Ref extreme(Thread& t, CallArgs call, const char* name, CompareOp better) {
  Value key_function = kNone;
  Value otherwise = kUnset;
  const int64_t keyword_count = call.kwnames == nullptr ? 0 : call.kwnames->size;
  for (int64_t i = 0; i < keyword_count; ++i) {
    const std::string_view keyword = call.kwnames->at(i).as<StrObject>()->view();
    const Value value = call.values[call.positional + i];
    if (keyword == "key") {
      key_function = value;
    } else if (keyword == "default") {
      otherwise = value;
    } else {
      return fail_unexpected_keyword(t, name, keyword, {"key", "default"});
    }
  }
  if (call.positional == 0) {
    return fail(t, type_error_type, "{} expected at least 1 argument, got 0", name);
  }
  Extreme best;
  if (call.positional > 1) {
    if (!otherwise.is_unset()) {
      return fail(t, type_error_type,
                  "Cannot specify a default for {}() with multiple positional arguments", name);
    }
    for (uint32_t i = 0; i < call.positional; ++i) {
      GILT_CHECK(consider(t, better, key_function, best, Ref::copy(call[i])));
    }
    return std::move(best.item);
  }
  GILT_CHECK(for_each(t, call[0], [&](Ref item) {
    return consider(t, better, key_function, best, std::move(item));
  }));
  if (!best.item.is_unset()) return std::move(best.item);
  if (!otherwise.is_unset()) return Ref::copy(otherwise);
  return fail(t, value_error_type, "{}() iterable argument is empty", name);
}

Ref max_function(Thread& t, CallArgs call) {
  return extreme(t, call, "max", CompareOp::kGt);
}
Ref min_function(Thread& t, CallArgs call) {
  return extreme(t, call, "min", CompareOp::kLt);
}

// -- digits and characters --

Ref in_base(Thread& t, Value v, int base, const char* prefix) {
  GILT_TRY(Ref index, to_index(t, v));
  GILT_CHECK(int_reserve(t, int_bit_length(index.get()) * 8));
  std::string text = int_to_text(index.get(), base);
  text.insert(text[0] == '-' ? 1 : 0, prefix);
  return str_new(t, text);
}

Ref bin_function(Thread& t, Args args) {
  return in_base(t, args[0], 2, "0b");
}
Ref oct_function(Thread& t, Args args) {
  return in_base(t, args[0], 8, "0o");
}
Ref hex_function(Thread& t, Args args) {
  return in_base(t, args[0], 16, "0x");
}

Ref chr_function(Thread& t, Args args) {
  GILT_TRY(Ref index, to_index(t, args[0]));
  const std::optional<int64_t> code = int_to_int64(index.get());
  if (!code || *code < 0 || *code > 0x10ffff) {
    return fail(t, value_error_type, "chr() arg not in range(0x110000)");
  }
  return str_from_code_point(t, static_cast<char32_t>(*code));
}

// The code point that UTF-8 text (surrogates allowed) begins with.
char32_t first_code_point(std::string_view utf8) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  char32_t code = lead & (0x3f >> more);
  for (int i = 1; i <= more; ++i) code = code << 6 | (byte(static_cast<size_t>(i)) & 0x3f);
  return code;
}

Ref ord_function(Thread& t, Args args) {
  uint64_t length;
  if (is_str(args[0])) {
    auto* s = args[0].as<StrObject>();
    if (s->length == 1) return Ref::adopt(Value::integer(first_code_point(s->view())));
    length = s->length;
  } else {
    const auto buffer = type_of(args[0])->slots.buffer;
    std::span<std::byte> bytes;
    if (buffer == nullptr ||
        !(type_of(args[0])->is(kTypeIsBytes) || is_instance_of(args[0], &bytearray_type))) {
      return fail(t, type_error_type, "ord() expected string of length 1, but {} found",
                  type_name(args[0]));
    }
    if (!buffer(t, args[0], false, bytes)) return Failed();
    if (bytes.size() == 1) return Ref::adopt(Value::integer(static_cast<int64_t>(bytes[0])));
    length = bytes.size();
  }
  return fail(t, type_error_type, "ord() expected a character, but string of length {} found",
              length);
}

constexpr NativeDef kFunctions[] = {
    {"abs", abs_function, "(number, /)", "Returns the absolute value of the argument."},
    {"bin", bin_function, "(number, /)", "The binary representation of an integer: '0b1010'."},
    {"chr", chr_function, "(i, /)", "The character with this code point."},
    {"divmod", divmod_function, "(x, y, /)", "The tuple (x//y, x%y)."},
    {"hex", hex_function, "(number, /)", "The hexadecimal representation of an integer: '0xff'."},
    {"max", nullptr, "(*args, key=None, default=...)",
     "The largest item of an iterable, or of several arguments.", NativeKind::kFunction,
     max_function},
    {"min", nullptr, "(*args, key=None, default=...)",
     "The smallest item of an iterable, or of several arguments.", NativeKind::kFunction,
     min_function},
    {"oct", oct_function, "(number, /)", "The octal representation of an integer: '0o17'."},
    {"ord", ord_function, "(c, /)", "The code point of a character."},
    {"pow", pow_function, "(base, exp, mod=None)",
     "base**exp, or with three arguments base**exp % mod, computed efficiently."},
    {"round", round_function, "(number, ndigits=None)",
     "Rounds a number to a given precision in decimal digits; without it, to an integer."},
    {"sum", sum_function, "(iterable, /, start=0)",
     "The sum of start and the items of the iterable."},
};

}  // namespace

std::span<const NativeDef> number_builtins() {
  return kFunctions;
}

}  // namespace gilt
