// Binding the arguments of a call to the parameters of a function, in the callee's registers.
#pragma once

#include "runtime/function.h"
#include "runtime/tuple.h"

namespace gilt {

// The arguments lie in registers[0] ...: [positional] values, then one for each of [kwnames] (or
// null). Arranges them as the code wants its locals, fills in defaults, collects *args and **kwargs
// and sets the other locals to unset. All counts move with the words. May run script code, after
// which the function may have other code than it was called with; that stays. False with TypeError
// raised and everything given back.
bool bind_parameters(Thread& t, FunctionObject* function, Value* registers, uint32_t positional,
                     TupleObject* kwnames);

}  // namespace gilt
