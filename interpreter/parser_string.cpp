// String literals: prefixes, escapes, concatenation of neighbours; f-strings and t-strings.
#include <algorithm>
#include <cstdio>

#include "interpreter/parser_impl.h"
#include "interpreter/utf8.h"
#include "runtime/hex_digit.h"
#include "runtime/unicode_names.h"
#include "runtime/utf8.h"

namespace gilt {

using namespace ast;

namespace {

struct Prefix {
  bool raw = false;
  bool bytes = false;
  bool unicode = false;
  uint32_t size = 0;
};

// The letters and quotes before the body of a string token, and how long the quotes are.
Prefix prefix_of(std::string_view text, uint32_t* quote_size) {
  Prefix prefix;
  for (;; prefix.size++) {
    char c = text[prefix.size];
    if (c == '"' || c == '\'') {
      *quote_size = text.size() >= prefix.size + 6u && text[prefix.size + 1] == c &&
                            text[prefix.size + 2] == c
                        ? 3
                        : 1;
      return prefix;
    }
    char letter = c | 32;
    prefix.raw |= letter == 'r';
    prefix.bytes |= letter == 'b';
    prefix.unicode |= letter == 'u';
  }
}

// How many bytes CPython's decoder would count: it first writes every non-ASCII character as
// \UXXXXXXXX.
size_t decoder_position(std::string_view before) {
  size_t position = 0;
  for (char c : before) {
    if ((c & 0x80) == 0) {
      position++;
    } else if ((c & 0xc0) != 0x80) {
      position += 10;
    }
  }
  return position;
}

}  // namespace

// One or more neighbouring string literals.
Expr* Parser::parse_strings() {
  DiagnosingOnce once(*this, seen_plainly_);
  uint32_t start = pos_;
  ListOf<Expr> pieces(*this);
  bool any_bytes = false, any_text = false, any_fstring = false, any_template = false;
  while (at(Tok::kString) || at(Tok::kFStringStart)) {
    if (at(Tok::kString)) {
      Constant* piece = parse_string_token();
      if (piece == nullptr) return nullptr;
      (piece->type == ConstantType::kBytes ? any_bytes : any_text) = true;
      pieces.push(piece);
    } else {
      std::string_view prefix = text_of(token());
      bool is_template = (prefix[0] | 32) == 't' || (prefix[1] | 32) == 't';
      bool raw = (prefix[0] | 32) == 'r' || (prefix[1] | 32) == 'r';
      (is_template ? any_template : any_fstring) = true;
      advance();
      FStringKind kind{raw, is_template};
      if (!parse_fstring_values(pieces, kind)) return nullptr;
      if (!accept(Tok::kFStringEnd)) return nullptr;
    }
  }
  if (any_template && (any_text || any_fstring || any_bytes)) {
    return error_range("cannot mix t-string literals with string or bytes literals",
                       tokens_[start].span, previous().span);
  }
  if (any_bytes && (any_text || any_fstring)) {
    look_at(pos_);
    return error_last("cannot mix bytes and nonbytes literals");
  }

  if (any_template) {
    auto* node = make<TemplateStr>(start);
    node->values = join_constants(pieces);
    return node;
  }
  if (any_fstring) {
    auto* node = make<JoinedStr>(start);
    node->values = join_constants(pieces);
    return node;
  }
  if (pieces.size() == 1) return pieces[0];
  std::string joined;
  for (size_t i = 0; i < pieces.size(); i++) joined += pieces[i]->as<Constant>().text;
  auto* node = make<Constant>(start);
  node->type = any_bytes ? ConstantType::kBytes : ConstantType::kStr;
  node->u_prefix = pieces[0]->as<Constant>().u_prefix;
  node->text = arena_.copy(std::string_view(joined));
  return node;
}

// The values of an f-string: neighbouring constants become one, empty ones go.
std::span<Expr*> Parser::join_constants(ListOf<Expr>& pieces) {
  size_t count = pieces.size();  // before the other list begins on top of it
  ListOf<Expr> values(*this);
  for (size_t i = 0; i < count;) {
    Expr* piece = pieces[i++];
    if (piece->kind != Kind::kConstant) {
      values.push(piece);
      continue;
    }
    auto* constant = &piece->as<Constant>();
    if (i < count && pieces[i]->kind == Kind::kConstant) {
      std::string joined(constant->text);
      auto* whole = arena_.make<Constant>(*constant);
      for (; i < count && pieces[i]->kind == Kind::kConstant; i++) {
        joined += pieces[i]->as<Constant>().text;
        whole->span.end_line = pieces[i]->span.end_line;
        whole->span.end_col = pieces[i]->span.end_col;
      }
      whole->text = arena_.copy(std::string_view(joined));
      constant = whole;
    }
    if (!constant->text.empty()) values.push(constant);
  }
  return values.take();
}

Constant* Parser::parse_string_token() {
  const Token& t = token();
  std::string_view text = text_of(t);
  uint32_t quote_size = 1;
  Prefix prefix = prefix_of(text, &quote_size);
  std::string_view body = text.substr(prefix.size + quote_size);
  body.remove_suffix(quote_size);
  if (prefix.bytes) {
    for (char c : body) {
      if (c & 0x80) return error_at("bytes can only contain ASCII literal characters", t);
    }
  }
  auto* node = arena_.make<Constant>();
  node->span = t.span;
  node->type = prefix.bytes ? ConstantType::kBytes : ConstantType::kStr;
  node->u_prefix = prefix.unicode;
  StringStyle style{prefix.raw, prefix.bytes, false};
  if (!decode_string(t, body, style, &node->text)) return nullptr;
  advance();
  return node;
}

// Literal text and fields, up to what ends the f-string (or the format spec, if [in_spec]).
bool Parser::parse_fstring_values(ListOf<Expr>& pieces, FStringKind kind, bool in_spec) {
  for (;;) {
    if (at(Tok::kFStringMiddle)) {
      const Token& t = token();
      std::string_view body = text_of(t);
      auto* constant = arena_.make<Constant>();
      constant->type = ConstantType::kStr;
      constant->span = t.span;
      StringStyle style{kind.raw, false, !in_spec};
      if (!decode_string(t, body, style, &constant->text)) return false;
      pieces.push(constant);
      advance();
    } else if (at(Tok::kLeftBrace)) {
      if (!parse_fstring_field(pieces, kind, in_spec)) return false;
    } else {
      return true;
    }
  }
}

// `{expression=!conversion:spec}`
bool Parser::parse_fstring_field(ListOf<Expr>& pieces, FStringKind kind, bool in_spec) {
  if (stack_.exhausted()) return too_deep(), false;
  uint32_t start = pos_;
  const Token& open = token();
  const char* name = kind.is_template ? "t-string: " : "f-string: ";
  auto complain = [&](const char* message) {
    if (diagnosing_ && !has_problem()) error_next(std::string(name) + message);
    return false;
  };
  advance();
  if (diagnosing_ &&
      (at(Tok::kEqual) || at(Tok::kExclamation) || at(Tok::kColon) || at(Tok::kRightBrace))) {
    return complain(
        ("valid expression required before '" + std::string(text_of(token())) + "'").c_str());
  }
  uint32_t at_value = pos_;
  Expr* value = parse_annotated_rhs();
  if (value == nullptr) {
    look_at(pos_);
    if (diagnosing_ && !has_problem()) {
      pos_ = at_value;
      complain("expecting a valid expression after '{'");
    }
    return false;
  }
  uint32_t text_end = token().start;

  bool debug = accept(Tok::kEqual);
  if (!at(Tok::kExclamation) && !at(Tok::kColon) && !at(Tok::kRightBrace)) {
    look_at(pos_);
    return complain(debug ? "expecting '!', or ':', or '}'"
                          : "expecting '=', or '!', or ':', or '}'");
  }
  const Token& after_debug = token();

  int32_t conversion = -1;
  if (accept(Tok::kExclamation)) {
    const Token& mark = previous();
    if (!at(Tok::kName)) {
      return complain(at(Tok::kColon) || at(Tok::kRightBrace) ? "missing conversion character"
                                                              : "invalid conversion character");
    }
    const Token& letter = token();
    if (letter.start != mark.end) {
      error_range(std::string(name) + "conversion type must come right after the exclamation mark",
                  mark.span, letter.span);
      return false;
    }
    std::string_view text = text_of(letter);
    if (text != "s" && text != "r" && text != "a") {
      error_at(std::string(name) + "invalid conversion character '" + std::string(text) +
                   "': expected 's', 'r', or 'a'",
               letter);
      return false;
    }
    conversion = static_cast<unsigned char>(text[0]);
    advance();
    if (!at(Tok::kColon) && !at(Tok::kRightBrace)) {
      look_at(pos_);
      return complain("expecting ':' or '}'");
    }
  }

  JoinedStr* spec = nullptr;
  if (at(Tok::kColon)) {
    uint32_t colon = pos_;
    advance();
    ListOf<Expr> values(*this);
    if (!parse_fstring_values(values, kind, true)) return false;
    if (!at(Tok::kRightBrace)) {
      look_at(pos_);
      return complain("expecting '}', or format specs");
    }
    spec = make<JoinedStr>(colon);
    spec->values = join_constants(values);
  }
  if (!at(Tok::kRightBrace)) {
    look_at(pos_);
    return complain("expecting '}'");
  }
  advance();

  if (debug) {
    auto* text = arena_.make<Constant>();
    text->type = ConstantType::kStr;
    text->text = without_comments(text_.substr(open.end, after_debug.start - open.end));
    text->span = {open.span.line, open.span.col + 1, after_debug.span.line, after_debug.span.col};
    pieces.push(text);
    if (conversion < 0 && spec == nullptr) conversion = 'r';
  }
  if (kind.is_template && !in_spec) {
    auto* node = make<Interpolation>(start);
    node->value = value;
    node->str = without_comments(text_.substr(open.end, text_end - open.end));
    node->conversion = conversion;
    node->format_spec = spec;
    pieces.push(node);
  } else {
    auto* node = make<FormattedValue>(start);
    node->value = value;
    node->conversion = conversion;
    node->format_spec = spec;
    pieces.push(node);
  }
  return true;
}

// The text of a field's expression as `=` and t-strings show it.
std::string_view Parser::without_comments(std::string_view text) {
  if (text.find('#') == text.npos) return arena_.copy(text);
  std::string result;
  char quote = 0;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (quote == 0 && c == '#') {
      while (i < text.size() && text[i] != '\n') i++;
      if (i >= text.size()) break;
      c = '\n';
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (quote == c) {
      quote = 0;
    } else if (c == '\\' && quote != 0 && i + 1 < text.size()) {
      result += c;
      c = text[++i];
    }
    result += c;
  }
  return arena_.copy(std::string_view(result));
}

// Sets [result] to what [body], a part of token [t], stands for.
bool Parser::decode_string(const Token& t, std::string_view body, StringStyle style,
                           std::string_view* result) {
  bool escapes = !style.raw && body.find('\\') != body.npos;
  bool braces = style.doubled_braces && body.find_first_of("{}") != body.npos;
  if (!escapes && !braces) {
    *result = arena_.copy(body);
    return true;
  }
  std::string out;
  out.reserve(body.size());
  bool warned = false;
  for (size_t i = 0; i < body.size();) {
    char c = body[i];
    if (c == '\\' && escapes) {
      if (!decode_escape(t, body, &i, style, &warned, &out)) return false;
    } else {
      out += c;
      i += braces && (c == '{' || c == '}') && body.substr(i + 1, 1) == std::string_view(&c, 1) ? 2
                                                                                                : 1;
    }
  }
  *result = arena_.copy(std::string_view(out));
  return true;
}

// The escape at [*at] of [body], which is moved behind it.
bool Parser::decode_escape(const Token& t, std::string_view body, size_t* at, StringStyle style,
                           bool* warned, std::string* out) {
  size_t begin = *at;
  size_t i = begin + 1;
  auto fail = [&](size_t end, const char* message) {
    size_t position = decoder_position(body.substr(0, begin));
    error_at("(unicode error) 'unicodeescape' codec can't decode bytes in position " +
                 std::to_string(position) + "-" + std::to_string(position + (end - begin) - 1) +
                 ": " + message,
             t);
    return false;
  };
  auto warn_once = [&](size_t size, bool octal) {
    if (!*warned) warn_escape(t, body.data() + begin, size, octal);
    *warned = true;
  };
  char c = i < body.size() ? body[i] : '\0';
  *at = i + 1;
  switch (c) {
    case '\n': return true;
    case '\\':
    case '\'':
    case '"': *out += c; return true;
    case 'a': *out += '\a'; return true;
    case 'b': *out += '\b'; return true;
    case 'f': *out += '\f'; return true;
    case 'n': *out += '\n'; return true;
    case 'r': *out += '\r'; return true;
    case 't': *out += '\t'; return true;
    case 'v': *out += '\v'; return true;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7': {
      uint32_t value = 0;
      size_t end = i;
      while (end < body.size() && end < i + 3 && body[end] >= '0' && body[end] <= '7') {
        value = value * 8 + static_cast<uint32_t>(body[end++] - '0');
      }
      if (value > 0377) warn_once(end - begin, true);
      *at = end;
      if (style.bytes) {
        *out += static_cast<char>(value & 0xff);
      } else {
        text::append(*out, value);
      }
      return true;
    }
    case 'x':
    case 'u':
    case 'U': {
      if (style.bytes && c != 'x') break;
      size_t wanted = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      uint32_t value = 0;
      size_t end = i + 1;
      while (end < body.size() && end < i + 1 + wanted && hex_digit(body[end]) >= 0) {
        value = value << 4 | static_cast<uint32_t>(hex_digit(body[end++]));
      }
      if (end < i + 1 + wanted) {
        if (style.bytes) {
          error_at("(value error) invalid \\x escape at position " + std::to_string(begin), t);
          return false;
        }
        return fail(end, c == 'x'   ? "truncated \\xXX escape"
                         : c == 'u' ? "truncated \\uXXXX escape"
                                    : "truncated \\UXXXXXXXX escape");
      }
      if (value > 0x10ffff) return fail(end, "illegal Unicode character");
      *at = end;
      if (style.bytes) {
        *out += static_cast<char>(value);
      } else {
        text::append(*out, value);
      }
      return true;
    }
    case 'N': {
      if (style.bytes) break;
      if (i + 1 >= body.size() || body[i + 1] != '{')
        return fail(i + 1, "malformed \\N character escape");
      size_t close = body.find('}', i + 2);
      if (close == body.npos || close == i + 2) {
        return fail(std::min(close, body.size()), "malformed \\N character escape");
      }
      std::optional<uint32_t> found = code_point_named(body.substr(i + 2, close - i - 2));
      if (!found) return fail(close + 1, "unknown Unicode character name");
      text::append(*out, *found);
      *at = close + 1;
      return true;
    }
    default: break;
  }
  // Not an escape: the backslash stands for itself.
  *out += '\\';
  *at = i;
  size_t size = 2;
  if (c & 0x80) size = 1 + utf8::decode(body.substr(i), true).size;
  if (i >= body.size()) size = 2;  // f"\{x}": the brace is no part of the text
  warn_once(size, false);
  return true;
}

void Parser::warn_escape(const Token& t, const char* escape, size_t size, bool octal) {
  std::string text(escape, size);
  auto offset = static_cast<size_t>(escape - text_.data());
  auto lines = static_cast<uint32_t>(
      std::count(text_.begin() + t.start, text_.begin() + static_cast<ptrdiff_t>(offset), '\n'));
  // Where it is as an error: two characters, counted without what opens a bytes literal; of an
  // f-string the token that follows.
  Span span = t.span;
  span.line += lines;
  bool bare = span.line < t.span.end_line;
  if (t.kind == Tok::kString) {
    span.col = static_cast<uint32_t>(offset) - source_.line_start(span.line);
    bool is_bytes = (text_[t.start] | 32) == 'b' || (text_[t.start + 1] | 32) == 'b';
    if (is_bytes && lines == 0)
      span.col -= static_cast<uint32_t>(text_.find_first_not_of("\"'", t.start + 2)) - t.start;
    span.end_line = span.line;
    span.end_col = span.col + 2;
  } else if (offset + 1 >= t.end) {  // the brace of a field
    span.col = span.end_col = static_cast<uint32_t>(offset) + 1 - source_.line_start(span.line);
    span.end_line = span.line;
    bare = true;
  } else {
    Span after = token_after_strings(t).span;
    span.col = after.col;
    span.end_col = after.end_col;
  }
  warn("\"" + text + "\" is an invalid " + (octal ? "octal " : "") +
           "escape sequence. Such sequences will not work in the future. Did you mean \"\\" + text +
           "\"? A raw string is also an option.",
       span, bare);
}

// What follows the f-string that [t] is text of, and the strings next to it.
const Token& Parser::token_after_strings(const Token& t) const {
  const Token* at = &t;
  int depth = 1;
  while (true) {
    if (at->kind == Tok::kFStringStart) depth++;
    if (at->kind == Tok::kFStringEnd) depth--;
    if (at->kind == Tok::kEnd || at->kind == Tok::kError) return *at;
    if (depth == 0 && at->kind != Tok::kFStringEnd && at->kind != Tok::kString) return *at;
    at++;
  }
}

}  // namespace gilt
