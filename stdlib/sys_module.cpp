// Module sys: functions that look at and steer the running program.
#include <cstdlib>
#include <string>
#include <vector>

#include "interpreter/builtin_functions.h"
#include "interpreter/frame.h"
#include "interpreter/frame_object.h"
#include "interpreter/tracing.h"
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/sys.h"

namespace gilt {

namespace {

Frame* below(const Thread& t, Frame* frame) {
  return frame > t.frames ? frame - 1 : nullptr;
}

// -- exceptions and the end --

Ref exit_function(Thread& t, Args args) {
  return fail_with(t, system_exit_type, args[0].is_none() ? Ref::unset() : Ref::copy(args[0]));
}

Ref exception_function(Thread& t, Args) {
  const Value handled = handled_exception(t);
  return handled.is_unset() ? Ref::none() : Ref::copy(handled);
}

Ref exc_info(Thread& t, Args) {
  const Value handled = handled_exception(t);
  if (handled.is_unset() || handled.is_none()) return tuple_of(t, {kNone, kNone, kNone});
  const Value traceback = handled.as<ExceptionObject>()->traceback.peek();
  return tuple_of(t,
                  {to_value(type_of(handled)), handled, traceback.is_unset() ? kNone : traceback});
}

Ref is_finalizing(Thread& t, Args) {
  return Ref::boolean(t.interpreter->finalizing.load(std::memory_order_relaxed));
}

// -- objects --

Ref getrefcount(Thread& t, Args args) {
  constexpr int64_t kImmortalCount = 0xffffffff;
  const Value v = args[0];
  if (!v.is_object() || v.as_object()->has(kImmortal)) return int_from(t, kImmortalCount);
  return int_from(t, reference_count(v.as_object()));
}

Ref getsizeof(Thread& t, Args args) {
  Ref size = call_special(t, args[0], names::sizeof_);
  if (size.is_error()) {
    if (args[1].is_unset() || !error_matches(t, type_error_type)) return size;
    error_clear(t);
  }
  if (size && is_int(size.get())) {
    if (int_sign(size.get()) < 0) {
      return fail(t, value_error_type, "__sizeof__() should return >= 0");
    }
    return size;
  }
  if (!args[1].is_unset()) return Ref::copy(args[1]);
  return fail(t, type_error_type, "Type {} doesn't define __sizeof__", type_name(args[0]));
}

Ref intern_function(Thread& t, Args args) {
  if (!has_shape(args[0], kStrShape)) {
    if (is_str(args[0])) return fail(t, type_error_type, "can't intern {}", type_name(args[0]));
    return fail(t, type_error_type, "intern() argument must be str, not {}", type_name(args[0]));
  }
  return Ref::copy(intern(args[0].as<StrObject>()));
}

// -- frames --

Ref getframe(Thread& t, Args args) {
  GILT_TRY(int depth, to_c_int(t, args[0]));
  Frame* frame = t.frame;
  for (; depth > 0 && frame != nullptr; --depth) frame = below(t, frame);
  if (frame == nullptr) return fail(t, value_error_type, "call stack is not deep enough");
  return frame_object(t, *frame);
}

Ref getframemodulename(Thread& t, Args args) {
  GILT_TRY(int depth, to_c_int(t, args[0]));
  Frame* frame = t.frame;
  for (; depth > 0 && frame != nullptr; --depth) frame = below(t, frame);
  if (frame == nullptr) return Ref::none();
  const Value name = dict_get_name(frame_globals(*frame), names::name_);
  return name.is_unset() ? Ref::none() : Ref::copy(name);
}

Ref all_frames(Thread& t, Args) {
  return current_frames(t);
}

Ref getrecursionlimit(Thread& t, Args) {
  return int_from(t, t.interpreter->recursion_limit.load(std::memory_order_relaxed));
}

Ref setrecursionlimit(Thread& t, Args args) {
  GILT_TRY(int limit, to_c_int(t, args[0]));
  if (limit < 1) {
    return fail(t, value_error_type, "recursion limit must be greater or equal than 1");
  }
  int depth = 0;
  for (Frame* frame = t.frame; frame != nullptr; frame = below(t, frame)) ++depth;
  if (depth >= limit) {
    return fail(t, recursion_error_type,
                "cannot set the recursion limit to {} at the recursion depth {}: the limit is too "
                "low",
                limit, depth);
  }
  t.interpreter->recursion_limit.store(static_cast<uint32_t>(limit), std::memory_order_relaxed);
  update_recursion_limit(t);
  return Ref::none();
}

// -- the lock --

Ref getswitchinterval(Thread& t, Args) {
  return make_float(t, static_cast<double>(t.interpreter->gil->interval()) / 1e9);
}

Ref setswitchinterval(Thread& t, Args args) {
  GILT_TRY(double seconds, to_double(t, args[0]));
  if (!(seconds > 0)) {
    return fail(t, value_error_type, "switch interval must be strictly positive");
  }
  constexpr double kLongest = 4e9;
  const double nanoseconds = std::min(seconds, kLongest) * 1e9;
  t.interpreter->gil->set_interval(
      std::max<Nanoseconds>(1000, static_cast<Nanoseconds>(nanoseconds)));
  return Ref::none();
}

Ref is_gil_enabled(Thread& t, Args) {
  return Ref::boolean(t.interpreter->gil_enabled.load(std::memory_order_relaxed));
}

// -- text --

Ref get_int_max_str_digits(Thread& t, Args) {
  return int_from(t, t.interpreter->int_max_str_digits.load(std::memory_order_relaxed));
}

Ref set_int_max_str_digits(Thread& t, Args args) {
  GILT_TRY(int limit, to_c_int(t, args[0]));
  constexpr int kThreshold = 640;
  if (limit != 0 && limit < kThreshold) {
    return fail(t, value_error_type, "maxdigits must be >= {} or 0 for unlimited", kThreshold);
  }
  t.interpreter->int_max_str_digits.store(limit, std::memory_order_relaxed);
  return Ref::none();
}

Ref utf8_name(Thread& t, Args) {
  return str_new(t, "utf-8");
}

Ref filesystem_errors(Thread& t, Args) {
  return str_new(t, "surrogateescape");
}

Ref nothing(Thread&, CallArgs) {
  return Ref::none();
}

template <TraceKind kKind>
Ref get_tracer(Thread& t, Args) {
  Value function = tracer_of(t, kKind);
  return function.is_unset() ? Ref::none() : Ref::copy(function);
}
template <TraceKind kKind>
Ref set_for_this(Thread& t, Args args) {
  GILT_CHECK(set_tracer(t, kKind, args[0]));
  return Ref::none();
}
template <TraceKind kKind>
Ref set_for_all(Thread& t, Args args) {
  GILT_CHECK(set_tracer(t, kKind, args[0], true));
  return Ref::none();
}

Ref get_none(Thread&, Args) {
  return Ref::none();
}

Ref zero(Thread&, Args) {
  return Ref::adopt(Value::integer(0));
}

constexpr NativeDef kFunctions[] = {
    {"_clear_type_cache", get_none, "()", nullptr},
    {"_current_frames", all_frames, "()",
     "A dict from each thread's identifier to its innermost frame."},
    {"_getframe", getframe, "(depth=0, /)", "A frame from the call stack."},
    {"_getframemodulename", getframemodulename, "(depth=0)",
     "The name of the module that a frame belongs to."},
    {"_is_gil_enabled", is_gil_enabled, "()", "Whether a global interpreter lock is in force."},
    {"addaudithook", nullptr, "(hook)", "Accepted; there are no audit events.",
     NativeKind::kFunction, nothing},
    {"audit", nullptr, "(event, /, *args)", "There are no audit hooks: does nothing.",
     NativeKind::kFunction, nothing},
    {"exc_info", exc_info, "()",
     "(type, value, traceback) of the exception that is being handled, or three Nones."},
    {"exception", exception_function, "()", "The exception that is being handled, or None."},
    {"exit", exit_function, "(status=None, /)", "Ends the program: raises SystemExit(status)."},
    {"get_int_max_str_digits", get_int_max_str_digits, "()",
     "How many digits a conversion between int and str may have; 0: any number."},
    {"getallocatedblocks", zero, "()", "Not counted: 0."},
    {"getdefaultencoding", utf8_name, "()", "The encoding of str.encode() without argument."},
    {"getfilesystemencodeerrors", filesystem_errors, "()", "The error handler of file names."},
    {"getfilesystemencoding", utf8_name, "()", "The encoding of file names."},
    {"_setprofileallthreads", set_for_all<TraceKind::kProfile>, "(function, /)",
     "setprofile() for all threads."},
    {"_settraceallthreads", set_for_all<TraceKind::kTrace>, "(function, /)",
     "settrace() for all threads."},
    {"getprofile", get_tracer<TraceKind::kProfile>, "()", "The function set by setprofile()."},
    {"getrecursionlimit", getrecursionlimit, "()", "How deep calls may be nested."},
    {"getrefcount", getrefcount, "(object, /)", "How many references to an object there are."},
    {"getsizeof", getsizeof, "(object, default=...)", "The size of an object in bytes."},
    {"getswitchinterval", getswitchinterval, "()",
     "How long a thread may keep the lock while others wait, in seconds."},
    {"gettrace", get_tracer<TraceKind::kTrace>, "()", "The function set by settrace()."},
    {"intern", intern_function, "(string, /)", "The one string object with this text."},
    {"is_finalizing", is_finalizing, "()", "Whether the interpreter is shutting down."},
    {"set_int_max_str_digits", set_int_max_str_digits, "(maxdigits)",
     "Limits the digits of conversions between int and str; 0: no limit."},
    {"setprofile", set_for_this<TraceKind::kProfile>, "(function, /)",
     "Sets what this thread calls at calls and returns: function(frame, event, arg)."},
    {"setrecursionlimit", setrecursionlimit, "(limit, /)", "Sets how deep calls may be nested."},
    {"setswitchinterval", setswitchinterval, "(interval, /)",
     "Sets how long a thread may keep the lock while others wait, in seconds."},
    {"settrace", set_for_this<TraceKind::kTrace>, "(function, /)",
     "Sets what this thread calls at calls, lines, returns and exceptions:\n"
     "function(frame, event, arg)."},
};

// What the environment and the command line say about where modules are.
bool add_path(Thread& t, ModuleObject* sys) {
  const InterpreterConfig& config = t.interpreter->config;
  std::vector<std::string> folders = config.search_path;
  const char* environment = config.ignore_environment ? nullptr : std::getenv("PYTHONPATH");
  for (std::string_view rest = environment == nullptr ? "" : environment; !rest.empty();) {
    const size_t end = std::min(rest.find(':'), rest.size());
    if (end > 0) folders.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  GILT_TRY(RefOf<ListObject> path, list_new(t));
  for (const std::string& folder : folders) {
    GILT_TRY(RefOf<StrObject> s, decode_filename(t, folder));
    GILT_CHECK(list_append(t, path.get(), std::move(s)));
  }
  GILT_CHECK(module_set(t, sys, "path", std::move(path)));
  for (const char* name : {"meta_path", "path_hooks"}) {
    GILT_TRY(RefOf<ListObject> list, list_new(t));
    GILT_CHECK(module_set(t, sys, name, std::move(list)));
  }
  GILT_TRY(RefOf<DictObject> cache, dict_new(t));
  return module_set(t, sys, "path_importer_cache", std::move(cache));
}

bool add_arguments(Thread& t, ModuleObject* sys) {
  const InterpreterConfig& config = t.interpreter->config;
  GILT_TRY(RefOf<ListObject> arguments, list_new(t));
  GILT_TRY(RefOf<ListObject> original, list_new(t));
  GILT_TRY(RefOf<StrObject> executable, decode_filename(t, config.executable));
  GILT_CHECK(list_append(t, original.get(), std::move(executable)));
  const std::vector<std::string> nothing_given = {""};
  for (const std::string& argument : config.argv.empty() ? nothing_given : config.argv) {
    GILT_TRY(RefOf<StrObject> s, decode_filename(t, argument));
    GILT_CHECK(list_append(t, original.get(), Ref::copy(s.value())));
    GILT_CHECK(list_append(t, arguments.get(), std::move(s)));
  }
  GILT_CHECK(module_set(t, sys, "argv", std::move(arguments)));
  return module_set(t, sys, "orig_argv", std::move(original));
}

bool init(Thread& t, ModuleObject* sys) {
  GILT_CHECK(module_set(t, sys, "modules", t.interpreter->modules.load()));
  GILT_CHECK(add_path(t, sys));
  GILT_CHECK(add_arguments(t, sys));
  GILT_CHECK(add_sys_info(t, sys));
  GILT_CHECK(add_sys_hooks(t, sys));
  GILT_CHECK(add_sys_coroutines(t, sys));
  return add_standard_streams(t, sys);
}

const ModuleDef kModule = {
    "sys",
    "This module provides access to some objects used or maintained by the\n"
    "interpreter and to functions that interact strongly with the interpreter.",
    kFunctions, init};

}  // namespace

void register_sys_module() {
  register_native_module(kModule);
}

}  // namespace gilt
