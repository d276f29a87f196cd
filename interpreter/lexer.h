// Text to tokens: indentation, line joining, numbers, names, strings and the insides of f-strings.
//
// The whole text is read at once. The first thing that cannot be a token ends the stream with a
// kError token; its problem counts when the parser arrives there, and `overrides_parser` says
// whether it is also preferred to what the parser finds wrong before it, as in CPython. An f-string
// arrives as kFStringStart, then kFStringMiddle for literal text (braces still doubled) and
// `{` ... `}` with ordinary tokens between, then kFStringEnd (PEP 701).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/source.h"
#include "interpreter/token.h"

namespace gilt {

class Lexer {
 public:
  // [adds_newline]: a last line without a newline is given one, as in all texts but single
  // expressions and what is typed.
  explicit Lexer(const Source& source, bool adds_newline = true);

  // Reads everything. The last token is kEnd or kError.
  void run();

  const std::vector<Token>& tokens() const { return tokens_; }
  // REQUIRES: the last token is kError.
  const SyntaxProblem& problem() const { return problem_; }
  bool overrides_parser() const { return overrides_parser_; }
  // The kError token says only that a bracket was never closed; it is of this line.
  bool ends_in_bracket() const { return ends_in_bracket_; }
  std::vector<SourceWarning>& warnings() { return warnings_; }

 private:
  static constexpr uint32_t kMaxBrackets = 200;
  static constexpr uint32_t kMaxIndents = 100;
  static constexpr uint32_t kMaxFStrings = 150;
  static constexpr uint32_t kMaxFieldNesting = 3;
  static constexpr uint32_t kTabWidth = 8;

  struct Bracket {
    char open;
    uint32_t line;
    uint32_t col;
  };

  // A `{` that opened a replacement field, or a field whose `:` began a format spec.
  struct Field {
    uint32_t level;  // brackets open, the field's own included
    bool in_spec;
    bool had_field;  // the spec has held a field of its own
  };

  struct FString {
    char quote;
    uint8_t quote_size;
    bool raw;
    char letter;  // 'f' or 't', for messages
    uint32_t start;
    uint32_t line;
    uint32_t col;
    uint32_t depth = 0;  // fields open
    Field fields[kMaxFieldNesting];
  };

  char peek(uint32_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  uint32_t col() const { return at_ - line_start_; }
  void begin_line() {
    line_++;
    line_start_ = at_;
  }
  bool at_text_end() const { return at_ >= text_.size(); }
  // The number of the last line that has something on it.
  uint32_t last_line() const;

  void start_token();
  void push(Tok kind);
  bool push_indentation(Tok kind);

  // These return false after `fail`.
  bool lex_line_start();
  bool lex_token();
  bool lex_operator();
  bool lex_name();
  bool lex_unicode_name();
  bool lex_number();
  bool lex_digits(bool (*is_digit)(char));
  bool lex_radix(bool (*is_digit)(char), const char* name);
  bool lex_fraction();
  bool end_number(const char* name);
  bool lex_string(uint32_t prefix_size);
  bool begin_fstring(uint32_t prefix_size, bool raw, char letter);
  bool lex_fstring_text();
  bool open_bracket(Tok kind);
  bool close_bracket(Tok kind, char open);
  bool lex_continuation();
  void lex_newline();
  bool lex_end();
  bool check_prefix(uint32_t size);

  bool fail(std::string message, Span span, ProblemType type = ProblemType::kSyntaxError);
  // At the last character read, as most of CPython's messages.
  bool fail_here(std::string message);
  bool fail_in_string(std::string message, uint32_t line, uint32_t col);
  void warn(std::string message);

  bool in_field() const {
    return !fstrings_.empty() && fstrings_.back().depth > 0 &&
           !fstrings_.back().fields[fstrings_.back().depth - 1].in_spec;
  }
  bool in_fstring_text() const { return !fstrings_.empty() && !in_field(); }
  bool at_field_level() const {
    return in_field() &&
           fstrings_.back().fields[fstrings_.back().depth - 1].level == brackets_.size();
  }

  const Source& source_;
  std::string_view text_;
  uint32_t at_ = 0;
  uint32_t line_ = 1;
  uint32_t line_start_ = 0;
  Token token_;  // the one being read
  bool at_line_start_ = true;
  uint32_t newline_start_ = 0;
  bool adds_newline_;

  std::vector<Token> tokens_;
  std::vector<Bracket> brackets_;
  std::vector<FString> fstrings_;
  struct Indent {
    uint32_t col;
    uint32_t alternate;  // with tabs one wide: both orders must agree
  };
  std::vector<Indent> indents_;
  std::vector<SourceWarning> warnings_;
  SyntaxProblem problem_;
  bool overrides_parser_ = true;
  bool ends_in_bracket_ = false;
};

}  // namespace gilt
