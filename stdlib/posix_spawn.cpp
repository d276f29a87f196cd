// posix: running other programs: exec in place of this one, posix_spawn beside it.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"
#include "stdlib/program_texts.h"

namespace gilt {

namespace {

// -- exec --

bool exec_arguments(Thread& t, Value v, const char* not_a_list, const char* empty,
                    const char* first_empty, ProgramTexts& out) {
  if (!is_list_or_tuple(v)) return fail(t, type_error_type, "{}", not_a_list);
  GILT_CHECK(out.add_all(t, v));
  if (out.size() == 0) return fail(t, value_error_type, "{}", empty);
  if (out[0].empty()) return fail(t, value_error_type, "{}", first_empty);
  return true;
}

// The program of all interpreters is not one of them's to replace.
bool may_exec(Thread& t) {
  if (is_main_interpreter(t.interpreter)) return true;
  return fail(t, runtime_error_type, "exec not supported for isolated subinterpreters");
}

Ref execv_function(Thread& t, Args args) {
  GILT_CHECK(may_exec(t));
  GILT_TRY(std::string path, path_argument(t, args[0], "execv"));
  ProgramTexts argv;
  GILT_CHECK(exec_arguments(t, args[1], "execv() arg 2 must be a tuple or list",
                            "execv() arg 2 must not be empty",
                            "execv() arg 2 first element cannot be empty", argv));
  execv(path.c_str(), argv.data());
  return fail_os(t, errno);
}

bool environment_argument(Thread& t, Value v, const char* function, ProgramTexts& out) {
  if (type_of(v)->slots.get_item == nullptr || type_of(v)->slots.length == nullptr ||
      is_list_or_tuple(v) || is_str(v)) {
    return fail(t, type_error_type, "{}: environment must be a mapping object", function);
  }
  return out.add_environment(t, v);
}

Ref execve_function(Thread& t, Args args) {
  GILT_CHECK(may_exec(t));
  int fd = -1;
  std::string path;
  if (is_int(args[0])) {
    GILT_TRY(fd, to_c_int(t, args[0]));
  } else {
    GILT_TRY(path, path_argument(t, args[0], "execve"));
  }
  ProgramTexts argv, envp;
  GILT_CHECK(exec_arguments(t, args[1], "execve: argv must be a tuple or list",
                            "execve: argv must not be empty",
                            "execve: argv first element cannot be empty", argv));
  GILT_CHECK(environment_argument(t, args[2], "execve", envp));
  if (fd >= 0) {
    fexecve(fd, argv.data(), envp.data());
  } else {
    execve(path.c_str(), argv.data(), envp.data());
  }
  return fail_path(t, errno, args[0]);
}

// -- posix_spawn --

constexpr int kOpenAction = 0, kCloseAction = 1, kDupAction = 2, kCloseFromAction = 3;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

  bool add(Thread& t, Value v) {
    if (!is_tuple(v) || v.as<TupleObject>()->size == 0) {
      return fail(t, type_error_type, "Each file_actions element must be a non-empty tuple");
    }
    auto* action = v.as<TupleObject>();
    GILT_TRY(int kind, to_c_int(t, action->at(0)));
    int error = 0;
    if (kind == kOpenAction) {
      if (action->size != 5) {
        return fail(t, type_error_type, "A open file_action tuple must have 5 elements");
      }
      GILT_TRY(int fd, to_c_int(t, action->at(1)));
      GILT_TRY(std::string path, path_argument(t, action->at(2)));
      GILT_TRY(int flags, to_c_int(t, action->at(3)));
      GILT_TRY(int mode, to_c_int(t, action->at(4)));
      error = posix_spawn_file_actions_addopen(&actions_, fd, path.c_str(), flags,
                                               static_cast<mode_t>(mode));
    } else if (kind == kDupAction) {
      if (action->size != 3) {
        return fail(t, type_error_type, "A dup2 file_action tuple must have 3 elements");
      }
      GILT_TRY(int from, to_c_int(t, action->at(1)));
      GILT_TRY(int to, to_c_int(t, action->at(2)));
      error = posix_spawn_file_actions_adddup2(&actions_, from, to);
    } else if (kind == kCloseAction || kind == kCloseFromAction) {
      if (action->size != 2) {
        return fail(t, type_error_type, "A close{} file_action tuple must have 2 elements",
                    kind == kCloseAction ? "" : "from");
      }
      GILT_TRY(int fd, to_c_int(t, action->at(1)));
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
      if (kind == kCloseFromAction) {
        error = posix_spawn_file_actions_addclosefrom_np(&actions_, fd);
      } else
#endif
        error = posix_spawn_file_actions_addclose(&actions_, fd);
    } else {
      return fail(t, type_error_type, "Unknown file_actions identifier");
    }
    if (error != 0) return fail_os(t, error);
    return true;
  }

 private:
  posix_spawn_file_actions_t actions_;
};

class SpawnAttributes {
 public:
  SpawnAttributes() { posix_spawnattr_init(&attributes_); }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  posix_spawnattr_t* get() { return &attributes_; }

  void set(int flag) {
    flags_ |= flag;
    posix_spawnattr_setflags(&attributes_, static_cast<short>(flags_));
  }

 private:
  posix_spawnattr_t attributes_;
  int flags_ = 0;
};

std::optional<sigset_t> signal_set(Thread& t, Value iterable) {
  sigset_t set;
  sigemptyset(&set);
  GILT_CHECK(for_each(t, iterable, [&](Ref item) -> bool {
    GILT_TRY(int64_t number, to_int64(t, item.get()));
    if (number < 1 || number >= NSIG) {
      return fail(t, value_error_type, "signal number {} out of range [1; {}]", number, NSIG - 1);
    }
    (void)sigaddset(&set, static_cast<int>(number));
    return true;
  }));
  return set;
}

// The parameters of both functions.
enum Parameter : uint32_t {
  kPath,
  kArgv,
  kEnv,
  kFileActions,
  kSetPgroup,
  kResetIds,
  kSetSid,
  kSetSigMask,
  kSetSigDef,
  kScheduler
};

Ref spawn(Thread& t, Args args, const char* function, bool search) {
  GILT_TRY(std::string path, path_argument(t, args[kPath], function));
  ProgramTexts argv, envp;
  const std::string name(function);
  GILT_CHECK(exec_arguments(t, args[kArgv], (name + ": argv must be a tuple or list").c_str(),
                            (name + ": argv must not be empty").c_str(),
                            (name + ": argv first element cannot be empty").c_str(), argv));
  char* const* environment = environ;
  if (!args[kEnv].is_none()) {
    GILT_CHECK(environment_argument(t, args[kEnv], function, envp));
    environment = envp.data();
  }
  FileActions actions;
  if (!args[kFileActions].is_none()) {
    GILT_CHECK(for_each(t, args[kFileActions],
                        [&](Ref item) -> bool { return actions.add(t, item.get()); }));
  }
  SpawnAttributes attributes;
  if (!args[kSetPgroup].is_unset()) {
    GILT_TRY(int group, to_c_int(t, args[kSetPgroup]));
    posix_spawnattr_setpgroup(attributes.get(), group);
    attributes.set(POSIX_SPAWN_SETPGROUP);
  }
  GILT_TRY(bool reset_ids, truth(t, args[kResetIds]));
  if (reset_ids) attributes.set(POSIX_SPAWN_RESETIDS);
  GILT_TRY(bool new_session, truth(t, args[kSetSid]));
  if (new_session) attributes.set(POSIX_SPAWN_SETSID);
  if (!args[kSetSigMask].is_unset()) {
    GILT_TRY(sigset_t mask, signal_set(t, args[kSetSigMask]));
    posix_spawnattr_setsigmask(attributes.get(), &mask);
    attributes.set(POSIX_SPAWN_SETSIGMASK);
  }
  if (!args[kSetSigDef].is_unset()) {
    GILT_TRY(sigset_t defaults, signal_set(t, args[kSetSigDef]));
    posix_spawnattr_setsigdefault(attributes.get(), &defaults);
    attributes.set(POSIX_SPAWN_SETSIGDEF);
  }
  char* const* arguments = argv.data();
  pid_t pid;
  int error;
  {
    ReleaseGil released(t);
    error = (search ? posix_spawnp : posix_spawn)(&pid, path.c_str(), actions.get(),
                                                  attributes.get(), arguments, environment);
  }
  if (error != 0) return fail_path(t, error, args[kPath]);
  return int_from(t, pid);
}

Ref posix_spawn_function(Thread& t, Args args) {
  return spawn(t, args, "posix_spawn", false);
}
Ref posix_spawnp_function(Thread& t, Args args) {
  return spawn(t, args, "posix_spawnp", true);
}

constexpr char kSpawnSignature[] =
    "(path, argv, env, /, *, file_actions=(), setpgroup=..., resetids=False, setsid=False, "
    "setsigmask=..., setsigdef=..., scheduler=None)";

constexpr NativeDef kFunctions[] = {
    {"execv", execv_function, "(path, argv, /)", "Runs another program in this process."},
    {"execve", execve_function, "(path, argv, env)",
     "Runs another program with that environment in this process."},
    {"posix_spawn", posix_spawn_function, kSpawnSignature, "Starts a program; its process number."},
    {"posix_spawnp", posix_spawnp_function, kSpawnSignature,
     "The same for a program that is looked for in PATH."},
};

}  // namespace

std::span<const NativeDef> posix_spawn_functions() {
  return kFunctions;
}

}  // namespace gilt
