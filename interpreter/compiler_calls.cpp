// Calls: arguments are evaluated straight into the registers that become the callee's window.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

constexpr size_t kMaxArguments = 0x3fff;

bool has_unpacking(std::span<ast::Expr*> args, std::span<ast::Keyword*> keywords) {
  for (ast::Expr* arg : args)
    if (arg->kind == ast::Kind::kStarred) return true;
  for (ast::Keyword* keyword : keywords)
    if (keyword->arg.empty()) return true;
  return false;
}

}  // namespace

// Of an attribute over several lines only the line with its name counts.
Span CodeGenerator::attribute_span(const Span& whole, const ast::Attribute& e) const {
  Span span = whole;
  if (span.line == e.span.end_line) return span;
  span.line = e.span.end_line;
  auto length = static_cast<uint32_t>(e.attr.size());
  if (length <= e.span.end_col) {
    span.col = e.span.end_col - length;
    span.end_col = e.span.end_col;
  } else {
    span.col = span.end_col = kNoColumn;
  }
  return span;
}

Operand CodeGenerator::call(ast::Call& e, Dest dest) {
  if (auto* method = e.func->try_as<ast::Attribute>();
      method != nullptr && !has_unpacking(e.args, e.keywords))
    return method_call(e, *method, dest);
  push(*e.func);
  if (has_unpacking(e.args, e.keywords)) return finish_call_ex(e.args, e.keywords, 0, dest);
  return finish_call(e.args, e.keywords, 1, false, 0, dest);
}

Operand CodeGenerator::method_call(ast::Call& e, ast::Attribute& method, Dest dest) {
  {
    SpanScope at(*this, method.span);
    if (is_super_call(method)) {
      super_attribute(method, Op::LOAD_SUPER_METHOD, Dest::push());
    } else {
      Operand object = read(*method.value);
      SpanScope at_name(*this, attribute_span(method.span, method));
      result_number(Op::LOAD_METHOD, Dest::push(), object,
                    static_cast<int32_t>(attribute_constant(method.attr)));
    }
    push_temporary();
  }
  SpanScope at(*this, attribute_span(e.span, method));
  return finish_call(e.args, e.keywords, 2, true, 0, dest);
}

// The callee ([window] registers) and [already] arguments are pushed.
Operand CodeGenerator::finish_call(std::span<ast::Expr*> args, std::span<ast::Keyword*> keywords,
                                   uint32_t window, bool method, uint32_t already, Dest dest) {
  Span call_span = span_;
  if (args.size() + keywords.size() > kMaxArguments)
    unit_.syntax_error(span_, "too many arguments in one call");
  for (ast::Expr* arg : args) push(*arg);
  for (ast::Keyword* keyword : keywords) push(*keyword->value);
  auto count = static_cast<uint32_t>(args.size() + keywords.size()) + already;
  SpanScope at(*this, call_span);
  if (keywords.empty())
    return result_window(method ? Op::CALL_METHOD : Op::CALL, dest, window + count,
                         static_cast<int32_t>(count));
  RefOf<TupleObject> names = tuple_new(t_, static_cast<int64_t>(keywords.size()));
  if (names.is_error()) unit_.fail();
  for (size_t i = 0; i < keywords.size(); ++i)
    names->items()[i].init(Ref::copy(unit_.name(keywords[i]->arg)));
  uint32_t index = constant(std::move(names));
  return result_window(method ? Op::CALL_METHOD_KW : Op::CALL_KW, dest, window + count,
                       static_cast<int32_t>(count), index);
}

Operand CodeGenerator::finish_call_ex(std::span<ast::Expr*> args, std::span<ast::Keyword*> keywords,
                                      uint32_t already, Dest dest) {
  Register function = top(already);
  push_argument_tuple(args, already);
  if (keywords.empty())
    result(Op::LOAD_UNSET, Dest::push());
  else
    push_keyword_dict(keywords, function);
  return result_window(Op::CALL_EX, dest, 3);
}

// f(*x) hands x on as it is, so that a complaint about it names f.
void CodeGenerator::push_argument_tuple(std::span<ast::Expr*> args, uint32_t already) {
  if (args.size() == 1 && already == 0) {
    if (auto* starred = args[0]->try_as<ast::Starred>()) {
      push(*starred->value);
      return;
    }
  }
  size_t leading = 0;
  while (leading < args.size() && leading < 30 && args[leading]->kind != ast::Kind::kStarred)
    push(*args[leading++]);
  auto count = static_cast<uint32_t>(leading) + already;
  if (leading == args.size()) {
    result_window(Op::BUILD_TUPLE, Dest::push(), count, static_cast<int32_t>(count));
    return;
  }
  result_window(Op::BUILD_LIST, Dest::push(), count, static_cast<int32_t>(count));
  Operand list{top()};
  for (ast::Expr* arg : args.subspan(leading)) {
    if (auto* starred = arg->try_as<ast::Starred>())
      effect2(Op::LIST_EXTEND, list, read(*starred->value));
    else
      effect2(Op::LIST_APPEND, list, read(*arg));
  }
  result(Op::LIST_TO_TUPLE, Dest::push(), top_operand());
}

void CodeGenerator::push_keyword_dict(std::span<ast::Keyword*> keywords, Register function) {
  size_t i = 0;
  auto push_named = [&] {  // a run of name=value
    uint32_t pairs = 0;
    for (; i < keywords.size() && !keywords[i]->arg.empty() && pairs < 15; ++i, ++pairs) {
      load_text(keywords[i]->arg, Dest::push());
      push(*keywords[i]->value);
    }
    result_window(Op::BUILD_MAP, Dest::push(), pairs * 2, static_cast<int32_t>(pairs));
  };
  push_named();
  Operand map{top()};
  while (i < keywords.size()) {
    if (keywords[i]->arg.empty()) {
      Operand mapping = read(*keywords[i++]->value);
      effect3(Op::MAP_MERGE, map, mapping, {function});
    } else {
      push_named();
      effect3(Op::MAP_MERGE, map, top_operand(), {function});
    }
  }
}

// super().name and super(C, x).name, when `super` is the builtin as far as the compiler can see;
// the machine makes sure at run time.
bool CodeGenerator::is_super_call(const ast::Attribute& e) {
  auto* call = e.value->try_as<ast::Call>();
  if (call == nullptr || !call->keywords.empty() || e.ctx != ast::Context::kLoad) return false;
  auto* function = call->func->try_as<ast::Name>();
  if (function == nullptr || function->id != "super" || e.attr == "__class__") return false;
  if (unit_scope_->type != ScopeType::kFunction && unit_scope_->type != ScopeType::kLambda)
    return false;
  NameUse use = use_of(function->id);
  if (use.access != NameAccess::kGlobal) return false;
  const Scope* top_scope = unit_scope_;
  while (top_scope->parent != nullptr) top_scope = top_scope->parent;
  if (const Symbol* s = top_scope->find(function->id); s != nullptr && s->is_bound) return false;
  if (call->args.size() == 2) {
    for (ast::Expr* arg : call->args)
      if (arg->kind == ast::Kind::kStarred) return false;
    return true;
  }
  if (!call->args.empty() || parameters_ == nullptr) return false;
  if (parameters_->posonlyargs.empty() && parameters_->args.empty()) return false;
  return use_of(unit_.arena.intern("__class__")).access == NameAccess::kFree;
}

Operand CodeGenerator::super_attribute(ast::Attribute& e, Op op, Dest dest) {
  auto& call = e.value->as<ast::Call>();
  {
    SpanScope at(*this, call.func->span);
    load_name(call.func->as<ast::Name>().id, Dest::push());
  }
  SpanScope at(*this, call.span);
  if (call.args.size() == 2) {
    push(*call.args[0]);
    push(*call.args[1]);
  } else {
    load_name(unit_.arena.intern("__class__"), Dest::push());
    ast::Arg* first =
        parameters_->posonlyargs.empty() ? parameters_->args[0] : parameters_->posonlyargs[0];
    load_name(first->arg, Dest::push());
  }
  SpanScope at_name(*this, attribute_span(e.span, e));
  return result_window(op, dest, 3, static_cast<int32_t>(attribute_constant(e.attr)));
}

}  // namespace gilt
