// Mistakes that CPython's compiler, not its symbol table, reports; and warnings.
#include <algorithm>

#include "interpreter/symtable_impl.h"

namespace gilt {

using namespace ast;

namespace {

constexpr std::string_view kFutureFeatures[] = {
    "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
    "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations",
};

// The type of a literal, for warnings; null for what is not one.
const char* literal_type(const Expr& e) {
  switch (e.kind) {
    case Kind::kConstant:
      switch (e.as<Constant>().type) {
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
      return nullptr;
    case Kind::kTuple: return "tuple";
    case Kind::kList:
    case Kind::kListComp: return "list";
    case Kind::kDict:
    case Kind::kDictComp: return "dict";
    case Kind::kSet:
    case Kind::kSetComp: return "set";
    case Kind::kGeneratorExp: return "generator";
    case Kind::kJoinedStr:
    case Kind::kFormattedValue: return "str";
    case Kind::kTemplateStr:
    case Kind::kInterpolation: return "string.templatelib.Template";
    case Kind::kLambda: return "function";
    default: return nullptr;
  }
}

bool is_constant(const Expr& e) {
  if (e.kind == Kind::kConstant) return true;
  if (e.kind != Kind::kTuple) return false;
  auto elts = e.as<Tuple>().elts;
  return std::all_of(elts.begin(), elts.end(), [](const Expr* item) { return is_constant(*item); });
}

std::string repr_of_key(const Constant& key) {
  switch (key.type) {
    case ConstantType::kNone: return "None";
    case ConstantType::kTrue: return "True";
    case ConstantType::kFalse: return "False";
    default: break;
  }
  // As the dump has it, without "Constant(value=" and ")".
  std::string text = dump(key);
  return text.substr(15, text.size() - 16);
}

bool is_number(ConstantType type) {
  return type == ConstantType::kInt || type == ConstantType::kFloat ||
         type == ConstantType::kTrue || type == ConstantType::kFalse;
}

double number_of(const Constant& key) {
  switch (key.type) {
    case ConstantType::kTrue: return 1;
    case ConstantType::kFalse: return 0;
    case ConstantType::kFloat: return key.number;
    default: {
      double value = 0;
      for (char c : key.text) value = value * key.base + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
      return value;
    }
  }
}

bool same_key(const Expr& a, const Expr& b) {
  if (a.kind == Kind::kUnaryOp && b.kind == Kind::kUnaryOp) {
    return same_key(*a.as<ast::UnaryOp>().operand, *b.as<ast::UnaryOp>().operand);
  }
  if (a.kind != Kind::kConstant || b.kind != Kind::kConstant) return false;
  auto& x = a.as<Constant>();
  auto& y = b.as<Constant>();
  if (is_number(x.type) && is_number(y.type)) {
    if (x.type == ConstantType::kInt && y.type == ConstantType::kInt && x.base == y.base)
      return x.text == y.text;
    return number_of(x) == number_of(y);
  }
  if (x.type != y.type) return false;
  return x.type == ConstantType::kImaginary ? x.number == y.number : x.text == y.text;
}

// What a `case` may compare with: a literal, a signed or complex number, a dotted name.
bool is_pattern_value(const Expr& e) {
  switch (e.kind) {
    case Kind::kConstant:
    case Kind::kAttribute: return true;
    case Kind::kUnaryOp: return is_pattern_value(*e.as<ast::UnaryOp>().operand);
    case Kind::kBinOp: return true;
    default: return false;
  }
}

}  // namespace

// __future__ imports may follow only a docstring and each other.
void SymbolTableBuilder::check_future_imports(std::span<Stmt*> body) {
  size_t first = starts_with_docstring(body) ? 1 : 0;
  for (Stmt* stmt : body.subspan(first)) {
    auto* import = stmt->try_as<ImportFrom>();
    if (import == nullptr || import->module != "__future__" || import->level != 0) return;
    last_future_line_ = import->span.line;
    for (Alias* alias : import->names) {
      if (alias->name == "annotations") future_annotations_ = true;
      if (alias->name == "braces") return error("not a chance", alias->span);
      if (std::find(std::begin(kFutureFeatures), std::end(kFutureFeatures), alias->name) ==
          std::end(kFutureFeatures)) {
        return error("future feature " + std::string(alias->name) + " is not defined", alias->span);
      }
    }
  }
}

void SymbolTableBuilder::check_keywords(std::span<Keyword*> keywords) {
  for (size_t i = 0; i < keywords.size(); i++) {
    Identifier name = keywords[i]->arg;
    if (name.empty()) continue;
    check_assignable(name, Context::kStore, keywords[i]->span);
    for (size_t j = 0; j < i; j++) {
      if (keywords[j]->arg.data() != name.data() || keywords[j]->arg.empty()) continue;
      late_error("keyword argument repeated: " + std::string(name), keywords[i]->span);
    }
  }
}

void SymbolTableBuilder::check_callable(const Call& node) {
  const char* type = node.func->kind == Kind::kLambda ? nullptr : literal_type(*node.func);
  if (type == nullptr) return;
  warn(std::string("'") + type + "' object is not callable; perhaps you missed a comma?",
       node.func->span);
}

void SymbolTableBuilder::check_subscript(const Subscript& node) {
  const Expr& value = *node.value;
  bool not_subscriptable = value.kind == Kind::kSet || value.kind == Kind::kSetComp ||
                           value.kind == Kind::kGeneratorExp || value.kind == Kind::kLambda ||
                           value.kind == Kind::kTemplateStr || value.kind == Kind::kInterpolation;
  bool sequence = value.kind == Kind::kTuple || value.kind == Kind::kList ||
                  value.kind == Kind::kListComp || value.kind == Kind::kJoinedStr ||
                  value.kind == Kind::kFormattedValue;
  if (auto* constant = value.try_as<Constant>()) {
    sequence = constant->type == ConstantType::kStr || constant->type == ConstantType::kBytes;
    not_subscriptable = !sequence;
  }
  if (not_subscriptable) {
    warn(std::string("'") + literal_type(value) +
             "' object is not subscriptable; perhaps you missed a comma?",
         value.span);
    return;
  }
  if (!sequence) return;
  const char* index = literal_type(*node.slice);
  if (index == nullptr) return;
  if (auto* constant = node.slice->try_as<Constant>()) {
    if (constant->type == ConstantType::kInt || constant->type == ConstantType::kTrue ||
        constant->type == ConstantType::kFalse) {
      return;
    }
  }
  warn(std::string(literal_type(value)) + " indices must be integers or slices, not " + index +
           "; perhaps you missed a comma?",
       value.span);
}

void SymbolTableBuilder::check_comparison(const Compare& node) {
  // True, False, None and ... are what `is` is for.
  auto type_of = [](const Expr& e) -> const char* {
    if (!is_constant(e)) return nullptr;
    if (auto* constant = e.try_as<Constant>()) {
      if (constant->type <= ConstantType::kEllipsis) return nullptr;
    }
    return literal_type(e);
  };
  const Expr* left = node.left;
  for (size_t i = 0; i < node.ops.size(); i++) {
    const Expr* right = node.comparators[i];
    bool is = node.ops[i] == CompareOperator::kIs;
    if (is || node.ops[i] == CompareOperator::kIsNot) {
      const char* left_type = type_of(*left);
      const char* type = left_type != nullptr ? left_type : type_of(*right);
      if (type != nullptr) {
        return warn(std::string(is ? "\"is\" with '" : "\"is not\" with '") + type +
                        "' literal. Did you mean " + (is ? "\"==\"?" : "\"!=\"?"),
                    node.span);
      }
    }
    left = right;
  }
}

void SymbolTableBuilder::check_assert(const Assert& node) {
  auto* tuple = node.test->try_as<Tuple>();
  if (tuple == nullptr || tuple->elts.empty()) return;
  warn("assertion is always true, perhaps remove parentheses?", node.span);
}

void SymbolTableBuilder::check_handlers(const Try& node) {
  for (size_t i = 0; i + 1 < node.handlers.size(); i++) {
    if (node.handlers[i]->type != nullptr) continue;
    late_error("default 'except:' must be last", node.handlers[i]->span);
  }
}

// break and continue.
void SymbolTableBuilder::check_leaving_loop(const Stmt& node, const char* keyword) {
  if (place_.in_finally && !place_.in_loop_in_finally) {
    warn(std::string("'") + keyword + "' in a 'finally' block", node.span);
  }
  if (place_.in_loop) return;
  if (place_.in_except_star) {
    late_error("'break', 'continue' and 'return' cannot appear in an except* block", node.span);
  } else {
    late_error(
        node.kind == Kind::kBreak ? "'break' outside loop" : "'continue' not properly in loop",
        node.span);
  }
}

void SymbolTableBuilder::check_star_targets(const Expr* node, std::span<Expr*> elts) {
  auto stars =
      std::count_if(elts.begin(), elts.end(), [](Expr* e) { return e->kind == Kind::kStarred; });
  if (stars > 1) late_error("multiple starred expressions in assignment", node->span);
}

// Whether [e], a yield and the like, stands where annotations and type parameters are evaluated: an
// error.
bool SymbolTableBuilder::forbid_in_annotation(const char* what, const Expr& e) {
  const char* where = nullptr;
  switch (current_->scope->type) {
    case ScopeType::kAnnotations: where = "an annotation"; break;
    case ScopeType::kTypeAlias: where = "a type alias"; break;
    case ScopeType::kTypeParams: where = "the definition of a generic"; break;
    case ScopeType::kTypeVariable: {
      auto& param = current_->scope->node->as<TypeParam>();
      where = lazy_value_ == param.bound       ? "a TypeVar bound"
              : param.kind == Kind::kTypeVar   ? "a TypeVar default"
              : param.kind == Kind::kParamSpec ? "a ParamSpec default"
                                               : "a TypeVarTuple default";
      break;
    }
    default: return false;
  }
  error(std::string(what) + " cannot be used within " + where, e.span);
  return true;
}

// --- patterns

void SymbolTableBuilder::check_match(const Match& node) {
  for (size_t i = 0; i < node.cases.size(); i++) {
    const MatchCase& match_case = *node.cases[i];
    bool may_always_match = i + 1 == node.cases.size() || match_case.guard != nullptr;
    std::vector<Identifier> names;
    if (!check_pattern(*match_case.pattern, names, may_always_match)) return;
  }
}

bool SymbolTableBuilder::bind_in_pattern(Identifier name, std::vector<Identifier>& names,
                                         Span span) {
  if (name.empty()) return true;
  for (Identifier other : names) {
    if (other.data() != name.data()) continue;
    late_error("multiple assignments to name '" + std::string(name) + "' in pattern", span);
    return false;
  }
  names.push_back(name);
  return true;
}

// Collects what [pattern] binds. [irrefutable_allowed]: nothing comes after it that it could hide.
bool SymbolTableBuilder::check_pattern(const Pattern& pattern, std::vector<Identifier>& names,
                                       bool irrefutable_allowed) {
  if (stack_.exhausted()) return false;
  auto check_all = [&](std::span<Pattern*> patterns) {
    return std::all_of(patterns.begin(), patterns.end(),
                       [&](Pattern* p) { return check_pattern(*p, names, true); });
  };
  auto complain = [&](std::string message, Span span) {
    late_error(std::move(message), span);
    return false;
  };
  switch (pattern.kind) {
    case Kind::kMatchValue:
      if (!is_pattern_value(*pattern.as<MatchValue>().value)) {
        return complain("patterns may only match literals and attribute lookups", pattern.span);
      }
      return true;
    case Kind::kMatchStar:
      return bind_in_pattern(pattern.as<MatchStar>().name, names, pattern.span);
    case Kind::kMatchSequence: {
      auto patterns = pattern.as<MatchSequence>().patterns;
      auto stars = std::count_if(patterns.begin(), patterns.end(),
                                 [](Pattern* p) { return p->kind == Kind::kMatchStar; });
      if (stars > 1) return complain("multiple starred names in sequence pattern", pattern.span);
      return check_all(patterns);
    }
    case Kind::kMatchMapping: {
      auto& mapping = pattern.as<MatchMapping>();
      for (size_t i = 0; i < mapping.keys.size(); i++) {
        const Expr& key = *mapping.keys[i];
        if (!is_pattern_value(key)) {
          return complain("mapping pattern keys may only match literals and attribute lookups",
                          pattern.span);
        }
        for (size_t j = 0; j < i; j++) {
          if (!same_key(*mapping.keys[j], key)) continue;
          const Expr* literal = &key;
          std::string sign;
          if (key.kind == Kind::kUnaryOp) {
            literal = key.as<ast::UnaryOp>().operand;
            sign = "-";
          }
          return complain("mapping pattern checks duplicate key (" + sign +
                              repr_of_key(literal->as<Constant>()) + ")",
                          pattern.span);
        }
      }
      return check_all(mapping.patterns) && bind_in_pattern(mapping.rest, names, pattern.span);
    }
    case Kind::kMatchClass: {
      auto& node = pattern.as<MatchClass>();
      for (size_t i = 0; i < node.kwd_attrs.size(); i++) {
        for (size_t j = 0; j < i; j++) {
          if (node.kwd_attrs[i].data() != node.kwd_attrs[j].data()) continue;
          return complain(
              "attribute name repeated in class pattern: " + std::string(node.kwd_attrs[i]),
              node.kwd_patterns[i]->span);
        }
      }
      return check_all(node.patterns) && check_all(node.kwd_patterns);
    }
    case Kind::kMatchAs: {
      auto& node = pattern.as<MatchAs>();
      if (node.pattern != nullptr) {
        return check_pattern(*node.pattern, names, irrefutable_allowed) &&
               bind_in_pattern(node.name, names, pattern.span);
      }
      if (!irrefutable_allowed) {
        return complain(node.name.empty() ? "wildcard makes remaining patterns unreachable"
                                          : "name capture '" + std::string(node.name) +
                                                "' makes remaining patterns unreachable",
                        pattern.span);
      }
      return bind_in_pattern(node.name, names, pattern.span);
    }
    case Kind::kMatchOr: return check_or_pattern(pattern.as<MatchOr>(), names, irrefutable_allowed);
    default: return true;
  }
}

// All alternatives bind the same names, and only the last may match everything.
bool SymbolTableBuilder::check_or_pattern(const MatchOr& pattern, std::vector<Identifier>& names,
                                          bool irrefutable_allowed) {
  auto by_address = [](Identifier a, Identifier b) { return a.data() < b.data(); };
  std::vector<Identifier> first;
  for (size_t i = 0; i < pattern.patterns.size(); i++) {
    std::vector<Identifier> own;
    bool last = i + 1 == pattern.patterns.size();
    if (!check_pattern(*pattern.patterns[i], own, last && irrefutable_allowed)) return false;
    std::sort(own.begin(), own.end(), by_address);
    if (i == 0) {
      first = std::move(own);
    } else if (own != first) {
      late_error("alternative patterns bind different names", pattern.span);
      return false;
    }
  }
  return std::all_of(first.begin(), first.end(),
                     [&](Identifier name) { return bind_in_pattern(name, names, pattern.span); });
}

}  // namespace gilt
