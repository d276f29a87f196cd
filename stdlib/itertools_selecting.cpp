// compress, dropwhile, takewhile, filterfalse, islice: some of the items of another iterator.
#include <array>

#include "runtime/int.h"
#include "stdlib/itertools.h"

namespace gilt {
namespace {

// -- those with a predicate --

struct PredicateObject : Object {
  Slot function;
  Slot iterator;
  bool started;  // dropwhile: has passed on its first item; takewhile: has stopped
};
using PredicateLife =
    NativeLife<PredicateObject, &PredicateObject::function, &PredicateObject::iterator>;

template <const char* kName>
Ref predicate_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, kName, args, 2, 2));
  GILT_TRY(Ref iterator, get_iter(t, args[1]));
  auto* it = PredicateLife::allocate(t, type);
  if (!it) return Failed{};
  it->function.init(Ref::copy(args[0]));
  it->iterator.init(std::move(iterator));
  it->started = false;
  return finish_iterator(t, it);
}

std::optional<bool> holds(Thread& t, PredicateObject* it, Value item) {
  if (it->function.is_unset()) return false;  // taken apart by the collector
  Ref function = it->function.load();
  GILT_TRY(Ref verdict, call(t, function.get(), {item}));
  return truth(t, verdict.get());
}

Ref dropwhile_next(Thread& t, Value self) {
  auto* it = self.as<PredicateObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  while (true) {
    Ref item = iter_next(t, it->iterator.peek());
    if (!item || it->started) return item;
    GILT_TRY(bool drop, holds(t, it, item.get()));
    if (drop) continue;
    it->started = true;
    return item;
  }
}

Ref takewhile_next(Thread& t, Value self) {
  auto* it = self.as<PredicateObject>();
  if (it->started || it->iterator.is_unset()) return Ref::unset();
  Ref item = iter_next(t, it->iterator.peek());
  if (!item) return item;
  GILT_TRY(bool take, holds(t, it, item.get()));
  if (take) return item;
  it->started = true;
  return Ref::unset();
}

Ref filterfalse_next(Thread& t, Value self) {
  auto* it = self.as<PredicateObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  bool by_truth = it->function.peek().is_none() || same(it->function.peek(), to_value(&bool_type));
  while (true) {
    Ref item = iter_next(t, it->iterator.peek());
    if (!item) return item;
    GILT_TRY(bool is_true, by_truth ? truth(t, item.get()) : holds(t, it, item.get()));
    if (!is_true) return item;
  }
}

// -- compress --

struct CompressObject : Object {
  Slot data, selectors;
};
using CompressLife = NativeLife<CompressObject, &CompressObject::data, &CompressObject::selectors>;

Ref compress_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("compress", "(data, selectors)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref data, get_iter(t, bound[0]));
  GILT_TRY(Ref selectors, get_iter(t, bound[1]));
  auto* it = CompressLife::allocate(t, type);
  if (!it) return Failed{};
  it->data.init(std::move(data));
  it->selectors.init(std::move(selectors));
  return finish_iterator(t, it);
}

Ref compress_next(Thread& t, Value self) {
  auto* it = self.as<CompressObject>();
  if (it->data.is_unset()) return Ref::unset();
  while (true) {
    Ref item = iter_next(t, it->data.peek());
    if (!item) return item;
    Ref selector = iter_next(t, it->selectors.peek());
    if (!selector) return selector;
    GILT_TRY(bool take, truth(t, selector.get()));
    if (take) return item;
  }
}

// -- islice --

struct IsliceObject : Object {
  Slot iterator;  // unset once exhausted
  int64_t next;   // index of the item to yield next
  int64_t stop;   // -1: none
  int64_t step;
  int64_t count;  // items taken so far
};
using IsliceLife = NativeLife<IsliceObject, &IsliceObject::iterator>;

// An int >= 0, or -1 for None; the error's text otherwise.
bool bound_of(Thread& t, Value v, int64_t when_none, int64_t& out, const char* which) {
  out = when_none;
  if (v.is_none()) return true;
  std::optional<int64_t> value = to_int64(t, v);
  if (value && *value >= 0) {
    out = *value;
    return true;
  }
  if (value && *value < -1) which = "Indices";  // as CPython, to whom -1 stands for a failure
  if (error_pending(t)) error_clear(t);
  return fail(t, value_error_type,
              "{} for islice() must be None or an integer: 0 <= x <= sys.maxsize.", which);
}

Ref islice_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, "islice", args, 2, 4));
  int64_t start = 0, stop = -1, step = 1;
  if (args.positional == 2) {
    GILT_CHECK(bound_of(t, args[1], -1, stop, "Stop argument"));
  } else {
    // CPython names the stop argument first.
    GILT_CHECK(bound_of(t, args[2], -1, stop, "Stop argument"));
    GILT_CHECK(bound_of(t, args[1], 0, start, "Indices"));
  }
  if (args.positional == 4 && !args[3].is_none()) {
    std::optional<int64_t> value = to_int64(t, args[3]);
    if (!value || *value < 1) {
      if (error_pending(t)) error_clear(t);
      return fail(t, value_error_type, "Step for islice() must be a positive integer or None.");
    }
    step = *value;
  }
  GILT_TRY(Ref iterator, get_iter(t, args[0]));
  auto* it = IsliceLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->next = start;
  it->stop = stop;
  it->step = step;
  it->count = 0;
  return finish_iterator(t, it);
}

Ref islice_next(Thread& t, Value self) {
  auto* it = self.as<IsliceObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  Ref iterator = it->iterator.load();
  // Items in between are taken and dropped, up to the stop.
  int64_t wanted = it->stop >= 0 ? std::min(it->next, it->stop) : it->next;
  Ref item;
  while (it->count < wanted) {
    item = iter_next(t, iterator.get());
    if (!item) {
      it->iterator.clear(it);
      return item;
    }
    ++it->count;
  }
  if (it->stop >= 0 && it->count >= it->stop) {
    it->iterator.clear(it);
    return Ref::unset();
  }
  item = iter_next(t, iterator.get());
  if (!item) {
    it->iterator.clear(it);
    return item;
  }
  ++it->count;
  if (__builtin_add_overflow(it->next, it->step, &it->next)) it->next = INT64_MAX;
  return item;
}

constexpr char kDropwhile[] = "dropwhile";
constexpr char kTakewhile[] = "takewhile";
constexpr char kFilterfalse[] = "filterfalse";

}  // namespace

std::span<const NamedType> itertools_selecting_types() {
  static const std::array types{
      NamedType{kDropwhile,
                make_itertools_type<PredicateObject, PredicateLife>(
                    "itertools.dropwhile",
                    {predicate_construct<kDropwhile>, guarded<dropwhile_next>,
                     "Drop items from the iterable while predicate(item) is true.\n\n"
                     "Afterwards, return every element until the iterable is exhausted."})},
      NamedType{kTakewhile,
                make_itertools_type<PredicateObject, PredicateLife>(
                    "itertools.takewhile",
                    {predicate_construct<kTakewhile>, guarded<takewhile_next>,
                     "Return successive entries from an iterable as long as the predicate "
                     "evaluates to true for each entry."})},
      NamedType{kFilterfalse,
                make_itertools_type<PredicateObject, PredicateLife>(
                    "itertools.filterfalse",
                    {predicate_construct<kFilterfalse>, guarded<filterfalse_next>,
                     "Return those items of iterable for which function(item) is false.\n\n"
                     "If function is None, return the items that are false."})},
      NamedType{"compress",
                make_itertools_type<CompressObject, CompressLife>(
                    "itertools.compress",
                    {compress_construct, guarded<compress_next>,
                     "Return data elements corresponding to true selector elements.\n\n"
                     "Forms a shorter iterator from selected data elements using the selectors "
                     "to\nchoose the data elements."})},
      NamedType{"islice",
                make_itertools_type<IsliceObject, IsliceLife>(
                    "itertools.islice",
                    {islice_construct, guarded<islice_next>,
                     "islice(iterable, stop) --> islice object\n"
                     "islice(iterable, start, stop[, step]) --> islice object\n\n"
                     "Return an iterator whose next() method returns selected values from an\n"
                     "iterable."})},
  };
  return types;
}

}  // namespace gilt
