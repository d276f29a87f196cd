// Whatever bytes come, the lexer, the parser and the symbol table answer with a tree or a problem:
// no crash, no hang, and a problem always says something.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "interpreter/keyword_suggestion.h"
#include "interpreter/parser.h"
#include "interpreter/symtable.h"

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

void check_problem(const gilt::Source& source, gilt::SyntaxProblem problem) {
  demand(!problem.message.empty());
  demand(problem.span.line <= source.line_count() + 1);
  source.character_column(problem.span.line, problem.span.col);
  source.character_column(problem.span.end_line, problem.span.end_col);
  gilt::suggest_keyword(source, problem);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // The first byte says how the rest is read.
  auto mode = static_cast<gilt::ParseMode>(data[0] % 3);
  auto origin = static_cast<gilt::Source::Origin>(data[0] / 3 % 3);
  gilt::Source source("fuzz", {reinterpret_cast<const char*>(data) + 1, size - 1}, origin);
  gilt::Arena arena;
  gilt::ParseResult parsed = gilt::parse(source, mode, arena);
  demand((parsed.tree != nullptr) != parsed.problem.has_value());
  if (!parsed) {
    check_problem(source, *parsed.problem);
    return 0;
  }
  gilt::SymbolTableResult scopes = gilt::build_symbol_table(*parsed.tree, arena);
  demand((scopes.top != nullptr) != scopes.problem.has_value());
  if (!scopes) {
    check_problem(source, *scopes.problem);
    return 0;
  }
  gilt::ast::dump(*parsed.tree, true);
  return 0;
}
