// Stopping all threads of an interpreter, and what is done then: ending retired objects
// (reclamation), collecting cycles, switching the lock on and off.
//
// The essay. An attached thread between two safepoints is a read section in the sense of RCU
// (McKenney and Slingwine, 1998): what it has read from shared objects without counting stays valid
// until it gets to a safepoint or detaches. To stop the world, one thread sets kStopWorld in the
// safepoint word of each other thread and waits until none is attached; a thread that wants to
// attach meanwhile waits. Then no thread is inside a read section, and registers are the only
// places that hold shared objects without counting them.
//
// A meeting ends each retired object that has no count and is in no thread's registers; what that
// object referred to may follow in the same meeting. Registers are scanned conservatively: a dead
// one can only delay an end, because its word is compared and never followed.
//
// In the build with the lock only the thread that holds it runs, and a stopped world is the usual
// state: StopTheWorld does nothing there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <string>
#include <vector>

#include "runtime/thread.h"
#include "runtime/weakref.h"

namespace gilt {

// What made the world stop.
enum class Pause : uint8_t { kReclaim, kCollect, kSwitch, kInspect, kCount };
const char* pause_name(Pause reason);

// Stops all other threads of [t]'s interpreter for the time of a scope. The constructor may have to
// wait for another thread that stops the world first (then [t] is one of the stopped, and what it
// holds must be held as across any safepoint). No script code may run inside, and nothing may
// block. REQUIRES: attached.
class StopTheWorld {
 public:
  StopTheWorld(Thread& t, Pause reason);
  ~StopTheWorld();
  StopTheWorld(const StopTheWorld&) = delete;
  StopTheWorld& operator=(const StopTheWorld&) = delete;

 private:
  Thread& t_;
  Pause reason_;
  int64_t start_ = 0;
};

// How long the world stood still, by reason.
struct PauseStatistics {
  uint64_t count = 0;
  int64_t total = 0, longest = 0;  // nanoseconds
  int64_t median() const;          // of the last kKept
  static constexpr size_t kKept = 512;
  std::vector<int64_t> last;
  uint64_t ended = 0;  // objects ended by reclamations
};

// What the pauses of one reason came to, and how many shared objects all of them ended.
struct PauseFigures {
  const char* reason;
  uint64_t count;
  int64_t total, median, longest;  // nanoseconds
};
struct PauseReport {
  std::vector<PauseFigures> pauses;  // those reasons that there were
  uint64_t objects_ended = 0;
};
// REQUIRES: attached.
PauseReport pause_report(Thread& t);
// As --stats prints it: some lines, or nothing when there was no pause.
std::string pause_report_text(const PauseReport& report);

// Would a script see when [object] ends?
bool is_observed(const Object* object);

// Meets and ends what is retired. Finalisers and weak references' callbacks run afterwards, with
// the world running. Called at safepoints when enough is retired, by gc.collect, and when a thread
// ends. Whether there were any, which may have retired more.
bool reclaim(Thread& t);

// The addresses that registers of all threads hold uncounted, sorted, in memory of [resource].
// REQUIRES: the world is stopped.
HeldObjects held_by_registers(Thread& t, std::pmr::memory_resource* resource);

// The answers at a safepoint to kDropGil and kStopWorld: other threads run, or stop all of them.
void answer_drop_request(Thread& t);
void stand_still(Thread& t);
// Gives up what [t] owns and ends what it has retired, finalisers and callbacks included: what has
// to have happened before others hear that the thread has ended. Runs script code. REQUIRES:
// attached.
void thread_clear(Thread& t);
// What [t] leaves behind when it ends goes to those that stay. REQUIRES: attached.
void leave_world_for_good(Thread& t);

// Switches the lock on or off while threads run. REQUIRES: the free-threaded build, attached.
void set_gil(Thread& t, bool enabled);

// Debugging aid of stress runs: walks everything tracked and aborts when a shared object, or one of
// another thread, reaches a private one. REQUIRES: the world is stopped.
void check_sharing(Thread& t);

}  // namespace gilt
