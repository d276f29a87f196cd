// Case, kinds of octets, padding, stripping, translating: ASCII all of it.
#include <algorithm>

#include "runtime/argument_kind.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/memory_limit.h"
#include "runtime/octet_methods.h"
#include "runtime/octet_themes.h"
#include "runtime/operations.h"

namespace gilt::octet_methods {

namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_alpha(char c) {
  return is_lower(c) || is_upper(c);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

template <class Map>
Ref mapped(Thread& t, Value self, Map map) {
  try {
    std::string out(octets_of(self));
    for (char& c : out) c = map(c);
    return octets_like(t, self, out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

template <class Test>
Ref all(Args args, Test test) {
  std::string_view self = octets_of(args[0]);
  return Ref::boolean(!self.empty() && std::all_of(self.begin(), self.end(), test));
}

}  // namespace

Ref upper(Thread& t, Args args) {
  return mapped(t, args[0], to_upper);
}
Ref lower(Thread& t, Args args) {
  return mapped(t, args[0], to_lower);
}
Ref swapcase(Thread& t, Args args) {
  return mapped(t, args[0], [](char c) { return is_upper(c) ? to_lower(c) : to_upper(c); });
}
Ref title(Thread& t, Args args) {
  bool in_word = false;
  return mapped(t, args[0], [&in_word](char c) {
    char out = in_word ? to_lower(c) : to_upper(c);
    in_word = is_alpha(c);
    return out;
  });
}
Ref capitalize(Thread& t, Args args) {
  bool first = true;
  return mapped(t, args[0], [&first](char c) {
    char out = first ? to_upper(c) : to_lower(c);
    first = false;
    return out;
  });
}

Ref isalpha(Thread&, Args args) {
  return all(args, is_alpha);
}
Ref isalnum(Thread&, Args args) {
  return all(args, [](char c) { return is_alpha(c) || is_digit(c); });
}
Ref isdigit(Thread&, Args args) {
  return all(args, is_digit);
}
Ref isspace(Thread&, Args args) {
  return all(args, is_space);
}
Ref isascii(Thread&, Args args) {
  std::string_view self = octets_of(args[0]);
  return Ref::boolean(
      std::all_of(self.begin(), self.end(), [](char c) { return (c & 0x80) == 0; }));
}
Ref islower(Thread&, Args args) {
  std::string_view self = octets_of(args[0]);
  return Ref::boolean(std::any_of(self.begin(), self.end(), is_lower) &&
                      std::none_of(self.begin(), self.end(), is_upper));
}
Ref isupper(Thread&, Args args) {
  std::string_view self = octets_of(args[0]);
  return Ref::boolean(std::any_of(self.begin(), self.end(), is_upper) &&
                      std::none_of(self.begin(), self.end(), is_lower));
}
Ref istitle(Thread&, Args args) {
  bool found = false, in_word = false;
  for (char c : octets_of(args[0])) {
    if (is_upper(c) && in_word) return Ref::boolean(false);
    if (is_lower(c) && !in_word) return Ref::boolean(false);
    in_word = is_alpha(c);
    found = found || in_word;
  }
  return Ref::boolean(found);
}

namespace {

Ref padded(Thread& t, Value self, size_t left, size_t right, char fill) {
  if (left + right > largest_block()) return no_memory(t);
  try {
    std::string out(left, fill);
    out += octets_of(self);
    out.append(right, fill);
    return octets_like(t, self, out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// (self, width, fillchar=..., /)
struct PadArguments {
  size_t padding = 0, width = 0;
  char fill = ' ';

  [[nodiscard]] bool open(Thread& t, Args args, const char* function) {
    GILT_TRY(int64_t wanted, to_int64(t, args[1]));
    Value one = args[2];
    if (!one.is_unset()) {
      bool octets = is_bytes(one) || is_bytearray(one);
      if (!octets)
        return fail(t, type_error_type, "{}() argument 2 must be a byte string of length 1, not {}",
                    function, type_name(one));
      if (octets_of(one).size() != 1)
        return fail(t, type_error_type,
                    "{}(): argument 2 must be a byte string of length 1, not a {} object of "
                    "length {}",
                    function, type_name(one), octets_of(one).size());
      fill = octets_of(one)[0];
    }
    size_t size = octets_of(args[0]).size();
    if (wanted > 0 && static_cast<size_t>(wanted) > size) {
      width = static_cast<size_t>(wanted);
      padding = width - size;
    }
    return true;
  }
};

}  // namespace

Ref center(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args, "center"));
  size_t left = a.padding / 2 + (a.padding & a.width & 1);
  return padded(t, args[0], left, a.padding - left, a.fill);
}
Ref ljust(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args, "ljust"));
  return padded(t, args[0], 0, a.padding, a.fill);
}
Ref rjust(Thread& t, Args args) {
  PadArguments a;
  GILT_CHECK(a.open(t, args, "rjust"));
  return padded(t, args[0], a.padding, 0, a.fill);
}

Ref zfill(Thread& t, Args args) {
  GILT_TRY(int64_t width, to_int64(t, args[1]));
  std::string_view self = octets_of(args[0]);
  if (width <= 0 || static_cast<size_t>(width) <= self.size()) return octets_like(t, args[0], self);
  if (static_cast<uint64_t>(width) > largest_block()) return no_memory(t);
  try {
    std::string out(self);
    bool sign = !self.empty() && (self[0] == '+' || self[0] == '-');
    out.insert(sign ? 1 : 0, static_cast<size_t>(width) - self.size(), '0');
    return octets_like(t, args[0], out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

Ref expandtabs(Thread& t, Args args) {
  GILT_TRY(int tab_size, to_c_int(t, args[1]));
  auto tab = static_cast<size_t>(std::max(tab_size, 0));
  try {
    std::string out;
    size_t column = 0;
    for (char c : octets_of(args[0])) {
      if (c == '\t') {
        size_t step = tab == 0 ? 0 : tab - column % tab;
        out.append(step, ' ');
        column += step;
      } else {
        out.push_back(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return octets_like(t, args[0], out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

namespace {

// (self, bytes=None, /)
Ref strip_ends(Thread& t, Args args, bool left, bool right) {
  BufferView set(t);
  bool space = args[1].is_none();
  if (!space) GILT_CHECK(set.open(args[1]));
  std::string_view members = set.view(), self = octets_of(args[0]);
  auto goes = [&](char c) { return space ? is_space(c) : members.find(c) != members.npos; };
  while (left && !self.empty() && goes(self.front())) self.remove_prefix(1);
  while (right && !self.empty() && goes(self.back())) self.remove_suffix(1);
  return octets_like(t, args[0], self);
}

}  // namespace

Ref strip(Thread& t, Args args) {
  return strip_ends(t, args, true, true);
}
Ref lstrip(Thread& t, Args args) {
  return strip_ends(t, args, true, false);
}
Ref rstrip(Thread& t, Args args) {
  return strip_ends(t, args, false, true);
}

// (self, table, /, delete=b'')
Ref translate(Thread& t, Args args) {
  BufferView table(t), gone(t);
  if (!args[1].is_none()) {
    GILT_CHECK(table.open(args[1]));
    if (table.size() != 256)
      return fail(t, value_error_type, "translation table must be 256 characters long");
  }
  if (!args[2].is_unset()) GILT_CHECK(gone.open(args[2]));
  bool dropped[256] = {};
  for (char c : gone.view()) dropped[static_cast<unsigned char>(c)] = true;
  try {
    std::string out;
    std::string_view self = octets_of(args[0]);
    out.reserve(self.size());
    for (char c : self) {
      auto i = static_cast<unsigned char>(c);
      if (!dropped[i]) out.push_back(table.size() == 0 ? c : table.view()[i]);
    }
    return octets_like(t, args[0], out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// (frm, to, /), static
Ref maketrans(Thread& t, Args args) {
  BufferView from(t), to(t);
  GILT_CHECK(from.open(args[0]));
  GILT_CHECK(to.open(args[1]));
  if (from.size() != to.size())
    return fail(t, value_error_type, "maketrans arguments must have same length");
  char table[256];
  for (int i = 0; i < 256; ++i) table[i] = static_cast<char>(i);
  for (size_t i = 0; i < from.size(); ++i)
    table[static_cast<unsigned char>(from.view()[i])] = to.view()[i];
  return bytes_new(t, {table, sizeof table});
}

Ref hex(Thread& t, Args args) {
  GILT_TRY(HexLayout layout, read_hex_layout(t, args[1], args[2]));
  return octets_hex(t, octets_of(args[0]), layout);
}

// (self, encoding='utf-8', errors='strict')
Ref decode(Thread& t, Args args) {
  for (uint32_t i : {1u, 2u})
    if (!is_str(args[i]))
      return fail(t, type_error_type, "decode() argument '{}' must be str, not {}",
                  i == 1 ? "encoding" : "errors", argument_kind(args[i]));
  return decode_object(t, args[0], args[1].as<StrObject>()->view(),
                       args[2].as<StrObject>()->view());
}

}  // namespace gilt::octet_methods
