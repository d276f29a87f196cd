// match statements and their patterns.
#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

// At the word `match`, which may turn out to be a name: then null without a problem.
Stmt* Parser::parse_match() {
  uint32_t start = pos_;
  advance();
  auto* node = arena_.make<Match>();
  node->subject = parse_subject();
  if (node->subject == nullptr) return nullptr;
  if (!at(Tok::kColon)) {
    look_at(pos_);
    if (diagnosing_ && at(Tok::kNewline)) {
      // `match(x)` is a call, and good.
      uint32_t end = pos_;
      pos_ = start;
      bool is_expression =
          attempt_plainly([&] { return parse_expression_statement() && at(Tok::kNewline); });
      pos_ = end;
      if (!is_expression) error_last("expected ':'");
    }
    return nullptr;
  }
  advance();
  if (!accept(Tok::kNewline)) return nullptr;
  if (!accept(Tok::kIndent)) {
    look_at(pos_);
    if (diagnosing_) {
      error_last("expected an indented block after 'match' statement on line " +
                     std::to_string(tokens_[start].span.line),
                 ProblemType::kIndentationError);
    }
    return nullptr;
  }
  ListOf<MatchCase> cases(*this);
  while (at_word("case")) {
    MatchCase* match_case = parse_case();
    if (match_case == nullptr) return nullptr;
    cases.push(match_case);
  }
  if (cases.empty()) return nullptr;
  if (!accept(Tok::kDedent) && !at(Tok::kEnd)) return nullptr;
  node->cases = cases.take();
  return finish_block(node, start);
}

Expr* Parser::parse_subject() {
  uint32_t start = pos_;
  Expr* first = parse_star_named_expression();
  if (first == nullptr) return nullptr;
  if (!at(Tok::kComma)) return first->kind == Kind::kStarred ? nullptr : first;
  ListOf<Expr> elts(*this);
  elts.push(first);
  while (accept(Tok::kComma)) {
    if (!starts_expression(peek()) && !at(Tok::kStar)) break;
    Expr* e = parse_star_named_expression();
    if (e == nullptr) return nullptr;
    elts.push(e);
  }
  auto* tuple = make<Tuple>(start);
  tuple->elts = elts.take();
  return tuple;
}

MatchCase* Parser::parse_case() {
  uint32_t start = pos_;
  advance();
  auto* node = arena_.make<MatchCase>();
  node->pattern = parse_patterns();
  if (node->pattern == nullptr) return nullptr;
  if (accept(Tok::kIf)) {
    node->guard = parse_named_expression();
    if (node->guard == nullptr) return nullptr;
  }
  if (!expect_colon()) return nullptr;
  if (!parse_block(&node->body, "'case' statement", start)) return nullptr;
  return node;
}

// A pattern, or a sequence without brackets.
Pattern* Parser::parse_patterns() {
  uint32_t start = pos_;
  Pattern* first = parse_maybe_star_pattern();
  if (first == nullptr) return nullptr;
  if (!at(Tok::kComma)) return first->kind == Kind::kMatchStar ? nullptr : first;
  ListOf<Pattern> patterns(*this);
  patterns.push(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kColon) || at(Tok::kIf)) break;
    Pattern* pattern = parse_maybe_star_pattern();
    if (pattern == nullptr) return nullptr;
    patterns.push(pattern);
  }
  auto* node = make<MatchSequence>(start);
  node->patterns = patterns.take();
  return node;
}

Pattern* Parser::parse_maybe_star_pattern() {
  if (!at(Tok::kStar)) return parse_as_pattern();
  uint32_t start = pos_;
  advance();
  if (!at(Tok::kName)) return nullptr;
  auto* node = arena_.make<MatchStar>();
  if (text_of(token()) != "_") node->name = name_of(token());
  advance();
  return finish(node, start);
}

Pattern* Parser::parse_as_pattern() {
  if (stack_.exhausted()) return too_deep();
  uint32_t start = pos_;
  Pattern* pattern = parse_or_pattern();
  if (pattern == nullptr || !accept(Tok::kAs)) return pattern;
  uint32_t at_target = pos_;
  bool is_wildcard = at_word("_");
  bool good = at(Tok::kName) && !is_wildcard && peek(1) != Tok::kDot &&
              peek(1) != Tok::kLeftParen && peek(1) != Tok::kEqual;
  if (!good) {
    look_at(pos_);
    if (!diagnosing_) return nullptr;
    if (is_wildcard) return error_at("cannot use '_' as a target", token());
    if (Expr* e = parse_expression()) {
      return error_at(std::string("cannot use ") + describe(e) + " as pattern target", e);
    }
    rewind(at_target);
    return nullptr;
  }
  auto* node = arena_.make<MatchAs>();
  node->pattern = pattern;
  node->name = name_of(token());
  advance();
  return finish(node, start);
}

Pattern* Parser::parse_or_pattern() {
  uint32_t start = pos_;
  Pattern* first = parse_closed_pattern();
  if (first == nullptr || !at(Tok::kBar)) return first;
  ListOf<Pattern> patterns(*this);
  patterns.push(first);
  while (accept(Tok::kBar)) {
    Pattern* pattern = parse_closed_pattern();
    if (pattern == nullptr) return nullptr;
    patterns.push(pattern);
  }
  auto* node = make<MatchOr>(start);
  node->patterns = patterns.take();
  return node;
}

Pattern* Parser::parse_closed_pattern() {
  uint32_t start = pos_;
  auto singleton = [&](ConstantType value) {
    advance();
    auto* node = make<MatchSingleton>(start);
    node->value = value;
    return node;
  };
  Expr* value = nullptr;
  switch (peek()) {
    case Tok::kNone: return singleton(ConstantType::kNone);
    case Tok::kTrue: return singleton(ConstantType::kTrue);
    case Tok::kFalse: return singleton(ConstantType::kFalse);
    case Tok::kMinus:
    case Tok::kNumber: value = parse_pattern_number(); break;
    case Tok::kString:
    case Tok::kFStringStart: value = parse_strings(); break;
    case Tok::kName: return parse_name_pattern();
    case Tok::kLeftParen: return parse_group_pattern();
    case Tok::kLeftBracket: {
      advance();
      return parse_sequence_rest(start, Tok::kRightBracket);
    }
    case Tok::kLeftBrace: return parse_mapping_pattern();
    default: return nullptr;
  }
  if (value == nullptr) return nullptr;
  auto* node = make<MatchValue>(start);
  node->value = value;
  return node;
}

// 1, -1, 1+2j, -1.5-2j
Expr* Parser::parse_pattern_number() {
  uint32_t start = pos_;
  bool imaginary = false;
  Expr* left = parse_signed_number(&imaginary);
  if (left == nullptr || (!at(Tok::kPlus) && !at(Tok::kMinus))) return left;
  if (imaginary) return error_at("real number required in complex literal", left);
  Operator op = at(Tok::kPlus) ? Operator::kAdd : Operator::kSub;
  advance();
  if (!at(Tok::kNumber)) return nullptr;
  Expr* right = parse_number();
  if (right->as<Constant>().type != ConstantType::kImaginary) {
    return error_at("imaginary number required in complex literal", right);
  }
  auto* node = make<BinOp>(start);
  node->left = left;
  node->op = op;
  node->right = right;
  return node;
}

Expr* Parser::parse_signed_number(bool* imaginary) {
  uint32_t start = pos_;
  bool negative = accept(Tok::kMinus);
  if (!at(Tok::kNumber)) return nullptr;
  Expr* number = parse_number();
  *imaginary = number->as<Constant>().type == ConstantType::kImaginary;
  if (!negative) return number;
  auto* node = make<ast::UnaryOp>(start);
  node->op = UnaryOperator::kUSub;
  node->operand = number;
  return node;
}

// A capture, a wildcard, a dotted value, or a class pattern.
Pattern* Parser::parse_name_pattern() {
  uint32_t start = pos_;
  if (peek(1) != Tok::kDot && peek(1) != Tok::kLeftParen) {
    if (peek(1) == Tok::kEqual) return advance(), nullptr;
    auto* node = arena_.make<MatchAs>();
    if (text_of(token()) != "_") node->name = name_of(token());
    advance();
    return finish(node, start);
  }
  Expr* e = parse_dotted_value();
  if (e == nullptr) return nullptr;
  if (at(Tok::kLeftParen)) return parse_class_pattern(e, start);
  auto* node = make<MatchValue>(start);
  node->value = e;
  return node;
}

Expr* Parser::parse_dotted_value() {
  uint32_t start = pos_;
  auto* name = arena_.make<Name>();
  name->id = name_of(token());
  name->span = token().span;
  advance();
  Expr* e = name;
  while (accept(Tok::kDot)) {
    if (!at(Tok::kName)) return nullptr;
    auto* node = arena_.make<Attribute>();
    node->value = e;
    node->attr = name_of(token());
    advance();
    e = finish(node, start);
  }
  return e;
}

// A pattern in parentheses, or a sequence.
Pattern* Parser::parse_group_pattern() {
  uint32_t start = pos_;
  advance();
  if (at(Tok::kRightParen)) return parse_sequence_rest(start, Tok::kRightParen);
  Pattern* first = parse_maybe_star_pattern();
  if (first == nullptr) return nullptr;
  if (accept(Tok::kRightParen)) return first->kind == Kind::kMatchStar ? nullptr : first;
  if (!at(Tok::kComma)) return nullptr;
  advance();
  return parse_sequence_rest(start, Tok::kRightParen, first);
}

// [first], if given, has been read already, with its comma.
Pattern* Parser::parse_sequence_rest(uint32_t start, Tok close, Pattern* first) {
  ListOf<Pattern> patterns(*this);
  if (first != nullptr) patterns.push(first);
  while (!at(close)) {
    Pattern* pattern = parse_maybe_star_pattern();
    if (pattern == nullptr) return nullptr;
    patterns.push(pattern);
    if (!accept(Tok::kComma)) break;
  }
  if (!accept(close)) return nullptr;
  auto* node = make<MatchSequence>(start);
  node->patterns = patterns.take();
  return node;
}

Pattern* Parser::parse_mapping_pattern() {
  uint32_t start = pos_;
  advance();
  auto* node = arena_.make<MatchMapping>();
  ListOf<Pattern> patterns(*this);
  std::vector<Expr*> keys;
  while (!at(Tok::kRightBrace)) {
    if (accept(Tok::kDoubleStar)) {
      if (!at(Tok::kName) || at_word("_")) return nullptr;
      node->rest = name_of(token());
      advance();
      accept(Tok::kComma);
      break;
    }
    Expr* key = parse_mapping_key();
    if (key == nullptr || !accept(Tok::kColon)) return nullptr;
    Pattern* pattern = parse_as_pattern();
    if (pattern == nullptr) return nullptr;
    keys.push_back(key);
    patterns.push(pattern);
    if (!accept(Tok::kComma)) break;
  }
  if (!accept(Tok::kRightBrace)) return nullptr;
  node->keys = arena_.copy(std::span<Expr* const>(keys));
  node->patterns = patterns.take();
  return finish(node, start);
}

Expr* Parser::parse_mapping_key() {
  switch (peek()) {
    case Tok::kMinus:
    case Tok::kNumber: return parse_pattern_number();
    case Tok::kName: {
      Expr* e = parse_dotted_value();
      return e != nullptr && e->kind == Kind::kAttribute ? e : nullptr;
    }
    case Tok::kString:
    case Tok::kFStringStart:
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kFalse: return parse_atom();
    default: return nullptr;
  }
}

Pattern* Parser::parse_class_pattern(Expr* cls, uint32_t start) {
  advance();
  auto* node = arena_.make<MatchClass>();
  node->cls = cls;
  ListOf<Pattern> positional(*this);
  std::vector<Identifier> names;
  std::vector<Pattern*> named;
  Pattern* first_misplaced = nullptr;
  Pattern* last_misplaced = nullptr;
  while (!at(Tok::kRightParen)) {
    bool is_named = at(Tok::kName) && peek(1) == Tok::kEqual;
    if (is_named) {
      names.push_back(name_of(token()));
      pos_ += 2;
    }
    Pattern* pattern = parse_as_pattern();
    if (pattern == nullptr) return nullptr;
    if (is_named) {
      if (last_misplaced != nullptr) break;
      named.push_back(pattern);
    } else if (named.empty()) {
      positional.push(pattern);
    } else {
      look_at(pos_);
      if (!diagnosing_) return nullptr;
      if (first_misplaced == nullptr) first_misplaced = pattern;
      last_misplaced = pattern;
    }
    if (!accept(Tok::kComma)) break;
  }
  if (first_misplaced != nullptr) {
    return error_range("positional patterns follow keyword patterns", first_misplaced->span,
                       last_misplaced->span);
  }
  if (!accept(Tok::kRightParen)) return nullptr;
  node->patterns = positional.take();
  node->kwd_attrs = arena_.copy(std::span<const Identifier>(names));
  node->kwd_patterns = arena_.copy(std::span<Pattern* const>(named));
  return finish(node, start);
}

}  // namespace gilt
