// _interpreters: making interpreters and running code in them; concurrent.interpreters is built on
// it. (runtime/interpreter_family.h tells how a thread gets into another interpreter, parcel.h how
// values do.)
//
// Each function has three parts: pack here, work there, unpack here. There, nothing of this
// interpreter is touched; what comes back are parcels and texts.
#include "interpreter/compiler.h"
#include "interpreter/import.h"
#include "interpreter/run.h"
#include "interpreter/traceback_print.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/signals.h"
#include "runtime/tuple.h"
#include "stdlib/parcel.h"

namespace gilt {
namespace {

// -- exceptions, told in another interpreter --

struct ExceptionImage {
  std::string name, qualified_name, module;
  std::string message;
  std::string formatted;  // "ValueError: message"
  std::string display;    // with traceback
};

std::string text_or(Thread& t, RefOf<StrObject> text, std::string_view otherwise) {
  if (!text.is_error()) return std::string(text->view());
  error_clear(t);
  return std::string(otherwise);
}

// Takes the pending exception.
ExceptionImage take_image(Thread& t, Ref& exception) {
  exception = error_take(t);
  TypeObject* type = type_of(exception.get());
  ExceptionImage image;
  image.name = type->name->view();
  Value qualified = type->qualified_name.peek();
  image.qualified_name = is_str(qualified) ? qualified.as<StrObject>()->view() : image.name;
  Value module = type_module(type);
  image.module = is_str(module) ? module.as<StrObject>()->view() : "";
  image.message = text_or(t, to_str(t, exception.get()), "<exception str() failed>");
  bool plain = image.module.empty() || image.module == "builtins" || image.module == "__main__";
  image.formatted = (plain ? "" : image.module + ".") + image.qualified_name + ": " + image.message;
  image.display = format_exception(t, exception.get());
  if (image.display.ends_with('\n')) image.display.pop_back();
  return image;
}

Ref make_namespace(Thread& t, std::initializer_list<std::pair<const char*, Value>> fields) {
  GILT_TRY(RefOf<TupleObject> names, tuple_new(t, static_cast<int64_t>(fields.size())));
  std::vector<Value> values;
  for (const auto& [name, value] : fields) {
    names->items()[values.size()].init(Ref::copy(intern(name)));
    values.push_back(value);
  }
  return call(t, to_value(&simple_namespace_type), CallArgs{values.data(), 0, names.get()});
}

// What ExecutionFailed.excinfo is.
Ref make_excinfo(Thread& t, const ExceptionImage& image) {
  GILT_TRY(Ref name, str_new(t, image.name));
  GILT_TRY(Ref qualified_name, str_new(t, image.qualified_name));
  GILT_TRY(Ref module, str_new(t, image.module));
  GILT_TRY(Ref type, make_namespace(t, {{"__name__", name.get()},
                                        {"__qualname__", qualified_name.get()},
                                        {"__module__", module.get()}}));
  GILT_TRY(Ref message, str_new(t, image.message));
  GILT_TRY(Ref formatted, str_new(t, image.formatted));
  GILT_TRY(Ref display, str_new(t, image.display));
  return make_namespace(t, {{"type", type.get()},
                            {"msg", message.get()},
                            {"formatted", formatted.get()},
                            {"errdisplay", display.get()}});
}

// -- getting there --

std::optional<int64_t> interpreter_number(Thread& t, Value v) {
  GILT_TRY(int64_t id, to_int64(t, v));
  if (id < 0) {
    (void)fail(t, value_error_type, "interpreter ID must be a non-negative int, got {}", id);
    return std::nullopt;
  }
  return id;
}

Failed fail_not_found(Thread& t, int64_t id) {
  return fail(t, interpreter_not_found_type(), "unrecognized interpreter ID {}", id);
}

// What [id] names is an interpreter that a script made; [purpose] is what would be done with it.
bool check_target(Thread& t, int64_t id, const char* purpose) {
  std::optional<FamilyMember> member = family_find(t, id);
  if (!member) return fail_not_found(t, id);
  if (member->whence == Whence::kScript) return true;
  return fail(t, interpreter_error_type(), "cannot {} unrecognized interpreter {}", purpose, id);
}

// What became of the work in the other interpreter.
struct Outcome {
  bool interrupted = false;  // by a signal
  bool stopped = false;      // by the end of the program
  std::optional<ExceptionImage> failure;
  std::optional<Parcel> result, exception;
  // An argument or the result could not cross: what, and the exception in words.
  const char* lost = nullptr;
  std::string why_lost;
};

// Does [work] in interpreter [id]. False with an exception pending when it was not entered, or was
// interrupted.
template <class F>
bool visit(Thread& t, int64_t id, Outcome& outcome, F&& work) {
  GILT_CHECK(check_native_recursion(t));
  take_views_back(t);
  {
    Visit there(t, id);
    switch (there.state()) {
      case Visit::State::kEntered: break;
      case Visit::State::kRunning:
        return fail(t, interpreter_error_type(), "interpreter already running");
      case Visit::State::kMain:
      case Visit::State::kUnknown: return fail_not_found(t, id);
    }
    signals_interrupted_visit();
    Thread& visitor = there.thread();
    take_views_back(visitor);
    work(visitor);
    if (error_pending(visitor)) {
      bool interrupt = error_matches(visitor, keyboard_interrupt_type);
      outcome.interrupted = interrupt && signals_interrupted_visit();
      outcome.stopped = visitor.stopping;
      Ref exception;
      outcome.failure = take_image(visitor, exception);
    }
  }
  if (outcome.stopped) {
    // No handler may keep this thread either.
    t.stopping = true;
    return fail(t, system_exit_type, "");
  }
  if (outcome.interrupted) return signals_raise_interrupt(t);
  return true;
}

// -- code as a script --

bool check_script(Thread& t, const CodeObject* code) {
  if (code_takes_arguments(code)) return fail(t, value_error_type, "code with args not supported");
  if (code_returns_value(code))
    return fail(t, value_error_type, "code that returns a value is not a script");
  return true;
}

std::optional<std::shared_ptr<const CodeImage>> script_image(Thread& t, Value v) {
  Ref code;
  if (has_shape(v, kFunctionShape)) {
    auto* function = v.as<FunctionObject>();
    GILT_CHECK(check_script(t, function->code));
    if (function->closure != nullptr) return fail(t, value_error_type, "closures not supported");
    code = Ref::copy(function->code);
  } else if (has_shape(v, kCodeShape)) {
    GILT_CHECK(check_script(t, v.as<CodeObject>()));
    code = Ref::copy(v);
  } else if (is_str(v) || is_bytes_like(v)) {
    std::string text;
    if (is_str(v)) {
      text = v.as<StrObject>()->view();
    } else {
      BufferView octets(t);
      GILT_CHECK(octets.open(v));
      text = octets.view();
    }
    if (text.find('\0') != std::string::npos)
      return fail(t, syntax_error_type, "source code string cannot contain null bytes");
    CompileOptions options;
    options.optimize_asserts = t.interpreter->config.optimize > 0;
    GILT_TRY(code, compile_source(t, text, "<script>", options));
  } else {
    GILT_TRY(RefOf<StrObject> shown, repr(t, v));
    return fail(t, type_error_type, "unsupported script {}", shown->view());
  }
  std::shared_ptr<const CodeImage> image = image_of_code(code.as<CodeObject>());
  if (image == nullptr) return fail(t, value_error_type, "code with such constants not supported");
  return image;
}

Ref exec_function(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  GILT_CHECK(check_target(t, id, "exec code for"));
  GILT_TRY(std::shared_ptr<const CodeImage> image, script_image(t, args[1]));
  Outcome outcome;
  GILT_CHECK(visit(t, id, outcome, [&](Thread& there) {
    RefOf<CodeObject> code = code_from_image(there, *image);
    if (code.is_error()) return;
    RefOf<ModuleObject> main = main_module(there);
    if (main.is_error()) return;
    Ref result = run_in_namespace(there, code.get(), module_dict(main.get()));
  }));
  if (!outcome.failure) return Ref::none();
  return make_excinfo(t, *outcome.failure);
}

// -- calls --

// What is called, packed: a function by its code if it can go so, else like anything.
std::optional<Parcel> pack_callable(Thread& t, Value v) {
  if (!has_shape(v, kFunctionShape)) return pack(t, v, Fallback::kPickle);
  Parcel parcel;
  const char* why;
  parcel.kind = Parcel::Kind::kFunction;
  parcel.code = stateless_code(t, v, why);
  if (parcel.code != nullptr) return parcel;
  std::optional<Parcel> pickled = pack(t, v, Fallback::kPickle);
  if (pickled || !error_matches(t, not_shareable_type())) return pickled;
  error_clear(t);
  (void)fail(t, value_error_type, "{}", why);
  (void)fail_from_pending(t, not_shareable_type(), "only stateless functions are shareable");
  return std::nullopt;
}

// Takes the pending exception for the reason why [what] has not come over. One that is not about
// crossing stays.
void note_loss(Thread& t, Outcome& outcome, const char* what) {
  if (!error_matches(t, not_shareable_type())) return;
  Ref exception;
  ExceptionImage image = take_image(t, exception);
  outcome.lost = what;
  outcome.why_lost = image.formatted;
  Value cause = exception.as<ExceptionObject>()->cause.peek();
  if (cause.is_unset() || cause.is_none()) return;
  std::string first = format_exception_only(t, cause);
  if (first.ends_with('\n')) first.pop_back();
  outcome.why_lost =
      first + "\n\nThe above exception was the direct cause of the following exception:\n\n" +
      outcome.why_lost;
}

struct CallParcels {
  Parcel function, positional;
  std::vector<std::pair<std::string, Parcel>> named;
};

// Calls and packs the result or, if [wants_exception], the exception.
void call_there(Thread& t, const CallParcels& call_parcels, bool wants_exception,
                Outcome& outcome) {
  Ref function = unpack(t, call_parcels.function);
  if (function.is_error()) return note_loss(t, outcome, "func not shareable");
  Ref positional = unpack(t, call_parcels.positional);
  if (positional.is_error()) return note_loss(t, outcome, "args not shareable");
  auto* items = positional.as<TupleObject>();
  std::vector<Value> words;
  words.reserve(static_cast<size_t>(items->size));
  for (int64_t i = 0; i < items->size; i++) words.push_back(items->at(i));
  RefOf<TupleObject> names;
  std::vector<Ref> values;
  if (!call_parcels.named.empty()) {
    names = tuple_new(t, static_cast<int64_t>(call_parcels.named.size()));
    if (names.is_error()) return;
    for (const auto& [name, parcel] : call_parcels.named) {
      Ref value = unpack(t, parcel);
      if (value.is_error()) {
        // Every item of the tuple must be something.
        for (int64_t i = 0; i < names->size; i++) names->items()[i].init(Ref::none());
        return note_loss(t, outcome, "kwargs not shareable");
      }
      words.push_back(value.get());
      values.push_back(std::move(value));
    }
    for (int64_t i = 0; i < names->size; i++)
      names->items()[i].init(Ref::copy(intern(call_parcels.named[static_cast<size_t>(i)].first)));
  }
  Ref result = call(t, function.get(),
                    CallArgs{words.data(), static_cast<uint32_t>(items->size), names.get()});
  if (!result.is_error()) {
    outcome.result = pack(t, result.get(), Fallback::kPickle);
    if (!outcome.result) note_loss(t, outcome, "object does not support cross-interpreter data");
    return;
  }
  if (!wants_exception || t.stopping) return;
  Ref exception = error_take(t);
  outcome.exception = pack(t, exception.get(), Fallback::kPickle);
  if (!outcome.exception) error_clear(t);
  error_restore(t, std::move(exception));
}

std::optional<CallParcels> pack_call(Thread& t, Value function, Value positional, Value named) {
  CallParcels parcels;
  std::optional<Parcel> packed = pack_callable(t, function);
  if (!packed) return std::nullopt;
  parcels.function = std::move(*packed);
  packed = pack(t, positional, Fallback::kPickle);
  if (!packed) return std::nullopt;
  parcels.positional = std::move(*packed);
  int64_t position = 0;
  Value key, value;
  std::vector<std::pair<Ref, Ref>> rows;
  while (dict_next(named.as<DictObject>(), position, key, value))
    rows.emplace_back(Ref::copy(key), Ref::copy(value));
  for (auto& [name, given] : rows) {
    if (!is_str(name.get())) {
      (void)fail(t, type_error_type, "keywords must be strings");
      return std::nullopt;
    }
    packed = pack(t, given.get(), Fallback::kPickle);
    if (!packed) return std::nullopt;
    parcels.named.emplace_back(name.as<StrObject>()->view(), std::move(*packed));
  }
  return parcels;
}

// call(id, callable, args, kwargs, wants_exception): (result, None, None), or (None, excinfo,
// exception or None).
Ref call_function(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  GILT_CHECK(check_target(t, id, "make a call in"));
  if (!is_tuple(args[2]) || !is_dict(args[3]))
    return fail(t, type_error_type, "args must be a tuple and kwargs a dict");
  GILT_TRY(bool wants_exception, truth(t, args[4]));
  if (type_of(args[1])->slots.call == nullptr) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, args[1]));
    return fail(t, type_error_type, "expected a callable, got {}", shown->view());
  }
  std::optional<CallParcels> parcels = pack_call(t, args[1], args[2], args[3]);
  if (!parcels) return Failed{};
  Outcome outcome;
  GILT_CHECK(visit(t, id, outcome,
                   [&](Thread& there) { call_there(there, *parcels, wants_exception, outcome); }));
  if (outcome.lost != nullptr) {
    (void)fail(t, exception_type, "{}", outcome.why_lost);
    return fail_from_pending(t, not_shareable_type(), outcome.lost);
  }
  if (outcome.failure) {
    GILT_TRY(Ref excinfo, make_excinfo(t, *outcome.failure));
    Ref exception = Ref::none();
    if (outcome.exception) {
      exception = unpack(t, *outcome.exception);
      if (exception.is_error()) {
        error_clear(t);
        exception = Ref::none();
      }
    }
    return tuple_of(t, {kNone, excinfo.get(), exception.get()});
  }
  GILT_TRY(Ref result, unpack(t, *outcome.result));
  return tuple_of(t, {result.get(), kNone, kNone});
}

// -- variables of __main__ --

Ref set_main_attrs(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  GILT_CHECK(check_target(t, id, "update __main__ for"));
  if (!is_dict(args[1])) return fail(t, type_error_type, "expected a dict");
  std::vector<std::pair<std::string, Parcel>> values;
  std::vector<std::pair<Ref, Ref>> rows;
  int64_t position = 0;
  Value key, value;
  while (dict_next(args[1].as<DictObject>(), position, key, value))
    rows.emplace_back(Ref::copy(key), Ref::copy(value));
  for (auto& [name, given] : rows) {
    if (!is_str(name.get()))
      return fail(t, type_error_type, "bad argument type for built-in operation");
    std::optional<Parcel> parcel = pack(t, given.get(), Fallback::kRefuse);
    if (!parcel) return Failed{};
    values.emplace_back(name.as<StrObject>()->view(), std::move(*parcel));
  }
  Outcome outcome;
  GILT_CHECK(visit(t, id, outcome, [&](Thread& there) {
    RefOf<ModuleObject> main = main_module(there);
    if (main.is_error()) return;
    for (const auto& [name, parcel] : values) {
      Ref made = unpack(there, parcel);
      if (made.is_error() || !module_set(there, main.get(), name, std::move(made))) return;
    }
  }));
  if (outcome.failure) return fail(t, interpreter_error_type(), "{}", outcome.failure->formatted);
  return Ref::none();
}

// -- coming and going --

Ref create(Thread& t, Args) {
  GILT_TRY(int64_t id, family_create(t));
  return int_from(t, id);
}

Ref destroy(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  GILT_CHECK(check_target(t, id, "destroy"));
  if (id == interpreter_id(t.interpreter))
    return fail(t, interpreter_error_type(), "cannot destroy the current interpreter");
  switch (family_end(t, id)) {
    case EndResult::kUnknown: return fail_not_found(t, id);
    case EndResult::kRunning: return fail(t, interpreter_error_type(), "interpreter running");
    case EndResult::kEnded: break;
  }
  return Ref::none();
}

Ref member_row(Thread& t, const FamilyMember& member) {
  GILT_TRY(Ref id, int_from(t, member.id));
  return tuple_of(t, {id.get(), Value::integer(static_cast<int64_t>(member.whence))});
}

Ref list_all(Thread& t, Args) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const FamilyMember& member : family_members(t)) {
    GILT_TRY(Ref row, member_row(t, member));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  return list;
}

Ref get_current(Thread& t, Args) {
  int64_t id = interpreter_id(t.interpreter);
  return member_row(t, {id, id == 0 ? Whence::kMain : Whence::kScript});
}

Ref get_main(Thread& t, Args) {
  return member_row(t, {0, Whence::kMain});
}

Ref whence(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  std::optional<FamilyMember> member = family_find(t, id);
  if (!member) return fail_not_found(t, id);
  return int_from(t, static_cast<int64_t>(member->whence));
}

Ref is_running(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  std::optional<bool> running = family_is_running(t, id);
  if (!running) return fail_not_found(t, id);
  return Ref::boolean(*running);
}

Ref incref(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  if (!family_retain(t, id)) return fail_not_found(t, id);
  return Ref::none();
}

Ref decref(Thread& t, Args args) {
  GILT_TRY(int64_t id, interpreter_number(t, args[0]));
  if (!family_release(t, id)) return fail_not_found(t, id);
  return Ref::none();
}

Ref is_shareable_function(Thread& t, Args args) {
  return Ref::boolean(is_shareable(t, args[0]));
}

constexpr NativeDef kFunctions[] = {
    {"create", create, "()", "A new interpreter; its number."},
    {"destroy", destroy, "(id, /)", "Ends an interpreter in which nothing runs."},
    {"list_all", list_all, "()", "Number and origin of all interpreters."},
    {"get_current", get_current, "()", "Number and origin of this interpreter."},
    {"get_main", get_main, "()", "Number and origin of the main interpreter."},
    {"whence", whence, "(id, /)", "How the interpreter came to be."},
    {"is_running", is_running, "(id, /)", "Whether a thread runs in its __main__."},
    {"incref", incref, "(id, /)", "One more object refers to the interpreter."},
    {"decref", decref, "(id, /)", "One object less does; the interpreter ends with the last."},
    {"exec", exec_function, "(id, code, /)",
     "Runs code in its __main__; None, or what is to be said of an uncaught exception."},
    {"call", call_function, "(id, callable, args, kwargs, keep_exception=False, /)",
     "Calls there; the result, what is to be said of an uncaught exception, and that exception."},
    {"set___main___attrs", set_main_attrs, "(id, updates, /)", "Sets variables of its __main__."},
    {"is_shareable", is_shareable_function, "(obj, /)",
     "Whether the object goes to other interpreters without a pickle."},
};

bool init(Thread& t, ModuleObject* module) {
  start_shared_views();
  const std::pair<const char*, TypeObject*> types[] = {
      {"InterpreterError", &interpreter_error_type()},
      {"InterpreterNotFoundError", &interpreter_not_found_type()},
      {"NotShareableError", &not_shareable_type()}};
  for (const auto& [name, type] : types) GILT_CHECK(module_set(t, module, name, Ref::copy(type)));
  const std::pair<const char*, Whence> origins[] = {
      {"WHENCE_UNKNOWN", Whence::kUnknown},        {"WHENCE_RUNTIME", Whence::kMain},
      {"WHENCE_LEGACY_CAPI", Whence::kLegacyCApi}, {"WHENCE_CAPI", Whence::kCApi},
      {"WHENCE_XI", Whence::kCrossInterpreter},    {"WHENCE_STDLIB", Whence::kScript}};
  for (const auto& [name, origin] : origins) {
    Ref number = Ref::adopt(Value::integer(static_cast<int64_t>(origin)));
    GILT_CHECK(module_set(t, module, name, std::move(number)));
  }
  return true;
}

constexpr ModuleDef kModule = {"_interpreters", "Interpreters within one process.", kFunctions,
                               init};

}  // namespace

void register_interpreters_module() {
  register_native_module(kModule);
}

}  // namespace gilt
