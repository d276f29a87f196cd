// What may stand on the left of `=`, after `for`, `as` and `del`; and what to call what may not.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

bool Parser::is_target(const Expr* e, Context ctx) const {
  switch (e->kind) {
    case Kind::kName:
    case Kind::kAttribute:
    case Kind::kSubscript: return true;
    case Kind::kStarred:
      return ctx == Context::kStore && e->as<Starred>().value->kind != Kind::kStarred &&
             is_target(e->as<Starred>().value, ctx);
    case Kind::kTuple:
      for (const Expr* item : e->as<Tuple>().elts) {
        if (!is_target(item, ctx)) return false;
      }
      return true;
    case Kind::kList:
      for (const Expr* item : e->as<List>().elts) {
        if (!is_target(item, ctx)) return false;
      }
      return true;
    default: return false;
  }
}

void Parser::set_context(Expr* e, Context ctx) {
  switch (e->kind) {
    case Kind::kName: e->as<Name>().ctx = ctx; break;
    case Kind::kAttribute: e->as<Attribute>().ctx = ctx; break;
    case Kind::kSubscript: e->as<Subscript>().ctx = ctx; break;
    case Kind::kStarred:
      e->as<Starred>().ctx = ctx;
      set_context(e->as<Starred>().value, ctx);
      break;
    case Kind::kTuple:
      e->as<Tuple>().ctx = ctx;
      for (Expr* item : e->as<Tuple>().elts) set_context(item, ctx);
      break;
    case Kind::kList:
      e->as<List>().ctx = ctx;
      for (Expr* item : e->as<List>().elts) set_context(item, ctx);
      break;
    default: break;
  }
}

bool Parser::make_target(Expr* e, Context ctx) {
  if (!is_target(e, ctx)) return false;
  set_context(e, ctx);
  return true;
}

// The part of [e] that cannot be a target; null if all of it can.
Expr* Parser::invalid_target(Expr* e, TargetUse use) const {
  auto in_items = [&](std::span<Expr*> items) -> Expr* {
    for (Expr* item : items) {
      if (Expr* bad = invalid_target(item, use)) return bad;
    }
    return nullptr;
  };
  switch (e->kind) {
    case Kind::kTuple: return in_items(e->as<Tuple>().elts);
    case Kind::kList: return in_items(e->as<List>().elts);
    case Kind::kStarred:
      return use == TargetUse::kDelete ? e : invalid_target(e->as<Starred>().value, use);
    case Kind::kCompare:
      // In `for x in y` the whole has been read as a comparison.
      if (use == TargetUse::kFor) {
        auto& compare = e->as<Compare>();
        return compare.ops[0] == CompareOperator::kIn ? invalid_target(compare.left, use) : nullptr;
      }
      return e;
    case Kind::kName:
    case Kind::kAttribute:
    case Kind::kSubscript: return nullptr;
    default: return e;
  }
}

std::nullptr_t Parser::error_invalid_target(Expr* e, TargetUse use) {
  Expr* bad = invalid_target(e, use);
  if (bad == nullptr) return nullptr;
  const char* verb = use == TargetUse::kDelete ? "cannot delete " : "cannot assign to ";
  return error_at(std::string(verb) + describe(bad), bad);
}

const char* Parser::describe(const Expr* e) {
  switch (e->kind) {
    case Kind::kAttribute: return "attribute";
    case Kind::kSubscript: return "subscript";
    case Kind::kStarred: return "starred";
    case Kind::kName: return "name";
    case Kind::kList: return "list";
    case Kind::kTuple: return "tuple";
    case Kind::kLambda: return "lambda";
    case Kind::kCall: return "function call";
    case Kind::kBoolOp:
    case Kind::kBinOp:
    case Kind::kUnaryOp: return "expression";
    case Kind::kGeneratorExp: return "generator expression";
    case Kind::kYield:
    case Kind::kYieldFrom: return "yield expression";
    case Kind::kAwait: return "await expression";
    case Kind::kListComp: return "list comprehension";
    case Kind::kSetComp: return "set comprehension";
    case Kind::kDictComp: return "dict comprehension";
    case Kind::kDict: return "dict literal";
    case Kind::kSet: return "set display";
    case Kind::kJoinedStr:
    case Kind::kFormattedValue: return "f-string expression";
    case Kind::kTemplateStr:
    case Kind::kInterpolation: return "t-string expression";
    case Kind::kConstant:
      switch (e->as<Constant>().type) {
        case ConstantType::kNone: return "None";
        case ConstantType::kTrue: return "True";
        case ConstantType::kFalse: return "False";
        case ConstantType::kEllipsis: return "ellipsis";
        default: return "literal";
      }
    case Kind::kCompare: return "comparison";
    case Kind::kIfExp: return "conditional expression";
    case Kind::kNamedExpr: return "named expression";
    default: return "expression";
  }
}

// One target of `for` or `with`: a name, attribute, subscript, or a bracketed list of targets.
Expr* Parser::parse_star_target() {
  uint32_t start = pos_;
  if (accept(Tok::kStar)) {
    if (at(Tok::kStar)) return nullptr;
    Expr* value = parse_primary();
    if (value == nullptr || !make_target(value, Context::kStore)) return nullptr;
    auto* starred = make<Starred>(start);
    starred->value = value;
    starred->ctx = Context::kStore;
    return starred;
  }
  if (at(Tok::kAwait)) return nullptr;
  Expr* e = parse_primary();
  if (e == nullptr || !make_target(e, Context::kStore)) return nullptr;
  return e;
}

// The targets of `for`: one, or a tuple without parentheses.
Expr* Parser::parse_star_targets() {
  uint32_t start = pos_;
  Expr* first = parse_star_target();
  if (first == nullptr || !at(Tok::kComma)) return first;
  ListOf<Expr> elts(*this);
  elts.push(first);
  while (accept(Tok::kComma)) {
    if (!starts_expression(peek()) && !at(Tok::kStar)) break;
    Expr* e = parse_star_target();
    if (e == nullptr) return nullptr;
    elts.push(e);
  }
  auto* tuple = make<Tuple>(start);
  tuple->elts = elts.take();
  tuple->ctx = Context::kStore;
  return tuple;
}

}  // namespace gilt
