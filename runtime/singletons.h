// NotImplemented and Ellipsis: the two singletons that are objects (None and the bools are marks).
// Immortal and constant: any thread may use them at any time.
#pragma once

#include "runtime/ref.h"

namespace gilt {

extern Object g_not_implemented;
extern Object g_ellipsis;

inline Value not_implemented_value() {
  return Value::uncounted(&g_not_implemented);
}
inline Value ellipsis_value() {
  return Value::uncounted(&g_ellipsis);
}
// What an operator's slot returns to let the other operand try.
inline Ref not_implemented() {
  return Ref::immortal(&g_not_implemented);
}
inline bool is_not_implemented(const Ref& r) {
  return r.get().bits() == not_implemented_value().bits();
}

}  // namespace gilt
