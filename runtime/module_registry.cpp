// Native modules by name. Filled before the first interpreter exists, read-only afterwards.
#include <algorithm>
#include <vector>

#include "runtime/dict.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/permissions.h"

namespace gilt {
namespace {

std::vector<const ModuleDef*>& registry() {
  static std::vector<const ModuleDef*> modules;
  return modules;
}

}  // namespace

void register_native_module(const ModuleDef& def) {
  if (find_native_module(def.name) == nullptr) registry().push_back(&def);
}

const ModuleDef* find_native_module(std::string_view name) {
  for (const ModuleDef* def : registry()) {
    if (def->name == name) return def;
  }
  return nullptr;
}

std::span<const ModuleDef* const> native_modules() {
  return registry();
}

RefOf<ModuleObject> make_native_module(Thread& t, const ModuleDef& def) {
  GILT_TRY(RefOf<ModuleObject> module, module_new(t, def.name, def.doc));
  GILT_TRY(RefOf<StrObject> name, str_new(t, def.name));
  for (const NativeDef& function : def.functions) {
    GILT_TRY(RefOf<NativeFunctionObject> object,
             native_function_new(t, permitted(t, def.name, &function), nullptr, Ref::unset(),
                                 Ref::copy(name.value())));
    GILT_CHECK(dict_set_name(t, module_dict(module.get()), object->name, object.value()));
  }
  if (def.init != nullptr) GILT_CHECK(def.init(t, module.get()));
  return module;
}

}  // namespace gilt
