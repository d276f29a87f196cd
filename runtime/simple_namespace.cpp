// types.SimpleNamespace: an object that is nothing but its attributes.
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

Ref namespace_construct(Thread& t, TypeObject* type, CallArgs) {
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  Ref result = Ref::adopt(object);
  gc_track(t, object);
  return result;
}

bool namespace_init(Thread& t, Value self, CallArgs args) {
  if (args.positional > 1) {
    return fail(t, type_error_type, "SimpleNamespace expected at most 1 argument, got {}",
                args.positional);
  }
  if (args.positional == 1) {
    GILT_TRY(RefOf<DictObject> items, dict_new(t));
    GILT_CHECK(dict_update(t, items.get(), args[0]));
    int64_t position = 0;
    Value key, value;
    while (dict_next(items.get(), position, key, value)) {
      if (!is_str(key)) return fail(t, type_error_type, "keywords must be strings");
      GILT_CHECK(object_set_attribute(t, self, intern(key.as<StrObject>()), value));
    }
  }
  if (args.kwnames == nullptr) return true;
  for (int64_t i = 0; i < args.kwnames->size; i++) {
    StrObject* name = intern(args.kwnames->at(i).as<StrObject>());
    GILT_CHECK(
        object_set_attribute(t, self, name, args[args.positional + static_cast<uint32_t>(i)]));
  }
  return true;
}

Ref namespace_repr(Thread& t, Value self) {
  bool plain = type_of(self) == &simple_namespace_type;
  std::string name(plain ? "namespace" : type_name(self));
  ReprGuard guard(t, self);
  if (!guard.entered()) return str_new(t, name + "(...)");
  GILT_TRY(RefOf<DictObject> attributes, instance_dict(t, self.as_object()));
  StrBuilder out;
  out.append(name);
  out.append('(');
  int64_t position = 0;
  Value key, value;
  bool first = true;
  while (dict_next(attributes.get(), position, key, value)) {
    if (!is_str(key)) continue;
    Ref keep = Ref::copy(value);
    if (!first) out.append(", ");
    first = false;
    out.append(key.as<StrObject>()->view());
    out.append('=');
    GILT_CHECK(out.append_repr(t, keep.get()));
  }
  out.append(')');
  return out.finish(t);
}

Ref namespace_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  if (!is_instance_of(other, &simple_namespace_type)) return not_implemented();
  GILT_TRY(RefOf<DictObject> a, instance_dict(t, self.as_object()));
  GILT_TRY(RefOf<DictObject> b, instance_dict(t, other.as_object()));
  return compare(t, op, a.value(), b.value());
}

Ref namespace_replace(Thread& t, CallArgs args) {
  if (args.positional != 1) {
    return fail(t, type_error_type, "SimpleNamespace.__replace__() takes no positional arguments");
  }
  GILT_TRY(Ref copy, call(t, to_value(type_of(args[0]))));
  GILT_TRY(RefOf<DictObject> attributes, instance_dict(t, args[0].as_object()));
  int64_t position = 0;
  Value key, value;
  while (dict_next(attributes.get(), position, key, value)) {
    if (!is_str(key)) return fail(t, type_error_type, "keywords must be strings");
    Ref held = Ref::copy(value);  // a descriptor of the class may change the dict
    GILT_CHECK(object_set_attribute(t, copy.get(), intern(key.as<StrObject>()), value));
  }
  GILT_CHECK(namespace_init(t, copy.get(), CallArgs{args.values + 1, 0, args.kwnames}));
  return copy;
}

// (self): for copy and pickle, of all protocols
Ref namespace_reduce(Thread& t, Args args) {
  GILT_TRY(RefOf<TupleObject> nothing, tuple_of(t, {}));
  GILT_TRY(RefOf<DictObject> attributes, instance_dict(t, args[0].as_object()));
  return tuple_of(t, {to_value(type_of(args[0])), nothing.value(), attributes.value()});
}

void namespace_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  instance_free(t, self);
}

const GetSetDef kGetSets[] = {instance_dict_getset()};
const NativeDef kMethods[] = {
    {"__reduce__", namespace_reduce, "(self)", "Return state information for pickling"},
    {"__replace__", nullptr, "(self, /, **changes)", "A copy with some attributes changed.",
     NativeKind::kFunction, namespace_replace},
};

}  // namespace

void init_simple_namespace_type() {
  TypeSpec spec;
  spec.name = "types.SimpleNamespace";
  spec.flags = kTypeSubclassable | kTypeTracked | kTypeHasDict;
  spec.compare_ops =
      1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe);
  spec.doc = "An object whose attributes are what it is called with.";
  spec.slots.construct = namespace_construct;
  spec.slots.init = namespace_init;
  spec.slots.dealloc = namespace_dealloc;
  spec.slots.traverse = instance_traverse;
  spec.slots.clear = [](Thread& t, Object* self) { instance_clear(t, self); };
  spec.slots.repr = namespace_repr;
  spec.slots.compare = namespace_compare;
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  type_init_builtin(simple_namespace_type, kSimpleNamespaceShape, spec);
}

}  // namespace gilt
