// "invalid syntax. Did you mean 'for'?": a misspelt keyword, found by trying corrections.
//
// CPython does this when it shows a SyntaxError, not when it raises one; so should the caller.
#pragma once

#include "interpreter/source.h"

namespace gilt {

// If replacing one name near [problem] by a keyword makes its statement parse, changes the
// problem's message and span to say so and returns true.
bool suggest_keyword(const Source& source, SyntaxProblem& problem);

}  // namespace gilt
