// Calls of any value. (Attributes: attributes.cpp)
#include <algorithm>
#include <vector>

#include "runtime/messages.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

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

Ref call_prepended(Thread& t, Value callee, Value first, CallArgs args) {
  if (first.is_unset()) return call(t, callee, args);
  uint32_t keywords = args.kwnames == nullptr ? 0 : static_cast<uint32_t>(args.kwnames->size);
  uint32_t count = args.positional + keywords;
  constexpr uint32_t kFew = 12;
  Value few[kFew];
  std::vector<Value> many;
  Value* words = few;
  if (count + 1 > kFew) {
    many.resize(count + 1);
    words = many.data();
  }
  words[0] = first;
  std::copy(args.values, args.values + count, words + 1);
  return call(t, callee, CallArgs{words, args.positional + 1, args.kwnames});
}

Ref call_method(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args) {
  GILT_TRY(Ref method, get_attribute(t, v, name));
  return call(t, method.get(), args);
}

}  // namespace gilt
