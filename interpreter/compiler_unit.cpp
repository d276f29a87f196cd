#include "interpreter/compiler_unit.h"

#include <unistd.h>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
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
  raise_syntax_problem(t, source, problem, false, source_is_file(source));
  fail();
}

void CompilationUnit::warn(const Span& span, std::string message) {
  if (!issue_source_warning(t, source, {std::move(message), span}, source_is_file(source))) fail();
}

// What the compiler proper complains about: CPython, which has no more than the tree then, looks
// the line up in the file.
bool source_is_file(const Source& source) {
  return !source.name().empty() && source.name().front() != '<' &&
         access(source.name().c_str(), R_OK) == 0;
}

void raise_syntax_problem(Thread& t, const Source& source, const SyntaxProblem& problem,
                          bool allow_incomplete, bool with_text) {
  const TypeObject* type = &type_of_problem(problem.type);
  if (problem.type == ProblemType::kRecursionError || problem.type == ProblemType::kMemoryError) {
    (void)static_cast<bool>(fail(t, *type, "{}", problem.message));
    return;
  }
  if (problem.nameless && problem.span.line == 0) {
    (void)static_cast<bool>(fail(t, *type, "{}", problem.message));
    return;
  }
  if (allow_incomplete && problem.incomplete) type = &incomplete_input_error_type;
  SyntaxErrorPlace place;
  if (!problem.nameless) place.filename = source.name();
  place.unreadable = problem.unreadable;
  const Span& span = problem.span;
  if (span.line != 0) {
    place.line = static_cast<int>(span.line);
    place.offset = source.character_column(span.line, span.col);
    place.end_line = static_cast<int>(span.end_line);
    place.end_offset = source.character_column(span.end_line, span.end_col);
  }
  std::string text;
  if (with_text && span.line != 0) {
    text = source.line(span.line);
    if (!problem.bare_text) text += '\n';
  }
  place.text = text;
  (void)static_cast<bool>(fail_syntax(t, *type, problem.message, place));
  // What it takes to recognise a misspelt keyword when the error is shown.
  bool has_keyword = problem.message == "invalid syntax" ||
                     problem.message.find("Perhaps you forgot a comma") != std::string::npos;
  if (!has_keyword || !error_matches(t, syntax_error_type)) return;
  Ref exception = error_take(t);
  RefOf<StrObject> whole = str_new(t, source.text());
  if (whole) {
    RefOf<TupleObject> metadata =
        tuple_of(t, {Value::integer(problem.statement_line), Value::integer(0), whole.value()});
    auto* e = exception.as<SyntaxErrorObject>();
    if (metadata) e->metadata.store(e, std::move(metadata));
  }
  if (error_pending(t)) error_clear(t);
  error_restore(t, std::move(exception));
}

bool issue_source_warning(Thread& t, const Source& source, const SourceWarning& warning,
                          bool with_text) {
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
    problem.bare_text = warning.bare_text;
    raise_syntax_problem(t, source, problem, false, with_text);
  }
  return false;
}

}  // namespace gilt
