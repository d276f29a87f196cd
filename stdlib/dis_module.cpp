// Module _dis: listings of bytecode, for dis.py.
#include "interpreter/code.h"
#include "interpreter/disassemble.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

CodeObject* code_argument(Thread& t, Value v) {
  if (has_shape(v, kCodeShape)) return v.as<CodeObject>();
  return fail(t, type_error_type, "expected a code object, not {}", type_name(v));
}

Ref listing(Thread& t, Args args) {
  GILT_TRY(CodeObject * code, code_argument(t, args[0]));
  GILT_TRY(bool nested, truth(t, args[1]));
  return str_new(t, disassemble(code, nested));
}

// (opname, opcode, operands as text, offset, line) of each instruction.
Ref instructions(Thread& t, Args args) {
  GILT_TRY(CodeObject * code, code_argument(t, args[0]));
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (uint32_t at = 0; at < code->word_count;) {
    Instr word = code->words[at];
    const OpInfo& info = info_of(word);
    GILT_TRY(RefOf<StrObject> operands, str_new(t, disassemble_operands(code, at)));
    const PositionEntry* position = position_at(code, code->words + at);
    Value line = position == nullptr ? kNone : Value::integer(position->line);
    GILT_TRY(RefOf<TupleObject> row, tuple_of(t, {to_value(intern(info.name)),
                                                  Value::integer(static_cast<int>(op_of(word))),
                                                  operands.value(), Value::integer(at), line}));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
    at += 1u + info.extra;
  }
  return list;
}

// (name, meaning) of each opcode, in the order of their numbers.
Ref opcodes(Thread& t, Args) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const OpInfo& info : g_op_info) {
    GILT_TRY(RefOf<StrObject> text, str_new(t, info.text));
    GILT_TRY(RefOf<TupleObject> row, tuple_of(t, {to_value(intern(info.name)), text.value()}));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  return list;
}

const NativeDef kFunctions[] = {
    {"listing", listing, "(code, nested=True, /)",
     "The bytecode of a code object, and of those in it, as text."},
    {"instructions", instructions, "(code, /)",
     "A list of (opname, opcode, operands, offset, line)."},
    {"opcodes", opcodes, "()", "A list of (name, meaning), in the order of the opcodes."},
};

const ModuleDef kModule = {"_dis", "Listings of bytecode.", kFunctions, nullptr};

}  // namespace

void register_dis_module() {
  register_native_module(kModule);
}

}  // namespace gilt
