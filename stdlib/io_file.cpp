// io.FileIO: a file descriptor, unbuffered.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/lock.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/signals.h"
#include "runtime/str.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"

namespace gilt {

namespace {

constexpr size_t kMostAtOnce = size_t{1} << 30;
constexpr uint32_t kFileEnds = uint32_t{1} << 31;  // in FileObject::users

FileObject* file_of(Value v) {
  return v.as<FileObject>();
}

FileObject* allocate(Thread& t, TypeObject* type) {
  auto* file = static_cast<FileObject*>(instance_allocate(t, type));
  if (file == nullptr) return nullptr;
  file->closed = true;
  file->fd = -1;
  file->close_fd = true;
  file->seekable = -1;
  file->users.store(0, std::memory_order_relaxed);
  file->ending.store(-1, std::memory_order_relaxed);
  file->name.init_unset();
  return file;
}

// The descriptor for the time of one system call; closing waits for its end.
class Descriptor {
 public:
  explicit Descriptor(FileObject* file) : file_(file) {
    uint32_t before = file->users.fetch_add(1, std::memory_order_seq_cst);
    fd_ = (before & kFileEnds) != 0 ? -1 : file->fd.load();
  }
  ~Descriptor() {
    if (file_->users.fetch_sub(1, std::memory_order_seq_cst) - 1 != kFileEnds) return;
    int saved = errno;
    int fd = file_->ending.exchange(-1);
    if (fd >= 0) ::close(fd);
    errno = saved;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  FileObject* file_;
  int fd_;
};

bool check_open(Thread& t, const FileObject* file) {
  if (file->fd >= 0) return true;
  return fail_closed(t, false);
}

// -- opening --

struct Mode {
  bool created = false, readable = false, writable = false, appending = false;
  int flags = 0;
};

std::optional<Mode> parse_mode(Thread& t, std::string_view text) {
  Mode mode;
  bool plus = false;
  int kinds = 0;
  for (const char c : text) {
    switch (c) {
      case 'x':
        mode.created = mode.writable = true;
        mode.flags |= O_EXCL | O_CREAT;
        ++kinds;
        break;
      case 'r':
        mode.readable = true;
        ++kinds;
        break;
      case 'w':
        mode.writable = true;
        mode.flags |= O_CREAT | O_TRUNC;
        ++kinds;
        break;
      case 'a':
        mode.writable = mode.appending = true;
        mode.flags |= O_APPEND | O_CREAT;
        ++kinds;
        break;
      case 'b': break;
      case '+':
        if (plus) ++kinds;
        plus = true;
        break;
      default: return fail(t, value_error_type, "invalid mode: {}", text);
    }
  }
  if (kinds != 1) {
    return fail(t, value_error_type,
                "Must have exactly one of create/read/write/append mode and at most one plus");
  }
  if (plus) mode.readable = mode.writable = true;
  mode.flags |= mode.readable && mode.writable ? O_RDWR : mode.readable ? O_RDONLY : O_WRONLY;
  return mode;
}

std::optional<int> open_path(Thread& t, Value name, const std::string& path, int flags) {
  while (true) {
    int fd;
    {
      ReleaseGil released(t);
      fd = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    }
    if (fd >= 0) return fd;
    if (errno != EINTR) return fail_os(t, errno, name);
    GILT_CHECK(handle_interrupt(t));
  }
}

std::optional<int> call_opener(Thread& t, Value opener, Value name, int flags) {
  GILT_TRY(Ref result, call(t, opener, {name, Value::integer(flags | O_CLOEXEC)}));
  if (!is_int(result.get())) return fail(t, type_error_type, "expected integer from opener");
  GILT_TRY(int fd, to_c_int(t, result.get()));
  if (fd < 0) return fail(t, value_error_type, "opener returned {}", fd);
  return fd;
}

Ref file_construct(Thread& t, TypeObject* type, CallArgs) {
  FileObject* file = allocate(t, type);
  if (file == nullptr) return Failed();
  gc_track(t, file);
  return Ref::adopt(file);
}

// A descriptor that is closed again unless it is kept.
class Opened {
 public:
  ~Opened() {
    if (fd_ >= 0) ::close(fd_);
  }
  Opened() = default;
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  void own(int fd) { fd_ = fd; }
  void keep() { fd_ = -1; }

 private:
  int fd_ = -1;
};

// Is some thread still in the system with the descriptor that was closed?
bool is_ending(const FileObject* file) {
  const uint32_t users = file->users.load(std::memory_order_seq_cst);
  return (users & kFileEnds) != 0 && (users != kFileEnds || file->ending.load() >= 0);
}

// Makes [file] one on [fd]. What it was on is closed by then: who is still in the system with it
// has to come back first, since users are counted without saying of what.
bool install(Thread& t, FileObject* file, int fd, const Mode& mode, bool close_fd) {
  while (true) {
    {
      ObjectLock lock(t, file);
      if (file->fd < 0 && !is_ending(file)) {
        file->users.fetch_and(~kFileEnds, std::memory_order_seq_cst);
        file->created = mode.created;
        file->readable = mode.readable;
        file->writable = mode.writable;
        file->appending = mode.appending;
        file->close_fd = close_fd;
        file->seekable = -1;
        file->fd = fd;
        file->closed = false;
        return true;
      }
    }
    GILT_CHECK(file_close(t, file));  // another thread has opened it meanwhile
    constexpr Nanoseconds kMoment = 1'000'000;
    if (is_ending(file)) GILT_CHECK(wait_parked(t, deadline_after(kMoment), ReleaseReason::kIo));
  }
}

bool file_init(Thread& t, Value self, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("FileIO", "(file, mode='r', closefd=True, opener=None)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  FileObject* file = file_of(self);
  if (file->fd >= 0 && !file_close(t, file)) return false;
  const Value name = bound[0];
  GILT_TRY(std::string_view mode_text, to_text(t, bound[1], "FileIO", 2));
  GILT_TRY(Mode mode, parse_mode(t, mode_text));
  GILT_TRY(bool close_fd, truth(t, bound[2]));
  int fd;
  Opened opened;
  if (is_int(name) || (!is_str(name) && type_of(name)->slots.to_index != nullptr)) {
    GILT_TRY(fd, to_c_int(t, name));
    if (fd < 0) return fail(t, value_error_type, "negative file descriptor");
    // The standard streams are the host's gift.
    if (fd > STDERR_FILENO) GILT_CHECK(permit(t, Access::kFiles));
  } else {
    GILT_CHECK(permit(t, Access::kFiles));
    if (!close_fd) return fail(t, value_error_type, "Cannot use closefd=False with file name");
    GILT_TRY(std::string path, path_argument(t, name));
    if (bound[3].is_none()) {
      GILT_TRY(fd, open_path(t, name, path, mode.flags));
    } else {
      GILT_TRY(fd, call_opener(t, bound[3], name, mode.flags));
    }
    opened.own(fd);
  }
  struct stat status;
  const int error = fstat(fd, &status) < 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  if (error != 0) {
    return fail_os(t, error, name);
  }
  file->name.store(file, Ref::copy(name));
  if (mode.appending) ::lseek(fd, 0, SEEK_END);
  GILT_CHECK(install(t, file, fd, mode, close_fd));
  opened.keep();
  return true;
}

void file_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<FileObject*>(self)->name.clear();
  instance_clear(t, self);
  instance_free(t, self);
}

void file_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<FileObject*>(self)->name);
  instance_traverse(self, visitor);
}

void file_clear(Thread& t, Object* self) {
  instance_clear(t, self);
}

const char* mode_name(const FileObject* file) {
  if (file->created) return file->readable ? "xb+" : "xb";
  if (file->appending) return file->readable ? "ab+" : "ab";
  if (file->readable) return file->writable ? "rb+" : "rb";
  return "wb";
}

Ref file_repr(Thread& t, Value self) {
  FileObject* file = file_of(self);
  const std::string type(type_name(self));
  if (file->fd < 0) return str_new(t, "<" + type + " [closed]>");
  std::string shown = std::to_string(file->fd);
  std::string what = "fd=";
  Ref given = file->name.load();
  if (!given.is_unset()) {
    ReprGuard guard(t, self);
    if (!guard.entered()) {
      return fail(t, runtime_error_type, "reentrant call inside {}.__repr__", type);
    }
    GILT_TRY(RefOf<StrObject> name, repr(t, given.get()));
    shown = name->view();
    what = "name=";
  }
  return str_new(t, "<" + type + " " + what + shown + " mode='" + mode_name(file) +
                        "' closefd=" + (file->close_fd ? "True" : "False") + ">");
}

// -- methods --

bool check_readable(Thread& t, const FileObject* file) {
  GILT_CHECK(check_open(t, file));
  if (!file->readable) return fail_unsupported(t, "File not open for reading");
  return true;
}

bool check_writable(Thread& t, const FileObject* file) {
  GILT_CHECK(check_open(t, file));
  if (!file->writable) return fail_unsupported(t, "File not open for writing");
  return true;
}

Ref file_readall(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_readable(t, file));
  // Ask for what the file is said to have left, and one byte more to see the end.
  constexpr size_t kStep = 8192;
  size_t step = kStep;
  struct stat status;
  {
    Descriptor descriptor(file);
    const off_t position = ::lseek(descriptor.get(), 0, SEEK_CUR);
    if (position >= 0 && fstat(descriptor.get(), &status) == 0 && status.st_size > position) {
      step = static_cast<size_t>(status.st_size - position) + 1;
    }
  }
  std::string all;
  while (true) {
    const size_t before = all.size();
    try {
      all.resize(before + step);
    } catch (const std::exception&) {
      return no_memory(t);
    }
    GILT_TRY(int64_t count, file_read(t, file, all.data() + before, step));
    all.resize(before + static_cast<size_t>(std::max<int64_t>(count, 0)));
    if (count < 0 && all.empty()) return Ref::none();
    if (count <= 0) return bytes_new(t, all);
    step = std::max<size_t>(kStep, all.size() / 2);
  }
}

Ref file_read_method(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_readable(t, file));
  GILT_TRY(int64_t size, size_argument(t, args[1]));
  if (size < 0) return file_readall(t, {args.values, 1});
  std::string bytes;
  try {
    bytes.resize(std::min(static_cast<size_t>(size), kMostAtOnce));
  } catch (const std::exception&) {
    return no_memory(t);
  }
  GILT_TRY(int64_t count, file_read(t, file, bytes.data(), bytes.size()));
  if (count < 0) return Ref::none();
  return bytes_new(t, std::string_view(bytes).substr(0, static_cast<size_t>(count)));
}

Ref file_readinto(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_readable(t, file));
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  GILT_TRY(int64_t count, file_read(t, file, view.data(), view.size()));
  return count < 0 ? Ref::none() : int_from(t, count);
}

Ref file_write_method(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_writable(t, file));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_TRY(int64_t count, file_write(t, file, view.view()));
  return count < 0 ? Ref::none() : int_from(t, count);
}

Ref file_seek_method(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_open(t, file));
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_TRY(int64_t position, file_seek(t, file, offset, whence));
  return int_from(t, position);
}

Ref file_tell(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_open(t, file));
  GILT_TRY(int64_t position, file_seek(t, file, 0, SEEK_CUR));
  return int_from(t, position);
}

Ref file_truncate(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_writable(t, file));
  int64_t size;
  if (args[1].is_none()) {
    GILT_TRY(size, file_seek(t, file, 0, SEEK_CUR));
  } else {
    GILT_TRY(size, to_int64(t, args[1]));
  }
  int result;
  {
    ReleaseGil released(t);
    Descriptor descriptor(file);
    result = ::ftruncate(descriptor.get(), size);
  }
  if (result < 0) return fail_os(t, errno);
  return int_from(t, size);
}

Ref file_close_method(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(file_close(t, file));
  return Ref::none();
}

Ref file_fileno(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_open(t, file));
  if (file->sink != nullptr) return fail_unsupported(t, "fileno");
  return int_from(t, file->fd);
}

Ref file_isatty(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_open(t, file));
  return Ref::boolean(file->sink == nullptr && ::isatty(file->fd) == 1);
}

Ref file_readable(Thread& t, Args args) {
  GILT_CHECK(check_open(t, file_of(args[0])));
  return Ref::boolean(file_of(args[0])->readable);
}
Ref file_writable(Thread& t, Args args) {
  GILT_CHECK(check_open(t, file_of(args[0])));
  return Ref::boolean(file_of(args[0])->writable);
}
Ref file_seekable(Thread& t, Args args) {
  FileObject* file = file_of(args[0]);
  GILT_CHECK(check_open(t, file));
  if (file->seekable < 0) {
    file->seekable = file->sink == nullptr && ::lseek(file->fd, 0, SEEK_CUR) >= 0;
  }
  return Ref::boolean(file->seekable == 1);
}

Ref get_closed(Thread&, Value self) {
  return Ref::boolean(file_of(self)->fd < 0);
}
Ref get_closefd(Thread&, Value self) {
  return Ref::boolean(file_of(self)->close_fd);
}
Ref get_mode(Thread& t, Value self) {
  return str_new(t, mode_name(file_of(self)));
}
Ref get_name(Thread& t, Value self) {
  Ref name = file_of(self)->name.load();
  if (!name.is_unset()) return name;
  return fail(t, attribute_error_type, "'FileIO' object has no attribute 'name'");
}
bool set_name(Thread&, Value self, Value value) {
  FileObject* file = file_of(self);
  file->name.store(file, Ref::copy(value));
  return true;
}

constexpr NativeDef kMethods[] = {
    {"read", file_read_method, "(self, size=-1, /)", "Reads at most size bytes."},
    {"readall", file_readall, "(self, /)", "Reads all data until the end."},
    {"readinto", file_readinto, "(self, buffer, /)", "Reads bytes into a buffer."},
    {"write", file_write_method, "(self, b, /)", "Writes bytes; returns how many were written."},
    {"seek", file_seek_method, "(self, pos, whence=0, /)", "Moves to a new position."},
    {"tell", file_tell, "(self, /)", "The current position."},
    {"truncate", file_truncate, "(self, size=None, /)", "Truncates the file."},
    {"close", file_close_method, "(self, /)", "Closes the file."},
    {"fileno", file_fileno, "(self, /)", "The file descriptor."},
    {"isatty", file_isatty, "(self, /)", "Whether the file is a terminal."},
    {"readable", file_readable, "(self, /)", "Whether the file was opened for reading."},
    {"writable", file_writable, "(self, /)", "Whether the file was opened for writing."},
    {"seekable", file_seekable, "(self, /)", "Whether the file has random access."},
};

constexpr GetSetDef kGetSets[] = {
    {"closed", get_closed, nullptr, "Whether the file is closed."},
    {"closefd", get_closefd, nullptr, "Whether closing closes the descriptor."},
    {"mode", get_mode, nullptr, "How the file was opened."},
    {"name", get_name, set_name, "The file's name or descriptor."},
};

}  // namespace

TypeObject* file_io_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_io.FileIO",
      .base = raw_io_base_type(),
      .instance_size = sizeof(FileObject),
      .flags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked,
      .doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpens a file.",
      .slots =
          {
              .dealloc = file_dealloc,
              .traverse = file_traverse,
              .clear = file_clear,
              .construct = file_construct,
              .init = file_init,
              .repr = file_repr,
          },
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

Ref file_new(Thread& t, int fd, bool readable, bool writable, bool close_fd, Value name,
             const std::function<void(std::string_view)>* sink) {
  FileObject* file = allocate(t, file_io_type());
  if (file == nullptr) return Failed();
  file->fd = fd;
  file->closed = false;
  file->readable = readable;
  file->writable = writable;
  file->close_fd = close_fd;
  file->sink = sink;
  file->name.store(file, Ref::copy(name));
  gc_track(t, file);
  return Ref::adopt(file);
}

std::optional<int64_t> file_read(Thread& t, FileObject* file, char* out, size_t size) {
  while (true) {
    GILT_CHECK(check_open(t, file));
    ssize_t count;
    {
      ReleaseGil released(t);
      Descriptor descriptor(file);
      const int fd = descriptor.get();
      count = signal_wait_readable(t, fd) ? ::read(fd, out, std::min(size, kMostAtOnce)) : -1;
    }
    if (count >= 0) return count;
    const int error = errno;
    if (error == EAGAIN) return -1;
    if (error == EBADF) GILT_CHECK(check_open(t, file));  // closed by another thread
    if (error != EINTR) return fail_os(t, error);
    GILT_CHECK(handle_interrupt(t));
  }
}

std::optional<int64_t> file_write(Thread& t, FileObject* file, std::string_view bytes) {
  while (true) {
    GILT_CHECK(check_open(t, file));
    if (file->sink != nullptr) {
      (*file->sink)(bytes);
      return static_cast<int64_t>(bytes.size());
    }
    ssize_t count;
    {
      ReleaseGil released(t);
      Descriptor descriptor(file);
      count = ::write(descriptor.get(), bytes.data(), std::min(bytes.size(), kMostAtOnce));
    }
    if (count >= 0) return count;
    const int error = errno;
    if (error == EAGAIN) return -1;
    if (error == EBADF) GILT_CHECK(check_open(t, file));  // closed by another thread
    if (error != EINTR) return fail_os(t, error);
    GILT_CHECK(handle_interrupt(t));
  }
}

std::optional<int64_t> file_seek(Thread& t, FileObject* file, int64_t offset, int whence) {
  GILT_CHECK(check_open(t, file));
  off_t position;
  {
    ReleaseGil released(t);
    Descriptor descriptor(file);
    position = ::lseek(descriptor.get(), offset, whence);
  }
  if (position < 0) {
    const int error = errno;
    GILT_CHECK(check_open(t, file));
    return fail_os(t, error);
  }
  return position;
}

bool file_close(Thread& t, FileObject* file) {
  int fd;
  {
    ObjectLock lock(t, file);  // one thread closes
    fd = file->fd.load();
    file->fd = -1;
    file->closed = true;
    if (fd < 0 || !file->close_fd || file->sink != nullptr) return true;
    file->ending.store(fd, std::memory_order_relaxed);
    // Some thread is in the system with it: that one closes it.
    if (file->users.fetch_or(kFileEnds, std::memory_order_seq_cst) != 0) return true;
  }
  fd = file->ending.exchange(-1);
  if (fd < 0) return true;
  int result;
  {
    ReleaseGil released(t);
    result = ::close(fd);
  }
  if (result < 0 && errno != EINTR) return fail_os(t, errno);
  return true;
}

}  // namespace gilt
