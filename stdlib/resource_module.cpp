// Module resource: limits of the process and what it has used.
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/struct_sequence.h"
#include "stdlib/resource_usage.h"

namespace gilt {

namespace {

constexpr StructSequenceField kUsageFields[] = {
    {"ru_utime", "user time used"},
    {"ru_stime", "system time used"},
    {"ru_maxrss", "max. resident set size"},
    {"ru_ixrss", "shared memory size"},
    {"ru_idrss", "unshared data size"},
    {"ru_isrss", "unshared stack size"},
    {"ru_minflt", "page faults not requiring I/O"},
    {"ru_majflt", "page faults requiring I/O"},
    {"ru_nswap", "number of swap outs"},
    {"ru_inblock", "block input operations"},
    {"ru_oublock", "block output operations"},
    {"ru_msgsnd", "IPC messages sent"},
    {"ru_msgrcv", "IPC messages received"},
    {"ru_nsignals", "signals received"},
    {"ru_nvcsw", "voluntary context switches"},
    {"ru_nivcsw", "involuntary context switches"},
};

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

Ref getrusage_function(Thread& t, Args args) {
  GILT_TRY(int who, to_c_int(t, args[0]));
  rusage usage;
  if (getrusage(who, &usage) < 0) {
    if (errno == EINVAL) return fail(t, value_error_type, "invalid who parameter");
    return fail_os(t, errno);
  }
  return resource_usage(t, usage);
}

std::optional<int> which_limit(Thread& t, Value v) {
  GILT_TRY(int which, to_c_int(t, v));
  if (which < 0 || which >= static_cast<int>(RLIM_NLIMITS)) {
    return fail(t, value_error_type, "invalid resource specified");
  }
  return which;
}

Ref limit_value(Thread& t, rlim_t limit) {
  if (limit == RLIM_INFINITY) return Ref::adopt(Value::integer(-1));
  return int_from_unsigned(t, limit);
}

Ref limit_pair(Thread& t, const rlimit& limits) {
  GILT_TRY(Ref soft, limit_value(t, limits.rlim_cur));
  GILT_TRY(Ref hard, limit_value(t, limits.rlim_max));
  return tuple_of(t, {soft.get(), hard.get()});
}

Ref getrlimit_function(Thread& t, Args args) {
  GILT_TRY(int which, which_limit(t, args[0]));
  rlimit limits;
  if (getrlimit(which, &limits) < 0) return fail_os(t, errno);
  return limit_pair(t, limits);
}

// (soft, hard), where -1 is no limit.
std::optional<rlimit> limits_argument(Thread& t, Value v) {
  GILT_TRY(RefOf<TupleObject> pair, tuple_from_iterable(t, v));
  if (pair->size != 2) return fail(t, value_error_type, "expected a tuple of 2 integers");
  rlimit limits;
  GILT_TRY(int64_t soft, to_int64(t, pair->at(0)));
  GILT_TRY(int64_t hard, to_int64(t, pair->at(1)));
  limits.rlim_cur = static_cast<rlim_t>(soft);  // -1 is RLIM_INFINITY
  limits.rlim_max = static_cast<rlim_t>(hard);
  return limits;
}

Failed fail_limit(Thread& t) {
  if (errno == EINVAL) {
    return fail(t, value_error_type, "current limit exceeds maximum limit");
  }
  if (errno == EPERM) {
    return fail(t, value_error_type, "not allowed to raise maximum limit");
  }
  return fail_os(t, errno);
}

Ref setrlimit_function(Thread& t, Args args) {
  GILT_TRY(int which, which_limit(t, args[0]));
  GILT_TRY(rlimit limits, limits_argument(t, args[1]));
  if (setrlimit(which, &limits) < 0) return fail_limit(t);
  return Ref::none();
}

Ref prlimit_function(Thread& t, Args args) {
  GILT_TRY(int pid, to_c_int(t, args[0]));
  GILT_TRY(int which, which_limit(t, args[1]));
  rlimit old;
  if (args[2].is_unset() || args[2].is_none()) {
    if (prlimit(pid, static_cast<__rlimit_resource>(which), nullptr, &old) < 0)
      return fail_os(t, errno);
  } else {
    GILT_TRY(rlimit limits, limits_argument(t, args[2]));
    if (prlimit(pid, static_cast<__rlimit_resource>(which), &limits, &old) < 0)
      return fail_limit(t);
  }
  return limit_pair(t, old);
}

Ref getpagesize_function(Thread& t, Args) {
  return int_from(t, sysconf(_SC_PAGESIZE));
}

constexpr NativeDef kFunctions[] = {
    {"getpagesize", getpagesize_function, "()", "Bytes in a page of memory."},
    {"getrlimit", getrlimit_function, "(resource, /)", "A limit: (soft, hard)."},
    {"getrusage", getrusage_function, "(who, /)", "What a process, thread or its children used."},
    {"prlimit", prlimit_function, "(pid, resource, limits=None, /)",
     "Reads or sets a limit of a process."},
    {"setrlimit", setrlimit_function, "(resource, limits, /)", "Sets a limit: (soft, hard)."},
};

bool init(Thread& t, ModuleObject* module) {
  static constexpr struct {
    const char* name;
    int value;
  } kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
      GILT_CONSTANT(RLIMIT_AS) GILT_CONSTANT(RLIMIT_CORE) GILT_CONSTANT(RLIMIT_CPU)
          GILT_CONSTANT(RLIMIT_DATA) GILT_CONSTANT(RLIMIT_FSIZE) GILT_CONSTANT(RLIMIT_MEMLOCK)
              GILT_CONSTANT(RLIMIT_MSGQUEUE) GILT_CONSTANT(RLIMIT_NICE) GILT_CONSTANT(RLIMIT_NOFILE)
                  GILT_CONSTANT(RLIMIT_NPROC) GILT_CONSTANT(RLIMIT_OFILE) GILT_CONSTANT(RLIMIT_RSS)
                      GILT_CONSTANT(RLIMIT_RTPRIO) GILT_CONSTANT(RLIMIT_SIGPENDING)
                          GILT_CONSTANT(RLIMIT_STACK) GILT_CONSTANT(RUSAGE_CHILDREN)
                              GILT_CONSTANT(RUSAGE_SELF) GILT_CONSTANT(RUSAGE_THREAD)
#undef GILT_CONSTANT
                                  {"RLIM_INFINITY", -1},
  };
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  GILT_CHECK(module_set(t, module, "struct_rusage", Ref::copy(resource_usage_type())));
  return module_set(t, module, "error", Ref::copy(&os_error_type));
}

const ModuleDef kModule = {"resource", "Limits of the process and what it has used.", kFunctions,
                           init};

}  // namespace

TypeObject* resource_usage_type() {
  static TypeObject* const kType =
      struct_sequence_type({"resource.struct_rusage", kUsageFields, 16});
  return kType;
}

Ref resource_usage(Thread& t, const rusage& usage) {
  GILT_TRY(StructSequence made, struct_sequence_new(t, resource_usage_type()));
  int i = 0;
  for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
    GILT_TRY(Ref seconds, make_float(t, in_seconds(time)));
    made.fields[i++].init(std::move(seconds));
  }
  for (const long count :
       {usage.ru_maxrss, usage.ru_ixrss, usage.ru_idrss, usage.ru_isrss, usage.ru_minflt,
        usage.ru_majflt, usage.ru_nswap, usage.ru_inblock, usage.ru_oublock, usage.ru_msgsnd,
        usage.ru_msgrcv, usage.ru_nsignals, usage.ru_nvcsw, usage.ru_nivcsw}) {
    made.fields[i++].init(Ref::adopt(Value::integer(count)));
  }
  return std::move(made.tuple);
}

void register_resource_module() {
  register_native_module(kModule);
}

}  // namespace gilt
