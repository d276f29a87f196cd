// Text to tree: the whole grammar of Python 3.14.
//
// `parse` never throws and never overflows the native stack: what is nested too deeply is a problem
// like any other. The tree lives in [arena] and refers to nothing of [source].
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "interpreter/arena.h"
#include "interpreter/ast.h"
#include "interpreter/source.h"

namespace gilt {

enum class ParseMode : uint8_t {
  kFile,         // a module: gives ast::Module
  kEval,         // one expression: gives ast::Expression
  kInteractive,  // what was typed at a prompt, or compile(..., 'single'): gives ast::Interactive
};

struct ParseResult {
  ast::Node* tree = nullptr;  // null exactly if there is a problem
  std::optional<SyntaxProblem> problem;
  std::vector<SourceWarning> warnings;
  // kInteractive only: the text ends in a compound statement that no blank line has closed yet, so
  // that a prompt asks for more lines. The tree is valid all the same.
  bool open_block = false;

  explicit operator bool() const { return tree != nullptr; }
};

// [stack_limit]: an address that the native stack must not grow below, if the caller's is a small
// one.
ParseResult parse(const Source& source, ParseMode mode, Arena& arena, uintptr_t stack_limit = 0);

}  // namespace gilt
