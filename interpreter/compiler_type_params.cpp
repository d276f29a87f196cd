// Type parameters and type aliases (PEP 695): bounds, defaults and values are functions that run
// when somebody asks. What has type parameters is made inside a function of its own, which holds
// them.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"

namespace gilt {

namespace {

int32_t number_of(Intrinsic intrinsic) {
  return static_cast<int32_t>(intrinsic);
}

uint32_t count_bits(uint32_t flags) {
  return static_cast<uint32_t>(__builtin_popcount(flags));
}

}  // namespace

// A function of [scope] that returns the value of [e]; its one parameter is the wanted format.
Operand CodeGenerator::lazy_value(ast::Expr& e, const Scope& scope, ast::Identifier name,
                                  Dest dest) {
  // The default format, so that it can be called without arguments.
  load_int(1, Dest::push());
  result_window(Op::BUILD_TUPLE, Dest::push(), 1, 1);
  CodeGenerator inner(unit_, this, &scope, unit_.name(name), e.span.line);
  inner.begin_annotate();
  SpanScope at(inner, e.span);
  inner.annotation_value(e, Dest::push());
  inner.effect1(Op::RETURN, inner.top_operand());
  Ref code = inner.finish();
  return make_function(std::move(code), scope, kHasDefaults, 1, dest);
}

void CodeGenerator::type_param(ast::TypeParam& p) {
  SpanScope at(*this, p.span);
  load_text(p.name, Dest::push());
  uint32_t window = 1;
  Intrinsic intrinsic = p.kind == ast::Kind::kTypeVar        ? Intrinsic::kTypeVar
                        : p.kind == ast::Kind::kTypeVarTuple ? Intrinsic::kTypeVarTuple
                                                             : Intrinsic::kParamSpec;
  if (p.bound != nullptr) {
    bool is_tuple = p.bound->kind == ast::Kind::kTuple;
    intrinsic = is_tuple ? Intrinsic::kTypeVarWithConstraints : Intrinsic::kTypeVarWithBound;
    lazy_value(*p.bound, *p.bound_scope, p.name, Dest::push());
    window = 2;
  }
  result_window(Op::INTRINSIC, Dest::push(), window, number_of(intrinsic));
  if (p.default_value != nullptr) {
    lazy_value(*p.default_value, *p.default_scope, p.name, Dest::push());
    result_window(Op::INTRINSIC, Dest::push(), 2, number_of(Intrinsic::kSetTypeParamDefault));
  }
  Operand made{top()};
  store_name(p.name, made);
}

// Leaves the tuple of type parameters on top.
void CodeGenerator::type_params(std::span<ast::TypeParam*> params) {
  for (ast::TypeParam* p : params) type_param(*p);
  auto count = static_cast<uint32_t>(params.size());
  result_window(Op::BUILD_TUPLE, Dest::push(), count, static_cast<int32_t>(count));
}

// The registers that [flags] names are pushed: defaults, which the helper function takes as
// arguments.
Operand CodeGenerator::generic_function(ast::FunctionDef& s, uint32_t flags, Dest dest) {
  const Scope& scope = *s.type_params_scope;
  std::string name = "<generic parameters of " + std::string(s.name) + ">";
  uint32_t first_line = s.decorator_list.empty() ? s.span.line : s.decorator_list[0]->span.line;
  CodeGenerator inner(unit_, this, &scope, intern(name), first_line);
  inner.begin_function(nullptr);
  {
    SpanScope at(inner, s.span);
    inner.type_params(s.type_params);
    inner.function_with_params(s, flags, first_line);
    inner.effect1(Op::RETURN, inner.top_operand());
  }
  Ref code = inner.finish();
  uint32_t arguments = count_bits(flags);
  // The helper has to lie below its arguments, which are pushed already.
  make_function(std::move(code), scope, 0, 0, Dest::push());
  uint32_t above = depth_;
  Register helper = top();
  for (uint32_t i = 0; i < arguments; ++i)
    result(Op::MOVE, Dest::push(), {helper - static_cast<Register>(arguments - i)});
  result_window(Op::CALL, Dest::push(), arguments + 1, static_cast<int32_t>(arguments));
  depth_ = above;
  Operand made = top_operand();
  for (uint32_t i = 0; i < arguments; ++i) release_below(&made);
  return settle(made, dest);
}

// In the helper: the function itself, its type parameters on top of the stack.
void CodeGenerator::function_with_params(ast::FunctionDef& s, uint32_t flags, uint32_t first_line) {
  Register params = top();
  uint32_t window = count_bits(flags);
  for (uint32_t i = 0; i < window; ++i) result(Op::MOVE, Dest::push(), {static_cast<Register>(i)});
  flags |= push_annotations_and_closure(s);
  window = count_bits(flags);
  CodeGenerator inner(unit_, this, s.scope, unit_.name(s.name), first_line);
  Ref code = inner.function_code(*s.args, s.body);
  make_function(std::move(code), *s.scope, flags, window, Dest::push());
  result(Op::MOVE, Dest::push(), {params});
  result_window(Op::INTRINSIC, Dest::push(), 2, number_of(Intrinsic::kSetFunctionTypeParams));
  Operand made = top_operand();
  release_below(&made);
}

Operand CodeGenerator::generic_class(ast::ClassDef& s, Dest dest) {
  const Scope& scope = *s.type_params_scope;
  std::string name = "<generic parameters of " + std::string(s.name) + ">";
  uint32_t first_line = s.decorator_list.empty() ? s.span.line : s.decorator_list[0]->span.line;
  CodeGenerator inner(unit_, this, &scope, intern(name), first_line);
  inner.begin_function(nullptr);
  {
    SpanScope at(inner, s.span);
    inner.type_params(s.type_params);
    inner.store_name(unit_.arena.intern(".type_params"), {inner.top()});
    inner.result_window(Op::INTRINSIC, Dest::push(), 1, number_of(Intrinsic::kSubscriptGeneric));
    inner.store_name(unit_.arena.intern(".generic_base"), inner.top_operand());
    inner.build_class(s, Dest::push());
    inner.effect1(Op::RETURN, inner.top_operand());
  }
  Ref code = inner.finish();
  make_function(std::move(code), scope, 0, 0, Dest::push());
  return result_window(Op::CALL, dest, 1, 0);
}

// type X = value
void CodeGenerator::type_alias(ast::TypeAlias& s) {
  ast::Identifier name = s.name->as<ast::Name>().id;
  if (s.type_params.empty()) {
    make_type_alias(s, Dest::push());
  } else {
    const Scope& scope = *s.type_params_scope;
    std::string helper = "<generic parameters of " + std::string(name) + ">";
    CodeGenerator inner(unit_, this, &scope, intern(helper), s.span.line);
    inner.begin_function(nullptr);
    {
      SpanScope at(inner, s.span);
      inner.make_type_alias(s, Dest::push());
      inner.effect1(Op::RETURN, inner.top_operand());
    }
    make_function(inner.finish(), scope, 0, 0, Dest::push());
    result_window(Op::CALL, Dest::push(), 1, 0);
  }
  store_name(name, top_operand());
}

Operand CodeGenerator::make_type_alias(ast::TypeAlias& s, Dest dest) {
  ast::Identifier name = s.name->as<ast::Name>().id;
  load_text(name, Dest::push());
  if (s.type_params.empty())
    push_none();
  else
    type_params(s.type_params);
  lazy_value(*s.value, *s.scope, name, Dest::push());
  return result_window(Op::INTRINSIC, dest, 3, number_of(Intrinsic::kTypeAlias));
}

}  // namespace gilt
