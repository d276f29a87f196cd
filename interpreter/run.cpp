#include "interpreter/run.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "interpreter/compiler.h"
#include "interpreter/frame.h"
#include "interpreter/import.h"
#include "interpreter/parser.h"
#include "interpreter/traceback_print.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

// Compiles [source] and runs it with __main__'s namespace.
Ref run_in_main(Thread& t, std::string_view source, std::string_view name, CompileMode mode) {
  GILT_TRY(RefOf<ModuleObject> module, main_module(t));
  CompileOptions options;
  options.mode = mode;
  options.optimize_asserts = t.interpreter->config.optimize > 0;
  // A program from standard input is read as one from a file.
  if (mode == CompileMode::kExec && name == "<stdin>") options.origin = Source::Origin::kFile;
  GILT_TRY(RefOf<CodeObject> code, compile_source(t, source, name, options));
  return run_in_namespace(t, code.get(), module_dict(module.get()));
}

uint32_t first_line(const ast::Stmt& statement) {
  const ast::Nodes<ast::Expr>* decorators = nullptr;
  if (const auto* function = statement.try_as<ast::FunctionDef>())
    decorators = &function->decorator_list;
  if (const auto* cls = statement.try_as<ast::ClassDef>()) decorators = &cls->decorator_list;
  bool decorated = decorators != nullptr && !decorators->empty();
  return decorated ? (*decorators)[0]->span.line : statement.span.line;
}

// Where the lines of the last of several statements start, as when a whole block was pasted at the
// prompt; 0 when there is one, or one line; nothing when the text is no program.
std::optional<size_t> last_statement(std::string_view source) {
  Arena arena;
  Source text("<stdin>", source, Source::Origin::kText);
  ParseResult parsed;
  try {
    parsed = parse(text, ParseMode::kFile, arena);
  } catch (const std::bad_alloc&) {
    return std::nullopt;  // compiling it will say so
  }
  if (!parsed) return std::nullopt;
  auto& body = static_cast<ast::Module*>(parsed.tree)->body;
  size_t at = body.size();
  if (at == 0) return 0;
  uint32_t line = first_line(*body[--at]);
  // Statements that share a line stay together.
  while (at > 0 && body[at - 1]->span.end_line >= line) line = first_line(*body[--at]);
  if (at == 0) return 0;
  size_t start = 0;
  for (uint32_t i = 1; i < line; i++) start = source.find('\n', start) + 1;
  return start;
}

}  // namespace

Ref run_in_namespace(Thread& t, CodeObject* code, DictObject* globals) {
  GILT_CHECK(dict_make_namespace(t, globals));
  GlobalTable* table = global_table(t, code->globals, globals);
  GILT_CHECK(table);
  Ref result = run_code(t, code, table, kUnset);
  global_table_release(t, table);
  return result;
}

namespace {

// For who debugs after the fact: sys.last_exc and its older parts.
void remember_last(Thread& t, Value exception, Value traceback) {
  auto* sys = t.interpreter->sys_dict.peek().as<DictObject>();
  const std::pair<const char*, Value> parts[] = {{"last_exc", exception},
                                                 {"last_type", to_value(type_of(exception))},
                                                 {"last_value", exception},
                                                 {"last_traceback", traceback}};
  for (const auto& [name, value] : parts) {
    if (!dict_set_name(t, sys, intern(name), value)) error_clear(t);
  }
}

}  // namespace

Ref run_string(Thread& t, std::string_view source, std::string_view name) {
  return run_in_main(t, source, name, CompileMode::kExec);
}

Ref run_interactive(Thread& t, std::string_view source, std::string_view name) {
  std::optional<size_t> found = last_statement(source);
  // What is wrong is told as for a program: a part of it may be a statement.
  if (!found) return run_in_main(t, source, name, CompileMode::kExec);
  size_t last = *found;
  if (last != 0) GILT_CHECK(run_in_main(t, source.substr(0, last), name, CompileMode::kExec));
  // Line numbers are those of the whole text.
  std::string text(static_cast<size_t>(std::count(
                       source.begin(), source.begin() + static_cast<ptrdiff_t>(last), '\n')),
                   '\n');
  text += source.substr(last);
  return run_in_main(t, text, name, CompileMode::kSingle);
}

Ref evaluate_string(Thread& t, std::string_view expression) {
  return run_in_main(t, expression, "<string>", CompileMode::kEval);
}

Ref show_exception(Thread& t, Value exception) {
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  if (traceback.is_unset()) traceback = kNone;
  remember_last(t, exception, traceback);
  Ref hook =
      Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), names::excepthook));
  if (!hook) {
    std::fputs("sys.excepthook is missing\n", stderr);
  } else {
    Ref result = call(t, hook.get(), {to_value(type_of(exception)), exception, traceback});
    if (!result.is_error()) return Ref::unset();
    Ref second = error_take(t);
    if (is_instance_of(second.get(), &system_exit_type)) return second;
    std::fprintf(stderr, "Error in sys.excepthook:\n%s\nOriginal exception was:\n",
                 format_exception(t, second.get()).c_str());
  }
  std::fputs(format_exception(t, exception).c_str(), stderr);
  return Ref::unset();
}

}  // namespace gilt
