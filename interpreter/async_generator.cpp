#include "interpreter/async_generator.h"

#include "interpreter/coroutine_state.h"
#include "interpreter/frame_object.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/typing_types.h"
#include "runtime/warnings.h"

namespace gilt {
namespace {

GeneratorObject* as_generator(Value v) {
  return v.as<GeneratorObject>();
}

// -- wrapped values --

using WrappedLife = NativeLife<AsyncGenWrappedObject, &AsyncGenWrappedObject::value>;

}  // namespace

Ref async_wrapped_value_new(Thread& t, Ref value) {
  auto* wrapped = object_new<AsyncGenWrappedObject>(t, kAsyncGenWrappedShape);
  if (wrapped == nullptr) return Ref::error();
  wrapped->value.init(std::move(value));
  gc_track(t, wrapped);
  return Ref::adopt(wrapped);
}

// -- awaiting --

Ref awaitable_iterator(Thread& t, Value v, int where) {
  if (has_shape(v, kCoroutineShape)) {
    if (!generator_delegate(as_generator(v)).is_unset())
      return fail(t, runtime_error_type, "coroutine is being awaited already");
    return Ref::copy(v);
  }
  if (has_shape(v, kGeneratorShape) && as_generator(v)->code()->is(kCodeIterableCoroutine))
    return Ref::copy(v);
  TypeObject* type = type_of(v);
  if (type->slots.await == nullptr) {
    if (where == 1) {
      return fail(t, type_error_type,
                  "'async with' received an object from __aenter__ that does not implement "
                  "__await__: {}",
                  type_name(type));
    }
    if (where == 2) {
      return fail(t, type_error_type,
                  "'async with' received an object from __aexit__ that does not implement "
                  "__await__: {}",
                  type_name(type));
    }
    return fail(t, type_error_type, "'{}' object can't be awaited", type_name(type));
  }
  GILT_TRY(Ref iterator, type->slots.await(t, v));
  if (has_shape(iterator.get(), kCoroutineShape) ||
      (has_shape(iterator.get(), kGeneratorShape) &&
       as_generator(iterator.get())->code()->is(kCodeIterableCoroutine)))
    return fail(t, type_error_type, "__await__() returned a coroutine");
  if (type_of(iterator.get())->slots.next == nullptr) {
    return fail(t, type_error_type, "__await__() returned non-iterator of type '{}'",
                type_name(iterator.get()));
  }
  return iterator;
}

// -- driving the frame --

namespace {

// An asend or athrow begins to drive the generator, unless another one does.
bool make_busy(GeneratorObject* generator) {
  return generator->busy.change(generator, false, true);
}

// The first step of an awaitable happens in one thread.
template <class T>
bool begin(T* awaitable) {
  return awaitable->state.change(awaitable, AsyncStep::kInitial, AsyncStep::kIterating);
}

// The first iteration announces the generator to the event loop (sys.set_asyncgen_hooks).
bool call_first_hook(Thread& t, GeneratorObject* generator) {
  if (!generator->hooks_done.change(generator, false, true)) return true;
  CoroutineState& hooks = coroutine_state(t);
  if (!hooks.finalizer.is_unset()) generator->finalizer.store(generator, hooks.finalizer.copy());
  if (hooks.first_iteration.is_unset()) return true;
  Ref hook = hooks.first_iteration.copy();
  return !call(t, hook.get(), {to_value(generator)}).is_error();
}

// What a step of the frame means for the awaitable that drives it: a bare value is handed up, a
// wrapped one ends the awaiting, the end of the frame is StopAsyncIteration.
Ref finish_step(Thread& t, GeneratorObject* generator, Resumed how, Ref result) {
  switch (how) {
    case Resumed::kYielded:
      if (!has_shape(result.get(), kAsyncGenWrappedShape)) return result;
      generator->busy = false;
      return fail_stop_iteration(t, result.as<AsyncGenWrappedObject>()->value.load());
    case Resumed::kReturned:
      generator->busy = false;
      generator->closed = true;
      return fail_with(t, stop_async_iteration_type, Ref::unset());
    case Resumed::kRaised:
      generator->busy = false;
      if (error_matches(t, stop_async_iteration_type) || error_matches(t, generator_exit_type))
        generator->closed = true;
      break;
  }
  return Ref::error();
}

Ref step(Thread& t, GeneratorObject* generator, Value value) {
  if (generator->state == GeneratorState::kEnded) {
    generator->busy = false;
    return fail_with(t, stop_async_iteration_type, Ref::unset());
  }
  Ref result;
  Resumed how = generator_resume(t, generator, Ref::copy(value), false, result);
  return finish_step(t, generator, how, std::move(result));
}

Ref step_throw(Thread& t, GeneratorObject* generator, Ref exception) {
  Ref result;
  Resumed how = generator_throw_step(t, generator, std::move(exception), result);
  return finish_step(t, generator, how, std::move(result));
}

// -- asend --

using ASendLife =
    NativeLife<AsyncGenASendObject, &AsyncGenASendObject::generator, &AsyncGenASendObject::value>;

Ref asend_new(Thread& t, Value generator, Value value) {
  auto* asend = object_new<AsyncGenASendObject>(t, kAsyncGenASendShape);
  if (asend == nullptr) return Ref::error();
  asend->generator.init(Ref::copy(generator));
  asend->value.init(Ref::copy(value));
  asend->state = AsyncStep::kInitial;
  gc_track(t, asend);
  return Ref::adopt(asend);
}

Ref asend_send(Thread& t, Value self, Value value) {
  auto* asend = self.as<AsyncGenASendObject>();
  Ref held = Ref::copy(self);
  GeneratorObject* generator = as_generator(asend->generator.peek());
  if (asend->state == AsyncStep::kEnded)
    return fail(t, runtime_error_type, "cannot reuse already awaited __anext__()/asend()");
  Ref sent = Ref::copy(value);
  if (begin(asend)) {
    if (!make_busy(generator)) {
      asend->state = AsyncStep::kEnded;
      return fail(t, runtime_error_type, "anext(): asynchronous generator is already running");
    }
    if (value.is_none()) sent = asend->value.load();
  }
  Ref result = step(t, generator, sent.get());
  if (result.is_error()) asend->state = AsyncStep::kEnded;
  return result;
}

Ref asend_throw(Thread& t, Value self, Ref exception) {
  auto* asend = self.as<AsyncGenASendObject>();
  Ref held = Ref::copy(self);
  GeneratorObject* generator = as_generator(asend->generator.peek());
  if (asend->state == AsyncStep::kEnded)
    return fail(t, runtime_error_type, "cannot reuse already awaited __anext__()/asend()");
  if (begin(asend) && !make_busy(generator)) {
    asend->state = AsyncStep::kEnded;
    return fail(t, runtime_error_type, "anext(): asynchronous generator is already running");
  }
  Ref result = step_throw(t, generator, std::move(exception));
  if (result.is_error()) asend->state = AsyncStep::kEnded;
  return result;
}

// An awaitable that nobody awaited says so when it dies.
void warn_unawaited(Thread& t, Value generator, const char* method, Object* self) {
  ErrorGuard guard(t);
  std::string text =
      fmt::format("coroutine method '{}' of '{}' was never awaited", method,
                  as_generator(generator)->qualified_name.peek().as<StrObject>()->view());
  if (!warn(t, runtime_warning_type, text))
    error_unraisable(t, "while finalizing coroutine", to_value(self));
}

void asend_finalize(Thread& t, Object* self) {
  auto* asend = static_cast<AsyncGenASendObject*>(self);
  if (asend->state == AsyncStep::kInitial && !asend->generator.is_unset())
    warn_unawaited(t, asend->generator.peek(), "asend", self);
}

// -- athrow and aclose --

using AThrowLife = NativeLife<AsyncGenAThrowObject, &AsyncGenAThrowObject::generator,
                              &AsyncGenAThrowObject::exception>;

Ref athrow_new(Thread& t, Value generator, Ref exception) {
  auto* athrow = object_new<AsyncGenAThrowObject>(t, kAsyncGenAThrowShape);
  if (athrow == nullptr) return Ref::error();
  athrow->generator.init(Ref::copy(generator));
  athrow->exception.init(std::move(exception));
  athrow->state = AsyncStep::kInitial;
  gc_track(t, athrow);
  return Ref::adopt(athrow);
}

void athrow_finalize(Thread& t, Object* self) {
  auto* athrow = static_cast<AsyncGenAThrowObject*>(self);
  if (athrow->state == AsyncStep::kInitial && !athrow->generator.is_unset())
    warn_unawaited(t, athrow->generator.peek(), athrow->exception.is_unset() ? "aclose" : "athrow",
                   self);
}

// What a step of aclose() came to: the generator may not yield again, and how it ends is success.
Ref finish_close(Thread& t, GeneratorObject* generator, Resumed how, Ref result) {
  if (how == Resumed::kYielded) {
    if (!has_shape(result.get(), kAsyncGenWrappedShape)) return result;
    generator->busy = false;
    return fail(t, runtime_error_type, "async generator ignored GeneratorExit");
  }
  generator->busy = false;
  generator->closed = true;
  if (how == Resumed::kRaised) {
    if (!error_matches(t, stop_async_iteration_type) && !error_matches(t, generator_exit_type))
      return Ref::error();
    error_clear(t);
  }
  return fail_stop_iteration(t, Ref::none());
}

Ref athrow_step(Thread& t, AsyncGenAThrowObject* athrow, Value value, Ref thrown) {
  Ref held = Ref::copy(athrow);
  GeneratorObject* generator = as_generator(athrow->generator.peek());
  bool closing = athrow->exception.is_unset();
  if (athrow->state == AsyncStep::kEnded)
    return fail(t, runtime_error_type, "cannot reuse already awaited aclose()/athrow()");
  Ref exception = std::move(thrown);
  if (athrow->state == AsyncStep::kInitial) {
    if (!generator->busy && !generator->closed && !value.is_none() && exception.is_unset())
      return fail(t, runtime_error_type, "can't send non-None value to a just-started coroutine");
  }
  if (begin(athrow)) {
    if (!make_busy(generator)) {
      athrow->state = AsyncStep::kEnded;
      return fail(t, runtime_error_type, "{}: asynchronous generator is already running",
                  closing ? "aclose()" : "athrow()");
    }
    if (generator->closed) {
      generator->busy = false;
      athrow->state = AsyncStep::kEnded;
      return fail_with(t, stop_async_iteration_type, Ref::unset());
    }
    if (exception.is_unset()) {
      if (closing) {
        generator->closed = true;
        GILT_TRY(exception, exception_new(t, generator_exit_type, Ref::unset()));
      } else {
        exception = athrow->exception.load();
      }
    }
  }
  Ref result;
  Resumed how;
  if (generator->state == GeneratorState::kEnded && exception.is_unset()) {
    how = Resumed::kReturned;
  } else if (!exception.is_unset()) {
    if (generator->state == GeneratorState::kCreated) {
      // Nothing has run yet, so nothing can handle it.
      Ref closed = generator_close(t, generator);
      if (closed.is_error()) return closed;
      error_restore(t, std::move(exception));
      how = Resumed::kRaised;
    } else {
      how = generator_throw_step(t, generator, std::move(exception), result);
    }
  } else {
    how = generator_resume(t, generator, Ref::copy(value), false, result);
  }
  Ref outcome = closing ? finish_close(t, generator, how, std::move(result))
                        : finish_step(t, generator, how, std::move(result));
  if (outcome.is_error()) athrow->state = AsyncStep::kEnded;
  return outcome;
}

// -- method tables of the two awaitables --

Ref asend_next(Thread& t, Value self) {
  return asend_send(t, self, kNone);
}
Ref asend_send_method(Thread& t, Args args) {
  return asend_send(t, args[0], args[1]);
}
Ref asend_throw_method(Thread& t, Args args) {
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  return asend_throw(t, args[0], std::move(exception));
}
Ref asend_close_method(Thread& t, Args args) {
  auto* asend = args[0].as<AsyncGenASendObject>();
  if (asend->state == AsyncStep::kEnded) return Ref::none();
  if (asend->state == AsyncStep::kInitial) {
    asend->state = AsyncStep::kEnded;
    return Ref::none();
  }
  GILT_TRY(Ref exit, exception_new(t, generator_exit_type, Ref::unset()));
  Ref result = asend_throw(t, args[0], std::move(exit));
  if (!result.is_error()) return fail(t, runtime_error_type, "coroutine ignored GeneratorExit");
  if (error_matches(t, stop_iteration_type) || error_matches(t, stop_async_iteration_type) ||
      error_matches(t, generator_exit_type)) {
    error_clear(t);
    return Ref::none();
  }
  return Ref::error();
}
Ref self_await(Thread&, Value self) {
  return Ref::copy(self);
}

const NativeDef kASendMethods[] = {
    {"send", asend_send_method, "(self, value, /)", nullptr},
    {"throw", asend_throw_method, "(self, type, value=None, traceback=None, /)", nullptr},
    {"close", asend_close_method, "(self, /)", nullptr},
};

Ref athrow_next(Thread& t, Value self) {
  return athrow_step(t, self.as<AsyncGenAThrowObject>(), kNone, Ref::unset());
}
Ref athrow_send_method(Thread& t, Args args) {
  return athrow_step(t, args[0].as<AsyncGenAThrowObject>(), args[1], Ref::unset());
}
Ref athrow_throw_method(Thread& t, Args args) {
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  return athrow_step(t, args[0].as<AsyncGenAThrowObject>(), kNone, std::move(exception));
}
Ref athrow_close_method(Thread& t, Args args) {
  auto* athrow = args[0].as<AsyncGenAThrowObject>();
  if (athrow->state == AsyncStep::kEnded) return Ref::none();
  if (athrow->state == AsyncStep::kInitial) {
    athrow->state = AsyncStep::kEnded;
    return Ref::none();
  }
  GILT_TRY(Ref exit, exception_new(t, generator_exit_type, Ref::unset()));
  Ref result = athrow_step(t, athrow, kNone, std::move(exit));
  if (!result.is_error()) return fail(t, runtime_error_type, "coroutine ignored GeneratorExit");
  if (error_matches(t, stop_iteration_type) || error_matches(t, stop_async_iteration_type) ||
      error_matches(t, generator_exit_type)) {
    error_clear(t);
    return Ref::none();
  }
  return Ref::error();
}

const NativeDef kAThrowMethods[] = {
    {"send", athrow_send_method, "(self, value, /)", nullptr},
    {"throw", athrow_throw_method, "(self, type, value=None, traceback=None, /)", nullptr},
    {"close", athrow_close_method, "(self, /)", nullptr},
};

// -- async_generator --

Ref agen_repr(Thread& t, Value self) {
  return str_new(t, fmt::format("<async_generator object {} at {:#x}>",
                                as_generator(self)->qualified_name.peek().as<StrObject>()->view(),
                                reinterpret_cast<uintptr_t>(self.as_object())));
}
Ref agen_iter(Thread&, Value self) {
  return Ref::copy(self);
}
Ref agen_next(Thread& t, Value self) {
  GILT_CHECK(call_first_hook(t, as_generator(self)));
  return asend_new(t, self, kNone);
}
Ref agen_asend(Thread& t, Args args) {
  GILT_CHECK(call_first_hook(t, as_generator(args[0])));
  return asend_new(t, args[0], args[1]);
}
Ref agen_athrow(Thread& t, Args args) {
  GILT_CHECK(call_first_hook(t, as_generator(args[0])));
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  return athrow_new(t, args[0], std::move(exception));
}
Ref agen_aclose(Thread& t, Args args) {
  GILT_CHECK(call_first_hook(t, as_generator(args[0])));
  return athrow_new(t, args[0], Ref::unset());
}

const NativeDef kAgenMethods[] = {
    {"asend", agen_asend, "(self, value, /)", "asend(v) -> send 'v' in generator."},
    {"athrow", agen_athrow, "(self, type, value=None, traceback=None, /)",
     "athrow(value) -> raise exception in generator."},
    {"aclose", agen_aclose, "(self, /)", "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", "See PEP 585", NativeKind::kClassMethod},
};

Ref get_busy(Thread&, Value self) {
  return Ref::boolean(as_generator(self)->busy);
}
Ref get_suspended(Thread&, Value self) {
  return Ref::boolean(settled_state(as_generator(self)) == GeneratorState::kSuspended);
}
Ref get_awaited(Thread&, Value self) {
  Ref delegate = generator_delegate(as_generator(self));
  return delegate.is_unset() ? Ref::none() : std::move(delegate);
}
Ref get_code(Thread&, Value self) {
  return as_generator(self)->code_object.load();
}
Ref get_frame(Thread& t, Value self) {
  return generator_frame(t, as_generator(self));
}
Ref get_name(Thread&, Value self) {
  return as_generator(self)->name.load();
}
Ref get_qualified_name(Thread&, Value self) {
  return as_generator(self)->qualified_name.load();
}

const GetSetDef kAgenGetSets[] = {
    {"__name__", get_name, nullptr, "name of the async generator"},
    {"__qualname__", get_qualified_name, nullptr, "qualified name of the async generator"},
    {"ag_running", get_busy, nullptr, nullptr},
    {"ag_suspended", get_suspended, nullptr, nullptr},
    {"ag_await", get_awaited, nullptr, "object being awaited on, or None"},
    {"ag_code", get_code, nullptr, nullptr},
    {"ag_frame", get_frame, nullptr, nullptr},
};

// The event loop closes an abandoned async generator; without a loop it is closed on the spot, as
// far as that goes without awaiting.
void agen_finalize(Thread& t, Object* self) {
  auto* generator = static_cast<GeneratorObject*>(self);
  if (generator->state == GeneratorState::kEnded) return;
  if (generator->finalizer.is_unset() || generator->closed) return generator_finalize(t, self);
  Ref finalizer = generator->finalizer.load();
  if (call(t, finalizer.get(), {to_value(generator)}).is_error())
    error_unraisable(t, "while finalizing generator", to_value(generator));
}

}  // namespace

void init_async_generator_type() {
  TypeSpec spec{.name = "async_generator",
                .instance_size = sizeof(GeneratorObject),
                .flags = kTypeTracked | kTypeHasWeakrefs | kTypeNoInstantiate,
                .methods = kAgenMethods,
                .getsets = kAgenGetSets};
  spec.slots.dealloc = generator_dealloc;
  spec.slots.traverse = generator_traverse;
  spec.slots.clear = generator_clear;
  spec.slots.finalize = agen_finalize;
  spec.slots.repr = agen_repr;
  spec.slots.async_iter = agen_iter;
  spec.slots.async_next = agen_next;
  type_init_builtin(async_generator_type, kAsyncGeneratorShape, spec);
}

void init_async_gen_asend_type() {
  TypeSpec spec{.name = "async_generator_asend",
                .instance_size = sizeof(AsyncGenASendObject),
                .flags = kTypeTracked | kTypeNoInstantiate,
                .methods = kASendMethods};
  ASendLife::fill(spec.slots);
  spec.slots.finalize = asend_finalize;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = asend_next;
  spec.slots.await = self_await;
  type_init_builtin(async_gen_asend_type, kAsyncGenASendShape, spec);
}

void init_async_gen_athrow_type() {
  TypeSpec spec{.name = "async_generator_athrow",
                .instance_size = sizeof(AsyncGenAThrowObject),
                .flags = kTypeTracked | kTypeNoInstantiate,
                .methods = kAThrowMethods};
  AThrowLife::fill(spec.slots);
  spec.slots.finalize = athrow_finalize;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = athrow_next;
  spec.slots.await = self_await;
  type_init_builtin(async_gen_athrow_type, kAsyncGenAThrowShape, spec);
}

void init_async_gen_wrapped_type() {
  TypeSpec spec{.name = "async_generator_wrapped_value",
                .instance_size = sizeof(AsyncGenWrappedObject),
                .flags = kTypeTracked | kTypeNoInstantiate};
  WrappedLife::fill(spec.slots);
  type_init_builtin(async_gen_wrapped_type, kAsyncGenWrappedShape, spec);
}

}  // namespace gilt
