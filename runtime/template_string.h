// string.templatelib (PEP 750): what t"..." makes. A Template has one text more than it has
// Interpolations; both never change.
#pragma once

#include <span>

#include "runtime/type.h"

namespace gilt {

// From texts (str) and Interpolations in any order; neighbouring texts are joined.
Ref template_new(Thread& t, std::span<const Value> parts);
// [conversion] is a str ("s", "r", "a") or None.
Ref interpolation_new(Thread& t, Value value, Value expression, Value conversion,
                      Value format_spec);

}  // namespace gilt
