// Binary, in-place and unary operators of any values.
//
// A type's `binary` slot answers for its objects on either side, with the operands in source order.
// The left operand's type is asked first, unless the right one's is a subclass with a slot of its
// own: it may know better.
#include "runtime/messages.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

constexpr const char* kSigns[] = {"+",        "-",           "*",  "@",  "/", "//", "%",
                                  "divmod()", "** or pow()", "<<", ">>", "&", "|",  "^"};
constexpr const char* kInplaceSigns[] = {
    "+=", "-=", "*=", "@=", "/=", "//=", "%=", "", "**=", "<<=", ">>=", "&=", "|=", "^="};

// Sequences add and repeat only after the other operand has been asked: theirs are the operations
// of last resort.
bool gives_way(BinaryOp op, const TypeObject* type) {
  constexpr uint32_t kSequences = kTypeIsStr | kTypeIsBytes | kTypeIsList | kTypeIsTuple;
  if (op != BinaryOp::kAdd && op != BinaryOp::kMul) return false;
  bool sequence = (type->type_flags & kSequences) != 0 || is_subtype(type, &bytearray_type);
  return sequence && !has_script_binary(type);
}

// In `a *= b` what has a length, or could have, is not taken for the number of times to repeat b.
bool is_no_count(Value a) {
  return type_of(a)->is(kTypeHeap) || type_of(a)->slots.length != nullptr;
}

// Asks both types; NotImplemented when neither knows.
Ref ask(Thread& t, BinaryOp op, Value a, Value b) {
  TypeObject* type_a = type_of(a);
  TypeObject* type_b = type_of(b);
  auto slot_a = type_a->slots.binary;
  auto slot_b = type_b->slots.binary;
  if (has_script_binary(type_b) && gives_way(op, type_a)) {
    Ref result = slot_b(t, op, a, b);
    if (!is_not_implemented(result)) return result;
    slot_b = nullptr;
  }
  if (slot_b == slot_a) slot_b = nullptr;
  if (slot_a != nullptr) {
    if (slot_b != nullptr && is_subtype(type_b, type_a)) {
      Ref result = slot_b(t, op, a, b);
      if (!is_not_implemented(result)) return result;
      slot_b = nullptr;
    }
    Ref result = slot_a(t, op, a, b);
    if (!is_not_implemented(result)) return result;
  }
  if (slot_b != nullptr) return slot_b(t, op, a, b);
  return not_implemented();
}

Failed unsupported(Thread& t, const char* sign, BinaryOp op, Value a, Value b) {
  // The commonest slip of whoever comes from Python 2.
  if (op == BinaryOp::kRShift && type_name(a) == "builtin_function_or_method") {
    Ref name = get_attribute_or_unset(t, a, names::name_);
    if (name && is_str(name.get()) && name.as<StrObject>()->view() == "print") {
      return fail(
          t, type_error_type,
          "unsupported operand type(s) for {}: '{}' and '{}'. Did you mean \"print(<message>, "
          "file=<output_stream>)\"?",
          sign, type_name(a), type_name(b));
    }
    if (name.is_error()) error_clear(t);
  }
  return fail(t, type_error_type, messages::kUnsupportedOperands, sign, type_name(a), type_name(b));
}

}  // namespace

Failed fail_unsupported_operands(Thread& t, BinaryOp op, bool inplace, const TypeObject* left,
                                 const TypeObject* right) {
  const char* sign = (inplace ? kInplaceSigns : kSigns)[static_cast<int>(op)];
  return fail(t, type_error_type, messages::kUnsupportedOperands, sign, type_name(left),
              type_name(right));
}

Ref binary_operation(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kPow) return power(t, a, b, kNone);
  GILT_CHECK(check_native_recursion(t));
  Ref result = ask(t, op, a, b);
  if (!is_not_implemented(result)) return result;
  return unsupported(t, kSigns[static_cast<int>(op)], op, a, b);
}

Ref inplace_operation(Thread& t, BinaryOp op, Value a, Value b) {
  GILT_CHECK(check_native_recursion(t));
  if (auto slot = type_of(a)->slots.inplace) {
    Ref result = slot(t, op, a, b);
    if (!is_not_implemented(result)) return result;
  }
  if (op == BinaryOp::kMul && is_no_count(a) && gives_way(op, type_of(b))) {
    auto slot = type_of(a)->slots.binary;
    Ref result = slot != nullptr ? slot(t, op, a, b) : Ref(not_implemented());
    if (!is_not_implemented(result)) return result;
    return unsupported(t, kInplaceSigns[static_cast<int>(op)], op, a, b);
  }
  Ref result = ask(t, op, a, b);
  if (!is_not_implemented(result)) return result;
  return unsupported(t, kInplaceSigns[static_cast<int>(op)], op, a, b);
}

Ref power(Thread& t, Value base, Value exponent, Value modulus) {
  GILT_CHECK(check_native_recursion(t));
  if (modulus.is_none()) {
    Ref result = ask(t, BinaryOp::kPow, base, exponent);
    if (!is_not_implemented(result)) return result;
    return unsupported(t, kSigns[static_cast<int>(BinaryOp::kPow)], BinaryOp::kPow, base, exponent);
  }
  // Three operands: only their own types are asked, first to last.
  auto asked = type_of(base)->slots.power;
  if (asked != nullptr) {
    Ref result = asked(t, base, exponent, modulus);
    if (!is_not_implemented(result)) return result;
  }
  for (Value operand : {exponent, modulus}) {
    auto slot = type_of(operand)->slots.power;
    if (slot == nullptr || slot == asked) continue;
    asked = slot;
    Ref result = slot(t, base, exponent, modulus);
    if (!is_not_implemented(result)) return result;
  }
  return fail(t, type_error_type, "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
              type_name(base), type_name(exponent), type_name(modulus));
}

Ref unary_operation(Thread& t, UnaryOp op, Value a) {
  GILT_CHECK(check_native_recursion(t));
  if (auto slot = type_of(a)->slots.unary) {
    Ref result = slot(t, op, a);
    if (!is_not_implemented(result)) return result;
    // A method of a script may return just that.
    static constexpr StrObject** kMethods[] = {&names::neg_, &names::pos_, &names::invert_,
                                               &names::abs_};
    if (!type_lookup(type_of(a), *kMethods[static_cast<int>(op)]).is_unset()) return result;
  }
  static constexpr const char* kNames[] = {"unary -", "unary +", "unary ~", "abs()"};
  return fail(t, type_error_type, "bad operand type for {}: '{}'", kNames[static_cast<int>(op)],
              type_name(a));
}

}  // namespace gilt
