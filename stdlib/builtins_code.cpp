// builtins: compiling and running code, namespaces, imports.
#include <algorithm>

#include "interpreter/builtin_functions.h"
#include "interpreter/code.h"
#include "interpreter/compiler.h"
#include "interpreter/frame.h"
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/builtins.h"

namespace gilt {

namespace {

// The current scope, for functions that work on their caller's.
Frame* current_frame(Thread& t, const char* function) {
  if (t.frame != nullptr) return t.frame;
  return fail(t, runtime_error_type, "{}(): no current frame", function);
}

Ref globals_function(Thread& t, Args) {
  GILT_TRY(Frame * frame, current_frame(t, "globals"));
  return Ref::copy(frame_globals(*frame));
}

Ref locals_function(Thread& t, Args) {
  GILT_TRY(Frame * frame, current_frame(t, "locals"));
  return frame_locals(t, *frame);
}

// The text of [source] (str or bytes-like), which stays valid while source is held; in [copy] if
// others may change it meanwhile: warnings of the compiler run script code.
std::optional<std::string_view> source_text(Thread& t, Value source, const char* function,
                                            const char* what, std::string& copy) {
  if (is_str(source)) {
    const std::string_view text = source.as<StrObject>()->view();
    if (text.find('\0') != std::string_view::npos)
      return fail(t, syntax_error_type, "source code string cannot contain null bytes");
    // The error is the encoder's.
    if (!is_valid_utf8(text)) {
      GILT_TRY(Ref octets, encode(t, source.as<StrObject>(), "utf-8"));
    }
    return text;
  }
  const auto buffer = type_of(source)->slots.buffer;
  std::span<std::byte> bytes;
  if (buffer == nullptr) {
    return fail(t, type_error_type, "{}() arg 1 must be a {}", function, what);
  }
  if (!buffer(t, source, false, bytes)) return Failed();
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!is_bytes(source)) text = copy.assign(text);
  if (text.find('\0') == std::string_view::npos) return text;
  return fail(t, syntax_error_type, "source code string cannot contain null bytes");
}

Source::Origin origin_of(Value source) {
  return is_str(source) ? Source::Origin::kText : Source::Origin::kBytes;
}

// The file name of an os.PathLike, str or bytes.
Ref path_text(Thread& t, Value v) {
  if (is_str(v)) {
    if (v.as<StrObject>()->view().find('\0') != std::string_view::npos)
      return fail(t, value_error_type, "embedded null character");
    return Ref::copy(v);
  }
  GILT_TRY(Ref path, call_special(t, v, names::fspath_));
  if (path.is_unset() || !is_str(path.get())) {
    return fail(t, type_error_type, "expected str, bytes or os.PathLike object, not {}",
                type_name(v));
  }
  return path;
}

enum CompilerFlags : int64_t {
  kOnlyAst = 0x400,
  kTopLevelAwait = 0x2000,
  kAllowIncomplete = 0x4000,
  kFutureAnnotations = 0x1000000,
  kDontImplyDedent = 0x200,
  kTypeComments = 0x1000,
  kOptimizedAst = 0x8000 | kOnlyAst,
};
constexpr int64_t kAllFlags = 0x1ffe000 | kOnlyAst | kTopLevelAwait | kAllowIncomplete |
                              kDontImplyDedent | kTypeComments | kOptimizedAst | 0x10;

Ref compile_function(Thread& t, Args args) {
  const Value source = args[0];
  GILT_TRY(Ref filename, path_text(t, args[1]));
  GILT_TRY(std::string_view mode, to_text(t, args[2], "compile", 3));
  GILT_TRY(int64_t flags, to_int64(t, args[3]));
  GILT_TRY(int64_t optimize, to_int64(t, args[5]));
  CompileOptions options;
  if (mode == "exec") {
    options.mode = CompileMode::kExec;
  } else if (mode == "eval") {
    options.mode = CompileMode::kEval;
  } else if (mode == "single") {
    options.mode = CompileMode::kSingle;
  } else {
    return fail(t, value_error_type, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  if ((flags & ~kAllFlags) != 0) {
    return fail(t, value_error_type, "compile(): unrecognised flags");
  }
  if (optimize < -1 || optimize > 2) {
    return fail(t, value_error_type, "compile(): invalid optimize value");
  }
  if (has_shape(source, kCodeShape)) return Ref::copy(source);
  if ((flags & kOnlyAst) != 0) {
    return fail(t, value_error_type, "compile(): syntax trees are not available");
  }
  std::string copy;
  GILT_TRY(std::string_view text,
           source_text(t, source, "compile", "string, bytes or AST object", copy));
  options.optimize_asserts = optimize < 0 ? t.interpreter->config.optimize > 0 : optimize > 0;
  options.allow_incomplete = (flags & kAllowIncomplete) != 0;
  options.allow_top_level_await = (flags & kTopLevelAwait) != 0;
  options.future_annotations = (flags & kFutureAnnotations) != 0;
  options.separate_namespace = true;
  options.origin = origin_of(source);
  return compile_source(t, text, filename.as<StrObject>()->view(), options);
}

// Where eval and exec run their code.
struct Namespaces {
  Ref globals;  // a dict
  Ref locals;   // unset: the globals
};

bool is_mapping(Value v) {
  return type_of(v)->slots.get_item != nullptr && !is_str(v);
}

std::optional<Namespaces> choose_namespaces(Thread& t, bool is_eval, Value globals, Value locals) {
  if (!locals.is_none() && !is_mapping(locals)) {
    if (is_eval) return fail(t, type_error_type, "locals must be a mapping");
    return fail(t, type_error_type, "exec() locals must be a mapping or None, not {}",
                type_name(locals));
  }
  if (!globals.is_none() && !is_dict(globals)) {
    if (is_eval) {
      return fail(t, type_error_type, "{}",
                  is_mapping(globals) ? "globals must be a real dict; try eval(code, {}, mapping)"
                                      : "globals must be a dict");
    }
    return fail(t, type_error_type, "exec() globals must be a dict, not {}", type_name(globals));
  }
  Namespaces chosen;
  if (globals.is_none()) {
    GILT_TRY(Frame * frame, current_frame(t, is_eval ? "eval" : "exec"));
    chosen.globals = Ref::copy(frame_globals(*frame));
    if (locals.is_none()) {
      GILT_TRY(chosen.locals, frame_locals(t, *frame));
    } else {
      chosen.locals = Ref::copy(locals);
    }
  } else {
    chosen.globals = Ref::copy(globals);
    if (!locals.is_none()) chosen.locals = Ref::copy(locals);
  }
  if (same(chosen.locals.get(), chosen.globals.get())) chosen.locals = Ref::unset();
  auto* dict = chosen.globals.as<DictObject>();
  if (dict_get_name(dict, names::builtins_).is_unset()) {
    GILT_CHECK(dict_set_name(t, dict, names::builtins_, t.interpreter->builtins_dict.peek()));
  }
  return chosen;
}

// [closure] (a tuple of cells, or unset) is for code with free variables.
Ref run_in(Thread& t, CodeObject* code, const Namespaces& where, Value closure = kUnset) {
  auto* dict = where.globals.as<DictObject>();
  GILT_CHECK(dict_make_namespace(t, dict));
  if (!closure.is_unset()) {
    GILT_TRY(Ref function, call(t, to_value(&function_type),
                                {to_value(code), where.globals.get(), kNone, kNone, closure}));
    auto* f = function.as<FunctionObject>();
    return run_code(t, code, f->globals, where.locals.get(), f);
  }
  GILT_TRY(GlobalTable * table, global_table(t, code->globals, dict));
  Ref result = run_code(t, code, table, where.locals.get());
  global_table_release(t, table);
  return result;
}

// Is [closure] what [code] needs, or None where it needs nothing?
bool check_closure(Thread& t, CodeObject* code, Value closure) {
  int64_t wanted = code->free_names.peek().as<TupleObject>()->size;
  if (wanted == 0) {
    if (closure.is_none()) return true;
    return fail(t, type_error_type, "cannot use a closure with this code object");
  }
  bool fits = is_tuple(closure) && closure.as<TupleObject>()->size == wanted;
  for (int64_t i = 0; fits && i < wanted; i++)
    fits = has_shape(closure.as<TupleObject>()->at(i), kCellShape);
  if (fits) return true;
  return fail(t, type_error_type, "code object requires a closure of exactly length {}", wanted);
}

Ref evaluate(Thread& t, bool is_eval, Args args) {
  const char* name = is_eval ? "eval" : "exec";
  const Value source = args[0];
  GILT_TRY(Namespaces where, choose_namespaces(t, is_eval, args[1], args[2]));
  if (has_shape(source, kCodeShape)) {
    auto* code = source.as<CodeObject>();
    if (is_eval && code->free_names.peek().as<TupleObject>()->size != 0) {
      return fail(t, type_error_type, "code object passed to {}() may not contain free variables",
                  name);
    }
    Value closure = is_eval ? kNone : args[3];
    GILT_CHECK(check_closure(t, code, closure));
    return run_in(t, code, where, closure.is_none() ? kUnset : closure);
  }
  if (!is_eval && !args[3].is_none()) {
    return fail(t, type_error_type, "closure can only be used when source is a code object");
  }
  std::string copy;
  GILT_TRY(std::string_view text,
           source_text(t, source, name, "string, bytes or code object", copy));
  if (is_eval) text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  CompileOptions options;
  options.mode = is_eval ? CompileMode::kEval : CompileMode::kExec;
  options.optimize_asserts = t.interpreter->config.optimize > 0;
  options.separate_namespace = !where.locals.is_unset();
  options.origin = origin_of(source);
  GILT_TRY(RefOf<CodeObject> code, compile_source(t, text, "<string>", options));
  return run_in(t, code.get(), where);
}

Ref eval_function(Thread& t, Args args) {
  return evaluate(t, true, args);
}

Ref exec_function(Thread& t, Args args) {
  GILT_TRY(Ref ignored, evaluate(t, false, args));
  return Ref::none();
}

Ref import_function(Thread& t, Args args) {
  if (!is_str(args[0])) {
    return fail(t, type_error_type, "module name must be a string");
  }
  GILT_TRY(int level, to_c_int(t, args[4]));
  return import_name(t, args[0].as<StrObject>(), args[1], args[3], level);
}

Ref build_class_function(Thread& t, CallArgs call) {
  return build_class(t, call);
}

// Calls sys.breakpointhook with the same arguments.
Ref breakpoint_function(Thread& t, CallArgs arguments) {
  static StrObject* const kHook = intern("breakpointhook");
  Ref hook = Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), kHook));
  if (hook.is_unset()) return fail(t, runtime_error_type, "lost sys.breakpointhook");
  return call(t, hook.get(), arguments);
}

// exit() and quit(), as site gives them to an interactive session.
Ref exit_function(Thread& t, Args args) {
  return fail_with(t, system_exit_type, Ref::copy(args[0]));
}

constexpr NativeDef kFunctions[] = {
    {"__build_class__", nullptr, "(func, name, /, *bases, **kwds)", "What a class statement calls.",
     NativeKind::kFunction, build_class_function},
    {"__import__", import_function, "(name, globals=None, locals=None, fromlist=(), level=0)",
     "What an import statement calls."},
    {"breakpoint", nullptr, "(*args, **kws)", "Calls sys.breakpointhook(*args, **kws).",
     NativeKind::kFunction, breakpoint_function},
    {"compile", compile_function,
     "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
     "Compiles source text into a code object that exec() or eval() can run."},
    {"eval", eval_function, "(source, /, globals=None, locals=None)",
     "Evaluates an expression (text or a code object) in the given namespaces."},
    {"exec", exec_function, "(source, /, globals=None, locals=None, *, closure=None)",
     "Executes statements (text or a code object) in the given namespaces."},
    {"exit", exit_function, "(code=None)", "Ends the program: raises SystemExit(code)."},
    {"globals", globals_function, "()", "The dict of the current scope's global variables."},
    {"locals", locals_function, "()", "A dict of the current scope's local variables."},
    {"quit", exit_function, "(code=None)", "Ends the program: raises SystemExit(code)."},
};

}  // namespace

std::span<const NativeDef> code_builtins() {
  return kFunctions;
}

}  // namespace gilt
