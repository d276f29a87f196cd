// The inside of the symbol table, shared by the symtable_*.cpp files. Others include symtable.h.
//
// One walk over the tree collects every scope's symbols; a second step, `resolve`, decides what
// each name means, from the outside in, by looking for it in the enclosing scopes. What CPython's
// compiler (and not its symbol table) complains about is found in the walk too, but reported only
// if the symbols are in order, so that the same mistake is named first.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/stack_guard.h"
#include "interpreter/symtable.h"

namespace gilt {

// What the walk knows of the place it is at. Saved and restored around functions and blocks.
struct PlaceInCode {
  bool in_loop = false;
  bool in_except_star = false;  // break, continue and return may not leave it
  bool in_finally = false;
  bool in_loop_in_finally = false;
  bool in_conditional_block = false;
  uint8_t blocks = 0;  // around it, as CPython counts them
};

// A scope under construction.
struct ScopeBuilder {
  Scope* scope = nullptr;
  ScopeBuilder* parent = nullptr;
  std::vector<Symbol> symbols;
  std::vector<uint32_t> index;  // open addressing by name pointer; empty while there are few
  std::vector<ScopeBuilder*> children;
  std::vector<ast::Identifier> parameters;
  ScopeBuilder* annotations = nullptr;  // of a module or class

  // Of comprehensions, while they are walked.
  bool in_target = false;
  uint32_t in_iterable = 0;
  // `x: annotation` in a function: checked, never evaluated.
  bool unevaluated = false;
  bool is_async_function = false;
  // The first statement in as many blocks as there may be: a generator may have one less.
  const Span* deepest_block = nullptr;
  const ast::Return* value_return = nullptr;  // the first `return value`: not for async generators

  Symbol* find(ast::Identifier name);
  Symbol& add(ast::Identifier name);

 private:
  void rebuild_index();
};

class SymbolTableBuilder {
 public:
  SymbolTableBuilder(Arena& arena, SymbolTableOptions options);

  SymbolTableResult build(ast::Node& tree);

 private:
  static constexpr size_t kStackBudget = size_t{4} << 20;

  enum class Use : uint8_t {
    kRead,
    kBind,
    kDelete,
    kParameter,
    kImport,
    kAnnotate,
    kTypeParameter
  };

  // --- scopes

  ScopeBuilder* make_scope(ScopeType type, ast::Identifier name, ast::Node* node);
  void enter(ScopeBuilder* builder) { current_ = builder; }
  void leave() { current_ = current_->parent; }
  void see_class_scope(ScopeBuilder* builder);
  bool is_in_class() const {
    return current_->scope->type == ScopeType::kClass || current_->scope->can_see_class_scope;
  }
  static bool starts_with_docstring(std::span<ast::Stmt*> body);

  // --- names

  ast::Identifier word(std::string_view text) { return arena_.intern(text); }
  ast::Identifier mangled(ast::Identifier name) const;
  void add(ast::Identifier name, Use use, Span span);
  void add_to(ScopeBuilder* builder, ast::Identifier name, Use use, Span span);
  void declare(std::span<ast::Identifier> names, bool nonlocal, Span span);
  void check_assignable(ast::Identifier name, ast::Context ctx, Span span);

  // --- the walk. Each stops at the first problem.

  void walk(ast::Stmt* stmt);
  void walk(ast::Expr* expr);
  void walk(ast::Pattern* pattern);
  template <class T>
  void walk_all(std::span<T*> nodes) {
    for (T* node : nodes) {
      if (failed()) return;
      if (node != nullptr) walk(node);
    }
  }
  void walk_block(std::span<ast::Stmt*> body, PlaceInCode place);
  PlaceInCode inside_block(PlaceInCode place, const Span& span);
  void walk_function(ast::FunctionDef& node);
  void walk_class(ast::ClassDef& node);
  void walk_type_alias(ast::TypeAlias& node);
  void walk_ann_assign(ast::AnnAssign& node);
  void walk_annotation(ast::Expr* annotation);
  void walk_import(std::span<ast::Alias*> names, bool from);
  void walk_try(ast::Try& node);
  void walk_match(ast::Match& node);
  void walk_return(ast::Return& node);
  void walk_parameters(ast::Arguments& args);
  void walk_annotations(ast::FunctionDef& node);
  void walk_type_params(std::span<ast::TypeParam*> params);
  Scope* walk_lazy(ScopeType type, ast::Identifier name, ast::Node* node, ast::Expr* value);
  void walk_lambda(ast::Lambda& node);
  void walk_comp(ast::Comp& node);
  void walk_generator(ast::Comprehension& node, bool first);
  void walk_named(ast::NamedExpr& node);
  void bind_in_function_around(ast::Name& target);
  void walk_yield(ast::Expr* node, ast::Expr* value);
  void walk_await(ast::Await& node);
  void walk_name(ast::Name& node);
  void walk_call(ast::Call& node);
  void walk_binary(ast::BinOp& node);
  void walk_elements(ast::Expr* node, std::span<ast::Expr*> elts, ast::Context ctx);

  // --- what the compiler would say (symtable_checks.cpp)

  void check_future_imports(std::span<ast::Stmt*> body);
  void check_keywords(std::span<ast::Keyword*> keywords);
  void check_callable(const ast::Call& node);
  void check_subscript(const ast::Subscript& node);
  void check_comparison(const ast::Compare& node);
  void check_assert(const ast::Assert& node);
  void check_handlers(const ast::Try& node);
  void check_leaving_loop(const ast::Stmt& node, const char* keyword);
  void check_star_targets(const ast::Expr* node, std::span<ast::Expr*> elts);
  void check_match(const ast::Match& node);
  bool check_pattern(const ast::Pattern& pattern, std::vector<ast::Identifier>& names,
                     bool irrefutable_allowed);
  bool check_or_pattern(const ast::MatchOr& pattern, std::vector<ast::Identifier>& names,
                        bool irrefutable_allowed);
  bool bind_in_pattern(ast::Identifier name, std::vector<ast::Identifier>& names, Span span);
  bool forbid_in_annotation(const char* what, const ast::Expr& e);

  // --- resolution (symtable_resolve.cpp)

  void resolve(ScopeBuilder& builder);
  void inline_comprehensions(ScopeBuilder& builder);
  void resolve_symbol(ScopeBuilder& builder, size_t symbol);
  Resolution look_outside(ScopeBuilder& builder, ast::Identifier name);
  // `__class__` or `__classdict__`, cells that a class makes for what is in it.
  bool is_class_cell(ast::Identifier name) const {
    return name.data() == class_word_.data() || name.data() == classdict_word_.data();
  }
  bool binds_type_param(ScopeBuilder& builder, ast::Identifier name);
  void finish(ScopeBuilder& builder);

  // --- depth

  void deepen();
  void too_deep();
  class Deeper {
   public:
    explicit Deeper(SymbolTableBuilder& builder) : builder_(builder) { builder_.deepen(); }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { builder_.depth_--; }

   private:
    SymbolTableBuilder& builder_;
  };

  // --- problems

  bool failed() const { return problem_.has_value(); }
  void error(std::string message, Span span);
  void late_error(std::string message, Span span);
  void warn(std::string message, Span span);

  Arena& arena_;
  SymbolTableOptions options_;
  StackGuard stack_;
  uint32_t depth_ = 0;
  std::deque<ScopeBuilder> scopes_;
  ScopeBuilder* current_ = nullptr;
  PlaceInCode place_;
  bool future_annotations_ = false;
  uint32_t last_future_line_ = 0;
  const ast::Expr* lazy_value_ = nullptr;  // the type variable's bound or default being walked
  ast::Identifier class_word_, classdict_word_, super_word_, debug_word_;
  std::optional<SyntaxProblem> problem_;
  std::optional<SyntaxProblem> late_problem_;
  std::vector<SourceWarning> warnings_;
};

}  // namespace gilt
