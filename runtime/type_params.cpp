// TypeVar, TypeVarTuple, ParamSpec and `type X = ...` (PEPs 484, 612, 646, 695, 696). At run time
// they are names with values that are computed when somebody asks.
#include <fmt/format.h>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/typing_types.h"
#include "runtime/union.h"

namespace gilt {
namespace {

// -- type parameters --

TypeParameterObject* parameter_of(Value v) {
  return v.as<TypeParameterObject>();
}

Ref parameter_new(Thread& t, ShapeId shape, Value name) {
  auto* p = object_new<TypeParameterObject>(t, shape);
  if (p == nullptr) return Failed{};
  for (Slot* slot : {&p->bound, &p->compute_bound, &p->constraints, &p->compute_constraints,
                     &p->default_value, &p->compute_default, &p->module, &p->dict}) {
    slot->init_unset();
  }
  p->name.init(Ref::copy(name));
  p->covariant = p->contravariant = false;
  p->infer_variance = false;
  Ref result = Ref::adopt(p);
  gc_track(t, p);
  return result;
}

// The value in [known], computed by calling [compute] on the first request; None when there is
// neither.
Ref lazy(Thread& t, Object* owner, Slot& known, Slot& compute) {
  if (known.is_unset() && !compute.is_unset()) {
    Ref function = compute.load();
    GILT_TRY(Ref value, call(t, function.get(), {}));
    known.store(owner, std::move(value));
  }
  return known.is_unset() ? Ref::none() : known.load();
}

Ref parameter_repr(Thread& t, Value self) {
  auto* p = parameter_of(self);
  std::string_view name = p->name.peek().as<StrObject>()->view();
  if (has_shape(self, kTypeVarTupleShape) || p->infer_variance) return str_new(t, name);
  return str_new(t, fmt::format("{}{}", p->covariant ? '+' : p->contravariant ? '-' : '~', name));
}

Ref parameter_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  return union_of(t, a, b);
}

Ref get_name(Thread&, Value self) {
  return parameter_of(self)->name.load();
}
Ref get_bound(Thread& t, Value self) {
  return lazy(t, self.as_object(), parameter_of(self)->bound, parameter_of(self)->compute_bound);
}
Ref get_constraints(Thread& t, Value self) {
  GILT_TRY(Ref value, lazy(t, self.as_object(), parameter_of(self)->constraints,
                           parameter_of(self)->compute_constraints));
  return value.is_none() ? Ref::copy(empty_tuple()) : std::move(value);
}
Ref no_default(Thread& t) {
  return import_attribute(t, "_typing", "NoDefault");
}
Ref get_default(Thread& t, Value self) {
  auto* p = parameter_of(self);
  if (p->default_value.is_unset() && p->compute_default.is_unset()) return no_default(t);
  return lazy(t, p, p->default_value, p->compute_default);
}
Ref get_covariant(Thread&, Value self) {
  return Ref::boolean(parameter_of(self)->covariant);
}
Ref get_contravariant(Thread&, Value self) {
  return Ref::boolean(parameter_of(self)->contravariant);
}
Ref get_infer_variance(Thread&, Value self) {
  return Ref::boolean(parameter_of(self)->infer_variance);
}
Ref get_module(Thread&, Value self) {
  const Slot& module = parameter_of(self)->module;
  return module.is_unset() ? Ref::copy(intern("typing")) : module.load();
}

Ref has_default(Thread&, Args args) {
  auto* p = parameter_of(args[0]);
  return Ref::boolean(!p->default_value.is_unset() || !p->compute_default.is_unset());
}

// *Ts in a subscript: Unpack[Ts], which is the variable itself here.
Ref variadic_iter(Thread& t, Value self) {
  GILT_TRY(RefOf<TupleObject> one, tuple_of(t, {self}));
  return get_iter(t, one.value());
}

void parameter_traverse(Object* self, Visitor& visitor) {
  auto* p = static_cast<TypeParameterObject*>(self);
  for (Slot* slot :
       {&p->name, &p->bound, &p->compute_bound, &p->constraints, &p->compute_constraints,
        &p->default_value, &p->compute_default, &p->module, &p->dict}) {
    visitor.visit(*slot);
  }
}

void parameter_clear(Thread&, Object* self) {
  auto* p = static_cast<TypeParameterObject*>(self);
  for (Slot* slot : {&p->bound, &p->compute_bound, &p->constraints, &p->compute_constraints,
                     &p->default_value, &p->compute_default, &p->module, &p->dict}) {
    slot->clear();
  }
}

void parameter_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  parameter_clear(t, self);
  static_cast<TypeParameterObject*>(self)->name.clear();
  heap_free(t, self, sizeof(TypeParameterObject));
}

// TypeVar('T', *constraints, bound=None, covariant=False, contravariant=False,
// infer_variance=False, default=...)
Ref type_var_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("typevar",
                      "(name, *constraints, bound=None, covariant=False, "
                      "contravariant=False, infer_variance=False, default=...)",
                      false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_str(bound[0]))
    return fail(t, type_error_type, "TypeVar name must be a str, not {}", type_name(bound[0]));
  GILT_TRY(bool covariant, truth(t, bound[3]));
  GILT_TRY(bool contravariant, truth(t, bound[4]));
  GILT_TRY(bool infer, truth(t, bound[5]));
  if (covariant && contravariant)
    return fail(t, value_error_type, "Bivariant types are not supported.");
  auto* constraints = bound[1].as<TupleObject>();
  if (constraints->size == 1) return fail(t, type_error_type, "A single constraint is not allowed");
  if (constraints->size != 0 && !bound[2].is_none()) {
    return fail(t, type_error_type, "Constraints cannot be combined with bound=...");
  }
  GILT_TRY(Ref made, parameter_new(t, kTypeVarShape, bound[0]));
  auto* p = parameter_of(made.get());
  p->covariant = covariant;
  p->contravariant = contravariant;
  p->infer_variance = infer;
  if (!bound[2].is_none()) p->bound.init(Ref::copy(bound[2]));
  if (constraints->size != 0) p->constraints.init(Ref::copy(bound[1]));
  if (!bound[6].is_unset()) p->default_value.init(Ref::copy(bound[6]));
  return made;
}

Ref named_construct(Thread& t, ShapeId shape, const ParameterSpec* spec, CallArgs args) {
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_str(bound[0]))
    return fail(t, type_error_type, "name must be a str, not {}", type_name(bound[0]));
  GILT_TRY(Ref made, parameter_new(t, shape, bound[0]));
  if (!bound[1].is_unset()) parameter_of(made.get())->default_value.init(Ref::copy(bound[1]));
  return made;
}

Ref type_var_tuple_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("typevartuple", "(name, *, default=...)", false);
  return named_construct(t, kTypeVarTupleShape, spec, args);
}

Ref param_spec_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("ParamSpec",
                      "(name, *, default=..., bound=None, covariant=False, contravariant=False, "
                      "infer_variance=False)",
                      false);
  return named_construct(t, kParamSpecShape, spec, args);
}

const GetSetDef kTypeVarGetSets[] = {
    {"__name__", get_name, nullptr, "The name."},
    {"__bound__", get_bound, nullptr, "The upper bound, or None."},
    {"__constraints__", get_constraints, nullptr, "The types that it is restricted to."},
    {"__default__", get_default, nullptr, "The default, or NoDefault."},
    {"__covariant__", get_covariant, nullptr, "Declared covariant."},
    {"__contravariant__", get_contravariant, nullptr, "Declared contravariant."},
    {"__infer_variance__", get_infer_variance, nullptr, "Variance is to be inferred."},
    {"__module__", get_module, nullptr, "Module that made it."},
};
const GetSetDef kNamedGetSets[] = {
    {"__name__", get_name, nullptr, "The name."},
    {"__default__", get_default, nullptr, "The default, or NoDefault."},
    {"__module__", get_module, nullptr, "Module that made it."},
};
// P.args and P.kwargs: objects of typing.ParamSpecArgs and ParamSpecKwargs.
Ref param_spec_args(Thread& t, Value self) {
  GILT_TRY(Ref type, import_attribute(t, "typing", "ParamSpecArgs"));
  return call(t, type.get(), {self});
}
Ref param_spec_kwargs(Thread& t, Value self) {
  GILT_TRY(Ref type, import_attribute(t, "typing", "ParamSpecKwargs"));
  return call(t, type.get(), {self});
}

const GetSetDef kParamSpecGetSets[] = {
    {"__name__", get_name, nullptr, "The name."},
    {"__default__", get_default, nullptr, "The default, or NoDefault."},
    {"__module__", get_module, nullptr, "Module that made it."},
    {"args", param_spec_args, nullptr, "Represents positional arguments."},
    {"kwargs", param_spec_kwargs, nullptr, "Represents keyword arguments."},
};
const NativeDef kParameterMethods[] = {
    {"has_default", has_default, "(self, /)", "Whether it has a default."},
};

TypeSpec parameter_spec(const char* name, const char* doc) {
  TypeSpec spec;
  spec.name = name;
  spec.instance_size = sizeof(TypeParameterObject);
  spec.flags = kTypeTracked | kTypeHasWeakrefs;
  spec.binary_ops = 1u << static_cast<int>(BinaryOp::kOr);
  spec.doc = doc;
  spec.slots.dealloc = parameter_dealloc;
  spec.slots.traverse = parameter_traverse;
  spec.slots.clear = parameter_clear;
  spec.slots.repr = parameter_repr;
  spec.slots.binary = parameter_binary;
  spec.methods = kParameterMethods;
  return spec;
}

// -- type aliases --

TypeAliasObject* alias_of(Value v) {
  return v.as<TypeAliasObject>();
}

Ref alias_repr(Thread&, Value self) {
  return alias_of(self)->name.load();
}
Ref alias_name(Thread&, Value self) {
  return alias_of(self)->name.load();
}
Ref alias_value(Thread& t, Value self) {
  return lazy(t, self.as_object(), alias_of(self)->value, alias_of(self)->compute);
}
Ref alias_params(Thread&, Value self) {
  const Slot& params = alias_of(self)->type_params;
  return params.is_unset() || params.peek().is_none() ? Ref::copy(empty_tuple()) : params.load();
}
Ref alias_module(Thread&, Value self) {
  return alias_of(self)->module.is_unset() ? Ref::none() : alias_of(self)->module.load();
}
Ref alias_get_item(Thread& t, Value self, Value key) {
  Value params = alias_of(self)->type_params.peek();
  if (!is_tuple(params) || params.as<TupleObject>()->size == 0) {
    return fail(t, type_error_type, "Only generic type aliases are subscriptable");
  }
  return generic_alias_of(t, self, key);
}

void alias_traverse(Object* self, Visitor& visitor) {
  auto* a = static_cast<TypeAliasObject*>(self);
  for (Slot* slot : {&a->name, &a->type_params, &a->compute, &a->value, &a->module})
    visitor.visit(*slot);
}
void alias_clear(Thread&, Object* self) {
  auto* a = static_cast<TypeAliasObject*>(self);
  for (Slot* slot : {&a->type_params, &a->compute, &a->value, &a->module}) slot->clear();
}
void alias_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  alias_clear(t, self);
  static_cast<TypeAliasObject*>(self)->name.clear();
  heap_free(t, self, sizeof(TypeAliasObject));
}

Ref alias_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("typealias", "(name, value, *, type_params=())", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_str(bound[0]))
    return fail(t, type_error_type, "name must be a str, not {}", type_name(bound[0]));
  if (!is_tuple(bound[2])) return fail(t, type_error_type, "type_params must be a tuple");
  GILT_TRY(Ref made, type_alias_new(t, bound[0], bound[2], kUnset));
  alias_of(made.get())->value.init(Ref::copy(bound[1]));
  return made;
}

const GetSetDef kAliasGetSets[] = {
    {"__name__", alias_name, nullptr, "The name."},
    {"__value__", alias_value, nullptr, "What it stands for."},
    {"__type_params__", alias_params, nullptr, "Its type parameters."},
    {"__parameters__", alias_params, nullptr, "Its type parameters."},
    {"__module__", alias_module, nullptr, "Module of the type statement."},
};

}  // namespace

Ref type_var_new(Thread& t, Value name, Value compute_bound, Value compute_constraints) {
  GILT_TRY(Ref made, parameter_new(t, kTypeVarShape, name));
  auto* p = parameter_of(made.get());
  // In the syntax of PEP 695 variance is not written.
  p->infer_variance = true;
  if (!compute_bound.is_unset()) p->compute_bound.init(Ref::copy(compute_bound));
  if (!compute_constraints.is_unset()) p->compute_constraints.init(Ref::copy(compute_constraints));
  return made;
}

Ref type_var_tuple_new(Thread& t, Value name) {
  return parameter_new(t, kTypeVarTupleShape, name);
}

Ref param_spec_new(Thread& t, Value name) {
  GILT_TRY(Ref made, parameter_new(t, kParamSpecShape, name));
  parameter_of(made.get())->infer_variance = true;
  return made;
}

void type_param_set_default(TypeParameterObject* parameter, Ref compute) {
  parameter->compute_default.store(parameter, std::move(compute));
}

Ref subscript_generic(Thread& t, Value type_params) {
  GILT_TRY(Ref generic, import_attribute(t, "_typing", "Generic"));
  return generic_alias_of(t, generic.get(), type_params);
}

Ref type_alias_new(Thread& t, Value name, Value type_params, Value compute) {
  auto* a = object_new<TypeAliasObject>(t, kTypeAliasShape);
  if (a == nullptr) return Failed{};
  a->name.init(Ref::copy(name));
  a->type_params.init(Ref::copy(type_params));
  a->compute.init(Ref::copy(compute));
  a->value.init_unset();
  a->module.init_unset();
  Ref result = Ref::adopt(a);
  gc_track(t, a);
  return result;
}

void init_type_var_type() {
  TypeSpec spec = parameter_spec("typing.TypeVar", "A type variable.");
  spec.slots.construct = type_var_construct;
  spec.getsets = kTypeVarGetSets;
  type_init_builtin(type_var_type, kTypeVarShape, spec);
}

void init_type_var_tuple_type() {
  TypeSpec spec =
      parameter_spec("typing.TypeVarTuple", "A type variable that stands for any number of types.");
  spec.slots.construct = type_var_tuple_construct;
  spec.slots.iter = variadic_iter;
  spec.getsets = kNamedGetSets;
  type_init_builtin(type_var_tuple_type, kTypeVarTupleShape, spec);
}

void init_param_spec_type() {
  TypeSpec spec = parameter_spec("typing.ParamSpec",
                                 "A type variable that stands for a function's parameters.");
  spec.slots.construct = param_spec_construct;
  spec.getsets = kParamSpecGetSets;
  type_init_builtin(param_spec_type, kParamSpecShape, spec);
}

void init_type_alias_type() {
  TypeSpec spec;
  spec.name = "typing.TypeAliasType";
  spec.instance_size = sizeof(TypeAliasObject);
  spec.flags = kTypeTracked | kTypeHasWeakrefs;
  spec.binary_ops = 1u << static_cast<int>(BinaryOp::kOr);
  spec.doc = "What a type statement makes.";
  spec.slots.dealloc = alias_dealloc;
  spec.slots.traverse = alias_traverse;
  spec.slots.clear = alias_clear;
  spec.slots.construct = alias_construct;
  spec.slots.repr = alias_repr;
  spec.slots.get_item = alias_get_item;
  spec.slots.binary = parameter_binary;
  spec.getsets = kAliasGetSets;
  type_init_builtin(type_alias_type, kTypeAliasShape, spec);
}

// -- module _typing: what typing.py builds on --

namespace {

// NoDefault, and the class that generic classes derive from: `class C[T]` means `class
// C(Generic[T])`.
Ref generic_class_getitem(Thread& t, Args args) {
  GILT_TRY(Ref getitem, import_attribute(t, "typing", "_generic_class_getitem"));
  return call(t, getitem.get(), {args[0], args[1]});
}

// A class in the syntax of PEP 695 does not need module typing, which takes its time to import:
// `class C[T]:` has one base in __orig_bases__ that is Generic[T], made by the machine.
Ref generic_init_subclass(Thread& t, CallArgs args) {
  static StrObject* const kOriginalBases = intern("__orig_bases__");
  if (args.kwnames != nullptr && args.kwnames->size > 0) {
    return fail(t, type_error_type, "{}.__init_subclass__() takes no keyword arguments",
                args[0].as<TypeObject>()->name->view());
  }
  auto* cls = args[0].as<TypeObject>();
  auto* modules = t.interpreter->modules.peek().as<DictObject>();
  Value bases = dict_get_name(cls->dict.peek().as<DictObject>(), kOriginalBases);
  bool is_known = !dict_get_name(modules, intern("typing")).is_unset();
  if (!is_known && is_tuple(bases) && bases.as<TupleObject>()->size == 1) {
    GILT_TRY(Ref parameters, get_attribute(t, bases.as<TupleObject>()->at(0), names::parameters_));
    GILT_CHECK(type_set_attribute(t, cls, names::parameters_, parameters.get()));
    return Ref::none();
  }
  GILT_TRY(Ref init, import_attribute(t, "typing", "_generic_init_subclass"));
  return call(t, init.get(), {args[0]});
}
void plain_dealloc(Thread& t, Object* self) {
  instance_free(t, self);
}

const NativeDef kGenericMethods[] = {
    {"__class_getitem__", generic_class_getitem, "(cls, object, /)",
     "Parameterizes a generic class.", NativeKind::kClassMethod},
    {"__init_subclass__", nullptr, "(cls, /, **kwargs)", "Finds the class's type variables.",
     NativeKind::kClassMethod, generic_init_subclass},
};

TypeObject* generic_type() {
  static TypeObject* type = [] {
    TypeSpec spec;
    spec.name = "typing.Generic";
    spec.flags = kTypeSubclassable;
    spec.doc = "Abstract base class of generic types.";
    spec.slots.construct = object_type.slots.construct;
    spec.slots.dealloc = plain_dealloc;
    spec.methods = kGenericMethods;
    return type_new_native(spec);
  }();
  return type;
}

Ref no_default_repr(Thread& t, Value) {
  return str_new(t, "typing.NoDefault");
}

TypeObject* no_default_type() {
  static TypeObject* type = [] {
    TypeSpec spec;
    spec.name = "typing.NoDefaultType";
    spec.flags = kTypeNoInstantiate;
    spec.doc = "The type of the NoDefault singleton.";
    spec.slots.repr = no_default_repr;
    return type_new_native(spec);
  }();
  return type;
}

bool init_module(Thread& t, ModuleObject* module) {
  static Object* no_default_object = immortal_new<Object>(no_default_type()->instance_shape->id);
  GILT_CHECK(module_set(t, module, "NoDefault", Ref::copy(no_default_object)));
  GILT_CHECK(module_set(t, module, "Generic", Ref::copy(generic_type())));
  GILT_CHECK(module_set(t, module, "TypeVar", Ref::copy(&type_var_type)));
  GILT_CHECK(module_set(t, module, "TypeVarTuple", Ref::copy(&type_var_tuple_type)));
  GILT_CHECK(module_set(t, module, "ParamSpec", Ref::copy(&param_spec_type)));
  GILT_CHECK(module_set(t, module, "TypeAliasType", Ref::copy(&type_alias_type)));
  return module_set(t, module, "Union", Ref::copy(&union_type));
}

const ModuleDef kModule = {
    "_typing", "Types of annotations that the machine itself makes.", {}, init_module};

}  // namespace

void register_typing_module() {
  register_native_module(kModule);
}

}  // namespace gilt
