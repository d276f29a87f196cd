// enumerate, zip, map and filter.
#include "runtime/iterators.h"

#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/signature.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

using EnumerateLife =
    NativeLife<EnumerateObject, &EnumerateObject::iterator, &EnumerateObject::big_index>;
using ZipLife = NativeLife<ZipObject, &ZipObject::iterators>;
using MapLife = NativeLife<MapObject, &MapObject::function, &MapObject::iterators>;
using FilterLife = NativeLife<FilterObject, &FilterObject::function, &FilterObject::iterator>;

// -- enumerate --

Ref enumerate_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("enumerate", "(iterable, start=0)", false);
  if (args.positional == 0 && args.kwnames == nullptr)
    return fail(t, type_error_type, "enumerate() missing required argument 'iterable'");
  for (int64_t i = 0; args.kwnames != nullptr && i < args.kwnames->size; ++i) {
    const std::string_view name = args.kwnames->at(i).as<StrObject>()->view();
    if (name != "iterable" && name != "start")
      return fail(t, type_error_type, "'{}' is an invalid keyword argument for enumerate()", name);
  }
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref start, to_index(t, bound[1]));
  GILT_TRY(Ref iterator, get_iter(t, bound[0]));
  auto* it = EnumerateLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->index = 0;
  if (start.get().is_int())
    it->index = start.get().as_int();
  else if (start.get().is_bool())
    it->index = start.get().is_true();
  else
    it->big_index.init(std::move(start));
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref enumerate_next(Thread& t, Value self) {
  auto* it = self.as<EnumerateObject>();
  if (it->iterator.is_unset()) return Ref::unset();  // taken apart by the collector
  Ref item = iter_next(t, it->iterator.peek());
  if (!item) return item;
  ObjectLock lock(t, it);  // threads that share it get an index each
  if (it->big_index.is_unset()) [[likely]] {
    if (it->index < Value::kMaxInt) return tuple_of(t, {Value::integer(it->index++), item.get()});
    it->big_index.init(Ref::adopt(Value::integer(it->index)));
  }
  GILT_TRY(Ref following, int_binary(t, BinaryOp::kAdd, it->big_index.peek(), Value::integer(1)));
  Ref index = it->big_index.exchange(it, std::move(following));
  return tuple_of(t, {index.get(), item.get()});
}

Ref enumerate_reduce(Thread& t, Args args) {
  auto* it = args[0].as<EnumerateObject>();
  ObjectLock lock(t, it);
  Value index = it->big_index.is_unset() ? Value::integer(it->index) : it->big_index.peek();
  GILT_TRY(auto arguments, tuple_of(t, {it->iterator.peek(), index}));
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value()});
}

// -- zip and map --

// The only keyword: strict.
bool take_strict(Thread& t, const char* function, CallArgs args, bool& strict) {
  strict = false;
  if (!args.kwnames) return true;
  for (int64_t i = 0; i < args.kwnames->size; ++i) {
    auto* name = args.kwnames->at(i).as<StrObject>();
    if (name->view() != "strict")
      return fail_unexpected_keyword(t, function, name->view(), {"strict"});
    GILT_TRY(strict, truth(t, args[args.positional + static_cast<uint32_t>(i)]));
  }
  return true;
}

RefOf<TupleObject> iterators_over(Thread& t, CallArgs args, uint32_t first) {
  GILT_TRY(auto iterators, tuple_new(t, args.positional - first));
  for (uint32_t i = first; i < args.positional; ++i) {
    GILT_TRY(Ref iterator, get_iter(t, args[i]));
    iterators->items()[i - first].init(std::move(iterator));
  }
  return iterators;
}

// "zip() argument 3 is shorter than arguments 1-2"; [i] counts from 0.
Failed length_mismatch(Thread& t, const char* function, int64_t i, const char* than) {
  return fail(t, value_error_type, "{}() argument {} is {} than argument{}{}", function, i + 1,
              than, i == 1 ? " " : "s 1-", i);
}

// Advances all of [iterators], storing what they yield in [out]: true; false at the end or with an
// error ([failed] tells which).
bool next_row(Thread& t, TupleObject* iterators, Value* out, bool strict, const char* function,
              bool& failed) {
  failed = false;
  int64_t size = iterators->size;
  for (int64_t i = 0; i < size; ++i) {
    Ref item = iter_next(t, iterators->at(i));
    if (item) {
      out[i] = item.take();
      continue;
    }
    failed = item.is_error();
    if (!failed && strict) {
      if (i > 0) {
        (void)length_mismatch(t, function, i, "shorter");
        failed = true;
      }
      for (int64_t j = i + 1; i == 0 && j < size; ++j) {
        Ref other = iter_next(t, iterators->at(j));
        if (other.is_unset()) continue;
        failed = true;
        if (!other.is_error()) (void)length_mismatch(t, function, j, "longer");
        break;
      }
    }
    for (int64_t j = 0; j < i; ++j) release(out[j]);
    return false;
  }
  return true;
}

// Room for one row: on the stack when it is short.
class Row {
 public:
  explicit Row(int64_t size) {
    if (size > kInline) more_.resize(static_cast<size_t>(size));
    values_ = size > kInline ? more_.data() : inline_;
  }
  Value* values() { return values_; }

 private:
  static constexpr int64_t kInline = 8;
  Value inline_[kInline];
  std::vector<Value> more_;
  Value* values_;
};

Ref zip_construct(Thread& t, TypeObject* type, CallArgs args) {
  bool strict;
  GILT_CHECK(take_strict(t, "zip", args, strict));
  GILT_TRY(auto iterators, iterators_over(t, args, 0));
  auto* it = ZipLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterators.init(std::move(iterators));
  it->strict = strict;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref zip_next(Thread& t, Value self) {
  auto* it = self.as<ZipObject>();
  if (it->iterators.is_unset()) return Ref::unset();  // taken apart by the collector
  auto* iterators = it->iterators.peek().as<TupleObject>();
  if (iterators->size == 0) return Ref::unset();
  Row row(iterators->size);
  bool failed;
  if (!next_row(t, iterators, row.values(), it->strict, "zip", failed))
    return failed ? Ref::error() : Ref::unset();
  return tuple_adopt(t, row.values(), iterators->size);
}

Ref zip_reduce(Thread& t, Args args) {
  auto* it = args[0].as<ZipObject>();
  if (!it->strict) return tuple_of(t, {to_value(type_of(args[0])), it->iterators.peek()});
  return tuple_of(t, {to_value(type_of(args[0])), it->iterators.peek(), kTrue});
}

Ref zip_setstate(Thread& t, Args args) {
  GILT_TRY(bool strict, truth(t, args[1]));
  args[0].as<ZipObject>()->strict = strict;
  return Ref::none();
}

Ref map_construct(Thread& t, TypeObject* type, CallArgs args) {
  bool strict;
  GILT_CHECK(take_strict(t, "map", args, strict));
  if (args.positional < 2)
    return fail(t, type_error_type, "map() must have at least two arguments.");
  GILT_TRY(auto iterators, iterators_over(t, args, 1));
  auto* it = MapLife::allocate(t, type);
  if (!it) return Failed{};
  it->function.init(Ref::copy(args[0]));
  it->iterators.init(std::move(iterators));
  it->strict = strict;
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref map_next(Thread& t, Value self) {
  auto* it = self.as<MapObject>();
  if (it->iterators.is_unset()) return Ref::unset();  // taken apart by the collector
  auto* iterators = it->iterators.peek().as<TupleObject>();
  if (iterators->size == 1) {
    Ref item = iter_next(t, iterators->at(0));
    if (!item) return item;
    return call(t, it->function.peek(), {item.get()});
  }
  Row row(iterators->size);
  bool failed;
  if (!next_row(t, iterators, row.values(), it->strict, "map", failed))
    return failed ? Ref::error() : Ref::unset();
  Ref result = call(t, it->function.peek(),
                    CallArgs{row.values(), static_cast<uint32_t>(iterators->size), nullptr});
  for (int64_t i = 0; i < iterators->size; ++i) release(row.values()[i]);
  return result;
}

Ref map_reduce(Thread& t, Args args) {
  auto* it = args[0].as<MapObject>();
  auto* iterators = it->iterators.peek().as<TupleObject>();
  GILT_TRY(auto arguments, tuple_new(t, iterators->size + 1));
  arguments->items()[0].init(it->function.load());
  for (int64_t i = 0; i < iterators->size; ++i)
    arguments->items()[i + 1].init(iterators->items()[i].load());
  if (!it->strict) return tuple_of(t, {to_value(type_of(args[0])), arguments.value()});
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value(), kTrue});
}

Ref map_setstate(Thread& t, Args args) {
  GILT_TRY(bool strict, truth(t, args[1]));
  args[0].as<MapObject>()->strict = strict;
  return Ref::none();
}

// -- filter --

Ref filter_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == &filter_type) GILT_CHECK(no_keywords(t, "filter", args));
  if (args.positional != 2)
    return fail(t, type_error_type, "filter expected 2 arguments, got {}", args.positional);
  GILT_TRY(Ref iterator, get_iter(t, args[1]));
  auto* it = FilterLife::allocate(t, type);
  if (!it) return Failed{};
  it->function.init(Ref::copy(args[0]));
  it->iterator.init(std::move(iterator));
  Ref ref = Ref::adopt(it);
  gc_track(t, it);
  return ref;
}

Ref filter_next(Thread& t, Value self) {
  auto* it = self.as<FilterObject>();
  if (it->iterator.is_unset()) return Ref::unset();  // taken apart by the collector
  Value function = it->function.peek();
  bool by_truth = function.is_none() || same(function, to_value(&bool_type));
  while (true) {
    Ref item = iter_next(t, it->iterator.peek());
    if (!item) return item;
    Ref verdict = by_truth ? item.copy() : call(t, function, {item.get()});
    if (verdict.is_error()) return verdict;
    GILT_TRY(bool keep, truth(t, verdict.get()));
    if (keep) return item;
  }
}

Ref filter_reduce(Thread& t, Args args) {
  auto* it = args[0].as<FilterObject>();
  GILT_TRY(auto arguments, tuple_of(t, {it->function.peek(), it->iterator.peek()}));
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value()});
}

constexpr const char kReduceDoc[] = "Return state information for pickling.";
constexpr const char kSetstateDoc[] = "Set state information for unpickling.";

constexpr NativeDef kEnumerateMethods[] = {
    {"__reduce__", enumerate_reduce, "(self, /)", kReduceDoc},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};
constexpr NativeDef kZipMethods[] = {
    {"__reduce__", zip_reduce, "(self, /)", kReduceDoc},
    {"__setstate__", zip_setstate, "(self, object, /)", kSetstateDoc},
};
constexpr NativeDef kMapMethods[] = {
    {"__reduce__", map_reduce, "(self, /)", kReduceDoc},
    {"__setstate__", map_setstate, "(self, object, /)", kSetstateDoc},
};
constexpr NativeDef kFilterMethods[] = {
    {"__reduce__", filter_reduce, "(self, /)", kReduceDoc},
};

template <class Life>
void init(TypeObject& type, ShapeId shape, TypeSpec spec,
          Ref (*construct)(Thread&, TypeObject*, CallArgs), Ref (*next)(Thread&, Value)) {
  spec.flags = kTypeSubclassable | kTypeTracked;
  Life::fill(spec.slots);
  spec.slots.construct = construct;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = next;
  type_init_builtin(type, shape, spec);
}

}  // namespace

void init_enumerate_type() {
  init<EnumerateLife>(
      enumerate_type, kEnumerateShape,
      {.name = "enumerate",
       .instance_size = sizeof(EnumerateObject),
       .doc = "Return an enumerate object.\n\n"
              "  iterable\n    an object supporting iteration\n\n"
              "The enumerate object yields pairs containing a count (from start, which\n"
              "defaults to zero) and a value yielded by the iterable argument.",
       .methods = kEnumerateMethods},
      enumerate_construct, enumerate_next);
}

void init_zip_type() {
  init<ZipLife>(
      zip_type, kZipShape,
      {.name = "zip",
       .instance_size = sizeof(ZipObject),
       .doc = "The zip object yields n-length tuples, where n is the number of iterables\n"
              "passed as positional arguments to zip().  The i-th element in every tuple\n"
              "comes from the i-th iterable argument to zip().  This continues until the\n"
              "shortest argument is exhausted.\n\n"
              "If strict is true and one of the arguments is exhausted before the others,\n"
              "raise a ValueError.",
       .methods = kZipMethods},
      zip_construct, zip_next);
}

void init_map_type() {
  init<MapLife>(
      map_type, kMapShape,
      {.name = "map",
       .instance_size = sizeof(MapObject),
       .doc = "Make an iterator that computes the function using arguments from\n"
              "each of the iterables.  Stops when the shortest iterable is exhausted.\n\n"
              "If strict is true and one of the arguments is exhausted before the others,\n"
              "raise a ValueError.",
       .methods = kMapMethods},
      map_construct, map_next);
}

void init_filter_type() {
  init<FilterLife>(
      filter_type, kFilterShape,
      {.name = "filter",
       .instance_size = sizeof(FilterObject),
       .doc = "Return an iterator yielding those items of iterable for which function(item)\n"
              "is true. If function is None, return the items that are true.",
       .methods = kFilterMethods},
      filter_construct, filter_next);
}

}  // namespace gilt
