// Code objects as text, for `--dis`, the module dis and the bytecode tests.
#pragma once

#include <string>

#include "interpreter/code.h"

namespace gilt {

// One line for each instruction, in a form that does not depend on addresses or on what ran before:
//
//   offset  line  NAME  operands
//
// Locals are shown by name, temporaries as t0, t1 ..., consumed ones with a '!'. With [nested] the
// code objects among the constants follow.
std::string disassemble(const CodeObject* code, bool nested = true);

// The operands of the instruction at word [offset] alone.
std::string disassemble_operands(const CodeObject* code, uint32_t offset);

}  // namespace gilt
