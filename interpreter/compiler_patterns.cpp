// match (PEP 634).
//
// A pattern looks at its subject in place and leaves what it takes out of it on the stack of
// temporaries, where captured values stay until the whole pattern has matched; only then are names
// bound. A failure jumps to the label for the depth it happens at; below the patterns these labels
// release what each has too much.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

struct CodeGenerator::PatternContext {
  struct Capture {
    ast::Identifier name;
    Register where;
  };
  uint32_t base;  // depth at which the pattern starts and where a failure leads
  LabelId fail;
  std::vector<Capture> captures;
  std::vector<LabelId> fail_labels;  // by depth above base, from 1 on
};

// Where a failure with [depth] live temporaries goes.
LabelId CodeGenerator::fail_label(PatternContext& context, uint32_t depth) {
  if (depth == context.base) return context.fail;
  size_t index = depth - context.base - 1;
  while (context.fail_labels.size() <= index) context.fail_labels.push_back(kNoLabel);
  if (context.fail_labels[index] == kNoLabel) context.fail_labels[index] = new_label();
  return context.fail_labels[index];
}

void CodeGenerator::fail_on(Op op, Operand operand, PatternContext& context) {
  uint32_t depth = depth_ - (operand.dies ? 1 : 0);
  jump_on(op, operand, fail_label(context, depth));
}

// The landing places of failures, deepest first; they fall from one to the next.
void CodeGenerator::bind_failures(PatternContext& context) {
  for (size_t i = context.fail_labels.size(); i-- > 0;) {
    if (context.fail_labels[i] != kNoLabel) bind(context.fail_labels[i]);
    depth_ = context.base + static_cast<uint32_t>(i) + 1;
    release_top();
  }
}

// After a match: names are bound, temporaries used up from the top.
void CodeGenerator::bind_captures(PatternContext& context) {
  auto captured_at = [&](Register r) {
    for (PatternContext::Capture& c : context.captures)
      if (c.where == r) return &c;
    return static_cast<PatternContext::Capture*>(nullptr);
  };
  for (PatternContext::Capture& c : context.captures) {
    bool is_own =
        is_temporary(c.where) && c.where >= kFirstTemporary + static_cast<Register>(context.base);
    if (!is_own || captured_at(c.where) != &c) store_name(c.name, {c.where});
  }
  while (depth_ > context.base) {
    if (PatternContext::Capture* c = captured_at(top()))
      store_name(c->name, top_operand());
    else
      release_top();
  }
}

namespace {
bool is_wildcard(const ast::Pattern& p) {
  const auto* as = p.try_as<ast::MatchAs>();
  return as != nullptr && as->pattern == nullptr && as->name.empty();
}
}  // namespace

void CodeGenerator::match_statement(ast::Match& s) {
  ++conditional_depth_;
  uint32_t depth = depth_;
  push(*s.subject);
  Operand subject{top()};
  LabelId end = new_label();
  for (ast::MatchCase* c : s.cases) {
    SpanScope at(*this, c->pattern->span);
    LabelId next = new_label();
    PatternContext context{.base = depth_, .fail = next, .captures = {}, .fail_labels = {}};
    uint32_t base = depth_;
    if (is_wildcard(*c->pattern)) silent_line(c->pattern->span);
    pattern(*c->pattern, subject, context);
    bind_captures(context);
    if (c->guard != nullptr) branch(*c->guard, next, false);
    bool is_last = c == s.cases.back();
    if (reachable_) {
      // The subject has done its work.
      release_top();
      body(c->body);
      jump(end);
    }
    depth_ = base;
    bind_failures(context);
    depth_ = base;
    bind(next);
    if (is_last && reachable_) release_top();
    if (!reachable_) break;
  }
  depth_ = depth;
  bind(end);
  --conditional_depth_;
}

void CodeGenerator::pattern(ast::Pattern& p, Operand subject, PatternContext& context) {
  SpanScope at(*this, p.span);
  using ast::Kind;
  switch (p.kind) {
    case Kind::kMatchValue: return value_pattern(p.as<ast::MatchValue>(), subject, context);
    case Kind::kMatchSingleton:
      return singleton_pattern(p.as<ast::MatchSingleton>(), subject, context);
    case Kind::kMatchSequence:
      return sequence_pattern(p.as<ast::MatchSequence>(), subject, context);
    case Kind::kMatchMapping: return mapping_pattern(p.as<ast::MatchMapping>(), subject, context);
    case Kind::kMatchClass: return class_pattern(p.as<ast::MatchClass>(), subject, context);
    case Kind::kMatchOr: return or_pattern(p.as<ast::MatchOr>(), subject, context);
    case Kind::kMatchStar: return capture(p.as<ast::MatchStar>().name, subject, context);
    case Kind::kMatchAs: {
      auto& as = p.as<ast::MatchAs>();
      if (as.pattern != nullptr) pattern(*as.pattern, subject, context);
      return capture(as.name, subject, context);
    }
    default: return;
  }
}

void CodeGenerator::capture(ast::Identifier name, Operand subject, PatternContext& context) {
  if (!name.empty()) context.captures.push_back({name, subject.reg});
}

void CodeGenerator::value_pattern(ast::MatchValue& p, Operand subject, PatternContext& context) {
  if (std::optional<int32_t> number = small_int(*p.value)) {
    emit_jump(Op::JN_EQ_I, subject.reg, *number, 0, fail_label(context, depth_));
    return;
  }
  Operand value = read(*p.value);
  LabelId fail = fail_label(context, depth_ - (value.dies ? 1 : 0));
  branch_compare_operands(ast::CompareOperator::kEq, subject, value, fail, false);
}

void CodeGenerator::singleton_pattern(ast::MatchSingleton& p, Operand subject,
                                      PatternContext& context) {
  if (p.value == ast::ConstantType::kNone) return fail_on(Op::JUMP_IF_NOT_NONE, subject, context);
  Operand value = load_constant(Value::boolean(p.value == ast::ConstantType::kTrue), Dest::push());
  fail_on(Op::JUMP_IF_NOT, result(Op::IS, Dest::push(), subject, value), context);
}

// -- sequences --

void CodeGenerator::sequence_pattern(ast::MatchSequence& p, Operand subject,
                                     PatternContext& context) {
  size_t size = p.patterns.size();
  size_t star = SIZE_MAX;
  bool star_is_wildcard = false, only_wildcards = true;
  for (size_t i = 0; i < size; ++i) {
    ast::Pattern* item = p.patterns[i];
    if (auto* s = item->try_as<ast::MatchStar>()) {
      if (star != SIZE_MAX)
        unit_.syntax_error(p.span, "multiple starred expressions in sequence pattern");
      star = i;
      star_is_wildcard = s->name.empty();
      only_wildcards &= star_is_wildcard;
      continue;
    }
    auto* as = item->try_as<ast::MatchAs>();
    only_wildcards &= as != nullptr && as->pattern == nullptr && as->name.empty();
  }
  bool has_star = star != SIZE_MAX;
  fail_on(Op::JUMP_IF_NOT, result(Op::MATCH_SEQUENCE, Dest::push(), subject), context);
  size_t least = has_star ? size - 1 : size;
  if (least > INT16_MAX) unit_.syntax_error(p.span, "too many items in sequence pattern");
  if (!has_star || least > 0) {
    Operand length = result(Op::GET_LENGTH, Dest::push(), subject);
    uint8_t flags = consume(length, kConsumeA);
    emit_jump(has_star ? Op::JN_GE_I : Op::JN_EQ_I, length.reg, static_cast<int32_t>(least), flags,
              fail_label(context, depth_));
  }
  if (only_wildcards) return;
  if (star_is_wildcard) return sequence_by_index(p, subject, star, context);
  if (has_star) {
    size_t after = size - star - 1;
    if (star > 255 || after > 255)
      unit_.syntax_error(p.span, "too many expressions in star-unpacking sequence pattern");
    emit(Op::UNPACK_EX, next_temporary(), subject.reg, static_cast<int32_t>(star + 256 * after));
  } else {
    emit(Op::UNPACK, next_temporary(), subject.reg, static_cast<int32_t>(size));
  }
  for (size_t i = 0; i < size; ++i) push_temporary();
  unpacked_patterns(p.patterns, context);
}

// The items lie on the stack, the first on top.
void CodeGenerator::unpacked_patterns(std::span<ast::Pattern*> patterns, PatternContext& context) {
  Register first = top();
  for (size_t i = 0; i < patterns.size(); ++i)
    pattern(*patterns[i], {first - static_cast<Register>(i)}, context);
}

// With a `*_` only the items that matter are fetched.
void CodeGenerator::sequence_by_index(ast::MatchSequence& p, Operand subject, size_t star,
                                      PatternContext& context) {
  size_t size = p.patterns.size();
  for (size_t i = 0; i < size; ++i) {
    ast::Pattern* item = p.patterns[i];
    auto* as = item->try_as<ast::MatchAs>();
    bool is_wildcard = as != nullptr && as->pattern == nullptr && as->name.empty();
    if (i == star || is_wildcard) continue;
    if (i < star) {
      result_number(Op::GET_ITEM_I, Dest::push(), subject, static_cast<int32_t>(i));
    } else {
      Operand length = result(Op::GET_LENGTH, Dest::push(), subject);
      Operand index =
          result_number(Op::SUB_I, Dest::push(), length, static_cast<int32_t>(size - i));
      result(Op::GET_ITEM, Dest::push(), subject, index);
    }
    pattern(*item, {top()}, context);
  }
}

// -- mappings and classes --

void CodeGenerator::mapping_pattern(ast::MatchMapping& p, Operand subject,
                                    PatternContext& context) {
  size_t size = p.keys.size();
  fail_on(Op::JUMP_IF_NOT, result(Op::MATCH_MAPPING, Dest::push(), subject), context);
  if (size == 0 && p.rest.empty()) return;
  if (size > INT16_MAX) unit_.syntax_error(p.span, "too many sub-patterns in mapping pattern");
  if (size > 0) {
    Operand length = result(Op::GET_LENGTH, Dest::push(), subject);
    uint8_t flags = consume(length, kConsumeA);
    emit_jump(Op::JN_GE_I, length.reg, static_cast<int32_t>(size), flags,
              fail_label(context, depth_));
  }
  ast::Tuple keys;
  keys.elts = p.keys;
  keys.span = p.span;
  tuple(keys, Dest::push());
  Operand key_tuple{top()};
  result(Op::MATCH_KEYS, Dest::push(), subject, key_tuple);
  emit_jump(Op::JUMP_IF_NONE, top(), 0, 0, fail_label(context, depth_));
  Operand values = top_operand();
  if (!p.rest.empty()) {
    values.dies = false;
    result(Op::MATCH_REST, Dest::push(), subject, key_tuple);
    capture(p.rest, {top()}, context);
  }
  if (size == 0) return;
  uint8_t flags = consume(values, kConsumeB);
  emit(Op::UNPACK, next_temporary(), values.reg, static_cast<int32_t>(size), flags);
  for (size_t i = 0; i < size; ++i) push_temporary();
  unpacked_patterns(p.patterns, context);
}

void CodeGenerator::class_pattern(ast::MatchClass& p, Operand subject, PatternContext& context) {
  size_t positional = p.patterns.size(), size = positional + p.kwd_patterns.size();
  if (size > INT16_MAX) unit_.syntax_error(p.span, "too many sub-patterns in class pattern");
  result(Op::MOVE, Dest::push(), {subject.reg});
  push(*p.cls);
  RefOf<TupleObject> names = tuple_new(t_, static_cast<int64_t>(p.kwd_attrs.size()));
  if (names.is_error()) unit_.fail();
  for (size_t i = 0; i < p.kwd_attrs.size(); ++i)
    names->items()[i].init(Ref::copy(unit_.name(p.kwd_attrs[i])));
  load_constant(names.value(), Dest::push());
  result_window(Op::MATCH_CLASS, Dest::push(), 3, static_cast<int32_t>(positional));
  emit_jump(Op::JUMP_IF_NONE, top(), 0, 0, fail_label(context, depth_));
  if (size == 0) return;
  Operand attributes = top_operand();
  uint8_t flags = consume(attributes, kConsumeB);
  emit(Op::UNPACK, next_temporary(), attributes.reg, static_cast<int32_t>(size), flags);
  for (size_t i = 0; i < size; ++i) push_temporary();
  std::vector<ast::Pattern*> all(p.patterns.begin(), p.patterns.end());
  all.insert(all.end(), p.kwd_patterns.begin(), p.kwd_patterns.end());
  unpacked_patterns(all, context);
}

// -- alternatives --

// Whatever alternative matches, its captures end up in the same temporaries, which are laid out
// before the first alternative is tried.
void CodeGenerator::or_pattern(ast::MatchOr& p, Operand subject, PatternContext& context) {
  LabelId matched = new_label();
  uint32_t slots_at = depth_;
  std::vector<ast::Identifier> names;
  // The first alternative tells the names; its captures are known only when it is compiled, so it
  // is asked beforehand.
  collect_names(*p.patterns[0], names);
  for (size_t i = 0; i < names.size(); ++i) result(Op::LOAD_UNSET, Dest::push());
  uint32_t base = depth_;
  for (ast::Pattern* alternative : p.patterns) {
    LabelId next = new_label();
    PatternContext inner{.base = base, .fail = next, .captures = {}, .fail_labels = {}};
    pattern(*alternative, subject, inner);
    for (PatternContext::Capture& c : inner.captures) {
      auto at = std::find(names.begin(), names.end(), c.name);
      if (at == names.end())
        unit_.syntax_error(p.span, "alternative patterns bind different names");
      Register slot = kFirstTemporary + static_cast<Register>(slots_at) +
                      static_cast<Register>(at - names.begin());
      emit(Op::MOVE, slot, c.where, 0, kLocalA);
    }
    release_down_to(base);
    jump(matched);
    depth_ = base;
    bind_failures(inner);
    depth_ = base;
    bind(next);
    if (!reachable_) break;
  }
  if (reachable_) jump(fail_label(context, depth_));
  depth_ = base;
  bind(matched);
  for (size_t i = 0; i < names.size(); ++i)
    capture(names[i], {kFirstTemporary + static_cast<Register>(slots_at + i)}, context);
}

void CodeGenerator::collect_names(ast::Pattern& p, std::vector<ast::Identifier>& names) {
  auto add = [&](ast::Identifier name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  };
  auto add_all = [&](std::span<ast::Pattern*> patterns) {
    for (ast::Pattern* inner : patterns) collect_names(*inner, names);
  };
  using ast::Kind;
  switch (p.kind) {
    case Kind::kMatchSequence: return add_all(p.as<ast::MatchSequence>().patterns);
    case Kind::kMatchMapping:
      add_all(p.as<ast::MatchMapping>().patterns);
      return add(p.as<ast::MatchMapping>().rest);
    case Kind::kMatchClass:
      add_all(p.as<ast::MatchClass>().patterns);
      return add_all(p.as<ast::MatchClass>().kwd_patterns);
    case Kind::kMatchStar: return add(p.as<ast::MatchStar>().name);
    case Kind::kMatchAs:
      if (p.as<ast::MatchAs>().pattern != nullptr)
        collect_names(*p.as<ast::MatchAs>().pattern, names);
      return add(p.as<ast::MatchAs>().name);
    case Kind::kMatchOr: return collect_names(*p.as<ast::MatchOr>().patterns[0], names);
    default: return;
  }
}

}  // namespace gilt
