// Statements that hold blocks.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

Stmt* Parser::parse_compound_statement() {
  switch (peek()) {
    case Tok::kDef: return parse_function(pos_, {});
    case Tok::kIf: return parse_if();
    case Tok::kClass: return parse_class({});
    case Tok::kFor: return parse_for(pos_);
    case Tok::kWith: return parse_with(pos_);
    case Tok::kTry: return parse_try();
    case Tok::kWhile: return parse_while();
    case Tok::kAt: return parse_decorated();
    case Tok::kAsync: return parse_async({});
    default: return nullptr;
  }
}

bool Parser::parse_block(std::span<Stmt*>* body, const char* what, uint32_t keyword) {
  ListOf<Stmt> list(*this);
  if (!at(Tok::kNewline)) {
    if (!parse_simple_statements(list)) return false;
    *body = list.take();
    return true;
  }
  advance();
  if (!accept(Tok::kIndent)) {
    look_at(pos_);
    if (diagnosing_) {
      error_last(std::string("expected an indented block after ") + what + " on line " +
                     std::to_string(tokens_[keyword].span.line),
                 ProblemType::kIndentationError);
    }
    return false;
  }
  while (!at(Tok::kDedent) && !at(Tok::kEnd)) {
    if (!parse_statement(list)) return false;
  }
  accept(Tok::kDedent);
  *body = list.take();
  return true;
}

// The colon before a block.
bool Parser::expect_colon() {
  if (accept(Tok::kColon)) return true;
  look_at(pos_);
  if (diagnosing_ && at(Tok::kNewline)) error_last("expected ':'");
  return false;
}

// A token without which the statement can be nothing else.
bool Parser::expect_forced(Tok kind, const char* text) {
  if (accept(kind)) return true;
  look_at(pos_);
  if (diagnosing_) error_next(std::string("expected '") + text + "'");
  return false;
}

Stmt* Parser::parse_if() {
  // A chain of `elif`s is a loop here, so that a long one needs no recursion: nodes first, links
  // later. It counts as nested all the same: in the tree it is.
  ListOf<If> chain(*this);
  std::vector<uint32_t> starts;
  std::span<Stmt*> orelse;
  for (;;) {
    uint32_t start = pos_;
    bool elif = at(Tok::kElif);
    advance();
    auto* node = arena_.make<If>();
    node->test = parse_named_expression();
    if (node->test == nullptr || !expect_colon()) return nullptr;
    if (!parse_block(&node->body, elif ? "'elif' statement" : "'if' statement", start))
      return nullptr;
    chain.push(node);
    starts.push_back(start);
    if (levels_ + chain.size() > kMaxLevels) return too_deep();
    if (at(Tok::kElif)) continue;
    if (at(Tok::kElse)) {
      if (!parse_else(&orelse)) return nullptr;
      if (diagnosing_ && at(Tok::kElif)) {
        return error_at("'elif' block follows an 'else' block", token());
      }
    }
    break;
  }
  for (size_t i = chain.size(); i-- > 0;) {
    If* node = chain[i];
    finish_block(node, starts[i]);
    node->orelse = orelse;
    Stmt* only[] = {node};
    if (i > 0) orelse = arena_.copy(std::span<Stmt* const>(only));
  }
  return chain[0];
}

bool Parser::parse_else(std::span<Stmt*>* body) {
  uint32_t start = pos_;
  advance();
  return expect_forced(Tok::kColon, ":") && parse_block(body, "'else' statement", start);
}

Stmt* Parser::parse_while() {
  uint32_t start = pos_;
  advance();
  auto* node = arena_.make<While>();
  node->test = parse_named_expression();
  if (node->test == nullptr || !expect_colon()) return nullptr;
  if (!parse_block(&node->body, "'while' statement", start)) return nullptr;
  if (at(Tok::kElse) && !parse_else(&node->orelse)) return nullptr;
  return finish_block(node, start);
}

// [start] is the token `for`, or the `async` before it.
Stmt* Parser::parse_for(uint32_t start) {
  bool is_async = tokens_[start].kind == Tok::kAsync;
  uint32_t keyword = pos_;
  advance();
  auto* node = arena_.make<For>(is_async ? Kind::kAsyncFor : Kind::kFor);
  uint32_t at_target = pos_;
  node->target = parse_star_targets();
  if (node->target == nullptr || !at(Tok::kIn)) {
    look_at(pos_);
    return diagnosing_ && !has_problem() ? diagnose_for_target(at_target, false) : nullptr;
  }
  advance();
  node->iter = parse_star_expressions();
  if (node->iter == nullptr || !expect_colon()) return nullptr;
  if (!parse_block(&node->body, "'for' statement", keyword)) return nullptr;
  if (at(Tok::kElse) && !parse_else(&node->orelse)) return nullptr;
  return finish_block(node, start);
}

// [start] is the token `with`, or the `async` before it.
Stmt* Parser::parse_with(uint32_t start) {
  bool is_async = tokens_[start].kind == Tok::kAsync;
  uint32_t keyword = pos_;
  advance();
  auto* node = arena_.make<With>(is_async ? Kind::kAsyncWith : Kind::kWith);
  ListOf<WithItem> items(*this);
  bool parenthesized = at(Tok::kLeftParen) && attempt([&] {
                         advance();
                         return parse_with_items(items, true) && accept(Tok::kRightParen) &&
                                (at(Tok::kColon) || (diagnosing_ && at(Tok::kNewline)));
                       });
  if (has_problem()) return nullptr;
  if (!parenthesized) {
    items.clear();
    if (!parse_with_items(items, false)) return nullptr;
  }
  if (!expect_colon()) return nullptr;
  node->items = items.take();
  if (!parse_block(&node->body, "'with' statement", keyword)) return nullptr;
  return finish_block(node, start);
}

bool Parser::parse_with_items(ListOf<WithItem>& items, bool parenthesized) {
  do {
    if (parenthesized && !items.empty() && at(Tok::kRightParen)) break;
    WithItem* item = parse_with_item();
    if (item == nullptr) return false;
    items.push(item);
  } while (accept(Tok::kComma));
  return true;
}

WithItem* Parser::parse_with_item() {
  auto* item = arena_.make<WithItem>();
  item->context_expr = parse_expression();
  if (item->context_expr == nullptr || !at(Tok::kAs)) return item->context_expr ? item : nullptr;
  uint32_t at_as = pos_;
  advance();
  auto ends = [&] { return at(Tok::kComma) || at(Tok::kRightParen) || at(Tok::kColon); };
  Expr* target = parse_star_target();
  if (has_problem()) return nullptr;
  if (target != nullptr && (ends() || (diagnosing_ && at(Tok::kNewline)))) {
    item->optional_vars = target;
    return item;
  }
  rewind(at_as);
  if (diagnosing_) {
    advance();
    Expr* e = parse_expression();
    look_at(pos_);
    if (e != nullptr && ends()) error_invalid_target(e, TargetUse::kAssign);
    if (has_problem()) return nullptr;
    rewind(at_as);
  }
  return item;
}

Stmt* Parser::parse_try() {
  uint32_t start = pos_;
  advance();
  if (!expect_forced(Tok::kColon, ":")) return nullptr;
  std::span<Stmt*> body;
  if (!parse_block(&body, "'try' statement", start)) return nullptr;
  if (!at(Tok::kExcept) && !at(Tok::kFinally)) {
    look_at(pos_);
    return diagnosing_ ? error_last("expected 'except' or 'finally' block") : nullptr;
  }
  ListOf<ExceptHandler> handlers(*this);
  bool is_star = false;
  while (at(Tok::kExcept)) {
    uint32_t at_except = pos_;
    bool star = peek(1) == Tok::kStar;
    if (!handlers.empty() && star != is_star) {
      look_at(pos_ + 1);
      if (!diagnosing_) return nullptr;
      const char* message = "cannot have both 'except' and 'except*' on the same 'try'";
      if (!parse_except(star)) return nullptr;
      return star ? error_range(message, tokens_[at_except].span, tokens_[at_except + 1].span)
                  : error_at(message, tokens_[at_except]);
    }
    is_star = star;
    ExceptHandler* handler = parse_except(star);
    if (handler == nullptr) return nullptr;
    handlers.push(handler);
  }
  auto* node = arena_.make<Try>(is_star ? Kind::kTryStar : Kind::kTry);
  node->body = body;
  node->handlers = handlers.take();
  if (at(Tok::kElse) && !node->handlers.empty() && !parse_else(&node->orelse)) return nullptr;
  if (at(Tok::kFinally)) {
    uint32_t keyword = pos_;
    advance();
    if (!expect_forced(Tok::kColon, ":")) return nullptr;
    if (!parse_block(&node->finalbody, "'finally' statement", keyword)) return nullptr;
  }
  return finish_block(node, start);
}

ExceptHandler* Parser::parse_except(bool star) {
  uint32_t start = pos_;
  advance();
  if (star) advance();
  const char* what = star ? "'except*' statement" : "'except' statement";
  auto* node = arena_.make<ExceptHandler>();
  if (at(Tok::kColon) || at(Tok::kNewline)) {
    look_at(pos_);
    if (star) return diagnosing_ ? error_last("expected one or more exception types") : nullptr;
    if (!expect_colon()) return nullptr;
  } else {
    uint32_t at_type = pos_;
    node->type = parse_expression();
    if (node->type == nullptr) return nullptr;
    if (at(Tok::kComma)) {
      ListOf<Expr> types(*this);
      types.push(node->type);
      Span first = node->type->span;
      while (accept(Tok::kComma)) {
        if (!starts_expression(peek())) break;
        Expr* type = parse_expression();
        if (type == nullptr) return nullptr;
        types.push(type);
      }
      auto* tuple = make<Tuple>(at_type);
      tuple->elts = types.take();
      node->type = tuple;
      if (diagnosing_ && accept(Tok::kAs)) {
        if (accept(Tok::kName) && at(Tok::kColon)) {
          look_at(pos_);
          return error_from("multiple exception types must be parenthesized when using 'as'",
                            first);
        }
        return nullptr;
      }
    } else if (accept(Tok::kAs)) {
      uint32_t at_name = pos_;
      if (at(Tok::kName)) {
        node->name = name_of(token());
        advance();
      }
      if (diagnosing_ && (node->name.empty() || (!at(Tok::kColon) && !at(Tok::kNewline)))) {
        look_at(pos_);
        rewind(at_name);
        Expr* e = parse_expression();
        std::span<Stmt*> body;
        if (e != nullptr && accept(Tok::kColon) && parse_block(&body, what, start)) {
          return error_at(std::string("cannot use ") + (star ? "except*" : "except") +
                              " statement with " + describe(e),
                          e);
        }
        return nullptr;
      }
      if (node->name.empty()) return nullptr;
    }
    if (!expect_colon()) return nullptr;
  }
  if (!parse_block(&node->body, what, start)) return nullptr;
  return finish_block(node, start);
}

// [start] is the token `def`, or the `async` before it.
Stmt* Parser::parse_function(uint32_t start, std::span<Expr*> decorators) {
  bool is_async = tokens_[start].kind == Tok::kAsync;
  uint32_t keyword = pos_;
  advance();
  if (!at(Tok::kName)) return nullptr;
  auto* node = arena_.make<FunctionDef>(is_async ? Kind::kAsyncFunctionDef : Kind::kFunctionDef);
  uint32_t at_name = pos_;
  node->name = name_of(token());
  node->decorator_list = decorators;
  advance();
  if (at(Tok::kLeftBracket) && !parse_type_params(&node->type_params)) {
    // Without them, a parenthesis should be here.
    if (!diagnosing_ || has_problem()) return nullptr;
    rewind(at_name + 1);
  }
  if (!expect_forced(Tok::kLeftParen, "(")) return nullptr;
  node->args = parse_parameters(false);
  if (node->args == nullptr || !accept(Tok::kRightParen)) return nullptr;
  if (accept(Tok::kArrow)) {
    uint32_t before = pos_ - 1;
    node->returns = parse_expression();
    if (node->returns == nullptr) {
      if (!diagnosing_ || has_problem()) return nullptr;
      rewind(before);
    }
  }
  if (!expect_forced(Tok::kColon, ":")) return nullptr;
  if (!parse_block(&node->body, "function definition", keyword)) return nullptr;
  return finish_block(node, start);
}

Stmt* Parser::parse_class(std::span<Expr*> decorators) {
  uint32_t start = pos_;
  advance();
  if (!at(Tok::kName)) return nullptr;
  auto* node = arena_.make<ClassDef>();
  node->name = name_of(token());
  node->decorator_list = decorators;
  advance();
  if (at(Tok::kLeftBracket) && !parse_type_params(&node->type_params)) return nullptr;
  if (at(Tok::kLeftParen)) {
    uint32_t open = pos_;
    advance();
    if (!accept(Tok::kRightParen)) {
      auto* arguments = arena_.make<Call>();
      if (!parse_arguments(arguments, open, true)) return nullptr;
      node->bases = arguments->args;
      node->keywords = arguments->keywords;
    }
  }
  if (!expect_colon()) return nullptr;
  if (!parse_block(&node->body, "class definition", start)) return nullptr;
  return finish_block(node, start);
}

Stmt* Parser::parse_decorated() {
  ListOf<Expr> decorators(*this);
  while (accept(Tok::kAt)) {
    Expr* decorator = parse_named_expression();
    if (decorator == nullptr || !accept(Tok::kNewline)) return nullptr;
    decorators.push(decorator);
  }
  std::span<Expr*> list = decorators.take();
  switch (peek()) {
    case Tok::kDef: return parse_function(pos_, list);
    case Tok::kClass: return parse_class(list);
    case Tok::kAsync: look_at(pos_ + 1); return peek(1) == Tok::kDef ? parse_async(list) : nullptr;
    default: return nullptr;
  }
}

Stmt* Parser::parse_async(std::span<Expr*> decorators) {
  uint32_t start = pos_;
  advance();
  switch (peek()) {
    case Tok::kDef: return parse_function(start, decorators);
    case Tok::kFor: return parse_for(start);
    case Tok::kWith: return parse_with(start);
    default: return nullptr;
  }
}

}  // namespace gilt
