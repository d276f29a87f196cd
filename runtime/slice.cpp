#include "runtime/slice.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {

RefOf<SliceObject> slice_new(Thread& t, Value start, Value stop, Value step) {
  auto* slice = object_new<SliceObject>(t, kSliceShape);
  if (!slice) return Failed{};
  slice->start.init(Ref::copy(start));
  slice->stop.init(Ref::copy(stop));
  slice->step.init(Ref::copy(step));
  auto ref = RefOf<SliceObject>::adopt(slice);
  gc_track(t, slice);
  return ref;
}

// None becomes a bound that adjusting takes to the end of the sequence, whatever its length.
std::optional<SliceRange> slice_unpack(Thread& t, SliceObject* slice) {
  SliceRange range{0, 0, 1, 0};
  // The slice may be held by nothing but the caller's register: __index__ must not free it.
  Ref held = Ref::copy(slice);
  if (!slice->step.peek().is_none()) {
    GILT_TRY(range.step, clamped_index(t, slice->step.peek()));
    if (range.step == 0) return fail(t, value_error_type, "slice step cannot be zero");
    range.step = std::max(range.step, -INT64_MAX);
  }
  if (slice->start.peek().is_none()) {
    range.start = range.step < 0 ? INT64_MAX : 0;
  } else {
    GILT_TRY(range.start, clamped_index(t, slice->start.peek()));
  }
  if (slice->stop.peek().is_none()) {
    range.stop = range.step < 0 ? -INT64_MAX : INT64_MAX;
  } else {
    GILT_TRY(range.stop, clamped_index(t, slice->stop.peek()));
  }
  return range;
}

void slice_adjust(SliceRange& range, int64_t length) {
  bool backward = range.step < 0;
  auto fit = [&](int64_t& bound) {
    if (bound < 0) {
      bound = bound < -length ? -1 : bound + length;
      if (bound < 0) bound = backward ? -1 : 0;
    } else if (bound >= length) {
      bound = backward ? length - 1 : length;
    }
  };
  fit(range.start);
  fit(range.stop);
  range.length = 0;
  if (backward) {
    if (range.stop < range.start) range.length = (range.start - range.stop - 1) / -range.step + 1;
  } else if (range.start < range.stop) {
    range.length = (range.stop - range.start - 1) / range.step + 1;
  }
}

std::optional<SliceRange> slice_resolve(Thread& t, SliceObject* slice, int64_t length) {
  GILT_TRY(SliceRange range, slice_unpack(t, slice));
  slice_adjust(range, length);
  return range;
}

std::optional<SliceRange> slice_bounds(Thread& t, Value start, Value stop, int64_t length) {
  SliceRange range{0, INT64_MAX, 1, 0};
  if (!start.is_none()) {
    GILT_TRY(range.start, clamped_index(t, start));
  }
  if (!stop.is_none()) {
    GILT_TRY(range.stop, clamped_index(t, stop));
  }
  slice_adjust(range, length);
  range.stop = std::max(range.start, range.stop);
  return range;
}

namespace {

constexpr Value kZero = Value::integer(0);
constexpr Value kOne = Value::integer(1);

SliceObject* as_slice(Value v) {
  return v.as<SliceObject>();
}

// One bound of a slice, as an int: clamped to [low, high] after counting from the end.
Ref long_bound(Thread& t, Value bound, Value when_none, Value length, Value low, Value high) {
  if (bound.is_none()) return Ref::copy(when_none);
  if (!type_of(bound)->slots.to_index)
    return fail(t, type_error_type,
                "slice indices must be integers or None or have an __index__ method");
  GILT_TRY(Ref index, to_index(t, bound));
  if (int_compare(index.get(), kZero) < 0) {
    GILT_TRY(Ref from_end, int_binary(t, BinaryOp::kAdd, index.get(), length));
    return int_compare(from_end.get(), low) < 0 ? Ref::copy(low) : std::move(from_end);
  }
  return int_compare(index.get(), high) > 0 ? Ref::copy(high) : std::move(index);
}

}  // namespace

bool slice_indices(Thread& t, SliceObject* slice, Value length, Ref& start, Ref& stop, Ref& step) {
  Ref held = Ref::copy(slice);
  step = Ref::adopt(kOne);
  if (!slice->step.peek().is_none()) {
    if (!type_of(slice->step.peek())->slots.to_index)
      return fail(t, type_error_type,
                  "slice indices must be integers or None or have an __index__ method");
    Ref given = slice->step.load();
    GILT_TRY(step, to_index(t, given.get()));
    if (same(step.get(), kZero) || step.get().is_false())
      return fail(t, value_error_type, "slice step cannot be zero");
  }
  bool backward = int_compare(step.get(), kZero) < 0;
  // The bounds lie in [0, length] going up and in [-1, length - 1] going down.
  Ref low = Ref::adopt(backward ? Value::integer(-1) : kZero);
  Ref high = Ref::copy(length);
  if (backward) {
    GILT_TRY(high, int_binary(t, BinaryOp::kSub, length, kOne));
  }
  Ref first = slice->start.load(), last = slice->stop.load();
  GILT_TRY(start, long_bound(t, first.get(), backward ? high.get() : low.get(), length, low.get(),
                             high.get()));
  GILT_TRY(stop, long_bound(t, last.get(), backward ? low.get() : high.get(), length, low.get(),
                            high.get()));
  return true;
}

namespace {

Ref slice_construct(Thread& t, TypeObject*, CallArgs args) {
  GILT_CHECK(no_keywords(t, "slice", args));
  switch (args.positional) {
    case 0: return fail(t, type_error_type, "slice expected at least 1 argument, got 0");
    case 1: return slice_new(t, kNone, args[0], kNone);
    case 2: return slice_new(t, args[0], args[1], kNone);
    case 3: return slice_new(t, args[0], args[1], args[2]);
    default:
      return fail(t, type_error_type, "slice expected at most 3 arguments, got {}",
                  args.positional);
  }
}

void slice_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* slice = static_cast<SliceObject*>(self);
  slice->start.clear();
  slice->stop.clear();
  slice->step.clear();
  heap_free(t, self, sizeof(SliceObject));
}

void slice_traverse(Object* self, Visitor& visitor) {
  auto* slice = static_cast<SliceObject*>(self);
  visitor.visit(slice->start);
  visitor.visit(slice->stop);
  visitor.visit(slice->step);
}

Ref slice_repr(Thread& t, Value self) {
  auto* slice = as_slice(self);
  StrBuilder text;
  text.append("slice(");
  GILT_CHECK(text.append_repr(t, slice->start.peek()));
  text.append(", ");
  GILT_CHECK(text.append_repr(t, slice->stop.peek()));
  text.append(", ");
  GILT_CHECK(text.append_repr(t, slice->step.peek()));
  text.append(")");
  return text.finish(t);
}

std::optional<int64_t> slice_hash(Thread& t, Value self) {
  auto* slice = as_slice(self);
  GILT_CHECK(check_native_recursion(t));
  HashMixer mixer;
  for (Value part : {slice->start.peek(), slice->stop.peek(), slice->step.peek()}) {
    GILT_TRY(int64_t part_hash, hash(t, part));
    mixer.add(part_hash);
  }
  return mixer.finish();
}

// As the tuples (start, stop, step) compare.
Ref slice_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_slice(self) || !is_slice(other)) return not_implemented();
  auto tuple = [&](Value v) {
    auto* slice = as_slice(v);
    return tuple_of(t, {slice->start.peek(), slice->stop.peek(), slice->step.peek()});
  };
  GILT_TRY(auto a, tuple(self));
  GILT_TRY(auto b, tuple(other));
  return compare(t, op, a.value(), b.value());
}

Ref slice_indices_method(Thread& t, Args args) {
  GILT_TRY(Ref length, to_index(t, args[1]));
  if (int_compare(length.get(), kZero) < 0)
    return fail(t, value_error_type, "length should not be negative");
  Ref start, stop, step;
  GILT_CHECK(slice_indices(t, as_slice(args[0]), length.get(), start, stop, step));
  return tuple_of(t, {start.get(), stop.get(), step.get()});
}

Ref slice_reduce(Thread& t, Args args) {
  auto* slice = as_slice(args[0]);
  GILT_TRY(auto parts, tuple_of(t, {slice->start.peek(), slice->stop.peek(), slice->step.peek()}));
  return tuple_of(t, {to_value(&slice_type), parts.value()});
}

constexpr NativeDef kMethods[] = {
    {"indices", slice_indices_method, "(self, object, /)",
     "S.indices(len) -> (start, stop, stride)\n\n"
     "Start and stop of the slice for a sequence of the given length, and its stride."},
    {"__reduce__", slice_reduce, "(self, /)", "Return state information for pickling."},
};

constexpr MemberDef kMembers[] = {
    {"start", sizeof(Object), true, nullptr},
    {"stop", sizeof(Object) + sizeof(Slot), true, nullptr},
    {"step", sizeof(Object) + 2 * sizeof(Slot), true, nullptr},
};

}  // namespace

void init_slice_type() {
  TypeSpec spec{
      .name = "slice",
      .instance_size = sizeof(SliceObject),
      .flags = kTypeTracked,
      .doc =
          "slice(stop)\nslice(start, stop[, step])\n\n"
          "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
      .methods = kMethods,
      .members = kMembers,
  };
  spec.slots.dealloc = slice_dealloc;
  spec.slots.traverse = slice_traverse;
  spec.slots.construct = slice_construct;
  spec.slots.repr = slice_repr;
  spec.slots.hash = slice_hash;
  spec.slots.compare = slice_compare;
  type_init_builtin(slice_type, kSliceShape, spec);
}

}  // namespace gilt
