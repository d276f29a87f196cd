// Looking for octets in octets, and cutting and joining them.
#include "runtime/memory_limit.h"
#include "runtime/text_search.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/octet_methods.h"
#include "runtime/octet_themes.h"
#include "runtime/operations.h"
#include "runtime/str_methods.h"
#include "runtime/tuple.h"

namespace gilt::octet_methods {

namespace {

// What is looked for: octets, or an int that is one.
class Needle {
 public:
  explicit Needle(Thread& t) : t_(t), view_(t) {}
  [[nodiscard]] bool open(Value v) {
    if (is_bytes_like(v)) {
      GILT_CHECK(view_.open(v));
      octets_ = view_.view();
      return true;
    }
    if (!is_int(v) && type_of(v)->slots.to_index == nullptr)
      return fail(t_, type_error_type, "argument should be integer or bytes-like object, not '{}'",
                  type_name(v));
    GILT_TRY(unsigned char octet, octet_argument(t_, v));
    single_ = static_cast<char>(octet);
    octets_ = {&single_, 1};
    return true;
  }
  std::string_view octets() const { return octets_; }

 private:
  Thread& t_;
  BufferView view_;
  char single_ = 0;
  std::string_view octets_;
};

// (self, sub, start, stop, /)
struct Search {
  explicit Search(Thread& t) : needle(t) {}
  Needle needle;
  bool possible = false;
  size_t offset = 0;
  std::string_view part;

  [[nodiscard]] bool open(Thread& t, Args args) {
    GILT_CHECK(needle.open(args[1]));
    return open_part(t, args);
  }
  [[nodiscard]] bool open_part(Thread& t, Args args) {
    size_t first, last;
    GILT_CHECK(str_bounds(t, args[2], args[3], octets_of(args[0]).size(), first, last));
    std::string_view whole = octets_of(args[0]);
    last = std::min(last, whole.size());
    possible = first <= last;
    if (!possible) return true;
    offset = first;
    part = whole.substr(first, last - first);
    return true;
  }
  int64_t place(bool last) const {
    if (!possible) return -1;
    size_t at = last ? search::rfind(part, needle.octets()) : search::find(part, needle.octets());
    return at == search::kNowhere ? -1 : static_cast<int64_t>(offset + at);
  }
};

Ref search_for(Thread& t, Args args, bool last, bool must) {
  Search s(t);
  GILT_CHECK(s.open(t, args));
  int64_t place = s.place(last);
  if (place < 0 && must) return fail(t, value_error_type, "subsection not found");
  return Ref::adopt(Value::integer(place));
}

}  // namespace

Ref find(Thread& t, Args args) {
  return search_for(t, args, false, false);
}
Ref rfind(Thread& t, Args args) {
  return search_for(t, args, true, false);
}
Ref index(Thread& t, Args args) {
  return search_for(t, args, false, true);
}
Ref rindex(Thread& t, Args args) {
  return search_for(t, args, true, true);
}

Ref count(Thread& t, Args args) {
  Search s(t);
  GILT_CHECK(s.open(t, args));
  size_t n = 0;
  if (s.possible)
    n = s.needle.octets().empty() ? s.part.size() + 1 : search::count(s.part, s.needle.octets());
  return Ref::adopt(Value::integer(static_cast<int64_t>(n)));
}

namespace {

template <class Test>
Ref match_affix(Thread& t, Args args, const char* function, Test test) {
  Search s(t);
  GILT_CHECK(s.open_part(t, args));
  if (is_tuple(args[1])) {
    auto affixes = args[1].as<TupleObject>();
    for (int64_t i = 0; i < affixes->size; ++i) {
      BufferView affix(t);
      GILT_CHECK(affix.open(affixes->at(i)));
      if (s.possible && test(s.part, affix.view())) return Ref::boolean(true);
    }
    return Ref::boolean(false);
  }
  if (!is_bytes_like(args[1]))
    return fail(t, type_error_type, "{} first arg must be bytes or a tuple of bytes, not {}",
                function, type_name(args[1]));
  BufferView affix(t);
  GILT_CHECK(affix.open(args[1]));
  return Ref::boolean(s.possible && test(s.part, affix.view()));
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
  BufferView prefix(t);
  GILT_CHECK(prefix.open(args[1]));
  std::string_view self = octets_of(args[0]);
  if (self.starts_with(prefix.view())) self.remove_prefix(prefix.size());
  return octets_like(t, args[0], self);
}

Ref removesuffix(Thread& t, Args args) {
  BufferView suffix(t);
  GILT_CHECK(suffix.open(args[1]));
  std::string_view self = octets_of(args[0]);
  if (self.ends_with(suffix.view())) self.remove_suffix(suffix.size());
  return octets_like(t, args[0], self);
}

Ref replace(Thread& t, Args args) {
  BufferView old(t), fresh(t);
  GILT_CHECK(old.open(args[1]));
  GILT_CHECK(fresh.open(args[2]));
  GILT_TRY(int64_t wanted, to_int64(t, args[3]));
  size_t limit = wanted < 0 ? SIZE_MAX : static_cast<size_t>(wanted);
  std::string_view self = octets_of(args[0]), from = old.view(), to = fresh.view();
  size_t places =
      from.empty() ? std::min(limit, self.size() + 1) : search::count(self, from, limit);
  if (places == 0) return octets_like(t, args[0], self);
  if (!to.empty() && places > largest_block() / to.size()) return no_memory(t);
  try {
    std::string out;
    out.reserve(self.size() + places * to.size() - places * from.size());
    size_t at = 0;
    for (size_t n = 0; n < places; ++n) {
      size_t place = from.empty() ? n : search::find(self, from, at);
      out.append(self, at, place - at);
      out += to;
      at = place + from.size();
    }
    out.append(self, at);
    return octets_like(t, args[0], out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

namespace {

Ref cut_in_three(Thread& t, Args args, bool last) {
  BufferView separator(t);
  GILT_CHECK(separator.open(args[1]));
  if (separator.size() == 0) return fail(t, value_error_type, "empty separator");
  std::string_view self = octets_of(args[0]);
  size_t place =
      last ? search::rfind(self, separator.view()) : search::find(self, separator.view());
  std::string_view parts[3];
  if (place == search::kNowhere) {
    parts[last ? 2 : 0] = self;
  } else {
    parts[0] = self.substr(0, place);
    parts[1] = separator.view();
    parts[2] = self.substr(place + separator.size());
  }
  Ref made[3];
  for (int i = 0; i < 3; ++i) {
    made[i] = octets_like(t, args[0], parts[i]);
    if (made[i].is_error()) return Failed{};
  }
  return tuple_of(t, {made[0].get(), made[1].get(), made[2].get()});
}

}  // namespace

Ref partition(Thread& t, Args args) {
  return cut_in_three(t, args, false);
}
Ref rpartition(Thread& t, Args args) {
  return cut_in_three(t, args, true);
}

namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Builds the list of a split. Making a piece runs no script code, so self's octets stay.
struct Splitter {
  Thread& t;
  Value self;
  std::string_view octets;
  RefOf<ListObject> list;

  bool add(size_t from, size_t to) {
    GILT_TRY(Ref piece, octets_like(t, self, octets.substr(from, to - from)));
    return list_append(t, list.get(), std::move(piece));
  }
  bool by_space(size_t limit) {
    size_t at = 0;
    while (true) {
      while (at < octets.size() && is_space(octets[at])) ++at;
      if (at == octets.size()) return true;
      if (limit-- == 0) return add(at, octets.size());
      size_t end = at;
      while (end < octets.size() && !is_space(octets[end])) ++end;
      GILT_CHECK(add(at, end));
      at = end;
    }
  }
  bool by_space_back(size_t limit) {
    size_t end = octets.size();
    while (true) {
      while (end > 0 && is_space(octets[end - 1])) --end;
      if (end == 0) return true;
      if (limit-- == 0) return add(0, end);
      size_t start = end;
      while (start > 0 && !is_space(octets[start - 1])) --start;
      GILT_CHECK(add(start, end));
      end = start;
    }
  }
  bool by(std::string_view separator, size_t limit) {
    size_t at = 0;
    for (; limit > 0; --limit) {
      size_t place = search::find(octets, separator, at);
      if (place == search::kNowhere) break;
      GILT_CHECK(add(at, place));
      at = place + separator.size();
    }
    return add(at, octets.size());
  }
  bool by_back(std::string_view separator, size_t limit) {
    size_t end = octets.size();
    for (; limit > 0; --limit) {
      size_t place = search::rfind(octets.substr(0, end), separator);
      if (place == search::kNowhere) break;
      GILT_CHECK(add(place + separator.size(), end));
      end = place;
    }
    return add(0, end);
  }
};

// (self, sep=None, maxsplit=-1)
Ref split_any(Thread& t, Args args, bool back) {
  GILT_TRY(int64_t wanted, to_int64(t, args[2]));
  size_t limit = wanted < 0 ? SIZE_MAX : static_cast<size_t>(wanted);
  BufferView separator(t);
  if (!args[1].is_none()) {
    GILT_CHECK(separator.open(args[1]));
    if (separator.size() == 0) return fail(t, value_error_type, "empty separator");
  }
  GILT_TRY(auto list, list_new(t));
  Splitter s{t, args[0], octets_of(args[0]), std::move(list)};
  bool done;
  if (args[1].is_none())
    done = back ? s.by_space_back(limit) : s.by_space(limit);
  else
    done = back ? s.by_back(separator.view(), limit) : s.by(separator.view(), limit);
  if (!done || (back && !list_reverse(t, s.list.get()))) return Failed{};
  return std::move(s.list);
}

}  // namespace

Ref split(Thread& t, Args args) {
  return split_any(t, args, false);
}
Ref rsplit(Thread& t, Args args) {
  return split_any(t, args, true);
}

Ref splitlines(Thread& t, Args args) {
  GILT_TRY(bool keep, truth(t, args[1]));
  GILT_TRY(auto list, list_new(t));
  Splitter s{t, args[0], octets_of(args[0]), std::move(list)};
  for (size_t at = 0; at < s.octets.size();) {
    size_t stop = std::min(s.octets.find_first_of("\r\n", at), s.octets.size());
    size_t next = stop;
    if (next < s.octets.size()) {
      bool pair = s.octets.substr(next, 2) == "\r\n";
      next += pair ? 2 : 1;
    }
    GILT_CHECK(s.add(at, keep ? next : stop));
    at = next;
  }
  return std::move(s.list);
}

// (self, iterable, /)
Ref join(Thread& t, Args args) {
  Ref items = Ref::copy(args[1]);
  if (!is_tuple(args[1])) {
    Ref iterator = get_iter(t, args[1]);
    if (iterator.is_error()) {
      if (!error_matches(t, type_error_type)) return Failed{};
      error_clear(t);
      return fail(t, type_error_type, "can only join an iterable");
    }
    items = tuple_from_iterable(t, iterator.get());
    if (items.is_error()) return Failed{};
  }
  auto tuple = items.as<TupleObject>();
  try {
    std::string out, separator(octets_of(args[0]));
    for (int64_t i = 0; i < tuple->size; ++i) {
      if (i > 0) out += separator;
      Value item = tuple->at(i);
      if (!is_bytes_like(item))
        return fail(t, type_error_type, "sequence item {}: expected a bytes-like object, {} found",
                    i, type_name(item));
      BufferView octets(t);
      GILT_CHECK(octets.open(item));
      out += octets.view();
    }
    return octets_like(t, args[0], out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

}  // namespace gilt::octet_methods
