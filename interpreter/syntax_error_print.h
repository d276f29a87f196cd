// How a SyntaxError is shown: its place, the source line with carets, the message; and if the
// mistake is a misspelt keyword, that one instead ("Did you mean 'while'?"), which is found out
// only now.
#pragma once

#include <string>
#include <string_view>

#include "runtime/exception.h"

namespace gilt {

// [type] is the exception's type as it is to be shown.
std::string format_syntax_error(Thread& t, SyntaxErrorObject* error, std::string_view type,
                                bool colour);

// str(v), or "<[what] str() failed>".
std::string text_or_stand_in(Thread& t, Value v, const char* what);

}  // namespace gilt
