// posix: file descriptors.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/signals.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"
#include "stdlib/system_call.h"

namespace gilt {

namespace {

constexpr StructSequenceField kTerminalFields[] = {
    {"columns", "width of the terminal window in characters"},
    {"lines", "height of the terminal window in characters"},
};

Ref open_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "open"));
  GILT_TRY(int flags, to_c_int(t, args[1]));
  GILT_TRY(int mode, to_c_int(t, args[2]));
  int folder = AT_FDCWD;
  if (!args[3].is_none()) {
    GILT_TRY(folder, to_c_int(t, args[3]));
  }
  GILT_TRY(long fd,
           system_call(
               t, [&] { return openat(folder, path.c_str(), flags | O_CLOEXEC, mode); }, args[0]));
  return int_from(t, fd);
}

Ref close_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  int result;
  {
    ReleaseGil released(t);
    result = ::close(fd);
  }
  if (result < 0 && errno != EINTR) return fail_os(t, errno);
  return Ref::none();
}

Ref read_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  if (size < 0) return fail_os(t, EINVAL);
  std::string bytes;
  try {
    bytes.resize(static_cast<size_t>(std::min<int64_t>(size, int64_t{1} << 30)));
  } catch (const std::exception&) {
    return no_memory(t);
  }
  GILT_TRY(long count, system_call(t, [&] {
             return signal_wait_readable(t, fd) ? ::read(fd, bytes.data(), bytes.size()) : -1;
           }));
  return bytes_new(t, std::string_view(bytes).substr(0, static_cast<size_t>(count)));
}

Ref write_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_TRY(long count, system_call(t, [&] { return ::write(fd, view.data(), view.size()); }));
  return int_from(t, count);
}

Ref lseek_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_TRY(long position, system_call(t, [&] { return ::lseek(fd, offset, whence); }));
  return int_from(t, position);
}

Ref dup_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(long copy, system_call(t, [&] { return fcntl(fd, F_DUPFD_CLOEXEC, 0); }));
  return int_from(t, copy);
}

Ref dup2_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int target, to_c_int(t, args[1]));
  GILT_TRY(bool inheritable, truth(t, args[2]));
  GILT_TRY(long copy, system_call(t, [&] {
             return inheritable || fd == target ? dup2(fd, target) : dup3(fd, target, O_CLOEXEC);
           }));
  return int_from(t, copy);
}

Ref pipe_function(Thread& t, Args) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return fail_os(t, errno);
  return tuple_of(t, {Value::integer(ends[0]), Value::integer(ends[1])});
}

Ref fsync_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(long result, system_call(t, [&] { return fsync(fd); }));
  static_cast<void>(result);
  return Ref::none();
}

Ref ftruncate_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  GILT_TRY(long result, system_call(t, [&] { return ftruncate(fd, size); }));
  static_cast<void>(result);
  return Ref::none();
}

Ref fstat_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  struct stat status;
  GILT_TRY(long result, system_call(t, [&] { return fstat(fd, &status); }));
  static_cast<void>(result);
  return stat_result(t, status);
}

Ref isatty_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  return Ref::boolean(isatty(fd) == 1);
}

Ref get_inheritable(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(long flags, system_call(t, [&] { return fcntl(fd, F_GETFD); }));
  return Ref::boolean((flags & FD_CLOEXEC) == 0);
}

Ref set_inheritable(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(bool inheritable, truth(t, args[1]));
  GILT_TRY(long result,
           system_call(t, [&] { return fcntl(fd, F_SETFD, inheritable ? 0 : FD_CLOEXEC); }));
  static_cast<void>(result);
  return Ref::none();
}

Ref get_blocking(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(long flags, system_call(t, [&] { return fcntl(fd, F_GETFL); }));
  return Ref::boolean((flags & O_NONBLOCK) == 0);
}

Ref set_blocking(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(bool blocking, truth(t, args[1]));
  GILT_TRY(long flags, system_call(t, [&] { return fcntl(fd, F_GETFL); }));
  const int wanted = static_cast<int>(blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
  GILT_TRY(long result, system_call(t, [&] { return fcntl(fd, F_SETFL, wanted); }));
  static_cast<void>(result);
  return Ref::none();
}

Ref get_terminal_size(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) < 0) return fail_os(t, errno);
  return struct_sequence_of(t, terminal_size_type(),
                            {Value::integer(size.ws_col), Value::integer(size.ws_row)});
}

constexpr NativeDef kFunctions[] = {
    {"close", close_function, "(fd)", "Closes a file descriptor."},
    {"dup", dup_function, "(fd, /)", "A copy of a file descriptor."},
    {"dup2", dup2_function, "(fd, fd2, inheritable=True)", "Makes fd2 a copy of fd."},
    {"fstat", fstat_function, "(fd)", "stat() of an open file."},
    {"fsync", fsync_function, "(fd)", "Waits until the file is on its device."},
    {"ftruncate", ftruncate_function, "(fd, length, /)", "Cuts an open file to a length."},
    {"get_blocking", get_blocking, "(fd, /)", "Whether operations on it wait."},
    {"get_inheritable", get_inheritable, "(fd, /)", "Whether child processes get it."},
    {"get_terminal_size", get_terminal_size, "(fd=1, /)", "The size of the terminal window."},
    {"isatty", isatty_function, "(fd, /)", "Whether it is a terminal."},
    {"lseek", lseek_function, "(fd, position, how, /)", "Moves the position in an open file."},
    {"open", open_function, "(path, flags, mode=511, *, dir_fd=None)", "Opens a file."},
    {"pipe", pipe_function, "()", "A pipe: (read end, write end)."},
    {"read", read_function, "(fd, length, /)", "Reads bytes."},
    {"set_blocking", set_blocking, "(fd, blocking, /)", "Sets whether operations on it wait."},
    {"set_inheritable", set_inheritable, "(fd, inheritable, /)",
     "Sets whether child processes get it."},
    {"write", write_function, "(fd, data, /)", "Writes bytes."},
};

}  // namespace

TypeObject* terminal_size_type() {
  static TypeObject* const kType = struct_sequence_type({"os.terminal_size", kTerminalFields, 2});
  return kType;
}

std::span<const NativeDef> posix_descriptor_functions() {
  return kFunctions;
}

}  // namespace gilt
