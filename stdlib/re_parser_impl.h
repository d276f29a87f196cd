// The translator of patterns: Python's syntax in, PCRE2's out, with all of CPython's complaints.
// One class in three files: re_parser.cpp has the structure (alternatives, sequences, repetitions),
// re_parser_groups.cpp what begins with "(", re_parser_characters.cpp what matches one character.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/utf8.h"
#include "stdlib/re_parser.h"
#include "stdlib/re_source.h"

namespace gilt::re {

inline constexpr uint64_t kUnlimited = 4294967295;  // MAXREPEAT, and the width of what has no limit
inline constexpr uint64_t kMaxPcreRepeat = 65535;
inline constexpr int kMaxNesting = 200;

// How many characters a part of the pattern can match.
struct Width {
  uint64_t low = 0, high = 0;
  Width& operator+=(Width other) {
    low = std::min(low + other.low, kUnlimited);
    high = std::min(high + other.high, kUnlimited);
    return *this;
  }
  Width times(uint64_t least, uint64_t most) const {
    return {std::min(low * least, kUnlimited),
            high == 0 ? 0 : (most == kUnlimited ? kUnlimited : std::min(high * most, kUnlimited))};
  }
};

// A member of a class, or what stands alone for a character.
struct Item {
  enum Kind { kLiteral, kRange, kCategory } kind = kLiteral;
  char32_t first = 0, last = 0;
  char32_t category = 0;  // one of d D s S w W
};

// A new (?x) was found at the start: read again with the flag known.
struct Restart {};

class Parser {
 public:
  Parser(std::u32string_view pattern, bool is_text, uint32_t flags, Parsed& out)
      : source_(pattern, is_text), pattern_(pattern), is_text_(is_text), out_(out) {
    out_.flags = flags;
  }

  void run();

 private:
  struct Scope {
    uint32_t type;  // kAscii or kUnicode: what \w, \d, \s and \b mean
    bool verbose;
  };

  void fix_flags();

  // -- structure --

  Width alternatives(int depth);

  enum class Last { kNothing, kItem, kPosition, kRepeat };
  Width sequence(int depth, bool may_set_flags);

  // A quantifier; nothing when the brace starts none.
  std::optional<Width> repeat(char32_t c, Last kind, Width item);
  void emit_repeat(uint64_t least, uint64_t most);
  void expect_close(size_t start);
  std::u32string_view get_in_group();

  // Behind an opening parenthesis. Nothing: a comment or flags, which are no item.
  std::optional<Width> group(int depth, bool may_set_flags);
  Width inside(int depth, size_t start, Scope scope);
  Width capture(int depth, size_t start, const std::u32string& name);
  int64_t find_group(const std::u32string& name) const;
  std::optional<Width> named(int depth, size_t start);
  bool is_open(int64_t index) const;
  void check_look_behind(int64_t index) const;
  Width reference(int64_t index, size_t offset);
  Width look(int depth, size_t start);
  Width look_behind(int depth, size_t start);
  Width conditional(int depth, size_t start);

  // (?flags) at the start, or (?flags-flags:...).
  std::optional<Width> flags(int depth, size_t start, std::u32string_view token,
                             bool may_set_flags);
  static std::string letters(uint32_t flags);

  // -- characters --

  void emit(std::string_view text) { out_.pattern += text; }

  void literal(char32_t c);

  // The members of \d, \s or \w, as they stand inside brackets.
  std::string members(char32_t category) const;
  static bool is_complement(char32_t category) { return category < 'a'; }

  void category(char32_t c);
  void word_boundary(bool inside_word);
  char32_t hex_escape(std::u32string escaped, size_t digits);
  char32_t named_escape();
  char32_t octal(const std::u32string& escaped);

  // What all escapes share; false: [token] is none of these.
  bool character_escape(std::u32string_view token, char32_t& out);

  [[noreturn]] void bad_escape(std::u32string_view token) {
    source_.fail("bad escape " + to_utf8(token), token.size());
  }

  Width escape(std::u32string_view token, bool& position);
  Item class_escape(std::u32string_view token);
  void character_class();
  void emit_class(const std::vector<Item>& items, bool negated);

 public:
  // Found while parsing, reported after everything else.
  std::optional<ParseError> behind_error;

 private:
  Source source_;
  std::u32string_view pattern_;
  bool is_text_;
  Parsed& out_;
  Scope scope_{};
  std::vector<int> open_;  // groups that are not closed yet
  std::vector<Width> widths_{1};
  int64_t first_behind_ = 0;               // in a look-behind: number of the first group in it
  std::map<int64_t, int64_t> references_;  // groups of conditions: where they are mentioned
};

}  // namespace gilt::re
