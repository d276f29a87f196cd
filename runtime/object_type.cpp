// The type `object`: what every value can do.
#include <fmt/format.h>

#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

bool has_arguments(CallArgs args) {
  return args.positional != 0 || (args.kwnames != nullptr && args.kwnames->size != 0);
}

// "Can't instantiate abstract class C without an implementation for abstract method 'f'"
Failed abstract_error(Thread& t, TypeObject* type) {
  GILT_TRY(Ref methods, get_attribute(t, to_value(type), names::abstractmethods_));
  GILT_TRY(RefOf<ListObject> sorted, list_new(t));
  GILT_CHECK(list_extend(t, sorted.get(), methods.get()));
  GILT_CHECK(list_sort(t, sorted.get(), kNone, false));
  std::string names;
  for (int64_t i = 0; i < sorted->size; i++) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, sorted->items[i].peek()));
    names += names.empty() ? "" : ", ";
    names += shown->view();
  }
  return fail(t, type_error_type,
              "Can't instantiate abstract class {} without an implementation for abstract "
              "method{} {}",
              type_name(type), sorted->size == 1 ? "" : "s", names);
}

}  // namespace

Ref object_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (has_arguments(args)) [[unlikely]] {
    if (type->slots.construct != object_construct)
      return fail(t, type_error_type,
                  "object.__new__() takes exactly one argument (the type to instantiate)");
    if (type->slots.init == object_init)
      return fail(t, type_error_type, "{}() takes no arguments", type_name(type));
  }
  if (type->is(kTypeAbstract)) [[unlikely]]
    return abstract_error(t, type);
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  if (type->is(kTypeTracked)) gc_track(t, object);
  return Ref::adopt(object);
}

bool object_init(Thread& t, Value self, CallArgs args) {
  if (!has_arguments(args)) return true;
  TypeObject* type = type_of(self);
  if (type->slots.init != object_init)
    return fail(t, type_error_type,
                "object.__init__() takes exactly one argument (the instance to initialize)");
  if (type->slots.construct == object_construct)
    return fail(t, type_error_type,
                "{}.__init__() takes exactly one argument (the instance to initialize)",
                type_name(type));
  return true;
}

namespace {

// -- slots --

void object_dealloc(Thread& t, Object* self) {
  instance_free(t, self);
}

Ref object_repr(Thread& t, Value self) {
  return str_new(
      t, fmt::format("<{} object at {}>", full_type_name(t, type_of(self)), address_text(self)));
}

Ref object_str(Thread& t, Value self) {
  return type_of(self)->slots.repr(t, self);
}

std::optional<int64_t> object_hash(Thread&, Value self) {
  return identity_hash(self);
}

Ref object_compare(Thread& t, CompareOp op, Value self, Value other) {
  switch (op) {
    case CompareOp::kEq:
      // Unequal objects may still be equal for the other side.
      return same(self, other) ? Ref::boolean(true) : not_implemented();
    case CompareOp::kNe: {
      auto slot = type_of(self)->slots.compare;
      if (slot == nullptr) return not_implemented();
      GILT_TRY(Ref equal, slot(t, CompareOp::kEq, self, other));
      if (is_not_implemented(equal)) return equal;
      GILT_TRY(bool answer, truth(t, equal.get()));
      return Ref::boolean(!answer);
    }
    default: return not_implemented();
  }
}

// -- __class__ --

Ref get_class(Thread&, Value self) {
  return Ref::copy(type_of(self));
}

bool set_class(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "can't delete __class__ attribute");
  if (!type_of(value)->is(kTypeIsType))
    return fail(t, type_error_type, "__class__ must be set to a class, not '{}' object",
                type_name(value));
  TypeObject* from = type_of(self);
  auto* to = value.as<TypeObject>();
  bool modules = is_subtype(from, &module_type) && is_subtype(to, &module_type);
  if (!modules && (!from->is(kTypeHeap) || !to->is(kTypeHeap)))
    return fail(t, type_error_type,
                "__class__ assignment only supported for mutable types or ModuleType subclasses");
  if (!same_layout(from, to))
    return fail(t, type_error_type, "__class__ assignment: '{}' object layout differs from '{}'",
                type_name(to), type_name(from));
  if (modules) return module_change_class(t, self.as<ModuleObject>(), to);
  if (from->is(kTypeIsType))
    return fail(t, type_error_type, "__class__ assignment: '{}' object layout differs from '{}'",
                type_name(to), type_name(from));
  return instance_change_class(t, self.as_object(), to);
}

const GetSetDef kGetSets[] = {
    {"__class__", get_class, set_class, "the object's class"},
};

// -- methods --

Ref object_format(Thread& t, Args args) {
  if (!is_str(args[1]))
    return fail(t, type_error_type, "__format__() argument must be str, not {}",
                argument_kind(args[1]));
  if (args[1].as<StrObject>()->byte_length != 0)
    return fail(t, type_error_type, "unsupported format string passed to {}.__format__",
                type_name(args[0]));
  return to_str(t, args[0]);
}

Ref object_dir(Thread& t, Args args) {
  Value self = args[0];
  GILT_TRY(RefOf<DictObject> all, dict_new(t));
  GILT_TRY(Ref own, get_attribute_or_unset(t, self, names::dict_));
  if (is_dict(own.get())) GILT_CHECK(dict_update(t, all.get(), own.get()));
  GILT_TRY(Ref claimed, get_attribute_or_unset(t, self, names::class_));
  if (claimed && type_of(claimed.get())->is(kTypeIsType)) {
    auto* type = claimed.as<TypeObject>();
    Ref mro = type->mro.load();
    auto* order = mro.as<TupleObject>();
    for (int64_t i = order->size - 1; i >= 0; i--)
      GILT_CHECK(dict_update(t, all.get(), order->at(i).as<TypeObject>()->dict.peek()));
  }
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), all.value()));
  return list;
}

Ref object_sizeof(Thread& t, Args args) {
  TypeObject* type = type_of(args[0]);
  return int_from(t, static_cast<int64_t>(type->instance_size + type->inline_slots * sizeof(Slot)));
}

Ref object_init_subclass(Thread&, Args) {
  return Ref::none();
}

Ref object_subclass_hook(Thread&, CallArgs) {
  return not_implemented();
}

// -- copying and pickling --

// The words of __slots__ that are set, as a dict; unset when the class has none.
Ref slots_state(Thread& t, Value self) {
  TypeObject* type = type_of(self);
  if (type->member_count == 0) return Ref::unset();
  GILT_TRY(RefOf<DictObject> state, dict_new(t));
  Ref mro = type->mro.load();
  auto* order = mro.as<TupleObject>();
  for (int64_t i = order->size - 1; i >= 0; i--) {
    auto* dict = order->at(i).as<TypeObject>()->dict.peek().as<DictObject>();
    int64_t position = 0;
    Value name, member;
    while (dict_next(dict, position, name, member)) {
      int32_t offset = slot_member_offset(member);
      if (offset == 0) continue;
      auto* words = reinterpret_cast<std::byte*>(self.as_object());
      Ref value = reinterpret_cast<Slot*>(words + offset)->load();
      if (value) GILT_CHECK(dict_set(t, state.get(), name, value.get()));
    }
  }
  if (dict_length(state.get()) == 0) return Ref::unset();
  return state;
}

// The attributes of [self] if they are in slots: asking for its __dict__ would move them into one
// for good. Unset when they are not, which another thread may bring about at any time: the last
// look at the shape counts.
Ref attributes_in_slots(Thread& t, Value self) {
  if (!self.is_object() || shape_of(self.as_object()).kind != ShapeKind::kInstance)
    return Ref::unset();
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  bool ok = true;
  bool in_slots = instance_visit_names(self.as_object(), [&](StrObject* name) {
    Ref value = ok ? instance_get(t, self.as_object(), name) : Ref::unset();
    if (value) ok = dict_set(t, dict.get(), to_value(name), value.get());
  });
  if (!ok) return Failed{};
  return in_slots ? Ref(std::move(dict)) : Ref::unset();
}

Ref default_state(Thread& t, Value self, bool required) {
  TypeObject* type = type_of(self);
  if (required && !is_subtype(type->native_base, &base_exception_type) &&
      type->native_base != &object_type && type->native_base != &simple_namespace_type)
    return fail(t, type_error_type, "cannot pickle '{}' object", type_name(self));
  GILT_TRY(Ref state, attributes_in_slots(t, self));
  if (state.is_unset()) state = Ref::none();
  if (state.is_none() && (type->extra_offset != 0 || type->dict_offset != 0)) {
    GILT_TRY(Ref dict, get_attribute_or_unset(t, self, names::dict_));
    if (is_dict(dict.get())) {
      state = dict_copy(t, dict.as<DictObject>());
      if (state.is_error()) return state;
    }
  }
  GILT_TRY(Ref slots, slots_state(t, self));
  if (!slots.is_unset()) return tuple_of(t, {state.get(), slots.get()});
  if (is_dict(state.get()) && dict_length(state.as<DictObject>()) == 0 && type->extra_offset != 0)
    return Ref::none();
  return state;
}

Ref object_get_state(Thread& t, Args args) {
  return default_state(t, args[0], false);
}

// state as an overridden __getstate__ gives it, or the default one.
Ref state_of(Thread& t, Value self, bool required) {
  Value own = type_lookup(type_of(self), names::getstate_);
  Value base = type_lookup(&object_type, names::getstate_);
  if (same(own, base)) return default_state(t, self, required);
  return call_method(t, self, names::getstate_);
}

// Protocol 2: (copyreg.__newobj__, (cls, *args), state, list items, dict items).
Ref reduce_new_object(Thread& t, Value self) {
  TypeObject* type = type_of(self);
  if (type->slots.construct == nullptr)
    return fail(t, type_error_type, "cannot pickle '{}' object", type_name(self));
  Ref function, arguments, keywords;
  bool has_arguments = false;
  GILT_TRY(Ref with_keywords, get_attribute_or_unset(t, self, names::getnewargs_ex_));
  GILT_TRY(Ref get_arguments, get_attribute_or_unset(t, self, names::getnewargs_));
  if (with_keywords) {
    GILT_TRY(Ref pair, call(t, with_keywords.get()));
    if (!is_tuple(pair.get()) || pair.as<TupleObject>()->size != 2)
      return fail(t, type_error_type, "__getnewargs_ex__ should return a tuple, not '{}'",
                  type_name(pair.get()));
    arguments = pair.as<TupleObject>()->items()[0].load();
    keywords = pair.as<TupleObject>()->items()[1].load();
    has_arguments = true;
  } else if (get_arguments) {
    arguments = call(t, get_arguments.get());
    if (arguments.is_error()) return arguments;
    has_arguments = true;
  } else {
    arguments = Ref::copy(empty_tuple());
  }
  if (!is_tuple(arguments.get()))
    return fail(t, type_error_type, "__getnewargs__ should return a tuple, not '{}'",
                type_name(arguments.get()));
  auto* row = arguments.as<TupleObject>();
  RefOf<TupleObject> packed;
  if (keywords && is_dict(keywords.get()) && dict_length(keywords.as<DictObject>()) > 0) {
    function = import_attribute(t, "copyreg", "__newobj_ex__");
    packed = tuple_of(t, {to_value(type), arguments.get(), keywords.get()});
  } else {
    function = import_attribute(t, "copyreg", "__newobj__");
    packed = tuple_new(t, row->size + 1);
    if (!packed.is_error()) {
      packed->items()[0].init(Ref::copy(type));
      for (int64_t i = 0; i < row->size; i++) packed->items()[i + 1].init(row->items()[i].load());
    }
  }
  if (function.is_error() || packed.is_error()) return Failed{};

  bool is_a_list = type->is(kTypeIsList), is_a_dict = type->is(kTypeIsDict);
  GILT_TRY(Ref state, state_of(t, self, !has_arguments && !is_a_list && !is_a_dict));
  Ref list_items = Ref::none(), dict_items = Ref::none();
  if (is_a_list) {
    list_items = get_iter(t, self);
    if (list_items.is_error()) return list_items;
  }
  if (is_a_dict) {
    GILT_TRY(Ref items, call_method(t, self, names::items));
    dict_items = get_iter(t, items.get());
    if (dict_items.is_error()) return dict_items;
  }
  return tuple_of(
      t, {function.get(), packed.value(), state.get(), list_items.get(), dict_items.get()});
}

Ref reduce_with(Thread& t, Value self, int64_t protocol) {
  if (protocol >= 2) return reduce_new_object(t, self);
  // The older protocols know nothing of __new__: a native object without a reduction of its own has
  // no way to say what is in it. (Those of the types with a literal or a constructor have one.)
  TypeObject* type = type_of(self);
  if (type == type->native_base && type != &object_type)
    return fail(t, type_error_type, "cannot pickle '{}' object", type_name(self));
  GILT_TRY(Ref function, import_attribute(t, "copyreg", "_reduce_ex"));
  return call(t, function.get(), {self, Value::integer(protocol)});
}

Ref object_reduce(Thread& t, Args args) {
  return reduce_with(t, args[0], 0);
}

Ref object_reduce_ex(Thread& t, Args args) {
  GILT_TRY(int64_t protocol, to_int64(t, args[1]));
  Value own = type_lookup(type_of(args[0]), names::reduce_);
  if (!same(own, type_lookup(&object_type, names::reduce_)))
    return call_method(t, args[0], names::reduce_);
  return reduce_with(t, args[0], protocol);
}

const NativeDef kMethods[] = {
    {"__reduce_ex__", object_reduce_ex, "(self, protocol, /)", "Helper for pickle."},
    {"__reduce__", object_reduce, "(self, /)", "Helper for pickle."},
    {"__getstate__", object_get_state, "(self, /)", "Helper for pickle."},
    {.name = "__subclasshook__",
     .signature = "(...)",
     .doc = "Abstract classes can override this to customize issubclass().",
     .kind = NativeKind::kClassMethod,
     .raw = object_subclass_hook},
    {"__init_subclass__", object_init_subclass, "(cls, /)",
     "This method is called when a class is subclassed.\n\n"
     "The default implementation does nothing. It may be\noverridden to extend subclasses.",
     NativeKind::kClassMethod},
    {"__format__", object_format, "(self, format_spec, /)",
     "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError "
     "otherwise."},
    {"__sizeof__", object_sizeof, "(self, /)", "Size of object in memory, in bytes."},
    {"__dir__", object_dir, "(self, /)", "Default dir() implementation."},
};

}  // namespace

void init_object_type() {
  type_init_builtin(object_type, kObjectShape,
                    {.name = "object",
                     .flags = kTypeSubclassable,
                     .doc = "The base class of the class hierarchy.\n\n"
                            "When called, it accepts no arguments and returns a new featureless\n"
                            "instance that has no instance attributes and cannot be given any.\n",
                     .slots = {.dealloc = object_dealloc,
                               .construct = object_construct,
                               .init = object_init,
                               .repr = object_repr,
                               .str = object_str,
                               .hash = object_hash,
                               .compare = object_compare,
                               .get_attribute = object_get_attribute,
                               .set_attribute = object_set_attribute},
                     .methods = kMethods,
                     .getsets = kGetSets});
}

}  // namespace gilt
