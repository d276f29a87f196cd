// The embedding interface (include/gilt/gilt.hpp) over the runtime.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <gilt/gilt.hpp>
#include <thread>

#include "interpreter/compiler.h"
#include "interpreter/disassemble.h"
#include "interpreter/import.h"
#include "interpreter/parser.h"
#include "interpreter/run.h"
#include "interpreter/start.h"
#include "interpreter/timeline_view.h"
#include "interpreter/traceback_print.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt::embed {

using VmValue = gilt::Value;

namespace detail {

struct State : std::enable_shared_from_this<State> {
  gilt::Interpreter* interpreter = nullptr;  // null once finished
  std::thread::id main_thread;
  int status = 0;

  ~State() { finish(); }
  int finish();
  Value wrap(Ref ref);
  // The counted word behind [value]; unset when it refers to nothing.
  static VmValue unwrap(const Value& value);
};

struct Handle {
  std::shared_ptr<State> state;
  VmValue value;  // counted
  ~Handle();
};

}  // namespace detail

namespace {

using detail::Handle;
using detail::State;

// While it lives, the calling thread may touch the interpreter's values. Nests, also when a script
// called the host and the host calls back, and when the calling thread is inside another
// interpreter.
class Enter {
 public:
  explicit Enter(State& state) : outer_(t_current_thread) {
    if (outer_ != nullptr && outer_->interpreter == state.interpreter) {
      t_ = outer_;
      return;
    }
    kind_ = Kind::kMain;
    t_ = state.interpreter->main_thread;
    if (std::this_thread::get_id() != state.main_thread) {
      kind_ = Kind::kVisitor;
      t_ = thread_new(state.interpreter);
      if (t_ == nullptr)
        std::abort();  // no address space for a stack: nothing can be reported either
      t_->name = "host";
    }
    attach(*t_);
  }
  ~Enter() {
    if (kind_ == Kind::kMain) detach(*t_);
    if (kind_ == Kind::kVisitor) thread_delete(t_);
    t_current_thread = outer_;
  }
  Enter(const Enter&) = delete;
  Enter& operator=(const Enter&) = delete;
  Thread& thread() { return *t_; }

 private:
  enum class Kind { kNested, kMain, kVisitor };
  Thread* outer_;
  Thread* t_ = nullptr;
  Kind kind_ = Kind::kNested;
};

// What sys.exit(code) makes the process return: ints as they are (those that are no C long -1),
// None 0, anything else 1.
int exit_code_of(VmValue exception) {
  VmValue code = exception.as<SystemExitObject>()->code.peek();
  if (code.is_unset() || code.is_none()) return 0;
  if (!is_int(code)) return 1;
  std::optional<int64_t> number = int_to_int64(code);
  return number ? static_cast<int>(*number) : -1;
}

// Takes the pending exception out of the thread and tells it to the host.
Error take_error(State& state, Thread& t) {
  t.stopping = false;
  t.safepoint.fetch_and(~uint32_t{kLimit});
  Ref exception = error_take(t);
  Error error;
  error.type = type_of(exception.get())->name->view();
  RefOf<StrObject> message = to_str(t, exception.get());
  if (message.is_error()) {
    error_clear(t);
    error.message = "<exception str() failed>";
  } else {
    error.message = message->view();
  }
  error.traceback = format_exception(t, exception.get());
  if (is_instance_of(exception.get(), &system_exit_type))
    error.exit_code = exit_code_of(exception.get());
  error.exception = std::make_shared<Handle>();
  error.exception->state = state.shared_from_this();
  error.exception->value = exception.take();
  return error;
}

Error host_error(std::string type, std::string message) {
  std::string line = fmt::format("{}: {}\n", type, message);
  return {std::move(type), std::move(message), std::move(line), {}};
}

Error ended_error() {
  return host_error("RuntimeError", "the interpreter has ended");
}
Error empty_error() {
  return host_error("TypeError", "this Value refers to nothing");
}

// Runs [body], which returns a Ref, with the interpreter entered, and hands the outcome to the
// host.
template <class F>
Result<Value> in_vm(const std::shared_ptr<State>& state, F&& body) {
  if (state == nullptr || state->interpreter == nullptr) return ended_error();
  Enter enter(*state);
  Ref result = body(enter.thread());
  if (result.is_error()) return take_error(*state, enter.thread());
  return state->wrap(std::move(result));
}

// The same for a conversion: [body] returns an optional.
template <class T, class F>
Result<T> convert_in_vm(const std::shared_ptr<Handle>& handle, F&& body) {
  if (handle == nullptr) return empty_error();
  if (handle->state->interpreter == nullptr) return ended_error();
  Enter enter(*handle->state);
  std::optional<T> result = body(enter.thread(), handle->value);
  if (!result) return take_error(*handle->state, enter.thread());
  return std::move(*result);
}

std::optional<std::string> text_of(RefOf<StrObject> text) {
  if (text.is_error()) return std::nullopt;
  return std::string(text->view());
}

DictObject* main_namespace(Thread& t, Ref& keep) {
  keep = main_module(t);
  return keep.is_error() ? nullptr : module_dict(keep.as<ModuleObject>());
}

// -- C++ functions that scripts call --

struct BoundObject : Object {
  detail::Native* function;
  std::string* name;
  int parameters;
  std::weak_ptr<State>* state;
};

// A host's error as an exception: the builtin type of that name, RuntimeError when there is none.
Failed raise_host_error(Thread& t, const Error& error) {
  Ref type = Ref::copy(
      dict_get_name(t.interpreter->builtins_dict.peek().as<DictObject>(), intern(error.type)));
  const TypeObject& chosen =
      type && is_exception_class(type.get()) ? *type.as<TypeObject>() : runtime_error_type;
  return fail(t, chosen, "{}", error.message);
}

Ref bound_call(Thread& t, VmValue self, CallArgs args) {
  auto* object = self.as<BoundObject>();
  GILT_CHECK(no_keywords(t, object->name->c_str(), args));
  if (args.positional != static_cast<uint32_t>(object->parameters)) {
    return fail(t, type_error_type, "{}() takes {} positional argument{} but {} {} given",
                *object->name, object->parameters, object->parameters == 1 ? "" : "s",
                args.positional, args.positional == 1 ? "was" : "were");
  }
  std::shared_ptr<State> state = object->state->lock();
  if (state == nullptr) return fail(t, runtime_error_type, "the interpreter is ending");
  std::vector<Value> arguments;
  for (uint32_t i = 0; i < args.positional; i++)
    arguments.push_back(state->wrap(Ref::copy(args[i])));
  // The function may drop the last script reference to itself.
  Ref keep = Ref::copy(self);
  std::optional<Result<Value>> result;
  try {
    result.emplace((*object->function)(arguments));
  } catch (const std::exception& problem) {
    return fail(t, runtime_error_type, "{}", problem.what());
  } catch (...) {
    return fail(t, runtime_error_type, "{}() threw a C++ exception", *object->name);
  }
  if (!*result) return raise_host_error(t, result->error());
  return Ref::copy(State::unwrap(result->value()));
}

void bound_dealloc(Thread& t, Object* self) {
  auto* object = static_cast<BoundObject*>(self);
  delete object->function;
  delete object->name;
  delete object->state;
  heap_free(t, self, sizeof(BoundObject));
}

Ref bound_repr(Thread& t, VmValue self) {
  return str_new(t, fmt::format("<host function {}>", *self.as<BoundObject>()->name));
}

TypeObject* bound_type() {
  static TypeObject* type = type_new_native(
      {.name = "gilt.host_function",
       .instance_size = sizeof(BoundObject),
       .flags = kTypeNoInstantiate,
       .doc = "A function of the program that embeds the interpreter.",
       .slots = {.dealloc = bound_dealloc, .call = bound_call, .repr = bound_repr}});
  return type;
}

}  // namespace

namespace detail {

int State::finish() {
  if (interpreter == nullptr) return status;
  // The end runs as the interpreter's main thread; a host that ends it from another thread lends it
  // that one.
  Thread* outer = t_current_thread;
  Thread* main = interpreter->main_thread;
  if (std::this_thread::get_id() != main_thread) thread_bind(*main);
  if (outer != main) attach(*main);
  status = interpreter_delete(std::exchange(interpreter, nullptr));
  t_current_thread = outer == main ? nullptr : outer;
  return status;
}

Value State::wrap(Ref ref) {
  auto handle = std::make_shared<Handle>();
  handle->state = shared_from_this();
  handle->value = ref.take();
  return Value(std::move(handle));
}

VmValue State::unwrap(const Value& value) {
  return value.handle_ == nullptr ? kUnset : value.handle_->value;
}

Handle::~Handle() {
  // After the end nobody counts any more.
  if (state->interpreter == nullptr || !value.is_counted()) return;
  Enter enter(*state);
  release(value);
}

}  // namespace detail

// -- Value --

bool Value::is_none() const {
  return handle_ != nullptr && handle_->value.is_none();
}

std::string Value::type_name() const {
  if (handle_ == nullptr) return "";
  return std::string(gilt::type_name(handle_->value));
}

Result<std::string> Value::str() const {
  return convert_in_vm<std::string>(handle_,
                                    [](Thread& t, VmValue v) { return text_of(to_str(t, v)); });
}

Result<std::string> Value::repr() const {
  return convert_in_vm<std::string>(handle_,
                                    [](Thread& t, VmValue v) { return text_of(gilt::repr(t, v)); });
}

Result<bool> Value::to_bool() const {
  return convert_in_vm<bool>(handle_, [](Thread& t, VmValue v) { return truth(t, v); });
}

Result<int64_t> Value::to_int() const {
  return convert_in_vm<int64_t>(handle_, [](Thread& t, VmValue v) { return to_int64(t, v); });
}

Result<double> Value::to_double() const {
  return convert_in_vm<double>(handle_, [](Thread& t, VmValue v) { return gilt::to_double(t, v); });
}

Result<std::string> Value::to_string() const {
  return convert_in_vm<std::string>(
      handle_, [](Thread& t, VmValue v) -> std::optional<std::string> {
        if (!is_str(v)) return fail(t, type_error_type, "expected str, not {}", gilt::type_name(v));
        return std::string(v.as<StrObject>()->view());
      });
}

Result<std::vector<Value>> Value::to_items() const {
  if (handle_ == nullptr) return empty_error();
  State& state = *handle_->state;
  return convert_in_vm<std::vector<Value>>(
      handle_, [&state](Thread& t, VmValue v) -> std::optional<std::vector<Value>> {
        std::vector<Value> items;
        bool ok = for_each(t, v, [&](Ref item) {
          items.push_back(state.wrap(std::move(item)));
          return true;
        });
        if (!ok) return std::nullopt;
        return items;
      });
}

Result<Value> Value::attribute(std::string_view name) const {
  if (handle_ == nullptr) return empty_error();
  return in_vm(handle_->state,
               [&](Thread& t) { return get_attribute(t, handle_->value, intern(name)); });
}

Result<Value> Value::set_attribute(std::string_view name, const Value& value) const {
  if (handle_ == nullptr || value.handle_ == nullptr) return empty_error();
  return in_vm(handle_->state, [&](Thread& t) -> Ref {
    GILT_CHECK(gilt::set_attribute(t, handle_->value, intern(name), value.handle_->value));
    return Ref::none();
  });
}

Result<Value> Value::item(const Value& key) const {
  if (handle_ == nullptr || key.handle_ == nullptr) return empty_error();
  return in_vm(handle_->state,
               [&](Thread& t) { return get_item(t, handle_->value, key.handle_->value); });
}

Result<Value> Value::call(std::span<const Value> arguments) const {
  if (handle_ == nullptr) return empty_error();
  std::vector<VmValue> words;
  for (const Value& argument : arguments) {
    if (argument.handle_ == nullptr) return empty_error();
    words.push_back(argument.handle_->value);
  }
  return in_vm(handle_->state, [&](Thread& t) {
    return gilt::call(t, handle_->value,
                      CallArgs{words.data(), static_cast<uint32_t>(words.size()), nullptr});
  });
}

Interpreter Value::interpreter() const {
  return Interpreter(handle_ == nullptr ? nullptr : handle_->state);
}

// -- Interpreter --

Interpreter::Interpreter(Options options) : state_(std::make_shared<State>()) {
  start_runtime();
  InterpreterConfig config;
  config.argv = std::move(options.arguments);
  config.search_path = std::move(options.search_path);
  config.executable = std::move(options.executable);
  config.write_out = std::move(options.output);
  config.write_err = std::move(options.error_output);
  config.install_signal_handlers = options.handle_signals;
  config.use_gil = options.use_gil;
  config.switch_every_opcode = options.switch_every_instruction;
  config.collect_statistics = options.collect_statistics;
  config.optimize = options.optimize;
  config.x_options = std::move(options.x_options);
  config.unbuffered = options.unbuffered;
  config.ignore_environment = config.isolated = options.isolated;
  config.interactive = options.interactive;
  Thread* outer = t_current_thread;
  state_->main_thread = std::this_thread::get_id();
  state_->interpreter = interpreter_new(std::move(config));
  if (state_->interpreter != nullptr) detach(*state_->interpreter->main_thread);
  t_current_thread = outer;
}

Interpreter::~Interpreter() = default;

Result<Value> Interpreter::run(std::string_view source, std::string_view name) {
  remember_source(std::string(name), source);
  return in_vm(state_, [&](Thread& t) { return run_string(t, source, name); });
}

Result<Value> Interpreter::run_interactive(std::string_view source, std::string_view name) {
  remember_source(std::string(name), source);
  return in_vm(state_, [&](Thread& t) { return gilt::run_interactive(t, source, name); });
}

bool Interpreter::is_complete(std::string_view source) const {
  Arena arena;
  Source text("<stdin>", source, Source::Origin::kText);
  ParseResult parsed = parse(text, ParseMode::kInteractive, arena);
  if (parsed) return !parsed.open_block;
  return !parsed.problem->incomplete;
}

Result<Value> Interpreter::evaluate(std::string_view expression) {
  return in_vm(state_, [&](Thread& t) { return evaluate_string(t, expression); });
}

Result<Value> Interpreter::run_file(const std::string& path) {
  return in_vm(state_, [&](Thread& t) -> Ref {
    GILT_CHECK(run_main_file(t, path));
    return Ref::none();
  });
}

Result<Value> Interpreter::run_module(std::string_view name) {
  return in_vm(state_, [&](Thread& t) -> Ref {
    GILT_CHECK(run_main_module(t, std::string(name)));
    return Ref::none();
  });
}

Result<Value> Interpreter::import(std::string_view module) {
  return in_vm(state_, [&](Thread& t) { return import_module(t, module); });
}

Result<Value> Interpreter::global(std::string_view name) {
  return in_vm(state_, [&](Thread& t) -> Ref {
    Ref keep;
    GILT_TRY(DictObject * names, main_namespace(t, keep));
    Ref value = Ref::copy(dict_get_name(names, intern(name)));
    if (value.is_unset()) return fail_name(t, intern(name));
    return value;
  });
}

Result<Value> Interpreter::set_global(std::string_view name, const Value& value) {
  if (value.handle_ == nullptr) return empty_error();
  return in_vm(state_, [&](Thread& t) -> Ref {
    Ref keep;
    GILT_TRY(DictObject * names, main_namespace(t, keep));
    GILT_CHECK(dict_set_name(t, names, intern(name), value.handle_->value));
    return Ref::none();
  });
}

Result<Value> Interpreter::bind_native(std::string_view name, std::string_view module,
                                       int parameters, detail::Native function) {
  return in_vm(state_, [&](Thread& t) -> Ref {
    auto* object = object_new<BoundObject>(t, bound_type()->instance_shape->id);
    if (object == nullptr) return Failed{};
    object->function = new detail::Native(std::move(function));
    object->name = new std::string(name);
    object->parameters = parameters;
    object->state = new std::weak_ptr<State>(state_);
    Ref bound = Ref::adopt(object);
    Ref keep;
    DictObject* names = nullptr;
    if (module.empty()) {
      names = main_namespace(t, keep);
    } else {
      GILT_TRY(Ref imported, import_module(t, module));
      keep = std::move(imported);
      names = module_dict(keep.as<ModuleObject>());
    }
    GILT_CHECK(names);
    GILT_CHECK(dict_set_name(t, names, intern(name), bound.get()));
    return bound;
  });
}

Result<Value> Interpreter::make_none() {
  return in_vm(state_, [](Thread&) { return Ref::none(); });
}
Result<Value> Interpreter::make_bool(bool b) {
  return in_vm(state_, [b](Thread&) { return Ref::boolean(b); });
}
Result<Value> Interpreter::make_int(int64_t i) {
  return in_vm(state_, [i](Thread& t) { return int_from(t, i); });
}
Result<Value> Interpreter::make_double(double d) {
  return in_vm(state_, [d](Thread& t) { return make_float(t, d); });
}

Result<Value> Interpreter::make_text(std::string_view text) {
  return in_vm(state_, [text](Thread& t) -> Ref {
    // A host's bytes are not to be trusted: str_new requires valid UTF-8.
    return decode(t, std::as_bytes(std::span(text)), "utf-8", "strict");
  });
}

Result<Value> Interpreter::make_list(std::span<const Value> items) {
  return in_vm(state_, [items](Thread& t) -> Ref {
    GILT_TRY(RefOf<ListObject> list, list_new(t, static_cast<int64_t>(items.size())));
    for (const Value& item : items)
      GILT_CHECK(list_append(t, list.get(), Ref::copy(State::unwrap(item))));
    return list;
  });
}

void Interpreter::stop() {
  gilt::Interpreter* interpreter = state_->interpreter;
  if (interpreter == nullptr) return;
  interpreter->threads_lock.lock();
  for (Thread* t = interpreter->threads; t != nullptr; t = t->next) {
    t->safepoint.fetch_or(kLimit, std::memory_order_relaxed);
    scheduler().unpark(t->gil->parker);
  }
  interpreter->threads_lock.unlock();
}

Result<std::string> Interpreter::disassemble(std::string_view source, std::string_view name) {
  if (state_->interpreter == nullptr) return ended_error();
  Enter enter(*state_);
  RefOf<CodeObject> code = compile_source(enter.thread(), source, name, {});
  if (code.is_error()) return take_error(*state_, enter.thread());
  return gilt::disassemble(code.get());
}

Result<std::string> Interpreter::disassemble_object(const Value& object) {
  if (object.handle_ == nullptr) return empty_error();
  if (state_->interpreter == nullptr) return ended_error();
  Enter enter(*state_);
  Thread& t = enter.thread();
  Ref code = Ref::copy(object.handle_->value);
  // A method has a function, a function has code.
  for (const char* name : {"__func__", "__code__"}) {
    Ref inner = get_attribute_or_unset(t, code.get(), intern(name));
    if (inner.is_error()) return take_error(*state_, t);
    if (inner) code = std::move(inner);
  }
  if (!has_shape(code.get(), kCodeShape)) {
    return host_error("TypeError",
                      fmt::format("{} has no bytecode", gilt::type_name(object.handle_->value)));
  }
  return gilt::disassemble(code.as<CodeObject>());
}

namespace {

LockStatistics::Thread to_host(std::string name, const GilStatistics& s) {
  auto count = [&](HandOver reason) { return s.hand_overs[static_cast<int>(reason)]; };
  auto seconds = [](Nanoseconds ns) { return static_cast<double>(ns) / 1e9; };
  return {std::move(name),
          s.acquisitions,
          s.contended,
          count(HandOver::kInterval),
          count(HandOver::kIo),
          count(HandOver::kSleep),
          count(HandOver::kLock),
          count(HandOver::kJoin),
          count(HandOver::kKernel),
          count(HandOver::kExit),
          seconds(s.waited),
          seconds(s.held),
          seconds(s.longest_wait),
          s.lock_waits,
          seconds(s.lock_waited)};
}

}  // namespace

LockStatistics Interpreter::statistics() const {
  LockStatistics result;
  if (state_->interpreter == nullptr) return result;
  Enter enter(*state_);
  GilReport report = gil_report(enter.thread());
  result.total = to_host("", report.total);
  result.drop_requests = report.total.drop_requests;
  result.threads_started = report.threads_started;
  result.most_threads = report.most_threads;
  for (const auto& [name, statistics] : report.threads)
    result.threads.push_back(to_host(name, statistics));
  return result;
}

void Interpreter::show(const Error& error) {
  if (error.exception == nullptr || state_->interpreter == nullptr) {
    std::fputs(error.traceback.c_str(), stderr);
    return;
  }
  Enter enter(*state_);
  show_exception(enter.thread(), error.exception->value);
}

void Interpreter::show_exit(const Error& error) {
  if (error.exception == nullptr || state_->interpreter == nullptr) return;
  VmValue exception = error.exception->value;
  if (!is_instance_of(exception, &system_exit_type)) return;
  VmValue code = exception.as<SystemExitObject>()->code.peek();
  if (code.is_unset() || code.is_none() || is_int(code)) return;
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", error.message.c_str());
}

void Interpreter::flush() {
  if (state_->interpreter == nullptr) return;
  Enter enter(*state_);
  Thread& t = enter.thread();
  for (StrObject* name : {names::stdout_, names::stderr_}) {
    Ref stream = Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), name));
    if (!stream || stream.is_none()) continue;
    if (call_method(t, stream.get(), names::flush).is_error()) error_clear(t);
  }
}

std::string Interpreter::statistics_text() const {
  if (state_->interpreter == nullptr) return "";
  Enter enter(*state_);
  PauseReport pauses = pause_report(enter.thread());
  return gil_report_text(gil_report(enter.thread())) + pause_report_text(pauses);
}

std::vector<RegionTime> Interpreter::regions() const {
  std::vector<RegionTime> result;
  if (state_->interpreter == nullptr) return result;
  auto seconds = [](Nanoseconds ns) { return static_cast<double>(ns) / 1e9; };
  for (RegionTotals& region : state_->interpreter->gil->regions.totals()) {
    result.push_back({std::move(region.name), region.count, seconds(region.wall),
                      seconds(region.cpu), seconds(region.longest)});
  }
  return result;
}

bool Interpreter::asked_thread_count() const {
  return state_->interpreter != nullptr && state_->interpreter->gil->thread_count_asked.load();
}

void Interpreter::start_timeline(uint64_t limit) {
  if (state_->interpreter == nullptr) return;
  Enter enter(*state_);
  timeline_start(enter.thread(), limit != 0 ? limit : gilt::Timeline::kDefaultLimit);
}

Timeline Interpreter::stop_timeline() {
  if (state_->interpreter == nullptr) return {};
  Enter enter(*state_);
  gilt::Timeline* timeline = timeline_stop(enter.thread());
  if (timeline == nullptr) return {};
  return timeline_view(*timeline, state_->interpreter->gil->regions);
}

bool Interpreter::records_timeline() const {
  return state_->interpreter != nullptr && state_->interpreter->gil->timeline.load() != nullptr;
}

void Interpreter::wait_for_threads() {
  if (state_->interpreter == nullptr) return;
  Enter enter(*state_);
  Thread& t = enter.thread();
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  Ref threading = Ref::copy(dict_get_name(modules, intern("threading")));
  if (!threading) return;
  Ref result = call_method(t, threading.get(), intern("_shutdown"));
  if (result.is_error()) error_unraisable(t, "on threading shutdown", threading.get());
}

int Interpreter::finish() {
  return state_->finish();
}

std::string_view Interpreter::version() {
  return GILT_VERSION;
}

bool Interpreter::has_gil() {
  return !kFreeThreaded;
}

}  // namespace gilt::embed
