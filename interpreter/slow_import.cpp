// Import statements.
#include "interpreter/builtin_functions.h"
#include "interpreter/import.h"
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/hiding.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"

namespace gilt {

bool slow_import_name(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Window window(regs + b_of(instr), 2);
  Value level = window[0], from_list = window[1];
  StrObject* name = name_operand(frame, c_of(instr));
  auto* builtins = frame.globals->builtins.peek().as<DictObject>();
  Ref function = Ref::copy(dict_get_name(builtins, names::import_));
  if (function.is_unset())
    return fail_import(t, import_error_type, "__import__ not found", kUnset, kUnset);
  Value globals = to_value(frame.globals->globals);
  // Unless somebody has put a function of their own there, go straight on.
  if (has_shape(function.get(), kNativeFunctionShape) &&
      function.as<NativeFunctionObject>()->def->name == std::string_view("__import__")) {
    return window.write_a(regs, instr,
                          import_name(t, name, globals, from_list, static_cast<int>(level.as_int()),
                                      frame.code->is(kCodeLibrary)));
  }
  Ref locals = frame.has(kFrameHasNames)        ? Ref::copy(frame.names)
               : frame.code->is(kCodeOptimized) ? Ref::none()
                                                : Ref::copy(globals);
  return window.write_a(
      regs, instr,
      call(t, function.get(), {to_value(name), globals, locals.get(), from_list, level}));
}

namespace {

Failed fail_import_from(Thread& t, Value module, StrObject* name) {
  auto text_attribute = [&](StrObject* attribute) -> Ref {
    Ref value = get_attribute_or_unset(t, module, attribute);
    if (value.is_error()) {
      error_clear(t);
      return Ref::unset();
    }
    return value && is_str(value.get()) ? std::move(value) : Ref::unset();
  };
  Ref module_name = text_attribute(names::name_), file = text_attribute(names::file_);
  std::string shown = module_name.is_unset() ? "<unknown module name>"
                                             : std::string(module_name.as<StrObject>()->view());
  std::string place =
      file.is_unset() ? "unknown location" : std::string(file.as<StrObject>()->view());
  const bool being_imported = !module_name.is_unset() && module_is_initialising(t, shown);
  std::string message, hint;
  if (is_instance_of(module, &module_type))
    hint = hiding_hint(t, module_dict(module.as<ModuleObject>()), being_imported);
  if (!hint.empty()) {
    message = fmt::format("cannot import name '{}' from '{}'{}", name->view(), shown, hint);
  } else if (being_imported) {
    message = fmt::format(
        "cannot import name '{}' from partially initialized module '{}' (most likely due to a "
        "circular import) ({})",
        name->view(), shown, place);
  } else {
    message = fmt::format("cannot import name '{}' from '{}' ({})", name->view(), shown, place);
  }
  Ref shown_value = module_name.is_unset() ? Ref::none() : std::move(module_name);
  return fail_import(t, import_error_type, message, shown_value.get(),
                     file.is_unset() ? kNone : file.get(), to_value(name));
}

}  // namespace

bool slow_import_from(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref module = take_b(regs, instr);
  StrObject* name = name_operand(frame, c_of(instr));
  GILT_TRY(Ref value, get_attribute_or_unset(t, module.get(), name));
  if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  // A submodule that is being imported is not yet an attribute of its package.
  Ref module_name = get_attribute_or_unset(t, module.get(), names::name_);
  if (module_name.is_error()) return false;
  if (module_name && is_str(module_name.get())) {
    std::string full =
        std::string(module_name.as<StrObject>()->view()) + "." + std::string(name->view());
    GILT_TRY(auto key, str_new(t, full));
    GILT_TRY(value, dict_get(t, t.interpreter->modules.peek().as<DictObject>(), key.value()));
    if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  }
  return fail_import_from(t, module.get(), name);
}

bool slow_import_star(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref module = take_a(regs, instr);
  Value names = frame.has(kFrameHasNames) ? frame.names : to_value(frame.globals->globals);
  auto bind = [&](StrObject* name, Value value) -> bool {
    if (is_dict(names)) return dict_set_name(t, names.as<DictObject>(), name, value);
    return set_item(t, names, to_value(name), value);
  };
  GILT_TRY(Ref all, get_attribute_or_unset(t, module.get(), names::all_));
  if (!all.is_unset()) {
    return for_each(t, all.get(), [&](Ref item) -> bool {
      if (!is_str(item.get())) {
        GILT_TRY(auto shown, repr(t, module.get()));
        return fail(t, type_error_type, "Item in {}.__all__ must be str, not {}", shown->view(),
                    type_name(item.get()));
      }
      StrObject* name = intern(item.as<StrObject>());
      GILT_TRY(Ref value, get_attribute(t, module.get(), name));
      return bind(name, value.get());
    });
  }
  GILT_TRY(Ref dict, get_attribute_or_unset(t, module.get(), names::dict_));
  if (dict.is_unset()) {
    return fail_import(t, import_error_type, "from-import-* object has no __dict__ and no __all__",
                       kUnset, kUnset);
  }
  GILT_TRY(auto copy, dict_new(t));
  GILT_CHECK(dict_update(t, copy.get(), dict.get()));
  int64_t position = 0;
  Value key, value;
  while (dict_next(copy.get(), position, key, value)) {
    if (!is_str(key)) {
      return fail(t, type_error_type, "Key in module.__dict__ must be str, not {}", type_name(key));
    }
    if (key.as<StrObject>()->view().substr(0, 1) == "_") continue;
    GILT_CHECK(bind(intern(key.as<StrObject>()), value));
  }
  return true;
}

}  // namespace gilt
