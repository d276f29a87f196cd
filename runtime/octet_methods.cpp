#include "runtime/octet_methods.h"

#include <algorithm>

#include "runtime/argument_kind.h"
#include "runtime/comparison.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/hex_digit.h"
#include "runtime/int.h"
#include "runtime/memory_limit.h"
#include "runtime/octet_themes.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/text_search.h"

namespace gilt {

Ref octets_like(Thread& t, Value self, std::string_view octets) {
  if (is_bytearray(self)) return bytearray_new(t, octets);
  if (has_shape(self, kBytesShape) && octets.size() == self.as<BytesObject>()->size &&
      octets.data() == self.as<BytesObject>()->data())
    return Ref::copy(self);
  return bytes_new(t, octets);
}

std::optional<unsigned char> octet_argument(Thread& t, Value v) {
  GILT_TRY(Ref index, to_index(t, v));
  std::optional<int64_t> i = int_to_int64(index.get());
  if (!i || *i < 0 || *i > 255) return fail(t, value_error_type, "byte must be in range(0, 256)");
  return static_cast<unsigned char>(*i);
}

bool octets_from_iterable(Thread& t, Value iterable, const char* what, std::string& out) {
  return for_each(t, iterable, [&](Ref item) -> bool {
    GILT_TRY(Ref index, to_index(t, item.get()));
    std::optional<int64_t> i = int_to_int64(index.get());
    if (!i || *i < 0 || *i > 255)
      return fail(t, value_error_type, "{} must be in range(0, 256)", what);
    out.push_back(static_cast<char>(*i));
    return true;
  });
}

bool octets_from_arguments(Thread& t, CallArgs args, const char* type, std::string& out) {
  static const ParameterSpec* bytes_spec =
      parse_signature("bytes", "(source=..., encoding=..., errors=...)", false);
  static const ParameterSpec* array_spec =
      parse_signature("bytearray", "(source=..., encoding=..., errors=...)", false);
  BoundArgs bound(std::string_view(type) == "bytes" ? bytes_spec : array_spec);
  GILT_CHECK(bound.bind(t, args));
  Value source = bound[0];
  std::string_view options[2] = {"utf-8", "strict"};
  for (uint32_t i : {1u, 2u}) {
    const char* name = i == 1 ? "encoding" : "errors";
    if (bound[i].is_unset()) continue;
    if (!is_str(bound[i]))
      return fail(t, type_error_type, "{}() argument '{}' must be str, not {}", type, name,
                  argument_kind(bound[i]));
    if (source.is_unset() || !is_str(source))
      return fail(t, type_error_type, "{} without a string argument", name);
    options[i - 1] = bound[i].as<StrObject>()->view();
  }
  if (source.is_unset()) return true;
  if (is_str(source)) {
    if (bound[1].is_unset()) return fail(t, type_error_type, "string argument without an encoding");
    GILT_TRY(auto encoded, encode(t, source.as<StrObject>(), options[0], options[1]));
    out = encoded->view();
    return true;
  }
  if (type_of(source)->slots.to_index != nullptr) {
    GILT_TRY(Ref index, to_index(t, source));
    std::optional<int64_t> count = int_to_int64(index.get());
    if (!count)
      return fail(t, overflow_error_type, "cannot fit '{}' into an index-sized integer",
                  type_name(source));
    if (*count < 0) return fail(t, value_error_type, "negative count");
    if (static_cast<size_t>(*count) > largest_block()) return no_memory(t);
    out.assign(static_cast<size_t>(*count), '\0');
    return true;
  }
  if (is_bytes_like(source)) {
    BufferView view(t);
    GILT_CHECK(view.open(source));
    out = view.view();
    return true;
  }
  Ref iterator = get_iter(t, source);
  if (iterator.is_error()) {
    if (!error_matches(t, type_error_type)) return false;
    error_clear(t);
    return fail(t, type_error_type, "cannot convert '{}' object to {}", type_name(source), type);
  }
  bool array = std::string_view(type) == "bytearray";
  return octets_from_iterable(t, iterator.get(), array ? "byte" : "bytes", out);
}

std::optional<HexLayout> read_hex_layout(Thread& t, Value separator, Value group) {
  HexLayout layout;
  if (separator.is_unset()) return layout;
  GILT_TRY(int64_t length, gilt::length(t, separator));
  if (length != 1) return fail(t, value_error_type, "sep must be length 1.");
  if (is_str(separator)) {
    auto s = separator.as<StrObject>();
    if (!s->is_ascii()) return fail(t, value_error_type, "sep must be ASCII.");
    layout.separator = s->data()[0];
  } else if (is_bytes(separator)) {
    layout.separator = separator.as<BytesObject>()->data()[0];
    if ((layout.separator & 0x80) != 0) return fail(t, value_error_type, "sep must be ASCII.");
  } else {
    return fail(t, type_error_type, "sep must be str or bytes.");
  }
  GILT_TRY(layout.group, to_c_int(t, group));
  return layout;
}

Ref octets_hex(Thread& t, std::string_view octets, HexLayout layout) {
  constexpr const char kDigits[] = "0123456789abcdef";
  char between = layout.separator;
  int64_t size = layout.group;
  size_t step = static_cast<size_t>(size < 0 ? -size : size);
  if (step == 0 || octets.empty()) step = octets.size() + 1;
  // Groups are counted from the right, unless the number is negative.
  size_t offset = size > 0 ? (step - octets.size() % step) % step : 0;
  try {
    std::string out;
    out.reserve(octets.size() * 2 + octets.size() / step);
    for (size_t i = 0; i < octets.size(); ++i) {
      if (i > 0 && (i + offset) % step == 0) out.push_back(between);
      out.push_back(kDigits[(octets[i] >> 4) & 15]);
      out.push_back(kDigits[octets[i] & 15]);
    }
    return str_new_counted(t, out, out.size());
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

bool octets_from_hex(Thread& t, Value text, std::string& out) {
  std::string_view in;
  BufferView view(t);
  if (is_str(text)) {
    in = text.as<StrObject>()->view();
  } else if (is_bytes_like(text)) {
    GILT_CHECK(view.open(text));
    in = view.view();
  } else {
    return fail(t, type_error_type, "fromhex() argument must be str or bytes-like, not {}",
                type_name(text));
  }
  auto refuse = [&](size_t place) -> bool {
    if (is_str(text)) place = str_index(text.as<StrObject>(), place);
    return fail(t, value_error_type, "non-hexadecimal number found in fromhex() arg at position {}",
                place);
  };
  for (size_t i = 0; i < in.size();) {
    if (in[i] == ' ' || (in[i] >= '\t' && in[i] <= '\r')) {
      ++i;
      continue;
    }
    int high = hex_digit(in[i]);
    if (high < 0) return refuse(i);
    if (i + 1 == in.size())
      return fail(t, value_error_type,
                  "fromhex() arg must contain an even number of hexadecimal digits");
    int low = hex_digit(in[i + 1]);
    if (low < 0) return refuse(i + 1);
    out.push_back(static_cast<char>(high << 4 | low));
    i += 2;
  }
  return true;
}

namespace {

// The lock of [v] if that is a bytearray.
class LockOfArray {
 public:
  LockOfArray(Thread& t, Value v) {
    if (kFreeThreaded && !is_bytes(v)) lock_.emplace(t, v.as_object());
  }

 private:
  std::optional<ObjectLock> lock_;
};

}  // namespace

std::optional<bool> octets_contains(Thread& t, Value self, Value item) {
  if (type_of(item)->slots.to_index != nullptr) {
    GILT_TRY(unsigned char octet, octet_argument(t, item));
    LockOfArray lock(t, self);
    return octets_of(self).find(static_cast<char>(octet)) != std::string_view::npos;
  }
  BufferView view(t);
  GILT_CHECK(view.open(item));
  LockOfArray lock(t, self);
  return search::find(octets_of(self), view.view()) != search::kNowhere;
}

Ref octets_compare(Thread& t, CompareOp op, Value a, Value b) {
  bool known = is_bytearray(a) ? is_bytes_like(b) : is_bytes(a) && (is_bytes(b) || is_bytearray(b));
  if (!known) return not_implemented();
  // Held as well as exported, so that who changes the size waits instead of failing.
  LockOfArray lock(t, a);
  BufferView left(t), right(t);
  GILT_CHECK(left.open(a));
  GILT_CHECK(right.open(b));
  if (op == CompareOp::kEq) return Ref::boolean(left.view() == right.view());
  if (op == CompareOp::kNe) return Ref::boolean(left.view() != right.view());
  return Ref::boolean(holds(op, left.view().compare(right.view()), 0));
}

bool octets_repeat(Thread& t, std::string_view octets, int64_t times, std::string& out) {
  if (times <= 0 || octets.empty()) return true;
  auto n = static_cast<size_t>(times);
  if (n > largest_block() / octets.size()) return no_memory(t);
  out.reserve(octets.size() * n);
  if (octets.size() == 1) {
    out.assign(n, octets[0]);
    return true;
  }
  for (; n > 0; --n) out += octets;
  return true;
}

namespace m = octet_methods;

namespace {

// A bytearray stays as it is while a method of it looks at its octets.
template <NativeFn kFunction>
Ref with_lock(Thread& t, Args args) {
  if (is_bytes(args[0])) return kFunction(t, args);
  ObjectLock lock(t, args[0].as_object());
  return kFunction(t, args);
}
template <NativeFn kFunction>
constexpr NativeFn kSteady = kFreeThreaded ? &with_lock<kFunction> : kFunction;

constexpr NativeDef kMethods[] = {
    {"capitalize", kSteady<m::capitalize>, "(self)",
     "First letter in upper case, the rest in lower case."},
    {"center", kSteady<m::center>, "(self, width, fillchar=..., /)", "Padded on both sides."},
    {"count", kSteady<m::count>, "(self, sub, start=..., end=..., /)",
     "Number of places, not overlapping, where sub is found in self[start:end]."},
    {"decode", kSteady<m::decode>, "(self, encoding='utf-8', errors='strict')",
     "The text they stand for."},
    {"endswith", kSteady<m::endswith>, "(self, suffix, start=..., end=..., /)",
     "Whether self[start:end] ends with suffix, or with one of a tuple of them."},
    {"expandtabs", kSteady<m::expandtabs>, "(self, tabsize=8)",
     "Tabs replaced by spaces up to the next stop."},
    {"find", kSteady<m::find>, "(self, sub, start=..., end=..., /)",
     "The lowest index in self[start:end] where sub is found, or -1."},
    {"hex", kSteady<m::hex>, "(self, sep=..., bytes_per_sep=1)",
     "Two hexadecimal digits for each octet."},
    {"index", kSteady<m::index>, "(self, sub, start=..., end=..., /)",
     "The lowest index in self[start:end] where sub is found; ValueError if there is none."},
    {"isalnum", kSteady<m::isalnum>, "(self)", "Not empty, and all are ASCII letters or digits."},
    {"isalpha", kSteady<m::isalpha>, "(self)", "Not empty, and all are ASCII letters."},
    {"isascii", kSteady<m::isascii>, "(self)", "All are ASCII."},
    {"isdigit", kSteady<m::isdigit>, "(self)", "Not empty, and all are ASCII digits."},
    {"islower", kSteady<m::islower>, "(self)", "There are ASCII letters and all are lower case."},
    {"isspace", kSteady<m::isspace>, "(self)", "Not empty, and all are ASCII white space."},
    {"istitle", kSteady<m::istitle>, "(self)",
     "Words start in upper case and go on in lower case."},
    {"isupper", kSteady<m::isupper>, "(self)", "There are ASCII letters and all are upper case."},
    {"join", kSteady<m::join>, "(self, iterable_of_bytes, /)",
     "The items of the iterable put together, self between them."},
    {"ljust", kSteady<m::ljust>, "(self, width, fillchar=..., /)", "Padded on the right."},
    {"lower", kSteady<m::lower>, "(self)", "ASCII letters in lower case."},
    {"lstrip", kSteady<m::lstrip>, "(self, bytes=None, /)",
     "Without white space, or bytes, in front."},
    {"maketrans", m::maketrans, "(frm, to, /)", "A table for translate().",
     NativeKind::kStaticMethod},
    {"partition", kSteady<m::partition>, "(self, sep, /)",
     "What is before the first sep, sep, and what is behind it."},
    {"removeprefix", kSteady<m::removeprefix>, "(self, prefix, /)",
     "Without the prefix, if it is there."},
    {"removesuffix", kSteady<m::removesuffix>, "(self, suffix, /)",
     "Without the suffix, if it is there."},
    {"replace", kSteady<m::replace>, "(self, old, new, count=-1, /)",
     "All places of old, or the first count of them, replaced by new."},
    {"rfind", kSteady<m::rfind>, "(self, sub, start=..., end=..., /)",
     "The highest index in self[start:end] where sub is found, or -1."},
    {"rindex", kSteady<m::rindex>, "(self, sub, start=..., end=..., /)",
     "The highest index in self[start:end] where sub is found; ValueError if there is none."},
    {"rjust", kSteady<m::rjust>, "(self, width, fillchar=..., /)", "Padded on the left."},
    {"rpartition", kSteady<m::rpartition>, "(self, sep, /)",
     "What is before the last sep, sep, and what is behind it."},
    {"rsplit", kSteady<m::rsplit>, "(self, sep=None, maxsplit=-1)",
     "The list of parts between the sep, counted from the right."},
    {"rstrip", kSteady<m::rstrip>, "(self, bytes=None, /)",
     "Without white space, or bytes, at the end."},
    {"split", kSteady<m::split>, "(self, sep=None, maxsplit=-1)",
     "The list of parts between the sep."},
    {"splitlines", kSteady<m::splitlines>, "(self, keepends=False)", "The list of lines."},
    {"startswith", kSteady<m::startswith>, "(self, prefix, start=..., end=..., /)",
     "Whether self[start:end] starts with prefix, or with one of a tuple of them."},
    {"strip", kSteady<m::strip>, "(self, bytes=None, /)",
     "Without white space, or bytes, at both ends."},
    {"swapcase", kSteady<m::swapcase>, "(self)",
     "Upper case for lower case and the other way round."},
    {"title", kSteady<m::title>, "(self)", "Each word in title case."},
    {"translate", kSteady<m::translate>, "(self, table, /, delete=...)",
     "Each octet replaced by what table has for it, those in delete left out."},
    {"upper", kSteady<m::upper>, "(self)", "ASCII letters in upper case."},
    {"zfill", kSteady<m::zfill>, "(self, width, /)", "Padded with zeros behind the sign."},
};

}  // namespace

std::span<const NativeDef> octet_methods_with(std::span<const NativeDef> own) {
  auto all = new NativeDef[std::size(kMethods) + own.size()];  // lives as long as the type
  std::copy(own.begin(), own.end(), std::copy(std::begin(kMethods), std::end(kMethods), all));
  return {all, std::size(kMethods) + own.size()};
}

}  // namespace gilt
