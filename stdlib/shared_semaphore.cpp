// _multiprocessing.SemLock: a semaphore in shared memory, of which all of multiprocessing's locks
// are made.
//
// Its word counts what can be taken; who finds 0 sleeps in the system (a futex that processes
// share) until somebody gives back. A *robust* one is a lock whose word names the process that
// holds it: when that process has ended without giving it back, whoever waits takes it over. The
// queues' own locks are of that kind, so that a killed process does not take a queue with it.
//
// Taking and giving back are safe in any process and thread. How often this process holds it, and
// which of its threads was last, is known to this process only.
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/fork.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io.h"
#include "stdlib/shared_block.h"

namespace gilt {
namespace {

// In shared memory.
struct Semaphore {
  std::atomic<int32_t> word;
  std::atomic<int32_t> waiters;  // may be too high: a killed process does not count down
};
static_assert(std::atomic<int32_t>::is_always_lock_free);

constexpr int kRecursive = 0;
constexpr int kCounting = 1;
// Nobody is told of a signal that comes just before the system call, of the holder's end, or that
// the program ends: a wait looks up so often.
constexpr Nanoseconds kSlice = 50'000'000;

struct SemaphoreObject : Object {
  SharedPiece piece;
  int kind;
  int maximum;
  bool robust;
  std::atomic<int> process;  // whose `count` it is: a forked child holds nothing
  std::atomic<int> count;    // how often this process has taken it
  std::atomic<uint64_t> last_thread;

  Semaphore& shared() const { return *reinterpret_cast<Semaphore*>(piece.data()); }
  void settle() {
    int self = process_id();
    if (process.load(std::memory_order_relaxed) == self) return;
    count.store(0, std::memory_order_relaxed);
    process.store(self, std::memory_order_relaxed);
  }
  bool is_mine(const Thread& t) {
    settle();
    return count.load(std::memory_order_relaxed) > 0 &&
           last_thread.load(std::memory_order_relaxed) == t.id;
  }
};

SemaphoreObject* as_semaphore(Value v) {
  return v.as<SemaphoreObject>();
}

bool try_take(SemaphoreObject* s) {
  std::atomic<int32_t>& word = s->shared().word;
  if (s->robust) {
    int32_t free = 0;
    return word.compare_exchange_strong(free, process_id());
  }
  int32_t value = word.load();
  while (value > 0) {
    if (word.compare_exchange_weak(value, value - 1)) return true;
  }
  return false;
}

// Has the process ended, whether or not somebody has asked for its exit status?
bool has_ended(pid_t pid) {
  if (kill(pid, 0) != 0) return errno == ESRCH;
  char path[40];
  *fmt::format_to(path, "/proc/{}/stat", pid) = '\0';
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT;
  char text[512];
  ssize_t size = read(fd, text, sizeof text);
  close(fd);
  if (size <= 0) return false;
  // "pid (name) state ...", where the name may contain anything.
  std::string_view line(text, static_cast<size_t>(size));
  size_t end = line.rfind(')');
  return end != line.npos && end + 2 < line.size() &&
         (line[end + 2] == 'Z' || line[end + 2] == 'X');
}

// Takes a robust lock over from a process that ended.
bool inherit(SemaphoreObject* s) {
  int32_t holder = s->shared().word.load();
  return holder > 0 && holder != process_id() && has_ended(holder) &&
         s->shared().word.compare_exchange_strong(holder, process_id());
}

// Sleeps while the word is [seen], until [deadline] at the latest.
void sleep_on(Semaphore& shared, int32_t seen, Nanoseconds deadline) {
  Nanoseconds rest = deadline - scheduler().now();
  if (rest <= 0) return;
  if (rest > kSlice) rest = kSlice;
  timespec time{static_cast<time_t>(rest / 1'000'000'000), static_cast<long>(rest % 1'000'000'000)};
  syscall(SYS_futex, &shared.word, FUTEX_WAIT, seen, &time, nullptr, 0);
}

void taken(Thread& t, SemaphoreObject* s) {
  s->settle();
  s->count.fetch_add(1, std::memory_order_relaxed);
  s->last_thread.store(t.id, std::memory_order_relaxed);
}

Ref acquire_until(Thread& t, SemaphoreObject* s, bool block, Nanoseconds deadline) {
  Ref held = Ref::copy(s);
  if (s->kind == kRecursive && s->is_mine(t)) {
    s->count.fetch_add(1, std::memory_order_relaxed);
    return Ref::boolean(true);
  }
  if (try_take(s)) {
    taken(t, s);
    return Ref::boolean(true);
  }
  if (!block) return Ref::boolean(false);
  Semaphore& shared = s->shared();
  while (true) {
    bool got = false;
    {
      ReleaseGil released(t, ReleaseReason::kLock);
      shared.waiters.fetch_add(1);
      int32_t seen = shared.word.load();
      if ((s->robust ? seen != 0 : seen <= 0)) sleep_on(shared, seen, deadline);
      shared.waiters.fetch_sub(1);
      got = try_take(s) || (s->robust && inherit(s));
    }
    if (got) {
      taken(t, s);
      return Ref::boolean(true);
    }
    GILT_CHECK(handle_interrupt(t));
    if (scheduler().now() >= deadline) return Ref::boolean(false);
  }
}

Ref acquire(Thread& t, Args args) {
  GILT_TRY(bool block, truth(t, args[1]));
  Nanoseconds deadline = kForever;
  if (block && !args[2].is_none()) {
    GILT_TRY(double seconds, to_double(t, args[2]));
    if (seconds < 0 || seconds != seconds) seconds = 0;
    deadline = seconds > 1e9 ? kForever : deadline_after(static_cast<Nanoseconds>(seconds * 1e9));
  }
  return acquire_until(t, as_semaphore(args[0]), block, deadline);
}

Ref enter(Thread& t, Args args) {
  return acquire_until(t, as_semaphore(args[0]), true, kForever);
}

Ref give_back(Thread& t, SemaphoreObject* s) {
  std::atomic<int32_t>& word = s->shared().word;
  s->settle();
  if (s->kind == kRecursive) {
    if (!s->is_mine(t))
      return fail(t, assertion_error_type, "attempt to release recursive lock not owned by thread");
    if (s->count.load(std::memory_order_relaxed) > 1) {
      s->count.fetch_sub(1, std::memory_order_relaxed);
      return Ref::none();
    }
  }
  // Told before somebody else can take it.
  s->count.fetch_sub(1, std::memory_order_relaxed);
  bool ok = true;
  if (s->robust) {
    ok = word.exchange(0) != 0;
  } else {
    int32_t value = word.load();
    do {
      if (value >= s->maximum) ok = false;
    } while (ok && !word.compare_exchange_weak(value, value + 1));
  }
  if (!ok) {
    s->count.fetch_add(1, std::memory_order_relaxed);
    return fail(t, value_error_type, "semaphore or lock released too many times");
  }
  if (s->shared().waiters.load() > 0) syscall(SYS_futex, &word, FUTEX_WAKE, 1, nullptr, nullptr, 0);
  return Ref::none();
}

Ref release(Thread& t, Args args) {
  return give_back(t, as_semaphore(args[0]));
}

Ref make(Thread& t, SharedPiece piece, int kind, int maximum, bool robust) {
  auto* s = object_new<SemaphoreObject>(t, semaphore_type()->instance_shape->id);
  if (s == nullptr) return Ref::error();
  new (&s->piece) SharedPiece(std::move(piece));
  s->kind = kind;
  s->maximum = maximum;
  s->robust = robust;
  new (&s->process) std::atomic<int>(process_id());
  new (&s->count) std::atomic<int>(0);
  new (&s->last_thread) std::atomic<uint64_t>(0);
  return Ref::adopt(s);
}

Ref construct(Thread& t, TypeObject*, CallArgs call) {
  static const ParameterSpec* spec =
      parse_signature("SemLock", "(kind, value, maxvalue, robust=False)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int kind, to_c_int(t, bound[0]));
  GILT_TRY(int value, to_c_int(t, bound[1]));
  GILT_TRY(int maximum, to_c_int(t, bound[2]));
  GILT_TRY(bool robust, truth(t, bound[3]));
  if (kind != kRecursive && kind != kCounting)
    return fail(t, value_error_type, "unrecognized kind");
  if (value < 0 || value > maximum) return fail_os(t, EINVAL);
  SharedPiece piece;
  GILT_CHECK(SharedPiece::allocate(t, sizeof(Semaphore), piece));
  auto* shared = new (piece.data()) Semaphore;
  shared->word.store(robust ? 0 : value);
  shared->waiters.store(0);
  return make(t, std::move(piece), kind, maximum, robust);
}

Ref attach(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[1]));
  GILT_TRY(int64_t offset, to_int64(t, args[2]));
  GILT_TRY(int kind, to_c_int(t, args[3]));
  GILT_TRY(int maximum, to_c_int(t, args[4]));
  GILT_TRY(bool robust, truth(t, args[5]));
  if (offset < 0 || offset % 64 != 0) return fail(t, value_error_type, "not a semaphore");
  SharedPiece piece;
  GILT_CHECK(SharedPiece::attach(t, fd, static_cast<size_t>(offset), sizeof(Semaphore), piece));
  return make(t, std::move(piece), kind, maximum, robust);
}

void dealloc(Thread& t, Object* self) {
  static_cast<SemaphoreObject*>(self)->piece.~SharedPiece();
  heap_free(t, self, sizeof(SemaphoreObject));
}

Ref get_count(Thread& t, Args args) {
  as_semaphore(args[0])->settle();
  return int_from(t, as_semaphore(args[0])->count.load());
}

Ref is_mine(Thread& t, Args args) {
  return Ref::boolean(as_semaphore(args[0])->is_mine(t));
}

int32_t value_of(SemaphoreObject* s) {
  int32_t word = s->shared().word.load();
  if (s->robust) return word == 0;
  return word;
}

Ref get_value(Thread& t, Args args) {
  return int_from(t, value_of(as_semaphore(args[0])));
}

Ref is_zero(Thread&, Args args) {
  return Ref::boolean(value_of(as_semaphore(args[0])) == 0);
}

template <auto kGet>
Ref number_of(Thread& t, Value self) {
  return int_from(t, static_cast<int64_t>(kGet(as_semaphore(self))));
}

constexpr NativeDef kMethods[] = {
    {"acquire", acquire, "(self, /, block=True, timeout=None)", "Acquire the semaphore/lock."},
    {"release", release, "(self, /)", "Release the semaphore/lock."},
    {"_count", get_count, "(self, /)",
     "Num of `acquire()`s minus num of `release()`s for this process."},
    {"_is_mine", is_mine, "(self, /)", "Whether the lock is owned by this thread."},
    {"_get_value", get_value, "(self, /)", "Get the value of the semaphore."},
    {"_is_zero", is_zero, "(self, /)", "Return whether semaphore has value zero."},
    {"__enter__", enter, "(self, /)", "Enter the semaphore/lock."},
    {"__exit__", release, "(self, /, *args)", "Exit the semaphore/lock."},
    {"attach", attach, "(cls, fd, offset, kind, maxvalue, robust, /)",
     "The same semaphore as one of another process.", NativeKind::kClassMethod},
};

constexpr GetSetDef kGetSets[] = {
    {"fd", number_of<[](SemaphoreObject* s) { return s->piece.fd(); }>, nullptr, nullptr},
    {"offset", number_of<[](SemaphoreObject* s) { return s->piece.offset(); }>, nullptr, nullptr},
    {"kind", number_of<[](SemaphoreObject* s) { return s->kind; }>, nullptr, nullptr},
    {"maxvalue", number_of<[](SemaphoreObject* s) { return s->maximum; }>, nullptr, nullptr},
    {"robust", number_of<[](SemaphoreObject* s) { return s->robust; }>, nullptr, nullptr},
};

}  // namespace

TypeObject* semaphore_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_multiprocessing.SemLock",
      .instance_size = sizeof(SemaphoreObject),
      .doc = "Semaphore/mutex that processes share.",
      .slots = {.dealloc = dealloc, .construct = construct},
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

}  // namespace gilt
