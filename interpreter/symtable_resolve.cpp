// What each name means, found by looking outwards from where it is used.
//
// Scopes are resolved from the outside in, so that an enclosing scope's own names are settled when
// an inner one asks. A name that an enclosing function binds becomes a cell there and free in every
// scope between.
#include "interpreter/symtable_impl.h"

namespace gilt {

namespace {

bool is_bound_here(const Symbol& symbol) {
  return symbol.is_bound && !symbol.is_global && !symbol.is_nonlocal;
}

}  // namespace

// Decides which comprehensions run in their parent's frame, inner ones first, and tells each parent
// of the names that it thereby is asked for.
void SymbolTableBuilder::inline_comprehensions(ScopeBuilder& builder) {
  for (ScopeBuilder* child : builder.children) {
    inline_comprehensions(*child);
    Scope* scope = child->scope;
    Scope* parent = builder.scope;
    bool can_inline = scope->is_comprehension() && scope->type != ScopeType::kGeneratorExp &&
                      !parent->can_see_class_scope;
    if (!can_inline) continue;
    scope->inlined = true;
    if (parent->type == ScopeType::kClass) continue;  // it does not see the class's names
    for (const Symbol& symbol : child->symbols) {
      if (is_bound_here(symbol)) continue;
      if (builder.find(symbol.name) == nullptr) builder.add(symbol.name).is_used = true;
    }
  }
}

void SymbolTableBuilder::resolve(ScopeBuilder& builder) {
  // Looking outside adds symbols to other scopes and may add to this one.
  for (size_t i = 0; i < builder.symbols.size() && !failed(); i++) resolve_symbol(builder, i);
  for (ScopeBuilder* child : builder.children) {
    if (failed()) return;
    resolve(*child);
  }
}

void SymbolTableBuilder::resolve_symbol(ScopeBuilder& builder, size_t index) {
  Symbol symbol = builder.symbols[index];
  Scope* scope = builder.scope;
  Resolution result;
  if (symbol.is_global) {
    if (symbol.is_nonlocal) {
      return error("name '" + std::string(symbol.name) + "' is nonlocal and global",
                   symbol.declared);
    }
    result = Resolution::kGlobalExplicit;
  } else if (symbol.is_nonlocal && !scope->inlined) {
    if (builder.parent == nullptr) {
      return error("nonlocal declaration not allowed at module level", symbol.declared);
    }
    result = look_outside(builder, symbol.name);
    if (result != Resolution::kFree) {
      return error("no binding for nonlocal '" + std::string(symbol.name) + "' found",
                   symbol.declared);
    }
    if (binds_type_param(builder, symbol.name)) {
      return error(
          "nonlocal binding not allowed for type parameter '" + std::string(symbol.name) + "'",
          symbol.declared);
    }
  } else if (is_bound_here(symbol)) {
    result = builder.symbols[index].resolution == Resolution::kCell ? Resolution::kCell
                                                                    : Resolution::kLocal;
  } else if (scope->inlined && scope->parent->type != ScopeType::kClass) {
    result = Resolution::kParent;
  } else if (scope->inlined && is_class_cell(symbol.name)) {
    result = Resolution::kGlobalImplicit;  // the cells are for what runs later
  } else {
    result = look_outside(builder, symbol.name);
  }
  builder.symbols[index].resolution = result;
}

// The meaning of a name that [builder]'s scope uses and does not bind.
Resolution SymbolTableBuilder::look_outside(ScopeBuilder& builder, ast::Identifier name) {
  // A class's namespace is seen only from the annotation-like scopes directly in it.
  if (builder.scope->can_see_class_scope) {
    ScopeBuilder* around = builder.parent;
    while (around->scope->type != ScopeType::kClass) {
      // Type parameters lie nearer than the class.
      const Symbol* symbol = around->find(name);
      if (symbol != nullptr && is_bound_here(*symbol)) break;
      if (!around->scope->can_see_class_scope) break;
      around = around->parent;
    }
    if (around->scope->type == ScopeType::kClass) {
      const Symbol* symbol = around->find(name);
      if (symbol != nullptr && symbol->is_global) return Resolution::kGlobalExplicit;
      if (symbol != nullptr && is_bound_here(*symbol)) return Resolution::kGlobalImplicit;
    }
  }

  ScopeBuilder* owner = nullptr;
  for (ScopeBuilder* b = builder.parent; b != nullptr && b->parent != nullptr; b = b->parent) {
    if (b->scope->type == ScopeType::kClass) {
      // `__class__` and `__classdict__` are cells that a class makes for what is in it.
      if (is_class_cell(name)) {
        bool is_class = name.data() == class_word_.data();
        (is_class ? b->scope->needs_class_cell : b->scope->needs_classdict) = true;
        owner = b;
        break;
      }
      continue;
    }
    Symbol* symbol = b->find(name);
    if (symbol == nullptr) continue;
    if (symbol->is_global) return Resolution::kGlobalImplicit;
    if (is_bound_here(*symbol)) {
      symbol->resolution = Resolution::kCell;
      owner = b;
      break;
    }
  }
  if (owner == nullptr) return Resolution::kGlobalImplicit;

  // Whoever lies between hands the cell on.
  for (ScopeBuilder* b = builder.parent; b != owner; b = b->parent) {
    Symbol* symbol = b->find(name);
    if (b->scope->inlined) {
      bool in_class = b->scope->parent->type == ScopeType::kClass;
      if (symbol == nullptr)
        b->add(name).resolution = in_class ? Resolution::kFree : Resolution::kParent;
      continue;
    }
    if (symbol != nullptr && b->scope->type == ScopeType::kClass &&
        (symbol->is_bound || symbol->is_global)) {
      symbol->is_free_class = true;
      continue;
    }
    if (symbol == nullptr) symbol = &b->add(name);
    symbol->resolution = Resolution::kFree;
  }
  return Resolution::kFree;
}

// Whether the nearest binding of [name] around [builder] is a type parameter.
bool SymbolTableBuilder::binds_type_param(ScopeBuilder& builder, ast::Identifier name) {
  for (ScopeBuilder* b = builder.parent; b != nullptr; b = b->parent) {
    const Symbol* symbol = b->find(name);
    if (b->scope->type != ScopeType::kClass && symbol != nullptr && is_bound_here(*symbol)) {
      return symbol->is_type_param;
    }
  }
  return false;
}

// Moves what was collected into the arena.
void SymbolTableBuilder::finish(ScopeBuilder& builder) {
  Scope* scope = builder.scope;
  scope->symbols = arena_.copy(std::span<const Symbol>(builder.symbols));
  scope->index = arena_.copy(std::span<const uint32_t>(builder.index));
  scope->parameters = arena_.copy(std::span<const ast::Identifier>(builder.parameters));
  std::vector<ast::Identifier> cells;
  std::vector<ast::Identifier> frees;
  for (const Symbol& symbol : scope->symbols) {
    if (symbol.resolution == Resolution::kCell) cells.push_back(symbol.name);
    if (symbol.resolution == Resolution::kFree || symbol.is_free_class)
      frees.push_back(symbol.name);
  }
  scope->cells = arena_.copy(std::span<const ast::Identifier>(cells));
  scope->frees = arena_.copy(std::span<const ast::Identifier>(frees));
  std::vector<Scope*> children;
  for (ScopeBuilder* child : builder.children) {
    children.push_back(child->scope);
    finish(*child);
  }
  scope->children = arena_.copy(std::span<Scope* const>(children));
}

}  // namespace gilt
