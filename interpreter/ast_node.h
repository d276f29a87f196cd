// What all nodes of the syntax tree share: the list of their kinds, the operators, and how a node
// is asked for what it is. The nodes themselves are in ast.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "interpreter/source.h"

namespace gilt::ast {

enum class Kind : uint8_t {
  // mod
  kModule,
  kInteractive,
  kExpression,
  // stmt
  kFunctionDef,
  kAsyncFunctionDef,
  kClassDef,
  kReturn,
  kDelete,
  kAssign,
  kTypeAlias,
  kAugAssign,
  kAnnAssign,
  kFor,
  kAsyncFor,
  kWhile,
  kIf,
  kWith,
  kAsyncWith,
  kMatch,
  kRaise,
  kTry,
  kTryStar,
  kAssert,
  kImport,
  kImportFrom,
  kGlobal,
  kNonlocal,
  kExpr,
  kPass,
  kBreak,
  kContinue,
  // expr
  kBoolOp,
  kNamedExpr,
  kBinOp,
  kUnaryOp,
  kLambda,
  kIfExp,
  kDict,
  kSet,
  kListComp,
  kSetComp,
  kDictComp,
  kGeneratorExp,
  kAwait,
  kYield,
  kYieldFrom,
  kCompare,
  kCall,
  kFormattedValue,
  kInterpolation,
  kJoinedStr,
  kTemplateStr,
  kConstant,
  kAttribute,
  kSubscript,
  kStarred,
  kName,
  kList,
  kTuple,
  kSlice,
  // pattern
  kMatchValue,
  kMatchSingleton,
  kMatchSequence,
  kMatchMapping,
  kMatchClass,
  kMatchStar,
  kMatchAs,
  kMatchOr,
  // type_param
  kTypeVar,
  kParamSpec,
  kTypeVarTuple,
  // the rest
  kExceptHandler,
  kArguments,
  kArg,
  kKeyword,
  kAlias,
  kWithItem,
  kMatchCase,
  kComprehension,
};

constexpr bool is_stmt(Kind kind) {
  return kind >= Kind::kFunctionDef && kind <= Kind::kContinue;
}
constexpr bool is_expr(Kind kind) {
  return kind >= Kind::kBoolOp && kind <= Kind::kSlice;
}
constexpr bool is_pattern(Kind kind) {
  return kind >= Kind::kMatchValue && kind <= Kind::kMatchOr;
}

enum class Context : uint8_t { kLoad, kStore, kDel };
enum class BoolOperator : uint8_t { kAnd, kOr };
enum class UnaryOperator : uint8_t { kInvert, kNot, kUAdd, kUSub };
enum class Operator : uint8_t {
  kAdd,
  kSub,
  kMult,
  kMatMult,
  kDiv,
  kMod,
  kPow,
  kLShift,
  kRShift,
  kBitOr,
  kBitXor,
  kBitAnd,
  kFloorDiv,
};
enum class CompareOperator : uint8_t {
  kEq,
  kNotEq,
  kLt,
  kLtE,
  kGt,
  kGtE,
  kIs,
  kIsNot,
  kIn,
  kNotIn,
};

using Identifier = std::string_view;

struct Node {
  Kind kind;
  uint8_t mark = 0;  // free for the compiler's notes
  Span span;  // unset (line 0) on the kinds without a position: mod, arguments, comprehension, ...

  constexpr explicit Node(Kind k) : kind(k) {}

  // REQUIRES: T::has_kind(kind).
  template <class T>
  T& as() {
    return static_cast<T&>(*this);
  }
  template <class T>
  const T& as() const {
    return static_cast<const T&>(*this);
  }
  // This as a T if it is one, else null.
  template <class T>
  T* try_as() {
    return T::has_kind(kind) ? static_cast<T*>(this) : nullptr;
  }
  template <class T>
  const T* try_as() const {
    return T::has_kind(kind) ? static_cast<const T*>(this) : nullptr;
  }
};

struct Stmt : Node {
  using Node::Node;
  static constexpr bool has_kind(Kind k) { return is_stmt(k); }
};
struct Expr : Node {
  using Node::Node;
  static constexpr bool has_kind(Kind k) { return is_expr(k); }
};
struct Pattern : Node {
  using Node::Node;
  static constexpr bool has_kind(Kind k) { return is_pattern(k); }
};

template <class T>
using Nodes = std::span<T*>;  // a sequence of children

// A struct that stands for exactly one kind.
template <class Base, Kind K>
struct Of : Base {
  static constexpr Kind kKind = K;
  constexpr Of() : Base(K) {}
  static constexpr bool has_kind(Kind k) { return k == K; }
};

}  // namespace gilt::ast
