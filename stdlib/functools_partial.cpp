// functools.partial: a function with some of its arguments given.
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "stdlib/functools.h"

namespace gilt {
namespace {

struct PartialObject : Object {
  Slot function;
  Slot args;      // tuple
  Slot keywords;  // dict
  int64_t placeholders;

  TupleObject* arguments() const { return args.peek().as<TupleObject>(); }
  DictObject* named() const { return keywords.peek().as<DictObject>(); }
};
using Life = NativeLife<PartialObject, &PartialObject::function, &PartialObject::args,
                        &PartialObject::keywords>;

PartialObject* as_partial(Value v) {
  return v.as<PartialObject>();
}

bool is_placeholder(Value v) {
  return same(v, placeholder());
}

// One call's arguments, put together from two sides.
struct Arguments {
  std::vector<Value> values;
  uint32_t positional = 0;
  RefOf<TupleObject> names;

  CallArgs as_call() const { return CallArgs{values.data(), positional, names.get()}; }
};

// Positional ones of [partial], its placeholders filled from [given], then the rest of those.
bool join_positional(Thread& t, TupleObject* own, int64_t placeholders, CallArgs given,
                     Arguments& out) {
  uint32_t next = 0;
  if (given.positional < placeholders)
    return fail(t, type_error_type,
                "missing positional arguments in 'partial' call; expected at least {}, got {}",
                placeholders, given.positional);
  out.values.reserve(static_cast<size_t>(own->size) + given.positional + 4);
  for (int64_t i = 0; i < own->size; ++i)
    out.values.push_back(next < given.positional && is_placeholder(own->at(i)) ? given[next++]
                                                                               : own->at(i));
  while (next < given.positional) out.values.push_back(given[next++]);
  out.positional = static_cast<uint32_t>(out.values.size());
  return true;
}

Ref call_slot(Thread& t, Value self, CallArgs given) {
  auto* partial = as_partial(self);
  Ref held = Ref::copy(self);
  Arguments all;
  Ref function, arguments, held_keywords;
  int64_t placeholders;
  {
    ObjectLock lock(t, partial);  // __setstate__ changes them together
    function = partial->function.load();
    arguments = partial->args.load();
    held_keywords = partial->keywords.load();
    placeholders = partial->placeholders;
  }
  GILT_CHECK(join_positional(t, arguments.as<TupleObject>(), placeholders, given, all));
  auto* named = held_keywords.as<DictObject>();
  uint32_t given_names = given.kwnames ? static_cast<uint32_t>(given.kwnames->size) : 0;
  if (dict_length(named) == 0) {
    for (uint32_t i = 0; i < given_names; ++i) all.values.push_back(given[given.positional + i]);
    return call(t, function.get(), CallArgs{all.values.data(), all.positional, given.kwnames});
  }
  // Keywords of the call win over those of the partial.
  GILT_TRY(auto keywords, dict_copy(t, named));
  for (uint32_t i = 0; i < given_names; ++i)
    GILT_CHECK(dict_set(t, keywords.get(), given.kwnames->at(i), given[given.positional + i]));
  GILT_TRY(all.names, tuple_new(t, dict_length(keywords.get())));
  int64_t position = 0, n = 0;
  Value key, value;
  while (dict_next(keywords.get(), position, key, value)) {
    all.names->items()[n++].init(Ref::copy(key));
    all.values.push_back(value);
  }
  return call(t, function.get(), all.as_call());
}

int64_t count_placeholders(TupleObject* args) {
  int64_t count = 0;
  for (int64_t i = 0; i < args->size; ++i) count += is_placeholder(args->at(i));
  return count;
}

bool has_attributes(const Object* object) {
  const Shape& shape = shape_of(object);
  return shape.kind == ShapeKind::kDictMode || shape.slot_count > 0;
}

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional == 0)
    return fail(t, type_error_type, "type 'partial' takes at least one argument");
  Value function = args[0];
  if (!type_of(function)->slots.call)
    return fail(t, type_error_type, "the first argument must be callable");
  if (args.positional > 1 && is_placeholder(args[args.positional - 1]))
    return fail(t, type_error_type, "trailing Placeholders are not allowed");
  for (uint32_t i = 0; args.kwnames && i < args.kwnames->size; ++i) {
    if (is_placeholder(args[args.positional + i]))
      return fail(t, type_error_type, "Placeholder cannot be passed as a keyword argument");
  }
  CallArgs rest{args.values + 1, args.positional - 1, nullptr};
  RefOf<TupleObject> positional;
  GILT_TRY(auto keywords, dict_new(t));
  Ref inner = Ref::copy(function);
  if (type_of(function) == partial_type() && !has_attributes(function.as_object())) {
    // partial(partial(f, a), b) is partial(f, a, b). Placeholders that are not filled stay.
    auto* nested = as_partial(function);
    Arguments joined;
    Ref held_own = nested->args.load(), held_named = nested->keywords.load();
    auto* own = held_own.as<TupleObject>();
    uint32_t next = 0;
    for (int64_t i = 0; i < own->size; ++i) {
      bool filled = is_placeholder(own->at(i)) && next < rest.positional;
      joined.values.push_back(filled ? rest[next++] : own->at(i));
    }
    while (next < rest.positional) joined.values.push_back(rest[next++]);
    for (Value v : joined.values) retain(v);
    GILT_TRY(positional,
             tuple_adopt(t, joined.values.data(), static_cast<int64_t>(joined.values.size())));
    GILT_CHECK(dict_update(t, keywords.get(), held_named.get()));
    inner = nested->function.load();
  } else {
    GILT_TRY(positional, tuple_new(t, rest.positional));
    for (uint32_t i = 0; i < rest.positional; ++i) positional->items()[i].init(Ref::copy(rest[i]));
  }
  for (uint32_t i = 0; args.kwnames && i < args.kwnames->size; ++i)
    GILT_CHECK(dict_set(t, keywords.get(), args.kwnames->at(i), args[args.positional + i]));
  auto* partial = Life::allocate(t, type);
  if (!partial) return Failed{};
  partial->placeholders = count_placeholders(positional.get());
  partial->function.init(std::move(inner));
  partial->args.init(std::move(positional));
  partial->keywords.init(std::move(keywords));
  Ref ref = Ref::adopt(partial);
  gc_track(t, partial);
  return ref;
}

Ref repr_slot(Thread& t, Value self) {
  auto* partial = as_partial(self);
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "...");
  }
  GILT_TRY(Ref module, get_attribute(t, to_value(type_of(self)), names::module_));
  StrBuilder text;
  GILT_CHECK(text.append(t, module.get()));
  text.append('.');
  GILT_CHECK(text.append(t, type_of(self)->qualified_name.peek()));
  text.append('(');
  Ref function = partial->function.load(), held_args = partial->args.load();
  Ref keywords = partial->keywords.load();
  GILT_CHECK(text.append_repr(t, function.get()));
  auto* args = held_args.as<TupleObject>();
  for (int64_t i = 0; i < args->size; ++i) {
    text.append(", ");
    GILT_CHECK(text.append_repr(t, args->at(i)));
  }
  int64_t position = 0;
  Value key, value;
  while (dict_next(keywords.as<DictObject>(), position, key, value)) {
    Ref held_key = Ref::copy(key), held_value = Ref::copy(value);
    text.append(", ");
    GILT_CHECK(text.append(t, key));
    text.append('=');
    GILT_CHECK(text.append_repr(t, value));
  }
  text.append(')');
  return text.finish(t);
}

Ref descriptor_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset() || instance.is_none()) return Ref::copy(self);
  return method_new(t, self, instance);
}

// (class, (function,), (function, args, keywords, attributes))
Ref method_reduce(Thread& t, Args args) {
  auto* partial = as_partial(args[0]);
  Ref attributes = Ref::none();
  if (has_attributes(partial)) {
    GILT_TRY(attributes, get_attribute(t, args[0], names::dict_));
  }
  GILT_TRY(auto arguments, tuple_of(t, {partial->function.peek()}));
  GILT_TRY(auto state, tuple_of(t, {partial->function.peek(), partial->args.peek(),
                                    partial->keywords.peek(), attributes.get()}));
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value(), state.value()});
}

Ref method_setstate(Thread& t, Args args) {
  auto* partial = as_partial(args[0]);
  auto* state = is_tuple(args[1]) ? args[1].as<TupleObject>() : nullptr;
  if (!state || state->size != 4 || !is_tuple(state->at(1)) ||
      !(is_dict(state->at(2)) || state->at(2).is_none()))
    return fail(t, type_error_type, "invalid partial state");
  auto* arguments = state->at(1).as<TupleObject>();
  if (arguments->size > 0 && is_placeholder(arguments->at(arguments->size - 1)))
    return fail(t, type_error_type, "trailing Placeholders are not allowed");
  GILT_TRY(auto keywords, dict_new(t));
  if (!state->at(2).is_none()) GILT_CHECK(dict_update(t, keywords.get(), state->at(2)));
  Ref old_function, old_args, old_keywords;
  {
    ObjectLock lock(t, partial);
    partial->placeholders = count_placeholders(arguments);
    old_function = partial->function.exchange(partial, Ref::copy(state->at(0)));
    old_args = partial->args.exchange(partial, Ref::copy(state->at(1)));
    old_keywords = partial->keywords.exchange(partial, std::move(keywords));
  }
  if (!state->at(3).is_none()) GILT_CHECK(set_attribute(t, args[0], names::dict_, state->at(3)));
  return Ref::none();
}

constexpr NativeDef kMethods[] = {
    {"__reduce__", method_reduce, "(self, /)", "Return state information for pickling."},
    {"__setstate__", method_setstate, "(self, state, /)", "Set state information for unpickling."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

constexpr MemberDef kMembers[] = {
    {"func", sizeof(Object), true, "function object to use in future partial calls"},
    {"args", sizeof(Object) + sizeof(Slot), true, "tuple of arguments to future partial calls"},
    {"keywords", sizeof(Object) + 2 * sizeof(Slot), true,
     "dictionary of keyword arguments to future partial calls"},
};

}  // namespace

TypeObject* partial_type() {
  static TypeObject* type = [] {
    static const GetSetDef getsets[] = {instance_dict_getset()};
    TypeSpec spec{
        .name = "functools.partial",
        .instance_size = sizeof(PartialObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs,
        .doc =
            "Create a new function with partial application of the given arguments and "
            "keywords.",
        .methods = kMethods,
        .getsets = getsets,
        .members = kMembers,
    };
    Life::fill(spec.slots);
    // What it holds is needed as long as it can be called.
    spec.slots.clear = native_clear;
    spec.slots.construct = construct;
    spec.slots.call = call_slot;
    spec.slots.repr = repr_slot;
    spec.slots.descriptor_get = descriptor_get;
    return type_new_native(spec);
  }();
  return type;
}

// -- Placeholder --

namespace {

TypeObject* placeholder_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "functools._PlaceholderType",
        .instance_size = sizeof(Object),
        .doc =
            "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial "
            "arguments.",
    };
    spec.slots.construct = [](Thread& t, TypeObject*, CallArgs args) -> Ref {
      if (args.positional > 0 || args.kwnames)
        return fail(t, type_error_type, "_PlaceholderType takes no arguments");
      return Ref::adopt(placeholder());
    };
    spec.slots.repr = [](Thread& t, Value) -> Ref { return str_new(t, "Placeholder"); };
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

Value placeholder() {
  static Object* object = immortal_new<Object>(placeholder_type()->instance_shape->id);
  return to_value(object);
}

}  // namespace gilt
