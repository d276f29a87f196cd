// Timeline: an exact record of what the threads of an interpreter did. Who held the lock and why it
// went on, who waited for it, who was blocked in what, and the line of the script where it was.
//
// Each thread appends events to a buffer of its own. Chunks of it never move and live as long as
// the interpreter, so recording takes no lock and anybody may read at any time. All buffers of one
// record share a limit; when it is reached a thread only counts what it leaves out.
//
// Nothing here is called from the interpreter loop. The hooks below stand where a thread takes or
// gives up the right to run, or waits for a lock; while nothing is recorded each is one load and a
// branch. A time is read after a lock was taken and before it is given up, so the times that two
// threads are recorded to run with the lock never overlap.
//
// What the events amount to (spans, hand-overs) is worked out afterwards, in
// interpreter/timeline_view.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/gil.h"
#include "runtime/machine.h"

namespace gilt {

enum class TimelineKind : uint8_t {
  kRun,          // may run from now on: took the lock or, without one, attached
  kStop,         // stops running: `reason` (HandOver), `waiters`
  kWantLock,     // begins to wait for the lock
  kDropRequest,  // asked thread `other` to let go of it
  kWaitBegin,    // waits for `subject`, a lock that thread `other` holds: `reason` (WaitFor)
  kWaitEnd,
  kPauseBegin,  // stands still with the world: `subject`, why (a static text)
  kPauseEnd,
  kRegionBegin,  // enters region `subject`
  kRegionEnd,
};

// What a thread can wait for. An object's own lock exists in the free-threaded build only.
enum class WaitFor : uint8_t { kLock, kJoin, kObject };

struct TimelineEvent {
  Nanoseconds time;
  uint64_t subject = 0;
  uint32_t other = 0;  // a thread's id
  uint32_t place = 0;  // Timeline::places; 0: unknown
  uint32_t waiters = 0;
  TimelineKind kind;
  uint8_t reason = 0;
};

struct TimelinePlace {
  std::string file, function;
  int line = 0;
};

class TimelineBuffer {
 public:
  TimelineBuffer(Timeline& timeline, const Thread& t);
  ~TimelineBuffer();

  // Its own thread only.
  void add(TimelineEvent event);
  uint32_t place_of(const Thread& t);

  // Any thread: what has been recorded so far, in order.
  template <class F>
  void for_each(F&& look) const {
    uint64_t left = size_.load(std::memory_order_acquire);
    for (const Chunk* chunk = &first_; left != 0; chunk = chunk->next.load()) {
      uint64_t here = left < kChunk ? left : kChunk;
      for (uint64_t i = 0; i < here; i++) look(chunk->events[i]);
      left -= here;
    }
  }
  bool is_empty() const { return size_.load(std::memory_order_relaxed) == 0; }
  // Events that did not fit.
  uint64_t left_out() const { return left_out_.load(std::memory_order_relaxed); }

  Timeline& timeline;
  const uint64_t thread;
  const bool is_main;
  std::string name;         // set when the thread ends; under Timeline's lock
  bool running = false;     // own thread only, like the next
  uint32_t last_place = 0;  // where it stopped

 private:
  static constexpr uint64_t kChunk = 512;
  struct Chunk {
    TimelineEvent events[kChunk];
    std::atomic<Chunk*> next{nullptr};
  };
  struct KnownPlace {
    const char* file = nullptr;
    const char* function = nullptr;
    int line = 0;
    uint32_t id = 0;
    const TimelinePlace* place = nullptr;
  };
  static constexpr size_t kKnownPlaces = 64;

  Chunk first_;
  Chunk* last_ = &first_;
  std::atomic<uint64_t> size_{0};
  std::atomic<uint64_t> left_out_{0};
  KnownPlace known_[kKnownPlaces];  // places looked up lately
};

class Timeline {
 public:
  static constexpr uint64_t kDefaultLimit = uint64_t{1} << 22;  // events; 40 bytes each

  explicit Timeline(uint64_t limit);
  ~Timeline();

  // -- recording: the calling thread's own doings --
  void runs(Thread& t);
  void stops(Thread& t, HandOver reason, uint32_t waiters);
  void wants_lock(Thread& t);
  void drop_request(Thread& t, uint64_t holder);
  void wait_begins(Thread& t, WaitFor what, const void* subject, uint64_t owner);
  void wait_ends(Thread& t);
  void pause_begins(Thread& t, const char* reason);
  void pause_ends(Thread& t);
  void region(Thread& t, TimelineKind kind, uint32_t id);
  void named(Thread& t);

  // -- reading. Any thread --
  Nanoseconds began() const { return began_; }
  // When recording ended, or now.
  Nanoseconds ended() const;
  void end() { ended_.store(scheduler().now(), std::memory_order_relaxed); }
  std::vector<const TimelineBuffer*> buffers();  // in the order of their first event
  std::string name_of(const TimelineBuffer& buffer);
  std::vector<TimelinePlace> places();

 private:
  friend class TimelineBuffer;
  TimelineBuffer& buffer(Thread& t);
  // May a buffer grow by a chunk?
  bool grant(uint64_t events);
  uint32_t place_id(const RunningPlace& place, const TimelinePlace*& entry);

  const Nanoseconds began_;
  std::atomic<Nanoseconds> ended_{0};
  std::atomic<uint64_t> room_;
  ShortLock lock_;  // of the three below and of buffers' names
  std::vector<std::unique_ptr<TimelineBuffer>> buffers_;
  std::deque<TimelinePlace> places_;
  std::map<std::string, uint32_t> place_ids_;
};

// Starts a new record of [t]'s interpreter. REQUIRES: attached.
Timeline& timeline_start(Thread& t, uint64_t limit = Timeline::kDefaultLimit);
// Ends it; null when none is being made. It stays readable as long as the interpreter.
Timeline* timeline_stop(Thread& t);

// -- hooks --

inline Timeline* recording(const Thread& t) {
  return t.interpreter->gil->timeline.load(std::memory_order_acquire);
}

// [t] has the lock now or, where there is none, has attached. Said twice it counts once.
inline void timeline_runs(Thread& t) {
  if (Timeline* timeline = recording(t)) [[unlikely]]
    timeline->runs(t);
}
// [t] is about to give up the lock, or to detach.
inline void timeline_stops(Thread& t, HandOver reason, uint32_t waiters) {
  if (Timeline* timeline = recording(t)) [[unlikely]]
    timeline->stops(t, reason, waiters);
}
inline void timeline_wants_lock(Thread& t) {
  if (Timeline* timeline = recording(t)) [[unlikely]]
    timeline->wants_lock(t);
}
// [t] has got another name.
inline void timeline_named(Thread& t) {
  if (Timeline* timeline = recording(t)) [[unlikely]]
    timeline->named(t);
}
inline void timeline_drop_request(Thread& t, uint64_t holder) {
  if (Timeline* timeline = recording(t)) [[unlikely]]
    timeline->drop_request(t, holder);
}

// While it lives [t] waits for the lock at [subject], which thread [owner] holds (0: unknown).
// Waits for threading's locks are also counted, recording or not.
class TimelineWait {
 public:
  TimelineWait(Thread& t, WaitFor what, const void* subject, uint64_t owner = 0);
  TimelineWait(Thread& t, ReleaseReason reason, const void* subject, uint64_t owner)
      : TimelineWait(t, reason == ReleaseReason::kJoin ? WaitFor::kJoin : WaitFor::kLock, subject,
                     owner) {}
  ~TimelineWait();
  TimelineWait(const TimelineWait&) = delete;
  TimelineWait& operator=(const TimelineWait&) = delete;

 private:
  Thread& t_;
  bool counted_;
  Nanoseconds start_ = 0;
};

// While it lives [t] stands still with all other threads, or has made them stand still: what the
// code that stops the world puts around its waiting. [reason]: a static text. Attaching and
// detaching inside is part of the pause.
class TimelinePause {
 public:
  TimelinePause(Thread& t, const char* reason) : t_(t) {
    if (Timeline* timeline = recording(t)) [[unlikely]]
      timeline->pause_begins(t, reason);
  }
  ~TimelinePause() {
    if (Timeline* timeline = recording(t_)) [[unlikely]]
      timeline->pause_ends(t_);
  }
  TimelinePause(const TimelinePause&) = delete;
  TimelinePause& operator=(const TimelinePause&) = delete;

 private:
  Thread& t_;
};

}  // namespace gilt
