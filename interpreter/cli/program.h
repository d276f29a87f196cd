// The program that a command line names: where it lies, and what stands in its way.
#pragma once

#include <optional>
#include <string>

#include "interpreter/cli/options.h"

namespace gilt::cli {

// This executable.
std::string own_path();

// What `gilt FILE` runs: the file, or the __main__.py of a folder; an absolute path, so that
// tracebacks stay right when the program changes the working directory. Nothing, after a message
// and with what the process is to return in [status], when it cannot be read.
std::optional<std::string> program_file(const std::string& name, int& status);

// sys.path[0]: where the program lies, links followed; the folder that is run; the working
// directory for -m, and empty, which stands for it, for -c and the prompt.
std::string program_folder(const CommandLine& line);

// The text after -c without the indentation that all its lines have in common.
std::string dedent(const std::string& code);

// Is PYTHONHASHSEED something that can be meant? A message when not.
bool check_environment(const CommandLine& line);

}  // namespace gilt::cli
