// Module gilt: what a script can ask about the lock that CPython does not tell.
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "interpreter/run_handlers.h"
#include "runtime/deadlock.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/world.h"
#include "stdlib/gilt_native.h"

namespace gilt {
namespace {

Ref gil_enabled(Thread& t, Args) {
  return Ref::boolean(t.interpreter->gil_enabled.load());
}

Ref set_gil_function(Thread& t, Args args) {
  GILT_TRY(bool enabled, truth(t, args[0]));
  bool before = t.interpreter->gil_enabled.load();
  if (enabled == before) return Ref::boolean(before);
  if (!kFreeThreaded)
    return fail(t, runtime_error_type,
                "this build always has its lock; gilt-nogil is the one that can run without");
  set_gil(t, enabled);
  return Ref::boolean(before);
}

bool set_number(Thread& t, DictObject* dict, const char* name, uint64_t number) {
  GILT_TRY(Ref value, int_from_unsigned(t, number));
  return dict_set_name(t, dict, intern(name), value.get());
}

bool set_seconds(Thread& t, DictObject* dict, const char* name, Nanoseconds time) {
  GILT_TRY(Ref value, make_float(t, static_cast<double>(time) / 1e9));
  return dict_set_name(t, dict, intern(name), value.get());
}

// Cores that this process may use.
int64_t usable_cores() {
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

RefOf<DictObject> statistics_dict(Thread& t, const GilStatistics& statistics, bool timed) {
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  GILT_CHECK(set_number(t, dict.get(), "acquisitions", statistics.acquisitions));
  GILT_CHECK(set_number(t, dict.get(), "contended", statistics.contended));
  GILT_TRY(RefOf<DictObject> hand_overs, dict_new(t));
  for (int i = 0; i < static_cast<int>(HandOver::kCount); i++) {
    GILT_CHECK(set_number(t, hand_overs.get(), hand_over_name(static_cast<HandOver>(i)),
                          statistics.hand_overs[i]));
  }
  GILT_CHECK(dict_set_name(t, dict.get(), intern("hand_overs"), hand_overs.value()));
  GILT_CHECK(set_seconds(t, dict.get(), "waited", statistics.waited));
  GILT_CHECK(set_seconds(t, dict.get(), "longest_wait", statistics.longest_wait));
  if (timed) GILT_CHECK(set_seconds(t, dict.get(), "held", statistics.held));
  GILT_CHECK(set_number(t, dict.get(), "lock_waits", statistics.lock_waits));
  GILT_CHECK(set_seconds(t, dict.get(), "lock_waited", statistics.lock_waited));
  return dict;
}

bool add_pauses(Thread& t, DictObject* dict) {
  PauseReport report = pause_report(t);
  GILT_TRY(RefOf<DictObject> pauses, dict_new(t));
  for (const PauseFigures& p : report.pauses) {
    GILT_TRY(RefOf<DictObject> pause, dict_new(t));
    GILT_CHECK(set_number(t, pause.get(), "count", p.count));
    GILT_CHECK(set_seconds(t, pause.get(), "total", p.total));
    GILT_CHECK(set_seconds(t, pause.get(), "median", p.median));
    GILT_CHECK(set_seconds(t, pause.get(), "longest", p.longest));
    GILT_CHECK(dict_set_name(t, pauses.get(), intern(p.reason), pause.value()));
  }
  GILT_CHECK(dict_set_name(t, dict, intern("pauses"), pauses.value()));
  return set_number(t, dict, "objects_ended", report.objects_ended);
}

RefOf<DictObject> statistics_of_all(Thread& t) {
  GilReport report = gil_report(t);
  GILT_TRY(RefOf<DictObject> dict, statistics_dict(t, report.total, report.timed));
  GILT_CHECK(set_number(t, dict.get(), "drop_requests", report.total.drop_requests));
  GILT_TRY(RefOf<ListObject> threads, list_new(t));
  for (const auto& [name, statistics] : report.threads) {
    GILT_TRY(RefOf<DictObject> thread, statistics_dict(t, statistics, report.timed));
    GILT_TRY(RefOf<StrObject> text, str_new(t, name));
    GILT_CHECK(dict_set_name(t, thread.get(), intern("name"), text.value()));
    GILT_CHECK(list_append(t, threads.get(), std::move(thread)));
  }
  GILT_CHECK(dict_set_name(t, dict.get(), intern("threads"), threads.value()));
  if (kFreeThreaded) GILT_CHECK(add_pauses(t, dict.get()));
  return dict;
}

Ref switch_statistics(Thread& t, Args) {
  return statistics_of_all(t);
}

Ref stats(Thread& t, Args) {
  GILT_TRY(RefOf<DictObject> dict, statistics_of_all(t));
  GILT_TRY(RefOf<DictObject> regions, dict_new(t));
  for (const RegionTotals& totals : t.interpreter->gil->regions.totals()) {
    if (totals.count == 0) continue;
    GILT_TRY(RefOf<DictObject> region, dict_new(t));
    GILT_CHECK(set_number(t, region.get(), "count", totals.count));
    GILT_CHECK(set_seconds(t, region.get(), "wall", totals.wall));
    GILT_CHECK(set_seconds(t, region.get(), "cpu", totals.cpu));
    GILT_CHECK(set_seconds(t, region.get(), "longest", totals.longest));
    GILT_CHECK(dict_set_name(t, regions.get(), intern(totals.name), region.value()));
  }
  GILT_CHECK(dict_set_name(t, dict.get(), intern("regions"), regions.value()));
  return dict;
}

// How many threads the program should start: what `gilt compare` asks for in GILT_THREADS, else
// [default], else one for each core.
Ref thread_count(Thread& t, Args args) {
  t.interpreter->gil->thread_count_asked.store(true, std::memory_order_relaxed);
  if (const char* wanted = std::getenv("GILT_THREADS"); wanted != nullptr && *wanted != 0) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(wanted, wanted + std::strlen(wanted), number);
    if (error != std::errc() || *end != 0 || number < 1) {
      return fail(t, value_error_type, "GILT_THREADS must be a positive number, not '{}'", wanted);
    }
    return int_from(t, number);
  }
  if (!args[0].is_none()) return Ref::copy(args[0]);
  return int_from(t, std::max<int64_t>(1, usable_cores()));
}

Ref time_holding(Thread& t, Args args) {
  GILT_TRY(bool on, truth(t, args[0]));
  Gil& gil = *t.interpreter->gil;
  bool before = gil.timing;
  if (on && !before) t.gil->taken_at = scheduler().now();
  gil.timing = on;
  return Ref::boolean(before);
}

Ref switch_at(Thread& t, Args args) {
  GILT_TRY(std::string_view where, to_text(t, args[0], "switch_at", 1));
  if (where != "opcode" && where != "safepoint") {
    return fail(t, value_error_type, "switch_at() takes 'opcode' or 'safepoint', not '{}'", where);
  }
  switch_at_every_opcode(t, where == "opcode");
  return Ref::none();
}

const NativeDef kFunctions[] = {
    {"switch_at", switch_at, "(where, /)",
     "Look for waiting threads before every 'opcode', as -X switch=opcode does, or at each "
     "'safepoint': loops and calls."},
    {"gil_enabled", gil_enabled, "()", "Whether a global interpreter lock is in force."},
    {"set_gil", set_gil_function, "(enabled, /)",
     "Put the lock in force, or take it away, while threads run; return whether it was in force. "
     "RuntimeError in the build that always has it."},
    {"switch_statistics", switch_statistics, "()",
     "A dict of what the lock did so far: acquisitions, contended, hand_overs by reason, waited, "
     "longest_wait, held (when "
     "timed), drop_requests, and the same for each of threads. Times in seconds. Free-threaded "
     "build: pauses by reason, when all threads stood still, and objects_ended."},
    {"stats", stats, "()",
     "The same as switch_statistics(), and `regions`: by name, how often each was entered, and its "
     "time."},
    {"thread_count", thread_count, "(default=None, /)",
     "How many threads the program should start: what `gilt compare --threads` asks for "
     "(GILT_THREADS in the environment), else default, else one for each core."},
    {"time_holding", time_holding, "(on=True, /)",
     "Measure from now on how long threads hold the lock; return whether it was measured before."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "region", Ref::copy(region_type())));
  GILT_CHECK(module_set(t, module, "DeadlockError", Ref::copy(deadlock_error_type())));
  GILT_CHECK(module_set(t, module, "free_threaded", Ref::boolean(kFreeThreaded)));
  GILT_TRY(RefOf<StrObject> variant, str_new(t, kFreeThreaded ? "gilt-nogil" : "gilt"));
  return module_set(t, module, "variant", std::move(variant));
}

const ModuleDef kModule = {"gilt", "The interpreter's lock: whether it is there, and what it did.",
                           kFunctions, init};

}  // namespace

void register_gilt_module() {
  register_native_module(kModule);
}

}  // namespace gilt
