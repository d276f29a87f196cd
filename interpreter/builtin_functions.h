// What the modules builtins and sys take from the machine: the functions that need frames, code and
// the import system.
#pragma once

#include "interpreter/frame.h"
#include "runtime/dict.h"
#include "runtime/ref.h"

namespace gilt {

// __build_class__(body, name, /, *bases, metaclass=..., **keywords): the class statement.
Ref build_class(Thread& t, CallArgs call);

// import [name] as IMPORT_NAME means it: with a false [from_list] the first package of a dotted
// name, else the last module; [level] leading dots are resolved against [globals]' __package__.
// ImportError for what the host does not allow scripts to import, unless it is [for_library].
Ref import_name(Thread& t, StrObject* name, Value globals, Value from_list, int level,
                bool for_library = false);

// locals() in [frame]: the namespace itself at module and class level, a fresh dict of the bound
// variables, cells included, in a function.
Ref frame_locals(Thread& t, Frame& frame);

// The namespace that code running in [frame] uses as globals. Borrowed.
inline DictObject* frame_globals(const Frame& frame) {
  return frame.globals->globals;
}

}  // namespace gilt
