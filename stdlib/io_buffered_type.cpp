// io.BufferedReader, BufferedWriter and BufferedRandom as scripts see them.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io_buffered.h"

namespace gilt {

namespace {

BufferedObject* buffered_of(Value v) {
  return v.as<BufferedObject>();
}

// -- life --

BufferedObject* allocate(Thread& t, TypeObject* type) {
  auto* self = static_cast<BufferedObject*>(instance_allocate(t, type));
  if (self == nullptr) return nullptr;
  self->raw.init_unset();
  new (&self->lock) ParkingLock;
  self->can_read =
      is_subtype(type, buffered_reader_type()) || is_subtype(type, buffered_random_type());
  self->can_write =
      is_subtype(type, buffered_writer_type()) || is_subtype(type, buffered_random_type());
  return self;
}

bool set_up(Thread& t, BufferedObject* self, Value raw, int64_t size) {
  if (size <= 0) {
    return fail(t, value_error_type, "buffer size must be strictly positive");
  }
  if (self->data == nullptr) self->data = new std::string;
  if (self->pending == nullptr) self->pending = new std::string;
  self->pending->clear();
  self->forget_ahead();
  self->size = static_cast<size_t>(size);
  self->file = type_of(raw) == file_io_type() ? raw.as<FileObject>() : nullptr;
  self->raw.store(self, Ref::copy(raw));
  self->closed = false;
  return true;
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  BufferedObject* self = allocate(t, type);
  if (self == nullptr) return Failed();
  self->closed = true;
  gc_track(t, self);
  return Ref::adopt(self);
}

bool init(Thread& t, Value v, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("Buffered", "(raw, buffer_size=8192)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int64_t size, to_int64(t, bound[1]));
  BufferedObject* self = buffered_of(v);
  static StrObject* const kReadable = intern("readable");
  static StrObject* const kWritable = intern("writable");
  static StrObject* const kSeekable = intern("seekable");
  if (self->can_read && self->can_write) {
    GILT_TRY(bool able, ask_stream(t, bound[0], kSeekable));
    if (!able) return fail_unsupported(t, "File or stream is not seekable.");
  }
  if (self->can_read) {
    GILT_TRY(bool able, ask_stream(t, bound[0], kReadable));
    if (!able) return fail_unsupported(t, "File or stream is not readable.");
  }
  if (self->can_write) {
    GILT_TRY(bool able, ask_stream(t, bound[0], kWritable));
    if (!able) return fail_unsupported(t, "File or stream is not writable.");
  }
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(v));
  return set_up(t, self, bound[0], size);
}

void dealloc(Thread& t, Object* object) {
  gc_untrack(t, object);
  auto* self = static_cast<BufferedObject*>(object);
  self->raw.clear();
  delete self->data;
  delete self->pending;
  instance_clear(t, object);
  instance_free(t, object);
}

void traverse(Object* object, Visitor& visitor) {
  visitor.visit(static_cast<BufferedObject*>(object)->raw);
  instance_traverse(object, visitor);
}

void clear(Thread& t, Object* object) {
  instance_clear(t, object);
}

// A lock on an open stream: GILT_CHECK(guard.enter("read of closed file")).
class Guard {
 public:
  Guard(Thread& t, Value v) : t_(t), self_(v), lock_(t, buffered_of(v)->lock) {}
  [[nodiscard]] bool enter(const char* message) {
    return lock_.acquire(self_) && buffered_check(t_, buffered_of(self_), message);
  }

 private:
  Thread& t_;
  Value self_;
  StreamLock lock_;
};

// -- reading --

std::optional<int64_t> read_size(Thread& t, Value v) {
  GILT_TRY(int64_t size, size_argument(t, v));
  if (size < -1) return fail(t, value_error_type, "read length must be non-negative or -1");
  return size;
}

bool grow(Thread& t, std::string& bytes, size_t size) {
  try {
    bytes.resize(size);
    return true;
  } catch (const std::exception&) {
    return no_memory(t);
  }
}

Ref read_all(Thread& t, BufferedObject* self) {
  static StrObject* const kReadAll = intern("readall");
  std::string bytes(self->data->data() + self->position, self->ahead());
  self->forget_ahead();
  Ref raw = self->raw.load();
  GILT_TRY(Ref method, get_attribute_or_unset(t, raw.get(), kReadAll));
  if (!method.is_unset()) {
    GILT_TRY(Ref rest, call(t, method.get()));
    if (rest.is_none()) return bytes.empty() ? std::move(rest) : Ref(bytes_new(t, bytes));
    if (!is_bytes(rest.get())) return fail(t, type_error_type, "readall() should return bytes");
    if (bytes.empty()) return rest;
    bytes.append(rest.as<BytesObject>()->view());
    return bytes_new(t, bytes);
  }
  while (true) {
    GILT_TRY(int64_t count, buffered_fill(t, self));
    if (count < 0 && bytes.empty()) return Ref::none();
    if (count <= 0) return bytes_new(t, bytes);
    bytes.append(self->data->data(), self->end);
    self->forget_ahead();
  }
}

Ref read_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  GILT_TRY(int64_t size, read_size(t, args[1]));
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("read of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (size < 0) return read_all(t, self);
  const auto wanted = static_cast<size_t>(size);
  if (wanted <= self->ahead()) {
    const std::string_view bytes(self->data->data() + self->position, wanted);
    self->position += wanted;
    return bytes_new(t, bytes);
  }
  std::string bytes(self->data->data() + self->position, self->ahead());
  self->forget_ahead();
  while (bytes.size() < wanted) {
    const size_t left = wanted - bytes.size();
    int64_t count;
    if (left >= self->size) {  // past the buffer, in whole blocks
      const size_t before = bytes.size();
      constexpr size_t kMost = size_t{1} << 24;
      const size_t step = std::min(left - left % self->size, kMost);
      GILT_CHECK(grow(t, bytes, before + step));
      const std::optional<int64_t> got = buffered_raw_read(t, self, bytes.data() + before, step);
      bytes.resize(before + static_cast<size_t>(std::max<int64_t>(got.value_or(0), 0)));
      if (!got) return Failed();
      count = *got;
    } else {
      GILT_TRY(count, buffered_fill(t, self));
      const size_t taken = std::min(left, self->end);
      bytes.append(self->data->data(), taken);
      self->position = taken;
    }
    if (count < 0 && bytes.empty()) return Ref::none();
    if (count <= 0) break;
  }
  return bytes_new(t, bytes);
}

Ref read1_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  GILT_TRY(int64_t size, size_argument(t, args[1]));
  const size_t wanted = size < 0 ? self->size : static_cast<size_t>(size);
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("read of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (wanted == 0) return Ref::copy(empty_bytes());
  if (self->ahead() == 0) {
    GILT_TRY(int64_t count, buffered_fill(t, self));
    if (count < 0) return Ref::none();
  }
  const std::string_view bytes(self->data->data() + self->position,
                               std::min(wanted, self->ahead()));
  self->position += bytes.size();
  return bytes_new(t, bytes);
}

Ref read_into(Thread& t, Args args, bool once) {
  BufferedObject* self = buffered_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("read of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  size_t done = 0;
  while (done < view.size()) {
    if (self->ahead() == 0) {
      if (done > 0 && once) break;
      GILT_TRY(int64_t count, buffered_fill(t, self));
      if (count < 0 && done == 0) return Ref::none();
      if (count <= 0) break;
    }
    const size_t count = std::min(view.size() - done, self->ahead());
    std::memcpy(view.data() + done, self->data->data() + self->position, count);
    self->position += count;
    done += count;
  }
  return int_from_unsigned(t, done);
}

Ref readinto_method(Thread& t, Args args) {
  return read_into(t, args, false);
}
Ref readinto1_method(Thread& t, Args args) {
  return read_into(t, args, true);
}

Ref peek_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("peek of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (self->ahead() == 0) {
    GILT_TRY(int64_t count, buffered_fill(t, self));
    static_cast<void>(count);
  }
  return bytes_new(t, {self->data->data() + self->position, self->ahead()});
}

// A line of at most [limit] bytes (negative: any length); empty at the end.
Ref read_line(Thread& t, Value v, int64_t limit) {
  BufferedObject* self = buffered_of(v);
  Guard guard(t, v);
  GILT_CHECK(guard.enter("readline of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  std::string line;
  while (true) {
    size_t window = self->ahead();
    if (limit >= 0) window = std::min(window, static_cast<size_t>(limit) - line.size());
    const char* start = self->data->data() + self->position;
    const void* newline = window == 0 ? nullptr : std::memchr(start, '\n', window);
    if (newline != nullptr) {
      window = static_cast<size_t>(static_cast<const char*>(newline) - start) + 1;
    }
    self->position += window;
    if (newline != nullptr && line.empty()) return bytes_new(t, {start, window});
    line.append(start, window);
    if (newline != nullptr || (limit >= 0 && line.size() >= static_cast<size_t>(limit))) break;
    GILT_TRY(int64_t count, buffered_fill(t, self));
    if (count <= 0) break;
  }
  return bytes_new(t, line);
}

Ref readline_method(Thread& t, Args args) {
  GILT_TRY(int64_t limit, size_argument(t, args[1]));
  return read_line(t, args[0], limit);
}

Ref next_slot(Thread& t, Value self) {
  Ref line;
  if (is_buffered(self)) {
    line = read_line(t, self, -1);
  } else {
    line = call_method(t, self, names::readline);
  }
  if (line.is_error()) return line;
  GILT_TRY(int64_t size, length(t, line.get()));
  return size == 0 ? Ref::unset() : std::move(line);
}

// -- writing --

Ref write_method(Thread& t, Args args) {
  if (is_str(args[1])) {
    return fail(t, type_error_type, "a bytes-like object is required, not 'str'");
  }
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_CHECK(buffered_write(t, buffered_of(args[0]), view.view()));
  return int_from_unsigned(t, view.size());
}

Ref flush_method(Thread& t, Args args) {
  GILT_CHECK(buffered_flush(t, buffered_of(args[0])));
  return Ref::none();
}

// -- position --

std::optional<int64_t> current_position(Thread& t, BufferedObject* self) {
  GILT_TRY(int64_t raw, buffered_raw_seek(t, self, 0, SEEK_CUR));
  return raw - static_cast<int64_t>(self->ahead()) + static_cast<int64_t>(self->pending->size());
}

Ref tell_method(Thread& t, Args args) {
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("tell of closed file"));
  GILT_TRY(int64_t position, current_position(t, buffered_of(args[0])));
  return int_from(t, std::max<int64_t>(position, 0));
}

Ref seek_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  if (whence < 0 || whence > 4)
    return fail(t, value_error_type, "whence value {} unsupported", whence);
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("seek of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (self->ahead() > 0 && whence <= SEEK_CUR) {  // perhaps it is in the buffer already
    GILT_TRY(int64_t raw, buffered_raw_seek(t, self, 0, SEEK_CUR));
    const int64_t here = raw - static_cast<int64_t>(self->ahead());
    const int64_t target = whence == SEEK_CUR ? here + offset : offset;
    const int64_t place = static_cast<int64_t>(self->position) + (target - here);
    if (place >= 0 && place <= static_cast<int64_t>(self->end) && target >= 0) {
      self->position = static_cast<size_t>(place);
      return int_from(t, target);
    }
    offset = target;
    whence = SEEK_SET;
  }
  GILT_TRY(int64_t position, buffered_raw_seek(t, self, offset, whence));
  self->forget_ahead();
  return int_from(t, position);
}

Ref truncate_method(Thread& t, Args args) {
  static StrObject* const kTruncate = intern("truncate");
  BufferedObject* self = buffered_of(args[0]);
  Guard guard(t, args[0]);
  GILT_CHECK(guard.enter("truncate of closed file"));
  if (!self->can_write) return fail_unsupported(t, "truncate");
  GILT_CHECK(buffered_flush_pending(t, self));
  GILT_CHECK(buffered_rewind(t, self));
  Ref raw = self->raw.load();
  return call_method(t, raw.get(), kTruncate, {args[1]});
}

// -- the raw stream --

Ref close_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  Ref raw = self->raw.load();
  if (raw.is_unset()) return Ref::none();
  static StrObject* const kClosed = intern("closed");
  GILT_TRY(Ref closed, get_attribute(t, raw.get(), kClosed));
  GILT_TRY(bool is_closed, truth(t, closed.get()));
  if (is_closed) return Ref::none();
  Ref flushed = call_method(t, args[0], names::flush);
  Ref pending;
  if (flushed.is_error()) pending = error_take(t);
  // A thread that reads or writes right now comes to its end first.
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(args[0]));
  Ref result = call_method(t, raw.get(), names::close);
  self->closed = true;
  self->pending->clear();
  self->forget_ahead();
  if (!pending.is_unset()) {
    if (result.is_error()) error_clear(t);
    error_restore(t, std::move(pending));
    return Ref::error();
  }
  return result.is_error() ? Ref::error() : Ref::none();
}

Ref detach_method(Thread& t, Args args) {
  BufferedObject* self = buffered_of(args[0]);
  GILT_CHECK(buffered_check(t, self, "raw stream has been detached"));
  GILT_TRY(Ref ignored, call_method(t, args[0], names::flush));
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(args[0]));
  GILT_CHECK(buffered_check(t, self, "raw stream has been detached"));
  self->file = nullptr;
  return self->raw.exchange(self, Ref::unset());
}

Ref ask_raw(Thread& t, Value self, StrObject* method) {
  Ref raw = buffered_of(self)->raw.load();
  if (raw.is_unset()) return fail(t, value_error_type, "raw stream has been detached");
  return call_method(t, raw.get(), method);
}

Ref fileno_method(Thread& t, Args args) {
  static StrObject* const kName = intern("fileno");
  return ask_raw(t, args[0], kName);
}
Ref isatty_method(Thread& t, Args args) {
  static StrObject* const kName = intern("isatty");
  return ask_raw(t, args[0], kName);
}
Ref readable_method(Thread& t, Args args) {
  static StrObject* const kName = intern("readable");
  return ask_raw(t, args[0], kName);
}
Ref writable_method(Thread& t, Args args) {
  static StrObject* const kName = intern("writable");
  return ask_raw(t, args[0], kName);
}
Ref seekable_method(Thread& t, Args args) {
  static StrObject* const kName = intern("seekable");
  return ask_raw(t, args[0], kName);
}

Ref raw_attribute(Thread& t, Value self, StrObject* name) {
  Ref raw = buffered_of(self)->raw.load();
  if (raw.is_unset()) return fail(t, value_error_type, "raw stream has been detached");
  return get_attribute(t, raw.get(), name);
}

Ref get_raw(Thread&, Value self) {
  Ref raw = buffered_of(self)->raw.load();
  return raw.is_unset() ? Ref::none() : std::move(raw);
}
Ref get_closed(Thread& t, Value self) {
  static StrObject* const kName = intern("closed");
  return raw_attribute(t, self, kName);
}
Ref get_name(Thread& t, Value self) {
  return raw_attribute(t, self, names::name);
}
Ref get_mode(Thread& t, Value self) {
  static StrObject* const kName = intern("mode");
  return raw_attribute(t, self, kName);
}

Ref repr_slot(Thread& t, Value self) {
  const std::string type(type_name(self));
  Ref raw = buffered_of(self)->raw.load();
  Ref name = raw.is_unset() ? Ref::unset() : get_attribute_or_unset(t, raw.get(), names::name);
  if (name.is_error()) error_clear(t);
  if (!name) return str_new(t, "<" + type + ">");
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    return fail(t, runtime_error_type, "reentrant call inside {}.__repr__", type);
  }
  GILT_TRY(RefOf<StrObject> shown, repr(t, name.get()));
  return str_new(t, "<" + type + " name=" + std::string(shown->view()) + ">");
}

constexpr NativeDef kCommonMethods[] = {
    {"close", close_method, "(self, /)", "Flushes and closes the stream."},
    {"detach", detach_method, "(self, /)", "Separates the raw stream from the buffer."},
    {"flush", flush_method, "(self, /)", "Writes out what is buffered."},
    {"fileno", fileno_method, "(self, /)", "The underlying file descriptor."},
    {"isatty", isatty_method, "(self, /)", "Whether the raw stream is a terminal."},
    {"readable", readable_method, "(self, /)", "Whether the raw stream can be read."},
    {"writable", writable_method, "(self, /)", "Whether the raw stream can be written."},
    {"seekable", seekable_method, "(self, /)", "Whether the raw stream has random access."},
    {"seek", seek_method, "(self, target, whence=0, /)", "Moves to a new position."},
    {"tell", tell_method, "(self, /)", "The current position."},
    {"truncate", truncate_method, "(self, pos=None, /)", "Truncates the file."},
};
constexpr NativeDef kReadMethods[] = {
    {"read", read_method, "(self, size=-1, /)", "Reads up to size bytes, or all."},
    {"read1", read1_method, "(self, size=-1, /)",
     "Reads up to size bytes with at most one read of the raw stream."},
    {"readinto", readinto_method, "(self, buffer, /)", "Reads bytes into a buffer."},
    {"readinto1", readinto1_method, "(self, buffer, /)",
     "Reads bytes into a buffer with at most one read of the raw stream."},
    {"peek", peek_method, "(self, size=0, /)", "Bytes from the buffer without moving on."},
    {"readline", readline_method, "(self, size=-1, /)", "Reads a line."},
};
constexpr NativeDef kWriteMethods[] = {
    {"write", write_method, "(self, buffer, /)", "Writes bytes to the buffer."},
};

template <size_t kFirst, size_t kSecond>
constexpr std::array<NativeDef, kFirst + kSecond> joined(
    std::span<const NativeDef, kFirst> first, std::span<const NativeDef, kSecond> second) {
  std::array<NativeDef, kFirst + kSecond> all{};
  std::copy(first.begin(), first.end(), all.begin());
  std::copy(second.begin(), second.end(), all.begin() + kFirst);
  return all;
}

constexpr auto kReaderMethods = joined(std::span(kCommonMethods), std::span(kReadMethods));
constexpr auto kWriterMethods = joined(std::span(kCommonMethods), std::span(kWriteMethods));
constexpr auto kRandomMethods = joined(
    std::span<const NativeDef, kReaderMethods.size()>(kReaderMethods), std::span(kWriteMethods));

constexpr GetSetDef kGetSets[] = {
    {"raw", get_raw, nullptr, "The raw stream."},
    {"closed", get_closed, nullptr, "Whether the raw stream is closed."},
    {"name", get_name, nullptr, "The raw stream's name."},
    {"mode", get_mode, nullptr, "The raw stream's mode."},
};

TypeObject* make_type(const char* name, std::span<const NativeDef> methods, bool reads) {
  TypeSpec spec = {
      .name = name,
      .base = buffered_io_base_type(),
      .instance_size = sizeof(BufferedObject),
      .flags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked,
      .doc = "A stream of bytes with a buffer on top of a raw one.",
      .slots =
          {
              .dealloc = dealloc,
              .traverse = traverse,
              .clear = clear,
              .construct = construct,
              .init = init,
              .repr = repr_slot,
          },
      .methods = methods,
      .getsets = kGetSets,
  };
  if (reads) spec.slots.next = next_slot;
  return type_new_native(spec);
}

}  // namespace

TypeObject* buffered_reader_type() {
  static TypeObject* const kType = make_type("_io.BufferedReader", kReaderMethods, true);
  return kType;
}
TypeObject* buffered_writer_type() {
  static TypeObject* const kType = make_type("_io.BufferedWriter", kWriterMethods, false);
  return kType;
}
TypeObject* buffered_random_type() {
  static TypeObject* const kType = make_type("_io.BufferedRandom", kRandomMethods, true);
  return kType;
}

bool is_buffered(Value v) {
  const TypeObject* type = type_of(v);
  return type == buffered_reader_type() || type == buffered_writer_type() ||
         type == buffered_random_type();
}

Ref buffered_new(Thread& t, TypeObject* type, Value raw, int64_t buffer_size) {
  BufferedObject* self = allocate(t, type);
  if (self == nullptr) return Failed();
  Ref owner = Ref::adopt(self);
  GILT_CHECK(set_up(t, self, raw, buffer_size));
  gc_track(t, self);
  return owner;
}

}  // namespace gilt
