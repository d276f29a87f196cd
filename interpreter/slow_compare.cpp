// Comparing anything, and the jumps that compare or test.
#include <cstring>

#include "interpreter/slow.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/text_search.h"

namespace gilt {
namespace {

// `a == b` or `a != b` for two exact strs.
bool texts_equal(Value a, Value b) {
  auto* x = a.as<StrObject>();
  auto* y = b.as<StrObject>();
  return x == y || (!(x->has(kStrInterned) && y->has(kStrInterned)) && str_equal(x, y));
}

bool has_text(std::string_view text, std::string_view part) {
  if (part.size() == 1) return std::memchr(text.data(), part[0], text.size()) != nullptr;
  return search::find(text, part) != search::kNowhere;
}

std::optional<bool> compare_truth(Thread& t, CompareOp op, Value a, Value b) {
  if ((op == CompareOp::kEq || op == CompareOp::kNe) && is_exact_str(a) && is_exact_str(b))
    return texts_equal(a, b) == (op == CompareOp::kEq);
  return compare_bool(t, op, a, b);
}

struct JumpSite {
  CompareOp op;
  bool jump_when;  // J_x: true, JN_x: false
  bool number;     // B is a number
};

JumpSite jump_site_of(Op op) {
  switch (op) {
#define GILT_SITE(NAME, operation)                                  \
  case Op::J_##NAME: return {CompareOp::operation, true, false};    \
  case Op::JN_##NAME: return {CompareOp::operation, false, false};  \
  case Op::J_##NAME##_I: return {CompareOp::operation, true, true}; \
  case Op::JN_##NAME##_I: return {CompareOp::operation, false, true};
    GILT_SITE(LT, kLt)
    GILT_SITE(LE, kLe)
    GILT_SITE(EQ, kEq)
    GILT_SITE(NE, kNe)
    GILT_SITE(GT, kGt)
    GILT_SITE(GE, kGe)
#undef GILT_SITE
    default: __builtin_unreachable();
  }
}

// Goes to [target] from the instruction at frame.pc, which is done but for that.
Next jump(Thread& t, Frame& frame, Next target) {
  if (target <= frame.pc && t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t))
    return kUnwind;
  return target;
}

}  // namespace

bool slow_compare(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr)) || is_unbound(regs, c_of(instr))) [[unlikely]]
    return fail_unbound_operand(t, frame, regs, instr);
  HeldOperand b = operand_b(frame, regs, instr), c = operand_c(frame, regs, instr);
  CompareOp op = op_of(instr) == Op::LT   ? CompareOp::kLt
                 : op_of(instr) == Op::LE ? CompareOp::kLe
                 : op_of(instr) == Op::EQ ? CompareOp::kEq
                 : op_of(instr) == Op::NE ? CompareOp::kNe
                 : op_of(instr) == Op::GT ? CompareOp::kGt
                                          : CompareOp::kGe;
  if ((op == CompareOp::kEq || op == CompareOp::kNe) && is_exact_str(b.get()) &&
      is_exact_str(c.get())) {
    return write_a(regs, instr,
                   Ref::boolean(texts_equal(b.get(), c.get()) == (op == CompareOp::kEq)));
  }
  return write_a(regs, instr, compare(t, op, b.get(), c.get()));
}

bool slow_is(Thread&, Frame& frame, Value* regs, Instr instr) {
  HeldOperand b = operand_b(frame, regs, instr), c = operand_c(frame, regs, instr);
  bool result = same(b.get(), c.get()) == (op_of(instr) == Op::IS);
  return write_a(regs, instr, Ref::boolean(result));
}

bool slow_in(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value b = regs[b_of(instr)], c = regs[c_of(instr)];
  bool member;
  if (is_exact_str(b) && is_exact_str(c)) {
    member = has_text(c.as<StrObject>()->view(), b.as<StrObject>()->view());
    write_borrowed(regs, instr, Value::boolean(member == (op_of(instr) == Op::IN)));
    return true;
  }
  if (peek_member(c, b, member)) {
    write_borrowed(regs, instr, Value::boolean(member == (op_of(instr) == Op::IN)));
    return true;
  }
  HeldOperand item = operand_b(frame, regs, instr), container = operand_c(frame, regs, instr);
  std::optional<bool> found = has_shape(container.get(), kDictShape)
                                  ? dict_contains(t, container.as<DictObject>(), item.get())
                                  : contains(t, container.get(), item.get());
  if (found.has_value()) found = *found == (op_of(instr) == Op::IN);
  return write_a(regs, instr, found);
}

Next slow_compare_jump(Thread& t, Frame& frame, Value* regs, Instr instr) {
  JumpSite site = jump_site_of(op_of(instr));
  if (is_unbound(regs, a_of(instr)) || (!site.number && is_unbound(regs, b_of(instr))))
      [[unlikely]] {
    (void)fail_unbound_operand(t, frame, regs, instr);
    return kUnwind;
  }
  std::optional<bool> holds;
  {
    HeldOperand a = operand_a(frame, regs, instr);
    HeldOperand b = site.number ? HeldOperand(Value::integer(signed_b_of(instr)))
                                : operand_b(frame, regs, instr);
    holds = compare_truth(t, site.op, a.get(), b.get());
  }
  if (!holds.has_value()) return kUnwind;
  if (*holds != site.jump_when) return frame.pc + 1;
  return jump(t, frame, frame.pc + 1 + signed_c_of(instr));
}

Next slow_jump_if(Thread& t, Frame& frame, Value* regs, Instr instr) {
  std::optional<bool> holds;
  {
    HeldOperand a = operand_a(frame, regs, instr);
    holds = truth(t, a.get());
  }
  if (!holds.has_value()) return kUnwind;
  if (*holds != (op_of(instr) == Op::JUMP_IF)) return frame.pc + 1;
  return jump(t, frame, frame.pc + 1 + bc_of(instr));
}

Next slow_jump_if_not_none(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (instr & kConsumeABit) release(regs[a_of(instr)]);
  return jump(t, frame, frame.pc + 1 + bc_of(instr));
}

}  // namespace gilt
