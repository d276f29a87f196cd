// Standard modules that are written in Python, as text inside the program.
//
// The build turns every stdlib/NAME.py (and stdlib/PACKAGE/__init__.py and what lies below it) into
// a row of this table, so that one file can be copied anywhere. The table is constant; any thread
// may read it at any time.
#pragma once

#include <span>
#include <string_view>

namespace gilt {

struct EmbeddedModule {
  std::string_view name;    // dotted, as in an import statement
  bool is_package;          // it came from an __init__.py
  std::string_view source;  // UTF-8 text
};

// All embedded modules, ordered by file name.
std::span<const EmbeddedModule> embedded_modules();

}  // namespace gilt
