// The symbol table's walk over expressions.
#include "interpreter/symtable_impl.h"

namespace gilt {

using namespace ast;

namespace {
constexpr size_t kLongestSum = 25'000;  // operators; about what CPython's stack takes
}  // namespace

void SymbolTableBuilder::walk(Expr* expr) {
  if (failed()) return;
  Deeper deeper(*this);
  if (failed()) return;
  switch (expr->kind) {
    case Kind::kBoolOp: return walk_all(expr->as<BoolOp>().values);
    case Kind::kNamedExpr: return walk_named(expr->as<NamedExpr>());
    case Kind::kBinOp: return walk_binary(expr->as<BinOp>());
    case Kind::kUnaryOp: return walk(expr->as<ast::UnaryOp>().operand);
    case Kind::kLambda: return walk_lambda(expr->as<Lambda>());
    case Kind::kIfExp:
      walk(expr->as<IfExp>().test);
      walk(expr->as<IfExp>().body);
      return walk(expr->as<IfExp>().orelse);
    case Kind::kDict: walk_all(expr->as<Dict>().keys); return walk_all(expr->as<Dict>().values);
    case Kind::kSet: return walk_elements(expr, expr->as<Set>().elts, Context::kLoad);
    case Kind::kListComp:
    case Kind::kSetComp:
    case Kind::kDictComp:
    case Kind::kGeneratorExp: return walk_comp(expr->as<Comp>());
    case Kind::kAwait: return walk_await(expr->as<Await>());
    case Kind::kYield: return walk_yield(expr, expr->as<Yield>().value);
    case Kind::kYieldFrom: return walk_yield(expr, expr->as<YieldFrom>().value);
    case Kind::kCompare:
      check_comparison(expr->as<Compare>());
      walk(expr->as<Compare>().left);
      return walk_all(expr->as<Compare>().comparators);
    case Kind::kCall: return walk_call(expr->as<Call>());
    case Kind::kFormattedValue:
      walk(expr->as<FormattedValue>().value);
      if (expr->as<FormattedValue>().format_spec != nullptr)
        walk(expr->as<FormattedValue>().format_spec);
      return;
    case Kind::kInterpolation:
      walk(expr->as<Interpolation>().value);
      if (expr->as<Interpolation>().format_spec != nullptr)
        walk(expr->as<Interpolation>().format_spec);
      return;
    case Kind::kJoinedStr: return walk_all(expr->as<JoinedStr>().values);
    case Kind::kTemplateStr: return walk_all(expr->as<TemplateStr>().values);
    case Kind::kAttribute:
      check_assignable(expr->as<Attribute>().attr, expr->as<Attribute>().ctx, expr->span);
      return walk(expr->as<Attribute>().value);
    case Kind::kSubscript:
      if (expr->as<Subscript>().ctx == Context::kLoad) check_subscript(expr->as<Subscript>());
      walk(expr->as<Subscript>().value);
      return walk(expr->as<Subscript>().slice);
    case Kind::kStarred:
      // Where a star is right, its value is walked by whoever holds it.
      late_error(expr->as<Starred>().ctx == Context::kStore
                     ? "starred assignment target must be in a list or tuple"
                     : "can't use starred expression here",
                 expr->span);
      return walk(expr->as<Starred>().value);
    case Kind::kName: return walk_name(expr->as<Name>());
    case Kind::kList: return walk_elements(expr, expr->as<List>().elts, expr->as<List>().ctx);
    case Kind::kTuple: return walk_elements(expr, expr->as<Tuple>().elts, expr->as<Tuple>().ctx);
    case Kind::kSlice:
      if (expr->as<Slice>().lower != nullptr) walk(expr->as<Slice>().lower);
      if (expr->as<Slice>().upper != nullptr) walk(expr->as<Slice>().upper);
      if (expr->as<Slice>().step != nullptr) walk(expr->as<Slice>().step);
      return;
    default: return;
  }
}

// A long sum leans to the left: no recursion there.
void SymbolTableBuilder::walk_binary(BinOp& node) {
  if (node.left->kind != Kind::kBinOp) {
    walk(node.left);
    return walk(node.right);
  }
  std::vector<BinOp*> chain{&node};
  while (auto* left = chain.back()->left->try_as<BinOp>()) chain.push_back(left);
  if (chain.size() > kLongestSum) return too_deep();
  walk(chain.back()->left);
  for (; !chain.empty() && !failed(); chain.pop_back()) walk(chain.back()->right);
}

void SymbolTableBuilder::walk_elements(Expr* node, std::span<Expr*> elts, Context ctx) {
  if (ctx == Context::kStore) check_star_targets(node, elts);
  for (Expr* e : elts) walk(e->kind == Kind::kStarred ? e->as<Starred>().value : e);
}

void SymbolTableBuilder::walk_name(Name& node) {
  switch (node.ctx) {
    case Context::kLoad: add(node.id, Use::kRead, node.span); break;
    case Context::kStore:
      check_assignable(node.id, node.ctx, node.span);
      add(node.id, Use::kBind, node.span);
      return;
    case Context::kDel:
      check_assignable(node.id, node.ctx, node.span);
      add(node.id, Use::kDelete, node.span);
      return;
  }
  // super() without arguments finds its class in the cell `__class__`.
  if (node.id.data() == super_word_.data() && current_->scope->is_function_like()) {
    current_->scope->uses_super = true;
    add(class_word_, Use::kRead, node.span);
  }
}

void SymbolTableBuilder::walk_call(Call& node) {
  check_callable(node);
  walk(node.func);
  for (Expr* arg : node.args) walk(arg->kind == Kind::kStarred ? arg->as<Starred>().value : arg);
  check_keywords(node.keywords);
  for (Keyword* keyword : node.keywords) walk(keyword->value);
}

void SymbolTableBuilder::walk_lambda(Lambda& node) {
  walk_all(node.args->defaults);
  walk_all(node.args->kw_defaults);
  if (failed()) return;
  ScopeBuilder* builder = make_scope(ScopeType::kLambda, word("<lambda>"), &node);
  node.scope = builder->scope;
  enter(builder);
  walk_parameters(*node.args);
  PlaceInCode outside = place_;
  place_ = {};
  walk(node.body);
  place_ = outside;
  leave();
}

void SymbolTableBuilder::walk_comp(Comp& node) {
  constexpr struct {
    ScopeType type;
    const char* name;
  } kTypes[] = {{ScopeType::kListComp, "<listcomp>"},
                {ScopeType::kSetComp, "<setcomp>"},
                {ScopeType::kDictComp, "<dictcomp>"},
                {ScopeType::kGeneratorExp, "<genexpr>"}};
  auto [type, name] = kTypes[static_cast<size_t>(node.kind) - static_cast<size_t>(Kind::kListComp)];

  // The first iterable is evaluated outside.
  current_->in_iterable++;
  walk(node.generators[0]->iter);
  current_->in_iterable--;
  if (failed()) return;

  ScopeBuilder* builder = make_scope(type, word(name), &node);
  node.scope = builder->scope;
  enter(builder);
  builder->scope->is_coroutine = node.generators[0]->is_async;
  add(word(".0"), Use::kParameter, node.span);
  walk_generator(*node.generators[0], true);
  for (Comprehension* generator : node.generators.subspan(1)) {
    if (failed()) return;
    walk_generator(*generator, false);
  }
  if (node.value != nullptr) walk(node.value);
  walk(node.elt);
  if (failed()) return;
  leave();

  bool is_generator = type == ScopeType::kGeneratorExp;
  builder->scope->is_generator = is_generator;
  if (builder->scope->is_coroutine && !is_generator) {
    Scope* around = current_->scope;
    bool good =
        current_->is_async_function || around->is_comprehension() || options_.top_level_await;
    if (!good) {
      late_error("asynchronous comprehension outside of an asynchronous function", node.span);
    }
    around->is_coroutine = true;
  }
}

void SymbolTableBuilder::walk_generator(Comprehension& node, bool first) {
  current_->in_target = true;
  walk(node.target);
  current_->in_target = false;
  if (!first) {
    current_->in_iterable++;
    walk(node.iter);
    current_->in_iterable--;
    if (node.is_async) current_->scope->is_coroutine = true;
  }
  walk_all(node.ifs);
}

void SymbolTableBuilder::walk_named(NamedExpr& node) {
  if (forbid_in_annotation("named expression", node)) return;
  if (current_->in_iterable > 0) {
    return error("assignment expression cannot be used in a comprehension iterable expression",
                 node.span);
  }
  if (current_->scope->is_comprehension()) bind_in_function_around(node.target->as<Name>());
  if (failed()) return;
  walk(node.value);
  walk(node.target);
}

// A walrus in a comprehension binds in the function (or module) that the comprehension stands in.
void SymbolTableBuilder::bind_in_function_around(Name& target) {
  Identifier name = mangled(target.id);
  for (ScopeBuilder* b = current_; b != nullptr; b = b->parent) {
    ScopeType type = b->scope->type;
    if (b->scope->is_comprehension()) {
      Symbol* symbol = b->find(name);
      if (symbol != nullptr && symbol->is_comp_iter) {
        return error("assignment expression cannot rebind comprehension iteration variable '" +
                         std::string(name) + "'",
                     target.span);
      }
      continue;
    }
    bool is_function = type == ScopeType::kFunction || type == ScopeType::kLambda;
    if (!is_function && type != ScopeType::kModule) {
      const char* where = type == ScopeType::kClass          ? "in a class body"
                          : type == ScopeType::kTypeParams   ? "within the definition of a generic"
                          : type == ScopeType::kTypeAlias    ? "in a type alias"
                          : type == ScopeType::kTypeVariable ? "in a TypeVar bound"
                                                             : "within an annotation";
      return error(
          std::string("assignment expression within a comprehension cannot be used ") + where,
          target.span);
    }
    Symbol* outer = b->find(name);
    bool is_global = type == ScopeType::kModule || (outer != nullptr && outer->is_global);
    Symbol* inner = current_->find(name);
    if (inner == nullptr) inner = &current_->add(name);
    if (is_global) {
      inner->is_global = true;
    } else {
      inner->is_nonlocal = true;
    }
    inner->declared = target.span;
    if (outer == nullptr) outer = &b->add(name);
    if (type == ScopeType::kModule) {
      outer->is_global = true;
    } else {
      outer->is_bound = true;
    }
    return;
  }
}

void SymbolTableBuilder::walk_yield(Expr* node, Expr* value) {
  if (forbid_in_annotation("yield expression", *node)) return;
  Scope* scope = current_->scope;
  bool from = node->kind == Kind::kYieldFrom;
  switch (scope->type) {
    case ScopeType::kListComp: return error("'yield' inside list comprehension", node->span);
    case ScopeType::kSetComp: return error("'yield' inside set comprehension", node->span);
    case ScopeType::kDictComp: return error("'yield' inside dict comprehension", node->span);
    case ScopeType::kGeneratorExp: return error("'yield' inside generator expression", node->span);
    case ScopeType::kFunction:
    case ScopeType::kLambda: break;
    default:
      late_error(from ? "'yield from' outside function" : "'yield' outside function", node->span);
      break;
  }
  if (from && current_->is_async_function) {
    late_error("'yield from' inside async function", node->span);
  }
  scope->is_generator = scope->is_function_like();
  if (value != nullptr) walk(value);
}

void SymbolTableBuilder::walk_await(Await& node) {
  if (forbid_in_annotation("await expression", node)) return;
  Scope* scope = current_->scope;
  if (!options_.top_level_await) {
    if (!scope->is_function_like()) return error("'await' outside function", node.span);
    if (!current_->is_async_function && !scope->is_comprehension()) {
      return error("'await' outside async function", node.span);
    }
  }
  walk(node.value);
  scope->is_coroutine = true;
}

}  // namespace gilt
