// The types behind annotations: list[int], int | str, `type X = ...`, and type parameters.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// origin[args]
struct GenericAliasObject : Object {
  Slot origin;
  Slot args;        // tuple
  Slot parameters;  // tuple of type variables in args; unset until asked for
  bool starred;     // *tuple[int]
};
// int | str
struct UnionObject : Object {
  Slot args;        // tuple, without repetitions
  Slot parameters;  // unset until asked for
};
// `type name[params] = value`
struct TypeAliasObject : Object {
  Slot name, type_params;
  Slot compute;  // function that computes the value, or unset
  Slot value;    // once computed
  Slot module;
};
Ref type_alias_new(Thread& t, Value name, Value type_params, Value compute);

// TypeVar, TypeVarTuple and ParamSpec.
struct TypeParameterObject : Object {
  Slot name;
  Slot bound, compute_bound;              // TypeVar
  Slot constraints, compute_constraints;  // TypeVar: tuple
  Slot default_value, compute_default;
  Slot module;
  Slot dict;  // attributes
  bool covariant, contravariant, infer_variance;
};
Ref type_var_new(Thread& t, Value name, Value compute_bound = kUnset,
                 Value compute_constraints = kUnset);
Ref type_var_tuple_new(Thread& t, Value name);
Ref param_spec_new(Thread& t, Value name);
// INTRINSIC kSetTypeParamDefault.
void type_param_set_default(TypeParameterObject* parameter, Ref compute);
// Generic[params], for a class with type parameters.
Ref subscript_generic(Thread& t, Value type_params);

}  // namespace gilt
