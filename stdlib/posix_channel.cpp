// posix: channels between processes and what else is done with descriptors: pipes, event
// descriptors, memory without a name, terminals, positioned reads, locks, file systems.
#include <fcntl.h>
#include <pty.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"
#include "stdlib/system_call.h"

namespace gilt {

namespace {

constexpr StructSequenceField kStatvfsFields[] = {
    {"f_bsize"}, {"f_frsize"}, {"f_blocks"}, {"f_bfree"},   {"f_bavail"}, {"f_files"},
    {"f_ffree"}, {"f_favail"}, {"f_flag"},   {"f_namemax"}, {"f_fsid"},
};

template <class F>
Ref nothing_of(Thread& t, F&& f, Value path = kUnset) {
  GILT_CHECK(system_call(t, std::forward<F>(f), path));
  return Ref::none();
}

template <class F>
Ref number_of(Thread& t, F&& f, Value path = kUnset) {
  GILT_TRY(long result, system_call(t, std::forward<F>(f), path));
  return int_from(t, result);
}

// -- making --

Ref pipe2_function(Thread& t, Args args) {
  GILT_TRY(int flags, to_c_int(t, args[0]));
  int ends[2];
  if (pipe2(ends, flags) < 0) return fail_os(t, errno);
  return tuple_of(t, {Value::integer(ends[0]), Value::integer(ends[1])});
}

Ref eventfd_function(Thread& t, Args args) {
  GILT_TRY(int64_t value, to_int64(t, args[0]));
  int flags = EFD_CLOEXEC;
  if (!args[1].is_unset()) {
    GILT_TRY(flags, to_c_int(t, args[1]));
  }
  const int fd = eventfd(static_cast<unsigned>(value), flags);
  if (fd < 0) return fail_os(t, errno);
  return int_from(t, fd);
}

Ref eventfd_read_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  eventfd_t value = 0;
  GILT_CHECK(system_call(t, [&] { return eventfd_read(fd, &value); }));
  return int_from_unsigned(t, value);
}

Ref eventfd_write_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t value, to_int64(t, args[1]));
  return nothing_of(t, [&] { return eventfd_write(fd, static_cast<eventfd_t>(value)); });
}

Ref memfd_create_function(Thread& t, Args args) {
  GILT_TRY(std::string name, path_argument(t, args[0]));
  unsigned flags = MFD_CLOEXEC;
  if (!args[1].is_unset()) {
    GILT_TRY(int given, to_c_int(t, args[1]));
    flags = static_cast<unsigned>(given);
  }
  return number_of(t, [&] { return memfd_create(name.c_str(), flags); });
}

Ref mkfifo_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "mkfifo"));
  GILT_TRY(int mode, to_c_int(t, args[1]));
  return nothing_of(t, [&] { return mkfifo(path.c_str(), static_cast<mode_t>(mode)); }, args[0]);
}

Ref openpty_function(Thread& t, Args) {
  int master, slave;
  if (openpty(&master, &slave, nullptr, nullptr, nullptr) < 0) return fail_os(t, errno);
  for (const int fd : {master, slave}) fcntl(fd, F_SETFD, FD_CLOEXEC);
  return tuple_of(t, {Value::integer(master), Value::integer(slave)});
}

Ref ttyname_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  char name[256];
  if (const int error = ttyname_r(fd, name, sizeof name)) return fail_os(t, error);
  return decode_filename(t, name);
}

Ref tcgetpgrp_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  return number_of(t, [&] { return tcgetpgrp(fd); });
}

Ref tcsetpgrp_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int group, to_c_int(t, args[1]));
  return nothing_of(t, [&] { return tcsetpgrp(fd, group); });
}

Ref closerange_function(Thread& t, Args args) {
  GILT_TRY(int low, to_c_int(t, args[0]));
  GILT_TRY(int high, to_c_int(t, args[1]));
  {
    ReleaseGil released(t);
    if (low < high) {
      close_range(static_cast<unsigned>(std::max(low, 0)), static_cast<unsigned>(high - 1), 0);
    }
  }
  return Ref::none();
}

// -- reading and writing --

// The octets of several objects as the system takes them.
class Buffers {
 public:
  explicit Buffers(Thread& t) : t_(t) {}
  bool open(Value sequence, bool writable) {
    return for_each(t_, sequence, [&](Ref item) -> bool {
      BufferView& view = views_.emplace_back(t_);
      GILT_CHECK(view.open(item.get(), writable));
      vectors_.push_back({view.data(), view.size()});
      return true;
    });
  }
  const iovec* data() const { return vectors_.data(); }
  int count() const { return static_cast<int>(vectors_.size()); }

 private:
  Thread& t_;
  std::deque<BufferView> views_;  // they stay where they are
  std::vector<iovec> vectors_;
};

Ref readv_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  Buffers buffers(t);
  GILT_CHECK(buffers.open(args[1], true));
  return number_of(t, [&] { return readv(fd, buffers.data(), buffers.count()); });
}

Ref writev_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  Buffers buffers(t);
  GILT_CHECK(buffers.open(args[1], false));
  return number_of(t, [&] { return writev(fd, buffers.data(), buffers.count()); });
}

Ref pread_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  GILT_TRY(int64_t offset, to_int64(t, args[2]));
  if (size < 0) return fail_os(t, EINVAL);
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, static_cast<size_t>(size)));
  GILT_TRY(long count, system_call(t, [&] {
             return pread(fd, bytes->data(), static_cast<size_t>(size), offset);
           }));
  if (count == size) return bytes;
  return bytes_new(t, {bytes->data(), static_cast<size_t>(count)});
}

Ref pwrite_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_TRY(int64_t offset, to_int64(t, args[2]));
  return number_of(t, [&] { return pwrite(fd, view.data(), view.size(), offset); });
}

Ref readinto_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  return number_of(t, [&] { return ::read(fd, view.data(), view.size()); });
}

Ref sendfile_function(Thread& t, Args args) {
  GILT_TRY(int out, to_c_int(t, args[0]));
  GILT_TRY(int in, to_c_int(t, args[1]));
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  if (args[2].is_none()) {
    return number_of(t, [&] { return sendfile(out, in, nullptr, static_cast<size_t>(count)); });
  }
  GILT_TRY(int64_t start, to_int64(t, args[2]));
  off_t offset = start;
  return number_of(t, [&] { return sendfile(out, in, &offset, static_cast<size_t>(count)); });
}

// -- files that are open --

Ref fchmod_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int mode, to_c_int(t, args[1]));
  return nothing_of(t, [&] { return fchmod(fd, static_cast<mode_t>(mode)); });
}

Ref fchdir_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  return nothing_of(t, [&] { return fchdir(fd); });
}

Ref fdatasync_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  return nothing_of(t, [&] { return fdatasync(fd); });
}

Ref sync_function(Thread& t, Args) {
  ReleaseGil released(t);
  sync();
  return Ref::none();
}

Ref lockf_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int command, to_c_int(t, args[1]));
  GILT_TRY(int64_t length, to_int64(t, args[2]));
  return nothing_of(t, [&] { return lockf(fd, command, length); });
}

Ref posix_fallocate_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int64_t length, to_int64(t, args[2]));
  return nothing_of(t, [&]() -> long {
    const int error = posix_fallocate(fd, offset, length);
    if (error == 0) return 0;
    errno = error;
    return -1;
  });
}

Ref statvfs_of(Thread& t, const struct statvfs& status) {
  Value fields[] = {
      Value::integer(static_cast<int64_t>(status.f_bsize)),
      Value::integer(static_cast<int64_t>(status.f_frsize)),
      Value::integer(static_cast<int64_t>(status.f_blocks)),
      Value::integer(static_cast<int64_t>(status.f_bfree)),
      Value::integer(static_cast<int64_t>(status.f_bavail)),
      Value::integer(static_cast<int64_t>(status.f_files)),
      Value::integer(static_cast<int64_t>(status.f_ffree)),
      Value::integer(static_cast<int64_t>(status.f_favail)),
      Value::integer(static_cast<int64_t>(status.f_flag)),
      Value::integer(static_cast<int64_t>(status.f_namemax)),
  };
  GILT_TRY(StructSequence made, struct_sequence_new(t, statvfs_result_type()));
  for (size_t i = 0; i < std::size(fields); ++i) made.fields[i].init(Ref::adopt(fields[i]));
  GILT_TRY(Ref id, int_from_unsigned(t, status.f_fsid));
  made.fields[std::size(fields)].init(std::move(id));
  return std::move(made.tuple);
}

Ref statvfs_function(Thread& t, Args args) {
  struct statvfs status;
  if (is_int(args[0])) {
    GILT_TRY(int fd, to_c_int(t, args[0]));
    GILT_CHECK(system_call(t, [&] { return fstatvfs(fd, &status); }));
  } else {
    GILT_TRY(std::string path, path_argument(t, args[0], "statvfs"));
    GILT_CHECK(system_call(t, [&] { return statvfs(path.c_str(), &status); }, args[0]));
  }
  return statvfs_of(t, status);
}

Ref major_function(Thread& t, Args args) {
  GILT_TRY(int64_t device, to_int64(t, args[0]));
  return int_from(t, gnu_dev_major(static_cast<dev_t>(device)));
}
Ref minor_function(Thread& t, Args args) {
  GILT_TRY(int64_t device, to_int64(t, args[0]));
  return int_from(t, gnu_dev_minor(static_cast<dev_t>(device)));
}

constexpr NativeDef kFunctions[] = {
    {"closerange", closerange_function, "(fd_low, fd_high, /)",
     "Closes all descriptors in a range."},
    {"eventfd", eventfd_function, "(initval, flags=...)", "A descriptor that counts events."},
    {"eventfd_read", eventfd_read_function, "(fd)", "Takes the events counted so far."},
    {"eventfd_write", eventfd_write_function, "(fd, value)", "Adds events."},
    {"fchdir", fchdir_function, "(fd)", "Makes an open folder the working folder."},
    {"fchmod", fchmod_function, "(fd, mode)", "Changes an open file's permissions."},
    {"fdatasync", fdatasync_function, "(fd)", "Waits until a file's content is on its device."},
    {"fstatvfs", statvfs_function, "(fd, /)", "About the file system of an open file."},
    {"lockf", lockf_function, "(fd, command, length, /)", "Locks a part of a file."},
    {"major", major_function, "(device, /)", "The major number of a device."},
    {"memfd_create", memfd_create_function, "(name, flags=...)", "A file in memory."},
    {"minor", minor_function, "(device, /)", "The minor number of a device."},
    {"mkfifo", mkfifo_function, "(path, mode=438)", "Makes a named pipe."},
    {"openpty", openpty_function, "()", "A pseudo-terminal: (master, slave)."},
    {"pipe2", pipe2_function, "(flags, /)", "A pipe with flags: (read end, write end)."},
    {"posix_fallocate", posix_fallocate_function, "(fd, offset, length, /)",
     "Makes sure that there is room for a part of a file."},
    {"pread", pread_function, "(fd, length, offset, /)", "Reads from a position."},
    {"pwrite", pwrite_function, "(fd, buffer, offset, /)", "Writes to a position."},
    {"readinto", readinto_function, "(fd, buffer, /)", "Reads into a buffer."},
    {"readv", readv_function, "(fd, buffers, /)", "Reads into several buffers."},
    {"sendfile", sendfile_function, "(out_fd, in_fd, offset, count)",
     "Copies from one descriptor to another."},
    {"statvfs", statvfs_function, "(path)", "About the file system of a file."},
    {"sync", sync_function, "()", "Writes everything to its device."},
    {"tcgetpgrp", tcgetpgrp_function, "(fd, /)", "The process group of a terminal."},
    {"tcsetpgrp", tcsetpgrp_function, "(fd, pgid, /)", "Sets the process group of a terminal."},
    {"ttyname", ttyname_function, "(fd, /)", "The name of a terminal."},
    {"writev", writev_function, "(fd, buffers, /)", "Writes several buffers."},
};

}  // namespace

TypeObject* statvfs_result_type() {
  static TypeObject* const kType = struct_sequence_type({"os.statvfs_result", kStatvfsFields, 10});
  return kType;
}

std::span<const NativeDef> posix_channel_functions() {
  return kFunctions;
}

}  // namespace gilt
