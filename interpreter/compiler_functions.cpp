// Functions and lambdas: their code objects, and the instructions that make them.

#include "interpreter/compiler_codegen.h"
#include "interpreter/compiler_docstring.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

constexpr uint32_t kMaxRegisters = 0x7fff;

RefOf<TupleObject> tuple_of_names(Thread& t, std::span<StrObject* const> names) {
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(names.size())));
  for (size_t i = 0; i < names.size(); ++i) tuple->items()[i].init(Ref::copy(names[i]));
  return tuple;
}

}  // namespace

// Helpers that do not count in qualified names: what holds type parameters, and comprehensions,
// which run in the frame around them wherever that is possible.
static bool is_transparent(ScopeType type) {
  return type == ScopeType::kTypeParams || type == ScopeType::kListComp ||
         type == ScopeType::kSetComp || type == ScopeType::kDictComp;
}

std::string CodeGenerator::qualified_name_for(StrObject* name) const {
  std::string own(name->view());
  if (parent_ == nullptr) return own;
  const CodeGenerator* around = parent_;
  while (around != nullptr && is_transparent(around->unit_scope_->type)) around = around->parent_;
  if (around == nullptr || around->parent_ == nullptr) return own;
  ScopeType type = unit_scope_->type;
  bool has_name = type == ScopeType::kFunction || type == ScopeType::kClass;
  if (has_name) {
    // A name declared global there is defined at the top.
    std::string_view plain = name->view();
    for (const Symbol& s : around->unit_scope_->symbols)
      if (s.resolution == Resolution::kGlobalExplicit && s.name == plain) return own;
  }
  std::string prefix(around->qualified_name_.as<StrObject>()->view());
  bool in_function = around->unit_scope_->is_function_like();
  return prefix + (in_function ? ".<locals>." : ".") + own;
}

uint32_t CodeGenerator::code_flags() const {
  const Scope& scope = *unit_scope_;
  uint32_t flags = 0;
  if (scope.is_function_like()) flags |= kCodeOptimized | kCodeNewLocals;
  if (scope.is_function_like() && scope.nested) flags |= kCodeNested;
  if (scope.has_varargs) flags |= kCodeVarArgs;
  if (scope.has_varkeywords) flags |= kCodeVarKeywords;
  if (scope.is_function_like()) {
    if (scope.is_generator && scope.is_coroutine)
      flags |= kCodeAsyncGenerator;
    else if (scope.is_generator)
      flags |= kCodeGenerator;
    else if (scope.is_coroutine)
      flags |= kCodeCoroutine;
  }
  if (has_docstring_) flags |= kCodeHasDocstring;
  if (unit_.options.is_library) flags |= kCodeLibrary;
  if (parent_ != nullptr && parent_->unit_scope_->type == ScopeType::kClass &&
      scope.type == ScopeType::kFunction)
    flags |= kCodeMethod;
  return flags;
}

// Turns what has been generated into a code object.
RefOf<CodeObject> CodeGenerator::finish() {
  auto local_count = static_cast<uint32_t>(local_names_.size());
  if (local_count + max_depth_ > kMaxRegisters)
    unit_.syntax_error({}, "too many registers in one code object");
  AssembledCode assembled = assembler_.assemble(local_count);

  std::vector<StrObject*> cells, frees;
  for (size_t i = 0; i < local_names_.size(); ++i)
    if (local_is_cell_[i]) cells.push_back(local_names_[i]);
  for (ast::Identifier name : unit_scope_->frees) frees.push_back(unit_.name(name));
  RefOf<TupleObject> local_names = tuple_of_names(t_, local_names_);
  RefOf<TupleObject> cell_names = tuple_of_names(t_, cells);
  RefOf<TupleObject> free_names = tuple_of_names(t_, frees);
  if (!local_names || !cell_names || !free_names) unit_.fail();

  auto* code = object_new<CodeObject>(t_, kCodeShape);
  if (code == nullptr) unit_.fail();
  code->name.init(Ref::copy(name_));
  code->qualified_name.init(qualified_name_.copy());
  code->filename.init(unit_.filename.copy());
  code->word_count = static_cast<uint32_t>(assembled.words.size());
  code->words = new Instr[assembled.words.size()];
  std::copy(assembled.words.begin(), assembled.words.end(), code->words);
  code->constant_count = static_cast<uint32_t>(constants_.size());
  code->constants = new Slot[constants_.size()];
  for (size_t i = 0; i < constants_.size(); ++i)
    code->constants[i].init(std::move(constants_.values()[i]));
  code->flags_word = code_flags();
  code->positional_count = code->positional_only_count = code->keyword_only_count = 0;
  if (parameters_ != nullptr) {
    code->positional_only_count = static_cast<uint32_t>(parameters_->posonlyargs.size());
    code->positional_count =
        code->positional_only_count + static_cast<uint32_t>(parameters_->args.size());
    code->keyword_only_count = static_cast<uint32_t>(parameters_->kwonlyargs.size());
  } else if (unit_scope_->is_function_like()) {
    code->positional_count = static_cast<uint32_t>(unit_scope_->parameters.size());
  }
  constexpr uint32_t kNotSimple =
      kCodeVarArgs | kCodeVarKeywords | kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator;
  if (unit_scope_->is_function_like() && code->keyword_only_count == 0 &&
      (code->flags_word & kNotSimple) == 0)
    code->flags_word |= kCodeSimpleCall;
  code->local_count = local_count;
  code->register_count = local_count + max_depth_;
  code->first_line = first_line_;
  code->local_names.init(std::move(local_names));
  code->cell_names.init(std::move(cell_names));
  code->free_names.init(std::move(free_names));
  code->globals = unit_.share_globals();
  code->owns_tables = true;
  code->exceptions = own_table<ExceptionEntry>(assembled.exceptions);
  code->depths = own_table<DepthEntry>(assembled.depths);
  code->positions = own_table<PositionEntry>(assembled.positions);
  code->silent_lines = own_table<SilentLine>(assembled.silent_lines);
  return RefOf<CodeObject>::adopt(code);
}

void CodeGenerator::begin_function(const ast::Arguments* args) {
  parameters_ = args;
  const Scope& scope = *unit_scope_;
  if (scope.is_generator || scope.is_coroutine) begin_generator();
  make_cells(unit_scope_);
}

// Where [body] ends: at its last instruction, or a statement behind that has none.
Span CodeGenerator::end_of(std::span<ast::Stmt*> body) {
  if (!body.empty() && is_silent(*body.back())) return body.back()->span;
  return assembler_.size() > 0 ? assembler_.code().back().span : span_;
}

void CodeGenerator::return_none(std::span<ast::Stmt*> body) {
  if (!reachable_) return;
  SpanScope at(*this, end_of(body));
  const bool is_empty = assembler_.size() == 0 && assembler_.last_silent_line() == 0;
  emit(Op::RETURN_CONST, 0, static_cast<int32_t>(constant(Ref::none())), 0, is_empty ? 0 : kAtEnd);
}

// The docstring is constant 0.
void CodeGenerator::docstring_constant(std::span<ast::Stmt*> body) {
  if (!unit_scope_->has_docstring || body.empty()) return;
  auto* first = body[0]->try_as<ast::ExprStmt>();
  if (first == nullptr) return;
  auto* text = first->value->try_as<ast::Constant>();
  if (text == nullptr || text->type != ast::ConstantType::kStr) return;
  constant(str_new(t_, clean_docstring(text->text)));
  has_docstring_ = true;
}

RefOf<CodeObject> CodeGenerator::function_code(const ast::Arguments& args,
                                               std::span<ast::Stmt*> statements) {
  docstring_constant(statements);
  if (has_docstring_) statements = statements.subspan(1);
  begin_function(&args);
  body(statements);
  return_none(statements);
  end_generator();
  return finish();
}

RefOf<CodeObject> CodeGenerator::lambda_code(ast::Lambda& e) {
  begin_function(e.args);
  SpanScope at(*this, e.body->span);
  return_value(*e.body);
  end_generator();
  return finish();
}

// -- making them --

uint32_t CodeGenerator::push_defaults(const ast::Arguments& args) {
  uint32_t flags = 0;
  if (!args.defaults.empty()) {
    ast::Tuple as_tuple;
    as_tuple.elts = args.defaults;
    as_tuple.span = span_;
    tuple(as_tuple, Dest::push());
    flags |= kHasDefaults;
  }
  uint32_t pairs = 0;
  for (size_t i = 0; i < args.kwonlyargs.size(); ++i) {
    if (args.kw_defaults[i] == nullptr) continue;
    load_text(mangled(args.kwonlyargs[i]->arg), Dest::push());
    push(*args.kw_defaults[i]);
    ++pairs;
  }
  if (pairs > 0) {
    result_window(Op::BUILD_MAP, Dest::push(), pairs * 2, static_cast<int32_t>(pairs));
    flags |= kHasKeywordDefaults;
  }
  return flags;
}

// Annotations as a dict lie above the closure, which is otherwise pushed last.
uint32_t CodeGenerator::push_annotations_and_closure(ast::FunctionDef& s) {
  bool has_closure = unit_.future_annotations && !s.scope->frees.empty();
  if (has_closure) push_closure(*s.scope);
  return push_function_annotations(s) | (has_closure ? uint32_t{kHasClosure} : 0);
}

// The registers that [flags] says are pushed; the closure comes here unless it is.
Operand CodeGenerator::make_function(Ref code, const Scope& inner, uint32_t flags, uint32_t window,
                                     Dest dest) {
  if (!inner.frees.empty() && !(flags & kHasClosure)) {
    push_closure(inner);
    flags |= kHasClosure;
    ++window;
  }
  auto index = static_cast<int32_t>(constant(std::move(code)));
  return result_window(Op::MAKE_FUNCTION, dest, window, index, flags);
}

namespace {
uint32_t count_bits(uint32_t flags) {
  return static_cast<uint32_t>(__builtin_popcount(flags));
}
}  // namespace

Operand CodeGenerator::lambda(ast::Lambda& e, Dest dest) {
  uint32_t flags = push_defaults(*e.args);
  CodeGenerator inner(unit_, this, e.scope, unit_.name("<lambda>"), e.span.line);
  Ref code = inner.lambda_code(e);
  return make_function(std::move(code), *e.scope, flags, count_bits(flags), dest);
}

// On the stack, the last on top; many of them in a list.
void CodeGenerator::push_decorators(std::span<ast::Expr*> decorators) {
  if (decorators.size() > kWindowItems) {
    build_list_like(decorators, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND, Dest::push());
    return;
  }
  for (ast::Expr* decorator : decorators) push(*decorator);
}

// Calls what push_decorators() has pushed, with what lies above it, which becomes the result.
void CodeGenerator::apply_decorators(std::span<ast::Expr*> decorators) {
  if (decorators.size() > kWindowItems) {
    Register made = top(), list = top(1);
    auto take_into = [&](Register to) {
      pop_temporaries(1);
      emit(Op::MOVE, to, next_temporary(), 0, kLocalA | kConsumeB);
    };
    for (size_t i = decorators.size(); i-- > 0;) {
      SpanScope at(*this, decorators[i]->span);
      load_int(-1, Dest::push());
      result(Op::GET_ITEM, Dest::push(), {list}, {top()});
      result(Op::MOVE, Dest::push(), {made});
      result_window(Op::CALL, Dest::push(), 2, 1);
      take_into(made);
      effect2(Op::DELETE_ITEM, {list}, top_operand());
    }
    // The list, empty now, gives its place to the result.
    take_into(list);
    return;
  }
  for (size_t i = decorators.size(); i-- > 0;) {
    SpanScope at(*this, decorators[i]->span);
    result_window(Op::CALL, Dest::push(), 2, 1);
  }
}

void CodeGenerator::function_def(ast::FunctionDef& s) {
  push_decorators(s.decorator_list);
  uint32_t first_line = s.decorator_list.empty() ? s.span.line : s.decorator_list[0]->span.line;
  SpanScope at(*this, s.span);
  uint32_t flags = push_defaults(*s.args);
  bool is_register = false;
  NameUse use = use_of(s.name);
  if (use.access == NameAccess::kRegister && s.decorator_list.empty()) is_register = true;
  Dest dest = is_register ? Dest::in(use.index) : Dest::push();
  if (!s.type_params.empty()) {
    generic_function(s, flags, dest);
  } else {
    flags |= push_annotations_and_closure(s);
    uint32_t window = count_bits(flags);
    CodeGenerator inner(unit_, this, s.scope, unit_.name(s.name), first_line);
    Ref code = inner.function_code(*s.args, s.body);
    make_function(std::move(code), *s.scope, flags, window, dest);
  }
  if (is_register) return;
  apply_decorators(s.decorator_list);
  store_name(s.name, top_operand());
}

}  // namespace gilt
