// iter(x) for what only has __getitem__, iter(callable, sentinel), and reversed(sequence).
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

using SequenceLife = NativeLife<SequenceIteratorObject, &SequenceIteratorObject::sequence>;
using CallableLife = NativeLife<CallableIteratorObject, &CallableIteratorObject::callable,
                                &CallableIteratorObject::sentinel>;
using ReversedLife = NativeLife<ReversedObject, &ReversedObject::sequence>;

// sequence[index]; unset when that raises IndexError or StopIteration.
Ref item_or_end(Thread& t, Value sequence, int64_t index) {
  GILT_TRY(Ref key, int_from(t, index));
  Ref item = get_item(t, sequence, key.get());
  if (!item.is_error()) return item;
  if (!error_matches(t, index_error_type) && !error_matches(t, stop_iteration_type)) return item;
  error_clear(t);
  return Ref::unset();
}

Ref sequence_next(Thread& t, Value self) {
  auto* it = self.as<SequenceIteratorObject>();
  Ref sequence = it->sequence.load();
  if (sequence.is_unset()) return Ref::unset();
  Ref item = item_or_end(t, sequence.get(), it->index);
  if (item.is_unset())
    it->sequence.clear(it);
  else if (!item.is_error())
    ++it->index;
  return item;
}

// What remains, by len(): for iterators that go up.
Ref sequence_length_hint(Thread& t, Args args) {
  auto* it = args[0].as<SequenceIteratorObject>();
  Ref sequence = it->sequence.load();
  if (sequence.is_unset() || !type_of(sequence.get())->slots.length)
    return Ref::adopt(Value::integer(0));
  GILT_TRY(int64_t size, length(t, sequence.get()));
  return int_from(t, std::max<int64_t>(size - it->index, 0));
}

Ref sequence_reduce(Thread& t, Args args) {
  auto* it = args[0].as<SequenceIteratorObject>();
  GILT_TRY(Ref iter, import_attribute(t, "builtins", "iter"));
  Ref sequence = it->sequence.load();
  if (sequence.is_unset()) {
    GILT_TRY(auto arguments, tuple_of(t, {to_value(empty_tuple())}));
    return tuple_of(t, {iter.get(), arguments.value()});
  }
  GILT_TRY(auto arguments, tuple_of(t, {sequence.get()}));
  return tuple_of(t, {iter.get(), arguments.value(), Value::integer(it->index)});
}

Ref sequence_setstate(Thread& t, Args args) {
  auto* it = args[0].as<SequenceIteratorObject>();
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  if (!it->sequence.is_unset()) it->index = std::max<int64_t>(index, 0);
  return Ref::none();
}

Ref callable_next(Thread& t, Value self) {
  auto* it = self.as<CallableIteratorObject>();
  Ref callable = it->callable.load();
  if (callable.is_unset()) return Ref::unset();
  Ref result = call(t, callable.get());
  if (result.is_error()) {
    if (!error_matches(t, stop_iteration_type)) return result;
    error_clear(t);
  } else {
    Ref sentinel = it->sentinel.load();
    if (sentinel.is_unset()) return Ref::unset();  // ended by the call itself
    GILT_TRY(bool at_end, equal(t, sentinel.get(), result.get()));
    if (!at_end) return result;
  }
  it->callable.clear(it);
  it->sentinel.clear(it);
  return Ref::unset();
}

// -- reversed --

Ref reversed_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == &reversed_type) GILT_CHECK(no_keywords(t, "reversed", args));
  if (args.positional != 1)
    return fail(t, type_error_type, "reversed expected 1 argument, got {}", args.positional);
  Value v = args[0];
  bool needs_self;
  GILT_TRY(Ref method, lookup_special(t, v, names::reversed_, needs_self));
  TypeObject* kind = type_of(v);
  if (method.is_none() || (method.is_unset() && (!kind->slots.get_item || kind->is(kTypeIsDict) ||
                                                 kind->is(kTypeIsType))))
    return fail(t, type_error_type, "'{}' object is not reversible", type_name(v));
  if (!method.is_unset()) return needs_self ? call(t, method.get(), {v}) : call(t, method.get());
  GILT_TRY(int64_t size, length(t, v));
  auto* it = ReversedLife::allocate(t, type);
  if (!it) return Failed{};
  it->sequence.init(Ref::copy(v));
  it->index = size - 1;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref reversed_next(Thread& t, Value self) {
  auto* it = self.as<ReversedObject>();
  Ref sequence = it->sequence.load();
  if (sequence.is_unset()) return Ref::unset();
  if (int64_t index = it->index; index >= 0) {
    Ref item = item_or_end(t, sequence.get(), index);
    if (item) --it->index;
    if (!item.is_unset()) return item;
  }
  it->index = -1;
  it->sequence.clear(it);
  return Ref::unset();
}

Ref reversed_length_hint(Thread& t, Args args) {
  auto* it = args[0].as<ReversedObject>();
  Ref sequence = it->sequence.load();
  if (sequence.is_unset()) return Ref::adopt(Value::integer(0));
  GILT_TRY(int64_t size, length(t, sequence.get()));
  int64_t index = it->index;
  return int_from(t, size <= index ? 0 : index + 1);
}

constexpr NativeDef kSequenceMethods[] = {
    {"__length_hint__", sequence_length_hint, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", sequence_reduce, "(self, /)", "Return state information for pickling."},
    {"__setstate__", sequence_setstate, "(self, object, /)",
     "Set state information for unpickling."},
};

constexpr NativeDef kReversedMethods[] = {
    {"__length_hint__", reversed_length_hint, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
};

}  // namespace

Ref sequence_iterator_new(Thread& t, Value sequence) {
  auto* it = SequenceLife::allocate(t, &sequence_iterator_type);
  if (!it) return Failed{};
  it->sequence.init(Ref::copy(sequence));
  it->index = 0;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref callable_iterator_new(Thread& t, Value callable, Value sentinel) {
  auto* it = CallableLife::allocate(t, &callable_iterator_type);
  if (!it) return Failed{};
  it->callable.init(Ref::copy(callable));
  it->sentinel.init(Ref::copy(sentinel));
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

void init_sequence_iterator_type() {
  TypeSpec spec{
      .name = "iterator",
      .instance_size = sizeof(SequenceIteratorObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kSequenceMethods,
  };
  SequenceLife::fill(spec.slots);
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = sequence_next;
  type_init_builtin(sequence_iterator_type, kSequenceIteratorShape, spec);
}

void init_callable_iterator_type() {
  TypeSpec spec{
      .name = "callable_iterator",
      .instance_size = sizeof(CallableIteratorObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
  };
  CallableLife::fill(spec.slots);
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = callable_next;
  type_init_builtin(callable_iterator_type, kCallableIteratorShape, spec);
}

void init_reversed_type() {
  TypeSpec spec{
      .name = "reversed",
      .instance_size = sizeof(ReversedObject),
      .flags = kTypeSubclassable | kTypeTracked,
      .doc = "Return a reverse iterator over the values of the given sequence.",
      .methods = kReversedMethods,
  };
  ReversedLife::fill(spec.slots);
  spec.slots.construct = reversed_construct;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = reversed_next;
  type_init_builtin(reversed_type, kReversedShape, spec);
}

}  // namespace gilt
