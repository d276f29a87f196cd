#include "stdlib/deque.h"

#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

constexpr int64_t kMinCapacity = 8;
constexpr int64_t kMaxSize = int64_t{1} << 40;

DequeObject* as_deque(Value v) {
  return v.as<DequeObject>();
}

bool is_deque(Value v) {
  return is_instance_of(v, deque_type());
}

size_t bytes(int64_t capacity) {
  return static_cast<size_t>(capacity) * sizeof(Slot);
}

// A ring of another capacity, with item 0 at its beginning.
bool set_capacity(Thread& t, DequeObject* d, int64_t capacity) {
  if (capacity > kMaxSize) return no_memory(t);
  auto* ring = static_cast<Slot*>(heap_allocate(t, bytes(capacity)));
  if (!ring) return false;
  for (int64_t i = 0; i < d->size; ++i) ring[i] = d->at(i);
  if (d->ring) heap_free(t, d->ring, bytes(d->capacity));
  d->ring = ring;
  d->capacity = capacity;
  d->first = 0;
  return true;
}

bool make_room(Thread& t, DequeObject* d) {
  if (d->size < d->capacity) [[likely]]
    return true;
  return set_capacity(t, d, d->capacity == 0 ? kMinCapacity : d->capacity * 2);
}

void clear(Thread& t, DequeObject* d) {
  if (!d->ring) return;
  Slot* ring = std::exchange(d->ring, nullptr);
  int64_t capacity = std::exchange(d->capacity, 0), first = std::exchange(d->first, 0);
  int64_t size = std::exchange(d->size, 0);
  ++d->version;
  for (int64_t i = 0; i < size; ++i) release(ring[(first + i) & (capacity - 1)].peek());
  heap_free(t, ring, bytes(capacity));
}

// Takes item [i] out; the others keep their order.
Ref take(DequeObject* d, int64_t i) {
  Ref value = Ref::adopt(d->at(i).peek());
  // The shorter side closes the gap.
  if (i < d->size / 2) {
    for (; i > 0; --i) d->at(i) = d->at(i - 1);
    d->first = (d->first + 1) & (d->capacity - 1);
  } else {
    for (; i + 1 < d->size; ++i) d->at(i) = d->at(i + 1);
  }
  --d->size;
  ++d->version;
  return value;
}

// Positive: items move from the end to the beginning.
void rotate(DequeObject* d, int64_t steps) {
  if (d->size < 2) return;
  steps %= d->size;
  if (steps < 0) steps += d->size;
  if (steps == 0) return;
  ++d->version;
  // The short way round, one item at a time.
  if (steps <= d->size / 2) {
    for (; steps > 0; --steps) {
      Slot last = d->at(d->size - 1);
      d->first = (d->first - 1) & (d->capacity - 1);
      d->at(0) = last;
    }
  } else {
    for (steps = d->size - steps; steps > 0; --steps) {
      Slot front = d->at(0);
      d->first = (d->first + 1) & (d->capacity - 1);
      d->at(d->size - 1) = front;
    }
  }
}

bool extend(Thread& t, DequeObject* d, Value iterable) {
  if (is_deque(iterable) && as_deque(iterable) == d) {
    GILT_TRY(auto items, list_from_iterable(t, iterable));
    return extend(t, d, items.value());
  }
  return for_each(t, iterable, [&](Ref item) { return deque_append(t, d, std::move(item)); });
}

bool extend_left(Thread& t, DequeObject* d, Value iterable) {
  if (is_deque(iterable) && as_deque(iterable) == d) {
    GILT_TRY(auto items, list_from_iterable(t, iterable));
    return extend_left(t, d, items.value());
  }
  return for_each(t, iterable, [&](Ref item) { return deque_append_left(t, d, std::move(item)); });
}

// -- life --

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  clear(t, static_cast<DequeObject*>(self));
  native_free<DequeObject>(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  auto* d = static_cast<DequeObject*>(self);
  for (int64_t i = 0; i < d->size; ++i) visitor.visit(d->at(i));
}

void clear_slot(Thread& t, Object* self) {
  ObjectLock lock(t, self);
  clear(t, static_cast<DequeObject*>(self));
}

RefOf<DequeObject> make_empty(Thread& t, TypeObject* type, int64_t max_length) {
  auto* d = native_allocate<DequeObject>(t, type);
  if (!d) return Failed{};
  d->ring = nullptr;
  d->capacity = d->first = d->size = 0;
  d->max_length = max_length;
  d->version = 0;
  auto ref = RefOf<DequeObject>::adopt(d);
  gc_track(t, d);
  return ref;
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  return make_empty(t, type, -1);
}

bool init(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("deque", "(iterable=..., maxlen=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  int64_t max_length = -1;
  if (!bound[1].is_none()) {
    if (!is_int(bound[1])) return fail(t, type_error_type, "an integer is required");
    GILT_TRY(max_length, to_int64(t, bound[1]));
    if (max_length < 0) return fail(t, value_error_type, "maxlen must be non-negative");
  }
  auto* d = as_deque(self);
  d->max_length = max_length;
  clear(t, d);
  return bound[0].is_unset() || extend(t, d, bound[0]);
}

// A deque of self's class with the same items and limit.
Ref copy_of(Thread& t, Value self) {
  auto* d = as_deque(self);
  ObjectLock lock(t, d);
  TypeObject* type = type_of(self);
  if (type == deque_type()) {
    GILT_TRY(auto copy, make_empty(t, type, d->max_length));
    for (int64_t i = 0; i < d->size; ++i) GILT_CHECK(deque_append(t, copy.get(), d->at(i).load()));
    return copy;
  }
  if (d->max_length < 0) return call(t, to_value(type), {self});
  return call(t, to_value(type), {self, Value::integer(d->max_length)});
}

// -- text and order --

Ref repr_slot(Thread& t, Value self) {
  auto* d = as_deque(self);
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "[...]");
  }
  GILT_CHECK(check_native_recursion(t));
  RefOf<ListObject> items;
  {
    ObjectLock lock(t, d);
    GILT_TRY(items, list_from_iterable(t, self));
  }
  StrBuilder text;
  text.append(type_of(self)->name->view());
  text.append('(');
  GILT_CHECK(text.append_repr(t, items.value()));
  if (d->max_length >= 0) {
    text.append(", maxlen=");
    text.append(std::to_string(d->max_length));
  }
  text.append(')');
  return text.finish(t);
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_deque(self) || !is_deque(other)) return not_implemented();
  auto *a = as_deque(self), *b = as_deque(other);
  ObjectLock lock(t, a, b);
  if (a == b && op != CompareOp::kLt && op != CompareOp::kGt)
    return Ref::boolean(op != CompareOp::kNe);
  if (a->size != b->size && op == CompareOp::kEq) return Ref::boolean(false);
  if (a->size != b->size && op == CompareOp::kNe) return Ref::boolean(true);
  GILT_TRY(auto x, list_from_iterable(t, self));
  GILT_TRY(auto y, list_from_iterable(t, other));
  return compare(t, op, x.value(), y.value());
}

// -- items --

std::optional<int64_t> length_slot(Thread&, Value self) {
  return as_deque(self)->size;
}

std::optional<int64_t> checked_index(Thread& t, DequeObject* d, Value key) {
  if (!key.is_int() && !type_of(key)->slots.to_index)
    return fail(t, type_error_type, "sequence index must be integer, not '{}'", type_name(key));
  GILT_TRY(int64_t index, sequence_index(t, key, "deque"));
  if (index < 0) index += d->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(d->size))
    return fail(t, index_error_type, "deque index out of range");
  return index;
}

Ref get_item_slot(Thread& t, Value self, Value key) {
  auto* d = as_deque(self);
  GILT_TRY(int64_t index, checked_index(t, d, key));
  return d->at(index).load();
}

bool set_item_slot(Thread& t, Value self, Value key, Value value) {
  auto* d = as_deque(self);
  GILT_TRY(int64_t index, checked_index(t, d, key));
  if (value.is_unset()) {
    Ref removed = take(d, index);
    return true;
  }
  d->at(index).store(d, Ref::copy(value));
  return true;
}

// The first index of [wanted] in [start, stop), or -1.
std::optional<int64_t> find(Thread& t, DequeObject* d, Value wanted, int64_t start, int64_t stop) {
  uint64_t version = d->version;
  for (int64_t i = start; i < std::min(stop, d->size); ++i) {
    Ref item = d->at(i).load();
    GILT_TRY(bool is_equal, equal(t, item.get(), wanted));
    if (is_equal) return i;
    if (d->version != version) return deque_mutated(t);
  }
  return -1;
}

std::optional<bool> contains_slot(Thread& t, Value self, Value wanted) {
  GILT_TRY(int64_t index, find(t, as_deque(self), wanted, 0, INT64_MAX));
  return index >= 0;
}

Ref iter_slot(Thread& t, Value self) {
  return deque_iterator_new(t, as_deque(self), false);
}

// -- operators --

bool repeat_in_place(Thread& t, DequeObject* d, int64_t times) {
  ObjectLock lock(t, d);
  if (times <= 0 || d->size == 0) {
    clear(t, d);
    return true;
  }
  int64_t total;
  if (__builtin_mul_overflow(d->size, times, &total)) return no_memory(t);
  if (d->max_length < 0 && total > kMaxSize) return no_memory(t);
  GILT_TRY(auto items, list_from_iterable(t, to_value(d)));
  // With a limit only the last rounds are seen.
  if (d->max_length >= 0 && d->size > 0) times = std::min(times, d->max_length / d->size + 2);
  for (int64_t i = 1; i < times; ++i) GILT_CHECK(extend(t, d, items.value()));
  return true;
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kAdd) {
    if (!is_deque(a)) return not_implemented();
    if (!is_deque(b)) return concatenate_other(t, b, "deque");
    ObjectLock lock(t, a.as_object(), b.as_object());
    GILT_TRY(Ref result, copy_of(t, a));
    GILT_CHECK(extend(t, result.as<DequeObject>(), b));
    return result;
  }
  if (op != BinaryOp::kMul) return not_implemented();
  bool deque_first = is_deque(a);
  Value d = deque_first ? a : b;
  GILT_TRY(int64_t times, repeat_count(t, deque_first ? b : a));
  GILT_TRY(Ref result, copy_of(t, d));
  GILT_CHECK(repeat_in_place(t, result.as<DequeObject>(), times));
  return result;
}

Ref inplace_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kAdd) {
    ObjectLock lock(t, a.as_object());
    GILT_CHECK(extend(t, as_deque(a), b));
    return Ref::copy(a);
  }
  if (op != BinaryOp::kMul) return not_implemented();
  GILT_TRY(int64_t times, repeat_count(t, b));
  GILT_CHECK(repeat_in_place(t, as_deque(a), times));
  return Ref::copy(a);
}

// -- methods --

Ref method_append(Thread& t, Args args) {
  GILT_CHECK(deque_append(t, as_deque(args[0]), Ref::copy(args[1])));
  return Ref::none();
}

Ref method_appendleft(Thread& t, Args args) {
  GILT_CHECK(deque_append_left(t, as_deque(args[0]), Ref::copy(args[1])));
  return Ref::none();
}

Ref method_pop(Thread& t, Args args) {
  Ref value = deque_pop(t, as_deque(args[0]));
  if (value.is_unset()) return fail(t, index_error_type, "pop from an empty deque");
  return value;
}

Ref method_popleft(Thread& t, Args args) {
  Ref value = deque_pop_left(t, as_deque(args[0]));
  if (value.is_unset()) return fail(t, index_error_type, "pop from an empty deque");
  return value;
}

Ref method_extend(Thread& t, Args args) {
  GILT_CHECK(extend(t, as_deque(args[0]), args[1]));
  return Ref::none();
}

Ref method_extendleft(Thread& t, Args args) {
  GILT_CHECK(extend_left(t, as_deque(args[0]), args[1]));
  return Ref::none();
}

Ref method_clear(Thread& t, Args args) {
  clear(t, as_deque(args[0]));
  return Ref::none();
}

Ref method_copy(Thread& t, Args args) {
  return copy_of(t, args[0]);
}

Ref method_count(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  uint64_t version = d->version;
  int64_t count = 0;
  for (int64_t i = 0; i < d->size; ++i) {
    Ref item = d->at(i).load();
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    if (d->version != version) return deque_mutated(t);
    count += is_equal;
  }
  return int_from(t, count);
}

Ref method_index(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  int64_t start, stop;
  GILT_CHECK(index_bounds(t, args[2], args[3], d->size, start, stop));
  GILT_TRY(int64_t index, find(t, d, args[1], start, stop));
  if (index < 0) return fail(t, value_error_type, "deque.index(x): x not in deque");
  return int_from(t, index);
}

Ref method_insert(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  if (d->max_length >= 0 && d->size >= d->max_length)
    return fail(t, index_error_type, "deque already at its maximum size");
  if (index < 0) index = std::max<int64_t>(index + d->size, 0);
  index = std::min(index, d->size);
  GILT_CHECK(make_room(t, d));
  // The shorter side opens the gap.
  if (index < d->size / 2) {
    d->first = (d->first - 1) & (d->capacity - 1);
    for (int64_t i = 0; i < index; ++i) d->at(i) = d->at(i + 1);
  } else {
    for (int64_t i = d->size; i > index; --i) d->at(i) = d->at(i - 1);
  }
  if (stores_need_help(d, args[2])) publish(args[2]);
  d->at(index).init(Ref::copy(args[2]));
  ++d->size;
  ++d->version;
  return Ref::none();
}

Ref method_remove(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  uint64_t version = d->version;
  for (int64_t i = 0; i < d->size; ++i) {
    Ref item = d->at(i).load();
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    if (d->version != version) return fail(t, index_error_type, "deque mutated during remove().");
    if (is_equal) {
      Ref removed = take(d, i);
      return Ref::none();
    }
  }
  return fail(t, value_error_type, "deque.remove(x): x not in deque");
}

Ref method_reverse(Thread&, Args args) {
  auto* d = as_deque(args[0]);
  for (int64_t i = 0, j = d->size - 1; i < j; ++i, --j) std::swap(d->at(i), d->at(j));
  return Ref::none();
}

Ref method_rotate(Thread& t, Args args) {
  GILT_TRY(int64_t steps, to_int64(t, args[1]));
  rotate(as_deque(args[0]), steps);
  return Ref::none();
}

Ref method_reversed(Thread& t, Args args) {
  return deque_iterator_new(t, as_deque(args[0]), true);
}

Ref method_reduce(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  GILT_TRY(Ref state, get_attribute_or_unset(t, args[0], names::dict_));
  if (state.is_unset()) state = Ref::none();
  GILT_TRY(Ref items, deque_iterator_new(t, d, false));
  RefOf<TupleObject> arguments = RefOf<TupleObject>::copy(empty_tuple());
  if (d->max_length >= 0) {
    GILT_TRY(arguments, tuple_of(t, {to_value(empty_tuple()), Value::integer(d->max_length)}));
  }
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value(), state.get(), items.get()});
}

Ref method_sizeof(Thread& t, Args args) {
  auto* d = as_deque(args[0]);
  return int_from(t, static_cast<int64_t>(type_of(args[0])->instance_size + bytes(d->capacity)));
}

Ref get_maxlen(Thread& t, Value self) {
  auto* d = as_deque(self);
  return d->max_length < 0 ? Ref::none() : int_from(t, d->max_length);
}

constexpr NativeDef kMethods[] = {
    {"append", method_append, "(self, item, /)", "Add an element to the right side of the deque."},
    {"appendleft", method_appendleft, "(self, item, /)",
     "Add an element to the left side of the deque."},
    {"clear", guarded<method_clear>, "(self, /)", "Remove all elements from the deque."},
    {"copy", method_copy, "(self, /)", "Return a shallow copy of a deque."},
    {"__copy__", method_copy, "(self, /)", "Return a shallow copy of a deque."},
    {"count", guarded<method_count>, "(self, value, /)", "Return number of occurrences of value."},
    {"extend", guarded<method_extend>, "(self, iterable, /)",
     "Extend the right side of the deque with elements from the iterable."},
    {"extendleft", guarded<method_extendleft>, "(self, iterable, /)",
     "Extend the left side of the deque with elements from the iterable."},
    {"index", guarded<method_index>, "(self, value, start=..., stop=..., /)",
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"insert", guarded<method_insert>, "(self, index, value, /)", "Insert value before index."},
    {"pop", method_pop, "(self, /)", "Remove and return the rightmost element."},
    {"popleft", method_popleft, "(self, /)", "Remove and return the leftmost element."},
    {"remove", guarded<method_remove>, "(self, value, /)", "Remove first occurrence of value."},
    {"reverse", guarded<method_reverse>, "(self, /)", "Reverse *IN PLACE*."},
    {"rotate", guarded<method_rotate>, "(self, n=1, /)",
     "Rotate the deque n steps to the right.  If n is negative, rotates left."},
    {"__reversed__", method_reversed, "(self, /)", "Return a reverse iterator over the deque."},
    {"__reduce__", guarded<method_reduce>, "(self, /)", "Return state information for pickling."},
    {"__sizeof__", guarded<method_sizeof>, "(self, /)",
     "Return the size of the deque in memory, in bytes."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

constexpr GetSetDef kGetSets[] = {
    {"maxlen", get_maxlen, nullptr, "maximum size of a deque or None if unbounded"},
};

constexpr uint32_t kOps =
    1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul);

TypeObject* make_type() {
  TypeSpec spec{
      .name = "collections.deque",
      .instance_size = sizeof(DequeObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs | kTypeSequence,
      .binary_ops = kOps,
      .inplace_ops = kOps,
      .doc = "A list-like sequence optimized for data accesses near its endpoints.",
      .methods = kMethods,
      .getsets = kGetSets,
  };
  TypeSlots& slots = spec.slots;
  slots.dealloc = dealloc;
  slots.traverse = traverse;
  slots.clear = clear_slot;
  slots.construct = construct;
  slots.init = guarded<init>;
  slots.repr = repr_slot;
  slots.compare = compare_slot;
  slots.iter = iter_slot;
  slots.length = guarded<length_slot>;
  slots.get_item = guarded<get_item_slot>;
  slots.set_item = guarded<set_item_slot>;
  slots.contains = guarded<contains_slot>;
  slots.binary = binary_slot;
  slots.inplace = inplace_slot;
  return type_new_native(spec);
}

}  // namespace

bool deque_append(Thread& t, DequeObject* d, Ref value) {
  if (stores_need_help(d, value.get())) publish(value.get());
  Ref oldest;  // released last, because that may run script code
  ObjectLock lock(t, d);
  if (d->max_length == 0) return true;
  if (d->size == d->max_length) {
    oldest = deque_pop_left(t, d);
    d->at(d->size++).init(std::move(value));
    return true;
  }
  GILT_CHECK(make_room(t, d));
  d->at(d->size++).init(std::move(value));
  ++d->version;
  return true;
}

bool deque_append_left(Thread& t, DequeObject* d, Ref value) {
  if (stores_need_help(d, value.get())) publish(value.get());
  Ref dropped;
  ObjectLock lock(t, d);
  if (d->max_length == 0) return true;
  if (d->size == d->max_length)
    dropped = deque_pop(t, d);
  else
    GILT_CHECK(make_room(t, d));
  d->first = (d->first - 1) & (d->capacity - 1);
  ++d->size;
  d->at(0).init(std::move(value));
  ++d->version;
  return true;
}

Ref deque_pop(Thread& t, DequeObject* d) {
  ObjectLock lock(t, d);
  if (d->size == 0) return Ref::unset();
  ++d->version;
  return Ref::adopt(d->at(--d->size).peek());
}

Ref deque_pop_left(Thread& t, DequeObject* d) {
  ObjectLock lock(t, d);
  if (d->size == 0) return Ref::unset();
  Ref value = Ref::adopt(d->at(0).peek());
  d->first = (d->first + 1) & (d->capacity - 1);
  --d->size;
  ++d->version;
  return value;
}

TypeObject* deque_type() {
  static TypeObject* type = make_type();
  return type;
}

}  // namespace gilt
