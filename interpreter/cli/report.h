// What a run tells about itself as JSON (-X report=FILE): the lock's figures, time, memory, regions
// and, when it was recorded, the timeline with its short spans taken together.
#pragma once

#include <gilt/gilt.hpp>

#include "interpreter/cli/json.h"

namespace gilt::cli {

// [wall]: seconds that the program ran. [timeline]: may be empty.
std::string report_json(embed::Interpreter& python, const embed::Timeline& timeline, double wall);

double monotonic_seconds();

// -- a timeline that is small enough to draw --

// A stretch of one thread's time. More than one span (count > 1): too short to be seen one by one.
struct Stretch {
  int64_t begin = 0, end = 0;                                   // nanoseconds
  embed::Timeline::State state = embed::Timeline::State::kRun;  // what it did for most of the time
  int64_t share[4] = {};                                        // nanoseconds in each state
  uint64_t count = 1;
  const embed::Timeline::Span* span = nullptr;  // if there is only one
};

// [thread]'s spans, those shorter than [resolution] taken together with their neighbours.
std::vector<Stretch> stretches(const embed::Timeline::Thread& thread, int64_t resolution);

// One line about a span for people: "runs, main.py:3 to main.py:9 in work; gives up the lock
// (interval), 2 wait".
std::string describe(const embed::Timeline& timeline, const embed::Timeline::Span& span);

}  // namespace gilt::cli
