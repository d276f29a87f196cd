// Comparisons, and conditions compiled to jumps.

#include "interpreter/compiler_codegen.h"
#include "runtime/set.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

using ast::CompareOperator;

Op value_op(CompareOperator op) {
  switch (op) {
    case CompareOperator::kEq: return Op::EQ;
    case CompareOperator::kNotEq: return Op::NE;
    case CompareOperator::kLt: return Op::LT;
    case CompareOperator::kLtE: return Op::LE;
    case CompareOperator::kGt: return Op::GT;
    case CompareOperator::kGtE: return Op::GE;
    case CompareOperator::kIs: return Op::IS;
    case CompareOperator::kIsNot: return Op::IS_NOT;
    case CompareOperator::kIn: return Op::IN;
    case CompareOperator::kNotIn: return Op::NOT_IN;
  }
  return Op::EQ;
}

bool is_rich(CompareOperator op) {
  return op <= CompareOperator::kGtE;
}

// The jump for a rich comparison in the order of the opcodes: LT LE EQ NE GT GE.
Op jump_op(CompareOperator op, bool sense, bool immediate) {
  int offset = 0;
  switch (op) {
    case CompareOperator::kLt: offset = 0; break;
    case CompareOperator::kLtE: offset = 1; break;
    case CompareOperator::kEq: offset = 2; break;
    case CompareOperator::kNotEq: offset = 3; break;
    case CompareOperator::kGt: offset = 4; break;
    default: offset = 5; break;
  }
  Op base = sense ? (immediate ? Op::J_LT_I : Op::J_LT) : (immediate ? Op::JN_LT_I : Op::JN_LT);
  return static_cast<Op>(static_cast<int>(base) + offset);
}

bool is_none(const ast::Expr& e) {
  return e.kind == ast::Kind::kConstant && e.as<ast::Constant>().type == ast::ConstantType::kNone;
}

}  // namespace

// The right operand; of `in` a display of constants is one constant.
Operand CodeGenerator::compare_right(CompareOperator op, ast::Expr& e, Dest dest) {
  bool is_in = op == CompareOperator::kIn || op == CompareOperator::kNotIn;
  if (is_in && e.kind == ast::Kind::kSet) {
    auto elts = e.as<ast::Set>().elts;
    RefOf<TupleObject> values = tuple_new(t_, static_cast<int64_t>(elts.size()));
    if (values.is_error()) unit_.fail();
    for (size_t i = 0; i < elts.size(); ++i) {
      Ref value = unit_.check(fold(t_, *elts[i]));
      if (value.is_unset()) return compile(e, dest);
      values->items()[i].init(std::move(value));
    }
    SpanScope at(*this, e.span);
    return load_constant(unit_.check(frozenset_from(t_, values.value())).get(), dest);
  }
  if (is_in && e.kind == ast::Kind::kList && dest.where == Dest::kAnywhere)
    return sequence_for_loop(e);
  return compile(e, dest);
}

Operand CodeGenerator::compare_one(CompareOperator op, Operand left, Operand right, Dest dest) {
  return result(value_op(op), dest, left, right);
}

Operand CodeGenerator::compare(ast::Compare& e, Dest dest) {
  if (e.ops.size() > 1) return compare_chain(e, dest);
  Operand left = read_before(*e.left, {e.comparators[0]});
  return compare_one(e.ops[0], left, compare_right(e.ops[0], *e.comparators[0], Dest::anywhere()),
                     dest);
}

// a < b < c as a value: the first comparison that is false, or the last one. The result has the
// lowest temporary, so that the operands can be dropped above it.
Operand CodeGenerator::compare_chain(ast::Compare& e, Dest dest) {
  LabelId end = new_label();
  result(Op::LOAD_UNSET, Dest::push());
  Register outcome = top();
  uint32_t base = depth_;
  push(*e.left);
  size_t last = e.ops.size() - 1;
  for (size_t i = 0; i <= last; ++i) {
    compare_right(e.ops[i], *e.comparators[i], Dest::push());
    Operand left{top(1), i == last}, right{top(), i == last};
    uint8_t flags = kLocalA;
    flags |= consume(right, kConsumeC);
    flags |= consume(left, kConsumeB);
    emit(value_op(e.ops[i]), outcome, left.reg, right.reg, flags);
    if (i == last) break;
    LabelId next = new_label();
    emit_jump(Op::JUMP_IF, outcome, 0, 0, next);
    uint32_t depth = depth_;
    release_down_to(base);
    jump(end);
    depth_ = depth;
    bind(next);
    uint8_t move_flags = kLocalA;
    move_flags |= consume(right = top_operand(), kConsumeB);
    emit(Op::MOVE, left.reg, right.reg, 0, move_flags);
  }
  bind(end);
  depth_ = base;
  return settle(top_operand(), dest);
}

// -- jumps --

void CodeGenerator::branch(ast::Expr& e, LabelId target, bool sense) {
  check_depth();
  SpanScope at(*this, e.span);
  int known = constant_truth(t_, e, !unit_.options.optimize_asserts);
  if (known >= 0) {
    if (known == sense) jump(target);
    return;
  }
  using ast::Kind;
  switch (e.kind) {
    case Kind::kUnaryOp:
      if (auto& u = e.as<ast::UnaryOp>(); u.op == ast::UnaryOperator::kNot)
        return branch(*u.operand, target, !sense);
      break;
    case Kind::kBoolOp: return branch_bool_op(e.as<ast::BoolOp>(), target, sense);
    case Kind::kCompare: return branch_compare(e.as<ast::Compare>(), target, sense);
    case Kind::kIfExp: {
      auto& choice = e.as<ast::IfExp>();
      LabelId otherwise = new_label(), end = new_label();
      branch(*choice.test, otherwise, false);
      branch(*choice.body, target, sense);
      jump(end);
      bind(otherwise);
      branch(*choice.orelse, target, sense);
      bind(end);
      return;
    }
    default: break;
  }
  branch_operand(read(e), target, sense);
}

// Jumps on the truth of [value]. Backward there is only the jump for true.
void CodeGenerator::branch_operand(Operand value, LabelId target, bool sense) {
  if (sense || !is_back(target)) {
    jump_on(sense ? Op::JUMP_IF : Op::JUMP_IF_NOT, value, target);
    return;
  }
  LabelId skip = new_label();
  jump_on(Op::JUMP_IF, value, skip);
  jump(target);
  bind(skip);
}

void CodeGenerator::branch_bool_op(ast::BoolOp& e, LabelId target, bool sense) {
  bool is_or = e.op == ast::BoolOperator::kOr;
  auto first = e.values.first(e.values.size() - 1);
  if (is_or == sense) {  // each value alone may send us to the target
    for (ast::Expr* value : first) branch(*value, target, sense);
    branch(*e.values.back(), target, sense);
    return;
  }
  LabelId skip = new_label();
  for (ast::Expr* value : first) branch(*value, skip, !sense);
  branch(*e.values.back(), target, sense);
  bind(skip);
}

void CodeGenerator::branch_compare(ast::Compare& e, LabelId target, bool sense) {
  if (e.ops.size() > 1) return branch_chain(e, target, sense);
  CompareOperator op = e.ops[0];
  ast::Expr& right = *e.comparators[0];
  bool is_identity = op == CompareOperator::kIs || op == CompareOperator::kIsNot;
  if (is_identity && is_none(right)) {
    Operand left = read(*e.left);
    bool if_none = (op == CompareOperator::kIs) == sense;
    if (!if_none || !is_back(target)) {
      jump_on(if_none ? Op::JUMP_IF_NONE : Op::JUMP_IF_NOT_NONE, left, target);
      return;
    }
    LabelId skip = new_label();
    jump_on(Op::JUMP_IF_NOT_NONE, left, skip);
    jump(target);
    bind(skip);
    return;
  }
  Operand left = read_before(*e.left, {&right});
  branch_compare_one(op, left, right, target, sense);
}

void CodeGenerator::branch_compare_one(CompareOperator op, Operand left, ast::Expr& right,
                                       LabelId target, bool sense) {
  if (is_rich(op)) {
    if (std::optional<int32_t> number = small_int(right)) {
      bool detour = !sense && is_back(target);
      LabelId skip = detour ? new_label() : kNoLabel;
      uint8_t flags = consume(left, kConsumeA);
      emit_jump(jump_op(op, sense || detour, true), left.reg, *number, flags,
                detour ? skip : target);
      if (detour) {
        jump(target);
        bind(skip);
      }
      return;
    }
  }
  branch_compare_operands(op, left, compare_right(op, right, Dest::anywhere()), target, sense);
}

void CodeGenerator::branch_compare_operands(CompareOperator op, Operand left, Operand right,
                                            LabelId target, bool sense) {
  if (!is_rich(op)) {
    branch_operand(compare_one(op, left, right, Dest::push()), target, sense);
    return;
  }
  bool detour = !sense && is_back(target);
  LabelId skip = detour ? new_label() : kNoLabel;
  uint8_t flags = consume(right, kConsumeB);
  flags |= consume(left, kConsumeA);
  emit_jump(jump_op(op, sense || detour, false), left.reg, right.reg, flags,
            detour ? skip : target);
  if (detour) {
    jump(target);
    bind(skip);
  }
}

// a < b < c: the middle operand is kept for the next comparison. Where it is a local, nothing needs
// keeping; a temporary stays for the next comparison, which consumes it, and is released when the
// chain ends early.
void CodeGenerator::branch_chain(ast::Compare& e, LabelId target, bool sense) {
  LabelId fail = sense ? new_label() : target;  // where a false comparison leads
  size_t last = e.ops.size() - 1;
  auto leave_if_false = [&](CompareOperator op, Operand left, Operand right, uint32_t base) {
    if (depth_ - (left.dies ? 1 : 0) - (right.dies ? 1 : 0) == base && !is_back(fail)) {
      branch_compare_operands(op, left, right, fail, false);
      return;
    }
    LabelId next = new_label();
    branch_compare_operands(op, left, right, next, true);
    uint32_t depth = depth_;
    release_down_to(base);
    jump(fail);
    depth_ = depth;
    bind(next);
  };
  uint32_t base = depth_;
  std::initializer_list<ast::Expr*> later = {e.comparators[0]};
  Operand left = read_before(*e.left, later);
  for (size_t i = 0; i < last; ++i) {
    ast::Expr* following = e.comparators[i + 1];
    Operand middle = compare_right(e.ops[i], *e.comparators[i], Dest::anywhere());
    bool is_local = !is_temporary(middle.reg);
    bool must_copy = is_local && has_walrus(*following);
    if (must_copy) {
      middle = move(middle, Dest::push());
      is_local = false;
    }
    if (is_local) {
      leave_if_false(e.ops[i], left, middle, base);
      left = middle;
      continue;
    }
    bool left_is_below = left.dies;
    leave_if_false(e.ops[i], {left.reg}, {middle.reg}, base);
    if (left_is_below) {
      pop_temporaries(1);
      emit(Op::MOVE, left.reg, middle.reg, 0, kLocalA | kConsumeB);
    }
    left = top_operand();
  }
  if (sense) {
    branch_compare_one(e.ops[last], left, *e.comparators[last], target, true);
    bind(fail);
    return;
  }
  branch_compare_one(e.ops[last], left, *e.comparators[last], target, false);
}

}  // namespace gilt
