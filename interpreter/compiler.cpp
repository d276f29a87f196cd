#include "interpreter/compiler.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <iterator>
#include <new>
#include <optional>
#include <span>

#include "interpreter/compiler_codegen.h"
#include "interpreter/compiler_docstring.h"
#include "interpreter/parser.h"
#include "interpreter/symtable.h"
#include "interpreter/verifier.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

namespace {

bool imports_annotations(std::span<ast::Stmt*> body) {
  for (ast::Stmt* s : body) {
    auto* import = s->try_as<ast::ImportFrom>();
    if (import != nullptr && import->module == "__future__" && import->level == 0) {
      for (ast::Alias* alias : import->names)
        if (alias->name == "annotations") return true;
    }
  }
  return false;
}

ParseMode parse_mode(CompileMode mode) {
  switch (mode) {
    case CompileMode::kEval: return ParseMode::kEval;
    case CompileMode::kSingle: return ParseMode::kInteractive;
    case CompileMode::kExec: break;
  }
  return ParseMode::kFile;
}

std::span<ast::Stmt*> statements_of(ast::Node& tree) {
  if (auto* module = tree.try_as<ast::Module>()) return module->body;
  if (auto* interactive = tree.try_as<ast::Interactive>()) return interactive->body;
  return {};
}

// A simple "complete so far" is not enough for a prompt: an open block waits for a blank line.
bool raise_if_incomplete(Thread& t, const Source& source, const ParseResult& parsed,
                         const CompileOptions& options) {
  if (!options.allow_incomplete || !parsed.open_block) return false;
  SyntaxProblem problem;
  problem.message = "incomplete input";
  problem.span = {source.line_count(), 0, source.line_count(), 0};
  problem.incomplete = true;
  raise_syntax_problem(t, source, problem, true);
  return true;
}

// Builds with assertions check everything that the compiler makes.
[[maybe_unused]] bool is_sound(const CodeObject* code) {
  std::string why;
  if (verify_all(code, &why)) return true;
  std::fprintf(stderr, "unsound bytecode: %s\n", why.c_str());
  return false;
}

RefOf<CodeObject> compile_tree(Thread& t, const Source& source, Arena& arena, ast::Node& tree,
                               const CompileOptions& options) {
  CompilationUnit unit(t, source, arena, options);
  if (unit.filename.is_error()) return Failed{};
  unit.future_annotations = options.future_annotations || imports_annotations(statements_of(tree));
  SymbolTableResult table = build_symbol_table(
      tree, arena, {options.future_annotations, options.allow_top_level_await, t.c_stack_limit});
  if (!table) {
    raise_syntax_problem(t, source, *table.problem, false, source_is_file(source));
    return Failed{};
  }
  for (const SourceWarning& warning : table.warnings)
    if (!issue_source_warning(t, source, warning, source_is_file(source))) return Failed{};
  try {
    CodeGenerator generator(unit, nullptr, table.top, names::anonymous_module, 1);
    auto* expression = tree.try_as<ast::Expression>();
    RefOf<CodeObject> code =
        expression != nullptr
            ? generator.expression(*expression->body)
            : generator.module(statements_of(tree), tree.kind == ast::Kind::kInteractive);
    assert(is_sound(code.get()));
    return code;
  } catch (const CompileFailed&) {
    return Failed{};
  }
}

// Encodings of bytes by bytes or of text by text, which codecs.decode() would take in CPython.
bool is_no_text_encoding(std::string_view name) {
  constexpr std::string_view kNames[] = {"base64",       "base64_codec", "base_64",   "bz2",
                                         "bz2_codec",    "hex",          "hex_codec", "quopri",
                                         "quopri_codec", "rot13",        "uu",        "uu_codec",
                                         "rot_13",       "zip",          "zlib",      "zlib_codec"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// The text of [bytes] in an encoding that the lexer does not know, but the runtime may. Nothing:
// SyntaxError is raised.
std::optional<std::string> decode_foreign(Thread& t, const Source& source, std::string_view bytes) {
  const std::string& encoding = source.foreign_encoding();
  const bool in_stream = source.origin() == Source::Origin::kFile;
  SyntaxProblem problem = *source.problem();
  if (is_no_text_encoding(encoding)) {
    problem.message = "'" + encoding + "' is not a text encoding";
    if (!in_stream) problem.message += "; use codecs.decode() to handle arbitrary codecs";
  } else if (encoding == "undefined") {
    problem.message = "undefined encoding";
  } else if (in_stream && canonical_encoding(encoding) == "utf-16") {
    // The mark would have to stand where the decoder is set to work.
    problem.message =
        "'utf-16' codec can't decode bytes in position 0-1: Stream does not start with BOM";
  } else {
    const size_t start = source.foreign_start();
    RefOf<StrObject> text = decode(t, std::as_bytes(std::span(bytes.substr(start))), encoding);
    if (text) return std::string(bytes.substr(0, start)) + std::string(text->view());
    if (!error_matches(t, exception_type)) return std::nullopt;
    const bool is_unknown = error_matches(t, lookup_error_type);
    Ref exception = error_take(t);
    if (!is_unknown) {
      RefOf<StrObject> message = to_str(t, exception.get());
      if (message.is_error()) return std::nullopt;
      problem.message = message->view();
    }
  }
  raise_syntax_problem(t, source, problem, false);
  return std::nullopt;
}

}  // namespace

RefOf<CodeObject> compile_source(Thread& t, std::string_view text, std::string_view filename,
                                 const CompileOptions& options) {
  try {
    Source source{std::string(filename), text, options.origin};
    if (!source.foreign_encoding().empty()) {
      std::optional<std::string> decoded = decode_foreign(t, source, text);
      if (!decoded) return Failed{};
      CompileOptions of_text = options;
      of_text.origin = Source::Origin::kText;
      return compile_source(t, *decoded, filename, of_text);
    }
    Arena arena;
    ParseResult parsed = parse(source, parse_mode(options.mode), arena, t.c_stack_limit);
    if (!parsed) {
      raise_syntax_problem(t, source, *parsed.problem, options.allow_incomplete);
      return Failed{};
    }
    if (raise_if_incomplete(t, source, parsed, options)) return Failed{};
    for (const SourceWarning& warning : parsed.warnings)
      if (!issue_source_warning(t, source, warning)) return Failed{};
    return compile_tree(t, source, arena, *parsed.tree, options);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

RefOf<CodeObject> CodeGenerator::module(std::span<ast::Stmt*> statements, bool interactive) {
  interactive_ = interactive;
  // Top-level await makes a coroutine of the module.
  if (unit_scope_->is_coroutine || unit_scope_->is_generator) begin_generator();
  prepare_deferred_annotations();
  if (!interactive && unit_scope_->has_docstring) {
    auto& text = statements[0]->as<ast::ExprStmt>().value->as<ast::Constant>();
    SpanScope at(*this, statements[0]->span);
    load_constant(unit_.check(str_new(t_, clean_docstring(text.text))).get(), Dest::push());
    store_name(unit_.arena.intern("__doc__"), top_operand());
    statements = statements.subspan(1);
  }
  // __annotate__ is made before the first statement, which may ask for it; what is in it is known
  // only after the last.
  const Scope* annotations = unit_.future_annotations ? nullptr : unit_scope_->annotations;
  size_t make_annotate = assembler_.size();
  if (annotations != nullptr) {
    result_window(Op::MAKE_FUNCTION, Dest::push(), 0, 0);
    store_name(unit_.arena.intern("__annotate__"), top_operand());
  }
  body(statements);
  if (annotations != nullptr) {
    Instruction& make = assembler_.code()[make_annotate];
    make.c = static_cast<int32_t>(constant(deferred_annotations_code(*annotations)));
  }
  return_none();
  end_generator();
  return finish();
}

RefOf<CodeObject> CodeGenerator::expression(ast::Expr& e) {
  if (unit_scope_->is_coroutine) begin_generator();
  return_value(e);
  end_generator();
  return finish();
}

}  // namespace gilt
