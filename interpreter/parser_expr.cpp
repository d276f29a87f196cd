// Expressions above the atoms: operators by precedence, conditions, lambda, walrus, stars, yield.
#include <array>
#include <utility>

#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

namespace {

// Precedences of binary operators, loosest first. `not` lies between `and` and the comparisons.
enum Precedence : uint8_t {
  kNoOperator,
  kPrecOr,
  kPrecAnd,
  kPrecNot,
  kPrecCompare,
  kPrecBitOr,
  kPrecBitXor,
  kPrecBitAnd,
  kPrecShift,
  kPrecSum,
  kPrecTerm,
};

struct BinaryOperator {
  uint8_t precedence = kNoOperator;
  Operator op = Operator::kAdd;
};

constexpr auto kBinaryOperators = [] {
  std::array<BinaryOperator, 256> table{};
  auto set = [&](Tok kind, uint8_t precedence, Operator op = Operator::kAdd) {
    table[static_cast<size_t>(kind)] = {precedence, op};
  };
  set(Tok::kOr, kPrecOr);
  set(Tok::kAnd, kPrecAnd);
  for (Tok kind : {Tok::kEqEqual, Tok::kNotEqual, Tok::kLess, Tok::kLessEqual, Tok::kGreater,
                   Tok::kGreaterEqual, Tok::kIs, Tok::kIn, Tok::kNot}) {
    set(kind, kPrecCompare);
  }
  set(Tok::kBar, kPrecBitOr, Operator::kBitOr);
  set(Tok::kCaret, kPrecBitXor, Operator::kBitXor);
  set(Tok::kAmpersand, kPrecBitAnd, Operator::kBitAnd);
  set(Tok::kLeftShift, kPrecShift, Operator::kLShift);
  set(Tok::kRightShift, kPrecShift, Operator::kRShift);
  set(Tok::kPlus, kPrecSum, Operator::kAdd);
  set(Tok::kMinus, kPrecSum, Operator::kSub);
  set(Tok::kStar, kPrecTerm, Operator::kMult);
  set(Tok::kSlash, kPrecTerm, Operator::kDiv);
  set(Tok::kDoubleSlash, kPrecTerm, Operator::kFloorDiv);
  set(Tok::kPercent, kPrecTerm, Operator::kMod);
  set(Tok::kAt, kPrecTerm, Operator::kMatMult);
  return table;
}();

BinaryOperator binary_operator(Tok kind) {
  return kBinaryOperators[static_cast<size_t>(kind)];
}

bool is_legacy_statement(const Expr* e) {
  if (e->kind != Kind::kName) return false;
  Identifier id = e->as<Name>().id;
  return id == "print" || id == "exec";
}

}  // namespace

Expr* Parser::parse_expression() {
  Nested nested(*this);
  if (nested.too_deep()) return too_deep();
  bool allow_neighbour = std::exchange(allow_neighbour_, false);
  bool remember = !std::exchange(forget_next_, false);
  if (at(Tok::kLambda)) return parse_lambda();
  DiagnosingOnce once(*this, seen_plainly_, remember);
  if (diagnosing_ && !diagnose_before_expression()) return nullptr;
  uint32_t start = pos_;
  Expr* body = parse_disjunction();
  if (body == nullptr) return nullptr;
  if (diagnosing_ && !allow_neighbour) {
    if (!diagnose_after_expression(body, start)) return nullptr;
    if (tokens_[start].kind == Tok::kName && !diagnose_legacy_statement(start)) return nullptr;
  }
  return at(Tok::kIf) ? parse_condition(body, start) : body;
}

// `body if test else orelse`, from the `if`. If no `else` comes, the expression ended before the
// `if`.
Expr* Parser::parse_condition(Expr* body, uint32_t start) {
  uint32_t before_if = pos_;
  advance();
  Expr* test = parse_disjunction();
  if (has_problem()) return nullptr;
  if (test == nullptr || !at(Tok::kElse)) {
    look_at(pos_);
    if (diagnosing_ && test != nullptr && !at(Tok::kColon)) {
      return error_range("expected 'else' after 'if' expression", body->span, test->span);
    }
    rewind(before_if);
    return body;
  }
  advance();
  const Token& after_else = token();
  Expr* orelse = parse_expression();
  if (orelse == nullptr) {
    if (!diagnosing_) return nullptr;
    return error_at("expected expression after 'else', but statement is given", after_else);
  }
  auto* node = make<IfExp>(start);
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

// Looks for a statement where an expression should be, `pass if x else y`, and words that look like
// a part of the string before them. Returns false with a problem.
bool Parser::diagnose_before_expression() {
  uint32_t start = pos_;
  Tok kind = peek();
  if (kind == Tok::kPass || kind == Tok::kBreak || kind == Tok::kContinue) {
    look_at(pos_ + 1);
    rewind(start);
    if (has_problem() || peek(1) != Tok::kIf) return !has_problem();
    pos_ += 2;
    if (parse_disjunction() && accept(Tok::kElse) && parse_simple_statement()) {
      error_at("expected expression before 'if', but statement is given", tokens_[start]);
    }
    rewind(start);
  } else if (kind == Tok::kString && peek(1) != Tok::kString) {
    // 'it's so': words between two strings.
    advance();
    Expr* first = nullptr;
    Expr* last = nullptr;
    while (!at(Tok::kString)) {
      Expr* e = starts_expression(peek()) ? parse_neighbour() : nullptr;
      if (e == nullptr) break;
      if (first == nullptr) first = e;
      last = e;
    }
    if (!has_problem() && first != nullptr && at(Tok::kString)) {
      error_range("invalid syntax. Is this intended to be part of the string?", first->span,
                  last->span);
    }
    rewind(start);
  }
  return !has_problem();
}

// An expression right behind another, read without looking for mistakes in it.
Expr* Parser::parse_neighbour() {
  forget_next_ = true;
  return attempt_plainly([&] { return parse_expression(); });
}

// `print x`, at the end of an expression that begins with the name at [start]: a name with an
// expression right behind it, which operators and brackets do not make. Returns false with a
// problem.
bool Parser::diagnose_legacy_statement(uint32_t start) {
  std::string_view word = text_of(tokens_[start]);
  Tok next = tokens_[start + 1].kind;
  bool legacy = word == "print" || word == "exec";
  bool continues = next == Tok::kLeftBracket || next == Tok::kPlus || next == Tok::kMinus;
  if (next == Tok::kLeftParen || (continues && !legacy)) return true;
  bool statement = next == Tok::kPass || next == Tok::kBreak || next == Tok::kContinue;
  if (!starts_expression(next) && !statement && !(legacy && next == Tok::kStar)) return true;
  uint32_t end = pos_;
  rewind(start + 1);
  Expr* rest = parse_star_expressions();
  if (rest != nullptr && legacy) {
    std::string name(word);
    error_range("Missing parentheses in call to '" + name + "'. Did you mean " + name + "(...)?",
                tokens_[start].span, rest->span);
  }
  rewind(end);
  return !has_problem();
}

// Looks for a second expression right behind [first]. Returns false with a problem.
bool Parser::diagnose_after_expression(Expr* first, uint32_t start) {
  if (!starts_expression(peek())) return true;
  const Token& t = tokens_[start];
  if (t.kind == Tok::kName) {
    // Not what looks like an unknown string prefix, nor a soft keyword.
    Tok next = tokens_[start + 1].kind;
    std::string_view word = text_of(t);
    if (next == Tok::kString || word == "_" || word == "match" || word == "case" ||
        word == "type") {
      return true;
    }
  }
  uint32_t end = pos_;
  Expr* second = parse_neighbour();
  if (has_problem()) return false;
  if (second != nullptr) {
    if (!is_legacy_statement(first) && previous().level > 0) {
      error_range("invalid syntax. Perhaps you forgot a comma?", first->span, second->span);
      return false;
    }
    rewind(end);
  }
  return true;
}

Expr* Parser::parse_disjunction() {
  DiagnosingOnce once(*this, operators_seen_plainly_);
  return parse_binary(kPrecOr);
}

Expr* Parser::parse_bitwise_or() {
  return parse_binary(kPrecBitOr);
}

// Everything made of operators that bind at least as tightly as [lowest].
Expr* Parser::parse_binary(int lowest) {
  uint32_t start = pos_;
  Expr* left = parse_prefix(lowest);
  if (left == nullptr) return nullptr;
  for (;;) {
    BinaryOperator next = binary_operator(peek());
    if (next.precedence < lowest || next.precedence == kNoOperator) return left;
    if (next.precedence == kPrecCompare) {
      Expr* compare = parse_comparison_rest(left, start);
      if (compare == nullptr) return nullptr;
      if (compare == left) return left;  // a `not` without `in`
      left = compare;
    } else if (next.precedence <= kPrecAnd) {
      Tok kind = peek();
      ListOf<Expr> values(*this);
      values.push(left);
      while (accept(kind)) {
        uint32_t before = pos_ - 1;
        Expr* value = parse_binary(next.precedence + 1);
        if (value == nullptr) {
          if (give_up_to(before, left) == nullptr) return nullptr;
          break;
        }
        values.push(value);
      }
      if (values.size() == 1) return left;
      auto* node = make<BoolOp>(start);
      node->op = kind == Tok::kOr ? BoolOperator::kOr : BoolOperator::kAnd;
      node->values = values.take();
      left = node;
    } else {
      uint32_t before = pos_;
      advance();
      if (diagnosing_ && next.precedence >= kPrecSum && at(Tok::kNot) &&
          !diagnose_not_after_operator()) {
        return nullptr;
      }
      Expr* right = parse_binary(next.precedence + 1);
      if (right == nullptr) return give_up_to(before, left);
      auto* node = make<BinOp>(start);
      node->left = left;
      node->op = next.op;
      node->right = right;
      left = node;
    }
  }
}

// At the `not` of `a + not b`. Returns false with a problem.
bool Parser::diagnose_not_after_operator() {
  uint32_t start = pos_;
  Expr* operand = parse_binary(kPrecNot);
  if (operand != nullptr) {
    error_range("'not' after an operator must be parenthesized", tokens_[start].span,
                operand->span);
  }
  rewind(start);
  return !has_problem();
}

Expr* Parser::parse_prefix(int lowest) {
  if (!at(Tok::kNot)) return parse_factor();
  if (lowest > kPrecNot) return nullptr;
  Nested nested(*this);
  if (nested.too_deep()) return too_deep();
  uint32_t start = pos_;
  advance();
  Expr* operand = parse_binary(kPrecNot);
  if (operand == nullptr) return nullptr;
  auto* node = make<ast::UnaryOp>(start);
  node->op = UnaryOperator::kNot;
  node->operand = operand;
  return node;
}

Expr* Parser::parse_factor() {
  uint32_t start = pos_;
  UnaryOperator op;
  switch (peek()) {
    case Tok::kMinus: op = UnaryOperator::kUSub; break;
    case Tok::kPlus: op = UnaryOperator::kUAdd; break;
    case Tok::kTilde: op = UnaryOperator::kInvert; break;
    default: {
      Expr* base = parse_primary();
      if (base == nullptr || !accept(Tok::kDoubleStar)) return base;
      Nested nested(*this, 2);
      if (nested.too_deep()) return too_deep();
      uint32_t before = pos_ - 1;
      Expr* exponent = parse_factor();
      if (exponent == nullptr) return give_up_to(before, base);
      auto* node = make<BinOp>(start);
      node->left = base;
      node->op = Operator::kPow;
      node->right = exponent;
      return node;
    }
  }
  Nested nested(*this);
  if (nested.too_deep()) return too_deep();
  advance();
  if (diagnosing_ && at(Tok::kNot)) {
    uint32_t at_not = pos_;
    advance();
    Expr* operand = parse_factor();
    if (operand != nullptr) {
      error_range("'not' after an operator must be parenthesized", tokens_[at_not].span,
                  operand->span);
    }
    rewind(at_not);
    return nullptr;
  }
  Expr* operand = parse_factor();
  if (operand == nullptr) return nullptr;
  auto* node = make<ast::UnaryOp>(start);
  node->op = op;
  node->operand = operand;
  return node;
}

// A chain of comparisons; [left] itself if what follows is a `not` without `in`.
Expr* Parser::parse_comparison_rest(Expr* left, uint32_t start) {
  ListOf<Expr> comparators(*this);
  constexpr size_t kMany = 8;
  CompareOperator few[kMany];
  std::vector<CompareOperator> many;
  bool gave_up = false;
  size_t count = 0;
  for (;;) {
    CompareOperator op;
    uint32_t before = pos_;
    Tok kind = peek();
    if (gave_up) kind = Tok::kEnd;
    switch (kind) {
      case Tok::kEqEqual: op = CompareOperator::kEq; break;
      case Tok::kNotEqual: op = CompareOperator::kNotEq; break;
      case Tok::kLess: op = CompareOperator::kLt; break;
      case Tok::kLessEqual: op = CompareOperator::kLtE; break;
      case Tok::kGreater: op = CompareOperator::kGt; break;
      case Tok::kGreaterEqual: op = CompareOperator::kGtE; break;
      case Tok::kIn: op = CompareOperator::kIn; break;
      case Tok::kIs:
        op = CompareOperator::kIs;
        if (peek(1) == Tok::kNot) {
          op = CompareOperator::kIsNot;
          advance();
        }
        break;
      case Tok::kNot:
        if (peek(1) == Tok::kIn) {
          op = CompareOperator::kNotIn;
          advance();
          break;
        }
        look_at(pos_ + 1);
        [[fallthrough]];
      default: {
        if (count == 0) return left;
        auto* node = make<Compare>(start);
        node->left = left;
        node->ops =
            arena_.copy(std::span<const CompareOperator>(many.empty() ? few : many.data(), count));
        node->comparators = comparators.take();
        return node;
      }
    }
    advance();
    Expr* right = parse_bitwise_or();
    if (right == nullptr) {
      if (give_up_to(before, left) == nullptr) return nullptr;
      gave_up = true;
      continue;
    }
    comparators.push(right);
    if (count < kMany) {
      few[count] = op;
    } else {
      if (many.empty()) many.assign(few, few + kMany);
      many.push_back(op);
    }
    count++;
  }
}

// `name := value`, or an expression that no `:=` follows.
Expr* Parser::parse_named_expression() {
  uint32_t start = pos_;
  if (at(Tok::kName) && peek(1) == Tok::kColonEqual) {
    auto* target = arena_.make<Name>();
    target->id = name_of(token());
    target->ctx = Context::kStore;
    advance();
    finish(target, start);
    advance();
    Expr* value = parse_expression();
    if (value == nullptr) return nullptr;
    auto* node = make<NamedExpr>(start);
    node->target = target;
    node->value = value;
    return node;
  }
  Expr* e = parse_expression();
  if (e == nullptr) return nullptr;
  if (diagnosing_ && !diagnose_named_expression(e, start)) return nullptr;
  if (!at(Tok::kColonEqual)) return e;
  look_at(pos_);
  return nullptr;
}

// Whether [e], which begins at token [start], begins with a list, a tuple or the like.
bool Parser::begins_with_display(const Expr* e, uint32_t start) const {
  Tok kind = tokens_[start].kind;
  if (kind == Tok::kTrue || kind == Tok::kFalse || kind == Tok::kNone) return true;
  if (kind != Tok::kLeftBracket && kind != Tok::kLeftParen) return false;
  for (;;) {
    switch (e->kind) {
      case Kind::kAttribute: e = e->as<Attribute>().value; break;
      case Kind::kSubscript: e = e->as<Subscript>().value; break;
      case Kind::kCall: e = e->as<Call>().func; break;
      case Kind::kBinOp: e = e->as<BinOp>().left; break;
      default:
        return e->kind == Kind::kList || e->kind == Kind::kTuple || e->kind == Kind::kGeneratorExp;
    }
  }
}

// Looks for `:=` and `=` behind an expression that cannot have it. Returns false with a problem.
bool Parser::diagnose_named_expression(Expr* e, uint32_t start) {
  uint32_t end = pos_;
  if (accept(Tok::kColonEqual)) {
    if (parse_expression()) {
      error_at(std::string("cannot use assignment expressions with ") + describe(e), e);
    }
    rewind(end);
    return !has_problem();
  }
  if (!at(Tok::kEqual)) return true;
  bool in_brackets =
      e->span.line != tokens_[start].span.line || e->span.col != tokens_[start].span.col;
  bool loose = e->kind == Kind::kCompare || e->kind == Kind::kBoolOp || e->kind == Kind::kIfExp ||
               e->kind == Kind::kLambda ||
               (e->kind == Kind::kUnaryOp && e->as<ast::UnaryOp>().op == UnaryOperator::kNot);
  if (loose && !in_brackets) return true;
  bool bare_name = e->kind == Kind::kName && !in_brackets;
  if (!bare_name && begins_with_display(e, start)) return true;
  advance();
  Expr* value = parse_bitwise_or();
  if (value != nullptr && !at(Tok::kEqual) && !at(Tok::kColonEqual)) {
    if (bare_name) {
      error_range("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", e->span,
                  value->span);
    } else {
      error_at(std::string("cannot assign to ") + describe(e) +
                   " here. Maybe you meant '==' instead of '='?",
               e);
    }
  }
  rewind(end);
  return !has_problem();
}

Expr* Parser::parse_star_expression() {
  if (!at(Tok::kStar)) return parse_expression();
  uint32_t start = pos_;
  advance();
  Expr* value = parse_bitwise_or();
  if (value == nullptr) return nullptr;
  auto* node = make<Starred>(start);
  node->value = value;
  return node;
}

// One expression, or a tuple without parentheses.
Expr* Parser::parse_star_expressions() {
  uint32_t start = pos_;
  Expr* first = parse_star_expression();
  if (first == nullptr || !at(Tok::kComma)) return first;
  ListOf<Expr> elts(*this);
  elts.push(first);
  while (accept(Tok::kComma)) {
    if (!starts_expression(peek()) && !at(Tok::kStar)) {
      look_at(pos_);
      break;
    }
    uint32_t before = pos_;
    Expr* e = parse_star_expression();
    if (e == nullptr) {
      if (give_up_to(before, first) == nullptr) return nullptr;
      break;
    }
    elts.push(e);
  }
  auto* tuple = make<Tuple>(start);
  tuple->elts = elts.take();
  return tuple;
}

Expr* Parser::parse_star_named_expression(bool first) {
  if (!at(Tok::kStar)) return parse_named_expression();
  uint32_t start = pos_;
  Expr* e = parse_star_expression();
  if (e == nullptr && first && diagnosing_ && !has_problem()) {
    // Nothing that a star could apply to.
    if (pos_ == start + 1 && !starts_expression(peek()))
      return error_last("Invalid star expression");
  }
  return e;
}

Expr* Parser::parse_yield() {
  uint32_t start = pos_;
  advance();
  if (accept(Tok::kFrom)) {
    Expr* value = parse_expression();
    if (value == nullptr) return nullptr;
    auto* node = make<YieldFrom>(start);
    node->value = value;
    return node;
  }
  Expr* value = nullptr;
  if (starts_expression(peek()) || at(Tok::kStar)) {
    value = parse_star_expressions();
    if (value == nullptr) return nullptr;
  }
  auto* node = make<Yield>(start);
  node->value = value;
  return node;
}

Expr* Parser::parse_annotated_rhs() {
  return at(Tok::kYield) ? parse_yield() : parse_star_expressions();
}

Expr* Parser::parse_lambda() {
  Nested nested(*this);
  if (nested.too_deep()) return too_deep();
  uint32_t start = pos_;
  advance();
  Arguments* args = parse_parameters(true);
  if (args == nullptr) return nullptr;
  if (!accept(Tok::kColon)) return nullptr;
  if (diagnosing_ && (at(Tok::kFStringMiddle))) {
    return error_range("f-string: lambda expressions are not allowed without parentheses",
                       tokens_[start].span, previous().span);
  }
  Expr* body = parse_expression();
  if (body == nullptr) return nullptr;
  auto* node = make<Lambda>(start);
  node->args = args;
  node->body = body;
  return node;
}

}  // namespace gilt
