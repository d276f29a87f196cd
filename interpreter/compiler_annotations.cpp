// Annotations. Those of functions, classes and modules are evaluated when somebody asks (PEP 649):
// a function __annotate__(format) makes the dict. Under `from __future__ import annotations` they
// are their own text.

#include "interpreter/compiler_codegen.h"
#include "interpreter/unparse.h"
#include "runtime/str.h"

namespace gilt {

namespace {

constexpr int32_t kValueWithFakeGlobals = 2;  // annotationlib.Format: the last one we know
constexpr ast::Identifier kConditional = "__conditional_annotations__";

struct Annotated {
  ast::Identifier name;
  ast::Expr* annotation;
};

// In the order of CPython's dict.
std::vector<Annotated> annotations_of(ast::FunctionDef& s) {
  std::vector<Annotated> out;
  auto add = [&](ast::Arg* arg) {
    if (arg != nullptr && arg->annotation != nullptr) out.push_back({arg->arg, arg->annotation});
  };
  for (ast::Arg* arg : s.args->args) add(arg);
  for (ast::Arg* arg : s.args->posonlyargs) add(arg);
  add(s.args->vararg);
  for (ast::Arg* arg : s.args->kwonlyargs) add(arg);
  add(s.args->kwarg);
  if (s.returns != nullptr) out.push_back({"return", s.returns});
  return out;
}

}  // namespace

// `if format > 2: raise NotImplementedError`
void CodeGenerator::begin_annotate() {
  begin_function(nullptr);
  LabelId known = new_label();
  emit_jump(Op::JN_GT_I, 0, kValueWithFakeGlobals, 0, known);
  uint32_t global = unit_.global(unit_.name("NotImplementedError"), false);
  result(Op::LOAD_GLOBAL, Dest::push(), {static_cast<Register>(global)});
  effect1(Op::RAISE, top_operand());
  bind(known);
}

Operand CodeGenerator::annotation_value(ast::Expr& annotation, Dest dest) {
  if (auto* starred = annotation.try_as<ast::Starred>()) {
    // *args: *Ts means the one item of Ts.
    SpanScope at(*this, annotation.span);
    push(*starred->value);
    uint8_t flags = consume(top_operand(), kConsumeB);
    emit(Op::UNPACK, next_temporary(), next_temporary(), 1, flags);
    push_temporary();
    return settle(top_operand(), dest);
  }
  return compile(annotation, dest);
}

Operand CodeGenerator::annotation_text(ast::Expr& annotation, Dest dest) {
  return load_constant(unit_.check(str_new(t_, ast::unparse(annotation))).get(), dest);
}

// Pushes what MAKE_FUNCTION wants of them, and says what that is; 0: nothing is annotated.
uint32_t CodeGenerator::push_function_annotations(ast::FunctionDef& s) {
  std::vector<Annotated> annotations = annotations_of(s);
  if (annotations.empty()) return 0;
  auto push_dict = [&](CodeGenerator& g) {
    auto count = static_cast<uint32_t>(annotations.size());
    for (const Annotated& a : annotations) {
      SpanScope at(g, a.annotation->span);
      g.load_text(mangled(a.name), Dest::push());
      if (unit_.future_annotations)
        g.annotation_text(*a.annotation, Dest::push());
      else
        g.annotation_value(*a.annotation, Dest::push());
    }
    g.result_window(Op::BUILD_MAP, Dest::push(), count * 2, static_cast<int32_t>(count));
  };
  if (unit_.future_annotations) {
    push_dict(*this);
    return kHasAnnotations;
  }
  const Scope& scope = *s.annotation_scope;
  CodeGenerator inner(unit_, this, &scope, unit_.name("__annotate__"), s.span.line);
  inner.begin_annotate();
  push_dict(inner);
  inner.effect1(Op::RETURN, inner.top_operand());
  make_function(inner.finish(), scope, 0, 0, Dest::push());
  return kHasAnnotate;
}

// -- of modules and classes --

// Where annotations may be skipped, the ones that are reached are noted in a set.
void CodeGenerator::prepare_deferred_annotations() {
  if (unit_.future_annotations) {
    if (has_annotations(unit_scope_)) emit(Op::SETUP_ANNOTATIONS);
    return;
  }
  if (!unit_scope_->has_conditional_annotations) return;
  result_window(Op::BUILD_SET, Dest::push(), 0, 0);
  store_name(unit_.arena.intern(kConditional), top_operand());
}

bool CodeGenerator::has_annotations(const Scope* scope) {
  for (const Symbol& symbol : scope->symbols)
    if (symbol.is_annotated) return true;
  return false;
}

void CodeGenerator::annotated_assign(ast::AnnAssign& s) {
  if (s.value != nullptr) assign_to(*s.target, *s.value);
  bool in_function = unit_scope_->is_function_like();
  if (auto* name = s.target->try_as<ast::Name>()) {
    if (!s.simple || in_function) return;
    if (unit_.future_annotations) {
      annotation_text(*s.annotation, Dest::push());
      load_name(unit_.arena.intern("__annotations__"), Dest::push());
      load_text(mangled(name->id), Dest::push());
      effect3(Op::SET_ITEM, {top(1), true}, top_operand(), {top(2), true});
      return;
    }
    bool is_module = unit_scope_->type == ScopeType::kModule;
    int32_t condition = -1;
    if (is_module || conditional_depth_ > 0) {
      condition = next_condition_++;
      Operand set = load_name(unit_.arena.intern(kConditional), Dest::push());
      result_number(Op::LOAD_METHOD, Dest::push(), set, static_cast<int32_t>(name_constant("add")));
      push_temporary();
      load_int(condition, Dest::push());
      result_window(Op::CALL_METHOD, Dest::push(), 3, 1);
      release_top();
    }
    deferred_.push_back({mangled(name->id), s.annotation, condition});
    return;
  }
  // The parts of `x.y: int` and `x[y]: int` are evaluated, if nothing is assigned.
  if (s.value != nullptr) return;
  if (auto* attribute = s.target->try_as<ast::Attribute>()) {
    effect(*attribute->value);
  } else if (auto* item = s.target->try_as<ast::Subscript>()) {
    effect(*item->value);
    effect(*item->slice);
  }
}

// __annotate__ of this module or class.
Ref CodeGenerator::deferred_annotations_code(const Scope& scope) {
  CodeGenerator inner(unit_, this, &scope, unit_.name("__annotate__"), first_line_);
  inner.begin_annotate();
  inner.result_window(Op::BUILD_MAP, Dest::push(), 0, 0);
  Operand map{inner.top()};
  for (const DeferredAnnotation& d : deferred_) {
    LabelId skip = inner.new_label();
    SpanScope at(inner, d.annotation->span);
    if (d.condition >= 0) {
      Operand number = inner.load_int(d.condition, Dest::push());
      Operand reached = inner.load_conditional_set();
      inner.jump_on(Op::JUMP_IF_NOT, inner.result(Op::IN, Dest::push(), number, reached), skip);
    }
    inner.load_text(d.name, Dest::push());
    Operand key = inner.top_operand();
    Operand value = inner.annotation_value(*d.annotation, Dest::push());
    inner.effect3(Op::MAP_SET, map, key, value);
    inner.bind(skip);
  }
  inner.effect1(Op::RETURN, inner.top_operand());
  return inner.finish();
}

// In __annotate__: the set of what was reached, a global or an entry of the class's namespace.
Operand CodeGenerator::load_conditional_set() {
  StrObject* name = unit_.name(kConditional);
  if (!scope_->can_see_class_scope)
    return result(Op::LOAD_GLOBAL, Dest::push(),
                  {static_cast<Register>(unit_.global(name, false))});
  Operand mapping = load_namespace_of_class(Dest::push());
  auto index = static_cast<Register>(constant(Ref::copy(name)));
  return result(Op::LOAD_MAPPING_OR_GLOBAL, Dest::push(), {index}, mapping);
}

}  // namespace gilt
