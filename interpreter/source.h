// A source text: its name, its bytes as UTF-8, and where its lines start.
//
// Construction decodes: a UTF-8 byte order mark is dropped, a PEP 263 cookie ("# coding: latin-1")
// is honoured, and what cannot be decoded leaves a problem that `parse` reports as a SyntaxError.
// Line ends are normalised to '\n'. A Source is immutable after construction and may be read by any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gilt {

// A stretch of source text. Lines count from 1; columns count UTF-8 bytes from 0, as in CPython's
// ast. Line 0 means "no position".
struct Span {
  uint32_t line = 0;
  uint32_t col = 0;
  uint32_t end_line = 0;
  uint32_t end_col = 0;

  bool operator==(const Span&) const = default;
};

enum class ProblemType : uint8_t {
  kSyntaxError,
  kIndentationError,
  kTabError,
  kRecursionError,
  kMemoryError
};

// Columns that stand for "none": SyntaxError.end_offset shows them as 0 and as -1. CPython has
// both.
inline constexpr uint32_t kNoColumn = UINT32_MAX;
inline constexpr uint32_t kUnknownColumn = UINT32_MAX - 1;

// Why a text is not a program. Columns of [span] are bytes, as everywhere;
// `Source::character_column` turns one into the number that SyntaxError.offset and end_offset show
// (-1 for kNoColumn). A span of line 0 has no position at all: lineno and offset are None.
struct SyntaxProblem {
  ProblemType type = ProblemType::kSyntaxError;
  std::string message;
  Span span;
  // More text could make this a program: the REPL asks for another line instead of complaining.
  bool incomplete = false;
  // The line of the last statement that was good, 0 if none was: what it takes to try a correction.
  uint32_t statement_line = 0;
  // The text cannot even be decoded: SyntaxError.lineno is 0 and its offset -1, without a text.
  bool unreadable = false;
  // SyntaxError.text has no newline: so CPython's tokenizer, unlike its parser, leaves it.
  bool bare_text = false;
  // SyntaxError.filename is None: CPython does not know it where it decodes a bytes object.
  bool nameless = false;
};

// A SyntaxWarning: the text is a program, but probably not the one meant.
struct SourceWarning {
  std::string message;
  Span span;
  bool is_deprecation = false;  // DeprecationWarning rather than SyntaxWarning
  bool bare_text = false;       // as an error: SyntaxProblem::bare_text
};

class Source {
 public:
  enum class Origin : uint8_t {
    kFile,   // the bytes of a program, which CPython reads line by line: a coding cookie counts
    kBytes,  // a bytes object, or a module's file: a coding cookie counts
    kText,   // a str: already UTF-8, a cookie is only a comment
  };

  Source(std::string name, std::string_view bytes, Origin origin = Origin::kFile);

  const std::string& name() const { return name_; }
  Origin origin() const { return origin_; }
  std::string_view text() const { return text_; }
  const std::optional<SyntaxProblem>& problem() const { return problem_; }
  // What the cookie says, if that is no encoding known here: the problem is then that it is
  // unknown. Decoding starts at byte foreign_start(), which is later than 0 where CPython would
  // read by line.
  const std::string& foreign_encoding() const { return foreign_encoding_; }
  size_t foreign_start() const { return foreign_start_; }

  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
  // The offset in text() where [line] starts. REQUIRES: 1 <= line <= line_count().
  uint32_t line_start(uint32_t line) const { return line_starts_[line - 1]; }
  // The text of [line] without its line end; empty if there is no such line.
  std::string_view line(uint32_t line) const;
  // One more than the number of characters before byte [col] of [line]; 0 for kNoColumn, -1 for
  // kUnknownColumn.
  int32_t character_column(uint32_t line, uint32_t col) const;

 private:
  void decode(std::string_view bytes);
  void report_null_byte(std::string_view before);
  void report_invalid(std::string_view bytes, size_t at, bool declared);
  void find_lines();

  std::string name_;
  Origin origin_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
  std::optional<SyntaxProblem> problem_;
  std::string foreign_encoding_;
  size_t foreign_start_ = 0;
};

}  // namespace gilt
