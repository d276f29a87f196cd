#include "interpreter/import.h"

#include <map>
#include <memory>
#include <mutex>

#include "interpreter/builtin_functions.h"
#include "interpreter/code_bytes.h"
#include "interpreter/compiler.h"
#include "interpreter/frame.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/lock.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

std::optional<FoundModule> find_module_in(Thread& t, std::string_view full_name, Value path);

namespace {

// -- modules whose code is running --

struct Initialising {
  Thread* owner;
  ParkingLock done;  // held by the owner until the module is made
};
// All interpreters' together; under its mutex, which is held for a few instructions only.
struct ImportState {
  std::mutex mutex;
  std::map<std::pair<Interpreter*, std::string>, std::shared_ptr<Initialising>, std::less<>>
      running;
  std::map<Thread*, Initialising*> waiting_for;
};
ImportState& import_state() {
  static ImportState state;
  return state;
}

std::shared_ptr<Initialising> find_initialising(Interpreter* interpreter, std::string_view name) {
  ImportState& state = import_state();
  std::lock_guard guard(state.mutex);
  auto it = state.running.find(std::pair(interpreter, std::string(name)));
  return it == state.running.end() ? nullptr : it->second;
}

// Would waiting for [wanted] close a circle of threads that wait for each other?
bool would_deadlock(ImportState& state, Thread& t, Initialising* wanted) {
  for (Initialising* next = wanted; next != nullptr;) {
    if (next->owner == &t) return true;
    auto it = state.waiting_for.find(next->owner);
    next = it == state.waiting_for.end() ? nullptr : it->second;
  }
  return false;
}

enum class Wait : uint8_t { kOver, kCircle, kFailed };

// Waits until another thread has made the module, if one is at it. kCircle: that one waits for this
// thread, which has to do with what there is.
Wait wait_until_made(Thread& t, std::string_view name) {
  std::shared_ptr<Initialising> module = find_initialising(t.interpreter, name);
  if (module == nullptr) return Wait::kOver;
  ImportState& state = import_state();
  {
    std::lock_guard guard(state.mutex);
    if (would_deadlock(state, t, module.get())) return Wait::kCircle;
    state.waiting_for[&t] = module.get();
  }
  LockResult result = module->done.acquire(t, kForever, {LockKind::kModule, nullptr});
  if (result == LockResult::kAcquired) module->done.release();
  std::lock_guard guard(state.mutex);
  state.waiting_for.erase(&t);
  return result == LockResult::kError ? Wait::kFailed : Wait::kOver;
}

// The current thread makes the module [name] while this lives, unless another thread was first.
class Making {
 public:
  Making(Thread& t, std::string_view name) : key_(t.interpreter, std::string(name)) {
    auto mine = std::make_shared<Initialising>();
    mine->owner = &t;
    (void)mine->done.try_acquire(t);
    ImportState& state = import_state();
    std::lock_guard guard(state.mutex);
    if (state.running.emplace(key_, mine).second) module_ = std::move(mine);
  }
  ~Making() {
    if (!is_first()) return;
    {
      ImportState& state = import_state();
      std::lock_guard guard(state.mutex);
      state.running.erase(key_);
    }
    module_->done.release();
  }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

  bool is_first() const { return module_ != nullptr; }

 private:
  std::pair<Interpreter*, std::string> key_;
  std::shared_ptr<Initialising> module_;
};

// -- making modules --

DictObject* modules_of(Thread& t) {
  return t.interpreter->modules.peek().as<DictObject>();
}

Ref loaded_module(Thread& t, std::string_view name) {
  GILT_TRY(auto key, str_new(t, name));
  return dict_get(t, modules_of(t), key.value());
}

bool set_text(Thread& t, ModuleObject* module, std::string_view name, std::string_view text) {
  GILT_TRY(auto value, str_new(t, text));
  return module_set(t, module, name, std::move(value));
}

}  // namespace

void imports_after_fork(Thread& t) {
  ImportState& state = import_state();
  std::vector<std::string> lost;
  {
    std::lock_guard guard(state.mutex);
    std::erase_if(state.waiting_for, [&](const auto& entry) { return entry.first != &t; });
    for (auto it = state.running.begin(); it != state.running.end();) {
      if (it->second->owner == &t) {
        ++it;
        continue;
      }
      if (it->first.first == t.interpreter) lost.push_back(it->first.second);
      it = state.running.erase(it);
    }
  }
  for (const std::string& name : lost) (void)dict_delete_name(t, modules_of(t), intern(name));
}

Ref make_spec(Thread& t, const FoundModule& found, Value search_locations) {
  GILT_TRY(auto kwnames, tuple_new(t, 6));
  const char* const keys[] = {"name",   "origin",      "parent", "submodule_search_locations",
                              "loader", "has_location"};
  for (int i = 0; i < 6; i++) kwnames->items()[i].init(Ref::copy(intern(keys[i])));
  size_t dot = found.name.rfind('.');
  std::string parent = found.is_package           ? found.name
                       : dot == std::string::npos ? ""
                                                  : found.name.substr(0, dot);
  GILT_TRY(auto name, str_new(t, found.name));
  GILT_TRY(auto origin, str_new(t, found.file));
  GILT_TRY(auto parent_text, str_new(t, parent));
  Value values[] = {name.value(),
                    found.file.empty() ? kNone : origin.value(),
                    parent_text.value(),
                    search_locations,
                    kNone,
                    Value::boolean(!found.file.empty())};
  return call(t, to_value(&simple_namespace_type), CallArgs{values, 0, kwnames.get()});
}

namespace {

// What the module's code finds there from the start. Returns its __spec__.
Ref fill_in(Thread& t, ModuleObject* module, const FoundModule& found) {
  Ref locations = Ref::none();
  if (found.is_package) {
    GILT_TRY(auto list, list_new(t));
    for (const std::string& folder : found.folders) {
      GILT_TRY(auto text, str_new(t, folder));
      GILT_CHECK(list_append(t, list.get(), std::move(text)));
    }
    GILT_CHECK(module_set(t, module, "__path__", Ref::copy(list.value())));
    locations = std::move(list);
  }
  if (!found.file.empty()) GILT_CHECK(set_text(t, module, "__file__", found.file));
  size_t dot = found.name.rfind('.');
  std::string_view package = found.is_package ? std::string_view(found.name)
                             : dot == std::string::npos
                                 ? std::string_view()
                                 : std::string_view(found.name).substr(0, dot);
  GILT_CHECK(set_text(t, module, "__package__", package));
  GILT_TRY(Ref spec, make_spec(t, found, locations.get()));
  GILT_CHECK(module_set(t, module, "__spec__", spec.copy()));
  return spec;
}

// spec._initializing: what error messages of the module's attributes ask. [spec] is the one made
// here: module.__spec__ is the module's to change.
bool mark_initialising(Thread& t, Value spec, bool initialising) {
  return set_attribute(t, spec, intern("_initializing"), Value::boolean(initialising));
}

}  // namespace

// Runs [code] as the contents of [module].
Ref run_in_module(Thread& t, ModuleObject* module, CodeObject* code) {
  DictObject* dict = module_dict(module);
  if (dict_get_name(dict, names::builtins_).is_unset())
    GILT_CHECK(dict_set_name(t, dict, names::builtins_, t.interpreter->builtins_dict.peek()));
  GILT_TRY(GlobalTable * table, global_table(t, code->globals, dict));
  Ref result = run_code(t, code, table, kUnset);
  global_table_release(t, table);
  return result;
}

namespace {

// A package's __path__, or sys.path for a module at the top.
Ref search_path(Thread& t, std::string_view full_name, Value parent) {
  if (parent.is_unset()) {
    Value path = dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), names::path);
    return Ref::copy(path);
  }
  GILT_TRY(Ref path, get_attribute_or_unset(t, parent, names::path_));
  if (path.is_unset()) {
    std::string package(full_name.substr(0, full_name.rfind('.')));
    GILT_TRY(auto name, str_new(t, full_name));
    return fail_import(
        t, module_not_found_error_type,
        fmt::format("No module named '{}'; '{}' is not a package", full_name, package),
        name.value(), kUnset);
  }
  return path;
}

RefOf<CodeObject> code_of(Thread& t, const FoundModule& found) {
  CompileOptions options;
  options.optimize_asserts = t.interpreter->config.optimize > 0;
  options.is_library = found.embedded != nullptr;
  // The program brings the code that has the asserts in it.
  if (options.is_library && !options.optimize_asserts) {
    std::string_view compiled = embedded_code(*found.embedded);
    if (!compiled.empty()) return code_from_bytes(t, compiled);
  }
  options.origin = Source::Origin::kBytes;
  return compile_source(t, found.text(), found.file, options);
}

// Native here, but files in CPython: one beside the program hides them.
bool may_be_hidden(std::string_view name) {
  return name == "bisect" || name == "mmap" || name == "resource";
}

Ref add_native_module(Thread& t, const ModuleDef& def) {
  GILT_TRY(auto module, make_native_module(t, def));
  GILT_TRY(auto key, str_new(t, def.name));
  GILT_CHECK(dict_set(t, modules_of(t), key.value(), module.value()));
  return module;
}

// Makes the module that sys.modules lacks; one thread at a time does. [parent]: its package, or
// unset.
Ref make_module(Thread& t, std::string_view full_name, Value parent) {
  const ModuleDef* native = find_native_module(full_name);
  if (native != nullptr && !may_be_hidden(full_name)) return add_native_module(t, *native);
  GILT_TRY(Ref path, search_path(t, full_name, parent));
  std::optional<FoundModule> found = find_module_in(t, full_name, path.get());
  if (native != nullptr && (found ? found->file.empty() : !error_pending(t)))
    return add_native_module(t, *native);
  GILT_TRY(auto key, str_new(t, full_name));
  if (!found.has_value()) {
    if (error_pending(t)) return Ref::error();
    return fail_import(t, module_not_found_error_type,
                       fmt::format("No module named '{}'", full_name), key.value(), kUnset);
  }
  GILT_TRY(auto module, module_new(t, full_name));
  GILT_TRY(Ref spec, fill_in(t, module.get(), *found));
  GILT_CHECK(found->file.empty() || mark_initialising(t, spec.get(), true));
  GILT_CHECK(dict_set(t, modules_of(t), key.value(), module.value()));
  bool done = true;
  if (!found->file.empty()) {
    auto code = code_of(t, *found);
    done = !code.is_error() && !run_in_module(t, module.get(), code.get()).is_error() &&
           mark_initialising(t, spec.get(), false);
  }
  if (!done) {
    // What failed halfway must not be found by the next import.
    ErrorGuard guard(t);
    if (!mark_initialising(t, spec.get(), false)) error_clear(t);
    Ref dropped = dict_pop(t, modules_of(t), key.value());
    if (dropped.is_error()) error_clear(t);
    return Ref::error();
  }
  // The module may have put something else in its place.
  GILT_TRY(Ref made, dict_get(t, modules_of(t), key.value()));
  if (made.is_unset()) return fail_with(t, key_error_type, std::move(key));
  return made;
}

}  // namespace

namespace {

// What sys.modules holds under [name] once no other thread is making it; unset if there is nothing.
// Looks again after each wait: a module that was made may be gone by then, and be made once more.
Ref settled_module(Thread& t, std::string_view name) {
  GILT_TRY(auto key, str_new(t, name));
  while (true) {
    GILT_TRY(Ref loaded, dict_get(t, modules_of(t), key.value()));
    if (loaded.is_unset()) return loaded;
    if (find_initialising(t.interpreter, name) == nullptr) {
      // Nobody is at it any more. If it failed between the two looks, it is gone by now.
      GILT_TRY(Ref still, dict_get(t, modules_of(t), key.value()));
      if (same(still.get(), loaded.get())) return loaded;
      continue;
    }
    Wait waited = wait_until_made(t, name);
    if (waited == Wait::kFailed) return Ref::error();
    if (waited == Wait::kCircle) return loaded_module(t, name);
  }
}

// make_module(), or the module that another thread has made meanwhile.
Ref make_once(Thread& t, std::string_view full_name, Value parent) {
  while (true) {
    Making making(t, full_name);
    if (making.is_first()) {
      GILT_TRY(Ref loaded, loaded_module(t, full_name));
      if (!loaded.is_unset()) return loaded;
      return make_module(t, full_name, parent);
    }
    Wait waited = wait_until_made(t, full_name);
    if (waited == Wait::kFailed) return Ref::error();
    GILT_TRY(Ref loaded, settled_module(t, full_name));
    if (!loaded.is_unset()) return loaded;
    // In a circle it is made twice, as it would be if each thread had been alone.
    if (waited == Wait::kCircle) return make_module(t, full_name, parent);
  }
}

}  // namespace

Ref import_absolute(Thread& t, std::string_view full_name) {
  GILT_TRY(Ref loaded, settled_module(t, full_name));
  if (loaded.is_none()) {
    GILT_TRY(auto name, str_new(t, full_name));
    return fail_import(t, module_not_found_error_type,
                       fmt::format("import of {} halted; None in sys.modules", full_name),
                       name.value(), kUnset);
  }
  if (!loaded.is_unset()) return loaded;
  size_t dot = full_name.rfind('.');
  if (dot == std::string_view::npos) return make_once(t, full_name, kUnset);
  GILT_TRY(Ref parent, import_absolute(t, full_name.substr(0, dot)));
  // Importing the package may have imported this module, and another thread may be at it.
  GILT_TRY(loaded, settled_module(t, full_name));
  if (!loaded.is_unset()) return loaded;
  GILT_TRY(Ref module, make_once(t, full_name, parent.get()));
  StrObject* attribute = intern(full_name.substr(dot + 1));
  if (!set_attribute(t, parent.get(), attribute, module.get())) {
    if (!error_matches(t, attribute_error_type)) return Ref::error();
    error_clear(t);
  }
  return module;
}

bool module_is_initialising(Thread& t, std::string_view full_name) {
  return find_initialising(t.interpreter, full_name) != nullptr;
}

std::optional<FoundModule> find_module(Thread& t, std::string_view full_name) {
  Ref parent = Ref::unset();
  size_t dot = full_name.rfind('.');
  if (dot != std::string_view::npos) {
    parent = import_absolute(t, full_name.substr(0, dot));
    if (parent.is_error()) return std::nullopt;
  }
  if (!parent.is_unset()) {
    GILT_TRY(Ref folders, get_attribute_or_unset(t, parent.get(), names::path_));
    if (folders.is_unset()) {
      GILT_TRY(auto name, str_new(t, full_name));
      return fail_import(
          t, module_not_found_error_type,
          fmt::format("__path__ attribute not found on '{}' while trying to find '{}'",
                      full_name.substr(0, dot), full_name),
          name.value(), kUnset);
    }
  }
  Ref path = search_path(t, full_name, parent.get());
  if (path.is_error()) return std::nullopt;
  return find_module_in(t, full_name, path.get());
}

// -- the import statement --

namespace {

bool text_of(Value v, std::string& text) {
  if (!is_str(v)) return false;
  text = v.as<StrObject>()->view();
  return true;
}

// The package that relative imports in [globals] start from.
std::optional<std::string> current_package(Thread& t, Value globals) {
  if (!is_dict(globals)) return fail(t, type_error_type, "globals must be a dict");
  auto* dict = globals.as<DictObject>();
  std::string package;
  Value given = dict_get_name(dict, names::package_);
  if (!given.is_unset() && !given.is_none()) {
    if (!text_of(given, package)) return fail(t, type_error_type, "package must be a string");
    return package;
  }
  Value name = dict_get_name(dict, names::name_);
  if (name.is_unset()) return fail(t, key_error_type, "'__name__' not in globals");
  if (!text_of(name, package)) return fail(t, type_error_type, "__name__ must be a string");
  if (!dict_get_name(dict, names::path_).is_unset()) return package;
  size_t dot = package.rfind('.');
  return package.substr(0, dot == std::string::npos ? 0 : dot);
}

// [name] with [level] dots in front, as an absolute name.
std::optional<std::string> resolve(Thread& t, std::string_view name, Value globals, int level) {
  std::optional<std::string> package = current_package(t, globals);
  if (!package.has_value()) return std::nullopt;
  if (package->empty()) {
    return fail_import(t, import_error_type,
                       "attempted relative import with no known parent package", kUnset, kUnset);
  }
  std::string base = *package;
  for (int i = 1; i < level; i++) {
    size_t dot = base.rfind('.');
    if (dot == std::string::npos) {
      return fail_import(t, import_error_type, "attempted relative import beyond top-level package",
                         kUnset, kUnset);
    }
    base.resize(dot);
  }
  return name.empty() ? base : base + "." + std::string(name);
}

// from package import names: those that are no attributes may be submodules.
bool import_submodules(Thread& t, Value module, Value names, bool from_all) {
  GILT_TRY(Ref package_name, get_attribute(t, module, names::name_));
  std::string package;
  if (!text_of(package_name.get(), package)) return true;
  return for_each(t, names, [&](Ref item) -> bool {
    if (!is_str(item.get())) {
      return fail(t, type_error_type, "Item in {} must be str, not {}",
                  from_all ? package + ".__all__" : std::string("``from list''"),
                  type_name(item.get()));
    }
    std::string_view name = item.as<StrObject>()->view();
    if (name == "*") {
      if (from_all) return true;
      GILT_TRY(Ref all, get_attribute_or_unset(t, module, names::all_));
      return all.is_unset() || import_submodules(t, module, all.get(), true);
    }
    GILT_TRY(Ref present, get_attribute_or_unset(t, module, intern(name)));
    if (!present.is_unset()) return true;
    std::string full = package + "." + std::string(name);
    Ref imported = import_absolute(t, full);
    if (!imported.is_error()) return true;
    // No such submodule: IMPORT_FROM will say so in its own words.
    if (!error_matches(t, module_not_found_error_type)) return false;
    auto* error = t.exception.as<ImportErrorObject>();
    std::string missing;
    if (!text_of(error->name.peek(), missing) || missing != full) return false;
    error_clear(t);
    return true;
  });
}

}  // namespace

Ref import_name(Thread& t, StrObject* name, Value globals, Value from_list, int level,
                bool for_library) {
  if (level < 0) return fail(t, value_error_type, "level must be >= 0");
  std::string full(name->view());
  if (level > 0) {
    std::optional<std::string> resolved = resolve(t, full, globals, level);
    if (!resolved.has_value()) return Ref::error();
    full = std::move(*resolved);
  } else if (full.empty()) {
    return fail(t, value_error_type, "Empty module name");
  }
  if (const Limits* limits = limits_of(t);
      limits != nullptr && !for_library && !limits->allows_import(full)) {
    GILT_TRY(auto refused, str_new(t, full));
    return fail_import(t, import_error_type,
                       fmt::format("import of '{}' is not allowed here", full), refused.value(),
                       kUnset);
  }
  GILT_TRY(Ref module, import_absolute(t, full));
  bool has_list = false;
  if (!from_list.is_unset() && !from_list.is_none()) {
    std::optional<bool> filled = truth(t, from_list);
    if (!filled.has_value()) return Ref::error();
    has_list = *filled;
  }
  if (has_list) {
    GILT_TRY(Ref path, get_attribute_or_unset(t, module.get(), names::path_));
    if (!path.is_unset()) GILT_CHECK(import_submodules(t, module.get(), from_list, false));
    return module;
  }
  // `import a.b.c` binds a. Relative to a package: what the first part of [name] comes to.
  std::string_view given = name->view();
  size_t dot = given.find('.');
  if (dot == std::string_view::npos) return module;
  std::string first = full.substr(0, full.size() - (given.size() - dot));
  return import_absolute(t, first);
}

}  // namespace gilt
