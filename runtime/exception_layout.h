// What the files of the exception types share: generic life of exception objects, getters and
// setters of their fields, and how a type is declared.
#pragma once

#include "runtime/exception.h"
#include "runtime/type.h"

namespace gilt {

// An instance of [type] whose slots are all unset but for args = the positional arguments. Not yet
// tracked.
ExceptionObject* exception_allocate(Thread& t, TypeObject* type, CallArgs args);
Ref exception_construct(Thread& t, TypeObject* type, CallArgs args);
bool exception_init(Thread& t, Value self, CallArgs args);
Ref exception_str(Thread& t, Value self);
// What __reduce__ returns: (type, row) or (type, row, state), the state being the attributes and
// [fields] (or null).
Ref exception_reduced(Thread& t, ExceptionObject* e, Value row, DictObject* fields = nullptr);

// Takes the keyword arguments that [names] lists out of [args] into [out] (borrowed, unset when
// missing). TypeError for any other.
bool take_keywords(Thread& t, const char* function, CallArgs args,
                   std::span<StrObject* const> names, Value* out);

template <class T, Slot T::* kField>
Ref field_get(Thread&, Value self) {
  Ref value = (self.as<T>()->*kField).load();
  return value.is_unset() ? Ref::none() : std::move(value);
}
template <class T, Slot T::* kField>
bool field_set(Thread&, Value self, Value value) {
  auto* object = self.as<T>();
  (object->*kField).store(object, Ref::copy(value));
  return true;
}

// Fills in an exception type. [slots] may leave everything unset that exceptions share.
struct ExceptionSpec {
  TypeObject* type;
  ShapeId shape;
  const char* name;
  TypeObject* base;
  uint32_t size;
  const char* doc = nullptr;
  TypeSlots slots = {};
  std::span<const NativeDef> methods = {};
  std::span<const GetSetDef> getsets = {};
};
void init_exception_type(const ExceptionSpec& spec);

// The types with fields or methods of their own: true when [type] was one and is now filled in.
bool init_simple_exception(TypeObject* type, ShapeId shape);
bool init_os_error(TypeObject* type, ShapeId shape);
bool init_syntax_error(TypeObject* type, ShapeId shape);
bool init_unicode_error(TypeObject* type, ShapeId shape);
bool init_exception_group(TypeObject* type, ShapeId shape);

// Gives a builtin exception type that is made for a second base what that needs (ExceptionGroup).
void add_second_base(TypeObject* type, TypeObject* second);

}  // namespace gilt
