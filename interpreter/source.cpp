#include "interpreter/source.h"

#include <algorithm>
#include <cstring>

#include "interpreter/utf8.h"
#include "runtime/utf8.h"

namespace gilt {

size_t utf8::find_invalid(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    // Eight ASCII bytes at a time.
    while (i + 8 <= text.size()) {
      uint64_t word;
      std::memcpy(&word, text.data() + i, 8);
      if (word & 0x8080808080808080u) break;
      i += 8;
    }
    if (i >= text.size()) break;
    Decoded c = decode(text.substr(i, 4));
    if (c.size == 0) return i;
    i += c.size;
  }
  return text.size();
}

namespace {

enum class Encoding : uint8_t { kUtf8, kLatin1, kAscii, kUnknown };

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_cookie_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// What PEP 263's "coding[:=] name" in the comment [line] names; empty if it is not there.
std::string_view cookie_in(std::string_view line) {
  size_t i = line.find_first_not_of(" \t\f");
  if (i == line.npos || line[i] != '#') return {};
  for (i = line.find("coding", i); i != line.npos; i = line.find("coding", i + 1)) {
    size_t at = i + 6;
    if (at >= line.size() || (line[at] != ':' && line[at] != '=')) continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == line.npos) return {};
    size_t end = at;
    while (end < line.size() && is_cookie_character(line[end])) end++;
    if (end > at) return line.substr(at, end - at);
  }
  return {};
}

// The cookie counts in the first line, and in the second if the first is blank or a comment.
struct Cookie {
  std::string_view name;  // empty: none
  uint32_t line = 1;
  size_t line_start = 0, line_end = 0;
};

Cookie find_cookie(std::string_view text) {
  size_t start = 0;
  for (uint32_t number = 1; number <= 2; number++) {
    size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    std::string_view line = text.substr(start, end - start);
    if (std::string_view name = cookie_in(line); !name.empty()) return {name, number, start, end};
    size_t first = line.find_first_not_of(" \t\f");
    if (first != line.npos && line[first] != '#') return {};
    if (end == text.size()) return {};
    start = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return {};
}

Encoding encoding_named(std::string_view cookie) {
  std::string name;
  for (char c : cookie) {
    name += c == '_' || c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  auto is_any_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is_any_of({"utf-8", "utf8", "u8", "utf", "utf8-ucs2", "utf8-ucs4", "utf-8-sig", "cp65001"}) ||
      name.starts_with("utf-8-")) {
    return Encoding::kUtf8;
  }
  if (is_any_of({"latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "iso8859", "8859",
                 "cp819", "iso-ir-100"}) ||
      name.starts_with("latin-1-") || name.starts_with("iso-8859-1-")) {
    return Encoding::kLatin1;
  }
  if (is_any_of({"ascii", "us-ascii", "646", "ansi-x3.4-1968", "iso646-us", "us"})) {
    return Encoding::kAscii;
  }
  return Encoding::kUnknown;
}

std::string hex_byte(char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  auto value = static_cast<unsigned char>(c);
  return {'\\', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

uint32_t count_lines(std::string_view text) {
  uint32_t lines = 1;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n")) lines++;
  }
  return lines;
}

// How much at the front of [text], which is not UTF-8, belongs together, and why it is not. Its end
// is that of a line.
struct BadSequence {
  size_t size;
  const char* reason;
};

BadSequence bad_sequence(std::string_view text) {
  auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(text[i]); };
  uint32_t lead = byte(0);
  if (lead < 0xc2 || lead > 0xf4) return {1, "invalid start byte"};
  size_t wanted = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (size_t i = 1; i < wanted; i++) {
    if (i == text.size()) return {i, "invalid continuation byte"};
    // The second byte of some is limited: no overlong forms, surrogates or too large code points.
    uint32_t low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint32_t high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(i) < low || byte(i) > high) return {i, "invalid continuation byte"};
  }
  return {wanted, "invalid continuation byte"};
}

// [text] with everything that is not UTF-8 replaced, so that the line can be shown.
std::string with_replacements(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    size_t valid = utf8::find_invalid(text);
    result.append(text.substr(0, valid));
    text.remove_prefix(valid);
    if (text.empty()) break;
    text::append(result, 0xfffd);
    text.remove_prefix(bad_sequence(text).size);
  }
  return result;
}

void normalise_line_ends(std::string& text) {
  size_t first = text.find('\r');
  if (first == text.npos) return;
  size_t to = first;
  for (size_t from = first; from < text.size(); from++) {
    char c = text[from];
    if (c == '\r') {
      c = '\n';
      if (from + 1 < text.size() && text[from + 1] == '\n') from++;
    }
    text[to++] = c;
  }
  text.resize(to);
}

}  // namespace

Source::Source(std::string name, std::string_view bytes, Origin origin)
    : name_(std::move(name)), origin_(origin) {
  decode(bytes);
  normalise_line_ends(text_);
  find_lines();
}

void Source::decode(std::string_view bytes) {
  if (bytes.size() >= kUnknownColumn) {
    problem_.emplace();
    problem_->type = ProblemType::kMemoryError;
    problem_->message = "source text too large";
    return;
  }
  bool has_mark = origin_ != Origin::kText && bytes.starts_with(kByteOrderMark);
  if (has_mark) bytes.remove_prefix(kByteOrderMark.size());

  if (size_t nul = bytes.find('\0'); nul != bytes.npos) {
    std::string_view before = bytes.substr(0, nul);
    if (origin_ != Origin::kFile || utf8::find_invalid(before) == nul)
      return report_null_byte(before);
    bytes = before;
  }

  Encoding encoding = Encoding::kUtf8;
  Cookie cookie;
  if (origin_ != Origin::kText) {
    cookie = find_cookie(bytes);
    if (!cookie.name.empty()) encoding = encoding_named(cookie.name);
  }
  if (has_mark && encoding != Encoding::kUtf8) {
    text_ = with_replacements(bytes);
    problem_.emplace();
    problem_->message = "encoding problem: " +
                        std::string(encoding == Encoding::kLatin1 ? "iso-8859-1" : cookie.name) +
                        " with BOM";
    problem_->span = {cookie.line, kNoColumn, cookie.line,
                      static_cast<uint32_t>(cookie.line_end - cookie.line_start - 1)};
    problem_->bare_text = problem_->nameless = origin_ == Origin::kBytes;
    return;
  }
  if (encoding == Encoding::kUnknown) {
    text_ = with_replacements(bytes);
    problem_.emplace();
    problem_->message = "unknown encoding: " + std::string(cookie.name);
    problem_->unreadable = true;
    foreign_encoding_ = cookie.name;
    foreign_start_ = origin_ == Origin::kFile ? cookie.line_end : 0;
    return;
  }

  size_t invalid = utf8::find_invalid(bytes);
  if (encoding != Encoding::kUtf8) {
    auto is_high = [](char c) { return (c & 0x80) != 0; };
    invalid =
        static_cast<size_t>(std::find_if(bytes.begin(), bytes.end(), is_high) - bytes.begin());
  }
  if (invalid == bytes.size()) {
    text_ = bytes;
    return;
  }
  if (encoding == Encoding::kLatin1) {
    text_.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) text::append(text_, static_cast<unsigned char>(c));
    return;
  }

  text_ = with_replacements(bytes);
  if (encoding == Encoding::kUtf8)
    return report_invalid(bytes, invalid, has_mark || !cookie.name.empty());
  problem_.emplace();
  bool in_stream = origin_ == Origin::kFile;
  bool in_cookie = in_stream && invalid < cookie.line_end;
  // Of a program CPython decodes what follows the cookie's line, the newline that ends it included.
  size_t counted_from = !in_stream ? 0 : in_cookie ? cookie.line_start : cookie.line_end;
  problem_->message = std::string(in_cookie ? "(unicode error) " : "") +
                      "'ascii' codec can't decode byte 0x" + hex_byte(bytes[invalid]).substr(2) +
                      " in position " + std::to_string(invalid - counted_from) +
                      ": ordinal not in range(128)";
  if (in_cookie)
    problem_->span = {cookie.line, kNoColumn, cookie.line, kNoColumn};
  else
    problem_->unreadable = true;
}

void Source::report_null_byte(std::string_view before) {
  text_ = with_replacements(before);
  problem_.emplace();
  if (origin_ == Origin::kFile) {
    uint32_t line = count_lines(before);
    problem_->message = "source code cannot contain null bytes";
    problem_->span = {line, kNoColumn, line, kNoColumn};
  } else {
    problem_->message = "source code string cannot contain null bytes";
    problem_->nameless = origin_ == Origin::kBytes;
  }
}

// [bytes] are not UTF-8 from [at] on. [declared]: they claim to be.
void Source::report_invalid(std::string_view bytes, size_t at, bool declared) {
  uint32_t line = count_lines(bytes.substr(0, at));
  size_t line_start = bytes.substr(0, at).find_last_of("\r\n");
  line_start = line_start == bytes.npos ? 0 : line_start + 1;
  auto col = static_cast<uint32_t>(at - line_start);
  problem_.emplace();
  if (declared && origin_ == Origin::kFile) {
    BadSequence bad = bad_sequence(bytes.substr(at));
    std::string which =
        bad.size == 1
            ? "byte 0x" + hex_byte(bytes[at]).substr(2) + " in position " + std::to_string(col)
            : "bytes in position " + std::to_string(col) + "-" + std::to_string(col + bad.size - 1);
    problem_->message = "(unicode error) 'utf-8' codec can't decode " + which + ": " + bad.reason;
    problem_->span = {line, kNoColumn, line, kNoColumn};
    return;
  }
  problem_->message =
      "Non-UTF-8 code starting with '" + hex_byte(bytes[at]) + "'" +
      (origin_ == Origin::kFile ? " in file " + name_ : "") + " on line " + std::to_string(line) +
      ", but no encoding declared; see https://peps.python.org/pep-0263/ for details";
  problem_->span = {line, col, line, col};
  problem_->bare_text = problem_->nameless = origin_ == Origin::kBytes;
}

void Source::find_lines() {
  line_starts_.reserve(text_.size() / 32 + 2);
  line_starts_.push_back(0);
  for (size_t at = 0; (at = text_.find('\n', at)) != text_.npos;) {
    line_starts_.push_back(static_cast<uint32_t>(++at));
  }
}

std::string_view Source::line(uint32_t line) const {
  if (line < 1 || line > line_count()) return {};
  std::string_view rest = text().substr(line_start(line));
  return rest.substr(0, rest.find('\n'));
}

int32_t Source::character_column(uint32_t line_number, uint32_t col) const {
  if (col == kNoColumn) return 0;
  if (col == kUnknownColumn) return -1;
  std::string_view text = line(line_number);
  int32_t count = 1;
  for (uint32_t i = 0; i < col; i++) {
    // Columns past the end of the line (of its newline, or of the text's end) count as one each.
    if (i >= text.size() || (text[i] & 0xc0) != 0x80) count++;
  }
  return count;
}

}  // namespace gilt
