// Where and how a failed parse is reported.
#include <algorithm>

#include "interpreter/parser_impl.h"

namespace gilt {

std::nullptr_t Parser::error(std::string message, Span span, ProblemType type) {
  if (!problem_) {
    look_at(pos_);
    if (tokens_[farthest_].kind == Tok::kError && type != ProblemType::kMemoryError) {
      // What cannot be read comes before what should not be there.
      problem_ = lexer_.problem();
      return nullptr;
    }
    if (span.end_line > span.line && span.end_col < kUnknownColumn) {
      // CPython measures the end's column in the first line.
      span.end_col = std::min(span.end_col, static_cast<uint32_t>(source_.line(span.line).size()));
    }
    problem_.emplace();
    problem_->type = type;
    problem_->message = std::move(message);
    problem_->span = span;
    const Token& last = tokens_[farthest_];
    // Of a line that it has left behind CPython's tokenizer keeps no newline.
    problem_->bare_text = span.line < last.span.line;
    problem_->incomplete =
        last.kind == Tok::kEnd || (last.kind == Tok::kDedent && last.end >= text_.size());
  }
  return nullptr;
}

std::nullptr_t Parser::error_range(std::string message, Span from, Span to) {
  return error(std::move(message), {from.line, from.col, to.end_line, to.end_col});
}

std::nullptr_t Parser::error_last(std::string message, ProblemType type) {
  look_at(pos_);
  const Token& last = tokens_[farthest_];
  Span span = last.span;
  if (last.kind == Tok::kError) {
    // The lexer's own complaint comes first.
    problem_ = lexer_.problem();
    return nullptr;
  }
  const bool is_last = last.start >= text_.size();
  const bool is_made_up = last.kind == Tok::kNewline && is_last && mode_ != ParseMode::kFile;
  if (last.kind == Tok::kEnd || last.kind == Tok::kIndent || last.kind == Tok::kDedent ||
      is_made_up) {
    // Tokens without a width: CPython gives the column that the lexer has come to. That of a file
    // has left the last line at its end.
    span.col = span.col > 0 && !(is_last && source_.origin() == Source::Origin::kFile)
                   ? span.col - 1
                   : kNoColumn;
    span.end_line = span.line;
    span.end_col = kUnknownColumn;
  }
  return error(std::move(message), span, type);
}

std::nullptr_t Parser::error_next(std::string message) {
  if (!at(Tok::kError)) return error_at(std::move(message), token());
  problem_ = lexer_.problem();
  return nullptr;
}

std::nullptr_t Parser::error_from(std::string message, Span from) {
  look_at(pos_);
  Span last = tokens_[farthest_].span;
  uint32_t end = last.end_col > 0 ? last.end_col - 1 : 0;
  return error(std::move(message), {from.line, from.col, last.end_line, end});
}

std::nullptr_t Parser::too_deep() {
  return error("Parser stack overflowed - Python source too complex to parse", Span{},
               ProblemType::kMemoryError);
}

void Parser::warn(std::string message, Span span, bool bare_text) {
  warnings_.push_back({std::move(message), span, false, bare_text});
}

// [farthest] is how far the plain run came; the diagnosing one may have looked further.
void Parser::explain_failure(uint32_t farthest) {
  const Token& last = tokens_[farthest];
  switch (last.kind) {
    case Tok::kError: problem_ = lexer_.problem(); return;
    case Tok::kIndent:
    case Tok::kDedent:
      farthest_ = farthest;
      error_last(last.kind == Tok::kIndent ? "unexpected indent" : "unexpected unindent",
                 ProblemType::kIndentationError);
      return;
    case Tok::kEnd:
      error("invalid syntax", {last.span.line, kNoColumn, last.span.line, kNoColumn});
      break;
    case Tok::kNewline:
      if (mode_ != ParseMode::kFile && last.start >= text_.size()) {
        // No newline ends this text: the token has no place.
        error("invalid syntax", {last.span.line, kNoColumn, last.span.line, kNoColumn});
        break;
      }
      [[fallthrough]];
    default: {
      bool old_unequal = last.kind == Tok::kUnknown && text_of(last) == "<>";
      error(
          old_unequal ? "invalid syntax.  Maybe you meant '!=' instead of '<>'?" : "invalid syntax",
          last.span);
      break;
    }
  }
  consider_lexer_problem();
}

// What the lexer stumbled over further on often is the cause of what the parser found before it.
void Parser::consider_lexer_problem() {
  if (tokens_.back().kind != Tok::kError || problem_->type == ProblemType::kMemoryError) return;
  if (lexer_.overrides_parser() ||
      (lexer_.ends_in_bracket() && tokens_[farthest_].span.line > lexer_.problem().span.line)) {
    problem_ = lexer_.problem();
  }
}

}  // namespace gilt
