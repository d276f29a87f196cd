// Trees and syntax errors, compared with what CPython 3.14 makes of the same sources (data/*.txt).
#include "interpreter/parser.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "interpreter/keyword_suggestion.h"
#include "interpreter/symtable.h"

namespace gilt {
namespace {

struct Record {
  std::string source;
  std::string expected;
};

std::string unescape(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      char c = text[++i];
      result += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::vector<Record> read_records(const char* path) {
  std::vector<Record> records;
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with(">>> ")) continue;
    Record record{unescape(line.substr(4)), ""};
    std::getline(file, record.expected);
    records.push_back(std::move(record));
  }
  return records;
}

std::string describe(const Source& source, const SyntaxProblem& problem) {
  constexpr const char* kTypes[] = {"SyntaxError", "IndentationError", "TabError", "RecursionError",
                                    "MemoryError"};
  const Span& span = problem.span;
  return std::string(kTypes[static_cast<size_t>(problem.type)]) + " " + std::to_string(span.line) +
         ":" + std::to_string(source.character_column(span.line, span.col)) + "-" +
         std::to_string(span.end_line) + ":" +
         std::to_string(source.character_column(span.end_line, span.end_col)) + " " +
         problem.message;
}

// What compiling [text] would say: "ok" or the error.
std::string verdict(std::string_view text) {
  Source source("x.py", text, Source::Origin::kText);
  Arena arena;
  ParseResult result = parse(source, ParseMode::kFile, arena);
  if (!result) return describe(source, *result.problem);
  SymbolTableResult scopes = build_symbol_table(*result.tree, arena);
  return scopes ? "ok" : describe(source, *scopes.problem);
}

TEST(Parser, MakesTheTreesOfCPython) {
  for (const Record& record : read_records("tests/unit/data/trees.txt")) {
    Source source("x.py", record.source, Source::Origin::kText);
    Arena arena;
    ParseResult result = parse(source, ParseMode::kFile, arena);
    ASSERT_TRUE(result) << record.source << "\n" << result.problem->message;
    EXPECT_EQ(ast::dump(*result.tree, true), record.expected) << record.source;
  }
}

TEST(Parser, ReportsTheErrorsOfCPython) {
  for (const Record& record : read_records("tests/unit/data/syntax_errors.txt")) {
    EXPECT_EQ(verdict(record.source), record.expected) << record.source;
  }
}

TEST(Parser, EvalModeTakesOneExpression) {
  Arena arena;
  Source good("x", "a, b\n\n", Source::Origin::kText);
  ParseResult result = parse(good, ParseMode::kEval, arena);
  ASSERT_TRUE(result);
  EXPECT_EQ(ast::dump(*result.tree),
            "Expression(body=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], "
            "ctx=Load()))");
  for (const char* text : {"", "a = 1", "a; b", "pass", "*a"}) {
    EXPECT_FALSE(parse(Source("x", text, Source::Origin::kText), ParseMode::kEval, arena)) << text;
  }
}

struct Typed {
  const char* text;
  bool good;
  bool more_wanted;  // incomplete, or a block that is still open
};

TEST(Parser, InteractiveModeKnowsWhatIsUnfinished) {
  const Typed kTyped[] = {
      {"x = 1\n", true, false},
      {"\n", true, false},
      {"# comment\n", true, false},
      {"x = \n", false, false},
      {"(1,\n", false, true},
      {"x = 1 + \\\n", false, true},
      {"if x:\n", false, true},
      {"if x:\n  y\n", true, true},
      {"if x:\n  y\n\n", true, false},
      {"if x:\n  y\n  \n", true, false},
      {"if x: y\n", true, true},
      {"class A:\n  def f(self):\n", false, true},
      {"class A:\n  x = 1\n\n  y = 2\n", true, true},
      {"match x:\n  case 1:\n", false, true},
      {"try:\n  x\n", false, true},
      {"@d\n", false, true},
      {"\"\"\"abc\n", false, true},
      {"f'''{a}\n", false, true},
      {"'abc\n", false, false},
      {"x y\n", false, false},
      {"if x:\n   y\n  z\n", false, false},
      {"1\n2\n", false, false},
  };
  for (const Typed& typed : kTyped) {
    Arena arena;
    Source source("<stdin>", typed.text, Source::Origin::kText);
    ParseResult result = parse(source, ParseMode::kInteractive, arena);
    EXPECT_EQ(static_cast<bool>(result), typed.good) << typed.text;
    bool more = result ? result.open_block : result.problem->incomplete;
    EXPECT_EQ(more, typed.more_wanted) << typed.text;
  }
}

TEST(Parser, RefusesWhatIsTooDeep) {
  auto repeat = [](std::string_view piece, int times) {
    std::string result;
    for (int i = 0; i < times; i++) result += piece;
    return result;
  };
  EXPECT_EQ(verdict(repeat("(", 201)), "SyntaxError 1:201-1:201 too many nested parentheses");
  EXPECT_EQ(verdict(repeat("(", 199) + "x" + repeat(")", 199)), "ok");
  for (std::string_view piece : {"not ", "-", "lambda: ", "1 if 1 else ", "2 ** "}) {
    EXPECT_TRUE(verdict(repeat(piece, 100000) + "x").starts_with("MemoryError")) << piece;
  }
  for (std::string_view piece : {" + x", ".x", "()", "[0]"}) {
    EXPECT_TRUE(verdict("x" + repeat(piece, 100000)).starts_with("RecursionError")) << piece;
  }
  EXPECT_TRUE(verdict("if x: y\n" + repeat("elif x: y\n", 100000)).starts_with("MemoryError"));
  EXPECT_EQ(verdict("x" + repeat(" + x", 1000)), "ok");
  EXPECT_EQ(verdict("x" + repeat(" and x", 100000)), "ok");
}

TEST(Parser, WarnsOfInvalidEscapes) {
  Arena arena;
  Source source("x", "x = 1\ny = '''\n\\d'''\nz = '\\400' r'\\d'\n", Source::Origin::kText);
  ParseResult result = parse(source, ParseMode::kFile, arena);
  ASSERT_EQ(result.warnings.size(), 2u);
  EXPECT_EQ(
      result.warnings[0].message,
      "\"\\d\" is an invalid escape sequence. Such sequences will not work in the future. Did "
      "you mean \"\\\\d\"? A raw string is also an option.");
  EXPECT_EQ(result.warnings[0].span.line, 3u);
  EXPECT_EQ(result.warnings[1].message,
            "\"\\400\" is an invalid octal escape sequence. Such sequences will not work in the "
            "future. Did you mean \"\\\\400\"? A raw string is also an option.");
}

TEST(Parser, SuggestsMisspeltKeywords) {
  struct Misspelt {
    const char* text;
    const char* keyword;  // null: nothing to suggest
  };
  const Misspelt kMisspelt[] = {
      {"fro x in y:\n  pass\n", "for"},
      {"x = 1\nwhille True: pass\n", "while"},
      {"def f():\n  retrun 1\n", "return"},
      {"if x:\n  pass\nesle:\n  pass\n", "else"},
      {"x = lamda: 1\n", "lambda"},
      {"wiht open(x) as f: pass\n", "with"},
      {"f(x fo x in y)\n", "for"},
      {"a b c\n", nullptr},
      {"x = (1\n", nullptr},
  };
  for (const Misspelt& misspelt : kMisspelt) {
    Source source("x", misspelt.text, Source::Origin::kText);
    Arena arena;
    SyntaxProblem problem = *parse(source, ParseMode::kFile, arena).problem;
    EXPECT_EQ(suggest_keyword(source, problem), misspelt.keyword != nullptr) << misspelt.text;
    if (misspelt.keyword == nullptr) continue;
    EXPECT_EQ(problem.message,
              "invalid syntax. Did you mean '" + std::string(misspelt.keyword) + "'?");
  }
}

}  // namespace
}  // namespace gilt
