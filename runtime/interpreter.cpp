#include "runtime/interpreter.h"

#include <cstdlib>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/collector.h"
#include "runtime/deadlock.h"
#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/interpreter_family.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/signals.h"
#include "runtime/weakref.h"
#include "runtime/world.h"

namespace gilt {
namespace {

// How long the end of an interpreter waits for daemon threads to notice that they are to stop.
constexpr Nanoseconds kStopPatience = 200'000'000;

bool add_module(Thread& t, const char* name, Slot& module_slot, Slot& dict_slot) {
  const ModuleDef* def = find_native_module(name);
  if (def == nullptr)
    return fail(t, system_error_type, "native module '{}' is not registered", name);
  GILT_TRY(RefOf<ModuleObject> module, make_native_module(t, *def));
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  GILT_CHECK(dict_set_name(t, modules, intern(name), module.value()));
  dict_slot.init(Ref::copy(module->dict.peek()));
  module_slot.init(std::move(module));
  return true;
}

bool set_up(Thread& t) {
  Interpreter& interpreter = *t.interpreter;
  GILT_TRY(RefOf<DictObject> modules, dict_new(t));
  interpreter.modules.init(std::move(modules));
  GILT_TRY(RefOf<ListObject> garbage, list_new(t));
  interpreter.collector->garbage.init(std::move(garbage));
  GILT_CHECK(add_module(t, "builtins", interpreter.builtins, interpreter.builtins_dict));
  return add_module(t, "sys", interpreter.sys_module, interpreter.sys_dict);
}

// Calls sys.modules[module].function() if the module was ever imported; errors are reported, not
// raised.
void call_if_imported(Thread& t, std::string_view module, std::string_view function) {
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  Ref found = Ref::copy(dict_get_name(modules, intern(module)));
  if (!found) return;
  Ref callee = get_attribute_or_unset(t, found.get(), intern(function));
  if (callee.is_unset()) return;
  if (limits_of(t) != nullptr) limits_of(t)->renew();
  Ref result = callee.is_error() ? Ref::error() : call(t, callee.get());
  if (!result.is_error()) return;
  if (t.stopping) {
    // The host has ended it; what comes next runs.
    error_clear(t);
    return forget_stop(t);
  }
  if (module == "threading") {
    error_unraisable(t, "on threading shutdown", found.get());
  } else {
    error_unraisable(t, "while calling", callee.get());
  }
}

// Makes every other thread unwind, and waits until they are gone. False when some are stuck in the
// system.
bool stop_threads(Thread& main) {
  Interpreter& interpreter = *main.interpreter;
  interpreter.threads_lock.lock();
  for (Thread* t = interpreter.threads; t != nullptr; t = t->next) {
    if (t == &main) continue;
    t->safepoint.fetch_or(kExit, std::memory_order_relaxed);
    scheduler().unpark(t->gil->parker);
  }
  interpreter.threads_lock.unlock();
  Nanoseconds give_up = deadline_after(kStopPatience);
  while (interpreter.thread_count.load(std::memory_order_relaxed) > 1) {
    if (scheduler().now() >= give_up) return false;
    ReleaseGil released(main, ReleaseReason::kJoin);
    scheduler().park(main.gil->parker, deadline_after(500'000));
  }
  return true;
}

bool flush_standard_streams(Thread& t) {
  bool flushed = true;
  for (StrObject* name : {names::stdout_, names::stderr_}) {
    Ref stream = Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), name));
    if (!stream || stream.is_none()) continue;
    Ref result = call_method(t, stream.get(), names::flush);
    if (!result.is_error()) continue;
    // A closed stdout has nothing left to lose.
    if (error_matches(t, value_error_type)) {
      error_clear(t);
      continue;
    }
    error_unraisable(
        t, name == names::stdout_ ? "while flushing sys.stdout" : "while flushing sys.stderr");
    flushed = false;
  }
  return flushed;
}

// What only the program's own module refers to ends first, while all that its finalisers may use is
// whole.
void end_main_module(Thread& main) {
  auto* modules = main.interpreter->modules.peek().as<DictObject>();
  Ref module = Ref::copy(dict_get_name(modules, names::main_));
  if (!module || !is_instance_of(module.get(), &module_type)) return;
  Ref reference = weakref_new(main, &weakref_type, module.get());
  module = Ref();
  if (reference.is_error()) {
    error_clear(main);
    return;
  }
  dict_delete_name(main, modules, names::main_);
  main.interpreter->collector->collect(main, true);
  module = weakref_get(reference.as<WeakRefObject>());
  if (!module.is_none()) dict_clear(main, module_dict(module.as<ModuleObject>()));
}

}  // namespace

Interpreter* interpreter_new(InterpreterConfig config) {
  init_builtin_types();
  auto* interpreter = new Interpreter;
  interpreter->config = std::move(config);
  interpreter->gil = new Gil;
  interpreter->gil_enabled = !kFreeThreaded || interpreter->config.use_gil;
  interpreter->gil->timing = interpreter->config.collect_statistics;
  interpreter->collector = new Collector;
  interpreter->pauses = new PauseStatistics[static_cast<int>(Pause::kCount)];
  // A test run's wish: collect and look for waiting threads as often as possible, in any build.
  if (kStress ||
      (!interpreter->config.ignore_environment && std::getenv("GILT_STRESS") != nullptr)) {
    interpreter->collector->stress = true;
    interpreter->config.switch_every_opcode = true;
  }
  Thread* main = thread_new(interpreter);
  if (main == nullptr) {
    delete interpreter->collector;
    delete interpreter->gil;
    delete[] interpreter->pauses;
    delete interpreter;
    return nullptr;
  }
  main->is_main = true;
  main->name = "MainThread";
  interpreter->main_thread = main;
  attach(*main);
  if (!set_up(*main)) {
    // Without builtins nothing can report an error in the script's way.
    std::fputs("gilt: cannot set up builtins\n", stderr);
    std::abort();
  }
  // What would be published with the first second thread is at once.
  if (interpreter->collector->stress) share_world(*main);
  if (interpreter->config.install_signal_handlers) signals_install(interpreter);
  return interpreter;
}

int interpreter_delete(Interpreter* interpreter) {
  Thread& main = *interpreter->main_thread;
  if (!interpreter->collector->was_stopped.load(std::memory_order_relaxed))
    call_if_imported(main, "threading", "_shutdown");
  call_if_imported(main, "atexit", "_run_exitfuncs");
  family_end_all(main);
  int status = flush_standard_streams(main) ? 0 : 120;
  if (limits_of(*interpreter) != nullptr) limits_of(*interpreter)->renew();
  interpreter->finalizing.store(true, std::memory_order_release);
  bool alone = stop_threads(main);
  if (interpreter->config.install_signal_handlers) signals_uninstall(interpreter);
  family_leave(interpreter);
  // A thread that is stuck in the system still refers to the interpreter, and will wait for its GIL
  // for ever; without a lock, it finds the world stopped.
  if (!alone) {
    if constexpr (kFreeThreaded) new StopTheWorld(main, Pause::kInspect);
    return status;
  }

  // The program's own module goes first. The others lose their contents in the order of import, the
  // last first; builtins and sys go at the very end.
  interpreter->collector->enabled = false;
  g_machine.thread_ends(main);
  interpreter->collector->collect(main, true);
  end_main_module(main);
  std::vector<Ref> modules;
  auto* dict = interpreter->modules.peek().as<DictObject>();
  int64_t position = 0;
  Value key, value;
  while (dict_next(dict, position, key, value)) modules.push_back(Ref::copy(value));
  dict_clear(main, dict);
  while (modules.size() > 2) {
    Ref module = std::move(modules.back());
    modules.pop_back();
    if (!has_shape(module.get(), kModuleShape) && !is_instance_of(module.get(), &module_type))
      continue;
    // Somebody else may still use its functions: then their globals stay.
    if (reference_count(module.as<Object>()) == 1)
      dict_clear(main, module_dict(module.as<ModuleObject>()));
  }
  interpreter->collector->collect(main, true);
  for (Ref& module : modules) {
    if (is_instance_of(module.get(), &module_type))
      dict_clear(main, module_dict(module.as<ModuleObject>()));
  }
  modules.clear();
  interpreter->sys_dict.clear();
  interpreter->sys_module.clear();
  interpreter->builtins_dict.clear();
  interpreter->builtins.clear();
  interpreter->modules.clear();
  interpreter->collector->callbacks.clear();
  interpreter->collector->garbage.clear();
  interpreter->collector->collect(main, true);
  thread_delete(&main);
  while (interpreter->gil->somebody_leaves()) scheduler().yield();
  deadlock_unwatch(*interpreter);
  delete limits_of(*interpreter);
  delete interpreter->collector;
  delete interpreter->gil;
  delete[] interpreter->pauses;
  delete interpreter;
  return status;
}

bool safepoint(Thread& t) {
  uint32_t reasons = t.safepoint.load(std::memory_order_acquire);
  // Clear before acting: a request that comes in meanwhile must not get lost. kExit and kLimit stay
  // until answered.
  constexpr uint32_t kOnce =
      kSignal | kAsyncException | kTableChanged | kCollect | kPendingCalls | kReclaim;
  t.safepoint.fetch_and(~(reasons & kOnce), std::memory_order_acq_rel);
  if (reasons & kDropGil) answer_drop_request(t);
  if (reasons & kStopWorld) stand_still(t);
  if (reasons & (kExit | kLimit)) {
    t.stopping = true;
    if (!error_pending(t)) return fail(t, system_exit_type, "{}", stop_message(t));
    return false;
  }
  if (reasons & kReclaim) reclaim(t);
  if (reasons & kCollect) t.interpreter->collector->collect_if_due(t);
  if ((reasons & kSignal) && t.is_main && !signals_run(t)) return false;
  if (reasons & kAsyncException) {
    if (Object* pending = t.pending_async.exchange(nullptr, std::memory_order_acq_rel)) {
      Ref type = Ref::adopt(to_value(pending));
      GILT_TRY(Ref exception, call(t, type.get()));
      return fail_instance(t, std::move(exception));
    }
  }
  return true;
}

}  // namespace gilt
