// io.StringIO: a stream of text in memory. The text is UTF-8; the position is kept both in
// characters and in bytes, so that reading and writing in order never counts.
#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/limits.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/io.h"
#include "stdlib/io_text_state.h"

namespace gilt {

namespace {

struct StringIOState {
  std::string text;
  int64_t length = 0;    // of text, in characters
  int64_t position = 0;  // in characters; may lie behind the end
  size_t offset = 0;     // of position, in bytes
  size_t charged = 0;    // to the interpreter's account, for text
  Newline newline = Newline::kLineFeed;
  std::string write_newline;
  uint8_t newlines_seen = 0;

  bool ascii() const { return text.size() == static_cast<size_t>(length); }

  // The offset of the character that is [count] characters after the one at [from].
  size_t advance(size_t from, int64_t count, int64_t& found) const {
    if (ascii()) {
      found = std::min<int64_t>(count, length - static_cast<int64_t>(from));
      return from + static_cast<size_t>(found);
    }
    found = 0;
    size_t i = from;
    while (i < text.size() && found < count) {
      ++i;
      while (i < text.size() && (text[i] & 0xc0) == 0x80) ++i;
      ++found;
    }
    return i;
  }
  void move_to(int64_t target) {
    int64_t found;
    position = target;
    offset = advance(0, std::min(target, length), found);
  }
};

struct StringIOObject : StreamObject {
  StringIOState* state;
};

int64_t count_characters(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

StringIOState* state_of(Thread& t, Value v) {
  auto* self = v.as<StringIOObject>();
  if (self->state == nullptr) {
    return fail(t, value_error_type, "I/O operation on uninitialized object");
  }
  if (self->closed) return fail_closed(t, false);
  return self->state;
}

// [text] with its line ends as this stream keeps them.
std::string translated(StringIOState& state, std::string_view text) {
  std::string out;
  if (state.newline == Newline::kTranslate || state.newline == Newline::kUniversal) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') state.newlines_seen |= 1;
      if (text[i] != '\r') {
        out.push_back(text[i]);
        continue;
      }
      const bool pair = i + 1 < text.size() && text[i + 1] == '\n';
      state.newlines_seen |= pair ? 4 : 2;
      if (pair) ++i;
      out.append(state.newline == Newline::kTranslate ? "\n" : pair ? "\r\n" : "\r");
    }
    return out;
  }
  if (state.write_newline.empty()) return std::string(text);
  for (const char c : text) {
    if (c == '\n') {
      out.append(state.write_newline);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// The text is about to grow to [size] bytes at most.
bool charge(Thread& t, StringIOState& state, size_t size) {
  if (size <= state.charged) return true;
  const size_t room = std::max(size, 2 * state.charged) - state.charged;
  if (!charge_memory(t, room)) return no_memory(t);
  state.charged += room;
  return true;
}

// An empty stream again.
void forget_text(Thread& t, StringIOState& state) {
  refund_memory(t, state.charged);
  state = StringIOState();
}

bool write(Thread& t, StringIOState& state, std::string_view source) {
  const auto gap = static_cast<size_t>(std::max<int64_t>(state.position - state.length, 0));
  GILT_CHECK(charge(t, state, state.text.size() + gap + 2 * source.size()));
  try {
    const bool plain = state.newline == Newline::kLineFeed;
    const std::string changed = plain ? std::string() : translated(state, source);
    const std::string_view text = plain ? source : std::string_view(changed);
    const int64_t count = count_characters(text);
    if (count == 0) return true;
    if (state.position > state.length) {  // fill the gap
      state.text.append(static_cast<size_t>(state.position - state.length), '\0');
      state.length = state.position;
      state.offset = state.text.size();
    }
    int64_t replaced;
    const size_t end = state.advance(state.offset, count, replaced);
    state.text.replace(state.offset, end - state.offset, text);
    state.length += count - replaced;
    state.position += count;
    state.offset += text.size();
    return true;
  } catch (const std::exception&) {
    return no_memory(t);
  }
}

// -- life --

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* self = static_cast<StringIOObject*>(instance_allocate(t, type));
  if (self == nullptr) return Failed();
  gc_track(t, self);
  return Ref::adopt(self);
}

// Begins anew with a text.
bool begin(Thread& t, Value v, Value initial, Value newline) {
  if (!initial.is_none() && !is_str(initial)) {
    return fail(t, type_error_type, "initial_value must be str or None, not {}",
                type_name(initial));
  }
  auto* self = v.as<StringIOObject>();
  if (self->state == nullptr) self->state = new StringIOState;
  forget_text(t, *self->state);
  StringIOState& state = *self->state;
  self->closed = false;
  if (newline.is_none()) {
    state.newline = Newline::kTranslate;
  } else if (!is_str(newline)) {
    return fail(t, type_error_type, "newline must be str or None, not {}", type_name(newline));
  } else {
    const std::string_view text = newline.as<StrObject>()->view();
    if (text.empty()) {
      state.newline = Newline::kUniversal;
    } else if (text == "\n") {
      state.newline = Newline::kLineFeed;
    } else if (text == "\r" || text == "\r\n") {
      state.newline = text == "\r" ? Newline::kReturn : Newline::kReturnLineFeed;
      state.write_newline = text;
    } else {
      GILT_TRY(RefOf<StrObject> shown, repr(t, newline));
      return fail(t, value_error_type, "illegal newline value: {}", shown->view());
    }
  }
  if (initial.is_none()) return true;
  GILT_CHECK(write(t, state, initial.as<StrObject>()->view()));
  state.move_to(0);
  return true;
}

bool init(Thread& t, Value v, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("StringIO", "(initial_value='', newline='\\n')", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  return begin(t, v, bound[0], bound[1]);
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  StringIOState* state = static_cast<StringIOObject*>(self)->state;
  if (state != nullptr) refund_memory(t, state->charged);
  delete state;
  instance_clear(t, self);
  instance_free(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  instance_traverse(self, visitor);
}

void clear(Thread& t, Object* self) {
  instance_clear(t, self);
}

// -- methods --

Ref read_method(Thread& t, Args args) {
  GILT_TRY(int64_t count, size_argument(t, args[1]));
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  int64_t found;
  const size_t end = state->advance(state->offset, count < 0 ? INT64_MAX : count, found);
  GILT_TRY(RefOf<StrObject> text,
           str_new(t, std::string_view(state->text).substr(state->offset, end - state->offset)));
  state->offset = end;
  state->position += std::max<int64_t>(found, 0);
  return text;
}

size_t line_size(const StringIOState& state) {
  const std::string_view ahead = std::string_view(state.text).substr(state.offset);
  size_t at;
  size_t width = 1;
  switch (state.newline) {
    case Newline::kReturn: at = ahead.find('\r'); break;
    case Newline::kReturnLineFeed:
      at = ahead.find("\r\n");
      width = 2;
      break;
    case Newline::kUniversal:
      at = ahead.find_first_of("\r\n");
      if (at != std::string_view::npos && ahead.substr(at, 2) == "\r\n") width = 2;
      break;
    default: at = ahead.find('\n'); break;
  }
  return at == std::string_view::npos ? ahead.size() : at + width;
}

Ref take_line(Thread& t, StringIOState& state, int64_t limit) {
  if (state.position > state.length) return str_new(t, "");
  size_t size = line_size(state);
  if (limit >= 0) {
    int64_t found;
    size = std::min(size, state.advance(state.offset, limit, found) - state.offset);
  }
  const std::string_view line = std::string_view(state.text).substr(state.offset, size);
  GILT_TRY(RefOf<StrObject> text, str_new(t, line));
  state.offset += size;
  state.position += static_cast<int64_t>(text->length);
  return text;
}

Ref readline_method(Thread& t, Args args) {
  GILT_TRY(int64_t limit, size_argument(t, args[1]));
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  return take_line(t, *state, limit);
}

Ref next_slot(Thread& t, Value self) {
  GILT_TRY(StringIOState * state, state_of(t, self));
  GILT_TRY(Ref line, take_line(t, *state, -1));
  return line.as<StrObject>()->length == 0 ? Ref::unset() : std::move(line);
}

Ref write_method(Thread& t, Args args) {
  if (!is_str(args[1])) {
    return fail(t, type_error_type, "string argument expected, got '{}'", type_name(args[1]));
  }
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  auto* text = args[1].as<StrObject>();
  GILT_CHECK(write(t, *state, text->view()));
  return int_from_unsigned(t, text->length);
}

Ref getvalue_method(Thread& t, Args args) {
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  return str_new(t, state->text);
}

Ref seek_method(Thread& t, Args args) {
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  if (whence < 0 || whence > 2) {
    return fail(t, value_error_type, "Invalid whence ({}, should be 0, 1 or 2)", whence);
  }
  if (whence == 0 && offset < 0) {
    return fail(t, value_error_type, "Negative seek position {}", offset);
  }
  if (whence != 0 && offset != 0) {
    return fail(t, os_error_type, "Can't do nonzero cur-relative seeks");
  }
  if (whence == 1) offset = state->position;
  if (whence == 2) offset = state->length;
  state->move_to(offset);
  return int_from(t, offset);
}

Ref tell_method(Thread& t, Args args) {
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  return int_from(t, state->position);
}

Ref truncate_method(Thread& t, Args args) {
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  int64_t size = state->position;
  if (!args[1].is_none()) {
    GILT_TRY(size, to_int64(t, args[1]));
  }
  if (size < 0) return fail(t, value_error_type, "Negative size value {}", size);
  if (size < state->length) {
    int64_t found;
    state->text.resize(state->advance(0, size, found));
    state->length = size;
    state->offset = std::min(state->offset, state->text.size());
  }
  return int_from(t, size);
}

Ref close_method(Thread& t, Args args) {
  auto* self = args[0].as<StringIOObject>();
  self->closed = true;
  if (self->state != nullptr) forget_text(t, *self->state);
  return Ref::none();
}

// The text, what ends its lines, the position and the instance's own attributes, or None: for copy
// and pickle.
Ref getstate_method(Thread& t, Args args) {
  static constexpr std::string_view kNewlines[] = {"", "", "\n", "\r", "\r\n"};
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  GILT_TRY(RefOf<StrObject> text, str_new(t, state->text));
  Ref newline = Ref::none();
  if (state->newline != Newline::kTranslate) {
    GILT_TRY(newline, str_new(t, kNewlines[static_cast<size_t>(state->newline)]));
  }
  GILT_TRY(Ref position, int_from(t, state->position));
  GILT_TRY(Ref attributes, stream_attributes(t, args[0].as<StreamObject>()));
  return tuple_of(t, {text.value(), newline.get(), position.get(), attributes.get()});
}

Ref setstate_method(Thread& t, Args args) {
  const Value source = args[1];
  if (!is_tuple(source) || source.as<TupleObject>()->size < 4) {
    return fail(t, type_error_type, "{}.__setstate__ argument should be 4-tuple, got {}",
                type_name(args[0]), type_name(source));
  }
  auto* items = source.as<TupleObject>();
  if (!is_int(items->at(2))) {
    return fail(t, type_error_type, "third item of state must be an integer, got {}",
                type_name(items->at(2)));
  }
  GILT_TRY(int64_t position, to_int64(t, items->at(2)));
  if (position < 0) return fail(t, value_error_type, "position value cannot be negative");
  GILT_CHECK(begin(t, args[0], kNone, items->at(1)));
  if (!is_str(items->at(0))) {
    return fail(t, type_error_type, "initial_value must be str or None, not {}",
                type_name(items->at(0)));
  }
  // Its line ends are as the stream keeps them already.
  StringIOState& state = *args[0].as<StringIOObject>()->state;
  const std::string_view text = items->at(0).as<StrObject>()->view();
  GILT_CHECK(charge(t, state, text.size()));
  try {
    state.text = text;
  } catch (const std::exception&) {
    return no_memory(t);
  }
  state.length = static_cast<int64_t>(items->at(0).as<StrObject>()->length);
  state.move_to(position);
  GILT_CHECK(set_stream_attributes(t, args[0].as<StreamObject>(), items->at(3), "fourth"));
  return Ref::none();
}

Ref yes_method(Thread& t, Args args) {
  GILT_TRY(StringIOState * state, state_of(t, args[0]));
  static_cast<void>(state);
  return Ref::boolean(true);
}

Ref get_closed(Thread&, Value self) {
  return Ref::boolean(self.as<StringIOObject>()->closed);
}
Ref get_line_buffering(Thread&, Value) {
  return Ref::boolean(false);
}
Ref get_newlines(Thread& t, Value self) {
  GILT_TRY(StringIOState * state, state_of(t, self));
  std::vector<Value> kinds;
  static StrObject* const kKinds[] = {intern("\r"), intern("\n"), intern("\r\n")};
  if (state->newlines_seen & 2) kinds.push_back(to_value(kKinds[0]));
  if (state->newlines_seen & 1) kinds.push_back(to_value(kKinds[1]));
  if (state->newlines_seen & 4) kinds.push_back(to_value(kKinds[2]));
  if (kinds.empty()) return Ref::none();
  if (kinds.size() == 1) return Ref::copy(kinds[0]);
  return tuple_adopt(t, kinds.data(), static_cast<int64_t>(kinds.size()));
}

constexpr NativeDef kMethods[] = {
    {"read", guarded<read_method>, "(self, size=-1, /)", "Reads up to size characters, or all."},
    {"readline", guarded<readline_method>, "(self, size=-1, /)", "Reads a line."},
    {"write", guarded<write_method>, "(self, s, /)", "Writes text; returns its length."},
    {"getvalue", guarded<getvalue_method>, "(self, /)", "All of the text."},
    {"seek", guarded<seek_method>, "(self, pos, whence=0, /)", "Moves to a new position."},
    {"tell", guarded<tell_method>, "(self, /)", "The current position."},
    {"truncate", guarded<truncate_method>, "(self, pos=None, /)", "Cuts the text off."},
    {"close", guarded<close_method>, "(self, /)", "Frees the text."},
    {"__getstate__", guarded<getstate_method>, "(self, /)", "Text, newline, position, attributes."},
    {"__setstate__", guarded<setstate_method>, "(self, state, /)", "What __getstate__() gave."},
    {"readable", guarded<yes_method>, "(self, /)", "True."},
    {"writable", guarded<yes_method>, "(self, /)", "True."},
    {"seekable", guarded<yes_method>, "(self, /)", "True."},
};

constexpr GetSetDef kGetSets[] = {
    {"closed", get_closed, nullptr, "Whether the stream is closed."},
    {"line_buffering", get_line_buffering, nullptr, "False."},
    {"newlines", guarded<get_newlines>, nullptr, "The kinds of line ends seen so far."},
};

}  // namespace

TypeObject* string_io_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_io.StringIO",
      .base = text_io_base_type(),
      .instance_size = sizeof(StringIOObject),
      .flags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked,
      .doc = "StringIO(initial_value='', newline='\\n')\n--\n\nA stream of text in memory.",
      .slots =
          {
              .dealloc = dealloc,
              .traverse = traverse,
              .clear = clear,
              .construct = construct,
              .init = guarded<init>,
              .next = guarded<next_slot>,
          },
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

}  // namespace gilt
