#include "runtime/builtin_types.h"

#include <mutex>

#include "runtime/names.h"
#include "runtime/str.h"

namespace gilt {

#define GILT_TYPE(identifier, Pascal) constinit TypeObject identifier##_type{};
#include "runtime/builtin_types.def"
#undef GILT_TYPE
#define GILT_EXCEPTION(identifier, name, base) constinit TypeObject identifier##_type{};
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION

TypeObject* const g_immediate_types[8] = {
    &int_type, nullptr, &float_type, nullptr, &int_type, &float_type, &float_type, nullptr,
};

TypeObject* type_of_mark(Value v) {
  if (v.is_bool()) return &bool_type;
  return &none_type;  // unset and error never reach a script
}

namespace names {
#define GILT_NAME(identifier, text) StrObject* identifier = nullptr;
#include "runtime/names.def"
#undef GILT_NAME
}  // namespace names

void init_exception_types();  // exception.cpp: all of exceptions.def

void init_builtin_types() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Every builtin type needs its header and shape before anything can be interned or made.
    ShapeId next = kNoShape + 1;
    auto prepare = [&next](TypeObject& type) {
      init_immortal(&type, kTypeShape);
      Shape& shape = shape_new(ShapeKind::kPlain, &type);
      static_cast<void>(shape);
      type.instance_shape = &shape_at(next++);
    };
#define GILT_TYPE(identifier, Pascal) prepare(identifier##_type);
#include "runtime/builtin_types.def"
#undef GILT_TYPE
#define GILT_EXCEPTION(identifier, name, base) prepare(identifier##_type);
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION

#define GILT_NAME(identifier, text) names::identifier = intern(text);
#include "runtime/names.def"
#undef GILT_NAME

#define GILT_TYPE(identifier, Pascal) init_##identifier##_type();
#include "runtime/builtin_types.def"
#undef GILT_TYPE
    init_exception_types();
  });
}

}  // namespace gilt
