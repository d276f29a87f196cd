#include "runtime/thread.h"

#include <errno.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/c_stack.h"
#include "runtime/collector.h"
#include "runtime/contention.h"
#include "runtime/deadlock.h"
#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/messages.h"
#include "runtime/world.h"

namespace gilt {

thread_local constinit Thread* t_current_thread = nullptr;

namespace {

// Address space for the two stacks of a thread. Only what is touched costs memory, so the recursion
// limit, not these, bounds a script: a million frames fit.
constexpr size_t kValueStackBytes = size_t{256} << 20;
constexpr size_t kFrameStackBytes = size_t{128} << 20;
// Registers that stay free for native code and handlers once scripts have used up the stack.
constexpr size_t kStackReserve = 70000;
// Bytes of C stack that stay free: native code between two checks, signal handlers, sanitizers'
// larger frames.
constexpr size_t kCStackReserve = size_t{256} << 10;
// Names of up to so many bytes need no memory of their own in the thread that sets them. A short
// thread that allocates nothing spares the allocator a heap.
constexpr size_t kUsualName = 63;

// The stacks of threads that have ended, for the next ones: a program that starts a thread for each
// small task would map, touch and unmap pages all the time. Taken and given without a lock, since a
// fork may happen in between. An entry is the start of both stacks, which are one range.
constexpr size_t kKeptStacks = 8;
// Of each of them, so many bytes stay in memory.
constexpr size_t kKeptBytes = size_t{64} << 10;
std::atomic<std::byte*> g_kept_stacks[kKeptStacks];

std::byte* take_stacks() {
  for (std::atomic<std::byte*>& kept : g_kept_stacks) {
    if (kept.load(std::memory_order_relaxed) == nullptr) continue;
    if (std::byte* range = kept.exchange(nullptr, std::memory_order_acquire)) return range;
  }
  void* range = mmap(nullptr, kValueStackBytes + kFrameStackBytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return range == MAP_FAILED ? nullptr : static_cast<std::byte*>(range);
}

void give_stacks(std::byte* range) {
  madvise(range + kKeptBytes, kValueStackBytes - kKeptBytes, MADV_DONTNEED);
  madvise(range + kValueStackBytes + kKeptBytes, kFrameStackBytes - kKeptBytes, MADV_DONTNEED);
  for (std::atomic<std::byte*>& kept : g_kept_stacks) {
    std::byte* none = nullptr;
    if (kept.compare_exchange_strong(none, range, std::memory_order_release)) return;
  }
  munmap(range, kValueStackBytes + kFrameStackBytes);
}

// What the C library keeps at the upper end of a thread's stack, and the page that guards the
// lower.
constexpr size_t kCStackEnds = size_t{32} << 10;

// The kernel keeps more than this below the main thread's stack free of mappings.
constexpr rlim_t kFreeBelowStack = rlim_t{64} << 20;

// The lowest address of the main thread's stack, which the kernel has begun with the program's
// name; null in other threads. (The C library would read the table of all mappings.)
void* main_stack() {
  auto top = reinterpret_cast<std::byte*>(getauxval(AT_EXECFN));
  rlimit limit;
  if (gettid() != getpid() || top == nullptr || getrlimit(RLIMIT_STACK, &limit) != 0)
    return nullptr;
  std::byte* lowest = top - std::min(limit.rlim_cur, kFreeBelowStack);
  auto* here = static_cast<std::byte*>(__builtin_frame_address(0));
  return lowest < here && here < top ? lowest : nullptr;
}

uintptr_t find_c_stack_limit() {
  if (size_t size = started_c_stack_size()) {
    // A thread that has just begun: this frame is near the upper end.
    return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - size + kCStackEnds +
           kCStackReserve;
  }
  pthread_attr_t attributes;
  void* lowest = main_stack();
  size_t size = 0;
  if (lowest == nullptr && pthread_getattr_np(pthread_self(), &attributes) == 0) {
    pthread_attr_getstack(&attributes, &lowest, &size);
    pthread_attr_destroy(&attributes);
  }
  if (lowest == nullptr) {
    // Unknown bounds: trust a megabyte below here.
    return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - (size_t{1} << 20) +
           kCStackReserve;
  }
  return reinterpret_cast<uintptr_t>(lowest) + kCStackReserve;
}

// Once is enough: it may take a look at the table of all mappings.
uintptr_t c_stack_limit() {
  thread_local const uintptr_t limit = find_c_stack_limit();
  return limit;
}

std::atomic<uint64_t> g_next_thread_id{1};

}  // namespace

Thread* thread_new(Interpreter* interpreter) {
  std::byte* stacks = take_stacks();
  if (stacks == nullptr) return nullptr;
  auto* t = new Thread;
  t->gil = new GilThreadState;
  t->interpreter = interpreter;
  t->stack = reinterpret_cast<Value*>(stacks);
  t->frames = reinterpret_cast<Frame*>(stacks + kValueStackBytes);
  t->stack_limit = t->stack + kValueStackBytes / sizeof(Value) - kStackReserve;
  t->frame_limit =
      reinterpret_cast<Frame*>(reinterpret_cast<std::byte*>(t->frames) + kFrameStackBytes - 4096);
  t->recursion_depth_limit = interpreter->recursion_limit.load(std::memory_order_relaxed);
  t->id = g_next_thread_id.fetch_add(1, std::memory_order_relaxed);
  t->name.reserve(kUsualName);
  thread_bind(*t);
  interpreter->collector->join(*t);
  interpreter->threads_lock.lock();
  // Whatever runs is told to end: so is what it has just started.
  if (limits_of(*interpreter) != nullptr &&
      limits_of(*interpreter)->stop_reason() != StopReason::kNone)
    t->safepoint.store(kLimit, std::memory_order_relaxed);
  t->next = interpreter->threads;
  if (t->next != nullptr) t->next->previous = t;
  interpreter->threads = t;
  uint64_t count = interpreter->thread_count.fetch_add(1, std::memory_order_relaxed) + 1;
  interpreter->gil->most_threads = std::max(interpreter->gil->most_threads, count);
  interpreter->threads_lock.unlock();
  return t;
}

void thread_bind(Thread& t) {
  t.c_stack_limit = c_stack_limit();
  t.native_id = scheduler().native_thread_id();
}

namespace {

void leave_list(Thread* t) {
  Interpreter* interpreter = t->interpreter;
  interpreter->threads_lock.lock();
  (t->previous != nullptr ? t->previous->next : interpreter->threads) = t->next;
  if (t->next != nullptr) t->next->previous = t->previous;
  interpreter->thread_count.fetch_sub(1, std::memory_order_relaxed);
  Gil& gil = *interpreter->gil;
  gil.ended.add(*t->gil);
  gil.threads_ended++;
  if (gil.ended_threads.size() < Gil::kNamedEnded) {
    gil.ended_threads.emplace_back(t->name, GilStatistics());
    gil.ended_threads.back().second.add(*t->gil);
  }
  interpreter->threads_lock.unlock();
}

void free_memory(Thread* t) {
  give_stacks(reinterpret_cast<std::byte*>(t->stack));
  delete t->gil;
  delete t;
}

}  // namespace

void thread_clear(Thread& t) {
  g_machine.thread_ends(t);
  t.object.clear();
  t.locals.clear();
  t.repr_running.clear();
  release(std::exchange(t.handled, kUnset));
  release(std::exchange(t.exception, kUnset));
  if (Object* pending = t.pending_async.exchange(nullptr)) release(to_value(pending));
  // What ends may have held something else; what a register of another thread holds stays.
  constexpr int kRounds = 3;
  for (int i = 0; i < kRounds && !t.retired.empty(); i++)
    if (!reclaim(t)) break;
}

void thread_delete(Thread* t) {
  Gil& gil = *t->interpreter->gil;
  thread_clear(*t);
  leave_world_for_good(*t);
  heap_abandon(t->heap);
  gil.count_hand_over(*t, HandOver::kExit);
  leave_list(t);
  deadlock_thread_ended(*t->interpreter);
  bool with_gil = t->holds_gil;
  t_current_thread = nullptr;
  // A stopper that still counts on this thread finds it gone from the list.
  t->attached.store(false, std::memory_order_seq_cst);
  if (with_gil) gil.release(*t, HandOver::kExit);
  if constexpr (kFreeThreaded) end_nap();
  free_memory(t);
}

void thread_discard(Thread* t) {
  t->interpreter->collector->leave(*t);
  leave_list(t);
  free_memory(t);
}

ReleaseGil::ReleaseGil(Thread& t, ReleaseReason reason) : t_(t) {
  detach(t, reason);
}

ReleaseGil::~ReleaseGil() {
  // The body's errno is what its caller wants to see, not that of waiting for the lock.
  int saved = errno;
  attach(t_);
  errno = saved;
}

bool check_native_recursion(Thread& t) {
  if (!c_stack_is_low(t)) [[likely]]
    return true;
  return fail(t, recursion_error_type, messages::kRecursion);
}

ReprGuard::ReprGuard(Thread& t, Value object) : t_(t), object_(object), entered_(true) {
  if (t.repr_running.is_unset()) {
    RefOf<ListObject> list = list_new(t);
    if (list.is_error()) {
      error_clear(t);
      entered_ = false;
      return;
    }
    t.repr_running.init(std::move(list));
  }
  auto* running = t.repr_running.peek().as<ListObject>();
  for (int64_t i = 0; i < running->size; i++) {
    if (same(running->items[i].peek(), object)) {
      entered_ = false;
      return;
    }
  }
  if (!list_append(t, running, Ref::copy(object))) {
    error_clear(t);
    entered_ = false;
  }
}

ReprGuard::~ReprGuard() {
  if (!entered_) return;
  auto* running = t_.repr_running.peek().as<ListObject>();
  // Nearly always the last one; a repr that another one interrupted may have left it further down.
  for (int64_t i = running->size - 1; i >= 0; i--) {
    if (!same(running->items[i].peek(), object_)) continue;
    ErrorGuard guard(t_);
    if (!list_delete_range(t_, running, i, i + 1)) error_clear(t_);
    return;
  }
}

}  // namespace gilt
