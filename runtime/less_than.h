// a < b for native code that orders values: what needs no script code is answered inline.
#pragma once

#include <optional>

#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

inline std::optional<bool> less_than(Thread& t, Value a, Value b) {
  if (both_int(a, b)) [[likely]]
    return static_cast<int64_t>(a.bits()) < static_cast<int64_t>(b.bits());
  if (a.is_double() && b.is_double()) return a.as_double() < b.as_double();
  if (is_exact_str(a) && is_exact_str(b))
    return str_compare(a.as<StrObject>(), b.as<StrObject>()) < 0;
  return compare_bool(t, CompareOp::kLt, a, b);
}

}  // namespace gilt
