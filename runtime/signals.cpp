#include "runtime/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/world.h"

namespace gilt {
namespace {

constexpr int kSignalCount = NSIG;

std::atomic<Interpreter*> g_interpreter{nullptr};
std::atomic<bool> g_pending[kSignalCount];
std::atomic<bool> g_any_pending{false};
int g_wake_fd = -1;  // readable once a signal has come: for waits in the system
Slot g_handlers[kSignalCount];
bool g_handlers_ready = false;

// A thread of another interpreter that the main thread runs as meanwhile, and what happened to it.
std::atomic<Thread*> g_visitor{nullptr};
std::atomic<uint32_t> g_noting{0};  // calls of signal_note that may be looking at it
std::atomic<bool> g_visitor_interrupted{false};

// The script's own descriptor to be told on.
std::atomic<int> g_told_fd{-1};
std::atomic<bool> g_told_warns{true};
std::atomic<int> g_told_error{0};  // the errno of a byte that did not get there

extern "C" void on_signal(int number) {
  signal_note(number);
}

void prepare_handlers() {
  if (g_handlers_ready) return;
  for (int i = 1; i < kSignalCount; i++) {
    struct sigaction current;
    g_handlers[i].init(Ref::none());
    if (sigaction(i, nullptr, &current) != 0) continue;
    bool plain = (current.sa_flags & SA_SIGINFO) == 0;
    if (plain && current.sa_handler == SIG_IGN) {
      g_handlers[i].init(Ref::adopt(Value::integer(kSigIgn)));
    } else if (plain && current.sa_handler == SIG_DFL) {
      g_handlers[i].init(Ref::adopt(Value::integer(kSigDfl)));
    }
  }
  g_handlers_ready = true;
}

void tell(int number) {
  int fd = g_told_fd.load(std::memory_order_relaxed);
  if (fd < 0) return;
  auto byte = static_cast<unsigned char>(number);
  ssize_t written;
  do {
    written = write(fd, &byte, 1);
  } while (written < 0 && errno == EINTR);
  if (written >= 0) return;
  bool full = errno == EAGAIN || errno == EWOULDBLOCK;
  if (!full || g_told_warns.load(std::memory_order_relaxed)) g_told_error.store(errno);
}

}  // namespace

void signal_note(int number) {
  Interpreter* interpreter = g_interpreter.load(std::memory_order_acquire);
  if (interpreter == nullptr) return;
  int saved = errno;
  g_pending[number].store(true, std::memory_order_relaxed);
  g_any_pending.store(true, std::memory_order_release);
  uint64_t one = 1;
  if (write(g_wake_fd, &one, sizeof one) < 0) errno = saved;  // full: readable already
  Thread* main = interpreter->main_thread;
  main->safepoint.fetch_or(kSignal, std::memory_order_release);
  scheduler().unpark(main->gil->parker);
  g_noting.fetch_add(1);
  if (Thread* visitor = g_visitor.load()) {
    visitor->safepoint.fetch_or(kSignal, std::memory_order_release);
    scheduler().unpark(visitor->gil->parker);
  }
  g_noting.fetch_sub(1);
  // Last: whoever reads the byte finds the signal noted.
  tell(number);
  errno = saved;
}

bool signal_take(int number) {
  return g_pending[number].exchange(false, std::memory_order_relaxed);
}

int signal_wake_fd() {
  return g_wake_fd;
}

void signal_empty_wake_fd() {
  uint64_t count;
  if (read(g_wake_fd, &count, sizeof count) < 0) return;  // empty already
}

int signal_set_wakeup(int fd, bool warn_on_full) {
  g_told_warns.store(warn_on_full);
  return g_told_fd.exchange(fd);
}

bool signals_are_of(const Thread& t) {
  return t.is_main && g_interpreter.load(std::memory_order_relaxed) == t.interpreter;
}

bool signals_reach(const Thread& t) {
  return signals_are_of(t) || g_visitor.load(std::memory_order_relaxed) == &t;
}

Thread* signals_follow(Thread* visitor) {
  Thread* before = g_visitor.exchange(visitor);
  // Who ends the visit may delete its thread.
  while (g_noting.load() != 0) scheduler().yield();
  if (visitor != nullptr && g_any_pending.load(std::memory_order_acquire))
    visitor->safepoint.fetch_or(kSignal, std::memory_order_relaxed);
  return before;
}

bool signals_interrupted_visit() {
  return g_visitor_interrupted.exchange(false);
}

Failed signals_raise_interrupt(Thread& home) {
  // Who visits from within a visit hands it on.
  if (g_visitor.load(std::memory_order_relaxed) == &home) g_visitor_interrupted.store(true);
  return fail(home, keyboard_interrupt_type, "");
}

bool signal_wait_readable(const Thread& t, int fd) {
  if (!signals_are_of(t)) return true;
  int flags = fcntl(fd, F_GETFL);
  // What does not block, is no file or cannot be read need not be waited for.
  if (flags < 0 || (flags & O_NONBLOCK) != 0 || (flags & O_ACCMODE) == O_WRONLY) return true;
  while (!g_any_pending.load(std::memory_order_acquire)) {
    pollfd files[] = {{fd, POLLIN, 0}, {g_wake_fd, POLLIN, 0}};
    if (poll(files, 2, -1) < 0) {
      if (errno != EINTR) return true;  // let the call itself tell
      continue;
    }
    if (files[1].revents != 0) signal_empty_wake_fd();
    if (files[0].revents != 0) return true;
  }
  errno = EINTR;
  return false;
}

SignalGate::SignalGate(const Thread& t) : closed_(signals_are_of(t)) {
  if (!closed_) return;
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before_);
}

SignalGate::~SignalGate() {
  int saved = errno;
  if (closed_) pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  errno = saved;
}

bool SignalGate::signal_waits() const {
  return closed_ && g_any_pending.load(std::memory_order_acquire);
}

void signals_install(Interpreter* interpreter) {
  prepare_handlers();
  if (g_wake_fd < 0) g_wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  g_interpreter.store(interpreter, std::memory_order_release);
  struct sigaction action = {};
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
  sigaction(SIGXFSZ, &action, nullptr);
  g_handlers[SIGPIPE].init(Ref::adopt(Value::integer(kSigIgn)));
  g_handlers[SIGXFSZ].init(Ref::adopt(Value::integer(kSigIgn)));
  // A process that was started with SIGINT ignored (in the background of a shell) leaves it so.
  if (!g_handlers[SIGINT].peek().is_int() || g_handlers[SIGINT].peek().as_int() != kSigIgn) {
    // No SA_RESTART: a blocking read must return, so that the handler can run.
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, nullptr);
    g_handlers[SIGINT].init_unset();  // unset: KeyboardInterrupt
  }
}

void signals_uninstall(Interpreter* interpreter) {
  if (g_interpreter.load() != interpreter) return;
  g_told_fd.store(-1);
  for (int i = 1; i < kSignalCount; i++) {
    bool ours = i == SIGINT ? g_handlers[i].is_unset() || g_handlers[i].peek().is_object()
                            : g_handlers[i].peek().is_object();
    if (ours) signal(i, SIG_DFL);
    g_handlers[i].clear();
  }
  g_handlers_ready = false;
  g_interpreter.store(nullptr);
}

void signals_after_fork() {
  g_visitor.store(nullptr);
  g_noting.store(0);
  if (g_interpreter.load() == nullptr) return;
  for (std::atomic<bool>& pending : g_pending) pending.store(false, std::memory_order_relaxed);
  g_any_pending.store(false);
  g_told_error.store(0);
  // The old one is the parent's too: what one of them reads the other would miss.
  close(g_wake_fd);
  g_wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void signals_publish() {
  if (g_interpreter.load() == nullptr) return;
  for (int i = 1; i < kSignalCount; i++) publish(g_handlers[i].peek());
}

Ref signal_handler(const Thread& t, int number) {
  if (!g_handlers_ready) return Ref::none();
  // A handler of another interpreter is none of this one's objects.
  Value known = g_handlers[number].peek();
  if (g_interpreter.load() != t.interpreter && known.is_object()) return Ref::none();
  return g_handlers[number].load();
}

Ref signal_handler_from_any(Thread& t, int number) {
  if (!kFreeThreaded || !g_handlers_ready || t.is_main) return signal_handler(t, number);
  // It may be the main thread's own still, which must not use or replace it meanwhile.
  StopTheWorld stopped(t, Pause::kInspect);
  if (g_interpreter.load() == t.interpreter) publish(g_handlers[number].peek());
  return signal_handler(t, number);
}

Ref signal_set_handler(Thread& t, int number, Value handler) {
  struct sigaction action = {};
  sigemptyset(&action.sa_mask);
  bool is_default = handler.is_int() && handler.as_int() == kSigDfl;
  bool is_ignore = handler.is_int() && handler.as_int() == kSigIgn;
  action.sa_handler = is_default ? SIG_DFL : is_ignore ? SIG_IGN : on_signal;
  if (sigaction(number, &action, nullptr) != 0) return fail_os(t, errno);
  return Ref::adopt(g_handlers[number].swap_word(Ref::copy(handler).take()));
}

namespace {

// The main thread runs as [t] in another interpreter, where no handler of its own can be called: it
// gets KeyboardInterrupt, the rest waits until it is back.
bool interrupt_visitor(Thread& t) {
  if (!g_any_pending.load(std::memory_order_acquire) || !g_handlers[SIGINT].is_unset()) return true;
  if (!g_pending[SIGINT].exchange(false, std::memory_order_relaxed)) return true;
  g_visitor_interrupted.store(true);
  return fail(t, keyboard_interrupt_type, "");
}

}  // namespace

bool signals_run(Thread& t) {
  if (g_visitor.load(std::memory_order_relaxed) == &t) return interrupt_visitor(t);
  if (!signals_are_of(t) || !g_any_pending.exchange(false, std::memory_order_acq_rel)) return true;
  if (int error = g_told_error.exchange(0)) {
    ErrorGuard guard(t);
    static_cast<void>(fail_os(t, error));
    error_unraisable(t, "while trying to write to the signal wakeup fd");
  }
  for (int number = 1; number < kSignalCount; number++) {
    if (!g_pending[number].exchange(false, std::memory_order_relaxed)) continue;
    Ref handler = g_handlers[number].load();
    bool ok;
    if (handler.is_unset()) {
      ok = fail(t, keyboard_interrupt_type, "");
    } else if (handler.get().is_int() || handler.is_none()) {
      continue;  // it was changed after the signal came
    } else {
      Ref frame = g_machine.current_frame(t);
      Ref result = frame.is_error() ? std::move(frame)
                                    : call(t, handler.get(), {Value::integer(number), frame.get()});
      ok = !result.is_error();
    }
    if (!ok) {
      // The others keep their turn.
      g_any_pending.store(true, std::memory_order_release);
      t.safepoint.fetch_or(kSignal, std::memory_order_relaxed);
      return false;
    }
  }
  return true;
}

}  // namespace gilt
