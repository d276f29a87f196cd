// builtin_function_or_method, method_descriptor, classmethod_descriptor: native functions as
// objects, and how they are called.
#include <fmt/format.h>
#include <atomic>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/signature.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

NativeFunctionObject* as_native(Value v) {
  return v.as<NativeFunctionObject>();
}

// Does the function expect self (or a class) as its first argument?
bool is_method(const NativeFunctionObject* f) {
  return f->owner != nullptr && f->def->kind != NativeKind::kStaticMethod;
}

std::string_view qualified(const TypeObject* type) {
  return type->qualified_name.peek().as<StrObject>()->view();
}

// How error messages call it: "list.append", "math.sin", "len".
std::string shown_name(const NativeFunctionObject* f) {
  Value self = f->self.peek();
  if (f->def->kind == NativeKind::kClassMethod && self.is_object() &&
      type_of(self.as_object())->is(kTypeIsType))
    return fmt::format("{}.{}", qualified(self.as<TypeObject>()), f->def->name);
  if (f->owner != nullptr) return fmt::format("{}.{}", qualified(f->owner), f->def->name);
  Value module = f->module_name.peek();
  if (is_str(module) && module.as<StrObject>()->view() != "builtins")
    return fmt::format("{}.{}", module.as<StrObject>()->view(), f->def->name);
  return f->def->name;
}

// Signatures are read when a function is first called: most never are.
// Builtin types are shared by all interpreters of the process, so two threads may read one at once:
// both get the same result, and either may stay.
const ParameterSpec* spec_of(const NativeFunctionObject* f) {
  std::atomic_ref<const ParameterSpec*> known(const_cast<NativeFunctionObject*>(f)->spec);
  const ParameterSpec* spec = known.load(std::memory_order_acquire);
  if (spec == nullptr) [[unlikely]] {
    spec = parse_signature(f->def->name, f->def->signature, is_method(f));
    known.store(spec, std::memory_order_release);
  }
  return spec;
}

GILT_NOINLINE Ref call_with_names(Thread& t, const NativeFunctionObject* f,
                                  const ParameterSpec* spec, Value self, CallArgs args) {
  Value words[kMaxNativeParameters];
  Ref rest, keywords;
  GILT_CHECK(bind_arguments(t, spec, self, args, words, rest, keywords, shown_name(f)));
  return f->def->fn(t, {words, spec->count});
}

GILT_NOINLINE Ref call_raw(Thread& t, const NativeFunctionObject* f, Value self, CallArgs args) {
  if (self.is_unset()) return f->def->raw(t, args);
  uint32_t keywords = args.kwnames == nullptr ? 0 : static_cast<uint32_t>(args.kwnames->size);
  uint32_t total = args.positional + keywords;
  constexpr uint32_t kFew = 16;
  Value few[kFew];
  std::vector<Value> many;
  Value* words = few;
  if (total + 1 > kFew) {
    many.resize(total + 1);
    words = many.data();
  }
  words[0] = self;
  std::copy(args.values, args.values + total, words + 1);
  return f->def->raw(t, {words, args.positional + 1, args.kwnames});
}

}  // namespace

Ref native_call(Thread& t, const NativeFunctionObject* f, Value self, CallArgs args) {
  if (f->def->raw != nullptr) return call_raw(t, f, self, args);
  const ParameterSpec* spec = spec_of(f);
  bool plain = args.kwnames == nullptr && spec->rest < 0 && spec->keywords < 0;
  if (plain) [[likely]] {
    uint32_t given = args.positional + (self.is_unset() ? 0 : 1);
    // The words are as the function wants them.
    if (given == spec->count && given == spec->positional && self.is_unset())
      return f->def->fn(t, {args.values, given});
    if (given <= spec->positional && given >= spec->required && !spec->required_by_name) {
      Value words[kMaxNativeParameters];
      uint32_t n = 0;
      if (!self.is_unset()) words[n++] = self;
      for (uint32_t i = 0; i < args.positional; i++) words[n++] = args.values[i];
      for (; n < spec->count; n++) words[n] = spec->parameters[n].default_value;
      return f->def->fn(t, {words, spec->count});
    }
  }
  return call_with_names(t, f, spec, self, args);
}

namespace {

NativeFunctionObject* fill(NativeFunctionObject* f, const NativeDef& def, const TypeObject* owner,
                           Ref self, Ref module_name) {
  f->def = &def;
  f->spec = nullptr;
  f->name = intern(def.name);
  f->owner = owner;
  f->self.init(std::move(self));
  f->module_name.init(std::move(module_name));
  return f;
}

}  // namespace

RefOf<NativeFunctionObject> native_function_new(Thread& t, const NativeDef& def,
                                                const TypeObject* owner, Ref self,
                                                Ref module_name) {
  auto* f = object_new<NativeFunctionObject>(t, kNativeFunctionShape);
  if (f == nullptr) return Failed{};
  bool can_cycle = self.get().is_object();
  fill(f, def, owner, std::move(self), std::move(module_name));
  if (can_cycle) gc_track(t, f);
  return RefOf<NativeFunctionObject>::adopt(f);
}

Value make_native_method(TypeObject* owner, const NativeDef& def) {
  NativeFunctionObject* f;
  switch (def.kind) {
    case NativeKind::kClassMethod:
      f = immortal_new<NativeFunctionObject>(kClassMethodDescriptorShape);
      break;
    case NativeKind::kStaticMethod:
      // Found through a class or an instance it is itself: no descriptor is needed around it.
      f = immortal_new<NativeFunctionObject>(kNativeFunctionShape);
      break;
    default: f = immortal_new<NativeFunctionObject>(kMethodDescriptorShape);
  }
  return to_value(fill(f, def, owner, Ref::unset(), Ref::unset()));
}

// -- __new__ of builtin types --

namespace {

Ref call_new(Thread& t, CallArgs args) {
  auto* owner = args[0].as<TypeObject>();
  if (args.positional < 2)
    return fail(t, type_error_type, "{}.__new__(): not enough arguments", type_name(owner));
  if (!type_of(args[1])->is(kTypeIsType))
    return fail(t, type_error_type, "{}.__new__(X): X is not a type object ({})", type_name(owner),
                type_name(args[1]));
  auto* type = args[1].as<TypeObject>();
  if (!is_subtype(type, owner))
    return fail(t, type_error_type, "{0}.__new__({1}): {1} is not a subtype of {0}",
                type_name(owner), type_name(type));
  // object.__new__(list) would make a list that list.__new__ knows nothing of.
  const TypeObject* native = type->native_base;
  if (native->slots.construct != owner->slots.construct)
    return fail(t, type_error_type, "{0}.__new__({1}) is not safe, use {2}.__new__()",
                type_name(owner), type_name(type), type_name(native));
  return owner->slots.construct(t, type, {args.values + 2, args.positional - 2, args.kwnames});
}

constexpr NativeDef kNewDef = {.name = "__new__",
                               .signature = "(*args, **kwargs)",
                               .doc =
                                   "Create and return a new object.  See help(type) for "
                                   "accurate signature.",
                               .kind = NativeKind::kStaticMethod,
                               .raw = call_new};

}  // namespace

Value make_new_method(TypeObject* owner) {
  auto* f = immortal_new<NativeFunctionObject>(kNativeFunctionShape);
  fill(f, kNewDef, owner, Ref::copy(to_value(owner)), Ref::unset());
  return to_value(f);
}

const TypeObject* owner_of_new_method(Value v) {
  if (!has_shape(v, kNativeFunctionShape)) return nullptr;
  auto* f = as_native(v);
  return f->def == &kNewDef ? f->owner : nullptr;
}

// -- builtin_function_or_method --

namespace {

void function_dealloc(Thread& t, Object* self) {
  auto* f = static_cast<NativeFunctionObject*>(self);
  gc_untrack(t, self);
  f->self.clear();
  f->module_name.clear();
  heap_free(t, self, sizeof(NativeFunctionObject));
}
void function_traverse(Object* self, Visitor& visitor) {
  auto* f = static_cast<NativeFunctionObject*>(self);
  visitor.visit(f->self);
  visitor.visit(f->module_name);
}
void function_clear(Thread&, Object* self) {
  static_cast<NativeFunctionObject*>(self)->self.clear();
}

Ref function_call_slot(Thread& t, Value callee, CallArgs args) {
  auto* f = as_native(callee);
  return native_call(t, f, f->self.peek(), args);
}

Ref function_repr(Thread& t, Value v) {
  auto* f = as_native(v);
  Value self = f->self.peek();
  if (self.is_unset() || has_shape(self, kModuleShape) ||
      (self.is_object() && type_of(self.as_object())->native_base == &module_type))
    return str_new(t, fmt::format("<built-in function {}>", f->name->view()));
  return str_new(t, fmt::format("<built-in method {} of {} object at {}>", f->name->view(),
                                type_name(self), address_text(self)));
}

Ref function_compare(Thread&, CompareOp op, Value a, Value b) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(b, kNativeFunctionShape))
    return not_implemented();
  auto* x = as_native(a);
  auto* y = as_native(b);
  bool equal = x->def == y->def && x->owner == y->owner && same(x->self.peek(), y->self.peek());
  return Ref::boolean(equal == (op == CompareOp::kEq));
}

std::optional<int64_t> function_hash(Thread&, Value v) {
  auto* f = as_native(v);
  int64_t self = f->self.is_unset() ? 0 : identity_hash(f->self.peek());
  auto def = static_cast<int64_t>(reinterpret_cast<uintptr_t>(f->def) >> 4);
  int64_t mixed = self ^ def;
  return mixed == -1 ? -2 : mixed;
}

Ref get_self(Thread& t, Value v) {
  auto* f = as_native(v);
  Ref self = f->self.load();
  if (!self.is_unset()) return self;
  // A function of a module: the module.
  Value modules = t.interpreter->modules.peek();
  Ref name = f->module_name.load();
  if (!is_str(name.get()) || !is_dict(modules)) return Ref::none();
  Ref module = Ref::copy(dict_get_name(modules.as<DictObject>(), intern(name.as<StrObject>())));
  return module.is_unset() ? Ref::none() : std::move(module);
}
Ref get_name(Thread&, Value v) {
  return Ref::copy(as_native(v)->name);
}
Ref get_qualified_name(Thread& t, Value v) {
  auto* f = as_native(v);
  if (f->owner == nullptr) return Ref::copy(f->name);
  const TypeObject* owner = f->owner;
  // A class method is named after the class that it is bound to.
  Value self = f->self.peek();
  if (has_shape(v, kNativeFunctionShape) && self.is_object() &&
      type_of(self.as_object())->is(kTypeIsType) && f->def->kind == NativeKind::kClassMethod)
    owner = self.as<TypeObject>();
  return str_new(t, fmt::format("{}.{}", owner->qualified_name.peek().as<StrObject>()->view(),
                                f->name->view()));
}
Ref get_doc(Thread& t, Value v) {
  const char* doc = as_native(v)->def->doc;
  if (doc == nullptr) return Ref::none();
  return str_new(t, doc);
}
Ref get_text_signature(Thread& t, Value v) {
  auto* f = as_native(v);
  if (f->def->signature == nullptr || std::string_view(f->def->signature) == "(...)")
    return Ref::none();
  std::string text = f->def->signature;
  // inspect drops parameters that are marked with a dollar sign from bound methods.
  if (is_method(f)) {
    if (text.size() > 2) text.insert(1, "$");
  } else if (f->owner == nullptr) {
    bool alone = text == "()";
    bool marked = text.find('/') != text.npos;
    text.insert(1, alone ? "$module, /" : marked ? "$module, " : "$module, /, ");
  }
  return str_new(t, text);
}
Ref get_module(Thread&, Value v) {
  Ref name = as_native(v)->module_name.load();
  return name.is_unset() ? Ref::none() : std::move(name);
}
Ref get_owner(Thread&, Value v) {
  auto* f = as_native(v);
  return f->owner == nullptr ? Ref::none() : Ref::copy(f->owner);
}

Ref function_reduce(Thread& t, Args args) {
  auto* f = as_native(args[0]);
  Value self = f->self.peek();
  if (self.is_unset() || has_shape(self, kModuleShape)) return Ref::copy(f->name);
  GILT_TRY(Ref getattr, import_attribute(t, "builtins", "getattr"));
  GILT_TRY(RefOf<TupleObject> inner, tuple_of(t, {self, to_value(f->name)}));
  return tuple_of(t, {getattr.get(), inner.value()});
}

const GetSetDef kFunctionGetSets[] = {
    {"__self__", get_self},
    {"__name__", get_name},
    {"__qualname__", get_qualified_name},
    {"__doc__", get_doc},
    {"__text_signature__", get_text_signature},
    {"__module__", get_module},
};
const NativeDef kFunctionMethods[] = {
    {"__reduce__", function_reduce, "(self, /)", nullptr},
};

Ref descriptor_reduce(Thread& t, Args args) {
  auto* f = as_native(args[0]);
  GILT_TRY(Ref getattr, import_attribute(t, "builtins", "getattr"));
  GILT_TRY(RefOf<TupleObject> inner, tuple_of(t, {to_value(f->owner), to_value(f->name)}));
  return tuple_of(t, {getattr.get(), inner.value()});
}
const NativeDef kDescriptorMethods[] = {
    {"__reduce__", descriptor_reduce, "(self, /)", nullptr},
};

// -- method_descriptor --

Ref unbound_call(Thread& t, Value callee, CallArgs args) {
  auto* f = as_native(callee);
  if (args.positional == 0)
    return fail(t, type_error_type, "unbound method {}.{}() needs an argument",
                f->owner->name->view(), f->def->name);
  TypeObject* type = type_of(args[0]);
  if (type != f->owner && !is_subtype(type, f->owner)) [[unlikely]]
    return fail(t, type_error_type,
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", f->def->name,
                type_name(f->owner), type_name(args[0]));
  return native_call(t, f, kUnset, args);
}

Ref method_bind(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset()) return Ref::copy(self);
  auto* f = as_native(self);
  TypeObject* type = type_of(instance);
  if (type != f->owner && !is_subtype(type, f->owner))
    return fail(t, type_error_type,
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", f->def->name,
                type_name(f->owner), type_name(instance));
  auto* bound = object_new<NativeFunctionObject>(t, kNativeFunctionShape);
  if (bound == nullptr) return Failed{};
  fill(bound, *f->def, f->owner, Ref::copy(instance), Ref::unset());
  bound->spec = f->def->raw == nullptr ? spec_of(f) : nullptr;
  if (instance.is_object()) gc_track(t, bound);
  return Ref::adopt(bound);
}

Ref descriptor_repr(Thread& t, Value v) {
  auto* f = as_native(v);
  return str_new(
      t, fmt::format("<method '{}' of '{}' objects>", f->name->view(), type_name(f->owner)));
}

const GetSetDef kDescriptorGetSets[] = {
    {"__name__", get_name},      {"__qualname__", get_qualified_name},
    {"__doc__", get_doc},        {"__text_signature__", get_text_signature},
    {"__objclass__", get_owner},
};

// -- classmethod_descriptor --

Ref class_method_bind(Thread& t, Value self, Value instance, TypeObject* type) {
  auto* f = as_native(self);
  if (type == nullptr) {
    if (instance.is_unset())
      return fail(t, type_error_type,
                  "descriptor '{}' for type '{}' needs either an object or a type", f->def->name,
                  type_name(f->owner));
    type = type_of(instance);
  }
  if (!is_subtype(type, f->owner))
    return fail(t, type_error_type, "descriptor '{}' requires a subtype of '{}' but received '{}'",
                f->def->name, type_name(f->owner), type_name(type));
  auto* bound = object_new<NativeFunctionObject>(t, kNativeFunctionShape);
  if (bound == nullptr) return Failed{};
  fill(bound, *f->def, f->owner, Ref::copy(type), Ref::unset());
  bound->spec = f->def->raw == nullptr ? spec_of(f) : nullptr;
  return Ref::adopt(bound);
}

Ref class_method_call(Thread& t, Value callee, CallArgs args) {
  auto* f = as_native(callee);
  if (args.positional == 0)
    return fail(t, type_error_type, "unbound method {}.{}() needs an argument",
                f->owner->name->view(), f->def->name);
  if (!type_of(args[0])->is(kTypeIsType) || !is_subtype(args[0].as<TypeObject>(), f->owner))
    return fail(t, type_error_type, "descriptor '{}' requires a type but received a '{}' instance",
                f->def->name, type_name(args[0]));
  return native_call(t, f, kUnset, args);
}

}  // namespace

void init_native_function_type() {
  type_init_builtin(native_function_type, kNativeFunctionShape,
                    {.name = "builtin_function_or_method",
                     .instance_size = sizeof(NativeFunctionObject),
                     .flags = kTypeTracked | kTypeHasWeakrefs,
                     .slots = {.dealloc = function_dealloc,
                               .traverse = function_traverse,
                               .clear = function_clear,
                               .call = function_call_slot,
                               .repr = function_repr,
                               .hash = function_hash,
                               .compare = function_compare},
                     .methods = kFunctionMethods,
                     .getsets = kFunctionGetSets});
}

void init_method_descriptor_type() {
  type_init_builtin(
      method_descriptor_type, kMethodDescriptorShape,
      {.name = "method_descriptor",
       .instance_size = sizeof(NativeFunctionObject),
       .flags = kTypeMethodDescriptor,
       .slots = {.call = unbound_call, .repr = descriptor_repr, .descriptor_get = method_bind},
       .methods = kDescriptorMethods,
       .getsets = kDescriptorGetSets});
}

void init_class_method_descriptor_type() {
  type_init_builtin(class_method_descriptor_type, kClassMethodDescriptorShape,
                    {.name = "classmethod_descriptor",
                     .instance_size = sizeof(NativeFunctionObject),
                     .slots = {.call = class_method_call,
                               .repr = descriptor_repr,
                               .descriptor_get = class_method_bind},
                     .methods = kDescriptorMethods,
                     .getsets = kDescriptorGetSets});
}

}  // namespace gilt
