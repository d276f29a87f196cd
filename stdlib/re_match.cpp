// re.Match.
#include <fmt/format.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/tuple.h"
#include "stdlib/re_objects.h"

namespace gilt::re {

namespace {

MatchObject* match_of(Value v) {
  return v.as<MatchObject>();
}

const Program& program_of(MatchObject* match) {
  return *match->pattern.peek().as<PatternObject>()->program;
}

// Octet offset to character index.
int64_t index_of(MatchObject* match, int64_t offset) {
  Value string = match->string.peek();
  if (offset < 0 || !is_str(string)) return offset;
  return static_cast<int64_t>(str_index(string.as<StrObject>(), static_cast<size_t>(offset)));
}

Failed fail_no_group(Thread& t) {
  return fail(t, index_error_type, "no such group");
}

// The number of the group that [v], a number or a name, stands for.
std::optional<int64_t> group_number(Thread& t, MatchObject* match, Value v) {
  int64_t number = -1;
  if (v.is_int()) {
    number = v.as_int();
  } else if (type_of(v)->slots.to_index != nullptr) {
    GILT_TRY(number, to_int64(t, v));
  } else if (is_str(v)) {
    number = program_of(match).group_named(v.as<StrObject>()->view());
  } else if (is_bytes(v)) {
    number = program_of(match).group_named(v.as<BytesObject>()->view());
  }
  if (number < 0 || number >= match->pairs) return fail_no_group(t);
  return number;
}

// The last group that was closed: of those that end last, the outermost of the rightmost.
int last_index(MatchObject* match) {
  const int64_t* offsets = match->offsets();
  const std::vector<Group>& groups = program_of(match).groups();
  int best = 0;
  for (int i = 1; i < static_cast<int>(match->pairs); ++i) {
    if (offsets[2 * i + 1] < 0) continue;
    if (best == 0 || offsets[2 * i + 1] > offsets[2 * best + 1]) {
      best = i;
      continue;
    }
    if (offsets[2 * i + 1] < offsets[2 * best + 1]) continue;
    int around = groups[static_cast<size_t>(i)].parent;
    while (around != 0 && around != best) around = groups[static_cast<size_t>(around)].parent;
    if (around != best) best = i;  // not inside the best one: it was closed later
  }
  return best;
}

}  // namespace

Ref piece_of(Thread& t, Value string, int64_t from, int64_t to) {
  if (is_str(string))
    return str_slice_bytes(t, string.as<StrObject>(), static_cast<size_t>(from),
                           static_cast<size_t>(to));
  BufferView view(t);
  GILT_CHECK(view.open(string));
  auto size = static_cast<int64_t>(view.size());  // it may have shrunk since
  from = std::min(from, size);
  to = std::min(to, size);
  if (from == 0 && to == size && has_shape(string, kBytesShape)) return Ref::copy(string);
  return bytes_new(t,
                   view.view().substr(static_cast<size_t>(from), static_cast<size_t>(to - from)));
}

RefOf<MatchObject> match_new(Thread& t, PatternObject* pattern, const Subject& subject,
                             const int64_t* offsets) {
  auto pairs = static_cast<uint32_t>(pattern->program->group_count() + 1);
  auto match = static_cast<MatchObject*>(object_allocate(
      t, match_type()->instance_shape->id, sizeof(MatchObject) + pairs * 2 * sizeof(int64_t)));
  if (match == nullptr) return Failed{};
  match->string.init(Ref::copy(subject.string));
  match->pattern.init(Ref::copy(pattern));
  match->position = subject.position;
  match->end_position = subject.end_position;
  match->pairs = pairs;
  std::copy(offsets, offsets + pairs * 2, match->offsets());
  return RefOf<MatchObject>::adopt(match);
}

Ref match_group(Thread& t, MatchObject* match, int64_t number, Value otherwise) {
  const int64_t* pair = match->offsets() + 2 * number;
  if (pair[0] < 0) return Ref::copy(otherwise);
  return piece_of(t, match->string.peek(), pair[0], pair[1]);
}

namespace {

void match_dealloc(Thread& t, Object* self) {
  auto match = static_cast<MatchObject*>(self);
  size_t size = sizeof(MatchObject) + match->pairs * 2 * sizeof(int64_t);
  match->string.clear();
  match->pattern.clear();
  heap_free(t, match, size);
}

void match_traverse(Object* self, Visitor& visitor) {
  auto match = static_cast<MatchObject*>(self);
  visitor.visit(match->string);
  visitor.visit(match->pattern);
}

Ref match_repr(Thread& t, Value self) {
  auto match = match_of(self);
  GILT_TRY(Ref whole, match_group(t, match, 0, kNone));
  GILT_TRY(auto shown, repr(t, whole.get()));
  return str_new(t, fmt::format("<re.Match object; span=({}, {}), match={}>",
                                index_of(match, match->offsets()[0]),
                                index_of(match, match->offsets()[1]), shown->view()));
}

Ref match_get_item(Thread& t, Value self, Value key) {
  GILT_TRY(int64_t number, group_number(t, match_of(self), key));
  return match_group(t, match_of(self), number, kNone);
}

// (self, *groups)
Ref group(Thread& t, Args args) {
  auto match = match_of(args[0]);
  auto wanted = args[1].as<TupleObject>();
  if (wanted->size == 0) return match_group(t, match, 0, kNone);
  if (wanted->size == 1) return match_get_item(t, args[0], wanted->at(0));
  GILT_TRY(auto result, tuple_new(t, wanted->size));
  for (int64_t i = 0; i < wanted->size; ++i) result->items()[i].init_unset();
  for (int64_t i = 0; i < wanted->size; ++i) {
    GILT_TRY(Ref one, match_get_item(t, args[0], wanted->at(i)));
    result->items()[i].init(std::move(one));
  }
  return result;
}

// (self, default=None)
Ref groups(Thread& t, Args args) {
  auto match = match_of(args[0]);
  auto count = static_cast<int64_t>(match->pairs) - 1;
  GILT_TRY(auto result, tuple_new(t, count));
  for (int64_t i = 0; i < count; ++i) result->items()[i].init_unset();
  for (int64_t i = 0; i < count; ++i) {
    GILT_TRY(Ref one, match_group(t, match, i + 1, args[1]));
    result->items()[i].init(std::move(one));
  }
  return result;
}

// (self, default=None)
Ref group_dict(Thread& t, Args args) {
  auto match = match_of(args[0]);
  GILT_TRY(auto result, dict_new(t));
  const std::vector<Group>& all = program_of(match).groups();
  for (size_t i = 1; i < all.size(); ++i) {
    if (all[i].name.empty()) continue;
    GILT_TRY(auto name, str_new(t, all[i].name));
    GILT_TRY(Ref one, match_group(t, match, static_cast<int64_t>(i), args[1]));
    GILT_CHECK(dict_set(t, result.get(), name.value(), one.get()));
  }
  return result;
}

// (self, group=0, /)
Ref start(Thread& t, Args args) {
  GILT_TRY(int64_t number, group_number(t, match_of(args[0]), args[1]));
  return Ref::adopt(
      Value::integer(index_of(match_of(args[0]), match_of(args[0])->offsets()[2 * number])));
}

// (self, group=0, /)
Ref end(Thread& t, Args args) {
  GILT_TRY(int64_t number, group_number(t, match_of(args[0]), args[1]));
  return Ref::adopt(
      Value::integer(index_of(match_of(args[0]), match_of(args[0])->offsets()[2 * number + 1])));
}

Ref span_of(Thread& t, MatchObject* match, int64_t number) {
  return tuple_of(t, {Value::integer(index_of(match, match->offsets()[2 * number])),
                      Value::integer(index_of(match, match->offsets()[2 * number + 1]))});
}

// (self, group=0, /)
Ref span(Thread& t, Args args) {
  GILT_TRY(int64_t number, group_number(t, match_of(args[0]), args[1]));
  return span_of(t, match_of(args[0]), number);
}

// (self, template)
Ref expand(Thread& t, Args args) {
  auto match = match_of(args[0]);
  std::vector<TemplatePart> parts;
  GILT_CHECK(template_parts(t, match->pattern.peek().as<PatternObject>(), args[1], parts));
  std::string out;
  for (const TemplatePart& part : parts) {
    out += part.literal;
    if (part.group < 0 || match->offsets()[2 * part.group] < 0) continue;
    GILT_TRY(Ref one, match_group(t, match, part.group, kNone));
    out += is_str(one.get()) ? one.as<StrObject>()->view() : one.as<BytesObject>()->view();
  }
  if (is_str(args[1])) return str_new(t, out);
  return bytes_new(t, out);
}

Ref self_copy(Thread&, Args args) {
  return Ref::copy(args[0]);
}

Ref get_string(Thread&, Value self) {
  return match_of(self)->string.load();
}
Ref get_re(Thread&, Value self) {
  return match_of(self)->pattern.load();
}
Ref get_pos(Thread&, Value self) {
  return Ref::adopt(Value::integer(match_of(self)->position));
}
Ref get_endpos(Thread&, Value self) {
  return Ref::adopt(Value::integer(match_of(self)->end_position));
}
Ref get_last_index(Thread&, Value self) {
  int index = last_index(match_of(self));
  return index == 0 ? Ref::none() : Ref::adopt(Value::integer(index));
}
Ref get_last_group(Thread& t, Value self) {
  int index = last_index(match_of(self));
  if (index == 0) return Ref::none();
  const std::string& name = program_of(match_of(self)).groups()[static_cast<size_t>(index)].name;
  if (name.empty()) return Ref::none();
  return str_new(t, name);
}
Ref get_regs(Thread& t, Value self) {
  auto match = match_of(self);
  GILT_TRY(auto result, tuple_new(t, match->pairs));
  for (int64_t i = 0; i < match->pairs; ++i) result->items()[i].init_unset();
  for (int64_t i = 0; i < match->pairs; ++i) {
    GILT_TRY(Ref one, span_of(t, match, i));
    result->items()[i].init(std::move(one));
  }
  return result;
}

constexpr NativeDef kMethods[] = {
    {"end", end, "(self, group=0, /)", "Index behind the group."},
    {"expand", expand, "(self, template)", "The template with its groups filled in."},
    {"group", group, "(self, *groups)", "The text of one group, or of several as a tuple."},
    {"groupdict", group_dict, "(self, default=None)", "The named groups as a dict."},
    {"groups", groups, "(self, default=None)", "The text of all groups as a tuple."},
    {"span", span, "(self, group=0, /)", "(start, end) of the group."},
    {"start", start, "(self, group=0, /)", "Index of the group."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
    {"__copy__", self_copy, "(self)", nullptr},
    {"__deepcopy__", self_copy, "(self, memo, /)", nullptr},
};

constexpr GetSetDef kAttributes[] = {
    {"endpos", get_endpos, nullptr, "Where the search ended."},
    {"lastgroup", get_last_group, nullptr, "Name of the last matched group, or None."},
    {"lastindex", get_last_index, nullptr, "Number of the last matched group, or None."},
    {"pos", get_pos, nullptr, "Where the search began."},
    {"re", get_re, nullptr, "The pattern."},
    {"regs", get_regs, nullptr, "The spans of all groups."},
    {"string", get_string, nullptr, "The text that was searched."},
};

}  // namespace

TypeObject* match_type() {
  static TypeObject* type = type_new_native({.name = "re.Match",
                                             .instance_size = sizeof(MatchObject),
                                             .flags = kTypeNoInstantiate,
                                             .doc = "What re.match() and re.search() return.",
                                             .slots = {.dealloc = match_dealloc,
                                                       .traverse = match_traverse,
                                                       .repr = match_repr,
                                                       .get_item = match_get_item},
                                             .methods = kMethods,
                                             .getsets = kAttributes});
  return type;
}

}  // namespace gilt::re
