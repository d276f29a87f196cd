#include "runtime/range.h"

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

constexpr Value kZero = Value::integer(0);
constexpr Value kOne = Value::integer(1);

RangeObject* as_range(Value v) {
  return v.as<RangeObject>();
}

bool is_range(Value v) {
  return has_shape(v, kRangeShape);
}

// How many items start, start + step ... there are before stop, for immediate ints.
int64_t count_items(int64_t start, int64_t stop, int64_t step) {
  if (step > 0) return start < stop ? (stop - start - 1) / step + 1 : 0;
  return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

// The same for ints of any size.
Ref count_items(Thread& t, Value start, Value stop, Value step) {
  if (start.is_int() && stop.is_int() && step.is_int())
    return int_from(t, count_items(start.as_int(), stop.as_int(), step.as_int()));
  bool up = int_compare(step, kZero) > 0;
  Value low = up ? start : stop, high = up ? stop : start;
  if (int_compare(low, high) >= 0) return Ref::adopt(kZero);
  GILT_TRY(Ref distance, int_binary(t, BinaryOp::kSub, high, low));
  GILT_TRY(Ref last, int_binary(t, BinaryOp::kSub, distance.get(), kOne));
  GILT_TRY(Ref size, up ? Ref::copy(step) : int_binary(t, BinaryOp::kSub, kZero, step));
  GILT_TRY(Ref steps, int_binary(t, BinaryOp::kFloorDiv, last.get(), size.get()));
  return int_binary(t, BinaryOp::kAdd, steps.get(), kOne);
}

// start + index * step
Ref item_at(Thread& t, RangeObject* range, Value index) {
  GILT_TRY(Ref offset, int_binary(t, BinaryOp::kMul, index, range->step.peek()));
  return int_binary(t, BinaryOp::kAdd, range->start.peek(), offset.get());
}

// -- life --

void dealloc(Thread& t, Object* self) {
  auto* range = static_cast<RangeObject*>(self);
  range->start.clear();
  range->stop.clear();
  range->step.clear();
  range->length.clear();
  heap_free(t, self, sizeof(RangeObject));
}

void traverse(Object* self, Visitor& visitor) {
  auto* range = static_cast<RangeObject*>(self);
  for (const Slot* slot : {&range->start, &range->stop, &range->step, &range->length})
    visitor.visit(*slot);
}

// An argument as an exact int.
Ref index_argument(Thread& t, Value v) {
  if (v.is_int()) return Ref::copy(v);
  GILT_TRY(Ref index, to_index(t, v));
  if (index.get().is_bool()) return Ref::adopt(index.get().is_true() ? kOne : kZero);
  return index;
}

Ref construct(Thread& t, TypeObject*, CallArgs args) {
  GILT_CHECK(no_keywords(t, "range", args));
  if (args.positional == 0)
    return fail(t, type_error_type, "range expected at least 1 argument, got 0");
  if (args.positional > 3)
    return fail(t, type_error_type, "range expected at most 3 arguments, got {}", args.positional);
  if (args.positional == 1) {
    GILT_TRY(Ref stop, index_argument(t, args[0]));
    return range_new(t, kZero, stop.get(), kOne);
  }
  GILT_TRY(Ref start, index_argument(t, args[0]));
  GILT_TRY(Ref stop, index_argument(t, args[1]));
  Ref step = Ref::adopt(kOne);
  if (args.positional == 3) {
    GILT_TRY(step, index_argument(t, args[2]));
    if (same(step.get(), kZero)) return fail(t, value_error_type, "range() arg 3 must not be zero");
  }
  return range_new(t, start.get(), stop.get(), step.get());
}

// -- text, hash, equality --

Ref repr_slot(Thread& t, Value self) {
  auto* range = as_range(self);
  StrBuilder text;
  text.append("range(");
  GILT_CHECK(text.append_repr(t, range->start.peek()));
  text.append(", ");
  GILT_CHECK(text.append_repr(t, range->stop.peek()));
  if (!same(range->step.peek(), kOne)) {
    text.append(", ");
    GILT_CHECK(text.append_repr(t, range->step.peek()));
  }
  text.append(")");
  return text.finish(t);
}

// What decides equality: (length, start, step), of which short ranges leave out the end.
RefOf<TupleObject> identity(Thread& t, RangeObject* range) {
  Value length = range->length.peek();
  if (same(length, kZero)) return tuple_of(t, {length, kNone, kNone});
  if (same(length, kOne)) return tuple_of(t, {length, range->start.peek(), kNone});
  return tuple_of(t, {length, range->start.peek(), range->step.peek()});
}

std::optional<int64_t> hash_slot(Thread& t, Value self) {
  GILT_TRY(auto parts, identity(t, as_range(self)));
  return hash(t, parts.value());
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_range(self) || !is_range(other))
    return not_implemented();
  auto *a = as_range(self), *b = as_range(other);
  auto equal_ints = [](Slot& x, Slot& y) { return int_compare(x.peek(), y.peek()) == 0; };
  bool is_equal = equal_ints(a->length, b->length);
  if (is_equal && !same(a->length.peek(), kZero)) {
    is_equal = equal_ints(a->start, b->start) &&
               (same(a->length.peek(), kOne) || equal_ints(a->step, b->step));
  }
  return Ref::boolean(is_equal == (op == CompareOp::kEq));
}

std::optional<bool> truth_slot(Thread&, Value self) {
  return !same(as_range(self)->length.peek(), kZero);
}

// -- items --

std::optional<int64_t> length_slot(Thread& t, Value self) {
  Value length = as_range(self)->length.peek();
  if (length.is_int()) [[likely]]
    return length.as_int();
  std::optional<int64_t> wide = to_int64(t, length);
  if (wide) return wide;
  error_clear(t);
  return fail(t, overflow_error_type, "Python int too large to convert to C ssize_t");
}

// Exact ints and bools are found by calculation.
bool contains_int(Thread& t, RangeObject* range, Value v, bool& found) {
  found = false;
  bool up = int_compare(range->step.peek(), kZero) > 0;
  int from_start = int_compare(v, range->start.peek());
  int from_stop = int_compare(v, range->stop.peek());
  if (up ? from_start < 0 || from_stop >= 0 : from_start > 0 || from_stop <= 0) return true;
  GILT_TRY(Ref distance, int_binary(t, BinaryOp::kSub, v, range->start.peek()));
  GILT_TRY(Ref rest, int_binary(t, BinaryOp::kMod, distance.get(), range->step.peek()));
  found = same(rest.get(), kZero);
  return true;
}

bool is_plain_int(Value v) {
  return v.is_int() || v.is_bool() || has_shape(v, kIntShape);
}

// The index of the first item equal to [wanted], or -1: by looking at each one.
std::optional<int64_t> search(Thread& t, Value self, Value wanted) {
  GILT_TRY(Ref iterator, get_iter(t, self));
  for (int64_t i = 0;; ++i) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return -1;
    GILT_TRY(bool is_equal, equal(t, item.get(), wanted));
    if (is_equal) return i;
  }
}

std::optional<bool> contains_slot(Thread& t, Value self, Value wanted) {
  if (is_plain_int(wanted)) {
    bool found;
    GILT_CHECK(contains_int(t, as_range(self), wanted, found));
    return found;
  }
  GILT_TRY(int64_t index, search(t, self, wanted));
  return index >= 0;
}

Ref get_item_slot(Thread& t, Value self, Value key) {
  auto* range = as_range(self);
  if (!key.is_int() && is_slice(key)) {
    Ref start, stop, step;
    GILT_CHECK(slice_indices(t, key.as<SliceObject>(), range->length.peek(), start, stop, step));
    GILT_TRY(Ref new_step, int_binary(t, BinaryOp::kMul, range->step.peek(), step.get()));
    GILT_TRY(Ref new_start, item_at(t, range, start.get()));
    GILT_TRY(Ref new_stop, item_at(t, range, stop.get()));
    return range_new(t, new_start.get(), new_stop.get(), new_step.get());
  }
  if (!type_of(key)->slots.to_index)
    return fail(t, type_error_type, "range indices must be integers or slices, not {}",
                type_name(key));
  GILT_TRY(Ref index, index_argument(t, key));
  if (int_compare(index.get(), kZero) < 0) {
    GILT_TRY(index, int_binary(t, BinaryOp::kAdd, index.get(), range->length.peek()));
  }
  if (int_compare(index.get(), kZero) < 0 || int_compare(index.get(), range->length.peek()) >= 0)
    return fail(t, index_error_type, "range object index out of range");
  return item_at(t, range, index.get());
}

Ref iter_slot(Thread& t, Value self) {
  return range_iterator_new(t, as_range(self));
}

// -- methods --

Ref method_count(Thread& t, Args args) {
  if (is_plain_int(args[1])) {
    bool found;
    GILT_CHECK(contains_int(t, as_range(args[0]), args[1], found));
    return Ref::adopt(found ? kOne : kZero);
  }
  int64_t count = 0;
  GILT_CHECK(for_each(t, args[0], [&](Ref item) -> bool {
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    count += is_equal;
    return true;
  }));
  return int_from(t, count);
}

Ref method_index(Thread& t, Args args) {
  auto* range = as_range(args[0]);
  if (is_plain_int(args[1])) {
    bool found;
    GILT_CHECK(contains_int(t, range, args[1], found));
    if (found) {
      GILT_TRY(Ref distance, int_binary(t, BinaryOp::kSub, args[1], range->start.peek()));
      return int_binary(t, BinaryOp::kFloorDiv, distance.get(), range->step.peek());
    }
    return fail(t, value_error_type, "range.index(x): x not in range");
  }
  GILT_TRY(int64_t index, search(t, args[0], args[1]));
  if (index < 0) return fail(t, value_error_type, "sequence.index(x): x not in sequence");
  return int_from(t, index);
}

Ref method_reversed(Thread& t, Args args) {
  auto* range = as_range(args[0]);
  Value length = range->length.peek();
  // From the last item down to one step before the first.
  GILT_TRY(Ref last_index, int_binary(t, BinaryOp::kSub, length, kOne));
  GILT_TRY(Ref start, item_at(t, range, last_index.get()));
  GILT_TRY(Ref stop, int_binary(t, BinaryOp::kSub, range->start.peek(), range->step.peek()));
  GILT_TRY(Ref step, int_binary(t, BinaryOp::kSub, kZero, range->step.peek()));
  if (same(length, kZero)) return range_iterator_from(t, 0, 0, 1);
  GILT_TRY(auto reversed, range_new(t, start.get(), stop.get(), step.get()));
  return range_iterator_new(t, reversed.get());
}

Ref method_reduce(Thread& t, Args args) {
  auto* range = as_range(args[0]);
  GILT_TRY(auto parts, tuple_of(t, {range->start.peek(), range->stop.peek(), range->step.peek()}));
  return tuple_of(t, {to_value(&range_type), parts.value()});
}

constexpr NativeDef kMethods[] = {
    {"count", method_count, "(self, object, /)",
     "rangeobject.count(value) -> integer -- return number of occurrences of value"},
    {"index", method_index, "(self, object, /)",
     "rangeobject.index(value) -> integer -- return index of value.\n"
     "Raise ValueError if the value is not present."},
    {"__reversed__", method_reversed, "(self, /)", "Return a reverse iterator."},
    {"__reduce__", method_reduce, "(self, /)", nullptr},
};

constexpr MemberDef kMembers[] = {
    {"start", sizeof(Object), true, nullptr},
    {"stop", sizeof(Object) + sizeof(Slot), true, nullptr},
    {"step", sizeof(Object) + 2 * sizeof(Slot), true, nullptr},
};

}  // namespace

RefOf<RangeObject> range_new(Thread& t, Value start, Value stop, Value step) {
  GILT_TRY(Ref length, count_items(t, start, stop, step));
  auto* range = object_new<RangeObject>(t, kRangeShape);
  if (!range) return Failed{};
  range->start.init(Ref::copy(start));
  range->stop.init(Ref::copy(stop));
  range->step.init(Ref::copy(step));
  range->length.init(std::move(length));
  return RefOf<RangeObject>::adopt(range);
}

void init_range_type() {
  TypeSpec spec{
      .name = "range",
      .instance_size = sizeof(RangeObject),
      .flags = kTypeSequence,
      .compare_ops =
          1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe),
      .doc =
          "range(stop) -> range object\n"
          "range(start, stop[, step]) -> range object\n\n"
          "Return an object that produces a sequence of integers from start (inclusive)\n"
          "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
          "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
          "These are exactly the valid indices for a list of 4 elements.\n"
          "When step is given, it specifies the increment (or decrement).",
      .methods = kMethods,
      .members = kMembers,
  };
  TypeSlots& slots = spec.slots;
  slots.dealloc = dealloc;
  slots.traverse = traverse;
  slots.construct = construct;
  slots.repr = repr_slot;
  slots.hash = hash_slot;
  slots.compare = compare_slot;
  slots.truth = truth_slot;
  slots.iter = iter_slot;
  slots.length = length_slot;
  slots.get_item = get_item_slot;
  slots.contains = contains_slot;
  type_init_builtin(range_type, kRangeShape, spec);
}

}  // namespace gilt
