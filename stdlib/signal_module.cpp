// Module _signal: what the system offers for signals. signal.py gives its numbers their names;
// runtime/signals.h tells how a handler gets to run.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/set.h"
#include "runtime/signals.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/io.h"

namespace gilt {

namespace {

constexpr int kCount = NSIG;

constexpr struct {
  const char* name;
  int value;
} kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
    GILT_CONSTANT(SIGHUP) GILT_CONSTANT(SIGINT) GILT_CONSTANT(SIGQUIT) GILT_CONSTANT(SIGILL)
        GILT_CONSTANT(SIGTRAP) GILT_CONSTANT(SIGABRT) GILT_CONSTANT(SIGIOT) GILT_CONSTANT(
            SIGBUS) GILT_CONSTANT(SIGFPE) GILT_CONSTANT(SIGKILL) GILT_CONSTANT(SIGUSR1)
            GILT_CONSTANT(SIGSEGV) GILT_CONSTANT(SIGUSR2) GILT_CONSTANT(SIGPIPE) GILT_CONSTANT(
                SIGALRM) GILT_CONSTANT(SIGTERM) GILT_CONSTANT(SIGSTKFLT) GILT_CONSTANT(SIGCHLD)
                GILT_CONSTANT(SIGCLD) GILT_CONSTANT(SIGCONT) GILT_CONSTANT(SIGSTOP)
                    GILT_CONSTANT(SIGTSTP) GILT_CONSTANT(SIGTTIN) GILT_CONSTANT(SIGTTOU)
                        GILT_CONSTANT(SIGURG) GILT_CONSTANT(SIGXCPU) GILT_CONSTANT(SIGXFSZ)
                            GILT_CONSTANT(SIGVTALRM) GILT_CONSTANT(SIGPROF) GILT_CONSTANT(SIGWINCH)
                                GILT_CONSTANT(SIGIO) GILT_CONSTANT(SIGPOLL) GILT_CONSTANT(SIGPWR)
                                    GILT_CONSTANT(SIGSYS) GILT_CONSTANT(NSIG)
                                        GILT_CONSTANT(SIG_BLOCK) GILT_CONSTANT(SIG_UNBLOCK)
                                            GILT_CONSTANT(SIG_SETMASK) GILT_CONSTANT(ITIMER_REAL)
                                                GILT_CONSTANT(ITIMER_VIRTUAL)
                                                    GILT_CONSTANT(ITIMER_PROF)
#undef GILT_CONSTANT
                                                        {"SIG_DFL", kSigDfl},
    {"SIG_IGN", kSigIgn},
};

constexpr StructSequenceField kSignalInfoFields[] = {
    {"si_signo", "signal number"},
    {"si_code", "signal code"},
    {"si_errno", "errno associated with this signal"},
    {"si_pid", "sending process ID"},
    {"si_uid", "real user ID of sending process"},
    {"si_status", "exit value or signal"},
    {"si_band", "band event for SIGPOLL"},
};

TypeObject* signal_info_type() {
  static TypeObject* const kType =
      struct_sequence_type({"signal.struct_siginfo", kSignalInfoFields, 7});
  return kType;
}

std::optional<int> signal_number(Thread& t, Value v) {
  GILT_TRY(int number, to_c_int(t, v));
  if (number < 1 || number >= kCount) {
    return fail(t, value_error_type, "signal number out of range");
  }
  return number;
}

// A signal that this thread sent itself is answered before the call returns.
bool answer(Thread& t) {
  return t.safepoint.load(std::memory_order_relaxed) == 0 || safepoint(t);
}

// -- handlers --

Ref default_int_handler(Thread& t, Args) {
  return fail(t, keyboard_interrupt_type, "");
}

Ref known_handler(Thread& t, Ref handler) {
  if (handler.is_unset()) return import_attribute(t, "_signal", "default_int_handler");
  return handler;
}

Ref signal_function(Thread& t, Args args) {
  GILT_TRY(int number, to_c_int(t, args[0]));
  if (!signals_are_of(t)) {
    return fail(t, value_error_type, "signal only works in main thread of the main interpreter");
  }
  if (number < 1 || number >= kCount) {
    return fail(t, value_error_type, "signal number out of range");
  }
  Ref handler = Ref::copy(args[1]);
  std::optional<int64_t> which = is_int(args[1]) ? int_to_int64(args[1]) : std::nullopt;
  if (which == kSigDfl || which == kSigIgn) {
    handler = Ref::adopt(Value::integer(*which));
  } else if (type_of(args[1])->slots.call == nullptr) {
    return fail(t, type_error_type,
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
  }
  // What came before the change is for the old handler.
  GILT_CHECK(answer(t));
  GILT_TRY(Ref old, signal_set_handler(t, number, handler.get()));
  return known_handler(t, std::move(old));
}

Ref getsignal_function(Thread& t, Args args) {
  GILT_TRY(int number, signal_number(t, args[0]));
  return known_handler(t, signal_handler_from_any(t, number));
}

Ref siginterrupt_function(Thread& t, Args args) {
  GILT_TRY(int number, signal_number(t, args[0]));
  GILT_TRY(bool interrupts, truth(t, args[1]));
  struct sigaction action;
  if (sigaction(number, nullptr, &action) < 0) return fail_os(t, errno);
  if (interrupts) {
    action.sa_flags &= ~SA_RESTART;
  } else {
    action.sa_flags |= SA_RESTART;
  }
  if (sigaction(number, &action, nullptr) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref set_wakeup_fd_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(bool warn, truth(t, args[1]));
  if (!signals_are_of(t)) {
    return fail(t, value_error_type,
                "set_wakeup_fd only works in main thread of the main interpreter");
  }
  if (fd != -1) {
    struct stat status;
    if (fstat(fd, &status) < 0) return fail_os(t, errno);
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0) return fail_os(t, errno);
    if ((flags & O_NONBLOCK) == 0) {
      return fail(t, value_error_type, "the fd {} must be in non-blocking mode", fd);
    }
  }
  return int_from(t, signal_set_wakeup(fd, warn));
}

// -- sending --

Ref raise_signal_function(Thread& t, Args args) {
  GILT_TRY(int number, to_c_int(t, args[0]));
  int result;
  {
    // A signal that ends or stops the process must not find the lock held.
    ReleaseGil released(t);
    result = raise(number);
  }
  if (result != 0) return fail_os(t, errno);
  GILT_CHECK(answer(t));
  return Ref::none();
}

Ref pthread_kill_function(Thread& t, Args args) {
  GILT_TRY(int64_t id, to_int64(t, args[0]));
  GILT_TRY(int number, to_c_int(t, args[1]));
  Interpreter& interpreter = *t.interpreter;
  int result = -1, error = ESRCH;
  interpreter.threads_lock.lock();
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    if (thread->id != static_cast<uint64_t>(id)) continue;
    result = static_cast<int>(
        syscall(SYS_tgkill, getpid(), static_cast<pid_t>(thread->native_id), number));
    error = errno;
    break;
  }
  interpreter.threads_lock.unlock();
  if (result != 0) return fail_os(t, error);
  GILT_CHECK(answer(t));
  return Ref::none();
}

Ref pidfd_send_signal_function(Thread& t, Args args) {
  GILT_TRY(int pidfd, to_c_int(t, args[0]));
  GILT_TRY(int number, to_c_int(t, args[1]));
  GILT_TRY(int flags, to_c_int(t, args[3]));
  if (!args[2].is_none()) return fail(t, type_error_type, "siginfo must be None");
  if (syscall(SYS_pidfd_send_signal, pidfd, number, nullptr, flags) < 0) return fail_os(t, errno);
  return Ref::none();
}

// -- timers --

constexpr double kMicrosecond = 1e-6;

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicrosecond;
}

std::optional<timeval> timer_value(Thread& t, Value v) {
  timeval time{};
  if (v.is_unset()) return time;
  GILT_TRY(double seconds, to_double(t, v));
  if (std::isnan(seconds)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
  if (std::fabs(seconds) >= 9.2e18) {
    return fail(t, overflow_error_type, "timestamp out of range for platform time_t");
  }
  // Rounded up: a timer that is asked for is never a timer that is switched off.
  double whole = std::floor(seconds);
  auto micro = static_cast<int64_t>(std::ceil((seconds - whole) * 1e6));
  time.tv_sec = static_cast<time_t>(whole) + micro / 1'000'000;
  time.tv_usec = micro % 1'000'000;
  return time;
}

Ref timer_pair(Thread& t, const itimerval& timer) {
  GILT_TRY(Ref value, make_float(t, in_seconds(timer.it_value)));
  GILT_TRY(Ref interval, make_float(t, in_seconds(timer.it_interval)));
  return tuple_of(t, {value.get(), interval.get()});
}

// ItimerError is OSError under another name, of no subclass.
Failed fail_timer(Thread& t, int error) {
  GILT_TRY(Ref type, import_attribute(t, "_signal", "ItimerError"));
  GILT_TRY(RefOf<StrObject> text, decode_filename(t, std::strerror(error)));
  GILT_TRY(Ref exception, call(t, type.get(), {Value::integer(error), text.value()}));
  return fail_instance(t, std::move(exception));
}

Ref alarm_function(Thread& t, Args args) {
  GILT_TRY(int seconds, to_c_int(t, args[0]));
  return int_from(t, alarm(static_cast<unsigned>(seconds)));
}

Ref setitimer_function(Thread& t, Args args) {
  GILT_TRY(int which, to_c_int(t, args[0]));
  itimerval timer, old;
  GILT_TRY(timer.it_value, timer_value(t, args[1]));
  GILT_TRY(timer.it_interval, timer_value(t, args[2]));
  if (setitimer(which, &timer, &old) < 0) return fail_timer(t, errno);
  return timer_pair(t, old);
}

Ref getitimer_function(Thread& t, Args args) {
  GILT_TRY(int which, to_c_int(t, args[0]));
  itimerval timer;
  if (getitimer(which, &timer) < 0) return fail_timer(t, errno);
  return timer_pair(t, timer);
}

// -- sets of signals --

std::optional<sigset_t> signal_set(Thread& t, Value iterable) {
  sigset_t set;
  sigemptyset(&set);
  GILT_CHECK(for_each(t, iterable, [&](Ref item) -> bool {
    GILT_TRY(int64_t number, to_int64(t, item.get()));
    if (number < 1 || number >= kCount) {
      return fail(t, value_error_type, "signal number {} out of range [1; {}]", number, kCount - 1);
    }
    // The system's own two are refused; asking for them does no harm.
    (void)sigaddset(&set, static_cast<int>(number));
    return true;
  }));
  return set;
}

Ref set_of(Thread& t, const sigset_t& signals) {
  std::vector<Value> numbers;
  for (int i = 1; i < kCount; i++) {
    if (sigismember(&signals, i) == 1) numbers.push_back(Value::integer(i));
  }
  GILT_TRY(Ref tuple, tuple_adopt(t, numbers.data(), static_cast<int64_t>(numbers.size())));
  return call(t, to_value(&set_type), {tuple.get()});
}

Ref pthread_sigmask_function(Thread& t, Args args) {
  GILT_TRY(int how, to_c_int(t, args[0]));
  GILT_TRY(sigset_t mask, signal_set(t, args[1]));
  sigset_t old;
  if (int error = pthread_sigmask(how, &mask, &old)) return fail_os(t, error);
  // What was let in may have come already.
  GILT_CHECK(answer(t));
  return set_of(t, old);
}

Ref sigpending_function(Thread& t, Args) {
  sigset_t pending;
  if (sigpending(&pending) < 0) return fail_os(t, errno);
  return set_of(t, pending);
}

Ref valid_signals_function(Thread& t, Args) {
  sigset_t all;
  if (sigemptyset(&all) < 0 || sigfillset(&all) < 0) return fail_os(t, errno);
  return set_of(t, all);
}

// Waits for one of [set]; its number, 0 after [deadline].
std::optional<int> wait_for_signal(Thread& t, const sigset_t& set, Nanoseconds deadline,
                                   siginfo_t& info) {
  while (true) {
    int number, error;
    {
      ReleaseGil released(t, ReleaseReason::kSleep);
      if (deadline == kForever) {
        number = sigwaitinfo(&set, &info);
      } else {
        Nanoseconds left = std::max<Nanoseconds>(deadline - scheduler().now(), 0);
        timespec time = {left / 1'000'000'000, left % 1'000'000'000};
        number = sigtimedwait(&set, &info, &time);
      }
      error = errno;
    }
    if (number >= 0) return number;
    if (error == EAGAIN) return 0;
    if (error != EINTR) return fail_os(t, error);
    GILT_CHECK(answer(t));
  }
}

Ref sigwait_function(Thread& t, Args args) {
  GILT_TRY(sigset_t set, signal_set(t, args[0]));
  siginfo_t info;
  GILT_TRY(int number, wait_for_signal(t, set, kForever, info));
  return int_from(t, number);
}

Ref signal_info(Thread& t, const siginfo_t& info) {
  return struct_sequence_of(
      t, signal_info_type(),
      {Value::integer(info.si_signo), Value::integer(info.si_code), Value::integer(info.si_errno),
       Value::integer(info.si_pid), Value::integer(info.si_uid), Value::integer(info.si_status),
       Value::integer(info.si_band)});
}

Ref sigwaitinfo_function(Thread& t, Args args) {
  GILT_TRY(sigset_t set, signal_set(t, args[0]));
  siginfo_t info;
  GILT_CHECK(wait_for_signal(t, set, kForever, info));
  return signal_info(t, info);
}

Ref sigtimedwait_function(Thread& t, Args args) {
  GILT_TRY(sigset_t set, signal_set(t, args[0]));
  GILT_TRY(double seconds, to_double(t, args[1]));
  if (std::isnan(seconds)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
  if (seconds < 0) return fail(t, value_error_type, "timeout must be non-negative");
  Nanoseconds deadline =
      seconds > 9e9 ? kForever : deadline_after(static_cast<Nanoseconds>(std::ceil(seconds * 1e9)));
  siginfo_t info;
  GILT_TRY(int number, wait_for_signal(t, set, deadline, info));
  return number == 0 ? Ref::none() : signal_info(t, info);
}

Ref pause_function(Thread& t, Args) {
  {
    ReleaseGil released(t, ReleaseReason::kSleep);
    SignalGate gate(t);
    if (gate.mask() == nullptr) {
      pause();
    } else if (!gate.signal_waits()) {
      sigsuspend(gate.mask());
    }
  }
  GILT_CHECK(answer(t));
  return Ref::none();
}

Ref strsignal_function(Thread& t, Args args) {
  GILT_TRY(int number, signal_number(t, args[0]));
  const char* text = strsignal(number);
  if (text == nullptr || std::strstr(text, "Unknown signal") != nullptr) return Ref::none();
  return decode_filename(t, text);
}

constexpr NativeDef kFunctions[] = {
    {"alarm", alarm_function, "(seconds, /)", "Sends SIGALRM after some seconds; 0: never."},
    {"default_int_handler", default_int_handler, "(signalnum, frame, /)",
     "The handler of SIGINT: raises KeyboardInterrupt."},
    {"getitimer", getitimer_function, "(which, /)", "A timer's time to go and interval."},
    {"getsignal", getsignal_function, "(signalnum, /)", "The handler of a signal."},
    {"pause", pause_function, "()", "Waits until a signal comes."},
    {"pidfd_send_signal", pidfd_send_signal_function,
     "(pidfd, signalnum, siginfo=None, flags=0, /)", "Sends a signal to a process by descriptor."},
    {"pthread_kill", pthread_kill_function, "(thread_id, signalnum, /)",
     "Sends a signal to a thread."},
    {"pthread_sigmask", pthread_sigmask_function, "(how, mask, /)",
     "Changes which signals this thread holds back; returns the old set."},
    {"raise_signal", raise_signal_function, "(signalnum, /)", "Sends this process a signal."},
    {"set_wakeup_fd", set_wakeup_fd_function, "(fd, /, *, warn_on_full_buffer=True)",
     "Sets the descriptor that gets a byte for each signal; returns the old one."},
    {"setitimer", setitimer_function, "(which, seconds, interval=0.0, /)",
     "Starts a timer; returns its old values."},
    {"siginterrupt", siginterrupt_function, "(signalnum, flag, /)",
     "Sets whether a signal interrupts system calls."},
    {"signal", signal_function, "(signalnum, handler, /)",
     "Sets the handler of a signal; returns the old one."},
    {"sigpending", sigpending_function, "()", "The signals that are held back and have come."},
    {"sigtimedwait", sigtimedwait_function, "(sigset, timeout, /)",
     "sigwaitinfo for a limited time; None when it is over."},
    {"sigwait", sigwait_function, "(sigset, /)", "Waits for one of the signals."},
    {"sigwaitinfo", sigwaitinfo_function, "(sigset, /)",
     "Waits for one of the signals; tells what is known about it."},
    {"strsignal", strsignal_function, "(signalnum, /)", "A signal's description."},
    {"valid_signals", valid_signals_function, "()", "All signals of this system."},
};

bool init(Thread& t, ModuleObject* module) {
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  // Not constants of the compiler: the C library keeps the first two for itself.
  GILT_CHECK(module_set(t, module, "SIGRTMIN", int_from(t, SIGRTMIN)));
  GILT_CHECK(module_set(t, module, "SIGRTMAX", int_from(t, SIGRTMAX)));
  GILT_CHECK(module_set(t, module, "struct_siginfo", Ref::copy(signal_info_type())));
  GILT_TRY(RefOf<TupleObject> bases, tuple_of(t, {to_value(&os_error_type)}));
  GILT_TRY(RefOf<DictObject> content, dict_new(t));
  GILT_CHECK(dict_set_name(t, content.get(), intern("__module__"), to_value(intern("signal"))));
  GILT_TRY(Ref error, call(t, to_value(&type_type),
                           {to_value(intern("ItimerError")), bases.value(), content.value()}));
  return module_set(t, module, "ItimerError", std::move(error));
}

const ModuleDef kModule = {"_signal", "Signals; use module signal.", kFunctions, init};

}  // namespace

void register_signal_module() {
  register_native_module(kModule);
}

}  // namespace gilt
