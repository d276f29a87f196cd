// _operator: the language's operators as functions. itemgetter and its like are in
// operator_getters.cpp.
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "stdlib/operator_getters.h"

namespace gilt {
namespace {

template <BinaryOp kOp>
Ref binary(Thread& t, Args args) {
  return binary_operation(t, kOp, args[0], args[1]);
}

template <BinaryOp kOp>
Ref inplace(Thread& t, Args args) {
  return inplace_operation(t, kOp, args[0], args[1]);
}

template <UnaryOp kOp>
Ref unary(Thread& t, Args args) {
  return unary_operation(t, kOp, args[0]);
}

template <CompareOp kOp>
Ref comparison(Thread& t, Args args) {
  return compare(t, kOp, args[0], args[1]);
}

Ref op_pow(Thread& t, Args args) {
  return power(t, args[0], args[1], kNone);
}

Ref op_not(Thread& t, Args args) {
  GILT_TRY(bool is_true, truth(t, args[0]));
  return Ref::boolean(!is_true);
}

Ref op_truth(Thread& t, Args args) {
  GILT_TRY(bool is_true, truth(t, args[0]));
  return Ref::boolean(is_true);
}

Ref op_is(Thread&, Args args) {
  return Ref::boolean(same(args[0], args[1]));
}
Ref op_is_not(Thread&, Args args) {
  return Ref::boolean(!same(args[0], args[1]));
}
Ref op_is_none(Thread&, Args args) {
  return Ref::boolean(args[0].is_none());
}
Ref op_is_not_none(Thread&, Args args) {
  return Ref::boolean(!args[0].is_none());
}

Ref op_index(Thread& t, Args args) {
  return to_index(t, args[0]);
}

Ref op_contains(Thread& t, Args args) {
  GILT_TRY(bool found, contains(t, args[0], args[1]));
  return Ref::boolean(found);
}

Ref op_getitem(Thread& t, Args args) {
  return get_item(t, args[0], args[1]);
}

Ref op_setitem(Thread& t, Args args) {
  GILT_CHECK(set_item(t, args[0], args[1], args[2]));
  return Ref::none();
}

Ref op_delitem(Thread& t, Args args) {
  GILT_CHECK(delete_item(t, args[0], args[1]));
  return Ref::none();
}

bool check_sequence(Thread& t, Value v) {
  if (type_of(v)->slots.get_item && !type_of(v)->is(kTypeIsDict)) return true;
  return fail(t, type_error_type, "'{}' object can't be concatenated", type_name(v));
}

Ref op_concat(Thread& t, Args args) {
  GILT_CHECK(check_sequence(t, args[0]));
  return binary_operation(t, BinaryOp::kAdd, args[0], args[1]);
}

Ref op_iconcat(Thread& t, Args args) {
  GILT_CHECK(check_sequence(t, args[0]));
  return inplace_operation(t, BinaryOp::kAdd, args[0], args[1]);
}

// What CPython says of the argument of a search.
bool check_iterable(Thread& t, Value v) {
  const TypeSlots& slots = type_of(v)->slots;
  if (slots.iter || slots.get_item) return true;
  return fail(t, type_error_type, "argument of type '{}' is not iterable", type_name(v));
}

Ref op_count_of(Thread& t, Args args) {
  GILT_CHECK(check_iterable(t, args[0]));
  int64_t count = 0;
  GILT_CHECK(for_each(t, args[0], [&](Ref item) -> bool {
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    count += is_equal;
    return true;
  }));
  return int_from(t, count);
}

Ref op_index_of(Thread& t, Args args) {
  GILT_CHECK(check_iterable(t, args[0]));
  GILT_TRY(Ref iterator, get_iter(t, args[0]));
  for (int64_t i = 0;; ++i) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return fail(t, value_error_type, "sequence.index(x): x not in sequence");
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    if (is_equal) return int_from(t, i);
  }
}

Ref op_length_hint(Thread& t, Args args) {
  GILT_TRY(int64_t otherwise, to_int64(t, args[1]));
  GILT_TRY(int64_t hint, length_hint(t, args[0], otherwise));
  return int_from(t, hint);
}

Ref op_call(Thread& t, CallArgs args) {
  if (args.positional == 0)
    return fail(t, type_error_type, "call expected at least 1 argument, got 0");
  return call(t, args[0], CallArgs{args.values + 1, args.positional - 1, args.kwnames});
}

constexpr char kBinary[] = "(a, b, /)";
constexpr char kUnary[] = "(a, /)";

constexpr NativeDef kFunctions[] = {
    {"lt", comparison<CompareOp::kLt>, kBinary, "Same as a < b."},
    {"le", comparison<CompareOp::kLe>, kBinary, "Same as a <= b."},
    {"eq", comparison<CompareOp::kEq>, kBinary, "Same as a == b."},
    {"ne", comparison<CompareOp::kNe>, kBinary, "Same as a != b."},
    {"gt", comparison<CompareOp::kGt>, kBinary, "Same as a > b."},
    {"ge", comparison<CompareOp::kGe>, kBinary, "Same as a >= b."},
    {"add", binary<BinaryOp::kAdd>, kBinary, "Same as a + b."},
    {"sub", binary<BinaryOp::kSub>, kBinary, "Same as a - b."},
    {"mul", binary<BinaryOp::kMul>, kBinary, "Same as a * b."},
    {"matmul", binary<BinaryOp::kMatMul>, kBinary, "Same as a @ b."},
    {"truediv", binary<BinaryOp::kTrueDiv>, kBinary, "Same as a / b."},
    {"floordiv", binary<BinaryOp::kFloorDiv>, kBinary, "Same as a // b."},
    {"mod", binary<BinaryOp::kMod>, kBinary, "Same as a % b."},
    {"lshift", binary<BinaryOp::kLShift>, kBinary, "Same as a << b."},
    {"rshift", binary<BinaryOp::kRShift>, kBinary, "Same as a >> b."},
    {"and_", binary<BinaryOp::kAnd>, kBinary, "Same as a & b."},
    {"or_", binary<BinaryOp::kOr>, kBinary, "Same as a | b."},
    {"xor", binary<BinaryOp::kXor>, kBinary, "Same as a ^ b."},
    {"pow", op_pow, kBinary, "Same as a ** b."},
    {"iadd", inplace<BinaryOp::kAdd>, kBinary, "Same as a += b."},
    {"isub", inplace<BinaryOp::kSub>, kBinary, "Same as a -= b."},
    {"imul", inplace<BinaryOp::kMul>, kBinary, "Same as a *= b."},
    {"imatmul", inplace<BinaryOp::kMatMul>, kBinary, "Same as a @= b."},
    {"itruediv", inplace<BinaryOp::kTrueDiv>, kBinary, "Same as a /= b."},
    {"ifloordiv", inplace<BinaryOp::kFloorDiv>, kBinary, "Same as a //= b."},
    {"imod", inplace<BinaryOp::kMod>, kBinary, "Same as a %= b."},
    {"ilshift", inplace<BinaryOp::kLShift>, kBinary, "Same as a <<= b."},
    {"irshift", inplace<BinaryOp::kRShift>, kBinary, "Same as a >>= b."},
    {"iand", inplace<BinaryOp::kAnd>, kBinary, "Same as a &= b."},
    {"ior", inplace<BinaryOp::kOr>, kBinary, "Same as a |= b."},
    {"ixor", inplace<BinaryOp::kXor>, kBinary, "Same as a ^= b."},
    {"ipow", inplace<BinaryOp::kPow>, kBinary, "Same as a **= b."},
    {"neg", unary<UnaryOp::kNeg>, kUnary, "Same as -a."},
    {"pos", unary<UnaryOp::kPos>, kUnary, "Same as +a."},
    {"abs", unary<UnaryOp::kAbs>, kUnary, "Same as abs(a)."},
    {"inv", unary<UnaryOp::kInvert>, kUnary, "Same as ~a."},
    {"invert", unary<UnaryOp::kInvert>, kUnary, "Same as ~a."},
    {"not_", op_not, kUnary, "Same as not a."},
    {"truth", op_truth, kUnary, "Return True if a is true, False otherwise."},
    {"is_", op_is, kBinary, "Same as a is b."},
    {"is_not", op_is_not, kBinary, "Same as a is not b."},
    {"is_none", op_is_none, kUnary, "Same as a is None."},
    {"is_not_none", op_is_not_none, kUnary, "Same as a is not None."},
    {"index", op_index, kUnary, "Same as a.__index__()"},
    {"contains", op_contains, kBinary, "Same as b in a (note reversed operands)."},
    {"getitem", op_getitem, kBinary, "Same as a[b]."},
    {"setitem", op_setitem, "(a, b, c, /)", "Same as a[b] = c."},
    {"delitem", op_delitem, kBinary, "Same as del a[b]."},
    {"concat", op_concat, kBinary, "Same as a + b, for a and b sequences."},
    {"iconcat", op_iconcat, kBinary, "Same as a += b, for a and b sequences."},
    {"countOf", op_count_of, kBinary,
     "Return the number of items in a which are, or which equal, b."},
    {"indexOf", op_index_of, kBinary, "Return the first index of b in a."},
    {"length_hint", op_length_hint, "(obj, default=0, /)",
     "Return an estimate of the number of items in obj.\n\n"
     "This is useful for presizing containers when building from an iterable."},
    {"call", nullptr, "(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).",
     NativeKind::kFunction, op_call},
};

// Every operator is there under its method's name too.
constexpr const char* kWithDunder[] = {
    "lt",        "le",      "eq",      "ne",       "gt",      "ge",     "add",     "sub",
    "mul",       "matmul",  "truediv", "floordiv", "mod",     "lshift", "rshift",  "and_",
    "or_",       "xor",     "pow",     "iadd",     "isub",    "imul",   "imatmul", "itruediv",
    "ifloordiv", "imod",    "ilshift", "irshift",  "iand",    "ior",    "ixor",    "ipow",
    "neg",       "pos",     "abs",     "inv",      "invert",  "not_",   "index",   "contains",
    "getitem",   "setitem", "delitem", "concat",   "iconcat", "call"};

bool init(Thread& t, ModuleObject* module) {
  for (const char* name : kWithDunder) {
    std::string dunder(name);
    if (dunder.back() == '_') dunder.pop_back();
    dunder.insert(0, "__").append("__");
    GILT_CHECK(
        module_set(t, module, dunder, Ref::copy(dict_get_name(module_dict(module), intern(name)))));
  }
  return module_set(t, module, "itemgetter", Ref::copy(to_value(item_getter_type()))) &&
         module_set(t, module, "attrgetter", Ref::copy(to_value(attr_getter_type()))) &&
         module_set(t, module, "methodcaller", Ref::copy(to_value(method_caller_type())));
}

constexpr char kDoc[] =
    "Operator interface.\n\n"
    "This module exports a set of functions corresponding to the intrinsic\n"
    "operators of Python.  For example, operator.add(x, y) is equivalent to the\n"
    "expression x+y.";

constexpr ModuleDef kModule{"_operator", kDoc, kFunctions, init};

}  // namespace

void register_operator_module() {
  register_native_module(kModule);
}

}  // namespace gilt
