#include "interpreter/caret.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <optional>
#include <set>

#include "interpreter/arena.h"
#include "interpreter/ast.h"
#include "interpreter/colours.h"
#include "interpreter/parser.h"
#include "runtime/limits.h"
#include "runtime/utf8.h"

namespace gilt {
namespace {

using Line = std::u32string;

Line decode(std::string_view utf8) {
  return text::to_utf32(utf8);
}

// Code points before byte [column].
size_t characters(std::string_view utf8, uint32_t column) {
  return decode(utf8.substr(0, std::min<size_t>(column, utf8.size()))).size();
}

size_t width(char32_t c) {
  int w = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
  return w < 0 ? 0 : static_cast<size_t>(w);
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == '\r';
}

size_t leading_spaces(const Line& line) {
  size_t n = 0;
  while (n < line.size() && is_space(line[n])) n++;
  return n;
}

bool blank(const Line& line, size_t from, size_t to) {
  for (size_t i = from; i < std::min(to, line.size()); i++) {
    if (!is_space(line[i])) return false;
  }
  return true;
}

// Where inside a segment the operator, the subscript or the call's parentheses are. Lines from 0,
// columns in characters.
struct Anchors {
  size_t left_line, left_column;
  size_t right_line, right_column;
};

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// Walks from the end of one part of the segment to the token that matters. Positions are of the
// wrapped text, whose first line is the opening parenthesis that we add: line 2 of it is line 0 of
// the segment.
class Walk {
 public:
  Walk(const std::vector<std::string_view>& lines, uint32_t line, uint32_t column) : lines_(lines) {
    line_ = line - 2;
    column_ = characters(lines_[line_], column);
  }
  // Moves on while [skip] says so; comments and line ends are passed. False at the end of the text.
  template <class F>
  bool skip_while(F&& skip) {
    while (line_ < lines_.size()) {
      Line line = decode(lines_[line_]);
      while (column_ < line.size() && line[column_] != '#') {
        if (line[column_] != '\\' && !skip(line[column_])) return true;
        column_++;
      }
      line_++;
      column_ = 0;
    }
    return false;
  }
  size_t line() const { return line_; }
  size_t column() const { return column_; }
  char32_t at(size_t ahead) const {
    Line line = decode(lines_[line_]);
    return column_ + ahead < line.size() ? line[column_ + ahead] : U'\n';
  }

 private:
  const std::vector<std::string_view>& lines_;
  size_t line_, column_;
};

std::optional<Anchors> find_anchors(std::string_view segment) {
  // In parentheses, so that an expression may go over several lines.
  std::string wrapped = "(\n" + std::string(segment) + "\n)";
  Arena arena;
  Source source("", wrapped, Source::Origin::kText);
  ParseResult parsed = parse(source, ParseMode::kFile, arena);
  if (!parsed) return std::nullopt;
  auto* module = &parsed.tree->as<ast::Module>();
  if (module->body.size() != 1 || module->body[0]->kind != ast::Kind::kExpr) return std::nullopt;
  const ast::Expr* expression = module->body[0]->as<ast::ExprStmt>().value;
  std::vector<std::string_view> lines = split_lines(segment);
  auto end_of = [&](const Span& span) {
    size_t line = span.end_line - 2;
    return std::pair(line, characters(lines[line], span.end_col));
  };

  if (expression->kind == ast::Kind::kBinOp) {
    auto* binary = &expression->as<ast::BinOp>();
    Walk walk(lines, binary->left->span.end_line, binary->left->span.end_col);
    if (!walk.skip_while([](char32_t c) { return is_space(c) || c == ')'; })) return std::nullopt;
    size_t end = walk.column() + 1;
    char32_t second = walk.at(1);
    // Of two characters when another sign follows, and that is not the start of the right operand.
    bool before_right = walk.line() != binary->right->span.line - 2 ||
                        walk.column() + 1 < characters(lines[binary->right->span.line - 2],
                                                       binary->right->span.col);
    if (before_right && second < 0x80 && !is_space(second) && second != '(' && second != '#' &&
        second != '\\' && second != '\n') {
      end++;
    }
    return Anchors{walk.line(), walk.column(), walk.line(), end};
  }
  if (expression->kind == ast::Kind::kSubscript) {
    auto* subscript = &expression->as<ast::Subscript>();
    Walk walk(lines, subscript->value->span.end_line, subscript->value->span.end_col);
    if (!walk.skip_while([](char32_t c) { return c != '['; })) return std::nullopt;
    auto [line, column] = end_of(subscript->span);
    return Anchors{walk.line(), walk.column(), line, column};
  }
  if (expression->kind == ast::Kind::kCall) {
    auto* call = &expression->as<ast::Call>();
    Walk walk(lines, call->func->span.end_line, call->func->span.end_col);
    if (!walk.skip_while([](char32_t c) { return c != '('; })) return std::nullopt;
    auto [line, column] = end_of(call->span);
    return Anchors{walk.line(), walk.column(), line, column};
  }
  return std::nullopt;
}

// A statement that is nothing but one call, spanned completely, needs no carets: the line says it
// all.
bool is_plain_call(const std::vector<std::string>& lines, uint32_t start, uint32_t end) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  Arena arena;
  Source source("", text, Source::Origin::kText);
  ParseResult parsed = parse(source, ParseMode::kFile, arena);
  if (!parsed) return false;
  auto* module = &parsed.tree->as<ast::Module>();
  if (module->body.empty()) return true;
  const ast::Stmt* statement = module->body[0];
  const ast::Expr* value = nullptr;
  if (statement->kind == ast::Kind::kReturn) {
    const ast::Expr* returned = statement->as<ast::Return>().value;
    if (returned != nullptr && returned->kind == ast::Kind::kCall &&
        returned->as<ast::Call>().func->kind == ast::Kind::kName) {
      value = returned;
    }
  } else if (statement->kind == ast::Kind::kAssign) {
    const ast::Expr* assigned = statement->as<ast::Assign>().value;
    if (assigned->kind == ast::Kind::kCall) value = assigned;
  }
  return value != nullptr && value->span.line == 1 && value->span.end_line == lines.size() &&
         value->span.col == start && value->span.end_col == end;
}

std::string encode(const Line& line, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to && i < line.size(); i++) text::append(out, line[i]);
  return out;
}

}  // namespace

std::string marked_source(const CaretRequest& request, bool colour) {
  // What is reported may be that there is no memory left, which has carets too.
  MemoryReserve reserve;
  // Dedent by what the first line has in front.
  std::vector<Line> lines;
  lines.reserve(request.lines.size());
  for (std::string_view line : request.lines) lines.push_back(decode(line));
  size_t start = characters(request.lines.front(), request.column);
  size_t end = characters(request.lines.back(), request.end_column);
  size_t dedent = SIZE_MAX;
  for (const Line& line : lines) {
    if (!blank(line, 0, line.size())) dedent = std::min(dedent, leading_spaces(line));
  }
  if (dedent == SIZE_MAX) return "";
  for (Line& line : lines) line.erase(0, std::min(dedent, leading_spaces(line)));
  start -= std::min(start, dedent);
  end -= std::min(end, dedent);
  while (!lines.back().empty() && is_space(lines.back().back())) lines.back().pop_back();
  end = std::min(end, lines.back().size());

  std::vector<std::string> utf8;
  utf8.reserve(lines.size());
  for (const Line& line : lines) utf8.push_back(encode(line, 0, line.size()));
  uint32_t start_byte = static_cast<uint32_t>(encode(lines.front(), 0, start).size());
  uint32_t end_byte = static_cast<uint32_t>(encode(lines.back(), 0, end).size());

  std::string segment;
  for (size_t i = 0; i < utf8.size(); i++) {
    size_t from = i == 0 ? start_byte : 0;
    size_t to = i + 1 == utf8.size() ? end_byte : utf8[i].size();
    if (i != 0) segment += '\n';
    if (to > from) segment += utf8[i].substr(from, to - from);
  }
  std::optional<Anchors> anchors = find_anchors(segment);
  bool carets = !is_plain_call(utf8, start_byte, end_byte) &&
                (anchors || !blank(lines.front(), 0, start) ||
                 !blank(lines.back(), end, lines.back().size()));

  std::set<size_t> significant = {0, lines.size() - 1};
  if (anchors) {
    if (anchors->left_line == 0) anchors->left_column += start;
    if (anchors->right_line == 0) anchors->right_column += start;
    for (size_t near : {anchors->left_line, anchors->right_line}) {
      if (near > 0) significant.insert(near - 1);
      significant.insert(near);
      if (near + 1 < lines.size()) significant.insert(near + 1);
    }
  }

  std::string out;
  auto show = [&](size_t n) {
    const Line& line = lines[n];
    if (!carets) {
      out += utf8[n] + "\n";
      return;
    }
    size_t spaces = leading_spaces(line);
    size_t marked_end = n + 1 == lines.size() ? end : line.size();
    std::string below;
    std::string source_text;
    char run = ' ';  // what the current run of characters is marked with
    auto set_run = [&](char mark) {
      if (mark == run) return;
      if (colour) {
        const char* code = mark == '^'   ? colours::kHighlight
                           : mark == '~' ? colours::kRange
                                         : colours::kReset;
        if (run != ' ') source_text += colours::kReset, below += colours::kReset;
        if (mark != ' ') source_text += code, below += code;
      }
      run = mark;
    };
    for (size_t i = 0; i < line.size(); i++) {
      char mark = ' ';
      if (i < marked_end && i >= spaces && (n != 0 || i >= start)) {
        bool inside =
            anchors &&
            (n > anchors->left_line || (n == anchors->left_line && i >= anchors->left_column)) &&
            (n < anchors->right_line || (n == anchors->right_line && i < anchors->right_column));
        mark = anchors ? (inside ? '^' : '~') : '^';
      }
      set_run(mark);
      text::append(source_text, line[i]);
      if (i < marked_end) below.append(width(line[i]), mark);
    }
    set_run(' ');
    out += source_text + "\n" + below + "\n";
  };
  size_t previous = 0;
  for (size_t n : significant) {
    if (n - previous == 2) show(n - 1);
    if (n - previous > 2) out += fmt::format("...<{} lines>...\n", n - previous - 1);
    show(n);
    previous = n;
  }
  return out;
}

}  // namespace gilt
