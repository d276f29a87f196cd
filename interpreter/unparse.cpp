#include "interpreter/unparse.h"

#include <cmath>

#include "runtime/bytes.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/str.h"

namespace gilt::ast {

namespace {

// How tightly an operand is bound; what binds less tightly than its place needs brackets.
enum Precedence : int {
  kTupleItems,
  kTest,  // if-else, lambda
  kOr,
  kAnd,
  kNegation,
  kComparison,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kSum,
  kTerm,
  kFactor,
  kPower,
  kAwaited,
  kAtom,
};
constexpr Precedence next(Precedence p) {
  return static_cast<Precedence>(p + 1);
}

struct BinaryText {
  const char* text;
  Precedence precedence;
  bool right_associative;
};

BinaryText binary_text(Operator op) {
  switch (op) {
    case Operator::kAdd: return {" + ", kSum, false};
    case Operator::kSub: return {" - ", kSum, false};
    case Operator::kMult: return {" * ", kTerm, false};
    case Operator::kMatMult: return {" @ ", kTerm, false};
    case Operator::kDiv: return {" / ", kTerm, false};
    case Operator::kMod: return {" % ", kTerm, false};
    case Operator::kFloorDiv: return {" // ", kTerm, false};
    case Operator::kLShift: return {" << ", kShift, false};
    case Operator::kRShift: return {" >> ", kShift, false};
    case Operator::kBitOr: return {" | ", kBitOr, false};
    case Operator::kBitXor: return {" ^ ", kBitXor, false};
    case Operator::kBitAnd: return {" & ", kBitAnd, false};
    case Operator::kPow: return {" ** ", kPower, true};
  }
  return {"", kAtom, false};
}

const char* compare_text(CompareOperator op) {
  switch (op) {
    case CompareOperator::kEq: return " == ";
    case CompareOperator::kNotEq: return " != ";
    case CompareOperator::kLt: return " < ";
    case CompareOperator::kLtE: return " <= ";
    case CompareOperator::kGt: return " > ";
    case CompareOperator::kGtE: return " >= ";
    case CompareOperator::kIs: return " is ";
    case CompareOperator::kIsNot: return " is not ";
    case CompareOperator::kIn: return " in ";
    case CompareOperator::kNotIn: return " not in ";
  }
  return "";
}

std::string int_text(const Constant& c) {
  if (c.base == 10) {
    std::string_view digits = c.text.substr(std::min(c.text.find_first_not_of('0'), c.text.size()));
    return digits.empty() ? "0" : std::string(digits);
  }
  mpz_t value;
  mpz_init_set_str(value, std::string(c.text).c_str(), c.base);
  std::string out(mpz_sizeinbase(value, 10) + 2, '\0');
  mpz_get_str(out.data(), 10, value);
  mpz_clear(value);
  out.resize(out.find('\0'));
  return out;
}

// Infinity has no literal of its own.
std::string float_text(double d) {
  return std::isinf(d) ? "1e309" : float_repr(d);
}

std::string str_text(std::string_view text) {
  return repr_text(intern(text));
}

class Unparser {
 public:
  std::string out;

  void write(const Expr& e, Precedence at_least) {
    using enum Kind;
    switch (e.kind) {
      case kConstant: return constant(e.as<Constant>());
      case kName: put(e.as<Name>().id); return;
      case kAttribute: {
        auto& a = e.as<Attribute>();
        auto* number = a.value->try_as<Constant>();
        write(*a.value, kAtom);
        if (number != nullptr && number->type == ConstantType::kInt) put(" ");
        put(".");
        put(a.attr);
        return;
      }
      case kSubscript: {
        auto& s = e.as<Subscript>();
        write(*s.value, kAtom);
        put("[");
        auto* tuple = s.slice->try_as<Tuple>();
        if (tuple != nullptr && !tuple->elts.empty())
          items(tuple->elts, tuple->elts.size() == 1);
        else
          write(*s.slice, kTupleItems);
        put("]");
        return;
      }
      case kSlice: {
        auto& s = e.as<Slice>();
        if (s.lower != nullptr) write(*s.lower, kTest);
        put(":");
        if (s.upper != nullptr) write(*s.upper, kTest);
        if (s.step != nullptr) {
          put(":");
          write(*s.step, kTest);
        }
        return;
      }
      case kCall: return call(e.as<Call>());
      case kStarred: put("*"); return write(*e.as<Starred>().value, kBitOr);
      case kList:
        put("[");
        items(e.as<List>().elts, false);
        put("]");
        return;
      case kSet:
        put("{");
        items(e.as<Set>().elts, false);
        put("}");
        return;
      case kTuple: {
        auto& t = e.as<Tuple>();
        bool brackets = at_least > kTupleItems || t.elts.empty();
        if (brackets) put("(");
        items(t.elts, t.elts.size() == 1);
        if (brackets) put(")");
        return;
      }
      case kDict: return dict(e.as<Dict>());
      case kBinOp: {
        auto& b = e.as<BinOp>();
        BinaryText text = binary_text(b.op);
        Bracket bracket(*this, text.precedence < at_least);
        write(*b.left, text.right_associative ? next(text.precedence) : text.precedence);
        put(text.text);
        write(*b.right, text.right_associative ? text.precedence : next(text.precedence));
        return;
      }
      case kUnaryOp: {
        auto& u = e.as<UnaryOp>();
        bool is_not = u.op == UnaryOperator::kNot;
        Precedence own = is_not ? kNegation : kFactor;
        Bracket bracket(*this, own < at_least);
        put(is_not                         ? "not "
            : u.op == UnaryOperator::kUSub ? "-"
            : u.op == UnaryOperator::kUAdd ? "+"
                                           : "~");
        return write(*u.operand, own);
      }
      case kBoolOp: {
        auto& b = e.as<BoolOp>();
        bool is_and = b.op == BoolOperator::kAnd;
        Precedence own = is_and ? kAnd : kOr;
        Bracket bracket(*this, own < at_least);
        for (size_t i = 0; i < b.values.size(); ++i) {
          if (i > 0) put(is_and ? " and " : " or ");
          write(*b.values[i], next(own));
        }
        return;
      }
      case kCompare: {
        auto& c = e.as<Compare>();
        Bracket bracket(*this, kComparison < at_least);
        write(*c.left, next(kComparison));
        for (size_t i = 0; i < c.ops.size(); ++i) {
          put(compare_text(c.ops[i]));
          write(*c.comparators[i], next(kComparison));
        }
        return;
      }
      case kIfExp: {
        auto& c = e.as<IfExp>();
        Bracket bracket(*this, kTest < at_least);
        write(*c.body, next(kTest));
        put(" if ");
        write(*c.test, next(kTest));
        put(" else ");
        return write(*c.orelse, kTest);
      }
      case kLambda: {
        auto& l = e.as<Lambda>();
        Bracket bracket(*this, kTest < at_least);
        put("lambda");
        size_t before = out.size();
        put(" ");
        arguments(*l.args);
        if (out.size() == before + 1) out.pop_back();
        put(": ");
        return write(*l.body, kTest);
      }
      case kNamedExpr: {
        auto& n = e.as<NamedExpr>();
        put("(");
        write(*n.target, kAtom);
        put(" := ");
        write(*n.value, kTest);
        put(")");
        return;
      }
      case kListComp: return comprehension(e.as<Comp>(), '[', ']');
      case kSetComp:
      case kDictComp: return comprehension(e.as<Comp>(), '{', '}');
      case kGeneratorExp: return comprehension(e.as<Comp>(), '(', ')');
      case kAwait: {
        Bracket bracket(*this, kAwaited < at_least);
        put("await ");
        return write(*e.as<Await>().value, kAtom);
      }
      case kYield:
      case kYieldFrom: {
        Expr* value = e.kind == kYield ? e.as<Yield>().value : e.as<YieldFrom>().value;
        put(e.kind == kYield ? "(yield" : "(yield from");
        if (value != nullptr) {
          put(" ");
          write(*value, kTest);
        }
        put(")");
        return;
      }
      case kJoinedStr: {
        put("f");
        std::string text;
        format_parts(e.as<JoinedStr>(), text);
        put(str_text(text));
        return;
      }
      default: return;
    }
  }

 private:
  class Bracket {
   public:
    Bracket(Unparser& u, bool needed) : u_(u), needed_(needed) {
      if (needed_) u_.put("(");
    }
    ~Bracket() {
      if (needed_) u_.put(")");
    }
    Bracket(const Bracket&) = delete;
    Bracket& operator=(const Bracket&) = delete;

   private:
    Unparser& u_;
    bool needed_;
  };

  void put(std::string_view text) { out += text; }

  void items(std::span<Expr*> elts, bool trailing_comma) {
    for (size_t i = 0; i < elts.size(); ++i) {
      if (i > 0) put(", ");
      write(*elts[i], kTest);
    }
    if (trailing_comma) put(",");
  }

  void constant(const Constant& c) {
    switch (c.type) {
      case ConstantType::kNone: return put("None");
      case ConstantType::kTrue: return put("True");
      case ConstantType::kFalse: return put("False");
      case ConstantType::kEllipsis: return put("...");
      case ConstantType::kInt: return put(int_text(c));
      case ConstantType::kFloat: return put(float_text(c.number));
      case ConstantType::kImaginary: {
        std::string text = float_text(c.number);
        if (text.ends_with(".0")) text.resize(text.size() - 2);
        return put(text + "j");
      }
      case ConstantType::kStr: return put(str_text(c.text));
      case ConstantType::kBytes: return put(repr_bytes(c.text));
    }
  }

  void call(const Call& c) {
    write(*c.func, kAtom);
    if (c.args.size() == 1 && c.keywords.empty() && c.args[0]->kind == Kind::kGeneratorExp)
      return write(*c.args[0], kTest);
    put("(");
    items(c.args, false);
    bool first = c.args.empty();
    for (const Keyword* k : c.keywords) {
      if (!first) put(", ");
      first = false;
      if (k->arg.empty()) {
        put("**");
      } else {
        put(k->arg);
        put("=");
      }
      write(*k->value, kTest);
    }
    put(")");
  }

  void dict(const Dict& d) {
    put("{");
    for (size_t i = 0; i < d.keys.size(); ++i) {
      if (i > 0) put(", ");
      if (d.keys[i] == nullptr) {
        put("**");
        write(*d.values[i], kBitOr);
        continue;
      }
      write(*d.keys[i], kTest);
      put(": ");
      write(*d.values[i], kTest);
    }
    put("}");
  }

  void comprehension(const Comp& c, char open, char close) {
    out += open;
    write(*c.elt, kTest);
    if (c.value != nullptr) {
      put(": ");
      write(*c.value, kTest);
    }
    for (const Comprehension* g : c.generators) {
      put(g->is_async ? " async for " : " for ");
      write(*g->target, kTupleItems);
      put(" in ");
      write(*g->iter, next(kTest));
      for (const Expr* condition : g->ifs) {
        put(" if ");
        write(*condition, next(kTest));
      }
    }
    out += close;
  }

  void arguments(const Arguments& a) {
    bool first = true;
    auto comma = [&] {
      if (!first) put(", ");
      first = false;
    };
    size_t positional = a.posonlyargs.size() + a.args.size();
    for (size_t i = 0; i < positional; ++i) {
      bool only = i < a.posonlyargs.size();
      comma();
      put((only ? a.posonlyargs[i] : a.args[i - a.posonlyargs.size()])->arg);
      size_t without = positional - a.defaults.size();
      if (i >= without) {
        put("=");
        write(*a.defaults[i - without], kTest);
      }
      if (only && i + 1 == a.posonlyargs.size()) put(", /");
    }
    if (a.vararg != nullptr || !a.kwonlyargs.empty()) {
      comma();
      put("*");
      if (a.vararg != nullptr) put(a.vararg->arg);
    }
    for (size_t i = 0; i < a.kwonlyargs.size(); ++i) {
      comma();
      put(a.kwonlyargs[i]->arg);
      if (a.kw_defaults[i] == nullptr) continue;
      put("=");
      write(*a.kw_defaults[i], kTest);
    }
    if (a.kwarg != nullptr) {
      comma();
      put("**");
      put(a.kwarg->arg);
    }
  }

  void format_parts(const JoinedStr& s, std::string& text) {
    for (const Expr* part : s.values) {
      if (auto* constant = part->try_as<Constant>()) {
        for (char ch : constant->text) {
          text += ch;
          if (ch == '{' || ch == '}') text += ch;
        }
        continue;
      }
      auto& field = part->as<FormattedValue>();
      Unparser inner;
      inner.write(*field.value, next(kTest));
      text += inner.out.starts_with('{') ? "{ " : "{";
      text += inner.out;
      if (field.conversion >= 0) {
        text += '!';
        text += static_cast<char>(field.conversion);
      }
      if (field.format_spec != nullptr) {
        text += ':';
        format_parts(field.format_spec->as<JoinedStr>(), text);
      }
      text += '}';
    }
  }
};

}  // namespace

std::string unparse(const Expr& e) {
  Unparser unparser;
  unparser.write(e, kTest);
  return std::move(unparser.out);
}

}  // namespace gilt::ast
