// Which name means what: the scopes of a tree, as CPython's symtable finds them.
//
// Every module, class, function, lambda, comprehension, set of annotations, type alias and list of
// type parameters has a Scope; the tree's nodes point to theirs. Scopes live in the tree's arena.
//
// Comprehensions other than generator expressions run in their parent's frame where that is
// possible (`inlined`): their own variables are theirs alone, and every other name has
// Resolution::kParent, which says: look it up in the parent scope. `Scope::resolve` does that.
// Where the parent is a class, whose names they do not see, the other names are resolved at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "interpreter/arena.h"
#include "interpreter/ast.h"
#include "interpreter/source.h"

namespace gilt {

enum class ScopeType : uint8_t {
  kModule,
  kClass,
  kFunction,
  kLambda,
  kListComp,
  kSetComp,
  kDictComp,
  kGeneratorExp,
  kAnnotations,   // body of an __annotate__ function
  kTypeAlias,     // value of a `type` statement
  kTypeParams,    // around a generic function, class or alias
  kTypeVariable,  // bound or default of a type parameter
};

enum class Resolution : uint8_t {
  kLocal,           // of this scope alone; in a module or class it is an entry of the namespace
  kCell,            // of this scope, and inner scopes use it too
  kFree,            // a cell of an enclosing function; in a class body the namespace is asked first
  kGlobalExplicit,  // declared `global`
  kGlobalImplicit,  // bound nowhere in sight: global or builtin; in a class body the namespace is
                    // asked first
  kParent,          // of an inlined comprehension: whatever it is in the parent scope
};

struct Symbol {
  ast::Identifier name;  // mangled: __x in class C is _C__x
  Resolution resolution = Resolution::kLocal;
  bool is_parameter : 1 = false;
  bool is_bound : 1 = false;      // assigned, imported, deleted, a parameter ... in this scope
  bool is_used : 1 = false;       // read in this scope
  bool is_annotated : 1 = false;  // `name: annotation`
  bool is_imported : 1 = false;
  bool is_global : 1 = false;     // declared `global` here
  bool is_nonlocal : 1 = false;   // declared `nonlocal` here
  bool is_comp_iter : 1 = false;  // an iteration variable of a comprehension
  bool is_type_param : 1 = false;
  // A class binds it, and an inner scope has an enclosing function\'s variable of the same name
  // free.
  bool is_free_class : 1 = false;
  bool is_deleted : 1 = false;  // target of a `del`, or name of an `except ... as`
  Span declared;                // of the first `global` or `nonlocal` statement that names it
};

struct Scope {
  ScopeType type = ScopeType::kModule;
  // An annotation, alias or type-parameter scope directly in a class: names are looked up in the
  // class's namespace (the free name `__classdict__`) before the cell or global that the symbol
  // says.
  bool can_see_class_scope = false;
  bool inlined = false;       // a comprehension that runs in its parent's frame
  bool nested = false;        // inside a function, so that free names are possible
  bool is_generator = false;  // contains yield (a generator expression always is one)
  bool is_coroutine = false;  // async def, or awaits; with is_generator: an async generator
  bool has_varargs = false;
  bool has_varkeywords = false;
  bool has_docstring = false;  // the first statement is a string
  // Of a class: an inner scope has `__class__` free (it says `__class__` or `super`), or
  // `__classdict__` (an annotation scope that looks into the class's namespace). The cells that
  // this asks for are not among `symbols` and `cells`: the body may use the same names for entries
  // of its namespace.
  bool needs_class_cell = false;
  bool needs_classdict = false;
  bool uses_super = false;  // of a function: mentions `super`, hence has `__class__` free
  // Of a module with annotations, or a class with one inside `if`, `for`, `try` ...: which of them
  // were reached must be recorded as the body runs.
  bool has_conditional_annotations = false;
  bool mangles_type_params_only = false;  // type parameters of a class: its bases are not inside it

  ast::Identifier name;  // "<module>", "f", "<lambda>", "<listcomp>", "__annotate__" ...
  ast::Node* node = nullptr;
  Scope* parent = nullptr;
  Scope* annotations = nullptr;  // of a module or class that has some: the scope of __annotate__
  ast::Identifier class_name;    // of the class whose private names are mangled here; empty if none

  std::span<Scope*> children;  // in order of appearance
  std::span<Symbol> symbols;   // in order of first appearance, parameters first in calling order
  std::span<ast::Identifier> parameters;  // posonly, args, kwonly, *vararg, **kwarg
  std::span<ast::Identifier> cells;       // the kCell symbols, in order of appearance
  std::span<ast::Identifier> frees;  // the kFree and is_free_class ones: what the closure holds

  // [name] must be mangled and interned in the tree's arena. Null if the scope never mentions it.
  const Symbol* find(ast::Identifier name) const;

  struct Resolved {
    const Scope* scope;  // this one, or where an inlined comprehension's kParent led
    const Symbol* symbol;
  };
  // What [name] is in code of this scope; symbol is null if the scope never mentions it.
  Resolved resolve(ast::Identifier name) const;

  // What [name], as the source has it, is called in this scope: `__x` inside class C is `_C__x`.
  ast::Identifier mangled(ast::Identifier name, Arena& arena) const;

  bool is_function_like() const { return type != ScopeType::kModule && type != ScopeType::kClass; }
  bool is_comprehension() const {
    return type >= ScopeType::kListComp && type <= ScopeType::kGeneratorExp;
  }

  // Open-addressing index over `symbols`, by the name's data pointer.
  std::span<uint32_t> index;
};

// No path in a tree that `build_symbol_table` accepts is longer, an `elif` counting as a step, so
// that what comes after it may recurse over the tree.
inline constexpr uint32_t kMaxTreeDepth = 6500;

struct SymbolTableResult {
  Scope* top = nullptr;  // null exactly if there is a problem
  std::optional<SyntaxProblem> problem;
  std::vector<SourceWarning> warnings;

  explicit operator bool() const { return top != nullptr; }
};

struct SymbolTableOptions {
  bool future_annotations = false;  // `from __future__ import annotations` in force around the text
  bool top_level_await = false;     // allow `await` outside functions (the REPL's -m asyncio)
  uintptr_t stack_limit = 0;        // an address that the native stack must not grow below
};

// Finds the scopes of [tree] (a Module, Interactive or Expression), sets the nodes' scope fields,
// and checks what CPython's symtable checks, and further what its compiler says of misplaced
// return, yield, await, break and continue.
SymbolTableResult build_symbol_table(ast::Node& tree, Arena& arena,
                                     SymbolTableOptions options = {});

// `__x` inside class C is `_C__x`. [class_name] may be empty.
ast::Identifier mangle(ast::Identifier name, ast::Identifier class_name, Arena& arena);

}  // namespace gilt
