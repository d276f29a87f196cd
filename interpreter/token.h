// What the lexer makes of a text. A token is a kind and a place; what it says is read from the
// text.
#pragma once

#include <cstdint>
#include <string_view>

#include "interpreter/source.h"

namespace gilt {

enum class Tok : uint8_t {
  kEnd,
  kError,  // the lexer's problem says what is wrong here; always the last token
  kNewline,
  kIndent,
  kDedent,
  kName,  // soft keywords too
  kNumber,
  kString,
  kFStringStart,  // f" or t"
  kFStringMiddle,
  kFStringEnd,
  // operators and delimiters
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kComma,
  kColon,
  kColonEqual,
  kSemicolon,
  kDot,
  kEllipsis,
  kArrow,
  kAt,
  kEqual,
  kExclamation,
  kPlus,
  kMinus,
  kStar,
  kDoubleStar,
  kSlash,
  kDoubleSlash,
  kPercent,
  kAmpersand,
  kBar,
  kCaret,
  kTilde,
  kLeftShift,
  kRightShift,
  kEqEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kPlusEqual,
  kMinusEqual,
  kStarEqual,
  kDoubleStarEqual,
  kSlashEqual,
  kDoubleSlashEqual,
  kPercentEqual,
  kAtEqual,
  kAmpersandEqual,
  kBarEqual,
  kCaretEqual,
  kLeftShiftEqual,
  kRightShiftEqual,
  kUnknown,  // a character that no rule accepts: $ ? ` or the old <>
  // keywords
  kFalse,
  kNone,
  kTrue,
  kAnd,
  kAs,
  kAssert,
  kAsync,
  kAwait,
  kBreak,
  kClass,
  kContinue,
  kDef,
  kDel,
  kElif,
  kElse,
  kExcept,
  kFinally,
  kFor,
  kFrom,
  kGlobal,
  kIf,
  kImport,
  kIn,
  kIs,
  kLambda,
  kNonlocal,
  kNot,
  kOr,
  kPass,
  kRaise,
  kReturn,
  kTry,
  kWhile,
  kWith,
  kYield,
};

constexpr bool is_keyword(Tok kind) {
  return kind >= Tok::kFalse;
}

struct Token {
  Span span;
  uint32_t start = 0;  // offsets in the text
  uint32_t end = 0;
  Tok kind = Tok::kEnd;
  uint8_t level = 0;       // how many brackets are open after it
  bool non_ascii = false;  // of a name: wants NFKC
};

// The keyword that [word] is, or kName.
Tok keyword_kind(std::string_view word);

}  // namespace gilt
