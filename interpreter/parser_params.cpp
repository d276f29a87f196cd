// Parameters of functions and lambdas, and type parameters.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

// Up to the `)` or `:` that ends the parameters, which is left.
Arguments* Parser::parse_parameters(bool lambda) {
  Tok end = lambda ? Tok::kColon : Tok::kRightParen;
  auto* args = arena_.make<Arguments>();
  if (at(end)) return args;

  // Positional parameters with their defaults, then keyword-only ones with theirs.
  ListOf<Arg> positional(*this);
  std::vector<Expr*> defaults;
  std::vector<Arg*> keyword_only;
  std::vector<Expr*> keyword_defaults;
  size_t slash_at = 0;
  bool seen_slash = false;
  bool seen_star = false;

  do {
    if (at(end)) break;
    uint32_t start = pos_;
    switch (peek()) {
      case Tok::kSlash:
        if (seen_slash || seen_star || positional.empty()) {
          if (!diagnosing_) return look_at(pos_), nullptr;
          if (seen_star) return error_at("/ must be ahead of *", token());
          if (seen_slash) return error_at("/ may appear only once", token());
          if (peek(1) == Tok::kComma)
            return error_at("at least one argument must precede /", token());
          return nullptr;
        }
        advance();
        seen_slash = true;
        slash_at = positional.size();
        if (diagnosing_ && at(Tok::kStar))
          return error_at("expected comma between / and *", token());
        break;
      case Tok::kStar: {
        advance();
        if (seen_star) {
          return diagnosing_ ? error_at("* argument may appear only once", tokens_[start])
                             : nullptr;
        }
        seen_star = true;
        if (at(Tok::kComma) || at(end)) {
          bool bare = at(end) || peek(1) == end || peek(1) == Tok::kDoubleStar;
          if (bare) {
            look_at(pos_ + (at(end) ? 0 : 1));
            return diagnosing_ ? error_at("named arguments must follow bare *",
                                          tokens_[lambda ? pos_ : start])
                               : nullptr;
          }
          break;
        }
        args->vararg = parse_parameter(lambda, true);
        if (args->vararg == nullptr) return nullptr;
        if (at(Tok::kEqual)) {
          return diagnosing_
                     ? error_at("var-positional argument cannot have default value", token())
                     : (look_at(pos_), nullptr);
        }
        break;
      }
      case Tok::kDoubleStar:
        advance();
        args->kwarg = parse_parameter(lambda, false);
        if (args->kwarg == nullptr) return nullptr;
        if (at(Tok::kEqual)) {
          return diagnosing_ ? error_at("var-keyword argument cannot have default value", token())
                             : (look_at(pos_), nullptr);
        }
        accept(Tok::kComma);
        if (!at(end)) {
          look_at(pos_);
          if (diagnosing_ && previous().kind == Tok::kComma &&
              (at(Tok::kName) || at(Tok::kStar) || at(Tok::kDoubleStar) || at(Tok::kSlash))) {
            return error_at("arguments cannot follow var-keyword argument", token());
          }
          return nullptr;
        }
        break;
      case Tok::kName: {
        Arg* arg = parse_parameter(lambda, false);
        if (arg == nullptr) return nullptr;
        Expr* value = nullptr;
        if (accept(Tok::kEqual)) {
          if (diagnosing_ && (at(Tok::kRightParen) || at(Tok::kComma))) {
            return error_at("expected default value expression", previous());
          }
          value = parse_expression();
          if (value == nullptr) return nullptr;
        }
        if (seen_star) {
          keyword_only.push_back(arg);
          keyword_defaults.push_back(value);
        } else {
          if (value == nullptr && !defaults.empty()) {
            look_at(pos_);
            if (!diagnosing_ || !(at(Tok::kComma) || at(end))) return nullptr;
            return error_at("parameter without a default follows parameter with a default", arg);
          }
          positional.push(arg);
          if (value != nullptr) defaults.push_back(value);
        }
        break;
      }
      case Tok::kLeftParen:
        look_at(pos_);
        if (diagnosing_ && defaults.empty() && !seen_star)
          diagnose_parenthesized_parameters(lambda);
        return nullptr;
      default: return nullptr;
    }
    if (args->kwarg != nullptr) break;
  } while (accept(Tok::kComma));

  std::span<Arg*> all = positional.take();
  args->posonlyargs = all.first(slash_at);
  args->args = all.subspan(slash_at);
  args->kwonlyargs = arena_.copy(std::span<Arg* const>(keyword_only));
  args->kw_defaults = arena_.copy(std::span<Expr* const>(keyword_defaults));
  args->defaults = arena_.copy(std::span<Expr* const>(defaults));
  return args;
}

Arg* Parser::parse_parameter(bool lambda, bool star) {
  if (!at(Tok::kName)) return nullptr;
  uint32_t start = pos_;
  auto* arg = arena_.make<Arg>();
  arg->arg = name_of(token());
  advance();
  if (!lambda && accept(Tok::kColon)) {
    arg->annotation = star ? parse_star_expression() : parse_expression();
    if (arg->annotation == nullptr) return nullptr;
  }
  return finish(arg, start);
}

// Python 2's `def f(a, (b, c))`.
void Parser::diagnose_parenthesized_parameters(bool lambda) {
  uint32_t open = pos_;
  do {
    advance();
    if (at(Tok::kRightParen) && pos_ > open + 1) break;
    if (!parse_parameter(lambda, false)) return;
  } while (at(Tok::kComma));
  if (!accept(Tok::kRightParen)) return;
  error_range(lambda ? "Lambda expression parameters cannot be parenthesized"
                     : "Function parameters cannot be parenthesized",
              tokens_[open].span, previous().span);
}

bool Parser::parse_type_params(std::span<TypeParam*>* result) {
  advance();
  if (at(Tok::kRightBracket)) {
    look_at(pos_);
    if (diagnosing_) error_from("Type parameter list cannot be empty", token().span);
    return false;
  }
  ListOf<TypeParam> params(*this);
  do {
    if (at(Tok::kRightBracket)) break;
    TypeParam* param = parse_type_param();
    if (param == nullptr) return false;
    params.push(param);
  } while (accept(Tok::kComma));
  if (!accept(Tok::kRightBracket)) return false;
  *result = params.take();
  return true;
}

TypeParam* Parser::parse_type_param() {
  uint32_t start = pos_;
  Kind kind = accept(Tok::kStar)         ? Kind::kTypeVarTuple
              : accept(Tok::kDoubleStar) ? Kind::kParamSpec
                                         : Kind::kTypeVar;
  if (!at(Tok::kName)) return nullptr;
  auto* param = arena_.make<TypeParam>(kind);
  param->name = name_of(token());
  advance();
  if (at(Tok::kColon)) {
    Span colon = token().span;
    if (kind != Kind::kTypeVar && !diagnosing_) return look_at(pos_), nullptr;
    advance();
    param->bound = parse_expression();
    if (param->bound == nullptr) return nullptr;
    if (kind != Kind::kTypeVar) {
      look_at(pos_);
      const char* what = param->bound->kind == Kind::kTuple ? "constraints" : "bound";
      const char* with = kind == Kind::kTypeVarTuple ? "TypeVarTuple" : "ParamSpec";
      return error_from(std::string("cannot use ") + what + " with " + with, colon);
    }
  }
  if (accept(Tok::kEqual)) {
    param->default_value =
        kind == Kind::kTypeVarTuple ? parse_star_expression() : parse_expression();
    if (param->default_value == nullptr) return nullptr;
  }
  return finish(param, start);
}

}  // namespace gilt
