// import statements.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

// a.b.c
bool Parser::parse_dotted_name(Identifier* name) {
  if (!at(Tok::kName)) return false;
  Identifier first = name_of(token());
  advance();
  if (!at(Tok::kDot)) {
    *name = first;
    return true;
  }
  std::string dotted(first);
  while (accept(Tok::kDot)) {
    if (!at(Tok::kName)) return false;
    dotted += '.';
    dotted += name_of(token());
    advance();
  }
  *name = arena_.intern(dotted);
  return true;
}

// `as name`, if it is there. Returns false if something else follows `as`.
bool Parser::parse_import_alias(Alias* alias) {
  if (!accept(Tok::kAs)) return true;
  Tok next = peek(1);
  bool good = at(Tok::kName);
  if (diagnosing_ && !(good && (next == Tok::kComma || next == Tok::kRightParen ||
                                next == Tok::kSemicolon || next == Tok::kNewline))) {
    uint32_t start = pos_;
    if (Expr* e = parse_expression()) {
      error_at(std::string("cannot use ") + describe(e) + " as import target", e);
    }
    rewind(start);
    if (has_problem()) return false;
  }
  if (!good) return false;
  alias->asname = name_of(token());
  advance();
  return true;
}

Stmt* Parser::parse_import() {
  uint32_t start = pos_;
  advance();
  if (diagnosing_ && at(Tok::kNewline)) {
    look_at(pos_);
    return error_from("Expected one or more names after 'import'", token().span);
  }
  ListOf<Alias> names(*this);
  do {
    uint32_t at_name = pos_;
    auto* alias = arena_.make<Alias>();
    if (!parse_dotted_name(&alias->name)) return nullptr;
    if (!parse_import_alias(alias)) return nullptr;
    names.push(finish(alias, at_name));
  } while (accept(Tok::kComma));
  if (diagnosing_ && accept(Tok::kFrom)) {
    Identifier module;
    if (parse_dotted_name(&module)) {
      look_at(pos_);
      return error_from("Did you mean to use 'from ... import ...' instead?", tokens_[start].span);
    }
    return nullptr;
  }
  auto* node = make<Import>(start);
  node->names = names.take();
  return node;
}

Stmt* Parser::parse_import_from() {
  uint32_t start = pos_;
  advance();
  auto* node = arena_.make<ImportFrom>();
  for (;; advance()) {
    if (at(Tok::kDot)) {
      node->level++;
    } else if (at(Tok::kEllipsis)) {
      node->level += 3;
    } else {
      break;
    }
  }
  if (!(at(Tok::kImport) && node->level > 0) && !parse_dotted_name(&node->module)) return nullptr;
  if (!accept(Tok::kImport)) return nullptr;

  ListOf<Alias> names(*this);
  if (at(Tok::kStar)) {
    auto* alias = arena_.make<Alias>();
    alias->name = arena_.intern("*");
    alias->span = token().span;
    advance();
    names.push(alias);
    node->names = names.take();
    return finish(node, start);
  }
  if (diagnosing_ && at(Tok::kNewline)) {
    look_at(pos_);
    return error_from("Expected one or more names after 'import'", token().span);
  }
  bool parenthesized = accept(Tok::kLeftParen);
  do {
    if (parenthesized && !names.empty() && at(Tok::kRightParen)) break;
    if (!at(Tok::kName)) {
      look_at(pos_);
      if (diagnosing_ && !parenthesized && !names.empty() && at(Tok::kNewline)) {
        return error_last("trailing comma not allowed without surrounding parentheses");
      }
      return nullptr;
    }
    uint32_t at_name = pos_;
    auto* alias = arena_.make<Alias>();
    alias->name = name_of(token());
    advance();
    if (!parse_import_alias(alias)) return nullptr;
    names.push(finish(alias, at_name));
  } while (accept(Tok::kComma));
  if (parenthesized && !accept(Tok::kRightParen)) return nullptr;
  node->names = names.take();
  return finish(node, start);
}

}  // namespace gilt
