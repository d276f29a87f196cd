// The interpreters of one program: the main one, whose number is 0, and those that scripts make
// (module concurrent.interpreters).
//
// The essay. Each interpreter has modules, objects, threads and a lock of its own. No object is
// ever seen by two of them, so threads of different interpreters run at the same time even in the
// build with the lock; what they share is immortal (builtin types, interned names, shapes) or
// behind a lock of its own (docs/interpreters.md lists it).
//
// A thread runs in another interpreter by a Visit: it gives up its own lock, becomes that
// interpreter's main thread, and comes back. One visitor at a time: an interpreter is idle, visited
// or on its way out. A thread never waits for one interpreter's lock while it holds another's, so
// interpreters cannot wait for each other in a circle. (Forking is the exception: it catches all of
// them where they stand, see ForkGate, and no thread in them can want the forking one's lock.)
//
// Whoever embeds gilt may have several main interpreters; each has a family of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/interpreter.h"

namespace gilt {

// How an interpreter came to be, numbered as in CPython.
enum class Whence : uint8_t { kUnknown, kMain, kLegacyCApi, kCApi, kCrossInterpreter, kScript };

struct FamilyMember {
  int64_t id;
  Whence whence;
};

// -- any attached thread --

int64_t interpreter_id(const Interpreter* interpreter);
bool is_main_interpreter(const Interpreter* interpreter);
// All that are alive, by number.
std::vector<FamilyMember> family_members(const Thread& t);
std::optional<FamilyMember> family_find(const Thread& t, int64_t id);
// Is somebody in it? The main interpreter always runs. Nothing when there is none with that number.
std::optional<bool> family_is_running(const Thread& t, int64_t id);

// A new interpreter with the settings of [t]'s, idle. Nothing with MemoryError raised, or with
// RuntimeError where a host has set limits, which the new one would not have.
std::optional<int64_t> family_create(Thread& t);

enum class EndResult : uint8_t { kEnded, kUnknown, kRunning };
// Ends an interpreter: waits for its threads, runs its atexit functions, frees what it has.
// REQUIRES: it is neither the main one nor [t]'s own.
EndResult family_end(Thread& t, int64_t id);

// Handles on an interpreter are counted; when the last one goes, an interpreter that a script made
// ends as soon as nobody is in it. False when there is no such interpreter.
bool family_retain(const Thread& t, int64_t id);
bool family_release(Thread& t, int64_t id);

struct FamilyEntry;

// While it lives, the calling thread runs in another interpreter, as its main thread. Script code
// runs there, so [home] must hold nothing bare.
class Visit {
 public:
  enum class State : uint8_t { kEntered, kUnknown, kMain, kRunning };
  Visit(Thread& home, int64_t id);
  ~Visit();
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  State state() const { return state_; }
  // REQUIRES: state() is kEntered. Values of this thread's interpreter must be gone before the
  // visit ends.
  Thread& thread() const { return *visitor_; }

 private:
  Thread& home_;
  std::shared_ptr<FamilyEntry> entry_;
  State state_;
  Thread* visitor_ = nullptr;
  Thread* signals_before_ = nullptr;
  bool has_signals_ = false;
};

// -- the runtime's own --

// Ends whatever is left, at the end of [main]'s interpreter; warns as CPython does.
void family_end_all(Thread& main);
// [interpreter] stops what scripts of its family run, as a host's stop() demands.
void family_stop(Interpreter* interpreter);
// From now on the threads of [interpreter] are gone. Called by its end, with its last thread
// attached.
void family_leave(Interpreter* interpreter);
// [listener] is called then, for each interpreter of the process.
void on_interpreter_end(void (*listener)(Thread& last));

// Around fork(): all interpreters of the process but [t]'s own stand still, so that none is inside
// the process's own tables.
class ForkGate {
 public:
  explicit ForkGate(Thread& t);
  ~ForkGate();
  ForkGate(const ForkGate&) = delete;
  ForkGate& operator=(const ForkGate&) = delete;
  // In the child: the others are not there.
  void forget_others();

 private:
  struct Stopped;
  Thread& t_;
  std::vector<std::unique_ptr<Stopped>> stopped_;
};

}  // namespace gilt
