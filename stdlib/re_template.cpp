// Replacement templates: text with \1, \g<name> and escapes.
#include <utility>

#include "runtime/utf8.h"
#include "stdlib/re_parser.h"
#include "stdlib/re_source.h"

namespace gilt::re {

namespace {

class TemplateParser {
 public:
  TemplateParser(std::u32string_view text, bool is_text, const std::vector<Group>& groups,
                 std::vector<TemplatePart>& out)
      : source_(text, is_text), groups_(groups), out_(out) {}

  void run() {
    while (!source_.at_end()) {
      std::u32string_view token = source_.get();
      if (token[0] == '\\')
        escape(token);
      else
        add(token[0]);
    }
    if (!literal_.empty()) out_.push_back({literal_, -1});
  }

 private:
  void add(char32_t c) {
    if (source_.is_text())
      text::append(literal_, c);
    else
      literal_.push_back(static_cast<char>(c));
  }

  void add_group(int64_t index, size_t offset) {
    if (index >= static_cast<int64_t>(groups_.size()))
      source_.fail("invalid group reference " + std::to_string(index), offset);
    out_.push_back({std::exchange(literal_, {}), static_cast<int>(index)});
  }

  void named() {
    if (!source_.match('<')) source_.fail("missing <");
    std::u32string name = source_.get_until('>', "group name");
    int64_t index = to_number(name);
    if (index < 0) {
      source_.check_group_name(name, 1);
      std::string utf8 = to_utf8(name);
      for (size_t i = 1; i < groups_.size(); ++i)
        if (groups_[i].name == utf8) index = static_cast<int64_t>(i);
      if (index < 0) {
        throw TemplateError{{.message = "unknown group name " + quoted(name)}, true};
      }
    }
    add_group(index, name.size() + 1);
  }

  void escape(std::u32string_view token) {
    char32_t c = token[1];
    std::u32string escaped(token);
    if (c == 'g') return named();
    if (c == '0') {
      escaped += source_.get_while(2, kOctalDigits);
      uint32_t value = 0;
      for (char32_t digit : escaped.substr(1)) value = value << 3 | (digit - '0');
      return add(value & 0xff);
    }
    if (c > '0' && c <= '9') {
      if (source_.peek_in(kDigits)) {
        escaped += source_.get();
        if (c < '8' && escaped[2] < '8' && source_.peek_in(kOctalDigits)) {
          escaped += source_.get();
          uint32_t value = 0;
          for (char32_t digit : escaped.substr(1)) value = value << 3 | (digit - '0');
          if (value > 0377)
            source_.fail("octal escape value " + to_utf8(escaped) + " outside of range 0-0o377",
                         escaped.size());
          return add(value);
        }
      }
      return add_group(to_number(std::u32string_view(escaped).substr(1)), escaped.size() - 1);
    }
    if (char32_t character = simple_escape(c)) return add(character);
    if (is_ascii_letter(c)) source_.fail("bad escape " + to_utf8(token), token.size());
    add('\\');
    add(c);
  }

  Source source_;
  const std::vector<Group>& groups_;
  std::vector<TemplatePart>& out_;
  std::string literal_;
};

}  // namespace

bool parse_template(std::u32string_view text, bool is_text, const std::vector<Group>& groups,
                    std::vector<TemplatePart>& out, TemplateError& error) {
  try {
    TemplateParser(text, is_text, groups, out).run();
    return true;
  } catch (const TemplateError& e) {
    error = e;
  } catch (const ParseError& e) {
    static_cast<ParseError&>(error) = e;
  }
  return false;
}

}  // namespace gilt::re
