// Atoms, displays, comprehensions, and the trailers `.x`, `[x]` and `(x)`.
#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "interpreter/parser_impl.h"

namespace gilt {

using namespace ast;

namespace {
constexpr size_t kMaxDigits = 4300;  // sys.get_int_max_str_digits()
}

// `await`, an atom, and everything that follows it without an operator.
Expr* Parser::parse_primary() {
  uint32_t start = pos_;
  if (accept(Tok::kAwait)) {
    if (at(Tok::kAwait)) return nullptr;
    Expr* value = parse_primary();
    if (value == nullptr) return nullptr;
    auto* node = make<Await>(start);
    node->value = value;
    return node;
  }
  Expr* e = parse_atom();
  if (e == nullptr) return nullptr;
  for (;;) {
    switch (peek()) {
      case Tok::kDot: {
        if (peek(1) != Tok::kName) {
          advance();
          look_at(pos_);
          return give_up_to(pos_ - 1, e);
        }
        advance();
        auto* node = arena_.make<Attribute>();
        node->value = e;
        node->attr = name_of(token());
        advance();
        e = finish(node, start);
        break;
      }
      case Tok::kLeftParen:
      case Tok::kLeftBracket: {
        uint32_t before = pos_;
        Expr* more = at(Tok::kLeftParen) ? parse_call(e, start) : parse_subscript(e, start);
        if (more == nullptr) return give_up_to(before, e);
        e = more;
        break;
      }
      default: return e;
    }
  }
}

Expr* Parser::parse_atom() {
  uint32_t start = pos_;
  auto constant = [&](ConstantType type) {
    advance();
    auto* node = make<Constant>(start);
    node->type = type;
    return node;
  };
  switch (peek()) {
    case Tok::kName: {
      auto* node = arena_.make<Name>();
      node->id = name_of(token());
      node->span = token().span;
      advance();
      return node;
    }
    case Tok::kNumber: return parse_number();
    case Tok::kString:
    case Tok::kFStringStart: return parse_strings();
    case Tok::kLeftParen: return parse_parenthesized();
    case Tok::kLeftBracket: return parse_list();
    case Tok::kLeftBrace: return parse_braces();
    case Tok::kTrue: return constant(ConstantType::kTrue);
    case Tok::kFalse: return constant(ConstantType::kFalse);
    case Tok::kNone: return constant(ConstantType::kNone);
    case Tok::kEllipsis: return constant(ConstantType::kEllipsis);
    default: return nullptr;
  }
}

Expr* Parser::parse_number() {
  std::string_view text = text_of(token());
  auto* node = arena_.make<Constant>();
  node->span = token().span;
  advance();

  node->type = ConstantType::kInt;
  if (text.size() > 2 && text[0] == '0') {
    switch (text[1] | 32) {
      case 'x': node->base = 16; break;
      case 'o': node->base = 8; break;
      case 'b': node->base = 2; break;
      default: break;
    }
  }
  if (node->base != 10) {
    text.remove_prefix(2);
  } else if ((text.back() | 32) == 'j') {
    node->type = ConstantType::kImaginary;
    text.remove_suffix(1);
  } else if (text.find_first_of(".eE") != text.npos) {
    node->type = ConstantType::kFloat;
  }

  if (text.find('_') != text.npos) {
    auto* digits = static_cast<char*>(arena_.allocate(text.size(), 1));
    size_t count = 0;
    for (char c : text) {
      if (c != '_') digits[count++] = c;
    }
    text = {digits, count};
  } else if (node->type == ConstantType::kInt) {
    text = arena_.copy(text);
  }
  if (node->type == ConstantType::kInt && node->base == 10 && text.size() > kMaxDigits) {
    const uint32_t line = node->span.line;
    return error(fmt::format("Exceeds the limit ({} digits) for integer string conversion: value "
                             "has {} digits; use sys.set_int_max_str_digits() to increase the "
                             "limit - Consider hexadecimal for huge integer literals to avoid "
                             "decimal conversion limits.",
                             kMaxDigits, text.size()),
                 {line, kNoColumn, line, kNoColumn});
  }
  if (node->type == ConstantType::kInt) {
    node->text = text;
    return node;
  }
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), node->number);
  if (error == std::errc::result_out_of_range) {
    // Infinity, or too small to be anything: strtod knows which.
    node->number = std::strtod(std::string(text).c_str(), nullptr);
  }
  return node;
}

// A tuple, a group or a generator expression.
Expr* Parser::parse_parenthesized() {
  uint32_t start = pos_;
  advance();
  if (accept(Tok::kRightParen)) return make<Tuple>(start);
  if (at(Tok::kYield)) {
    Expr* value = parse_yield();
    if (value == nullptr || !accept(Tok::kRightParen)) return nullptr;
    return value;
  }
  if (diagnosing_ && at(Tok::kDoubleStar)) {
    const Token& stars = token();
    advance();
    if (parse_expression() && at(Tok::kRightParen)) {
      return error_at("cannot use double starred expression here", stars);
    }
    return nullptr;
  }
  Expr* first = parse_star_named_expression();
  if (first == nullptr) return nullptr;
  if (at_comprehension()) {
    return parse_comp(Kind::kGeneratorExp, first, nullptr, start, Tok::kRightParen);
  }
  if (accept(Tok::kRightParen)) {
    if (first->kind != Kind::kStarred) return first;
    return diagnosing_ ? error_at("cannot use starred expression here", first) : nullptr;
  }
  if (!at(Tok::kComma)) return nullptr;
  ListOf<Expr> elts(*this);
  elts.push(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kRightParen)) break;
    Expr* e = parse_star_named_expression(false);
    if (e == nullptr) return nullptr;
    elts.push(e);
  }
  if (!accept(Tok::kRightParen)) return nullptr;
  auto* tuple = make<Tuple>(start);
  tuple->elts = elts.take();
  return tuple;
}

Expr* Parser::parse_list() {
  uint32_t start = pos_;
  advance();
  ListOf<Expr> elts(*this);
  while (!at(Tok::kRightBracket)) {
    Expr* e = parse_star_named_expression(elts.empty());
    if (e == nullptr) return nullptr;
    elts.push(e);
    if (at_comprehension()) {
      if (elts.size() == 1) {
        return parse_comp(Kind::kListComp, e, nullptr, start, Tok::kRightBracket);
      }
      return diagnose_tuple_target(elts[0], e->span);
    }
    if (!at(Tok::kComma)) break;
    advance();
    if (diagnosing_ && at_comprehension() && elts.size() == 1) {
      return diagnose_tuple_target(e, previous().span);
    }
  }
  if (!accept(Tok::kRightBracket)) return nullptr;
  auto* list = make<List>(start);
  list->elts = elts.take();
  return list;
}

// `[x, y for x, y in z]`: the tuple wants parentheses.
std::nullptr_t Parser::diagnose_tuple_target(Expr* first, Span last) {
  if (!diagnosing_) return nullptr;
  std::span<Comprehension*> generators;
  if (!parse_generators(&generators)) return nullptr;
  return error_range("did you forget parentheses around the comprehension target?", first->span,
                     last);
}

// A dict, a set, or a comprehension of either.
Expr* Parser::parse_braces() {
  uint32_t start = pos_;
  advance();
  if (accept(Tok::kRightBrace)) return make<Dict>(start);
  if (at(Tok::kDoubleStar)) return parse_dict(start, nullptr);
  Expr* first = nullptr;
  if (at(Tok::kStar) || (at(Tok::kName) && peek(1) == Tok::kColonEqual)) {
    first = parse_star_named_expression();
    if (first == nullptr) return nullptr;
  } else {
    uint32_t at_first = pos_;
    first = parse_expression();
    if (first == nullptr) return nullptr;
    if (at(Tok::kColon)) return parse_dict(start, first);
    if (diagnosing_ && !diagnose_named_expression(first, at_first)) return nullptr;
    if (at(Tok::kColonEqual)) return nullptr;
  }
  if (at_comprehension()) {
    return parse_comp(Kind::kSetComp, first, nullptr, start, Tok::kRightBrace);
  }
  ListOf<Expr> elts(*this);
  elts.push(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kRightBrace)) break;
    if (diagnosing_ && at_comprehension() && elts.size() == 1) {
      return diagnose_tuple_target(first, previous().span);
    }
    Expr* e = parse_star_named_expression(false);
    if (e == nullptr) return nullptr;
    elts.push(e);
    if (at_comprehension()) return diagnose_tuple_target(first, e->span);
  }
  if (!accept(Tok::kRightBrace)) return nullptr;
  auto* set = make<Set>(start);
  set->elts = elts.take();
  return set;
}

// A dict from its first key on, which has been read ([key]; then a colon follows) or is a `**`.
Expr* Parser::parse_dict(uint32_t start, Expr* key) {
  ListOf<Expr> items(*this);  // keys and values in turns
  for (;;) {
    if (key == nullptr && accept(Tok::kDoubleStar)) {
      uint32_t stars = pos_ - 1;
      Expr* value = parse_bitwise_or();
      if (value == nullptr) return nullptr;
      if (at_comprehension()) {
        if (!diagnosing_ || !items.empty()) return nullptr;
        std::span<Comprehension*> generators;
        if (!parse_generators(&generators) || !at(Tok::kRightBrace)) return nullptr;
        return error_at("dict unpacking cannot be used in dict comprehension", tokens_[stars]);
      }
      items.push(nullptr);
      items.push(value);
    } else {
      if (key == nullptr) {
        allow_neighbour_ = true;
        key = parse_expression();
        if (key == nullptr) return nullptr;
        if (diagnosing_ && !at(Tok::kColon)) {
          look_at(pos_);
          Span span = key->span;
          uint32_t col = span.end_col > 0 ? span.end_col - 1 : 0;
          return error("':' expected after dictionary key",
                       {span.line, col, span.end_line, kNoColumn});
        }
      }
      if (!accept(Tok::kColon)) return nullptr;
      if (diagnosing_ && !diagnose_dict_value()) return nullptr;
      Expr* value = parse_expression();
      if (value == nullptr) return nullptr;
      if (items.empty() && at_comprehension()) {
        return parse_comp(Kind::kDictComp, key, value, start, Tok::kRightBrace);
      }
      items.push(key);
      items.push(value);
    }
    key = nullptr;
    if (!accept(Tok::kComma) || at(Tok::kRightBrace)) break;
  }
  if (!accept(Tok::kRightBrace)) return nullptr;
  auto* dict = make<Dict>(start);
  std::span<Expr*> all = items.take();
  size_t count = all.size() / 2;
  auto** pairs = static_cast<Expr**>(arena_.allocate(all.size_bytes(), alignof(Expr*)));
  for (size_t i = 0; i < count; i++) {
    pairs[i] = all[2 * i];
    pairs[count + i] = all[2 * i + 1];
  }
  dict->keys = {pairs, count};
  dict->values = {pairs + count, count};
  return dict;
}

// After `key:`. Returns false with a problem.
bool Parser::diagnose_dict_value() {
  if (at(Tok::kRightBrace) || at(Tok::kComma)) {
    error_at("expression expected after dictionary key and ':'", previous());
  } else if (at(Tok::kStar)) {
    uint32_t star = pos_;
    advance();
    if (parse_bitwise_or()) {
      look_at(pos_);
      error_from("cannot use a starred expression in a dictionary value", tokens_[star].span);
    }
    rewind(star);
  }
  return !has_problem();
}

// The rest of a comprehension from its first `for`, closing bracket included.
Expr* Parser::parse_comp(Kind kind, Expr* elt, Expr* value, uint32_t start, Tok close) {
  if (elt->kind == Kind::kStarred && !diagnosing_) return nullptr;
  std::span<Comprehension*> generators;
  if (!parse_generators(&generators)) return nullptr;
  if (elt->kind == Kind::kStarred) {
    return error_at("iterable unpacking cannot be used in comprehension", elt);
  }
  if (!accept(close)) return nullptr;
  auto* node = make<Comp>(start, kind);
  node->elt = elt;
  node->value = value;
  node->generators = generators;
  return node;
}

bool Parser::parse_generators(std::span<Comprehension*>* result) {
  ListOf<Comprehension> generators(*this);
  do {
    Comprehension* generator = parse_generator();
    if (generator == nullptr) return false;
    generators.push(generator);
  } while (at_comprehension());
  *result = generators.take();
  return true;
}

Comprehension* Parser::parse_generator() {
  auto* node = arena_.make<Comprehension>();
  node->is_async = accept(Tok::kAsync);
  advance();  // for
  uint32_t at_target = pos_;
  node->target = parse_star_targets();
  if (node->target == nullptr || !at(Tok::kIn)) {
    look_at(pos_);
    return diagnosing_ && !has_problem() ? diagnose_for_target(at_target, true) : nullptr;
  }
  advance();
  node->iter = parse_disjunction();
  if (node->iter == nullptr) return nullptr;
  ListOf<Expr> ifs(*this);
  while (accept(Tok::kIf)) {
    Expr* condition = parse_disjunction();
    if (condition == nullptr) return nullptr;
    ifs.push(condition);
  }
  node->ifs = ifs.take();
  return node;
}

// At what should be the targets of a `for`, and is not.
std::nullptr_t Parser::diagnose_for_target(uint32_t start, bool in_comprehension) {
  rewind(start);
  if (in_comprehension) {
    bool good = parse_bitwise_or() != nullptr;
    while (good && accept(Tok::kComma)) {
      if (!starts_expression(peek())) break;
      good = parse_bitwise_or() != nullptr;
    }
    look_at(pos_);
    if (has_problem()) return nullptr;
    if (good && !at(Tok::kIn)) return error_last("'in' expected after for-loop variables");
    rewind(start);
  }
  Expr* targets = parse_star_expressions();
  if (targets != nullptr) error_invalid_target(targets, TargetUse::kFor);
  return nullptr;
}

Expr* Parser::parse_subscript(Expr* value, uint32_t start) {
  advance();
  uint32_t at_slice = pos_;
  Expr* slice = parse_slice();
  if (slice == nullptr) return nullptr;
  if (at(Tok::kComma) || slice->kind == Kind::kStarred) {
    ListOf<Expr> elts(*this);
    elts.push(slice);
    while (accept(Tok::kComma)) {
      if (at(Tok::kRightBracket)) break;
      Expr* e = parse_slice();
      if (e == nullptr) return nullptr;
      elts.push(e);
    }
    auto* tuple = make<Tuple>(at_slice);
    tuple->elts = elts.take();
    slice = tuple;
  }
  if (!accept(Tok::kRightBracket)) return nullptr;
  auto* node = make<Subscript>(start);
  node->value = value;
  node->slice = slice;
  return node;
}

// One of the things between `[` and `]`: a slice, a starred or a named expression.
Expr* Parser::parse_slice() {
  uint32_t start = pos_;
  Expr* lower = nullptr;
  if (!at(Tok::kColon)) {
    if (at(Tok::kStar)) return parse_star_named_expression();
    lower = parse_named_expression();
    if (lower == nullptr || !at(Tok::kColon)) return lower;
    if (lower->kind == Kind::kNamedExpr && tokens_[start].kind != Tok::kLeftParen) return nullptr;
  }
  advance();
  auto ends = [&] { return at(Tok::kColon) || at(Tok::kComma) || at(Tok::kRightBracket); };
  Expr* upper = nullptr;
  if (!ends()) {
    upper = parse_expression();
    if (upper == nullptr) return nullptr;
  }
  Expr* step = nullptr;
  if (accept(Tok::kColon) && !ends()) {
    step = parse_expression();
    if (step == nullptr) return nullptr;
  }
  auto* node = make<Slice>(start);
  node->lower = lower;
  node->upper = upper;
  node->step = step;
  return node;
}

}  // namespace gilt
