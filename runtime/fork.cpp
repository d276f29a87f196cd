#include "runtime/fork.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include <new>

#include "runtime/brief_wait.h"
#include "runtime/collector.h"
#include "runtime/contention.h"
#include "runtime/deadlock.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/interpreter_family.h"
#include "runtime/lock.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/signals.h"
#include "runtime/world.h"

namespace gilt {
namespace {

std::atomic<bool> g_forked{false};
std::atomic<pid_t> g_process_id{0};  // 0: not asked for yet

// What [dead], a thread of the parent, owned goes to [t]. Its two stacks stay mapped: frame objects
// may look at them.
void bury(Thread& t, Thread& dead) {
  ParkingLock::forget_waits(dead);
  t.interpreter->collector->leave(dead);
  heap_abandon(dead.heap);
  t.retired.insert(t.retired.end(), dead.retired.begin(), dead.retired.end());
  t.retired_blocks.insert(t.retired_blocks.end(), dead.retired_blocks.begin(),
                          dead.retired_blocks.end());
  dead.retired.clear();
  dead.retired_blocks.clear();
}

void start_over(Thread& t) {
  Interpreter& interpreter = *t.interpreter;
  g_forked.store(true, std::memory_order_relaxed);
  new (&interpreter.threads_lock) ShortLock;
  object_locks_after_fork();
  naps_after_fork();
  brief_waits_after_fork();
  deadlock_after_fork(interpreter);
  interpreter.gil->forget_others();
  interpreter.gil->timeline.store(nullptr);  // a record of several threads ends here
  interpreter.stopper_parker.token.store(0);
  for (Thread* other = interpreter.threads; other != nullptr; other = other->next) {
    if (other != &t) bury(t, *other);
  }
  t.next = t.previous = nullptr;
  interpreter.threads = &t;
  interpreter.thread_count.store(1);
  interpreter.main_thread = &t;
  if (!t.is_main) signals_publish();  // they were those of a thread that is no more
  t.is_main = true;
  t.is_daemon = false;
  t.native_id = scheduler().native_thread_id();
  signals_after_fork();
}

void call_if_loaded(Thread& t, std::string_view module, std::string_view function) {
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  Ref found = Ref::copy(dict_get_name(modules, intern(module)));
  if (!found || found.is_none()) return;
  Ref callee = get_attribute_or_unset(t, found.get(), intern(function));
  if (callee.is_unset()) return;
  Ref result = callee.is_error() ? Ref::error() : call(t, callee.get());
  if (result.is_error()) error_unraisable(t, "after a fork in", callee.get());
}

}  // namespace

pid_t fork_process(Thread& t) {
  pid_t pid;
  int error;
  {
    StopTheWorld stopped(t, Pause::kInspect);
    ForkGate others(t);
    pid = fork();
    error = errno;
    if (pid == 0) {
      others.forget_others();
      start_over(t);
    }
  }
  errno = error;
  return pid;
}

bool died_in_fork(const Thread& t, uint64_t thread_id) {
  if (!g_forked.load(std::memory_order_relaxed)) return false;
  Interpreter& interpreter = *t.interpreter;
  bool alive = false;
  interpreter.threads_lock.lock();
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    alive = alive || thread->id == thread_id;
  }
  interpreter.threads_lock.unlock();
  return !alive;
}

pid_t process_id() {
  const pid_t known = g_process_id.load(std::memory_order_relaxed);
  if (known != 0) return known;
  static const bool told = pthread_atfork(nullptr, nullptr, [] { g_process_id.store(0); }) == 0;
  const pid_t id = getpid();
  if (told) g_process_id.store(id, std::memory_order_relaxed);
  return id;
}

void repair_modules_after_fork(Thread& t) {
  g_machine.after_fork(t);
  call_if_loaded(t, "threading", "_after_fork");
  call_if_loaded(t, "random", "_after_fork");
}

}  // namespace gilt
