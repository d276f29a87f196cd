// Classes. The body is a function that runs with the class's namespace; __build_class__ calls it.

#include <algorithm>

#include "interpreter/compiler_codegen.h"
#include "interpreter/compiler_docstring.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

// CPython counts what is assigned through the name `self`.
void CodeGenerator::note_self_attribute(const ast::Attribute& e) {
  auto* object = e.value->try_as<ast::Name>();
  if (object == nullptr || object->id != "self") return;
  CodeGenerator* around = this;
  while (around != nullptr && around->unit_scope_->type != ScopeType::kClass)
    around = around->parent_;
  if (around == nullptr) return;
  auto& names = around->self_attributes_;
  if (std::find(names.begin(), names.end(), e.attr) == names.end()) names.push_back(e.attr);
}

RefOf<CodeObject> CodeGenerator::class_code(ast::ClassDef& s) {
  auto store = [this](ast::Identifier name) {
    effect1(Op::STORE_NAME, top_operand(), static_cast<int32_t>(name_constant(name)));
  };
  auto load = [this](ast::Identifier name) {
    result(Op::LOAD_NAME, Dest::push(), {static_cast<Register>(name_constant(name))});
  };
  for (Register cell : {class_cell_, classdict_cell_})
    if (cell >= 0) emit(Op::MAKE_CELL, cell);
  load("__name__");
  store("__module__");
  load_constant(qualified_name_.get(), Dest::push());
  store("__qualname__");
  load_int(static_cast<int32_t>(first_line_), Dest::push());
  store("__firstlineno__");
  if (!s.type_params.empty()) {
    load_name(unit_.arena.intern(".type_params"), Dest::push());
    store("__type_params__");
  }
  if (classdict_cell_ >= 0) {
    result(Op::LOAD_NAMESPACE, Dest::push());
    uint8_t flags = consume(top_operand(), kConsumeB);
    emit(Op::STORE_CELL, classdict_cell_, next_temporary(), 0, flags);
  }
  prepare_deferred_annotations();
  std::span<ast::Stmt*> statements = s.body;
  if (unit_scope_->has_docstring) {
    auto& text = statements[0]->as<ast::ExprStmt>().value->as<ast::Constant>();
    SpanScope at(*this, statements[0]->span);
    load_constant(unit_.check(str_new(t_, clean_docstring(text.text))).get(), Dest::push());
    store("__doc__");
    statements = statements.subspan(1);
  }
  body(statements);
  span_ = end_of(statements);
  if (!deferred_.empty()) {
    const Scope& scope = *unit_scope_->annotations;
    make_function(deferred_annotations_code(scope), scope, 0, 0, Dest::push());
    store("__annotate_func__");
  }
  RefOf<TupleObject> names = tuple_new(t_, static_cast<int64_t>(self_attributes_.size()));
  if (names.is_error()) unit_.fail();
  for (size_t i = 0; i < self_attributes_.size(); ++i)
    names->items()[i].init(Ref::copy(unit_.name(self_attributes_[i])));
  load_constant(names.value(), Dest::push());
  store("__static_attributes__");
  if (classdict_cell_ >= 0) {
    result(Op::MOVE, Dest::push(), {classdict_cell_});
    store("__classdictcell__");
  }
  if (class_cell_ < 0) {
    return_none();
  } else {
    result(Op::MOVE, Dest::push(), {class_cell_});
    Operand cell{top()};
    effect1(Op::STORE_NAME, cell, static_cast<int32_t>(name_constant("__classcell__")));
    effect1(Op::RETURN, top_operand());
  }
  return finish();
}

void CodeGenerator::class_def(ast::ClassDef& s) {
  push_decorators(s.decorator_list);
  SpanScope at(*this, s.span);
  NameUse use = use_of(s.name);
  bool is_register = use.access == NameAccess::kRegister && s.decorator_list.empty();
  Dest dest = is_register ? Dest::in(use.index) : Dest::push();
  if (s.type_params.empty())
    build_class(s, dest);
  else
    generic_class(s, dest);
  if (is_register) return;
  apply_decorators(s.decorator_list);
  store_name(s.name, top_operand());
}

// __build_class__(body, name, *bases, **keywords)
Operand CodeGenerator::build_class(ast::ClassDef& s, Dest dest) {
  uint32_t first_line = s.decorator_list.empty() ? s.span.line : s.decorator_list[0]->span.line;
  result(Op::LOAD_BUILD_CLASS, Dest::push());
  CodeGenerator inner(unit_, this, s.scope, unit_.name(s.name), first_line);
  Ref code = inner.class_code(s);
  make_function(std::move(code), *s.scope, 0, 0, Dest::push());
  load_text(s.name, Dest::push());
  std::vector<ast::Expr*> bases(s.bases.begin(), s.bases.end());
  ast::Name generic_base;
  if (!s.type_params.empty()) {
    generic_base.id = unit_.arena.intern(".generic_base");
    generic_base.span = s.span;
    bases.push_back(&generic_base);
  }
  bool has_star =
      std::ranges::any_of(bases, [](ast::Expr* base) { return base->kind == ast::Kind::kStarred; });
  bool has_mapping =
      std::ranges::any_of(s.keywords, [](ast::Keyword* keyword) { return keyword->arg.empty(); });
  if (has_star || has_mapping) return finish_call_ex(bases, s.keywords, 2, dest);
  return finish_call(bases, s.keywords, 1, false, 2, dest);
}

}  // namespace gilt
