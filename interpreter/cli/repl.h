// The prompt.
#pragma once

#include <gilt/gilt.hpp>

#include "interpreter/cli/options.h"

namespace gilt::cli {

// Reads and runs statements until the end of input or exit(). What the process is to return.
int run_prompt(embed::Interpreter& python, const CommandLine& line);

}  // namespace gilt::cli
