// bool: the ints False and True.
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/warnings.h"

namespace gilt {

namespace {

Ref bool_construct(Thread& t, TypeObject*, CallArgs call) {
  GILT_CHECK(no_keywords(t, "bool", call));
  if (call.positional > 1) {
    return fail(t, type_error_type, "bool expected at most 1 argument, got {}", call.positional);
  }
  if (call.positional == 0) return Ref::boolean(false);
  GILT_TRY(bool value, truth(t, call[0]));
  return Ref::boolean(value);
}

Ref bool_repr(Thread&, Value self) {
  static StrObject* const kTrueText = intern("True");
  static StrObject* const kFalseText = intern("False");
  return Ref::copy(self.is_true() ? kTrueText : kFalseText);
}

// Two bools stay a bool; everything else is int's business.
Ref bool_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (a.is_bool() && b.is_bool()) {
    switch (op) {
      case BinaryOp::kAnd: return Ref::boolean(a.is_true() && b.is_true());
      case BinaryOp::kOr: return Ref::boolean(a.is_true() || b.is_true());
      case BinaryOp::kXor: return Ref::boolean(a.is_true() != b.is_true());
      default: break;
    }
  }
  if (!is_int(a) || !is_int(b)) return not_implemented();
  return int_binary(t, op, a, b);
}

Ref bool_unary(Thread& t, UnaryOp op, Value a) {
  if (op == UnaryOp::kInvert) {
    GILT_CHECK(warn(
        t, deprecation_warning_type,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This "
        "returns the bitwise inversion of the underlying int object and is usually not what you "
        "expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if "
        "you really want the bitwise inversion of the underlying int."));
  }
  return int_type.slots.unary(t, op, a);
}

std::optional<bool> bool_truth(Thread&, Value self) {
  return self.is_true();
}

}  // namespace

void init_bool_type() {
  type_init_builtin(bool_type, kBoolShape,
                    {
                        .name = "bool",
                        .base = &int_type,
                        .instance_size = sizeof(Object),
                        .binary_ops = 1u << static_cast<int>(BinaryOp::kAnd) |
                                      1u << static_cast<int>(BinaryOp::kOr) |
                                      1u << static_cast<int>(BinaryOp::kXor),
                        .unary_ops = 1u << static_cast<int>(UnaryOp::kInvert),
                        .doc = "bool(object=False, /)\n--\n\n"
                               "Returns True when the argument is true, False otherwise.",
                        .slots =
                            {
                                .construct = bool_construct,
                                .repr = bool_repr,
                                .truth = bool_truth,
                                .binary = bool_binary,
                                .unary = bool_unary,
                            },
                    });
}

}  // namespace gilt
