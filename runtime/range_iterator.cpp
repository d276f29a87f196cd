#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/range.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

constexpr Value kZero = Value::integer(0);
constexpr Value kOne = Value::integer(1);

Ref self_iter(Thread&, Value self) {
  return Ref::copy(self);
}

// -- the usual one: machine integers --

void short_dealloc(Thread& t, Object* self) {
  heap_free(t, self, sizeof(RangeIteratorObject));
}

Ref short_next(Thread&, Value self) {
  auto* it = self.as<RangeIteratorObject>();
  int64_t i = it->next;
  if (i == it->stop) return Ref::unset();
  it->next = i + it->step;
  return Ref::adopt(Value::integer(i));
}

int64_t remaining(const RangeIteratorObject* it) {
  return (it->stop - it->next) / it->step;
}

Ref short_length_hint(Thread& t, Args args) {
  return int_from(t, remaining(args[0].as<RangeIteratorObject>()));
}

// (iter, (range(next, stop, step),), None)
Ref reduce_range(Thread& t, Value start, Value stop, Value step) {
  GILT_TRY(Ref iter, import_attribute(t, "builtins", "iter"));
  GILT_TRY(auto range, range_new(t, start, stop, step));
  GILT_TRY(auto arguments, tuple_of(t, {range.value()}));
  return tuple_of(t, {iter.get(), arguments.value(), kNone});
}

Ref short_reduce(Thread& t, Args args) {
  auto* it = args[0].as<RangeIteratorObject>();
  GILT_TRY(Ref start, int_from(t, it->next));
  GILT_TRY(Ref stop, int_from(t, it->stop));
  GILT_TRY(Ref step, int_from(t, it->step));
  return reduce_range(t, start.get(), stop.get(), step.get());
}

// Skips [args[1]] items.
Ref short_setstate(Thread& t, Args args) {
  auto* it = args[0].as<RangeIteratorObject>();
  GILT_TRY(int64_t skip, to_int64(t, args[1]));
  skip = std::max<int64_t>(0, std::min(skip, remaining(it)));
  it->next += skip * it->step;
  return Ref::none();
}

// -- for ints of any size --

void long_dealloc(Thread& t, Object* self) {
  auto* it = static_cast<LongRangeIteratorObject*>(self);
  it->next.clear();
  it->step.clear();
  it->remaining.clear();
  heap_free(t, self, sizeof(LongRangeIteratorObject));
}

void long_traverse(Object* self, Visitor& visitor) {
  auto* it = static_cast<LongRangeIteratorObject*>(self);
  for (const Slot* slot : {&it->next, &it->step, &it->remaining}) visitor.visit(*slot);
}

Ref long_next(Thread& t, Value self) {
  auto* it = self.as<LongRangeIteratorObject>();
  if (same(it->remaining.peek(), kZero)) return Ref::unset();
  GILT_TRY(Ref left, int_binary(t, BinaryOp::kSub, it->remaining.peek(), kOne));
  GILT_TRY(Ref following, int_binary(t, BinaryOp::kAdd, it->next.peek(), it->step.peek()));
  it->remaining.store(it, std::move(left));
  return it->next.exchange(it, std::move(following));
}

Ref long_length_hint(Thread&, Args args) {
  return args[0].as<LongRangeIteratorObject>()->remaining.load();
}

Ref long_reduce(Thread& t, Args args) {
  auto* it = args[0].as<LongRangeIteratorObject>();
  GILT_TRY(Ref distance, int_binary(t, BinaryOp::kMul, it->remaining.peek(), it->step.peek()));
  GILT_TRY(Ref stop, int_binary(t, BinaryOp::kAdd, it->next.peek(), distance.get()));
  return reduce_range(t, it->next.peek(), stop.get(), it->step.peek());
}

constexpr NativeDef kShortMethods[] = {
    {"__length_hint__", short_length_hint, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", short_reduce, "(self, /)", "Return state information for pickling."},
    {"__setstate__", short_setstate, "(self, object, /)", "Set state information for unpickling."},
};

constexpr NativeDef kLongMethods[] = {
    {"__length_hint__", long_length_hint, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", guarded<long_reduce>, "(self, /)", "Return state information for pickling."},
};

}  // namespace

Ref range_iterator_from(Thread& t, int64_t start, int64_t stop, int64_t step) {
  auto* it = object_new<RangeIteratorObject>(t, kRangeIteratorShape);
  if (!it) return Failed{};
  int64_t count = 0;
  if (step > 0) {
    if (start < stop) count = (stop - start - 1) / step + 1;
  } else if (start > stop) {
    count = (start - stop - 1) / -step + 1;
  }
  it->next = start;
  it->stop = start + count * step;
  it->step = step;
  return Ref::adopt(it);
}

Ref range_iterator_new(Thread& t, RangeObject* range) {
  Value start = range->start.peek(), stop = range->stop.peek(), step = range->step.peek();
  if (start.is_int() && stop.is_int() && step.is_int())
    return range_iterator_from(t, start.as_int(), stop.as_int(), step.as_int());
  auto* it = object_new<LongRangeIteratorObject>(t, kLongRangeIteratorShape);
  if (!it) return Failed{};
  it->next.init(Ref::copy(start));
  it->step.init(Ref::copy(step));
  it->remaining.init(range->length.load());
  return Ref::adopt(it);
}

void init_range_iterator_type() {
  TypeSpec spec{
      .name = "range_iterator",
      .instance_size = sizeof(RangeIteratorObject),
      .flags = kTypeNoInstantiate,
      .methods = kShortMethods,
  };
  spec.slots.dealloc = short_dealloc;
  spec.slots.iter = self_iter;
  spec.slots.next = short_next;
  type_init_builtin(range_iterator_type, kRangeIteratorShape, spec);
}

void init_long_range_iterator_type() {
  TypeSpec spec{
      .name = "longrange_iterator",
      .instance_size = sizeof(LongRangeIteratorObject),
      .flags = kTypeNoInstantiate,
      .methods = kLongMethods,
  };
  spec.slots.dealloc = long_dealloc;
  spec.slots.iter = self_iter;
  spec.slots.traverse = long_traverse;
  spec.slots.next = guarded<long_next>;
  type_init_builtin(long_range_iterator_type, kLongRangeIteratorShape, spec);
}

}  // namespace gilt
