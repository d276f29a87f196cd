// Assignment to names, attributes, items and sequences of targets; augmented assignment; del.

#include "interpreter/compiler_codegen.h"

namespace gilt {

namespace {

constexpr size_t kMaxParallel = 8;
constexpr size_t kMaxAroundStar = 255;
constexpr size_t kMaxTargets = 0x3fff;

std::span<ast::Expr*> elements_of(ast::Expr& e) {
  if (auto* tuple = e.try_as<ast::Tuple>()) return tuple->elts;
  if (auto* list = e.try_as<ast::List>()) return list->elts;
  return {};
}

}  // namespace

// A name that is a plain register here.
bool CodeGenerator::is_local_name(const ast::Expr& e, Register* out) {
  auto* name = e.try_as<ast::Name>();
  if (name == nullptr) return false;
  NameUse use = use_of(name->id);
  *out = use.index;
  return use.access == NameAccess::kRegister;
}

void CodeGenerator::assign(ast::Assign& s) {
  if (s.targets.size() == 1) return assign_to(*s.targets[0], *s.value);
  bool all_names = true;
  for (ast::Expr* target : s.targets) all_names &= target->kind == ast::Kind::kName;
  Register first = 0;
  if (all_names && is_local_name(*s.targets[0], &first)) {
    Operand value = compile(*s.value, Dest::in(first));
    for (ast::Expr* target : s.targets.subspan(1)) store(*target, value);
    return;
  }
  push(*s.value);
  for (size_t i = 0; i < s.targets.size(); ++i) {
    Operand value = top_operand();
    value.dies = i + 1 == s.targets.size();
    store(*s.targets[i], value);
  }
}

void CodeGenerator::assign_to(ast::Expr& target, ast::Expr& value) {
  switch (target.kind) {
    case ast::Kind::kName: {
      SpanScope at(*this, target.span);
      assign_name(target.as<ast::Name>().id, value);
      return;
    }
    case ast::Kind::kAttribute:
      return store(target, read_before(value, {target.as<ast::Attribute>().value}));
    case ast::Kind::kSubscript: {
      auto& item = target.as<ast::Subscript>();
      return store(target, read_before(value, {item.value, item.slice}));
    }
    default:
      if (assign_in_parallel(target, value)) return;
      return store(target, read(value));
  }
}

// Consumes [value] if it dies.
void CodeGenerator::store(ast::Expr& target, Operand value) {
  SpanScope at(*this, target.span);
  switch (target.kind) {
    case ast::Kind::kName: return store_name(target.as<ast::Name>().id, value);
    case ast::Kind::kAttribute: {
      auto& attribute = target.as<ast::Attribute>();
      note_self_attribute(attribute);
      Operand object = read(*attribute.value);
      SpanScope at_name(*this, attribute_span(target.span, attribute));
      effect2(Op::STORE_ATTR, object, value,
              static_cast<int32_t>(attribute_constant(attribute.attr)));
      return;
    }
    case ast::Kind::kSubscript: {
      auto& item = target.as<ast::Subscript>();
      Operand container = read_before(*item.value, {item.slice});
      Operand key = read(*item.slice);
      effect3(Op::SET_ITEM, container, key, value);
      return;
    }
    case ast::Kind::kTuple:
    case ast::Kind::kList: return store_sequence(elements_of(target), value);
    case ast::Kind::kStarred:
      unit_.syntax_error(target.span, "starred assignment target must be in a list or tuple");
    default: unit_.syntax_error(target.span, "cannot assign to this expression");
  }
}

void CodeGenerator::store_sequence(std::span<ast::Expr*> targets, Operand value) {
  size_t star = SIZE_MAX;
  if (targets.size() > kMaxTargets) unit_.syntax_error(span_, "too many targets in assignment");
  for (size_t i = 0; i < targets.size(); ++i) {
    if (targets[i]->kind != ast::Kind::kStarred) continue;
    if (star != SIZE_MAX) unit_.syntax_error(span_, "multiple starred expressions in assignment");
    star = i;
  }
  auto count = static_cast<int32_t>(targets.size());
  uint8_t flags = consume(value, kConsumeB);
  if (star == SIZE_MAX) {
    emit(Op::UNPACK, next_temporary(), value.reg, count, flags);
  } else {
    size_t after = targets.size() - star - 1;
    if (star > kMaxAroundStar || after > kMaxAroundStar)
      unit_.syntax_error(span_, "too many expressions in star-unpacking assignment");
    emit(Op::UNPACK_EX, next_temporary(), value.reg, static_cast<int32_t>(star + 256 * after),
         flags);
  }
  for (int32_t i = 0; i < count; ++i) push_temporary();
  for (ast::Expr* target : targets) {
    if (auto* starred = target->try_as<ast::Starred>()) target = starred->value;
    store(*target, top_operand());
  }
}

// `a, b = b, a` without a tuple: the values are evaluated in order, then stored in order. What is a
// constant or a local that no earlier store changes is read at its store.
bool CodeGenerator::assign_in_parallel(ast::Expr& target, ast::Expr& value) {
  std::span<ast::Expr*> targets = elements_of(target);
  if (value.kind != ast::Kind::kTuple) return false;
  std::span<ast::Expr*> values = value.as<ast::Tuple>().elts;
  size_t n = targets.size();
  if (n != values.size() || n < 2 || n > kMaxParallel) return false;

  enum class ValueSource : uint8_t { kConstant, kLocal, kTemporary };
  Register target_register[kMaxParallel], value_register[kMaxParallel];
  ValueSource source[kMaxParallel];
  bool all_local = true;
  for (size_t i = 0; i < n; ++i) {
    ast::Kind kind = targets[i]->kind;
    bool is_plain =
        kind == ast::Kind::kName || kind == ast::Kind::kAttribute || kind == ast::Kind::kSubscript;
    if (!is_plain || values[i]->kind == ast::Kind::kStarred) return false;
    if (has_walrus(*targets[i]) || has_walrus(*values[i])) return false;
    target_register[i] = -1;
    Register local = 0;
    if (is_local_name(*targets[i], &local)) {
      for (size_t k = 0; k < i; ++k) all_local &= target_register[k] != local;
      target_register[i] = local;
    } else {
      all_local = false;
    }
    source[i] = ValueSource::kTemporary;
    if (is_local_name(*values[i], &value_register[i])) {
      source[i] = ValueSource::kLocal;
    } else if (Ref folded = unit_.check(fold(t_, *values[i])); !folded.is_unset()) {
      source[i] = ValueSource::kConstant;
    }
  }
  // Storing in reverse uses up temporaries from the top; its effect is the same for locals.
  auto changed_before = [&](size_t i, bool reverse) {
    for (size_t k = reverse ? i + 1 : 0; k < (reverse ? n : i); ++k)
      if (target_register[k] == value_register[i]) return true;
    return false;
  };
  auto count_temporaries = [&](bool reverse) {
    size_t count = 0;
    for (size_t i = 0; i < n; ++i)
      count += source[i] == ValueSource::kTemporary ||
               (source[i] == ValueSource::kLocal && changed_before(i, reverse));
    return count;
  };
  bool reverse = all_local && count_temporaries(false) > 1;
  uint32_t base = depth_;
  Operand operand[kMaxParallel];
  for (size_t i = 0; i < n; ++i) {
    if (source[i] == ValueSource::kConstant) continue;
    if (source[i] == ValueSource::kLocal && changed_before(i, reverse))
      source[i] = ValueSource::kTemporary;
    if (source[i] == ValueSource::kTemporary) {
      push(*values[i]);
      operand[i] = top_operand();
    } else {
      operand[i] = read(*values[i]);
    }
  }
  for (size_t k = 0; k < n; ++k) {
    size_t i = reverse ? n - 1 - k : k;
    if (source[i] == ValueSource::kConstant) {
      Register local = target_register[i];
      Ref folded = unit_.check(fold(t_, *values[i]));
      SpanScope at(*this, values[i]->span);
      Operand made = load_constant(folded.get(), local >= 0 ? Dest::in(local) : Dest::push());
      if (local < 0) store(*targets[i], made);
      continue;
    }
    // A temporary below others stays until they are gone.
    if (source[i] == ValueSource::kTemporary) operand[i].dies = operand[i].reg == top();
    store(*targets[i], operand[i]);
  }
  release_down_to(base);
  return true;
}

void CodeGenerator::augmented_assign(ast::AugAssign& s) {
  switch (s.target->kind) {
    case ast::Kind::kName: {
      ast::Identifier id = s.target->as<ast::Name>().id;
      NameUse use = use_of(id);
      Operand left = read_before(*s.target, {s.value});
      if (use.access == NameAccess::kRegister) {
        binary_with(s.op, left, *s.value, Dest::in(use.index), kInplace);
        return;
      }
      Operand made = binary_with(s.op, left, *s.value, Dest::push(), kInplace);
      SpanScope at(*this, s.target->span);
      store_name(id, made);
      return;
    }
    case ast::Kind::kAttribute: {
      auto& attribute = s.target->as<ast::Attribute>();
      Operand object = read_before(*attribute.value, {s.value});
      Operand kept{object.reg};
      auto name = static_cast<int32_t>(attribute_constant(attribute.attr));
      Span name_span = attribute_span(s.target->span, attribute);
      Operand old;
      {
        SpanScope at(*this, name_span);
        old = result_number(Op::LOAD_ATTR, Dest::push(), kept, name);
      }
      Operand made = binary_with(s.op, old, *s.value, Dest::push(), kInplace);
      SpanScope at(*this, name_span);
      effect2(Op::STORE_ATTR, object, made, name);
      return;
    }
    case ast::Kind::kSubscript: {
      auto& item = s.target->as<ast::Subscript>();
      Operand container = read_before(*item.value, {item.slice, s.value});
      Operand key = read_before(*item.slice, {s.value});
      Operand old;
      {
        SpanScope at(*this, item.span);
        old = result(Op::GET_ITEM, Dest::push(), {container.reg}, {key.reg});
      }
      Operand made = binary_with(s.op, old, *s.value, Dest::push(), kInplace);
      SpanScope at(*this, item.span);
      effect3(Op::SET_ITEM, container, key, made);
      return;
    }
    default: unit_.syntax_error(s.target->span, "illegal expression for augmented assignment");
  }
}

void CodeGenerator::delete_target(ast::Expr& target) {
  SpanScope at(*this, target.span);
  switch (target.kind) {
    case ast::Kind::kName: return delete_name(target.as<ast::Name>().id);
    case ast::Kind::kAttribute: {
      auto& attribute = target.as<ast::Attribute>();
      Operand object = read(*attribute.value);
      SpanScope at_name(*this, attribute_span(target.span, attribute));
      effect1(Op::DELETE_ATTR, object, static_cast<int32_t>(attribute_constant(attribute.attr)));
      return;
    }
    case ast::Kind::kSubscript: {
      auto& item = target.as<ast::Subscript>();
      Operand container = read_before(*item.value, {item.slice});
      effect2(Op::DELETE_ITEM, container, read(*item.slice));
      return;
    }
    case ast::Kind::kTuple:
    case ast::Kind::kList:
      for (ast::Expr* element : elements_of(target)) delete_target(*element);
      return;
    default: unit_.syntax_error(target.span, "cannot delete this expression");
  }
}

}  // namespace gilt
