// Module posix: what the system offers, under os.
#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/permissions.h"
#include "runtime/str.h"
#include "stdlib/posix.h"

namespace gilt {

namespace {

// clang-format off
constexpr struct {
  const char* name;
  int value;
} kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
    GILT_CONSTANT(F_OK) GILT_CONSTANT(R_OK) GILT_CONSTANT(W_OK) GILT_CONSTANT(X_OK)
    GILT_CONSTANT(O_RDONLY) GILT_CONSTANT(O_WRONLY) GILT_CONSTANT(O_RDWR) GILT_CONSTANT(O_ACCMODE)
    GILT_CONSTANT(O_APPEND) GILT_CONSTANT(O_CREAT) GILT_CONSTANT(O_EXCL) GILT_CONSTANT(O_TRUNC)
    GILT_CONSTANT(O_NONBLOCK) GILT_CONSTANT(O_NDELAY) GILT_CONSTANT(O_SYNC) GILT_CONSTANT(O_DSYNC)
    GILT_CONSTANT(O_RSYNC) GILT_CONSTANT(O_NOCTTY) GILT_CONSTANT(O_CLOEXEC)
    GILT_CONSTANT(O_DIRECTORY) GILT_CONSTANT(O_NOFOLLOW) GILT_CONSTANT(O_PATH)
    GILT_CONSTANT(O_TMPFILE) GILT_CONSTANT(O_DIRECT) GILT_CONSTANT(O_NOATIME) GILT_CONSTANT(WNOHANG)
    GILT_CONSTANT(WUNTRACED) GILT_CONSTANT(WCONTINUED) GILT_CONSTANT(WEXITED)
    GILT_CONSTANT(WSTOPPED) GILT_CONSTANT(WNOWAIT) GILT_CONSTANT(P_PID) GILT_CONSTANT(P_PGID)
    GILT_CONSTANT(P_ALL) GILT_CONSTANT(CLD_EXITED) GILT_CONSTANT(CLD_KILLED)
    GILT_CONSTANT(CLD_DUMPED) GILT_CONSTANT(CLD_TRAPPED) GILT_CONSTANT(CLD_STOPPED)
    GILT_CONSTANT(CLD_CONTINUED) GILT_CONSTANT(PRIO_PROCESS) GILT_CONSTANT(PRIO_PGRP)
    GILT_CONSTANT(PRIO_USER) GILT_CONSTANT(F_LOCK) GILT_CONSTANT(F_TLOCK) GILT_CONSTANT(F_ULOCK)
    GILT_CONSTANT(F_TEST) GILT_CONSTANT(EFD_CLOEXEC) GILT_CONSTANT(EFD_NONBLOCK)
    GILT_CONSTANT(EFD_SEMAPHORE) GILT_CONSTANT(MFD_CLOEXEC) GILT_CONSTANT(MFD_ALLOW_SEALING)
    GILT_CONSTANT(GRND_NONBLOCK) GILT_CONSTANT(GRND_RANDOM) GILT_CONSTANT(SCHED_OTHER)
    GILT_CONSTANT(SCHED_FIFO) GILT_CONSTANT(SCHED_RR) GILT_CONSTANT(SCHED_BATCH)
    GILT_CONSTANT(SCHED_IDLE) GILT_CONSTANT(POSIX_FADV_NORMAL) GILT_CONSTANT(POSIX_FADV_SEQUENTIAL)
    GILT_CONSTANT(POSIX_FADV_RANDOM) GILT_CONSTANT(POSIX_FADV_WILLNEED)
    GILT_CONSTANT(POSIX_FADV_DONTNEED) GILT_CONSTANT(ST_RDONLY) GILT_CONSTANT(ST_NOSUID)
    GILT_CONSTANT(RTLD_NOW) GILT_CONSTANT(RTLD_LAZY) GILT_CONSTANT(RTLD_GLOBAL)
    GILT_CONSTANT(RTLD_LOCAL)
#undef GILT_CONSTANT
    {"P_PIDFD", 3},
    {"EX_OK", 0},
    {"EX_USAGE", 64},
    {"EX_DATAERR", 65},
    {"EX_NOINPUT", 66},
    {"EX_NOUSER", 67},
    {"EX_NOHOST", 68},
    {"EX_UNAVAILABLE", 69},
    {"EX_SOFTWARE", 70},
    {"EX_OSERR", 71},
    {"EX_OSFILE", 72},
    {"EX_CANTCREAT", 73},
    {"EX_IOERR", 74},
    {"EX_TEMPFAIL", 75},
    {"EX_PROTOCOL", 76},
    {"EX_NOPERM", 77},
    {"EX_CONFIG", 78},
    {"POSIX_SPAWN_OPEN", 0},
    {"POSIX_SPAWN_CLOSE", 1},
    {"POSIX_SPAWN_DUP2", 2},
    {"POSIX_SPAWN_CLOSEFROM", 3},
    {"NGROUPS_MAX", 65536},
    {"TMP_MAX", 238328},
};
// clang-format on

// The environment as the process was started with it, in bytes.
Ref environment(Thread& t) {
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals == nullptr) continue;
    GILT_TRY(RefOf<BytesObject> name, bytes_new(t, {*entry, static_cast<size_t>(equals - *entry)}));
    GILT_TRY(RefOf<BytesObject> value, bytes_new(t, equals + 1));
    GILT_TRY(bool known, dict_contains(t, dict.get(), name.value()));
    if (!known) GILT_CHECK(dict_set(t, dict.get(), name.value(), value.value()));
  }
  return dict;
}

bool init(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<StrObject> name, str_new(t, "posix"));
  for (const auto& functions :
       {posix_file_functions(), posix_descriptor_functions(), posix_channel_functions(),
        posix_process_functions(), posix_child_functions(), posix_spawn_functions(),
        posix_scandir_functions()}) {
    for (const NativeDef& def : functions) {
      GILT_TRY(RefOf<NativeFunctionObject> function,
               native_function_new(t, permitted(t, "posix", &def), nullptr, Ref::unset(),
                                   Ref::copy(name.value())));
      GILT_CHECK(module_set(t, module, def.name, std::move(function)));
    }
  }
  for (TypeObject* type :
       {stat_result_type(), terminal_size_type(), uname_result_type(), times_result_type(),
        dir_entry_type(), statvfs_result_type(), waitid_result_type()}) {
    GILT_CHECK(module_set(t, module, type->name->view(), Ref::copy(type)));
  }
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  GILT_CHECK(add_system_figures(t, module));
  GILT_CHECK(module_set(t, module, "error", Ref::copy(&os_error_type)));
  GILT_TRY(Ref variables, environment(t));
  return module_set(t, module, "environ", std::move(variables));
}

const ModuleDef kModule = {"posix", "The system's functions; use module os.", {}, init};

}  // namespace

void register_posix_module() {
  register_native_module(kModule);
}

}  // namespace gilt
