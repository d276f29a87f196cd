#include "interpreter/compiler_unit.h"

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/str.h"
#include "runtime/warnings.h"

namespace gilt {

namespace {

constexpr size_t kMaxGlobals = 0xffff;

const TypeObject& type_of_problem(ProblemType type) {
  switch (type) {
    case ProblemType::kIndentationError: return indentation_error_type;
    case ProblemType::kTabError: return tab_error_type;
    case ProblemType::kRecursionError: return recursion_error_type;
    case ProblemType::kMemoryError: return memory_error_type;
    case ProblemType::kSyntaxError: break;
  }
  return syntax_error_type;
}

}  // namespace

CompilationUnit::CompilationUnit(Thread& thread, const Source& text, Arena& tree_arena,
                                 const CompileOptions& compile_options)
    : t(thread),
      source(text),
      arena(tree_arena),
      options(compile_options),
      globals_(new GlobalNames) {
  filename = str_new(t, text.name());
}

CompilationUnit::~CompilationUnit() {
  if (globals_->users.fetch_sub(1) == 1) delete globals_;
}

StrObject* CompilationUnit::name(ast::Identifier id) {
  uint64_t key = reinterpret_cast<uint64_t>(id.data()) ^ uint64_t { id.size() } << 48;
  StrObject*& s = names_[key];
  if (s == nullptr) s = intern(id);
  return s;
}

uint32_t CompilationUnit::global(StrObject* name, bool for_store) {
  uint64_t key = reinterpret_cast<uint64_t>(name) | (for_store ? 1 : 0);
  auto [at, is_new] = global_index_.try_emplace(key, static_cast<uint32_t>(globals_->names.size()));
  if (is_new) {
    if (globals_->names.size() >= kMaxGlobals)
      syntax_error({}, "too many global names in one source");
    globals_->names.push_back(name);
    globals_->for_store.push_back(for_store);
  }
  return at->second;
}

GlobalNames* CompilationUnit::share_globals() {
  globals_->users.fetch_add(1);
  return globals_;
}

void CompilationUnit::syntax_error(const Span& span, std::string message) {
  SyntaxProblem problem;
  problem.message = std::move(message);
  problem.span = span;
  raise_syntax_problem(t, source, problem, false);
  fail();
}

void CompilationUnit::warn(const Span& span, std::string message) {
  if (!issue_source_warning(t, source, {std::move(message), span, false})) fail();
}

void raise_syntax_problem(Thread& t, const Source& source, const SyntaxProblem& problem,
                          bool allow_incomplete) {
  const TypeObject* type = &type_of_problem(problem.type);
  if (problem.type == ProblemType::kRecursionError || problem.type == ProblemType::kMemoryError) {
    (void)static_cast<bool>(fail(t, *type, "{}", problem.message));
    return;
  }
  if (allow_incomplete && problem.incomplete) type = &incomplete_input_error_type;
  SyntaxErrorPlace place;
  place.filename = source.name();
  const Span& span = problem.span;
  if (span.line != 0) {
    place.line = static_cast<int>(span.line);
    place.offset = source.character_column(span.line, span.col);
    place.end_line = static_cast<int>(span.end_line);
    place.end_offset = source.character_column(span.end_line, span.end_col);
  }
  std::string text(source.line(span.line));
  if (span.line != 0) text += '\n';
  place.text = text;
  (void)static_cast<bool>(fail_syntax(t, *type, problem.message, place));
}

bool issue_source_warning(Thread& t, const Source& source, const SourceWarning& warning) {
  const TypeObject& category =
      warning.is_deprecation ? deprecation_warning_type : syntax_warning_type;
  if (warn_explicit(t, category, warning.message, source.name(),
                    static_cast<int>(warning.span.line)))
    return true;
  // A filter that makes errors of warnings: CPython shows a SyntaxError with the same text.
  if (!warning.is_deprecation && error_matches(t, syntax_warning_type)) {
    error_clear(t);
    SyntaxProblem problem;
    problem.message = warning.message;
    // As an error it says nothing about the future.
    constexpr std::string_view kPromise = " Such sequences will not work in the future.";
    if (size_t at = problem.message.find(kPromise); at != std::string::npos)
      problem.message.erase(at, kPromise.size());
    problem.span = warning.span;
    raise_syntax_problem(t, source, problem, false);
  }
  return false;
}

}  // namespace gilt
