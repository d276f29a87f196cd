// Comparison operators on what C++ can compare.
#pragma once

#include "runtime/type.h"

namespace gilt {

// a op b. Two values whose order is one number are compared as that and 0.
template <class T>
constexpr bool holds(CompareOp op, T a, T b) {
  switch (op) {
    case CompareOp::kLt: return a < b;
    case CompareOp::kLe: return a <= b;
    case CompareOp::kEq: return a == b;
    case CompareOp::kNe: return a != b;
    case CompareOp::kGt: return a > b;
    case CompareOp::kGe: return a >= b;
  }
  return false;
}

}  // namespace gilt
