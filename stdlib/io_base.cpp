// io: _IOBase, _RawIOBase, _BufferedIOBase and _TextIOBase, written against the stream's own
// methods, so that classes derived from them in Python get the rest.
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/fork.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io.h"

namespace gilt {

Failed fail_unsupported(Thread& t, std::string_view message) {
  GILT_TRY(Ref type, import_attribute(t, "_io", "UnsupportedOperation"));
  GILT_TRY(RefOf<StrObject> text, str_new(t, message));
  GILT_TRY(Ref exception, call(t, type.get(), {text.value()}));
  return fail_instance(t, std::move(exception));
}

Failed fail_closed(Thread& t, bool full_stop) {
  return fail(t, value_error_type, "I/O operation on closed file{}", full_stop ? "." : "");
}

Ref stream_attributes(Thread& t, StreamObject* self) {
  GILT_TRY(RefOf<DictObject> attributes, instance_dict(t, self));
  GILT_TRY(RefOf<DictObject> copy, dict_copy(t, attributes.get()));
  return dict_length(copy.get()) == 0 ? Ref::none() : Ref(std::move(copy));
}

bool set_stream_attributes(Thread& t, StreamObject* self, Value state, std::string_view place) {
  if (state.is_none()) return true;
  if (!is_dict(state)) {
    return fail(t, type_error_type, "{} item of state should be a dict, got a {}", place,
                type_name(state));
  }
  GILT_TRY(RefOf<DictObject> attributes, instance_dict(t, self));
  return dict_update(t, attributes.get(), state);
}

std::optional<int64_t> size_argument(Thread& t, Value v) {
  if (v.is_none() || v.is_unset()) return -1;
  if (type_of(v)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "argument should be integer or None, not '{}'", type_name(v));
  }
  return to_int64(t, v);
}

std::optional<bool> ask_stream(Thread& t, Value stream, StrObject* question) {
  GILT_TRY(Ref answer, call_method(t, stream, question));
  return truth(t, answer.get());
}

bool handle_interrupt(Thread& t) {
  return t.safepoint.load(std::memory_order_relaxed) == 0 || safepoint(t);
}

bool StreamLock::acquire(Value stream) {
  if (lock_.try_acquire(t_)) [[likely]] {
    held_ = true;
    return true;
  }
  // Left behind by a thread of the parent process?
  if (died_in_fork(t_, lock_.owner())) lock_.release();
  if (lock_.owner() == t_.id) {
    GILT_TRY(RefOf<StrObject> shown, repr(t_, stream));
    return fail(t_, runtime_error_type, "reentrant call inside {}", shown->view());
  }
  LockUse use{LockKind::kStream, stream.as_object()};
  held_ = lock_.acquire(t_, kForever, use) == LockResult::kAcquired;
  return held_;
}

void stream_finalize(Thread& t, Object* self) {
  auto* stream = static_cast<StreamObject*>(self);
  if (stream->closed) return;
  ErrorGuard guard(t);
  stream->finalizing = true;
  Ref result = call_method(t, to_value(self), names::close);
  if (result.is_error()) error_clear(t);
}

namespace {

namespace words {
StrObject* closed() {
  static StrObject* const kName = intern("closed");
  return kName;
}
StrObject* seek() {
  static StrObject* const kName = intern("seek");
  return kName;
}
StrObject* seekable() {
  static StrObject* const kName = intern("seekable");
  return kName;
}
StrObject* readable() {
  static StrObject* const kName = intern("readable");
  return kName;
}
StrObject* writable() {
  static StrObject* const kName = intern("writable");
  return kName;
}
StrObject* readinto() {
  static StrObject* const kName = intern("readinto");
  return kName;
}
StrObject* readall() {
  static StrObject* const kName = intern("readall");
  return kName;
}
StrObject* peek() {
  static StrObject* const kName = intern("peek");
  return kName;
}
StrObject* read1() {
  static StrObject* const kName = intern("read1");
  return kName;
}
}  // namespace words

// -- _IOBase --

Ref base_construct(Thread& t, TypeObject* type, CallArgs) {
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed();
  if (type->is(kTypeTracked)) gc_track(t, object);
  return Ref::adopt(object);
}

void base_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  instance_clear(t, self);
  instance_free(t, self);
}

void base_traverse(Object* self, Visitor& visitor) {
  instance_traverse(self, visitor);
}

void base_clear(Thread& t, Object* self) {
  instance_clear(t, self);
}

bool check_open(Thread& t, Value self) {
  GILT_TRY(Ref closed, get_attribute(t, self, words::closed()));
  GILT_TRY(bool is_closed, truth(t, closed.get()));
  if (is_closed) return fail_closed(t);
  return true;
}

Ref check_closed_method(Thread& t, Args args) {
  GILT_CHECK(check_open(t, args[0]));
  return Ref::none();
}

template <StrObject* (*question)()>
Ref check_ability(Thread& t, Args args) {
  GILT_TRY(bool able, ask_stream(t, args[0], question()));
  if (able) return Ref::boolean(true);
  return fail_unsupported(t, "File or stream is not " + std::string(question()->view()) + ".");
}

Ref unsupported_seek(Thread& t, Args) {
  return fail_unsupported(t, "seek");
}
Ref unsupported_truncate(Thread& t, Args) {
  return fail_unsupported(t, "truncate");
}
Ref unsupported_fileno(Thread& t, Args) {
  return fail_unsupported(t, "fileno");
}
Ref unsupported_detach(Thread& t, Args) {
  return fail_unsupported(t, "detach");
}
Ref unsupported_read(Thread& t, Args) {
  return fail_unsupported(t, "read");
}
Ref unsupported_read1(Thread& t, Args) {
  return fail_unsupported(t, "read1");
}
Ref unsupported_readline(Thread& t, Args) {
  return fail_unsupported(t, "readline");
}
Ref unsupported_write(Thread& t, Args) {
  return fail_unsupported(t, "write");
}

Ref base_tell(Thread& t, Args args) {
  return call_method(t, args[0], words::seek(), {Value::integer(0), Value::integer(1)});
}

Ref base_flush(Thread& t, Args args) {
  GILT_CHECK(check_open(t, args[0]));
  return Ref::none();
}

Ref base_close(Thread& t, Args args) {
  auto* stream = args[0].as<StreamObject>();
  if (stream->closed) return Ref::none();
  Ref flushed = call_method(t, args[0], names::flush);
  stream->closed = true;
  return flushed.is_error() ? Ref::error() : Ref::none();
}

Ref get_closed(Thread&, Value self) {
  return Ref::boolean(self.as<StreamObject>()->closed);
}

Ref answer_no(Thread& t, Args args) {
  GILT_CHECK(check_open(t, args[0]));
  return Ref::boolean(false);
}
Ref answer_no_unchecked(Thread&, Args) {
  return Ref::boolean(false);
}

Ref base_enter(Thread& t, Args args) {
  GILT_CHECK(check_open(t, args[0]));
  return Ref::copy(args[0]);
}

Ref base_exit(Thread& t, Args args) {
  GILT_TRY(Ref ignored, call_method(t, args[0], names::close));
  return Ref::none();
}

Ref base_iter(Thread& t, Value self) {
  GILT_CHECK(check_open(t, self));
  return Ref::copy(self);
}

Ref base_next(Thread& t, Value self) {
  GILT_TRY(Ref line, call_method(t, self, names::readline));
  GILT_TRY(int64_t size, length(t, line.get()));
  return size == 0 ? Ref::unset() : std::move(line);
}

// Appends the bytes that a read method returned. Sets [count].
bool append_bytes(Thread& t, Value result, std::string& out, size_t& count) {
  if (!is_bytes(result)) {
    return fail(t, os_error_type, "read() should have returned a bytes object, not '{}'",
                type_name(result));
  }
  const std::string_view bytes = result.as<BytesObject>()->view();
  out.append(bytes);
  count = bytes.size();
  return true;
}

// A line by peeking where the stream can, else byte by byte.
Ref base_readline(Thread& t, Args args) {
  const Value self = args[0];
  GILT_TRY(int64_t limit, size_argument(t, args[1]));
  GILT_TRY(Ref peek, get_attribute_or_unset(t, self, words::peek()));
  std::string line;
  while (limit < 0 || line.size() < static_cast<size_t>(limit)) {
    int64_t wanted = 1;
    if (!peek.is_unset()) {
      GILT_TRY(Ref ahead, call(t, peek.get(), {Value::integer(1)}));
      if (!is_bytes(ahead.get())) {
        return fail(t, os_error_type, "peek() should have returned a bytes object, not '{}'",
                    type_name(ahead.get()));
      }
      const std::string_view bytes = ahead.as<BytesObject>()->view();
      if (!bytes.empty()) {
        const size_t newline = bytes.find('\n');
        wanted =
            static_cast<int64_t>(newline == std::string_view::npos ? bytes.size() : newline + 1);
        if (limit >= 0) wanted = std::min(wanted, limit - static_cast<int64_t>(line.size()));
      }
    }
    GILT_TRY(Ref piece, call_method(t, self, names::read, {Value::integer(wanted)}));
    size_t count;
    GILT_CHECK(append_bytes(t, piece.get(), line, count));
    if (count == 0 || line.back() == '\n') break;
  }
  return bytes_new(t, line);
}

Ref base_readlines(Thread& t, Args args) {
  GILT_TRY(int64_t hint, size_argument(t, args[1]));
  GILT_TRY(RefOf<ListObject> lines, list_new(t));
  GILT_TRY(Ref iterator, get_iter(t, args[0]));
  int64_t total = 0;
  while (true) {
    GILT_TRY(Ref line, iter_next(t, iterator.get()));
    if (line.is_unset()) return lines;
    GILT_TRY(int64_t size, length(t, line.get()));
    GILT_CHECK(list_append(t, lines.get(), std::move(line)));
    total += size;
    if (hint > 0 && total >= hint) return lines;
  }
}

Ref base_writelines(Thread& t, Args args) {
  GILT_CHECK(check_open(t, args[0]));
  GILT_CHECK(for_each(t, args[1], [&](Ref line) -> bool {
    GILT_TRY(Ref ignored, call_method(t, args[0], names::write, {line.get()}));
    return true;
  }));
  return Ref::none();
}

constexpr NativeDef kBaseMethods[] = {
    {"seek", unsupported_seek, "(self, offset, whence=0, /)", "Changes the stream position."},
    {"tell", base_tell, "(self, /)", "The current stream position."},
    {"truncate", unsupported_truncate, "(self, size=None, /)", "Truncates the file to size bytes."},
    {"flush", base_flush, "(self, /)", "Writes out what is buffered."},
    {"close", base_close, "(self, /)", "Flushes and closes the stream."},
    {"seekable", answer_no_unchecked, "(self, /)", "Whether the stream has random access."},
    {"readable", answer_no_unchecked, "(self, /)", "Whether the stream was opened for reading."},
    {"writable", answer_no_unchecked, "(self, /)", "Whether the stream was opened for writing."},
    {"_checkClosed", check_closed_method, "(self, msg=None, /)", nullptr},
    {"_checkSeekable", check_ability<words::seekable>, "(self, msg=None, /)", nullptr},
    {"_checkReadable", check_ability<words::readable>, "(self, msg=None, /)", nullptr},
    {"_checkWritable", check_ability<words::writable>, "(self, msg=None, /)", nullptr},
    {"fileno", unsupported_fileno, "(self, /)", "The underlying file descriptor, if there is one."},
    {"isatty", answer_no, "(self, /)", "Whether this is an interactive stream."},
    {"__enter__", base_enter, "(self, /)", nullptr},
    {"__exit__", base_exit, "(self, *args)", nullptr},
    {"readline", base_readline, "(self, size=-1, /)", "Reads and returns a line."},
    {"readlines", base_readlines, "(self, hint=-1, /)", "A list of lines from the stream."},
    {"writelines", base_writelines, "(self, lines, /)",
     "Writes a list of lines; separators are not added."},
};

const GetSetDef kBaseGetSets[] = {
    instance_dict_getset(),
    {"closed", get_closed, nullptr, "Whether the stream is closed."},
};

// -- _RawIOBase: read in terms of readinto --

Ref raw_readall(Thread& t, Args args) {
  std::string all;
  while (true) {
    GILT_TRY(Ref piece, call_method(t, args[0], names::read, {Value::integer(kDefaultBufferSize)}));
    if (piece.is_none()) {
      if (all.empty()) return Ref::none();
      break;
    }
    size_t count;
    GILT_CHECK(append_bytes(t, piece.get(), all, count));
    if (count == 0) break;
  }
  return bytes_new(t, all);
}

Ref raw_read(Thread& t, Args args) {
  GILT_TRY(int64_t size, size_argument(t, args[1]));
  if (size < 0) return call_method(t, args[0], words::readall());
  GILT_TRY(RefOf<ByteArrayObject> buffer, bytearray_new(t));
  GILT_CHECK(bytearray_resize(t, buffer.get(), static_cast<size_t>(size)));
  std::memset(buffer->data(), 0, static_cast<size_t>(size));
  GILT_TRY(Ref result, call_method(t, args[0], words::readinto(), {buffer.value()}));
  if (result.is_none()) return result;
  GILT_TRY(int64_t count, to_int64(t, result.get()));
  if (count < 0 || count > static_cast<int64_t>(buffer->size)) {
    return fail(t, value_error_type, "readinto returned {} outside buffer size {}", count,
                buffer->size);
  }
  return bytes_new(t, buffer->view().substr(0, static_cast<size_t>(count)));
}

constexpr NativeDef kRawMethods[] = {
    {"read", raw_read, "(self, size=-1, /)", "Reads up to size bytes."},
    {"readall", raw_readall, "(self, /)", "Reads until the end."},
};

// -- _BufferedIOBase: readinto in terms of read --

Ref read_into(Thread& t, Args args, StrObject* method) {
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  GILT_TRY(Ref piece,
           call_method(t, args[0], method, {Value::integer(static_cast<int64_t>(view.size()))}));
  if (!is_bytes(piece.get())) return fail(t, type_error_type, "read() should return bytes");
  const std::string_view bytes = piece.as<BytesObject>()->view();
  if (bytes.size() > view.size()) {
    return fail(t, value_error_type,
                "read() returned too much data: {} bytes requested, {} returned", view.size(),
                bytes.size());
  }
  std::memcpy(view.data(), bytes.data(), bytes.size());
  return int_from_unsigned(t, bytes.size());
}

Ref buffered_base_readinto(Thread& t, Args args) {
  return read_into(t, args, names::read);
}
Ref buffered_base_readinto1(Thread& t, Args args) {
  return read_into(t, args, words::read1());
}

constexpr NativeDef kBufferedMethods[] = {
    {"detach", unsupported_detach, "(self, /)", "Separates the raw stream from the buffer."},
    {"read", unsupported_read, "(self, size=-1, /)", "Reads up to size bytes."},
    {"read1", unsupported_read1, "(self, size=-1, /)",
     "Reads up to size bytes with at most one call of the raw stream."},
    {"readinto", buffered_base_readinto, "(self, buffer, /)", "Reads bytes into a buffer."},
    {"readinto1", buffered_base_readinto1, "(self, buffer, /)",
     "Reads bytes into a buffer with at most one call of the raw stream."},
    {"write", unsupported_write, "(self, buffer, /)", "Writes bytes."},
};

// -- _TextIOBase --

Ref get_none(Thread&, Value) {
  return Ref::none();
}

constexpr NativeDef kTextMethods[] = {
    {"detach", unsupported_detach, "(self, /)", "Separates the buffer from the text stream."},
    {"read", unsupported_read, "(self, size=-1, /)", "Reads up to size characters."},
    {"readline", unsupported_readline, "(self, size=-1, /)", "Reads a line."},
    {"write", unsupported_write, "(self, s, /)", "Writes text."},
};
constexpr GetSetDef kTextGetSets[] = {
    {"encoding", get_none, nullptr, "The name of the encoding."},
    {"newlines", get_none, nullptr, "The kinds of line ends seen so far."},
    {"errors", get_none, nullptr, "The name of the error handler."},
};

constexpr uint32_t kFlags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked;

TypeObject* make_base(const char* name, TypeObject* base, std::span<const NativeDef> methods,
                      std::span<const GetSetDef> getsets, const char* doc) {
  TypeSpec spec = {
      .name = name,
      .base = base,
      .instance_size = sizeof(StreamObject),
      .flags = kFlags,
      .doc = doc,
      .slots = {},
      .methods = methods,
      .getsets = getsets,
  };
  if (base == nullptr) {
    spec.slots = {
        .dealloc = base_dealloc,
        .traverse = base_traverse,
        .clear = base_clear,
        .finalize = stream_finalize,
        .construct = base_construct,
        .iter = base_iter,
        .next = base_next,
    };
  }
  return type_new_native(spec);
}

}  // namespace

TypeObject* io_base_type() {
  static TypeObject* const kType =
      make_base("_io._IOBase", nullptr, kBaseMethods, kBaseGetSets, "What all streams share.");
  return kType;
}

TypeObject* raw_io_base_type() {
  static TypeObject* const kType = make_base("_io._RawIOBase", io_base_type(), kRawMethods, {},
                                             "Streams of bytes without a buffer.");
  return kType;
}

TypeObject* buffered_io_base_type() {
  static TypeObject* const kType =
      make_base("_io._BufferedIOBase", io_base_type(), kBufferedMethods, {}, "Streams of bytes.");
  return kType;
}

TypeObject* text_io_base_type() {
  static TypeObject* const kType =
      make_base("_io._TextIOBase", io_base_type(), kTextMethods, kTextGetSets, "Streams of text.");
  return kType;
}

}  // namespace gilt
