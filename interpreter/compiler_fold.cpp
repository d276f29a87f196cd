// Constant folding: see compiler_constants.h.

#include <vector>

#include "interpreter/compiler_constants.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

// CPython's limits on the size of folded results.
constexpr int64_t kMaxIntBits = 128;
constexpr int64_t kMaxCollection = 256;
constexpr int64_t kMaxText = 4096;
constexpr int64_t kMaxItems = 1024;

int64_t bit_length(Value v) {
  if (v.is_int()) {
    int64_t n = v.as_int();
    uint64_t magnitude = n < 0 ? uint64_t{0} - static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
    return 64 - std::countl_zero(magnitude);
  }
  if (v.is_bool()) return v.is_true();
  return static_cast<int64_t>(mpz_sizeinbase(v.as<IntObject>()->value, 2));
}

int64_t text_length(Value v) {
  if (has_shape(v, kStrShape)) return static_cast<int64_t>(v.as<StrObject>()->length);
  if (has_shape(v, kBytesShape)) return static_cast<int64_t>(v.as<BytesObject>()->view().size());
  return -1;
}

// The items of a tuple and of the tuples in it; beyond the limit counting stops.
int64_t count_items(Value v, int64_t limit) {
  if (!has_shape(v, kTupleShape)) return 0;
  auto* tuple = v.as<TupleObject>();
  int64_t count = tuple->size;
  for (int64_t i = 0; i < tuple->size && count <= limit; ++i)
    count += count_items(tuple->at(i), limit - count);
  return count;
}

bool multiply_is_small(Value a, Value b) {
  if (is_int(a) && is_int(b)) return bit_length(a) + bit_length(b) <= kMaxIntBits;
  if (is_int(b) && !is_int(a)) std::swap(a, b);
  if (!is_int(a)) return true;  // floats and mistakes
  int64_t times = a.is_int() ? a.as_int() : a.is_bool() ? a.is_true() : kMaxItems + kMaxText;
  if (int64_t n = text_length(b); n >= 0) return n == 0 || (times >= 0 && times <= kMaxText / n);
  if (has_shape(b, kTupleShape)) {
    int64_t n = b.as<TupleObject>()->size;
    if (n == 0) return true;
    return times >= 0 && times <= kMaxCollection / n &&
           (times == 0 || count_items(b, kMaxItems / times) <= kMaxItems / times);
  }
  return true;
}

bool power_is_small(Value a, Value b) {
  if (!is_int(a) || !is_int(b)) return true;
  if (!b.is_int() && !b.is_bool()) return bit_length(a) <= 1;
  int64_t exponent = b.is_int() ? b.as_int() : b.is_true();
  if (exponent <= 0) return true;
  return bit_length(a) == 0 || exponent <= kMaxIntBits / bit_length(a);
}

bool shift_is_small(Value a, Value b) {
  if (!is_int(a) || !is_int(b)) return true;
  if (!b.is_int()) return b.is_bool();
  int64_t width = b.as_int();
  return width < 0 || (width <= kMaxIntBits && bit_length(a) <= kMaxIntBits - width);
}

BinaryOp binary_op_of(ast::Operator op) {
  using ast::Operator;
  switch (op) {
    case Operator::kAdd: return BinaryOp::kAdd;
    case Operator::kSub: return BinaryOp::kSub;
    case Operator::kMult: return BinaryOp::kMul;
    case Operator::kMatMult: return BinaryOp::kMatMul;
    case Operator::kDiv: return BinaryOp::kTrueDiv;
    case Operator::kMod: return BinaryOp::kMod;
    case Operator::kPow: return BinaryOp::kPow;
    case Operator::kLShift: return BinaryOp::kLShift;
    case Operator::kRShift: return BinaryOp::kRShift;
    case Operator::kBitOr: return BinaryOp::kOr;
    case Operator::kBitXor: return BinaryOp::kXor;
    case Operator::kBitAnd: return BinaryOp::kAnd;
    case Operator::kFloorDiv: return BinaryOp::kFloorDiv;
  }
  return BinaryOp::kAdd;
}

// What went wrong will go wrong at run time, where it belongs; only memory is our own trouble.
Ref unless_failed(Thread& t, Ref value) {
  if (!value.is_error()) return value;
  if (error_matches(t, memory_error_type)) return value;
  error_clear(t);
  return Ref::unset();
}

Ref fold_operation(Thread& t, ast::Operator op, Value a, Value b) {
  using ast::Operator;
  switch (op) {
    case Operator::kMult:
      if (!multiply_is_small(a, b)) return Ref::unset();
      break;
    case Operator::kPow:
      if (!power_is_small(a, b)) return Ref::unset();
      break;
    case Operator::kLShift:
      if (!shift_is_small(a, b)) return Ref::unset();
      break;
    case Operator::kMod:
      if (text_length(a) >= 0) return Ref::unset();
      break;
    case Operator::kMatMult: return Ref::unset();
    default: break;
  }
  return unless_failed(t, binary_operation(t, binary_op_of(op), a, b));
}

// A sum of any length leans to the left: no recursion there. Right sides first, since one that is
// not constant decides it.
Ref fold_binary(Thread& t, ast::BinOp& e) {
  struct Operation {
    ast::BinOp* node;
    Ref right;
  };
  std::vector<Operation> chain;
  auto none_is_constant = [&] {
    for (Operation& operation : chain) operation.node->mark |= kMarkNotConstant;
    return Ref::unset();
  };
  ast::Expr* left = &e;
  while (left->kind == ast::Kind::kBinOp && !(left->mark & kMarkNotConstant)) {
    auto& node = left->as<ast::BinOp>();
    GILT_TRY(Ref right, fold(t, *node.right));
    if (right.is_unset()) {
      node.mark |= kMarkNotConstant;
      return none_is_constant();
    }
    chain.push_back({&node, std::move(right)});
    left = node.left;
  }
  GILT_TRY(Ref value, fold(t, *left));
  for (; !chain.empty(); chain.pop_back()) {
    if (value.is_unset()) return none_is_constant();
    const Operation& last = chain.back();
    GILT_TRY(value, fold_operation(t, last.node->op, value.get(), last.right.get()));
  }
  return value;
}

Ref fold_unary(Thread& t, ast::UnaryOp& e) {
  GILT_TRY(Ref operand, fold(t, *e.operand));
  if (operand.is_unset()) return Ref::unset();
  Value v = operand.get();
  switch (e.op) {
    case ast::UnaryOperator::kNot: {
      std::optional<bool> is_true = truth(t, v);
      if (!is_true.has_value()) return unless_failed(t, Ref::error());
      return Ref::boolean(!*is_true);
    }
    case ast::UnaryOperator::kUSub: return unless_failed(t, unary_operation(t, UnaryOp::kNeg, v));
    case ast::UnaryOperator::kUAdd: return unless_failed(t, unary_operation(t, UnaryOp::kPos, v));
    case ast::UnaryOperator::kInvert:
      if (v.is_bool()) return Ref::unset();  // warns at run time
      return unless_failed(t, unary_operation(t, UnaryOp::kInvert, v));
  }
  return Ref::unset();
}

Ref fold_tuple(Thread& t, ast::Tuple& e) {
  if (e.ctx != ast::Context::kLoad) return Ref::unset();
  if (e.elts.empty()) return Ref::copy(empty_tuple());
  // The cheap question first: one item that is not constant decides it.
  for (ast::Expr* item : e.elts)
    if (item->mark & kMarkNotConstant) return Ref::unset();
  std::vector<Ref> items;
  for (ast::Expr* item : e.elts) {
    items.push_back(fold(t, *item));
    if (!items.back()) return std::move(items.back());
  }
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(items.size())));
  for (size_t i = 0; i < items.size(); ++i) tuple->items()[i].init(std::move(items[i]));
  return tuple;
}

Ref fold_subscript(Thread& t, ast::Subscript& e) {
  if (e.ctx != ast::Context::kLoad || e.slice->kind == ast::Kind::kSlice) return Ref::unset();
  GILT_TRY(Ref key, fold(t, *e.slice));
  if (key.is_unset()) return Ref::unset();
  GILT_TRY(Ref container, fold(t, *e.value));
  if (container.is_unset()) return Ref::unset();
  bool indexable = text_length(container.get()) >= 0 || has_shape(container.get(), kTupleShape);
  if (!indexable || !is_int(key.get())) return Ref::unset();
  return unless_failed(t, get_item(t, container.get(), key.get()));
}

Ref fold_unmarked(Thread& t, ast::Expr& e) {
  if (c_stack_is_low(t)) return Ref::unset();
  switch (e.kind) {
    case ast::Kind::kConstant: return literal_value(t, e.as<ast::Constant>());
    case ast::Kind::kBinOp: return fold_binary(t, e.as<ast::BinOp>());
    case ast::Kind::kUnaryOp: return fold_unary(t, e.as<ast::UnaryOp>());
    case ast::Kind::kTuple: return fold_tuple(t, e.as<ast::Tuple>());
    case ast::Kind::kSubscript: return fold_subscript(t, e.as<ast::Subscript>());
    default: return Ref::unset();
  }
}

}  // namespace

Ref fold(Thread& t, ast::Expr& e) {
  if (e.mark & kMarkNotConstant) return Ref::unset();
  Ref value = fold_unmarked(t, e);
  if (value.is_unset()) e.mark |= kMarkNotConstant;
  return value;
}

int constant_truth(Thread& t, ast::Expr& e, bool debug_value) {
  if (auto* name = e.try_as<ast::Name>()) return name->id == "__debug__" ? debug_value : -1;
  Ref value = fold(t, e);
  if (value.is_error()) error_clear(t);
  if (!value) return -1;
  std::optional<bool> is_true = truth(t, value.get());
  if (is_true.has_value()) return *is_true;
  error_clear(t);
  return -1;
}

}  // namespace gilt
