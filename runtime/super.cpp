// super: attribute look-up that starts behind a given class.
#include <fmt/format.h>

#include "runtime/builtin_types.h"
#include "runtime/descriptors.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/machine.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

Ref super_attribute(Thread& t, TypeObject* type, Value self, TypeObject* searched,
                    StrObject* name) {
  if (searched->mro.is_unset()) return Ref::unset();
  Ref held = searched->mro.load();
  auto* mro = held.as<TupleObject>();
  int64_t i = 0;
  while (i < mro->size && mro->at(i).as_object() != type) i++;
  for (i++; i < mro->size; i++) {
    Value dict = mro->at(i).as<TypeObject>()->dict.peek();
    Ref found = Ref::copy(dict_get_name(dict.as<DictObject>(), name));
    if (found.is_unset()) continue;
    if (!found.get().is_object()) return found;
    auto get = type_of(found.as<Object>())->slots.descriptor_get;
    if (get == nullptr) return found;
    // In a class method self is the class: what is found is not bound to it as an instance.
    bool on_class = self.is_object() && self.as_object() == searched;
    return get(t, found.get(), on_class ? kUnset : self, searched);
  }
  return Ref::unset();
}

TypeObject* super_check(Thread& t, TypeObject* type, Value self) {
  if (type_of(self)->is(kTypeIsType) && is_subtype(self.as<TypeObject>(), type))
    return self.as<TypeObject>();
  if (is_subtype(type_of(self), type)) return type_of(self);
  // A proxy may claim to be an instance.
  Ref claimed = get_attribute_or_unset(t, self, names::class_);
  if (claimed.is_error()) return nullptr;
  if (claimed && type_of(claimed.get())->is(kTypeIsType) &&
      claimed.as<TypeObject>() != type_of(self) && is_subtype(claimed.as<TypeObject>(), type))
    return claimed.as<TypeObject>();
  bool is_class = type_of(self)->is(kTypeIsType);
  return fail(t, type_error_type,
              "super(type, obj): obj ({} {}) is not an instance or subtype of type ({}).",
              is_class ? "type" : "instance of",
              is_class ? type_name(self.as<TypeObject>()) : type_name(self), type_name(type));
}

namespace {

SuperObject* as_super(Value v) {
  return v.as<SuperObject>();
}

void super_dealloc(Thread& t, Object* self) {
  auto* s = static_cast<SuperObject*>(self);
  gc_untrack(t, self);
  for (Slot* slot : {&s->type, &s->self, &s->object_type}) slot->clear();
  instance_free(t, self);
}
void super_traverse(Object* self, Visitor& visitor) {
  auto* s = static_cast<SuperObject*>(self);
  for (Slot* slot : {&s->type, &s->self, &s->object_type}) visitor.visit(*slot);
}
void super_clear(Thread&, Object* self) {
  auto* s = static_cast<SuperObject*>(self);
  for (Slot* slot : {&s->self, &s->object_type}) slot->clear();
}

Ref super_construct(Thread& t, TypeObject* type, CallArgs) {
  auto* s = static_cast<SuperObject*>(instance_allocate(t, type));
  if (s == nullptr) return Failed{};
  for (Slot* slot : {&s->type, &s->self, &s->object_type}) slot->init_unset();
  gc_track(t, s);
  return Ref::adopt(s);
}

bool super_init(Thread& t, Value v, CallArgs args) {
  GILT_CHECK(no_keywords(t, "super", args));
  if (args.positional > 2)
    return fail(t, type_error_type, "super() expected at most 2 arguments, got {}",
                args.positional);
  TypeObject* type = nullptr;
  Ref self;
  if (args.positional == 0) {
    if (g_machine.super_arguments == nullptr)
      return fail(t, runtime_error_type, "super(): no current frame");
    GILT_CHECK(g_machine.super_arguments(t, type, self));
  } else {
    if (!type_of(args[0])->is(kTypeIsType))
      return fail(t, type_error_type, "super() argument 1 must be a type, not {}",
                  type_name(args[0]));
    type = args[0].as<TypeObject>();
    if (args.positional == 2 && !args[1].is_none()) self = Ref::copy(args[1]);
  }
  Ref searched;
  if (!self.is_unset()) {
    TypeObject* found = super_check(t, type, self.get());
    if (found == nullptr) return false;
    searched = Ref::copy(found);
  }
  auto* s = as_super(v);
  s->type.store(s, Ref::copy(type));
  s->self.store(s, std::move(self));
  s->object_type.store(s, std::move(searched));
  return true;
}

Ref super_get(Thread& t, Value self, StrObject* name) {
  auto* s = as_super(self);
  // Each field is taken once, and held: __init__ may be called again, by another thread or by the
  // attribute's own code.
  Ref searched = s->object_type.load();
  // __class__ of a super object is super itself.
  if (!searched.is_unset() && name != names::class_) {
    Ref type = s->type.load(), instance = s->self.load();
    Ref found =
        super_attribute(t, type.as<TypeObject>(), instance.get(), searched.as<TypeObject>(), name);
    if (!found.is_unset()) return found;
  }
  return object_get_attribute(t, self, name);
}

Ref super_bind(Thread& t, Value self, Value instance, TypeObject*) {
  auto* s = as_super(self);
  if (instance.is_unset() || !s->self.is_unset() || s->type.is_unset()) return Ref::copy(self);
  return call(t, to_value(type_of(self)), {s->type.peek(), instance});
}

Ref super_repr(Thread& t, Value self) {
  auto* s = as_super(self);
  std::string_view type = s->type.is_unset() ? "NULL" : type_name(s->type.peek().as<TypeObject>());
  Value searched = s->object_type.peek();
  if (searched.is_unset()) return str_new(t, fmt::format("<super: <class '{}'>, NULL>", type));
  return str_new(t, fmt::format("<super: <class '{}'>, <{} object>>", type,
                                type_name(searched.as<TypeObject>())));
}

template <Slot SuperObject::* kField>
Ref get_field(Thread&, Value self) {
  Ref value = (as_super(self)->*kField).load();
  return value.is_unset() ? Ref::none() : std::move(value);
}

const GetSetDef kGetSets[] = {
    {"__thisclass__", get_field<&SuperObject::type>, nullptr, "the class invoking super()"},
    {"__self__", get_field<&SuperObject::self>, nullptr,
     "the instance invoking super(); may be None"},
    {"__self_class__", get_field<&SuperObject::object_type>, nullptr,
     "the type of the instance invoking super(); may be None"},
};

}  // namespace

void init_super_type() {
  type_init_builtin(
      super_type, kSuperShape,
      {.name = "super",
       .instance_size = sizeof(SuperObject),
       .flags = kTypeSubclassable | kTypeTracked,
       .doc = "super() -> same as super(__class__, <first argument>)\n"
              "super(type) -> unbound super object\n"
              "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
              "super(type, type2) -> bound super object; requires issubclass(type2, "
              "type)",
       .slots = {.dealloc = super_dealloc,
                 .traverse = super_traverse,
                 .clear = super_clear,
                 .construct = super_construct,
                 .init = super_init,
                 .repr = super_repr,
                 .get_attribute = super_get,
                 .descriptor_get = super_bind},
       .getsets = kGetSets});
}

}  // namespace gilt
