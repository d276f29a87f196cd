// Expressions: operators, attributes, items, displays.

#include <cassert>

#include "interpreter/compiler_codegen.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

constexpr size_t kSharedConstants = 3;  // from so many constants on a list is made from a tuple

struct ArithmeticOps {
  Op generic, immediate, constant;
};

constexpr ArithmeticOps ops_of(ast::Operator op) {
  using ast::Operator;
  switch (op) {
    case Operator::kAdd: return {Op::ADD, Op::ADD_I, Op::ADD_K};
    case Operator::kSub: return {Op::SUB, Op::SUB_I, Op::SUB_K};
    case Operator::kMult: return {Op::MUL, Op::MUL_I, Op::MUL_K};
    case Operator::kMatMult: return {Op::MATMUL, Op::NOP, Op::NOP};
    case Operator::kDiv: return {Op::TRUEDIV, Op::NOP, Op::TRUEDIV_K};
    case Operator::kMod: return {Op::MOD, Op::MOD_I, Op::MOD_K};
    case Operator::kPow: return {Op::POW, Op::NOP, Op::NOP};
    case Operator::kLShift: return {Op::LSHIFT, Op::LSHIFT_I, Op::NOP};
    case Operator::kRShift: return {Op::RSHIFT, Op::RSHIFT_I, Op::NOP};
    case Operator::kBitOr: return {Op::OR, Op::NOP, Op::NOP};
    case Operator::kBitXor: return {Op::XOR, Op::NOP, Op::NOP};
    case Operator::kBitAnd: return {Op::AND, Op::AND_I, Op::NOP};
    case Operator::kFloorDiv: return {Op::FLOORDIV, Op::FLOORDIV_I, Op::NOP};
  }
  return {Op::ADD, Op::NOP, Op::NOP};
}

}  // namespace

// Nothing that runs a script's code or assigns.
bool CodeGenerator::is_simple(const ast::Expr& e) const {
  return e.kind == ast::Kind::kName || e.kind == ast::Kind::kConstant;
}

// The number when [e] is an integer that fits an immediate operand.
std::optional<int32_t> CodeGenerator::small_int(ast::Expr& e) {
  auto* constant = e.try_as<ast::Constant>();
  if (constant != nullptr) {
    if (constant->type != ast::ConstantType::kInt) return std::nullopt;
  } else if (e.kind != ast::Kind::kUnaryOp && e.kind != ast::Kind::kBinOp) {
    return std::nullopt;
  }
  Ref value = unit_.check(fold(t_, e));
  if (!value.get().is_int()) return std::nullopt;
  int64_t n = value.get().as_int();
  if (n < INT16_MIN || n > INT16_MAX) return std::nullopt;
  return static_cast<int32_t>(n);
}

Operand CodeGenerator::read_before(ast::Expr& e, std::initializer_list<ast::Expr*> later) {
  Operand operand = read(e);
  if (operand.dies || is_temporary(operand.reg)) return operand;
  for (ast::Expr* other : later)
    if (other != nullptr && !is_simple(*other) && has_walrus(*other))
      return move(operand, Dest::push());
  return operand;
}

void CodeGenerator::effect(ast::Expr& e) {
  check_depth();
  if (auto* name = e.try_as<ast::Name>()) {
    SpanScope at(*this, e.span);
    Operand operand = load_name(name->id, Dest::anywhere());
    if (operand.dies) release_top();
    return;
  }
  if (auto* walrus = e.try_as<ast::NamedExpr>()) {
    SpanScope at(*this, e.span);
    assign_name(walrus->target->as<ast::Name>().id, *walrus->value);
    return;
  }
  if (e.kind == ast::Kind::kBoolOp || e.kind == ast::Kind::kIfExp) {
    // For its effects alone a condition needs no result.
    if (auto* op = e.try_as<ast::BoolOp>()) {
      LabelId end = new_label();
      bool is_or = op->op == ast::BoolOperator::kOr;
      for (ast::Expr* value : op->values.first(op->values.size() - 1)) branch(*value, end, is_or);
      effect(*op->values.back());
      bind(end);
      return;
    }
    auto& choice = e.as<ast::IfExp>();
    LabelId otherwise = new_label(), end = new_label();
    branch(*choice.test, otherwise, false);
    effect(*choice.body);
    jump(end);
    bind(otherwise);
    effect(*choice.orelse);
    bind(end);
    return;
  }
  Operand made = read(e);
  if (made.dies) release_top();
}

void CodeGenerator::check_depth() {
  if (!c_stack_is_low(t_)) [[likely]]
    return;
  (void)static_cast<bool>(::gilt::fail(t_, recursion_error_type,
                                       "maximum recursion depth exceeded during compilation"));
  unit_.fail();
}

Operand CodeGenerator::compile(ast::Expr& e, Dest dest) {
  check_depth();
  SpanScope at(*this, e.span);
  return compile_kind(e, dest);
}

Operand CodeGenerator::compile_kind(ast::Expr& e, Dest dest) {
  using ast::Kind;
  switch (e.kind) {
    case Kind::kConstant: {
      Ref value = unit_.check(literal_value(t_, e.as<ast::Constant>()));
      return load_constant(value.get(), dest);
    }
    case Kind::kName: return load_name(e.as<ast::Name>().id, dest);
    case Kind::kBoolOp: return bool_op(e.as<ast::BoolOp>(), dest);
    case Kind::kNamedExpr: return named(e.as<ast::NamedExpr>(), dest);
    case Kind::kBinOp: return binary(e.as<ast::BinOp>(), dest);
    case Kind::kUnaryOp: return unary(e.as<ast::UnaryOp>(), dest);
    case Kind::kLambda: return lambda(e.as<ast::Lambda>(), dest);
    case Kind::kIfExp: return conditional(e.as<ast::IfExp>(), dest);
    case Kind::kDict: return dict(e.as<ast::Dict>(), dest);
    case Kind::kSet: return set(e.as<ast::Set>(), dest);
    case Kind::kListComp:
    case Kind::kSetComp:
    case Kind::kDictComp:
    case Kind::kGeneratorExp: return comprehension(e.as<ast::Comp>(), dest);
    case Kind::kAwait: return await(e.as<ast::Await>(), dest);
    case Kind::kYield: return yield_value(e.as<ast::Yield>(), dest);
    case Kind::kYieldFrom: return yield_from(e.as<ast::YieldFrom>(), dest);
    case Kind::kCompare: return compare(e.as<ast::Compare>(), dest);
    case Kind::kCall: return call(e.as<ast::Call>(), dest);
    case Kind::kFormattedValue: return formatted_value(e.as<ast::FormattedValue>(), dest);
    case Kind::kJoinedStr: return joined_string(e.as<ast::JoinedStr>(), dest);
    case Kind::kTemplateStr: return template_string(e.as<ast::TemplateStr>(), dest);
    case Kind::kAttribute: return attribute(e.as<ast::Attribute>(), dest);
    case Kind::kSubscript: return subscript(e.as<ast::Subscript>(), dest);
    case Kind::kList: return list(e.as<ast::List>(), dest);
    case Kind::kTuple: return tuple(e.as<ast::Tuple>(), dest);
    case Kind::kSlice:
      push_slice(e.as<ast::Slice>());
      return result_window(Op::BUILD_SLICE, dest, 3);
    case Kind::kStarred: unit_.syntax_error(e.span, "can't use starred expression here");
    default: return {};
  }
}

// `a or b`: the first value that decides, or the last one. A local is tested in place and moved
// only if it decides; other values are tested as temporaries, and all meet in one.
Operand CodeGenerator::bool_op(ast::BoolOp& e, Dest dest) {
  bool is_or = e.op == ast::BoolOperator::kOr;
  if (dest.where == Dest::kAnywhere) dest = Dest::push();
  LabelId as_temporary = new_label(), done = new_label();
  uint32_t depth = depth_;
  bool has_temporary = false;
  for (ast::Expr* value : e.values.first(e.values.size() - 1)) {
    int known = constant_truth(t_, *value, !unit_.options.optimize_asserts);
    if (known >= 0 && known != is_or) continue;  // never decides
    Register local = 0;
    if (is_local_name(*value, &local)) {
      LabelId next = new_label();
      Operand operand = read(*value);
      branch_operand(operand, next, !is_or);
      move(operand, dest);
      jump(done);
      depth_ = depth;
      bind(next);
      continue;
    }
    has_temporary = true;
    push(*value);
    emit_jump(is_or ? Op::JUMP_IF : Op::JUMP_IF_NOT, top(), 0, 0, as_temporary);
    release_top();
  }
  Operand made;
  if (has_temporary) {
    push(*e.values.back());
    bind(as_temporary);
    depth_ = depth + 1;
    made = settle(top_operand(), dest);
  } else {
    made = compile(*e.values.back(), dest);
  }
  bind(done);
  return made;
}

Operand CodeGenerator::named(ast::NamedExpr& e, Dest dest) {
  ast::Identifier id = e.target->as<ast::Name>().id;
  NameUse use = use_of(id);
  if (use.access == NameAccess::kRegister) {
    Operand local = compile(*e.value, Dest::in(use.index));
    return settle(local, dest);
  }
  push(*e.value);
  Operand value = top_operand();
  value.dies = false;
  store_name(id, value);
  return settle(top_operand(), dest);
}

Operand CodeGenerator::binary(ast::BinOp& e, Dest dest) {
  Ref folded = unit_.check(fold(t_, e));
  if (!folded.is_unset()) return load_constant(folded.get(), dest);
  if (e.left->kind != ast::Kind::kBinOp) {
    Operand left = read_before(*e.left, {e.right});
    return binary_with(e.op, left, *e.right, dest, 0);
  }
  // A sum of any length leans to the left: no recursion there.
  std::vector<ast::BinOp*> chain{&e};
  while (auto* left = chain.back()->left->try_as<ast::BinOp>()) {
    if (!unit_.check(fold(t_, *left)).is_unset()) break;
    chain.push_back(left);
  }
  SpanScope innermost(*this, chain.back()->span);
  Operand made = read_before(*chain.back()->left, {chain.back()->right});
  for (; !chain.empty(); chain.pop_back()) {
    ast::BinOp& node = *chain.back();
    SpanScope at(*this, node.span);
    // What comes out of one operation is a temporary, which nothing to the right can change.
    made = binary_with(node.op, made, *node.right, &node == &e ? dest : Dest::anywhere(), 0);
  }
  return made;
}

Operand CodeGenerator::binary_with(ast::Operator op, Operand left, ast::Expr& right, Dest dest,
                                   uint8_t flags) {
  ArithmeticOps ops = ops_of(op);
  if (ops.immediate != Op::NOP) {
    if (std::optional<int32_t> number = small_int(right))
      return result_number(ops.immediate, dest, left, *number, flags);
  }
  if (ops.constant != Op::NOP && right.kind != ast::Kind::kName) {
    Ref value = unit_.check(fold(t_, right));
    if (!value.is_unset())
      return result_number(ops.constant, dest, left,
                           static_cast<int32_t>(constant(std::move(value))), flags);
  }
  return result(ops.generic, dest, left, read(right), flags);
}

Operand CodeGenerator::unary(ast::UnaryOp& e, Dest dest) {
  Ref folded = unit_.check(fold(t_, e));
  if (!folded.is_unset()) return load_constant(folded.get(), dest);
  switch (e.op) {
    case ast::UnaryOperator::kNot: {
      // `not a is b` and the like have an opposite instruction.
      if (auto* c = e.operand->try_as<ast::Compare>(); c != nullptr && c->ops.size() == 1) {
        using ast::CompareOperator;
        CompareOperator op = c->ops[0], opposite = op;
        switch (op) {
          case CompareOperator::kIs: opposite = CompareOperator::kIsNot; break;
          case CompareOperator::kIsNot: opposite = CompareOperator::kIs; break;
          case CompareOperator::kIn: opposite = CompareOperator::kNotIn; break;
          case CompareOperator::kNotIn: opposite = CompareOperator::kIn; break;
          default: break;
        }
        if (opposite != op) {
          SpanScope at(*this, c->span);
          Operand left = read_before(*c->left, {c->comparators[0]});
          Operand right = compare_right(op, *c->comparators[0], Dest::anywhere());
          return compare_one(opposite, left, right, dest);
        }
      }
      return result(Op::NOT, dest, read(*e.operand));
    }
    case ast::UnaryOperator::kUSub: return result(Op::NEG, dest, read(*e.operand));
    case ast::UnaryOperator::kUAdd: return result(Op::POS, dest, read(*e.operand));
    case ast::UnaryOperator::kInvert: return result(Op::INVERT, dest, read(*e.operand));
  }
  return {};
}

Operand CodeGenerator::conditional(ast::IfExp& e, Dest dest) {
  int known = constant_truth(t_, *e.test, !unit_.options.optimize_asserts);
  if (known >= 0) return compile(known ? *e.body : *e.orelse, dest);
  if (dest.where == Dest::kAnywhere) dest = Dest::push();
  LabelId otherwise = new_label(), end = new_label();
  uint32_t depth = depth_;
  branch(*e.test, otherwise, false);
  compile(*e.body, dest);
  jump(end);
  depth_ = depth;
  bind(otherwise);
  Operand made = compile(*e.orelse, dest);
  bind(end);
  return made;
}

Operand CodeGenerator::attribute(ast::Attribute& e, Dest dest) {
  if (is_super_call(e)) return super_attribute(e, Op::LOAD_SUPER_ATTR, dest);
  Operand object = read(*e.value);
  SpanScope at(*this, attribute_span(e.span, e));
  return result_number(Op::LOAD_ATTR, dest, object,
                       static_cast<int32_t>(attribute_constant(e.attr)));
}

bool CodeGenerator::is_two_part_slice(const ast::Expr& e) const {
  return e.kind == ast::Kind::kSlice && e.as<ast::Slice>().step == nullptr;
}

void CodeGenerator::push_slice(ast::Slice& e) {
  for (ast::Expr* part : {e.lower, e.upper, e.step}) {
    if (part != nullptr)
      push(*part);
    else
      push_none();
  }
}

Operand CodeGenerator::subscript(ast::Subscript& e, Dest dest) {
  Ref folded = unit_.check(fold(t_, e));
  if (!folded.is_unset()) return load_constant(folded.get(), dest);
  Operand container = read_before(*e.value, {e.slice});
  if (is_two_part_slice(*e.slice)) {
    auto& slice = e.slice->as<ast::Slice>();
    for (ast::Expr* part : {slice.lower, slice.upper}) {
      if (part != nullptr)
        push(*part);
      else
        push_none();
    }
    pop_temporaries(2);
    return result_number(Op::GET_SLICE, dest, container, next_temporary());
  }
  if (std::optional<int32_t> index = small_int(*e.slice))
    return result_number(Op::GET_ITEM_I, dest, container, *index);
  return result(Op::GET_ITEM, dest, container, read(*e.slice));
}

// -- displays --

Operand CodeGenerator::tuple(ast::Tuple& e, Dest dest) {
  Ref folded = unit_.check(fold(t_, e));
  if (!folded.is_unset()) return load_constant(folded.get(), dest);
  bool has_star = std::ranges::any_of(
      e.elts, [](ast::Expr* item) { return item->kind == ast::Kind::kStarred; });
  if (!has_star && e.elts.size() <= 4 * kWindowItems) {
    for (ast::Expr* item : e.elts) push(*item);
    auto count = static_cast<uint32_t>(e.elts.size());
    return result_window(Op::BUILD_TUPLE, dest, count, static_cast<int32_t>(count));
  }
  Operand items =
      build_list_like(e.elts, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND, Dest::push());
  return result(Op::LIST_TO_TUPLE, dest, items);
}

Operand CodeGenerator::list(ast::List& e, Dest dest) {
  return build_list_like(e.elts, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND, dest);
}

Operand CodeGenerator::set(ast::Set& e, Dest dest) {
  return build_list_like(e.elts, Op::BUILD_SET, Op::SET_ADD, Op::SET_UPDATE, dest);
}

Operand CodeGenerator::build_list_like(std::span<ast::Expr*> items, Op build, Op append, Op extend,
                                       Dest dest) {
  bool all_constant = items.size() >= kSharedConstants;
  bool has_star = false;
  for (ast::Expr* item : items) {
    has_star |= item->kind == ast::Kind::kStarred;
    if (all_constant && !unit_.check(fold(t_, *item))) all_constant = false;
  }
  if (all_constant) {
    RefOf<TupleObject> values = tuple_new(t_, static_cast<int64_t>(items.size()));
    if (values.is_error()) unit_.fail();
    for (size_t i = 0; i < items.size(); ++i)
      values->items()[i].init(unit_.check(fold(t_, *items[i])));
    result_window(build, Dest::push(), 0, 0);
    // A set is filled from a frozenset, so that its order is the one CPython shows.
    if (build == Op::BUILD_SET)
      load_constant(unit_.check(frozenset_from(t_, values.value())).get(), Dest::push());
    else
      load_constant(values.value(), Dest::push());
    Operand constants = top_operand();
    effect2(extend, {top(1)}, constants);
    return settle(top_operand(), dest);
  }
  if (!has_star && items.size() <= kWindowItems) {
    for (ast::Expr* item : items) push(*item);
    auto count = static_cast<uint32_t>(items.size());
    return result_window(build, dest, count, static_cast<int32_t>(count));
  }
  // The items before the first star in one go, unless they are too many.
  size_t leading = 0;
  while (leading < items.size() && leading < kWindowItems &&
         items[leading]->kind != ast::Kind::kStarred)
    push(*items[leading++]);
  result_window(build, Dest::push(), static_cast<uint32_t>(leading), static_cast<int32_t>(leading));
  Operand container{top()};
  for (ast::Expr* item : items.subspan(leading)) {
    if (auto* starred = item->try_as<ast::Starred>())
      effect2(extend, container, read(*starred->value));
    else
      effect2(append, container, read(*item));
  }
  return settle(top_operand(), dest);
}

Operand CodeGenerator::dict(ast::Dict& e, Dest dest) {
  size_t leading = 0;
  size_t limit = kWindowItems / 2;
  while (leading < e.keys.size() && leading < limit && e.keys[leading] != nullptr) {
    push(*e.keys[leading]);
    push(*e.values[leading]);
    ++leading;
  }
  auto pairs = static_cast<uint32_t>(leading);
  if (leading == e.keys.size())
    return result_window(Op::BUILD_MAP, dest, pairs * 2, static_cast<int32_t>(pairs));
  result_window(Op::BUILD_MAP, Dest::push(), pairs * 2, static_cast<int32_t>(pairs));
  Operand map{top()};
  for (size_t i = leading; i < e.keys.size(); ++i) {
    if (e.keys[i] == nullptr) {
      effect2(Op::MAP_UPDATE, map, read(*e.values[i]));
      continue;
    }
    Operand key = read_before(*e.keys[i], {e.values[i]});
    effect3(Op::MAP_SET, map, key, read(*e.values[i]));
  }
  return settle(top_operand(), dest);
}

// What a loop or `in` walks over: a list or set display of constants can be a shared tuple.
Operand CodeGenerator::sequence_for_loop(ast::Expr& e) {
  auto* list = e.try_as<ast::List>();
  if (list == nullptr) return read(e);
  RefOf<TupleObject> values = tuple_new(t_, static_cast<int64_t>(list->elts.size()));
  if (values.is_error()) unit_.fail();
  for (size_t i = 0; i < list->elts.size(); ++i) {
    Ref value = unit_.check(fold(t_, *list->elts[i]));
    if (value.is_unset()) return read(e);
    values->items()[i].init(std::move(value));
  }
  SpanScope at(*this, e.span);
  return load_constant(values.value(), Dest::anywhere());
}

// -- walrus --

namespace {

bool any_walrus(CodeGenerator&, std::span<ast::Expr*> items, auto&& has) {
  for (ast::Expr* item : items)
    if (item != nullptr && has(*item)) return true;
  return false;
}

}  // namespace

// Whether evaluating [e] may assign a local of this frame. Answers of "no" are remembered in the
// tree.
bool CodeGenerator::has_walrus(ast::Expr& e) {
  using ast::Kind;
  if (e.mark & kMarkNoWalrus) return false;
  auto has = [this](ast::Expr& inner) { return has_walrus(inner); };
  auto has_any = [&](std::span<ast::Expr*> items) { return any_walrus(*this, items, has); };
  bool found = false;
  switch (e.kind) {
    case Kind::kNamedExpr: return true;
    case Kind::kBoolOp: found = has_any(e.as<ast::BoolOp>().values); break;
    case Kind::kBinOp: {
      // A sum of any length leans to the left: no recursion there.
      ast::Expr* left = &e;
      for (; !found && left->kind == Kind::kBinOp; left = left->as<ast::BinOp>().left)
        found = !(left->mark & kMarkNoWalrus) && has(*left->as<ast::BinOp>().right);
      found = found || has(*left);
      break;
    }
    case Kind::kUnaryOp: found = has(*e.as<ast::UnaryOp>().operand); break;
    case Kind::kIfExp: {
      auto& c = e.as<ast::IfExp>();
      found = has(*c.test) || has(*c.body) || has(*c.orelse);
      break;
    }
    case Kind::kDict: {
      auto& d = e.as<ast::Dict>();
      found = has_any(d.keys) || has_any(d.values);
      break;
    }
    case Kind::kSet: found = has_any(e.as<ast::Set>().elts); break;
    case Kind::kList: found = has_any(e.as<ast::List>().elts); break;
    case Kind::kTuple: found = has_any(e.as<ast::Tuple>().elts); break;
    case Kind::kListComp:
    case Kind::kSetComp:
    case Kind::kDictComp:
    case Kind::kGeneratorExp: {
      auto& c = e.as<ast::Comp>();
      found = has(*c.elt) || (c.value != nullptr && has(*c.value));
      for (ast::Comprehension* g : c.generators) found = found || has(*g->iter) || has_any(g->ifs);
      break;
    }
    case Kind::kAwait: found = has(*e.as<ast::Await>().value); break;
    case Kind::kYield: {
      auto* value = e.as<ast::Yield>().value;
      found = value != nullptr && has(*value);
      break;
    }
    case Kind::kYieldFrom: found = has(*e.as<ast::YieldFrom>().value); break;
    case Kind::kCompare: {
      auto& c = e.as<ast::Compare>();
      found = has(*c.left) || has_any(c.comparators);
      break;
    }
    case Kind::kCall: {
      auto& c = e.as<ast::Call>();
      found = has(*c.func) || has_any(c.args);
      for (ast::Keyword* k : c.keywords) found = found || has(*k->value);
      break;
    }
    case Kind::kFormattedValue: {
      auto& f = e.as<ast::FormattedValue>();
      found = has(*f.value) || (f.format_spec != nullptr && has(*f.format_spec));
      break;
    }
    case Kind::kInterpolation: {
      auto& f = e.as<ast::Interpolation>();
      found = has(*f.value) || (f.format_spec != nullptr && has(*f.format_spec));
      break;
    }
    case Kind::kJoinedStr: found = has_any(e.as<ast::JoinedStr>().values); break;
    case Kind::kTemplateStr: found = has_any(e.as<ast::TemplateStr>().values); break;
    case Kind::kAttribute: found = has(*e.as<ast::Attribute>().value); break;
    case Kind::kSubscript: {
      auto& s = e.as<ast::Subscript>();
      found = has(*s.value) || has(*s.slice);
      break;
    }
    case Kind::kStarred: found = has(*e.as<ast::Starred>().value); break;
    case Kind::kSlice: {
      auto& s = e.as<ast::Slice>();
      for (ast::Expr* part : {s.lower, s.upper, s.step})
        found = found || (part != nullptr && has(*part));
      break;
    }
    case Kind::kLambda: {
      // The body runs elsewhere; defaults run here.
      auto& a = *e.as<ast::Lambda>().args;
      found = has_any(a.defaults) || has_any(a.kw_defaults);
      break;
    }
    default: break;
  }
  if (!found) e.mark |= kMarkNoWalrus;
  return found;
}

}  // namespace gilt
