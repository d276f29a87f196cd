// Simple statements and assignments.
#include <algorithm>

#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

namespace {

// The operator of `+=` and the like; nothing for other tokens.
std::optional<Operator> augmented_operator(Tok kind) {
  switch (kind) {
    case Tok::kPlusEqual: return Operator::kAdd;
    case Tok::kMinusEqual: return Operator::kSub;
    case Tok::kStarEqual: return Operator::kMult;
    case Tok::kAtEqual: return Operator::kMatMult;
    case Tok::kSlashEqual: return Operator::kDiv;
    case Tok::kPercentEqual: return Operator::kMod;
    case Tok::kAmpersandEqual: return Operator::kBitAnd;
    case Tok::kBarEqual: return Operator::kBitOr;
    case Tok::kCaretEqual: return Operator::kBitXor;
    case Tok::kLeftShiftEqual: return Operator::kLShift;
    case Tok::kRightShiftEqual: return Operator::kRShift;
    case Tok::kDoubleStarEqual: return Operator::kPow;
    case Tok::kDoubleSlashEqual: return Operator::kFloorDiv;
    default: return std::nullopt;
  }
}

bool is_single_target(const Expr* e) {
  return e->kind == Kind::kName || e->kind == Kind::kAttribute || e->kind == Kind::kSubscript;
}

}  // namespace

bool Parser::parse_statement(ListOf<Stmt>& into) {
  if (!parse_any_statement(into)) return false;
  if (diagnosing_) last_statement_line_ = std::max(last_statement_line_, into.back()->span.line);
  return true;
}

bool Parser::parse_any_statement(ListOf<Stmt>& into) {
  switch (peek()) {
    case Tok::kDef:
    case Tok::kIf:
    case Tok::kClass:
    case Tok::kFor:
    case Tok::kWith:
    case Tok::kTry:
    case Tok::kWhile:
    case Tok::kAt:
    case Tok::kAsync: {
      if (stack_.exhausted()) return too_deep(), false;
      Stmt* stmt = parse_compound_statement();
      if (stmt == nullptr) return false;
      into.push(stmt);
      return true;
    }
    case Tok::kName:
      if (text_of(token()) == "match" && (starts_expression(peek(1)) || peek(1) == Tok::kStar)) {
        if (stack_.exhausted()) return too_deep(), false;
        if (Stmt* match = attempt([&] { return parse_match(); })) {
          into.push(match);
          return true;
        }
        if (has_problem()) return false;
      }
      return parse_simple_statements(into);
    default: return parse_simple_statements(into);
  }
}

bool Parser::parse_simple_statements(ListOf<Stmt>& into) {
  for (;;) {
    Stmt* stmt = parse_simple_statement();
    if (stmt == nullptr) return false;
    into.push(stmt);
    if (accept(Tok::kNewline)) return true;
    if (!accept(Tok::kSemicolon)) return false;
    if (accept(Tok::kNewline)) return true;
  }
}

Stmt* Parser::parse_simple_statement() {
  uint32_t start = pos_;
  switch (peek()) {
    case Tok::kReturn: return parse_return();
    case Tok::kImport: return parse_import();
    case Tok::kFrom: return parse_import_from();
    case Tok::kRaise: return parse_raise();
    case Tok::kPass:
    case Tok::kBreak:
    case Tok::kContinue: {
      if (diagnosing_ && !diagnose_before_expression()) return nullptr;
      Tok kind = peek();
      advance();
      if (kind == Tok::kPass) return make<Pass>(start);
      if (kind == Tok::kBreak) return make<Break>(start);
      return make<Continue>(start);
    }
    case Tok::kDel: return parse_del();
    case Tok::kAssert: return parse_assert();
    case Tok::kGlobal: return parse_global(false);
    case Tok::kNonlocal: return parse_global(true);
    case Tok::kName:
      if (peek(1) == Tok::kName && text_of(token()) == "type") return parse_type_alias();
      return parse_expression_statement();
    default: return parse_expression_statement();
  }
}

Stmt* Parser::parse_expression_statement() {
  uint32_t start = pos_;
  Expr* e = parse_annotated_rhs();
  if (e == nullptr) return nullptr;
  Stmt* stmt = nullptr;
  if (at(Tok::kEqual)) {
    stmt = parse_assignment(e, start);
  } else if (at(Tok::kColon)) {
    stmt = parse_annotation(e, start);
  } else if (augmented_operator(peek())) {
    stmt = parse_aug_assign(e, start);
  } else {
    if (diagnosing_ && !at(Tok::kNewline) && !at(Tok::kSemicolon)) {
      uint32_t end = pos_;
      rewind(start);
      diagnose_assignment();
      if (has_problem()) return nullptr;
      rewind(end);
    }
    auto* node = make<ExprStmt>(start);
    node->value = e;
    return node;
  }
  if (stmt == nullptr && diagnosing_ && !has_problem()) {
    rewind(start);
    diagnose_assignment();
  }
  return stmt;
}

Stmt* Parser::parse_assignment(Expr* first, uint32_t start) {
  ListOf<Expr> targets(*this);
  Expr* value = first;
  while (at(Tok::kEqual)) {
    if (!make_target(value, Context::kStore)) return nullptr;
    targets.push(value);
    advance();
    value = parse_annotated_rhs();
    if (value == nullptr) return nullptr;
  }
  auto* node = make<Assign>(start);
  node->targets = targets.take();
  node->value = value;
  return node;
}

Stmt* Parser::parse_annotation(Expr* target, uint32_t start) {
  if (!is_single_target(target)) return nullptr;
  bool bare = target->kind == Kind::kName && pos_ == start + 1;
  advance();
  Expr* annotation = parse_expression();
  if (annotation == nullptr) return nullptr;
  Expr* value = nullptr;
  if (accept(Tok::kEqual)) {
    uint32_t before = pos_ - 1;
    value = parse_annotated_rhs();
    if (value == nullptr && give_up_to(before, annotation) == nullptr) return nullptr;
  }
  set_context(target, Context::kStore);
  auto* node = make<AnnAssign>(start);
  node->target = target;
  node->annotation = annotation;
  node->value = value;
  node->simple = bare;
  return node;
}

Stmt* Parser::parse_aug_assign(Expr* target, uint32_t start) {
  if (!is_single_target(target)) return nullptr;
  Operator op = *augmented_operator(peek());
  advance();
  Expr* value = parse_annotated_rhs();
  if (value == nullptr) return nullptr;
  set_context(target, Context::kStore);
  auto* node = make<AugAssign>(start);
  node->target = target;
  node->op = op;
  node->value = value;
  return node;
}

// From the start of what has `=`, `:` or `+=` in it but is no assignment.
void Parser::diagnose_assignment() {
  uint32_t start = pos_;
  auto annotation_follows = [&] { return accept(Tok::kColon) && parse_expression() != nullptr; };

  if (at(Tok::kLeftBracket) || at(Tok::kLeftParen)) {
    Expr* e = parse_atom();
    if (has_problem()) return;
    if (e != nullptr && (e->kind == Kind::kList || e->kind == Kind::kTuple) &&
        annotation_follows()) {
      error_at(std::string("only single target (not ") + describe(e) + ") can be annotated", e);
      return;
    }
    rewind(start);
  }
  if (Expr* e = at(Tok::kYield) ? nullptr : parse_star_named_expression(false)) {
    if (at(Tok::kComma)) {
      // Whatever comes after the comma, commas between or not.
      advance();
      while (starts_expression(peek()) || at(Tok::kStar)) {
        if (!attempt([&] { return parse_star_named_expression(false); })) break;
        accept(Tok::kComma);
      }
      if (has_problem()) return;
      if (annotation_follows()) {
        error_at("only single target (not tuple) can be annotated", e);
        return;
      }
    } else if (e->kind != Kind::kStarred && annotation_follows()) {
      error_at("illegal target for annotation", e);
      return;
    }
  }
  if (has_problem()) return;
  rewind(start);

  while (attempt([&] { return parse_star_targets() != nullptr && accept(Tok::kEqual); })) {
  }
  if (has_problem()) return;
  if (at(Tok::kYield)) {
    Expr* yield = parse_yield();
    if (yield != nullptr && at(Tok::kEqual)) {
      error_at("assignment to yield expression not possible", yield);
    }
    return;
  }
  Expr* e = parse_star_expressions();
  if (e == nullptr || has_problem()) return;
  if (at(Tok::kEqual)) {
    error_invalid_target(e, TargetUse::kAssign);
    return;
  }
  rewind(start);
  e = parse_star_expressions();
  if (e != nullptr && augmented_operator(peek())) {
    advance();
    if (parse_annotated_rhs()) {
      error_at(
          std::string("'") + describe(e) + "' is an illegal expression for augmented assignment",
          e);
    }
  }
}

Stmt* Parser::parse_return() {
  uint32_t start = pos_;
  advance();
  Expr* value = nullptr;
  if (!at(Tok::kNewline) && !at(Tok::kSemicolon)) {
    value = parse_star_expressions();
    if (value == nullptr) return nullptr;
  }
  auto* node = make<Return>(start);
  node->value = value;
  return node;
}

Stmt* Parser::parse_raise() {
  uint32_t start = pos_;
  advance();
  Expr* exc = nullptr;
  Expr* cause = nullptr;
  if (!at(Tok::kNewline) && !at(Tok::kSemicolon)) {
    exc = parse_expression();
    if (exc == nullptr) return nullptr;
    if (accept(Tok::kFrom)) {
      cause = parse_expression();
      if (cause == nullptr) return nullptr;
    }
  }
  auto* node = make<Raise>(start);
  node->exc = exc;
  node->cause = cause;
  return node;
}

Stmt* Parser::parse_global(bool nonlocal) {
  uint32_t start = pos_;
  std::vector<Identifier> names;
  do {
    advance();  // the keyword, then commas
    if (!at(Tok::kName)) return nullptr;
    names.push_back(name_of(token()));
    advance();
  } while (at(Tok::kComma));
  auto all = arena_.copy(std::span<const Identifier>(names));
  if (nonlocal) {
    auto* node = make<Nonlocal>(start);
    node->names = all;
    return node;
  }
  auto* node = make<Global>(start);
  node->names = all;
  return node;
}

Stmt* Parser::parse_del() {
  uint32_t start = pos_;
  advance();
  ListOf<Expr> targets(*this);
  bool good = true;
  do {
    if (!targets.empty() && (at(Tok::kNewline) || at(Tok::kSemicolon))) break;
    Expr* e = at(Tok::kAwait) ? nullptr : parse_primary();
    good = e != nullptr && make_target(e, Context::kDel);
    if (!good) break;
    targets.push(e);
  } while (accept(Tok::kComma));
  if (has_problem()) return nullptr;
  if (!good || (!at(Tok::kNewline) && !at(Tok::kSemicolon))) {
    look_at(pos_);
    if (!diagnosing_) return nullptr;
    rewind(start + 1);
    Expr* e = parse_star_expressions();
    return e != nullptr ? error_invalid_target(e, TargetUse::kDelete) : nullptr;
  }
  auto* node = make<Delete>(start);
  node->targets = targets.take();
  return node;
}

Stmt* Parser::parse_assert() {
  uint32_t start = pos_;
  advance();
  Expr* test = parse_expression();
  if (test == nullptr) return nullptr;
  Expr* msg = nullptr;
  if (accept(Tok::kComma)) {
    msg = parse_expression();
    if (msg == nullptr) return nullptr;
  }
  auto* node = make<Assert>(start);
  node->test = test;
  node->msg = msg;
  return node;
}

Stmt* Parser::parse_type_alias() {
  uint32_t start = pos_;
  if (diagnosing_) {
    // As far as CPython knows, this may still be an expression.
    parse_star_expressions();
    rewind(start);
    if (has_problem()) return nullptr;
  }
  advance();
  auto* node = arena_.make<TypeAlias>();
  auto* name = arena_.make<Name>();
  name->id = name_of(token());
  name->ctx = Context::kStore;
  name->span = token().span;
  node->name = name;
  advance();
  if (at(Tok::kLeftBracket) && !parse_type_params(&node->type_params)) return nullptr;
  if (!accept(Tok::kEqual)) return nullptr;
  node->value = parse_expression();
  if (node->value == nullptr) return nullptr;
  return finish(node, start);
}

}  // namespace gilt
