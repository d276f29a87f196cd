// functools.lru_cache: a function that remembers what it returned.
//
// The results are in a dict. A bounded cache keeps a doubly linked list besides, from the one that
// was used longest ago to the one used last; the dict's values are the list's nodes.
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/hashing.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "stdlib/functools.h"

namespace gilt {
namespace {

// Links are borrowed: the dict owns the nodes. What is in the list is in the dict.
struct NodeObject : Object {
  Slot key, result;
  NodeObject* older;
  NodeObject* newer;
  bool linked;
};
using NodeLife = NativeLife<NodeObject, &NodeObject::key, &NodeObject::result>;

struct CacheObject : Object {
  Slot function;
  Slot table;        // dict: key -> result (no limit) or node
  Slot info_type;    // CacheInfo
  int64_t max_size;  // -1: no limit
  int64_t hits, misses;
  bool typed;
  NodeObject* oldest;
  NodeObject* newest;

  DictObject* dict() const { return table.peek().as<DictObject>(); }
};

CacheObject* as_cache(Value v) {
  return v.as<CacheObject>();
}

TypeObject* node_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "functools._lru_list_elem",
        .instance_size = sizeof(NodeObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
    };
    NodeLife::fill(spec.slots);
    spec.slots.clear = nullptr;
    return type_new_native(spec);
  }();
  return type;
}

// -- the list --

void unlink(CacheObject* cache, NodeObject* node) {
  (node->older ? node->older->newer : cache->oldest) = node->newer;
  (node->newer ? node->newer->older : cache->newest) = node->older;
  node->linked = false;
}

void link_newest(CacheObject* cache, NodeObject* node) {
  node->older = cache->newest;
  node->newer = nullptr;
  (cache->newest ? cache->newest->newer : cache->oldest) = node;
  cache->newest = node;
  node->linked = true;
}

// -- keys --

// Stands between positional and keyword arguments in a key.
Value keyword_mark() {
  static Object* mark = immortal_new<Object>(kObjectShape);
  return to_value(mark);
}

// What a call is remembered under: its one argument, when that is an int or a str, or a tuple.
Ref make_key(Thread& t, CacheObject* cache, CallArgs args) {
  int64_t keywords = args.kwnames ? args.kwnames->size : 0;
  if (!cache->typed && keywords == 0) {
    if (args.positional == 1 &&
        (args[0].is_int() || is_exact_str(args[0]) || has_shape(args[0], kIntShape)))
      return Ref::copy(args[0]);
    std::vector<Value> values(args.values, args.values + args.positional);
    for (Value v : values) retain(v);
    return tuple_adopt(t, values.data(), static_cast<int64_t>(values.size()));
  }
  std::vector<Value> values(args.values, args.values + args.positional);
  if (keywords > 0) {
    values.push_back(keyword_mark());
    for (int64_t i = 0; i < keywords; ++i) {
      values.push_back(args.kwnames->at(i));
      values.push_back(args[args.positional + static_cast<uint32_t>(i)]);
    }
  }
  if (cache->typed) {
    for (uint32_t i = 0; i < args.positional + keywords; ++i)
      values.push_back(to_value(type_of(args[i])));
  }
  for (Value v : values) retain(v);
  return tuple_adopt(t, values.data(), static_cast<int64_t>(values.size()));
}

// -- calls --
//
// The list and which node is in it change under the cache's lock. Searching the table may run
// script code (keys are compared), and so lets other threads in; what came out of the search is
// held, and whether its node is still in the list is asked before it is moved.

// Counts of hits and misses: from many threads at once.
void count(int64_t& counter) {
  if constexpr (kFreeThreaded) {
    __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
  } else {
    ++counter;
  }
}
int64_t read_count(const int64_t& counter) {
  return kFreeThreaded ? __atomic_load_n(&counter, __ATOMIC_RELAXED) : counter;
}

// What [table] has for [key]; unset when nothing.
Ref find(Thread& t, DictObject* table, Value key, int64_t hash) {
  while (true) {
    bool shared = is_shared(table);
    ObjectLock lock(t, table);
    int64_t i = dict_find(t, table, key, hash);
    if (i == kDictError) return Ref::error();
    // Published by a comparison: then the lock was not taken.
    if (is_shared(table) != shared) [[unlikely]]
      continue;
    return i < 0 ? Ref::unset() : table->table->entry(i).value.load();
  }
}

// The table is held during a call: comparing keys and the function itself may clear the cache,
// which gives it another one.
Ref call_unbounded(Thread& t, CacheObject* cache, CallArgs args) {
  GILT_TRY(Ref key, make_key(t, cache, args));
  GILT_TRY(int64_t hash, hash_of(t, key.get()));
  Ref held = cache->table.load();
  GILT_TRY(Ref known, find(t, held.as<DictObject>(), key.get(), hash));
  if (known) {
    count(cache->hits);
    return known;
  }
  count(cache->misses);
  Ref function = cache->function.load();
  GILT_TRY(Ref result, call(t, function.get(), args));
  held = cache->table.load();
  GILT_CHECK(dict_insert(t, held.as<DictObject>(), key.get(), hash, result.get()));
  return result;
}

// REQUIRES: the cache's lock.
bool remember(Thread& t, CacheObject* cache, Ref key, Value result) {
  Ref held_table = cache->table.load();
  auto* table = held_table.as<DictObject>();
  auto* node = NodeLife::allocate(t, node_type());
  if (!node) return false;
  node->older = node->newer = nullptr;
  node->linked = false;
  node->key.init(key.copy());
  node->result.init(Ref::copy(result));
  Ref held = Ref::adopt(node);
  gc_track(t, node);
  // The oldest make room. They leave the list first: finding a key may run script code.
  while (dict_length(table) >= cache->max_size && cache->oldest) {
    Ref oldest = Ref::copy(cache->oldest);
    unlink(cache, cache->oldest);
    GILT_TRY(Ref left, dict_pop(t, table, oldest.as<NodeObject>()->key.peek()));
    // Where keys change their mind about whom they equal it may be another one that went.
    if (left && left.as<NodeObject>()->linked) unlink(cache, left.as<NodeObject>());
  }
  // Of two threads that remember the same one comes first.
  GILT_TRY(Ref present, dict_set_default(t, table, key.get(), held.get()));
  if (same(present.get(), held.get()) && same(cache->table.peek(), held_table.get()))
    link_newest(cache, node);
  return true;
}

Ref call_bounded(Thread& t, CacheObject* cache, CallArgs args) {
  GILT_TRY(Ref key, make_key(t, cache, args));
  GILT_TRY(int64_t hash, hash_of(t, key.get()));
  {
    ObjectLock lock(t, cache);
    Ref held = cache->table.load();
    GILT_TRY(Ref known, find(t, held.as<DictObject>(), key.get(), hash));
    if (known) {
      auto* node = known.as<NodeObject>();
      if (node->linked && node != cache->newest) {
        unlink(cache, node);
        link_newest(cache, node);
      }
      count(cache->hits);
      return node->result.load();
    }
    count(cache->misses);
  }
  Ref function = cache->function.load();
  GILT_TRY(Ref result, call(t, function.get(), args));
  // The call may have come here again with the same arguments.
  ObjectLock lock(t, cache);
  Ref held = cache->table.load();
  GILT_TRY(Ref known, find(t, held.as<DictObject>(), key.get(), hash));
  if (!known) GILT_CHECK(remember(t, cache, std::move(key), result.get()));
  return result;
}

Ref call_slot(Thread& t, Value self, CallArgs args) {
  auto* cache = as_cache(self);
  Ref held = Ref::copy(self);
  if (cache->max_size < 0) return call_unbounded(t, cache, args);
  if (cache->max_size > 0) return call_bounded(t, cache, args);
  count(cache->misses);
  Ref function = cache->function.load();
  return call(t, function.get(), args);
}

// -- life --

void unlink_all(CacheObject* cache) {
  for (NodeObject* node = cache->oldest; node != nullptr; node = node->newer) node->linked = false;
  cache->oldest = cache->newest = nullptr;
}

// Empties the cache; the nodes die with the old dict.
bool forget(Thread& t, CacheObject* cache) {
  GILT_TRY(Ref fresh, dict_new(t));
  Ref old;
  ObjectLock lock(t, cache);
  __atomic_store_n(&cache->hits, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&cache->misses, 0, __ATOMIC_RELAXED);
  unlink_all(cache);
  old = cache->table.exchange(cache, std::move(fresh));
  return true;
}

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("lru_cache", "(user_function, maxsize, typed, cache_info_type)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!type_of(bound[0])->slots.call)
    return fail(t, type_error_type, "the first argument must be callable");
  int64_t max_size = -1;
  if (!bound[1].is_none()) {
    if (!type_of(bound[1])->slots.to_index)
      return fail(t, type_error_type, "maxsize should be integer or None");
    GILT_TRY(max_size, to_int64(t, bound[1]));
    max_size = std::max<int64_t>(max_size, 0);
  }
  GILT_TRY(bool typed, truth(t, bound[2]));
  GILT_TRY(auto table, dict_new(t));
  auto* cache = native_allocate<CacheObject>(t, type);
  if (!cache) return Failed{};
  cache->function.init(Ref::copy(bound[0]));
  cache->table.init(std::move(table));
  cache->info_type.init(Ref::copy(bound[3]));
  cache->max_size = max_size;
  cache->hits = cache->misses = 0;
  cache->typed = typed;
  cache->oldest = cache->newest = nullptr;
  Ref ref = Ref::adopt(cache);
  gc_track(t, cache);
  return ref;
}

using Life =
    NativeLife<CacheObject, &CacheObject::function, &CacheObject::table, &CacheObject::info_type>;

Ref descriptor_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset() || instance.is_none()) return Ref::copy(self);
  return method_new(t, self, instance);
}

// -- methods --

Ref cache_info(Thread& t, Args args) {
  auto* cache = as_cache(args[0]);
  int64_t hit_count, miss_count, length;
  {
    ObjectLock lock(t, cache);
    hit_count = read_count(cache->hits);
    miss_count = read_count(cache->misses);
    length = dict_length(cache->dict());
  }
  GILT_TRY(Ref hits, int_from(t, hit_count));
  GILT_TRY(Ref misses, int_from(t, miss_count));
  GILT_TRY(Ref size, int_from(t, length));
  Value max_size = cache->max_size < 0 ? kNone : Value::integer(cache->max_size);
  return call(t, cache->info_type.peek(), {hits.get(), misses.get(), max_size, size.get()});
}

Ref cache_clear(Thread& t, Args args) {
  GILT_CHECK(forget(t, as_cache(args[0])));
  return Ref::none();
}

Ref same_object(Thread&, Args args) {
  return Ref::copy(args[0]);
}

Ref method_reduce(Thread& t, Args args) {
  return get_attribute(t, args[0], names::qualname_);
}

constexpr NativeDef kMethods[] = {
    {"cache_info", cache_info, "(self, /)", "Report cache statistics"},
    {"cache_clear", cache_clear, "(self, /)", "Clear the cache and cache statistics"},
    {"__copy__", same_object, "(self, /)", nullptr},
    {"__deepcopy__", same_object, "(self, memo, /)", nullptr},
    {"__reduce__", method_reduce, "(self, /)", nullptr},
};

}  // namespace

TypeObject* lru_cache_type() {
  static TypeObject* type = [] {
    static const GetSetDef getsets[] = {instance_dict_getset()};
    TypeSpec spec{
        .name = "functools._lru_cache_wrapper",
        .instance_size = sizeof(CacheObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs |
                 kTypeMethodDescriptor,
        .doc = "Create a cached callable that wraps another function.",
        .methods = kMethods,
        .getsets = getsets,
    };
    Life::fill(spec.slots);
    // The dict goes, and with it what was remembered; the rest is needed for calls.
    spec.slots.clear = [](Thread& t, Object* self) {
      auto* cache = static_cast<CacheObject*>(self);
      unlink_all(cache);
      dict_clear(t, cache->dict());
      native_clear(t, self);
    };
    spec.slots.construct = construct;
    spec.slots.call = call_slot;
    spec.slots.descriptor_get = descriptor_get;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
