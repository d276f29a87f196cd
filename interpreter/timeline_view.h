// From recorded events to spans: what each thread did from when to when
// (include/gilt/timeline.hpp).
#pragma once

#include <gilt/timeline.hpp>

#include "runtime/timeline.h"

namespace gilt {

// REQUIRES: attached, or nothing of the interpreter runs any more. Names of running threads are
// those that Timeline::note_names found.
embed::Timeline timeline_view(Timeline& timeline, RegionTable& regions);

}  // namespace gilt
