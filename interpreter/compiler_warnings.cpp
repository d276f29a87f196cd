// SyntaxWarnings about what is allowed but certainly not meant: calling a tuple, `is` with a
// number.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"

namespace gilt {

namespace {

using ast::ConstantType;
using ast::Kind;

const char* constant_type_name(ConstantType type) {
  switch (type) {
    case ConstantType::kNone: return "NoneType";
    case ConstantType::kTrue:
    case ConstantType::kFalse: return "bool";
    case ConstantType::kEllipsis: return "ellipsis";
    case ConstantType::kInt: return "int";
    case ConstantType::kFloat: return "float";
    case ConstantType::kImaginary: return "complex";
    case ConstantType::kStr: return "str";
    case ConstantType::kBytes: return "bytes";
  }
  return "";
}

// The type that the value of [e] certainly has, or null.
const char* certain_type(const ast::Expr& e) {
  switch (e.kind) {
    case Kind::kConstant: return constant_type_name(e.as<ast::Constant>().type);
    case Kind::kTuple: return "tuple";
    case Kind::kList:
    case Kind::kListComp: return "list";
    case Kind::kDict:
    case Kind::kDictComp: return "dict";
    case Kind::kSet:
    case Kind::kSetComp: return "set";
    case Kind::kGeneratorExp: return "generator";
    case Kind::kLambda: return "function";
    case Kind::kJoinedStr:
    case Kind::kFormattedValue: return "str";
    default: return nullptr;
  }
}

bool is_number_or_text(const ast::Expr& e) {
  auto* constant = e.try_as<ast::Constant>();
  return constant != nullptr && constant->type >= ConstantType::kInt;
}

}  // namespace

void CodeGenerator::warn_about_call(const ast::Expr& function) {
  const char* type = certain_type(function);
  if (type == nullptr || function.kind == Kind::kLambda) return;
  unit_.warn(function.span, "'" + std::string(type) +
                                "' object is not callable; perhaps you missed a comma?");
}

void CodeGenerator::warn_about_subscript(const ast::Subscript& e) {
  const ast::Expr& container = *e.value;
  const char* type = certain_type(container);
  if (type == nullptr) return;
  switch (container.kind) {
    case Kind::kConstant: {
      ConstantType c = container.as<ast::Constant>().type;
      if (c == ConstantType::kStr || c == ConstantType::kBytes) break;
      [[fallthrough]];
    }
    case Kind::kSet:
    case Kind::kSetComp:
    case Kind::kGeneratorExp:
    case Kind::kLambda:
      unit_.warn(e.span, "'" + std::string(type) +
                             "' object is not subscriptable; perhaps you missed a comma?");
      return;
    case Kind::kDict:
    case Kind::kDictComp: return;
    default: break;
  }
  const char* index = certain_type(*e.slice);
  if (index == nullptr || e.slice->kind == Kind::kSlice) return;
  std::string_view name = index;
  if (name == "int" || name == "bool") return;
  if (auto* constant = e.slice->try_as<ast::Constant>())
    if (constant->type == ConstantType::kInt) return;
  unit_.warn(e.span, std::string(type) + " indices must be integers or slices, not " + index +
                         "; perhaps you missed a comma?");
}

void CodeGenerator::warn_about_is(const ast::Compare& e) {
  const ast::Expr* left = e.left;
  for (size_t i = 0; i < e.ops.size(); ++i) {
    const ast::Expr* right = e.comparators[i];
    bool is = e.ops[i] == ast::CompareOperator::kIs;
    if (is || e.ops[i] == ast::CompareOperator::kIsNot) {
      // Constants and tuples of constants have no identity to speak of.
      for (const ast::Expr* side : {left, right}) {
        if (!is_number_or_text(*side) && side->kind != Kind::kTuple) continue;
        if (side->kind == Kind::kTuple && !side->as<ast::Tuple>().elts.empty()) continue;
        unit_.warn(e.span, std::string(is ? "\"is\"" : "\"is not\"") + " with '" +
                               certain_type(*side) + "' literal. Did you mean \"" +
                               (is ? "==" : "!=") + "\"?");
        return;
      }
    }
    left = right;
  }
}

}  // namespace gilt
