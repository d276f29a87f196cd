// posix: child processes: fork and the ways to wait for one.
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/fork.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/operations.h"
#include "runtime/struct_sequence.h"
#include "runtime/warnings.h"
#include "stdlib/io.h"
#include "stdlib/posix.h"
#include "stdlib/resource_usage.h"

namespace gilt {

namespace {

constexpr StructSequenceField kWaitidFields[] = {
    {"si_pid"}, {"si_uid"}, {"si_signo"}, {"si_status"}, {"si_code"},
};

// os.fork without the calls that scripts registered, which os.py makes.
Ref fork_function(Thread& t, Args) {
  if (t.interpreter->finalizing.load(std::memory_order_acquire)) {
    return fail(t, python_finalization_error_type, "can't fork at interpreter shutdown");
  }
  if (!is_main_interpreter(t.interpreter))
    return fail(t, runtime_error_type, "fork not supported for isolated subinterpreters");
  const bool alone = t.interpreter->thread_count.load(std::memory_order_relaxed) == 1;
  const pid_t pid = fork_process(t);
  if (pid < 0) return fail_os(t, errno);
  if (pid == 0) {
    repair_modules_after_fork(t);
  } else if (!alone) {
    GILT_CHECK(warn(t, deprecation_warning_type,
                    "This process (pid=" + std::to_string(getpid()) +
                        ") is multi-threaded, use of fork() may lead to deadlocks in the child."));
  }
  return int_from(t, pid);
}

// Calls [wait] until no signal interrupts it. With WNOHANG it does not wait, so the lock is kept.
template <class F>
bool wait_for_child(Thread& t, int options, F&& wait) {
  if ((options & WNOHANG) != 0) {
    if (wait() >= 0) return true;
    return fail_os(t, errno);
  }
  while (true) {
    long result;
    {
      ReleaseGil released(t);
      result = wait();
    }
    if (result >= 0) return true;
    if (errno != EINTR) return fail_os(t, errno);
    GILT_CHECK(handle_interrupt(t));
  }
}

Ref wait_status(Thread& t, pid_t pid, int status) {
  return tuple_of(t, {Value::integer(pid), Value::integer(status)});
}

Ref wait_function(Thread& t, Args) {
  int status = 0;
  pid_t pid = 0;
  GILT_CHECK(wait_for_child(t, 0, [&] { return pid = ::waitpid(-1, &status, 0); }));
  return wait_status(t, pid, status);
}

Ref waitpid_function(Thread& t, Args args) {
  GILT_TRY(int which, to_c_int(t, args[0]));
  GILT_TRY(int options, to_c_int(t, args[1]));
  int status = 0;
  pid_t pid = 0;
  GILT_CHECK(wait_for_child(t, options, [&] { return pid = ::waitpid(which, &status, options); }));
  return wait_status(t, pid, status);
}

Ref wait_with_usage(Thread& t, pid_t which, int options) {
  int status = 0;
  pid_t pid = 0;
  rusage usage = {};
  GILT_CHECK(
      wait_for_child(t, options, [&] { return pid = ::wait4(which, &status, options, &usage); }));
  GILT_TRY(Ref used, resource_usage(t, usage));
  return tuple_of(t, {Value::integer(pid), Value::integer(status), used.get()});
}

Ref wait3_function(Thread& t, Args args) {
  GILT_TRY(int options, to_c_int(t, args[0]));
  return wait_with_usage(t, -1, options);
}

Ref wait4_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int options, to_c_int(t, args[1]));
  return wait_with_usage(t, pid, options);
}

Ref waitid_function(Thread& t, Args args) {
  GILT_TRY(int kind, to_c_int(t, args[0]));
  GILT_TRY(int64_t id, to_int64(t, args[1]));
  GILT_TRY(int options, to_c_int(t, args[2]));
  siginfo_t info = {};
  GILT_CHECK(wait_for_child(t, options, [&] {
    return ::waitid(static_cast<idtype_t>(kind), static_cast<id_t>(id), &info, options);
  }));
  if (info.si_pid == 0) return Ref::none();
  return struct_sequence_of(
      t, waitid_result_type(),
      {Value::integer(info.si_pid), Value::integer(info.si_uid), Value::integer(info.si_signo),
       Value::integer(info.si_status), Value::integer(info.si_code)});
}

Ref exit_code_function(Thread& t, Args args) {
  GILT_TRY(int status, to_c_int(t, args[0]));
  if (WIFEXITED(status)) return int_from(t, WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return int_from(t, -WTERMSIG(status));
  if (WIFSTOPPED(status)) {
    return fail(t, value_error_type, "process stopped by delivery of signal {}", WSTOPSIG(status));
  }
  return fail(t, value_error_type, "invalid wait status: {}", status);
}

Ref pidfd_open_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int flags, to_c_int(t, args[1]));
  const long fd = syscall(SYS_pidfd_open, pid, flags);
  if (fd < 0) return fail_os(t, errno);
  return int_from(t, fd);
}

template <class Id, Id (*kGet)(pid_t)>
Ref group_of(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  const Id id = kGet(pid);
  if (id < 0) return fail_os(t, errno);
  return int_from(t, id);
}

Ref done(Thread& t, int result) {
  if (result < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref setsid_function(Thread& t, Args) {
  return done(t, setsid());
}

Ref setpgid_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int group, to_c_int(t, args[1]));
  return done(t, setpgid(pid, group));
}

Ref setpgrp_function(Thread& t, Args) {
  return done(t, setpgid(0, 0));
}

Ref killpg_function(Thread& t, Args args) {
  GILT_TRY(int group, to_c_int(t, args[0]));
  GILT_TRY(int number, to_c_int(t, args[1]));
  if (killpg(group, number) < 0) return fail_os(t, errno);
  GILT_CHECK(handle_interrupt(t));
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"fork", fork_function, "()", "Splits the process: 0 in the child, its number in the parent."},
    {"getpgid", group_of<pid_t, getpgid>, "(pid)", "The process group of a process."},
    {"getsid", group_of<pid_t, getsid>, "(pid, /)", "The session of a process."},
    {"killpg", killpg_function, "(pgid, signal, /)", "Sends a signal to a process group."},
    {"pidfd_open", pidfd_open_function, "(pid, flags=0)", "A descriptor for a process."},
    {"setpgid", setpgid_function, "(pid, pgrp, /)", "Puts a process into a group."},
    {"setpgrp", setpgrp_function, "()", "Makes this process the leader of a group of its own."},
    {"setsid", setsid_function, "()", "Starts a session of its own."},
    {"wait", wait_function, "()", "Waits for any child: (pid, status)."},
    {"wait3", wait3_function, "(options)", "Waits for any child: (pid, status, usage)."},
    {"wait4", wait4_function, "(pid, options)", "Waits for a child: (pid, status, usage)."},
    {"waitid", waitid_function, "(idtype, id, options, /)", "Waits for a change of a child."},
    {"waitpid", waitpid_function, "(pid, options, /)", "Waits for a child: (pid, status)."},
    {"waitstatus_to_exitcode", exit_code_function, "(status)", "The exit code of a wait status."},
};

}  // namespace

TypeObject* waitid_result_type() {
  static TypeObject* const kType = struct_sequence_type({"posix.waitid_result", kWaitidFields, 5});
  return kType;
}

std::span<const NativeDef> posix_child_functions() {
  return kFunctions;
}

}  // namespace gilt
