// property: an attribute computed by functions.
#include <fmt/format.h>

#include "runtime/builtin_types.h"
#include "runtime/descriptors.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

PropertyObject* as_property(Value v) {
  return v.as<PropertyObject>();
}

template <class F>
void each_slot(PropertyObject* p, F&& f) {
  f(p->getter);
  f(p->setter);
  f(p->deleter);
  f(p->doc);
  f(p->name);
}

void property_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  each_slot(static_cast<PropertyObject*>(self), [](Slot& slot) { slot.clear(); });
  instance_free(t, self);
}
void property_traverse(Object* self, Visitor& visitor) {
  each_slot(static_cast<PropertyObject*>(self), [&](Slot& slot) { visitor.visit(slot); });
}
void property_clear(Thread&, Object* self) {
  each_slot(static_cast<PropertyObject*>(self), [](Slot& slot) { slot.clear(); });
}

Ref property_construct(Thread& t, TypeObject* type, CallArgs) {
  auto* p = static_cast<PropertyObject*>(instance_allocate(t, type));
  if (p == nullptr) return Failed{};
  each_slot(p, [](Slot& slot) { slot.init_unset(); });
  gc_track(t, p);
  return Ref::adopt(p);
}

Ref given(Value v) {
  return v.is_none() ? Ref::unset() : Ref::copy(v);
}

bool property_init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("property", "(fget=None, fset=None, fdel=None, doc=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  auto* p = as_property(self);
  p->getter.store(p, given(bound[0]));
  p->setter.store(p, given(bound[1]));
  p->deleter.store(p, given(bound[2]));
  Ref doc = given(bound[3]);
  if (doc.is_unset() && !bound[0].is_none()) {
    doc = get_attribute_or_unset(t, bound[0], names::doc_);
    if (doc.is_error()) return false;
    if (doc.is_none()) doc = Ref::unset();
  }
  if (has_shape(self, kPropertyShape)) {
    p->doc.store(p, std::move(doc));
    return true;
  }
  // The class of a subclass has a __doc__ that would hide ours: it becomes the instance's own.
  Ref shown = doc.is_unset() ? Ref::none() : std::move(doc);
  p->doc.store(p, shown.copy());
  if (type_of(self)->extra_offset == 0) return true;
  return instance_set(t, self.as_object(), names::doc_, shown.get());
}

// Its own name or its getter's; unset when neither has one. What a property holds is taken once,
// and held while other code runs: __init__ may be called again, by another thread too.
Ref name_of(Thread& t, PropertyObject* p) {
  Ref name = p->name.load();
  if (!name.is_unset()) return name;
  Ref getter = p->getter.load();
  if (getter.is_unset()) return Ref::unset();
  GILT_CHECK(check_native_recursion(t));  // the getter may be a property, this one even
  return get_attribute_or_unset(t, getter.get(), names::name_);
}

// "property 'x' of 'C' object has no setter"
GILT_COLD Failed no_accessor(Thread& t, PropertyObject* p, Value instance, const char* what) {
  std::string owner = repr_text(type_of(instance)->qualified_name.peek().as<StrObject>());
  Ref name = name_of(t, p);
  if (name.is_error()) return Failed{};
  if (name.is_unset())
    return fail(t, attribute_error_type, "property of {} object has no {}", owner, what);
  GILT_TRY(RefOf<StrObject> shown, repr(t, name.get()));
  return fail(t, attribute_error_type, "property {} of {} object has no {}", shown->view(), owner,
              what);
}

Ref property_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset()) return Ref::copy(self);
  auto* p = as_property(self);
  Ref getter = p->getter.load();
  if (getter.is_unset()) return no_accessor(t, p, instance, "getter");
  return call(t, getter.get(), {instance});
}

bool property_set(Thread& t, Value self, Value instance, Value value) {
  auto* p = as_property(self);
  Ref function = value.is_unset() ? p->deleter.load() : p->setter.load();
  if (function.is_unset())
    return no_accessor(t, p, instance, value.is_unset() ? "deleter" : "setter");
  Ref result = value.is_unset() ? call(t, function.get(), {instance})
                                : call(t, function.get(), {instance, value});
  return !result.is_error();
}

// A property like this one with another function in one place.
Ref copy_with(Thread& t, Value self, Value getter, Value setter, Value deleter) {
  auto* p = as_property(self);
  auto pick = [](Value replacement, const Slot& slot) {
    Ref picked = replacement.is_unset() ? slot.load() : Ref::copy(replacement);
    return picked.is_unset() ? Ref::none() : std::move(picked);
  };
  Ref functions[] = {pick(getter, p->getter), pick(setter, p->setter), pick(deleter, p->deleter)};
  Ref doc = getter.is_unset() ? pick(kUnset, p->doc) : Ref::none();
  GILT_TRY(Ref made, call(t, to_value(type_of(self)),
                          {functions[0].get(), functions[1].get(), functions[2].get(), doc.get()}));
  Ref name = p->name.load();
  if (is_instance_of(made.get(), &property_type) && !name.is_unset())
    as_property(made.get())->name.store(made.as<Object>(), std::move(name));
  return made;
}

Ref method_getter(Thread& t, Args args) {
  return copy_with(t, args[0], args[1], kUnset, kUnset);
}
Ref method_setter(Thread& t, Args args) {
  return copy_with(t, args[0], kUnset, args[1], kUnset);
}
Ref method_deleter(Thread& t, Args args) {
  return copy_with(t, args[0], kUnset, kUnset, args[1]);
}
Ref method_set_name(Thread&, Args args) {
  as_property(args[0])->name.store(args[0].as_object(), Ref::copy(args[2]));
  return Ref::none();
}

template <Slot PropertyObject::* kField>
Ref get_function(Thread&, Value self) {
  Ref function = (as_property(self)->*kField).load();
  return function.is_unset() ? Ref::none() : std::move(function);
}
template <Slot PropertyObject::* kField>
bool refuse(Thread& t, Value, Value) {
  return fail(t, attribute_error_type, "readonly attribute");
}

bool set_doc(Thread&, Value self, Value value) {
  as_property(self)->doc.store(self.as_object(),
                               value.is_unset() ? Ref::unset() : Ref::copy(value));
  return true;
}

Ref get_name(Thread& t, Value self) {
  Ref name = name_of(t, as_property(self));
  if (!name.is_unset()) return name;
  return fail(t, attribute_error_type, "'property' object has no attribute '__name__'");
}
bool set_name(Thread&, Value self, Value value) {
  as_property(self)->name.store(self.as_object(),
                                value.is_unset() ? Ref::unset() : Ref::copy(value));
  return true;
}

Ref get_is_abstract(Thread& t, Value self) {
  auto* p = as_property(self);
  for (Slot* slot : {&p->getter, &p->setter, &p->deleter}) {
    Ref function = slot->load();
    if (function.is_unset()) continue;
    GILT_TRY(bool abstract, is_abstract(t, function.get()));
    if (abstract) return Ref::boolean(true);
  }
  return Ref::boolean(false);
}

const NativeDef kMethods[] = {
    {"getter", method_getter, "(self, fget, /)",
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter", method_setter, "(self, fset, /)",
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter", method_deleter, "(self, fdel, /)",
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", method_set_name, "(self, owner, name, /)",
     "Method to set name of a property."},
};

const GetSetDef kGetSets[] = {
    {"fget", get_function<&PropertyObject::getter>, refuse<&PropertyObject::getter>},
    {"fset", get_function<&PropertyObject::setter>, refuse<&PropertyObject::setter>},
    {"fdel", get_function<&PropertyObject::deleter>, refuse<&PropertyObject::deleter>},
    {"__doc__", get_function<&PropertyObject::doc>, set_doc},
    {"__name__", get_name, set_name},
    {"__isabstractmethod__", get_is_abstract},
};

}  // namespace

std::optional<bool> is_abstract(Thread& t, Value v) {
  GILT_CHECK(check_native_recursion(t));
  GILT_TRY(Ref flag, get_attribute_or_unset(t, v, names::isabstractmethod_));
  if (flag.is_unset()) return false;
  return truth(t, flag.get());
}

void init_property_type() {
  type_init_builtin(property_type, kPropertyShape,
                    {.name = "property",
                     .instance_size = sizeof(PropertyObject),
                     .flags = kTypeSubclassable | kTypeTracked,
                     .doc = "Property attribute.\n\n"
                            "  fget\n    function to be used for getting an attribute value\n"
                            "  fset\n    function to be used for setting an attribute value\n"
                            "  fdel\n    function to be used for del'ing an attribute\n"
                            "  doc\n    docstring",
                     .slots = {.dealloc = property_dealloc,
                               .traverse = property_traverse,
                               .clear = property_clear,
                               .construct = property_construct,
                               .init = property_init,
                               .descriptor_get = property_get,
                               .descriptor_set = property_set},
                     .methods = kMethods,
                     .getsets = kGetSets});
}

}  // namespace gilt
