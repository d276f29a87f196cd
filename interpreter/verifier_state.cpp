#include "interpreter/verifier_state.h"

#include "runtime/builtin_types.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt::verifier {

namespace {

bool may_be_unset(Kind kind) {
  return kind == Kind::kUnset || kind == Kind::kMaybeUnset || kind == Kind::kHandled;
}

bool is_exception_like(Kind kind) {
  return kind == Kind::kException || kind == Kind::kMaybeException;
}

bool is_tuple_like(Kind kind) {
  return kind == Kind::kTuple || kind == Kind::kNames || kind == Kind::kCells;
}

// Parts of a function on the stack, in the order of MakeFunctionFlags.
constexpr Kind kFunctionParts[] = {Kind::kTuple, Kind::kDict,  Kind::kValue,
                                   Kind::kCells, Kind::kTuple, Kind::kDict};

Kind function_part(uint64_t flags, int index) {
  for (int bit = 0; bit < 6; ++bit) {
    if (!(flags >> bit & 1)) continue;
    if (index-- == 0) return kFunctionParts[bit];
  }
  return Kind::kValue;
}

Known of_constant(Value v) {
  if (has_shape(v, kStrShape)) return {Kind::kStr, 0};
  if (!has_shape(v, kTupleShape)) return {Kind::kValue, 0};
  auto* tuple = v.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; ++i) {
    Value item = tuple->at(i);
    if (!has_shape(item, kStrShape) || !item.as<StrObject>()->has(kStrInterned))
      return {Kind::kTuple, 0};
  }
  return {Kind::kNames, 0};
}

}  // namespace

Known join(Known a, Known b) {
  if (a == b) return a;
  if (is_exception_like(a.kind) && is_exception_like(b.kind)) return {Kind::kMaybeException, 0};
  bool handled = a.kind == Kind::kHandled || b.kind == Kind::kHandled;
  Kind other = a.kind == Kind::kHandled ? b.kind : a.kind;
  if (handled && (other == Kind::kException || other == Kind::kUnset)) return {Kind::kHandled, 0};
  if (may_be_unset(a.kind) || may_be_unset(b.kind)) return {Kind::kMaybeUnset, 0};
  if (is_tuple_like(a.kind) && is_tuple_like(b.kind)) return {Kind::kTuple, 0};
  return {Kind::kValue, 0};
}

bool satisfies(Known known, Kind wanted) {
  if (known.kind == Kind::kDead) return false;
  switch (wanted) {
    case Kind::kMaybeUnset: return true;
    case Kind::kValue: return !may_be_unset(known.kind);
    case Kind::kTuple: return is_tuple_like(known.kind);
    case Kind::kMaybeException: return is_exception_like(known.kind);
    case Kind::kHandled:
      return known.kind == Kind::kHandled || known.kind == Kind::kException ||
             known.kind == Kind::kUnset;
    default: return known.kind == wanted;
  }
}

Kind expected(const CodeObject* code, uint32_t offset, int operand, int index) {
  Instr i = general_form(code->words[offset]);
  switch (op_of(i)) {
    // These hand a mark on, ask for it, or find it out by themselves.
    case Op::MOVE:
    case Op::DELETE_LOCAL:
    case Op::CLEAR:
    case Op::RELEASE:
    case Op::MAKE_CELL:
    case Op::JUMP_IF_UNSET: return Kind::kMaybeUnset;
    case Op::LOAD_CELL: return Kind::kCell;
    case Op::STORE_CELL:
    case Op::DELETE_CELL: return operand == 0 ? Kind::kCell : Kind::kValue;
    case Op::BUILD_STRING: return Kind::kStr;
    case Op::LIST_APPEND:
    case Op::LIST_EXTEND: return operand == 0 ? Kind::kList : Kind::kValue;
    case Op::LIST_TO_TUPLE: return Kind::kList;
    case Op::SET_ADD:
    case Op::SET_UPDATE: return operand == 0 ? Kind::kSet : Kind::kValue;
    case Op::MAP_SET:
    case Op::MAP_UPDATE:
    case Op::MAP_MERGE: return operand == 0 ? Kind::kDict : Kind::kValue;
    case Op::CALL_METHOD:
    case Op::CALL_METHOD_KW: return index == 1 ? Kind::kMaybeUnset : Kind::kValue;
    case Op::CALL_EX: return index == 2 ? Kind::kMaybeUnset : Kind::kValue;
    case Op::MAKE_FUNCTION: return function_part(code->words[offset + 1], index);
    case Op::IMPORT_NAME: return index == 0 ? Kind::kInt : Kind::kValue;
    case Op::MATCH_CLASS: return index == 2 ? Kind::kNames : Kind::kValue;
    case Op::MATCH_KEYS:
    case Op::MATCH_REST: return operand == 2 ? Kind::kTuple : Kind::kValue;
    case Op::WITH_EXCEPTION:
      if (operand == 2) return Kind::kException;
      return index == 1 ? Kind::kMaybeUnset : Kind::kValue;
    case Op::RERAISE:
    case Op::END_ASYNC_FOR:
    case Op::STOP_ITERATION_ERROR: return Kind::kException;
    case Op::LEAVE_HANDLER:
    case Op::UNWIND_HANDLER: return Kind::kHandled;
    case Op::MATCH_EXCEPTION: return operand == 1 ? Kind::kException : Kind::kValue;
    case Op::MATCH_EXCEPTION_GROUP: return operand == 1 ? Kind::kMaybeException : Kind::kValue;
    case Op::PREPARE_RERAISE_STAR: return operand == 1 ? Kind::kException : Kind::kList;
    default: break;
  }
  return checks_itself(op_of(i), operand) ? Kind::kMaybeUnset : Kind::kValue;
}

bool checks_itself(Op op, int operand) {
  switch (op) {
    case Op::LOAD_LOCAL:
    case Op::CHECK_LOCAL:
    case Op::LOAD_ATTR:
    case Op::LOAD_METHOD:
    case Op::GET_ITEM:
    case Op::GET_ITEM_I:
    case Op::GET_ITER:
    case Op::UNPACK:
    case Op::UNPACK_EX: return true;
    case Op::GET_SLICE: return operand == 1;
    default: break;
  }
  return (op >= Op::ADD && op <= Op::INVERT) || (op >= Op::LT && op <= Op::GE) ||
         (op >= Op::J_LT && op <= Op::JN_GE_I);
}

Known result_of(const CodeObject* code, uint32_t offset, const State& before, int index) {
  Instr i = code->words[offset];
  switch (op_of(i)) {
    case Op::MOVE: {
      Known moved = before[b_of(i)];
      return moved.is_live() ? moved : Known{Kind::kValue, 0};
    }
    case Op::LOAD_UNSET: return {Kind::kUnset, 0};
    case Op::LOAD_INT: return {Kind::kInt, 0};
    case Op::LOAD_CONST: return of_constant(code->constants[b_of(i)].peek());
    case Op::LOAD_CLOSURE: return {Kind::kCell, 0};
    case Op::LOAD_METHOD:
    case Op::LOAD_SUPER_METHOD:
    case Op::LOAD_SPECIAL: return {index == 0 ? Kind::kValue : Kind::kMaybeUnset, 0};
    case Op::BUILD_TUPLE: {
      uint32_t first = b_of(i), count = c_of(i);
      for (uint32_t k = 0; k < count; ++k)
        if (before[first + k].kind != Kind::kCell) return {Kind::kTuple, 0};
      return {Kind::kCells, static_cast<uint16_t>(count)};
    }
    case Op::LIST_TO_TUPLE: return {Kind::kTuple, 0};
    case Op::BUILD_LIST: return {Kind::kList, 0};
    case Op::BUILD_SET: return {Kind::kSet, 0};
    case Op::BUILD_MAP: return {Kind::kDict, 0};
    case Op::BUILD_STRING:
    case Op::FORMAT: return {Kind::kStr, 0};
    case Op::ENTER_HANDLER: return {index == 0 ? Kind::kHandled : Kind::kException, 0};
    case Op::MATCH_EXCEPTION_GROUP:
    case Op::PREPARE_RERAISE_STAR: return {Kind::kMaybeException, 0};
    default: return {Kind::kValue, 0};
  }
}

bool is_quiet(Op op) {
  switch (op) {
    case Op::NOP:
    case Op::MOVE:
    case Op::LOAD_CONST:
    case Op::LOAD_INT:
    case Op::LOAD_UNSET:
    case Op::CLEAR:
    case Op::RELEASE:
    case Op::JUMP:
    case Op::LEAVE_HANDLER:
    case Op::RETURN:
    case Op::RETURN_CONST: return true;
    default: return false;
  }
}

}  // namespace gilt::verifier
