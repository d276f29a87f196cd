// count, cycle and repeat.
#include <array>

#include "runtime/int.h"
#include "runtime/list.h"
#include "stdlib/itertools.h"

namespace gilt {
namespace {

constexpr Value kOne = Value::integer(1);

bool is_number(Value v) {
  const TypeSlots& slots = type_of(v)->slots;
  return slots.to_int || slots.to_float || slots.to_index || type_of(v) == &complex_type;
}

// -- count --

struct CountObject : Object {
  Slot next, step;
};
using CountLife = NativeLife<CountObject, &CountObject::next, &CountObject::step>;

Ref count_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("count", "(start=0, step=1)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_number(bound[0]) || !is_number(bound[1]))
    return fail(t, type_error_type, "a number is required");
  auto* it = CountLife::allocate(t, type);
  if (!it) return Failed{};
  it->next.init(bound[0].is_bool() ? Ref::adopt(Value::integer(bound[0].is_true()))
                                   : Ref::copy(bound[0]));
  it->step.init(Ref::copy(bound[1]));
  return finish_iterator(t, it);
}

Ref count_next(Thread& t, Value self) {
  auto* it = self.as<CountObject>();
  Value now = it->next.peek(), step = it->step.peek();
  Ref following;
  int64_t sum;
  if (both_int(now, step) && !__builtin_add_overflow(static_cast<int64_t>(now.bits()),
                                                     static_cast<int64_t>(step.bits()), &sum)) {
    following = Ref::adopt(Value::from_bits(static_cast<uint64_t>(sum)));
  } else {
    if (now.is_unset()) return Ref::unset();  // taken apart by the collector
    Ref held = Ref::copy(now);
    GILT_TRY(following, binary_operation(t, BinaryOp::kAdd, now, step));
  }
  return it->next.exchange(it, std::move(following));
}

Ref count_repr(Thread& t, Value self) {
  auto* it = self.as<CountObject>();
  StrBuilder text;
  text.append(type_of(self)->name->view());
  text.append('(');
  Ref next = it->next.load();  // its repr may ask for the next one
  GILT_CHECK(text.append_repr(t, next.get()));
  if (!same(it->step.peek(), kOne)) {
    text.append(", ");
    GILT_CHECK(text.append_repr(t, it->step.peek()));
  }
  text.append(')');
  return text.finish(t);
}

// -- cycle --

struct CycleObject : Object {
  Slot iterator;  // unset once the first round is over
  Slot saved;     // list
  int64_t index;
};
using CycleLife = NativeLife<CycleObject, &CycleObject::iterator, &CycleObject::saved>;

Ref cycle_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, "cycle", args, 1, 1));
  GILT_TRY(Ref iterator, get_iter(t, args[0]));
  GILT_TRY(auto saved, list_new(t));
  auto* it = CycleLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->saved.init(std::move(saved));
  it->index = 0;
  return finish_iterator(t, it);
}

Ref cycle_next(Thread& t, Value self) {
  auto* it = self.as<CycleObject>();
  if (it->saved.is_unset()) return Ref::unset();
  auto* saved = it->saved.peek().as<ListObject>();
  if (!it->iterator.is_unset()) {
    Ref iterator = it->iterator.load();
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (!item.is_unset()) {
      GILT_CHECK(list_append(t, saved, item.copy()));
      return item;
    }
    it->iterator.clear(it);
  }
  if (saved->size == 0) return Ref::unset();
  if (it->index >= saved->size) it->index = 0;
  return saved->items[it->index++].load();
}

// -- repeat --

struct RepeatObject : Object {
  Slot value;
  int64_t remaining;  // -1: for ever
};
using RepeatLife = NativeLife<RepeatObject, &RepeatObject::value>;

Ref repeat_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("repeat", "(object, times=...)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  int64_t times = -1;
  if (!bound[1].is_unset()) {
    GILT_TRY(times, to_int64(t, bound[1]));
    times = std::max<int64_t>(times, 0);
  }
  auto* it = RepeatLife::allocate(t, type);
  if (!it) return Failed{};
  it->value.init(Ref::copy(bound[0]));
  it->remaining = times;
  return finish_iterator(t, it);
}

Ref repeat_next(Thread&, Value self) {
  auto* it = self.as<RepeatObject>();
  if (it->remaining == 0) return Ref::unset();
  if (it->remaining > 0) --it->remaining;
  return it->value.load();
}

Ref repeat_repr(Thread& t, Value self) {
  auto* it = self.as<RepeatObject>();
  StrBuilder text;
  text.append(type_of(self)->name->view());
  text.append('(');
  GILT_CHECK(text.append_repr(t, it->value.peek()));
  if (it->remaining >= 0) {
    text.append(", ");
    text.append(std::to_string(it->remaining));
  }
  text.append(')');
  return text.finish(t);
}

Ref repeat_length_hint(Thread& t, Args args) {
  auto* it = args[0].as<RepeatObject>();
  if (it->remaining < 0) return fail(t, type_error_type, "len() of unsized object");
  return int_from(t, it->remaining);
}

constexpr NativeDef kRepeatMethods[] = {
    {"__length_hint__", guarded<repeat_length_hint>, "(self, /)",
     "Private method returning an estimate of len(list(it))."},
};

}  // namespace

std::span<const NamedType> itertools_infinite_types() {
  static const std::array types{
      NamedType{"count", make_itertools_type<CountObject, CountLife>(
                             "itertools.count",
                             {count_construct,
                              guarded<count_next>,
                              "Return a count object whose .__next__() method returns consecutive "
                              "values.\n\nEquivalent to:\n"
                              "    def count(firstval=0, step=1):\n"
                              "        x = firstval\n"
                              "        while 1:\n"
                              "            yield x\n"
                              "            x += step",
                              {},
                              count_repr})},
      NamedType{"cycle",
                make_itertools_type<CycleObject, CycleLife>(
                    "itertools.cycle",
                    {cycle_construct, guarded<cycle_next>,
                     "Return elements from the iterable until it is exhausted. Then repeat "
                     "the sequence indefinitely."})},
      NamedType{"repeat", make_itertools_type<RepeatObject, RepeatLife>(
                              "itertools.repeat",
                              {repeat_construct, guarded<repeat_next>,
                               "repeat(object [,times]) -> create an iterator which returns the "
                               "object\nfor the specified number of times.  If not specified, "
                               "returns the object\nendlessly.",
                               kRepeatMethods, guarded<repeat_repr>})},
  };
  return types;
}

}  // namespace gilt
