// Regions: parts of a program that the script itself names and measures, with gilt.region("name").
//
// The table adds up how often each region was entered and how long that took; it is kept whether a
// timeline is being recorded or not. Any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/scheduler.h"

namespace gilt {

struct RegionTotals {
  std::string name;
  uint64_t count = 0;       // how often it was left
  Nanoseconds wall = 0;     // added up over threads, so it may exceed the program's time
  Nanoseconds cpu = 0;      // of the thread that was inside
  Nanoseconds longest = 0;  // wall
};

class RegionTable {
 public:
  // The region called [name], for ever the same number.
  uint32_t id_of(std::string_view name);
  std::string name_of(uint32_t id);
  void add(uint32_t id, Nanoseconds wall, Nanoseconds cpu);
  // In the order of first use.
  std::vector<RegionTotals> totals();

 private:
  ShortLock lock_;
  std::deque<RegionTotals> regions_;
};

}  // namespace gilt
