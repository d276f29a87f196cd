// Names: globals by their cells, closures, class bodies.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// Two loads: the cell, the value. Unset: deleted, not yet there, or not linked yet.
GILT_HANDLER(LOAD_GLOBAL) {
  Value v = cells[b_of(instr)]->value.peek();
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_load_global);
  retain(v);
  GILT_WRITE(v);
}

GILT_HANDLER(STORE_GLOBAL) {
  GlobalCellObject* cell = cells[b_of(instr)];
  Value old = cell->value.peek();
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_store_global);
  Value v = GILT_A;
  if (!(instr & kConsumeABit)) retain(v);
  cell->value.word() = v;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(DELETE_GLOBAL) {
  GILT_SLOW(slow_delete_global);
}

GILT_HANDLER(LOAD_NAME) {
  GILT_SLOW(slow_load_name);
}
GILT_HANDLER(STORE_NAME) {
  GILT_SLOW(slow_store_name);
}
GILT_HANDLER(DELETE_NAME) {
  GILT_SLOW(slow_delete_name);
}
GILT_HANDLER(LOAD_NAME_OR_FREE) {
  GILT_SLOW(slow_load_name_or_free);
}
GILT_HANDLER(LOAD_NAMESPACE) {
  GILT_SLOW(slow_load_namespace);
}
GILT_HANDLER(LOAD_MAPPING_OR_GLOBAL) {
  GILT_SLOW(slow_load_mapping_or_global);
}
GILT_HANDLER(LOAD_MAPPING_OR_FREE) {
  GILT_SLOW(slow_load_mapping_or_free);
}

GILT_HANDLER(MAKE_CELL) {
  GILT_SLOW(slow_make_cell);
}

GILT_HANDLER(LOAD_CELL) {
  Value v = GILT_B.as<CellObject>()->content.peek();
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_cell);
  retain(v);
  GILT_WRITE(v);
}

GILT_HANDLER(STORE_CELL) {
  Slot& content = GILT_A.as<CellObject>()->content;
  Value v = GILT_B;
  if (!(instr & kConsumeBBit)) retain(v);
  Value old = content.peek();
  content.word() = v;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(DELETE_CELL) {
  Slot& content = GILT_A.as<CellObject>()->content;
  Value old = content.peek();
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_cell);
  content.word() = kUnset;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(LOAD_FREE) {
  Slot& cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)];
  Value v = cell.peek().as<CellObject>()->content.peek();
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_free);
  retain(v);
  GILT_WRITE(v);
}

GILT_HANDLER(STORE_FREE) {
  Slot& cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)];
  Slot& content = cell.peek().as<CellObject>()->content;
  Value v = GILT_A;
  if (!(instr & kConsumeABit)) retain(v);
  Value old = content.peek();
  content.word() = v;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(DELETE_FREE) {
  Slot& cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)];
  Slot& content = cell.peek().as<CellObject>()->content;
  Value old = content.peek();
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_free);
  content.word() = kUnset;
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(LOAD_CLOSURE) {
  Value cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)].peek();
  retain(cell);
  GILT_WRITE(cell);
}

GILT_OPS_END
#endif
