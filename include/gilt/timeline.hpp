// What a recorded timeline tells: per thread, when it ran, waited and was blocked, and where in the
// script; and how the lock went from thread to thread. Plain data; times are nanoseconds since
// recording began.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gilt::embed {

struct Timeline {
  struct Place {
    std::string file, function;
    int line = 0;  // 0: nowhere, as places[0]
  };

  enum class State : uint8_t {
    kRun,
    kWait,     // for the GIL
    kBlocked,  // in the system, in another lock, asleep
    kPause,    // stands still with all other threads
  };

  // Spans of a thread are in order and do not overlap. Where there is none the thread did not exist
  // or was not recorded.
  struct Span {
    int64_t begin = 0, end = 0;
    State state = State::kRun;
    // kRun: why it ended ("interval", "I/O", "sleep", "lock", "join", "kernel", "exit"; empty when
    // the record ended first, or the thread then paused). Else: what the thread waited for, where
    // "condition" is a wait to be woken by another thread: of a Condition, an Event, a Queue.
    const char* reason = "";
    uint32_t from = 0, until = 0;  // places: where it began and where it ended
    uint32_t waiters = 0;  // kRun: threads that waited for the lock when this one gave it up
    int other = -1;  // a thread: kRun: who took the lock next, if somebody waited; else who has
                     // what is waited for
    int lock = 0;    // kBlocked: number of the lock, counted from 1 in the order of first waits
  };
  struct Region {
    int64_t begin = 0, end = 0;
    std::string name;
    uint32_t place = 0;
  };
  // A waiting thread asked the one that held the lock to let go.
  struct DropRequest {
    int64_t at = 0;
    int asked = -1;  // a thread
    uint32_t place = 0;
  };
  struct Thread {
    uint64_t id = 0;
    std::string name;
    bool is_main = false;
    std::vector<Span> spans;
    std::vector<Region> regions;  // in the order of their beginnings
    std::vector<DropRequest> drop_requests;
    uint64_t left_out = 0;  // events that did not fit; spans then end early
  };
  // The lock went from one thread to another that waited for it.
  struct HandOver {
    int from = 0, to = 0;  // threads
    int64_t released = 0, taken = 0;
    const char* reason = "";
    uint32_t waiters = 0, place = 0;
  };

  int64_t duration = 0;
  std::vector<Thread> threads;  // in the order in which they first ran or waited
  std::vector<HandOver> hand_overs;
  std::vector<Place> places{Place{}};
  bool free_threaded = false;  // which build
  bool complete() const;       // nothing was left out
};

// The record in the format that Perfetto (ui.perfetto.dev) and chrome://tracing open.
std::string trace_json(const Timeline& timeline);
// "file.py:12 in work", or "" for nowhere.
std::string place_text(const Timeline& timeline, uint32_t place);

}  // namespace gilt::embed
