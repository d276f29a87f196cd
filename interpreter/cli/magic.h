// Commands of the prompt that are no Python: %time, %gil, %timeline, %compare, %stats, %dis, %help.
#pragma once

#include <gilt/gilt.hpp>
#include <string>

namespace gilt::cli {

// Is [line] a command? (It starts with %, which no statement does.)
bool is_magic(const std::string& line);
// [definitions]: the session's imports, definitions and assignments, for %compare's children.
void run_magic(embed::Interpreter& python, const std::string& line, const std::string& definitions);
// Does [statement] define something that another process needs to run the session's code?
bool is_definition(const std::string& statement);

}  // namespace gilt::cli
