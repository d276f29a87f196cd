#include "stdlib/anext_awaitable.h"

#include "interpreter/async_generator.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

struct AnextAwaitableObject : Object {
  Slot awaitable;
  Slot otherwise;
  Slot iterator;  // over the awaitable; unset until the first step
};
using Life = NativeLife<AnextAwaitableObject, &AnextAwaitableObject::awaitable,
                        &AnextAwaitableObject::otherwise, &AnextAwaitableObject::iterator>;

AnextAwaitableObject* as_anext(Value v) {
  return v.as<AnextAwaitableObject>();
}

Ref iterator_of(Thread& t, AnextAwaitableObject* self) {
  if (self->iterator.is_unset()) {
    Ref awaitable = self->awaitable.load();
    GILT_TRY(Ref iterator, awaitable_iterator(t, awaitable.get(), 0));
    self->iterator.store(self, std::move(iterator));
  }
  return self->iterator.load();
}

// The end of the iterator is the default.
Ref finish(Thread& t, Value self, Ref result) {
  if (!result.is_error() || !error_matches(t, stop_async_iteration_type)) return result;
  error_clear(t);
  return fail_stop_iteration(t, as_anext(self)->otherwise.load());
}

Ref next(Thread& t, Value self) {
  Ref held = Ref::copy(self);
  GILT_TRY(Ref iterator, iterator_of(t, as_anext(self)));
  auto* step = type_of(iterator.get())->slots.next;
  if (step == nullptr) return finish(t, self, call_method(t, iterator.get(), names::send, {kNone}));
  return finish(t, self, step(t, iterator.get()));
}

Ref self_iter(Thread&, Value self) {
  return Ref::copy(self);
}

Ref pass_on(Thread& t, Value self, StrObject* method, std::initializer_list<Value> arguments) {
  Ref held = Ref::copy(self);
  GILT_TRY(Ref iterator, iterator_of(t, as_anext(self)));
  return finish(t, self, call_method(t, iterator.get(), method, arguments));
}

Ref send_method(Thread& t, Args args) {
  return pass_on(t, args[0], names::send, {args[1]});
}
Ref throw_method(Thread& t, Args args) {
  if (args[3].is_unset() && args[2].is_unset())
    return pass_on(t, args[0], names::throw_, {args[1]});
  Value value = args[2].is_unset() ? kNone : args[2];
  Value traceback = args[3].is_unset() ? kNone : args[3];
  return pass_on(t, args[0], names::throw_, {args[1], value, traceback});
}
Ref close_method(Thread& t, Args args) {
  return pass_on(t, args[0], names::close, {});
}

constexpr NativeDef kMethods[] = {
    {"send", send_method, "(self, value, /)",
     "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise "
     "StopIteration."},
    {"throw", throw_method, "(self, type, value=..., traceback=..., /)",
     "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next "
     "yielded value\nor raise StopIteration."},
    {"close", close_method, "(self, /)",
     "close() -> raise GeneratorExit inside the wrapped iterator."},
};

TypeObject* anext_awaitable_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "anext_awaitable",
        .instance_size = sizeof(AnextAwaitableObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
        .methods = kMethods,
    };
    Life::fill(spec.slots);
    spec.slots.iter = self_iter;
    spec.slots.next = next;
    spec.slots.await = self_iter;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

Ref anext_awaitable_new(Thread& t, Value awaitable, Value otherwise) {
  auto* object = Life::allocate(t, anext_awaitable_type());
  if (object == nullptr) return Failed{};
  object->awaitable.init(Ref::copy(awaitable));
  object->otherwise.init(Ref::copy(otherwise));
  object->iterator.init_unset();
  Ref result = Ref::adopt(object);
  gc_track(t, object);
  return result;
}

}  // namespace gilt
