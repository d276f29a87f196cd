// The parsed form of a native function's signature text, and the matching of a call to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/native.h"

namespace gilt {

enum class ParameterKind : uint8_t { kPositionalOnly, kNormal, kKeywordOnly, kRest, kKeywords };

struct Parameter {
  StrObject* name;
  Value default_value;  // unset for `...` and where there is none
  bool required;
  ParameterKind kind;
};

struct ParameterSpec {
  std::string name;  // of the function
  std::vector<Parameter> parameters;
  uint32_t count = 0;                     // words that the function receives
  uint32_t positional = 0;                // can be given by position, self included
  uint32_t positional_only = 0;           // of those
  uint32_t required_positional_only = 0;  // self included
  uint32_t required = 0;                  // leading parameters that have no default
  int32_t rest = -1;                      // index of *args
  int32_t keywords = -1;                  // index of **kwargs
  bool is_method = false;                 // the first parameter is self (or the class)
  bool takes_keywords = false;            // anything can be given by name
  bool required_by_name = false;          // some keyword-only parameter has no default
};

inline constexpr uint32_t kMaxNativeParameters = 24;

// Matches [call], before whose arguments [self] is put unless it is unset, to [spec]. Fills
// spec->count words of [out]; *args and **kwargs are owned by [rest] and [keywords]. [shown_name]
// is how messages call the function ("list.append").
bool bind_arguments(Thread& t, const ParameterSpec* spec, Value self, CallArgs call, Value* out,
                    Ref& rest, Ref& keywords, const std::string& shown_name);

// A keyword that [function] does not take; one of [known], if near, is suggested.
Failed fail_unexpected_keyword(Thread& t, std::string_view function, std::string_view keyword,
                               const std::vector<std::string>& known);

}  // namespace gilt
