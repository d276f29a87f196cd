// asyncio.Task: a coroutine that a loop resumes whenever what it awaits is done.
#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/native_object.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/asyncio_native.h"
#include "stdlib/context.h"

#include <atomic>

namespace gilt {
namespace {

TaskObject* as_task(Value v) {
  return v.as<TaskObject>();
}

std::string_view text_of(const Ref& text) {
  return text.as<StrObject>()->view();
}

// -- the loop's list of tasks that are not done. REQUIRES: the task's lock --

void enlist(TaskObject* task) {
  if (!is_loop(task->loop.peek()) || task->listed) return;
  auto* loop = task->loop.peek().as<LoopObject>();
  loop->tasks_lock.lock();
  task->previous = nullptr;
  task->next = loop->tasks;
  if (task->next != nullptr) task->next->previous = task;
  loop->tasks = task;
  task->listed = true;
  loop->tasks_lock.unlock();
}

void delist(TaskObject* task) {
  if (!task->listed) return;
  auto* loop = task->loop.peek().as<LoopObject>();
  loop->tasks_lock.lock();
  (task->previous != nullptr ? task->previous->next : loop->tasks) = task->next;
  if (task->next != nullptr) task->next->previous = task->previous;
  task->next = task->previous = nullptr;
  task->listed = false;
  loop->tasks_lock.unlock();
}

// Tasks of loops that are not ours are in a set of the package.
bool announce(Thread& t, TaskObject* task) {
  {
    ObjectLock lock(t, task);
    if (is_loop(task->loop.peek())) {
      if (task->pending()) enlist(task);
      return true;
    }
  }
  return !call_helper(t, "asyncio.tasks", "_register_task", to_value(task)).is_error();
}

}  // namespace

void task_forget(TaskObject* task) {
  delist(task);
}

// -- life --

namespace {

constexpr Slot TaskObject::* kOwnSlots[] = {&TaskObject::coroutine, &TaskObject::waits_for,
                                            &TaskObject::context, &TaskObject::name};

void clear_slots(TaskObject* task) {
  for (Slot TaskObject::* slot : kOwnSlots) (task->*slot).clear();
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* task = static_cast<TaskObject*>(self);
  delist(task);
  clear_slots(task);
  future_clear_slots(task);
  if (!type_of(self)->is(kTypeHeap)) instance_clear(t, self);
  native_free<TaskObject>(t, self);
}
void traverse(Object* self, Visitor& visitor) {
  auto* task = static_cast<TaskObject*>(self);
  for (Slot TaskObject::* slot : kOwnSlots) visitor.visit(task->*slot);
  future_visit(task, visitor);
  native_traverse(self, visitor);
}
void clear(Thread& t, Object* self) {
  auto* task = static_cast<TaskObject*>(self);
  delist(task);
  clear_slots(task);
  future_clear_slots(task);
  task->loop.set_word(kNone);
  native_clear(t, self);
}

void finalize(Thread& t, Object* self) {
  auto* task = static_cast<TaskObject*>(self);
  if (task->pending() && task->log_destroy_pending && !task->coroutine.is_unset()) {
    task->log_destroy_pending = false;
    ErrorGuard guard(t);
    Ref told = call_helper(t, "asyncio.base_tasks", "_report_destroyed", to_value(task));
    if (told.is_error()) error_unraisable(t, "while finalizing task", to_value(task));
  }
  future_report_unretrieved(t, task);
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* task = native_allocate<TaskObject>(t, type);
  if (task == nullptr) return Failed{};
  future_init_fields(task);
  for (Slot TaskObject::* slot : kOwnSlots) (task->*slot).init_unset();
  task->number = 0;
  task->cancels_requested = 0;
  task->must_cancel = false;
  task->log_destroy_pending = true;
  task->next = task->previous = nullptr;
  task->listed = false;
  Ref ref = Ref::adopt(task);
  gc_track(t, task);
  return ref;
}

// The first step at once, inside the maker's step.
bool start_eagerly(Thread& t, TaskObject* task) {
  Ref outer = change_current_task(t, Ref::unset());
  Ref context = task->context.load();
  bool ok = context_enter(t, context.as<ContextObject>());
  if (ok) {
    ok = task_step(t, task, Ref::unset());
    context_leave(t, context.as<ContextObject>());
  }
  (void)change_current_task(t, std::move(outer));
  if (!ok) return false;
  if (task->pending()) return announce(t, task);
  task->coroutine.clear(task);
  return true;
}

std::optional<bool> is_coroutine(Thread& t, Value v) {
  if (has_shape(v, kCoroutineShape)) return true;
  GILT_TRY(Ref answer, call_helper(t, "asyncio.coroutines", "iscoroutine", v));
  return truth(t, answer.get());
}

std::optional<bool> loop_runs(Thread& t, Value loop) {
  if (is_loop(loop)) return loop.as<LoopObject>()->thread_id != 0;
  static StrObject* const kIsRunning = intern("is_running");
  GILT_TRY(Ref answer, call_method(t, loop, kIsRunning));
  return truth(t, answer.get());
}

// __init__ with its arguments in place.
bool prepare(Thread& t, TaskObject* task, Value coroutine, Value loop, Value name, Value given,
             bool eager) {
  GILT_TRY(bool suitable, is_coroutine(t, coroutine));
  if (!suitable) {
    task->log_destroy_pending = false;
    GILT_TRY(Ref text, repr(t, coroutine));
    return fail(t, type_error_type, "a coroutine was expected, got {}", text_of(text));
  }
  GILT_CHECK(future_attach(t, task, loop));
  Ref context = Ref::copy(given);
  if (context.is_none()) {
    GILT_TRY(context, context_copy_current(t));
  } else if (type_of(context.get()) != context_type()) {
    return fail(t, type_error_type, "a Context was expected, got {}", type_name(context.get()));
  }
  task->context.store(task, std::move(context));
  if (name.is_none()) {
    static std::atomic<uint64_t> last_number{0};
    task->number = last_number.fetch_add(1, std::memory_order_relaxed) + 1;
  } else if (is_exact_str(name)) {
    task->name.store(task, Ref::copy(name));
  } else {
    GILT_TRY(Ref text, to_str(t, name));
    task->name.store(task, std::move(text));
  }
  task->coroutine.store(task, Ref::copy(coroutine));
  if (eager) {
    GILT_TRY(bool runs, loop_runs(t, task->loop.peek()));
    if (runs) return start_eagerly(t, task);
  }
  GILT_CHECK(schedule_task(t, task));
  return announce(t, task);
}

bool init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec = parse_signature(
      "Task", "(coro, *, loop=None, name=None, context=None, eager_start=False)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(bool eager, truth(t, bound[4]));
  return prepare(t, as_task(self), bound[0], bound[1], bound[2], bound[3], eager);
}

Ref repr_slot(Thread& t, Value self) {
  return call_helper(t, "asyncio.base_tasks", "_task_repr", self);
}

// -- methods --

Ref cancel_method(Thread& t, Args args) {
  TaskObject* task = as_task(args[0]);
  task->log_traceback = false;
  if (!task->pending()) return Ref::boolean(false);
  task->cancels_requested += 1;
  Ref awaited = task->waits_for.load();
  if (!awaited.is_unset()) {
    bool passed_on;
    if (type_of(awaited.get()) == future_type()) {
      GILT_TRY(passed_on, future_cancel(t, awaited.as<FutureObject>(), args[1]));
    } else {
      static StrObject* const kCancel = intern("cancel");
      GILT_TRY(Ref method, get_attribute(t, awaited.get(), kCancel));
      GILT_TRY(Ref answer, call_with_keyword(t, method.get(), {}, "msg", args[1]));
      GILT_TRY(passed_on, truth(t, answer.get()));
    }
    if (passed_on) return Ref::boolean(true);
  }
  task->must_cancel = true;
  task->cancel_message.store(task, Ref::copy(args[1]));
  return Ref::boolean(true);
}

Ref uncancel_method(Thread& t, Args args) {
  TaskObject* task = as_task(args[0]);
  if (task->cancels_requested > 0) {
    task->cancels_requested -= 1;
    if (task->cancels_requested == 0) task->must_cancel = false;
  }
  return int_from(t, task->cancels_requested);
}
Ref cancelling_method(Thread& t, Args args) {
  return int_from(t, as_task(args[0])->cancels_requested);
}

Ref no_set_result(Thread& t, Args) {
  return fail(t, runtime_error_type, "Task does not support set_result operation");
}
Ref no_set_exception(Thread& t, Args) {
  return fail(t, runtime_error_type, "Task does not support set_exception operation");
}

Ref get_name(Thread& t, Args args) {
  TaskObject* task = as_task(args[0]);
  Ref name = task->name.load();
  if (!name.is_unset()) return name;
  if (task->number == 0) return Ref::none();
  return str_new(t, fmt::format("Task-{}", task->number.load()));
}
Ref set_name(Thread& t, Args args) {
  GILT_TRY(Ref text, to_str(t, args[1]));
  as_task(args[0])->name.store(args[0].as_object(), std::move(text));
  return Ref::none();
}
Ref get_coro(Thread&, Args args) {
  Ref coroutine = as_task(args[0])->coroutine.load();
  return coroutine.is_unset() ? Ref::none() : std::move(coroutine);
}
Ref get_context(Thread&, Args args) {
  Ref context = as_task(args[0])->context.load();
  return context.is_unset() ? Ref::none() : std::move(context);
}
Ref get_stack(Thread& t, Args args) {
  return call_helper(t, "asyncio.base_tasks", "_task_get_stack", args[0], args[1]);
}
Ref print_stack(Thread& t, Args args) {
  return call_helper(t, "asyncio.base_tasks", "_task_print_stack", args[0], args[1], args[2]);
}

constexpr NativeDef kMethods[] = {
    {"cancel", cancel_method, "(self, /, msg=None)",
     "Asks the task to end: CancelledError is raised in it where it awaits."},
    {"uncancel", uncancel_method, "(self, /)",
     "Takes one request to cancel back; returns how many are left."},
    {"cancelling", cancelling_method, "(self, /)", "How many requests to cancel there are."},
    {"set_result", no_set_result, "(self, result, /)", nullptr},
    {"set_exception", no_set_exception, "(self, exception, /)", nullptr},
    {"get_name", get_name, "(self, /)", "The task's name."},
    {"set_name", set_name, "(self, name, /)", "Gives the task a name."},
    {"get_coro", get_coro, "(self, /)", "The coroutine that the task runs."},
    {"get_context", get_context, "(self, /)", "The context that it runs in."},
    {"get_stack", get_stack, "(self, /, *, limit=None)", "The frames of the task's coroutine."},
    {"print_stack", print_stack, "(self, /, *, limit=None, file=None)",
     "Prints the frames of the task's coroutine."},
};

// -- attributes --

Ref get_waits_for(Thread&, Value self) {
  Ref awaited = as_task(self)->waits_for.load();
  return awaited.is_unset() ? Ref::none() : std::move(awaited);
}
Ref get_coroutine(Thread&, Value self) {
  Ref coroutine = as_task(self)->coroutine.load();
  return coroutine.is_unset() ? Ref::none() : std::move(coroutine);
}
Ref get_must_cancel(Thread&, Value self) {
  return Ref::boolean(as_task(self)->must_cancel);
}
Ref get_log_destroy(Thread&, Value self) {
  return Ref::boolean(as_task(self)->log_destroy_pending);
}
bool set_log_destroy(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  GILT_TRY(bool on, truth(t, value));
  as_task(self)->log_destroy_pending = on;
  return true;
}

constexpr GetSetDef kGetSets[] = {
    {"_fut_waiter", get_waits_for, nullptr, nullptr},
    {"_coro", get_coroutine, nullptr, nullptr},
    {"_must_cancel", get_must_cancel, nullptr, nullptr},
    {"_log_destroy_pending", get_log_destroy, set_log_destroy, nullptr},
};

}  // namespace

Ref task_new(Thread& t, Value coroutine, Value loop, Value name, Value context, bool eager) {
  GILT_TRY(Ref task, construct(t, task_type(), CallArgs{nullptr, 0, nullptr}));
  GILT_CHECK(prepare(t, as_task(task.get()), coroutine, loop, name, context, eager));
  return task;
}

TypeObject* task_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_asyncio.Task",
                  .base = future_type(),
                  .instance_size = sizeof(TaskObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs,
                  .doc = "A coroutine that an event loop runs.",
                  .methods = kMethods,
                  .getsets = kGetSets};
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.clear = clear;
    spec.slots.finalize = finalize;
    spec.slots.construct = construct;
    spec.slots.init = init;
    spec.slots.repr = repr_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
