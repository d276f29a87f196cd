// Standard modules that are written in Python, inside the program: as text, and compiled.
//
// The build turns every stdlib/NAME.py (and stdlib/PACKAGE/__init__.py and what lies below it) into
// a row of this table, so that one file can be copied anywhere. A program of the build's own, which
// is this library without compiled modules (freeze.cpp), then compiles them. The text stays: -O
// compiles anew, as does `-m`. All of it is constant; any thread may read it at any time.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gilt {

struct EmbeddedModule {
  std::string_view name;    // dotted, as in an import statement
  bool is_package;          // it came from an __init__.py
  std::string_view source;  // UTF-8 text
};

// All embedded modules, ordered by file name.
std::span<const EmbeddedModule> embedded_modules();

// The name that the module's code has for its file: "<embedded>/json/decoder.py".
std::string embedded_file(const EmbeddedModule& module);

// All modules' code in the same order, for code_from_bytes (interpreter/code_bytes.h); nothing in
// the program that makes it.
std::span<const std::string_view> embedded_codes();

// [module]'s code; empty if there is none. REQUIRES: it is one of embedded_modules().
inline std::string_view embedded_code(const EmbeddedModule& module) {
  size_t index = static_cast<size_t>(&module - embedded_modules().data());
  return index < embedded_codes().size() ? embedded_codes()[index] : std::string_view();
}

}  // namespace gilt
