// str's methods that pad, strip and translate.
#include <algorithm>
#include <climits>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/memory_limit.h"
#include "runtime/operations.h"
#include "runtime/str_layout.h"
#include "runtime/str_methods.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt::str_methods {

namespace {

// [s] with [left] and [right] times [fill] around it.
Ref padded(Thread& t, StrObject* s, size_t left, size_t right, char32_t fill) {
  if (left + right == 0) return str_exact(t, s);
  char one[4];
  size_t size = text::encode(fill, one);
  if (left + right > (largest_block() - s->byte_length) / size) return no_memory(t);
  GILT_TRY(auto result, str_new_uninitialised(t, s->byte_length + (left + right) * size,
                                              s->length + left + right));
  char* out = result->data();
  auto pad = [&](size_t n) {
    if (size == 1) {
      std::memset(out, one[0], n);
      out += n;
      return;
    }
    for (; n > 0; --n, out += size) std::memcpy(out, one, size);
  };
  pad(left);
  std::memcpy(out, s->data(), s->byte_length);
  out += s->byte_length;
  pad(right);
  return str_canonical(t, std::move(result));
}

// (self, width, fillchar=' ', /): how much to add, and with what.
struct PadArguments {
  StrObject* self;
  size_t padding = 0, width = 0;
  char32_t fill = ' ';

  [[nodiscard]] bool open(Thread& t, Args args) {
    self = args[0].as<StrObject>();
    GILT_TRY(int64_t wanted, to_int64(t, args[1]));
    if (!args[2].is_unset()) {
      if (!is_str(args[2]))
        return fail(t, type_error_type, "The fill character must be a unicode character, not {}",
                    type_name(args[2]));
      auto one = args[2].as<StrObject>();
      if (one->length != 1)
        return fail(t, type_error_type, "The fill character must be exactly one character long");
      fill = str_code_point(one, 0);
    }
    if (wanted > 0 && static_cast<size_t>(wanted) > self->length) {
      width = static_cast<size_t>(wanted);
      padding = width - self->length;
    }
    return true;
  }
};

}  // namespace

Ref center(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args));
  size_t left = a.padding / 2 + (a.padding & a.width & 1);
  return padded(t, a.self, left, a.padding - left, a.fill);
}

Ref ljust(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args));
  return padded(t, a.self, 0, a.padding, a.fill);
}

Ref rjust(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args));
  return padded(t, a.self, a.padding, 0, a.fill);
}

Ref zfill(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  GILT_TRY(int64_t width, to_int64(t, args[1]));
  if (width <= 0 || static_cast<size_t>(width) <= s->length) return str_exact(t, s);
  size_t zeros = static_cast<size_t>(width) - s->length;
  if (zeros > largest_block()) return no_memory(t);
  GILT_TRY(auto result, str_new_uninitialised(t, s->byte_length + zeros, s->length + zeros));
  const char* in = s->data();
  char* out = result->data();
  size_t sign = s->byte_length > 0 && (in[0] == '+' || in[0] == '-') ? 1 : 0;
  std::memcpy(out, in, sign);
  std::memset(out + sign, '0', zeros);
  std::memcpy(out + sign + zeros, in + sign, s->byte_length - sign);
  return str_canonical(t, std::move(result));
}

Ref expandtabs(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  GILT_TRY(int tab_size, to_c_int(t, args[1]));
  auto tab = static_cast<size_t>(std::max(tab_size, 0));
  // The size first: a width can be larger than memory.
  size_t bytes = 0, column = 0;
  for (char c : s->view()) {
    if (c == '\t') {
      size_t step = tab == 0 ? 0 : tab - column % tab;
      bytes += step;
      column += step;
      if (bytes > kMaxStrBytes) return fail(t, overflow_error_type, "new string is too long");
    } else {
      ++bytes;
      if (c == '\n' || c == '\r')
        column = 0;
      else if (!text::is_continuation(c))
        ++column;
    }
  }
  try {
    std::string out;
    out.reserve(bytes);
    column = 0;
    for (char c : s->view()) {
      if (c == '\t') {
        size_t step = tab == 0 ? 0 : tab - column % tab;
        out.append(step, ' ');
        column += step;
      } else {
        out.push_back(c);
        if (c == '\n' || c == '\r')
          column = 0;
        else if (!text::is_continuation(c))
          ++column;
      }
    }
    return str_new(t, out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

namespace {

// Cuts characters that pass [test] from the ends.
template <class Test>
Ref strip_where(Thread& t, StrObject* s, bool left, bool right, Test test) {
  const char *start = s->data(), *from = start, *to = start + s->byte_length;
  while (left && from < to) {
    const char* q = from;
    if (!test(text::next(q))) break;
    from = q;
  }
  while (right && from < to) {
    const char* q = to;
    if (!test(text::previous(q))) break;
    to = q;
  }
  return str_slice_bytes(t, s, static_cast<size_t>(from - start), static_cast<size_t>(to - start));
}

Ref strip_ends(Thread& t, Args args, bool left, bool right, const char* function) {
  auto s = args[0].as<StrObject>();
  if (args[1].is_none()) return strip_where(t, s, left, right, unicode::is_space);
  if (!is_str(args[1])) return fail(t, type_error_type, "{} arg must be None or str", function);
  auto set = args[1].as<StrObject>();
  if (set->is_ascii()) {
    uint64_t members[2] = {};
    for (char c : set->view()) members[c >> 6] |= uint64_t{1} << (c & 63);
    return strip_where(t, s, left, right, [&members](char32_t c) {
      return c < 0x80 && ((members[c >> 6] >> (c & 63)) & 1) != 0;
    });
  }
  std::u32string members = text::to_utf32(set->view());
  return strip_where(t, s, left, right,
                     [&members](char32_t c) { return members.find(c) != members.npos; });
}

}  // namespace

Ref strip(Thread& t, Args args) {
  return strip_ends(t, args, true, true, "strip");
}
Ref lstrip(Thread& t, Args args) {
  return strip_ends(t, args, true, false, "lstrip");
}
Ref rstrip(Thread& t, Args args) {
  return strip_ends(t, args, false, true, "rstrip");
}

namespace {

// What table[c] says about a character: [out] gets its replacement.
bool translate_one(Thread& t, Value table, char32_t c, std::string& out) {
  bool plain = has_shape(table, kDictShape);
  Ref found = plain ? dict_get(t, table.as<DictObject>(), Value::integer(c))
                    : get_item(t, table, Value::integer(c));
  if (found.is_unset()) {
    text::append(out, c);
    return true;
  }
  if (found.is_error()) {
    if (!error_matches(t, lookup_error_type)) return false;
    error_clear(t);
    text::append(out, c);
    return true;
  }
  Value v = found.get();
  if (v.is_none()) return true;
  if (is_str(v)) {
    out += v.as<StrObject>()->view();
    return true;
  }
  if (!is_int(v))
    return fail(t, type_error_type, "character mapping must return integer, None or str");
  std::optional<int64_t> mapped = int_to_int64(v);
  if (!mapped || *mapped < 0 || *mapped > 0x10ffff)
    return fail(t, value_error_type, "character mapping must be in range(0x110000)");
  text::append(out, static_cast<char32_t>(*mapped));
  return true;
}

}  // namespace

Ref translate(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  Value table = args[1];
  // Replacements of ASCII characters are asked for once, where asking twice gives the same answer.
  bool cacheable = has_shape(table, kDictShape);
  struct Known {
    uint32_t start = UINT_MAX, size = 0;
  };
  Known known[128];
  std::string answers, out;
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;) {
    char32_t c = text::next(p);
    if (c >= 128 || !cacheable) {
      GILT_CHECK(translate_one(t, table, c, out));
      continue;
    }
    if (known[c].start == UINT_MAX) {
      size_t start = answers.size();
      GILT_CHECK(translate_one(t, table, c, answers));
      known[c] = {static_cast<uint32_t>(start), static_cast<uint32_t>(answers.size() - start)};
    }
    out.append(answers, known[c].start, known[c].size);
  }
  return str_new(t, out);
}

namespace {

Ref maketrans_from_dict(Thread& t, Value mapping) {
  if (!has_shape(mapping, kDictShape))
    return fail(t, type_error_type, "if you give only one argument to maketrans it must be a dict");
  GILT_TRY(auto result, dict_new(t));
  int64_t position = 0;
  Value key, value;
  while (dict_next(mapping.as<DictObject>(), position, key, value)) {
    Ref held_key = Ref::copy(key), held_value = Ref::copy(value);
    Value number = key;
    if (is_str(key)) {
      auto s = key.as<StrObject>();
      if (s->length != 1)
        return fail(t, value_error_type, "string keys in translatetable must be of length 1");
      number = Value::integer(str_code_point(s, 0));
    } else if (!is_int(key)) {
      return fail(t, type_error_type, "keys in translate table mustbe strings or integers");
    }
    GILT_CHECK(dict_set(t, result.get(), number, value));
  }
  return result;
}

}  // namespace

// (x, y=..., z=..., /), static
Ref maketrans(Thread& t, Args args) {
  if (args[1].is_unset()) return maketrans_from_dict(t, args[0]);
  StrObject* to = str_argument(t, args[1], "maketrans", 2);
  if (to == nullptr) return Failed{};
  if (!args[2].is_unset() && str_argument(t, args[2], "maketrans", 3) == nullptr) return Failed{};
  if (!is_str(args[0]))
    return fail(t, type_error_type,
                "first maketrans argument must be a string if there is a second argument");
  auto from = args[0].as<StrObject>();
  if (from->length != to->length)
    return fail(t, value_error_type, "the first two maketrans arguments must have equal length");
  GILT_TRY(auto result, dict_new(t, static_cast<int64_t>(from->length)));
  const char *p = from->data(), *end = p + from->byte_length, *q = to->data();
  while (p < end) {
    Value key = Value::integer(text::next(p));
    GILT_CHECK(dict_set(t, result.get(), key, Value::integer(text::next(q))));
  }
  if (args[2].is_unset()) return result;
  for (char32_t c : text::to_utf32(args[2].as<StrObject>()->view()))
    GILT_CHECK(dict_set(t, result.get(), Value::integer(c), kNone));
  return result;
}

}  // namespace gilt::str_methods
