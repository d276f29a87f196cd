// Module _thread: starting script threads, and what identifies them. threading is built on it.
#include <fmt/format.h>

#include <new>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/interpreter_family.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/signals.h"
#include "runtime/timeline.h"
#include "runtime/tuple.h"
#include "runtime/world.h"
#include "stdlib/thread_local.h"
#include "stdlib/thread_lock.h"

namespace gilt {
namespace {

std::atomic<size_t> g_stack_size{0};

// -- a handle on a thread that somebody may join --

struct HandleObject : Object {
  ParkingLock running;          // held from start to end of the thread
  std::atomic<uint64_t> ident;  // 0: not started
  std::atomic<bool> done;
};

Ref handle_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(no_keywords(t, "_ThreadHandle", args));
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  auto* self = static_cast<HandleObject*>(object);
  new (&self->running) ParkingLock;
  new (&self->ident) std::atomic<uint64_t>(0);
  new (&self->done) std::atomic<bool>(false);
  return Ref::adopt(object);
}

void handle_dealloc(Thread& t, Object* self) {
  instance_free(t, self);
}

Ref handle_join(Thread& t, Args args) {
  auto* self = args[0].as<HandleObject>();
  Nanoseconds deadline = kForever;
  if (!args[1].is_none()) {
    GILT_TRY(double seconds, to_double(t, args[1]));
    if (seconds > kMaxTimeout) return fail(t, overflow_error_type, "timeout value is too large");
    if (seconds >= 0) deadline = deadline_after(static_cast<Nanoseconds>(seconds * 1e9));
  }
  if (self->ident.load() == 0) return fail(t, runtime_error_type, "thread not started");
  if (self->done.load()) return Ref::none();
  if (self->ident.load() == t.id) return fail(t, runtime_error_type, "Cannot join current thread");
  LockResult result = self->running.acquire(t, deadline, {LockKind::kThread, self});
  if (result == LockResult::kError) return Failed{};
  // The lock only tells that the thread has ended: others may wait for the same.
  if (result == LockResult::kAcquired) self->running.release();
  return Ref::none();
}

Ref handle_is_done(Thread&, Args args) {
  return Ref::boolean(args[0].as<HandleObject>()->done.load());
}

Ref handle_set_done(Thread& t, Args args) {
  auto* self = args[0].as<HandleObject>();
  if (self->ident.load() == 0) return fail(t, runtime_error_type, "thread not started");
  if (!self->done.exchange(true)) self->running.release();
  return Ref::none();
}

Ref handle_ident(Thread& t, Value self) {
  return int_from_unsigned(t, self.as<HandleObject>()->ident.load());
}

Ref handle_repr(Thread& t, Value self) {
  return str_new(
      t, fmt::format("<_ThreadHandle object: ident={}>", self.as<HandleObject>()->ident.load()));
}

const NativeDef kHandleMethods[] = {
    {"join", handle_join, "(self, timeout=None, /)",
     "Wait until the thread has ended or timeout seconds have passed."},
    {"is_done", handle_is_done, "(self, /)", "Whether the thread has ended."},
    {"_set_done", handle_set_done, "(self, /)", "Declare the thread ended."},
};
const GetSetDef kHandleGetSets[] = {
    {"ident", handle_ident, nullptr, "Identifier of the thread; 0 before it starts."}};

TypeObject* handle_type() {
  static TypeObject* type = type_new_native(
      {.name = "_thread._ThreadHandle",
       .instance_size = sizeof(HandleObject),
       .flags = kTypeHasWeakrefs,
       .doc = "A thread that can be joined.",
       .slots = {.dealloc = handle_dealloc, .construct = handle_construct, .repr = handle_repr},
       .methods = kHandleMethods,
       .getsets = kHandleGetSets});
  return type;
}

// -- starting --

// What a new thread runs. Its references were counted by the starter.
struct Start {
  Thread* thread;
  Value function, args, kwargs, handle;
};

void report_uncaught(Thread& t, Value function) {
  if (error_matches(t, system_exit_type)) return error_clear(t);  // _thread.exit()
  error_unraisable(t, "in thread started by", function);
}

void run_target(Thread& t, Ref function, Ref args, Ref kwargs) {
  if (t.interpreter->finalizing.load(std::memory_order_acquire)) return;
  RefOf<TupleObject> names;
  std::vector<Value> words;
  auto* positional = args.as<TupleObject>();
  words.reserve(static_cast<size_t>(positional->size));
  for (int64_t i = 0; i < positional->size; i++) words.push_back(positional->at(i));
  bool ok = true;
  if (kwargs) {
    auto* dict = kwargs.as<DictObject>();
    names = tuple_new(t, dict_length(dict));
    ok = !names.is_error();
    int64_t position = 0, i = 0;
    Value key, value;
    while (ok && i < names->size && dict_next(dict, position, key, value)) {
      names->items()[i++].init(Ref::copy(key));
      words.push_back(value);
    }
  }
  Ref result =
      ok ? call(t, function.get(),
                CallArgs{words.data(), static_cast<uint32_t>(positional->size), names.get()})
         : Ref::error();
  if (result.is_error()) report_uncaught(t, function.get());
}

void run_thread(Start start) {
  Thread& t = *start.thread;
  thread_bind(t);
  attach(t);
  Ref handle = Ref::adopt(start.handle);
  run_target(t, Ref::adopt(start.function), Ref::adopt(start.args), Ref::adopt(start.kwargs));
  // Who joins the thread finds what it had at its end.
  thread_clear(t);
  if (handle) {
    auto* h = handle.as<HandleObject>();
    if (!h->done.exchange(true)) h->running.release();
    handle = Ref();
  }
  thread_delete(&t);
}

// Starts a thread; its identifier, or nothing with an exception pending.
std::optional<uint64_t> start_thread(Thread& t, Value function, Value args, Value kwargs,
                                     HandleObject* handle) {
  Interpreter& interpreter = *t.interpreter;
  if (interpreter.finalizing.load(std::memory_order_acquire)) {
    return fail(t, python_finalization_error_type,
                "can't create new thread at interpreter shutdown");
  }
  share_world(t);
  for (Value v : {function, args, kwargs}) publish(v);
  if (handle != nullptr) publish(to_value(handle));
  Thread* thread = thread_new(&interpreter);
  if (thread == nullptr) return fail(t, runtime_error_type, "can't start new thread");
  uint64_t ident = thread->id;
  if (handle != nullptr) {
    // Of several threads that start it one does.
    bool taken = handle->running.try_acquire_for(ident);
    uint64_t nobody = 0;
    if (!taken || !handle->ident.compare_exchange_strong(nobody, ident)) {
      if (taken) handle->running.release();
      thread_discard(thread);
      return fail(t, runtime_error_type, "thread already started");
    }
  }
  Start start{thread, Ref::copy(function).take(), Ref::copy(args).take(), Ref::copy(kwargs).take(),
              handle != nullptr ? Ref::copy(handle).take() : kUnset};
  if (!scheduler().spawn([start] { run_thread(start); }, g_stack_size.load())) {
    for (Value v : {start.function, start.args, start.kwargs, start.handle}) release(v);
    if (handle != nullptr) {
      handle->ident.store(0);
      handle->running.release();
    }
    thread_discard(thread);
    return fail(t, runtime_error_type, "can't start new thread");
  }
  return ident;
}

Ref start_new_thread(Thread& t, Args args) {
  if (type_of(args[0])->slots.call == nullptr) {
    return fail(t, type_error_type, "first arg must be callable");
  }
  if (!is_tuple(args[1])) return fail(t, type_error_type, "2nd arg must be a tuple");
  if (!args[2].is_unset() && !is_dict(args[2])) {
    return fail(t, type_error_type, "optional 3rd arg must be a dictionary");
  }
  GILT_TRY(uint64_t ident, start_thread(t, args[0], args[1], args[2], nullptr));
  return int_from_unsigned(t, ident);
}

Ref start_joinable_thread(Thread& t, Args args) {
  if (type_of(args[0])->slots.call == nullptr) {
    return fail(t, type_error_type, "thread function must be callable");
  }
  Ref handle;
  if (args[1].is_none()) {
    GILT_TRY(Ref made, handle_construct(t, handle_type(), CallArgs{nullptr, 0, nullptr}));
    handle = std::move(made);
  } else {
    if (!is_instance_of(args[1], handle_type()))
      return fail(t, type_error_type, "'handle' must be a _ThreadHandle");
    handle = Ref::copy(args[1]);
  }
  auto* h = handle.as<HandleObject>();
  if (h->ident.load() != 0) return fail(t, runtime_error_type, "thread already started");
  GILT_CHECK(start_thread(t, args[0], to_value(empty_tuple()), kUnset, h));
  return handle;
}

Ref get_main_thread_ident(Thread& t, Args) {
  return int_from_unsigned(t, t.interpreter->main_thread->id);
}

Ref make_thread_handle(Thread& t, Args args) {
  GILT_TRY(int64_t ident, to_int64(t, args[0]));
  GILT_TRY(Ref handle, handle_construct(t, handle_type(), CallArgs{nullptr, 0, nullptr}));
  auto* h = handle.as<HandleObject>();
  h->running.acquire_for(static_cast<uint64_t>(ident));
  h->ident.store(static_cast<uint64_t>(ident));
  return handle;
}

// -- the rest --

Ref get_ident(Thread& t, Args) {
  return int_from_unsigned(t, t.id);
}
Ref get_native_id(Thread& t, Args) {
  return int_from_unsigned(t, t.native_id);
}
Ref allocate_lock(Thread& t, Args) {
  return lock_new(t);
}
Ref exit_thread(Thread& t, Args) {
  return fail_with(t, system_exit_type, Ref::unset());
}

Ref count_threads(Thread& t, Args) {
  // Without the main thread, as CPython counts.
  return int_from_unsigned(t, t.interpreter->thread_count.load() - 1);
}

Ref interrupt_main(Thread& t, Args args) {
  GILT_TRY(int number, to_c_int(t, args[0]));
  if (number < 1 || number >= NSIG) return fail(t, value_error_type, "signal number out of range");
  signal_note(number);
  return Ref::none();
}

Ref stack_size(Thread& t, Args args) {
  GILT_TRY(int64_t size, to_int64(t, args[0]));
  if (size < 0) return fail(t, value_error_type, "size must be 0 or a positive value");
  // Below this a thread could not even report that it has no stack.
  if (size != 0 && size < 512 * 1024)
    return fail(t, value_error_type, "size not valid: {} bytes", size);
  return int_from_unsigned(t, g_stack_size.exchange(static_cast<size_t>(size)));
}

// Threads of an interpreter that a script made end before it does.
Ref daemon_threads_allowed(Thread& t, Args) {
  return Ref::boolean(is_main_interpreter(t.interpreter));
}
Ref is_main_interpreter_function(Thread& t, Args) {
  return Ref::boolean(is_main_interpreter(t.interpreter));
}
Ref set_name(Thread& t, Args args) {
  GILT_TRY(std::string_view name, to_text(t, args[0], "set_name", 1));
  // Reports read it.
  t.interpreter->threads_lock.lock();
  t.name = name;
  t.interpreter->threads_lock.unlock();
  timeline_named(t);
  // The main thread's name is the process's: leave it to the system.
  if (!t.is_main) scheduler().set_thread_name(t.name);
  return Ref::none();
}

const NativeDef kFunctions[] = {
    {"start_new_thread", start_new_thread, "(function, args, kwargs=..., /)",
     "Start a thread that calls function(*args, **kwargs); return its identifier."},
    {"start_new", start_new_thread, "(function, args, kwargs=..., /)",
     "Old name of start_new_thread."},
    {"start_joinable_thread", start_joinable_thread, "(function, /, handle=None, daemon=True)",
     "Start a thread that calls function(); return a handle to join."},
    {"_make_thread_handle", make_thread_handle, "(ident, /)",
     "A handle on a thread that already runs."},
    {"_get_main_thread_ident", get_main_thread_ident, "()", "Identifier of the main thread."},
    {"get_ident", get_ident, "()",
     "Identifier of this thread: a nonzero integer, unique in the process."},
    {"get_native_id", get_native_id, "()", "The system's number of this thread."},
    {"allocate_lock", allocate_lock, "()", "A new lock."},
    {"allocate", allocate_lock, "()", "Old name of allocate_lock."},
    {"exit", exit_thread, "()", "End this thread quietly (raises SystemExit)."},
    {"exit_thread", exit_thread, "()", "Old name of exit."},
    {"_count", count_threads, "()", "How many threads run beside the main one."},
    {"interrupt_main", interrupt_main, "(signum=2, /)", "Let a signal arrive in the main thread."},
    {"stack_size", stack_size, "(size=0, /)",
     "Set the stack size of new threads in bytes; return the old one."},
    {"daemon_threads_allowed", daemon_threads_allowed, "()",
     "Whether daemon threads may be started."},
    {"_is_main_interpreter", is_main_interpreter_function, "()",
     "Whether this is the first interpreter."},
    {"set_name", set_name, "(name)", "Set the name of this thread in the system."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "LockType", Ref::copy(lock_type())));
  GILT_CHECK(module_set(t, module, "lock", Ref::copy(lock_type())));
  GILT_CHECK(module_set(t, module, "RLock", Ref::copy(rlock_type())));
  GILT_CHECK(module_set(t, module, "_ThreadHandle", Ref::copy(handle_type())));
  GILT_CHECK(module_set(t, module, "_local", Ref::copy(thread_local_type())));
  GILT_CHECK(module_set(t, module, "error", Ref::copy(&runtime_error_type)));
  GILT_TRY(Ref longest, make_float(t, kMaxTimeout));
  return module_set(t, module, "TIMEOUT_MAX", std::move(longest));
}

const ModuleDef kModule = {"_thread", "Threads, locks and thread-local storage.", kFunctions, init};

}  // namespace

void register_thread_module() {
  register_native_module(kModule);
}

}  // namespace gilt
