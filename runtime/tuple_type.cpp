#include <algorithm>
#include <atomic>

#include "runtime/builtin_types.h"
#include "runtime/comparison.h"
#include "runtime/error.h"
#include "runtime/hashing.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/list_iterator.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

TupleObject* as_tuple(Value v) {
  return v.as<TupleObject>();
}

size_t size_in_bytes(const TupleObject* tuple) {
  return sizeof(TupleObject) + static_cast<size_t>(tuple->size) * sizeof(Slot);
}

// -- life --

void tuple_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* tuple = static_cast<TupleObject*>(self);
  Slot* items = tuple->items();
  for (int64_t i = tuple->size; i-- > 0;) release(items[i].peek());
  if (self->shape == kTupleShape)
    heap_free(t, self, size_in_bytes(tuple));
  else
    instance_free(t, self, size_in_bytes(tuple));
}

void tuple_traverse(Object* self, Visitor& visitor) {
  auto* tuple = static_cast<TupleObject*>(self);
  for (int64_t i = 0; i < tuple->size; ++i) visitor.visit(tuple->items()[i]);
}

Ref tuple_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == &tuple_type || type->slots.init == object_type.slots.init) {
    GILT_CHECK(no_keywords(t, "tuple", args));
  }
  if (args.positional > 1)
    return fail(t, type_error_type, "tuple expected at most 1 argument, got {}", args.positional);
  RefOf<TupleObject> items = RefOf<TupleObject>::copy(empty_tuple());
  if (args.positional == 1) {
    GILT_TRY(items, tuple_from_iterable(t, args[0]));
  }
  if (type == &tuple_type) return items;
  Object* object = instance_allocate_sized(t, type, size_in_bytes(items.get()));
  if (!object) return Failed{};
  auto* tuple = static_cast<TupleObject*>(object);
  tuple->size = items->size;
  tuple->hash_value = 0;
  for (int64_t i = 0; i < tuple->size; ++i) tuple->items()[i].init(items->items()[i].load());
  Ref ref = Ref::adopt(object);
  gc_track(t, object);
  return ref;
}

// -- text, hash, order --

Ref tuple_repr(Thread& t, Value self) {
  auto* tuple = as_tuple(self);
  if (tuple->size == 0) return str_new(t, "()");
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "(...)");
  }
  GILT_CHECK(check_native_recursion(t));
  StrBuilder text;
  text.append('(');
  for (int64_t i = 0; i < tuple->size; ++i) {
    if (i > 0) text.append(", ");
    GILT_CHECK(text.append_repr(t, tuple->at(i)));
  }
  text.append(tuple->size == 1 ? ",)" : ")");
  return text.finish(t);
}

std::optional<int64_t> tuple_hash(Thread& t, Value self) {
  auto* tuple = as_tuple(self);
  std::atomic_ref known(tuple->hash_value);  // threads that work it out come to the same
  if (int64_t hash = known.load(std::memory_order_relaxed)) return hash;
  GILT_CHECK(check_native_recursion(t));
  HashMixer mixer;
  for (int64_t i = 0; i < tuple->size; ++i) {
    GILT_TRY(int64_t item_hash, hash_of(t, tuple->at(i)));
    mixer.add(item_hash);
  }
  int64_t result = mixer.finish_with_length(tuple->size);
  if (!tuple->has(kImmortal)) known.store(result, std::memory_order_relaxed);
  return result;
}

Ref tuple_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_tuple(self) || !is_tuple(other)) return not_implemented();
  auto *a = as_tuple(self), *b = as_tuple(other);
  GILT_CHECK(check_native_recursion(t));
  int64_t common = std::min(a->size, b->size);
  for (int64_t i = 0; i < common; ++i) {
    Value x = a->at(i), y = b->at(i);
    if (same(x, y)) continue;
    GILT_TRY(bool is_equal, equal(t, x, y));
    if (is_equal) continue;
    if (op == CompareOp::kEq) return Ref::boolean(false);
    if (op == CompareOp::kNe) return Ref::boolean(true);
    return compare(t, op, x, y);
  }
  return Ref::boolean(holds<int64_t>(op, a->size, b->size));
}

// -- items --

std::optional<int64_t> tuple_length(Thread&, Value self) {
  return as_tuple(self)->size;
}

std::optional<bool> tuple_contains(Thread& t, Value self, Value wanted) {
  auto* tuple = as_tuple(self);
  for (int64_t i = 0; i < tuple->size; ++i) {
    Value item = tuple->at(i);
    if (same(item, wanted)) return true;
    if (both_int(item, wanted)) continue;
    GILT_TRY(bool is_equal, equal(t, item, wanted));
    if (is_equal) return true;
  }
  return false;
}

Ref tuple_get_item(Thread& t, Value self, Value key) {
  auto* tuple = as_tuple(self);
  if (!key.is_int() && is_slice(key)) {
    GILT_TRY(SliceRange range, slice_resolve(t, key.as<SliceObject>(), tuple->size));
    if (range.step == 1) return tuple_slice(t, tuple, range.start, range.start + range.length);
    GILT_TRY(auto items, list_new(t, range.length));
    for (int64_t i = 0, from = range.start; i < range.length; ++i, from += range.step)
      items->items[i].init(tuple->items()[from].load());
    items->size = range.length;
    return tuple_from_iterable(t, items.value());
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "tuple"));
  if (index < 0) index += tuple->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(tuple->size))
    return fail(t, index_error_type, "tuple index out of range");
  return tuple->items()[index].load();
}

Ref tuple_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kAdd) {
    if (!is_tuple(a)) return not_implemented();
    if (!is_tuple(b)) return concatenate_other(t, b, "tuple");
    auto *x = as_tuple(a), *y = as_tuple(b);
    if (y->size == 0 && has_shape(a, kTupleShape)) return Ref::copy(a);
    if (x->size == 0 && has_shape(b, kTupleShape)) return Ref::copy(b);
    GILT_TRY(auto result, tuple_new(t, x->size + y->size));
    for (int64_t i = 0; i < x->size; ++i) result->items()[i].init(x->items()[i].load());
    for (int64_t i = 0; i < y->size; ++i) result->items()[x->size + i].init(y->items()[i].load());
    return result;
  }
  if (op != BinaryOp::kMul) return not_implemented();
  bool tuple_first = is_tuple(a);
  auto* tuple = as_tuple(tuple_first ? a : b);
  GILT_TRY(int64_t times, repeat_count(t, tuple_first ? b : a));
  if (times == 1 && tuple->shape == kTupleShape) return Ref::copy(tuple);
  int64_t total;
  if (__builtin_mul_overflow(tuple->size, times, &total)) return no_memory(t);
  GILT_TRY(auto result, tuple_new(t, total));
  for (int64_t i = 0, from = 0; i < total; ++i) {
    result->items()[i].init(tuple->items()[from].load());
    if (++from == tuple->size) from = 0;
  }
  return result;
}

Ref tuple_iter(Thread& t, Value self) {
  return tuple_iterator_new(t, as_tuple(self));
}

// -- methods --

Ref method_count(Thread& t, Args args) {
  auto* tuple = as_tuple(args[0]);
  int64_t count = 0;
  for (int64_t i = 0; i < tuple->size; ++i) {
    GILT_TRY(bool is_equal, equal(t, tuple->at(i), args[1]));
    count += is_equal;
  }
  return Ref::adopt(Value::integer(count));
}

Ref method_index(Thread& t, Args args) {
  auto* tuple = as_tuple(args[0]);
  int64_t start, stop;
  GILT_CHECK(index_bounds(t, args[2], args[3], tuple->size, start, stop));
  for (int64_t i = start; i < std::min(stop, tuple->size); ++i) {
    GILT_TRY(bool is_equal, equal(t, tuple->at(i), args[1]));
    if (is_equal) return Ref::adopt(Value::integer(i));
  }
  return fail(t, value_error_type, "tuple.index(x): x not in tuple");
}

Ref method_getnewargs(Thread& t, Args args) {
  auto* tuple = as_tuple(args[0]);
  // An exact tuple, also of an instance of a subclass.
  GILT_TRY(auto items, list_from_iterable(t, args[0]));
  GILT_TRY(auto plain, tuple->shape == kTupleShape ? RefOf<TupleObject>::copy(tuple)
                                                   : tuple_from_iterable(t, items.value()));
  return tuple_of(t, {plain.value()});
}

constexpr NativeDef kMethods[] = {
    {"count", method_count, "(self, value, /)", "Return number of occurrences of value."},
    {"index", method_index, "(self, value, start=..., stop=..., /)",
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"__getnewargs__", method_getnewargs, "(self, /)", nullptr},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

}  // namespace

void init_tuple_type() {
  TypeSpec spec{
      .name = "tuple",
      .instance_size = sizeof(TupleObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeSequence | kTypeMatchSelf | kTypeIsTuple |
               kTypeVariableSize,
      .binary_ops = 1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul),
      .doc =
          "Built-in immutable sequence.\n\n"
          "If no argument is given, the constructor returns an empty tuple.\n"
          "If iterable is specified the tuple is initialized from iterable's items.\n\n"
          "If the argument is a tuple, the return value is the same object.",
      .methods = kMethods,
  };
  TypeSlots& slots = spec.slots;
  slots.dealloc = tuple_dealloc;
  slots.traverse = tuple_traverse;
  slots.construct = tuple_construct;
  slots.repr = tuple_repr;
  slots.hash = tuple_hash;
  slots.compare = tuple_compare;
  slots.iter = tuple_iter;
  slots.length = tuple_length;
  slots.get_item = tuple_get_item;
  slots.contains = tuple_contains;
  slots.binary = tuple_binary;
  type_init_builtin(tuple_type, kTupleShape, spec);
}

}  // namespace gilt
