// The TypeErrors of calls that do not fit, in CPython's words.
#pragma once

#include <string>

#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/tuple.h"

namespace gilt {

// "module.function()" or "function()" for builtins, as messages name what was to be called.
std::string callee_text(Thread& t, Value callee);
// The function's __qualname__.
std::string_view function_text(const FunctionObject* function);

Failed fail_too_many_positional(Thread& t, const FunctionObject* function, uint32_t given,
                                uint32_t keyword_only_given, int64_t default_count);
// [missing]: names of parameters, in order.
Failed fail_missing(Thread& t, const FunctionObject* function, std::span<StrObject* const> missing,
                    bool keyword_only);
// A keyword that no parameter takes; [kwnames] are all that were given.
Failed fail_unexpected_keyword(Thread& t, const FunctionObject* function, StrObject* name,
                               TupleObject* kwnames);

}  // namespace gilt
