// The symbol table's walk over statements and patterns.
#include "interpreter/symtable_impl.h"

namespace gilt {

using namespace ast;

namespace {
constexpr uint8_t kMaxBlocks = 21;  // CPython's CO_MAXBLOCKS
constexpr const char* kTooManyBlocks = "too many statically nested blocks";
}  // namespace

void SymbolTableBuilder::walk(Stmt* stmt) {
  if (failed()) return;
  Deeper deeper(*this);
  if (failed()) return;
  PlaceInCode conditional = place_;
  conditional.in_conditional_block = true;
  switch (stmt->kind) {
    case Kind::kFunctionDef:
    case Kind::kAsyncFunctionDef: return walk_function(stmt->as<FunctionDef>());
    case Kind::kClassDef: return walk_class(stmt->as<ClassDef>());
    case Kind::kReturn: return walk_return(stmt->as<Return>());
    case Kind::kDelete: return walk_all(stmt->as<Delete>().targets);
    case Kind::kAssign: walk_all(stmt->as<Assign>().targets); return walk(stmt->as<Assign>().value);
    case Kind::kTypeAlias: return walk_type_alias(stmt->as<TypeAlias>());
    case Kind::kAugAssign:
      walk(stmt->as<AugAssign>().target);
      return walk(stmt->as<AugAssign>().value);
    case Kind::kAnnAssign: return walk_ann_assign(stmt->as<AnnAssign>());
    case Kind::kFor:
    case Kind::kAsyncFor: {
      auto& node = stmt->as<For>();
      if (node.is_async() && !current_->is_async_function && !options_.top_level_await) {
        late_error("'async for' outside async function", node.span);
      }
      walk(node.target);
      walk(node.iter);
      PlaceInCode loop = inside_block(conditional, node.span);
      loop.in_loop = loop.in_loop_in_finally = true;
      walk_block(node.body, loop);
      return walk_block(node.orelse, conditional);
    }
    case Kind::kWhile: {
      auto& node = stmt->as<While>();
      walk(node.test);
      PlaceInCode loop = inside_block(conditional, node.span);
      loop.in_loop = loop.in_loop_in_finally = true;
      walk_block(node.body, loop);
      return walk_block(node.orelse, conditional);
    }
    case Kind::kIf: {
      // A chain of `elif`s is walked without recursion.
      uint32_t depth = depth_;
      for (auto* node = &stmt->as<If>(); node != nullptr && !failed();) {
        walk(node->test);
        walk_block(node->body, conditional);
        bool is_elif = node->orelse.size() == 1 && node->orelse[0]->kind == Kind::kIf;
        if (!is_elif) {
          walk_block(node->orelse, conditional);
          break;
        }
        node = &node->orelse[0]->as<If>();
        deepen();  // others may recurse here
      }
      depth_ = depth;
      return;
    }
    case Kind::kWith:
    case Kind::kAsyncWith: {
      auto& node = stmt->as<With>();
      if (node.is_async() && !current_->is_async_function && !options_.top_level_await) {
        late_error("'async with' outside async function", node.span);
      }
      for (WithItem* item : node.items) {
        walk(item->context_expr);
        if (item->optional_vars != nullptr) walk(item->optional_vars);
        conditional = inside_block(conditional, item->context_expr->span);
      }
      return walk_block(node.body, conditional);
    }
    case Kind::kMatch: return walk_match(stmt->as<Match>());
    case Kind::kRaise:
      if (stmt->as<Raise>().exc != nullptr) walk(stmt->as<Raise>().exc);
      if (stmt->as<Raise>().cause != nullptr) walk(stmt->as<Raise>().cause);
      return;
    case Kind::kTry:
    case Kind::kTryStar: return walk_try(stmt->as<Try>());
    case Kind::kAssert:
      check_assert(stmt->as<Assert>());
      walk(stmt->as<Assert>().test);
      if (stmt->as<Assert>().msg != nullptr) walk(stmt->as<Assert>().msg);
      return;
    case Kind::kImport: return walk_import(stmt->as<Import>().names, false);
    case Kind::kImportFrom: {
      auto& node = stmt->as<ImportFrom>();
      if (node.module == "__future__" && node.level == 0 && node.span.line > last_future_line_) {
        late_error("from __future__ imports must occur at the beginning of the file", node.span);
      }
      return walk_import(node.names, true);
    }
    case Kind::kGlobal: return declare(stmt->as<Global>().names, false, stmt->span);
    case Kind::kNonlocal: return declare(stmt->as<Nonlocal>().names, true, stmt->span);
    case Kind::kExpr: return walk(stmt->as<ExprStmt>().value);
    case Kind::kBreak: return check_leaving_loop(*stmt, "break");
    case Kind::kContinue: return check_leaving_loop(*stmt, "continue");
    default: return;
  }
}

void SymbolTableBuilder::walk_block(std::span<Stmt*> body, PlaceInCode place) {
  PlaceInCode outside = place_;
  place_ = place;
  walk_all(body);
  place_ = outside;
}

// The place in a block of the construct at [span], which stands at [place].
PlaceInCode SymbolTableBuilder::inside_block(PlaceInCode place, const Span& span) {
  if (place.blocks == kMaxBlocks) {
    late_error(kTooManyBlocks, span);
  } else if (++place.blocks == kMaxBlocks && current_->deepest_block == nullptr) {
    current_->deepest_block = &span;
  }
  return place;
}

// --- functions

void SymbolTableBuilder::walk_function(FunctionDef& node) {
  check_assignable(node.name, Context::kStore, node.span);
  add(node.name, Use::kBind, node.span);
  walk_all(node.args->defaults);
  walk_all(node.args->kw_defaults);
  walk_all(node.decorator_list);
  if (failed()) return;

  if (!node.type_params.empty()) {
    bool in_class = current_->scope->type == ScopeType::kClass;
    ScopeBuilder* generic = make_scope(ScopeType::kTypeParams, node.name, &node);
    node.type_params_scope = generic->scope;
    enter(generic);
    if (in_class) see_class_scope(generic);
    bool has_keyword_default = false;
    for (Expr* value : node.args->kw_defaults) has_keyword_default |= value != nullptr;
    if (!node.args->defaults.empty()) add(word(".defaults"), Use::kParameter, node.span);
    if (has_keyword_default) add(word(".kwdefaults"), Use::kParameter, node.span);
    walk_type_params(node.type_params);
  }

  ScopeBuilder* function = make_scope(ScopeType::kFunction, node.name, &node);
  current_->children.pop_back();  // annotations come first
  function->is_async_function = node.is_async();
  function->scope->is_coroutine = node.is_async();
  walk_annotations(node);
  current_->children.push_back(function);
  node.scope = function->scope;
  enter(function);
  walk_parameters(*node.args);
  function->scope->has_docstring = starts_with_docstring(node.body);
  PlaceInCode place;
  place.blocks = node.is_async();
  walk_block(node.body, place);
  if (function->scope->is_generator && !node.is_async() && function->deepest_block != nullptr) {
    late_error(kTooManyBlocks, *function->deepest_block);
  }
  if (function->value_return != nullptr && node.is_async() && function->scope->is_generator) {
    late_error("'return' with value in async generator", function->value_return->span);
  }
  leave();
  if (!node.type_params.empty()) leave();
}

void SymbolTableBuilder::walk_parameters(Arguments& args) {
  auto add_all = [&](std::span<Arg*> list) {
    for (Arg* arg : list) {
      check_assignable(arg->arg, Context::kStore, arg->span);
      add(arg->arg, Use::kParameter, arg->span);
    }
  };
  add_all(args.posonlyargs);
  add_all(args.args);
  add_all(args.kwonlyargs);
  if (args.vararg != nullptr) add_all({&args.vararg, 1});
  if (args.kwarg != nullptr) add_all({&args.kwarg, 1});
  current_->scope->has_varargs = args.vararg != nullptr;
  current_->scope->has_varkeywords = args.kwarg != nullptr;
}

// The annotations of a function's parameters and result: a scope of their own, if there are any.
void SymbolTableBuilder::walk_annotations(FunctionDef& node) {
  Arguments& args = *node.args;
  std::vector<Expr*> annotations;
  auto collect = [&](std::span<Arg*> list) {
    for (Arg* arg : list) {
      if (arg->annotation != nullptr) annotations.push_back(arg->annotation);
    }
  };
  collect(args.posonlyargs);
  collect(args.args);
  if (args.vararg != nullptr) collect({&args.vararg, 1});
  if (args.kwarg != nullptr) collect({&args.kwarg, 1});
  collect(args.kwonlyargs);
  if (node.returns != nullptr) annotations.push_back(node.returns);
  if (annotations.empty()) return;

  bool in_class = is_in_class();
  ScopeBuilder* builder = make_scope(ScopeType::kAnnotations, word("__annotate__"), &node);
  if (future_annotations_) {
    current_->children.pop_back();
    builder->unevaluated = true;
  } else {
    node.annotation_scope = builder->scope;
  }
  enter(builder);
  add(word(".format"), Use::kParameter, {});
  if (in_class) see_class_scope(builder);
  for (Expr* annotation : annotations) {
    // `*args: *Ts` is the one place for a star.
    walk(annotation->kind == Kind::kStarred ? annotation->as<Starred>().value : annotation);
  }
  leave();
}

void SymbolTableBuilder::walk_return(Return& node) {
  Scope* scope = current_->scope;
  bool in_function = scope->type == ScopeType::kFunction;
  if (!in_function) late_error("'return' outside function", node.span);
  if (place_.in_except_star) {
    late_error("'break', 'continue' and 'return' cannot appear in an except* block", node.span);
  }
  // Not of one in a loop: CPython looks no further than the innermost block that matters.
  if (place_.in_finally && !place_.in_loop_in_finally)
    warn("'return' in a 'finally' block", node.span);
  if (node.value == nullptr) return;
  if (current_->value_return == nullptr) current_->value_return = &node;
  walk(node.value);
}

// --- classes, type parameters, type aliases

void SymbolTableBuilder::walk_class(ClassDef& node) {
  check_assignable(node.name, Context::kStore, node.span);
  add(node.name, Use::kBind, node.span);
  walk_all(node.decorator_list);
  if (failed()) return;
  bool generic = !node.type_params.empty();
  if (generic) {
    bool in_class = current_->scope->type == ScopeType::kClass;
    ScopeBuilder* params = make_scope(ScopeType::kTypeParams, node.name, &node);
    node.type_params_scope = params->scope;
    enter(params);
    if (in_class) see_class_scope(params);
    params->scope->class_name = node.name;
    params->scope->mangles_type_params_only = true;
    add(word(".type_params"), Use::kBind, node.span);
    add(word(".type_params"), Use::kRead, node.span);
    add(word(".generic_base"), Use::kBind, node.span);
    add(word(".generic_base"), Use::kRead, node.span);
    walk_type_params(node.type_params);
  }
  for (Expr* base : node.bases)
    walk(base->kind == Kind::kStarred ? base->as<Starred>().value : base);
  check_keywords(node.keywords);
  for (Keyword* keyword : node.keywords) walk(keyword->value);
  if (failed()) return;

  ScopeBuilder* builder = make_scope(ScopeType::kClass, node.name, &node);
  node.scope = builder->scope;
  builder->scope->class_name = node.name;
  enter(builder);
  if (generic) {
    add(word("__type_params__"), Use::kBind, node.span);
    add(word(".type_params"), Use::kRead, node.span);
  }
  builder->scope->has_docstring = starts_with_docstring(node.body);
  walk_block(node.body, {});
  leave();
  if (generic) leave();
}

void SymbolTableBuilder::walk_type_params(std::span<TypeParam*> params) {
  bool seen_default = false;
  for (TypeParam* param : params) {
    if (failed()) return;
    if (param->name.data() == classdict_word_.data()) {
      return error("reserved name '__classdict__' cannot be used for type parameter", param->span);
    }
    add(param->name, Use::kTypeParameter, param->span);
    if (param->bound != nullptr) {
      param->bound_scope = walk_lazy(ScopeType::kTypeVariable, param->name, param, param->bound);
    }
    if (param->default_value != nullptr) {
      seen_default = true;
      param->default_scope =
          walk_lazy(ScopeType::kTypeVariable, param->name, param, param->default_value);
    } else if (seen_default) {
      error("non-default type parameter '" + std::string(param->name) +
                "' follows default type parameter",
            param->span);
    }
  }
}

// An expression that is evaluated when somebody asks, in a scope of its own.
Scope* SymbolTableBuilder::walk_lazy(ScopeType type, Identifier name, Node* node, Expr* value) {
  bool in_class = is_in_class();
  ScopeBuilder* builder = make_scope(type, name, node);
  enter(builder);
  add(word(".format"), Use::kParameter, {});
  if (in_class) see_class_scope(builder);
  lazy_value_ = value;
  walk(value->kind == Kind::kStarred ? value->as<Starred>().value : value);
  leave();
  return builder->scope;
}

void SymbolTableBuilder::walk_type_alias(TypeAlias& node) {
  walk(node.name);
  if (failed()) return;
  Identifier name = node.name->as<Name>().id;
  bool generic = !node.type_params.empty();
  if (generic) {
    bool in_class = current_->scope->type == ScopeType::kClass;
    ScopeBuilder* params = make_scope(ScopeType::kTypeParams, name, &node);
    node.type_params_scope = params->scope;
    enter(params);
    if (in_class) see_class_scope(params);
    walk_type_params(node.type_params);
  }
  node.scope = walk_lazy(ScopeType::kTypeAlias, name, &node, node.value);
  if (generic) leave();
}

// --- annotated assignment

void SymbolTableBuilder::walk_ann_assign(AnnAssign& node) {
  if (auto* target = node.target->try_as<Name>()) {
    check_assignable(target->id, Context::kStore, target->span);
    Symbol* symbol = current_->find(mangled(target->id));
    if (symbol != nullptr && node.simple && current_->parent != nullptr &&
        (symbol->is_global || symbol->is_nonlocal)) {
      return error("annotated name '" + std::string(target->id) + "' can't be " +
                       (symbol->is_global ? "global" : "nonlocal"),
                   node.span);
    }
    if (node.simple) {
      add(target->id, Use::kAnnotate, target->span);
    } else if (node.value != nullptr) {
      add(target->id, Use::kBind, target->span);
    }
  } else {
    walk(node.target);
  }
  walk_annotation(node.annotation);
  if (node.value != nullptr) walk(node.value);
}

void SymbolTableBuilder::walk_annotation(Expr* annotation) {
  ScopeType around = current_->scope->type;
  bool evaluated =
      (around == ScopeType::kModule || around == ScopeType::kClass) && !future_annotations_;
  ScopeBuilder* builder = evaluated ? current_->annotations : nullptr;
  if (builder == nullptr) {
    builder = make_scope(ScopeType::kAnnotations, word("__annotate__"), current_->scope->node);
    ScopeBuilder* owner = current_;
    enter(builder);
    add(word(".format"), Use::kParameter, {});
    if (around == ScopeType::kClass) see_class_scope(builder);
    leave();
    if (evaluated) {
      owner->annotations = builder;
      owner->scope->annotations = builder->scope;
    } else {
      owner->children.pop_back();
      builder->unevaluated = true;
    }
  }
  if (evaluated && (around == ScopeType::kModule || place_.in_conditional_block)) {
    current_->scope->has_conditional_annotations = true;
  }
  enter(builder);
  walk(annotation);
  leave();
}

// --- the other statements

void SymbolTableBuilder::walk_import(std::span<Alias*> names, bool from) {
  for (Alias* alias : names) {
    Identifier name = alias->asname.empty() ? alias->name : alias->asname;
    if (name == "*") {
      if (current_->scope->type != ScopeType::kModule) {
        return error("import * only allowed at module level", alias->span);
      }
      continue;
    }
    if (!from && alias->asname.empty()) name = word(name.substr(0, name.find('.')));
    check_assignable(name, Context::kStore, alias->span);
    add(name, Use::kImport, alias->span);
  }
}

void SymbolTableBuilder::walk_try(Try& node) {
  PlaceInCode place = place_;
  place.in_conditional_block = true;
  check_handlers(node);
  PlaceInCode outside = place;
  if (!node.finalbody.empty()) place = inside_block(place, node.span);
  walk_block(node.body, node.handlers.empty() ? place : inside_block(place, node.span));
  // CPython compiles `else` before the handlers, so what is wrong there comes first.
  bool had_late_problem = late_problem_.has_value();
  for (ExceptHandler* handler : node.handlers) {
    if (failed()) return;
    if (handler->type != nullptr) walk(handler->type);
    if (!handler->name.empty()) {
      check_assignable(handler->name, Context::kStore, handler->span);
      add(handler->name, Use::kDelete, handler->span);
    }
    // All the handlers are one block, and each is one in it.
    PlaceInCode inside = inside_block(inside_block(place, handler->span), handler->span);
    if (node.is_star()) {
      inside.in_except_star = true;
      inside.in_loop = false;
    }
    walk_block(handler->body, inside);
  }
  std::optional<SyntaxProblem> in_handlers;
  if (!had_late_problem) in_handlers.swap(late_problem_);
  walk_block(node.orelse, place);
  if (!late_problem_) late_problem_ = std::move(in_handlers);
  if (node.finalbody.empty()) return;
  PlaceInCode final_place = inside_block(outside, node.span);
  final_place.in_finally = true;
  final_place.in_loop_in_finally = false;
  walk_block(node.finalbody, final_place);
}

void SymbolTableBuilder::walk_match(Match& node) {
  walk(node.subject);
  check_match(node);
  PlaceInCode place = place_;
  place.in_conditional_block = true;
  for (MatchCase* match_case : node.cases) {
    if (failed()) return;
    walk(match_case->pattern);
    if (match_case->guard != nullptr) walk(match_case->guard);
    walk_block(match_case->body, place);
  }
}

void SymbolTableBuilder::walk(Pattern* pattern) {
  if (failed()) return;
  Deeper deeper(*this);
  if (failed()) return;
  auto bind = [&](Identifier name) {
    if (name.empty()) return;
    check_assignable(name, Context::kStore, pattern->span);
    add(name, Use::kBind, pattern->span);
  };
  switch (pattern->kind) {
    case Kind::kMatchValue: return walk(pattern->as<MatchValue>().value);
    case Kind::kMatchSequence: return walk_all(pattern->as<MatchSequence>().patterns);
    case Kind::kMatchMapping:
      walk_all(pattern->as<MatchMapping>().keys);
      walk_all(pattern->as<MatchMapping>().patterns);
      return bind(pattern->as<MatchMapping>().rest);
    case Kind::kMatchClass:
      walk(pattern->as<MatchClass>().cls);
      walk_all(pattern->as<MatchClass>().patterns);
      for (Identifier name : pattern->as<MatchClass>().kwd_attrs) {
        check_assignable(name, Context::kStore, pattern->span);
      }
      return walk_all(pattern->as<MatchClass>().kwd_patterns);
    case Kind::kMatchStar: return bind(pattern->as<MatchStar>().name);
    case Kind::kMatchAs:
      if (pattern->as<MatchAs>().pattern != nullptr) walk(pattern->as<MatchAs>().pattern);
      return bind(pattern->as<MatchAs>().name);
    case Kind::kMatchOr: return walk_all(pattern->as<MatchOr>().patterns);
    default: return;
  }
}

}  // namespace gilt
