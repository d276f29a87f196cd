// The parser of patterns: groups, look-around, conditions and flags.
#include <algorithm>
#include <utility>

#include "stdlib/re_parser_impl.h"

namespace gilt::re {

namespace {

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

}  // namespace

std::optional<Width> Parser::group(int depth, bool may_set_flags) {
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

Width Parser::inside(int depth, size_t start, Scope scope) {
  Scope outer = std::exchange(scope_, scope);
  Width width = alternatives(depth + 1);
  scope_ = outer;
  expect_close(start);
  return width;
}

Width Parser::capture(int depth, size_t start, const std::u32string& name) {
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

int64_t Parser::find_group(const std::u32string& name) const {
  std::string utf8 = to_utf8(name);
  for (size_t i = 1; i < out_.groups.size(); ++i)
    if (out_.groups[i].name == utf8) return static_cast<int64_t>(i);
  return -1;
}

std::optional<Width> Parser::named(int depth, size_t start) {
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

bool Parser::is_open(int64_t index) const {
  return std::find(open_.begin(), open_.end(), index) != open_.end();
}

void Parser::check_look_behind(int64_t index) const {
  if (first_behind_ == 0) return;
  if (is_open(index)) source_.fail("cannot refer to an open group");
  if (index >= first_behind_)
    source_.fail("cannot refer to group defined in the same lookbehind subpattern");
}

Width Parser::reference(int64_t index, size_t offset) {
  if (is_open(index)) source_.fail("cannot refer to an open group", offset);
  check_look_behind(index);
  emit("\\g{" + std::to_string(index) + "}");
  return widths_[static_cast<size_t>(index)];
}

Width Parser::look(int depth, size_t start) {
  inside(depth, start, scope_);
  return {0, 0};
}

Width Parser::look_behind(int depth, size_t start) {
  std::u32string_view token = get_in_group();
  if (token != U"=" && token != U"!")
    source_.fail("unknown extension ?<" + to_utf8(token), token.size() + 2);
  emit(token == U"=" ? "(?<=" : "(?<!");
  int64_t outer = first_behind_;
  if (outer == 0) first_behind_ = static_cast<int64_t>(out_.groups.size());
  Width width = inside(depth, start, scope_);
  first_behind_ = outer;
  if (width.low != width.high && !behind_error)
    behind_error =
        ParseError{ParseError::Kind::kPattern, "look-behind requires fixed-width pattern", -1};
  return {0, 0};
}

Width Parser::conditional(int depth, size_t start) {
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

std::optional<Width> Parser::flags(int depth, size_t start, std::u32string_view token,
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

std::string Parser::letters(uint32_t flags) {
  std::string out;
  if (flags & kIgnoreCase) out.push_back('i');
  if (flags & kMultiLine) out.push_back('m');
  if (flags & kDotAll) out.push_back('s');
  return out;
}

}  // namespace gilt::re
