// The parser's inside, shared by the parser_*.cpp files. Others include parser.h.
//
// Recursive descent over the lexer's token array, precedence climbing for operators. Like
// CPython's, it runs twice over a text that is wrong: first plainly, to find how far the text is
// good, then with `diagnosing_` set, when each rule also looks for its usual mistakes. What neither
// explains is "invalid syntax" at the farthest token the parser looked at.
//
// A parsing function returns null when the text is not what it parses. Either `problem_` says why,
// and then everybody returns null at once, or the caller may try something else from an earlier
// position.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "interpreter/arena.h"
#include "interpreter/ast.h"
#include "interpreter/lexer.h"
#include "interpreter/parser.h"
#include "interpreter/source.h"
#include "interpreter/stack_guard.h"
#include "interpreter/token.h"

namespace gilt {

// What a target is for, when it is not one.
enum class TargetUse : uint8_t { kAssign, kFor, kDelete };

class Parser {
 public:
  Parser(const Source& source, ParseMode mode, Arena& arena, uintptr_t stack_limit);

  ParseResult run();

 private:
  // Enough for kMaxLevels in any build.
  static constexpr size_t kStackBudget = size_t{4} << 20;
  // Programs nest no deeper, whatever the stack would bear: what CPython's parser takes, counted
  // roughly as it counts.
  static constexpr uint32_t kMaxLevels = 5969;
  static constexpr size_t kFewArguments = 8;

  // While it lives the parser is so many levels deeper.
  class Nested {
   public:
    explicit Nested(Parser& parser, uint32_t levels = 1) : parser_(parser), levels_(levels) {
      parser_.levels_ += levels;
    }
    ~Nested() { parser_.levels_ -= levels_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    bool too_deep() const { return parser_.levels_ > kMaxLevels || parser_.stack_.exhausted(); }

   private:
    Parser& parser_;
    uint32_t levels_;
  };

  // A list under construction, on the parser's scratch stack. Lists nest as the recursion does:
  // only the innermost may be asked for its size or added to.
  template <class T>
  class ListOf {
   public:
    explicit ListOf(Parser& parser) : parser_(parser), begin_(parser.scratch_.size()) {}
    ListOf(const ListOf&) = delete;
    ListOf& operator=(const ListOf&) = delete;
    ~ListOf() { parser_.scratch_.resize(begin_); }

    void push(T* item) { parser_.scratch_.push_back(item); }
    size_t size() const { return parser_.scratch_.size() - begin_; }
    bool empty() const { return size() == 0; }
    T* operator[](size_t i) const { return static_cast<T*>(parser_.scratch_[begin_ + i]); }
    void clear() { parser_.scratch_.resize(begin_); }
    T* back() const { return static_cast<T*>(parser_.scratch_.back()); }

    // The finished list, in the arena.
    std::span<T*> take() {
      size_t count = size();
      if (count == 0) return {};
      auto** to = static_cast<T**>(parser_.arena_.allocate(count * sizeof(T*), alignof(T*)));
      for (size_t i = 0; i < count; i++) to[i] = (*this)[i];
      return {to, count};
    }

   private:
    Parser& parser_;
    size_t begin_;
  };

  // --- tokens

  const Token& token() const { return tokens_[pos_]; }
  Tok peek() const { return tokens_[pos_].kind; }
  // The kind [ahead] tokens on; the parser is not considered to have looked there.
  Tok peek(size_t ahead) const {
    return pos_ + ahead < tokens_.size() ? tokens_[pos_ + ahead].kind : Tok::kEnd;
  }
  bool at(Tok kind) const { return peek() == kind; }
  void advance() { pos_++; }
  bool accept(Tok kind) {
    if (peek() != kind) return false;
    pos_++;
    return true;
  }
  const Token& previous() const { return tokens_[pos_ - 1]; }
  void look_at(uint32_t pos) {
    if (pos > farthest_)
      farthest_ = pos < tokens_.size() ? pos : static_cast<uint32_t>(tokens_.size()) - 1;
  }
  // Goes back to [pos] to try something else.
  void rewind(uint32_t pos) {
    look_at(pos_);
    if (tokens_[farthest_].kind == Tok::kError && !problem_) problem_ = lexer_.problem();
    pos_ = pos;
  }
  // For an operator whose right side is missing: the expression ends before it, at [end]. What
  // follows will say what is wrong there. Null if the mistake is known, or not looked for.
  ast::Expr* give_up_to(uint32_t end, ast::Expr* before) {
    bool first_run = seen_plainly_.empty();
    if (first_run || has_problem()) return nullptr;
    rewind(end);
    return has_problem() ? nullptr : before;
  }
  std::string_view text_of(const Token& t) const { return text_.substr(t.start, t.end - t.start); }
  bool at_word(std::string_view word) const { return at(Tok::kName) && text_of(token()) == word; }
  bool at_soft_keyword() const;
  bool starts_expression(Tok kind) const;
  ast::Identifier name_of(const Token& t);

  // --- nodes

  // Ends the node that began at token [start] with the last token read.
  template <class T>
  T* finish(T* node, uint32_t start) {
    const Span& first = tokens_[start].span;
    const Span& last = previous().span;
    node->span = {first.line, first.col, last.end_line, last.end_col};
    return node;
  }
  template <class T, class... Args>
  T* make(uint32_t start, Args... args) {
    return finish(arena_.make<T>(args...), start);
  }

  // The last token of what a block ends in: not its newlines and dedents.
  const Token& last_of_block() const {
    uint32_t last = pos_ - 1;
    while (last > 0 && (tokens_[last].kind == Tok::kNewline || tokens_[last].kind == Tok::kDedent))
      last--;
    return tokens_[last];
  }
  // The same as `finish`, for a statement that ends in a block.
  template <class T>
  T* finish_block(T* node, uint32_t start) {
    const Span& first = tokens_[start].span;
    const Span& last = last_of_block().span;
    node->span = {first.line, first.col, last.end_line, last.end_col};
    return node;
  }

  // --- problems (parser_errors.cpp). All return null, for `return error(...)`.

  std::nullptr_t error(std::string message, Span span,
                       ProblemType type = ProblemType::kSyntaxError);
  std::nullptr_t error_at(std::string message, const Token& t) {
    return error(std::move(message), t.span);
  }
  std::nullptr_t error_at(std::string message, const ast::Node* n) {
    return error(std::move(message), n->span);
  }
  std::nullptr_t error_range(std::string message, Span from, Span to);
  // At the farthest token looked at, as CPython does where it gives no better place.
  std::nullptr_t error_last(std::string message, ProblemType type = ProblemType::kSyntaxError);
  // At the token that comes next.
  std::nullptr_t error_next(std::string message);
  // From [from] to the end of the farthest token looked at.
  std::nullptr_t error_from(std::string message, Span from);
  std::nullptr_t too_deep();
  // Sets the problem for a parse that failed without one.
  void explain_failure(uint32_t farthest);
  void consider_lexer_problem();
  bool has_problem() const { return problem_.has_value(); }
  void warn(std::string message, Span span, bool bare_text = false);

  // Runs [parse]; goes back if it returns false or null.
  template <class F>
  auto attempt(F parse) -> decltype(parse()) {
    uint32_t start = pos_;
    size_t warning_count = warnings_.size();
    auto result = parse();
    if (!result) {
      rewind(start);
      warnings_.resize(warning_count);
    }
    return result;
  }
  // The same without looking for mistakes.
  template <class F>
  auto attempt_plainly(F parse) -> decltype(parse()) {
    bool was = diagnosing_;
    diagnosing_ = false;
    auto result = attempt(parse);
    diagnosing_ = was;
    return result;
  }

  // CPython remembers the expression it has read at a place, also when it read it without looking
  // for mistakes; it does not look for them there again. Which mistake is reported can depend on
  // that.
  class DiagnosingOnce {
   public:
    DiagnosingOnce(Parser& parser, std::vector<bool>& seen_plainly, bool remember = true)
        : parser_(parser), was_(parser.diagnosing_) {
      if (seen_plainly.empty()) return;
      if (was_) {
        parser.diagnosing_ = !seen_plainly[parser.pos_];
      } else if (remember) {
        seen_plainly[parser.pos_] = true;
      }
    }
    DiagnosingOnce(const DiagnosingOnce&) = delete;
    DiagnosingOnce& operator=(const DiagnosingOnce&) = delete;
    ~DiagnosingOnce() { parser_.diagnosing_ = was_; }

   private:
    Parser& parser_;
    bool was_;
  };

  // --- targets (parser_targets.cpp)

  bool make_target(ast::Expr* e, ast::Context ctx);
  bool is_target(const ast::Expr* e, ast::Context ctx) const;
  void set_context(ast::Expr* e, ast::Context ctx);
  ast::Expr* invalid_target(ast::Expr* e, TargetUse use) const;
  std::nullptr_t error_invalid_target(ast::Expr* e, TargetUse use);
  static const char* describe(const ast::Expr* e);
  ast::Expr* parse_star_target();
  ast::Expr* parse_star_targets();

  // --- expressions (parser_expr.cpp)

  ast::Expr* parse_expression();
  ast::Expr* parse_condition(ast::Expr* body, uint32_t start);
  bool diagnose_before_expression();
  bool diagnose_legacy_statement(uint32_t start);
  ast::Expr* parse_neighbour();
  bool begins_with_display(const ast::Expr* e, uint32_t start) const;
  bool diagnose_after_expression(ast::Expr* first, uint32_t start);
  ast::Expr* parse_disjunction();
  ast::Expr* parse_bitwise_or();
  ast::Expr* parse_binary(int lowest);
  ast::Expr* parse_prefix(int lowest);
  ast::Expr* parse_factor();
  ast::Expr* parse_comparison_rest(ast::Expr* left, uint32_t start);
  bool diagnose_not_after_operator();
  ast::Expr* parse_named_expression();
  bool diagnose_named_expression(ast::Expr* e, uint32_t start);
  ast::Expr* parse_star_expression();
  ast::Expr* parse_star_expressions();
  ast::Expr* parse_star_named_expression(bool first = true);
  ast::Expr* parse_yield();
  ast::Expr* parse_annotated_rhs();
  ast::Expr* parse_lambda();

  // --- atoms and what follows them (parser_atom.cpp)

  ast::Expr* parse_primary();
  ast::Expr* parse_atom();
  ast::Expr* parse_number();
  ast::Expr* parse_parenthesized();
  ast::Expr* parse_list();
  ast::Expr* parse_braces();
  ast::Expr* parse_dict(uint32_t start, ast::Expr* key);
  bool diagnose_dict_value();
  std::nullptr_t diagnose_tuple_target(ast::Expr* first, Span last);
  std::nullptr_t diagnose_for_target(uint32_t start, bool in_comprehension);
  ast::Expr* parse_call(ast::Expr* callee, uint32_t start);
  ast::Expr* parse_subscript(ast::Expr* value, uint32_t start);
  ast::Expr* parse_slice();
  ast::Expr* parse_comp(ast::Kind kind, ast::Expr* elt, ast::Expr* value, uint32_t start,
                        Tok close);
  bool at_comprehension() {
    if (!at(Tok::kAsync)) return at(Tok::kFor);
    look_at(pos_ + 1);
    return peek(1) == Tok::kFor;
  }
  bool parse_generators(std::span<ast::Comprehension*>* result);
  ast::Comprehension* parse_generator();

  // --- calls (parser_call.cpp)

  bool parse_arguments(ast::Call* call, uint32_t open, bool of_class = false);
  ast::Expr* parse_positional_argument();
  ast::Expr* parse_star_argument();
  ast::Keyword* parse_keyword_argument();
  void diagnose_keyword_name(ast::Expr* e, uint32_t start);
  bool diagnose_positional_after_keyword(bool unpacking);
  bool diagnose_star_after_unpacking(uint32_t start, ast::Expr* e);

  // --- strings (parser_string.cpp)

  struct FStringKind {
    bool raw;
    bool is_template;
  };
  struct StringStyle {
    bool raw;
    bool bytes;
    bool doubled_braces;  // {{ and }} stand for one brace
  };
  ast::Expr* parse_strings();
  ast::Constant* parse_string_token();
  bool parse_fstring_values(ListOf<ast::Expr>& pieces, FStringKind kind, bool in_spec = false);
  // The fields of a format spec are formatted in a t-string too.
  bool parse_fstring_field(ListOf<ast::Expr>& pieces, FStringKind kind, bool in_spec);
  std::span<ast::Expr*> join_constants(ListOf<ast::Expr>& pieces);
  std::string_view without_comments(std::string_view text);
  bool decode_string(const Token& t, std::string_view body, StringStyle style,
                     std::string_view* result);
  bool decode_escape(const Token& t, std::string_view body, size_t* at, StringStyle style,
                     bool* warned, std::string* out);
  void warn_escape(const Token& t, const char* escape, size_t size, bool octal);
  const Token& token_after_strings(const Token& t) const;

  // --- statements (parser_stmt.cpp, parser_compound.cpp, parser_import.cpp)

  bool parse_statement(ListOf<ast::Stmt>& into);
  bool parse_any_statement(ListOf<ast::Stmt>& into);
  bool parse_simple_statements(ListOf<ast::Stmt>& into);
  ast::Stmt* parse_simple_statement();
  ast::Stmt* parse_expression_statement();
  ast::Stmt* parse_assignment(ast::Expr* first, uint32_t start);
  ast::Stmt* parse_annotation(ast::Expr* target, uint32_t start);
  ast::Stmt* parse_aug_assign(ast::Expr* target, uint32_t start);
  void diagnose_assignment();
  ast::Stmt* parse_return();
  ast::Stmt* parse_raise();
  ast::Stmt* parse_global(bool nonlocal);
  ast::Stmt* parse_del();
  ast::Stmt* parse_assert();
  ast::Stmt* parse_type_alias();
  ast::Stmt* parse_import();
  ast::Stmt* parse_import_from();
  bool parse_dotted_name(ast::Identifier* name);
  bool parse_import_alias(ast::Alias* alias);

  ast::Stmt* parse_compound_statement();
  // [what] as in "expected an indented block after %s on line %d"; [keyword] is the statement's
  // token.
  bool parse_block(std::span<ast::Stmt*>* body, const char* what, uint32_t keyword);
  bool expect_colon();
  bool expect_forced(Tok kind, const char* text);
  ast::Stmt* parse_if();
  bool parse_else(std::span<ast::Stmt*>* body);
  ast::Stmt* parse_while();
  ast::Stmt* parse_for(uint32_t start);
  ast::Stmt* parse_with(uint32_t start);
  bool parse_with_items(ListOf<ast::WithItem>& items, bool parenthesized);
  ast::WithItem* parse_with_item();
  ast::Stmt* parse_try();
  ast::ExceptHandler* parse_except(bool star);
  ast::Stmt* parse_function(uint32_t start, std::span<ast::Expr*> decorators);
  ast::Stmt* parse_class(std::span<ast::Expr*> decorators);
  ast::Stmt* parse_decorated();
  ast::Stmt* parse_async(std::span<ast::Expr*> decorators);

  // --- parameters (parser_params.cpp)

  ast::Arguments* parse_parameters(bool lambda);
  ast::Arg* parse_parameter(bool lambda, bool star);
  void diagnose_parenthesized_parameters(bool lambda);
  bool parse_type_params(std::span<ast::TypeParam*>* result);
  ast::TypeParam* parse_type_param();

  // --- patterns (parser_pattern.cpp)

  ast::Stmt* parse_match();
  ast::MatchCase* parse_case();
  ast::Expr* parse_subject();
  ast::Pattern* parse_patterns();
  ast::Pattern* parse_maybe_star_pattern();
  ast::Pattern* parse_as_pattern();
  ast::Pattern* parse_or_pattern();
  ast::Pattern* parse_closed_pattern();
  ast::Expr* parse_pattern_number();
  ast::Expr* parse_signed_number(bool* imaginary);
  ast::Pattern* parse_name_pattern();
  ast::Expr* parse_dotted_value();
  ast::Expr* parse_mapping_key();
  ast::Pattern* parse_group_pattern();
  ast::Pattern* parse_sequence_rest(uint32_t start, Tok close, ast::Pattern* first = nullptr);
  ast::Pattern* parse_mapping_pattern();
  ast::Pattern* parse_class_pattern(ast::Expr* cls, uint32_t start);

  // --- the whole

  ast::Node* parse_top();
  ast::Node* parse_file();
  ast::Node* parse_eval();
  ast::Node* parse_interactive();

  const Source& source_;
  std::string_view text_;
  ParseMode mode_;
  Arena& arena_;
  Lexer lexer_;
  const std::vector<Token>& tokens_;
  StackGuard stack_;
  uint32_t levels_ = 0;  // of recursion; see Nested

  uint32_t pos_ = 0;
  uint32_t farthest_ = 0;
  bool diagnosing_ = false;
  bool open_block_ = false;
  uint32_t last_statement_line_ = 0;  // where the last good statement begins
  // By token; of the diagnosing run only.
  std::vector<bool> seen_plainly_;
  std::vector<bool> operators_seen_plainly_;  // `parse_disjunction` was here
  bool forget_next_ = false;      // the next expression's place does not go into seen_plainly_
  bool allow_neighbour_ = false;  // the next expression may have another right behind it
  std::optional<SyntaxProblem> problem_;
  std::vector<SourceWarning> warnings_;
  std::vector<void*> scratch_;
};

}  // namespace gilt
