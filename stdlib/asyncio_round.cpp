// The queues of an event loop, what is ready and what has a time, and the round that runs them.
#include <algorithm>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "stdlib/asyncio_native.h"

namespace gilt {
namespace {

constexpr int64_t kFirstCapacity = 16;
// While callbacks are ready, and nothing but the loop's own pipe could bring events, the system is
// asked for them only so often.
constexpr Nanoseconds kPollInterval = 50'000;
constexpr double kLongestWait = 24 * 3600;

LoopObject* as_loop(Value v) {
  return v.as<LoopObject>();
}

// An array of slots that grows by doubling. REQUIRES: the owner's lock.
bool grow(Thread& t, Slot*& slots, int64_t& capacity, int64_t first, int64_t size) {
  int64_t larger = capacity == 0 ? kFirstCapacity : capacity * 2;
  auto* block = static_cast<Slot*>(heap_allocate(t, static_cast<size_t>(larger) * sizeof(Slot)));
  if (block == nullptr) return false;
  for (int64_t i = 0; i < size; i++) block[i] = slots[(first + i) & (capacity - 1)];
  if (slots != nullptr) heap_free(t, slots, static_cast<size_t>(capacity) * sizeof(Slot));
  slots = block;
  capacity = larger;
  return true;
}

}  // namespace

// -- the ready queue --

bool push_ready(Thread& t, LoopObject* loop, Value entry) {
  ObjectLock lock(t, loop);
  if (loop->size == loop->capacity) {
    GILT_CHECK(grow(t, loop->ring, loop->capacity, loop->first, loop->size));
    loop->first = 0;
  }
  Ref held = Ref::copy(entry);
  if (stores_need_help(loop, held.get())) publish(held.get());
  loop->ring[(loop->first + loop->size) & (loop->capacity - 1)].init(std::move(held));
  loop->size++;
  return true;
}

Ref pop_ready(Thread& t, LoopObject* loop) {
  ObjectLock lock(t, loop);
  if (loop->size == 0) return Ref::unset();
  Ref entry = Ref::adopt(loop->ring[loop->first].peek());
  loop->first = (loop->first + 1) & (loop->capacity - 1);
  loop->size--;
  return entry;
}

namespace {

// -- the timers. REQUIRES: the loop's lock --

TimerHandleObject* timer_at(LoopObject* loop, int64_t i) {
  return loop->timers[i].peek().as<TimerHandleObject>();
}

bool earlier(const TimerHandleObject* a, const TimerHandleObject* b) {
  return a->when != b->when ? a->when < b->when : a->order < b->order;
}

void put_timer(LoopObject* loop, int64_t i, Slot timer) {
  loop->timers[i] = timer;
  timer.peek().as<TimerHandleObject>()->index = i;
}

void sift_up(LoopObject* loop, int64_t i) {
  Slot moving = loop->timers[i];
  auto* timer = moving.peek().as<TimerHandleObject>();
  for (; i > 0; i = (i - 1) / 2) {
    if (!earlier(timer, timer_at(loop, (i - 1) / 2))) break;
    put_timer(loop, i, loop->timers[(i - 1) / 2]);
  }
  put_timer(loop, i, moving);
}

void sift_down(LoopObject* loop, int64_t i) {
  Slot moving = loop->timers[i];
  auto* timer = moving.peek().as<TimerHandleObject>();
  while (2 * i + 1 < loop->timer_count) {
    int64_t child = 2 * i + 1;
    if (child + 1 < loop->timer_count && earlier(timer_at(loop, child + 1), timer_at(loop, child)))
      child++;
    if (!earlier(timer_at(loop, child), timer)) break;
    put_timer(loop, i, loop->timers[child]);
    i = child;
  }
  put_timer(loop, i, moving);
}

}  // namespace

// Takes timer [i] out.
Ref take_timer(LoopObject* loop, int64_t i) {
  Ref taken = Ref::adopt(loop->timers[i].peek());
  taken.as<TimerHandleObject>()->index = -1;
  Slot last = loop->timers[--loop->timer_count];
  if (i == loop->timer_count) return taken;
  put_timer(loop, i, last);
  sift_down(loop, i);
  sift_up(loop, last.peek().as<TimerHandleObject>()->index);
  return taken;
}

bool push_timer(Thread& t, LoopObject* loop, TimerHandleObject* timer) {
  ObjectLock lock(t, loop);
  if (loop->timer_count == loop->timer_capacity)
    GILT_CHECK(grow(t, loop->timers, loop->timer_capacity, 0, loop->timer_count));
  Ref held = Ref::copy(timer);
  if (stores_need_help(loop, held.get())) publish(held.get());
  timer->order = loop->timers_made++;
  int64_t place = loop->timer_count++;
  loop->timers[place].init(std::move(held));
  sift_up(loop, place);
  return true;
}

std::optional<double> loop_time(Thread& t, LoopObject* loop) {
  if (loop->own_time) return static_cast<double>(scheduler().now()) * 1e-9;
  static StrObject* const kTime = intern("time");
  GILT_TRY(Ref now, call_method(t, to_value(loop), kTime));
  return to_double(t, now.get());
}

namespace {

// -- one round --

// Seconds to wait for events: negative: for ever.
std::optional<double> wait_time(Thread& t, LoopObject* loop) {
  if (loop->size > 0 || loop->stopping) return 0.0;
  if (loop->timer_count == 0) return -1.0;
  GILT_TRY(double now, loop_time(t, loop));
  ObjectLock lock(t, loop);
  if (loop->timer_count == 0) return -1.0;
  return std::clamp(timer_at(loop, 0)->when - now, 0.0, kLongestWait);
}

bool poll(Thread& t, LoopObject* loop) {
  GILT_TRY(double seconds, wait_time(t, loop));
  Nanoseconds now = scheduler().now();
  if (seconds == 0 && !loop->watches && now - loop->last_poll < kPollInterval) return true;
  Ref timeout = Ref::none();
  if (seconds >= 0) {
    GILT_TRY(timeout, make_float(t, seconds));
  }
  static StrObject* const kSelect = intern("select");
  Ref selector = loop->selector.load();
  GILT_TRY(Ref events, call_method(t, selector.get(), kSelect, {timeout.get()}));
  loop->last_poll = scheduler().now();
  if (is_list(events.get()) && events.as<ListObject>()->size == 0) return true;
  static StrObject* const kProcess = intern("_process_events");
  return !call_method(t, to_value(loop), kProcess, {events.get()}).is_error();
}

// Timers that are due become ready.
bool move_due(Thread& t, LoopObject* loop) {
  if (loop->timer_count == 0) return true;
  GILT_TRY(double now, loop_time(t, loop));
  double end = now + loop->clock_resolution;
  while (true) {
    Ref due;
    {
      ObjectLock lock(t, loop);
      if (loop->timer_count == 0 || timer_at(loop, 0)->when >= end) return true;
      due = take_timer(loop, 0);
    }
    GILT_CHECK(push_ready(t, loop, due.get()));
  }
}

bool run_entry(Thread& t, Value entry) {
  if (is_task(entry)) {
    if (task_wake_in_context(t, entry.as<TaskObject>())) return true;
    GILT_TRY(Ref callback, task_callback_new(t, entry.as<TaskObject>(), kUnset, false));
    Ref error = error_take(t);
    GILT_TRY(Ref handle, handle_new(t, entry.as<TaskObject>()->loop.peek(), callback.get(),
                                    Ref::unset(), entry.as<TaskObject>()->context.load()));
    error_restore(t, std::move(error));
    return handle_failed(t, handle.get());
  }
  auto* handle = entry.as<HandleObject>();
  if (handle->cancelled) return true;
  if (type_of(entry) == handle_type() || type_of(entry) == timer_handle_type())
    return handle_run(t, handle);
  static StrObject* const kRun = intern("_run");
  return !call_method(t, entry, kRun).is_error();
}

// The same in debug mode, which reports what took long.
bool run_measured(Thread& t, LoopObject* loop, Value entry) {
  GILT_TRY(double begin, loop_time(t, loop));
  GILT_CHECK(run_entry(t, entry));
  GILT_TRY(double end, loop_time(t, loop));
  if (end - begin < loop->slow_callback_duration) return true;
  GILT_TRY(Ref duration, make_float(t, end - begin));
  return !call_helper(t, "asyncio.base_events", "_report_slow", entry, duration.get()).is_error();
}

}  // namespace

Ref run_once(Thread& t, Args args) {
  LoopObject* loop = as_loop(args[0]);
  Ref held = Ref::copy(loop);
  GILT_CHECK(poll(t, loop));
  GILT_CHECK(move_due(t, loop));
  // What becomes ready from now on waits for the next round, or events would never be looked for.
  for (int64_t left = loop->size; left > 0; left--) {
    Ref entry = pop_ready(t, loop);
    if (entry.is_unset()) break;
    GILT_CHECK(loop->debug ? run_measured(t, loop, entry.get()) : run_entry(t, entry.get()));
    if (t.safepoint.load(std::memory_order_relaxed) != 0) GILT_CHECK(safepoint(t));
  }
  return Ref::none();
}

namespace {}  // namespace

// Rounds until the loop is stopped.
Ref run_rounds(Thread& t, Args args) {
  LoopObject* loop = as_loop(args[0]);
  Ref held = Ref::copy(loop);
  static StrObject* const kRunOnce = intern("_run_once");
  while (true) {
    GILT_CHECK(call_method(t, args[0], kRunOnce));
    if (loop->stopping) return Ref::none();
  }
}

}  // namespace gilt
