// Bound methods and closure cells.
#include "runtime/builtin_types.h"
#include "runtime/comparison.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/heap.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"

namespace gilt {

// -- method --

namespace {

using MethodLife = NativeLife<MethodObject, &MethodObject::function, &MethodObject::self>;

MethodObject* as_method(Value v) {
  return v.as<MethodObject>();
}

Ref method_construct(Thread& t, TypeObject*, CallArgs call) {
  if (call.kwnames != nullptr && call.kwnames->size > 0)
    return fail(t, type_error_type, "method() takes no keyword arguments");
  if (call.positional != 2)
    return fail(t, type_error_type, "method expected 2 arguments, got {}", call.positional);
  if (type_of(call[0])->slots.call == nullptr)
    return fail(t, type_error_type, "first argument must be callable");
  if (call[1].is_none()) return fail(t, type_error_type, "instance must not be None");
  return method_new(t, call[0], call[1]);
}

Ref method_call(Thread& t, Value self, CallArgs args) {
  Ref function = as_method(self)->function.load(), instance = as_method(self)->self.load();
  return call_prepended(t, function.get(), instance.get(), args);
}

Ref method_repr(Thread& t, Value self) {
  Ref name = get_attribute_or_unset(t, as_method(self)->function.peek(), names::qualname_);
  if (name.is_unset())
    name = get_attribute_or_unset(t, as_method(self)->function.peek(), names::name_);
  if (name.is_error()) return name;
  GILT_TRY(auto instance, repr(t, as_method(self)->self.peek()));
  std::string_view shown = name && is_str(name.get()) ? name.as<StrObject>()->view() : "?";
  return str_new(t, fmt::format("<bound method {} of {}>", shown, instance->view()));
}

std::optional<int64_t> method_hash(Thread& t, Value self) {
  std::optional<int64_t> function = hash(t, as_method(self)->function.peek());
  if (!function.has_value()) return std::nullopt;
  int64_t combined = *function ^ identity_hash(as_method(self)->self.peek());
  return combined == -1 ? -2 : combined;
}

Ref method_compare(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(other, kMethodShape))
    return not_implemented();
  std::optional<bool> functions_equal =
      equal(t, as_method(self)->function.peek(), as_method(other)->function.peek());
  if (!functions_equal.has_value()) return Ref::error();
  bool both = *functions_equal && same(as_method(self)->self.peek(), as_method(other)->self.peek());
  return Ref::boolean(both == (op == CompareOp::kEq));
}

// What the method itself does not have is looked up on the function.
Ref method_get_attribute(Thread& t, Value self, StrObject* name) {
  Value found = type_lookup(&method_type, name);
  if (!found.is_unset()) return object_get_attribute(t, self, name);
  Ref function = as_method(self)->function.load();
  return get_attribute(t, function.get(), name);
}

Ref get_function(Thread&, Value self) {
  return as_method(self)->function.load();
}
Ref get_self(Thread&, Value self) {
  return as_method(self)->self.load();
}
Ref get_doc(Thread& t, Value self) {
  return get_attribute(t, as_method(self)->function.peek(), names::doc_);
}

Ref method_descriptor_get(Thread&, Value self, Value, TypeObject*) {
  return Ref::copy(self);  // bound once and for all
}

const GetSetDef kMethodGetSets[] = {
    {"__func__", get_function, nullptr, "the function (or other callable) implementing a method"},
    {"__self__", get_self, nullptr, "the instance to which a method is bound"},
    {"__doc__", get_doc, nullptr, nullptr},
};

Ref method_reduce(Thread& t, Args args) {
  GILT_TRY(Ref name, get_attribute(t, as_method(args[0])->function.peek(), names::name_));
  GILT_TRY(Ref getattr, import_attribute(t, "builtins", "getattr"));
  GILT_TRY(auto inner, tuple_of(t, {as_method(args[0])->self.peek(), name.get()}));
  return tuple_of(t, {getattr.get(), inner.value()});
}

const NativeDef kMethodMethods[] = {{"__reduce__", method_reduce, "(self, /)", nullptr}};

}  // namespace

RefOf<MethodObject> method_new(Thread& t, Value function, Value self) {
  auto* method = object_new<MethodObject>(t, kMethodShape);
  if (method == nullptr) return Failed{};
  method->function.init(Ref::copy(function));
  method->self.init(Ref::copy(self));
  gc_track(t, method);
  return RefOf<MethodObject>::adopt(method);
}

void init_method_type() {
  TypeSpec spec{.name = "method",
                .instance_size = sizeof(MethodObject),
                .flags = kTypeTracked | kTypeHasWeakrefs | kTypeCustomGetattr,
                .methods = kMethodMethods,
                .getsets = kMethodGetSets};
  MethodLife::fill(spec.slots);
  spec.slots.construct = method_construct;
  spec.slots.call = method_call;
  spec.slots.repr = method_repr;
  spec.slots.hash = method_hash;
  spec.slots.compare = method_compare;
  spec.compare_ops =
      1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe);
  spec.slots.get_attribute = method_get_attribute;
  spec.slots.descriptor_get = method_descriptor_get;
  type_init_builtin(method_type, kMethodShape, spec);
}

// -- cell --

namespace {

using CellLife = NativeLife<CellObject, &CellObject::content>;

Ref cell_construct(Thread& t, TypeObject*, CallArgs call) {
  GILT_CHECK(no_keywords(t, "cell", call));
  if (call.positional > 1)
    return fail(t, type_error_type, "cell expected at most 1 argument, got {}", call.positional);
  return cell_new(t, call.positional == 1 ? Ref::copy(call[0]) : Ref::unset());
}

Ref cell_repr(Thread& t, Value self) {
  Value content = self.as<CellObject>()->content.peek();
  auto address = reinterpret_cast<uintptr_t>(self.as_object());
  if (content.is_unset()) return str_new(t, fmt::format("<cell at {:#x}: empty>", address));
  return str_new(t, fmt::format("<cell at {:#x}: {} object at {}>", address, type_name(content),
                                address_text(content)));
}

Ref cell_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (!has_shape(other, kCellShape)) return not_implemented();
  Ref a = self.as<CellObject>()->content.load(), b = other.as<CellObject>()->content.load();
  if (!a.is_unset() && !b.is_unset()) return compare(t, op, a.get(), b.get());
  // An empty cell comes before a full one.
  int order = (b.is_unset() ? 1 : 0) - (a.is_unset() ? 1 : 0);
  return Ref::boolean(holds(op, order, 0));
}

Ref get_contents(Thread& t, Value self) {
  Ref content = self.as<CellObject>()->content.load();
  if (content.is_unset()) return fail(t, value_error_type, "Cell is empty");
  return content;
}
bool set_contents(Thread&, Value self, Value value) {
  auto* cell = self.as<CellObject>();
  cell->content.store(cell, value.is_unset() ? Ref::unset() : Ref::copy(value));
  return true;
}

const GetSetDef kCellGetSets[] = {{"cell_contents", get_contents, set_contents, nullptr}};

}  // namespace

RefOf<CellObject> cell_new(Thread& t, Ref content) {
  auto* cell = object_new<CellObject>(t, kCellShape);
  if (cell == nullptr) return Failed{};
  cell->content.init(std::move(content));
  gc_track(t, cell);
  return RefOf<CellObject>::adopt(cell);
}

void init_cell_type() {
  TypeSpec spec{.name = "cell",
                .instance_size = sizeof(CellObject),
                .flags = kTypeTracked,
                .getsets = kCellGetSets};
  CellLife::fill(spec.slots);
  spec.slots.construct = cell_construct;
  spec.slots.repr = cell_repr;
  spec.slots.compare = cell_compare;
  type_init_builtin(cell_type, kCellShape, spec);
}

// A global's cell never reaches a script, but the collector walks through it.
void init_global_cell_type() {
  using Life = NativeLife<GlobalCellObject, &GlobalCellObject::value>;
  TypeSpec spec{.name = "global_cell",
                .instance_size = sizeof(GlobalCellObject),
                .flags = kTypeTracked | kTypeNoInstantiate};
  Life::fill(spec.slots);
  type_init_builtin(global_cell_type, kGlobalCellShape, spec);
}

}  // namespace gilt
