#include "stdlib/re_parser.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "interpreter/unicode_names.h"
#include "runtime/utf8.h"
#include "stdlib/re_source.h"

namespace gilt::re {

namespace {

constexpr uint64_t kUnlimited = 4294967295;  // MAXREPEAT, and the width of what has no limit
constexpr uint64_t kMaxPcreRepeat = 65535;
constexpr int kMaxNesting = 200;

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

struct FlagLetter {
  char32_t letter;
  uint32_t flag;
};
constexpr FlagLetter kFlagLetters[] = {
    {'i', kIgnoreCase}, {'L', kLocale}, {'m', kMultiLine}, {'s', kDotAll},
    {'x', kVerbose},    {'a', kAscii},  {'u', kUnicode},
};
constexpr uint32_t kTypeFlags = kAscii | kLocale | kUnicode;

uint32_t flag_of(std::u32string_view token) {
  for (const FlagLetter& f : kFlagLetters)
    if (token.size() == 1 && token[0] == f.letter) return f.flag;
  return 0;
}

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

  void run() {
    scope_ = {out_.flags & kAscii || !is_text_ ? kAscii : kUnicode, (out_.flags & kVerbose) != 0};
    alternatives(0);
    fix_flags();
    if (!source_.at_end()) source_.fail("unbalanced parenthesis");
    for (auto [group, position] : references_)
      if (group >= static_cast<int64_t>(out_.groups.size()))
        throw ParseError{ParseError::Kind::kPattern,
                         "invalid group reference " + std::to_string(group), position};
  }

 private:
  struct Scope {
    uint32_t type;  // kAscii or kUnicode: what \w, \d, \s and \b mean
    bool verbose;
  };

  void fix_flags() {
    auto refuse = [](const char* message) {
      throw ParseError{ParseError::Kind::kValue, message, -1};
    };
    uint32_t& flags = out_.flags;
    if (is_text_) {
      if (flags & kLocale) refuse("cannot use LOCALE flag with a str pattern");
      if (flags & kAscii && flags & kUnicode) refuse("ASCII and UNICODE flags are incompatible");
      if (!(flags & kAscii)) flags |= kUnicode;
    } else {
      if (flags & kUnicode) refuse("cannot use UNICODE flag with a bytes pattern");
      if (flags & kLocale && flags & kAscii) refuse("ASCII and LOCALE flags are incompatible");
    }
  }

  // -- structure --

  Width alternatives(int depth) {
    if (depth > kMaxNesting)
      throw ParseError{ParseError::Kind::kOverflow, "regular expression nested too deeply", -1};
    Width width{kUnlimited, 0};
    bool first = depth == 0;
    while (true) {
      Width one = sequence(depth, first);
      width.low = std::min(width.low, one.low);
      width.high = std::max(width.high, one.high);
      if (!source_.match('|')) return width;
      emit("|");
      first = false;
    }
  }

  enum class Last { kNothing, kItem, kPosition, kRepeat };

  Width sequence(int depth, bool may_set_flags) {
    Width total, last;
    Last kind = Last::kNothing;
    bool empty = true;
    auto add = [&](Width w, Last k = Last::kItem) {
      total += last;
      last = w;
      kind = k;
      empty = false;
    };
    while (!source_.at_end() && !source_.peek_in(U"|)")) {
      std::u32string_view token = source_.get();
      char32_t c = token[0];
      if (scope_.verbose && token.size() == 1) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
        if (c == '#') {
          while (!source_.at_end()) {
            std::u32string_view skipped = source_.get();
            if (skipped.size() == 1 && skipped[0] == '\n') break;
          }
          continue;
        }
      }
      if (c == '\\') {
        bool position = false;
        add(escape(token, position));
        if (position) kind = Last::kPosition;
      } else if (c == '[') {
        character_class();
        add({1, 1});
      } else if (c == '*' || c == '+' || c == '?' || c == '{') {
        std::optional<Width> repeated = repeat(c, kind, last);
        if (!repeated) {  // a brace that is one
          literal(c);
          add({1, 1});
        } else {
          last = *repeated;
          kind = Last::kRepeat;
        }
      } else if (c == '.') {
        emit(".");
        add({1, 1});
      } else if (c == '(') {
        std::optional<Width> w = group(depth, may_set_flags && empty);
        if (w) add(*w);
      } else if (c == '^' || c == '$') {
        emit(c == '^' ? "^" : "$");
        add({0, 0}, Last::kPosition);
      } else {
        literal(c);
        add({1, 1});
      }
    }
    total += last;
    return total;
  }

  // A quantifier; nothing when the brace starts none.
  std::optional<Width> repeat(char32_t c, Last kind, Width item) {
    size_t here = source_.tell();
    uint64_t least = 0, most = kUnlimited;
    if (c == '?') {
      most = 1;
    } else if (c == '+') {
      least = 1;
    } else if (c == '{') {
      if (source_.peek_is('}')) return std::nullopt;
      std::u32string low = source_.get_while(size_t(-1), kDigits), high = low;
      if (source_.match(',')) high = source_.get_while(size_t(-1), kDigits);
      if (!source_.match('}')) {
        source_.seek(here);
        return std::nullopt;
      }
      auto number = [](const std::u32string& digits) {
        auto n = static_cast<uint64_t>(to_number(digits));
        if (n >= kUnlimited)
          throw ParseError{ParseError::Kind::kOverflow, "the repetition number is too large", -1};
        return n;
      };
      if (!low.empty()) least = number(low);
      if (!high.empty()) {
        most = number(high);
        if (most < least) source_.fail("min repeat greater than max repeat", source_.tell() - here);
      }
    }
    if (kind == Last::kNothing || kind == Last::kPosition)
      source_.fail("nothing to repeat", source_.tell() - here + 1);
    if (kind == Last::kRepeat) source_.fail("multiple repeat", source_.tell() - here + 1);
    emit_repeat(least, most);
    if (source_.match('?'))
      emit("?");
    else if (source_.match('+'))
      emit("+");
    return item.times(least, most);
  }

  void emit_repeat(uint64_t least, uint64_t most) {
    if (most == kUnlimited && least <= 1) {
      emit(least == 0 ? "*" : "+");
    } else if (least == 0 && most == 1) {
      emit("?");
    } else {
      // PCRE2 does not count further: more is as good as unlimited.
      least = std::min(least, kMaxPcreRepeat);
      emit("{" + std::to_string(least));
      if (most > kMaxPcreRepeat)
        emit(",");
      else if (most != least)
        emit("," + std::to_string(most));
      emit("}");
    }
  }

  void expect_close(size_t start) {
    if (!source_.match(')'))
      source_.fail("missing ), unterminated subpattern", source_.tell() - start);
    emit(")");
  }

  std::u32string_view get_in_group() {
    if (source_.at_end()) source_.fail("unexpected end of pattern");
    return source_.get();
  }

  // Behind an opening parenthesis. Nothing: a comment or flags, which are no item.
  std::optional<Width> group(int depth, bool may_set_flags) {
    size_t start = source_.tell() - 1;
    if (!source_.match('?')) return capture(depth, start, {});
    std::u32string_view token = get_in_group();
    char32_t c = token.size() == 1 ? token[0] : U'\\';
    switch (c) {
      case 'P': return named(depth, start);
      case ':': emit("(?:"); return inside(depth, start, scope_);
      case '>': emit("(?>"); return inside(depth, start, scope_);
      case '#':
        while (true) {
          if (source_.at_end())
            source_.fail("missing ), unterminated comment", source_.tell() - start);
          std::u32string_view skipped = source_.get();
          if (skipped.size() == 1 && skipped[0] == ')') return std::nullopt;
        }
      case '=': emit("(?="); return look(depth, start);
      case '!': emit("(?!"); return look(depth, start);
      case '<': return look_behind(depth, start);
      case '(': return conditional(depth, start);
      default: break;
    }
    if (flag_of(token) != 0 || c == '-') return flags(depth, start, token, may_set_flags);
    source_.fail("unknown extension ?" + to_utf8(token), token.size() + 1);
  }

  Width inside(int depth, size_t start, Scope scope) {
    Scope outer = std::exchange(scope_, scope);
    Width width = alternatives(depth + 1);
    scope_ = outer;
    expect_close(start);
    return width;
  }

  Width capture(int depth, size_t start, const std::u32string& name) {
    int index = static_cast<int>(out_.groups.size());
    out_.groups.push_back({to_utf8(name), open_.empty() ? 0 : open_.back()});
    widths_.resize(out_.groups.size());
    open_.push_back(index);
    emit("(");
    Width width = inside(depth, start, scope_);
    open_.pop_back();
    widths_[static_cast<size_t>(index)] = width;
    return width;
  }

  int64_t find_group(const std::u32string& name) const {
    std::string utf8 = to_utf8(name);
    for (size_t i = 1; i < out_.groups.size(); ++i)
      if (out_.groups[i].name == utf8) return static_cast<int64_t>(i);
    return -1;
  }

  std::optional<Width> named(int depth, size_t start) {
    if (source_.match('<')) {
      std::u32string name = source_.get_until('>', "group name");
      source_.check_group_name(name, 1);
      if (int64_t old = find_group(name); old > 0)
        source_.fail("redefinition of group name " + quoted(name) + " as group " +
                         std::to_string(out_.groups.size()) + "; was group " + std::to_string(old),
                     name.size() + 1);
      return capture(depth, start, name);
    }
    if (source_.match('=')) {
      std::u32string name = source_.get_until(')', "group name");
      source_.check_group_name(name, 1);
      int64_t index = find_group(name);
      if (index < 0) source_.fail("unknown group name " + quoted(name), name.size() + 1);
      return reference(index, name.size() + 1);
    }
    std::u32string_view token = get_in_group();
    source_.fail("unknown extension ?P" + to_utf8(token), token.size() + 2);
  }

  bool is_open(int64_t index) const {
    return std::find(open_.begin(), open_.end(), index) != open_.end();
  }

  void check_look_behind(int64_t index) const {
    if (first_behind_ == 0) return;
    if (is_open(index)) source_.fail("cannot refer to an open group");
    if (index >= first_behind_)
      source_.fail("cannot refer to group defined in the same lookbehind subpattern");
  }

  Width reference(int64_t index, size_t offset) {
    if (is_open(index)) source_.fail("cannot refer to an open group", offset);
    check_look_behind(index);
    emit("\\g{" + std::to_string(index) + "}");
    return widths_[static_cast<size_t>(index)];
  }

  Width look(int depth, size_t start) {
    inside(depth, start, scope_);
    return {0, 0};
  }

  Width look_behind(int depth, size_t start) {
    std::u32string_view token = get_in_group();
    if (token != U"=" && token != U"!")
      source_.fail("unknown extension ?<" + to_utf8(token), token.size() + 2);
    emit(token == U"=" ? "(?<=" : "(?<!");
    int64_t outer = first_behind_;
    if (outer == 0) first_behind_ = static_cast<int64_t>(out_.groups.size());
    Width width = inside(depth, start, scope_);
    first_behind_ = outer;
    if (width.low != width.high && !behind_error_)
      behind_error_ =
          ParseError{ParseError::Kind::kPattern, "look-behind requires fixed-width pattern", -1};
    return {0, 0};
  }

  Width conditional(int depth, size_t start) {
    std::u32string name = source_.get_until(')', "group name");
    int64_t index = to_number(name);
    if (index < 0) {
      source_.check_group_name(name, 1);
      index = find_group(name);
      if (index < 0) source_.fail("unknown group name " + quoted(name), name.size() + 1);
    } else {
      if (index == 0) source_.fail("bad group number", name.size() + 1);
      if (index >= 1 << 30)
        source_.fail("invalid group reference " + std::to_string(index), name.size() + 1);
      references_.emplace(index, static_cast<int64_t>(source_.tell() - name.size() - 1));
    }
    check_look_behind(index);
    emit("(?(" + std::to_string(index) + ")");
    Width width = sequence(depth + 1, false), other;
    if (source_.match('|')) {
      emit("|");
      other = sequence(depth + 1, false);
      if (source_.peek_is('|')) source_.fail("conditional backref with more than two branches");
    }
    expect_close(start);
    return {std::min(width.low, other.low), std::max(width.high, other.high)};
  }

  // (?flags) at the start, or (?flags-flags:...).
  std::optional<Width> flags(int depth, size_t start, std::u32string_view token,
                             bool may_set_flags) {
    uint32_t add = 0, drop = 0;
    auto bad = [this](const char* what, size_t offset = 0) {
      source_.fail(std::string("bad inline flags: ") + what, offset);
    };
    auto unknown = [this](std::u32string_view t, const char* otherwise) {
      source_.fail(is_ascii_letter(t[0]) ? "unknown flag" : otherwise, t.size());
    };
    while (token != U"-") {
      uint32_t flag = flag_of(token);
      if (is_text_ && token == U"L") bad("cannot use 'L' flag with a str pattern");
      if (!is_text_ && token == U"u") bad("cannot use 'u' flag with a bytes pattern");
      add |= flag;
      if (flag & kTypeFlags && (add & kTypeFlags) != flag)
        bad("flags 'a', 'u' and 'L' are incompatible");
      if (source_.at_end()) source_.fail("missing -, : or )");
      token = source_.get();
      if (token == U")" || token == U"-" || token == U":") break;
      if (flag_of(token) == 0) unknown(token, "missing -, : or )");
    }
    if (token == U")") {
      if (!may_set_flags)
        source_.fail("global flags not at the start of the expression", source_.tell() - start);
      uint32_t fresh = add & ~out_.flags;
      out_.flags |= add;
      if (fresh & kVerbose) throw Restart{};
      if (is_text_) scope_.type = out_.flags & kAscii ? kAscii : kUnicode;
      return std::nullopt;
    }
    if (token == U"-") {
      if (source_.at_end()) source_.fail("missing flag");
      token = source_.get();
      if (flag_of(token) == 0) unknown(token, "missing flag");
      while (true) {
        uint32_t flag = flag_of(token);
        if (flag & kTypeFlags) bad("cannot turn off flags 'a', 'u' and 'L'");
        drop |= flag;
        if (source_.at_end()) source_.fail("missing :");
        token = source_.get();
        if (token == U":") break;
        if (flag_of(token) == 0) unknown(token, "missing :");
      }
    }
    if (add & drop) bad("flag turned on and off", 1);
    Scope scope = scope_;
    if (add & kTypeFlags) scope.type = add & kUnicode ? kUnicode : kAscii;
    if (add & kVerbose) scope.verbose = true;
    if (drop & kVerbose) scope.verbose = false;
    emit("(?" + letters(add));
    if (std::string off = letters(drop); !off.empty()) emit("-" + off);
    emit(":");
    return inside(depth, start, scope);
  }

  static std::string letters(uint32_t flags) {
    std::string out;
    if (flags & kIgnoreCase) out.push_back('i');
    if (flags & kMultiLine) out.push_back('m');
    if (flags & kDotAll) out.push_back('s');
    return out;
  }

  // -- characters --

  void emit(std::string_view text) { out_.pattern += text; }

  void literal(char32_t c) {
    bool word = is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '_';
    if (word) {
      out_.pattern.push_back(static_cast<char>(c));
    } else if (c < ' ' || c == 0x7f || (c >= 0x80 && !is_text_)) {
      char hex[16];
      std::snprintf(hex, sizeof hex, "\\x{%x}", static_cast<unsigned>(c));
      emit(hex);
    } else if (c < 0x80) {
      out_.pattern.push_back('\\');
      out_.pattern.push_back(static_cast<char>(c));
    } else {
      text::append(out_.pattern, c);
    }
  }

  // The members of \d, \s or \w, as they stand inside brackets.
  std::string members(char32_t category) const {
    bool ascii = scope_.type == kAscii;
    switch (category) {
      case 'd': return ascii ? "0-9" : "\\p{Nd}";
      case 's': return ascii ? "\\x20\\x09-\\x0d" : "\\p{Z}\\x09-\\x0d\\x1c-\\x1f\\x85";
      default: return ascii ? "A-Za-z0-9_" : "\\p{L}\\p{N}_";
    }
  }

  static bool is_complement(char32_t category) { return category < 'a'; }

  void category(char32_t c) {
    emit(is_complement(c) ? "[^" : "[");
    emit(members(c | 0x20));
    emit("]");
  }

  void word_boundary(bool inside_word) {
    bool usual = scope_.type == (out_.flags & kAscii || !is_text_ ? kAscii : kUnicode);
    if (usual) {
      emit(inside_word ? "\\B" : "\\b");
      return;
    }
    std::string w = "[" + members('w') + "]";
    if (inside_word)
      emit("(?:(?<=" + w + ")(?=" + w + ")|(?<!" + w + ")(?!" + w + "))");
    else
      emit("(?:(?<=" + w + ")(?!" + w + ")|(?<!" + w + ")(?=" + w + "))");
  }

  char32_t hex_escape(std::u32string escaped, size_t digits) {
    escaped += source_.get_while(digits, kHexDigits);
    if (escaped.size() != digits + 2)
      source_.fail("incomplete escape " + to_utf8(escaped), escaped.size());
    uint32_t c = 0;
    for (char32_t digit : std::u32string_view(escaped).substr(2))
      c = c << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    if (c > 0x10ffff) source_.fail("bad escape " + to_utf8(escaped), escaped.size());
    return c;
  }

  char32_t named_escape() {
    if (!source_.match('{')) source_.fail("missing {");
    std::u32string name = source_.get_until('}', "character name");
    std::optional<uint32_t> c = code_point_named(to_utf8(name));
    if (!c) source_.fail("undefined character name " + quoted(name), name.size() + 4);
    return *c;
  }

  char32_t octal(const std::u32string& escaped) {
    uint32_t c = 0;
    for (char32_t digit : std::u32string_view(escaped).substr(1)) c = c << 3 | (digit - '0');
    if (c > 0377)
      source_.fail("octal escape value " + to_utf8(escaped) + " outside of range 0-0o377",
                   escaped.size());
    return c;
  }

  // What all escapes share; false: [token] is none of these.
  bool character_escape(std::u32string_view token, char32_t& out) {
    std::u32string escaped(token);
    switch (token[1]) {
      case 'x': out = hex_escape(escaped, 2); return true;
      case 'u':
        if (!is_text_) break;
        out = hex_escape(escaped, 4);
        return true;
      case 'U':
        if (!is_text_) break;
        out = hex_escape(escaped, 8);
        return true;
      case 'N':
        if (!is_text_) break;
        out = named_escape();
        return true;
      default: break;
    }
    return false;
  }

  [[noreturn]] void bad_escape(std::u32string_view token) {
    source_.fail("bad escape " + to_utf8(token), token.size());
  }

  Width escape(std::u32string_view token, bool& position) {
    char32_t c = token[1];
    switch (c) {
      case 'A':
      case 'Z':
      case 'z':
      case 'b':
      case 'B':
        position = true;
        if (c == 'A')
          emit("\\A");
        else if (c == 'b' || c == 'B')
          word_boundary(c == 'B');
        else
          emit("\\z");
        return {0, 0};
      case 'd':
      case 'D':
      case 's':
      case 'S':
      case 'w':
      case 'W': category(c); return {1, 1};
      default: break;
    }
    char32_t character = simple_escape(c);
    if (character != 0 || character_escape(token, character)) {
      literal(character);
      return {1, 1};
    }
    std::u32string escaped(token);
    if (c == '0') {
      literal(octal(escaped + source_.get_while(2, kOctalDigits)));
      return {1, 1};
    }
    if (c > '0' && c <= '9') {
      if (source_.peek_in(kDigits)) {
        escaped += source_.get();
        if (c < '8' && escaped[2] < '8' && source_.peek_in(kOctalDigits)) {
          escaped += source_.get();
          literal(octal(escaped));
          return {1, 1};
        }
      }
      int64_t index = to_number(std::u32string_view(escaped).substr(1));
      if (index < static_cast<int64_t>(out_.groups.size())) return reference(index, escaped.size());
      source_.fail("invalid group reference " + std::to_string(index), escaped.size() - 1);
    }
    if (is_ascii_letter(c)) bad_escape(token);
    literal(c);
    return {1, 1};
  }

  Item class_escape(std::u32string_view token) {
    char32_t c = token[1];
    if (c == 'd' || c == 'D' || c == 's' || c == 'S' || c == 'w' || c == 'W')
      return {Item::kCategory, 0, 0, c};
    char32_t character = simple_escape(c);
    if (character != 0 || character_escape(token, character))
      return {Item::kLiteral, character, character};
    if (c >= '0' && c <= '7') {
      character = octal(std::u32string(token) + source_.get_while(2, kOctalDigits));
      return {Item::kLiteral, character, character};
    }
    if (is_ascii_letter(c) || (c >= '0' && c <= '9')) bad_escape(token);
    return {Item::kLiteral, c, c};
  }

  void character_class() {
    size_t here = source_.tell() - 1;
    bool negated = source_.match('^');
    std::vector<Item> items;
    auto take = [&] {
      if (source_.at_end()) source_.fail("unterminated character set", source_.tell() - here);
      return source_.get();
    };
    auto item_of = [&](std::u32string_view token) {
      return token[0] == '\\' ? class_escape(token) : Item{Item::kLiteral, token[0], token[0]};
    };
    while (true) {
      std::u32string_view token = take();
      if (token == U"]" && !items.empty()) break;
      Item item = item_of(token);
      if (!source_.match('-')) {
        items.push_back(item);
        continue;
      }
      std::u32string_view end = take();
      if (end == U"]") {
        items.push_back(item);
        items.push_back({Item::kLiteral, '-', '-'});
        break;
      }
      Item last = item_of(end);
      if (item.kind != Item::kLiteral || last.kind != Item::kLiteral || last.first < item.first)
        source_.fail("bad character range " + to_utf8(token) + "-" + to_utf8(end),
                     token.size() + 1 + end.size());
      items.push_back({Item::kRange, item.first, last.first});
    }
    emit_class(items, negated);
  }

  void emit_class(const std::vector<Item>& items, bool negated) {
    std::string plain, saved = std::exchange(out_.pattern, {});
    std::string complements;  // d, s, w of \D, \S, \W
    std::string categories;
    for (const Item& item : items) {
      if (item.kind == Item::kCategory) {
        auto letter = static_cast<char>(item.category | 0x20);
        (is_complement(item.category) ? complements : categories).push_back(letter);
        if (!is_complement(item.category)) emit(members(item.category));
      } else {
        literal(item.first);
        if (item.kind == Item::kRange) {
          emit("-");
          literal(item.last);
        }
      }
    }
    plain = std::exchange(out_.pattern, std::move(saved));
    if (complements.empty()) {
      emit((negated ? "[^" : "[") + plain + "]");
      return;
    }
    // Brackets cannot hold the complement of several members: \S and \W become alternatives.
    for (char c : complements) {
      if (categories.find(c) == categories.npos) continue;
      emit(negated ? "(?!)" : "(?s:.)");  // [\s\S]
      return;
    }
    if (plain.empty() && complements.size() == 1) {
      emit((negated ? "[" : "[^") + members(static_cast<unsigned char>(complements[0])) + "]");
      return;
    }
    emit("(?:");
    if (!negated) {
      if (!plain.empty()) emit("[" + plain + "]|");
      for (size_t i = 0; i < complements.size(); ++i)
        emit((i > 0 ? "|[^" : "[^") + members(static_cast<unsigned char>(complements[i])) + "]");
    } else {
      if (!plain.empty()) emit("(?![" + plain + "])");
      for (size_t i = 0; i < complements.size(); ++i) {
        std::string set = "[" + members(static_cast<unsigned char>(complements[i])) + "]";
        emit(i + 1 < complements.size() ? "(?=" + set + ")" : set);
      }
    }
    emit(")");
  }

 public:
  // Found while parsing, reported after everything else.
  std::optional<ParseError> behind_error_;

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

}  // namespace

bool parse(std::u32string_view pattern, bool is_text, uint32_t flags, Parsed& out,
           ParseError& error) {
  while (true) {
    uint32_t known = flags;
    out = Parsed{};
    try {
      Parser parser(pattern, is_text, flags, out);
      parser.run();
      if (parser.behind_error_) throw *parser.behind_error_;
      return true;
    } catch (const Restart&) {
      flags = known | kVerbose;
    } catch (const ParseError& e) {
      error = e;
      return false;
    }
  }
}

}  // namespace gilt::re
