#include "interpreter/syntax_error_print.h"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/colours.h"
#include "interpreter/keyword_suggestion.h"
#include "interpreter/source.h"
#include "runtime/error.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// What is to be shown. Offsets count characters from 1; -1 where there is none.
struct Details {
  std::string message;
  std::string filename;
  bool has_filename;
  bool has_line;
  bool has_text;
  std::string text;
  int64_t line, offset, end_line, end_offset;
};

int64_t number(const Slot& slot, int64_t otherwise) {
  Value v = slot.peek();
  return v.is_int() ? v.as_int() : otherwise;
}

std::string_view text_in(const Slot& slot) {
  Value v = slot.peek();
  return is_str(v) ? v.as<StrObject>()->view() : std::string_view();
}

// A misspelt keyword: [error]._metadata is (line of the last good statement, column, source text).
void correct_keyword(SyntaxErrorObject* error, Details& details) {
  Value metadata = error->metadata.peek();
  if (!is_tuple(metadata) || metadata.as<TupleObject>()->size != 3) return;
  auto* row = metadata.as<TupleObject>();
  if (!row->at(0).is_int() || !is_str(row->at(2)) || details.line <= 0) return;
  Source source(details.filename, row->at(2).as<StrObject>()->view(), Source::Origin::kText);
  SyntaxProblem problem;
  problem.message = details.message;
  problem.span.line = static_cast<uint32_t>(details.line);
  problem.statement_line = static_cast<uint32_t>(std::max<int64_t>(row->at(0).as_int(), 0));
  if (!suggest_keyword(source, problem)) return;
  details.message = problem.message;
  details.line = details.end_line = problem.span.line;
  details.text = source.line(problem.span.line);
  details.offset = source.character_column(problem.span.line, problem.span.col);
  details.end_offset = source.character_column(problem.span.end_line, problem.span.end_col);
}

Details details_of(Thread& t, SyntaxErrorObject* error) {
  Details details;
  Ref message = error->message.load();
  details.message = message.is_unset() || message.is_none()
                        ? "<no detail available>"
                        : text_or_stand_in(t, message.get(), "message");
  details.has_filename = is_str(error->filename.peek());
  details.filename = details.has_filename ? text_in(error->filename) : "<string>";
  details.has_text = is_str(error->text.peek());
  details.text = text_in(error->text);
  details.has_line = error->line.peek().is_int();
  details.line = number(error->line, 0);
  details.offset = number(error->offset, -1);
  details.end_line = number(error->end_line, -1);
  details.end_offset = number(error->end_offset, 0);
  return details;
}

// The source line with carets below.
std::string marked_text(const Details& details, bool colour) {
  auto paint = [&](const char* code) { return colour ? code : ""; };
  std::string_view text = details.text;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  size_t stripped = text.find_first_not_of(" \n\f");
  if (stripped == text.npos) stripped = text.size();
  std::string_view shown = text.substr(stripped);
  shown = shown.substr(0, shown.find('\n'));
  int64_t offset = details.offset, end_offset = details.end_offset;
  if (offset < 1) return fmt::format("    {}\n", shown);
  auto characters = static_cast<int64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
  if (details.end_line != details.line) end_offset = characters + 1;
  if (offset == end_offset || end_offset <= 0) end_offset = offset + 1;
  int64_t column = offset - 1 - static_cast<int64_t>(stripped);
  int64_t end_column = end_offset - 1 - static_cast<int64_t>(stripped);
  if (column < 0) return fmt::format("    {}\n", shown);
  // Tabs stay tabs in the line of carets, so that it lines up.
  std::string spaces, before, marked, after;
  int64_t at = 0;
  for (char c : shown) {
    if ((c & 0xc0) != 0x80) at++;
    (at <= column ? before : at <= end_column ? marked : after).push_back(c);
    if (at <= column && (c & 0xc0) != 0x80) spaces.push_back(c == '\t' || c == '\f' ? c : ' ');
  }
  while (static_cast<int64_t>(spaces.size()) < column) spaces.push_back(' ');
  std::string carets(static_cast<size_t>(std::max<int64_t>(end_column - column, 1)), '^');
  const char* reset = paint(colours::kReset);
  const char* highlight = paint(colours::kHighlight);
  return fmt::format("    {}{}{}{}{}\n    {}{}{}{}\n", before, marked.empty() ? "" : highlight,
                     marked, marked.empty() ? "" : reset, after, spaces, highlight, carets, reset);
}

}  // namespace

std::string text_or_stand_in(Thread& t, Value v, const char* what) {
  RefOf<StrObject> text = to_str(t, v);
  if (!text.is_error()) return std::string(text->view());
  error_clear(t);
  return fmt::format("<{} str() failed>", what);
}

std::string format_syntax_error(Thread& t, SyntaxErrorObject* error, std::string_view type,
                                bool colour) {
  Details details = details_of(t, error);
  correct_keyword(error, details);
  const char* place = colour ? colours::kPlace : "";
  const char* message = colour ? colours::kMessage : "";
  const char* reset = colour ? colours::kReset : "";
  std::string out;
  if (details.has_line) {
    out = fmt::format("  File {2}\"{0}\"{3}, line {2}{1}{3}\n", details.filename, details.line,
                      place, reset);
    if (details.has_text) out += marked_text(details, colour);
  } else if (details.has_filename) {
    return fmt::format("{}: {}{} ({}){}\n", type, message, details.message, details.filename,
                       reset);
  }
  return out + fmt::format("{}: {}{}{}\n", type, message, details.message, reset);
}

}  // namespace gilt
