// A tree as text, exactly as CPython's `ast.dump` writes it: for tests, and for people who compare.
#include <type_traits>
#include <vector>

#include "interpreter/ast.h"
#include "interpreter/ast_literals.h"

namespace gilt::ast {

namespace {

const char* kind_name(Kind kind) {
  constexpr const char* kNames[] = {
      "Module",
      "Interactive",
      "Expression",
      "FunctionDef",
      "AsyncFunctionDef",
      "ClassDef",
      "Return",
      "Delete",
      "Assign",
      "TypeAlias",
      "AugAssign",
      "AnnAssign",
      "For",
      "AsyncFor",
      "While",
      "If",
      "With",
      "AsyncWith",
      "Match",
      "Raise",
      "Try",
      "TryStar",
      "Assert",
      "Import",
      "ImportFrom",
      "Global",
      "Nonlocal",
      "Expr",
      "Pass",
      "Break",
      "Continue",
      "BoolOp",
      "NamedExpr",
      "BinOp",
      "UnaryOp",
      "Lambda",
      "IfExp",
      "Dict",
      "Set",
      "ListComp",
      "SetComp",
      "DictComp",
      "GeneratorExp",
      "Await",
      "Yield",
      "YieldFrom",
      "Compare",
      "Call",
      "FormattedValue",
      "Interpolation",
      "JoinedStr",
      "TemplateStr",
      "Constant",
      "Attribute",
      "Subscript",
      "Starred",
      "Name",
      "List",
      "Tuple",
      "Slice",
      "MatchValue",
      "MatchSingleton",
      "MatchSequence",
      "MatchMapping",
      "MatchClass",
      "MatchStar",
      "MatchAs",
      "MatchOr",
      "TypeVar",
      "ParamSpec",
      "TypeVarTuple",
      "ExceptHandler",
      "arguments",
      "arg",
      "keyword",
      "alias",
      "withitem",
      "match_case",
      "comprehension",
  };
  static_assert(std::size(kNames) == static_cast<size_t>(Kind::kComprehension) + 1);
  return kNames[static_cast<size_t>(kind)];
}

constexpr const char* kContexts[] = {"Load()", "Store()", "Del()"};
constexpr const char* kBoolOperators[] = {"And()", "Or()"};
constexpr const char* kUnaryOperators[] = {"Invert()", "Not()", "UAdd()", "USub()"};
constexpr const char* kOperators[] = {"Add()",    "Sub()",    "Mult()",    "MatMult()", "Div()",
                                      "Mod()",    "Pow()",    "LShift()",  "RShift()",  "BitOr()",
                                      "BitXor()", "BitAnd()", "FloorDiv()"};
constexpr const char* kCompareOperators[] = {"Eq()",  "NotEq()", "Lt()",    "LtE()", "Gt()",
                                             "GtE()", "Is()",    "IsNot()", "In()",  "NotIn()"};

class Dumper {
 public:
  explicit Dumper(bool attributes) : attributes_(attributes) {}

  void dump(const Node& node) {
    out_ += kind_name(node.kind);
    out_ += '(';
    first_ = true;
    dump_fields(node);
    if (attributes_ && node.span.line != 0) {
      field("lineno", node.span.line);
      field("col_offset", node.span.col);
      field("end_lineno", node.span.end_line);
      field("end_col_offset", node.span.end_col);
    }
    out_ += ')';
    first_ = false;
  }

  std::string take() { return std::move(out_); }

 private:
  void begin(const char* name) {
    if (!first_) out_ += ", ";
    first_ = false;
    out_ += name;
    out_ += '=';
  }

  void field(const char* name, const char* value) {
    begin(name);
    out_ += value;
  }
  void field(const char* name, uint32_t value) { field(name, std::to_string(value).c_str()); }
  void field(const char* name, Context value) {
    field(name, kContexts[static_cast<size_t>(value)]);
  }
  void field(const char* name, bool value) { field(name, value ? "1" : "0"); }

  void name(const char* field_name, std::string_view value) {
    if (!value.empty()) field(field_name, text_repr(value, false).c_str());
  }

  void child(const char* field_name, const Node* value) {
    if (value == nullptr) return;
    begin(field_name);
    dump(*value);
  }

  template <class T>
  void list(const char* field_name, std::span<T> items) {
    if (items.empty()) return;
    begin(field_name);
    out_ += '[';
    bool first_item = true;
    for (const auto& item : items) {
      if (!first_item) out_ += ", ";
      first_item = false;
      if constexpr (std::is_same_v<std::remove_const_t<T>, Identifier>) {
        out_ += text_repr(item, false);
      } else if constexpr (std::is_same_v<std::remove_const_t<T>, CompareOperator>) {
        out_ += kCompareOperators[static_cast<size_t>(item)];
      } else if (item == nullptr) {
        out_ += "None";
      } else {
        dump(*item);
      }
    }
    out_ += ']';
    first_ = false;
  }

  void dump_fields(const Node& node);
  void dump_statement(const Node& node);
  void dump_expression(const Node& node);
  void dump_pattern(const Node& node);
  void dump_other(const Node& node);
  void dump_constant(const Constant& constant);

  bool attributes_;
  bool first_ = true;
  std::string out_;
};

void Dumper::dump_fields(const Node& node) {
  if (is_stmt(node.kind)) {
    dump_statement(node);
  } else if (is_expr(node.kind)) {
    dump_expression(node);
  } else if (is_pattern(node.kind)) {
    dump_pattern(node);
  } else {
    dump_other(node);
  }
}

void Dumper::dump_statement(const Node& node) {
  switch (node.kind) {
    case Kind::kFunctionDef:
    case Kind::kAsyncFunctionDef: {
      auto& n = node.as<FunctionDef>();
      name("name", n.name);
      child("args", n.args);
      list("body", n.body);
      list("decorator_list", n.decorator_list);
      child("returns", n.returns);
      list("type_params", n.type_params);
      break;
    }
    case Kind::kClassDef: {
      auto& n = node.as<ClassDef>();
      name("name", n.name);
      list("bases", n.bases);
      list("keywords", n.keywords);
      list("body", n.body);
      list("decorator_list", n.decorator_list);
      list("type_params", n.type_params);
      break;
    }
    case Kind::kReturn: child("value", node.as<Return>().value); break;
    case Kind::kDelete: list("targets", node.as<Delete>().targets); break;
    case Kind::kAssign:
      list("targets", node.as<Assign>().targets);
      child("value", node.as<Assign>().value);
      break;
    case Kind::kTypeAlias:
      child("name", node.as<TypeAlias>().name);
      list("type_params", node.as<TypeAlias>().type_params);
      child("value", node.as<TypeAlias>().value);
      break;
    case Kind::kAugAssign:
      child("target", node.as<AugAssign>().target);
      field("op", kOperators[static_cast<size_t>(node.as<AugAssign>().op)]);
      child("value", node.as<AugAssign>().value);
      break;
    case Kind::kAnnAssign: {
      auto& n = node.as<AnnAssign>();
      child("target", n.target);
      child("annotation", n.annotation);
      child("value", n.value);
      field("simple", n.simple);
      break;
    }
    case Kind::kFor:
    case Kind::kAsyncFor: {
      auto& n = node.as<For>();
      child("target", n.target);
      child("iter", n.iter);
      list("body", n.body);
      list("orelse", n.orelse);
      break;
    }
    case Kind::kWhile:
      child("test", node.as<While>().test);
      list("body", node.as<While>().body);
      list("orelse", node.as<While>().orelse);
      break;
    case Kind::kIf:
      child("test", node.as<If>().test);
      list("body", node.as<If>().body);
      list("orelse", node.as<If>().orelse);
      break;
    case Kind::kWith:
    case Kind::kAsyncWith:
      list("items", node.as<With>().items);
      list("body", node.as<With>().body);
      break;
    case Kind::kMatch:
      child("subject", node.as<Match>().subject);
      list("cases", node.as<Match>().cases);
      break;
    case Kind::kRaise:
      child("exc", node.as<Raise>().exc);
      child("cause", node.as<Raise>().cause);
      break;
    case Kind::kTry:
    case Kind::kTryStar: {
      auto& n = node.as<Try>();
      list("body", n.body);
      list("handlers", n.handlers);
      list("orelse", n.orelse);
      list("finalbody", n.finalbody);
      break;
    }
    case Kind::kAssert:
      child("test", node.as<Assert>().test);
      child("msg", node.as<Assert>().msg);
      break;
    case Kind::kImport: list("names", node.as<Import>().names); break;
    case Kind::kImportFrom:
      name("module", node.as<ImportFrom>().module);
      list("names", node.as<ImportFrom>().names);
      field("level", node.as<ImportFrom>().level);
      break;
    case Kind::kGlobal: list("names", node.as<Global>().names); break;
    case Kind::kNonlocal: list("names", node.as<Nonlocal>().names); break;
    case Kind::kExpr: child("value", node.as<ExprStmt>().value); break;
    default: break;
  }
}

void Dumper::dump_constant(const Constant& constant) {
  begin("value");
  switch (constant.type) {
    case ConstantType::kNone: out_ += "None"; break;
    case ConstantType::kTrue: out_ += "True"; break;
    case ConstantType::kFalse: out_ += "False"; break;
    case ConstantType::kEllipsis: out_ += "Ellipsis"; break;
    case ConstantType::kInt: out_ += to_decimal(constant.text, constant.base); break;
    case ConstantType::kFloat: out_ += float_repr(constant.number, false); break;
    case ConstantType::kImaginary: out_ += float_repr(constant.number, true) + "j"; break;
    case ConstantType::kStr: out_ += text_repr(constant.text, false); break;
    case ConstantType::kBytes: out_ += text_repr(constant.text, true); break;
  }
  if (constant.u_prefix) field("kind", "'u'");
}

void Dumper::dump_expression(const Node& node) {
  auto elements = [&](std::span<Expr*> elts, Context ctx) {
    list("elts", elts);
    field("ctx", ctx);
  };
  switch (node.kind) {
    case Kind::kBoolOp:
      field("op", kBoolOperators[static_cast<size_t>(node.as<BoolOp>().op)]);
      list("values", node.as<BoolOp>().values);
      break;
    case Kind::kNamedExpr:
      child("target", node.as<NamedExpr>().target);
      child("value", node.as<NamedExpr>().value);
      break;
    case Kind::kBinOp:
      child("left", node.as<BinOp>().left);
      field("op", kOperators[static_cast<size_t>(node.as<BinOp>().op)]);
      child("right", node.as<BinOp>().right);
      break;
    case Kind::kUnaryOp:
      field("op", kUnaryOperators[static_cast<size_t>(node.as<UnaryOp>().op)]);
      child("operand", node.as<UnaryOp>().operand);
      break;
    case Kind::kLambda:
      child("args", node.as<Lambda>().args);
      child("body", node.as<Lambda>().body);
      break;
    case Kind::kIfExp:
      child("test", node.as<IfExp>().test);
      child("body", node.as<IfExp>().body);
      child("orelse", node.as<IfExp>().orelse);
      break;
    case Kind::kDict:
      list("keys", node.as<Dict>().keys);
      list("values", node.as<Dict>().values);
      break;
    case Kind::kSet: list("elts", node.as<Set>().elts); break;
    case Kind::kListComp:
    case Kind::kSetComp:
    case Kind::kGeneratorExp:
      child("elt", node.as<Comp>().elt);
      list("generators", node.as<Comp>().generators);
      break;
    case Kind::kDictComp:
      child("key", node.as<Comp>().elt);
      child("value", node.as<Comp>().value);
      list("generators", node.as<Comp>().generators);
      break;
    case Kind::kAwait: child("value", node.as<Await>().value); break;
    case Kind::kYield: child("value", node.as<Yield>().value); break;
    case Kind::kYieldFrom: child("value", node.as<YieldFrom>().value); break;
    case Kind::kCompare:
      child("left", node.as<Compare>().left);
      list("ops", node.as<Compare>().ops);
      list("comparators", node.as<Compare>().comparators);
      break;
    case Kind::kCall:
      child("func", node.as<Call>().func);
      list("args", node.as<Call>().args);
      list("keywords", node.as<Call>().keywords);
      break;
    case Kind::kFormattedValue:
      child("value", node.as<FormattedValue>().value);
      field("conversion", std::to_string(node.as<FormattedValue>().conversion).c_str());
      child("format_spec", node.as<FormattedValue>().format_spec);
      break;
    case Kind::kInterpolation:
      child("value", node.as<Interpolation>().value);
      field("str", text_repr(node.as<Interpolation>().str, false).c_str());
      field("conversion", std::to_string(node.as<Interpolation>().conversion).c_str());
      child("format_spec", node.as<Interpolation>().format_spec);
      break;
    case Kind::kJoinedStr: list("values", node.as<JoinedStr>().values); break;
    case Kind::kTemplateStr: list("values", node.as<TemplateStr>().values); break;
    case Kind::kConstant: dump_constant(node.as<Constant>()); break;
    case Kind::kAttribute:
      child("value", node.as<Attribute>().value);
      name("attr", node.as<Attribute>().attr);
      field("ctx", node.as<Attribute>().ctx);
      break;
    case Kind::kSubscript:
      child("value", node.as<Subscript>().value);
      child("slice", node.as<Subscript>().slice);
      field("ctx", node.as<Subscript>().ctx);
      break;
    case Kind::kStarred:
      child("value", node.as<Starred>().value);
      field("ctx", node.as<Starred>().ctx);
      break;
    case Kind::kName:
      name("id", node.as<Name>().id);
      field("ctx", node.as<Name>().ctx);
      break;
    case Kind::kList: elements(node.as<List>().elts, node.as<List>().ctx); break;
    case Kind::kTuple: elements(node.as<Tuple>().elts, node.as<Tuple>().ctx); break;
    case Kind::kSlice:
      child("lower", node.as<Slice>().lower);
      child("upper", node.as<Slice>().upper);
      child("step", node.as<Slice>().step);
      break;
    default: break;
  }
}

void Dumper::dump_pattern(const Node& node) {
  switch (node.kind) {
    case Kind::kMatchValue: child("value", node.as<MatchValue>().value); break;
    case Kind::kMatchSingleton: {
      ConstantType value = node.as<MatchSingleton>().value;
      field("value", value == ConstantType::kNone   ? "None"
                     : value == ConstantType::kTrue ? "True"
                                                    : "False");
      break;
    }
    case Kind::kMatchSequence: list("patterns", node.as<MatchSequence>().patterns); break;
    case Kind::kMatchMapping:
      list("keys", node.as<MatchMapping>().keys);
      list("patterns", node.as<MatchMapping>().patterns);
      name("rest", node.as<MatchMapping>().rest);
      break;
    case Kind::kMatchClass:
      child("cls", node.as<MatchClass>().cls);
      list("patterns", node.as<MatchClass>().patterns);
      list("kwd_attrs", node.as<MatchClass>().kwd_attrs);
      list("kwd_patterns", node.as<MatchClass>().kwd_patterns);
      break;
    case Kind::kMatchStar: name("name", node.as<MatchStar>().name); break;
    case Kind::kMatchAs:
      child("pattern", node.as<MatchAs>().pattern);
      name("name", node.as<MatchAs>().name);
      break;
    case Kind::kMatchOr: list("patterns", node.as<MatchOr>().patterns); break;
    default: break;
  }
}

void Dumper::dump_other(const Node& node) {
  switch (node.kind) {
    case Kind::kModule: list("body", node.as<Module>().body); break;
    case Kind::kInteractive: list("body", node.as<Interactive>().body); break;
    case Kind::kExpression: child("body", node.as<Expression>().body); break;
    case Kind::kTypeVar:
    case Kind::kParamSpec:
    case Kind::kTypeVarTuple:
      name("name", node.as<TypeParam>().name);
      child("bound", node.as<TypeParam>().bound);
      child("default_value", node.as<TypeParam>().default_value);
      break;
    case Kind::kExceptHandler:
      child("type", node.as<ExceptHandler>().type);
      name("name", node.as<ExceptHandler>().name);
      list("body", node.as<ExceptHandler>().body);
      break;
    case Kind::kArguments: {
      auto& n = node.as<Arguments>();
      list("posonlyargs", n.posonlyargs);
      list("args", n.args);
      child("vararg", n.vararg);
      list("kwonlyargs", n.kwonlyargs);
      list("kw_defaults", n.kw_defaults);
      child("kwarg", n.kwarg);
      list("defaults", n.defaults);
      break;
    }
    case Kind::kArg:
      name("arg", node.as<Arg>().arg);
      child("annotation", node.as<Arg>().annotation);
      break;
    case Kind::kKeyword:
      name("arg", node.as<Keyword>().arg);
      child("value", node.as<Keyword>().value);
      break;
    case Kind::kAlias:
      name("name", node.as<Alias>().name);
      name("asname", node.as<Alias>().asname);
      break;
    case Kind::kWithItem:
      child("context_expr", node.as<WithItem>().context_expr);
      child("optional_vars", node.as<WithItem>().optional_vars);
      break;
    case Kind::kMatchCase:
      child("pattern", node.as<MatchCase>().pattern);
      child("guard", node.as<MatchCase>().guard);
      list("body", node.as<MatchCase>().body);
      break;
    case Kind::kComprehension:
      child("target", node.as<Comprehension>().target);
      child("iter", node.as<Comprehension>().iter);
      list("ifs", node.as<Comprehension>().ifs);
      field("is_async", node.as<Comprehension>().is_async);
      break;
    default: break;
  }
}

}  // namespace

std::string dump(const Node& node, bool attributes) {
  Dumper dumper(attributes);
  dumper.dump(node);
  return dumper.take();
}

}  // namespace gilt::ast
