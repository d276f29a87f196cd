#include "runtime/permissions.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "runtime/interpreter.h"
#include "runtime/limits.h"

namespace gilt {
namespace {

using Names = std::span<const std::string_view>;

// Functions of posix that tell something, and change nothing.
constexpr std::string_view kHarmless[] = {"cpu_count",
                                          "fspath",
                                          "get_terminal_size",
                                          "getcwd",
                                          "getcwdb",
                                          "getegid",
                                          "geteuid",
                                          "getgid",
                                          "getgroups",
                                          "getloadavg",
                                          "getlogin",
                                          "getpgid",
                                          "getpgrp",
                                          "getpid",
                                          "getppid",
                                          "getpriority",
                                          "getrandom",
                                          "getsid",
                                          "getuid",
                                          "isatty",
                                          "major",
                                          "minor",
                                          "sched_getaffinity",
                                          "sched_yield",
                                          "strerror",
                                          "sysconf",
                                          "times",
                                          "uname",
                                          "urandom",
                                          "waitstatus_to_exitcode"};
constexpr std::string_view kProcessFunctions[] = {"_exit",
                                                  "abort",
                                                  "execv",
                                                  "execve",
                                                  "fork",
                                                  "kill",
                                                  "killpg",
                                                  "nice",
                                                  "pidfd_open",
                                                  "posix_spawn",
                                                  "posix_spawnp",
                                                  "putenv",
                                                  "sched_setaffinity",
                                                  "setegid",
                                                  "seteuid",
                                                  "setgid",
                                                  "setpgid",
                                                  "setpgrp",
                                                  "setpriority",
                                                  "setsid",
                                                  "setuid",
                                                  "system",
                                                  "umask",
                                                  "unsetenv",
                                                  "wait",
                                                  "wait3",
                                                  "wait4",
                                                  "waitid",
                                                  "waitpid"};
constexpr std::string_view kSignalFunctions[] = {
    "alarm",         "pidfd_send_signal", "pthread_kill", "pthread_sigmask", "raise_signal",
    "set_wakeup_fd", "setitimer",         "siginterrupt", "signal"};
constexpr std::string_view kResourceFunctions[] = {"prlimit", "setrlimit"};
constexpr std::string_view kSocketFunctions[] = {"close", "dup", "getaddrinfo", "gethostname",
                                                 "socketpair"};

bool contains(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What one has to be allowed to call that function. What posix gains later needs leave to use
// files, until it is listed as something else.
std::optional<Access> access_of(std::string_view module, std::string_view function) {
  auto if_in = [&](Names names, Access access) {
    return contains(names, function) ? std::optional(access) : std::nullopt;
  };
  if (module == "posix") {
    if (contains(kHarmless, function)) return std::nullopt;
    return contains(kProcessFunctions, function) ? Access::kProcesses : Access::kFiles;
  }
  if (module == "fcntl" || module == "_posixshmem") return Access::kFiles;
  if (module == "_posixsubprocess" || module == "_multiprocessing") return Access::kProcesses;
  if (module == "_signal") return if_in(kSignalFunctions, Access::kProcesses);
  if (module == "resource") return if_in(kResourceFunctions, Access::kProcesses);
  if (module == "_socket") return if_in(kSocketFunctions, Access::kNetwork);
  return std::nullopt;
}

template <Access kAccess>
Ref refuse(Thread& t, CallArgs) {
  (void)permit(t, kAccess);
  return Ref::error();
}

// Definitions live as long as the process.
const NativeDef& replacement(const NativeDef& def, Access access) {
  static std::mutex mutex;
  static std::map<const NativeDef*, std::unique_ptr<NativeDef>> made;
  std::lock_guard guard(mutex);
  std::unique_ptr<NativeDef>& place = made[&def];
  if (place == nullptr) {
    place = std::make_unique<NativeDef>(def);
    place->fn = nullptr;
    place->raw = access == Access::kFiles       ? refuse<Access::kFiles>
                 : access == Access::kProcesses ? refuse<Access::kProcesses>
                                                : refuse<Access::kNetwork>;
  }
  return *place;
}

}  // namespace

const NativeDef& permitted(Thread& t, std::string_view module, const NativeDef* def) {
  const Limits* limits = limits_of(t);
  if (limits == nullptr) return *def;
  std::optional<Access> access = access_of(module, def->name);
  return !access || limits->allows(*access) ? *def : replacement(*def, *access);
}

}  // namespace gilt
