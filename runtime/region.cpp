#include "runtime/region.h"

#include <algorithm>
#include <mutex>

namespace gilt {

uint32_t RegionTable::id_of(std::string_view name) {
  std::lock_guard guard(lock_);
  // A program has a handful.
  for (size_t i = 0; i < regions_.size(); i++) {
    if (regions_[i].name == name) return static_cast<uint32_t>(i);
  }
  regions_.emplace_back().name = name;
  return static_cast<uint32_t>(regions_.size() - 1);
}

std::string RegionTable::name_of(uint32_t id) {
  std::lock_guard guard(lock_);
  return regions_[id].name;
}

void RegionTable::add(uint32_t id, Nanoseconds wall, Nanoseconds cpu) {
  std::lock_guard guard(lock_);
  RegionTotals& region = regions_[id];
  region.count++;
  region.wall += wall;
  region.cpu += cpu;
  region.longest = std::max(region.longest, wall);
}

std::vector<RegionTotals> RegionTable::totals() {
  std::lock_guard guard(lock_);
  return {regions_.begin(), regions_.end()};
}

}  // namespace gilt
