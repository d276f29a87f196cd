#include "interpreter/run.h"

#include <cstdio>

#include "interpreter/compiler.h"
#include "interpreter/frame.h"
#include "interpreter/import.h"
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
  GILT_TRY(RefOf<CodeObject> code, compile_source(t, source, name, options));
  return run_in_namespace(t, code.get(), module_dict(module.get()));
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

Ref run_string(Thread& t, std::string_view source, std::string_view name) {
  return run_in_main(t, source, name, CompileMode::kExec);
}

Ref run_interactive(Thread& t, std::string_view source, std::string_view name) {
  return run_in_main(t, source, name, CompileMode::kSingle);
}

Ref evaluate_string(Thread& t, std::string_view expression) {
  return run_in_main(t, expression, "<string>", CompileMode::kEval);
}

void show_exception(Thread& t, Value exception) {
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  Ref hook =
      Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), names::excepthook));
  if (hook && !hook.is_none()) {
    Ref result =
        call(t, hook.get(),
             {to_value(type_of(exception)), exception, traceback.is_unset() ? kNone : traceback});
    if (!result.is_error()) return;
    Ref second = error_take(t);
    std::fprintf(stderr, "Error in sys.excepthook:\n%s\nOriginal exception was:\n",
                 format_exception(t, second.get()).c_str());
  }
  std::fputs(format_exception(t, exception).c_str(), stderr);
}

}  // namespace gilt
