// contextvars.Context: entering, leaving, and looking at it as a mapping.
#include "stdlib/context.h"

#include "interpreter/coroutine_state.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/list_iterator.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

using Life = NativeLife<ContextObject, &ContextObject::root, &ContextObject::previous>;

ContextObject* as_context(Value v) {
  return v.as<ContextObject>();
}

RefOf<ContextObject> context_new(Thread& t, Ref root) {
  ContextObject* context = Life::allocate(t, context_type());
  if (context == nullptr) return Failed{};
  context->root.init(std::move(root));
  context->entered = false;
  auto ref = RefOf<ContextObject>::adopt(context);
  gc_track(t, context);
  return ref;
}

}  // namespace

RefOf<ContextObject> current_context(Thread& t) {
  CoroutineState& state = coroutine_state(t);
  if (state.context.is_unset()) {
    GILT_TRY(RefOf<ContextObject> context, context_new(t, Ref::unset()));
    context->entered = true;
    state.context = std::move(context);
  }
  return RefOf<ContextObject>::from(state.context.copy());
}

RefOf<ContextObject> context_copy_current(Thread& t) {
  CoroutineState& state = coroutine_state(t);
  if (state.context.is_unset()) return context_new(t, Ref::unset());
  return context_new(t, state.context.as<ContextObject>()->root.load());
}

bool context_enter(Thread& t, ContextObject* context) {
  if (!context->entered.change(context, false, true)) {
    GILT_TRY(Ref text, repr(t, to_value(context)));
    return fail(t, runtime_error_type, "cannot enter context: {} is already entered",
                text.as<StrObject>()->view());
  }
  CoroutineState& state = coroutine_state(t);
  context->previous.store(context, std::move(state.context));
  state.context = Ref::copy(context);
  return true;
}

void context_leave(Thread& t, ContextObject* context) {
  CoroutineState& state = coroutine_state(t);
  Ref left = std::move(state.context);
  state.context = context->previous.exchange(context, Ref::unset());
  context->entered = false;
}

namespace {

Ref construct(Thread& t, TypeObject*, CallArgs args) {
  if (args.positional > 0 || (args.kwnames != nullptr && args.kwnames->size > 0))
    return fail(t, type_error_type, "Context() does not accept any arguments");
  return context_new(t, Ref::unset());
}

// -- methods --

Ref run(Thread& t, CallArgs args) {
  if (args.positional < 2)
    return fail(t, type_error_type, "run() missing 1 required positional argument");
  ContextObject* context = as_context(args[0]);
  Ref held = Ref::copy(context);
  GILT_CHECK(context_enter(t, context));
  Ref result = call(t, args[1], CallArgs{args.values + 2, args.positional - 2, args.kwnames});
  context_leave(t, context);
  return result;
}

Ref copy(Thread& t, Args args) {
  return context_new(t, as_context(args[0])->root.load());
}

bool check_key(Thread& t, Value key) {
  if (type_of(key) == context_var_type()) return true;
  GILT_TRY(Ref text, repr(t, key));
  return fail(t, type_error_type, "a ContextVar key was expected, got {}",
              text.as<StrObject>()->view());
}

Ref get(Thread& t, Args args) {
  GILT_CHECK(check_key(t, args[1]));
  Ref root = as_context(args[0])->root.load();
  Value found = context_map_find(root.get(), args[1].as<ContextVarObject>());
  return Ref::copy(found.is_unset() ? args[2] : found);
}

enum class Part : uint8_t { kKeys, kValues, kItems };

RefOf<ListObject> listed(Thread& t, Value self, Part part) {
  Ref root = as_context(self)->root.load();
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  bool ok = context_map_walk(root.get(), [&](Value variable, Value value) -> bool {
    Ref item = part == Part::kKeys     ? Ref::copy(variable)
               : part == Part::kValues ? Ref::copy(value)
                                       : Ref(tuple_of(t, {variable, value}));
    return !item.is_error() && list_append(t, list.get(), std::move(item));
  });
  if (!ok) return Failed{};
  return list;
}

template <Part kPart>
Ref iterate(Thread& t, Args args) {
  GILT_TRY(RefOf<ListObject> list, listed(t, args[0], kPart));
  return list_iterator_new(t, list.get());
}

constexpr NativeDef kMethods[] = {
    {"run", nullptr, "(self, callable, /, *args, **kwargs)",
     "Calls callable(*args, **kwargs) with this context as the current one.", NativeKind::kFunction,
     run},
    {"copy", copy, "(self, /)", "A context with the same values."},
    {"get", get, "(self, key, default=None, /)", "The value of a variable, or default."},
    {"keys", iterate<Part::kKeys>, "(self, /)", "The variables that have a value."},
    {"values", iterate<Part::kValues>, "(self, /)", "Their values."},
    {"items", iterate<Part::kItems>, "(self, /)", "Pairs of both."},
};

// -- as a mapping --

Ref iter_slot(Thread& t, Value self) {
  GILT_TRY(RefOf<ListObject> list, listed(t, self, Part::kKeys));
  return list_iterator_new(t, list.get());
}

std::optional<int64_t> length_slot(Thread&, Value self) {
  Ref root = as_context(self)->root.load();
  int64_t count = 0;
  context_map_walk(root.get(), [&](Value, Value) {
    count++;
    return true;
  });
  return count;
}

Ref get_item_slot(Thread& t, Value self, Value key) {
  GILT_CHECK(check_key(t, key));
  Ref root = as_context(self)->root.load();
  Value found = context_map_find(root.get(), key.as<ContextVarObject>());
  if (found.is_unset()) return fail_with(t, key_error_type, Ref::copy(key));
  return Ref::copy(found);
}

std::optional<bool> contains_slot(Thread& t, Value self, Value key) {
  GILT_CHECK(check_key(t, key));
  Ref root = as_context(self)->root.load();
  return !context_map_find(root.get(), key.as<ContextVarObject>()).is_unset();
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || type_of(other) != context_type())
    return not_implemented();
  Ref a = as_context(self)->root.load(), b = as_context(other)->root.load();
  GILT_TRY(int64_t a_length, length_slot(t, self));
  GILT_TRY(int64_t b_length, length_slot(t, other));
  bool is_equal = a_length == b_length;
  bool ok = !is_equal || context_map_walk(a.get(), [&](Value variable, Value value) -> bool {
    Value there = context_map_find(b.get(), variable.as<ContextVarObject>());
    if (there.is_unset()) {
      is_equal = false;
      return false;
    }
    std::optional<bool> same_value = equal(t, value, there);
    is_equal = same_value.value_or(false);
    return is_equal;
  });
  if (!ok && error_pending(t)) return Ref::error();
  return Ref::boolean(is_equal == (op == CompareOp::kEq));
}

}  // namespace

TypeObject* context_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_contextvars.Context",
                  .instance_size = sizeof(ContextObject),
                  .flags = kTypeTracked | kTypeHasWeakrefs,
                  .compare_ops = 1u << static_cast<int>(CompareOp::kEq) |
                                 1u << static_cast<int>(CompareOp::kNe),
                  .methods = kMethods};
    Life::fill(spec.slots);
    spec.slots.construct = construct;
    spec.slots.compare = compare_slot;
    spec.slots.iter = iter_slot;
    spec.slots.length = length_slot;
    spec.slots.get_item = get_item_slot;
    spec.slots.contains = contains_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
