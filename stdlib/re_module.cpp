// _re: the native part of module re (re.py).
#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "stdlib/re_objects.h"

namespace gilt::re {

namespace {

// (pattern, flags=0)
Ref compile_pattern(Thread& t, Args args) {
  return pattern_from(t, args[0], args[1]);
}

// (pattern, string, flags=0)
Ref run_mode(Thread& t, Args args, Program::Mode mode) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[2]));
  Subject subject(t);
  GILT_CHECK(subject.open(pattern.get(), args[1], kUnset, kUnset));
  return run_once(t, pattern.get(), subject, mode);
}
Ref match(Thread& t, Args args) {
  return run_mode(t, args, Program::Mode::kMatch);
}
Ref full_match(Thread& t, Args args) {
  return run_mode(t, args, Program::Mode::kFullMatch);
}
Ref search(Thread& t, Args args) {
  return run_mode(t, args, Program::Mode::kSearch);
}

Ref find_all(Thread& t, Args args) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[2]));
  return pattern_find_all(t, pattern.get(), args[1], kUnset, kUnset);
}
Ref find_iter(Thread& t, Args args) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[2]));
  return pattern_find_iter(t, pattern.get(), args[1], kUnset, kUnset);
}

// (pattern, repl, string, count=0, flags=0)
Ref sub(Thread& t, Args args) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[4]));
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  return pattern_sub(t, pattern.get(), args[1], args[2], count, false);
}
Ref subn(Thread& t, Args args) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[4]));
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  return pattern_sub(t, pattern.get(), args[1], args[2], count, true);
}

// (pattern, string, maxsplit=0, flags=0)
Ref split(Thread& t, Args args) {
  GILT_TRY(auto pattern, pattern_from(t, args[0], args[3]));
  GILT_TRY(int64_t limit, to_int64(t, args[2]));
  return pattern_split(t, pattern.get(), args[1], limit);
}

// (pattern)
Ref escape(Thread& t, Args args) {
  constexpr std::string_view kSpecial = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
  bool is_text = is_str(args[0]);
  BufferView view(t);
  if (!is_text) GILT_CHECK(view.open(args[0]));
  std::string out;
  for (char c : is_text ? args[0].as<StrObject>()->view() : view.view()) {
    if (kSpecial.find(c) != kSpecial.npos) out.push_back('\\');
    out.push_back(c);
  }
  if (is_text) return str_new(t, out);
  return bytes_new(t, out);
}

Ref purge(Thread&, Args) {
  purge_cache();
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"compile", compile_pattern, "(pattern, flags=0)", "Compile a regular expression."},
    {"escape", escape, "(pattern)", "The text with all special characters escaped."},
    {"findall", find_all, "(pattern, string, flags=0)", "The list of all matches' text."},
    {"finditer", find_iter, "(pattern, string, flags=0)", "An iterator over all matches."},
    {"fullmatch", full_match, "(pattern, string, flags=0)",
     "The match if the whole string matches, or None."},
    {"match", match, "(pattern, string, flags=0)",
     "The match at the start of the string, or None."},
    {"purge", purge, "()", "Forget the compiled patterns."},
    {"search", search, "(pattern, string, flags=0)", "The first match in the string, or None."},
    {"split", split, "(pattern, string, maxsplit=0, flags=0)",
     "The list of the parts between the matches."},
    {"sub", sub, "(pattern, repl, string, count=0, flags=0)", "The string with matches replaced."},
    {"subn", subn, "(pattern, repl, string, count=0, flags=0)",
     "The string with matches replaced, and their number."},
};

bool init(Thread& t, ModuleObject* module) {
  return module_set(t, module, "Pattern", Ref::copy(to_value(pattern_type()))) &&
         module_set(t, module, "Match", Ref::copy(to_value(match_type())));
}

constexpr ModuleDef kModule{"_re", "Regular expressions: the native part of re.", kFunctions, init};

}  // namespace

}  // namespace gilt::re

namespace gilt {

void register_re_module() {
  register_native_module(re::kModule);
}

}  // namespace gilt
