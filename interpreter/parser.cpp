#include "interpreter/parser.h"

#include "interpreter/identifier.h"
#include "interpreter/parser_impl.h"

namespace gilt {

namespace {

bool is_compound(ast::Kind kind) {
  using ast::Kind;
  return kind == Kind::kFunctionDef || kind == Kind::kAsyncFunctionDef || kind == Kind::kClassDef ||
         (kind >= Kind::kFor && kind <= Kind::kMatch) || kind == Kind::kTry ||
         kind == Kind::kTryStar;
}

bool ends_in_blank_line(std::string_view text) {
  size_t last = text.find_last_not_of(" \t\f\n");
  std::string_view tail = text.substr(last == text.npos ? 0 : last + 1);
  size_t newline = tail.find('\n');
  return newline != tail.npos && tail.find('\n', newline + 1) != tail.npos;
}

}  // namespace

ParseResult parse(const Source& source, ParseMode mode, Arena& arena, uintptr_t stack_limit) {
  if (source.problem()) {
    ParseResult result;
    result.problem = source.problem();
    return result;
  }
  return Parser(source, mode, arena, stack_limit).run();
}

Parser::Parser(const Source& source, ParseMode mode, Arena& arena, uintptr_t stack_limit)
    : source_(source),
      text_(source.text()),
      mode_(mode),
      arena_(arena),
      lexer_(source, mode == ParseMode::kFile),
      tokens_(lexer_.tokens()),
      stack_(kStackBudget, stack_limit) {}

ParseResult Parser::run() {
  lexer_.run();
  scratch_.reserve(64);
  ParseResult result;
  result.tree = parse_top();
  if (result.tree == nullptr) {
    look_at(pos_);
    if (!has_problem()) {
      // Once more, now looking for the mistake.
      uint32_t plain_farthest = farthest_;
      diagnosing_ = true;
      seen_plainly_.assign(tokens_.size(), false);
      operators_seen_plainly_.assign(tokens_.size(), false);
      pos_ = 0;
      warnings_.clear();
      parse_top();
      if (!has_problem()) {
        explain_failure(plain_farthest);
      } else {
        consider_lexer_problem();
      }
    } else if (problem_->type == ProblemType::kSyntaxError) {
      consider_lexer_problem();
    }
    problem_->statement_line = last_statement_line_;
    // Only a file's last line is given the newline that it lacks.
    if (mode_ != ParseMode::kFile && !text_.ends_with('\n') &&
        problem_->span.line == source_.line_count()) {
      problem_->bare_text = true;
    }
    result.problem = std::move(problem_);
    return result;
  }
  result.warnings = std::move(warnings_);
  result.warnings.insert(result.warnings.begin(), lexer_.warnings().begin(),
                         lexer_.warnings().end());
  result.open_block = open_block_;
  return result;
}

ast::Node* Parser::parse_top() {
  switch (mode_) {
    case ParseMode::kFile: return parse_file();
    case ParseMode::kEval: return parse_eval();
    case ParseMode::kInteractive: return parse_interactive();
  }
  return nullptr;
}

ast::Node* Parser::parse_file() {
  ListOf<ast::Stmt> body(*this);
  while (!at(Tok::kEnd)) {
    if (!parse_statement(body)) return nullptr;
  }
  auto* module = arena_.make<ast::Module>();
  module->body = body.take();
  return module;
}

ast::Node* Parser::parse_eval() {
  ast::Expr* body = nullptr;
  {
    // expressions: like star_expressions, but nothing may be starred.
    ListOf<ast::Expr> elts(*this);
    uint32_t start = pos_;
    body = parse_expression();
    if (body == nullptr) return nullptr;
    if (at(Tok::kComma)) {
      elts.push(body);
      while (accept(Tok::kComma)) {
        if (!starts_expression(peek())) break;
        ast::Expr* e = parse_expression();
        if (e == nullptr) return nullptr;
        elts.push(e);
      }
      auto* tuple = make<ast::Tuple>(start);
      tuple->elts = elts.take();
      body = tuple;
    }
  }
  while (accept(Tok::kNewline)) {
  }
  if (!at(Tok::kEnd)) return nullptr;
  auto* expression = arena_.make<ast::Expression>();
  expression->body = body;
  return expression;
}

ast::Node* Parser::parse_interactive() {
  ListOf<ast::Stmt> body(*this);
  open_block_ = false;
  if (!at(Tok::kEnd)) {
    if (!parse_statement(body)) return nullptr;
    if (!at(Tok::kEnd)) {
      if (is_compound(body.back()->kind)) return nullptr;  // a newline has to follow
      error("multiple statements found while compiling a single statement", tokens_[pos_ - 1].span);
      problem_->bare_text = false;
      return nullptr;
    }
    open_block_ = is_compound(body.back()->kind) && !ends_in_blank_line(text_);
  }
  auto* interactive = arena_.make<ast::Interactive>();
  interactive->body = body.take();
  return interactive;
}

bool Parser::at_soft_keyword() const {
  if (!at(Tok::kName)) return false;
  std::string_view word = text_of(token());
  return word == "_" || word == "match" || word == "case" || word == "type";
}

bool Parser::starts_expression(Tok kind) const {
  switch (kind) {
    case Tok::kName:
    case Tok::kNumber:
    case Tok::kString:
    case Tok::kFStringStart:
    case Tok::kLeftParen:
    case Tok::kLeftBracket:
    case Tok::kLeftBrace:
    case Tok::kEllipsis:
    case Tok::kPlus:
    case Tok::kMinus:
    case Tok::kTilde:
    case Tok::kFalse:
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kAwait:
    case Tok::kLambda:
    case Tok::kNot: return true;
    default: return false;
  }
}

ast::Identifier Parser::name_of(const Token& t) {
  if (!t.non_ascii) return arena_.intern(text_of(t));
  return arena_.intern(normalise_identifier(text_of(t)));
}

}  // namespace gilt
