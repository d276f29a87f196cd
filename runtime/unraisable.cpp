// Errors that nobody can catch: of finalisers, callbacks and threads. They go to
// sys.unraisablehook.
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

Ref sys_attribute(Thread& t, StrObject* name) {
  if (t.interpreter->sys_dict.is_unset()) return Ref::unset();
  return Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), name));
}

// What is said above the traceback, or unset when [object] cannot even be shown.
Ref heading(Thread& t, std::string_view doing, Value object) {
  StrBuilder text;
  text.append("Exception ignored ");
  text.append(doing);
  if (object.is_unset()) return text.finish(t);
  text.append(' ');
  if (text.append_repr(t, object)) return text.finish(t);
  error_clear(t);
  return Ref::unset();
}

// sys._UnraisableHookArgs((exc_type, exc_value, exc_traceback, err_msg, object))
Ref hook_arguments(Thread& t, Value exception, Value message, Value object) {
  Ref type = sys_attribute(t, intern("_UnraisableHookArgs"));
  if (!type) return fail(t, runtime_error_type, "lost sys._UnraisableHookArgs");
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  GILT_TRY(auto fields, tuple_of(t, {to_value(type_of(exception)), exception,
                                     traceback.is_unset() ? kNone : traceback, message, object}));
  return call(t, type.get(), {fields.value()});
}

bool call_hook(Thread& t, Value hook, Value exception, Value message, Value object) {
  auto* e = exception.as<ExceptionObject>();
  if (e->traceback.is_unset()) g_machine.add_current_frame(t, e);
  Ref arguments = hook_arguments(t, exception, message, object);
  return !arguments.is_error() && !call(t, hook, {arguments.get()}).is_error();
}

void say(std::string_view text) {
  // What cannot be reported is not worth more than one attempt.
  if (write(2, text.data(), text.size()) < 0) return;
}

}  // namespace

void error_unraisable(Thread& t, std::string_view doing, Value object) {
  Ref exception = error_take(t);
  if (!exception) return;
  if (t.stopping) return;  // its end is no mishap, and the hook would not run either
  Ref hook = sys_attribute(t, names::unraisablehook);
  Ref standard = sys_attribute(t, intern("__unraisablehook__"));
  if (!hook || hook.is_none()) hook = standard.copy();
  if (hook) {
    Ref message = heading(t, doing, object);
    if (message.is_error()) error_clear(t);
    Value shown = message ? message.get() : kNone;
    if (call_hook(t, hook.get(), exception.get(), shown, kNone)) return;
    // Its own failure is reported instead, by the original.
    exception = error_take(t);
    Ref complaint = str_new(t, "Exception ignored in sys.unraisablehook");
    if (standard && complaint &&
        call_hook(t, standard.get(), exception.get(), complaint.get(), hook.get()))
      return;
    if (error_pending(t)) error_clear(t);
  }
  // Too early or too late for the hook: the type's name at least.
  say("Exception ignored: ");
  say(type_name(exception.get()));
  say("\n");
}

}  // namespace gilt
