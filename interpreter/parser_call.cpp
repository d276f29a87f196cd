// The arguments of a call or class statement.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

Expr* Parser::parse_call(Expr* callee, uint32_t start) {
  uint32_t open = pos_;
  advance();
  auto* call = arena_.make<Call>();
  call->func = callee;
  if (!accept(Tok::kRightParen) && !parse_arguments(call, open)) return nullptr;
  return finish(call, start);
}

// From behind the parenthesis at [open], the closing one included.
bool Parser::parse_arguments(Call* call, uint32_t open, bool of_class) {
  ListOf<Keyword> keywords(*this);
  // Positional arguments cannot share the scratch stack with the keywords that come between them.
  Expr* few[kFewArguments];
  std::vector<Expr*> many;
  size_t count = 0;
  auto push = [&](Expr* e) {
    if (count < kFewArguments) {
      few[count] = e;
    } else {
      if (many.empty()) many.assign(few, few + kFewArguments);
      many.push_back(e);
    }
    count++;
  };

  bool seen_keyword = false;
  bool seen_unpacking = false;
  while (!at(Tok::kRightParen)) {
    uint32_t start = pos_;
    if (at(Tok::kStar)) {
      Expr* e = parse_star_argument();
      if (e == nullptr) return false;
      if (seen_unpacking) return diagnose_star_after_unpacking(start, e);
      push(e);
    } else if (at(Tok::kDoubleStar) || (at(Tok::kName) && peek(1) == Tok::kEqual)) {
      bool unpacking = at(Tok::kDoubleStar);
      Keyword* keyword = parse_keyword_argument();
      if (keyword == nullptr) return false;
      if (unpacking) seen_unpacking = true;
      seen_keyword = true;
      keywords.push(keyword);
    } else {
      Expr* e = parse_positional_argument();
      if (e == nullptr) return false;
      if (at_comprehension()) {
        // A generator expression may do without its own parentheses in a call, but not here.
        if (of_class && count == 0 && !seen_keyword) return false;
        std::span<Comprehension*> generators;
        if (!parse_generators(&generators)) return false;
        bool alone = count == 0 && !seen_keyword;
        if (!alone || !at(Tok::kRightParen)) {
          look_at(pos_);
          if (diagnosing_ && (alone ? at(Tok::kComma) : true)) {
            const Token& end = previous();
            error_range("Generator expression must be parenthesized", e->span, end.span);
          }
          return false;
        }
        advance();
        auto* generator = make<Comp>(open, Kind::kGeneratorExp);
        generator->elt = e;
        generator->generators = generators;
        Expr* only[] = {generator};
        call->args = arena_.copy(std::span<Expr* const>(only));
        return true;
      }
      if (diagnosing_ && at(Tok::kEqual)) {
        diagnose_keyword_name(e, start);
        return false;
      }
      if (seen_keyword) {
        if (!diagnosing_) return false;
        return diagnose_positional_after_keyword(seen_unpacking);
      }
      push(e);
    }
    if (!accept(Tok::kComma)) break;
  }
  if (!accept(Tok::kRightParen)) return false;
  call->args = arena_.copy(std::span<Expr* const>(many.empty() ? few : many.data(), count));
  call->keywords = keywords.take();
  return true;
}

Expr* Parser::parse_positional_argument() {
  if (at(Tok::kName) && peek(1) == Tok::kColonEqual) return parse_named_expression();
  Expr* e = parse_expression();
  if (e != nullptr && at(Tok::kColonEqual)) {
    look_at(pos_);
    return nullptr;
  }
  return e;
}

Expr* Parser::parse_star_argument() {
  uint32_t start = pos_;
  advance();
  if (diagnosing_ && !starts_expression(peek())) {
    look_at(pos_);
    return error_last("Invalid star expression");
  }
  Expr* value = parse_expression();
  if (value == nullptr) return nullptr;
  auto* starred = make<Starred>(start);
  starred->value = value;
  if (diagnosing_ && accept(Tok::kEqual)) {
    if (Expr* right = parse_expression()) {
      return error_range("cannot assign to iterable argument unpacking", starred->span,
                         right->span);
    }
    return nullptr;
  }
  return starred;
}

// `name=value` or `**value`.
Keyword* Parser::parse_keyword_argument() {
  uint32_t start = pos_;
  auto* keyword = arena_.make<Keyword>();
  if (accept(Tok::kDoubleStar)) {
    keyword->value = parse_expression();
    if (keyword->value == nullptr) return nullptr;
    if (diagnosing_ && accept(Tok::kEqual)) {
      if (Expr* right = parse_expression()) {
        return error_range("cannot assign to keyword argument unpacking", tokens_[start].span,
                           right->span);
      }
      return nullptr;
    }
    return finish(keyword, start);
  }
  keyword->arg = name_of(token());
  pos_ += 2;
  if (diagnosing_ && (at(Tok::kComma) || at(Tok::kRightParen))) {
    return error_range("expected argument value expression", tokens_[start].span, previous().span);
  }
  keyword->value = parse_expression();
  if (keyword->value == nullptr) return nullptr;
  if (diagnosing_ && at_comprehension()) {
    std::span<Comprehension*> generators;
    if (!parse_generators(&generators)) return nullptr;
    return error_range("invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                       tokens_[start].span, tokens_[start + 1].span);
  }
  return finish(keyword, start);
}

// At the `=` behind an argument [e] that is no plain name.
void Parser::diagnose_keyword_name(Expr* e, uint32_t start) {
  Tok kind = tokens_[start].kind;
  Span equal = token().span;
  if (pos_ == start + 1 && (kind == Tok::kTrue || kind == Tok::kFalse || kind == Tok::kNone)) {
    error_range(std::string("cannot assign to ") + describe(e), e->span, equal);
  } else {
    error_range("expression cannot contain assignment, perhaps you meant \"==\"?", e->span, equal);
  }
}

// Behind the first positional argument that follows a keyword: CPython reads all the arguments
// first.
bool Parser::diagnose_positional_after_keyword(bool unpacking) {
  while (accept(Tok::kComma) && !at(Tok::kRightParen)) {
    bool good = at(Tok::kStar)                             ? parse_star_argument() != nullptr
                : at(Tok::kDoubleStar)                     ? parse_keyword_argument() != nullptr
                : at(Tok::kName) && peek(1) == Tok::kEqual ? parse_keyword_argument() != nullptr
                                                           : parse_positional_argument() != nullptr;
    if (has_problem()) return false;
    if (!good) break;
  }
  look_at(pos_);
  error_last(unpacking ? "positional argument follows keyword argument unpacking"
                       : "positional argument follows keyword argument");
  return false;
}

// After `**a, *b`, with [e] the `*b` at token [start].
bool Parser::diagnose_star_after_unpacking(uint32_t start, Expr* e) {
  if (!diagnosing_) return false;
  Span end = e->span;
  while (at(Tok::kComma) && peek(1) == Tok::kStar) {
    advance();
    Expr* next = parse_star_argument();
    if (next == nullptr) return false;
    end = next->span;
  }
  error_range("iterable argument unpacking follows keyword argument unpacking",
              tokens_[start - 1].span, end);
  return false;
}

}  // namespace gilt
