#include "stdlib/re_parser.h"

#include <algorithm>
#include <utility>

#include "stdlib/re_parser_impl.h"

namespace gilt::re {

void Parser::run() {
  scope_ = {out_.flags & kAscii || !is_text_ ? kAscii : kUnicode, (out_.flags & kVerbose) != 0};
  alternatives(0);
  fix_flags();
  if (!source_.at_end()) source_.fail("unbalanced parenthesis");
  for (auto [group, position] : references_)
    if (group >= static_cast<int64_t>(out_.groups.size()))
      throw ParseError{ParseError::Kind::kPattern,
                       "invalid group reference " + std::to_string(group), position};
}

void Parser::fix_flags() {
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

Width Parser::alternatives(int depth) {
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

Width Parser::sequence(int depth, bool may_set_flags) {
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

std::optional<Width> Parser::repeat(char32_t c, Last kind, Width item) {
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

void Parser::emit_repeat(uint64_t least, uint64_t most) {
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

void Parser::expect_close(size_t start) {
  if (!source_.match(')'))
    source_.fail("missing ), unterminated subpattern", source_.tell() - start);
  emit(")");
}

std::u32string_view Parser::get_in_group() {
  if (source_.at_end()) source_.fail("unexpected end of pattern");
  return source_.get();
}

bool parse(std::u32string_view pattern, bool is_text, uint32_t flags, Parsed& out,
           ParseError& error) {
  while (true) {
    uint32_t known = flags;
    out = Parsed{};
    try {
      Parser parser(pattern, is_text, flags, out);
      parser.run();
      if (!parser.behind_error) return true;
      error = std::move(*parser.behind_error);
      return false;
    } catch (const Restart&) {
      flags = known | kVerbose;
    } catch (const ParseError& e) {
      error = e;
      return false;
    }
  }
}

}  // namespace gilt::re
