// From recorded events to spans: what each thread did from when to when
// (include/gilt/timeline.hpp).
#pragma once

#include <gilt/timeline.hpp>

#include "runtime/timeline.h"

namespace gilt {

// Any time; what is recorded meanwhile may be in it or not.
embed::Timeline timeline_view(Timeline& timeline, RegionTable& regions);

}  // namespace gilt
