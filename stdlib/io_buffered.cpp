// io: how buffered streams move bytes. What scripts see of them is in io_buffered_type.cpp.
#include "stdlib/io_buffered.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

namespace {

StrObject* readinto_name() {
  static StrObject* const kName = intern("readinto");
  return kName;
}
StrObject* seek_name() {
  static StrObject* const kName = intern("seek");
  return kName;
}

// One write to the raw stream. How many bytes it took; -1: would block.
std::optional<int64_t> raw_write(Thread& t, BufferedObject* self, std::string_view bytes) {
  if (self->file != nullptr) return file_write(t, self->file, bytes);
  GILT_TRY(RefOf<BytesObject> copy, bytes_new(t, bytes));
  Ref raw = self->raw.load();
  GILT_TRY(Ref result, call_method(t, raw.get(), names::write, {copy.value()}));
  if (result.is_none()) return -1;
  GILT_TRY(int64_t count, to_int64(t, result.get()));
  if (count < 0 || count > static_cast<int64_t>(bytes.size())) {
    return fail(t, os_error_type,
                "raw write() returned invalid length {} (should have been between 0 and {})", count,
                bytes.size());
  }
  return count;
}

Failed would_block(Thread& t) {
  return fail_os(t, EAGAIN);
}

}  // namespace

bool buffered_check(Thread& t, BufferedObject* self, const char* message) {
  if (self->raw.is_unset()) {
    return fail(t, value_error_type, "{}",
                self->data == nullptr ? "I/O operation on uninitialized object"
                                      : "raw stream has been detached");
  }
  if (FileObject* file = self->file) {
    if (file->fd >= 0) return true;
  } else {
    static StrObject* const kClosed = intern("closed");
    Ref raw = self->raw.load();
    // detach() asks before it has the lock, so that another one may come first.
    if (raw.is_unset()) return fail(t, value_error_type, "raw stream has been detached");
    GILT_TRY(Ref closed, get_attribute(t, raw.get(), kClosed));
    GILT_TRY(bool is_closed, truth(t, closed.get()));
    if (!is_closed) return true;
  }
  return fail(t, value_error_type, "{}", message);
}

std::optional<int64_t> buffered_raw_read(Thread& t, BufferedObject* self, char* out, size_t size) {
  if (self->file != nullptr) return file_read(t, self->file, out, size);
  GILT_TRY(RefOf<ByteArrayObject> buffer, bytearray_new(t));
  GILT_CHECK(bytearray_resize(t, buffer.get(), size));
  std::memset(buffer->data(), 0, size);
  Ref raw = self->raw.load();
  GILT_TRY(Ref result, call_method(t, raw.get(), readinto_name(), {buffer.value()}));
  if (result.is_none()) return -1;
  GILT_TRY(int64_t count, to_int64(t, result.get()));
  if (count < 0 || count > static_cast<int64_t>(std::min<size_t>(size, buffer->size))) {
    return fail(t, os_error_type,
                "raw readinto() returned invalid length {} (should have been between 0 and {})",
                count, size);
  }
  std::memcpy(out, buffer->data(), static_cast<size_t>(count));
  return count;
}

std::optional<int64_t> buffered_fill(Thread& t, BufferedObject* self) {
  self->data->resize(self->size);
  self->forget_ahead();
  GILT_TRY(int64_t count, buffered_raw_read(t, self, self->data->data(), self->size));
  if (count > 0) self->end = static_cast<size_t>(count);
  return count;
}

bool buffered_flush_pending(Thread& t, BufferedObject* self) {
  size_t written = 0;
  while (written < self->pending->size()) {
    const std::optional<int64_t> count =
        raw_write(t, self, std::string_view(*self->pending).substr(written));
    if (!count || *count < 0) {
      self->pending->erase(0, written);
      if (!count) return false;
      return would_block(t);
    }
    written += static_cast<size_t>(*count);
    if (!handle_interrupt(t)) {
      self->pending->erase(0, written);  // what is out is not to go out again
      return false;
    }
  }
  self->pending->clear();
  return true;
}

std::optional<int64_t> buffered_raw_seek(Thread& t, BufferedObject* self, int64_t offset,
                                         int whence) {
  if (self->file != nullptr) return file_seek(t, self->file, offset, whence);
  Ref raw = self->raw.load();
  GILT_TRY(Ref where, int_from(t, offset));
  GILT_TRY(Ref result,
           call_method(t, raw.get(), seek_name(), {where.get(), Value::integer(whence)}));
  GILT_TRY(int64_t position, to_int64(t, result.get()));
  if (position < 0) {
    return fail(t, os_error_type, "Raw stream returned invalid position {}", position);
  }
  return position;
}

bool buffered_rewind(Thread& t, BufferedObject* self) {
  if (self->ahead() == 0) return true;
  GILT_TRY(int64_t ignored,
           buffered_raw_seek(t, self, -static_cast<int64_t>(self->ahead()), SEEK_CUR));
  static_cast<void>(ignored);
  self->forget_ahead();
  return true;
}

bool buffered_write(Thread& t, BufferedObject* self, std::string_view bytes) {
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(to_value(self)));
  GILT_CHECK(buffered_check(t, self, "write to closed file"));
  if (self->can_read) GILT_CHECK(buffered_rewind(t, self));
  if (self->pending->size() + bytes.size() <= self->size) {
    self->pending->append(bytes);
    return true;
  }
  GILT_CHECK(buffered_flush_pending(t, self));
  // What would fill the buffer goes straight through.
  while (bytes.size() >= self->size) {
    GILT_TRY(int64_t count, raw_write(t, self, bytes));
    if (count < 0) return would_block(t);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  self->pending->append(bytes);
  return true;
}

bool buffered_flush(Thread& t, BufferedObject* self) {
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(to_value(self)));
  GILT_CHECK(buffered_check(t, self, "flush of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (self->can_read && self->can_write) return buffered_rewind(t, self);
  return true;
}

bool buffered_read_some(Thread& t, BufferedObject* self, size_t limit, std::string& out) {
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(to_value(self)));
  GILT_CHECK(buffered_check(t, self, "read of closed file"));
  GILT_CHECK(buffered_flush_pending(t, self));
  if (self->ahead() == 0) {
    GILT_TRY(int64_t count, buffered_fill(t, self));
    if (count < 0) return would_block(t);
  }
  const size_t count = std::min(limit, self->ahead());
  out.append(self->data->data() + self->position, count);
  self->position += count;
  return true;
}

}  // namespace gilt
