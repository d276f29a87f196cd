// chain, starmap, zip_longest, accumulate, batched, pairwise.
#include <array>
#include <vector>

#include "runtime/list.h"
#include "runtime/sequence_protocol.h"
#include "stdlib/itertools.h"

namespace gilt {
namespace {

// -- chain --

struct ChainObject : Object {
  Slot sources;  // iterator over iterables; unset once exhausted
  Slot active;   // iterator over the current one
};
using ChainLife = NativeLife<ChainObject, &ChainObject::sources, &ChainObject::active>;

Ref chain_over(Thread& t, TypeObject* type, Value iterables) {
  GILT_TRY(Ref sources, get_iter(t, iterables));
  auto* it = ChainLife::allocate(t, type);
  if (!it) return Failed{};
  it->sources.init(std::move(sources));
  return finish_iterator(t, it);
}

Ref chain_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(no_keywords(t, "chain", args));
  GILT_TRY(auto iterables, tuple_new(t, args.positional));
  for (uint32_t i = 0; i < args.positional; ++i) iterables->items()[i].init(Ref::copy(args[i]));
  return chain_over(t, type, iterables.value());
}

Ref chain_from_iterable(Thread& t, Args args) {
  return chain_over(t, args[0].as<TypeObject>(), args[1]);
}

Ref chain_next(Thread& t, Value self) {
  auto* it = self.as<ChainObject>();
  while (!it->sources.is_unset()) {
    if (it->active.is_unset()) {
      Ref sources = it->sources.load();
      Ref iterable = iter_next(t, sources.get());
      Ref iterator = iterable ? get_iter(t, iterable.get()) : std::move(iterable);
      if (!iterator) {
        it->sources.clear(it);
        return iterator;
      }
      it->active.store(it, std::move(iterator));
    }
    Ref active = it->active.load();
    Ref item = iter_next(t, active.get());
    if (!item.is_unset()) return item;
    // Unless another thread has gone on to the next one meanwhile.
    if (same(it->active.peek(), active.get())) it->active.clear(it);
  }
  return Ref::unset();
}

// -- starmap --

struct StarmapObject : Object {
  Slot function, iterator;
};
using StarmapLife = NativeLife<StarmapObject, &StarmapObject::function, &StarmapObject::iterator>;

Ref starmap_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, "starmap", args, 2, 2));
  GILT_TRY(Ref iterator, get_iter(t, args[1]));
  auto* it = StarmapLife::allocate(t, type);
  if (!it) return Failed{};
  it->function.init(Ref::copy(args[0]));
  it->iterator.init(std::move(iterator));
  return finish_iterator(t, it);
}

Ref starmap_next(Thread& t, Value self) {
  auto* it = self.as<StarmapObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  Ref item = iter_next(t, it->iterator.peek());
  if (!item) return item;
  GILT_TRY(auto arguments, tuple_from_iterable(t, item.get()));
  Ref function = it->function.load();
  return call(
      t, function.get(),
      CallArgs{&arguments->items()[0].word(), static_cast<uint32_t>(arguments->size), nullptr});
}

// -- zip_longest --

struct ZipLongestObject : Object {
  Slot iterators;  // list; None in place of an exhausted one
  Slot fill;
  int64_t active;
};
using ZipLongestLife =
    NativeLife<ZipLongestObject, &ZipLongestObject::iterators, &ZipLongestObject::fill>;

Ref zip_longest_construct(Thread& t, TypeObject* type, CallArgs args) {
  Ref fill = Ref::none();
  if (args.kwnames && args.kwnames->size > 0) {
    if (args.kwnames->size > 1 || args.kwnames->at(0).as<StrObject>()->view() != "fillvalue")
      return fail(t, type_error_type, "zip_longest() got an unexpected keyword argument");
    fill = Ref::copy(args[args.positional]);
  }
  GILT_TRY(auto iterators, list_new(t, args.positional));
  for (uint32_t i = 0; i < args.positional; ++i) {
    GILT_TRY(Ref iterator, get_iter(t, args[i]));
    GILT_CHECK(list_append(t, iterators.get(), std::move(iterator)));
  }
  auto* it = ZipLongestLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterators.init(std::move(iterators));
  it->fill.init(std::move(fill));
  it->active = args.positional;
  return finish_iterator(t, it);
}

Ref zip_longest_next(Thread& t, Value self) {
  auto* it = self.as<ZipLongestObject>();
  if (it->active <= 0 || it->iterators.is_unset()) return Ref::unset();
  auto iterators = RefOf<ListObject>::from(it->iterators.load());
  GILT_TRY(auto row, tuple_new(t, iterators->size));
  for (int64_t i = 0; i < row->size; ++i) {
    Ref item;
    Ref iterator = iterators->items[i].load();
    if (!iterator.is_none()) {
      item = iter_next(t, iterator.get());
      if (item.is_error()) {
        it->active = 0;
        return item;
      }
      // Another thread may have come to its end first.
      if (item.is_unset() && same(iterators->items[i].peek(), iterator.get())) {
        // Unless it was the last, and another thread has said so already.
        if (--it->active <= 0) return Ref::unset();
        iterators->items[i].store(iterators.get(), Ref::none());
      }
    }
    row->items()[i].init(item.is_unset() ? it->fill.load() : std::move(item));
  }
  return row;
}

// -- accumulate --

struct AccumulateObject : Object {
  Slot iterator, function;  // function None: +
  Slot total;               // unset before the first item
  Slot initial;             // yielded first; unset once it was
};
using AccumulateLife =
    NativeLife<AccumulateObject, &AccumulateObject::iterator, &AccumulateObject::function,
               &AccumulateObject::total, &AccumulateObject::initial>;

Ref accumulate_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("accumulate", "(iterable, func=None, *, initial=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref iterator, get_iter(t, bound[0]));
  auto* it = AccumulateLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->function.init(Ref::copy(bound[1]));
  if (!bound[2].is_none()) it->initial.init(Ref::copy(bound[2]));
  return finish_iterator(t, it);
}

Ref accumulate_next(Thread& t, Value self) {
  auto* it = self.as<AccumulateObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  if (!it->initial.is_unset()) {
    Ref initial = it->initial.exchange(it, Ref::unset());
    it->total.store(it, initial.copy());
    return initial;
  }
  Ref item = iter_next(t, it->iterator.peek());
  if (!item) return item;
  if (!it->total.is_unset()) {
    Ref total = it->total.load(), function = it->function.load();
    item = function.is_none() ? binary_operation(t, BinaryOp::kAdd, total.get(), item.get())
                              : call(t, function.get(), {total.get(), item.get()});
    if (item.is_error()) return item;
  }
  it->total.store(it, item.copy());
  return item;
}

// -- batched --

struct BatchedObject : Object {
  Slot iterator;  // unset once exhausted
  int64_t size;
  bool strict;
};
using BatchedLife = NativeLife<BatchedObject, &BatchedObject::iterator>;

Ref batched_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("batched", "(iterable, n, *, strict=False)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(int64_t size, to_int64(t, bound[1]));
  if (size < 1) return fail(t, value_error_type, "n must be at least one");
  GILT_TRY(bool strict, truth(t, bound[2]));
  GILT_TRY(Ref iterator, get_iter(t, bound[0]));
  auto* it = BatchedLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->size = size;
  it->strict = strict;
  return finish_iterator(t, it);
}

Ref batched_next(Thread& t, Value self) {
  auto* it = self.as<BatchedObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  Ref iterator = it->iterator.load();
  GILT_TRY(auto batch, list_new(t, std::min<int64_t>(it->size, 64)));
  while (batch->size < it->size) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) {
      it->iterator.clear(it);
      if (batch->size == 0) return Ref::unset();
      if (it->strict) return fail(t, value_error_type, "batched(): incomplete batch");
      break;
    }
    GILT_CHECK(list_append(t, batch.get(), std::move(item)));
  }
  return tuple_from_iterable(t, batch.value());
}

// -- pairwise --

struct PairwiseObject : Object {
  Slot iterator;  // unset once exhausted
  Slot last;      // unset before the first item
};
using PairwiseLife = NativeLife<PairwiseObject, &PairwiseObject::iterator, &PairwiseObject::last>;

Ref pairwise_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, "pairwise", args, 1, 1));
  GILT_TRY(Ref iterator, get_iter(t, args[0]));
  auto* it = PairwiseLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  return finish_iterator(t, it);
}

Ref pairwise_next(Thread& t, Value self) {
  auto* it = self.as<PairwiseObject>();
  if (it->iterator.is_unset()) return Ref::unset();
  Ref iterator = it->iterator.load();
  if (it->last.is_unset()) {
    Ref first = iter_next(t, iterator.get());
    if (!first) {
      it->iterator.clear(it);
      return first;
    }
    it->last.store(it, std::move(first));
    // Getting it may have ended this iterator from within.
    if (it->iterator.is_unset()) return Ref::unset();
  }
  Ref last = it->last.load();
  Ref item = iter_next(t, iterator.get());
  if (!item) {
    it->iterator.clear(it);
    it->last.clear(it);
    return item;
  }
  it->last.store(it, item.copy());
  return tuple_of(t, {last.get(), item.get()});
}

constexpr NativeDef kChainMethods[] = {
    {"from_iterable", chain_from_iterable, "(cls, iterable, /)",
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
     NativeKind::kClassMethod},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

}  // namespace

std::span<const NamedType> itertools_combining_types() {
  static const std::array types{
      NamedType{"chain",
                make_itertools_type<ChainObject, ChainLife>(
                    "itertools.chain",
                    {chain_construct, guarded<chain_next>,
                     "Return a chain object whose .__next__() method returns elements from the\n"
                     "first iterable until it is exhausted, then elements from the next\n"
                     "iterable, until all of the iterables are exhausted.",
                     kChainMethods})},
      NamedType{"starmap",
                make_itertools_type<StarmapObject, StarmapLife>(
                    "itertools.starmap",
                    {starmap_construct, guarded<starmap_next>,
                     "Return an iterator whose values are returned from the function evaluated "
                     "with an argument tuple taken from the given sequence."})},
      NamedType{"zip_longest",
                make_itertools_type<ZipLongestObject, ZipLongestLife>(
                    "itertools.zip_longest",
                    {zip_longest_construct, guarded<zip_longest_next>,
                     "Return a zip_longest object whose .__next__() method returns a tuple where\n"
                     "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
                     "method continues until the longest iterable in the argument sequence is\n"
                     "exhausted and then it raises StopIteration.  When the shorter iterables\n"
                     "are exhausted, the fillvalue is substituted in their place."})},
      NamedType{"accumulate",
                make_itertools_type<AccumulateObject, AccumulateLife>(
                    "itertools.accumulate",
                    {accumulate_construct, guarded<accumulate_next>,
                     "Return series of accumulated sums (or other binary function results)."})},
      NamedType{"batched",
                make_itertools_type<BatchedObject, BatchedLife>(
                    "itertools.batched",
                    {batched_construct, guarded<batched_next>,
                     "Batch data into tuples of length n. The last batch may be shorter than n."})},
      NamedType{"pairwise",
                make_itertools_type<PairwiseObject, PairwiseLife>(
                    "itertools.pairwise",
                    {pairwise_construct, guarded<pairwise_next>,
                     "Return an iterator of overlapping pairs taken from the input iterator."})},
  };
  return types;
}

}  // namespace gilt
