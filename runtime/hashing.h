// hash(v) with the kinds of key that nearly every dict has answered inline.
#pragma once

#include <optional>

#include "runtime/builtin_types.h"
#include "runtime/number_hash.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

inline std::optional<int64_t> hash_of(Thread& t, Value v) {
  if (has_shape(v, kStrShape)) [[likely]] {
    auto* s = v.as<StrObject>();
    int64_t known = s->known_hash();
    return known != 0 ? known : str_hash(s);
  }
  if (v.is_int()) {
    int64_t i = v.as_int();
    if (i > -kHashModulus && i < kHashModulus) [[likely]]
      return i == -1 ? -2 : i;
  }
  return hash(t, v);
}

// The same for a dict key or set element; TypeError "cannot use 'list' as a dict key (unhashable
// type: 'list')". [use] is "a dict key" or "a set element".
std::optional<int64_t> explain_unhashable(Thread& t, Value v, const char* use);
inline std::optional<int64_t> hash_of_element(Thread& t, Value v, const char* use) {
  std::optional<int64_t> result = hash_of(t, v);
  if (!result) [[unlikely]]
    return explain_unhashable(t, v, use);
  return result;
}

}  // namespace gilt
