// _posixshmem: shared memory that has a name.
//
// What has a name outlives those who forget it. So there is a keeper: a process of a few
// instructions that reads which names are in use from a pipe, whose other end every process of the
// program has. When the last of them has ended, in whatever way, it removes the names that are
// left and says so.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/str.h"
#include "stdlib/paths.h"

namespace gilt {
namespace {

// What the pipe carries: '+' or '-' and a name. Written in one piece.
struct Note {
  char action;
  char name[255];
};
static_assert(sizeof(Note) == 256);

constexpr size_t kMostNames = 16384;

void tell(const char* text) {
  if (write(2, text, std::strlen(text)) < 0) return;
}

// The keeper. Nothing of the runtime is used: it is a fork of a program with threads.
[[noreturn]] void keep(int fd) {
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) signal(number, SIG_IGN);
  if (fd != 3) {
    dup2(fd, 3);
    fd = 3;
  }
  close(0);
  close(1);
  syscall(SYS_close_range, 4u, ~0u, 0u);
  void* memory = mmap(nullptr, kMostNames * sizeof(Note), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  auto* names = static_cast<Note*>(memory);
  size_t count = 0;
  Note note;
  while (true) {
    ssize_t size = read(fd, &note, sizeof note);
    if (size < 0 && errno == EINTR) continue;
    if (size != sizeof note) break;
    note.name[sizeof note.name - 1] = '\0';
    size_t at = 0;
    while (at < count && std::strcmp(names[at].name, note.name) != 0) at++;
    if (note.action == '+') {
      if (at == count && count < kMostNames) names[count++] = note;
    } else if (at < count) {
      names[at] = names[--count];
    }
  }
  if (count != 0) {
    char text[128];
    std::snprintf(text, sizeof text,
                  "resource_tracker: There appear to be %zu leaked shared_memory objects to clean "
                  "up at shutdown\n",
                  count);
    tell(text);
  }
  for (size_t i = 0; i < count; i++) shm_unlink(names[i].name);
  _exit(0);
}

// Starts a keeper; the end of the pipe to tell it names by.
Ref start_keeper(Thread& t, Args) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail_os(t, errno);
  pid_t between = 0;
  {
    ReleaseGil released(t);
    // Twice, so that the keeper is nobody's child to wait for.
    between = fork();
    if (between == 0) {
      close(ends[1]);
      setsid();
      pid_t keeper = fork();
      if (keeper == 0) keep(ends[0]);
      _exit(keeper < 0);
    }
    if (between > 0) {
      while (waitpid(between, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
  int error = errno;
  close(ends[0]);
  if (between < 0) {
    close(ends[1]);
    return fail_os(t, error);
  }
  return int_from(t, ends[1]);
}

Ref tell_keeper(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(std::string_view name, to_text(t, args[1], "tell_keeper", 2));
  Note note{};
  note.action = args[2].is_true() ? '+' : '-';
  if (name.size() >= sizeof note.name) return fail_os(t, ENAMETOOLONG, args[1]);
  std::memcpy(note.name, name.data(), name.size());
  ssize_t written;
  {
    ReleaseGil released(t);
    do {
      written = write(fd, &note, sizeof note);
    } while (written < 0 && errno == EINTR);
  }
  if (written < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref shm_open_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "shm_open"));
  GILT_TRY(int flags, to_c_int(t, args[1]));
  GILT_TRY(int mode, to_c_int(t, args[2]));
  int fd, error;
  {
    ReleaseGil released(t);
    do {
      fd = shm_open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
      error = errno;
    } while (fd < 0 && error == EINTR);
  }
  if (fd < 0) return fail_os(t, error, args[0]);
  return int_from(t, fd);
}

Ref shm_unlink_function(Thread& t, Args args) {
  GILT_TRY(std::string path, path_argument(t, args[0], "shm_unlink"));
  if (shm_unlink(path.c_str()) != 0) return fail_os(t, errno, args[0]);
  return Ref::none();
}

// Gives a file its size, with all of its memory: OSError now instead of a SIGBUS on its first use.
Ref reserve(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  int error;
  {
    ReleaseGil released(t);
    do {
      error = posix_fallocate(fd, 0, size);
    } while (error == EINTR);
  }
  if (error != 0) return fail_os(t, error);
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"shm_open", shm_open_function, "(path, flags, mode=511)",
     "Open a shared memory object.  Returns a file descriptor (integer)."},
    {"shm_unlink", shm_unlink_function, "(path)", "Remove a shared memory object's name."},
    {"_reserve", reserve, "(fd, size, /)", "Gives a file its size and the memory for it."},
    {"_start_keeper", start_keeper, "()", "Starts the process that removes forgotten names."},
    {"_tell_keeper", tell_keeper, "(fd, name, used, /)",
     "Tells the keeper of a name: whether it is in use."},
};

constexpr ModuleDef kModule{"_posixshmem", "Shared memory that has a name.", kFunctions, nullptr};

}  // namespace

void register_posixshmem_module() {
  register_native_module(kModule);
}

}  // namespace gilt
