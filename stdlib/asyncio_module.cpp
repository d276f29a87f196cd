// Module _asyncio: which loop runs, which task runs, and the types of the core.
#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/set.h"
#include "runtime/tuple.h"
#include "runtime/world.h"
#include "stdlib/asyncio_native.h"

namespace gilt {

// -- helpers of the other files --

Ref asyncio_exception(Thread& t, const char* name) {
  return import_attribute(t, "asyncio.exceptions", name);
}

Ref source_traceback(Thread& t) {
  return call_helper(t, "asyncio.format_helpers", "extract_stack");
}

Ref call_with_keyword(Thread& t, Value callee, std::initializer_list<Value> positional,
                      const char* name, Value value) {
  Value words[4];
  uint32_t count = 0;
  for (Value v : positional) words[count++] = v;
  words[count] = value;
  GILT_TRY(RefOf<TupleObject> names, tuple_of(t, {to_value(intern(name))}));
  return call(t, callee, CallArgs{words, count, names.get()});
}

Ref running_loop(Thread& t) {
  return coroutine_state(t).running_loop.copy();
}

Ref event_loop(Thread& t) {
  Ref loop = running_loop(t);
  if (!loop.is_unset()) return loop;
  static StrObject* const kGetEventLoop = intern("get_event_loop");
  GILT_TRY(Ref policy, call_helper(t, "asyncio.events", "_get_event_loop_policy"));
  return call_method(t, policy.get(), kGetEventLoop);
}

namespace {

// -- loops --

Ref get_running_loop(Thread& t, Args) {
  Ref loop = running_loop(t);
  if (!loop.is_unset()) return loop;
  return fail(t, runtime_error_type, "no running event loop");
}
Ref get_running_loop_or_none(Thread& t, Args) {
  Ref loop = running_loop(t);
  return loop.is_unset() ? Ref::none() : std::move(loop);
}
// The thread ends in the middle of a loop.
void leave_loop(CoroutineState& state) {
  if (is_loop(state.running_loop.get())) state.running_loop.as<LoopObject>()->running = nullptr;
}
Ref set_running_loop(Thread& t, Args args) {
  CoroutineState& state = coroutine_state(t);
  state.leave_loop = leave_loop;
  // The one before has no running task any more, the new one has what the thread is in.
  Ref current = change_current_task(t, Ref::unset());
  Ref before =
      std::exchange(state.running_loop, args[0].is_none() ? Ref::unset() : Ref::copy(args[0]));
  (void)change_current_task(t, std::move(current));
  return Ref::none();
}
Ref get_event_loop(Thread& t, Args) {
  return event_loop(t);
}

// -- tasks --

Ref current_task(Thread& t, Args args) {
  CoroutineState& state = coroutine_state(t);
  Ref loop = Ref::copy(args[0]);
  if (loop.is_none()) {
    loop = state.running_loop.copy();
    if (loop.is_unset()) return fail(t, runtime_error_type, "no running event loop");
  }
  if (!state.running_loop.is_unset() && same(state.running_loop.get(), loop.get()))
    return state.current_task.is_unset() ? Ref::none() : state.current_task.copy();
  if (!is_loop(loop.get())) return Ref::none();
  // Another thread's: the task may end at any time.
  StopTheWorld stopped(t, Pause::kInspect);
  TaskObject* task = loop.as<LoopObject>()->running;
  if (task == nullptr) return Ref::none();
  if (is_private(to_value(task))) publish(to_value(task));
  return Ref::copy(task);
}

// The tasks of [loop] that are not done.
std::vector<Ref> listed_tasks(LoopObject* loop, bool foreign) {
  std::vector<Ref> found;
  loop->tasks_lock.lock();
  for (TaskObject* task = loop->tasks; task != nullptr; task = task->next) {
    // One that dies right now is not brought back.
    if (!is_shared(task) && reference_count(task) == 0) continue;
    if (foreign && is_private(to_value(task))) publish(to_value(task));
    found.push_back(Ref::copy(task));
  }
  loop->tasks_lock.unlock();
  return found;
}

Ref all_tasks(Thread& t, Args args) {
  Ref loop = Ref::copy(args[0]);
  if (loop.is_none()) {
    loop = running_loop(t);
    if (loop.is_unset()) return fail(t, runtime_error_type, "no running event loop");
  }
  std::vector<Ref> found;
  if (is_loop(loop.get())) {
    auto* native = loop.as<LoopObject>();
    if (kFreeThreaded && native->thread_id != t.id) {
      StopTheWorld stopped(t, Pause::kInspect);
      found = listed_tasks(native, true);
    } else {
      found = listed_tasks(native, false);
    }
  }
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (size_t i = found.size(); i-- > 0;) {
    if (found[i].as<TaskObject>()->pending())
      GILT_CHECK(list_append(t, list.get(), std::move(found[i])));
  }
  GILT_TRY(Ref others, call_helper(t, "asyncio.tasks", "_other_tasks", loop.get()));
  GILT_CHECK(list_extend(t, list.get(), others.get()));
  return call(t, to_value(&set_type), {list.value()});
}

Ref enter_task_function(Thread& t, Args args) {
  return enter_task(t, args[0], args[1]);
}
Ref leave_task_function(Thread& t, Args args) {
  return leave_task(t, args[0], args[1]);
}
Ref swap_current_task(Thread& t, Args args) {
  CoroutineState& state = coroutine_state(t);
  if (state.running_loop.is_unset() || !same(state.running_loop.get(), args[0])) {
    GILT_TRY(Ref text, repr(t, args[0]));
    return fail(t, runtime_error_type, "loop {} is not the running loop",
                text.as<StrObject>()->view());
  }
  Ref before = change_current_task(t, args[1].is_none() ? Ref::unset() : Ref::copy(args[1]));
  return before.is_unset() ? Ref::none() : std::move(before);
}

Ref create_task(Thread& t, CallArgs args) {
  if (args.positional != 1) {
    return fail(t, type_error_type, "create_task() takes 1 positional argument but {} were given",
                args.positional);
  }
  Ref loop = running_loop(t);
  if (loop.is_unset()) return fail(t, runtime_error_type, "no running event loop");
  uint32_t keywords = args.kwnames == nullptr ? 0 : static_cast<uint32_t>(args.kwnames->size);
  constexpr uint32_t kMost = 8;
  if (keywords > kMost)
    return fail(t, type_error_type, "create_task() takes at most {} keywords", kMost);
  Value words[kMost + 2] = {loop.get(), args[0]};
  for (uint32_t i = 0; i < keywords; i++) words[2 + i] = args[1 + i];
  return loop_create_task(t, CallArgs{words, 2, args.kwnames});
}

// What a sleeper's timer calls.
Ref set_result_unless_cancelled(Thread& t, Args args) {
  if (is_exact_future(args[0]) && type_of(args[0]) == future_type()) {
    auto* future = args[0].as<FutureObject>();
    if (future->state == FutureState::kCancelled) return Ref::none();
    GILT_CHECK(future_set_result(t, future, args[1]));
    return Ref::none();
  }
  static StrObject* const kCancelled = intern("cancelled");
  static StrObject* const kSetResult = intern("set_result");
  GILT_TRY(Ref cancelled, call_method(t, args[0], kCancelled));
  GILT_TRY(bool is_cancelled, truth(t, cancelled.get()));
  if (is_cancelled) return Ref::none();
  return call_method(t, args[0], kSetResult, {args[1]});
}

constexpr NativeDef kFunctions[] = {
    {"get_running_loop", get_running_loop, "()",
     "The event loop that runs in this thread; RuntimeError when none does."},
    {"_get_running_loop", get_running_loop_or_none, "()",
     "The event loop that runs in this thread, or None."},
    {"_set_running_loop", set_running_loop, "(loop, /)", "For event loops: this one runs now."},
    {"get_event_loop", get_event_loop, "()",
     "The event loop that runs in this thread, or else the one that was set for it."},
    {"create_task", nullptr, "(coro, **kwargs)",
     "Lets the running loop run a coroutine; returns its task.", NativeKind::kFunction,
     create_task},
    {"current_task", current_task, "(loop=None)", "The task that the loop runs now, or None."},
    {"all_tasks", all_tasks, "(loop=None)", "The loop's tasks that are not done."},
    {"_enter_task", enter_task_function, "(loop, task)", "For other makes of tasks: it runs now."},
    {"_leave_task", leave_task_function, "(loop, task)",
     "For other makes of tasks: it runs no longer."},
    {"_swap_current_task", swap_current_task, "(loop, task)",
     "Makes task, or None, the current one; returns the one before."},
    {"_set_result_unless_cancelled", set_result_unless_cancelled, "(future, result, /)", nullptr},
};

bool init(Thread& t, ModuleObject* module) {
  struct Row {
    const char* name;
    TypeObject* type;
  };
  for (const Row& row :
       {Row{"Future", future_type()}, Row{"Task", task_type()}, Row{"Handle", handle_type()},
        Row{"TimerHandle", timer_handle_type()}, Row{"LoopCore", loop_type()}})
    GILT_CHECK(module_set(t, module, row.name, Ref::copy(row.type)));
  return true;
}

const ModuleDef kModule = {"_asyncio", "The core of asyncio.", kFunctions, init};

}  // namespace

void register_asyncio_module() {
  register_native_module(kModule);
}

}  // namespace gilt
