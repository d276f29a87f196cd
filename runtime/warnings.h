// Warnings that native code issues. They go through the module `warnings` and its filters.
#pragma once

#include <string_view>

#include "runtime/builtin_types.h"

namespace gilt {

// warnings.warn: of the line that runs now. False with an exception raised when a filter makes it
// an error.
bool warn(Thread& t, const TypeObject& category, std::string_view message);

// The same of line [line] of [filename].
bool warn_explicit(Thread& t, const TypeObject& category, std::string_view message,
                   std::string_view filename, int line);

}  // namespace gilt
