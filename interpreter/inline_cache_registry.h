// Which code objects have filled inline caches, so that all can be emptied when a class changes in
// a way that shapes do not tell.
#pragma once

#include "interpreter/code.h"

namespace gilt {

// Called before the first cache word of [code] is filled.
void remember_caches(Thread& t, CodeObject* code);
// Called when [code] dies.
void forget_caches(CodeObject* code);
// Empties all caches of the process.
void flush_caches();

}  // namespace gilt
