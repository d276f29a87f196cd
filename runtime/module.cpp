#include "runtime/module.h"

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/hiding.h"
#include "runtime/instance.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

ModuleObject* as_module(Value v) {
  return v.as<ModuleObject>();
}

// A module of exactly the builtin type has a shape of its own, so that inline caches know which
// module they have seen.
ShapeId shape_for(TypeObject* type, ModuleObject* module) {
  if (type != &module_type) return type->instance_shape->id;
  return shape_new(ShapeKind::kModule, &module_type, module).id;
}

bool fill_namespace(Thread& t, DictObject* dict, Value name, Value doc) {
  GILT_CHECK(dict_make_namespace(t, dict));
  GILT_CHECK(dict_set_name(t, dict, names::name_, name));
  GILT_CHECK(dict_set_name(t, dict, names::doc_, doc));
  for (StrObject* other : {names::package_, names::loader_, names::spec_})
    GILT_CHECK(dict_set_name(t, dict, other, kNone));
  return true;
}

ModuleObject* allocate(Thread& t, TypeObject* type) {
  auto* module = static_cast<ModuleObject*>(instance_allocate(t, type));
  if (module == nullptr) return nullptr;
  module->dict.init_unset();
  module->state.init_unset();
  module->shape = shape_for(type, module);
  return module;
}

Ref module_construct(Thread& t, TypeObject* type, CallArgs) {
  ModuleObject* module = allocate(t, type);
  if (module == nullptr) return Failed{};
  Ref result = Ref::adopt(module);
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  GILT_CHECK(dict_make_namespace(t, dict.get()));
  module->dict.init(std::move(dict));
  gc_track(t, module);
  return result;
}

bool module_init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("module", "(name, doc=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_str(bound[0]))
    return fail(t, type_error_type, "module() argument 'name' must be str, not {}",
                argument_kind(bound[0]));
  return fill_namespace(t, module_dict(as_module(self)), bound[0], bound[1]);
}

void module_dealloc(Thread& t, Object* self) {
  auto* module = static_cast<ModuleObject*>(self);
  gc_untrack(t, self);
  module->dict.clear();
  module->state.clear();
  instance_free(t, self);
}
void module_traverse(Object* self, Visitor& visitor) {
  auto* module = static_cast<ModuleObject*>(self);
  visitor.visit(module->dict);
  visitor.visit(module->state);
}
void module_clear(Thread& t, Object* self) {
  auto* module = static_cast<ModuleObject*>(self);
  // Functions that outlive the module still look for their globals: the dict stays, emptied.
  Ref dict = module->dict.load();
  if (dict) dict_clear(t, dict.as<DictObject>());
  module->state.clear();
}

std::string name_of(ModuleObject* module) {
  Value name = module->dict.is_unset() ? kUnset : dict_get_name(module_dict(module), names::name_);
  return is_str(name) ? std::string(name.as<StrObject>()->view()) : std::string("?");
}

Ref module_repr(Thread& t, Value self) {
  DictObject* dict = module_dict(as_module(self));
  auto text = [&](Value v) { return repr_text(v.as<StrObject>()); };
  Ref name = Ref::copy(dict_get_name(dict, names::name_));
  std::string shown = is_str(name.get()) ? text(name.get()) : "'?'";
  Ref spec = Ref::copy(dict_get_name(dict, names::spec_));
  Ref file = Ref::copy(dict_get_name(dict, names::file_));
  if (spec && !spec.is_none()) {
    GILT_TRY(Ref origin, get_attribute_or_unset(t, spec.get(), intern("origin")));
    GILT_TRY(Ref located, get_attribute_or_unset(t, spec.get(), intern("has_location")));
    if (is_str(origin.get())) {
      if (located.get().is_true())
        return str_new(t, fmt::format("<module {} from {}>", shown, text(origin.get())));
      return str_new(t, fmt::format("<module {} ({})>", shown, origin.as<StrObject>()->view()));
    }
    return str_new(t, fmt::format("<module {}>", shown));
  }
  if (is_str(file.get()))
    return str_new(t, fmt::format("<module {} from {}>", shown, text(file.get())));
  Ref loader = Ref::copy(dict_get_name(dict, names::loader_));
  if (loader && !loader.is_none()) {
    GILT_TRY(RefOf<StrObject> loader_text, repr(t, loader.get()));
    return str_new(t, fmt::format("<module {} ({})>", shown, loader_text->view()));
  }
  bool native = is_str(name.get()) && find_native_module(name.as<StrObject>()->view()) != nullptr;
  return str_new(t, fmt::format("<module {}{}>", shown, native ? " (built-in)" : ""));
}

// -- attributes --

// Does the module's code still run? (An error on the way to knowing counts as no.)
bool is_initialising(Thread& t, DictObject* dict) {
  Ref spec = Ref::copy(dict_get_name(dict, names::spec_));
  if (!spec || spec.is_none()) return false;
  Ref flag = get_attribute_or_unset(t, spec.get(), intern("_initializing"));
  if (flag.is_error()) error_clear(t);
  return flag && flag.get().is_true();
}

// The file that the module's spec names; empty when it has none.
std::string origin_of(Thread& t, DictObject* dict) {
  Ref spec = Ref::copy(dict_get_name(dict, names::spec_));
  if (!spec || spec.is_none()) return "";
  Ref located = get_attribute_or_unset(t, spec.get(), intern("has_location"));
  Ref origin = get_attribute_or_unset(t, spec.get(), intern("origin"));
  if (located.is_error() || origin.is_error()) {
    error_clear(t);
    return "";
  }
  if (!located || !located.get().is_true() || !is_str(origin.get())) return "";
  return std::string(origin.as<StrObject>()->view());
}

// Does the file, or the package's folder, lie where the program does?
bool lies_beside_program(Thread& t, const std::string& file) {
  const InterpreterConfig& config = t.interpreter->config;
  if (config.isolated || config.search_path.empty()) return false;
  std::filesystem::path path(file);
  if (path.filename() == "__init__.py") path = path.parent_path();
  std::error_code ignored;
  const std::string& first = config.search_path.front();
  return path.parent_path() ==
         (first.empty() ? std::filesystem::current_path(ignored) : std::filesystem::path(first));
}

bool is_standard_name(Thread& t, Value name) {
  auto* sys = t.interpreter->sys_dict.peek().as<DictObject>();
  Ref standard = Ref::copy(dict_get_name(sys, intern("stdlib_module_names")));
  if (!standard) return false;
  std::optional<bool> found = contains(t, standard.get(), name);
  if (!found) error_clear(t);
  return found.value_or(false);
}

GILT_COLD Ref missing_attribute(Thread& t, ModuleObject* module, StrObject* name) {
  DictObject* dict = module_dict(module);
  Ref hook = Ref::copy(dict_get_name(dict, names::getattr_));
  if (hook) return call(t, hook.get(), {to_value(name)});
  std::string module_name = name_of(module);
  const bool being_imported = is_initialising(t, dict);
  if (std::string hint = hiding_hint(t, dict, being_imported); !hint.empty()) {
    return fail_attribute(
        t, to_value(module), name,
        fmt::format("module '{}' has no attribute '{}'{}", module_name, name->view(), hint));
  }
  if (being_imported) {
    const std::string origin = origin_of(t, dict);
    return fail_attribute(
        t, to_value(module), name,
        fmt::format("partially initialized module '{}'{} has no attribute '{}' (most likely due to "
                    "a circular import)",
                    module_name, origin.empty() ? "" : " from '" + origin + "'", name->view()));
  }
  Value modules = t.interpreter->modules.peek();
  if (is_dict(modules)) {
    StrObject* full_name = intern(fmt::format("{}.{}", module_name, name->view()));
    Ref submodule = Ref::copy(dict_get_name(modules.as<DictObject>(), full_name));
    if (submodule && is_instance_of(submodule.get(), &module_type) &&
        is_initialising(t, module_dict(submodule.as<ModuleObject>()))) {
      return fail_attribute(
          t, to_value(module), name,
          fmt::format("cannot access submodule '{}' of module '{}' (most likely due to a circular "
                      "import)",
                      name->view(), module_name));
    }
  }
  return fail_attribute(
      t, to_value(module), name,
      fmt::format("module '{}' has no attribute '{}'", module_name, name->view()));
}

}  // namespace

std::string hiding_hint(Thread& t, DictObject* module_names, bool being_imported) {
  const Ref name = Ref::copy(dict_get_name(module_names, names::name_));
  const std::string file = origin_of(t, module_names);
  if (!is_str(name.get()) || file.empty() || !lies_beside_program(t, file)) return "";
  if (is_standard_name(t, name.get())) {
    return fmt::format(
        " (consider renaming '{}' since it has the same name as the standard library module named "
        "'{}' and prevents importing that standard library module)",
        file, name.as<StrObject>()->view());
  }
  if (!being_imported) return "";
  return fmt::format(
      " (consider renaming '{}' if it has the same name as a library you intended to import)",
      file);
}

Ref module_get_attribute(Thread& t, Value self, StrObject* name) {
  auto* module = as_module(self);
  TypeObject* type = type_of(module);
  Value found = type_lookup(type, name);
  decltype(TypeSlots::descriptor_get) get = nullptr;
  if (found.is_object()) {
    TypeObject* kind = type_of(found.as_object());
    get = kind->slots.descriptor_get;
    if (kind->slots.descriptor_set != nullptr && get != nullptr) {
      Ref hold = Ref::copy(found);
      return get(t, found, self, type);
    }
  }
  Value own = dict_get_name(module_dict(module), name);
  if (!own.is_unset()) return Ref::copy(own);
  if (!found.is_unset()) {
    Ref hold = Ref::copy(found);
    return get != nullptr ? get(t, found, self, type) : std::move(hold);
  }
  return missing_attribute(t, module, name);
}

namespace {

Ref get_dict(Thread&, Value self) {
  return as_module(self)->dict.load();
}
bool set_dict(Thread& t, Value, Value) {
  return fail(t, attribute_error_type, "readonly attribute");
}

// As for classes: computed on the first request by the function that the compiler left.
Ref get_annotate(Thread&, Value self) {
  Ref found = Ref::copy(dict_get_name(module_dict(as_module(self)), names::annotate_));
  return found.is_unset() ? Ref::none() : std::move(found);
}
bool set_annotate(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "cannot delete __annotate__ attribute");
  if (!value.is_none() && type_of(value)->slots.call == nullptr)
    return fail(t, type_error_type, "__annotate__ must be callable or None");
  DictObject* dict = module_dict(as_module(self));
  GILT_CHECK(dict_set_name(t, dict, names::annotate_, value));
  if (!value.is_none()) (void)dict_delete_name(t, dict, names::annotations_);
  return true;
}
Ref get_annotations(Thread& t, Value self) {
  DictObject* dict = module_dict(as_module(self));
  Ref found = Ref::copy(dict_get_name(dict, names::annotations_));
  if (found) return found;
  Ref annotate = Ref::copy(dict_get_name(dict, names::annotate_));
  Ref annotations;
  if (annotate && !annotate.is_none()) {
    annotations = call(t, annotate.get(), {Value::integer(1)});
    if (annotations.is_error()) return annotations;
    if (!is_dict(annotations.get()))
      return fail(t, type_error_type, "__annotate__ returned non-dict of type '{}'",
                  type_name(annotations.get()));
  } else {
    annotations = dict_new(t);
    if (annotations.is_error()) return annotations;
  }
  GILT_CHECK(dict_set_name(t, dict, names::annotations_, annotations.get()));
  return annotations;
}
bool set_annotations(Thread& t, Value self, Value value) {
  DictObject* dict = module_dict(as_module(self));
  if (!value.is_unset()) return dict_set_name(t, dict, names::annotations_, value);
  if (!dict_delete_name(t, dict, names::annotations_))
    return fail_no_attribute(t, self, names::annotations_);
  return true;
}

Ref module_dir(Thread& t, Args args) {
  GILT_TRY(Ref dict, get_attribute(t, args[0], names::dict_));
  if (!is_dict(dict.get()))
    return fail(t, type_error_type, "<module>.__dict__ is not a dictionary");
  Ref hook = Ref::copy(dict_get_name(dict.as<DictObject>(), names::dir_));
  if (hook) return call(t, hook.get());
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), dict.get()));
  return list;
}

const GetSetDef kGetSets[] = {
    {"__dict__", get_dict, set_dict},
    {"__annotations__", get_annotations, set_annotations},
    {"__annotate__", get_annotate, set_annotate},
};
const NativeDef kMethods[] = {
    {"__dir__", module_dir, "(self, /)", "__dir__() -> list\nspecialized dir() implementation"},
};

}  // namespace

RefOf<ModuleObject> module_new(Thread& t, std::string_view name, const char* doc) {
  GILT_TRY(Ref made, module_construct(t, &module_type, {nullptr, 0, nullptr}));
  Ref doc_value = Ref::none();
  if (doc != nullptr) {
    doc_value = str_new(t, doc);
    if (doc_value.is_error()) return Failed{};
  }
  GILT_CHECK(fill_namespace(t, module_dict(made.as<ModuleObject>()), to_value(intern(name)),
                            doc_value.get()));
  return RefOf<ModuleObject>::from(std::move(made));
}

bool module_set(Thread& t, ModuleObject* module, std::string_view name, Ref value) {
  if (value.is_error()) return false;
  return dict_set_name(t, module_dict(module), intern(name), value.get());
}

bool module_change_class(Thread&, ModuleObject* module, TypeObject* type) {
  TypeObject* old = type_of(module);
  if (old == type) return true;
  retain(to_value(type));
  module->shape = shape_for(type, module);
  release(to_value(old));
  return true;
}

namespace {

// As the import statement does it: waits when another thread is making the module.
Ref import_settled(Thread& t, std::string_view name) {
  StrObject* key = intern(name);
  if (limits_of(t) != nullptr) return g_machine.import_absolute(t, name);
  Value builtins = t.interpreter->builtins_dict.peek();
  Ref import = is_dict(builtins)
                   ? Ref::copy(dict_get_name(builtins.as<DictObject>(), names::import_))
                   : Ref::unset();
  if (import.is_unset()) return fail(t, import_error_type, "__import__ not found");
  GILT_TRY(Ref top, call(t, import.get(), {to_value(key)}));
  if (name.find('.') == name.npos) return top;
  // __import__('a.b') gives a; the leaf is in sys.modules.
  Value modules = t.interpreter->modules.peek();
  Ref leaf =
      is_dict(modules) ? Ref::copy(dict_get_name(modules.as<DictObject>(), key)) : Ref::unset();
  if (leaf.is_unset())
    return fail_import(t, module_not_found_error_type, fmt::format("No module named '{}'", name),
                       to_value(key), kUnset);
  return leaf;
}

}  // namespace

Ref import_module(Thread& t, std::string_view name) {
  Value modules = t.interpreter->modules.peek();
  if (is_dict(modules)) {
    Ref loaded = Ref::copy(dict_get_name(modules.as<DictObject>(), intern(name)));
    if (loaded && !loaded.is_none()) return loaded;
  }
  return import_settled(t, name);
}

Ref import_attribute(Thread& t, std::string_view module, std::string_view attribute) {
  GILT_TRY(Ref imported, import_module(t, module));
  GILT_TRY(Ref found, get_attribute_or_unset(t, imported.get(), intern(attribute)));
  if (!found.is_unset()) return found;
  // Perhaps the module is not ready yet.
  GILT_TRY(imported, import_settled(t, module));
  return get_attribute(t, imported.get(), intern(attribute));
}

void init_module_type() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
  constexpr auto kDictOffset = static_cast<uint16_t>(offsetof(ModuleObject, dict));
#pragma GCC diagnostic pop
  type_init_builtin(module_type, kModuleShape,
                    {.name = "module",
                     .instance_size = sizeof(ModuleObject),
                     .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs,
                     .dict_offset = kDictOffset,
                     .doc = "Create a module object.\n\nThe name must be a string; the optional "
                            "docstring can have any type.",
                     .slots = {.dealloc = module_dealloc,
                               .traverse = module_traverse,
                               .clear = module_clear,
                               .construct = module_construct,
                               .init = module_init,
                               .repr = module_repr,
                               .get_attribute = module_get_attribute},
                     .methods = kMethods,
                     .getsets = kGetSets});
}

}  // namespace gilt
