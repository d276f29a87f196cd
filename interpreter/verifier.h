// The bytecode verifier: whether code keeps what the machine relies on.
//
// The machine trusts bytecode: it looks up no bounds and asks no types that the compiler has
// settled. The verifier re-establishes all of that by looking at the code alone: operands in range,
// jumps that lead to instructions, temporaries written before they are read and consumed exactly
// once on every path, the depth table and the exception table in agreement with that, and values of
// the compiler's making (lists that are being built, cells, what a handler begins with) where
// instructions expect them. It never crashes, whatever it is given in the words and tables.
#pragma once

#include <string>

#include "interpreter/code.h"

namespace gilt {

// True when [code] (without the code objects among its constants) is sound; otherwise [why], unless
// null, says what is wrong and where.
bool verify(const CodeObject* code, std::string* why);

// The same for the code objects nested in it, too.
bool verify_all(const CodeObject* code, std::string* why);

}  // namespace gilt
