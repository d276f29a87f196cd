// The functions of the module builtins, in groups of one file each. builtins_module.cpp puts them
// together with the types, exceptions and constants.
#pragma once

#include <span>
#include <string_view>

#include "runtime/native.h"

namespace gilt {

std::span<const NativeDef> number_builtins();     // abs, divmod, sum, max, hex, chr ...
std::span<const NativeDef> iteration_builtins();  // iter, next, all, sorted ...
std::span<const NativeDef> object_builtins();     // getattr, isinstance, dir ...
std::span<const NativeDef> code_builtins();       // eval, exec, compile, __import__ ...
std::span<const NativeDef> text_builtins();       // print, input, repr, format
std::span<const NativeDef> file_builtins();       // open
std::span<const NativeDef> site_builtins();       // help, exit, quit

}  // namespace gilt
