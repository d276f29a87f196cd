// Path arguments of system calls.
#pragma once

#include <optional>
#include <string>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

// The bytes of a str, bytes or os.PathLike. TypeError for others, ValueError "embedded null byte".
std::optional<std::string> path_argument(Thread& t, Value v, const char* function = nullptr);
// What os.fspath returns.
Ref path_object(Thread& t, Value v);
// OSError that names the files: for path-like objects their paths.
Failed fail_path(Thread& t, int error_number, Value path, Value path2 = kUnset);

}  // namespace gilt
