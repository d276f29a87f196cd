// posix: the process, its environment and the system.
#include <sched.h>
#include <signal.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"
#include "stdlib/system_random.h"

namespace gilt {

namespace {

constexpr StructSequenceField kUnameFields[] = {
    {"sysname"}, {"nodename"}, {"release"}, {"version"}, {"machine"},
};
constexpr StructSequenceField kTimesFields[] = {
    {"user"}, {"system"}, {"children_user"}, {"children_system"}, {"elapsed"},
};

template <class Id, Id (*kGet)()>
Ref identifier(Thread& t, Args) {
  return int_from(t, static_cast<int64_t>(kGet()));
}

Ref cpu_count_function(Thread& t, Args) {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? Ref::none() : int_from(t, count);
}

Ref sched_getaffinity_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  cpu_set_t cpus;
  if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0) return fail_os(t, errno);
  std::vector<Value> numbers;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &cpus)) numbers.push_back(Value::integer(i));
  }
  GILT_TRY(Ref tuple, tuple_adopt(t, numbers.data(), static_cast<int64_t>(numbers.size())));
  return call(t, to_value(&set_type), {tuple.get()});
}

Ref sched_yield_function(Thread& t, Args) {
  ReleaseGil released(t, ReleaseReason::kSleep);
  scheduler().yield();
  return Ref::none();
}

Ref getloadavg_function(Thread& t, Args) {
  double load[3];
  if (getloadavg(load, 3) != 3) return fail(t, os_error_type, "Load averages are unobtainable");
  Ref items[3];
  for (int i = 0; i < 3; ++i) {
    GILT_TRY(items[i], make_float(t, load[i]));
  }
  return tuple_of(t, {items[0].get(), items[1].get(), items[2].get()});
}

Ref urandom_function(Thread& t, Args args) {
  GILT_TRY(int64_t size, to_int64(t, args[0]));
  if (size < 0) return fail(t, value_error_type, "negative argument not allowed");
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, static_cast<size_t>(size)));
  if (!system_random(bytes->data(), static_cast<size_t>(size))) return fail_os(t, errno);
  return bytes;
}

Ref umask_function(Thread& t, Args args) {
  GILT_TRY(int mask, to_c_int(t, args[0]));
  return int_from(t, umask(static_cast<mode_t>(mask)));
}

Ref exit_function(Thread& t, Args args) {
  GILT_TRY(int status, to_c_int(t, args[0]));
  ::_exit(status);
}

Ref abort_function(Thread&, Args) {
  std::abort();
}

Ref kill_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int number, to_c_int(t, args[1]));
  if (::kill(pid, number) < 0) return fail_os(t, errno);
  // A signal to ourselves is answered before the call returns.
  if (t.safepoint.load(std::memory_order_relaxed) != 0) GILT_CHECK(safepoint(t));
  return Ref::none();
}

Ref system_function(Thread& t, Args args) {
  GILT_TRY(std::string command, path_argument(t, args[0]));
  int status;
  {
    ReleaseGil released(t);
    status = std::system(command.c_str());
  }
  return int_from(t, status);
}

Ref waitpid_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int options, to_c_int(t, args[1]));
  int status = 0;
  pid_t result;
  do {
    {
      ReleaseGil released(t);
      result = ::waitpid(pid, &status, options);
    }
    if (result < 0 && errno != EINTR) return fail_os(t, errno);
    if (result < 0 && t.safepoint.load(std::memory_order_relaxed) != 0) GILT_CHECK(safepoint(t));
  } while (result < 0);
  return tuple_of(t, {Value::integer(result), Value::integer(status)});
}

Ref exit_code_function(Thread& t, Args args) {
  GILT_TRY(int status, to_c_int(t, args[0]));
  if (WIFEXITED(status)) return int_from(t, WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return int_from(t, -WTERMSIG(status));
  return fail(t, value_error_type, "invalid wait status: {}", status);
}

Ref uname_function(Thread& t, Args) {
  utsname system;
  if (uname(&system) < 0) return fail_os(t, errno);
  const char* texts[] = {system.sysname, system.nodename, system.release, system.version,
                         system.machine};
  GILT_TRY(StructSequence made, struct_sequence_new(t, uname_result_type()));
  for (size_t i = 0; i < std::size(texts); ++i) {
    GILT_TRY(RefOf<StrObject> text, decode_filename(t, texts[i]));
    made.fields[i].init(std::move(text));
  }
  return std::move(made.tuple);
}

Ref times_function(Thread& t, Args) {
  tms used;
  const clock_t elapsed = times(&used);
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const clock_t counts[] = {used.tms_utime, used.tms_stime, used.tms_cutime, used.tms_cstime,
                            elapsed};
  GILT_TRY(StructSequence made, struct_sequence_new(t, times_result_type()));
  for (size_t i = 0; i < std::size(counts); ++i) {
    GILT_TRY(Ref seconds, make_float(t, static_cast<double>(counts[i]) / ticks));
    made.fields[i].init(std::move(seconds));
  }
  return std::move(made.tuple);
}

Ref getlogin_function(Thread& t, Args) {
  char name[256];
  const int error = getlogin_r(name, sizeof name);
  if (error != 0) return fail_os(t, error);
  return decode_filename(t, name);
}

Ref strerror_function(Thread& t, Args args) {
  GILT_TRY(int number, to_c_int(t, args[0]));
  return decode_filename(t, std::strerror(number));
}

// -- environment --

Ref putenv_function(Thread& t, Args args) {
  GILT_TRY(std::string name, path_argument(t, args[0]));
  GILT_TRY(std::string value, path_argument(t, args[1]));
  if (name.empty() || name.find('=') != std::string::npos) {
    return fail(t, value_error_type, "illegal environment variable name");
  }
  if (setenv(name.c_str(), value.c_str(), 1) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref unsetenv_function(Thread& t, Args args) {
  GILT_TRY(std::string name, path_argument(t, args[0]));
  if (unsetenv(name.c_str()) < 0) return fail_os(t, errno);
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"_exit", exit_function, "(status)", "Ends the process at once."},
    {"abort", abort_function, "()", "Ends the process with SIGABRT."},
    {"cpu_count", cpu_count_function, "()", "How many processors there are."},
    {"getegid", identifier<gid_t, getegid>, "()", "The effective group."},
    {"geteuid", identifier<uid_t, geteuid>, "()", "The effective user."},
    {"getgid", identifier<gid_t, getgid>, "()", "The group."},
    {"getloadavg", getloadavg_function, "()", "The load in the last 1, 5 and 15 minutes."},
    {"getlogin", getlogin_function, "()", "The name of the user at the terminal."},
    {"getpgrp", identifier<pid_t, getpgrp>, "()", "The process group."},
    {"getpid", identifier<pid_t, getpid>, "()", "The process."},
    {"getppid", identifier<pid_t, getppid>, "()", "The parent process."},
    {"getuid", identifier<uid_t, getuid>, "()", "The user."},
    {"kill", kill_function, "(pid, signal, /)", "Sends a signal to a process."},
    {"putenv", putenv_function, "(name, value, /)", "Sets an environment variable."},
    {"sched_getaffinity", sched_getaffinity_function, "(pid, /)",
     "The processors that a process may run on."},
    {"sched_yield", sched_yield_function, "()", "Lets others run."},
    {"strerror", strerror_function, "(code, /)", "The text of an error number."},
    {"system", system_function, "(command)", "Runs a command in a shell."},
    {"times", times_function, "()", "Times that the process has used."},
    {"umask", umask_function, "(mask, /)", "Sets the file mode mask; returns the old one."},
    {"uname", uname_function, "()", "What the system is."},
    {"unsetenv", unsetenv_function, "(name, /)", "Removes an environment variable."},
    {"urandom", urandom_function, "(size, /)", "Random bytes from the system."},
    {"waitpid", waitpid_function, "(pid, options, /)", "Waits for a child process."},
    {"waitstatus_to_exitcode", exit_code_function, "(status)", "The exit code of a wait status."},
};

}  // namespace

TypeObject* uname_result_type() {
  static TypeObject* const kType = struct_sequence_type({"posix.uname_result", kUnameFields, 5});
  return kType;
}
TypeObject* times_result_type() {
  static TypeObject* const kType = struct_sequence_type({"posix.times_result", kTimesFields, 5});
  return kType;
}

std::span<const NativeDef> posix_process_functions() {
  return kFunctions;
}

}  // namespace gilt
