// Python's regular expressions into PCRE2's.
//
// The two languages are nearly one, but classes, flags, quantifiers and errors differ in a hundred
// details. So the pattern is read completely by Python's rules, with Python's errors, and written
// out again in a part of PCRE2's language where nothing depends on its options but i, m and s:
// groups are numbered only, white space and comments are gone, classes are spelled out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gilt::re {

// The bits of re.compile's flags.
enum Flags : uint32_t {
  kIgnoreCase = 2,
  kLocale = 4,
  kMultiLine = 8,
  kDotAll = 16,
  kUnicode = 32,
  kVerbose = 64,
  kDebug = 128,
  kAscii = 256,
};

struct Group {
  std::string name;  // UTF-8; empty: has none
  int parent = 0;    // the group around it
};

struct Parsed {
  std::string pattern;           // for PCRE2
  uint32_t flags = 0;            // with those that the pattern sets itself
  std::vector<Group> groups{1};  // [0] is the whole
};

struct ParseError {
  enum class Kind { kPattern, kValue, kOverflow };  // PatternError, ValueError, OverflowError
  Kind kind = Kind::kPattern;
  std::string message;  // UTF-8
  int64_t position = -1;
};

// False with [error] filled in. [is_text]: a str pattern; else its code points are octets.
bool parse(std::u32string_view pattern, bool is_text, uint32_t flags, Parsed& out,
           ParseError& error);

// A replacement template ("\1-\g<name>"): literal text and groups in turn.
struct TemplatePart {
  std::string literal;  // UTF-8, or octets
  int group = -1;       // behind the literal; -1: none
};
struct TemplateError : ParseError {
  bool unknown_name = false;  // IndexError
};
bool parse_template(std::u32string_view text, bool is_text, const std::vector<Group>& groups,
                    std::vector<TemplatePart>& out, TemplateError& error);

}  // namespace gilt::re
