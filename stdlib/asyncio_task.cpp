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

// -- the loop's list of tasks that are not done --

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
  if (is_loop(task->loop.peek())) {
    enlist(task);
    return true;
  }
  return !call_helper(t, "asyncio.tasks", "_register_task", to_value(task)).is_error();
}

}  // namespace

void task_forget(Thread&, TaskObject* task) {
  delist(task);
}

// -- which task runs --

Ref enter_task(Thread& t, Value loop, Value task) {
  CoroutineState& state = coroutine_state(t);
  if (state.running_loop.is_unset() || !same(state.running_loop.get(), loop)) {
    GILT_TRY(Ref text, repr(t, loop));
    return fail(t, runtime_error_type, "loop {} is not the running loop", text_of(text));
  }
  if (!state.current_task.is_unset()) {
    GILT_TRY(Ref text, repr(t, task));
    GILT_TRY(Ref other, repr(t, state.current_task.get()));
    return fail(t, runtime_error_type,
                "Cannot enter into task {} while another task {} is being executed.", text_of(text),
                text_of(other));
  }
  state.current_task = Ref::copy(task);
  if (is_loop(loop) && is_task(task)) loop.as<LoopObject>()->running = as_task(task);
  return Ref::none();
}

Ref leave_task(Thread& t, Value loop, Value task) {
  CoroutineState& state = coroutine_state(t);
  if (state.current_task.is_unset() || !same(state.current_task.get(), task)) {
    GILT_TRY(Ref text, repr(t, task));
    GILT_TRY(Ref other, repr(t, state.current_task.is_unset() ? kNone : state.current_task.get()));
    return fail(t, runtime_error_type, "Invalid attempt to leave task {} while task {} is entered.",
                text_of(text), text_of(other));
  }
  Ref left = std::move(state.current_task);
  if (is_loop(loop)) loop.as<LoopObject>()->running = nullptr;
  return Ref::none();
}

namespace {

// -- one step --

// The next step of [task] raises RuntimeError(message).
bool refuse(Thread& t, TaskObject* task, std::string message) {
  GILT_TRY(Ref text, str_new(t, message));
  GILT_TRY(RefOf<ExceptionObject> error, exception_new(t, runtime_error_type, std::move(text)));
  GILT_TRY(Ref step, task_callback_new(t, task, error.value(), false));
  return call_soon(t, task->loop.peek(), step.get(), kUnset, task->context.peek());
}

// What the task awaits now is to be cancelled at once.
bool pass_cancel_on(Thread& t, TaskObject* task, Value awaited) {
  if (!task->must_cancel) return true;
  Ref message = task->cancel_message.load();
  if (message.is_unset()) message = Ref::none();
  static StrObject* const kCancel = intern("cancel");
  GILT_TRY(Ref method, get_attribute(t, awaited, kCancel));
  GILT_TRY(Ref cancelled, call_with_keyword(t, method.get(), {}, "msg", message.get()));
  GILT_TRY(bool yes, truth(t, cancelled.get()));
  if (yes) task->must_cancel = false;
  return true;
}

StrObject* blocking_name() {
  static StrObject* const kName = intern("_asyncio_future_blocking");
  return kName;
}

std::string both(Thread& t, const char* format, Value task, Value awaited) {
  Ref first = repr(t, task), second = repr(t, awaited);
  if (first.is_error() || second.is_error()) {
    error_clear(t);
    return format;
  }
  return fmt::format(fmt::runtime(format), text_of(first), text_of(second));
}

bool await_future(Thread& t, TaskObject* task, FutureObject* future) {
  Value self = to_value(task), awaited = to_value(future);
  if (static_cast<FutureObject*>(task) == future)
    return refuse(t, task, both(t, "Task cannot await on itself: {}", self, awaited));
  if (!same(future->loop.peek(), task->loop.peek())) {
    return refuse(t, task,
                  both(t, "Task {} got Future {} attached to a different loop", self, awaited));
  }
  if (!future->blocking) {
    return refuse(
        t, task, both(t, "yield was used instead of yield from in task {} with {}", self, awaited));
  }
  future->blocking = false;
  task->waits_for.store(task, Ref::copy(awaited));
  GILT_CHECK(future_add_callback(t, future, self, kUnset));
  if (!task->must_cancel) return true;
  return pass_cancel_on(t, task, awaited);
}

// A future of another make, known by its attribute.
bool await_foreign(Thread& t, TaskObject* task, Value awaited, Value blocking) {
  Value self = to_value(task);
  if (same(self, awaited))
    return refuse(t, task, both(t, "Task cannot await on itself: {}", self, awaited));
  GILT_TRY(bool is_blocking, truth(t, blocking));
  if (!is_blocking) {
    return refuse(
        t, task, both(t, "yield was used instead of yield from in task {} with {}", self, awaited));
  }
  GILT_TRY(Ref loop, call_helper(t, "asyncio.futures", "_get_loop", awaited));
  if (!same(loop.get(), task->loop.peek())) {
    return refuse(t, task,
                  both(t, "Task {} got Future {} attached to a different loop", self, awaited));
  }
  GILT_CHECK(set_attribute(t, awaited, blocking_name(), kFalse));
  GILT_TRY(Ref wakeup, task_callback_new(t, task, kUnset, true));
  static StrObject* const kAdd = intern("add_done_callback");
  GILT_TRY(Ref add, get_attribute(t, awaited, kAdd));
  GILT_TRY(Ref added,
           call_with_keyword(t, add.get(), {wakeup.get()}, "context", task->context.peek()));
  task->waits_for.store(task, Ref::copy(awaited));
  return pass_cancel_on(t, task, awaited);
}

// The coroutine has yielded [awaited].
bool handle_yield(Thread& t, TaskObject* task, Value awaited) {
  if (is_exact_future(awaited)) return await_future(t, task, awaited.as<FutureObject>());
  if (awaited.is_none()) return schedule_task(t, task);
  GILT_TRY(Ref blocking, get_attribute_or_unset(t, awaited, blocking_name()));
  if (!blocking.is_unset() && !blocking.is_none())
    return await_foreign(t, task, awaited, blocking.get());
  if (has_shape(awaited, kGeneratorShape)) {
    return refuse(t, task,
                  both(t, "yield was used instead of yield from for generator in task {} with {}",
                       to_value(task), awaited));
  }
  GILT_TRY(Ref text, repr(t, awaited));
  return refuse(t, task, fmt::format("Task got bad yield: {}", text_of(text)));
}

// Resumes a coroutine of any make.
Resumed resume(Thread& t, Value coroutine, Ref thrown, Ref& result) {
  if (has_shape(coroutine, kCoroutineShape) || has_shape(coroutine, kGeneratorShape)) {
    auto* generator = coroutine.as<GeneratorObject>();
    if (!thrown.is_unset()) return generator_throw_step(t, generator, std::move(thrown), result);
    if (generator->state == GeneratorState::kEnded) {
      static_cast<void>(fail(t, runtime_error_type, "cannot reuse already awaited coroutine"));
      return Resumed::kRaised;
    }
    return generator_resume(t, generator, Ref::none(), false, result);
  }
  result = thrown.is_unset() ? call_method(t, coroutine, names::send, {kNone})
                             : call_method(t, coroutine, names::throw_, {thrown.get()});
  if (!result.is_error()) return Resumed::kYielded;
  if (!error_matches(t, stop_iteration_type)) return Resumed::kRaised;
  result = take_stop_iteration_value(t);
  return Resumed::kReturned;
}

std::optional<bool> is_cancelled_error(Thread& t, Value exception) {
  GILT_TRY(Ref type, asyncio_exception(t, "CancelledError"));
  return is_instance_of(exception, type.as<TypeObject>());
}

// The coroutine has ended with the pending exception.
bool fail_task(Thread& t, TaskObject* task) {
  Ref exception = error_take(t);
  std::optional<bool> cancelled = is_cancelled_error(t, exception.get());
  if (!cancelled.has_value()) return false;
  if (*cancelled) {
    task->cancelled_error.store(task, std::move(exception));
    return future_cancel(t, task, kUnset).has_value();
  }
  GILT_CHECK(future_set_exception(t, task, exception.get()));
  if (!is_instance_of(exception.get(), &keyboard_interrupt_type) &&
      !is_instance_of(exception.get(), &system_exit_type))
    return true;
  error_restore(t, std::move(exception));
  return false;
}

bool run_coroutine(Thread& t, TaskObject* task, Ref thrown) {
  Ref coroutine = task->coroutine.load(), result;
  switch (resume(t, coroutine.get(), std::move(thrown), result)) {
    case Resumed::kYielded: return handle_yield(t, task, result.get());
    case Resumed::kReturned:
      if (task->must_cancel) {
        // Cancelled in its last step.
        task->must_cancel = false;
        Ref message = task->cancel_message.load();
        return future_cancel(t, task, message.get()).has_value();
      }
      return future_set_result(t, task, result.get());
    case Resumed::kRaised: break;
  }
  return fail_task(t, task);
}

// Runs [task] up to its next await; [thrown] is raised there, unless it is unset.
bool step(Thread& t, TaskObject* task, Ref thrown) {
  Ref held = Ref::copy(task);
  if (!task->pending()) {
    GILT_TRY(Ref text, repr(t, to_value(task)));
    GILT_TRY(Ref error, repr(t, thrown.is_unset() ? kNone : thrown.get()));
    return fail_invalid_state(
        t, fmt::format("__step(): already done: {}, {}", text_of(text), text_of(error)));
  }
  if (task->must_cancel) {
    bool is_cancellation = false;
    if (!thrown.is_unset()) {
      GILT_TRY(is_cancellation, is_cancelled_error(t, thrown.get()));
    }
    if (!is_cancellation) {
      GILT_TRY(thrown, future_cancelled_error(t, task));
    }
    task->must_cancel = false;
  }
  task->waits_for.clear(task);
  Ref loop = task->loop.load();
  GILT_CHECK(enter_task(t, loop.get(), to_value(task)));
  bool ok = run_coroutine(t, task, std::move(thrown));
  if (ok) return !leave_task(t, loop.get(), to_value(task)).is_error();
  Ref error = error_take(t);
  if (leave_task(t, loop.get(), to_value(task)).is_error()) return false;
  error_restore(t, std::move(error));
  return false;
}

// What [awaited], which is done, means for the task.
bool wake_from(Thread& t, TaskObject* task, Value awaited) {
  if (is_exact_future(awaited)) {
    auto* future = awaited.as<FutureObject>();
    if (future->state == FutureState::kFinished && !future->failed)
      return step(t, task, Ref::unset());
    Ref result = future_result(t, future);
    return step(t, task, result.is_error() ? error_take(t) : Ref::unset());
  }
  static StrObject* const kResult = intern("result");
  Ref result = call_method(t, awaited, kResult);
  return step(t, task, result.is_error() ? error_take(t) : Ref::unset());
}

}  // namespace

bool task_wake(Thread& t, TaskObject* task) {
  Ref awaited = task->waits_for.load();
  if (awaited.is_unset()) return step(t, task, Ref::unset());
  return wake_from(t, task, awaited.get());
}

bool task_wake_in_context(Thread& t, TaskObject* task) {
  Ref context = task->context.load();
  GILT_CHECK(context_enter(t, context.as<ContextObject>()));
  bool ok = task_wake(t, task);
  context_leave(t, context.as<ContextObject>());
  return ok;
}

// -- a task's step as a callable --

namespace {

struct TaskCallbackObject : Object {
  Slot task;
  Slot exception;  // to be thrown in, or unset
  bool wakeup;     // is called with the future that is done
};
using CallbackLife =
    NativeLife<TaskCallbackObject, &TaskCallbackObject::task, &TaskCallbackObject::exception>;

Ref callback_call(Thread& t, Value self, CallArgs args) {
  auto* callback = self.as<TaskCallbackObject>();
  Ref held = callback->task.load();
  uint32_t expected = callback->wakeup ? 1 : 0;
  if (args.positional != expected || args.kwnames != nullptr) {
    return fail(t, type_error_type, "function takes {} positional arguments", expected);
  }
  bool ok;
  if (callback->wakeup) {
    Ref awaited = Ref::copy(args[0]);
    ok = wake_from(t, as_task(held.get()), awaited.get());
  } else if (callback->exception.is_unset()) {
    ok = task_wake(t, as_task(held.get()));
  } else {
    ok = step(t, as_task(held.get()), callback->exception.load());
  }
  if (!ok) return Ref::error();
  return Ref::none();
}

// Two of the same task are the same to remove_done_callback().
Ref callback_compare(Thread&, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || type_of(other) != task_callback_type())
    return not_implemented();
  auto *a = self.as<TaskCallbackObject>(), *b = other.as<TaskCallbackObject>();
  bool is_equal = a == b || (a->wakeup && b->wakeup && same(a->task.peek(), b->task.peek()));
  return Ref::boolean(is_equal == (op == CompareOp::kEq));
}
std::optional<int64_t> callback_hash(Thread& t, Value self) {
  return hash(t, self.as<TaskCallbackObject>()->task.peek());
}

Ref callback_task(Thread&, Value self) {
  return self.as<TaskCallbackObject>()->task.load();
}
Ref callback_name(Thread& t, Value self) {
  return str_new(
      t, self.as<TaskCallbackObject>()->wakeup ? "Task.task_wakeup" : "TaskStepMethWrapper");
}

constexpr GetSetDef kCallbackGetSets[] = {
    {"__self__", callback_task, nullptr, nullptr},
    {"__qualname__", callback_name, nullptr, nullptr},
    {"__name__", callback_name, nullptr, nullptr},
};

}  // namespace

Ref task_callback_new(Thread& t, TaskObject* task, Value exception, bool wakeup) {
  TaskCallbackObject* callback = CallbackLife::allocate(t, task_callback_type());
  if (callback == nullptr) return Ref::error();
  callback->task.init(Ref::copy(task));
  callback->exception.init(Ref::copy(exception));
  callback->wakeup = wakeup;
  gc_track(t, callback);
  return Ref::adopt(callback);
}

TypeObject* task_callback_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_asyncio.TaskStepMethWrapper",
                  .instance_size = sizeof(TaskCallbackObject),
                  .flags = kTypeTracked | kTypeNoInstantiate,
                  .compare_ops = 1u << static_cast<int>(CompareOp::kEq) |
                                 1u << static_cast<int>(CompareOp::kNe),
                  .getsets = kCallbackGetSets};
    CallbackLife::fill(spec.slots);
    spec.slots.call = callback_call;
    spec.slots.compare = callback_compare;
    spec.slots.hash = callback_hash;
    return type_new_native(spec);
  }();
  return type;
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
  CoroutineState& state = coroutine_state(t);
  Ref outer = std::move(state.current_task);
  Ref context = task->context.load();
  bool ok = context_enter(t, context.as<ContextObject>());
  if (ok) {
    ok = step(t, task, Ref::unset());
    context_leave(t, context.as<ContextObject>());
  }
  auto* loop = task->loop.peek().as<LoopObject>();
  if (is_loop(task->loop.peek()))
    loop->running = is_task(outer.get()) ? as_task(outer.get()) : nullptr;
  state.current_task = std::move(outer);
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
