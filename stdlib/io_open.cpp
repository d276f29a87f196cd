// io: open().
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/io.h"

namespace gilt {

namespace {

struct OpenMode {
  bool creating = false, reading = false, writing = false, appending = false;
  bool updating = false, text = false, binary = false;
  std::string raw;  // for FileIO
};

std::optional<OpenMode> parse_mode(Thread& t, std::string_view mode) {
  OpenMode parsed;
  auto invalid = [&] { return fail(t, value_error_type, "invalid mode: '{}'", mode); };
  for (const char c : mode) {
    bool* flag = c == 'x'   ? &parsed.creating
                 : c == 'r' ? &parsed.reading
                 : c == 'w' ? &parsed.writing
                 : c == 'a' ? &parsed.appending
                 : c == '+' ? &parsed.updating
                 : c == 't' ? &parsed.text
                 : c == 'b' ? &parsed.binary
                            : nullptr;
    if (flag == nullptr || *flag) return invalid();
    *flag = true;
    if (c != 't' && c != 'b') parsed.raw.push_back(c);
  }
  if (parsed.text && parsed.binary) {
    return fail(t, value_error_type, "can't have text and binary mode at once");
  }
  const int kinds = parsed.creating + parsed.reading + parsed.writing + parsed.appending;
  if (kinds != 1) {
    return fail(t, value_error_type, "{}",
                kinds == 0 ? "Must have exactly one of create/read/write/append mode and at most "
                             "one plus"
                           : "must have exactly one of create/read/write/append mode");
  }
  return parsed;
}

// The size that the system suggests for the buffer of a file.
int64_t block_size(FileObject* file) {
  struct stat status;
  if (file->fd < 0 || fstat(file->fd, &status) < 0 || status.st_blksize <= 1) {
    return kDefaultBufferSize;
  }
  constexpr int64_t kLargest = 1 << 23;
  return std::clamp<int64_t>(status.st_blksize, kDefaultBufferSize, kLargest);
}

// Makes the layers; the caller closes [raw] when this fails.
Ref wrap(Thread& t, Value raw, const OpenMode& mode, std::string_view mode_text, int64_t buffering,
         Value encoding, Value errors, Value newline, Ref& opened) {
  bool line_buffering = false;
  auto* file = raw.as<FileObject>();
  if (buffering == 1 || (buffering < 0 && ::isatty(file->fd) == 1)) {
    buffering = -1;
    line_buffering = true;
  }
  if (buffering < 0) buffering = block_size(file);
  if (buffering == 0) {
    if (mode.binary) return Ref::copy(raw);
    return fail(t, value_error_type, "can't have unbuffered text I/O");
  }
  TypeObject* type = mode.updating                                     ? buffered_random_type()
                     : mode.creating || mode.writing || mode.appending ? buffered_writer_type()
                                                                       : buffered_reader_type();
  Ref buffer = call(t, to_value(type), {raw, Value::integer(buffering)});
  if (buffer.is_error()) return buffer;
  if (mode.binary) return buffer;
  opened = buffer.copy();
  GILT_TRY(Ref text,
           text_wrapper_new(t, buffer.get(), encoding, errors, newline, line_buffering, false));
  static StrObject* const kMode = intern("mode");
  GILT_TRY(RefOf<StrObject> shown, str_new(t, mode_text));
  GILT_CHECK(set_attribute(t, text.get(), kMode, shown.value()));
  return text;
}

}  // namespace

Ref open_file(Thread& t, Value file, std::string_view mode_text, int64_t buffering, Value encoding,
              Value errors, Value newline, Value close_fd, Value opener) {
  GILT_TRY(OpenMode mode, parse_mode(t, mode_text));
  if (mode.binary && !encoding.is_none()) {
    return fail(t, value_error_type, "binary mode doesn't take an encoding argument");
  }
  if (mode.binary && !errors.is_none()) {
    return fail(t, value_error_type, "binary mode doesn't take an errors argument");
  }
  if (mode.binary && !newline.is_none()) {
    return fail(t, value_error_type, "binary mode doesn't take a newline argument");
  }
  if (buffering < -1) return fail(t, value_error_type, "invalid buffering size");
  if (!is_str(file) && !is_bytes(file) && type_of(file)->slots.to_index == nullptr &&
      type_lookup(type_of(file), names::fspath_).is_unset()) {
    return fail(t, type_error_type, "expected str, bytes or os.PathLike object, not {}",
                type_name(file));
  }
  // Files keep the path, not the object that named it.
  Ref path = Ref::copy(file);
  if (!is_str(file) && !is_bytes(file) && type_of(file)->slots.to_index == nullptr) {
    GILT_TRY(path, call_special(t, file, names::fspath_));
  }
  GILT_TRY(RefOf<StrObject> raw_mode, str_new(t, mode.raw));
  GILT_TRY(Ref raw,
           call(t, to_value(file_io_type()), {path.get(), raw_mode.value(), close_fd, opener}));
  Ref opened = raw.copy();
  Ref result = wrap(t, raw.get(), mode, mode_text, buffering, encoding, errors, newline, opened);
  if (!result.is_error()) return result;
  Ref error = error_take(t);
  Ref closed = call_method(t, opened.get(), names::close);
  if (closed.is_error()) error_clear(t);
  error_restore(t, std::move(error));
  return Ref::error();
}

}  // namespace gilt
