// Module posix in parts: files by name, file descriptors, channels between processes, the process
// and its environment, child processes and programs, and scandir. os.py is built on it.
#pragma once

#include <sys/stat.h>

#include <span>
#include <string>

#include "runtime/native.h"

namespace gilt {

struct ModuleObject;

std::span<const NativeDef> posix_file_functions();
std::span<const NativeDef> posix_descriptor_functions();
std::span<const NativeDef> posix_channel_functions();
std::span<const NativeDef> posix_process_functions();
std::span<const NativeDef> posix_child_functions();
std::span<const NativeDef> posix_spawn_functions();
std::span<const NativeDef> posix_scandir_functions();

// sysconf_names
bool add_system_figures(Thread& t, ModuleObject* module);

// Types of module posix.
TypeObject* stat_result_type();
TypeObject* terminal_size_type();
TypeObject* statvfs_result_type();
TypeObject* waitid_result_type();
TypeObject* uname_result_type();
TypeObject* times_result_type();
TypeObject* dir_entry_type();

// os.stat_result
Ref stat_result(Thread& t, const struct stat& status);
// A name from the system in the type of the path that led to it.
Ref file_name(Thread& t, std::string_view name, bool as_bytes);

}  // namespace gilt
