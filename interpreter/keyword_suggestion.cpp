#include "interpreter/keyword_suggestion.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/arena.h"
#include "interpreter/lexer.h"
#include "interpreter/parser.h"
#include "interpreter/symtable.h"

namespace gilt {

namespace {

constexpr size_t kLongestCode = 1024;
constexpr int kMostNames = 10;
constexpr size_t kMostMatches = 3;
constexpr double kCutoff = 0.5;

constexpr std::string_view kKeywords[] = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

// How many characters two words share in the longest common pieces, as difflib counts them.
size_t matching_characters(std::string_view a, std::string_view b) {
  size_t best = 0, best_a = 0, best_b = 0;
  for (size_t i = 0; i < a.size(); i++) {
    for (size_t j = 0; j < b.size(); j++) {
      size_t size = 0;
      while (i + size < a.size() && j + size < b.size() && a[i + size] == b[j + size]) size++;
      if (size > best) {
        best = size;
        best_a = i;
        best_b = j;
      }
    }
  }
  if (best == 0) return 0;
  return best + matching_characters(a.substr(0, best_a), b.substr(0, best_b)) +
         matching_characters(a.substr(best_a + best), b.substr(best_b + best));
}

double similarity(std::string_view a, std::string_view b) {
  return 2.0 * static_cast<double>(matching_characters(a, b)) /
         static_cast<double>(a.size() + b.size());
}

// Edit distance in which a changed case costs 1 and any other edit 2.
size_t edit_distance(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); j++) row[j] = 2 * j;
  for (size_t i = 1; i <= a.size(); i++) {
    size_t diagonal = row[0];
    row[0] = 2 * i;
    for (size_t j = 1; j <= b.size(); j++) {
      size_t change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2;
      size_t cost = std::min({diagonal + change, row[j] + 2, row[j - 1] + 2});
      diagonal = std::exchange(row[j], cost);
    }
  }
  return row[b.size()];
}

// The keywords to try for [name], best first.
std::vector<std::string_view> candidates(std::string_view name) {
  std::vector<std::string_view> result;
  std::string_view nearest;
  size_t least = SIZE_MAX;
  for (std::string_view keyword : kKeywords) {
    size_t most = (name.size() + keyword.size() + 3) * 2 / 6;
    size_t distance = edit_distance(name, keyword);
    if (distance <= most && distance < least) {
      least = distance;
      nearest = keyword;
    }
  }
  if (!nearest.empty()) result.push_back(nearest);

  std::vector<std::pair<double, std::string_view>> close;
  for (std::string_view keyword : kKeywords) {
    double score = similarity(keyword, name);
    if (score >= kCutoff) close.emplace_back(score, keyword);
  }
  std::sort(close.rbegin(), close.rend());
  for (auto& [score, keyword] : close) result.push_back(keyword);
  if (result.size() > kMostMatches) result.resize(kMostMatches);
  return result;
}

bool is_good(std::string_view code) {
  Source source("<suggestion>", code, Source::Origin::kText);
  Arena arena;
  ParseResult result = parse(source, ParseMode::kFile, arena);
  if (result.tree == nullptr) return result.problem->incomplete;
  return static_cast<bool>(build_symbol_table(*result.tree, arena, {}));
}

// Tries to correct a name of line [last], with the lines from [first] on as its statement.
bool correct_line(const Source& source, uint32_t first, uint32_t last, SyntaxProblem& problem) {
  // The lines without the indentation that they share.
  size_t indentation = SIZE_MAX;
  for (uint32_t line = first; line <= last; line++) {
    std::string_view text = source.line(line);
    size_t width = text.find_first_not_of(" \t");
    if (width != text.npos) indentation = std::min(indentation, width);
  }
  if (indentation == SIZE_MAX) return false;
  std::string code;
  for (uint32_t line = first; line <= last; line++) {
    std::string_view text = source.line(line);
    if (line > first) code += '\n';
    if (text.size() >= indentation) code += text.substr(indentation);
  }
  if (code.size() > kLongestCode) return false;

  Source part(source.name(), code, Source::Origin::kText);
  Lexer lexer(part);
  lexer.run();
  int names = 0;
  for (const Token& token : lexer.tokens()) {
    if (token.kind != Tok::kName || first + token.span.line - 1 != last) continue;
    if (++names > kMostNames) break;
    std::string_view name = part.text().substr(token.start, token.end - token.start);
    for (std::string_view keyword : candidates(name)) {
      std::string corrected = code;
      corrected.replace(token.start, name.size(), keyword);
      if (!is_good(corrected)) continue;
      auto col = static_cast<uint32_t>(token.span.col + indentation);
      problem.message = "invalid syntax. Did you mean '" + std::string(keyword) + "'?";
      problem.span = {last, col, last, col + static_cast<uint32_t>(name.size())};
      return true;
    }
  }
  return false;
}

// The nearest line above [line] that is indented as it is; 0 if there is none.
uint32_t line_above(const Source& source, uint32_t line) {
  auto indentation = [&](uint32_t n) { return source.line(n).find_first_not_of(" \t"); };
  size_t wanted = indentation(line);
  for (uint32_t above = line - 1; above > 0; above--) {
    size_t width = indentation(above);
    if (width == wanted) return above;
    if (width < wanted) return 0;
  }
  return 0;
}

// Whether a line goes on with a statement that began above it.
bool begins_clause(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  for (std::string_view word : {"elif", "else", "except", "finally"}) {
    if (line.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

bool suggest_keyword(const Source& source, SyntaxProblem& problem) {
  if (problem.message != "invalid syntax" &&
      problem.message.find("Perhaps you forgot a comma") == problem.message.npos) {
    return false;
  }
  uint32_t last = std::min(problem.span.line, source.line_count());
  uint32_t first = std::max(problem.statement_line, 1u);
  if (first > last) return false;
  if (correct_line(source, first, last, problem)) return true;
  // `esle:` needs its `if`, with all that lies between them.
  for (uint32_t above = line_above(source, last); above > 0; above = line_above(source, above)) {
    if (above != first && correct_line(source, above, last, problem)) return true;
    if (!begins_clause(source.line(above))) break;
  }
  return false;
}

}  // namespace gilt
