// Modules: a namespace with a name.
#pragma once

#include "runtime/dict.h"
#include "runtime/ref.h"
#include "runtime/str.h"
#include "runtime/type.h"

namespace gilt {

struct ModuleObject : Object {
  Slot dict;   // DictObject in namespace mode
  Slot state;  // for native modules: an object of their own, or unset
};

// A module called [name] with __name__, __doc__, __loader__, __spec__, __package__ set to None or
// [doc].
RefOf<ModuleObject> module_new(Thread& t, std::string_view name, const char* doc = nullptr);
inline DictObject* module_dict(ModuleObject* module) {
  return module->dict.peek().as<DictObject>();
}
// module.__class__ = type
bool module_change_class(Thread& t, ModuleObject* module, TypeObject* type);
// getattr(module, name): its namespace, then its type, then its __getattr__ (PEP 562).
Ref module_get_attribute(Thread& t, Value module, StrObject* name);
bool module_set(Thread& t, ModuleObject* module, std::string_view name, Ref value);
// sys.modules[name] after importing it if needed.
Ref import_module(Thread& t, std::string_view name);
// import_module(module).attribute
Ref import_attribute(Thread& t, std::string_view module, std::string_view attribute);

}  // namespace gilt
