#include "runtime/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

constexpr int kSignalCount = NSIG;

std::atomic<Interpreter*> g_interpreter{nullptr};
std::atomic<bool> g_pending[kSignalCount];
std::atomic<bool> g_any_pending{false};
int g_wake_fd = -1;  // readable once a signal has come: for waits in the system
Slot g_handlers[kSignalCount];
bool g_handlers_ready = false;

extern "C" void on_signal(int number) {
  signal_note(number);
}

void prepare_handlers() {
  if (g_handlers_ready) return;
  for (int i = 1; i < kSignalCount; i++) {
    struct sigaction current;
    g_handlers[i].init_unset();
    if (sigaction(i, nullptr, &current) != 0) continue;
    bool ignored = (current.sa_flags & SA_SIGINFO) == 0 && current.sa_handler == SIG_IGN;
    g_handlers[i].init(Ref::adopt(Value::integer(ignored ? kSigIgn : kSigDfl)));
  }
  g_handlers_ready = true;
}

}  // namespace

void signal_note(int number) {
  Interpreter* interpreter = g_interpreter.load(std::memory_order_acquire);
  if (interpreter == nullptr) return;
  g_pending[number].store(true, std::memory_order_relaxed);
  g_any_pending.store(true, std::memory_order_release);
  uint64_t one = 1;
  int saved = errno;
  if (write(g_wake_fd, &one, sizeof one) < 0) errno = saved;  // full: readable already
  Thread* main = interpreter->main_thread;
  main->safepoint.fetch_or(kSignal, std::memory_order_release);
  scheduler().unpark(main->gil->parker);
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

bool signal_wait_readable(const Thread& t, int fd) {
  if (!t.is_main || g_interpreter.load(std::memory_order_relaxed) != t.interpreter) return true;
  int flags = fcntl(fd, F_GETFL);
  // What does not block, or is no file, need not be waited for.
  if (flags < 0 || (flags & O_NONBLOCK) != 0) return true;
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
  for (int i = 1; i < kSignalCount; i++) {
    bool ours = i == SIGINT ? g_handlers[i].is_unset() : g_handlers[i].peek().is_object();
    if (ours) signal(i, SIG_DFL);
    g_handlers[i].clear();
  }
  g_handlers_ready = false;
  g_interpreter.store(nullptr);
}

Ref signal_handler(int number) {
  return g_handlers[number].load();
}

Ref signal_set_handler(Thread& t, int number, Value handler) {
  struct sigaction action = {};
  sigemptyset(&action.sa_mask);
  bool is_default = handler.is_int() && handler.as_int() == kSigDfl;
  bool is_ignore = handler.is_int() && handler.as_int() == kSigIgn;
  action.sa_handler = is_default ? SIG_DFL : is_ignore ? SIG_IGN : on_signal;
  if (sigaction(number, &action, nullptr) != 0) return fail_os(t, errno);
  Ref old = Ref::adopt(g_handlers[number].peek());
  g_handlers[number].init(Ref::copy(handler));
  return old;
}

bool signals_run(Thread& t) {
  if (!g_any_pending.exchange(false, std::memory_order_acq_rel)) return true;
  for (int number = 1; number < kSignalCount; number++) {
    if (!g_pending[number].exchange(false, std::memory_order_relaxed)) continue;
    Ref handler = g_handlers[number].load();
    if (handler.is_unset()) return fail(t, keyboard_interrupt_type, "");
    if (handler.get().is_int() || handler.is_none()) continue;
    Ref result = call(t, handler.get(), {Value::integer(number), kNone});
    if (result.is_error()) {
      // The others keep their turn.
      g_any_pending.store(true, std::memory_order_release);
      t.safepoint.fetch_or(kSignal, std::memory_order_relaxed);
      return false;
    }
  }
  return true;
}

}  // namespace gilt
