// Running pieces of program in a namespace, and telling what went wrong. (import.h runs whole
// programs.)
#pragma once

#include <string_view>

#include "runtime/ref.h"

namespace gilt {

struct Thread;
struct CodeObject;
struct DictObject;

// [code] with [globals] as its globals and locals; an expression's value, else None.
Ref run_in_namespace(Thread& t, CodeObject* code, DictObject* globals);
// Statements in __main__; None. [name] stands in tracebacks.
Ref run_string(Thread& t, std::string_view source, std::string_view name);
// One statement as the REPL runs it: an expression's value goes to sys.displayhook.
Ref run_interactive(Thread& t, std::string_view source, std::string_view name);
// An expression's value in __main__.
Ref evaluate_string(Thread& t, std::string_view expression);

// Reports an uncaught exception through sys.excepthook. The SystemExit that the hook ended with, or
// unset.
Ref show_exception(Thread& t, Value exception);

}  // namespace gilt
