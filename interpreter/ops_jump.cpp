// Jumps and loops.
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/list_iterator.h"
#include "runtime/range.h"
#include "runtime/str_iterator.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

GILT_HANDLER(JUMP) {
  GILT_NEXT_WORDS(1 + bc_of(instr));
}

GILT_HANDLER(JUMP_BACK) {
  GILT_JUMP_TO(pc + 1 + bc_of(instr));
}

GILT_HANDLER(JUMP_IF) {
  Value a = GILT_A;
  if (a.is_true()) GILT_JUMP_TO(pc + 1 + bc_of(instr));
  if (a.is_false() || a.is_none()) GILT_NEXT();
  if (a.is_int()) {
    if (a.bits() != 0) GILT_JUMP_TO(pc + 1 + bc_of(instr));
    GILT_NEXT();
  }
  GILT_GO(slow_jump_if);
}

GILT_HANDLER(JUMP_IF_NOT) {
  Value a = GILT_A;
  if (a.is_true()) GILT_NEXT();
  if (a.is_false() || a.is_none()) GILT_NEXT_WORDS(1 + bc_of(instr));
  if (a.is_int()) {
    if (a.bits() == 0) GILT_NEXT_WORDS(1 + bc_of(instr));
    GILT_NEXT();
  }
  GILT_GO(slow_jump_if);
}

GILT_HANDLER(JUMP_IF_NONE) {
  Value a = GILT_A;
  if (a.is_none()) GILT_NEXT_WORDS(1 + bc_of(instr));
  if (instr & kConsumeABit) GILT_DROP_NEXT_WORDS(a, 1);
  GILT_NEXT();
}

GILT_HANDLER(JUMP_IF_NOT_NONE) {
  Value a = GILT_A;
  if (a.is_none()) GILT_NEXT();
  if (t->safepoint.load(std::memory_order_relaxed) != 0) [[unlikely]]
    GILT_GO(slow_jump_if_not_none);
  if (instr & kConsumeABit) GILT_DROP_NEXT_WORDS(a, 1 + bc_of(instr));
  GILT_NEXT_WORDS(1 + bc_of(instr));
}

GILT_HANDLER(JUMP_IF_UNSET) {
  if (GILT_A.is_unset()) GILT_NEXT_WORDS(1 + bc_of(instr));
  GILT_NEXT();
}

// -- a comparison and a jump. Both ways end in a dispatch of their own, so that the processor
// learns
//    them apart. --

#define GILT_COMPARE_JUMP(NAME, sign)                                                  \
  GILT_DECLARE(J_##NAME##_other)                                                       \
  GILT_DECLARE(JN_##NAME##_other)                                                      \
  GILT_HANDLER(J_##NAME) {                                                             \
    Value a = GILT_A, b = GILT_B;                                                      \
    if (!both_int(a, b)) [[unlikely]]                                                  \
      GILT_AT(J_##NAME##_other);                                                       \
    if (signed_bits(a) sign signed_bits(b)) GILT_JUMP_TO(pc + 1 + signed_c_of(instr)); \
    GILT_NEXT();                                                                       \
  }                                                                                    \
  GILT_LABEL(J_##NAME##_other) {                                                       \
    double x, y;                                                                       \
    if (as_exact_doubles(GILT_A, GILT_B, x, y)) [[likely]] {                           \
      if (x sign y) GILT_JUMP_TO(pc + 1 + signed_c_of(instr));                         \
      GILT_NEXT();                                                                     \
    }                                                                                  \
    GILT_GO(slow_compare_jump);                                                        \
  }                                                                                    \
  GILT_HANDLER(JN_##NAME) {                                                            \
    Value a = GILT_A, b = GILT_B;                                                      \
    if (!both_int(a, b)) [[unlikely]]                                                  \
      GILT_AT(JN_##NAME##_other);                                                      \
    if (signed_bits(a) sign signed_bits(b)) GILT_NEXT();                               \
    GILT_NEXT_WORDS(1 + signed_c_of(instr));                                           \
  }                                                                                    \
  GILT_LABEL(JN_##NAME##_other) {                                                      \
    double x, y;                                                                       \
    if (as_exact_doubles(GILT_A, GILT_B, x, y)) [[likely]] {                           \
      if (x sign y) GILT_NEXT();                                                       \
      GILT_NEXT_WORDS(1 + signed_c_of(instr));                                         \
    }                                                                                  \
    GILT_GO(slow_compare_jump);                                                        \
  }                                                                                    \
  GILT_HANDLER(J_##NAME##_I) {                                                         \
    Value a = GILT_A;                                                                  \
    if (!a.is_int()) [[unlikely]]                                                      \
      GILT_GO(slow_compare_jump);                                                      \
    if (signed_bits(a) sign int64_t{signed_b_of(instr)} * 4)                           \
      GILT_JUMP_TO(pc + 1 + signed_c_of(instr));                                       \
    GILT_NEXT();                                                                       \
  }                                                                                    \
  GILT_HANDLER(JN_##NAME##_I) {                                                        \
    Value a = GILT_A;                                                                  \
    if (!a.is_int()) [[unlikely]]                                                      \
      GILT_GO(slow_compare_jump);                                                      \
    if (signed_bits(a) sign int64_t{signed_b_of(instr)} * 4) GILT_NEXT();              \
    GILT_NEXT_WORDS(1 + signed_c_of(instr));                                           \
  }

GILT_COMPARE_JUMP(LT, <)
GILT_COMPARE_JUMP(LE, <=)
GILT_COMPARE_JUMP(EQ, ==)
GILT_COMPARE_JUMP(NE, !=)
GILT_COMPARE_JUMP(GT, >)
GILT_COMPARE_JUMP(GE, >=)
#undef GILT_COMPARE_JUMP

// -- loops --

GILT_HANDLER(GET_ITER) {
  GILT_SLOW(slow_get_iter);
}

GILT_HANDLER(FOR_ITER) {
  GILT_GO(slow_for_iter);
}

GILT_HANDLER(FOR_RANGE) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kRangeIteratorShape)) [[unlikely]]
    GILT_GO(slow_for_iter);
  auto* range = iterator.as<RangeIteratorObject>();
  int64_t i = range->next;
  if (i == range->stop) [[unlikely]]
    GILT_NEXT();
  range->next = i + range->step;
  Value item = Value::integer(i);
  GILT_WRITE_JUMP(item, pc + 1 + signed_c_of(instr));
}

GILT_HANDLER(FOR_LIST) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kListIteratorShape)) [[unlikely]]
    GILT_GO(slow_for_iter);
  auto* state = iterator.as<ListIteratorObject>();
  Value list_value = state->list.peek();
  if (list_value.is_unset()) [[unlikely]]
    GILT_NEXT();
  auto* list = list_value.as<ListObject>();
  int64_t i = state->index;
  if (i >= list->size) [[unlikely]]
    GILT_GO(slow_for_iter);
  state->index = i + 1;
  Value item = list->items[i].peek();
  item = to_register(item);
  GILT_WRITE_JUMP(item, pc + 1 + signed_c_of(instr));
}

GILT_HANDLER(FOR_TUPLE) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kTupleIteratorShape)) [[unlikely]]
    GILT_GO(slow_for_iter);
  auto* state = iterator.as<TupleIteratorObject>();
  Value tuple_value = state->tuple.peek();
  if (tuple_value.is_unset()) [[unlikely]]
    GILT_NEXT();
  auto* tuple = tuple_value.as<TupleObject>();
  int64_t i = state->index;
  if (i >= tuple->size) [[unlikely]]
    GILT_GO(slow_for_iter);
  state->index = i + 1;
  Value item = tuple->items()[i].peek();
  item = to_register(item);
  GILT_WRITE_JUMP(item, pc + 1 + signed_c_of(instr));
}

// The strings of single ASCII characters are there for ever, so nothing is made and nothing
// counted.
GILT_HANDLER(FOR_STR) {
  Value iterator = GILT_B;
  if (!has_shape(iterator, kStrAsciiIteratorShape)) [[unlikely]]
    GILT_GO(slow_for_iter);
  auto* state = iterator.as<StrIteratorObject>();
  Value string_value = state->string.peek();
  if (string_value.is_unset()) [[unlikely]]
    GILT_NEXT();
  auto* string = string_value.as<StrObject>();
  uint64_t i = state->offset;
  if (i >= string->byte_length) [[unlikely]]
    GILT_GO(slow_for_iter);
  state->offset = i + 1;
  Value item =
      to_register(to_value(g_latin1_strings[static_cast<unsigned char>(string->data()[i])]));
  GILT_WRITE_JUMP(item, pc + 1 + signed_c_of(instr));
}

GILT_OPS_END
#endif
