// The syntax tree. Kinds and fields are those of CPython's `ast` module, so its documentation is
// ours.
//
// Nodes are plain structs in an Arena: no destructors, no ownership, children as raw pointers and
// spans. Optional children are null. Names are interned in the arena (equal names have equal data
// pointers). Strings hold UTF-8 in which a lone surrogate, written "\ud800", is three bytes
// (WTF-8). The tree knows nothing of runtime objects: an integer is its digits until the compiler
// makes it a value. One struct serves two kinds where only `async` differs (FunctionDef, For, With)
// or only a star (Try).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "interpreter/ast_node.h"

namespace gilt {

struct Scope;  // interpreter/symtable.h

namespace ast {

// --- the rest (declared first because statements and expressions hold them)

struct Arg : Of<Node, Kind::kArg> {
  Identifier arg;
  Expr* annotation = nullptr;
};

struct Arguments : Of<Node, Kind::kArguments> {
  Nodes<Arg> posonlyargs;
  Nodes<Arg> args;
  Arg* vararg = nullptr;
  Nodes<Arg> kwonlyargs;
  Nodes<Expr> kw_defaults;  // one for each of kwonlyargs, null where there is none
  Arg* kwarg = nullptr;
  Nodes<Expr> defaults;  // of the last posonlyargs + args
};

struct Keyword : Of<Node, Kind::kKeyword> {
  Identifier arg;  // empty for **value
  Expr* value = nullptr;
};

struct Alias : Of<Node, Kind::kAlias> {
  Identifier name;    // dotted, or "*"
  Identifier asname;  // empty if there is none
};

struct WithItem : Of<Node, Kind::kWithItem> {
  Expr* context_expr = nullptr;
  Expr* optional_vars = nullptr;
};

struct MatchCase : Of<Node, Kind::kMatchCase> {
  Pattern* pattern = nullptr;
  Expr* guard = nullptr;
  Nodes<Stmt> body;
};

struct Comprehension : Of<Node, Kind::kComprehension> {
  Expr* target = nullptr;
  Expr* iter = nullptr;
  Nodes<Expr> ifs;
  bool is_async = false;
};

struct ExceptHandler : Of<Node, Kind::kExceptHandler> {
  Expr* type = nullptr;
  Identifier name;  // empty if there is none
  Nodes<Stmt> body;
};

// The three kinds of type parameters share the fields; [bound] is of a TypeVar only.
struct TypeParam : Node {
  Identifier name;
  Expr* bound = nullptr;
  Expr* default_value = nullptr;
  Scope* bound_scope = nullptr;
  Scope* default_scope = nullptr;

  constexpr explicit TypeParam(Kind k) : Node(k) {}
  static constexpr bool has_kind(Kind k) {
    return k == Kind::kTypeVar || k == Kind::kParamSpec || k == Kind::kTypeVarTuple;
  }
};

// --- mod

// Fields named `scope` and the like are null until `build_symbol_table` sets them.
struct Module : Of<Node, Kind::kModule> {
  Nodes<Stmt> body;
  Scope* scope = nullptr;
};

struct Interactive : Of<Node, Kind::kInteractive> {
  Nodes<Stmt> body;
  Scope* scope = nullptr;
};

struct Expression : Of<Node, Kind::kExpression> {
  Expr* body = nullptr;
  Scope* scope = nullptr;
};

// --- stmt

struct FunctionDef : Stmt {
  Identifier name;
  Arguments* args = nullptr;
  Nodes<Stmt> body;
  Nodes<Expr> decorator_list;
  Expr* returns = nullptr;
  Nodes<TypeParam> type_params;
  Scope* scope = nullptr;              // the body's
  Scope* annotation_scope = nullptr;   // of __annotate__; null if nothing is annotated
  Scope* type_params_scope = nullptr;  // null without type parameters

  constexpr explicit FunctionDef(Kind k) : Stmt(k) {}
  bool is_async() const { return kind == Kind::kAsyncFunctionDef; }
  static constexpr bool has_kind(Kind k) {
    return k == Kind::kFunctionDef || k == Kind::kAsyncFunctionDef;
  }
};

struct ClassDef : Of<Stmt, Kind::kClassDef> {
  Identifier name;
  Nodes<Expr> bases;
  Nodes<Keyword> keywords;
  Nodes<Stmt> body;
  Nodes<Expr> decorator_list;
  Nodes<TypeParam> type_params;
  Scope* scope = nullptr;
  Scope* type_params_scope = nullptr;
};

struct Return : Of<Stmt, Kind::kReturn> {
  Expr* value = nullptr;
};

struct Delete : Of<Stmt, Kind::kDelete> {
  Nodes<Expr> targets;
};

struct Assign : Of<Stmt, Kind::kAssign> {
  Nodes<Expr> targets;
  Expr* value = nullptr;
};

struct TypeAlias : Of<Stmt, Kind::kTypeAlias> {
  Expr* name = nullptr;  // a Name
  Nodes<TypeParam> type_params;
  Expr* value = nullptr;
  Scope* scope = nullptr;  // of the lazily evaluated value
  Scope* type_params_scope = nullptr;
};

struct AugAssign : Of<Stmt, Kind::kAugAssign> {
  Expr* target = nullptr;
  Operator op = Operator::kAdd;
  Expr* value = nullptr;
};

struct AnnAssign : Of<Stmt, Kind::kAnnAssign> {
  Expr* target = nullptr;
  Expr* annotation = nullptr;
  Expr* value = nullptr;
  bool simple = false;  // a bare name without parentheses
};

struct For : Stmt {
  Expr* target = nullptr;
  Expr* iter = nullptr;
  Nodes<Stmt> body;
  Nodes<Stmt> orelse;

  constexpr explicit For(Kind k) : Stmt(k) {}
  bool is_async() const { return kind == Kind::kAsyncFor; }
  static constexpr bool has_kind(Kind k) { return k == Kind::kFor || k == Kind::kAsyncFor; }
};

struct While : Of<Stmt, Kind::kWhile> {
  Expr* test = nullptr;
  Nodes<Stmt> body;
  Nodes<Stmt> orelse;
};

struct If : Of<Stmt, Kind::kIf> {
  Expr* test = nullptr;
  Nodes<Stmt> body;
  Nodes<Stmt> orelse;  // an `elif` is a lone If in here
};

struct With : Stmt {
  Nodes<WithItem> items;
  Nodes<Stmt> body;

  constexpr explicit With(Kind k) : Stmt(k) {}
  bool is_async() const { return kind == Kind::kAsyncWith; }
  static constexpr bool has_kind(Kind k) { return k == Kind::kWith || k == Kind::kAsyncWith; }
};

struct Match : Of<Stmt, Kind::kMatch> {
  Expr* subject = nullptr;
  Nodes<MatchCase> cases;
};

struct Raise : Of<Stmt, Kind::kRaise> {
  Expr* exc = nullptr;
  Expr* cause = nullptr;
};

struct Try : Stmt {
  Nodes<Stmt> body;
  Nodes<ExceptHandler> handlers;
  Nodes<Stmt> orelse;
  Nodes<Stmt> finalbody;

  constexpr explicit Try(Kind k) : Stmt(k) {}
  bool is_star() const { return kind == Kind::kTryStar; }
  static constexpr bool has_kind(Kind k) { return k == Kind::kTry || k == Kind::kTryStar; }
};

struct Assert : Of<Stmt, Kind::kAssert> {
  Expr* test = nullptr;
  Expr* msg = nullptr;
};

struct Import : Of<Stmt, Kind::kImport> {
  Nodes<Alias> names;
};

struct ImportFrom : Of<Stmt, Kind::kImportFrom> {
  Identifier module;  // empty for `from . import x`
  Nodes<Alias> names;
  uint32_t level = 0;
};

struct Global : Of<Stmt, Kind::kGlobal> {
  std::span<Identifier> names;
};

struct Nonlocal : Of<Stmt, Kind::kNonlocal> {
  std::span<Identifier> names;
};

struct ExprStmt : Of<Stmt, Kind::kExpr> {  // CPython's Expr
  Expr* value = nullptr;
};

struct Pass : Of<Stmt, Kind::kPass> {};
struct Break : Of<Stmt, Kind::kBreak> {};
struct Continue : Of<Stmt, Kind::kContinue> {};

// --- expr

struct BoolOp : Of<Expr, Kind::kBoolOp> {
  BoolOperator op = BoolOperator::kAnd;
  Nodes<Expr> values;
};

struct NamedExpr : Of<Expr, Kind::kNamedExpr> {
  Expr* target = nullptr;  // a Name
  Expr* value = nullptr;
};

struct BinOp : Of<Expr, Kind::kBinOp> {
  Expr* left = nullptr;
  Operator op = Operator::kAdd;
  Expr* right = nullptr;
};

struct UnaryOp : Of<Expr, Kind::kUnaryOp> {
  UnaryOperator op = UnaryOperator::kNot;
  Expr* operand = nullptr;
};

struct Lambda : Of<Expr, Kind::kLambda> {
  Arguments* args = nullptr;
  Expr* body = nullptr;
  Scope* scope = nullptr;
};

struct IfExp : Of<Expr, Kind::kIfExp> {
  Expr* test = nullptr;
  Expr* body = nullptr;
  Expr* orelse = nullptr;
};

struct Dict : Of<Expr, Kind::kDict> {
  Nodes<Expr> keys;  // null where the value is unpacked: {**value}
  Nodes<Expr> values;
};

struct Set : Of<Expr, Kind::kSet> {
  Nodes<Expr> elts;
};

// ListComp, SetComp, GeneratorExp, and DictComp, whose [elt] is CPython's `key`.
struct Comp : Expr {
  Expr* elt = nullptr;
  Expr* value = nullptr;  // of a DictComp only
  Nodes<Comprehension> generators;
  Scope* scope = nullptr;

  constexpr explicit Comp(Kind k) : Expr(k) {}
  static constexpr bool has_kind(Kind k) {
    return k >= Kind::kListComp && k <= Kind::kGeneratorExp;
  }
};

struct Await : Of<Expr, Kind::kAwait> {
  Expr* value = nullptr;
};

struct Yield : Of<Expr, Kind::kYield> {
  Expr* value = nullptr;
};

struct YieldFrom : Of<Expr, Kind::kYieldFrom> {
  Expr* value = nullptr;
};

struct Compare : Of<Expr, Kind::kCompare> {
  Expr* left = nullptr;
  std::span<CompareOperator> ops;
  Nodes<Expr> comparators;  // as many as ops
};

struct Call : Of<Expr, Kind::kCall> {
  Expr* func = nullptr;
  Nodes<Expr> args;  // *x is a Starred
  Nodes<Keyword> keywords;
};

// `{value!r:spec}` of an f-string.
struct FormattedValue : Of<Expr, Kind::kFormattedValue> {
  Expr* value = nullptr;
  int32_t conversion = -1;      // 's', 'r', 'a', or -1
  Expr* format_spec = nullptr;  // a JoinedStr
};

// The same of a t-string, which also keeps the expression's text.
struct Interpolation : Of<Expr, Kind::kInterpolation> {
  Expr* value = nullptr;
  std::string_view str;
  int32_t conversion = -1;
  Expr* format_spec = nullptr;
};

struct JoinedStr : Of<Expr, Kind::kJoinedStr> {
  Nodes<Expr> values;  // FormattedValue and Constant
};

struct TemplateStr : Of<Expr, Kind::kTemplateStr> {
  Nodes<Expr> values;  // Interpolation and Constant
};

enum class ConstantType : uint8_t {
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kInt,        // text: digits of [base], without prefix and underscores
  kFloat,      // number
  kImaginary,  // number
  kStr,        // text
  kBytes,      // text
};

struct Constant : Of<Expr, Kind::kConstant> {
  ConstantType type = ConstantType::kNone;
  uint8_t base = 10;      // of an integer: 2, 8, 10 or 16
  bool u_prefix = false;  // of a string: written u"..." (CPython's kind)
  std::string_view text;
  double number = 0;
};

struct Attribute : Of<Expr, Kind::kAttribute> {
  Expr* value = nullptr;
  Identifier attr;
  Context ctx = Context::kLoad;
};

struct Subscript : Of<Expr, Kind::kSubscript> {
  Expr* value = nullptr;
  Expr* slice = nullptr;
  Context ctx = Context::kLoad;
};

struct Starred : Of<Expr, Kind::kStarred> {
  Expr* value = nullptr;
  Context ctx = Context::kLoad;
};

struct Name : Of<Expr, Kind::kName> {
  Identifier id;
  Context ctx = Context::kLoad;
};

struct List : Of<Expr, Kind::kList> {
  Nodes<Expr> elts;
  Context ctx = Context::kLoad;
};

struct Tuple : Of<Expr, Kind::kTuple> {
  Nodes<Expr> elts;
  Context ctx = Context::kLoad;
};

struct Slice : Of<Expr, Kind::kSlice> {
  Expr* lower = nullptr;
  Expr* upper = nullptr;
  Expr* step = nullptr;
};

// --- pattern

struct MatchValue : Of<Pattern, Kind::kMatchValue> {
  Expr* value = nullptr;
};

struct MatchSingleton : Of<Pattern, Kind::kMatchSingleton> {
  ConstantType value = ConstantType::kNone;  // None, True or False
};

struct MatchSequence : Of<Pattern, Kind::kMatchSequence> {
  Nodes<Pattern> patterns;
};

struct MatchMapping : Of<Pattern, Kind::kMatchMapping> {
  Nodes<Expr> keys;
  Nodes<Pattern> patterns;
  Identifier rest;  // empty if there is none
};

struct MatchClass : Of<Pattern, Kind::kMatchClass> {
  Expr* cls = nullptr;
  Nodes<Pattern> patterns;
  std::span<Identifier> kwd_attrs;
  Nodes<Pattern> kwd_patterns;
};

struct MatchStar : Of<Pattern, Kind::kMatchStar> {
  Identifier name;  // empty for *_
};

struct MatchAs : Of<Pattern, Kind::kMatchAs> {
  Pattern* pattern = nullptr;
  Identifier name;  // empty for _
};

struct MatchOr : Of<Pattern, Kind::kMatchOr> {
  Nodes<Pattern> patterns;
};

// What `ast.dump(tree)` of CPython 3.14 prints; with [attributes] also the positions.
std::string dump(const Node& node, bool attributes = false);

}  // namespace ast
}  // namespace gilt
