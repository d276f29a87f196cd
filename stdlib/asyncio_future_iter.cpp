// The iterator that awaiting a future means: it yields the future until that is done, and gives its
// result.
#include "interpreter/generator.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/native_object.h"
#include "stdlib/asyncio_native.h"

namespace gilt {
namespace {

FutureObject* as_future(Value v) {
  return v.as<FutureObject>();
}

struct FutureIterObject : Object {
  Slot future;  // unset once it has given its result
};
using IterLife = NativeLife<FutureIterObject, &FutureIterObject::future>;

Ref iter_next_slot(Thread& t, Value self) {
  auto* iterator = self.as<FutureIterObject>();
  Ref held = iterator->future.load();
  if (held.is_unset()) return Ref::unset();
  FutureObject* future = as_future(held.get());
  if (future->pending()) {
    if (!future->blocking) {
      future->blocking = true;
      return held;
    }
    return fail(t, runtime_error_type, "await wasn't used with future");
  }
  iterator->future.clear(iterator);
  GILT_TRY(Ref result, future_result(t, future));
  if (result.is_none()) return Ref::unset();
  return fail_stop_iteration(t, std::move(result));
}

Ref iter_send(Thread& t, Args args) {
  Ref yielded = iter_next_slot(t, args[0]);
  return yielded.is_unset() ? Ref(fail_stop_iteration(t, Ref::none())) : std::move(yielded);
}
Ref iter_throw(Thread& t, Args args) {
  GILT_TRY(Ref exception, exception_from_throw(t, args[1], args[2], args[3]));
  args[0].as<FutureIterObject>()->future.clear(args[0].as_object());
  error_restore(t, std::move(exception));
  return Ref::error();
}
Ref iter_close(Thread&, Args args) {
  args[0].as<FutureIterObject>()->future.clear(args[0].as_object());
  return Ref::none();
}

constexpr NativeDef kIterMethods[] = {
    {"send", iter_send, "(self, value, /)", nullptr},
    {"throw", iter_throw, "(self, type, value=None, traceback=None, /)", nullptr},
    {"close", iter_close, "(self, /)", nullptr},
};

TypeObject* future_iter_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_asyncio.FutureIter",
                  .instance_size = sizeof(FutureIterObject),
                  .flags = kTypeTracked | kTypeNoInstantiate,
                  .methods = kIterMethods};
    IterLife::fill(spec.slots);
    spec.slots.iter = iter_of_iterator;
    spec.slots.next = iter_next_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

Ref future_iter_new(Thread& t, Value future) {
  FutureIterObject* iterator = IterLife::allocate(t, future_iter_type());
  if (iterator == nullptr) return Ref::error();
  iterator->future.init(Ref::copy(future));
  gc_track(t, iterator);
  return Ref::adopt(iterator);
}

}  // namespace gilt
