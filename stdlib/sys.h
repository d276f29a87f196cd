// Module sys in four parts: functions about the running program (sys_module.cpp), constants that
// describe it (sys_info.cpp), hooks that report values and errors (sys_hooks.cpp), what concerns
// coroutines (sys_coroutines.cpp).
#pragma once

#include <span>
#include <string_view>

#include "runtime/native.h"

namespace gilt {

// version, version_info, implementation, float_info, flags ...
bool add_sys_info(Thread& t, ModuleObject* sys);
// displayhook, excepthook, unraisablehook, breakpointhook and their originals.
bool add_sys_hooks(Thread& t, ModuleObject* sys);
// set_asyncgen_hooks, set_coroutine_origin_tracking_depth (sys_coroutines.cpp)
bool add_sys_coroutines(Thread& t, ModuleObject* sys);
// stdin, stdout, stderr and their originals (io_standard.cpp).
bool add_standard_streams(Thread& t, ModuleObject* sys);

// Writes to sys.stderr, or to the process's stderr when that is gone. Never fails.
void write_to_stderr(Thread& t, std::string_view text);

}  // namespace gilt
