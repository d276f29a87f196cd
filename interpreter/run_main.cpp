// Running a program as module __main__.
#include "interpreter/builtin_functions.h"
#include "interpreter/compiler.h"
#include "interpreter/import.h"
#include "interpreter/traceback_print.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

Ref run_in_module(Thread& t, ModuleObject* module, CodeObject* code);

RefOf<ModuleObject> main_module(Thread& t) {
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  Value present = dict_get_name(modules, names::main_);
  if (present.is_object() && shape_of(present.as_object()).kind == ShapeKind::kModule)
    return RefOf<ModuleObject>::copy(present.as<ModuleObject>());
  GILT_TRY(auto module, module_new(t, "__main__"));
  GILT_CHECK(module_set(t, module.get(), "__builtins__", t.interpreter->builtins.load()));
  GILT_CHECK(dict_set_name(t, modules, names::main_, module.value()));
  return module;
}

namespace {

bool run_text(Thread& t, std::string_view text, std::string_view filename, Source::Origin origin) {
  GILT_TRY(auto module, main_module(t));
  CompileOptions options;
  options.optimize_asserts = t.interpreter->config.optimize > 0;
  options.origin = origin;
  GILT_TRY(auto code, compile_source(t, text, filename, options));
  return !run_in_module(t, module.get(), code.get()).is_error();
}

bool set_main_text(Thread& t, std::string_view name, std::string_view text) {
  GILT_TRY(auto module, main_module(t));
  GILT_TRY(auto value, str_new(t, text));
  return module_set(t, module.get(), name, std::move(value));
}

}  // namespace

bool run_main_file(Thread& t, const std::string& path) {
  std::optional<std::string> text = read_file(t, path);
  if (!text.has_value()) return false;
  // Tracebacks may not be allowed to read it again.
  if (limits_of(t) != nullptr) remember_source(path, *text);
  GILT_CHECK(set_main_text(t, "__file__", path));
  GILT_TRY(auto module, main_module(t));
  const bool is_good = run_text(t, *text, path, Source::Origin::kFile);
  // Hooks and threads that outlive the run do not see it, as in CPython.
  dict_delete_name(t, module_dict(module.get()), intern("__file__"));
  return is_good;
}

bool run_main_text(Thread& t, std::string_view text, std::string_view filename) {
  remember_source(std::string(filename), text);
  return run_text(t, text, filename, Source::Origin::kText);
}

namespace {

// What -m says about a module that it cannot run, as runpy does.
Failed cannot_run(Thread& t, std::string_view reason) {
  return fail_import(t, import_error_type, reason, kUnset, kUnset);
}

// Raises what is wrong with [name], in which nothing follows the dot behind [parent]; nothing is,
// or nothing special, when that is a package and the name ends there.
void explain_empty_part(Thread& t, const std::string& name, const std::string& parent) {
  std::optional<FoundModule> found = find_module(t, parent);
  if (error_pending(t)) return;
  const bool is_last = name.size() == parent.size() + 1;
  const bool exists = found || find_native_module(parent) != nullptr;
  std::string reason;
  if (!exists) {
    reason = fmt::format("No module named '{}'", parent);
  } else if (found && found->is_package) {
    if (is_last) return;
    reason = fmt::format("No module named '{}.'", parent);
  } else if (is_last) {
    reason =
        fmt::format("__path__ attribute not found on '{}' while trying to find '{}'", parent, name);
  } else {
    reason = fmt::format("No module named '{0}.'; '{0}' is not a package", parent);
  }
  static_cast<void>(fail_import(t, module_not_found_error_type, reason, kUnset, kUnset));
}

// The module [name], or the __main__ of the package of that name. Nothing, with ImportError, when
// there is nothing to run.
std::optional<FoundModule> find_main(Thread& t, const std::string& name) {
  if (name.starts_with('.')) return cannot_run(t, "Relative module names not supported");
  const size_t end = (name + ".").find("..");  // of what lies before an empty part
  std::optional<FoundModule> found;
  if (name.empty()) return cannot_run(t, "No module named ");
  if (end == std::string::npos) {
    found = find_module(t, name);
  } else if (end > 0) {
    explain_empty_part(t, name, name.substr(0, end));
  }
  if (error_pending(t)) {
    size_t dot = name.rfind('.');
    if (dot == std::string::npos || !error_matches(t, module_not_found_error_type))
      return std::nullopt;
    Ref problem = error_take(t);
    GILT_TRY(auto message, to_str(t, problem.get()));
    return cannot_run(t, fmt::format("Error while finding module specification for '{}' ({}: {})",
                                     name, type_name(problem.get()), message->view()));
  }
  if (!found && find_native_module(name) != nullptr)
    return cannot_run(t, fmt::format("No code object available for {}", name));
  if (!found) return cannot_run(t, fmt::format("No module named {}", name));
  if (!found->is_package) return found;
  found = find_module(t, name + ".__main__");
  if (found || error_pending(t)) return found;
  return cannot_run(t, fmt::format("No module named {}.__main__; '{}' is a package and cannot be "
                                   "directly executed",
                                   name, name));
}

}  // namespace

bool run_main_module(Thread& t, const std::string& name) {
  std::optional<FoundModule> found = find_main(t, name);
  if (!found) return false;
  auto* sys = t.interpreter->sys_dict.peek().as<DictObject>();
  Value argv = dict_get_name(sys, intern("argv"));
  if (is_list(argv) && argv.as<ListObject>()->size > 0) {
    GILT_TRY(auto file, str_new(t, found->file));
    GILT_CHECK(list_set(t, argv.as<ListObject>(), 0, std::move(file)));
  }
  GILT_CHECK(set_main_text(t, "__file__", found->file));
  size_t dot = found->name.rfind('.');
  GILT_CHECK(
      set_main_text(t, "__package__", dot == std::string::npos ? "" : found->name.substr(0, dot)));
  GILT_TRY(auto module, main_module(t));
  GILT_TRY(Ref spec, make_spec(t, *found, kNone));
  GILT_CHECK(module_set(t, module.get(), "__spec__", std::move(spec)));
  return run_text(t, found->text(), found->file, Source::Origin::kBytes);
}

}  // namespace gilt
