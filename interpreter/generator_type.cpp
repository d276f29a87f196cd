// The types generator, coroutine and coroutine_wrapper.
#include "interpreter/async_generator.h"
#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/typing_types.h"

namespace gilt {
namespace {

GeneratorObject* as_generator(Value v) {
  return v.as<GeneratorObject>();
}

Ref text_repr(Thread& t, Value self, const char* kind) {
  return str_new(t, fmt::format("<{} object {} at {:#x}>", kind,
                                as_generator(self)->qualified_name.peek().as<StrObject>()->view(),
                                reinterpret_cast<uintptr_t>(self.as_object())));
}
Ref generator_repr(Thread& t, Value self) {
  return text_repr(t, self, "generator");
}
Ref coroutine_repr(Thread& t, Value self) {
  return text_repr(t, self, "coroutine");
}

Ref generator_next(Thread& t, Value self) {
  GeneratorObject* generator = as_generator(self);
  if (generator->state == GeneratorState::kEnded) return Ref::unset();
  Ref result;
  switch (generator_resume(t, generator, Ref::none(), false, result)) {
    case Resumed::kYielded: return result;
    case Resumed::kReturned:
      // next() without StopIteration, unless there is a value to carry.
      if (result.is_none()) return Ref::unset();
      return fail_stop_iteration(t, std::move(result));
    case Resumed::kRaised: break;
  }
  return Ref::error();
}

// -- methods --

Ref send_method(Thread& t, Args args) {
  return generator_send(t, as_generator(args[0]), args[1]);
}
Ref throw_method(Thread& t, Args args) {
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  return generator_throw(t, as_generator(args[0]), std::move(exception));
}
Ref close_method(Thread& t, Args args) {
  return generator_close(t, as_generator(args[0]));
}
Ref await_method(Thread& t, Args args) {
  auto* wrapper = object_new<CoroutineWrapperObject>(t, kCoroutineWrapperShape);
  if (wrapper == nullptr) return Ref::error();
  wrapper->coroutine.init(Ref::copy(args[0]));
  gc_track(t, wrapper);
  return Ref::adopt(wrapper);
}
Ref await_slot(Thread& t, Value self) {
  Value words[] = {self};
  return await_method(t, Args{words, 1});
}

const NativeDef kGeneratorMethods[] = {
    {"send", send_method, "(self, value, /)",
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", throw_method, "(self, type, value=None, traceback=None, /)",
     "Raise exception in generator, return next yielded value or raise\nStopIteration."},
    {"close", close_method, "(self, /)", "close() -> raise GeneratorExit inside generator."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", "See PEP 585", NativeKind::kClassMethod},
};
const NativeDef kCoroutineMethods[] = {
    {"send", send_method, "(self, value, /)",
     "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."},
    {"throw", throw_method, "(self, type, value=None, traceback=None, /)",
     "Raise exception in coroutine, return next yielded value or raise\nStopIteration."},
    {"close", close_method, "(self, /)", "close() -> raise GeneratorExit inside coroutine."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", "See PEP 585", NativeKind::kClassMethod},
};

// -- attributes --

Ref get_running(Thread&, Value self) {
  return Ref::boolean(as_generator(self)->state == GeneratorState::kRunning);
}
Ref get_suspended(Thread&, Value self) {
  return Ref::boolean(settled_state(as_generator(self)) == GeneratorState::kSuspended);
}
Ref get_delegate(Thread&, Value self) {
  Ref delegate = generator_delegate(as_generator(self));
  return delegate.is_unset() ? Ref::none() : std::move(delegate);
}
Ref get_code(Thread&, Value self) {
  return as_generator(self)->code_object.load();
}
Ref get_frame(Thread& t, Value self) {
  return generator_frame(t, as_generator(self));
}
Ref get_origin(Thread&, Value self) {
  Slot& origin = as_generator(self)->origin;
  return origin.is_unset() ? Ref::none() : origin.load();
}
Ref get_name(Thread&, Value self) {
  return as_generator(self)->name.load();
}
bool set_name(Thread& t, Value self, Value value) {
  if (value.is_unset() || !is_str(value))
    return fail(t, type_error_type, "__name__ must be set to a string object");
  as_generator(self)->name.store(self.as_object(), Ref::copy(value));
  return true;
}
Ref get_qualified_name(Thread&, Value self) {
  return as_generator(self)->qualified_name.load();
}
bool set_qualified_name(Thread& t, Value self, Value value) {
  if (value.is_unset() || !is_str(value))
    return fail(t, type_error_type, "__qualname__ must be set to a string object");
  as_generator(self)->qualified_name.store(self.as_object(), Ref::copy(value));
  return true;
}

const GetSetDef kGeneratorGetSets[] = {
    {"__name__", get_name, set_name, "name of the generator"},
    {"__qualname__", get_qualified_name, set_qualified_name, "qualified name of the generator"},
    {"gi_running", get_running, nullptr, nullptr},
    {"gi_suspended", get_suspended, nullptr, nullptr},
    {"gi_yieldfrom", get_delegate, nullptr, "object being iterated by 'yield from', or None"},
    {"gi_code", get_code, nullptr, nullptr},
    {"gi_frame", get_frame, nullptr, nullptr},
};
const GetSetDef kCoroutineGetSets[] = {
    {"__name__", get_name, set_name, "name of the coroutine"},
    {"__qualname__", get_qualified_name, set_qualified_name, "qualified name of the coroutine"},
    {"cr_running", get_running, nullptr, nullptr},
    {"cr_suspended", get_suspended, nullptr, nullptr},
    {"cr_await", get_delegate, nullptr, "object being awaited on, or None"},
    {"cr_code", get_code, nullptr, nullptr},
    {"cr_frame", get_frame, nullptr, nullptr},
    {"cr_origin", get_origin, nullptr, nullptr},
};

// A coroutine that was never awaited says so when it dies.
void coroutine_finalize(Thread& t, Object* self) {
  auto* coroutine = static_cast<GeneratorObject*>(self);
  if (coroutine->state == GeneratorState::kCreated) {
    warn_never_awaited(t, coroutine);
    return;
  }
  generator_finalize(t, self);
}

// -- coroutine_wrapper --

using WrapperLife = NativeLife<CoroutineWrapperObject, &CoroutineWrapperObject::coroutine>;

GeneratorObject* wrapped(Value self) {
  return as_generator(self.as<CoroutineWrapperObject>()->coroutine.peek());
}
Ref wrapper_next(Thread& t, Value self) {
  return generator_send(t, wrapped(self), kNone);
}
Ref wrapper_send(Thread& t, Args args) {
  return generator_send(t, wrapped(args[0]), args[1]);
}
Ref wrapper_throw(Thread& t, Args args) {
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  return generator_throw(t, wrapped(args[0]), std::move(exception));
}
Ref wrapper_close(Thread& t, Args args) {
  return generator_close(t, wrapped(args[0]));
}

const NativeDef kWrapperMethods[] = {
    {"send", wrapper_send, "(self, value, /)", nullptr},
    {"throw", wrapper_throw, "(self, type, value=None, traceback=None, /)", nullptr},
    {"close", wrapper_close, "(self, /)", nullptr},
};

TypeSlots shared_slots() {
  TypeSlots slots{};
  slots.dealloc = generator_dealloc;
  slots.traverse = generator_traverse;
  slots.clear = generator_clear;
  slots.finalize = generator_finalize;
  return slots;
}

}  // namespace

void init_generator_type() {
  TypeSpec spec{.name = "generator",
                .instance_size = sizeof(GeneratorObject),
                .flags = kTypeTracked | kTypeHasWeakrefs | kTypeNoInstantiate,
                .slots = shared_slots(),
                .methods = kGeneratorMethods,
                .getsets = kGeneratorGetSets};
  spec.slots.repr = generator_repr;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = generator_next;
  type_init_builtin(generator_type, kGeneratorShape, spec);
}

void init_coroutine_type() {
  TypeSpec spec{.name = "coroutine",
                .instance_size = sizeof(GeneratorObject),
                .flags = kTypeTracked | kTypeHasWeakrefs | kTypeNoInstantiate,
                .slots = shared_slots(),
                .methods = kCoroutineMethods,
                .getsets = kCoroutineGetSets};
  spec.slots.repr = coroutine_repr;
  spec.slots.await = await_slot;
  spec.slots.finalize = coroutine_finalize;
  type_init_builtin(coroutine_type, kCoroutineShape, spec);
}

void init_coroutine_wrapper_type() {
  TypeSpec spec{.name = "coroutine_wrapper",
                .instance_size = sizeof(CoroutineWrapperObject),
                .flags = kTypeTracked | kTypeNoInstantiate,
                .methods = kWrapperMethods};
  WrapperLife::fill(spec.slots);
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = wrapper_next;
  type_init_builtin(coroutine_wrapper_type, kCoroutineWrapperShape, spec);
}

}  // namespace gilt
