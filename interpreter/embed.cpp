// The embedding interface (include/gilt/gilt.hpp) over the runtime: interpreters.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "interpreter/compiler.h"
#include "interpreter/disassemble.h"
#include "interpreter/embed_impl.h"
#include "interpreter/import.h"
#include "interpreter/parser.h"
#include "interpreter/run.h"
#include "interpreter/run_handlers.h"
#include "interpreter/start.h"
#include "interpreter/timeline_view.h"
#include "interpreter/traceback_print.h"
#include "runtime/deadlock.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/interpreter_family.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt::embed {

namespace detail {

namespace {

StopReason stop_reason(const Thread& t) {
  const gilt::Limits* limits = limits_of(t);
  switch (limits == nullptr ? gilt::StopReason::kHost : limits->stop_reason()) {
    case gilt::StopReason::kInstructions: return StopReason::kInstructions;
    case gilt::StopReason::kTime: return StopReason::kTime;
    case gilt::StopReason::kNone:
    case gilt::StopReason::kHost: break;
  }
  return StopReason::kHost;
}

// What sys.exit(code) makes the process return: ints as they are (those that are no C long -1),
// None 0, anything else 1.
int exit_code_of(VmValue exception) {
  VmValue code = exception.as<SystemExitObject>()->code.peek();
  if (code.is_unset() || code.is_none()) return 0;
  if (!is_int(code)) return 1;
  std::optional<int64_t> number = int_to_int64(code);
  return number ? static_cast<int>(*number) : -1;
}

}  // namespace

namespace {

gilt::Limits::Terms terms_of(Limits limits) {
  return {.memory = limits.memory,
          .instructions = limits.instructions,
          .time = limits.time.count(),
          .modules = std::move(limits.modules),
          .files = limits.files,
          .processes = limits.processes,
          .network = limits.network};
}

}  // namespace

// Who made the objects must not run while they are published for it.
void State::share_with_visitors(Thread& visitor) {
  if (!kFreeThreaded || visited.load(std::memory_order_acquire)) return;
  StopTheWorld stopped(visitor, Pause::kInspect);
  share_world(visitor);
  std::lock_guard guard(private_mutex);
  for (Handle* handle : private_handles) publish(handle->value);
  private_handles.clear();
  visited.store(true, std::memory_order_release);
}

Enter::Enter(State& state) : outer_(t_current_thread) {
  if (outer_ != nullptr && outer_->interpreter == state.interpreter) {
    t_ = outer_;
    return;
  }
  if (gilt::Limits* limits = limits_of(*state.interpreter)) limits->enter_call();
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
  if (kind_ == Kind::kVisitor) state.share_with_visitors(*t_);
}

Enter::~Enter() {
  gilt::Limits* limits = limits_of(*t_);
  if (kind_ == Kind::kMain) detach(*t_);
  if (kind_ == Kind::kVisitor) thread_delete(t_);
  if (kind_ != Kind::kNested && limits != nullptr) limits->leave_call();
  t_current_thread = outer_;
}

// Takes the pending exception out of the thread and tells it to the host.
Error take_error(State& state, Thread& t) {
  Ref exception = error_take(t);
  Error error;
  if (t.stopping) error.stopped = stop_reason(t);
  error.type = type_of(exception.get())->name->view();
  RefOf<StrObject> message = to_str(t, exception.get());
  if (message.is_error()) {
    error_clear(t);
    error.message = "<exception str() failed>";
  } else {
    error.message = message->view();
  }
  error.traceback = format_exception(t, exception.get());
  if (is_instance_of(exception.get(), &system_exit_type) && !t.stopping)
    error.exit_code = exit_code_of(exception.get());
  // What the host called from within a script is ended with that.
  if (t.frame == nullptr && t.stopping) forget_stop(t);
  error.exception = state.hold(std::move(exception));
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
  return Value(hold(std::move(ref)));
}

std::shared_ptr<Handle> State::hold(Ref ref) {
  auto handle = std::make_shared<Handle>();
  handle->state = shared_from_this();
  if (kFreeThreaded && ref.get().is_counted()) {
    // Any of the host's threads may use it, now or later.
    if (world_is_shared(current_thread())) {
      publish(ref.get());
    } else {
      std::lock_guard guard(private_mutex);
      private_handles.insert(handle.get());
    }
  }
  handle->value = ref.take();
  return handle;
}

VmValue State::unwrap(const Value& value) {
  return value.handle_ == nullptr ? kUnset : value.handle_->value;
}

Handle::~Handle() {
  // After the end nobody counts any more.
  if (state->interpreter == nullptr || !value.is_counted()) return;
  Enter enter(*state);
  if (kFreeThreaded) {
    std::lock_guard guard(state->private_mutex);
    state->private_handles.erase(this);
  }
  release(value);
}

}  // namespace detail

namespace {

using detail::empty_error;
using detail::ended_error;
using detail::Enter;
using detail::host_error;
using detail::in_vm;
using detail::State;
using detail::take_error;

// Interpreters that the script makes write to the same function, each under a lock of its own.
std::function<void(std::string_view)> one_at_a_time(std::function<void(std::string_view)> write,
                                                    std::shared_ptr<std::recursive_mutex> turns) {
  if (!write) return write;
  return [write = std::move(write), turns = std::move(turns)](std::string_view text) {
    std::lock_guard guard(*turns);
    write(text);
  };
}

DictObject* main_namespace(Thread& t, Ref& keep) {
  keep = main_module(t);
  return keep.is_error() ? nullptr : module_dict(keep.as<ModuleObject>());
}

}  // namespace

Interpreter::Interpreter(Options options) : state_(std::make_shared<State>()) {
  start_runtime();
  InterpreterConfig config;
  config.argv = std::move(options.arguments);
  config.search_path = std::move(options.search_path);
  config.executable = std::move(options.executable);
  auto turns = std::make_shared<std::recursive_mutex>();
  config.write_out = one_at_a_time(std::move(options.output), turns);
  config.write_err = one_at_a_time(std::move(options.error_output), turns);
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
  if (state_->interpreter != nullptr) {
    deadlock_watch(*state_->interpreter, static_cast<DeadlockMode>(options.deadlocks));
    if (options.limits) {
      state_->interpreter->collector->limits =
          new gilt::Limits(*state_->interpreter, detail::terms_of(std::move(*options.limits)));
    }
    detach(*state_->interpreter->main_thread);
  }
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
    GILT_TRY(Ref bound, detail::bound_function(t, state_, name, parameters, std::move(function)));
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
  if (limits_of(*interpreter) != nullptr) {
    limits_of(*interpreter)->stop(gilt::StopReason::kHost);
  } else {
    family_stop(interpreter);
  }
}

bool Interpreter::set_allowance(uint64_t instructions, std::chrono::nanoseconds time) {
  if (state_->interpreter == nullptr || limits_of(*state_->interpreter) == nullptr) return false;
  Enter enter(*state_);
  StopTheWorld stop(enter.thread(), Pause::kInspect);
  gilt::Limits& limits = *limits_of(*state_->interpreter);
  limits.set_allowance(instructions, time.count());
  select_all_handlers(*state_->interpreter);
  return true;
}

uint64_t Interpreter::memory_used() const {
  if (state_->interpreter == nullptr || limits_of(*state_->interpreter) == nullptr) return 0;
  return limits_of(*state_->interpreter)->memory_used();
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

std::optional<int> Interpreter::show(const Error& error) {
  if (error.exception == nullptr || state_->interpreter == nullptr) {
    std::fputs(error.traceback.c_str(), stderr);
    return std::nullopt;
  }
  Enter enter(*state_);
  Thread& t = enter.thread();
  Ref exit = show_exception(t, error.exception->value);
  if (exit.is_unset()) return std::nullopt;
  error_restore(t, std::move(exit));
  Error leaving = take_error(*state_, t);
  show_exit(leaving);
  return leaving.exit_code;
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
