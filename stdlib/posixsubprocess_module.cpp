// Module _posixsubprocess: fork and exec in one step, as subprocess needs it.
//
// The child shares the parent's memory until it runs the new program (vfork), which is why starting
// a program costs the same from a large process as from a small one, and why everything that the
// child does is prepared before and is safe in a signal handler. What fails is written into a pipe:
// "OSError:ERRNO(hex):" and, for what happened before the program was to be run, "noexec". Only a
// preexec_fn, which is script code, needs a real fork.
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/fork.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/paths.h"
#include "stdlib/program_texts.h"

namespace gilt {

namespace {

// All that the child has to do, in plain words.
struct Plan {
  char* const* argv;
  char* const* programs;     // to be tried in turn
  char* const* environment;  // null: the parent's
  const char* folder;        // null: the parent's
  const int* keep;           // descriptors that stay open, sorted
  size_t keep_count;
  bool close_others;
  // Ends of the pipes: the child's and the parent's; -1: none.
  int stdin_read, stdin_write, stdout_read, stdout_write, stderr_read, stderr_write;
  int report_read, report_write;
  bool restore_signals, new_session;
  int group;      // -1: the parent's
  long uid, gid;  // -1: the parent's
  const gid_t* groups;
  long group_count;         // -1: the parent's
  int mask;                 // umask, -1: the parent's
  const sigset_t* signals;  // the mask that the program gets
};

[[noreturn]] void report(const Plan& plan, int error, bool before_exec) {
  char text[64] = "OSError:";
  char* end = text + std::strlen(text);
  char digits[16];
  int count = 0;
  do {
    digits[count++] = "0123456789ABCDEF"[error % 16];
    error /= 16;
  } while (error != 0);
  while (count > 0) *end++ = digits[--count];
  *end++ = ':';
  if (before_exec) {
    std::memcpy(end, "noexec", 6);
    end += 6;
  }
  if (write(plan.report_write, text, static_cast<size_t>(end - text)) < 0) _exit(254);
  _exit(255);
}

bool set_inherited(int fd) {
  int flags = fcntl(fd, F_GETFD);
  return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) == 0;
}

// Makes [fd], if there is one, the descriptor [as].
bool put(int fd, int as) {
  if (fd < 0) return true;
  if (fd == as) return set_inherited(fd);
  return dup2(fd, as) >= 0;
}

void close_range_of(unsigned first, unsigned last) {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
  long most = sysconf(_SC_OPEN_MAX);
  for (unsigned fd = first; fd <= last && static_cast<long>(fd) < most; fd++) {
    close(static_cast<int>(fd));
  }
}

// Closes all from 3 up but those to be kept.
void close_others(const Plan& plan) {
  unsigned next = 3;
  for (size_t i = 0; i < plan.keep_count; i++) {
    if (plan.keep[i] < static_cast<int>(next)) continue;
    auto kept = static_cast<unsigned>(plan.keep[i]);
    if (kept > next) close_range_of(next, kept - 1);
    next = kept + 1;
  }
  close_range_of(next, ~0u);
}

void restore_signals() {
  for (int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
}

// Handlers run in the parent's memory: none may run in the child before the program does.
void forget_handlers() {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, nullptr, &action) != 0) continue;
    if (action.sa_handler == SIG_IGN || action.sa_handler == SIG_DFL) continue;
    action = {};
    action.sa_handler = SIG_DFL;
    sigaction(number, &action, nullptr);
  }
}

[[noreturn]] void run_child(Plan plan, bool (*before_exec)(void*), void* argument) {
  for (size_t i = 0; i < plan.keep_count; i++) {
    if (plan.keep[i] != plan.report_write && !set_inherited(plan.keep[i])) {
      report(plan, errno, true);
    }
  }
  for (int fd : {plan.stdin_write, plan.stdout_read, plan.stderr_read, plan.report_read}) {
    if (fd >= 0) close(fd);
  }
  // Low numbers must not be overwritten before they are copied.
  if (plan.stdout_write == 0) plan.stdout_write = dup(plan.stdout_write);
  while (plan.stderr_write == 0 || plan.stderr_write == 1) {
    plan.stderr_write = dup(plan.stderr_write);
    if (plan.stderr_write < 0) report(plan, errno, true);
  }
  if (!put(plan.stdin_read, 0) || !put(plan.stdout_write, 1) || !put(plan.stderr_write, 2)) {
    report(plan, errno, true);
  }
  if (plan.folder != nullptr && chdir(plan.folder) < 0) {
    // The name in the error is the folder's.
    report(plan, errno, true);
  }
  if (plan.mask >= 0) umask(static_cast<mode_t>(plan.mask));
  if (plan.restore_signals) restore_signals();
  forget_handlers();
  pthread_sigmask(SIG_SETMASK, plan.signals, nullptr);
  if (plan.new_session) setsid();
  if (plan.group >= 0 && setpgid(0, plan.group) < 0) report(plan, errno, true);
  if (plan.group_count >= 0 &&
      syscall(SYS_setgroups, static_cast<size_t>(plan.group_count), plan.groups) < 0) {
    report(plan, errno, true);
  }
  if (plan.gid >= 0 && syscall(SYS_setregid, plan.gid, plan.gid) < 0) report(plan, errno, true);
  if (plan.uid >= 0 && syscall(SYS_setreuid, plan.uid, plan.uid) < 0) report(plan, errno, true);
  if (before_exec != nullptr && !before_exec(argument)) {
    constexpr char kText[] = "SubprocessError:0:Exception occurred in preexec_fn.";
    if (write(plan.report_write, kText, sizeof kText - 1) < 0) _exit(254);
    _exit(255);
  }
  if (plan.close_others) close_others(plan);
  int error = ENOENT;
  for (char* const* program = plan.programs; *program != nullptr; program++) {
    if (plan.environment != nullptr) {
      execve(*program, plan.argv, plan.environment);
    } else {
      execv(*program, plan.argv);
    }
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
  }
  report(plan, error, false);
}

[[gnu::noinline]] pid_t start(const Plan& plan) {
  // posix_spawn cannot do all that a Plan may ask for.
  // NOLINTNEXTLINE(bugprone-unsafe-functions): the child only calls the system, and changes nothing
  pid_t pid = vfork();
  if (pid == 0) run_child(plan, nullptr, nullptr);
  return pid;
}

struct BeforeExec {
  Thread& t;
  Value function;
  static bool run(void* argument) {
    auto* self = static_cast<BeforeExec*>(argument);
    repair_modules_after_fork(self->t);
    Ref result = call(self->t, self->function);
    if (result.is_error()) error_clear(self->t);
    return !result.is_error();
  }
};

enum Parameter : uint32_t {
  kArguments,
  kPrograms,
  kCloseFds,
  kPassFds,
  kFolder,
  kEnvironment,
  kStdinRead,
  kStdinWrite,
  kStdoutRead,
  kStdoutWrite,
  kStderrRead,
  kStderrWrite,
  kReportRead,
  kReportWrite,
  kRestoreSignals,
  kNewSession,
  kGroup,
  kGid,
  kGroups,
  kUid,
  kMask,
  kPreexec
};

std::optional<long> id_or_none(Thread& t, Value v) {
  if (v.is_none()) return -1L;
  GILT_TRY(int64_t id, to_int64(t, v));
  return static_cast<long>(id);
}

Ref fork_exec(Thread& t, Args args) {
  Plan plan = {};
  ProgramTexts argv, programs, environment;
  if (!is_list_or_tuple(args[kArguments]) || !is_list_or_tuple(args[kPrograms])) {
    return fail(t, type_error_type, "argument and program lists must be sequences");
  }
  GILT_CHECK(argv.add_all(t, args[kArguments]));
  GILT_CHECK(programs.add_all(t, args[kPrograms]));
  if (!args[kEnvironment].is_none()) {
    if (is_list_or_tuple(args[kEnvironment])) {
      GILT_CHECK(environment.add_all(t, args[kEnvironment]));
    } else {
      GILT_CHECK(environment.add_environment(t, args[kEnvironment]));
    }
    plan.environment = environment.data();
  }
  std::string folder;
  if (!args[kFolder].is_none()) {
    GILT_TRY(folder, path_argument(t, args[kFolder]));
    plan.folder = folder.c_str();
  }
  std::vector<int> keep;
  GILT_CHECK(for_each(t, args[kPassFds], [&](Ref item) -> bool {
    GILT_TRY(int fd, to_c_int(t, item.get()));
    if (fd < 0) return fail(t, value_error_type, "bad value(s) in fds_to_keep");
    keep.push_back(fd);
    return true;
  }));
  GILT_TRY(plan.close_others, truth(t, args[kCloseFds]));
  int* const ends[] = {&plan.stdin_read,   &plan.stdin_write, &plan.stdout_read,
                       &plan.stdout_write, &plan.stderr_read, &plan.stderr_write,
                       &plan.report_read,  &plan.report_write};
  for (uint32_t i = 0; i < std::size(ends); i++) {
    GILT_TRY(*ends[i], to_c_int(t, args[kStdinRead + i]));
  }
  GILT_TRY(plan.restore_signals, truth(t, args[kRestoreSignals]));
  GILT_TRY(plan.new_session, truth(t, args[kNewSession]));
  GILT_TRY(plan.group, to_c_int(t, args[kGroup]));
  GILT_TRY(plan.gid, id_or_none(t, args[kGid]));
  GILT_TRY(plan.uid, id_or_none(t, args[kUid]));
  GILT_TRY(plan.mask, to_c_int(t, args[kMask]));
  std::vector<gid_t> groups;
  plan.group_count = -1;
  if (!args[kGroups].is_none()) {
    GILT_CHECK(for_each(t, args[kGroups], [&](Ref item) -> bool {
      GILT_TRY(int64_t id, to_int64(t, item.get()));
      groups.push_back(static_cast<gid_t>(id));
      return true;
    }));
    plan.group_count = static_cast<long>(groups.size());
    plan.groups = groups.data();
  }
  keep.push_back(plan.report_write);
  std::sort(keep.begin(), keep.end());
  plan.keep = keep.data();
  plan.keep_count = keep.size();
  plan.argv = argv.data();
  plan.programs = programs.data();

  if (!args[kPreexec].is_none() && !is_main_interpreter(t.interpreter))
    return fail(t, runtime_error_type, "preexec_fn not supported within subinterpreters");
  // No handler of ours may run in the child.
  sigset_t all, before;
  sigfillset(&all);
  plan.signals = &before;
  pid_t pid;
  int error;
  if (args[kPreexec].is_none()) {
    ReleaseGil released(t);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid = start(plan);
    error = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  } else {
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid = fork_process(t);
    error = errno;
    if (pid == 0) {
      BeforeExec function{t, args[kPreexec]};
      run_child(plan, BeforeExec::run, &function);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  if (pid < 0) return fail_os(t, error);
  return int_from(t, pid);
}

constexpr NativeDef kFunctions[] = {
    {"fork_exec", fork_exec,
     "(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, "
     "c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, "
     "pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)",
     "Starts a program in a new process; its number."},
};

const ModuleDef kModule = {"_posixsubprocess", "Starting programs; use module subprocess.",
                           kFunctions, nullptr};

}  // namespace

void register_posixsubprocess_module() {
  register_native_module(kModule);
}

}  // namespace gilt
