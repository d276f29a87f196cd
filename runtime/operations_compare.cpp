// Comparisons, truth and hashes of any values.
#include "runtime/messages.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

constexpr CompareOp kReflected[] = {CompareOp::kGt, CompareOp::kGe, CompareOp::kEq,
                                    CompareOp::kNe, CompareOp::kLt, CompareOp::kLe};
constexpr const char* kSigns[] = {"<", "<=", "==", "!=", ">", ">="};

}  // namespace

Ref compare(Thread& t, CompareOp op, Value a, Value b) {
  if (!check_native_recursion(t)) {
    // CPython's wording of a comparison that goes too deep.
    error_clear(t);
    return fail(t, recursion_error_type, "{} in comparison", messages::kRecursion);
  }
  TypeObject* type_a = type_of(a);
  TypeObject* type_b = type_of(b);
  CompareOp reflected = kReflected[static_cast<int>(op)];
  bool asked_b = false;
  if (type_a != type_b && type_b->slots.compare != nullptr && is_subtype(type_b, type_a)) {
    asked_b = true;
    Ref result = type_b->slots.compare(t, reflected, b, a);
    if (!is_not_implemented(result)) return result;
  }
  if (type_a->slots.compare != nullptr) {
    Ref result = type_a->slots.compare(t, op, a, b);
    if (!is_not_implemented(result)) return result;
  }
  if (!asked_b && type_b->slots.compare != nullptr) {
    Ref result = type_b->slots.compare(t, reflected, b, a);
    if (!is_not_implemented(result)) return result;
  }
  // Nobody knows: equality falls back to identity, order does not exist.
  if (op == CompareOp::kEq) return Ref::boolean(same(a, b));
  if (op == CompareOp::kNe) return Ref::boolean(!same(a, b));
  return fail(t, type_error_type, "'{}' not supported between instances of '{}' and '{}'",
              kSigns[static_cast<int>(op)], type_name(a), type_name(b));
}

std::optional<bool> compare_bool(Thread& t, CompareOp op, Value a, Value b) {
  GILT_TRY(Ref result, compare(t, op, a, b));
  return truth(t, result.get());
}

std::optional<bool> equal(Thread& t, Value a, Value b) {
  if (same(a, b)) return true;
  if (both_int(a, b)) return false;
  return compare_bool(t, CompareOp::kEq, a, b);
}

std::optional<bool> truth(Thread& t, Value v) {
  if (v.is_bool()) return v.is_true();
  if (v.is_none()) return false;
  if (v.is_int()) return v.as_int() != 0;
  TypeObject* type = type_of(v);
  if (type->slots.truth != nullptr) return type->slots.truth(t, v);
  if (type->slots.length == nullptr) return true;
  GILT_TRY(int64_t size, type->slots.length(t, v));
  return size != 0;
}

std::optional<int64_t> hash(Thread& t, Value v) {
  auto slot = type_of(v)->slots.hash;
  if (slot == nullptr) return fail(t, type_error_type, messages::kUnhashable, type_name(v));
  return slot(t, v);
}

}  // namespace gilt
