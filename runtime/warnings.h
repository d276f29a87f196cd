// Warnings that native code issues: the hook behind which the module `warnings` may put filters.
#pragma once

#include <string_view>

#include "runtime/builtin_types.h"

namespace gilt {

// A warning of [category] about [line] of [filename], whose text is [source_line] (may be empty).
// Printed as CPython does by default: "file:line: Category: message" and the line; a
// DeprecationWarning is not shown. False with an exception raised when a filter makes it an error.
bool warn_explicit(Thread& t, const TypeObject& category, std::string_view message,
                   std::string_view filename, int line, std::string_view source_line);

}  // namespace gilt
