// The core of asyncio in C++: futures, tasks, handles, and the loop's queues.
//
// The essay. What a program of coroutines does most is to switch tasks: one awaits a future, the
// future gets its result, the task goes on. Here this takes no script code at all. A task that
// awaits a future is entered in the future's callbacks as itself, not as a bound method; when the
// future is done the task is put into the loop's ready queue, again as itself; and the loop resumes
// its coroutine straight through the machine. Handles, callback objects and contexts' run() appear
// only where a script could see the difference: in debug mode, on loops that override call_soon(),
// and for other callbacks.
//
// A loop and what belongs to it is used by one thread, as asyncio documents; only
// call_soon_threadsafe() may be called by others. In the free-threaded build a mistake must still
// not harm the VM: references are slots, and every change of a queue or a list of callbacks happens
// under the object's lock.
#pragma once

#include "interpreter/generator.h"
#include "runtime/lock.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/ref.h"
#include "runtime/sharing.h"
#include "runtime/type.h"

namespace gilt {

struct TaskObject;

enum class FutureState : uint8_t { kPending, kCancelled, kFinished };

struct FutureObject : Object {
  Slot loop;  // None before __init__
  // Whom to tell: callables with the context they run in, or tasks to be woken (then there is no
  // context). The first one lies here, further ones in a list of pairs (callable, context) or
  // tasks.
  Slot callback, callback_context, more_callbacks;
  Slot outcome;    // result, or the exception if `failed`
  Slot traceback;  // of that exception as it was set
  Slot cancel_message, cancelled_error;
  Slot source_traceback;  // debug mode: where it was made
  SharedState<FutureState> state;
  SharedState<bool> failed;
  SharedState<bool> blocking;       // is being awaited, not merely yielded
  SharedState<bool> log_traceback;  // nobody has asked for the exception yet

  bool pending() const { return state == FutureState::kPending; }
};

struct TaskObject : FutureObject {
  Slot coroutine, waits_for, context, name;
  SharedField<uint64_t> number;  // for "Task-1"; 0 once it has a name of its own
  SharedField<int64_t> cancels_requested;
  SharedState<bool> must_cancel, log_destroy_pending;
  // List of the loop's tasks that are not done; null outside. `loop` stays while it is listed.
  TaskObject *next, *previous;
  bool listed;
};

struct HandleObject : Object {
  Slot loop, callback, args, context;  // args: tuple, or unset for none
  Slot source_traceback, text;         // debug mode
  SharedState<bool> cancelled;
};

struct TimerHandleObject : HandleObject {
  double when;
  uint64_t order;  // of equal times the one that was asked for first
  // Place in the heap of the loop that it was made for; -1: not there. A second __init__ may have
  // named another loop since.
  SharedField<int64_t> index;
};

// The queues of an event loop; base class of asyncio.BaseEventLoop.
struct LoopObject : Object {
  // Ready: handles and tasks, a ring. Item i is ring[(first + i) & (capacity - 1)].
  Slot* ring;
  int64_t capacity, first, size;
  // Timers: a binary heap by time.
  Slot* timers;
  int64_t timer_count, timer_capacity;
  uint64_t timers_made;
  Slot selector;
  Slot task_factory;  // what create_task() calls, or None
  Nanoseconds last_poll;
  double clock_resolution, slow_callback_duration;
  SharedField<uint64_t> thread_id;  // of the thread that runs it; 0: none
  SharedState<bool> debug, closed, stopping;
  SharedState<bool> watches;     // files or signals: events are looked for in every round
  bool own_call_soon, own_time;  // not overridden
  ShortLock tasks_lock;
  TaskObject* tasks;  // those that are not done, newest first; not counted
  // Whose step runs: the current task of a thread that this loop runs in. Not counted: cleared
  // before that thread lets go of the task or of the loop.
  SharedField<TaskObject*> running;
};

TypeObject* future_type();
TypeObject* task_type();
TypeObject* handle_type();
TypeObject* timer_handle_type();
TypeObject* loop_type();
// What calls a task's step where the loop wants a callable.
TypeObject* task_callback_type();

// Of exactly these types, whose methods nobody overrides.
inline bool is_exact_future(Value v) {
  return v.is_object() && (type_of(v) == future_type() || type_of(v) == task_type());
}
// Of these types or of classes that derive from them.
inline bool is_task(Value v) {
  return v.is_object() && type_of(v)->native_base == task_type();
}
inline bool is_loop(Value v) {
  return v.is_object() && type_of(v)->native_base == loop_type();
}

// -- futures (asyncio_future.cpp) --
// The slots and numbers of a fresh future that nobody else knows.
void future_init_fields(FutureObject* future);
// __init__: [loop] None: the running one.
bool future_attach(Thread& t, FutureObject* future, Value loop);
RefOf<FutureObject> future_new(Thread& t, Value loop);
bool future_set_result(Thread& t, FutureObject* future, Value result);
bool future_set_exception(Thread& t, FutureObject* future, Value exception);
// Whether it was still pending; nothing: an error.
std::optional<bool> future_cancel(Thread& t, FutureObject* future, Value message);
// result(): raises what the future failed with.
Ref future_result(Thread& t, FutureObject* future);
// The CancelledError that awaiting a cancelled future raises.
Ref future_cancelled_error(Thread& t, FutureObject* future);
// Asks to be told when [future] is done: [context] unset: [callback] is a task to be woken.
bool future_add_callback(Thread& t, FutureObject* future, Value callback, Value context);
Ref future_iter_new(Thread& t, Value future);
Failed fail_invalid_state(Thread& t, std::string_view message);
void future_clear_slots(FutureObject* future);
void future_visit(FutureObject* future, Visitor& visitor);
// Tells the loop about an exception that nobody asked for.
void future_report_unretrieved(Thread& t, FutureObject* future);
std::span<const NativeDef> future_methods();
std::span<const GetSetDef> future_getsets();

// -- tasks (asyncio_task.cpp; from task_step to leave_task: asyncio_step.cpp) --
// Task(coroutine, loop=loop, name=name, context=context, eager_start=eager)
Ref task_new(Thread& t, Value coroutine, Value loop, Value name, Value context, bool eager);
// Leaves the loop's list. REQUIRES: the task's lock, or that nobody else can reach it.
void task_forget(TaskObject* task);
// Runs [task] up to its next await; [thrown] is raised there, unless it is unset.
bool task_step(Thread& t, TaskObject* task, Ref thrown);
// The future that [task] awaits is done (or it has been told to go on): runs it up to its next
// await.
bool task_wake(Thread& t, TaskObject* task);
// The same outside its context: enters it first.
bool task_wake_in_context(Thread& t, TaskObject* task);
// A callable for step(exception) or, with [exception] unset and [wakeup], for wakeup(future).
Ref task_callback_new(Thread& t, TaskObject* task, Value exception, bool wakeup);
// Makes [task] (or, when unset, none) the calling thread's current one; returns the one before, or
// unset. Every change is made here.
Ref change_current_task(Thread& t, Ref task);
Ref enter_task(Thread& t, Value loop, Value task);
Ref leave_task(Thread& t, Value loop, Value task);

// -- handles (asyncio_handle.cpp) --
RefOf<HandleObject> handle_new(Thread& t, Value loop, Value callback, Ref args, Ref context);
RefOf<TimerHandleObject> timer_handle_new(Thread& t, Value loop, double when, Value callback,
                                          Ref args, Ref context);
// False only for KeyboardInterrupt, SystemExit and the like, which end the loop.
bool handle_run(Thread& t, HandleObject* handle);
// Ends the loop's run, or is told to the loop's exception handler: the pending exception of
// [handle]'s callback.
bool handle_failed(Thread& t, Value handle);

// -- queues and the round of a loop (asyncio_round.cpp) --
bool push_ready(Thread& t, LoopObject* loop, Value entry);
Ref pop_ready(Thread& t, LoopObject* loop);  // unset when nothing is ready
bool push_timer(Thread& t, LoopObject* loop, TimerHandleObject* timer);
// Timer [i] of the heap. REQUIRES: the loop's lock, or that nobody else can reach it.
Ref take_timer(LoopObject* loop, int64_t i);
// Seconds of the loop's clock.
std::optional<double> loop_time(Thread& t, LoopObject* loop);
// Waits for events, then runs what is ready: the methods _run_once and _run_rounds.
Ref run_once(Thread& t, Args args);
Ref run_rounds(Thread& t, Args args);

// -- loops (asyncio_loop.cpp) --
// loop.call_soon(callback, argument, context=context); [argument] may be unset.
bool call_soon(Thread& t, Value loop, Value callback, Value argument, Value context);
// Lets [task] go on in the loop's next round.
bool schedule_task(Thread& t, TaskObject* task);
// loop.create_task(coroutine, **keywords), as args[0] and what follows.
Ref loop_create_task(Thread& t, CallArgs args);
bool loop_debug(Thread& t, Value loop, bool& debug);
// Takes a timer out of the loop's heap, if it is there.
void loop_drop_timer(Thread& t, LoopObject* loop, TimerHandleObject* timer);

// -- helpers --
// asyncio.exceptions.[name]
Ref asyncio_exception(Thread& t, const char* name);
// format_helpers.extract_stack(), or unset outside debug mode.
Ref source_traceback(Thread& t);
// callee(first, [second], name=value)
Ref call_with_keyword(Thread& t, Value callee, std::initializer_list<Value> positional,
                      const char* name, Value value);
// The loop that runs in this thread, or unset; get_running_loop() or the policy's.
Ref running_loop(Thread& t);
Ref event_loop(Thread& t);
// module.function(arguments...)
template <class... A>
Ref call_helper(Thread& t, const char* module, const char* function, A... arguments) {
  GILT_TRY(Ref helper, import_attribute(t, module, function));
  return call(t, helper.get(), {arguments...});
}

}  // namespace gilt
