#include "interpreter/cli/json.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "interpreter/json_quote.h"

namespace gilt::cli {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Json> whole() {
    std::optional<Json> value = any(0);
    skip();
    return at_ == text_.size() ? value : std::nullopt;
  }

 private:
  static constexpr int kDeepest = 200;

  void skip() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string::npos)
      at_++;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    at_++;
    return true;
  }
  bool word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::optional<Json> any(int depth) {
    skip();
    if (at_ >= text_.size() || depth > kDeepest) return std::nullopt;
    switch (text_[at_]) {
      case '{': return object(depth);
      case '[': return array(depth);
      case '"': {
        std::string out;
        if (!string(out)) return std::nullopt;
        return Json(std::move(out));
      }
      case 't': return word("true") ? std::optional<Json>(true) : std::nullopt;
      case 'f': return word("false") ? std::optional<Json>(false) : std::nullopt;
      case 'n': return word("null") ? std::optional<Json>(Json()) : std::nullopt;
      default: return number();
    }
  }

  std::optional<Json> number() {
    double value = 0;
    auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) return std::nullopt;
    at_ = static_cast<size_t>(end - text_.data());
    return Json(value);
  }

  bool string(std::string& out) {
    for (at_++; at_ < text_.size(); at_++) {
      char c = text_[at_];
      if (c == '"') {
        at_++;
        return true;
      }
      if (c != '\\') {
        out += c;
        continue;
      }
      if (++at_ >= text_.size()) return false;
      switch (text_[at_]) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 'r': out += '\r'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'u': {
          // Our own writer escapes control characters only.
          unsigned code = 0;
          if (at_ + 4 >= text_.size()) return false;
          std::from_chars(text_.data() + at_ + 1, text_.data() + at_ + 5, code, 16);
          at_ += 4;
          out += code < 0x80 ? static_cast<char>(code) : '?';
          break;
        }
        default: out += text_[at_];
      }
    }
    return false;
  }

  std::optional<Json> array(int depth) {
    at_++;
    Json::Array items;
    if (take(']')) return Json(std::move(items));
    do {
      std::optional<Json> item = any(depth + 1);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    } while (take(','));
    if (!take(']')) return std::nullopt;
    return Json(std::move(items));
  }

  std::optional<Json> object(int depth) {
    at_++;
    Json::Object members;
    if (take('}')) return Json(std::move(members));
    do {
      std::string name;
      skip();
      if (at_ >= text_.size() || text_[at_] != '"' || !string(name) || !take(':'))
        return std::nullopt;
      std::optional<Json> value = any(depth + 1);
      if (!value) return std::nullopt;
      members.emplace_back(std::move(name), std::move(*value));
    } while (take(','));
    if (!take('}')) return std::nullopt;
    return Json(std::move(members));
  }

  std::string_view text_;
  size_t at_ = 0;
};

const Json kNull;

void new_line(std::string& out, int depth) {
  out += '\n';
  out.append(static_cast<size_t>(depth) * 2, ' ');
}

}  // namespace

std::optional<Json> Json::parse(std::string_view text) {
  return Parser(text).whole();
}

std::string Json::dump(int indent) const {
  std::string out;
  write(out, indent, 0);
  return out;
}

void Json::write(std::string& out, int indent, int depth) const {
  // Between two items.
  auto separate = [&](bool first) {
    if (!first) out += ',';
    if (depth < indent) {
      new_line(out, depth + 1);
    } else if (!first) {
      out += ' ';
    }
  };
  if (const bool* b = std::get_if<bool>(&value_)) {
    out += *b ? "true" : "false";
  } else if (const double* number = std::get_if<double>(&value_)) {
    bool whole = std::trunc(*number) == *number && std::abs(*number) < 9e15;
    if (whole) {
      out += std::to_string(static_cast<int64_t>(*number));
    } else {
      out += std::isfinite(*number) ? fmt::format("{}", *number) : "null";
    }
  } else if (const std::string* text = std::get_if<std::string>(&value_)) {
    out += json_quoted(*text);
  } else if (const Array* items = std::get_if<Array>(&value_)) {
    out += '[';
    for (size_t i = 0; i < items->size(); i++) {
      separate(i == 0);
      (*items)[i].write(out, indent, depth + 1);
    }
    if (depth < indent && !items->empty()) new_line(out, depth);
    out += ']';
  } else if (const Object* members = std::get_if<Object>(&value_)) {
    out += '{';
    for (size_t i = 0; i < members->size(); i++) {
      separate(i == 0);
      out += json_quoted((*members)[i].first) + ": ";
      (*members)[i].second.write(out, indent, depth + 1);
    }
    if (depth < indent && !members->empty()) new_line(out, depth);
    out += '}';
  } else {
    out += "null";
  }
}

bool Json::boolean(bool otherwise) const {
  const bool* b = std::get_if<bool>(&value_);
  return b != nullptr ? *b : otherwise;
}

double Json::number(double otherwise) const {
  const double* number = std::get_if<double>(&value_);
  return number != nullptr ? *number : otherwise;
}

const std::string& Json::text() const {
  static const std::string kEmpty;
  const std::string* text = std::get_if<std::string>(&value_);
  return text != nullptr ? *text : kEmpty;
}

const Json::Array& Json::items() const {
  static const Array kEmpty;
  const Array* items = std::get_if<Array>(&value_);
  return items != nullptr ? *items : kEmpty;
}

const Json::Object& Json::members() const {
  static const Object kEmpty;
  const Object* members = std::get_if<Object>(&value_);
  return members != nullptr ? *members : kEmpty;
}

const Json& Json::operator[](std::string_view name) const {
  for (const auto& [key, value] : members()) {
    if (key == name) return value;
  }
  return kNull;
}

const Json& Json::operator[](size_t index) const {
  return index < items().size() ? items()[index] : kNull;
}

}  // namespace gilt::cli
