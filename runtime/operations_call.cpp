// Calls and attributes of any value.
#include "runtime/messages.h"
#include "runtime/operations.h"
#include "runtime/thread.h"

namespace gilt {

Ref get_attribute(Thread& t, Value v, StrObject* name) {
  return type_of(v)->slots.get_attribute(t, v, name);
}

Ref get_attribute_or_unset(Thread& t, Value v, StrObject* name) {
  Ref found = get_attribute(t, v, name);
  if (!found.is_error() || !error_matches(t, attribute_error_type)) return found;
  error_clear(t);
  return Ref::unset();
}

bool set_attribute(Thread& t, Value v, StrObject* name, Value value) {
  return type_of(v)->slots.set_attribute(t, v, name, value);
}

bool delete_attribute(Thread& t, Value v, StrObject* name) {
  return type_of(v)->slots.set_attribute(t, v, name, kUnset);
}

Ref lookup_special(Thread& t, Value v, StrObject* name, bool& needs_self) {
  needs_self = false;
  TypeObject* type = type_of(v);
  Ref found = Ref::copy(type_lookup(type, name));
  if (found.is_unset()) return found;
  TypeObject* kind = type_of(found.get());
  if (kind->is(kTypeMethodDescriptor)) {
    needs_self = true;
    return found;
  }
  if (kind->slots.descriptor_get == nullptr) return found;
  return kind->slots.descriptor_get(t, found.get(), v, type);
}

Ref call_special(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args) {
  bool needs_self = false;
  GILT_TRY(Ref method, lookup_special(t, v, name, needs_self));
  if (method.is_unset()) return method;
  if (!needs_self) return call(t, method.get(), args);
  constexpr size_t kMost = 8;
  Value words[kMost];
  words[0] = v;
  uint32_t count = 1;
  for (Value arg : args) words[count++] = arg;
  return call(t, method.get(), CallArgs{words, count, nullptr});
}

Ref call(Thread& t, Value callee, CallArgs args) {
  auto slot = type_of(callee)->slots.call;
  if (slot == nullptr) return fail(t, type_error_type, messages::kNotCallable, type_name(callee));
  GILT_CHECK(check_native_recursion(t));
  return slot(t, callee, args);
}

Ref call(Thread& t, Value callee, std::initializer_list<Value> args) {
  return call(t, callee, CallArgs{args.begin(), static_cast<uint32_t>(args.size()), nullptr});
}

Ref call_method(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args) {
  GILT_TRY(Ref method, get_attribute(t, v, name));
  return call(t, method.get(), args);
}

}  // namespace gilt
