// Module time: clocks and sleeping, all through the scheduler.
#include <time.h>

#include <cerrno>
#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/lock.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/time_convert.h"

namespace gilt {

namespace {

using Clock = Nanoseconds (Scheduler::*)();

// Whole and fractional seconds are converted apart, so that nothing is lost on the way.
double in_seconds(Nanoseconds ns) {
  constexpr Nanoseconds kSecond = 1'000'000'000;
  const Nanoseconds whole = ns / kSecond;
  return static_cast<double>(whole) + static_cast<double>(ns % kSecond) * 1e-9;
}

template <Clock kClock>
Ref seconds(Thread& t, Args) {
  return make_float(t, static_cast<double>((scheduler().*kClock)()) / 1e9);
}
template <Clock kClock>
Ref nanoseconds(Thread& t, Args) {
  return int_from(t, (scheduler().*kClock)());
}

Ref sleep_function(Thread& t, Args args) {
  Nanoseconds duration;
  constexpr double kLongest = 9223372036.0;  // seconds in 2^63 nanoseconds
  if (is_int(args[0])) {
    const std::optional<int64_t> whole = int_to_int64(args[0]);
    if (int_sign(args[0]) < 0) {
      return fail(t, value_error_type, "sleep length must be non-negative");
    }
    if (!whole || static_cast<double>(*whole) > kLongest) {
      return fail(t, overflow_error_type, "timestamp out of range for C PyTime_t");
    }
    duration = *whole * 1'000'000'000;
  } else {
    if (type_of(args[0])->slots.to_float == nullptr &&
        type_of(args[0])->slots.to_index == nullptr) {
      return fail(t, type_error_type, "'{}' object cannot be interpreted as an integer or float",
                  type_name(args[0]));
    }
    GILT_TRY(double d, to_double(t, args[0]));
    if (std::isnan(d)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
    if (d < 0) return fail(t, value_error_type, "sleep length must be non-negative");
    if (d > kLongest) {
      return fail(t, overflow_error_type, "timestamp out of range for C PyTime_t");
    }
    duration = static_cast<Nanoseconds>(std::ceil(d * 1e9));
  }
  if (duration == 0) {
    {
      ReleaseGil released(t, ReleaseReason::kSleep);
      scheduler().yield();
    }
    return Ref::none();
  }
  GILT_CHECK(sleep_until(t, deadline_after(duration)));
  return Ref::none();
}

std::optional<timespec> read_clock(Thread& t, Args args, int (*read)(clockid_t, timespec*)) {
  GILT_TRY(int id, to_c_int(t, args[0]));
  timespec when;
  if (read(id, &when) < 0) return fail_os(t, errno);
  return when;
}

Ref clock_gettime_function(Thread& t, Args args) {
  GILT_TRY(timespec when, read_clock(t, args, clock_gettime));
  return make_float(t, in_seconds(when.tv_sec * 1'000'000'000 + when.tv_nsec));
}
Ref clock_gettime_ns_function(Thread& t, Args args) {
  GILT_TRY(timespec when, read_clock(t, args, clock_gettime));
  return int_from(t, when.tv_sec * 1'000'000'000 + when.tv_nsec);
}
Ref clock_getres_function(Thread& t, Args args) {
  GILT_TRY(timespec when, read_clock(t, args, clock_getres));
  return make_float(t, in_seconds(when.tv_sec * 1'000'000'000 + when.tv_nsec));
}

Ref get_clock_info(Thread& t, Args args) {
  GILT_TRY(std::string_view name, to_text(t, args[0], "get_clock_info", 1));
  static constexpr struct {
    const char* name;
    const char* implementation;
    bool monotonic, adjustable;
  } kClocks[] = {
      {"time", "clock_gettime(CLOCK_REALTIME)", false, true},
      {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false},
      {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false},
      {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false},
      {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false},
  };
  for (const auto& clock : kClocks) {
    if (name != clock.name) continue;
    GILT_TRY(RefOf<StrObject> implementation, str_new(t, clock.implementation));
    GILT_TRY(Ref resolution, make_float(t, 1e-9));
    GILT_TRY(RefOf<TupleObject> names,
             tuple_of(t, {to_value(intern("implementation")), to_value(intern("monotonic")),
                          to_value(intern("adjustable")), to_value(intern("resolution"))}));
    const Value values[] = {implementation.value(), Value::boolean(clock.monotonic),
                            Value::boolean(clock.adjustable), resolution.get()};
    return call(t, to_value(&simple_namespace_type), CallArgs{values, 0, names.get()});
  }
  return fail(t, value_error_type, "unknown clock");
}

constexpr NativeDef kFunctions[] = {
    {"clock_getres", clock_getres_function, "(clk_id, /)", "The resolution of a system clock."},
    {"clock_gettime", clock_gettime_function, "(clk_id, /)", "The time of a system clock."},
    {"clock_gettime_ns", clock_gettime_ns_function, "(clk_id, /)",
     "The time of a system clock in nanoseconds."},
    {"get_clock_info", get_clock_info, "(name, /)", "What is known about a clock."},
    {"monotonic", seconds<&Scheduler::now>, "()", "A clock that never goes backward."},
    {"monotonic_ns", nanoseconds<&Scheduler::now>, "()", "The same in nanoseconds."},
    {"perf_counter", seconds<&Scheduler::now>, "()", "The clock for measuring short times."},
    {"perf_counter_ns", nanoseconds<&Scheduler::now>, "()", "The same in nanoseconds."},
    {"process_time", seconds<&Scheduler::process_cpu_time>, "()", "Processor time of the process."},
    {"process_time_ns", nanoseconds<&Scheduler::process_cpu_time>, "()",
     "The same in nanoseconds."},
    {"sleep", sleep_function, "(seconds, /)", "Waits so many seconds; other threads may run."},
    {"thread_time", seconds<&Scheduler::thread_cpu_time>, "()", "Processor time of this thread."},
    {"thread_time_ns", nanoseconds<&Scheduler::thread_cpu_time>, "()", "The same in nanoseconds."},
    {"time", seconds<&Scheduler::wall_clock>, "()", "Seconds since 1970-01-01 UTC."},
    {"time_ns", nanoseconds<&Scheduler::wall_clock>, "()", "The same in nanoseconds."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<StrObject> name, str_new(t, "time"));
  for (const NativeDef& def : calendar_functions()) {
    GILT_TRY(RefOf<NativeFunctionObject> function,
             native_function_new(t, def, nullptr, Ref::unset(), Ref::copy(name.value())));
    GILT_CHECK(module_set(t, module, def.name, std::move(function)));
  }
  const struct {
    const char* name;
    int value;
  } clocks[] = {{"CLOCK_REALTIME", CLOCK_REALTIME},
                {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
                {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
                {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
                {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
                {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID}};
  for (const auto& clock : clocks) {
    GILT_CHECK(module_set(t, module, clock.name, int_from(t, clock.value)));
  }
  return add_calendar(t, module);
}

const ModuleDef kModule = {"time", "Clocks, sleeping, and calendar times.", kFunctions, init};

}  // namespace

void register_time_module() {
  register_native_module(kModule);
}

}  // namespace gilt
