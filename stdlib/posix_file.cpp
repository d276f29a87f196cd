// posix: files and folders by name.
#include <dirent.h>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdlib>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"
#include "stdlib/system_call.h"

namespace gilt {

namespace {

constexpr StructSequenceField kStatFields[] = {
    {"st_mode"},     {"st_ino"},     {"st_dev"},    {"st_nlink"},    {"st_uid"},
    {"st_gid"},      {"st_size"},    {nullptr},     {nullptr},       {nullptr},
    {"st_atime"},    {"st_mtime"},   {"st_ctime"},  {"st_atime_ns"}, {"st_mtime_ns"},
    {"st_ctime_ns"}, {"st_blksize"}, {"st_blocks"}, {"st_rdev"},
};

// A path, or where a function takes one, an open descriptor.
struct Path {
  std::string text;
  int fd = -1;
};

std::optional<Path> path_or_descriptor(Thread& t, Value v, const char* function,
                                       bool may_be_none = false) {
  Path path;
  if (is_int(v)) {
    GILT_TRY(path.fd, to_c_int(t, v));
    return path;
  }
  if (!is_str(v) && !is_bytes(v) && type_lookup(type_of(v), names::fspath_).is_unset()) {
    return fail(t, type_error_type, "{}: path should be string, bytes, os.PathLike{}, not {}",
                function, may_be_none ? ", integer or None" : " or integer", type_name(v));
  }
  GILT_TRY(path.text, path_argument(t, v, function));
  return path;
}

std::optional<int> folder_argument(Thread& t, Value v) {
  if (v.is_none() || v.is_unset()) return AT_FDCWD;
  return to_c_int(t, v);
}

// -- stat --

Ref get_stat(Thread& t, Value path, Value dir_fd, bool follow, const char* function) {
  GILT_TRY(Path where, path_or_descriptor(t, path, function));
  GILT_TRY(int folder, folder_argument(t, dir_fd));
  struct stat status;
  GILT_CHECK(system_call(
      t,
      [&]() -> long {
        if (where.fd >= 0) return fstat(where.fd, &status);
        return fstatat(folder, where.text.c_str(), &status, follow ? 0 : AT_SYMLINK_NOFOLLOW);
      },
      path));
  return stat_result(t, status);
}

Ref stat_function(Thread& t, Args args) {
  GILT_TRY(bool follow, truth(t, args[2]));
  return get_stat(t, args[0], args[1], follow, "stat");
}
Ref lstat_function(Thread& t, Args args) {
  return get_stat(t, args[0], args[1], false, "lstat");
}

// For os.path: the mode bits, or -1 when there is no such file.
Ref mode_function(Thread& t, Args args) {
  GILT_TRY(bool follow, truth(t, args[1]));
  Path where;
  if (is_int(args[0])) {
    GILT_TRY(where.fd, to_c_int(t, args[0]));
  } else {
    std::optional<std::string> text = path_argument(t, args[0], "stat");
    if (!text) {
      if (!error_matches(t, value_error_type)) return Ref::error();
      error_clear(t);
      return Ref::adopt(Value::integer(-1));
    }
    where.text = std::move(*text);
  }
  struct stat status;
  int result;
  {
    ReleaseGil released(t);
    result = where.fd >= 0
                 ? fstat(where.fd, &status)
                 : fstatat(AT_FDCWD, where.text.c_str(), &status, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  }
  return int_from(t, result < 0 ? -1 : static_cast<int64_t>(status.st_mode));
}

Ref access_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "access"));
  GILT_TRY(int mode, to_c_int(t, args[1]));
  GILT_TRY(int folder, folder_argument(t, args[2]));
  int result;
  {
    ReleaseGil released(t);
    result = faccessat(folder, path.c_str(), mode, 0);
  }
  return Ref::boolean(result == 0);
}

// -- folders --

Ref getcwd_as(Thread& t, bool as_bytes) {
  char path[PATH_MAX];
  if (getcwd(path, sizeof path) == nullptr) return fail_os(t, errno);
  return file_name(t, path, as_bytes);
}
Ref getcwd_function(Thread& t, Args) {
  return getcwd_as(t, false);
}
Ref getcwdb_function(Thread& t, Args) {
  return getcwd_as(t, true);
}

Ref chdir_function(Thread& t, Args args) {
  GILT_TRY(Path path, path_or_descriptor(t, args[0], "chdir"));
  GILT_CHECK(system_call(
      t, [&] { return path.fd >= 0 ? fchdir(path.fd) : chdir(path.text.c_str()); }, args[0]));
  return Ref::none();
}

Ref listdir_function(Thread& t, Args args) {
  const bool as_bytes = is_bytes(args[0]);
  Path path;
  path.text = ".";
  if (!args[0].is_none()) {
    GILT_TRY(path, path_or_descriptor(t, args[0], "listdir", true));
  }
  std::vector<std::string> names;
  int error = 0;
  {
    ReleaseGil released(t);
    DIR* folder = path.fd >= 0 ? fdopendir(dup(path.fd)) : opendir(path.text.c_str());
    if (folder == nullptr) {
      error = errno;
    } else {
      if (path.fd >= 0) rewinddir(folder);
      errno = 0;
      while (const dirent* entry = readdir(folder)) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
      }
      error = errno;
      closedir(folder);
    }
  }
  if (error != 0) return fail_path(t, error, args[0].is_none() ? kUnset : args[0]);
  GILT_TRY(RefOf<ListObject> list, list_new(t, static_cast<int64_t>(names.size())));
  for (const std::string& name : names) {
    GILT_TRY(Ref object, file_name(t, name, as_bytes));
    GILT_CHECK(list_append(t, list.get(), std::move(object)));
  }
  return list;
}

Ref mkdir_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "mkdir"));
  GILT_TRY(int mode, to_c_int(t, args[1]));
  GILT_TRY(int folder, folder_argument(t, args[2]));
  GILT_CHECK(system_call(
      t, [&] { return mkdirat(folder, path.c_str(), static_cast<mode_t>(mode)); }, args[0]));
  return Ref::none();
}

Ref rmdir_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "rmdir"));
  GILT_TRY(int folder, folder_argument(t, args[1]));
  GILT_CHECK(system_call(t, [&] { return unlinkat(folder, path.c_str(), AT_REMOVEDIR); }, args[0]));
  return Ref::none();
}

// -- files --

Ref remove_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "remove"));
  GILT_TRY(int folder, folder_argument(t, args[1]));
  GILT_CHECK(system_call(t, [&] { return unlinkat(folder, path.c_str(), 0); }, args[0]));
  return Ref::none();
}

Ref rename_function(Thread& t, Args args) {
  GILT_TRY(std::string from, path_argument(t, args[0], "rename"));
  GILT_TRY(std::string to, path_argument(t, args[1], "rename"));
  GILT_TRY(int from_folder, folder_argument(t, args[2]));
  GILT_TRY(int to_folder, folder_argument(t, args[3]));
  GILT_CHECK(system_call(
      t, [&] { return renameat(from_folder, from.c_str(), to_folder, to.c_str()); }, args[0],
      args[1]));
  return Ref::none();
}

Ref link_function(Thread& t, Args args) {
  GILT_TRY(std::string from, path_argument(t, args[0], "link"));
  GILT_TRY(std::string to, path_argument(t, args[1], "link"));
  GILT_CHECK(system_call(t, [&] { return ::link(from.c_str(), to.c_str()); }, args[0], args[1]));
  return Ref::none();
}

Ref symlink_function(Thread& t, Args args) {
  GILT_TRY(std::string from, path_argument(t, args[0], "symlink"));
  GILT_TRY(std::string to, path_argument(t, args[1], "symlink"));
  GILT_CHECK(system_call(t, [&] { return ::symlink(from.c_str(), to.c_str()); }, args[0], args[1]));
  return Ref::none();
}

Ref readlink_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "readlink"));
  std::string target(PATH_MAX, '\0');
  GILT_TRY(long size,
           system_call(
               t, [&] { return ::readlink(path.c_str(), target.data(), target.size()); }, args[0]));
  return file_name(t, std::string_view(target).substr(0, static_cast<size_t>(size)),
                   is_bytes(args[0]));
}

Ref chmod_function(Thread& t, Args args) {
  GILT_TRY(Path path, path_or_descriptor(t, args[0], "chmod"));
  GILT_TRY(int mode, to_c_int(t, args[1]));
  GILT_CHECK(system_call(
      t,
      [&] {
        return path.fd >= 0 ? fchmod(path.fd, static_cast<mode_t>(mode))
                            : ::chmod(path.text.c_str(), static_cast<mode_t>(mode));
      },
      args[0]));
  return Ref::none();
}

Ref chown_function(Thread& t, Args args) {
  GILT_TRY(Path path, path_or_descriptor(t, args[0], "chown"));
  GILT_TRY(int user, to_c_int(t, args[1]));
  GILT_TRY(int group, to_c_int(t, args[2]));
  GILT_CHECK(system_call(
      t,
      [&] {
        return path.fd >= 0 ? fchown(path.fd, static_cast<uid_t>(user), static_cast<gid_t>(group))
                            : ::chown(path.text.c_str(), static_cast<uid_t>(user),
                                      static_cast<gid_t>(group));
      },
      args[0]));
  return Ref::none();
}

Ref truncate_function(Thread& t, Args args) {
  GILT_TRY(Path path, path_or_descriptor(t, args[0], "truncate"));
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  GILT_CHECK(system_call(
      t,
      [&] { return path.fd >= 0 ? ftruncate(path.fd, size) : ::truncate(path.text.c_str(), size); },
      args[0]));
  return Ref::none();
}

constexpr int64_t kSecond = 1'000'000'000;

std::optional<timespec> seconds_to_timespec(Thread& t, Value v) {
  if (is_int(v)) {
    GILT_TRY(int64_t whole, to_int64(t, v));
    return timespec{whole, 0};
  }
  GILT_TRY(double d, to_double(t, v));
  const double whole = std::floor(d);
  return timespec{static_cast<time_t>(whole), static_cast<long>((d - whole) * 1e9)};
}

std::optional<timespec> nanoseconds_to_timespec(Thread& t, Value v) {
  GILT_TRY(int64_t ns, to_int64(t, v));
  const int64_t rest = ((ns % kSecond) + kSecond) % kSecond;
  return timespec{(ns - rest) / kSecond, rest};
}

Ref utime_function(Thread& t, Args args) {
  GILT_TRY(Path path, path_or_descriptor(t, args[0], "utime"));
  timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  const bool exact = !args[2].is_unset();
  const Value given = exact ? args[2] : args[1];
  if (exact && !args[1].is_none()) {
    return fail(t, value_error_type, "utime: you may specify either 'times' or 'ns' but not both");
  }
  if (!given.is_none()) {
    if (!is_tuple(given) || given.as<TupleObject>()->size != 2) {
      return fail(t, type_error_type, "utime: '{}' must be a tuple of two ints",
                  exact ? "ns" : "times");
    }
    for (int i = 0; i < 2; ++i) {
      const Value item = given.as<TupleObject>()->at(i);
      GILT_TRY(times[i], exact ? nanoseconds_to_timespec(t, item) : seconds_to_timespec(t, item));
    }
  }
  GILT_CHECK(system_call(
      t,
      [&] {
        return path.fd >= 0 ? futimens(path.fd, times)
                            : utimensat(AT_FDCWD, path.text.c_str(), times, 0);
      },
      args[0]));
  return Ref::none();
}

Ref fspath_function(Thread& t, Args args) {
  return path_object(t, args[0]);
}

constexpr NativeDef kFunctions[] = {
    {"_mode", mode_function, "(path, follow_symlinks=True, /)", "st_mode, or -1."},
    {"access", access_function, "(path, mode, *, dir_fd=None)", "Whether the file may be used so."},
    {"chdir", chdir_function, "(path)", "Changes the working folder."},
    {"chmod", chmod_function, "(path, mode)", "Changes a file's permissions."},
    {"chown", chown_function, "(path, uid, gid)", "Changes a file's owner."},
    {"fspath", fspath_function, "(path)", "The path's text."},
    {"getcwd", getcwd_function, "()", "The working folder."},
    {"getcwdb", getcwdb_function, "()", "The working folder as bytes."},
    {"link", link_function, "(src, dst)", "Makes a hard link."},
    {"listdir", listdir_function, "(path=None)", "The names in a folder."},
    {"lstat", lstat_function, "(path, *, dir_fd=None)", "stat() of a symbolic link itself."},
    {"mkdir", mkdir_function, "(path, mode=511, *, dir_fd=None)", "Makes a folder."},
    {"readlink", readlink_function, "(path)", "Where a symbolic link points to."},
    {"remove", remove_function, "(path, *, dir_fd=None)", "Removes a file."},
    {"rename", rename_function, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
     "Renames a file or folder."},
    {"replace", rename_function, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
     "Renames a file or folder, replacing what is there."},
    {"rmdir", rmdir_function, "(path, *, dir_fd=None)", "Removes an empty folder."},
    {"stat", stat_function, "(path, *, dir_fd=None, follow_symlinks=True)",
     "What the system knows about a file."},
    {"symlink", symlink_function, "(src, dst, target_is_directory=False)",
     "Makes a symbolic link."},
    {"truncate", truncate_function, "(path, length)", "Cuts a file to a length."},
    {"unlink", remove_function, "(path, *, dir_fd=None)", "Removes a file."},
    {"utime", utime_function, "(path, times=None, *, ns=...)", "Sets a file's times."},
};

}  // namespace

TypeObject* stat_result_type() {
  static TypeObject* const kType = struct_sequence_type({"os.stat_result", kStatFields, 10});
  return kType;
}

Ref stat_result(Thread& t, const struct stat& status) {
  GILT_TRY(StructSequence made, struct_sequence_new(t, stat_result_type()));
  int next = 0;
  const auto add = [&](Ref value) {
    if (value.is_error()) return false;
    made.fields[next++].init(std::move(value));
    return true;
  };
  const auto number = [&](uint64_t value) { return add(int_from_unsigned(t, value)); };
  GILT_CHECK(number(status.st_mode) && number(status.st_ino) && number(status.st_dev) &&
             number(status.st_nlink) && number(status.st_uid) && number(status.st_gid) &&
             number(static_cast<uint64_t>(status.st_size)));
  const timespec times[] = {status.st_atim, status.st_mtim, status.st_ctim};
  for (const timespec& when : times) GILT_CHECK(add(int_from(t, when.tv_sec)));
  for (const timespec& when : times) {
    GILT_CHECK(add(make_float(
        t, static_cast<double>(when.tv_sec) + 1e-9 * static_cast<double>(when.tv_nsec))));
  }
  for (const timespec& when : times) {
    GILT_CHECK(add(int_from(t, when.tv_sec * kSecond + when.tv_nsec)));
  }
  GILT_CHECK(number(static_cast<uint64_t>(status.st_blksize)) &&
             number(static_cast<uint64_t>(status.st_blocks)) && number(status.st_rdev));
  return std::move(made.tuple);
}

Ref file_name(Thread& t, std::string_view name, bool as_bytes) {
  if (as_bytes) return bytes_new(t, name);
  return decode_filename(t, name);
}

std::span<const NativeDef> posix_file_functions() {
  return kFunctions;
}

}  // namespace gilt
