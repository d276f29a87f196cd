// Source texts and tokens.
#include "interpreter/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "interpreter/identifier.h"
#include "runtime/unicode_names.h"

namespace gilt {
namespace {

std::vector<Tok> kinds(std::string_view text) {
  Source source("x", text, Source::Origin::kText);
  Lexer lexer(source);
  lexer.run();
  std::vector<Tok> result;
  for (const Token& token : lexer.tokens()) result.push_back(token.kind);
  return result;
}

std::string problem(std::string_view text) {
  Source source("x", text, Source::Origin::kText);
  Lexer lexer(source);
  lexer.run();
  return lexer.tokens().back().kind == Tok::kError ? lexer.problem().message : "";
}

using Kinds = std::vector<Tok>;

TEST(Lexer, KnowsKeywords) {
  EXPECT_EQ(keyword_kind("while"), Tok::kWhile);
  EXPECT_EQ(keyword_kind("None"), Tok::kNone);
  for (const char* word : {"match", "case", "type", "_", "none", "whil", "whiles", "x", "print"}) {
    EXPECT_EQ(keyword_kind(word), Tok::kName) << word;
  }
}

TEST(Lexer, MakesIndentationTokens) {
  EXPECT_EQ(kinds("a:\n  b\n\n  # c\n    \nc"),
            (Kinds{Tok::kName, Tok::kColon, Tok::kNewline, Tok::kIndent, Tok::kName, Tok::kNewline,
                   Tok::kDedent, Tok::kName, Tok::kNewline, Tok::kEnd}));
  EXPECT_EQ(kinds(""), (Kinds{Tok::kEnd}));
  EXPECT_EQ(kinds("\n# c\n"), (Kinds{Tok::kEnd}));
  EXPECT_EQ(problem("a:\n\tb\n        c\n"), "inconsistent use of tabs and spaces in indentation");
  EXPECT_EQ(problem("a:\n    b\n  c\n"), "unindent does not match any outer indentation level");
}

TEST(Lexer, JoinsLines) {
  EXPECT_EQ(kinds("(a,\n\n b)"), (Kinds{Tok::kLeftParen, Tok::kName, Tok::kComma, Tok::kName,
                                        Tok::kRightParen, Tok::kNewline, Tok::kEnd}));
  EXPECT_EQ(kinds("a \\\n  b"), (Kinds{Tok::kName, Tok::kName, Tok::kNewline, Tok::kEnd}));
  EXPECT_EQ(problem("a \\ b"), "unexpected character after line continuation character");
}

TEST(Lexer, TakesTheLongestOperator) {
  EXPECT_EQ(
      kinds("**=//=>>=...->:=!="),
      (Kinds{Tok::kDoubleStarEqual, Tok::kDoubleSlashEqual, Tok::kRightShiftEqual, Tok::kEllipsis,
             Tok::kArrow, Tok::kColonEqual, Tok::kNotEqual, Tok::kNewline, Tok::kEnd}));
}

TEST(Lexer, TurnsBetweenFStringsAndTheirFields) {
  EXPECT_EQ(kinds("f'a{b!r:{c}d}{{'"),
            (Kinds{Tok::kFStringStart, Tok::kFStringMiddle, Tok::kLeftBrace, Tok::kName,
                   Tok::kExclamation, Tok::kName, Tok::kColon, Tok::kLeftBrace, Tok::kName,
                   Tok::kRightBrace, Tok::kFStringMiddle, Tok::kRightBrace, Tok::kFStringMiddle,
                   Tok::kFStringEnd, Tok::kNewline, Tok::kEnd}));
  // A colon inside brackets is not the spec's, nor is a lambda's in parentheses.
  EXPECT_EQ(kinds("f'{a[b:c]}'"),
            (Kinds{Tok::kFStringStart, Tok::kLeftBrace, Tok::kName, Tok::kLeftBracket, Tok::kName,
                   Tok::kColon, Tok::kName, Tok::kRightBracket, Tok::kRightBrace, Tok::kFStringEnd,
                   Tok::kNewline, Tok::kEnd}));
  // The same quotes may nest.
  EXPECT_EQ(problem("f'{f'{f'{1}'}'}'"), "");
}

TEST(Lexer, ReadsUnicodeNames) {
  EXPECT_EQ(kinds("é = ñ1"),
            (Kinds{Tok::kName, Tok::kEqual, Tok::kName, Tok::kNewline, Tok::kEnd}));
  EXPECT_EQ(problem("a€"), "invalid character '€' (U+20AC)");
  EXPECT_EQ(problem("a\u200b"), "invalid non-printable character U+200B");
  EXPECT_EQ(normalise_identifier("ﬁ"), "fi");
  EXPECT_TRUE(is_identifier_start(0x4e00));
  EXPECT_FALSE(is_identifier_start(0x663));
  EXPECT_TRUE(is_identifier_continue(0x663));
}

TEST(Source, Decodes) {
  using Origin = Source::Origin;
  EXPECT_EQ(Source("x", "\xef\xbb\xbfx").text(), "x");
  EXPECT_EQ(Source("x", "a\r\nb\rc").text(), "a\nb\nc");
  EXPECT_EQ(Source("x", "# coding: latin-1\n\xe9").text(), "# coding: latin-1\né");
  EXPECT_EQ(Source("x", "#!x\n# -*- coding: iso-8859-1 -*-\n\xe9").line(3), "é");
  // A cookie counts only in the first two lines, and only in bytes.
  EXPECT_TRUE(Source("x", "\n\n# coding: latin-1\n\xe9").problem());
  EXPECT_FALSE(Source("x", "# coding: nonsense\n", Origin::kText).problem());
  EXPECT_EQ(Source("x", "# coding: nonsense\n").problem()->message, "unknown encoding: nonsense");
  EXPECT_EQ(Source("x", "a\0b", Origin::kBytes).line_count(), 1u);
  EXPECT_EQ(Source("x", std::string_view("a\0b", 3), Origin::kBytes).problem()->message,
            "source code string cannot contain null bytes");
  EXPECT_EQ(
      Source("x.py", "a\n'\xff'").problem()->message,
      "Non-UTF-8 code starting with '\\xff' in file x.py on line 2, but no encoding declared; "
      "see https://peps.python.org/pep-0263/ for details");
}

TEST(Source, CountsCharacters) {
  Source source("x", "aé😀b\nc", Source::Origin::kText);
  EXPECT_EQ(source.character_column(1, 0), 1);
  EXPECT_EQ(source.character_column(1, 3), 3);
  EXPECT_EQ(source.character_column(1, 7), 4);
  EXPECT_EQ(source.character_column(1, kNoColumn), 0);
  EXPECT_EQ(source.character_column(1, kUnknownColumn), -1);
}

TEST(UnicodeNames, FindsCharacters) {
  EXPECT_EQ(code_point_named("BULLET"), 0x2022u);
  EXPECT_EQ(code_point_named("latin small letter a"), 0x61u);
  EXPECT_EQ(code_point_named("LINE FEED"), 0xau);
  EXPECT_EQ(code_point_named("CJK UNIFIED IDEOGRAPH-4E00"), 0x4e00u);
  EXPECT_EQ(code_point_named("HANGUL SYLLABLE GAG"), 0xac01u);
  EXPECT_EQ(code_point_named("NO SUCH THING"), std::nullopt);
  EXPECT_EQ(code_point_named("CJK UNIFIED IDEOGRAPH-0041"), std::nullopt);
}

}  // namespace
}  // namespace gilt
