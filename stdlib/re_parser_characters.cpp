// The parser of patterns: literals, escapes and classes of characters.
#include <algorithm>
#include <utility>

#include "runtime/unicode_names.h"
#include "stdlib/re_parser_impl.h"

namespace gilt::re {

void Parser::literal(char32_t c) {
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

std::string Parser::members(char32_t category) const {
  bool ascii = scope_.type == kAscii;
  switch (category) {
    case 'd': return ascii ? "0-9" : "\\p{Nd}";
    case 's': return ascii ? "\\x20\\x09-\\x0d" : "\\p{Z}\\x09-\\x0d\\x1c-\\x1f\\x85";
    default: return ascii ? "A-Za-z0-9_" : "\\p{L}\\p{N}_";
  }
}

void Parser::category(char32_t c) {
  emit(is_complement(c) ? "[^" : "[");
  emit(members(c | 0x20));
  emit("]");
}

void Parser::word_boundary(bool inside_word) {
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

char32_t Parser::hex_escape(std::u32string escaped, size_t digits) {
  escaped += source_.get_while(digits, kHexDigits);
  if (escaped.size() != digits + 2)
    source_.fail("incomplete escape " + to_utf8(escaped), escaped.size());
  uint32_t c = 0;
  for (char32_t digit : std::u32string_view(escaped).substr(2))
    c = c << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
  if (c > 0x10ffff) source_.fail("bad escape " + to_utf8(escaped), escaped.size());
  return c;
}

char32_t Parser::named_escape() {
  if (!source_.match('{')) source_.fail("missing {");
  std::u32string name = source_.get_until('}', "character name");
  std::optional<uint32_t> c = code_point_named(to_utf8(name));
  if (!c) source_.fail("undefined character name " + quoted(name), name.size() + 4);
  return *c;
}

char32_t Parser::octal(const std::u32string& escaped) {
  uint32_t c = 0;
  for (char32_t digit : std::u32string_view(escaped).substr(1)) c = c << 3 | (digit - '0');
  if (c > 0377)
    source_.fail("octal escape value " + to_utf8(escaped) + " outside of range 0-0o377",
                 escaped.size());
  return c;
}

bool Parser::character_escape(std::u32string_view token, char32_t& out) {
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

Width Parser::escape(std::u32string_view token, bool& position) {
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

Item Parser::class_escape(std::u32string_view token) {
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

void Parser::character_class() {
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

void Parser::emit_class(const std::vector<Item>& items, bool negated) {
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

}  // namespace gilt::re
