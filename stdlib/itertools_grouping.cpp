// groupby and tee.
#include <array>

#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence_protocol.h"
#include "stdlib/itertools.h"

namespace gilt {
namespace {

// -- groupby --

struct GroupByObject : Object {
  Slot iterator, key_function;
  Slot target_key;     // of the group that was handed out last
  Slot current_key;    // of the item below
  Slot current_value;  // the item that was read ahead; unset: none
  Slot current_group;  // the group handed out last: an older one is over
};
using GroupByLife =
    NativeLife<GroupByObject, &GroupByObject::iterator, &GroupByObject::key_function,
               &GroupByObject::target_key, &GroupByObject::current_key,
               &GroupByObject::current_value, &GroupByObject::current_group>;

struct GrouperObject : Object {
  Slot parent, target_key;
};
using GrouperLife = NativeLife<GrouperObject, &GrouperObject::parent, &GrouperObject::target_key>;

TypeObject* grouper_type();

Ref groupby_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("groupby", "(iterable, key=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(Ref iterator, get_iter(t, bound[0]));
  auto* it = GroupByLife::allocate(t, type);
  if (!it) return Failed{};
  it->iterator.init(std::move(iterator));
  it->key_function.init(Ref::copy(bound[1]));
  return finish_iterator(t, it);
}

// Reads one item ahead. False at the end or with an error ([result] tells which).
bool step(Thread& t, GroupByObject* it, Ref& result) {
  result = it->iterator.is_unset() ? Ref::unset() : iter_next(t, it->iterator.peek());
  if (!result) return false;
  Ref function = it->key_function.load();
  Ref key = function.is_none() ? result.copy() : call(t, function.get(), {result.get()});
  if (key.is_error()) {
    result = std::move(key);
    return false;
  }
  it->current_value.store(it, std::move(result));
  it->current_key.store(it, std::move(key));
  return true;
}

Ref groupby_next(Thread& t, Value self) {
  auto* it = self.as<GroupByObject>();
  it->current_group.clear(it);
  // Skips what is left of the group before.
  while (true) {
    if (!it->current_key.is_unset()) {
      if (it->target_key.is_unset()) break;
      Ref target = it->target_key.load(), current = it->current_key.load();
      GILT_TRY(bool is_equal, equal(t, target.get(), current.get()));
      if (!is_equal) break;
    }
    Ref result;
    if (!step(t, it, result)) return result;
  }
  it->target_key.store(it, it->current_key.load());
  auto* group = GrouperLife::allocate(t, grouper_type());
  if (!group) return Failed{};
  group->parent.init(Ref::copy(self));
  group->target_key.init(it->target_key.load());
  Ref group_ref = finish_iterator(t, group);
  // Borrowed, as it were, to keep no cycle: an address to compare with.
  it->current_group.store(
      it, int_from(t, static_cast<int64_t>(reinterpret_cast<uintptr_t>(group) >> 4)));
  Ref key = it->current_key.load();
  return tuple_of(t, {key.get(), group_ref.get()});
}

Ref grouper_next(Thread& t, Value self) {
  auto* group = self.as<GrouperObject>();
  if (group->parent.is_unset()) return Ref::unset();
  Ref parent = group->parent.load();
  auto* it = parent.as<GroupByObject>();
  ObjectLock lock(t, it);
  auto address = static_cast<int64_t>(reinterpret_cast<uintptr_t>(group) >> 4);
  if (!same(it->current_group.peek(), Value::integer(address))) return Ref::unset();
  if (it->current_value.is_unset()) {
    Ref result;
    if (!step(t, it, result)) return result;
  }
  Ref target = group->target_key.load(), current = it->current_key.load();
  GILT_TRY(bool is_equal, equal(t, target.get(), current.get()));
  if (!is_equal) return Ref::unset();
  return it->current_value.exchange(it, Ref::unset());
}

TypeObject* grouper_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "itertools._grouper",
        .instance_size = sizeof(GrouperObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
    };
    GrouperLife::fill(spec.slots);
    spec.slots.iter = iter_of_iterator;
    spec.slots.next = grouper_next;
    return type_new_native(spec);
  }();
  return type;
}

// -- tee: iterators that share a chain of blocks of items. A block is a list whose last item, once
// it is full, is the next block. All of it is changed under the source's lock --

constexpr int64_t kBlock = 57;

struct TeeSourceObject : Object {
  Slot iterator;
  bool running;
};
using TeeSourceLife = NativeLife<TeeSourceObject, &TeeSourceObject::iterator>;

struct TeeObject : Object {
  Slot source;    // TeeSourceObject, shared
  Slot block;     // list
  int64_t index;  // of the next item in it
};
using TeeLife = NativeLife<TeeObject, &TeeObject::source, &TeeObject::block>;

TypeObject* tee_source_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "itertools._tee_dataobject",
        .instance_size = sizeof(TeeSourceObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
    };
    TeeSourceLife::fill(spec.slots);
    return type_new_native(spec);
  }();
  return type;
}

TypeObject* tee_type();

Ref tee_copy(Thread& t, TeeObject* from) {
  Ref source = from->source.load();
  if (source.is_unset()) return Ref::none();  // taken apart by the collector
  ObjectLock lock(t, source.as<Object>());
  auto* it = TeeLife::allocate(t, tee_type());
  if (!it) return Failed{};
  it->source.init(std::move(source));
  it->block.init(from->block.load());
  it->index = from->index;
  return finish_iterator(t, it);
}

Ref tee_over(Thread& t, Value iterable) {
  GILT_TRY(Ref iterator, get_iter(t, iterable));
  if (has_shape(iterator.get(), static_cast<BuiltinShape>(tee_type()->instance_shape->id)))
    return tee_copy(t, iterator.as<TeeObject>());
  GILT_TRY(auto block, list_new(t));
  auto* source = TeeSourceLife::allocate(t, tee_source_type());
  if (!source) return Failed{};
  source->iterator.init(std::move(iterator));
  source->running = false;
  Ref source_ref = finish_iterator(t, source);
  auto* it = TeeLife::allocate(t, tee_type());
  if (!it) return Failed{};
  it->source.init(std::move(source_ref));
  it->block.init(std::move(block));
  it->index = 0;
  return finish_iterator(t, it);
}

Ref tee_construct(Thread& t, TypeObject*, CallArgs args) {
  GILT_CHECK(itertools_arguments(t, "_tee", args, 1, 1));
  return tee_over(t, args[0]);
}

Ref tee_next(Thread& t, Value self) {
  auto* it = self.as<TeeObject>();
  Ref source_ref = it->source.load();
  if (it->block.is_unset() || source_ref.is_unset()) return Ref::unset();
  auto* source = source_ref.as<TeeSourceObject>();
  ObjectLock lock(t, source);
  auto block = RefOf<ListObject>::from(it->block.load());
  if (it->index == kBlock) {
    if (block->size == kBlock) {
      GILT_TRY(auto next, list_new(t));
      GILT_CHECK(list_append(t, block.get(), std::move(next)));
    }
    Ref next = block->items[kBlock].load();
    it->block.store(it, next.copy());
    it->index = 0;
    block = RefOf<ListObject>::from(std::move(next));
  }
  if (it->index < block->size) return block->items[it->index++].load();
  if (source->running) return fail(t, runtime_error_type, "cannot re-enter the tee iterator");
  if (source->iterator.is_unset()) return Ref::unset();
  source->running = true;
  Ref item = iter_next(t, source->iterator.peek());
  source->running = false;
  if (!item) return item;
  GILT_CHECK(list_append(t, block.get(), item.copy()));
  ++it->index;
  return item;
}

Ref tee_method_copy(Thread& t, Args args) {
  return tee_copy(t, args[0].as<TeeObject>());
}

constexpr NativeDef kTeeMethods[] = {
    {"__copy__", tee_method_copy, "(self, /)", "Returns an independent iterator."},
};

constexpr NativeDef kGroupByMethods[] = {
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

TypeObject* tee_type() {
  static TypeObject* type = make_itertools_type<TeeObject, TeeLife>(
      "itertools._tee",
      {tee_construct, tee_next, "Iterator wrapped to make it copyable.", kTeeMethods});
  return type;
}

}  // namespace

Ref itertools_tee(Thread& t, Args args) {
  GILT_TRY(int64_t n, to_int64(t, args[1]));
  if (n < 0) return fail(t, value_error_type, "n must be >= 0");
  GILT_TRY(auto result, tuple_new(t, n));
  if (n == 0) return result;
  GILT_TRY(Ref first, tee_over(t, args[0]));
  for (int64_t i = 1; i < n; ++i) {
    GILT_TRY(Ref copy, tee_copy(t, first.as<TeeObject>()));
    result->items()[i].init(std::move(copy));
  }
  result->items()[0].init(std::move(first));
  return result;
}

std::span<const NamedType> itertools_grouping_types() {
  static const std::array types{
      NamedType{"groupby",
                make_itertools_type<GroupByObject, GroupByLife>(
                    "itertools.groupby",
                    {groupby_construct, guarded<groupby_next>,
                     "make an iterator that returns consecutive keys and groups from the "
                     "iterable\n\n  iterable\n    Elements to divide into groups according to the "
                     "key function.\n  key\n    A function for computing the group category for "
                     "each element.\n    If the key function is not specified or is None, the "
                     "element itself\n    is used for grouping.",
                     kGroupByMethods})},
      NamedType{"_grouper", grouper_type()},
      NamedType{"_tee", tee_type()},
      NamedType{"_tee_dataobject", tee_source_type()},
  };
  return types;
}

}  // namespace gilt
