// re.Pattern.
#include <fmt/format.h>

#include <new>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/mapping_proxy.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/re_objects.h"

namespace gilt::re {

namespace {

PatternObject* pattern_of(Value v) {
  return v.as<PatternObject>();
}

}  // namespace

RefOf<PatternObject> pattern_from(Thread& t, Value pattern, Value flags) {
  uint32_t bits = 0;
  if (!flags.is_int() || flags.as_int() != 0) {
    GILT_TRY(int64_t wide, to_int64(t, flags));
    bits = static_cast<uint32_t>(wide);
  }
  if (is_pattern(pattern)) {
    if (bits != 0)
      return fail(t, value_error_type, "cannot process flags argument with a compiled pattern");
    return RefOf<PatternObject>::copy(pattern_of(pattern));
  }
  bool is_text = is_str(pattern);
  std::string_view source;
  BufferView view(t);
  if (is_text) {
    source = pattern.as<StrObject>()->view();
  } else if (is_bytes_like(pattern)) {
    GILT_CHECK(view.open(pattern));
    source = view.view();
  } else {
    return fail(t, type_error_type, "first argument must be string or compiled pattern");
  }
  ParseError error;
  std::shared_ptr<const Program> program = compile_cached(source, is_text, bits, error);
  if (program == nullptr) return fail_pattern(t, error, pattern);
  auto made = object_new<PatternObject>(t, pattern_type()->instance_shape->id);
  if (made == nullptr) return Failed{};
  made->pattern.init(Ref::copy(pattern));
  new (&made->program) std::shared_ptr<const Program>(std::move(program));
  made->is_text = is_text;
  made->given_flags = bits;
  return RefOf<PatternObject>::adopt(made);
}

namespace {

void pattern_dealloc(Thread& t, Object* self) {
  auto pattern = static_cast<PatternObject*>(self);
  pattern->pattern.clear();
  pattern->program.~shared_ptr();
  heap_free(t, pattern, sizeof(PatternObject));
}

void pattern_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<PatternObject*>(self)->pattern);
}

Ref pattern_repr(Thread& t, Value self) {
  auto pattern = pattern_of(self);
  GILT_TRY(auto source, repr(t, pattern->pattern.peek()));
  std::string shown(source->view());
  if (source->length > 200) shown = shown.substr(0, str_offset(source.get(), 200));
  std::string out = "re.compile(" + shown;
  struct Name {
    uint32_t flag;
    const char* name;
  };
  constexpr Name kNames[] = {
      {kIgnoreCase, "re.IGNORECASE"}, {kLocale, "re.LOCALE"},   {kMultiLine, "re.MULTILINE"},
      {kDotAll, "re.DOTALL"},         {kUnicode, "re.UNICODE"}, {kVerbose, "re.VERBOSE"},
      {kDebug, "re.DEBUG"},           {kAscii, "re.ASCII"},
  };
  uint32_t flags = pattern->program->flags();
  constexpr uint32_t kOthers = kLocale | kUnicode | kAscii;
  if (pattern->is_text && (flags & kOthers) == kUnicode) flags &= ~kUnicode;
  const char* between = ", ";
  for (const Name& n : kNames) {
    if (!(flags & n.flag)) continue;
    out += between;
    out += n.name;
    between = "|";
    flags &= ~n.flag;
  }
  if (flags != 0) out += fmt::format("{}{:#x}", between, flags);
  return str_new(t, out + ")");
}

std::optional<int64_t> pattern_hash(Thread& t, Value self) {
  GILT_TRY(int64_t h, hash(t, pattern_of(self)->pattern.peek()));
  h ^= static_cast<int64_t>(pattern_of(self)->program->flags()) * 1000003;
  return h == -1 ? -2 : h;
}

Ref pattern_compare(Thread& t, CompareOp op, Value a, Value b) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_pattern(a) || !is_pattern(b))
    return not_implemented();
  auto left = pattern_of(a), right = pattern_of(b);
  bool same = left->is_text == right->is_text && left->program->flags() == right->program->flags();
  if (same) {
    GILT_TRY(same, equal(t, left->pattern.peek(), right->pattern.peek()));
  }
  return Ref::boolean(same == (op == CompareOp::kEq));
}

// (self, string, pos=..., endpos=...)
Ref run_mode(Thread& t, Args args, Program::Mode mode) {
  Subject subject(t);
  GILT_CHECK(subject.open(pattern_of(args[0]), args[1], args[2], args[3]));
  return run_once(t, pattern_of(args[0]), subject, mode);
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
  return pattern_find_all(t, pattern_of(args[0]), args[1], args[2], args[3]);
}
Ref find_iter(Thread& t, Args args) {
  return pattern_find_iter(t, pattern_of(args[0]), args[1], args[2], args[3]);
}
Ref scanner(Thread& t, Args args) {
  return pattern_scanner(t, pattern_of(args[0]), args[1], args[2], args[3]);
}

// (self, repl, string, count=0)
Ref sub(Thread& t, Args args) {
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  return pattern_sub(t, pattern_of(args[0]), args[1], args[2], count, false);
}
Ref subn(Thread& t, Args args) {
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  return pattern_sub(t, pattern_of(args[0]), args[1], args[2], count, true);
}

// (self, string, maxsplit=0)
Ref split(Thread& t, Args args) {
  GILT_TRY(int64_t limit, to_int64(t, args[2]));
  return pattern_split(t, pattern_of(args[0]), args[1], limit);
}

Ref self_copy(Thread&, Args args) {
  return Ref::copy(args[0]);
}

// (self): for copy and pickle
Ref reduce(Thread& t, Args args) {
  GILT_TRY(Ref compile, import_attribute(t, "re", "_compile"));
  GILT_TRY(auto arguments, tuple_of(t, {pattern_of(args[0])->pattern.peek(),
                                        Value::integer(pattern_of(args[0])->program->flags())}));
  return tuple_of(t, {compile.get(), arguments.value()});
}

Ref get_pattern(Thread&, Value self) {
  return pattern_of(self)->pattern.load();
}
Ref get_flags(Thread&, Value self) {
  return Ref::adopt(Value::integer(pattern_of(self)->program->flags()));
}
Ref get_groups(Thread&, Value self) {
  return Ref::adopt(Value::integer(pattern_of(self)->program->group_count()));
}
Ref get_group_index(Thread& t, Value self) {
  GILT_TRY(auto result, dict_new(t));
  const std::vector<Group>& groups = pattern_of(self)->program->groups();
  for (size_t i = 1; i < groups.size(); ++i) {
    if (groups[i].name.empty()) continue;
    GILT_TRY(auto name, str_new(t, groups[i].name));
    GILT_CHECK(dict_set(t, result.get(), name.value(), Value::integer(static_cast<int64_t>(i))));
  }
  return mapping_proxy_new(t, std::move(result));
}

constexpr NativeDef kMethods[] = {
    {"findall", find_all, "(self, string, pos=..., endpos=...)", "The list of all matches' text."},
    {"finditer", find_iter, "(self, string, pos=..., endpos=...)", "An iterator over all matches."},
    {"fullmatch", full_match, "(self, string, pos=..., endpos=...)",
     "The match if the whole string matches, or None."},
    {"match", match, "(self, string, pos=..., endpos=...)",
     "The match at the start of the string, or None."},
    {"scanner", scanner, "(self, string, pos=..., endpos=...)", "Matches one at a time."},
    {"search", search, "(self, string, pos=..., endpos=...)",
     "The first match in the string, or None."},
    {"split", split, "(self, string, maxsplit=0)", "The list of the parts between the matches."},
    {"sub", sub, "(self, repl, string, count=0)", "The string with matches replaced."},
    {"subn", subn, "(self, repl, string, count=0)",
     "The string with matches replaced, and their number."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
    {"__copy__", self_copy, "(self)", nullptr},
    {"__deepcopy__", self_copy, "(self, memo, /)", nullptr},
    {"__reduce__", reduce, "(self)", nullptr},
};

constexpr GetSetDef kAttributes[] = {
    {"flags", get_flags, nullptr, "The flags, those in the pattern included."},
    {"groupindex", get_group_index, nullptr, "Names of groups to their numbers."},
    {"groups", get_groups, nullptr, "Number of groups."},
    {"pattern", get_pattern, nullptr, "The pattern's text."},
};

}  // namespace

TypeObject* pattern_type() {
  static TypeObject* type = type_new_native({.name = "re.Pattern",
                                             .instance_size = sizeof(PatternObject),
                                             .flags = kTypeNoInstantiate,
                                             .compare_ops = 0x3f,
                                             .doc = "A compiled regular expression.",
                                             .slots = {.dealloc = pattern_dealloc,
                                                       .traverse = pattern_traverse,
                                                       .repr = pattern_repr,
                                                       .hash = pattern_hash,
                                                       .compare = pattern_compare},
                                             .methods = kMethods,
                                             .getsets = kAttributes});
  return type;
}

}  // namespace gilt::re
