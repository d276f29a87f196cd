// The import system.
//
// A module is looked for by its full name, in this order: sys.modules, native modules, the folders
// of sys.path (or of its package's __path__), modules embedded in the program. Files may so hide
// embedded modules, as a file beside a script hides a library's module in CPython, but not native
// ones. A folder without __init__.py is a namespace package if nothing else is found.
//
// A module is in sys.modules while its code runs, so that circular imports find it, half made.
// Another thread that wants it meanwhile waits for it, unless the two would wait for each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/dict.h"
#include "runtime/module.h"
#include "runtime/ref.h"
#include "stdlib/embedded.h"

namespace gilt {

// The module with that full name, its packages imported before it.
Ref import_absolute(Thread& t, std::string_view full_name);
// Is the code of the module with that full name still running?
bool module_is_initialising(Thread& t, std::string_view full_name);

// What running a module as a program needs to know about it.
struct FoundModule {
  std::string name;    // full
  std::string file;    // empty: namespace package
  std::string source;  // text of the file
  bool is_package = false;
  const EmbeddedModule* embedded = nullptr;  // null: it is a file
  std::vector<std::string> folders;          // __path__ of a package

  std::string_view text() const { return embedded != nullptr ? embedded->source : source; }
};
// Looks for [full_name] without importing it (its packages are imported). Nothing, and no error,
// when there is none; or nothing and an error.
std::optional<FoundModule> find_module(Thread& t, std::string_view full_name);

// In the child after a fork: modules that other threads were making are not there.
void imports_after_fork(Thread& t);

// What __spec__ is: enough of a ModuleSpec for scripts that look. [search_locations]: __path__,
// None when it is no package.
Ref make_spec(Thread& t, const FoundModule& found, Value search_locations);

// Runs a program as module __main__: a file, a text, a module by name (python -m). What the program
// returns is unset or the pending exception.
bool run_main_file(Thread& t, const std::string& path);
bool run_main_text(Thread& t, std::string_view text, std::string_view filename);
bool run_main_module(Thread& t, const std::string& name);
// The module __main__, made on the first request.
RefOf<ModuleObject> main_module(Thread& t);

// The whole contents of a file; nothing with OSError raised.
std::optional<std::string> read_file(Thread& t, const std::string& path);

}  // namespace gilt
