// Class statements, annotations, type parameters, the interactive display.
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/typing_types.h"

namespace gilt {

bool slow_load_build_class(Thread& t, Frame& frame, Value* regs, Instr instr) {
  auto* builtins = frame.globals->builtins.peek().as<DictObject>();
  Value found = dict_get_name(builtins, names::build_class_);
  if (found.is_unset())
    return fail_name(t, name_error_type, names::build_class_, "__build_class__ not found");
  return write_a(regs, instr, Ref::copy(found));
}

bool slow_setup_annotations(Thread& t, Frame& frame, Value*, Instr) {
  Value names = frame.has(kFrameHasNames) ? frame.names : to_value(frame.globals->globals);
  if (is_dict(names)) {
    auto* dict = names.as<DictObject>();
    if (!dict_get_name(dict, names::annotations_).is_unset()) return true;
    GILT_TRY(auto annotations, dict_new(t));
    return dict_set_name(t, dict, names::annotations_, annotations.value());
  }
  Ref present = get_item(t, names, to_value(names::annotations_));
  if (!present.is_error()) return true;
  if (!error_matches(t, key_error_type)) return false;
  error_clear(t);
  GILT_TRY(auto annotations, dict_new(t));
  return set_item(t, names, to_value(names::annotations_), annotations.value());
}

bool slow_print_expression(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr);
  auto* sys = t.interpreter->sys_dict.peek().as<DictObject>();
  Ref hook = Ref::copy(dict_get_name(sys, names::displayhook));
  if (hook.is_unset()) return fail(t, runtime_error_type, "lost sys.displayhook");
  return !call(t, hook.get(), {value.get()}).is_error();
}

namespace {

Ref intrinsic(Thread& t, Intrinsic which, Value* operands) {
  switch (which) {
    case Intrinsic::kTypeVar: return type_var_new(t, operands[0]);
    case Intrinsic::kTypeVarWithBound: return type_var_new(t, operands[0], operands[1]);
    case Intrinsic::kTypeVarWithConstraints:
      return type_var_new(t, operands[0], kUnset, operands[1]);
    case Intrinsic::kTypeVarTuple: return type_var_tuple_new(t, operands[0]);
    case Intrinsic::kParamSpec: return param_spec_new(t, operands[0]);
    case Intrinsic::kSetTypeParamDefault:
      type_param_set_default(operands[0].as<TypeParameterObject>(), Ref::copy(operands[1]));
      return Ref::copy(operands[0]);
    case Intrinsic::kSubscriptGeneric: return subscript_generic(t, operands[0]);
    case Intrinsic::kTypeAlias: return type_alias_new(t, operands[0], operands[1], operands[2]);
    case Intrinsic::kSetFunctionTypeParams: {
      auto* function = operands[0].as<FunctionObject>();
      function->type_params.store(function, Ref::copy(operands[1]));
      return Ref::copy(operands[0]);
    }
  }
  return fail(t, system_error_type, "unknown intrinsic");
}

}  // namespace

bool slow_intrinsic(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value* operands = regs + b_of(instr);
  Window window(operands, static_cast<uint32_t>(window_size(frame.pc)));
  return window.write_a(regs, instr, intrinsic(t, static_cast<Intrinsic>(c_of(instr)), operands));
}

}  // namespace gilt
