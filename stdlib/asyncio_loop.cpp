// LoopCore, the base class of event loops: asking for calls, tasks and futures, and its attributes.
#include <algorithm>
#include <cmath>
#include <new>

#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/native_object.h"
#include "runtime/tuple.h"
#include "runtime/world.h"
#include "stdlib/asyncio_native.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

LoopObject* as_loop(Value v) {
  return v.as<LoopObject>();
}

bool check_closed(Thread& t, LoopObject* loop) {
  if (!loop->closed) return true;
  return fail(t, runtime_error_type, "Event loop is closed");
}

// What debug mode checks of a callback and of the thread that schedules it.
bool check_debug(Thread& t, LoopObject* loop, Value callback, const char* method, bool thread) {
  if (!loop->debug) return true;
  if (thread) {
    static StrObject* const kCheckThread = intern("_check_thread");
    GILT_CHECK(call_method(t, to_value(loop), kCheckThread));
  }
  static StrObject* const kCheckCallback = intern("_check_callback");
  GILT_TRY(Ref name, str_new(t, method));
  GILT_CHECK(call_method(t, to_value(loop), kCheckCallback, {callback, name.get()}));
  return true;
}

// The arguments behind [skipped] positional ones, as a handle keeps them.
Ref rest_of(Thread& t, CallArgs args, uint32_t skipped) {
  if (args.positional <= skipped) return Ref::unset();
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, args.positional - skipped));
  for (uint32_t i = skipped; i < args.positional; i++)
    tuple->items()[i - skipped].init(Ref::copy(args[i]));
  return tuple;
}

// The only keyword: context.
bool take_context(Thread& t, const char* method, CallArgs args, Value& context) {
  context = kNone;
  for (int64_t i = 0; args.kwnames != nullptr && i < args.kwnames->size; i++) {
    std::string_view name = args.kwnames->at(i).as<StrObject>()->view();
    if (name != "context") {
      return fail(t, type_error_type, "BaseEventLoop.{}() got an unexpected keyword argument '{}'",
                  method, name);
    }
    context = args[args.positional + static_cast<uint32_t>(i)];
  }
  return true;
}

bool take_arguments(Thread& t, const char* method, CallArgs args, uint32_t needed, Value& context) {
  GILT_CHECK(take_context(t, method, args, context));
  if (args.positional > needed) return true;
  return fail(t, type_error_type,
              "BaseEventLoop.{}() missing required positional arguments: 'callback'", method);
}

// -- methods: asking for calls --

Ref call_soon_method(Thread& t, CallArgs args) {
  Value context;
  GILT_CHECK(take_arguments(t, "call_soon", args, 1, context));
  LoopObject* loop = as_loop(args[0]);
  GILT_CHECK(check_closed(t, loop));
  GILT_CHECK(check_debug(t, loop, args[1], "call_soon", true));
  Ref rest = rest_of(t, args, 2);
  if (rest.is_error()) return rest;
  GILT_TRY(RefOf<HandleObject> handle,
           handle_new(t, args[0], args[1], std::move(rest), Ref::copy(context)));
  GILT_CHECK(push_ready(t, loop, handle.value()));
  return handle;
}

Ref call_soon_threadsafe(Thread& t, CallArgs args) {
  Value context;
  GILT_CHECK(take_arguments(t, "call_soon_threadsafe", args, 1, context));
  LoopObject* loop = as_loop(args[0]);
  GILT_CHECK(check_closed(t, loop));
  GILT_CHECK(check_debug(t, loop, args[1], "call_soon_threadsafe", false));
  Ref rest = rest_of(t, args, 2);
  if (rest.is_error()) return rest;
  GILT_TRY(RefOf<HandleObject> handle,
           handle_new(t, args[0], args[1], std::move(rest), Ref::copy(context)));
  GILT_CHECK(push_ready(t, loop, handle.value()));
  static StrObject* const kWrite = intern("_write_to_self");
  GILT_CHECK(call_method(t, args[0], kWrite));
  return handle;
}

Ref schedule_at(Thread& t, LoopObject* loop, double when, CallArgs args, Value context) {
  Ref rest = rest_of(t, args, 3);
  if (rest.is_error()) return rest;
  GILT_TRY(RefOf<TimerHandleObject> timer,
           timer_handle_new(t, args[0], when, args[2], std::move(rest), Ref::copy(context)));
  GILT_CHECK(push_timer(t, loop, timer.get()));
  return timer;
}

Ref call_at(Thread& t, CallArgs args) {
  Value context;
  GILT_CHECK(take_arguments(t, "call_at", args, 2, context));
  if (args[1].is_none()) return fail(t, type_error_type, "when cannot be None");
  LoopObject* loop = as_loop(args[0]);
  GILT_CHECK(check_closed(t, loop));
  GILT_CHECK(check_debug(t, loop, args[2], "call_at", true));
  GILT_TRY(double when, to_double(t, args[1]));
  return schedule_at(t, loop, when, args, context);
}

Ref call_later(Thread& t, CallArgs args) {
  Value context;
  GILT_CHECK(take_arguments(t, "call_later", args, 2, context));
  if (args[1].is_none()) return fail(t, type_error_type, "delay must not be None");
  LoopObject* loop = as_loop(args[0]);
  GILT_CHECK(check_closed(t, loop));
  GILT_CHECK(check_debug(t, loop, args[2], "call_at", true));
  GILT_TRY(double delay, to_double(t, args[1]));
  GILT_TRY(double now, loop_time(t, loop));
  return schedule_at(t, loop, now + delay, args, context);
}

// -- methods: the rest --

Ref time_method(Thread& t, Args) {
  return make_float(t, static_cast<double>(scheduler().now()) * 1e-9);
}
Ref create_future(Thread& t, Args args) {
  return future_new(t, args[0]);
}
// What Task() is to be called with, besides coroutine and loop. False: something else was given.
struct TaskOptions {
  Value name = kNone, context = kNone, eager = kFalse;
  bool take(CallArgs args) {
    for (int64_t i = 0; args.kwnames != nullptr && i < args.kwnames->size; i++) {
      std::string_view key = args.kwnames->at(i).as<StrObject>()->view();
      Value value = args[args.positional + static_cast<uint32_t>(i)];
      if (key == "name") {
        name = value;
      } else if (key == "context") {
        context = value;
      } else if (key == "eager_start") {
        eager = value;
      } else {
        return false;
      }
    }
    return true;
  }
};

Ref create_task(Thread& t, CallArgs args) {
  LoopObject* loop = as_loop(args[0]);
  GILT_CHECK(check_closed(t, loop));
  if (args.positional != 2) {
    return fail(t, type_error_type,
                "BaseEventLoop.create_task() takes 2 positional arguments but {} were given",
                args.positional);
  }
  Ref factory = loop->task_factory.load();
  if (!factory.is_none()) return call(t, factory.get(), args);
  TaskOptions options;
  if (options.take(args)) {
    GILT_TRY(bool eager, truth(t, options.eager));
    return task_new(t, args[1], args[0], options.name, options.context, eager);
  }
  // Let Task() say what is wrong.
  uint32_t keywords = static_cast<uint32_t>(args.kwnames->size);
  std::vector<Value> words(args.values + 1, args.values + 2 + keywords);
  return call(t, to_value(task_type()), CallArgs{words.data(), 1, args.kwnames});
}

Ref get_debug(Thread&, Args args) {
  return Ref::boolean(as_loop(args[0])->debug);
}
Ref is_running(Thread&, Args args) {
  return Ref::boolean(as_loop(args[0])->thread_id != 0);
}
Ref is_closed(Thread&, Args args) {
  return Ref::boolean(as_loop(args[0])->closed);
}
Ref stop(Thread&, Args args) {
  as_loop(args[0])->stopping = true;
  return Ref::none();
}
Ref check_closed_method(Thread& t, Args args) {
  GILT_CHECK(check_closed(t, as_loop(args[0])));
  return Ref::none();
}
// Called from a signal handler or a callback for file descriptors: like call_soon for a handle.
Ref add_callback(Thread& t, Args args) {
  if (!is_instance_of(args[1], handle_type()))
    return fail(t, type_error_type, "a Handle is required here");
  if (args[1].as<HandleObject>()->cancelled) return Ref::none();
  GILT_CHECK(push_ready(t, as_loop(args[0]), args[1]));
  return Ref::none();
}

Ref clear_queues(Thread& t, Args args) {
  LoopObject* loop = as_loop(args[0]);
  std::vector<Ref> dropped;
  {
    ObjectLock lock(t, loop);
    while (loop->timer_count > 0) dropped.push_back(take_timer(loop, loop->timer_count - 1));
  }
  for (Ref entry = pop_ready(t, loop); !entry.is_unset(); entry = pop_ready(t, loop))
    dropped.push_back(std::move(entry));
  return Ref::none();
}

constexpr NativeDef kMethods[] = {
    {"call_soon", nullptr, "(self, callback, /, *args, context=None)",
     "Calls callback(*args) in the next round.", NativeKind::kFunction, call_soon_method},
    {"call_soon_threadsafe", nullptr, "(self, callback, /, *args, context=None)",
     "call_soon() for other threads: wakes the loop.", NativeKind::kFunction, call_soon_threadsafe},
    {"call_later", nullptr, "(self, delay, callback, /, *args, context=None)",
     "Calls callback(*args) after delay seconds.", NativeKind::kFunction, call_later},
    {"call_at", nullptr, "(self, when, callback, /, *args, context=None)",
     "Calls callback(*args) at a time of the loop's clock.", NativeKind::kFunction, call_at},
    {"time", time_method, "(self, /)", "The loop's clock, in seconds."},
    {"create_task", nullptr, "(self, coro, **kwargs)", "A task that runs a coroutine.",
     NativeKind::kFunction, create_task},
    {"create_future", create_future, "(self, /)", "A future of this loop."},
    {"get_debug", get_debug, "(self, /)", "Whether the loop is in debug mode."},
    {"is_running", is_running, "(self, /)", "Whether the loop runs."},
    {"is_closed", is_closed, "(self, /)", "Whether the loop was closed."},
    {"stop", stop, "(self, /)", "Ends run_forever() after this round."},
    {"_check_closed", check_closed_method, "(self, /)", nullptr},
    {"_add_callback", add_callback, "(self, handle, /)", nullptr},
    {"_clear_queues", clear_queues, "(self, /)", nullptr},
    {"_run_once", run_once, "(self, /)", nullptr},
    {"_run_rounds", run_rounds, "(self, /)", nullptr},
};

// -- attributes --

template <auto kField>
Ref get_flag(Thread&, Value self) {
  return Ref::boolean(as_loop(self)->*kField);
}
template <auto kField>
bool set_flag(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  GILT_TRY(bool on, truth(t, value));
  as_loop(self)->*kField = on;
  return true;
}
template <auto kField>
Ref get_number(Thread& t, Value self) {
  return make_float(t, as_loop(self)->*kField);
}
template <auto kField>
bool set_number(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  GILT_TRY(double number, to_double(t, value));
  as_loop(self)->*kField = number;
  return true;
}
Ref get_thread_id(Thread& t, Value self) {
  uint64_t id = as_loop(self)->thread_id;
  if (id == 0) return Ref::none();
  return int_from_unsigned(t, id);
}
bool set_thread_id(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  int64_t id = 0;
  if (!value.is_none()) {
    GILT_TRY(id, to_int64(t, value));
  }
  as_loop(self)->thread_id = static_cast<uint64_t>(id);
  return true;
}
Ref get_selector(Thread&, Value self) {
  Ref selector = as_loop(self)->selector.load();
  return selector.is_unset() ? Ref::none() : std::move(selector);
}
bool set_selector(Thread&, Value self, Value value) {
  as_loop(self)->selector.store(self.as_object(), Ref::copy(value));
  return true;
}
Ref get_task_factory(Thread&, Value self) {
  return as_loop(self)->task_factory.load();
}
bool set_task_factory(Thread&, Value self, Value value) {
  as_loop(self)->task_factory.store(self.as_object(),
                                    value.is_unset() ? Ref::none() : Ref::copy(value));
  return true;
}
// What waits, for those who look: a list of handles.
Ref get_ready(Thread& t, Value self) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  LoopObject* loop = as_loop(self);
  ObjectLock lock(t, loop);
  for (int64_t i = 0; i < loop->size; i++) {
    Ref entry = loop->ring[(loop->first + i) & (loop->capacity - 1)].load();
    GILT_CHECK(list_append(t, list.get(), std::move(entry)));
  }
  return list;
}
Ref get_scheduled(Thread& t, Value self) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  LoopObject* loop = as_loop(self);
  ObjectLock lock(t, loop);
  for (int64_t i = 0; i < loop->timer_count; i++)
    GILT_CHECK(list_append(t, list.get(), loop->timers[i].load()));
  return list;
}

constexpr GetSetDef kGetSets[] = {
    {"_debug", get_flag<&LoopObject::debug>, set_flag<&LoopObject::debug>, nullptr},
    {"_closed", get_flag<&LoopObject::closed>, set_flag<&LoopObject::closed>, nullptr},
    {"_stopping", get_flag<&LoopObject::stopping>, set_flag<&LoopObject::stopping>, nullptr},
    {"_watches", get_flag<&LoopObject::watches>, set_flag<&LoopObject::watches>, nullptr},
    {"_clock_resolution", get_number<&LoopObject::clock_resolution>,
     set_number<&LoopObject::clock_resolution>, nullptr},
    {"slow_callback_duration", get_number<&LoopObject::slow_callback_duration>,
     set_number<&LoopObject::slow_callback_duration>,
     "Seconds from which on debug mode reports a callback."},
    {"_thread_id", get_thread_id, set_thread_id, nullptr},
    {"_selector", get_selector, set_selector, nullptr},
    {"_task_factory", get_task_factory, set_task_factory, nullptr},
    {"_ready", get_ready, nullptr, nullptr},
    {"_scheduled", get_scheduled, nullptr, nullptr},
};

// -- life --

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* loop = native_allocate<LoopObject>(t, type);
  if (loop == nullptr) return Failed{};
  loop->ring = loop->timers = nullptr;
  loop->capacity = loop->first = loop->size = 0;
  loop->timer_count = loop->timer_capacity = 0;
  loop->timers_made = 0;
  loop->selector.init_unset();
  loop->task_factory.init(Ref::none());
  loop->last_poll = 0;
  loop->clock_resolution = 1e-9;
  loop->slow_callback_duration = 0.1;
  loop->thread_id = 0;
  loop->debug = loop->closed = loop->stopping = false;
  loop->watches = true;
  static StrObject* const kCallSoon = intern("call_soon");
  static StrObject* const kTime = intern("time");
  loop->own_call_soon = same(type_lookup(type, kCallSoon), type_lookup(loop_type(), kCallSoon));
  loop->own_time = same(type_lookup(type, kTime), type_lookup(loop_type(), kTime));
  new (&loop->tasks_lock) ShortLock;
  loop->tasks = nullptr;
  loop->running = nullptr;
  Ref ref = Ref::adopt(loop);
  gc_track(t, loop);
  return ref;
}

void drop_queues(Thread& t, LoopObject* loop) {
  while (loop->timer_count > 0) {
    Ref timer = take_timer(loop, loop->timer_count - 1);
  }
  while (loop->size > 0) {
    Ref entry = Ref::adopt(loop->ring[loop->first].peek());
    loop->first = (loop->first + 1) & (loop->capacity - 1);
    loop->size--;
  }
  static_cast<void>(t);
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* loop = static_cast<LoopObject*>(self);
  drop_queues(t, loop);
  if (loop->ring != nullptr)
    heap_free(t, loop->ring, static_cast<size_t>(loop->capacity) * sizeof(Slot));
  if (loop->timers != nullptr)
    heap_free(t, loop->timers, static_cast<size_t>(loop->timer_capacity) * sizeof(Slot));
  loop->selector.clear();
  loop->task_factory.clear();
  native_free<LoopObject>(t, self);
}
void traverse(Object* self, Visitor& visitor) {
  auto* loop = static_cast<LoopObject*>(self);
  for (int64_t i = 0; i < loop->size; i++)
    visitor.visit(loop->ring[(loop->first + i) & (loop->capacity - 1)]);
  for (int64_t i = 0; i < loop->timer_count; i++) visitor.visit(loop->timers[i]);
  visitor.visit(loop->selector);
  visitor.visit(loop->task_factory);
}
void clear(Thread& t, Object* self) {
  auto* loop = static_cast<LoopObject*>(self);
  drop_queues(t, loop);
  loop->selector.clear();
  loop->task_factory.clear();
}

}  // namespace

TypeObject* loop_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_asyncio.LoopCore",
                  .instance_size = sizeof(LoopObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs,
                  .doc = "The queues of an event loop.",
                  .methods = kMethods,
                  .getsets = kGetSets};
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.clear = clear;
    spec.slots.construct = construct;
    return type_new_native(spec);
  }();
  return type;
}

bool loop_debug(Thread& t, Value loop, bool& debug) {
  if (is_loop(loop)) {
    debug = as_loop(loop)->debug;
    return true;
  }
  static StrObject* const kGetDebug = intern("get_debug");
  GILT_TRY(Ref answer, call_method(t, loop, kGetDebug));
  GILT_TRY(debug, truth(t, answer.get()));
  return true;
}

Ref loop_create_task(Thread& t, CallArgs args) {
  static StrObject* const kCreateTask = intern("create_task");
  GILT_TRY(Ref method, get_attribute(t, args[0], kCreateTask));
  return call(t, method.get(), CallArgs{args.values + 1, args.positional - 1, args.kwnames});
}

void loop_drop_timer(Thread& t, LoopObject* loop, TimerHandleObject* timer) {
  Ref dropped;
  ObjectLock lock(t, loop);
  const int64_t i = timer->index;
  if (i < 0 || i >= loop->timer_count || loop->timers[i].peek().as_object() != timer) return;
  dropped = take_timer(loop, i);
}

bool call_soon(Thread& t, Value loop, Value callback, Value argument, Value context) {
  if (!is_loop(loop) || !as_loop(loop)->own_call_soon || as_loop(loop)->debug) {
    static StrObject* const kCallSoon = intern("call_soon");
    GILT_TRY(Ref method, get_attribute(t, loop, kCallSoon));
    Ref done = argument.is_unset()
                   ? call_with_keyword(t, method.get(), {callback}, "context", context)
                   : call_with_keyword(t, method.get(), {callback, argument}, "context", context);
    return !done.is_error();
  }
  GILT_CHECK(check_closed(t, as_loop(loop)));
  Ref args;
  if (!argument.is_unset()) {
    GILT_TRY(args, tuple_of(t, {argument}));
  }
  GILT_TRY(RefOf<HandleObject> handle,
           handle_new(t, loop, callback, std::move(args), Ref::copy(context)));
  return push_ready(t, as_loop(loop), handle.value());
}

bool schedule_task(Thread& t, TaskObject* task) {
  Value loop = task->loop.peek();
  if (is_loop(loop) && as_loop(loop)->own_call_soon && !as_loop(loop)->debug) {
    GILT_CHECK(check_closed(t, as_loop(loop)));
    return push_ready(t, as_loop(loop), to_value(task));
  }
  Ref awaited = task->waits_for.load();
  GILT_TRY(Ref callback, task_callback_new(t, task, kUnset, !awaited.is_unset()));
  Ref held = Ref::copy(loop);
  return call_soon(t, held.get(), callback.get(), awaited.get(), task->context.peek());
}

}  // namespace gilt
