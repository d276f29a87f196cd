#include "interpreter/lexer.h"

#include <array>
#include <cstdio>

#include "interpreter/identifier.h"
#include "interpreter/utf8.h"

namespace gilt {

namespace {

struct Keyword {
  std::string_view word;
  Tok kind = Tok::kName;
};

constexpr Keyword kKeywords[] = {
    {"False", Tok::kFalse},
    {"None", Tok::kNone},
    {"True", Tok::kTrue},
    {"and", Tok::kAnd},
    {"as", Tok::kAs},
    {"assert", Tok::kAssert},
    {"async", Tok::kAsync},
    {"await", Tok::kAwait},
    {"break", Tok::kBreak},
    {"class", Tok::kClass},
    {"continue", Tok::kContinue},
    {"def", Tok::kDef},
    {"del", Tok::kDel},
    {"elif", Tok::kElif},
    {"else", Tok::kElse},
    {"except", Tok::kExcept},
    {"finally", Tok::kFinally},
    {"for", Tok::kFor},
    {"from", Tok::kFrom},
    {"global", Tok::kGlobal},
    {"if", Tok::kIf},
    {"import", Tok::kImport},
    {"in", Tok::kIn},
    {"is", Tok::kIs},
    {"lambda", Tok::kLambda},
    {"nonlocal", Tok::kNonlocal},
    {"not", Tok::kNot},
    {"or", Tok::kOr},
    {"pass", Tok::kPass},
    {"raise", Tok::kRaise},
    {"return", Tok::kReturn},
    {"try", Tok::kTry},
    {"while", Tok::kWhile},
    {"with", Tok::kWith},
    {"yield", Tok::kYield},
};

// A perfect hash, found by trying.
constexpr size_t keyword_slot(std::string_view word) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(word[i]); };
  return (byte(0) + byte(1) + byte(word.size() - 1) + 15 * word.size()) & 127;
}

constexpr std::array<Keyword, 128> make_keyword_table() {
  std::array<Keyword, 128> table{};
  for (const Keyword& keyword : kKeywords) {
    Keyword& slot = table[keyword_slot(keyword.word)];
    if (!slot.word.empty()) throw "the keywords' hash is no longer perfect";
    slot = keyword;
  }
  return table;
}

constexpr std::array<Keyword, 128> kKeywordTable = make_keyword_table();

enum CharClass : uint8_t { kOther, kNameStart, kDigit, kHigh };

constexpr std::array<CharClass, 256> make_char_classes() {
  std::array<CharClass, 256> table{};
  for (int c = 'a'; c <= 'z'; c++) table[c] = table[c - 32] = kNameStart;
  table['_'] = kNameStart;
  for (int c = '0'; c <= '9'; c++) table[c] = kDigit;
  for (int c = 128; c < 256; c++) table[c] = kHigh;
  return table;
}

constexpr std::array<CharClass, 256> kCharClasses = make_char_classes();

CharClass classify(char c) {
  return kCharClasses[static_cast<unsigned char>(c)];
}

char closing(char open) {
  return open == '(' ? ')' : open == '[' ? ']' : '}';
}

}  // namespace

Tok keyword_kind(std::string_view word) {
  if (word.size() < 2 || word.size() > 8) return Tok::kName;
  const Keyword& slot = kKeywordTable[keyword_slot(word)];
  return slot.word == word ? slot.kind : Tok::kName;
}

Lexer::Lexer(const Source& source, bool adds_newline)
    : source_(source), text_(source.text()), adds_newline_(adds_newline) {
  tokens_.reserve(text_.size() / 4 + 16);
  indents_.push_back({0, 0});
}

void Lexer::run() {
  for (;;) {
    if (in_fstring_text()) {
      if (!lex_fstring_text()) return;
    } else {
      if (at_line_start_ && !lex_line_start()) return;
      if (!lex_token()) return;
    }
  }
}

uint32_t Lexer::last_line() const {
  uint32_t count = source_.line_count();
  bool last_is_empty = source_.line_start(count) == text_.size();
  return last_is_empty && count > 1 ? count - 1 : count;
}

void Lexer::start_token() {
  token_.span.line = line_;
  token_.span.col = col();
  token_.start = at_;
  token_.non_ascii = false;
}

void Lexer::push(Tok kind) {
  token_.kind = kind;
  token_.level = static_cast<uint8_t>(brackets_.size());
  token_.span.end_line = line_;
  token_.span.end_col = col();
  token_.end = at_;
  tokens_.push_back(token_);
}

bool Lexer::push_indentation(Tok kind) {
  start_token();
  push(kind);
  return true;
}

bool Lexer::fail(std::string message, Span span, ProblemType type) {
  problem_.type = type;
  problem_.message = std::move(message);
  problem_.span = span;
  problem_.bare_text = overrides_parser_ || span.line < line_;
  // CPython does not look into the f-strings that follow a mistake.
  if (!fstrings_.empty()) overrides_parser_ = false;
  start_token();
  push(Tok::kError);
  return false;
}

bool Lexer::fail_here(std::string message) {
  uint32_t c = col() > 0 ? col() - 1 : 0;
  return fail(std::move(message), {line_, c, line_, c});
}

void Lexer::warn(std::string message) {
  // As an error it is that of the last character read, like most of CPython's messages.
  uint32_t c = col() > 0 ? col() - 1 : 0;
  warnings_.push_back({std::move(message), {line_, c, line_, c}, false, true});
}

// Measures the indentation of the next line that has a token on it.
bool Lexer::lex_line_start() {
  uint32_t width = 0;
  uint32_t alternate = 0;
  bool continued = false;
  uint32_t continued_width = 0;
  uint32_t continued_alternate = 0;
  for (;; at_++) {
    char c = peek();
    if (c == ' ') {
      width++;
      alternate++;
    } else if (c == '\t') {
      width = (width / kTabWidth + 1) * kTabWidth;
      alternate++;
    } else if (c == '\f') {
      width = alternate = 0;
    } else if (c == '\\') {
      // Joined lines are indented as the first of them is.
      if (!continued) {
        continued = true;
        continued_width = width;
        continued_alternate = alternate;
      }
      if (!lex_continuation()) return false;
      at_--;
    } else if (c == '#') {
      at_ = static_cast<uint32_t>(std::min(text_.find('\n', at_), text_.size())) - 1;
    } else if (c == '\n') {
      at_++;
      begin_line();
      at_--;
      width = alternate = 0;
      continued = false;
    } else {
      break;
    }
  }
  if (at_text_end()) return true;
  at_line_start_ = false;
  if (continued) {
    width = continued_width;
    alternate = continued_alternate;
  }
  auto inconsistent = [&] {
    overrides_parser_ = false;
    return fail("inconsistent use of tabs and spaces in indentation", {line_, 0, line_, kNoColumn},
                ProblemType::kTabError);
  };
  const Indent& current = indents_.back();
  if (width == current.col) return alternate == current.alternate || inconsistent();
  if (width > current.col) {
    if (indents_.size() >= kMaxIndents) {
      overrides_parser_ = false;
      return fail("too many levels of indentation", {line_, 0, line_, kNoColumn},
                  ProblemType::kIndentationError);
    }
    if (alternate <= current.alternate) return inconsistent();
    indents_.push_back({width, alternate});
    return push_indentation(Tok::kIndent);
  }
  size_t levels = indents_.size();
  while (levels > 1 && width < indents_[levels - 1].col) levels--;
  if (width != indents_[levels - 1].col) {
    overrides_parser_ = false;
    auto length = static_cast<uint32_t>(source_.line(line_).size());
    if (!adds_newline_ && line_start_ + length == text_.size() && length > 0) length--;
    return fail("unindent does not match any outer indentation level",
                {line_, length, line_, kUnknownColumn}, ProblemType::kIndentationError);
  }
  for (; indents_.size() > levels; indents_.pop_back()) push_indentation(Tok::kDedent);
  return alternate == indents_.back().alternate || inconsistent();
}

bool Lexer::lex_token() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\f') at_++;
  // A comment counts as a part of the newline that ends it.
  newline_start_ = at_;
  if (peek() == '#') at_ = static_cast<uint32_t>(std::min(text_.find('\n', at_), text_.size()));
  if (at_text_end()) return lex_end();
  start_token();
  switch (classify(text_[at_])) {
    case kNameStart: return lex_name();
    case kDigit: return lex_number();
    case kHigh: return lex_unicode_name();
    default: return lex_operator();
  }
}

bool Lexer::lex_name() {
  uint32_t begin = at_;
  // Up to two letters before a quote are a string's prefix, if they are among these.
  for (uint32_t i = 0; i < 4; i++) {
    char c = peek(i);
    if (c == '"' || c == '\'') {
      if (!check_prefix(i)) return false;
      return lex_string(i);
    }
    char lower = c | 32;
    if (lower != 'r' && lower != 'b' && lower != 'f' && lower != 'u' && lower != 't') break;
    bool repeated = false;
    for (uint32_t j = 0; j < i; j++) repeated |= (peek(j) | 32) == lower;
    if (repeated) break;
  }
  while (classify(peek()) == kNameStart || classify(peek()) == kDigit) at_++;
  if (classify(peek()) == kHigh) return lex_unicode_name();
  push(keyword_kind(text_.substr(begin, at_ - begin)));
  return true;
}

// A name that is not all ASCII; its ASCII beginning may have been read already.
bool Lexer::lex_unicode_name() {
  while (classify(peek()) != kOther) at_++;
  std::string_view name = text_.substr(token_.start, at_ - token_.start);
  for (size_t i = 0; i < name.size();) {
    utf8::Decoded c = utf8::decode(name.substr(i), true);
    if (c.size == 0) c = {0xfffd, 1};
    bool good = i == 0 ? is_identifier_start(c.code_point) : is_identifier_continue(c.code_point);
    if (!good) {
      at_ = token_.start + static_cast<uint32_t>(i);
      char code[16];
      std::snprintf(code, sizeof code, "U+%04X", c.code_point);
      std::string message =
          is_printable(c.code_point)
              ? "invalid character '" + std::string(name.substr(i, c.size)) + "' (" + code + ")"
              : "invalid non-printable character " + std::string(code);
      return fail(std::move(message), {line_, col(), line_, col()});
    }
    i += c.size;
  }
  token_.non_ascii = true;
  push(Tok::kName);
  return true;
}

bool Lexer::lex_operator() {
  char c = text_[at_];
  char next = peek(1);
  auto take = [&](uint32_t size, Tok kind) {
    at_ += size;
    push(kind);
    return true;
  };
  switch (c) {
    case '\n': lex_newline(); return true;
    case '\\': return lex_continuation();
    case '"':
    case '\'': return lex_string(0);
    case '(': return open_bracket(Tok::kLeftParen);
    case '[': return open_bracket(Tok::kLeftBracket);
    case '{': return open_bracket(Tok::kLeftBrace);
    case ')': return close_bracket(Tok::kRightParen, '(');
    case ']': return close_bracket(Tok::kRightBracket, '[');
    case '}': return close_bracket(Tok::kRightBrace, '{');
    case ',': return take(1, Tok::kComma);
    case ';': return take(1, Tok::kSemicolon);
    case '~': return take(1, Tok::kTilde);
    case ':':
      if (at_field_level()) {
        take(1, Tok::kColon);
        FString& string = fstrings_.back();
        string.fields[string.depth - 1].in_spec = true;
        return true;
      }
      return next == '=' ? take(2, Tok::kColonEqual) : take(1, Tok::kColon);
    case '.':
      if (next >= '0' && next <= '9') return lex_number();
      if (next == '.' && peek(2) == '.') return take(3, Tok::kEllipsis);
      return take(1, Tok::kDot);
    case '=': return next == '=' ? take(2, Tok::kEqEqual) : take(1, Tok::kEqual);
    case '!': return next == '=' ? take(2, Tok::kNotEqual) : take(1, Tok::kExclamation);
    case '+': return next == '=' ? take(2, Tok::kPlusEqual) : take(1, Tok::kPlus);
    case '-':
      if (next == '>') return take(2, Tok::kArrow);
      return next == '=' ? take(2, Tok::kMinusEqual) : take(1, Tok::kMinus);
    case '*':
      if (next == '*') {
        return peek(2) == '=' ? take(3, Tok::kDoubleStarEqual) : take(2, Tok::kDoubleStar);
      }
      return next == '=' ? take(2, Tok::kStarEqual) : take(1, Tok::kStar);
    case '/':
      if (next == '/') {
        return peek(2) == '=' ? take(3, Tok::kDoubleSlashEqual) : take(2, Tok::kDoubleSlash);
      }
      return next == '=' ? take(2, Tok::kSlashEqual) : take(1, Tok::kSlash);
    case '%': return next == '=' ? take(2, Tok::kPercentEqual) : take(1, Tok::kPercent);
    case '@': return next == '=' ? take(2, Tok::kAtEqual) : take(1, Tok::kAt);
    case '&': return next == '=' ? take(2, Tok::kAmpersandEqual) : take(1, Tok::kAmpersand);
    case '|': return next == '=' ? take(2, Tok::kBarEqual) : take(1, Tok::kBar);
    case '^': return next == '=' ? take(2, Tok::kCaretEqual) : take(1, Tok::kCaret);
    case '<':
      if (next == '<') {
        return peek(2) == '=' ? take(3, Tok::kLeftShiftEqual) : take(2, Tok::kLeftShift);
      }
      if (next == '>') return take(2, Tok::kUnknown);
      return next == '=' ? take(2, Tok::kLessEqual) : take(1, Tok::kLess);
    case '>':
      if (next == '>') {
        return peek(2) == '=' ? take(3, Tok::kRightShiftEqual) : take(2, Tok::kRightShift);
      }
      return next == '=' ? take(2, Tok::kGreaterEqual) : take(1, Tok::kGreater);
    default: break;
  }
  auto code = static_cast<unsigned char>(c);
  if (is_printable(code)) return take(1, Tok::kUnknown);
  char message[64];
  std::snprintf(message, sizeof message, "invalid non-printable character U+%04X", code);
  return fail(message, {line_, col(), line_, col()});
}

void Lexer::lex_newline() {
  token_.start = newline_start_;
  token_.span.col = newline_start_ - line_start_;
  at_++;
  if (brackets_.empty()) {
    push(Tok::kNewline);
    // The newline belongs to the line it ends.
    at_line_start_ = true;
  }
  begin_line();
}

bool Lexer::lex_continuation() {
  at_++;
  if (!at_text_end() && peek() != '\n') {
    overrides_parser_ = false;
    return fail("unexpected character after line continuation character",
                {line_, col(), line_, kNoColumn});
  }
  if (at_text_end() && !adds_newline_) {
    overrides_parser_ = false;
    return fail("unexpected character after line continuation character",
                {line_, col() - 1, line_, kNoColumn});
  }
  uint32_t line = line_;
  uint32_t end = col();
  if (!at_text_end()) {
    at_++;
    begin_line();
  }
  if (!at_text_end()) return true;
  if (!brackets_.empty()) return lex_end();
  overrides_parser_ = false;
  fail("unexpected EOF while parsing", {line, end, line, kUnknownColumn});
  problem_.bare_text = false;
  problem_.incomplete = true;
  return false;
}

bool Lexer::open_bracket(Tok kind) {
  if (brackets_.size() >= kMaxBrackets) {
    return fail("too many nested parentheses", {line_, col(), line_, col()});
  }
  brackets_.push_back({text_[at_], line_, col()});
  at_++;
  push(kind);
  return true;
}

bool Lexer::close_bracket(Tok kind, char open) {
  char close = closing(open);
  Span here = {line_, col(), line_, col()};
  auto prefix = [&] { return std::string(1, fstrings_.back().letter) + "-string: "; };
  if (brackets_.empty()) return fail(std::string("unmatched '") + close + "'", here);
  Bracket bracket = brackets_.back();
  if (bracket.open != open) {
    if (bracket.open == '{' && at_field_level()) {
      return fail(prefix() + "unmatched '" + close + "'", here);
    }
    std::string message = std::string("closing parenthesis '") + close +
                          "' does not match opening parenthesis '" + bracket.open + "'";
    if (bracket.line != line_) message += " on line " + std::to_string(bracket.line);
    return fail(std::move(message), here);
  }
  bool ends_field = open == '{' && at_field_level();
  brackets_.pop_back();
  at_++;
  push(kind);
  if (ends_field) fstrings_.back().depth--;
  return true;
}

// The end of the text, outside of any string.
bool Lexer::lex_end() {
  line_ = last_line();
  line_start_ = source_.line_start(line_);
  at_ = static_cast<uint32_t>(text_.size());
  if (!brackets_.empty()) {
    const Bracket& bracket = brackets_.back();
    overrides_parser_ = false;
    ends_in_bracket_ = fstrings_.empty();
    fail(std::string("'") + bracket.open + "' was never closed",
         {bracket.line, bracket.col, bracket.line, kNoColumn});
    problem_.incomplete = true;
    return false;
  }
  if (!tokens_.empty() && !at_line_start_) {
    start_token();
    token_.span.col = newline_start_ - line_start_;
    push(Tok::kNewline);
    tokens_.back().span.end_col++;
  }
  // What comes last has no width and lies behind the last line's end.
  start_token();
  token_.span.col = at_ > line_start_ ? col() + (text_.back() != '\n' && adds_newline_ ? 1 : 0) : 0;
  for (; indents_.size() > 1; indents_.pop_back()) push(Tok::kDedent);
  push(Tok::kEnd);
  return false;
}

}  // namespace gilt
