// Commands of the prompt that are no Python: %time, %gil, %stats, %dis, %help.
#pragma once

#include <gilt/gilt.hpp>
#include <string>

namespace gilt::cli {

// Is [line] a command? (It starts with %, which no statement does.)
bool is_magic(const std::string& line);
void run_magic(embed::Interpreter& python, const std::string& line);

}  // namespace gilt::cli
