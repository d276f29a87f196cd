// asyncio.Future, and the iterator that awaiting one means.
#include <algorithm>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/native_object.h"
#include "runtime/sequence_protocol.h"
#include "runtime/set.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"
#include "stdlib/asyncio_native.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

FutureObject* as_future(Value v) {
  return v.as<FutureObject>();
}

constexpr const char kNotInitialised[] = "{} object is not initialized.";

bool check_initialised(Thread& t, FutureObject* future) {
  if (!future->loop.peek().is_none()) return true;
  return fail(t, runtime_error_type, kNotInitialised,
              is_task(to_value(future)) ? "Task" : "Future");
}

}  // namespace

void future_init_fields(FutureObject* future) {
  future->loop.init(Ref::none());
  for (Slot* slot : {&future->callback, &future->callback_context, &future->more_callbacks,
                     &future->outcome, &future->traceback, &future->cancel_message,
                     &future->cancelled_error, &future->source_traceback})
    slot->init_unset();
  future->state = FutureState::kPending;
  future->failed = false;
  future->blocking = false;
  future->log_traceback = false;
}

void future_clear_slots(FutureObject* future) {
  for (Slot* slot : {&future->callback, &future->callback_context, &future->more_callbacks,
                     &future->outcome, &future->traceback, &future->cancel_message,
                     &future->cancelled_error, &future->source_traceback, &future->loop})
    slot->clear();
}

void future_visit(FutureObject* future, Visitor& visitor) {
  for (Slot* slot : {&future->callback, &future->callback_context, &future->more_callbacks,
                     &future->outcome, &future->traceback, &future->cancel_message,
                     &future->cancelled_error, &future->source_traceback, &future->loop})
    visitor.visit(*slot);
}

bool future_attach(Thread& t, FutureObject* future, Value loop) {
  Ref own = Ref::copy(loop);
  if (loop.is_none() || loop.is_unset()) {
    GILT_TRY(own, event_loop(t));
  }
  bool debug = false;
  GILT_CHECK(loop_debug(t, own.get(), debug));
  Ref before;
  {
    ObjectLock lock(t, future);
    // A second __init__: the list that it is in is the former loop's.
    if (is_task(to_value(future))) task_forget(static_cast<TaskObject*>(future));
    before = future->loop.exchange(future, std::move(own));
  }
  if (debug) {
    GILT_TRY(Ref where, source_traceback(t));
    future->source_traceback.store(future, std::move(where));
  }
  return true;
}

RefOf<FutureObject> future_new(Thread& t, Value loop) {
  auto* future = native_allocate<FutureObject>(t, future_type());
  if (future == nullptr) return Failed{};
  future_init_fields(future);
  auto ref = RefOf<FutureObject>::adopt(future);
  gc_track(t, future);
  GILT_CHECK(future_attach(t, future, loop));
  return ref;
}

Failed fail_invalid_state(Thread& t, std::string_view message) {
  Ref type = asyncio_exception(t, "InvalidStateError");
  if (type.is_error()) return Failed{};
  Ref text = str_new(t, message);
  if (text.is_error()) return Failed{};
  Ref exception = call(t, type.get(), {text.get()});
  if (exception.is_error()) return Failed{};
  return fail_instance(t, std::move(exception));
}

// -- telling who waits --

namespace {

bool tell(Thread& t, FutureObject* future, Value callback, Value context) {
  if (context.is_unset()) return schedule_task(t, callback.as<TaskObject>());
  return call_soon(t, future->loop.peek(), callback, to_value(future), context);
}

// [future] is done.
bool tell_all(Thread& t, FutureObject* future) {
  Ref held = Ref::copy(future);
  Ref callback, context, more;
  {
    ObjectLock lock(t, future);
    if (is_task(to_value(future))) task_forget(static_cast<TaskObject*>(future));
    callback = future->callback.exchange(future, Ref::unset());
    context = future->callback_context.exchange(future, Ref::unset());
    more = future->more_callbacks.exchange(future, Ref::unset());
  }
  if (callback.is_unset()) return true;
  GILT_CHECK(tell(t, future, callback.get(), context.get()));
  if (more.is_unset()) return true;
  auto* list = more.as<ListObject>();
  for (int64_t i = 0; i < list->size; i++) {
    Ref entry = list->items[i].load();
    bool ok = is_tuple(entry.get())
                  ? tell(t, future, entry.as<TupleObject>()->at(0), entry.as<TupleObject>()->at(1))
                  : tell(t, future, entry.get(), kUnset);
    GILT_CHECK(ok);
  }
  return true;
}

// Ends a future once. InvalidStateError when it is done already.
bool finish(Thread& t, FutureObject* future, FutureState state, Value outcome, bool failed) {
  GILT_CHECK(check_initialised(t, future));
  {
    ObjectLock lock(t, future);
    if (future->pending()) {
      future->outcome.store(future, Ref::copy(outcome));
      future->failed = failed;
      future->log_traceback = failed;
      future->state = state;
      return tell_all(t, future);
    }
  }
  return fail_invalid_state(t, "invalid state");
}

}  // namespace

bool future_set_result(Thread& t, FutureObject* future, Value result) {
  return finish(t, future, FutureState::kFinished, result, false);
}

bool future_set_exception(Thread& t, FutureObject* future, Value given) {
  GILT_CHECK(check_initialised(t, future));
  Ref exception = Ref::copy(given);
  if (is_exception_class(given)) {
    GILT_TRY(exception, call(t, given));
  }
  if (!is_exception(exception.get())) return fail(t, type_error_type, "invalid exception object");
  if (is_instance_of(exception.get(), &stop_iteration_type)) {
    GILT_TRY(Ref text,
             str_new(t,
                     "StopIteration interacts badly with generators and cannot be raised into a "
                     "Future"));
    GILT_TRY(RefOf<ExceptionObject> instead, exception_new(t, runtime_error_type, std::move(text)));
    GILT_CHECK(exception_set_cause(t, instead.get(), exception.get()));
    exception_set_context(t, instead.get(), exception.get());
    exception = std::move(instead);
  }
  Ref traceback = exception.as<ExceptionObject>()->traceback.load();
  if (future->pending()) future->traceback.store(future, std::move(traceback));
  return finish(t, future, FutureState::kFinished, exception.get(), true);
}

std::optional<bool> future_cancel(Thread& t, FutureObject* future, Value message) {
  future->log_traceback = false;
  {
    ObjectLock lock(t, future);
    if (!future->pending()) return false;
    future->cancel_message.store(future, Ref::copy(message));
    future->state = FutureState::kCancelled;
  }
  if (!tell_all(t, future)) return std::nullopt;
  return true;
}

Ref future_cancelled_error(Thread& t, FutureObject* future) {
  Ref made = future->cancelled_error.exchange(future, Ref::unset());
  if (!made.is_unset()) return made;
  GILT_TRY(Ref type, asyncio_exception(t, "CancelledError"));
  Ref message = future->cancel_message.load();
  if (message.is_unset() || message.is_none()) return call(t, type.get());
  return call(t, type.get(), {message.get()});
}

Ref future_result(Thread& t, FutureObject* future) {
  switch (future->state) {
    case FutureState::kFinished: break;
    case FutureState::kCancelled: {
      GILT_TRY(Ref error, future_cancelled_error(t, future));
      return fail_instance(t, std::move(error));
    }
    case FutureState::kPending: return fail_invalid_state(t, "Result is not set.");
  }
  future->log_traceback = false;
  Ref outcome = future->outcome.load();
  if (!future->failed) return outcome;
  auto* exception = outcome.as<ExceptionObject>();
  // As it was set, or entries would pile up; the second time without what led there, as CPython.
  exception->traceback.store(exception, future->traceback.exchange(future, Ref::unset()));
  return fail_instance(t, std::move(outcome));
}

bool future_add_callback(Thread& t, FutureObject* future, Value callback, Value context) {
  ObjectLock lock(t, future);
  if (!future->pending()) return tell(t, future, callback, context);
  if (future->callback.is_unset()) {
    future->callback_context.store(future, Ref::copy(context));
    future->callback.store(future, Ref::copy(callback));
    return true;
  }
  if (future->more_callbacks.is_unset()) {
    GILT_TRY(RefOf<ListObject> list, list_new(t));
    future->more_callbacks.store(future, std::move(list));
  }
  Ref entry = Ref::copy(callback);
  if (!context.is_unset()) {
    GILT_TRY(entry, tuple_of(t, {callback, context}));
  }
  return list_append(t, future->more_callbacks.peek().as<ListObject>(), std::move(entry));
}

void future_report_unretrieved(Thread& t, FutureObject* future) {
  if (!future->log_traceback || future->outcome.is_unset()) return;
  future->log_traceback = false;
  ErrorGuard guard(t);
  Ref told = call_helper(t, "asyncio.base_futures", "_report_unretrieved", to_value(future),
                         future->outcome.peek());
  if (told.is_error()) error_unraisable(t, "while finalizing future", to_value(future));
}

namespace {

// -- life --

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  future_clear_slots(static_cast<FutureObject*>(self));
  if (!type_of(self)->is(kTypeHeap)) instance_clear(t, self);
  native_free<FutureObject>(t, self);
}
void traverse(Object* self, Visitor& visitor) {
  future_visit(static_cast<FutureObject*>(self), visitor);
  native_traverse(self, visitor);
}
void clear(Thread& t, Object* self) {
  auto* future = static_cast<FutureObject*>(self);
  future_clear_slots(future);
  future->loop.set_word(kNone);
  native_clear(t, self);
}
void finalize(Thread& t, Object* self) {
  future_report_unretrieved(t, static_cast<FutureObject*>(self));
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* future = native_allocate<FutureObject>(t, type);
  if (future == nullptr) return Failed{};
  future_init_fields(future);
  Ref ref = Ref::adopt(future);
  gc_track(t, future);
  return ref;
}

bool init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("Future", "(*, loop=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  return future_attach(t, as_future(self), bound[0]);
}

Ref repr_slot(Thread& t, Value self) {
  return call_helper(t, "asyncio.base_futures", "_future_repr", self);
}

// -- methods --

Ref result_method(Thread& t, Args args) {
  GILT_CHECK(check_initialised(t, as_future(args[0])));
  return future_result(t, as_future(args[0]));
}

Ref exception_method(Thread& t, Args args) {
  FutureObject* future = as_future(args[0]);
  GILT_CHECK(check_initialised(t, future));
  if (future->state == FutureState::kCancelled) return future_result(t, future);
  if (future->pending()) return fail_invalid_state(t, "Exception is not set.");
  future->log_traceback = false;
  if (!future->failed) return Ref::none();
  return future->outcome.load();
}

Ref set_result_method(Thread& t, Args args) {
  GILT_CHECK(future_set_result(t, as_future(args[0]), args[1]));
  return Ref::none();
}
Ref set_exception_method(Thread& t, Args args) {
  GILT_CHECK(future_set_exception(t, as_future(args[0]), args[1]));
  return Ref::none();
}
Ref cancel_method(Thread& t, Args args) {
  GILT_CHECK(check_initialised(t, as_future(args[0])));
  GILT_TRY(bool cancelled, future_cancel(t, as_future(args[0]), args[1]));
  return Ref::boolean(cancelled);
}
Ref cancelled_method(Thread&, Args args) {
  return Ref::boolean(as_future(args[0])->state == FutureState::kCancelled);
}
Ref done_method(Thread&, Args args) {
  return Ref::boolean(!as_future(args[0])->pending());
}
Ref get_loop_method(Thread& t, Args args) {
  GILT_CHECK(check_initialised(t, as_future(args[0])));
  return as_future(args[0])->loop.load();
}

Ref add_done_callback(Thread& t, Args args) {
  GILT_CHECK(check_initialised(t, as_future(args[0])));
  Ref context = Ref::copy(args[2]);
  if (context.is_none()) {
    GILT_TRY(context, context_copy_current(t));
  }
  GILT_CHECK(future_add_callback(t, as_future(args[0]), args[1], context.get()));
  return Ref::none();
}

// Who is to be told: a callable and its context, or a task, without.
struct Waiter {
  Ref callback, context;
};

std::vector<Waiter> waiters_of(Thread& t, FutureObject* future) {
  std::vector<Waiter> found;
  ObjectLock lock(t, future);
  if (future->callback.is_unset()) return found;
  found.push_back({future->callback.load(), future->callback_context.load()});
  if (future->more_callbacks.is_unset()) return found;
  auto* more = future->more_callbacks.peek().as<ListObject>();
  for (int64_t i = 0; i < more->size; i++) {
    Ref entry = more->items[i].load();
    if (is_tuple(entry.get())) {
      auto* pair = entry.as<TupleObject>();
      found.push_back({Ref::copy(pair->at(0)), Ref::copy(pair->at(1))});
    } else {
      found.push_back({std::move(entry), Ref::unset()});
    }
  }
  return found;
}

// (callable, context) as scripts see it: a task that waits has its wake-up method there.
Ref shown_pair(Thread& t, const Waiter& waiter) {
  if (!waiter.context.is_unset()) return tuple_of(t, {waiter.callback.get(), waiter.context.get()});
  auto* task = waiter.callback.as<TaskObject>();
  GILT_TRY(Ref wakeup, task_callback_new(t, task, kUnset, true));
  Ref context = task->context.load();
  return tuple_of(t, {wakeup.get(), context.get()});
}

// Takes those that are among [unwanted] out; returns how many there were.
std::optional<int64_t> drop_waiters(Thread& t, FutureObject* future,
                                    const std::vector<Waiter>& unwanted) {
  Ref old_callback, old_context, old_more;
  ObjectLock lock(t, future);
  std::vector<Waiter> all = waiters_of(t, future);
  old_callback = future->callback.exchange(future, Ref::unset());
  old_context = future->callback_context.exchange(future, Ref::unset());
  old_more = future->more_callbacks.exchange(future, Ref::unset());
  int64_t removed = 0;
  for (const Waiter& waiter : all) {
    bool is_unwanted = std::ranges::any_of(unwanted, [&](const Waiter& other) {
      return same(other.callback.get(), waiter.callback.get()) &&
             same(other.context.get(), waiter.context.get());
    });
    if (is_unwanted) {
      removed++;
    } else {
      GILT_CHECK(future_add_callback(t, future, waiter.callback.get(), waiter.context.get()));
    }
  }
  return removed;
}

Ref remove_done_callback(Thread& t, Args args) {
  FutureObject* future = as_future(args[0]);
  GILT_CHECK(check_initialised(t, future));
  // Comparing may run script code: what comes or goes meanwhile is left alone.
  std::vector<Waiter> unwanted;
  for (Waiter& waiter : waiters_of(t, future)) {
    GILT_TRY(Ref pair, shown_pair(t, waiter));
    GILT_TRY(bool match, equal(t, pair.as<TupleObject>()->at(0), args[1]));
    if (match) unwanted.push_back(std::move(waiter));
  }
  if (unwanted.empty()) return Ref::adopt(Value::integer(0));
  GILT_TRY(int64_t removed, drop_waiters(t, future, unwanted));
  return int_from(t, removed);
}

Ref make_cancelled_error(Thread& t, Args args) {
  return future_cancelled_error(t, as_future(args[0]));
}

constexpr NativeDef kMethods[] = {
    {"result", result_method, "(self, /)",
     "The result; raises the exception that was set instead, CancelledError, or InvalidStateError\n"
     "while there is none."},
    {"exception", exception_method, "(self, /)", "The exception that was set, or None."},
    {"set_result", set_result_method, "(self, result, /)",
     "Ends the future with a result. InvalidStateError when it is done."},
    {"set_exception", set_exception_method, "(self, exception, /)",
     "Ends the future with an exception. InvalidStateError when it is done."},
    {"add_done_callback", add_done_callback, "(self, fn, /, *, context=None)",
     "Lets the loop call fn(future) once the future is done."},
    {"remove_done_callback", remove_done_callback, "(self, fn, /)",
     "Removes all callbacks that equal fn; returns how many there were."},
    {"cancel", cancel_method, "(self, /, msg=None)",
     "Cancels the future and schedules its callbacks. False when it is done already."},
    {"cancelled", cancelled_method, "(self, /)", "Whether the future was cancelled."},
    {"done", done_method, "(self, /)",
     "Whether there is a result, an exception, or a cancellation."},
    {"get_loop", get_loop_method, "(self, /)", "The event loop that the future belongs to."},
    {"_make_cancelled_error", make_cancelled_error, "(self, /)",
     "The CancelledError to raise when the future is cancelled."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

// -- attributes --

Ref or_none(Ref value) {
  return value.is_unset() ? Ref::none() : std::move(value);
}
Ref get_state(Thread& t, Value self) {
  switch (as_future(self)->state) {
    case FutureState::kPending: return str_new(t, "PENDING");
    case FutureState::kCancelled: return str_new(t, "CANCELLED");
    case FutureState::kFinished: break;
  }
  return str_new(t, "FINISHED");
}
Ref get_blocking(Thread&, Value self) {
  return Ref::boolean(as_future(self)->blocking);
}
bool set_blocking(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  GILT_TRY(bool on, truth(t, value));
  as_future(self)->blocking = on;
  return true;
}
Ref get_loop(Thread&, Value self) {
  return as_future(self)->loop.load();
}
Ref get_callbacks(Thread& t, Value self) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const Waiter& waiter : waiters_of(t, as_future(self))) {
    GILT_TRY(Ref pair, shown_pair(t, waiter));
    GILT_CHECK(list_append(t, list.get(), std::move(pair)));
  }
  return list->size == 0 ? Ref::none() : std::move(list);
}
Ref get_result(Thread&, Value self) {
  FutureObject* future = as_future(self);
  return future->failed ? Ref::none() : or_none(future->outcome.load());
}
Ref get_exception(Thread&, Value self) {
  FutureObject* future = as_future(self);
  return future->failed ? future->outcome.load() : Ref::none();
}
Ref get_source_traceback(Thread&, Value self) {
  return or_none(as_future(self)->source_traceback.load());
}
Ref get_cancel_message(Thread&, Value self) {
  return or_none(as_future(self)->cancel_message.load());
}
bool set_cancel_message(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  as_future(self)->cancel_message.store(self.as_object(), Ref::copy(value));
  return true;
}
Ref get_log_traceback(Thread&, Value self) {
  return Ref::boolean(as_future(self)->log_traceback);
}
bool set_log_traceback(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, attribute_error_type, "cannot delete attribute");
  GILT_TRY(bool on, truth(t, value));
  if (on) return fail(t, value_error_type, "_log_traceback can only be set to False");
  as_future(self)->log_traceback = false;
  return true;
}
// The tasks that wait for it.
Ref get_awaited_by(Thread& t, Value self) {
  GILT_TRY(RefOf<ListObject> waiting, list_new(t));
  for (Waiter& waiter : waiters_of(t, as_future(self)))
    if (waiter.context.is_unset())
      GILT_CHECK(list_append(t, waiting.get(), std::move(waiter.callback)));
  if (waiting->size == 0) return Ref::none();
  return call(t, to_value(&frozenset_type), {waiting.value()});
}

const GetSetDef kGetSets[] = {
    {"_asyncio_future_blocking", get_blocking, set_blocking, nullptr},
    {"_asyncio_awaited_by", get_awaited_by, nullptr, nullptr},
    {"_state", get_state, nullptr, nullptr},
    {"_loop", get_loop, nullptr, nullptr},
    {"_callbacks", get_callbacks, nullptr, nullptr},
    {"_result", get_result, nullptr, nullptr},
    {"_exception", get_exception, nullptr, nullptr},
    {"_source_traceback", get_source_traceback, nullptr, nullptr},
    {"_cancel_message", get_cancel_message, set_cancel_message, nullptr},
    {"_log_traceback", get_log_traceback, set_log_traceback, nullptr},
    instance_dict_getset(),
};

Ref await_slot(Thread& t, Value self) {
  GILT_CHECK(check_initialised(t, as_future(self)));
  return future_iter_new(t, self);
}

}  // namespace

std::span<const NativeDef> future_methods() {
  return kMethods;
}
std::span<const GetSetDef> future_getsets() {
  return kGetSets;
}

TypeObject* future_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_asyncio.Future",
                  .instance_size = sizeof(FutureObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs,
                  .doc = "What will be there later: a result or an exception.",
                  .methods = kMethods,
                  .getsets = kGetSets};
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.clear = clear;
    spec.slots.finalize = finalize;
    spec.slots.construct = construct;
    spec.slots.init = init;
    spec.slots.repr = repr_slot;
    spec.slots.iter = await_slot;
    spec.slots.await = await_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
