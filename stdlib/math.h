// Module math in parts: functions of integers, functions of real numbers and the rest.
#pragma once

#include <span>

#include "runtime/native.h"

namespace gilt {

std::span<const NativeDef> integer_math();   // gcd, factorial, comb ...
std::span<const NativeDef> sequence_math();  // fsum, prod, dist ...

}  // namespace gilt
