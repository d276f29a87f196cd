// Programs that hide a library's module by a file of the same name beside them.
#pragma once

#include <string>

#include "runtime/dict.h"

namespace gilt {

// What a module lacks it may lack because its file, beside the program, hides the module that was
// meant. A text for the message, in brackets and after a blank; empty when nothing speaks for that.
// A file of a name that is not the standard library's is suspect only while it is
// [being_imported]. (module.cpp)
std::string hiding_hint(Thread& t, DictObject* module_names, bool being_imported);

}  // namespace gilt
