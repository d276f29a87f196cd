#include "interpreter/call_error.h"

#include <fmt/format.h>

#include <span>
#include <vector>

#include "interpreter/code.h"
#include "interpreter/traceback_print.h"
#include "runtime/close_name.h"
#include "runtime/operations.h"

namespace gilt {

std::string_view function_text(const FunctionObject* function) {
  return function->qualified_name.peek().as<StrObject>()->view();
}

std::string callee_text(Thread& t, Value callee) {
  ErrorGuard guard(t);
  Ref name = get_attribute_or_unset(t, callee, names::qualname_);
  if (!name || !is_str(name.get())) {
    if (name.is_error()) error_clear(t);
    RefOf<StrObject> text = to_str(t, callee);
    if (text.is_error()) {
      error_clear(t);
      return "function";
    }
    return std::string(text->view());
  }
  std::string result(name.as<StrObject>()->view());
  Ref module = get_attribute_or_unset(t, callee, names::module_);
  if (module.is_error()) error_clear(t);
  if (module && is_str(module.get()) && module.as<StrObject>()->view() != "builtins")
    result = std::string(module.as<StrObject>()->view()) + "." + result;
  return result + "()";
}

Failed fail_too_many_positional(Thread& t, const FunctionObject* function, uint32_t given,
                                uint32_t keyword_only_given, int64_t default_count) {
  uint32_t most = function->code->positional_count;
  std::string takes;
  bool plural = true;
  if (default_count > 0) {
    takes = fmt::format("from {} to {}", most - static_cast<uint32_t>(default_count), most);
  } else {
    takes = fmt::format("{}", most);
    plural = most != 1;
  }
  std::string keyword_text;
  if (keyword_only_given > 0) {
    keyword_text =
        fmt::format(" positional argument{} (and {} keyword-only argument{})",
                    given != 1 ? "s" : "", keyword_only_given, keyword_only_given != 1 ? "s" : "");
  }
  return fail(t, type_error_type, "{}() takes {} positional argument{} but {}{} {} given",
              function_text(function), takes, plural ? "s" : "", given, keyword_text,
              given == 1 && keyword_only_given == 0 ? "was" : "were");
}

Failed fail_missing(Thread& t, const FunctionObject* function, std::span<StrObject* const> missing,
                    bool keyword_only) {
  std::string list;
  for (size_t i = 0; i < missing.size(); i++) {
    if (i > 0) {
      bool last = i + 1 == missing.size();
      list += missing.size() == 2 ? " and " : last ? ", and " : ", ";
    }
    list += fmt::format("'{}'", missing[i]->view());
  }
  return fail(t, type_error_type, "{}() missing {} required {} argument{}: {}",
              function_text(function), missing.size(), keyword_only ? "keyword-only" : "positional",
              missing.size() == 1 ? "" : "s", list);
}

Failed fail_unexpected_keyword(Thread& t, const FunctionObject* function, StrObject* name,
                               TupleObject* kwnames) {
  const CodeObject* code = function->code;
  auto* names = code->local_names.peek().as<TupleObject>();
  // Names of positional-only parameters among the keywords are what the caller got wrong first.
  std::string wrong;
  for (int64_t k = 0; k < kwnames->size; k++) {
    for (uint32_t i = 0; i < code->positional_only_count; i++) {
      if (!str_equal(kwnames->at(k).as<StrObject>(), names->at(i).as<StrObject>())) continue;
      if (!wrong.empty()) wrong += ", ";
      wrong += kwnames->at(k).as<StrObject>()->view();
    }
  }
  if (!wrong.empty()) {
    return fail(t, type_error_type,
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                function_text(function), wrong);
  }
  std::vector<std::string> candidates;
  for (uint32_t i = code->positional_only_count;
       i < code->positional_count + code->keyword_only_count; i++)
    candidates.emplace_back(names->at(i).as<StrObject>()->view());
  std::string close = closest_name(name->view(), candidates);
  if (close.empty()) {
    return fail(t, type_error_type, "{}() got an unexpected keyword argument '{}'",
                function_text(function), name->view());
  }
  return fail(t, type_error_type,
              "{}() got an unexpected keyword argument '{}'. Did you mean '{}'?",
              function_text(function), name->view(), close);
}

}  // namespace gilt
