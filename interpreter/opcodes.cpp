// The table that is made of opcodes.def, and what it cannot say in one word per operand.

#include "interpreter/code.h"

namespace gilt {

const OpInfo g_op_info[static_cast<int>(Op::kCount)] = {
#define GILT_OP(name, a, b, c, extra, text) {#name, Role::a, Role::b, Role::c, extra, text},
#include "interpreter/opcodes.def"
#undef GILT_OP
};

namespace {

int intrinsic_size(uint16_t number) {
  switch (static_cast<Intrinsic>(number)) {
    case Intrinsic::kTypeVar:
    case Intrinsic::kTypeVarTuple:
    case Intrinsic::kParamSpec:
    case Intrinsic::kSubscriptGeneric: return 1;
    case Intrinsic::kTypeVarWithBound:
    case Intrinsic::kTypeVarWithConstraints:
    case Intrinsic::kSetTypeParamDefault:
    case Intrinsic::kSetFunctionTypeParams: return 2;
    case Intrinsic::kTypeAlias: return 3;
  }
  return 0;
}

}  // namespace

int window_size(const Instr* pc) {
  Instr i = *pc;
  int count = c_of(i);
  switch (op_of(i)) {
    case Op::BUILD_TUPLE:
    case Op::BUILD_LIST:
    case Op::BUILD_SET:
    case Op::BUILD_STRING:
    case Op::BUILD_TEMPLATE: return count;
    case Op::BUILD_MAP: return 2 * count;
    case Op::CALL:
    case Op::CALL_KW: return count + 1;
    case Op::CALL_METHOD:
    case Op::CALL_METHOD_KW: return count + 2;
    case Op::BUILD_SLICE:
    case Op::CALL_EX:
    case Op::LOAD_SUPER_ATTR:
    case Op::LOAD_SUPER_METHOD:
    case Op::MATCH_CLASS: return 3;
    case Op::BUILD_INTERPOLATION: return 4;
    case Op::MAKE_FUNCTION: return __builtin_popcount(static_cast<uint32_t>(pc[1]));
    case Op::INTRINSIC: return intrinsic_size(c_of(i));
    default: return 2;  // GET_SLICE's bounds, IMPORT_NAME's level and names
  }
}

int made_size(const Instr* pc) {
  int count = c_of(*pc);
  switch (op_of(*pc)) {
    case Op::UNPACK: return count;
    case Op::UNPACK_EX: return (count & 0xff) + (count >> 8) + 1;
    default: return 2;  // a method and its self, what a handler begins with ...
  }
}

}  // namespace gilt
