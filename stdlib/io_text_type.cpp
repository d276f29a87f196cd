// io.TextIOWrapper as scripts see it.
#include <algorithm>
#include <new>

#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/io_buffered.h"
#include "stdlib/io_text_state.h"

namespace gilt {

namespace {

TextObject* text_of(Value v) {
  return v.as<TextObject>();
}

StrObject* seekable_name() {
  static StrObject* const kName = intern("seekable");
  return kName;
}
StrObject* closed_name() {
  static StrObject* const kName = intern("closed");
  return kName;
}

// -- life --

// REQUIRES: the stream's lock is held.
void change_settings(Thread& t, TextObject* self, const TextSettings& settings) {
  ObjectLock lock(t, self);
  static_cast<TextSettings&>(*self->state) = settings;
}

bool set_up(Thread& t, TextObject* self, Value buffer, Value encoding, Value errors, Value newline,
            bool line_buffering, bool write_through) {
  static StrObject* const kRead1 = intern("read1");
  static StrObject* const kTell = intern("tell");
  TextSettings settings;
  GILT_CHECK(text_set_newline(t, settings, newline));
  GILT_CHECK(text_set_encoding(t, settings, encoding, errors));
  settings.line_buffering = line_buffering;
  settings.write_through = write_through;
  StreamLock stream_lock(t, self->lock);
  GILT_CHECK(stream_lock.acquire(to_value(self)));
  if (self->state == nullptr) self->state = new TextState;
  TextState& state = *self->state;
  change_settings(t, self, settings);
  state.forget();
  GILT_TRY(bool seekable, ask_stream(t, buffer, seekable_name()));
  state.telling = seekable;
  self->native = is_buffered(buffer) ? buffer.as<BufferedObject>() : nullptr;
  if (self->native == nullptr) {
    GILT_TRY(Ref read1, get_attribute_or_unset(t, buffer, kRead1));
    state.has_read1 = !read1.is_unset();
  }
  self->buffer.store(self, Ref::copy(buffer));
  self->closed = false;
  const bool marked =
      state.codec == "utf-16" || state.codec == "utf-32" || state.codec == "utf-8-sig";
  if (marked && seekable) {  // appending: the mark is there
    GILT_TRY(Ref position, call_method(t, buffer, kTell));
    state.started_writing = is_int(position.get()) && int_sign(position.get()) != 0;
  }
  return true;
}

TextObject* allocate(Thread& t, TypeObject* type) {
  auto* self = static_cast<TextObject*>(instance_allocate(t, type));
  if (self == nullptr) return nullptr;
  self->closed = true;
  self->buffer.init_unset();
  new (&self->lock) ParkingLock;
  return self;
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  TextObject* self = allocate(t, type);
  if (self == nullptr) return Failed();
  gc_track(t, self);
  return Ref::adopt(self);
}

bool init(Thread& t, Value self, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("TextIOWrapper",
                      "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                      "write_through=False)",
                      false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(bool line_buffering, truth(t, bound[4]));
  GILT_TRY(bool write_through, truth(t, bound[5]));
  return set_up(t, text_of(self), bound[0], bound[1], bound[2], bound[3], line_buffering,
                write_through);
}

void dealloc(Thread& t, Object* object) {
  gc_untrack(t, object);
  auto* self = static_cast<TextObject*>(object);
  self->buffer.clear();
  delete self->state;
  instance_clear(t, object);
  instance_free(t, object);
}

void traverse(Object* object, Visitor& visitor) {
  visitor.visit(static_cast<TextObject*>(object)->buffer);
  instance_traverse(object, visitor);
}

void clear(Thread& t, Object* object) {
  instance_clear(t, object);
}

// A lock on an attached and open stream.
class Guard {
 public:
  Guard(Thread& t, Value v) : t_(t), self_(v), lock_(t, text_of(v)->lock) {}
  [[nodiscard]] bool enter() { return lock_.acquire(self_) && text_check(t_, text_of(self_)); }

 private:
  Thread& t_;
  Value self_;
  StreamLock lock_;
};

// -- reading and writing --

bool check_readable(Thread& t, TextObject* self) {
  static StrObject* const kReadable = intern("readable");
  if (self->native != nullptr) return self->native->can_read || fail_unsupported(t, "not readable");
  Ref buffer = self->buffer.load();
  GILT_TRY(bool able, ask_stream(t, buffer.get(), kReadable));
  return able || fail_unsupported(t, "not readable");
}

Ref read_method(Thread& t, Args args) {
  TextObject* self = text_of(args[0]);
  GILT_TRY(int64_t count, size_argument(t, args[1]));
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter());
  GILT_CHECK(check_readable(t, self));
  TextState& state = *self->state;
  if (count < 0) {
    GILT_CHECK(text_read_all(t, self));
    GILT_TRY(RefOf<StrObject> text, str_new(t, state.ahead()));
    state.forget_ahead();
    return text;
  }
  size_t size = 0;
  int64_t found = 0;
  bool end = false;
  while (true) {
    const std::string_view ahead = state.ahead();
    while (size < ahead.size() && found < count) {
      ++size;
      while (size < ahead.size() && (ahead[size] & 0xc0) == 0x80) ++size;
      ++found;
    }
    if (found == count || end) break;
    GILT_CHECK(text_read_chunk(t, self, end));
  }
  GILT_TRY(RefOf<StrObject> text, str_new(t, state.ahead().substr(0, size)));
  state.position += size;
  return text;
}

Ref read_line(Thread& t, Value self, int64_t limit) {
  Guard guard(t, self);
  GILT_CHECK(guard.enter());
  GILT_CHECK(check_readable(t, text_of(self)));
  return text_read_line(t, text_of(self), limit);
}

Ref readline_method(Thread& t, Args args) {
  GILT_TRY(int64_t limit, size_argument(t, args[1]));
  return read_line(t, args[0], limit);
}

Ref next_slot(Thread& t, Value v) {
  TextObject* self = text_of(v);
  if (TextState* state = self->state) state->telling = false;
  Ref line;
  if (type_of(v) == text_io_wrapper_type()) {
    line = read_line(t, v, -1);
  } else {
    line = call_method(t, v, names::readline);
  }
  if (line.is_error()) return line;
  if (!is_str(line.get())) {
    return fail(t, os_error_type, "readline() should have returned a str object, not '{}'",
                type_name(line.get()));
  }
  if (line.as<StrObject>()->length != 0) return line;
  Ref buffer = self->buffer.load();
  if (!buffer.is_unset()) {
    GILT_TRY(bool seekable, ask_stream(t, buffer.get(), seekable_name()));
    if (TextState* state = self->state) state->telling = seekable;
  }
  return Ref::unset();
}

Ref write_method(Thread& t, Args args) {
  static StrObject* const kWritable = intern("writable");
  if (!is_str(args[1])) {
    return fail(t, type_error_type, "write() argument must be str, not {}", argument_kind(args[1]));
  }
  TextObject* self = text_of(args[0]);
  auto* text = args[1].as<StrObject>();
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter());
  if (self->native != nullptr) {
    if (!self->native->can_write) return fail_unsupported(t, "not writable");
  } else {
    Ref buffer = self->buffer.load();
    GILT_TRY(bool able, ask_stream(t, buffer.get(), kWritable));
    if (!able) return fail_unsupported(t, "not writable");
  }
  GILT_CHECK(text_write(t, self, text->view()));
  return int_from_unsigned(t, text->length);
}

// REQUIRES: the stream's lock is held.
bool flush_held(Thread& t, TextObject* self) {
  GILT_CHECK(text_flush_pending(t, self));
  if (self->native != nullptr) return buffered_flush(t, self->native);
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref ignored, call_method(t, buffer.get(), names::flush));
  return true;
}

bool flush(Thread& t, Value v) {
  Guard guard(t, v);
  GILT_CHECK(guard.enter());
  return flush_held(t, text_of(v));
}

Ref flush_method(Thread& t, Args args) {
  GILT_CHECK(flush(t, args[0]));
  return Ref::none();
}

// -- position --

Ref tell_method(Thread& t, Args args) {
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter());
  return text_tell(t, text_of(args[0]));
}

Ref seek_method(Thread& t, Args args) {
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_TRY(int64_t target, to_int64(t, args[1]));
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter());
  return text_seek(t, text_of(args[0]), target, whence);
}

Ref truncate_method(Thread& t, Args args) {
  static StrObject* const kTruncate = intern("truncate");
  GILT_CHECK(flush(t, args[0]));
  Ref buffer = text_of(args[0])->buffer.load();
  if (buffer.is_unset()) {  // another thread has detached it since the flush
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  return call_method(t, buffer.get(), kTruncate, {args[1]});
}

// -- the buffer --

Ref close_method(Thread& t, Args args) {
  TextObject* self = text_of(args[0]);
  Ref buffer = self->buffer.load();
  if (buffer.is_unset()) return Ref::none();
  GILT_TRY(Ref closed, get_attribute(t, buffer.get(), closed_name()));
  GILT_TRY(bool is_closed, truth(t, closed.get()));
  if (is_closed) {
    self->closed = true;
    return Ref::none();
  }
  Ref flushed = call_method(t, args[0], names::flush);
  Ref first;
  if (flushed.is_error()) first = error_take(t);
  Ref result = call_method(t, buffer.get(), names::close);
  self->closed = true;
  if (!first.is_unset()) {
    if (result.is_error()) error_clear(t);
    error_restore(t, std::move(first));
    return Ref::error();
  }
  return result.is_error() ? Ref::error() : Ref::none();
}

Ref detach_method(Thread& t, Args args) {
  TextObject* self = text_of(args[0]);
  if (self->buffer.is_unset()) {
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  GILT_TRY(Ref ignored, call_method(t, args[0], names::flush));
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(args[0]));
  if (self->buffer.is_unset()) {
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  self->native = nullptr;
  return self->buffer.exchange(self, Ref::unset());
}

Ref ask_buffer(Thread& t, Value self, const char* method) {
  Ref buffer = text_of(self)->buffer.load();
  if (buffer.is_unset()) {
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  return call_method(t, buffer.get(), intern(method));
}

Ref fileno_method(Thread& t, Args args) {
  return ask_buffer(t, args[0], "fileno");
}
Ref isatty_method(Thread& t, Args args) {
  return ask_buffer(t, args[0], "isatty");
}
Ref readable_method(Thread& t, Args args) {
  return ask_buffer(t, args[0], "readable");
}
Ref writable_method(Thread& t, Args args) {
  return ask_buffer(t, args[0], "writable");
}
Ref seekable_method(Thread& t, Args args) {
  return ask_buffer(t, args[0], "seekable");
}

Ref reconfigure_method(Thread& t, Args args) {
  TextObject* self = text_of(args[0]);
  if (self->state == nullptr) {
    return fail(t, value_error_type, "I/O operation on uninitialized object");
  }
  const Value encoding = args[1];
  const Value errors = args[2];
  const Value newline = args[3];
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter());
  TextState& state = *self->state;
  if ((!state.decoded.empty() || !state.tail.empty()) &&
      (!encoding.is_none() || !errors.is_none() || !newline.is_unset())) {
    return fail_unsupported(t,
                            "It is not possible to set the encoding or newline of stream after "
                            "the first read");
  }
  GILT_CHECK(flush_held(t, self));
  TextSettings settings = state;
  if (!newline.is_unset()) GILT_CHECK(text_set_newline(t, settings, newline));
  if (!encoding.is_none()) {
    GILT_CHECK(text_set_encoding(t, settings, encoding, errors));
  } else if (!errors.is_none()) {
    GILT_TRY(std::string_view handler, to_text(t, errors, "reconfigure", 2));
    settings.errors = handler;
  }
  if (!args[4].is_none()) {
    GILT_TRY(settings.line_buffering, truth(t, args[4]));
  }
  if (!args[5].is_none()) {
    GILT_TRY(settings.write_through, truth(t, args[5]));
  }
  change_settings(t, self, settings);
  return Ref::none();
}

// -- attributes --

TextState* state_of(Thread& t, Value self) {
  if (text_of(self)->state != nullptr) return text_of(self)->state;
  return fail(t, value_error_type, "I/O operation on uninitialized object");
}

Ref buffer_attribute(Thread& t, Value self, StrObject* name) {
  Ref buffer = text_of(self)->buffer.load();
  if (buffer.is_unset()) {
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  return get_attribute(t, buffer.get(), name);
}

Ref get_buffer(Thread&, Value self) {
  Ref buffer = text_of(self)->buffer.load();
  return buffer.is_unset() ? Ref::none() : std::move(buffer);
}
Ref get_closed(Thread& t, Value self) {
  return buffer_attribute(t, self, closed_name());
}
Ref get_name(Thread& t, Value self) {
  return buffer_attribute(t, self, names::name);
}
Ref get_encoding(Thread& t, Value self) {
  GILT_TRY(TextState * state, state_of(t, self));
  ObjectLock lock(t, self.as_object());
  return str_new(t, state->encoding);
}
Ref get_errors(Thread& t, Value self) {
  GILT_TRY(TextState * state, state_of(t, self));
  ObjectLock lock(t, self.as_object());
  return str_new(t, state->errors);
}
Ref get_line_buffering(Thread& t, Value self) {
  GILT_TRY(TextState * state, state_of(t, self));
  ObjectLock lock(t, self.as_object());
  return Ref::boolean(state->line_buffering);
}
Ref get_write_through(Thread& t, Value self) {
  GILT_TRY(TextState * state, state_of(t, self));
  ObjectLock lock(t, self.as_object());
  return Ref::boolean(state->write_through);
}
Ref get_newlines(Thread& t, Value self) {
  GILT_TRY(TextState * state, state_of(t, self));
  std::vector<Value> kinds;
  static StrObject* const kKinds[] = {intern("\r"), intern("\n"), intern("\r\n")};
  const uint8_t seen = state->newlines_seen;
  if (seen & 2) kinds.push_back(to_value(kKinds[0]));
  if (seen & 1) kinds.push_back(to_value(kKinds[1]));
  if (seen & 4) kinds.push_back(to_value(kKinds[2]));
  if (kinds.empty()) return Ref::none();
  if (kinds.size() == 1) return Ref::copy(kinds[0]);
  return tuple_adopt(t, kinds.data(), static_cast<int64_t>(kinds.size()));
}

Ref repr_slot(Thread& t, Value self) {
  static StrObject* const kMode = intern("mode");
  const std::string type(type_name(self));
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    return fail(t, runtime_error_type, "reentrant call inside {}.__repr__", type);
  }
  std::string text = "<" + type;
  Ref buffer = text_of(self)->buffer.load();
  Ref name =
      buffer.is_unset() ? Ref::unset() : get_attribute_or_unset(t, buffer.get(), names::name);
  if (name.is_error()) error_clear(t);
  if (name) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, name.get()));
    text.append(" name=").append(shown->view());
  }
  Ref mode = get_attribute_or_unset(t, self, kMode);
  if (mode.is_error()) error_clear(t);
  if (mode) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, mode.get()));
    text.append(" mode=").append(shown->view());
  }
  GILT_TRY(TextState * state, state_of(t, self));
  ObjectLock lock(t, self.as_object());
  return str_new(t, text + " encoding='" + state->encoding + "'>");
}

constexpr NativeDef kMethods[] = {
    {"read", read_method, "(self, size=-1, /)", "Reads up to size characters, or all."},
    {"readline", readline_method, "(self, size=-1, /)", "Reads a line."},
    {"write", write_method, "(self, text, /)", "Writes text; returns its length."},
    {"flush", flush_method, "(self, /)", "Writes out what is buffered."},
    {"close", close_method, "(self, /)", "Flushes and closes the stream."},
    {"detach", detach_method, "(self, /)", "Separates the buffer from the text stream."},
    {"seek", seek_method, "(self, cookie, whence=0, /)", "Moves to a position that tell() gave."},
    {"tell", tell_method, "(self, /)", "The current position."},
    {"truncate", truncate_method, "(self, pos=None, /)", "Truncates the file."},
    {"fileno", fileno_method, "(self, /)", "The underlying file descriptor."},
    {"isatty", isatty_method, "(self, /)", "Whether the stream is a terminal."},
    {"readable", readable_method, "(self, /)", "Whether the stream can be read."},
    {"writable", writable_method, "(self, /)", "Whether the stream can be written."},
    {"seekable", seekable_method, "(self, /)", "Whether the stream has random access."},
    {"reconfigure", reconfigure_method,
     "(self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None)",
     "Changes the settings of the stream."},
};

constexpr GetSetDef kGetSets[] = {
    {"buffer", get_buffer, nullptr, "The stream of bytes."},
    {"closed", get_closed, nullptr, "Whether the buffer is closed."},
    {"name", get_name, nullptr, "The buffer's name."},
    {"encoding", get_encoding, nullptr, "The name of the encoding."},
    {"errors", get_errors, nullptr, "The name of the error handler."},
    {"newlines", get_newlines, nullptr, "The kinds of line ends seen so far."},
    {"line_buffering", get_line_buffering, nullptr, "Whether a newline flushes."},
    {"write_through", get_write_through, nullptr, "Whether text goes to the buffer at once."},
};

}  // namespace

TypeObject* text_io_wrapper_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_io.TextIOWrapper",
      .base = text_io_base_type(),
      .instance_size = sizeof(TextObject),
      .flags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked,
      .doc = "Text on top of a buffered stream of bytes.",
      .slots =
          {
              .dealloc = dealloc,
              .traverse = traverse,
              .clear = clear,
              .construct = construct,
              .init = init,
              .repr = repr_slot,
              .next = next_slot,
          },
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

Ref text_wrapper_new(Thread& t, Value buffer, Value encoding, Value errors, Value newline,
                     bool line_buffering, bool write_through) {
  TextObject* self = allocate(t, text_io_wrapper_type());
  if (self == nullptr) return Failed();
  Ref owner = Ref::adopt(self);
  GILT_CHECK(set_up(t, self, buffer, encoding, errors, newline, line_buffering, write_through));
  gc_track(t, self);
  return owner;
}

}  // namespace gilt
