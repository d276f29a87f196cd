// Code as bytes: how the modules written in Python travel in the program, compiled.
//
// The build compiles them once (stdlib/freeze.cpp) and puts the bytes into the library as
// constants, so that importing one costs no compilation. The bytes of a module hold its texts
// first, each once, then the names of its globals, then the code with the code nested in it. They
// refer to nothing by address and are laid out for the machine that built the program: whole words
// and tables lie aligned and in the machine's own form. So loading copies the instructions (which
// change when they run), makes the constants and looks the names up; the tables of lines, handlers
// and depths are used where they are and cost nothing until they are needed.
//
// The format belongs to one build of the program, which is all that ever reads it: it is trusted,
// and bytes of another version or instruction set are refused as a whole.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/code.h"
#include "runtime/thread.h"

namespace gilt {

// To be counted up with every change of the layout.
inline constexpr uint32_t kCodeBytesVersion = 1;

// REQUIRES: [code] is a whole compilation that has not run. Empty when it has a constant that bytes
// cannot express, of which the compiler makes none.
std::string code_to_bytes(const CodeObject* code);

// REQUIRES: [bytes] were made by code_to_bytes, begin at a multiple of eight and stay as long as
// the code does.
RefOf<CodeObject> code_from_bytes(Thread& t, std::string_view bytes);

}  // namespace gilt
