// Module fcntl: flags, locks and device requests of open files.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/file_descriptor.h"
#include "stdlib/io.h"
#include "stdlib/system_call.h"

namespace gilt {

namespace {

// Calls [f] with the octets of [argument], a str or a buffer; they come out as it leaves them.
template <class F>
Ref call_with_octets(Thread& t, const char* name, Value argument, F&& f) {
  constexpr size_t kMostOctets = 1024;
  std::string octets;
  if (is_str(argument)) {
    octets = argument.as<StrObject>()->view();
  } else {
    BufferView view(t);
    GILT_CHECK(view.open(argument));
    octets = view.view();
  }
  if (octets.size() > kMostOctets)
    return fail(t, value_error_type, "{} argument 3 is too long", name);
  char room[kMostOctets + 1] = {};
  octets.copy(room, octets.size());
  GILT_CHECK(system_call(t, [&] { return f(room); }));
  return bytes_new(t, {room, octets.size()});
}

Ref fcntl_function(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[0]));
  GILT_TRY(int command, to_c_int(t, args[1]));
  if (is_int(args[2])) {
    // Larger numbers are taken for what their bits are.
    GILT_TRY(int64_t argument, to_int64(t, args[2]));
    GILT_TRY(long result,
             system_call(t, [&] { return fcntl(fd, command, static_cast<int>(argument)); }));
    return int_from(t, result);
  }
  return call_with_octets(t, "fcntl", args[2],
                          [&](char* room) { return fcntl(fd, command, room); });
}

Ref ioctl_function(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[0]));
  GILT_TRY(int64_t request, to_int64(t, args[1]));
  const auto code = static_cast<unsigned long>(request);
  if (is_int(args[2])) {
    GILT_TRY(int64_t argument, to_int64(t, args[2]));
    GILT_TRY(long result, system_call(t, [&] { return ioctl(fd, code, argument); }));
    return int_from(t, result);
  }
  GILT_TRY(bool change, truth(t, args[3]));
  if (change && !is_bytes(args[2]) && !is_str(args[2])) {
    BufferView view(t);
    GILT_CHECK(view.open(args[2], true));
    GILT_TRY(long result, system_call(t, [&] { return ioctl(fd, code, view.data()); }));
    return int_from(t, result);
  }
  return call_with_octets(t, "ioctl", args[2], [&](char* room) { return ioctl(fd, code, room); });
}

Ref flock_function(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[0]));
  GILT_TRY(int operation, to_c_int(t, args[1]));
  GILT_CHECK(system_call(t, [&] { return flock(fd, operation); }));
  return Ref::none();
}

Ref lockf_function(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[0]));
  GILT_TRY(int operation, to_c_int(t, args[1]));
  struct flock lock = {};
  if (operation == LOCK_UN) {
    lock.l_type = F_UNLCK;
  } else if ((operation & LOCK_SH) != 0) {
    lock.l_type = F_RDLCK;
  } else if ((operation & LOCK_EX) != 0) {
    lock.l_type = F_WRLCK;
  } else {
    return fail(t, value_error_type, "unrecognized lockf argument");
  }
  GILT_TRY(int64_t length, to_int64(t, args[2]));
  GILT_TRY(int64_t start, to_int64(t, args[3]));
  GILT_TRY(int whence, to_c_int(t, args[4]));
  lock.l_len = length;
  lock.l_start = start;
  lock.l_whence = static_cast<short>(whence);
  const int command = (operation & LOCK_NB) != 0 ? F_SETLK : F_SETLKW;
  GILT_CHECK(system_call(t, [&] { return fcntl(fd, command, &lock); }));
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"fcntl", fcntl_function, "(fd, cmd, arg=0, /)", "Does cmd to an open file."},
    {"flock", flock_function, "(fd, operation, /)", "Locks or unlocks an open file."},
    {"ioctl", ioctl_function, "(fd, request, arg=0, mutate_flag=True, /)",
     "Sends a request to a device."},
    {"lockf", lockf_function, "(fd, cmd, len=0, start=0, whence=0, /)",
     "Locks or unlocks a part of an open file."},
};

bool init(Thread& t, ModuleObject* module) {
  static constexpr struct {
    const char* name;
    int64_t value;
  } kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
      GILT_CONSTANT(LOCK_SH) GILT_CONSTANT(LOCK_EX) GILT_CONSTANT(LOCK_NB) GILT_CONSTANT(LOCK_UN)
          GILT_CONSTANT(F_DUPFD) GILT_CONSTANT(F_DUPFD_CLOEXEC) GILT_CONSTANT(F_GETFD)
              GILT_CONSTANT(F_SETFD) GILT_CONSTANT(F_GETFL) GILT_CONSTANT(F_SETFL)
                  GILT_CONSTANT(F_GETLK) GILT_CONSTANT(F_SETLK) GILT_CONSTANT(F_SETLKW)
                      GILT_CONSTANT(F_GETOWN) GILT_CONSTANT(F_SETOWN) GILT_CONSTANT(F_GETSIG)
                          GILT_CONSTANT(F_SETSIG) GILT_CONSTANT(F_RDLCK) GILT_CONSTANT(F_WRLCK)
                              GILT_CONSTANT(F_UNLCK) GILT_CONSTANT(F_GETPIPE_SZ)
                                  GILT_CONSTANT(F_SETPIPE_SZ) GILT_CONSTANT(F_ADD_SEALS)
                                      GILT_CONSTANT(F_GET_SEALS) GILT_CONSTANT(F_SEAL_SEAL)
                                          GILT_CONSTANT(F_SEAL_SHRINK) GILT_CONSTANT(F_SEAL_GROW)
                                              GILT_CONSTANT(F_SEAL_WRITE) GILT_CONSTANT(FD_CLOEXEC)
                                                  GILT_CONSTANT(FASYNC)
#undef GILT_CONSTANT
  };
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  return true;
}

const ModuleDef kModule = {"fcntl", "Flags, locks and requests of open files.", kFunctions, init};

}  // namespace

void register_fcntl_module() {
  register_native_module(kModule);
}

}  // namespace gilt
