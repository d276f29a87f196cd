#include "runtime/signature.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "runtime/builtin_types.h"
#include "runtime/close_name.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

[[noreturn]] void bad_signature(const char* name, const char* signature) {
  std::fprintf(stderr, "gilt: cannot read the signature of %s: %s\n", name, signature);
  std::abort();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Splits at commas outside quotes and brackets.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t start = 0;
  int depth = 0;
  char quote = 0;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if (c == ')' || c == ']' || c == '}') {
      depth--;
    } else if (c == ',' && depth == 0) {
      parts.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  if (std::string_view last = trim(text.substr(start)); !last.empty()) parts.push_back(last);
  return parts;
}

// Constants only: a signature may be read before any interpreter exists.
bool parse_default(std::string_view text, Value& out) {
  if (text == "None") {
    out = kNone;
  } else if (text == "True") {
    out = kTrue;
  } else if (text == "False") {
    out = kFalse;
  } else if (text == "...") {
    out = kUnset;
  } else if (text == "()") {
    out = to_value(empty_tuple());
  } else if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
             text.back() == text.front()) {
    std::string body;
    for (size_t i = 1; i + 1 < text.size(); i++) {
      if (text[i] == '\\' && i + 2 < text.size()) {
        char escaped = text[++i];
        body += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      } else {
        body += text[i];
      }
    }
    out = to_value(intern(body));
  } else {
    int64_t integer = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (error == std::errc() && end == text.data() + text.size() && Value::fits_int(integer)) {
      out = Value::integer(integer);
      return true;
    }
    std::optional<double> number = float_parse(text);
    if (!number || !Value::fits_double(*number)) return false;
    out = Value::number(*number);
  }
  return true;
}

}  // namespace

const ParameterSpec* parse_signature(const char* name, const char* signature, bool is_method) {
  auto* spec = new ParameterSpec;
  spec->name = name;
  spec->is_method = is_method;
  std::string_view text = trim(signature);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') bad_signature(name, signature);
  bool keyword_only = false;
  for (std::string_view part : split(text.substr(1, text.size() - 2))) {
    if (part == "/") {
      for (Parameter& parameter : spec->parameters) parameter.kind = ParameterKind::kPositionalOnly;
      continue;
    }
    if (part == "*") {
      keyword_only = true;
      continue;
    }
    Parameter parameter{nullptr, kUnset, false, ParameterKind::kNormal};
    auto index = static_cast<int32_t>(spec->parameters.size());
    if (part.starts_with("**")) {
      parameter.kind = ParameterKind::kKeywords;
      part.remove_prefix(2);
      spec->keywords = index;
    } else if (part.starts_with("*")) {
      parameter.kind = ParameterKind::kRest;
      part.remove_prefix(1);
      spec->rest = index;
      keyword_only = true;
    } else {
      parameter.kind = keyword_only ? ParameterKind::kKeywordOnly : ParameterKind::kNormal;
      size_t equals = part.find('=');
      parameter.required = equals == part.npos;
      if (equals != part.npos) {
        if (!parse_default(trim(part.substr(equals + 1)), parameter.default_value))
          bad_signature(name, signature);
        part = trim(part.substr(0, equals));
      }
    }
    parameter.name = intern(part);
    spec->parameters.push_back(parameter);
  }
  if (is_method && !spec->parameters.empty() && spec->parameters[0].kind == ParameterKind::kNormal)
    spec->parameters[0].kind = ParameterKind::kPositionalOnly;

  spec->count = static_cast<uint32_t>(spec->parameters.size());
  if (spec->count > kMaxNativeParameters) bad_signature(name, signature);
  bool leading = true;
  for (const Parameter& parameter : spec->parameters) {
    switch (parameter.kind) {
      case ParameterKind::kPositionalOnly:
        spec->positional++;
        spec->positional_only++;
        if (parameter.required) spec->required_positional_only++;
        break;
      case ParameterKind::kNormal:
        spec->positional++;
        spec->takes_keywords = true;
        break;
      case ParameterKind::kKeywordOnly:
        if (parameter.required) spec->required_by_name = true;
        spec->takes_keywords = true;
        break;
      case ParameterKind::kKeywords: spec->takes_keywords = true; break;
      case ParameterKind::kRest: break;
    }
    leading = leading && parameter.required;
    if (leading) spec->required++;
  }
  return spec;
}

namespace {

const char* plural(uint32_t n) {
  return n == 1 ? "" : "s";
}

// How many arguments there may be besides self, for messages.
struct Limits {
  uint32_t min, max;
};

// Wrong number of arguments for a function that takes them by position alone.
GILT_COLD Failed wrong_count(Thread& t, const ParameterSpec* spec, uint32_t given,
                             const std::string& shown_name) {
  uint32_t self = spec->is_method ? 1 : 0;
  uint32_t min = spec->required_positional_only - self;
  uint32_t max = spec->positional - self;
  given -= self;
  if (spec->rest < 0) {
    if (max == 0)
      return fail(t, type_error_type, "{}() takes no arguments ({} given)", shown_name, given);
    if (min == 1 && max == 1)
      return fail(t, type_error_type, "{}() takes exactly one argument ({} given)", shown_name,
                  given);
    if (min == max)
      return fail(t, type_error_type, "{} expected {} argument{}, got {}", spec->name, min,
                  plural(min), given);
    if (given > max)
      return fail(t, type_error_type, "{} expected at most {} argument{}, got {}", spec->name, max,
                  plural(max), given);
  }
  return fail(t, type_error_type, "{} expected at least {} argument{}, got {}", spec->name, min,
              plural(min), given);
}

// Too many or too few by position for a function that also takes keywords.
GILT_COLD bool check_counts(Thread& t, const ParameterSpec* spec, uint32_t given,
                            uint32_t keywords) {
  uint32_t self = spec->is_method ? 1 : 0;
  uint32_t total = spec->count - self - (spec->keywords >= 0 ? 1 : 0) - (spec->rest >= 0 ? 1 : 0);
  uint32_t max = spec->positional - self;
  uint32_t min = spec->required_positional_only - std::min(self, spec->required_positional_only);
  given -= self;
  if (spec->rest < 0 && spec->keywords < 0 && given + keywords > total)
    return fail(t, type_error_type, "{}() takes at most {} {}argument{} ({} given)", spec->name,
                total, given == 0 ? "keyword " : "", plural(total), given + keywords);
  if (spec->rest < 0 && given > max) {
    if (max == 0) return fail(t, type_error_type, "{}() takes no positional arguments", spec->name);
    bool exact = spec->required - std::min(self, spec->required) >= max;
    return fail(t, type_error_type, "{}() takes {} {} positional argument{} ({} given)", spec->name,
                exact ? "exactly" : "at most", max, plural(max), given);
  }
  if (given < min) {
    bool exact = min == max && spec->rest < 0;
    return fail(t, type_error_type, "{}() takes {} {} positional argument{} ({} given)", spec->name,
                exact ? "exactly" : "at least", min, plural(min), given);
  }
  return true;
}

GILT_COLD Failed missing(Thread& t, const ParameterSpec* spec, uint32_t index) {
  uint32_t self = spec->is_method ? 1 : 0;
  const Parameter& parameter = spec->parameters[index];
  if (parameter.kind == ParameterKind::kKeywordOnly)
    return fail(t, type_error_type, "{}() missing required keyword-only argument '{}'", spec->name,
                parameter.name->view());
  return fail(t, type_error_type, "{}() missing required argument '{}' (pos {})", spec->name,
              parameter.name->view(), index + 1 - self);
}

int find_parameter(const ParameterSpec* spec, const StrObject* name) {
  for (uint32_t i = spec->positional_only; i < spec->count; i++) {
    const Parameter& parameter = spec->parameters[i];
    if (parameter.kind == ParameterKind::kRest || parameter.kind == ParameterKind::kKeywords)
      continue;
    if (parameter.name == name || str_equal(parameter.name, name)) return static_cast<int>(i);
  }
  return -1;
}

// Keywords that cannot be bound. Missing arguments are reported first.
struct WrongKeywords {
  int twice = -1;                   // the parameter was given by position
  StrObject* unexpected = nullptr;  // there is no such parameter
  bool any() const { return twice >= 0 || unexpected != nullptr; }
};

GILT_COLD Failed fail_keywords(Thread& t, const ParameterSpec* spec, const WrongKeywords& wrong) {
  if (wrong.twice >= 0)
    return fail(t, type_error_type, "argument for {}() given by name ('{}') and position ({})",
                spec->name, spec->parameters[static_cast<size_t>(wrong.twice)].name->view(),
                wrong.twice + 1 - (spec->is_method ? 1 : 0));
  std::vector<std::string> known;
  for (uint32_t i = spec->positional_only; i < spec->count; i++) {
    ParameterKind kind = spec->parameters[i].kind;
    if (kind != ParameterKind::kRest && kind != ParameterKind::kKeywords)
      known.emplace_back(spec->parameters[i].name->view());
  }
  return fail_unexpected_keyword(t, spec->name, wrong.unexpected->view(), known);
}

bool bind_keywords(Thread& t, const ParameterSpec* spec, uint32_t taken, CallArgs call, Value* out,
                   Ref& keywords, WrongKeywords& wrong) {
  for (int64_t i = 0; i < call.kwnames->size; i++) {
    Value name = call.kwnames->at(i);
    Value value = call.values[call.positional + i];
    int index = find_parameter(spec, name.as<StrObject>());
    if (index >= 0) {
      if (static_cast<uint32_t>(index) < taken) {
        if (wrong.twice < 0) wrong.twice = index;
      } else {
        out[index] = value;
      }
      continue;
    }
    if (spec->keywords < 0) {
      if (wrong.unexpected == nullptr) wrong.unexpected = name.as<StrObject>();
      continue;
    }
    if (keywords.is_unset()) {
      keywords = dict_new(t);
      if (keywords.is_error()) return false;
    }
    GILT_CHECK(dict_set(t, keywords.as<DictObject>(), name, value));
  }
  return true;
}

}  // namespace

bool bind_arguments(Thread& t, const ParameterSpec* spec, Value self, CallArgs call, Value* out,
                    Ref& rest, Ref& keywords, const std::string& shown_name) {
  uint32_t shift = self.is_unset() ? 0 : 1;
  uint32_t given = call.positional + shift;
  uint32_t keyword_count = call.kwnames == nullptr ? 0 : static_cast<uint32_t>(call.kwnames->size);

  if (!spec->takes_keywords) {
    if (keyword_count != 0)
      return fail(t, type_error_type, "{}() takes no keyword arguments", shown_name);
    if ((given > spec->positional && spec->rest < 0) || given < spec->required_positional_only)
      return wrong_count(t, spec, given, shown_name);
  } else if (given > spec->positional || given < spec->required_positional_only ||
             keyword_count != 0) {
    GILT_CHECK(check_counts(t, spec, given, keyword_count));
  }

  uint32_t taken = std::min(given, spec->positional);
  if (shift != 0) out[0] = self;
  for (uint32_t i = shift; i < taken; i++) out[i] = call.values[i - shift];
  for (uint32_t i = taken; i < spec->count; i++) out[i] = spec->parameters[i].default_value;

  if (spec->rest >= 0) {
    uint32_t surplus = given - taken;
    GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, surplus));
    for (uint32_t i = 0; i < surplus; i++)
      tuple->items()[i].init(Ref::copy(call.values[taken - shift + i]));
    out[spec->rest] = tuple.value();
    rest = std::move(tuple);
  }
  WrongKeywords wrong;
  if (keyword_count != 0) {
    GILT_CHECK(bind_keywords(t, spec, taken, call, out, keywords, wrong));
    if (spec->keywords >= 0) out[spec->keywords] = keywords.get();
  }
  for (uint32_t i = taken; i < spec->count; i++)
    if (spec->parameters[i].required && out[i].is_unset()) return missing(t, spec, i);
  if (wrong.any()) [[unlikely]]
    return fail_keywords(t, spec, wrong);
  return true;
}

Failed fail_unexpected_keyword(Thread& t, std::string_view function, std::string_view keyword,
                               const std::vector<std::string>& known) {
  const std::string near = closest_name(keyword, known);
  if (near.empty()) {
    return fail(t, type_error_type, "{}() got an unexpected keyword argument '{}'", function,
                keyword);
  }
  return fail(t, type_error_type,
              "{}() got an unexpected keyword argument '{}'. Did you mean '{}'?", function, keyword,
              near);
}

BoundArgs::~BoundArgs() = default;

bool BoundArgs::bind(Thread& t, CallArgs call, Value self) {
  return bind_arguments(t, spec_, self, call, values_, rest_, keywords_, spec_->name);
}

Args BoundArgs::args() const {
  return {values_, spec_->count};
}

bool no_keywords(Thread& t, const char* function, CallArgs call) {
  if (call.kwnames == nullptr || call.kwnames->size == 0) return true;
  return fail(t, type_error_type, "{}() takes no keyword arguments", function);
}

}  // namespace gilt
