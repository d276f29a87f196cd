// str's methods that cut text into lists, and join, which puts it together.
#include <algorithm>
#include <memory>

#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/str_layout.h"
#include "runtime/str_methods.h"
#include "runtime/text_search.h"
#include "runtime/tuple.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt::str_methods {

namespace {

bool append_piece(Thread& t, ListObject* list, StrObject* s, size_t from, size_t to) {
  GILT_TRY(auto piece, str_slice_bytes(t, s, from, to));
  return list_append(t, list, std::move(piece));
}

// The end of the run of (or up to the next) white space that starts at [at].
size_t skip_space(const StrObject* s, size_t at, bool space) {
  const char *start = s->data(), *p = start + at, *end = start + s->byte_length;
  while (p < end) {
    const char* q = p;
    if (unicode::is_space(text::next(q)) != space) break;
    p = q;
  }
  return static_cast<size_t>(p - start);
}

size_t skip_space_back(const StrObject* s, size_t at, bool space) {
  const char *start = s->data(), *p = start + at;
  while (p > start) {
    const char* q = p;
    if (unicode::is_space(text::previous(q)) != space) break;
    p = q;
  }
  return static_cast<size_t>(p - start);
}

bool split_space(Thread& t, ListObject* list, StrObject* s, size_t limit) {
  size_t at = skip_space(s, 0, true);
  while (at < s->byte_length) {
    if (limit-- == 0) {
      return append_piece(t, list, s, at, s->byte_length);
    }
    size_t end = skip_space(s, at, false);
    GILT_CHECK(append_piece(t, list, s, at, end));
    at = skip_space(s, end, true);
  }
  return true;
}

bool split_space_back(Thread& t, ListObject* list, StrObject* s, size_t limit) {
  size_t at = skip_space_back(s, s->byte_length, true);
  while (at > 0) {
    if (limit-- == 0) return append_piece(t, list, s, 0, at);
    size_t start = skip_space_back(s, at, false);
    GILT_CHECK(append_piece(t, list, s, start, at));
    at = skip_space_back(s, start, true);
  }
  return true;
}

// (self, sep=None, maxsplit=-1)
struct SplitArguments {
  StrObject* self;
  StrObject* separator;  // null: white space
  size_t limit;

  [[nodiscard]] bool open(Thread& t, Args args) {
    self = args[0].as<StrObject>();
    separator = nullptr;
    GILT_TRY(int64_t wanted, to_int64(t, args[2]));
    limit = wanted < 0 ? SIZE_MAX : static_cast<size_t>(wanted);
    if (args[1].is_none()) return true;
    if (!is_str(args[1]))
      return fail(t, type_error_type, "must be str or None, not {}", type_name(args[1]));
    separator = args[1].as<StrObject>();
    if (separator->byte_length == 0) return fail(t, value_error_type, "empty separator");
    return true;
  }
};

}  // namespace

Ref split(Thread& t, Args args) {
  SplitArguments a;
  GILT_CHECK(a.open(t, args));
  GILT_TRY(auto list, list_new(t));
  if (a.separator == nullptr) {
    GILT_CHECK(split_space(t, list.get(), a.self, a.limit));
    return list;
  }
  std::string_view whole = a.self->view(), separator = a.separator->view();
  size_t at = 0;
  for (; a.limit > 0; --a.limit) {
    size_t place = search::find(whole, separator, at);
    if (place == search::kNowhere) break;
    GILT_CHECK(append_piece(t, list.get(), a.self, at, place));
    at = place + separator.size();
  }
  GILT_CHECK(append_piece(t, list.get(), a.self, at, whole.size()));
  return list;
}

Ref rsplit(Thread& t, Args args) {
  SplitArguments a;
  GILT_CHECK(a.open(t, args));
  GILT_TRY(auto list, list_new(t));
  if (a.separator == nullptr) {
    GILT_CHECK(split_space_back(t, list.get(), a.self, a.limit));
  } else {
    std::string_view whole = a.self->view(), separator = a.separator->view();
    size_t end = whole.size();
    for (; a.limit > 0; --a.limit) {
      size_t place = search::rfind(whole.substr(0, end), separator);
      if (place == search::kNowhere) break;
      GILT_CHECK(append_piece(t, list.get(), a.self, place + separator.size(), end));
      end = place;
    }
    GILT_CHECK(append_piece(t, list.get(), a.self, 0, end));
  }
  GILT_CHECK(list_reverse(t, list.get()));
  return list;
}

Ref splitlines(Thread& t, Args args) {
  auto self = args[0].as<StrObject>();
  GILT_TRY(bool keep, truth(t, args[1]));
  GILT_TRY(auto list, list_new(t));
  const char *start = self->data(), *p = start, *end = p + self->byte_length;
  while (p < end) {
    const char *line = p, *stop = p;
    while (p < end) {
      stop = p;
      char32_t c = text::next(p);
      if (!unicode::is_line_break(c)) {
        stop = p;
        continue;
      }
      if (c == '\r' && p < end && *p == '\n') ++p;
      break;
    }
    GILT_CHECK(append_piece(t, list.get(), self, static_cast<size_t>(line - start),
                            static_cast<size_t>((keep ? p : stop) - start)));
  }
  return list;
}

namespace {

// The items of a list or tuple as they are now; whoever changes the list later changes nothing
// here.
struct Pieces {
  std::unique_ptr<StrObject*[]> many;
  StrObject* few[32];
  StrObject** items = few;
  size_t count = 0;
};

template <class Sequence>
Ref join_items(Thread& t, StrObject* separator, Sequence at, size_t count) {
  Pieces pieces;
  if (count > std::size(pieces.few)) {
    pieces.many.reset(new (std::nothrow) StrObject*[count]);
    if (pieces.many == nullptr) return no_memory(t);
    pieces.items = pieces.many.get();
  }
  size_t bytes = 0, length = 0;
  for (size_t i = 0; i < count; ++i) {
    Value item = at(i);
    if (!is_exact_str(item) && !is_str(item))
      return fail(t, type_error_type, "sequence item {}: expected str instance, {} found", i,
                  type_name(item));
    auto s = item.as<StrObject>();
    pieces.items[i] = s;
    bytes += s->byte_length;
    length += s->length;
    if (bytes > kMaxStrBytes) return no_memory(t);
  }
  if (count > 1 && separator->byte_length > (kMaxStrBytes - bytes) / (count - 1))
    return no_memory(t);
  bytes += separator->byte_length * (count - 1);
  length += separator->length * (count - 1);
  GILT_TRY(auto result, str_new_uninitialised(t, bytes, length));
  char* out = result->data();
  size_t gap = separator->byte_length;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0 && gap == 1) {
      *out++ = separator->data()[0];
    } else if (i > 0 && gap > 0) {
      std::memcpy(out, separator->data(), gap);
      out += gap;
    }
    std::memcpy(out, pieces.items[i]->data(), pieces.items[i]->byte_length);
    out += pieces.items[i]->byte_length;
  }
  return str_canonical(t, std::move(result));
}

}  // namespace

Ref join(Thread& t, Args args) {
  auto separator = args[0].as<StrObject>();
  Ref items = Ref::copy(args[1]);
  if (!is_list(args[1]) && !is_tuple(args[1])) {
    Ref iterator = get_iter(t, args[1]);
    if (iterator.is_error()) {
      if (!error_matches(t, type_error_type)) return Failed{};
      error_clear(t);
      return fail(t, type_error_type, "can only join an iterable");
    }
    items = tuple_from_iterable(t, iterator.get());
    if (items.is_error()) return Failed{};
  }
  bool listed = is_list(items.get());
  if (listed && is_shared(items.as<Object>())) {
    // It is gone through more than once, so other threads must not change it.
    GILT_TRY(items, list_slice(t, items.as<ListObject>(), 0, INT64_MAX));
  }
  auto list = items.as<ListObject>();
  auto tuple = items.as<TupleObject>();
  auto count = static_cast<size_t>(listed ? list->size.load() : tuple->size);
  if (count == 0) return Ref::copy(names::empty);
  if (count == 1) {
    Value only = listed ? list->items[0].peek() : tuple->at(0);
    if (is_exact_str(only)) return Ref::copy(only);
  }
  if (listed)
    return join_items(t, separator, [list](size_t i) { return list->items[i].peek(); }, count);
  return join_items(
      t, separator, [tuple](size_t i) { return tuple->at(static_cast<int64_t>(i)); }, count);
}

}  // namespace gilt::str_methods
