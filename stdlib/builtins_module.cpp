// Module builtins: the namespace that every name is looked up in last.
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "stdlib/builtins.h"

namespace gilt {

namespace {

const TypeObject* const kTypes[] = {
    &bool_type,     &bytearray_type,     &bytes_type,    &class_method_type, &complex_type,
    &dict_type,     &enumerate_type,     &filter_type,   &float_type,        &frozenset_type,
    &int_type,      &list_type,          &map_type,      &memoryview_type,   &object_type,
    &property_type, &range_type,         &reversed_type, &set_type,          &slice_type,
    &str_type,      &static_method_type, &super_type,    &tuple_type,        &type_type,
    &zip_type,
};

const TypeObject* const kExceptions[] = {
#define GILT_EXCEPTION(identifier, name, base) &identifier##_type,
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION
};

bool add_functions(Thread& t, ModuleObject* module, std::span<const NativeDef> functions) {
  GILT_TRY(RefOf<StrObject> module_name, str_new(t, "builtins"));
  for (const NativeDef& def : functions) {
    GILT_TRY(RefOf<NativeFunctionObject> function,
             native_function_new(t, def, nullptr, Ref::unset(), Ref::copy(module_name.value())));
    GILT_CHECK(module_set(t, module, def.name, std::move(function)));
  }
  return true;
}

bool init(Thread& t, ModuleObject* module) {
  for (const auto& functions :
       {number_builtins(), iteration_builtins(), object_builtins(), code_builtins(),
        text_builtins(), file_builtins(), site_builtins()}) {
    GILT_CHECK(add_functions(t, module, functions));
  }
  for (const TypeObject* type : kTypes) {
    GILT_CHECK(module_set(t, module, type->name->view(), Ref::copy(type)));
  }
  for (const TypeObject* type : kExceptions) {
    GILT_CHECK(module_set(t, module, type->name->view(), Ref::copy(type)));
  }
  GILT_CHECK(module_set(t, module, "EnvironmentError", Ref::copy(&os_error_type)));
  GILT_CHECK(module_set(t, module, "IOError", Ref::copy(&os_error_type)));
  GILT_CHECK(module_set(t, module, "None", Ref::none()));
  GILT_CHECK(module_set(t, module, "True", Ref::boolean(true)));
  GILT_CHECK(module_set(t, module, "False", Ref::boolean(false)));
  GILT_CHECK(module_set(t, module, "NotImplemented", not_implemented()));
  GILT_CHECK(module_set(t, module, "Ellipsis", Ref::copy(ellipsis_value())));
  return module_set(t, module, "__debug__", Ref::boolean(t.interpreter->config.optimize == 0));
}

const ModuleDef kModule = {
    "builtins",
    "Built-in functions, types, exceptions, and other objects.\n\n"
    "This module provides direct access to all 'built-in'\nidentifiers of Python; for example, "
    "builtins.len is\nthe full name for the built-in function len().",
    {},
    init};

}  // namespace

void register_builtins_module() {
  register_native_module(kModule);
}

}  // namespace gilt
