// Calls of any value. (Attributes: attributes.cpp)
#include "runtime/messages.h"
#include "runtime/operations.h"
#include "runtime/thread.h"

namespace gilt {

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
