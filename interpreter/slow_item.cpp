// Items and slices of anything.
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/operations.h"
#include "runtime/slice.h"
#include "runtime/str.h"

namespace gilt {

bool slow_get_item(Thread& t, Frame& frame, Value* regs, Instr instr) {
  bool has_number = op_of(instr) == Op::GET_ITEM_I;
  if (is_unbound(regs, b_of(instr)) || (!has_number && is_unbound(regs, c_of(instr)))) [[unlikely]]
    return fail_unbound_operand(t, frame, regs, instr);
  Value item;
  Value index = has_number ? Value::integer(signed_c_of(instr)) : regs[c_of(instr)];
  if (peek_item(regs[b_of(instr)], index, item)) {
    if (!item.is_unset()) {
      write_borrowed(regs, instr, item);
      return true;
    }
    Ref container = take_b(regs, instr);
    return fail_with(t, key_error_type, has_number ? Ref::adopt(index) : take_c(regs, instr));
  }
  HeldOperand container = operand_b(frame, regs, instr);
  HeldOperand key =
      has_number ? HeldOperand(Value::integer(signed_c_of(instr))) : operand_c(frame, regs, instr);
  if (has_shape(container.get(), kDictShape)) {
    GILT_TRY(Ref value, dict_get(t, container.as<DictObject>(), key.get()));
    if (value.is_unset()) return fail_with(t, key_error_type, key.take());
    return write_a(regs, instr, std::move(value));
  }
  return write_a(regs, instr, get_item(t, container.get(), key.get()));
}

namespace {

// dict[key] = value where the dict is this thread's own and has the key, which is a str or an int:
// nothing is counted but the value. Whether it was so.
bool replace_in_own_dict(Value* regs, Instr instr) {
  Value container = regs[a_of(instr)], key = regs[b_of(instr)], value = regs[c_of(instr)];
  int64_t hash;
  if (!has_shape(container, kDictShape) || !plain_hash(key, hash) || value.is_unset()) return false;
  auto* dict = container.as<DictObject>();
  if (is_shared(dict)) return false;
  Slot* slot = dict_own_slot(dict, key, hash);
  if (slot == nullptr) return false;
  Value old = slot->peek();
  slot->set_word(instr & kConsumeCBit ? owned_to_heap(value) : to_heap(value));
  release(old);
  if (instr & kConsumeBBit) release(key);
  if (instr & kConsumeABit) release(container);
  return true;
}

}  // namespace

bool slow_set_item(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (replace_in_own_dict(regs, instr)) return true;
  HeldOperand container = operand_a(frame, regs, instr), key = operand_b(frame, regs, instr);
  HeldOperand value = operand_c(frame, regs, instr);
  if (has_shape(container.get(), kDictShape))
    return dict_set(t, container.as<DictObject>(), key.get(), value.get());
  return set_item(t, container.get(), key.get(), value.get());
}

bool slow_delete_item(Thread& t, Frame& frame, Value* regs, Instr instr) {
  HeldOperand container = operand_a(frame, regs, instr), key = operand_b(frame, regs, instr);
  return delete_item(t, container.get(), key.get());
}

bool slow_get_slice(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  Ref container = take_b(regs, instr);
  Window bounds(regs + c_of(instr), 2);
  Value v = container.get();
  if (is_exact_str(v)) {
    auto* s = v.as<StrObject>();
    std::optional<SliceRange> range =
        slice_bounds(t, bounds[0], bounds[1], static_cast<int64_t>(s->length));
    if (!range.has_value()) return false;
    return bounds.write_a(regs, instr, str_slice(t, s, range->start, range->stop));
  }
  if (has_shape(v, kTupleShape)) {
    auto* tuple = v.as<TupleObject>();
    std::optional<SliceRange> range = slice_bounds(t, bounds[0], bounds[1], tuple->size);
    if (!range.has_value()) return false;
    return bounds.write_a(regs, instr, tuple_slice(t, tuple, range->start, range->stop));
  }
  GILT_TRY(Ref slice, slice_new(t, bounds[0], bounds[1], kNone));
  return bounds.write_a(regs, instr, get_item(t, v, slice.get()));
}

bool slow_build_slice(Thread& t, Frame&, Value* regs, Instr instr) {
  Window parts(regs + b_of(instr), 3);
  return parts.write_a(regs, instr, slice_new(t, parts[0], parts[1], parts[2]));
}

}  // namespace gilt
