// `__dunder__` attributes of builtin types: each calls the type's slot.
#include <fmt/format.h>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/slot_table.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

struct Arity {
  uint32_t min, max;
};

constexpr Arity arity(Wrap wrap) {
  switch (wrap) {
    case Wrap::kSelf:
    case Wrap::kNext:
    case Wrap::kHash:
    case Wrap::kTruth:
    case Wrap::kLength:
    case Wrap::kUnary:
    case Wrap::kFinalize: return {0, 0};
    case Wrap::kPower:
    case Wrap::kReflectedPower:
    case Wrap::kDescriptorGet: return {1, 2};
    case Wrap::kSetItem:
    case Wrap::kSetAttribute:
    case Wrap::kDescriptorSet: return {2, 2};
    case Wrap::kCall:
    case Wrap::kInit: return {0, UINT32_MAX};
    default: return {1, 1};
  }
}

bool check_arguments(Thread& t, const SlotWrapperObject* wrapper, CallArgs args) {
  Arity allowed = arity(wrapper->dunder->wrap);
  if (allowed.max == UINT32_MAX) return true;
  if (args.kwnames != nullptr && args.kwnames->size > 0)
    return fail(t, type_error_type, "wrapper {}() takes no keyword arguments",
                (*wrapper->dunder->name)->view());
  if (args.positional >= allowed.min && args.positional <= allowed.max) return true;
  std::string_view name = (*wrapper->dunder->name)->view();
  if (allowed.min == 2 && allowed.max == 2)
    return fail(t, type_error_type, "{} expected 2 arguments, got {}", name, args.positional);
  if (allowed.min == allowed.max)
    return fail(t, type_error_type, "expected {} argument{}, got {}", allowed.min,
                allowed.min == 1 ? "" : "s", args.positional);
  if (wrapper->dunder->wrap != Wrap::kDescriptorGet)
    return fail(t, type_error_type, "expected 1 or 2 arguments, got {}", args.positional);
  if (args.positional < allowed.min)
    return fail(t, type_error_type, "{} expected at least {} argument{}, got {}", name, allowed.min,
                allowed.min == 1 ? "" : "s", args.positional);
  return fail(t, type_error_type, "{} expected at most {} arguments, got {}", name, allowed.max,
              args.positional);
}

// Attribute names come from scripts here.
StrObject* attribute_name(Thread& t, Value v) {
  if (!is_str(v))
    return fail(t, type_error_type, "attribute name must be string, not '{}'", type_name(v));
  return intern(v.as<StrObject>());
}

// object.__setattr__(int_type_instance...) would bypass the set_attribute of a builtin type between
// the wrapper's owner and the instance's class.
bool check_set_attribute(Thread& t, const SlotWrapperObject* wrapper, Value self) {
  const TypeObject* native = type_of(self)->native_base;
  auto own = reinterpret_cast<decltype(TypeSlots::set_attribute)>(wrapper->function);
  if (native->slots.set_attribute == own) return true;
  if (native->slots.set_attribute == object_set_attribute) return true;
  return fail(t, type_error_type, "can't apply this {} to {} object",
              (*wrapper->dunder->name)->view(), type_name(self));
}

template <class Slot>
auto as_slot(const SlotWrapperObject* wrapper, Slot TypeSlots::*) {
  return reinterpret_cast<Slot>(wrapper->function);
}

Ref done(bool ok) {
  return ok ? Ref::none() : Ref::error();
}

}  // namespace

SlotWrapperObject* slot_wrapper_new(TypeObject* owner, const Dunder& dunder, SlotFunction f) {
  auto* wrapper = immortal_new<SlotWrapperObject>(kSlotWrapperShape);
  wrapper->dunder = &dunder;
  wrapper->owner = owner;
  wrapper->function = f;
  return wrapper;
}

Ref slot_wrapper_call(Thread& t, const SlotWrapperObject* w, Value self, CallArgs args) {
  GILT_CHECK(check_arguments(t, w, args));
  auto binary = static_cast<BinaryOp>(w->dunder->op);
  switch (w->dunder->wrap) {
    case Wrap::kSelf: return as_slot(w, &TypeSlots::repr)(t, self);
    case Wrap::kNext: {
      Ref item = as_slot(w, &TypeSlots::next)(t, self);
      if (!item.is_unset()) return item;
      return fail_with(t, stop_iteration_type, Ref::unset());
    }
    case Wrap::kHash: {
      GILT_TRY(int64_t value, as_slot(w, &TypeSlots::hash)(t, self));
      return int_from(t, value);
    }
    case Wrap::kTruth: {
      GILT_TRY(bool value, as_slot(w, &TypeSlots::truth)(t, self));
      return Ref::boolean(value);
    }
    case Wrap::kLength: {
      GILT_TRY(int64_t value, as_slot(w, &TypeSlots::length)(t, self));
      return int_from(t, value);
    }
    case Wrap::kContains: {
      GILT_TRY(bool value, as_slot(w, &TypeSlots::contains)(t, self, args[0]));
      return Ref::boolean(value);
    }
    case Wrap::kCompare:
      return as_slot(w, &TypeSlots::compare)(t, static_cast<CompareOp>(w->dunder->op), self,
                                             args[0]);
    case Wrap::kBinary: return as_slot(w, &TypeSlots::binary)(t, binary, self, args[0]);
    case Wrap::kReflected: return as_slot(w, &TypeSlots::binary)(t, binary, args[0], self);
    case Wrap::kInplace: return as_slot(w, &TypeSlots::inplace)(t, binary, self, args[0]);
    case Wrap::kUnary:
      return as_slot(w, &TypeSlots::unary)(t, static_cast<UnaryOp>(w->dunder->op), self);
    case Wrap::kPower:
    case Wrap::kReflectedPower: {
      bool reflected = w->dunder->wrap == Wrap::kReflectedPower;
      Value base = reflected ? args[0] : self;
      Value exponent = reflected ? self : args[0];
      if (args.positional == 2 && !args[1].is_none()) {
        auto power = w->owner->slots.power;
        return power != nullptr ? power(t, base, exponent, args[1]) : not_implemented();
      }
      return as_slot(w, &TypeSlots::binary)(t, BinaryOp::kPow, base, exponent);
    }
    case Wrap::kGetItem: return as_slot(w, &TypeSlots::get_item)(t, self, args[0]);
    case Wrap::kSetItem: return done(as_slot(w, &TypeSlots::set_item)(t, self, args[0], args[1]));
    case Wrap::kDeleteItem: return done(as_slot(w, &TypeSlots::set_item)(t, self, args[0], kUnset));
    case Wrap::kGetAttribute: {
      StrObject* name = attribute_name(t, args[0]);
      if (name == nullptr) return Failed{};
      return as_slot(w, &TypeSlots::get_attribute)(t, self, name);
    }
    case Wrap::kSetAttribute:
    case Wrap::kDeleteAttribute: {
      GILT_CHECK(check_set_attribute(t, w, self));
      StrObject* name = attribute_name(t, args[0]);
      if (name == nullptr) return Failed{};
      Value value = w->dunder->wrap == Wrap::kSetAttribute ? args[1] : kUnset;
      return done(as_slot(w, &TypeSlots::set_attribute)(t, self, name, value));
    }
    case Wrap::kDescriptorGet: {
      Value instance = args[0].is_none() ? kUnset : args[0];
      Value type = args.positional > 1 ? args[1] : kNone;
      if (instance.is_unset() && type.is_none())
        return fail(t, type_error_type, "__get__(None, None) is invalid");
      TypeObject* owner = nullptr;
      if (type.is_object() && type_of(type)->is(kTypeIsType)) {
        owner = type.as<TypeObject>();
      } else if (!instance.is_unset()) {
        owner = type_of(instance);
      }
      return as_slot(w, &TypeSlots::descriptor_get)(t, self, instance, owner);
    }
    case Wrap::kDescriptorSet:
      return done(as_slot(w, &TypeSlots::descriptor_set)(t, self, args[0], args[1]));
    case Wrap::kDescriptorDelete:
      return done(as_slot(w, &TypeSlots::descriptor_set)(t, self, args[0], kUnset));
    case Wrap::kCall: return as_slot(w, &TypeSlots::call)(t, self, args);
    case Wrap::kInit: return done(as_slot(w, &TypeSlots::init)(t, self, args));
    case Wrap::kFinalize:
    case Wrap::kGetattrHook: break;  // builtin types offer no such dunders
  }
  return Ref::none();
}

namespace {

// -- slot_wrapper --

std::string_view wrapper_name(const SlotWrapperObject* w) {
  return (*w->dunder->name)->view();
}

Ref wrapper_repr(Thread& t, Value self) {
  auto* w = self.as<SlotWrapperObject>();
  return str_new(
      t, fmt::format("<slot wrapper '{}' of '{}' objects>", wrapper_name(w), type_name(w->owner)));
}

Ref wrapper_invoke(Thread& t, Value self, CallArgs args) {
  auto* w = self.as<SlotWrapperObject>();
  if (args.positional == 0)
    return fail(t, type_error_type, "descriptor '{}' of '{}' object needs an argument",
                wrapper_name(w), type_name(w->owner));
  if (!is_instance_of(args[0], w->owner))
    return fail(t, type_error_type, "descriptor '{}' requires a '{}' object but received a '{}'",
                wrapper_name(w), type_name(w->owner), type_name(args[0]));
  return slot_wrapper_call(t, w, args[0], {args.values + 1, args.positional - 1, args.kwnames});
}

Ref wrapper_bind(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset()) return Ref::copy(self);
  auto* w = self.as<SlotWrapperObject>();
  if (!is_instance_of(instance, w->owner))
    return fail(t, type_error_type,
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", wrapper_name(w),
                type_name(w->owner), type_name(instance));
  auto* bound = object_new<MethodWrapperObject>(t, kMethodWrapperShape);
  if (bound == nullptr) return Failed{};
  bound->wrapper = w;
  bound->self.init(Ref::copy(instance));
  gc_track(t, bound);
  return Ref::adopt(bound);
}

const SlotWrapperObject* wrapper_of(Value v) {
  return has_shape(v, kSlotWrapperShape) ? v.as<SlotWrapperObject>()
                                         : v.as<MethodWrapperObject>()->wrapper;
}

Ref get_name(Thread&, Value self) {
  return Ref::copy(*wrapper_of(self)->dunder->name);
}
Ref get_qualified_name(Thread& t, Value self) {
  auto* w = wrapper_of(self);
  return str_new(t, fmt::format("{}.{}", type_name(w->owner), wrapper_name(w)));
}
Ref get_doc(Thread& t, Value self) {
  return str_new(t, wrapper_of(self)->dunder->doc);
}
Ref get_text_signature(Thread& t, Value self) {
  return str_new(t, wrapper_of(self)->dunder->signature);
}
Ref get_owner(Thread&, Value self) {
  return Ref::copy(to_value(wrapper_of(self)->owner));
}
Ref get_self(Thread&, Value self) {
  return self.as<MethodWrapperObject>()->self.load();
}

const GetSetDef kWrapperGetSets[] = {
    {"__name__", get_name},      {"__qualname__", get_qualified_name},
    {"__doc__", get_doc},        {"__text_signature__", get_text_signature},
    {"__objclass__", get_owner},
};
const GetSetDef kMethodWrapperGetSets[] = {
    {"__self__", get_self},
    {"__name__", get_name},
    {"__qualname__", get_qualified_name},
    {"__doc__", get_doc},
    {"__text_signature__", get_text_signature},
    {"__objclass__", get_owner},
};

// -- method-wrapper --

void bound_dealloc(Thread& t, Object* self) {
  auto* bound = static_cast<MethodWrapperObject*>(self);
  gc_untrack(t, self);
  bound->self.clear();
  heap_free(t, self, sizeof(MethodWrapperObject));
}
void bound_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<MethodWrapperObject*>(self)->self);
}

Ref bound_repr(Thread& t, Value self) {
  auto* bound = self.as<MethodWrapperObject>();
  return str_new(
      t, fmt::format("<method-wrapper '{}' of {} object at {}>", wrapper_name(bound->wrapper),
                     type_name(bound->self.peek()), address_text(bound->self.peek())));
}

Ref bound_call(Thread& t, Value self, CallArgs args) {
  auto* bound = self.as<MethodWrapperObject>();
  Ref hold = Ref::copy(self);
  return slot_wrapper_call(t, bound->wrapper, bound->self.peek(), args);
}

Ref bound_compare(Thread&, CompareOp op, Value a, Value b) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(b, kMethodWrapperShape))
    return not_implemented();
  auto* x = a.as<MethodWrapperObject>();
  auto* y = b.as<MethodWrapperObject>();
  bool equal = x->wrapper == y->wrapper && same(x->self.peek(), y->self.peek());
  return Ref::boolean(equal == (op == CompareOp::kEq));
}

std::optional<int64_t> bound_hash(Thread&, Value self) {
  auto* bound = self.as<MethodWrapperObject>();
  return identity_hash(bound->self.peek()) ^ identity_hash(to_value(bound->wrapper));
}

Ref bound_reduce(Thread& t, Args args) {
  auto* bound = args[0].as<MethodWrapperObject>();
  GILT_TRY(Ref getattr, import_attribute(t, "builtins", "getattr"));
  GILT_TRY(auto inner, tuple_of(t, {bound->self.peek(), to_value(*bound->wrapper->dunder->name)}));
  return tuple_of(t, {getattr.get(), inner.value()});
}

Ref wrapper_reduce(Thread& t, Args args) {
  auto* wrapper = args[0].as<SlotWrapperObject>();
  GILT_TRY(Ref getattr, import_attribute(t, "builtins", "getattr"));
  GILT_TRY(auto inner, tuple_of(t, {to_value(wrapper->owner), to_value(*wrapper->dunder->name)}));
  return tuple_of(t, {getattr.get(), inner.value()});
}

constexpr NativeDef kWrapperMethods[] = {{"__reduce__", wrapper_reduce, "(self, /)", nullptr}};
constexpr NativeDef kMethodWrapperMethods[] = {{"__reduce__", bound_reduce, "(self, /)", nullptr}};

}  // namespace

void init_slot_wrapper_type() {
  type_init_builtin(
      slot_wrapper_type, kSlotWrapperShape,
      {.name = "wrapper_descriptor",
       .instance_size = sizeof(SlotWrapperObject),
       .flags = kTypeMethodDescriptor,
       .slots = {.call = wrapper_invoke, .repr = wrapper_repr, .descriptor_get = wrapper_bind},
       .methods = kWrapperMethods,
       .getsets = kWrapperGetSets});
}

void init_method_wrapper_type() {
  type_init_builtin(method_wrapper_type, kMethodWrapperShape,
                    {.name = "method-wrapper",
                     .instance_size = sizeof(MethodWrapperObject),
                     .flags = kTypeTracked,
                     .slots = {.dealloc = bound_dealloc,
                               .traverse = bound_traverse,
                               .call = bound_call,
                               .repr = bound_repr,
                               .hash = bound_hash,
                               .compare = bound_compare},
                     .methods = kMethodWrapperMethods,
                     .getsets = kMethodWrapperGetSets});
}

}  // namespace gilt
