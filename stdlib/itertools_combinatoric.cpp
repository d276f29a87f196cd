// product, permutations, combinations, combinations_with_replacement: each remembers the indices of
// its last result and steps them on.
#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "stdlib/itertools.h"

namespace gilt {
namespace {

using Indices = std::vector<int64_t>;

struct CombinatoricObject : Object {
  Slot pools;        // tuple; of product: a tuple of tuples
  Indices* indices;  // of the last result
  Indices* cycles;   // permutations only
  bool started, stopped;

  TupleObject* pool() const { return pools.peek().as<TupleObject>(); }
};

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* it = static_cast<CombinatoricObject*>(self);
  delete it->indices;
  delete it->cycles;
  it->pools.clear();
  native_free<CombinatoricObject>(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<CombinatoricObject*>(self)->pools);
}

// Its references are tuples: whatever cycle it is in gets cut elsewhere.
struct Life {
  static void fill(TypeSlots& slots) {
    slots.dealloc = dealloc;
    slots.traverse = traverse;
  }
};

Ref make(Thread& t, TypeObject* type, Ref pools, Indices indices, Indices cycles, bool stopped) {
  auto* it = native_allocate<CombinatoricObject>(t, type);
  if (!it) return Failed{};
  it->pools.init(std::move(pools));
  it->indices = new Indices(std::move(indices));
  it->cycles = new Indices(std::move(cycles));
  it->started = false;
  it->stopped = stopped;
  return finish_iterator(t, it);
}

constexpr int64_t kMaxIndices = int64_t{1} << 28;

// The items of the pool at the indices.
Ref pick(Thread& t, CombinatoricObject* it, size_t count) {
  GILT_TRY(auto result, tuple_new(t, static_cast<int64_t>(count)));
  for (size_t i = 0; i < count; ++i)
    result->items()[i].init(it->pool()->items()[(*it->indices)[i]].load());
  return result;
}

Ref stop(CombinatoricObject* it) {
  it->stopped = true;
  return Ref::unset();
}

// -- product --

Ref product_construct(Thread& t, TypeObject* type, CallArgs args) {
  int64_t repeat = 1;
  if (args.kwnames && args.kwnames->size > 0) {
    auto* name = args.kwnames->at(0).as<StrObject>();
    if (args.kwnames->size > 1 || name->view() != "repeat")
      return fail(t, type_error_type, "product() got an unexpected keyword argument '{}'",
                  name->view());
    GILT_TRY(repeat, to_int64(t, args[args.positional]));
    if (repeat < 0) return fail(t, value_error_type, "repeat argument cannot be negative");
  }
  int64_t pool_count;
  if (__builtin_mul_overflow(repeat, int64_t{args.positional}, &pool_count) ||
      pool_count > kMaxIndices)
    return fail(t, overflow_error_type, "repeat argument too large");
  GILT_TRY(auto pools, tuple_new(t, pool_count));
  bool any_empty = false;
  for (uint32_t i = 0; i < args.positional; ++i) {
    GILT_TRY(auto pool, tuple_from_iterable(t, args[i]));
    any_empty = any_empty || (pool->size == 0 && repeat > 0);
    for (int64_t round = 0; round < repeat; ++round)
      pools->items()[round * args.positional + i].init(pool.copy());
  }
  return make(t, type, std::move(pools), Indices(static_cast<size_t>(pool_count)), {}, any_empty);
}

Ref product_next(Thread& t, Value self) {
  auto* it = self.as<CombinatoricObject>();
  if (it->stopped) return Ref::unset();
  Indices& indices = *it->indices;
  auto pool_at = [&](size_t i) {
    return it->pool()->at(static_cast<int64_t>(i)).as<TupleObject>();
  };
  if (it->started) {
    // As an odometer turns.
    size_t i = indices.size();
    while (i > 0 && ++indices[i - 1] == pool_at(i - 1)->size) indices[--i] = 0;
    if (i == 0) return stop(it);
  }
  it->started = true;
  GILT_TRY(auto result, tuple_new(t, static_cast<int64_t>(indices.size())));
  for (size_t i = 0; i < indices.size(); ++i)
    result->items()[i].init(pool_at(i)->items()[indices[i]].load());
  return result;
}

// -- the others: items of one pool, r at a time --

struct Arguments {
  RefOf<TupleObject> pool;
  int64_t r;
};

std::optional<Arguments> checked(Thread& t, Value iterable, Value r) {
  GILT_TRY(auto pool, tuple_from_iterable(t, iterable));
  int64_t count = pool->size;
  if (!r.is_none()) {
    GILT_TRY(count, to_int64(t, r));
    if (count < 0) return fail(t, value_error_type, "r must be non-negative");
  }
  return Arguments{std::move(pool), count};
}

Indices counting(int64_t count) {
  Indices indices(static_cast<size_t>(count));
  std::iota(indices.begin(), indices.end(), int64_t{0});
  return indices;
}

Ref permutations_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("permutations", "(iterable, r=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!bound[1].is_none() && !is_int(bound[1]))
    return fail(t, type_error_type, "Expected int as r");
  auto arguments = checked(t, bound[0], bound[1]);
  if (!arguments) return Ref::error();
  int64_t n = arguments->pool->size, r = arguments->r;
  Indices cycles;
  for (int64_t i = 0; i < std::min(r, n); ++i) cycles.push_back(n - i);
  return make(t, type, std::move(arguments->pool), counting(n), std::move(cycles), r > n);
}

Ref permutations_next(Thread& t, Value self) {
  auto* it = self.as<CombinatoricObject>();
  if (it->stopped) return Ref::unset();
  Indices &indices = *it->indices, &cycles = *it->cycles;
  auto n = static_cast<int64_t>(indices.size());
  if (it->started) {
    auto i = static_cast<int64_t>(cycles.size()) - 1;
    for (; i >= 0; --i) {
      auto at = indices.begin() + i;
      auto u = static_cast<size_t>(i);
      if (--cycles[u] == 0) {
        std::rotate(at, at + 1, indices.end());
        cycles[u] = n - i;
        continue;
      }
      std::swap(*at, indices[static_cast<size_t>(n - cycles[u])]);
      break;
    }
    if (i < 0) return stop(it);
  }
  it->started = true;
  return pick(t, it, cycles.size());
}

Ref combinations_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("combinations", "(iterable, r)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref r, to_index(t, bound[1]));
  auto arguments = checked(t, bound[0], r.get());
  if (!arguments) return Ref::error();
  int64_t n = arguments->pool->size, count = arguments->r;
  return make(t, type, std::move(arguments->pool), counting(std::min(n, count)), {}, count > n);
}

Ref combinations_next(Thread& t, Value self) {
  auto* it = self.as<CombinatoricObject>();
  if (it->stopped) return Ref::unset();
  Indices& indices = *it->indices;
  int64_t n = it->pool()->size;
  size_t r = indices.size();
  if (it->started) {
    // The last index that can still grow; those behind it follow.
    size_t i = r;
    while (i > 0 && indices[i - 1] == n - static_cast<int64_t>(r - (i - 1))) --i;
    if (i == 0) return stop(it);
    ++indices[i - 1];
    for (; i < r; ++i) indices[i] = indices[i - 1] + 1;
  }
  it->started = true;
  return pick(t, it, r);
}

Ref with_replacement_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("combinations_with_replacement", "(iterable, r)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref r, to_index(t, bound[1]));
  auto arguments = checked(t, bound[0], r.get());
  if (!arguments) return Ref::error();
  if (arguments->r > kMaxIndices) return no_memory(t);
  int64_t n = arguments->pool->size;
  return make(t, type, std::move(arguments->pool), Indices(static_cast<size_t>(arguments->r)), {},
              n == 0 && arguments->r > 0);
}

Ref with_replacement_next(Thread& t, Value self) {
  auto* it = self.as<CombinatoricObject>();
  if (it->stopped) return Ref::unset();
  Indices& indices = *it->indices;
  int64_t n = it->pool()->size;
  if (it->started) {
    size_t i = indices.size();
    while (i > 0 && indices[i - 1] == n - 1) --i;
    if (i == 0) return stop(it);
    std::fill(indices.begin() + static_cast<int64_t>(i) - 1, indices.end(), indices[i - 1] + 1);
  }
  it->started = true;
  return pick(t, it, indices.size());
}

}  // namespace

std::span<const NamedType> itertools_combinatoric_types() {
  static const std::array types{
      NamedType{"product",
                make_itertools_type<CombinatoricObject, Life>(
                    "itertools.product",
                    {product_construct, guarded<product_next>,
                     "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
                     "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in "
                     "B)."})},
      NamedType{"permutations",
                make_itertools_type<CombinatoricObject, Life>(
                    "itertools.permutations",
                    {permutations_construct, guarded<permutations_next>,
                     "Return successive r-length permutations of elements in the iterable."})},
      NamedType{"combinations",
                make_itertools_type<CombinatoricObject, Life>(
                    "itertools.combinations",
                    {combinations_construct, guarded<combinations_next>,
                     "Return successive r-length combinations of elements in the iterable."})},
      NamedType{"combinations_with_replacement",
                make_itertools_type<CombinatoricObject, Life>(
                    "itertools.combinations_with_replacement",
                    {with_replacement_construct, guarded<with_replacement_next>,
                     "Return successive r-length combinations of elements in the iterable "
                     "allowing individual elements to have successive repeats."})},
  };
  return types;
}

}  // namespace gilt
