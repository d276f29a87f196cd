// Items of containers: lists and tuples by integers inline, everything else in slow_item.cpp.
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/brief_lock.h"
#include "runtime/ever_shared.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_DECLARE(GET_ITEM_other)
GILT_HANDLER(GET_ITEM) {
  Value b = GILT_B;
  if (!has_shape(b, kListShape)) [[unlikely]]
    GILT_AT(GET_ITEM_other);
  Value c = GILT_C;
  if (!c.is_int()) [[unlikely]]
    GILT_AT(GET_ITEM_other);
  auto* list = b.as<ListObject>();
  int64_t i = c.as_int();
  int64_t size = list->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]]
    GILT_SLOW(slow_get_item);
  Value item = list->items[i].peek();
  item = to_register(item);
  GILT_WRITE_USED_WORDS(item, b, kConsumeBBit, 1);
}

GILT_LABEL(GET_ITEM_other) {
  Value b = GILT_B;
  if (!has_shape(b, kTupleShape)) GILT_SLOW(slow_get_item);
  Value c = GILT_C;
  if (!c.is_int()) GILT_SLOW(slow_get_item);
  auto* tuple = b.as<TupleObject>();
  int64_t i = c.as_int();
  int64_t size = tuple->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]]
    GILT_SLOW(slow_get_item);
  Value item = tuple->items()[i].peek();
  item = to_register(item);
  GILT_WRITE_USED_WORDS(item, b, kConsumeBBit, 1);
}

GILT_DECLARE(GET_ITEM_I_other)
GILT_HANDLER(GET_ITEM_I) {
  Value b = GILT_B;
  if (!has_shape(b, kListShape)) [[unlikely]]
    GILT_AT(GET_ITEM_I_other);
  auto* list = b.as<ListObject>();
  int64_t i = signed_c_of(instr);
  int64_t size = list->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]]
    GILT_SLOW(slow_get_item);
  Value item = list->items[i].peek();
  item = to_register(item);
  GILT_WRITE_USED_WORDS(item, b, kConsumeBBit, 1);
}

GILT_LABEL(GET_ITEM_I_other) {
  Value b = GILT_B;
  if (!has_shape(b, kTupleShape)) GILT_SLOW(slow_get_item);
  auto* tuple = b.as<TupleObject>();
  int64_t i = signed_c_of(instr);
  int64_t size = tuple->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]]
    GILT_SLOW(slow_get_item);
  Value item = tuple->items()[i].peek();
  item = to_register(item);
  GILT_WRITE_USED_WORDS(item, b, kConsumeBBit, 1);
}

GILT_DECLARE(SET_ITEM_shared)
GILT_HANDLER(SET_ITEM) {
  Value a = GILT_A;
  if (!has_shape(a, kListShape)) [[unlikely]]
    GILT_SLOW(slow_set_item);
  Value b = GILT_B;
  if (!b.is_int()) [[unlikely]]
    GILT_SLOW(slow_set_item);
  auto* list = a.as<ListObject>();
  int64_t i = b.as_int();
  int64_t size = list->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]]
    GILT_SLOW(slow_set_item);
  Value v = GILT_C;
  if (something_is_shared()) [[unlikely]] {
    if (is_shared(list)) GILT_AT(SET_ITEM_shared);
    v = instr & kConsumeCBit ? owned_to_heap(v) : to_heap(v);
  } else if (!(instr & kConsumeCBit)) {
    v = to_unshared_heap(v);
  }
  Value old = list->items[i].peek();
  list->items[i].set_word(v);
  if ((instr & kConsumeABit) && a.is_counted()) {
    Object* object = counted_object(a);
    if (drop_count(object)) [[unlikely]]
      GILT_DIED_AND(object, old, 1);
  }
  GILT_DROP_NEXT_WORDS(old, 1);
}

// An exchange of the word alone would do if nobody moved items meanwhile: whoever grows the list or
// inserts copies words, and one that was exchanged behind its back would be lost or counted twice.
GILT_LABEL(SET_ITEM_shared) {
  Value a = GILT_A, v = GILT_C;
  auto* list = a.as<ListObject>();
  if (is_private(v)) publish(v);
  if (!lock_briefly(list)) GILT_SLOW(slow_set_item);
  int64_t i = GILT_B.as_int();
  int64_t size = list->size;
  if (i < 0) i += size;
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(size)) [[unlikely]] {
    unlock_briefly(list);
    GILT_SLOW(slow_set_item);
  }
  v = instr & kConsumeCBit ? owned_to_heap(v) : to_heap(v);
  Value old = list->items[i].peek();
  list->items[i].set_word(v);
  unlock_briefly(list);
  frame->pc = pc;
  release(old);
  if (instr & kConsumeABit) release(a);
  GILT_SYNC();
  GILT_NEXT();
}

GILT_HANDLER(DELETE_ITEM) {
  GILT_SLOW(slow_delete_item);
}
GILT_HANDLER(GET_SLICE) {
  GILT_SLOW(slow_get_slice);
}
GILT_HANDLER(BUILD_SLICE) {
  GILT_SLOW(slow_build_slice);
}

GILT_OPS_END
#endif
