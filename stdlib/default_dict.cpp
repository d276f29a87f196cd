// collections.defaultdict: a dict that makes what is missing.
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "stdlib/collections_types.h"

namespace gilt {
namespace {

struct DefaultDictObject : DictObject {
  Slot factory;  // unset: none
};

DefaultDictObject* as_default_dict(Value v) {
  return v.as<DefaultDictObject>();
}

Ref factory_of(Value v) {
  Ref factory = as_default_dict(v)->factory.load();
  return factory.is_unset() ? Ref::none() : std::move(factory);
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<DefaultDictObject*>(self)->factory.clear();
  dict_type.slots.dealloc(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<DefaultDictObject*>(self)->factory);
  dict_type.slots.traverse(self, visitor);
}

void clear(Thread& t, Object* self) {
  static_cast<DefaultDictObject*>(self)->factory.clear();
  dict_type.slots.clear(t, self);
}

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_TRY(Ref self, dict_type.slots.construct(t, type, args));
  self.as<DefaultDictObject>()->factory.init_unset();
  return self;
}

bool init(Thread& t, Value self, CallArgs args) {
  if (args.positional > 0) {
    Value factory = args[0];
    if (!factory.is_none() && !type_of(factory)->slots.call)
      return fail(t, type_error_type, "first argument must be callable or None");
    as_default_dict(self)->factory.store(self.as_object(),
                                         factory.is_none() ? Ref::unset() : Ref::copy(factory));
    args = CallArgs{args.values + 1, args.positional - 1, args.kwnames};
  } else {
    as_default_dict(self)->factory.store(self.as_object(), Ref::unset());
  }
  return dict_type.slots.init(t, self, args);
}

Ref make_missing(Thread& t, Value self, Value key) {
  Ref factory = as_default_dict(self)->factory.load();
  if (factory.is_unset()) return fail_with(t, key_error_type, Ref::copy(key));
  GILT_TRY(Ref value, call(t, factory.get()));
  return dict_set_default(t, as_default_dict(self), key, value.get());
}

Ref get_item_slot(Thread& t, Value self, Value key) {
  if (type_of(self) != default_dict_type()) return dict_type.slots.get_item(t, self, key);
  Ref value = dict_get(t, as_default_dict(self), key);
  return value.is_unset() ? make_missing(t, self, key) : std::move(value);
}

Ref repr_slot(Thread& t, Value self) {
  GILT_CHECK(check_native_recursion(t));
  StrBuilder text;
  text.append(type_of(self)->name->view());
  text.append('(');
  {
    // The factory may be a method of the dict.
    Ref factory = factory_of(self);
    ReprGuard guard(t, factory.get());
    if (guard.entered()) {
      GILT_CHECK(text.append_repr(t, factory.get()));
    } else {
      if (error_pending(t)) return Ref::error();
      text.append("...");
    }
  }
  text.append(", ");
  GILT_TRY(Ref items, dict_type.slots.repr(t, self));
  text.append(items.as<StrObject>()->view());
  text.append(')');
  return text.finish(t);
}

Ref copy_of(Thread& t, Value self, Value items) {
  Ref factory = factory_of(self);
  return call(t, to_value(type_of(self)), {factory.get(), items});
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr || !is_dict(a) || !is_dict(b)) return not_implemented();
  Value owner = is_instance_of(a, default_dict_type()) ? a : b;
  GILT_TRY(Ref result, copy_of(t, owner, a));
  GILT_CHECK(dict_update(t, result.as<DictObject>(), b));
  return result;
}

Ref method_missing(Thread& t, Args args) {
  return make_missing(t, args[0], args[1]);
}

Ref method_copy(Thread& t, Args args) {
  return copy_of(t, args[0], args[0]);
}

Ref method_reduce(Thread& t, Args args) {
  RefOf<TupleObject> arguments = RefOf<TupleObject>::copy(empty_tuple());
  Ref factory = factory_of(args[0]);
  if (!factory.is_none()) {
    GILT_TRY(arguments, tuple_of(t, {factory.get()}));
  }
  GILT_TRY(Ref items, call_method(t, args[0], names::items));
  GILT_TRY(Ref iterator, get_iter(t, items.get()));
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value(), kNone, kNone, iterator.get()});
}

Ref get_default_factory(Thread&, Value self) {
  return factory_of(self);
}

bool set_default_factory(Thread&, Value self, Value value) {
  bool none = value.is_unset() || value.is_none();
  as_default_dict(self)->factory.store(self.as_object(), none ? Ref::unset() : Ref::copy(value));
  return true;
}

constexpr NativeDef kMethods[] = {
    {"__missing__", method_missing, "(self, key, /)",
     "Called by __getitem__ for a missing key: makes it with default_factory()."},
    {"copy", method_copy, "(self, /)", "A shallow copy."},
    {"__copy__", method_copy, "(self, /)", "A shallow copy."},
    {"__reduce__", method_reduce, "(self, /)", "Return state information for pickling."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

constexpr GetSetDef kGetSets[] = {
    {"default_factory", get_default_factory, set_default_factory,
     "Factory for default value called by __missing__()."},
};

}  // namespace

TypeObject* default_dict_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "collections.defaultdict",
        .base = &dict_type,
        .instance_size = sizeof(DefaultDictObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs | kTypeMapping,
        .binary_ops = 1u << static_cast<int>(BinaryOp::kOr),
        .doc =
            "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
            "The default factory is called without arguments to produce\n"
            "a new value when a key is not present, in __getitem__ only.",
        .methods = kMethods,
        .getsets = kGetSets,
    };
    TypeSlots& slots = spec.slots;
    slots.dealloc = dealloc;
    slots.traverse = traverse;
    slots.clear = clear;
    slots.construct = construct;
    slots.init = init;
    slots.get_item = get_item_slot;
    slots.repr = repr_slot;
    slots.binary = binary_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
