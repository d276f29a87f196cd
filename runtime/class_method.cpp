// classmethod and staticmethod: what a function in a class binds to instead of the instance.
#include <fmt/format.h>

#include <cstddef>

#include "runtime/builtin_types.h"
#include "runtime/descriptors.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

MethodWrapper* as_wrapper(Value v) {
  return v.as<MethodWrapper>();
}

void wrapper_dealloc(Thread& t, Object* self) {
  auto* wrapper = static_cast<MethodWrapper*>(self);
  gc_untrack(t, self);
  wrapper->callable.clear();
  wrapper->dict.clear();
  instance_free(t, self);
}
void wrapper_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<MethodWrapper*>(self)->callable);
  visitor.visit(static_cast<MethodWrapper*>(self)->dict);
}
void wrapper_clear(Thread&, Object* self) {
  static_cast<MethodWrapper*>(self)->callable.clear();
  static_cast<MethodWrapper*>(self)->dict.clear();
}

MethodWrapper* allocate(Thread& t, TypeObject* type) {
  auto* wrapper = static_cast<MethodWrapper*>(instance_allocate(t, type));
  if (wrapper == nullptr) return nullptr;
  wrapper->callable.init_unset();
  wrapper->dict.init_unset();
  gc_track(t, wrapper);
  return wrapper;
}

Ref wrapper_construct(Thread& t, TypeObject* type, CallArgs) {
  MethodWrapper* wrapper = allocate(t, type);
  if (wrapper == nullptr) return Failed{};
  return Ref::adopt(wrapper);
}

// The wrapper shows the name and documentation of what it wraps.
bool copy_attributes(Thread& t, Value self, Value callable) {
  for (StrObject* name : {names::module_, names::name_, names::qualname_, names::doc_}) {
    GILT_TRY(Ref value, get_attribute_or_unset(t, callable, name));
    if (value.is_unset()) continue;
    GILT_CHECK(instance_set(t, self.as_object(), name, value.get()));
  }
  return true;
}

bool wrapper_init(Thread& t, Value self, CallArgs args) {
  bool is_class = is_instance_of(self, &class_method_type);
  const char* name = is_class ? "classmethod" : "staticmethod";
  GILT_CHECK(no_keywords(t, name, args));
  if (args.positional != 1)
    return fail(t, type_error_type, "{} expected 1 argument, got {}", name, args.positional);
  as_wrapper(self)->callable.store(self.as_object(), Ref::copy(args[0]));
  return copy_attributes(t, self, args[0]);
}

Ref make(Thread& t, TypeObject* type, Ref callable) {
  MethodWrapper* wrapper = allocate(t, type);
  if (wrapper == nullptr) return Failed{};
  Ref result = Ref::adopt(wrapper);
  wrapper->callable.init(std::move(callable));
  GILT_CHECK(copy_attributes(t, result.get(), wrapper->callable.peek()));
  return result;
}

Failed uninitialized(Thread& t, std::string_view what) {
  return fail(t, runtime_error_type, "uninitialized {} object", what);
}

Ref class_method_get(Thread& t, Value self, Value instance, TypeObject* type) {
  Ref callable = as_wrapper(self)->callable.load();
  if (callable.is_unset()) return uninitialized(t, "classmethod");
  if (type == nullptr) type = type_of(instance);
  return method_new(t, callable.get(), to_value(type));
}

Ref static_method_get(Thread& t, Value self, Value, TypeObject*) {
  Ref callable = as_wrapper(self)->callable.load();
  if (callable.is_unset()) return uninitialized(t, "staticmethod");
  return callable;
}

Ref static_method_call(Thread& t, Value self, CallArgs args) {
  Ref callable = as_wrapper(self)->callable.load();
  if (callable.is_unset()) return uninitialized(t, "staticmethod");
  return call(t, callable.get(), args);
}

Ref wrapper_repr(Thread& t, Value self) {
  Ref callable = as_wrapper(self)->callable.load();
  GILT_TRY(RefOf<StrObject> shown, repr(t, callable.is_unset() ? kNone : callable.get()));
  return str_new(t, fmt::format("<{}({})>", type_name(self), shown->view()));
}

Ref get_callable(Thread&, Value self) {
  Ref callable = as_wrapper(self)->callable.load();
  return callable.is_unset() ? Ref::none() : std::move(callable);
}
Ref get_is_abstract(Thread& t, Value self) {
  Ref callable = as_wrapper(self)->callable.load();
  if (callable.is_unset()) return Ref::boolean(false);
  GILT_TRY(bool abstract, is_abstract(t, callable.get()));
  return Ref::boolean(abstract);
}

template <StrObject** kName>
Ref get_from_callable(Thread& t, Value self) {
  Ref own = instance_get(t, self.as_object(), *kName);
  if (own) return own;
  Ref callable = as_wrapper(self)->callable.load();
  if (callable.is_unset()) return uninitialized(t, type_name(self));
  GILT_CHECK(check_native_recursion(t));
  GILT_TRY(Ref value, get_attribute(t, callable.get(), *kName));
  GILT_CHECK(instance_set(t, self.as_object(), *kName, value.get()));
  return value;
}
template <StrObject** kName>
bool set_own(Thread& t, Value self, Value value) {
  return instance_set(t, self.as_object(), *kName, value);
}

const GetSetDef kGetSets[] = {
    {"__func__", get_callable},
    {"__wrapped__", get_callable},
    {"__isabstractmethod__", get_is_abstract},
    {"__annotations__", get_from_callable<&names::annotations_>, set_own<&names::annotations_>},
    {"__annotate__", get_from_callable<&names::annotate_>, set_own<&names::annotate_>},
    instance_dict_getset(),
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
constexpr auto kDictOffset = static_cast<uint16_t>(offsetof(MethodWrapper, dict));
#pragma GCC diagnostic pop

}  // namespace

Ref class_method_new(Thread& t, Ref callable) {
  return make(t, &class_method_type, std::move(callable));
}
Ref static_method_new(Thread& t, Ref callable) {
  return make(t, &static_method_type, std::move(callable));
}

void init_class_method_type() {
  type_init_builtin(class_method_type, kClassMethodShape,
                    {.name = "classmethod",
                     .instance_size = sizeof(MethodWrapper),
                     .flags = kTypeSubclassable | kTypeTracked,
                     .dict_offset = kDictOffset,
                     .doc = "Convert a function to be a class method.",
                     .slots = {.dealloc = wrapper_dealloc,
                               .traverse = wrapper_traverse,
                               .clear = wrapper_clear,
                               .construct = wrapper_construct,
                               .init = wrapper_init,
                               .repr = wrapper_repr,
                               .descriptor_get = class_method_get},
                     .getsets = kGetSets});
}

void init_static_method_type() {
  type_init_builtin(static_method_type, kStaticMethodShape,
                    {.name = "staticmethod",
                     .instance_size = sizeof(MethodWrapper),
                     .flags = kTypeSubclassable | kTypeTracked,
                     .dict_offset = kDictOffset,
                     .doc = "Convert a function to be a static method.",
                     .slots = {.dealloc = wrapper_dealloc,
                               .traverse = wrapper_traverse,
                               .clear = wrapper_clear,
                               .construct = wrapper_construct,
                               .init = wrapper_init,
                               .call = static_method_call,
                               .repr = wrapper_repr,
                               .descriptor_get = static_method_get},
                     .getsets = kGetSets});
}

}  // namespace gilt
