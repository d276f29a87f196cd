// Operators on anything: the slow paths of ops_arith.cpp.
#include "interpreter/slow.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"

namespace gilt {
namespace {

enum class Right : uint8_t { kRegister, kNumber, kConstant };
struct Site {
  BinaryOp op;
  Right right;
};

Site site_of(Op op) {
  switch (op) {
#define GILT_SITE(NAME, operation) \
  case Op::NAME: return {BinaryOp::operation, Right::kRegister};
#define GILT_SITE_I(NAME, operation) \
  case Op::NAME: return {BinaryOp::operation, Right::kNumber};
#define GILT_SITE_K(NAME, operation) \
  case Op::NAME: return {BinaryOp::operation, Right::kConstant};
    GILT_SITE(ADD, kAdd)
    GILT_SITE(ADD_F, kAdd)
    GILT_SITE(SUB, kSub)
    GILT_SITE(SUB_F, kSub)
    GILT_SITE(MUL, kMul)
    GILT_SITE(MUL_F, kMul)
    GILT_SITE(TRUEDIV, kTrueDiv)
    GILT_SITE(TRUEDIV_F, kTrueDiv)
    GILT_SITE(FLOORDIV, kFloorDiv)
    GILT_SITE(MOD, kMod)
    GILT_SITE(POW, kPow)
    GILT_SITE(MATMUL, kMatMul)
    GILT_SITE(LSHIFT, kLShift)
    GILT_SITE(RSHIFT, kRShift)
    GILT_SITE(AND, kAnd)
    GILT_SITE(OR, kOr)
    GILT_SITE(XOR, kXor)
    GILT_SITE_I(ADD_I, kAdd)
    GILT_SITE_I(SUB_I, kSub)
    GILT_SITE_I(MUL_I, kMul)
    GILT_SITE_I(FLOORDIV_I, kFloorDiv)
    GILT_SITE_I(MOD_I, kMod)
    GILT_SITE_I(AND_I, kAnd)
    GILT_SITE_I(LSHIFT_I, kLShift)
    GILT_SITE_I(RSHIFT_I, kRShift)
    GILT_SITE_K(ADD_K, kAdd)
    GILT_SITE_K(SUB_K, kSub)
    GILT_SITE_K(MUL_K, kMul)
    GILT_SITE_K(TRUEDIV_K, kTrueDiv)
    GILT_SITE_K(MOD_K, kMod)
#undef GILT_SITE
#undef GILT_SITE_I
#undef GILT_SITE_K
    default: __builtin_unreachable();
  }
}

bool is_exact_int(Value v) {
  return v.is_int() || has_shape(v, kIntShape);
}
bool is_exact_float(Value v) {
  return v.is_double() || has_shape(v, kFloatShape);
}

// `s += t` on a local, and the links of a chain of additions: a str that nobody else refers to
// grows where it lies.
bool append_text(Thread& t, Value* regs, Instr instr, StrObject* tail) {
  Value* from = regs + b_of(instr);
  bool consumed = (instr & kConsumeBBit) != 0;
  // The register itself must not count as somebody else.
  Ref text = consumed || (a_of(instr) == b_of(instr) && (instr & kLocalABit) != 0)
                 ? Ref::adopt(std::exchange(*from, kUnset))
                 : Ref::copy(*from);
  Ref result = str_append_in_place(t, std::move(text), tail);
  // A failure has left [text] as it was.
  if (result.is_error() && !consumed && from->is_unset())
    *from = text.take();  // NOLINT(bugprone-use-after-move)
  return write_a(regs, instr, std::move(result));
}

// The function that alone decides on `b op c`, [b] being an instance of a script class: its method
// when [c] is an instance of the same class or a number, which knows nothing of script classes.
// Null when others have a say.
FunctionObject* operator_method(Thread& t, BinaryOp op, Instr instr, Value b, Value c) {
  TypeObject* type = type_of(b);
  if (!has_script_binary(type) || t.safepoint.load(std::memory_order_relaxed) != 0) return nullptr;
  if (!c.is_int() && !c.is_double() && type_of(c) != type) return nullptr;
  if ((instr & kInplaceBit) && type->slots.inplace != nullptr) return nullptr;
  Value found = type_lookup(type, binary_method_name(op));
  if (!has_shape(found, kFunctionShape)) return nullptr;
  auto* function = found.as<FunctionObject>();
  bool fits = function->code->is(kCodeSimpleCall) && function->code->positional_count == 2;
  return fits ? function : nullptr;
}

// Any operands.
GILT_NOINLINE Next binary(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Site site = site_of(op_of(instr));
  if (is_unbound(regs, b_of(instr)) ||
      (site.right == Right::kRegister && is_unbound(regs, c_of(instr)))) [[unlikely]] {
    (void)fail_unbound_operand(t, frame, regs, instr);
    return kUnwind;
  }
  HeldOperand right = site.right == Right::kRegister ? operand_c(frame, regs, instr)
                      : site.right == Right::kNumber
                          ? HeldOperand(Value::integer(signed_c_of(instr)))
                          : HeldOperand(to_register(constant_operand(frame, c_of(instr))));
  if (site.op == BinaryOp::kAdd && is_exact_str(right.get()) && is_exact_str(regs[b_of(instr)]))
    return append_text(t, regs, instr, right.as<StrObject>()) ? frame.pc + 1 : kUnwind;
  HeldOperand left = operand_b(frame, regs, instr);
  Value b = left.get(), c = right.get();
  Ref result = not_implemented();
  if (is_exact_int(b) && is_exact_int(c)) {
    result = int_binary(t, site.op, b, c);
  } else if (is_exact_float(b) && is_exact_float(c)) {
    result = float_binary(t, site.op, float_value(b), float_value(c));
  }
  // Operators that numbers lack are refused in full.
  if (is_not_implemented(result)) {
    result = (instr & kInplaceBit) ? inplace_operation(t, site.op, b, c)
                                   : binary_operation(t, site.op, b, c);
  }
  return write_a(regs, instr, std::move(result)) ? frame.pc + 1 : kUnwind;
}

// The left operand is an instance of a script class: enters its method's frame, where the operands
// go on from their registers.
GILT_NOINLINE Next binary_of_instance(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Site site = site_of(op_of(instr));
  Value left = regs[b_of(instr)];
  Value right = site.right == Right::kRegister ? regs[c_of(instr)]
                : site.right == Right::kNumber ? Value::integer(signed_c_of(instr))
                                               : constant_operand(frame, c_of(instr));
  if (right.is_unset()) return binary(t, frame, regs, instr);
  FunctionObject* method = operator_method(t, site.op, instr, left, right);
  Value* window = free_registers(t);
  if (method == nullptr || window + 3 > t.stack_limit) return binary(t, frame, regs, instr);
  bool right_dies = site.right == Right::kRegister && (instr & kConsumeCBit) != 0;
  TypeObject *type = type_of(left), *right_type = type_of(right);
  window[0] = to_register(to_value(method));
  window[1] = instr & kConsumeBBit ? left : to_register(left);
  window[2] = right_dies ? right : to_register(right);
  retain(to_value(type));
  Next next = enter_function(t, frame, window, 2, nullptr, kFrameOperator, type);
  if (next == kUnwind) {
    release(to_value(type));
  } else {
    t.frame->right_type = right_type;
  }
  return next;
}

}  // namespace

BinaryOp binary_op_of(Op op) {
  return site_of(op).op;
}

Next slow_binary(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value left = regs[b_of(instr)];
  if (left.is_object() && type_of(left.as_object())->native_base == &object_type)
    return binary_of_instance(t, frame, regs, instr);
  return binary(t, frame, regs, instr);
}

bool slow_unary(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  UnaryOp op = op_of(instr) == Op::NEG   ? UnaryOp::kNeg
               : op_of(instr) == Op::POS ? UnaryOp::kPos
                                         : UnaryOp::kInvert;
  HeldOperand operand = operand_b(frame, regs, instr);
  return write_a(regs, instr, unary_operation(t, op, operand.get()));
}

bool slow_not(Thread& t, Frame& frame, Value* regs, Instr instr) {
  HeldOperand operand = operand_b(frame, regs, instr);
  std::optional<bool> result = truth(t, operand.get());
  if (result.has_value()) result = !*result;
  return write_a(regs, instr, result);
}

}  // namespace gilt
