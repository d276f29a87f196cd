// What a task does when its turn comes: one step of its coroutine, and what the step came to.
#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/native_object.h"
#include "runtime/singletons.h"
#include "stdlib/asyncio_native.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

TaskObject* as_task(Value v) {
  return v.as<TaskObject>();
}

std::string_view text_of(const Ref& text) {
  return text.as<StrObject>()->view();
}

}  // namespace

// -- which task runs --

Ref change_current_task(Thread& t, Ref task) {
  CoroutineState& state = coroutine_state(t);
  if (is_loop(state.running_loop.get())) {
    TaskObject* native = is_task(task.get()) ? as_task(task.get()) : nullptr;
    state.running_loop.as<LoopObject>()->running = native;
  }
  return std::exchange(state.current_task, std::move(task));
}

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
  (void)change_current_task(t, Ref::copy(task));
  return Ref::none();
}

Ref leave_task(Thread& t, Value loop, Value task) {
  CoroutineState& state = coroutine_state(t);
  if (state.running_loop.is_unset() || !same(state.running_loop.get(), loop)) {
    GILT_TRY(Ref text, repr(t, loop));
    return fail(t, runtime_error_type, "loop {} is not the running loop", text_of(text));
  }
  if (state.current_task.is_unset() || !same(state.current_task.get(), task)) {
    GILT_TRY(Ref text, repr(t, task));
    GILT_TRY(Ref other, repr(t, state.current_task.is_unset() ? kNone : state.current_task.get()));
    return fail(t, runtime_error_type, "Invalid attempt to leave task {} while task {} is entered.",
                text_of(text), text_of(other));
  }
  (void)change_current_task(t, Ref::unset());
  return Ref::none();
}

namespace {

// -- one step --

// The next step of [task] raises RuntimeError(message).
bool refuse(Thread& t, TaskObject* task, std::string_view message) {
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

}  // namespace

bool task_step(Thread& t, TaskObject* task, Ref thrown) {
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

namespace {

// What [awaited], which is done, means for the task.
bool wake_from(Thread& t, TaskObject* task, Value awaited) {
  if (is_exact_future(awaited)) {
    auto* future = awaited.as<FutureObject>();
    if (future->state == FutureState::kFinished && !future->failed)
      return task_step(t, task, Ref::unset());
    Ref result = future_result(t, future);
    return task_step(t, task, result.is_error() ? error_take(t) : Ref::unset());
  }
  static StrObject* const kResult = intern("result");
  Ref result = call_method(t, awaited, kResult);
  return task_step(t, task, result.is_error() ? error_take(t) : Ref::unset());
}

}  // namespace

bool task_wake(Thread& t, TaskObject* task) {
  Ref awaited = task->waits_for.load();
  if (awaited.is_unset()) return task_step(t, task, Ref::unset());
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
    ok = task_step(t, as_task(held.get()), callback->exception.load());
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

}  // namespace gilt
