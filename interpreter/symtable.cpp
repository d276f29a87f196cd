#include "interpreter/symtable.h"

#include "interpreter/symtable_impl.h"

namespace gilt {

using namespace ast;

namespace {

constexpr size_t kFewSymbols = 8;
constexpr uint32_t kEmptySlot = UINT32_MAX;

// Names are interned: their addresses identify them.
size_t hash_name(Identifier name) {
  auto address = reinterpret_cast<uintptr_t>(name.data());
  return static_cast<size_t>((address * 0x9e3779b97f4a7c15u) >> 32);
}

template <class Symbols, class Index>
uint32_t find_in(const Symbols& symbols, const Index& index, Identifier name) {
  if (index.empty()) {
    for (size_t i = 0; i < symbols.size(); i++) {
      if (symbols[i].name.data() == name.data()) return static_cast<uint32_t>(i);
    }
    return kEmptySlot;
  }
  size_t mask = index.size() - 1;
  for (size_t i = hash_name(name) & mask;; i = (i + 1) & mask) {
    if (index[i] == kEmptySlot || symbols[index[i]].name.data() == name.data()) return index[i];
  }
}

}  // namespace

SymbolTableResult build_symbol_table(Node& tree, Arena& arena, SymbolTableOptions options) {
  return SymbolTableBuilder(arena, options).build(tree);
}

Identifier mangle(Identifier name, Identifier class_name, Arena& arena) {
  if (class_name.empty() || !name.starts_with("__") || name.ends_with("__") ||
      name.find('.') != name.npos) {
    return name;
  }
  size_t first = class_name.find_first_not_of('_');
  if (first == class_name.npos) return name;
  std::string result = "_";
  result += class_name.substr(first);
  result += name;
  return arena.intern(result);
}

const Symbol* Scope::find(Identifier wanted) const {
  uint32_t at = find_in(symbols, index, wanted);
  return at == kEmptySlot ? nullptr : &symbols[at];
}

Scope::Resolved Scope::resolve(Identifier wanted) const {
  const Scope* scope = this;
  const Symbol* symbol = scope->find(wanted);
  // An inlined comprehension that does not mention the name leaves it to its parent too.
  while (scope->inlined && (symbol == nullptr || symbol->resolution == Resolution::kParent)) {
    scope = scope->parent;
    symbol = scope->find(wanted);
  }
  return {scope, symbol};
}

Identifier Scope::mangled(Identifier identifier, Arena& arena) const {
  Identifier result = mangle(identifier, class_name, arena);
  if (mangles_type_params_only && result.data() != identifier.data()) {
    const Symbol* symbol = find(result);
    if (symbol == nullptr || !symbol->is_type_param) return identifier;
  }
  return result;
}

Symbol* ScopeBuilder::find(Identifier name) {
  uint32_t at = find_in(symbols, index, name);
  return at == kEmptySlot ? nullptr : &symbols[at];
}

Symbol& ScopeBuilder::add(Identifier name) {
  Symbol symbol;
  symbol.name = name;
  symbols.push_back(symbol);
  if (symbols.size() > kFewSymbols && symbols.size() * 2 > index.size()) {
    rebuild_index();
  } else if (!index.empty()) {
    size_t mask = index.size() - 1;
    size_t i = hash_name(name) & mask;
    while (index[i] != kEmptySlot) i = (i + 1) & mask;
    index[i] = static_cast<uint32_t>(symbols.size() - 1);
  }
  return symbols.back();
}

void ScopeBuilder::rebuild_index() {
  size_t size = 4 * kFewSymbols;
  while (size < symbols.size() * 4) size *= 2;
  index.assign(size, kEmptySlot);
  for (size_t s = 0; s < symbols.size(); s++) {
    size_t i = hash_name(symbols[s].name) & (size - 1);
    while (index[i] != kEmptySlot) i = (i + 1) & (size - 1);
    index[i] = static_cast<uint32_t>(s);
  }
}

SymbolTableBuilder::SymbolTableBuilder(Arena& arena, SymbolTableOptions options)
    : arena_(arena),
      options_(options),
      stack_(kStackBudget, options.stack_limit),
      future_annotations_(options.future_annotations),
      class_word_(word("__class__")),
      classdict_word_(word("__classdict__")),
      super_word_(word("super")),
      debug_word_(word("__debug__")) {}

SymbolTableResult SymbolTableBuilder::build(Node& tree) {
  ScopeBuilder* top = make_scope(ScopeType::kModule, word("<module>"), &tree);
  enter(top);
  if (auto* module = tree.try_as<Module>()) {
    module->scope = top->scope;
    check_future_imports(module->body);
    walk_all(module->body);
    top->scope->has_docstring = starts_with_docstring(module->body);
  } else if (auto* interactive = tree.try_as<Interactive>()) {
    interactive->scope = top->scope;
    check_future_imports(interactive->body);
    walk_all(interactive->body);
  } else if (auto* expression = tree.try_as<Expression>()) {
    expression->scope = top->scope;
    walk(expression->body);
  }
  if (!failed()) {
    inline_comprehensions(*top);
    resolve(*top);
  }
  if (!failed() && late_problem_) problem_ = std::move(late_problem_);

  SymbolTableResult result;
  result.warnings = std::move(warnings_);
  if (failed()) {
    result.problem = std::move(problem_);
  } else {
    finish(*top);
    result.top = top->scope;
  }
  return result;
}

bool SymbolTableBuilder::starts_with_docstring(std::span<Stmt*> body) {
  if (body.empty() || body[0]->kind != Kind::kExpr) return false;
  auto* constant = body[0]->as<ExprStmt>().value->try_as<Constant>();
  return constant != nullptr && constant->type == ConstantType::kStr;
}

// --- scopes

// A scope inside the current one. It is entered by `enter`.
ScopeBuilder* SymbolTableBuilder::make_scope(ScopeType type, Identifier name, Node* node) {
  ScopeBuilder* builder = &scopes_.emplace_back();
  Scope* scope = arena_.make<Scope>();
  builder->scope = scope;
  builder->parent = current_;
  scope->type = type;
  scope->name = name;
  scope->node = node;
  if (current_ != nullptr) {
    current_->children.push_back(builder);
    scope->parent = current_->scope;
    scope->nested = current_->scope->nested || current_->scope->is_function_like();
    scope->class_name = current_->scope->class_name;
    // A lambda or comprehension in an iterable is a part of it.
    builder->in_iterable = current_->in_iterable;
    scope->mangles_type_params_only =
        current_->scope->mangles_type_params_only && type != ScopeType::kClass;
  }
  return builder;
}

void SymbolTableBuilder::see_class_scope(ScopeBuilder* builder) {
  builder->scope->can_see_class_scope = true;
  add_to(builder, classdict_word_, Use::kRead, {});
}

// --- names

Identifier SymbolTableBuilder::mangled(Identifier name) const {
  const Scope* scope = current_->scope;
  Identifier result = mangle(name, scope->class_name, arena_);
  if (scope->mangles_type_params_only && result.data() != name.data()) {
    // Of a generic class's own parameters' scope (or one inside it): bases are not in the class.
    for (const ScopeBuilder* b = current_; b != nullptr && b->scope->mangles_type_params_only;
         b = b->parent) {
      if (b->scope->type != ScopeType::kTypeParams) continue;
      for (TypeParam* param : b->scope->node->as<ClassDef>().type_params) {
        if (param->name.data() == name.data()) return result;
      }
      break;
    }
    return name;
  }
  return result;
}

void SymbolTableBuilder::add(Identifier name, Use use, Span span) {
  add_to(current_, name, use, span);
}

void SymbolTableBuilder::add_to(ScopeBuilder* builder, Identifier name, Use use, Span span) {
  if (builder->unevaluated) return;
  name = mangled(name);
  Symbol* symbol = builder->find(name);
  bool is_new = symbol == nullptr;
  if (is_new) symbol = &builder->add(name);
  switch (use) {
    case Use::kRead: symbol->is_used = true; return;
    case Use::kParameter:
      if (symbol->is_parameter) {
        return error("duplicate argument '" + std::string(name) + "' in function definition", span);
      }
      symbol->is_parameter = true;
      builder->parameters.push_back(name);
      break;
    case Use::kTypeParameter:
      if (symbol->is_type_param) {
        return error("duplicate type parameter '" + std::string(name) + "'", span);
      }
      symbol->is_type_param = true;
      break;
    case Use::kDelete: symbol->is_deleted = true; break;
    case Use::kImport: symbol->is_imported = true; break;
    case Use::kAnnotate: symbol->is_annotated = true; break;
    case Use::kBind: break;
  }
  symbol->is_bound = true;
  if (builder->in_target) {
    if (symbol->is_global || symbol->is_nonlocal) {
      return error("comprehension inner loop cannot rebind assignment expression target '" +
                       std::string(name) + "'",
                   span);
    }
    symbol->is_comp_iter = true;
  }
}

void SymbolTableBuilder::check_assignable(Identifier name, Context ctx, Span span) {
  if (ctx == Context::kLoad || name.data() != debug_word_.data()) return;
  error(ctx == Context::kDel ? "cannot delete __debug__" : "cannot assign to __debug__", span);
}

// A `global` or `nonlocal` statement.
void SymbolTableBuilder::declare(std::span<Identifier> names, bool nonlocal, Span span) {
  const char* kind = nonlocal ? "nonlocal" : "global";
  for (Identifier name : names) {
    name = mangled(name);
    Symbol* symbol = current_->find(name);
    if (symbol == nullptr) symbol = &current_->add(name);
    std::string quoted = "name '" + std::string(name) + "' is ";
    if (symbol->is_parameter) return error(quoted + "parameter and " + kind, span);
    if (symbol->is_used) return error(quoted + "used prior to " + kind + " declaration", span);
    if (symbol->is_annotated) {
      return error("annotated name '" + std::string(name) + "' can't be " + kind, span);
    }
    if (symbol->is_bound && !symbol->is_imported)
      return error(quoted + "assigned to before " + kind + " declaration", span);
    if (!symbol->is_global && !symbol->is_nonlocal) symbol->declared = span;
    if (nonlocal) {
      symbol->is_nonlocal = true;
    } else {
      symbol->is_global = true;
    }
  }
}

// --- depth

void SymbolTableBuilder::deepen() {
  if (++depth_ >= kMaxTreeDepth || stack_.exhausted()) too_deep();
}

void SymbolTableBuilder::too_deep() {
  error("maximum recursion depth exceeded during compilation", {});
  problem_->type = ProblemType::kRecursionError;
}

// --- problems

void SymbolTableBuilder::error(std::string message, Span span) {
  if (problem_) return;
  problem_.emplace();
  problem_->message = std::move(message);
  problem_->span = span;
}

void SymbolTableBuilder::late_error(std::string message, Span span) {
  if (late_problem_) return;
  late_problem_.emplace();
  late_problem_->message = std::move(message);
  late_problem_->span = span;
}

void SymbolTableBuilder::warn(std::string message, Span span) {
  warnings_.push_back({std::move(message), span});
}

}  // namespace gilt
