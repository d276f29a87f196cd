// Names: globals by their cells, closures, class bodies.
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/ever_shared.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// Two loads: the cell, the value. Unset: deleted, not yet there, or not linked yet.
GILT_HANDLER(LOAD_GLOBAL) {
  Value v = load_link(cells + b_of(instr))->value.peek();
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_load_global);
  v = to_register(v);
  GILT_WRITE(v);
}

GILT_DECLARE(STORE_GLOBAL_shared)
GILT_HANDLER(STORE_GLOBAL) {
  GlobalCellObject* cell = load_link(cells + b_of(instr));
  Value old = cell->value.peek();
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_store_global);
  if (something_is_shared()) [[unlikely]]
    GILT_AT(STORE_GLOBAL_shared);
  Value v = GILT_A;
  if (!(instr & kConsumeABit)) v = to_unshared_heap(v);
  cell->value.set_word(v);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_LABEL(STORE_GLOBAL_shared) {
  // Another thread may have changed the link since the look at it above, and what an unlinked name
  // is linked to is nobody's to write.
  GlobalCellObject* cell = load_link(cells + b_of(instr));
  Value v = GILT_A, before = cell->value.peek();
  if (before.is_unset() || stores_need_help(cell, v)) [[unlikely]]
    GILT_SLOW(slow_store_global);
  if (!v.is_object()) {
    PostponedStore& last = t->postponed;
    bool contended = last.cell == cell && last.word.bits() != before.bits();
    last.cell = cell;
    last.word = v;
    if (contended && !before.is_object() && dispatch == &g_plain_handlers) {
      dispatch = &g_postponing_handlers;
      last.jumps = 0;
      GILT_NEXT();
    }
  }
  v = instr & kConsumeABit ? owned_to_heap(v) : to_heap(v);
  Value old = cell->value.exchange_word_inline(cell, v);
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
  v = to_register(v);
  GILT_WRITE(v);
}

GILT_DECLARE(STORE_CELL_shared)
GILT_HANDLER(STORE_CELL) {
  if (something_is_shared()) [[unlikely]]
    GILT_AT(STORE_CELL_shared);
  auto* cell = GILT_A.as<CellObject>();
  Value v = GILT_B;
  if (!(instr & kConsumeBBit)) v = to_unshared_heap(v);
  Value old = cell->content.peek();
  cell->content.set_word(v);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_LABEL(STORE_CELL_shared) {
  auto* cell = GILT_A.as<CellObject>();
  Value v = GILT_B;
  if (stores_need_help(cell, v)) [[unlikely]]
    GILT_SLOW(slow_store_cell);
  v = instr & kConsumeBBit ? owned_to_heap(v) : to_heap(v);
  Value old = cell->content.exchange_word_inline(cell, v);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(DELETE_CELL) {
  auto* cell = GILT_A.as<CellObject>();
  Value old = cell->content.exchange_word_inline(cell, kUnset);
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_cell);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(LOAD_FREE) {
  Slot& cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)];
  Value v = cell.peek().as<CellObject>()->content.peek();
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_free);
  v = to_register(v);
  GILT_WRITE(v);
}

GILT_DECLARE(STORE_FREE_shared)
GILT_HANDLER(STORE_FREE) {
  if (something_is_shared()) [[unlikely]]
    GILT_AT(STORE_FREE_shared);
  auto* cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)].peek().as<CellObject>();
  Value v = GILT_A;
  if (!(instr & kConsumeABit)) v = to_unshared_heap(v);
  Value old = cell->content.peek();
  cell->content.set_word(v);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_LABEL(STORE_FREE_shared) {
  auto* cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)].peek().as<CellObject>();
  Value v = GILT_A;
  if (stores_need_help(cell, v)) [[unlikely]]
    GILT_SLOW(slow_store_free);
  v = instr & kConsumeABit ? owned_to_heap(v) : to_heap(v);
  Value old = cell->content.exchange_word_inline(cell, v);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(DELETE_FREE) {
  auto* cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)].peek().as<CellObject>();
  Value old = cell->content.exchange_word_inline(cell, kUnset);
  if (old.is_unset()) [[unlikely]]
    GILT_SLOW(slow_unbound_free);
  GILT_DROP_NEXT_WORDS(old, 1);
}

GILT_HANDLER(LOAD_CLOSURE) {
  Value cell = regs[-1].as<FunctionObject>()->closure[b_of(instr)].peek();
  cell = to_register(cell);
  GILT_WRITE(cell);
}

GILT_OPS_END
#endif
