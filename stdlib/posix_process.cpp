// posix: the process, its environment and the system.
#include <sched.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/fork.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
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

Ref sched_setaffinity_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  GILT_CHECK(for_each(t, args[1], [&](Ref item) -> bool {
    GILT_TRY(int64_t cpu, to_int64(t, item.get()));
    if (cpu < 0) return fail(t, value_error_type, "negative CPU number");
    if (cpu >= CPU_SETSIZE) return fail(t, overflow_error_type, "CPU number too large");
    CPU_SET(static_cast<size_t>(cpu), &cpus);
    return true;
  }));
  if (sched_setaffinity(pid, sizeof cpus, &cpus) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref nice_function(Thread& t, Args args) {
  GILT_TRY(int increment, to_c_int(t, args[0]));
  errno = 0;
  const int value = nice(increment);
  if (value == -1 && errno != 0) return fail_os(t, errno);
  return int_from(t, value);
}

Ref getpriority_function(Thread& t, Args args) {
  GILT_TRY(int which, to_c_int(t, args[0]));
  GILT_TRY(int who, to_c_int(t, args[1]));
  errno = 0;
  const int value = getpriority(static_cast<__priority_which>(which), static_cast<id_t>(who));
  if (value == -1 && errno != 0) return fail_os(t, errno);
  return int_from(t, value);
}

Ref setpriority_function(Thread& t, Args args) {
  GILT_TRY(int which, to_c_int(t, args[0]));
  GILT_TRY(int who, to_c_int(t, args[1]));
  GILT_TRY(int value, to_c_int(t, args[2]));
  if (setpriority(static_cast<__priority_which>(which), static_cast<id_t>(who), value) < 0) {
    return fail_os(t, errno);
  }
  return Ref::none();
}

template <class Id, int (*kSet)(Id)>
Ref set_identifier(Thread& t, Args args) {
  GILT_TRY(int64_t id, to_int64(t, args[0]));
  if (kSet(static_cast<Id>(id)) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref getgroups_function(Thread& t, Args) {
  std::vector<gid_t> groups(static_cast<size_t>(std::max(getgroups(0, nullptr), 0)));
  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
  if (count < 0) return fail_os(t, errno);
  GILT_TRY(RefOf<ListObject> list, list_new(t, count));
  for (int i = 0; i < count; ++i) {
    GILT_CHECK(list_append(t, list.get(), int_from(t, groups[static_cast<size_t>(i)])));
  }
  return list;
}

constexpr struct {
  const char* name;
  int number;
} kSystemFigures[] = {
    {"SC_ARG_MAX", _SC_ARG_MAX},
    {"SC_CHILD_MAX", _SC_CHILD_MAX},
    {"SC_CLK_TCK", _SC_CLK_TCK},
    {"SC_IOV_MAX", _SC_IOV_MAX},
    {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF},
    {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
    {"SC_OPEN_MAX", _SC_OPEN_MAX},
    {"SC_PAGESIZE", _SC_PAGESIZE},
    {"SC_PAGE_SIZE", _SC_PAGESIZE},
    {"SC_PHYS_PAGES", _SC_PHYS_PAGES},
    {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES},
    {"SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX},
    {"SC_SEM_VALUE_MAX", _SC_SEM_VALUE_MAX},
};

Ref sysconf_function(Thread& t, Args args) {
  int number = -1;
  if (is_str(args[0])) {
    for (const auto& figure : kSystemFigures) {
      if (args[0].as<StrObject>()->view() == figure.name) number = figure.number;
    }
    if (number < 0) {
      return fail(t, value_error_type, "unrecognized configuration name");
    }
  } else {
    if (!is_int(args[0])) {
      return fail(t, type_error_type, "configuration names must be strings or integers");
    }
    GILT_TRY(number, to_c_int(t, args[0]));
  }
  errno = 0;
  const long value = sysconf(number);
  if (value == -1 && errno != 0) return fail_os(t, errno);
  return int_from(t, value);
}

Ref getrandom_function(Thread& t, Args args) {
  GILT_TRY(int64_t size, to_int64(t, args[0]));
  GILT_TRY(int flags, to_c_int(t, args[1]));
  if (size < 0) return fail_os(t, EINVAL);
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, static_cast<size_t>(size)));
  const ssize_t got =
      getrandom(bytes->data(), static_cast<size_t>(size), static_cast<unsigned>(flags));
  if (got < 0) return fail_os(t, errno);
  return bytes_new(t, bytes->view().substr(0, static_cast<size_t>(got)));
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
    {"getgroups", getgroups_function, "()", "The groups that the user belongs to."},
    {"getloadavg", getloadavg_function, "()", "The load in the last 1, 5 and 15 minutes."},
    {"getlogin", getlogin_function, "()", "The name of the user at the terminal."},
    {"getpgrp", identifier<pid_t, getpgrp>, "()", "The process group."},
    {"getpid", identifier<pid_t, process_id>, "()", "The process."},
    {"getppid", identifier<pid_t, getppid>, "()", "The parent process."},
    {"getpriority", getpriority_function, "(which, who)", "The scheduling priority."},
    {"getrandom", getrandom_function, "(size, flags=0)", "Random bytes from the system."},
    {"getuid", identifier<uid_t, getuid>, "()", "The user."},
    {"kill", kill_function, "(pid, signal, /)", "Sends a signal to a process."},
    {"nice", nice_function, "(increment, /)", "Lowers the priority; returns the new one."},
    {"putenv", putenv_function, "(name, value, /)", "Sets an environment variable."},
    {"sched_getaffinity", sched_getaffinity_function, "(pid, /)",
     "The processors that a process may run on."},
    {"sched_setaffinity", sched_setaffinity_function, "(pid, mask, /)",
     "Sets the processors that a process may run on."},
    {"sched_yield", sched_yield_function, "()", "Lets others run."},
    {"setegid", set_identifier<gid_t, setegid>, "(egid, /)", "Sets the effective group."},
    {"seteuid", set_identifier<uid_t, seteuid>, "(euid, /)", "Sets the effective user."},
    {"setgid", set_identifier<gid_t, setgid>, "(gid, /)", "Sets the group."},
    {"setpriority", setpriority_function, "(which, who, priority)",
     "Sets the scheduling priority."},
    {"setuid", set_identifier<uid_t, setuid>, "(uid, /)", "Sets the user."},
    {"strerror", strerror_function, "(code, /)", "The text of an error number."},
    {"sysconf", sysconf_function, "(name, /)", "A figure of the system, by name or number."},
    {"system", system_function, "(command)", "Runs a command in a shell."},
    {"times", times_function, "()", "Times that the process has used."},
    {"umask", umask_function, "(mask, /)", "Sets the file mode mask; returns the old one."},
    {"uname", uname_function, "()", "What the system is."},
    {"unsetenv", unsetenv_function, "(name, /)", "Removes an environment variable."},
    {"urandom", urandom_function, "(size, /)", "Random bytes from the system."},
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

bool add_system_figures(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<DictObject> names, dict_new(t));
  for (const auto& figure : kSystemFigures) {
    GILT_CHECK(dict_set_name(t, names.get(), intern(figure.name), Value::integer(figure.number)));
  }
  return module_set(t, module, "sysconf_names", std::move(names));
}

}  // namespace gilt
