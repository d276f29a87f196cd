// Which functions of native modules reach the world outside, and what becomes of them in an
// interpreter whose host does not allow that (limits.h): each module gets one that raises
// PermissionError in its place, so that those which are allowed ask nothing. Types that open
// something (io.FileIO, socket.socket, mmap.mmap) ask permit() themselves.
#pragma once

#include <string_view>

#include "runtime/native.h"

namespace gilt {

// What [module] of [t]'s interpreter gets under the name of [def]: it, or its replacement.
const NativeDef& permitted(Thread& t, std::string_view module, const NativeDef* def);

}  // namespace gilt
