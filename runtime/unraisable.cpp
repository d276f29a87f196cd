// Errors that nobody can catch: of finalisers, callbacks and threads. They go to
// sys.unraisablehook.
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// The hook's argument: exc_type, exc_value, exc_traceback, err_msg, object.
Ref hook_arguments(Thread& t, Value exception, Value where) {
  GILT_TRY(RefOf<TupleObject> names,
           tuple_of(t, {to_value(intern("exc_type")), to_value(intern("exc_value")),
                        to_value(intern("exc_traceback")), to_value(intern("err_msg")),
                        to_value(intern("object"))}));
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  Value values[] = {to_value(type_of(exception)), exception,
                    traceback.is_unset() ? kNone : traceback, kNone,
                    where.is_unset() ? kNone : where};
  return call(t, to_value(&simple_namespace_type), CallArgs{values, 0, names.get()});
}

void say(std::string_view text) {
  // What cannot be reported is not worth more than one attempt.
  if (write(2, text.data(), text.size()) < 0) return;
}

}  // namespace

void error_unraisable(Thread& t, Value where) {
  Ref exception = error_take(t);
  if (!exception) return;
  Ref hook;
  if (!t.interpreter->sys_dict.is_unset()) {
    hook = Ref::copy(
        dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), names::unraisablehook));
  }
  if (hook && !hook.is_none()) {
    Ref arguments = hook_arguments(t, exception.get(), where);
    Ref result = arguments.is_error() ? Ref::error() : call(t, hook.get(), {arguments.get()});
    if (!result.is_error()) return;
    error_clear(t);
  }
  // Too early or too late for the hook: the type's name at least.
  say("Exception ignored: ");
  say(type_name(exception.get()));
  say("\n");
}

}  // namespace gilt
