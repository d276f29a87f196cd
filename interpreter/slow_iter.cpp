// Iterating: the slow paths of loops. FOR_ITER learns here what it iterates over.
#include "interpreter/generator.h"
#include "interpreter/slow.h"
#include "runtime/interpreter.h"
#include "runtime/list_iterator.h"
#include "runtime/operations.h"
#include "runtime/range.h"
#include "runtime/str_iterator.h"

namespace gilt {

bool slow_get_iter(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  Ref b = take_b(regs, instr);
  Ref iterator;
  if (has_shape(b.get(), kListShape)) {
    iterator = list_iterator_new(t, b.as<ListObject>());
  } else if (has_shape(b.get(), kTupleShape)) {
    iterator = tuple_iterator_new(t, b.as<TupleObject>());
  } else if (has_shape(b.get(), kRangeShape)) {
    iterator = range_iterator_new(t, b.as<RangeObject>());
  } else if (has_shape(b.get(), kGeneratorShape)) {
    iterator = std::move(b);
  } else {
    iterator = get_iter(t, b.get());
  }
  return write_a(regs, instr, std::move(iterator));
}

namespace {

Op loop_for(Value iterator) {
  if (!iterator.is_object()) return Op::FOR_ITER;
  switch (iterator.as_object()->shape) {
    case kRangeIteratorShape: return Op::FOR_RANGE;
    case kListIteratorShape: return Op::FOR_LIST;
    case kTupleIteratorShape: return Op::FOR_TUPLE;
    case kStrAsciiIteratorShape: return Op::FOR_STR;
    case kGeneratorShape: return Op::FOR_GENERATOR;
    default: return Op::FOR_ITER;
  }
}

// Iterators over a set, or over the keys or values of a dict: what they come to is not counted on
// its way into the register.
bool is_walk(Value iterator) {
  if (!iterator.is_object()) return false;
  switch (iterator.as_object()->shape) {
    case kSetIteratorShape:
    case kDictKeyIteratorShape:
    case kDictValueIteratorShape:
    case kDictReverseKeyIteratorShape:
    case kDictReverseValueIteratorShape: return true;
    default: return false;
  }
}

// Iterators over a str that no other thread sees.
bool is_own_str_iterator(Value iterator) {
  return (has_shape(iterator, kStrAsciiIteratorShape) || has_shape(iterator, kStrIteratorShape)) &&
         !is_shared(iterator.as_object());
}

}  // namespace

Next slow_for_iter(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value iterator = regs[b_of(instr)];
  Op op = loop_for(iterator);
  if (op != op_of(instr)) respecialize(frame.pc, op);
  if (op == Op::FOR_GENERATOR) return slow_for_generator(t, frame, regs, instr);
  Next target = frame.pc + 1 + signed_c_of(instr);
  if (is_walk(iterator)) {
    Value item = has_shape(iterator, kSetIteratorShape) ? set_iterator_next(t, iterator)
                                                        : dict_iterator_next(t, iterator);
    if (item.is_error()) return kUnwind;
    if (item.is_unset()) return frame.pc + 1;
    write_borrowed(regs, instr, item);
  } else if (is_own_str_iterator(iterator)) {
    Ref item = str_iterator_next(t, iterator.as<StrIteratorObject>());
    if (item.is_error()) return kUnwind;
    if (item.is_unset()) return frame.pc + 1;
    (void)write_a(regs, instr, std::move(item));
  } else {
    Ref held = Ref::copy(iterator);
    Ref item = iter_next(t, iterator);
    if (item.is_error()) return kUnwind;
    if (item.is_unset()) return frame.pc + 1;
    (void)write_a(regs, instr, std::move(item));
  }
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) return kUnwind;
  return target;
}

}  // namespace gilt
