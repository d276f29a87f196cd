// Building and unpacking containers and text.
#include "interpreter/ops.h"
#include "interpreter/slow.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(BUILD_TUPLE) {
  GILT_SLOW(slow_build_tuple);
}
GILT_HANDLER(BUILD_LIST) {
  GILT_SLOW(slow_build_list);
}
GILT_HANDLER(BUILD_SET) {
  GILT_SLOW(slow_build_set);
}
GILT_HANDLER(BUILD_MAP) {
  GILT_SLOW(slow_build_map);
}
GILT_HANDLER(BUILD_STRING) {
  GILT_SLOW(slow_build_string);
}
GILT_HANDLER(FORMAT) {
  GILT_SLOW_WORDS(slow_format, 2);
}

GILT_HANDLER(LIST_APPEND) {
  auto* list = GILT_A.as<ListObject>();
  Value v = GILT_B;
  if (is_shared(list)) [[unlikely]]
    GILT_SLOW(slow_list_append);
  int64_t size = list->size;
  if (size == list->capacity) [[unlikely]]
    GILT_SLOW(slow_list_append);
  v = instr & kConsumeBBit ? owned_to_heap(v) : to_heap(v);
  list->items[size].set_word(v);
  list->size = size + 1;
  GILT_NEXT();
}

GILT_HANDLER(LIST_EXTEND) {
  GILT_SLOW(slow_list_extend);
}
GILT_HANDLER(LIST_TO_TUPLE) {
  GILT_SLOW(slow_list_to_tuple);
}
GILT_HANDLER(SET_ADD) {
  GILT_SLOW(slow_set_add);
}
GILT_HANDLER(SET_UPDATE) {
  GILT_SLOW(slow_set_update);
}
GILT_HANDLER(MAP_SET) {
  GILT_SLOW(slow_map_set);
}
GILT_HANDLER(MAP_UPDATE) {
  GILT_SLOW(slow_map_update);
}
GILT_HANDLER(MAP_MERGE) {
  GILT_SLOW(slow_map_merge);
}
GILT_HANDLER(BUILD_TEMPLATE) {
  GILT_SLOW(slow_build_template);
}
GILT_HANDLER(BUILD_INTERPOLATION) {
  GILT_SLOW(slow_build_interpolation);
}

// A pair is what is unpacked most.
GILT_HANDLER(UNPACK) {
  Value b = GILT_B;
  if (!has_shape(b, kTupleShape) || c_of(instr) != 2) [[unlikely]]
    GILT_SLOW(slow_unpack);
  auto* tuple = b.as<TupleObject>();
  if (tuple->size != 2) [[unlikely]]
    GILT_SLOW(slow_unpack);
  Value first = tuple->items()[0].peek(), second = tuple->items()[1].peek();
  first = to_register(first);
  second = to_register(second);
  Value* to = &GILT_A;
  to[1] = first;
  to[0] = second;
  if (instr & kConsumeBBit) GILT_DROP_NEXT_WORDS(b, 1);
  GILT_NEXT();
}
GILT_HANDLER(UNPACK_EX) {
  GILT_SLOW(slow_unpack_ex);
}

GILT_OPS_END
#endif
