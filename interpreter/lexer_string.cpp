// Strings and the insides of f-strings and t-strings.
//
// An f-string is lexed in turns: text until a single `{`, then ordinary tokens until the `}` or `:`
// that belongs to that brace; a `:` begins a format spec, which is text again and may hold fields
// of its own. The stack of open strings and fields is explicit, so nesting needs no recursion.
#include "interpreter/lexer.h"

namespace gilt {

// Whether the [size] prefix letters before a quote go together.
bool Lexer::check_prefix(uint32_t size) {
  auto has = [&](char letter) {
    for (uint32_t i = 0; i < size; i++) {
      if ((peek(i) | 32) == letter) return true;
    }
    return false;
  };
  constexpr char kIncompatible[][2] = {{'u', 'b'}, {'u', 'r'}, {'u', 'f'}, {'u', 't'},
                                       {'b', 'f'}, {'b', 't'}, {'f', 't'}};
  for (auto [one, other] : kIncompatible) {
    if (!has(one) || !has(other)) continue;
    return fail(std::string("'") + one + "' and '" + other + "' prefixes are incompatible",
                {line_, col(), line_, col() + size});
  }
  return true;
}

bool Lexer::lex_string(uint32_t prefix_size) {
  bool raw = false;
  for (uint32_t i = 0; i < prefix_size; i++) {
    char letter = peek(i) | 32;
    if (letter == 'r') raw = true;
    if (letter == 'f' || letter == 't') {
      raw = raw || (prefix_size == 2 && (peek(1 - i) | 32) == 'r');
      return begin_fstring(prefix_size, raw, letter);
    }
  }
  at_ += prefix_size;
  char quote = peek();
  bool triple = peek(1) == quote && peek(2) == quote;
  at_ += triple ? 3 : 1;
  for (;;) {
    if (at_text_end() || (!triple && peek() == '\n')) {
      // Inside f"{...}" a quote like the f-string's own ends it too early.
      if (in_field() && fstrings_.back().quote == quote &&
          fstrings_.back().quote_size == (triple ? 3 : 1)) {
        return fail_in_string(std::string(1, fstrings_.back().letter) + "-string: expecting '}'",
                              token_.span.line, token_.span.col);
      }
      uint32_t detected = at_text_end() ? last_line() : line_;
      fail_in_string(std::string("unterminated ") + (triple ? "triple-quoted " : "") +
                         "string literal (detected at line " + std::to_string(detected) + ")",
                     token_.span.line, token_.span.col);
      problem_.incomplete = triple;
      return false;
    }
    char c = text_[at_++];
    if (c == quote) {
      if (!triple) break;
      if (peek() == quote && peek(1) == quote) {
        at_ += 2;
        break;
      }
    } else if (c == '\n') {
      begin_line();
    } else if (c == '\\' && !at_text_end()) {
      if (text_[at_++] == '\n') begin_line();
    }
  }
  push(Tok::kString);
  return true;
}

bool Lexer::fail_in_string(std::string message, uint32_t line, uint32_t col) {
  return fail(std::move(message), {line, col, line, col});
}

bool Lexer::begin_fstring(uint32_t prefix_size, bool raw, char letter) {
  if (fstrings_.size() + 1 >= kMaxFStrings) {
    at_ += prefix_size + 1;
    return fail_here("too many nested f-strings or t-strings");
  }
  FString string{};
  string.raw = raw;
  string.letter = letter;
  string.start = at_;
  string.line = line_;
  string.col = col();
  at_ += prefix_size;
  string.quote = peek();
  string.quote_size = peek(1) == string.quote && peek(2) == string.quote ? 3 : 1;
  at_ += string.quote_size;
  push(Tok::kFStringStart);
  fstrings_.push_back(string);
  return true;
}

// Literal text, of the string itself or of a format spec, and then the brace or quote that ends it.
bool Lexer::lex_fstring_text() {
  FString& string = fstrings_.back();
  bool in_spec = string.depth > 0;
  start_token();
  bool in_name = false;      // inside \N{...}
  bool escaped_end = false;  // the last character of all is a backslash
  for (;;) {
    if (at_text_end() || (string.quote_size == 1 && peek() == '\n')) {
      // A text that does not end in a newline gets one, unless a backslash has taken it.
      bool at_newline = !at_text_end() || (!text_.ends_with('\n') && !escaped_end);
      bool plain_spec = in_spec && !string.fields[string.depth - 1].had_field;
      if (plain_spec && string.quote_size == 1 && at_newline) {
        return fail(
            std::string(1, string.letter) +
                "-string: newlines are not allowed in format specifiers for single quoted " +
                string.letter + "-strings",
            {line_, col(), line_, col()});
      }
      bool triple = string.quote_size == 3;
      uint32_t detected = at_text_end() ? last_line() : line_;
      fail_in_string(std::string("unterminated ") + (triple ? "triple-quoted " : "") +
                         string.letter + "-string literal (detected at line " +
                         std::to_string(detected) + ")",
                     string.line, string.col);
      problem_.incomplete = triple;
      return false;
    }
    char c = peek();
    if (c == string.quote &&
        (string.quote_size == 1 || (peek(1) == string.quote && peek(2) == string.quote))) {
      if (at_ > token_.start) push(Tok::kFStringMiddle);
      start_token();
      at_ += string.quote_size;
      // Fields that are still open are the parser's to complain about; unless a bracket comes that
      // does not match theirs.
      push(Tok::kFStringEnd);
      fstrings_.pop_back();
      return true;
    }
    if (c == '\n') {
      at_++;
      begin_line();
    } else if (c == '{') {
      if (peek(1) == '{' && !in_spec) {
        at_ += 2;
        continue;
      }
      if (at_ > token_.start) push(Tok::kFStringMiddle);
      if (string.depth >= kMaxFieldNesting) {
        return fail(std::string(1, string.letter) + "-string: expressions nested too deeply",
                    {line_, col() - 1, line_, col() - 1});
      }
      start_token();
      if (!open_bracket(Tok::kLeftBrace)) return false;
      if (in_spec) string.fields[string.depth - 1].had_field = true;
      string.fields[string.depth++] = {static_cast<uint32_t>(brackets_.size()), false, false};
      return true;
    } else if (c == '}') {
      if (in_name) {
        in_name = false;
        at_++;
        continue;
      }
      if (!in_spec) {
        if (peek(1) == '}') {
          at_ += 2;
          continue;
        }
        if (at_ > token_.start) push(Tok::kFStringMiddle);
        return fail(std::string(1, string.letter) + "-string: single '}' is not allowed",
                    {line_, col(), line_, col()});
      }
      if (at_ > token_.start) push(Tok::kFStringMiddle);
      // The field's own brace: back to the state in which ordinary tokens are read.
      string.fields[string.depth - 1].in_spec = false;
      return true;
    } else if (c == '\\') {
      at_++;
      char escaped = peek();
      escaped_end = at_text_end();
      if (escaped == '{' || escaped == '}' || escaped_end) continue;
      at_++;
      if (escaped == '\n') {
        begin_line();
      } else if (escaped == 'N' && !string.raw && peek() == '{') {
        at_++;
        in_name = true;
      }
    } else {
      at_++;
    }
  }
}

}  // namespace gilt
