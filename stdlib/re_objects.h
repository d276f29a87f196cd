// re.Pattern, re.Match and what walks over the matches of a text.
#pragma once

#include <memory>

#include "runtime/bytes.h"
#include "runtime/native.h"
#include "runtime/str.h"
#include "stdlib/re_program.h"

namespace gilt::re {

struct PatternObject : Object {
  Slot pattern;  // str or bytes; None: made of nothing but a program
  std::shared_ptr<const Program> program;
  bool is_text;
  uint32_t given_flags;
};

struct MatchObject : Object {
  Slot string;
  Slot pattern;      // PatternObject
  int64_t position;  // as given, in characters
  int64_t end_position;
  uint32_t pairs;  // groups and the whole
  // Offsets into the octets of the string, -1: took no part.
  int64_t* offsets() { return reinterpret_cast<int64_t*>(this + 1); }
};

// What is searched: the octets of a str or of anything with a buffer, and the bounds. Held open
// while a search goes on.
class Subject {
 public:
  explicit Subject(Thread& t) : t_(t), view_(t) {}
  // TypeError when [string] does not go with the pattern.
  [[nodiscard]] bool open(const PatternObject* pattern, Value string, Value position,
                          Value end_position);
  // Index of the character at [offset].
  int64_t index(int64_t offset) const;

  std::string_view octets() const { return octets_; }  // up to the end position
  size_t start = 0;                                    // offset to begin at
  int64_t position = 0, end_position = 0;
  Value string;

 private:
  Thread& t_;
  BufferView view_;
  std::string_view octets_;
};

TypeObject* pattern_type();
TypeObject* match_type();
TypeObject* scanner_type();
TypeObject* match_iterator_type();

inline bool is_pattern(Value v) {
  return v.is_object() && type_of(v) == pattern_type();
}

// re.compile: [pattern] is a str, bytes or a pattern (then [flags] must be 0).
RefOf<PatternObject> pattern_from(Thread& t, Value pattern, Value flags);

// Part of a str or of octets, as group() returns it. [from] and [to] are offsets.
Ref piece_of(Thread& t, Value string, int64_t from, int64_t to);
// A match with these offsets.
RefOf<MatchObject> match_new(Thread& t, PatternObject* pattern, const Subject& subject,
                             const int64_t* offsets);
// Runs once; unset when nothing matches.
Ref run_once(Thread& t, PatternObject* pattern, const Subject& subject, Program::Mode mode);
// match.group(number); [otherwise] when it took no part.
Ref match_group(Thread& t, MatchObject* match, int64_t number, Value otherwise);

// The matches in a subject, one after the other. After an empty match the next one may not be empty
// at the same place.
class Walk {
 public:
  Walk(Thread& t, const PatternObject* pattern, const Subject& subject)
      : t_(t), program_(pattern->program), subject_(subject), at_(subject.start) {
    offsets_.resize(static_cast<size_t>(program_->group_count() + 1) * 2);
  }
  // True: offsets() tell the next match. False: no more, or (`failed`) an error was raised.
  bool next(bool& failed);
  const int64_t* offsets() const { return offsets_.data(); }
  int64_t begin() const { return offsets_[0]; }
  int64_t end() const { return offsets_[1]; }

 private:
  Thread& t_;
  std::shared_ptr<const Program> program_;
  const Subject& subject_;
  size_t at_;
  bool must_advance_ = false;
  std::vector<int64_t> offsets_;
};

bool run_failed(Thread& t, const std::string& error);
// Runs [program], however long that takes, with a look at signals and other threads now and then.
// As Program::run; -1 with an exception raised.
int run_program(Thread& t, const Program& program, std::string_view subject, size_t start,
                Program::Mode mode, bool not_empty, int64_t* offsets);
Failed fail_pattern(Thread& t, const ParseError& error, Value pattern);

// Template text as parts; IndexError or PatternError.
bool template_parts(Thread& t, const PatternObject* pattern, Value text,
                    std::vector<TemplatePart>& out);

// The functions of a pattern that the module offers too; args: pattern, string and the rest.
Ref pattern_sub(Thread& t, PatternObject* pattern, Value replacement, Value string, int64_t count,
                bool with_number);
Ref pattern_split(Thread& t, PatternObject* pattern, Value string, int64_t limit);
Ref pattern_find_all(Thread& t, PatternObject* pattern, Value string, Value position,
                     Value end_position);
Ref pattern_find_iter(Thread& t, PatternObject* pattern, Value string, Value position,
                      Value end_position);
Ref pattern_scanner(Thread& t, PatternObject* pattern, Value string, Value position,
                    Value end_position);

}  // namespace gilt::re
