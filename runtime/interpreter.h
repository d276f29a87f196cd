// Interpreter: one isolated world of modules and threads with its own GIL. Several can live in one
// process; they share only immortal objects (builtin types, interned names, shapes).
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "runtime/dict.h"
#include "runtime/module.h"
#include "runtime/scheduler.h"
#include "runtime/thread.h"

namespace gilt {

class Gil;
struct PauseStatistics;
class Scheduler;
class Collector;

struct InterpreterConfig {
  std::vector<std::string> argv;         // sys.argv
  std::vector<std::string> search_path;  // front of sys.path
  std::string executable;
  std::string program_folder;  // sys.path[0]
  bool quiet = false, inspect = false, interactive = false;
  int optimize = 0;  // -O
  int verbose = 0;
  bool ignore_environment = false, unbuffered = false, isolated = false;
  bool install_signal_handlers = false;
  bool use_gil = true;                 // free-threaded build: --gil=on
  bool switch_every_opcode = false;    // -X switch=opcode
  bool collect_statistics = false;     // --stats
  std::vector<std::string> x_options;  // -X name[=value], as given
  std::function<void(std::string_view)> write_out,
      write_err;  // embedding: where text goes; empty: fd 1 and 2
};

struct Interpreter {
  InterpreterConfig config;
  Gil* gil = nullptr;
  // What sys._is_gil_enabled() says. Changed by set_gil (world.h) in the free-threaded build only.
  std::atomic<bool> gil_enabled{true};
  // Free-threaded build: has a second thread ever been started (share_world, sharing.h)?
  std::atomic<bool> world_shared{false};
  // The thread that has stopped all others, or is about to; and where it waits for them (world.h).
  std::atomic<Thread*> stopper{nullptr};
  Parker stopper_parker;
  PauseStatistics* pauses = nullptr;  // an array, by Pause
  Collector* collector = nullptr;
  Thread* main_thread = nullptr;
  Thread* threads = nullptr;  // all of them, under threads_lock
  ShortLock threads_lock;
  std::atomic<uint64_t> thread_count{0};
  std::atomic<bool> finalizing{false};
  Slot modules = unset_slot();        // sys.modules: dict
  Slot builtins = unset_slot();       // module
  Slot builtins_dict = unset_slot();  // its namespace
  Slot sys_module = unset_slot();
  Slot sys_dict = unset_slot();
  std::atomic<uint32_t> recursion_limit{1000};
  std::atomic<int> int_max_str_digits{4300};  // 0: no limit
  uint64_t type_epoch = 0;                    // bumped when all inline caches were cleared
};

// Makes an interpreter with its main thread attached to the calling OS thread: builtins and sys are
// there, nothing else has been imported. Null when out of memory.
Interpreter* interpreter_new(InterpreterConfig config);
// Joins non-daemon threads, runs atexit functions, flushes, stops daemons, frees everything.
// REQUIRES: called on the main thread, attached. Returns 0, or 120 when flushing failed.
int interpreter_delete(Interpreter* interpreter);

// A new thread of [interpreter] for the calling OS thread; attach() before use. Null when memory is
// short.
Thread* thread_new(Interpreter* interpreter);
void thread_bind(Thread& t);
// Gives up what the thread owns and the GIL with it. REQUIRES: attached.
void thread_delete(Thread* thread);
// The same for a thread that never ran, called by another one.
void thread_discard(Thread* thread);
// Around anything that blocks or computes without touching Values (runtime/gil.h tells the reasons
// apart).
enum class ReleaseReason : uint8_t { kIo, kSleep, kLock, kJoin, kKernel };

// Acquires the right to run (the GIL) / gives it up.
void attach(Thread& t);
void detach(Thread& t, ReleaseReason reason = ReleaseReason::kIo);
// The same without giving up and taking back object locks (sharing.h): for their own waiting.
void attach_without_sections(Thread& t);
void detach_without_sections(Thread& t, ReleaseReason reason);

class ReleaseGil {
 public:
  explicit ReleaseGil(Thread& t, ReleaseReason reason = ReleaseReason::kIo);
  ~ReleaseGil();
  ReleaseGil(const ReleaseGil&) = delete;
  ReleaseGil& operator=(const ReleaseGil&) = delete;

 private:
  Thread& t_;
};

// Answers all requests in t.safepoint: drops the GIL, runs signal handlers, raises. False with an
// exception pending when the thread is to unwind.
bool safepoint(Thread& t);

}  // namespace gilt
