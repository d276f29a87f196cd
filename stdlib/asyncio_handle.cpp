// asyncio.Handle and TimerHandle: a callback that a loop is to call.
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/hashing.h"
#include "runtime/native_object.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/asyncio_native.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

using Life =
    NativeLife<HandleObject, &HandleObject::loop, &HandleObject::callback, &HandleObject::args,
               &HandleObject::context, &HandleObject::source_traceback, &HandleObject::text>;
using TimerLife =
    NativeLife<TimerHandleObject, &TimerHandleObject::loop, &TimerHandleObject::callback,
               &TimerHandleObject::args, &TimerHandleObject::context,
               &TimerHandleObject::source_traceback, &TimerHandleObject::text>;

HandleObject* as_handle(Value v) {
  return v.as<HandleObject>();
}
TimerHandleObject* as_timer(Value v) {
  return v.as<TimerHandleObject>();
}
bool is_timer(Value v) {
  return v.is_object() && type_of(v)->native_base == timer_handle_type();
}

bool fill(Thread& t, HandleObject* handle, Value loop, Value callback, Ref args, Ref context) {
  if (context.is_unset() || context.is_none()) {
    GILT_TRY(context, context_copy_current(t));
  }
  handle->loop.store(handle, Ref::copy(loop));
  handle->callback.store(handle, Ref::copy(callback));
  handle->args.store(handle, std::move(args));
  handle->context.store(handle, std::move(context));
  handle->cancelled = false;
  bool debug = false;
  GILT_CHECK(loop_debug(t, loop, debug));
  if (debug) {
    GILT_TRY(Ref where, source_traceback(t));
    handle->source_traceback.store(handle, std::move(where));
  }
  return true;
}

}  // namespace

RefOf<HandleObject> handle_new(Thread& t, Value loop, Value callback, Ref args, Ref context) {
  HandleObject* handle = Life::allocate(t, handle_type());
  if (handle == nullptr) return Failed{};
  auto ref = RefOf<HandleObject>::adopt(handle);
  gc_track(t, handle);
  GILT_CHECK(fill(t, handle, loop, callback, std::move(args), std::move(context)));
  return ref;
}

RefOf<TimerHandleObject> timer_handle_new(Thread& t, Value loop, double when, Value callback,
                                          Ref args, Ref context) {
  TimerHandleObject* handle = TimerLife::allocate(t, timer_handle_type());
  if (handle == nullptr) return Failed{};
  handle->when = when;
  handle->order = 0;
  handle->index = -1;
  auto ref = RefOf<TimerHandleObject>::adopt(handle);
  gc_track(t, handle);
  GILT_CHECK(fill(t, handle, loop, callback, std::move(args), std::move(context)));
  return ref;
}

bool handle_failed(Thread& t, Value handle) {
  if (error_matches(t, keyboard_interrupt_type) || error_matches(t, system_exit_type)) return false;
  Ref exception = error_take(t);
  return !call_helper(t, "asyncio.events", "_report_failure", handle, exception.get()).is_error();
}

namespace {

// What __init__ would have set is asked for.
Failed fail_not_initialised(Thread& t, HandleObject* handle, const char* attribute) {
  return fail(t, attribute_error_type, "'{}' object has no attribute '{}'",
              type_name(to_value(handle)), attribute);
}

Ref call_back(Thread& t, HandleObject* handle) {
  Ref callback = handle->callback.load(), args = handle->args.load();
  if (args.is_unset()) return call(t, callback.get());
  auto* tuple = args.as<TupleObject>();
  return call(t, callback.get(),
              CallArgs{&tuple->items()->word(), static_cast<uint32_t>(tuple->size), nullptr});
}

// context.run(callback, *args): whatever was given as the context has to do it.
Ref call_back_through(Thread& t, HandleObject* handle, Value context) {
  static StrObject* const kRun = intern("run");
  GILT_TRY(Ref run, get_attribute(t, context, kRun));
  Ref callback = handle->callback.load(), args = handle->args.load();
  std::vector<Value> words = {callback.get()};
  for (int64_t i = 0; !args.is_unset() && i < args.as<TupleObject>()->size; i++)
    words.push_back(args.as<TupleObject>()->at(i));
  return call(t, run.get(), CallArgs{words.data(), static_cast<uint32_t>(words.size()), nullptr});
}

}  // namespace

bool handle_run(Thread& t, HandleObject* handle) {
  Ref held = Ref::copy(handle), context = handle->context.load();
  if (context.is_unset()) return fail_not_initialised(t, handle, "_callback");
  if (type_of(context.get()) == context_type()) {
    auto* entered = context.as<ContextObject>();
    if (!context_enter(t, entered)) return handle_failed(t, held.get());
    Ref result = call_back(t, handle);
    context_leave(t, entered);
    if (!result.is_error()) return true;
  } else if (!call_back_through(t, handle, context.get()).is_error()) {
    return true;
  }
  return handle_failed(t, held.get());
}

namespace {

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  HandleObject* handle = Life::allocate(t, type);
  if (handle == nullptr) return Failed{};
  Ref ref = Ref::adopt(handle);
  gc_track(t, handle);
  return ref;
}
Ref timer_construct(Thread& t, TypeObject* type, CallArgs) {
  TimerHandleObject* handle = TimerLife::allocate(t, type);
  if (handle == nullptr) return Failed{};
  handle->when = 0;
  handle->order = 0;
  handle->index = -1;
  Ref ref = Ref::adopt(handle);
  gc_track(t, handle);
  return ref;
}

Ref given_args(Thread& t, Value args) {
  if (is_tuple(args) && args.as<TupleObject>()->size == 0) return Ref::unset();
  return tuple_from_iterable(t, args);
}

bool init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("Handle", "(callback, args, loop, context=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  Ref given = given_args(t, bound[1]);
  if (given.is_error()) return false;
  return fill(t, as_handle(self), bound[2], bound[0], std::move(given), Ref::copy(bound[3]));
}
bool timer_init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("TimerHandle", "(when, callback, args, loop, context=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(double when, to_double(t, bound[0]));
  as_timer(self)->when = when;
  Ref given = given_args(t, bound[2]);
  if (given.is_error()) return false;
  return fill(t, as_handle(self), bound[3], bound[1], std::move(given), Ref::copy(bound[4]));
}

Ref repr_slot(Thread& t, Value self) {
  return call_helper(t, "asyncio.format_helpers", "_handle_repr", self);
}

// -- methods --

Ref cancel(Thread& t, Args args) {
  HandleObject* handle = as_handle(args[0]);
  Ref loop = handle->loop.load();
  if (loop.is_unset()) return fail_not_initialised(t, handle, "_cancelled");
  if (!handle->cancelled.change(handle, false, true)) return Ref::none();
  bool debug = false;
  GILT_CHECK(loop_debug(t, loop.get(), debug));
  if (debug) {
    // What it was, for messages: callback and arguments are given up now.
    GILT_TRY(Ref text, call_helper(t, "asyncio.format_helpers", "_handle_repr", args[0]));
    handle->text.store(handle, std::move(text));
  }
  if (is_timer(args[0])) {
    if (is_loop(loop.get())) {
      loop_drop_timer(t, loop.as<LoopObject>(), as_timer(args[0]));
    } else {
      static StrObject* const kCancelled = intern("_timer_handle_cancelled");
      GILT_CHECK(call_method(t, loop.get(), kCancelled, {args[0]}));
    }
  }
  handle->callback.store(handle, Ref::none());
  handle->args.clear(handle);
  return Ref::none();
}

Ref cancelled(Thread&, Args args) {
  return Ref::boolean(as_handle(args[0])->cancelled);
}
Ref get_context(Thread&, Args args) {
  Ref context = as_handle(args[0])->context.load();
  return context.is_unset() ? Ref::none() : std::move(context);
}
Ref run(Thread& t, Args args) {
  GILT_CHECK(handle_run(t, as_handle(args[0])));
  return Ref::none();
}
Ref when(Thread& t, Args args) {
  return make_float(t, as_timer(args[0])->when);
}

constexpr NativeDef kMethods[] = {
    {"cancel", cancel, "(self, /)", "The callback is not to be called."},
    {"cancelled", cancelled, "(self, /)", "Whether it was cancelled."},
    {"get_context", get_context, "(self, /)", "The context that the callback runs in."},
    {"_run", run, "(self, /)", "Calls the callback."},
};
constexpr NativeDef kTimerMethods[] = {
    {"when", when, "(self, /)", "When the callback is due, in the loop's time."},
};

// -- attributes --

template <auto kSlot>
Ref get_slot(Thread&, Value self) {
  Ref value = (as_handle(self)->*kSlot).load();
  return value.is_unset() ? Ref::none() : std::move(value);
}
Ref get_args(Thread&, Value self) {
  HandleObject* handle = as_handle(self);
  Ref args = handle->args.load();
  if (!args.is_unset()) return args;
  return handle->cancelled ? Ref::none() : Ref::copy(empty_tuple());
}
Ref get_cancelled(Thread&, Value self) {
  return Ref::boolean(as_handle(self)->cancelled);
}
bool set_source_traceback(Thread&, Value self, Value value) {
  as_handle(self)->source_traceback.store(self.as_object(), Ref::copy(value));
  return true;
}
Ref get_when(Thread& t, Value self) {
  return make_float(t, as_timer(self)->when);
}
Ref get_scheduled(Thread&, Value self) {
  return Ref::boolean(as_timer(self)->index >= 0);
}

constexpr GetSetDef kGetSets[] = {
    {"_callback", get_slot<&HandleObject::callback>, nullptr, nullptr},
    {"_args", get_args, nullptr, nullptr},
    {"_context", get_slot<&HandleObject::context>, nullptr, nullptr},
    {"_loop", get_slot<&HandleObject::loop>, nullptr, nullptr},
    {"_cancelled", get_cancelled, nullptr, nullptr},
    {"_repr", get_slot<&HandleObject::text>, nullptr, nullptr},
    {"_source_traceback", get_slot<&HandleObject::source_traceback>, set_source_traceback, nullptr},
};
constexpr GetSetDef kTimerGetSets[] = {
    {"_when", get_when, nullptr, nullptr},
    {"_scheduled", get_scheduled, nullptr, nullptr},
};

// Timers compare by time; equal ones have the same callback and arguments.
Ref timer_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_timer(other)) return not_implemented();
  TimerHandleObject *a = as_timer(self), *b = as_timer(other);
  bool is_equal = a->when == b->when;
  if (is_equal && op != CompareOp::kLt && op != CompareOp::kGt) {
    Ref a_callback = get_slot<&HandleObject::callback>(t, self);
    Ref b_callback = get_slot<&HandleObject::callback>(t, other);
    GILT_TRY(bool callbacks, equal(t, a_callback.get(), b_callback.get()));
    GILT_TRY(Ref a_args, get_args(t, self));
    GILT_TRY(Ref b_args, get_args(t, other));
    GILT_TRY(bool arguments, equal(t, a_args.get(), b_args.get()));
    is_equal = callbacks && arguments && a->cancelled == b->cancelled;
  }
  switch (op) {
    case CompareOp::kLt: return Ref::boolean(a->when < b->when);
    case CompareOp::kGt: return Ref::boolean(a->when > b->when);
    case CompareOp::kLe: return Ref::boolean(a->when < b->when || is_equal);
    case CompareOp::kGe: return Ref::boolean(a->when > b->when || is_equal);
    case CompareOp::kEq: return Ref::boolean(is_equal);
    case CompareOp::kNe: break;
  }
  return Ref::boolean(!is_equal);
}
std::optional<int64_t> timer_hash(Thread& t, Value self) {
  GILT_TRY(Ref time, make_float(t, as_timer(self)->when));
  return hash(t, time.get());
}

}  // namespace

TypeObject* handle_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "asyncio.events.Handle",
                  .instance_size = sizeof(HandleObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs,
                  .doc = "A callback that a loop is to call; what call_soon() returns.",
                  .methods = kMethods,
                  .getsets = kGetSets};
    Life::fill(spec.slots);
    spec.slots.construct = construct;
    spec.slots.init = init;
    spec.slots.repr = repr_slot;
    return type_new_native(spec);
  }();
  return type;
}

TypeObject* timer_handle_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "asyncio.events.TimerHandle",
                  .base = handle_type(),
                  .instance_size = sizeof(TimerHandleObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs,
                  .doc = "A callback with a time; what call_later() and call_at() return.",
                  .methods = kTimerMethods,
                  .getsets = kTimerGetSets};
    TimerLife::fill(spec.slots);
    spec.slots.construct = timer_construct;
    spec.slots.init = timer_init;
    spec.slots.repr = repr_slot;
    spec.slots.compare = timer_compare;
    spec.slots.hash = timer_hash;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
