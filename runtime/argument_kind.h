// How a message about an argument names what it got: by its type, but None as itself.
#pragma once

#include <string_view>

#include "runtime/type.h"

namespace gilt {

inline std::string_view argument_kind(Value v) {
  return v.is_none() ? std::string_view("None") : type_name(v);
}

}  // namespace gilt
