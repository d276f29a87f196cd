// An expression as source text, the way CPython's `ast.unparse` and `from __future__ import
// annotations` write it.
#pragma once

#include <string>

#include "interpreter/ast.h"

namespace gilt::ast {

std::string unparse(const Expr& e);

}  // namespace gilt::ast
