#include "runtime/memory_limit.h"

#include <unistd.h>

#include <algorithm>

namespace gilt {

size_t largest_block() {
  // What can be addressed, should the system not tell.
  static const size_t kLargest = [] {
    constexpr size_t kAddressable = size_t{1} << 46;
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long page = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page <= 0) return kAddressable;
    return std::min(kAddressable, static_cast<size_t>(pages) * static_cast<size_t>(page));
  }();
  return kLargest;
}

}  // namespace gilt
