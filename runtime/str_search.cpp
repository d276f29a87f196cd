// str's methods that look for text in text.
#include <algorithm>

#include "runtime/argument_kind.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/memory_limit.h"
#include "runtime/sequence_protocol.h"
#include "runtime/str_layout.h"
#include "runtime/str_methods.h"
#include "runtime/text_search.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"

namespace gilt {

StrObject* str_argument(Thread& t, Value v, const char* function, int number) {
  if (is_str(v)) return v.as<StrObject>();
  return fail(t, type_error_type, "{}() argument {} must be str, not {}", function, number,
              argument_kind(v));
}

bool str_bounds(Thread& t, Value start, Value stop, size_t length, size_t& first, size_t& last) {
  auto size = static_cast<int64_t>(length);
  int64_t from = 0, to = size;
  if (!start.is_unset() && !start.is_none()) {
    GILT_TRY(from, clamped_index(t, start));
    if (from < 0) from = std::max<int64_t>(from + size, 0);
  }
  if (!stop.is_unset() && !stop.is_none()) {
    GILT_TRY(to, clamped_index(t, stop));
    if (to < 0) to = std::max<int64_t>(to + size, 0);
    to = std::min(to, size);
  }
  first = static_cast<size_t>(from);
  last = static_cast<size_t>(to);
  return true;
}

namespace {

// What a method with (self, sub, start, stop) searches: a part of self's octets that begins at
// octet `offset`, and what it looks for.
struct Search {
  StrObject* self;
  StrObject* needle;
  bool possible = false;  // the bounds are in order
  size_t offset = 0;
  std::string_view part;

  [[nodiscard]] bool open(Thread& t, Args args, const char* function) {
    self = args[0].as<StrObject>();
    needle = str_argument(t, args[1], function, 1);
    if (needle == nullptr) return false;
    return open_part(t, args[2], args[3]);
  }
  [[nodiscard]] bool open_part(Thread& t, Value start, Value stop) {
    if (start.is_unset() && stop.is_unset()) {
      possible = true;
      part = self->view();
      return true;
    }
    size_t first, last;
    GILT_CHECK(str_bounds(t, start, stop, self->length, first, last));
    possible = first <= last;
    if (!possible) return true;
    offset = str_offset(self, first);
    part = self->view().substr(offset, str_offset(self, last) - offset);
    return true;
  }
  int64_t index_of(size_t place) const {
    if (place == search::kNowhere) return -1;
    return static_cast<int64_t>(str_index(self, offset + place));
  }
  int64_t first() const { return possible ? index_of(search::find(part, needle->view())) : -1; }
  int64_t last() const { return possible ? index_of(search::rfind(part, needle->view())) : -1; }
};

Ref integer(int64_t i) {
  return Ref::adopt(Value::integer(i));
}

}  // namespace

namespace str_methods {

Ref find(Thread& t, Args args) {
  Search s;
  GILT_CHECK(s.open(t, args, "find"));
  return integer(s.first());
}

Ref rfind(Thread& t, Args args) {
  Search s;
  GILT_CHECK(s.open(t, args, "rfind"));
  return integer(s.last());
}

Ref index(Thread& t, Args args) {
  Search s;
  GILT_CHECK(s.open(t, args, "index"));
  int64_t at = s.first();
  if (at < 0) return fail(t, value_error_type, "substring not found");
  return integer(at);
}

Ref rindex(Thread& t, Args args) {
  Search s;
  GILT_CHECK(s.open(t, args, "rindex"));
  int64_t at = s.last();
  if (at < 0) return fail(t, value_error_type, "substring not found");
  return integer(at);
}

Ref count(Thread& t, Args args) {
  Search s;
  GILT_CHECK(s.open(t, args, "count"));
  if (!s.possible) return integer(0);
  if (s.needle->byte_length > 0)
    return integer(static_cast<int64_t>(search::count(s.part, s.needle->view())));
  size_t end = str_index(s.self, s.offset + s.part.size());
  return integer(static_cast<int64_t>(end - str_index(s.self, s.offset) + 1));
}

namespace {

// Calls test(part, affix) for one str or a tuple of them.
template <class Test>
Ref match_affix(Thread& t, Args args, const char* function, Test test) {
  Search s;
  s.self = args[0].as<StrObject>();
  GILT_CHECK(s.open_part(t, args[2], args[3]));
  if (is_str(args[1]))
    return Ref::boolean(s.possible && test(s.part, args[1].as<StrObject>()->view()));
  if (!is_tuple(args[1]))
    return fail(t, type_error_type, "{} first arg must be str or a tuple of str, not {}", function,
                type_name(args[1]));
  auto affixes = args[1].as<TupleObject>();
  for (int64_t i = 0; i < affixes->size; ++i) {
    Value affix = affixes->at(i);
    if (!is_str(affix))
      return fail(t, type_error_type, "tuple for {} must only contain str, not {}", function,
                  type_name(affix));
    if (s.possible && test(s.part, affix.as<StrObject>()->view())) return Ref::boolean(true);
  }
  return Ref::boolean(false);
}

}  // namespace

Ref startswith(Thread& t, Args args) {
  return match_affix(t, args, "startswith", [](std::string_view s, std::string_view affix) {
    return s.starts_with(affix);
  });
}

Ref endswith(Thread& t, Args args) {
  return match_affix(t, args, "endswith",
                     [](std::string_view s, std::string_view affix) { return s.ends_with(affix); });
}

Ref removeprefix(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  if (!is_str(args[1]))
    return fail(t, type_error_type, "removeprefix() argument must be str, not {}",
                argument_kind(args[1]));
  std::string_view prefix = args[1].as<StrObject>()->view();
  if (!self->view().starts_with(prefix)) return str_exact(t, self);
  return str_slice_bytes(t, self, prefix.size(), self->byte_length);
}

Ref removesuffix(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  if (!is_str(args[1]))
    return fail(t, type_error_type, "removesuffix() argument must be str, not {}",
                argument_kind(args[1]));
  std::string_view suffix = args[1].as<StrObject>()->view();
  if (!self->view().ends_with(suffix)) return str_exact(t, self);
  return str_slice_bytes(t, self, 0, self->byte_length - suffix.size());
}

namespace {

// replace('', x): x before every character and at the end.
RefOf<StrObject> interleave(Thread& t, StrObject* self, std::string_view to, size_t limit) {
  std::string out;
  const char *p = self->data(), *end = p + self->byte_length;
  for (; limit > 0; --limit) {
    out += to;
    if (p == end) break;
    size_t size = self->is_ascii() ? 1 : text::size_at(p);
    out.append(p, size);
    p += size;
  }
  out.append(p, end);
  return str_new(t, out);
}

}  // namespace

Ref replace(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  StrObject* from = str_argument(t, args[1], "replace", 1);
  if (from == nullptr) return Failed{};
  StrObject* to = str_argument(t, args[2], "replace", 2);
  if (to == nullptr) return Failed{};
  GILT_TRY(int64_t wanted, to_int64(t, args[3]));
  size_t limit = wanted < 0 ? SIZE_MAX : static_cast<size_t>(wanted);
  std::string_view old = from->view(), fresh = to->view(), whole = self->view();
  if (limit == 0 || old.size() > whole.size()) return str_exact(t, self);
  if (old.empty()) {
    size_t places = std::min<size_t>(limit, self->length + 1);
    if (!fresh.empty() && places > (largest_block() - whole.size()) / fresh.size())
      return no_memory(t);
    try {
      return interleave(t, self, fresh, limit);
    } catch (const std::bad_alloc&) {
      return no_memory(t);
    }
  }

  size_t places = search::count(whole, old, limit);
  if (places == 0) return str_exact(t, self);
  if (fresh.size() > old.size() &&
      places > (largest_block() - whole.size()) / (fresh.size() - old.size()))
    return no_memory(t);
  size_t bytes = whole.size() - places * old.size() + places * fresh.size();
  size_t length = self->length - places * from->length + places * to->length;
  GILT_TRY(auto result, str_new_uninitialised(t, bytes, length));
  char* out = result->data();
  size_t at = 0;
  for (size_t n = 0; n < places; ++n) {
    size_t place = search::find(whole, old, at);
    std::memcpy(out, whole.data() + at, place - at);
    out += place - at;
    std::memcpy(out, fresh.data(), fresh.size());
    out += fresh.size();
    at = place + old.size();
  }
  std::memcpy(out, whole.data() + at, whole.size() - at);
  return str_canonical(t, std::move(result));
}

namespace {

Ref three(Thread& t, StrObject* self, size_t place, StrObject* separator) {
  GILT_TRY(auto head, str_slice_bytes(t, self, 0, place));
  GILT_TRY(auto tail, str_slice_bytes(t, self, place + separator->byte_length, self->byte_length));
  return tuple_of(t, {head.value(), to_value(separator), tail.value()});
}

StrObject* separator_argument(Thread& t, Value v) {
  if (!is_str(v)) return fail(t, type_error_type, "must be str, not {}", type_name(v));
  if (v.as<StrObject>()->byte_length == 0) return fail(t, value_error_type, "empty separator");
  return v.as<StrObject>();
}

}  // namespace

Ref partition(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  StrObject* separator = separator_argument(t, args[1]);
  if (separator == nullptr) return Failed{};
  size_t place = search::find(self->view(), separator->view());
  if (place != search::kNowhere) return three(t, self, place, separator);
  Value empty = to_value(names::empty);
  GILT_TRY(auto whole, str_exact(t, self));
  return tuple_of(t, {whole.value(), empty, empty});
}

Ref rpartition(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  StrObject* separator = separator_argument(t, args[1]);
  if (separator == nullptr) return Failed{};
  size_t place = search::rfind(self->view(), separator->view());
  if (place != search::kNowhere) return three(t, self, place, separator);
  Value empty = to_value(names::empty);
  GILT_TRY(auto whole, str_exact(t, self));
  return tuple_of(t, {empty, empty, whole.value()});
}

}  // namespace str_methods

}  // namespace gilt
