// sys: hooks that show values and report errors. A script may replace each of them; the original
// stays under its name with two underscores.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "interpreter/traceback_print.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"

#include "stdlib/sys.h"

namespace gilt {

namespace {

constexpr StructSequenceField kUnraisableFields[] = {
    {"exc_type", "Exception type"},
    {"exc_value", "Exception value"},
    {"exc_traceback", "Exception traceback"},
    {"err_msg", "Error message"},
    {"object", "Object causing the exception"},
};

TypeObject* unraisable_args_type() {
  static TypeObject* const kType =
      struct_sequence_type({"UnraisableHookArgs", kUnraisableFields, 5});
  return kType;
}

Ref sys_attribute(Thread& t, StrObject* name) {
  return Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), name));
}

// Shows a value at the prompt, and keeps it as builtins._.
Ref displayhook(Thread& t, Args args) {
  if (args[0].is_none()) return Ref::none();
  static StrObject* const kUnderscore = intern("_");
  auto* builtins = t.interpreter->builtins_dict.peek().as<DictObject>();
  GILT_CHECK(dict_set_name(t, builtins, kUnderscore, kNone));
  GILT_TRY(RefOf<StrObject> shown, repr(t, args[0]));
  Ref out = sys_attribute(t, names::stdout_);
  if (!out) return fail(t, runtime_error_type, "lost sys.stdout");
  GILT_TRY(RefOf<StrObject> line, str_new(t, std::string(shown->view()) + "\n"));
  GILT_TRY(Ref ignored, call_method(t, out.get(), names::write, {line.value()}));
  GILT_CHECK(dict_set_name(t, builtins, kUnderscore, args[0]));
  return Ref::none();
}

// A variable of the environment that is set to something.
const char* environment(Thread& t, const char* name, bool is_pythons) {
  if (is_pythons && t.interpreter->config.ignore_environment) return nullptr;
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? nullptr : value;
}

// May text for sys.stderr be coloured? PYTHON_COLORS, NO_COLOR and FORCE_COLOR decide, in this
// order; otherwise whether it is a terminal.
bool wants_colours(Thread& t) {
  if (const char* colours = environment(t, "PYTHON_COLORS", true)) {
    if (std::string_view(colours) == "0") return false;
    if (std::string_view(colours) == "1") return true;
  }
  if (environment(t, "NO_COLOR", false) != nullptr) return false;
  if (environment(t, "FORCE_COLOR", false) != nullptr) return true;
  const char* terminal = environment(t, "TERM", false);
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  if (t.interpreter->config.write_err || ::isatty(STDERR_FILENO) == 0) return false;
  // The script may have put something else in its place.
  static StrObject* const kIsatty = intern("isatty");
  ErrorGuard guard(t);
  Ref stream = sys_attribute(t, names::stderr_);
  if (!stream || stream.is_none()) return false;
  Ref answer = call_method(t, stream.get(), kIsatty);
  if (answer.is_error()) {
    error_clear(t);
    return false;
  }
  return answer.get().is_true();
}

Ref excepthook(Thread& t, Args args) {
  const Value exception = args[1];
  if (!is_exception(exception)) {
    return fail(t, type_error_type, "print_exception(): Exception expected for value, {} found",
                type_name(exception));
  }
  TracebackStyle style;
  style.colour = wants_colours(t);
  write_to_stderr(t, format_exception(t, exception, style));
  return Ref::none();
}

Ref unraisablehook(Thread& t, Args args) {
  static StrObject* const kValue = intern("exc_value");
  static StrObject* const kTraceback = intern("exc_traceback");
  static StrObject* const kMessage = intern("err_msg");
  static StrObject* const kObject = intern("object");
  if (type_of(args[0]) != unraisable_args_type())
    return fail(t, type_error_type, "sys.unraisablehook argument type must be UnraisableHookArgs");
  GILT_TRY(Ref exception, get_attribute(t, args[0], kValue));
  GILT_TRY(Ref traceback, get_attribute(t, args[0], kTraceback));
  GILT_TRY(Ref message, get_attribute(t, args[0], kMessage));
  GILT_TRY(Ref object, get_attribute(t, args[0], kObject));
  std::string text;
  if (is_str(message.get())) {
    text = message.as<StrObject>()->view();
  } else if (!object.is_none()) {
    text = "Exception ignored in";
  }
  if (!object.is_none()) {
    RefOf<StrObject> shown = repr(t, object.get());
    if (shown) {
      text.append(": ").append(shown->view());
    } else {
      error_clear(t);
      text.append(": <object repr() failed>");
    }
  }
  if (!text.empty()) text.append(object.is_none() ? ":\n" : "\n");
  if (is_exception(exception.get()))
    text.append(format_unraisable(t, exception.get(), traceback.get()));
  write_to_stderr(t, text);
  return Ref::none();
}

// Calls what PYTHONBREAKPOINT names, or pdb.set_trace.
Ref breakpointhook(Thread& t, CallArgs arguments) {
  const char* environment =
      t.interpreter->config.ignore_environment ? nullptr : std::getenv("PYTHONBREAKPOINT");
  std::string_view where =
      environment == nullptr || *environment == 0 ? "pdb.set_trace" : environment;
  if (where == "0") return Ref::none();
  const size_t dot = where.rfind('.');
  Ref hook = dot == std::string_view::npos
                 ? import_attribute(t, "builtins", where)
                 : import_attribute(t, where.substr(0, dot), where.substr(dot + 1));
  if (hook.is_error()) return hook;
  return call(t, hook.get(), arguments);
}

constexpr NativeDef kHooks[] = {
    {"displayhook", displayhook, "(object, /)", "Prints an object and keeps it as builtins._."},
    {"excepthook", excepthook, "(exctype, value, traceback, /)",
     "Prints an exception to sys.stderr."},
    {"unraisablehook", unraisablehook, "(unraisable, /)",
     "Reports an exception that could not be raised."},
    {"breakpointhook", nullptr, "(*args, **kws)", "What breakpoint() calls.", NativeKind::kFunction,
     breakpointhook},
};

}  // namespace

bool add_sys_hooks(Thread& t, ModuleObject* sys) {
  GILT_TRY(RefOf<StrObject> module_name, str_new(t, "sys"));
  for (const NativeDef& def : kHooks) {
    GILT_TRY(RefOf<NativeFunctionObject> function,
             native_function_new(t, def, nullptr, Ref::unset(), Ref::copy(module_name.value())));
    GILT_CHECK(
        module_set(t, sys, std::string("__") + def.name + "__", Ref::copy(function.value())));
    GILT_CHECK(module_set(t, sys, def.name, std::move(function)));
  }
  return module_set(t, sys, "_UnraisableHookArgs", Ref::copy(unraisable_args_type()));
}

void write_to_stderr(Thread& t, std::string_view text) {
  ErrorGuard guard(t);
  Ref stream = sys_attribute(t, names::stderr_);
  if (stream.is_none()) return;
  if (stream) {
    RefOf<StrObject> s = str_new(t, text);
    if (s) {
      Ref written = call_method(t, stream.get(), names::write, {s.value()});
      if (written) written = call_method(t, stream.get(), names::flush);
      // After Ctrl-C the text is out, or not wanted any more.
      if (written || error_matches(t, keyboard_interrupt_type)) return;
    }
    error_clear(t);
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace gilt
