// Attributes through inline caches (inline_cache.h). What a cache does not answer goes to
// slow_attr.cpp, which also fills it.
#include "interpreter/ops.h"
#include "interpreter/slow.h"
#include "runtime/ever_shared.h"

#if GILT_OPS_COMPILED
GILT_OPS_BEGIN

// A part of a handler that another part has jumped to loads the cache word again, because a word in
// a register would not survive the jump. Another thread may have replaced it meanwhile, so that all
// that was found out about it is asked again too, the shape first of all.

GILT_DECLARE(LOAD_ATTR_kinds)
GILT_HANDLER(LOAD_ATTR) {
  Value b = GILT_B;
  CacheWord cache = load_cache(pc + 1);
  if (!b.is_object() || cache.shape() != b.as_object()->shape) [[unlikely]]
    GILT_GO(slow_load_attr);
  if (!cache.is(CacheKind::kInlineSlot)) [[unlikely]]
    GILT_AT(LOAD_ATTR_kinds);
  Value v = instance_word(b.as_object(), cache).peek();
  if (v.is_unset()) [[unlikely]]
    GILT_GO(slow_load_attr);
  v = to_register(v);
  GILT_WRITE_USED_WORDS(v, b, kConsumeBBit, 2);
}

GILT_LABEL(LOAD_ATTR_kinds) {
  Value b = GILT_B;
  Object* object = b.as_object();
  CacheWord cache = load_cache(pc + 1);
  if (cache.shape() != object->shape) [[unlikely]]
    GILT_GO(slow_load_attr);
  Value v = kUnset;
  switch (cache.kind()) {
    case CacheKind::kOverflowSlot: v = overflow_word(object, cache).peek(); break;
    case CacheKind::kTypeValue:
      v = resolved_value(shape_at(cache.shape()).type, cache.slot());
      break;
    case CacheKind::kClass:
      v = resolved_value(static_cast<TypeObject*>(object), cache.slot());
      break;
    case CacheKind::kModule:
      v = module_value(object, cache.slot(), constants[c_of(instr)].peek());
      break;
    case CacheKind::kProperty: GILT_GO(slow_load_property);
    case CacheKind::kNativeField: GILT_SLOW_WORDS(slow_load_native_field, 2);
    default: break;
  }
  if (v.is_unset()) [[unlikely]]
    GILT_GO(slow_load_attr);
  v = to_register(v);
  GILT_WRITE_USED_WORDS(v, b, kConsumeBBit, 2);
}

// A = the method that [cache], of the kind kMethod, tells of; A + 1 = [b], on which it is called.
#define GILT_LOAD_CACHED_METHOD(slow)                                        \
  Value method = resolved_value(shape_at(cache.shape()).type, cache.slot()); \
  if (method.is_unset()) [[unlikely]]                                        \
    GILT_SLOW_WORDS(slow, 2);                                                \
  method = to_register(method);                                              \
  if (!(instr & kConsumeBBit)) b = to_register(b);                           \
  Value* to = &GILT_A;                                                       \
  to[0] = method;                                                            \
  to[1] = b;                                                                 \
  GILT_NEXT_WORDS(2)

GILT_DECLARE(LOAD_METHOD_kinds)
GILT_HANDLER(LOAD_METHOD) {
  Value b = GILT_B;
  CacheWord cache = load_cache(pc + 1);
  if (!b.is_object() || cache.shape() != b.as_object()->shape) [[unlikely]]
    GILT_SLOW_WORDS(slow_load_method, 2);
  if (!cache.is(CacheKind::kMethod)) [[unlikely]]
    GILT_AT(LOAD_METHOD_kinds);
  GILT_LOAD_CACHED_METHOD(slow_load_method);
}

GILT_LABEL(LOAD_METHOD_kinds) {
  Value b = GILT_B;
  Object* object = b.as_object();
  CacheWord cache = load_cache(pc + 1);
  if (cache.shape() != object->shape) [[unlikely]]
    GILT_SLOW_WORDS(slow_load_method, 2);
  Value v = kUnset;
  switch (cache.kind()) {
    case CacheKind::kInlineSlot: v = instance_word(object, cache).peek(); break;
    case CacheKind::kOverflowSlot: v = overflow_word(object, cache).peek(); break;
    case CacheKind::kTypeValue:
      v = resolved_value(shape_at(cache.shape()).type, cache.slot());
      break;
    case CacheKind::kClass:
      v = resolved_value(static_cast<TypeObject*>(object), cache.slot());
      break;
    case CacheKind::kModule:
      v = module_value(object, cache.slot(), constants[c_of(instr)].peek());
      break;
    default: break;
  }
  if (v.is_unset()) [[unlikely]]
    GILT_SLOW_WORDS(slow_load_method, 2);
  v = to_register(v);
  Value* to = &GILT_A;
  to[0] = v;
  to[1] = kUnset;
  if (instr & kConsumeBBit) GILT_DROP_NEXT_WORDS(b, 2);
  GILT_NEXT_WORDS(2);
}

GILT_DECLARE(STORE_ATTR_kinds)
GILT_DECLARE(STORE_ATTR_shared)
GILT_DECLARE(STORE_ATTR_late)
GILT_HANDLER(STORE_ATTR) {
  Value a = GILT_A;
  CacheWord cache = load_cache(pc + 1);
  if (!a.is_object() || cache.shape() != a.as_object()->shape) [[unlikely]]
    GILT_SLOW_WORDS(slow_store_attr, 3);
  if (!cache.is(CacheKind::kInlineSlot)) [[unlikely]]
    GILT_AT(STORE_ATTR_kinds);
  if (something_is_shared()) [[unlikely]]
    GILT_AT(STORE_ATTR_shared);
  Slot& slot = instance_word(a.as_object(), cache);
  Value v = GILT_B;
  if (!(instr & kConsumeBBit)) v = to_unshared_heap(v);
  Value old = slot.peek();
  slot.set_word(v);
  if ((instr & kConsumeABit) && a.is_counted()) {
    Object* object = counted_object(a);
    if (drop_count(object)) [[unlikely]]
      GILT_DIED_AND(object, old, 3);
  }
  GILT_DROP_NEXT_WORDS(old, 3);
}

GILT_LABEL(STORE_ATTR_shared) {
  Value a = GILT_A, v = GILT_B;
  CacheWord cache = load_cache(pc + 1);
  if (cache.shape() != a.as_object()->shape || !cache.is(CacheKind::kInlineSlot)) [[unlikely]]
    GILT_SLOW_WORDS(slow_store_attr, 3);
  if (stores_need_help(a.as_object(), v)) [[unlikely]]
    GILT_SLOW_WORDS(slow_store_attr, 3);
  Slot& slot = instance_word(a.as_object(), cache);
  v = instr & kConsumeBBit ? owned_to_heap(v) : to_heap(v);
  Value old = slot.exchange_word_inline(a.as_object(), v);
  // Others may have changed the shape meanwhile. What is still to do travels in registers that are
  // loaded anew afterwards.
  if (cache.shape() != a.as_object()->shape) [[unlikely]] {
    constants = &slot;
    cells = reinterpret_cast<GlobalCellObject**>(old.bits());
    GILT_AT(STORE_ATTR_late);
  }
  if ((instr & kConsumeABit) && a.is_counted()) {
    Object* object = counted_object(a);
    if (drop_count(object)) [[unlikely]]
      GILT_DIED_AND(object, old, 3);
  }
  GILT_DROP_NEXT_WORDS(old, 3);
}

GILT_LABEL(STORE_ATTR_kinds) {
  Value a = GILT_A;
  Object* object = a.as_object();
  CacheWord cache = load_cache(pc + 1);
  // The second word repeats the shape, so the pair needs no common store.
  uint64_t transition = fetch(pc + 2);
  if (cache.shape() != object->shape || !cache.is(CacheKind::kAddInline) ||
      static_cast<ShapeId>(transition) != object->shape) [[unlikely]]
    GILT_SLOW_WORDS(slow_store_attr, 3);
  // Objects that others see get a new attribute under their lock.
  if (is_shared(object)) [[unlikely]]
    GILT_SLOW_WORDS(slow_store_attr, 3);
  Value v = GILT_B;
  v = instr & kConsumeBBit ? owned_to_heap(v) : to_heap(v);
  instance_word(object, cache).set_word(v);
  object->shape = static_cast<ShapeId>(transition >> 32);
  if (instr & kConsumeABit) GILT_DROP_NEXT_WORDS(a, 3);
  GILT_NEXT_WORDS(3);
}

GILT_LABEL(STORE_ATTR_late) {
  Slot* slot = constants;
  Value old = Value::from_bits(reinterpret_cast<uint64_t>(cells));
  frame->pc = pc;
  if (!store_attr_late(*t, *frame, regs, instr, *slot, old)) [[unlikely]]
    GILT_AT(unwind);
  GILT_SYNC();
  GILT_NEXT_WORDS(3);
}

GILT_HANDLER(DELETE_ATTR) {
  GILT_SLOW(slow_delete_attr);
}
GILT_HANDLER(LOAD_SUPER_ATTR) {
  GILT_SLOW(slow_load_super);
}
GILT_HANDLER(LOAD_SUPER_METHOD) {
  GILT_SLOW(slow_load_super);
}

// All that its cache holds is of the kind kMethod.
GILT_HANDLER(LOAD_SPECIAL) {
  Value b = GILT_B;
  CacheWord cache = load_cache(pc + 1);
  if (!b.is_object() || cache.shape() != b.as_object()->shape) [[unlikely]]
    GILT_SLOW_WORDS(slow_load_special, 2);
  GILT_LOAD_CACHED_METHOD(slow_load_special);
}
#undef GILT_LOAD_CACHED_METHOD

GILT_OPS_END
#endif
