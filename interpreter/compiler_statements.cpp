// Statements without a file of their own.

#include "interpreter/compiler_codegen.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

void CodeGenerator::body(std::span<ast::Stmt*> stmts) {
  for (ast::Stmt* s : stmts) statement(*s);
}

void CodeGenerator::statement(ast::Stmt& s) {
  check_depth();
  if (!reachable_) return;
  SpanScope at(*this, s.span);
  statement_kind(s);
}

void CodeGenerator::statement_kind(ast::Stmt& s) {
  using ast::Kind;
  switch (s.kind) {
    case Kind::kFunctionDef:
    case Kind::kAsyncFunctionDef: return function_def(s.as<ast::FunctionDef>());
    case Kind::kClassDef: return class_def(s.as<ast::ClassDef>());
    case Kind::kReturn: return return_statement(s.as<ast::Return>());
    case Kind::kDelete:
      for (ast::Expr* target : s.as<ast::Delete>().targets) delete_target(*target);
      return;
    case Kind::kAssign: return assign(s.as<ast::Assign>());
    case Kind::kTypeAlias: return type_alias(s.as<ast::TypeAlias>());
    case Kind::kAugAssign: return augmented_assign(s.as<ast::AugAssign>());
    case Kind::kAnnAssign: return annotated_assign(s.as<ast::AnnAssign>());
    case Kind::kFor: return for_statement(s.as<ast::For>());
    case Kind::kAsyncFor: return async_for_statement(s.as<ast::For>());
    case Kind::kWhile: return while_statement(s.as<ast::While>());
    case Kind::kIf: return if_statement(s.as<ast::If>());
    case Kind::kWith:
    case Kind::kAsyncWith: return with_statement(s.as<ast::With>(), 0);
    case Kind::kMatch: return match_statement(s.as<ast::Match>());
    case Kind::kRaise: return raise_statement(s.as<ast::Raise>());
    case Kind::kTry:
    case Kind::kTryStar: return try_statement(s.as<ast::Try>());
    case Kind::kAssert: return assert_statement(s.as<ast::Assert>());
    case Kind::kImport: return import(s.as<ast::Import>());
    case Kind::kImportFrom: return import_from(s.as<ast::ImportFrom>());
    case Kind::kExpr: return expression_statement(s.as<ast::ExprStmt>());
    case Kind::kPass: return silent_line(s.span);
    case Kind::kBreak: return break_statement(s);
    case Kind::kContinue: return continue_statement(s);
    default: return;  // global, nonlocal
  }
}

void CodeGenerator::expression_statement(ast::ExprStmt& s) {
  if (interactive_ && parent_ == nullptr) {
    Operand value = read(*s.value);
    effect1(Op::PRINT_EXPRESSION, value);
    return;
  }
  if (is_silent(s)) return silent_line(s.span);
  effect(*s.value);
}

// Does it emit nothing, but count as a line that is run?
bool CodeGenerator::is_silent(const ast::Stmt& s) {
  if (s.kind == ast::Kind::kPass) return true;
  const auto* expression = s.try_as<ast::ExprStmt>();
  return expression != nullptr && expression->value->kind == ast::Kind::kConstant;
}

// -- return --

void CodeGenerator::return_statement(ast::Return& s) {
  if (s.value != nullptr) return return_value(*s.value);
  LeavingScope leaving(*this);
  leave_blocks(0, nullptr);
  emit(Op::RETURN_CONST, 0, static_cast<int32_t>(constant(Ref::none())));
}

void CodeGenerator::return_value(ast::Expr& e) {
  if (auto* choice = e.try_as<ast::IfExp>(); choice != nullptr && blocks_.empty()) {
    if (constant_truth(t_, *choice->test, !unit_.options.optimize_asserts) < 0) {
      LabelId otherwise = new_label();
      branch(*choice->test, otherwise, false);
      return_value(*choice->body);
      bind(otherwise);
      if (reachable_) return_value(*choice->orelse);
      return;
    }
  }
  if (auto* op = e.try_as<ast::BoolOp>(); op != nullptr && blocks_.empty()) {
    if (return_bool_op(*op)) return;
  }
  LeavingScope leaving(*this);
  Ref folded = unit_.check(fold(t_, e));
  if (!folded.is_unset()) {
    leave_blocks(0, nullptr);
    emit(Op::RETURN_CONST, 0, static_cast<int32_t>(constant(std::move(folded))));
    return;
  }
  Operand value = read(e);
  if (!value.dies && leaving_runs_code(0)) value = move(value, Dest::push());
  leave_blocks(0, &value);
  effect1(Op::RETURN, value);
}

// `return a or f()`, where all values but the last are locals: each is returned in place.
bool CodeGenerator::return_bool_op(ast::BoolOp& e) {
  auto first = e.values.first(e.values.size() - 1);
  Register local = 0;
  for (ast::Expr* value : first)
    if (!is_local_name(*value, &local)) return false;
  for (ast::Expr* value : first) {
    LabelId next = new_label();
    SpanScope at(*this, value->span);
    Operand operand = read(*value);
    branch_operand(operand, next, e.op == ast::BoolOperator::kAnd);
    effect1(Op::RETURN, operand);
    bind(next);
  }
  return_value(*e.values.back());
  return true;
}

void CodeGenerator::if_statement(ast::If& s) {
  int known = constant_truth(t_, *s.test, !unit_.options.optimize_asserts);
  ++conditional_depth_;
  if (known >= 0) {
    silent_line(s.test->span);
    body(known ? s.body : s.orelse);
    --conditional_depth_;
    return;
  }
  LabelId otherwise = new_label();
  branch(*s.test, otherwise, false);
  body(s.body);
  if (s.orelse.empty()) {
    bind(otherwise);
  } else {
    LabelId end = new_label();
    jump(end);
    bind(otherwise);
    body(s.orelse);
    bind(end);
  }
  --conditional_depth_;
}

void CodeGenerator::raise_statement(ast::Raise& s) {
  uint32_t depth = depth_;
  if (s.exc == nullptr) {
    emit(Op::RERAISE_CURRENT);
  } else if (s.cause == nullptr) {
    effect1(Op::RAISE, read(*s.exc));
  } else {
    Operand exception = read_before(*s.exc, {s.cause});
    effect2(Op::RAISE_FROM, exception, read(*s.cause));
  }
  depth_ = depth;
}

void CodeGenerator::assert_statement(ast::Assert& s) {
  if (unit_.options.optimize_asserts) return;
  LabelId end = new_label();
  branch(*s.test, end, true);
  {
    // The position is the condition's.
    SpanScope at(*this, s.test->span);
    result(Op::LOAD_ASSERTION_ERROR, Dest::push());
    if (s.msg != nullptr) {
      push(*s.msg);
      result_window(Op::CALL, Dest::push(), 2, 1);
    }
    effect1(Op::RAISE, top_operand());
  }
  bind(end);
}

// -- import --

void CodeGenerator::import(ast::Import& s) {
  for (ast::Alias* alias : s.names) {
    load_int(0, Dest::push());
    push_none();
    result_window(Op::IMPORT_NAME, Dest::push(), 2,
                  static_cast<int32_t>(name_constant(alias->name)));
    size_t dot = alias->name.find('.');
    if (alias->asname.empty()) {
      // import a.b.c binds a
      ast::Identifier bound = alias->name.substr(0, dot);
      store_name(unit_.arena.intern(bound), top_operand());
      continue;
    }
    // import a.b.c as d: from the package a on, take b, then c
    while (dot != alias->name.npos) {
      size_t next = alias->name.find('.', dot + 1);
      ast::Identifier part = alias->name.substr(dot + 1, next - dot - 1);
      result_number(Op::IMPORT_FROM, Dest::push(), top_operand(),
                    static_cast<int32_t>(name_constant(part)));
      dot = next;
    }
    store_name(alias->asname, top_operand());
  }
}

void CodeGenerator::import_from(ast::ImportFrom& s) {
  load_int(static_cast<int32_t>(s.level), Dest::push());
  RefOf<TupleObject> names = tuple_new(t_, static_cast<int64_t>(s.names.size()));
  if (names.is_error()) unit_.fail();
  for (size_t i = 0; i < s.names.size(); ++i)
    names->items()[i].init(Ref::copy(unit_.name(s.names[i]->name)));
  load_constant(names.value(), Dest::push());
  result_window(Op::IMPORT_NAME, Dest::push(), 2, static_cast<int32_t>(name_constant(s.module)));
  if (s.names.size() == 1 && s.names[0]->name == "*") {
    effect1(Op::IMPORT_STAR, top_operand());
    return;
  }
  Operand module{top()};
  for (ast::Alias* alias : s.names) {
    Operand value = result_number(Op::IMPORT_FROM, Dest::push(), module,
                                  static_cast<int32_t>(name_constant(alias->name)));
    store_name(alias->asname.empty() ? alias->name : alias->asname, value);
  }
  release_top();
}

}  // namespace gilt
