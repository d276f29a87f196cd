#include "runtime/set_algebra.h"

#include <utility>

#include "runtime/builtin_types.h"
#include "runtime/dict_internal.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/thread.h"

namespace gilt {

RefOf<SetObject> set_make_empty(Thread& t, TypeObject* type) {
  Object* object;
  if (type == &set_type)
    object = object_new<SetObject>(t, kSetShape);
  else if (type == &frozenset_type)
    object = object_new<SetObject>(t, kFrozenSetShape);
  else
    object = instance_allocate(t, type);
  if (!object) return Failed{};
  auto* set = static_cast<SetObject*>(object);
  set_init_fields(set);
  return RefOf<SetObject>::adopt(set);
}

RefOf<SetObject> set_make_from(Thread& t, TypeObject* type, Value iterable) {
  GILT_TRY(auto set, set_make_empty(t, type));
  GILT_CHECK(set_update(t, set.get(), iterable));
  gc_track(t, set.get());
  return set;
}

TypeObject* set_base_type(Value v) {
  return is_frozen_set(as_set(v)) ? &frozenset_type : &set_type;
}

RefOf<SetObject> set_copy(Thread& t, Value set) {
  return set_make_from(t, set_base_type(set), set);
}

std::optional<bool> set_is_subset(Thread& t, SetObject* a, SetObject* b) {
  SetLock lock(t, a, b);
  if (a->used > b->used) return false;
  int64_t position = 0, hash;
  Value next;
  while (set_next(a, position, next, hash)) {
    Ref key = Ref::copy(next);
    int64_t found = set_find(t, b, key.get(), hash);
    if (found == kSetError) return Failed{};
    if (found < 0) return false;
  }
  return true;
}

RefOf<SetObject> set_from_any(Thread& t, Value iterable) {
  if (is_any_set(iterable)) return RefOf<SetObject>::copy(as_set(iterable));
  return set_make_from(t, &set_type, iterable);
}

RefOf<SetObject> set_intersection(Thread& t, Value self, Value other) {
  GILT_TRY(auto result, set_make_empty(t, set_base_type(self)));
  gc_track(t, result.get());
  auto* set = as_set(self);
  if (is_any_set(other)) {
    auto *walked = as_set(other), *asked = set;
    SetLock lock(t, walked, asked);
    if (walked->used > asked->used) std::swap(walked, asked);
    int64_t position = 0, hash;
    Value next;
    while (set_next(walked, position, next, hash)) {
      Ref key = Ref::copy(next);
      int64_t found = set_find(t, asked, key.get(), hash);
      if (found == kSetError) return Failed{};
      if (found >= 0) GILT_CHECK(set_add_hashed(t, result.get(), key.get(), hash));
    }
    return result;
  }
  GILT_CHECK(for_each(t, other, [&](Ref key) -> bool {
    GILT_TRY(int64_t hash, set_element_hash(t, key.get()));
    int64_t found = set_find(t, set, key.get(), hash);
    if (found == kSetError) return false;
    return found < 0 || set_add_hashed(t, result.get(), key.get(), hash);
  }));
  return result;
}

bool set_subtract(Thread& t, SetObject* set, Value other) {
  if (is_any_set(other)) {
    auto* others = as_set(other);
    if (others == set) {
      set_clear(t, set);
      return true;
    }
    SetLock lock(t, set, others);
    int64_t position = 0, hash;
    Value next;
    while (set_next(others, position, next, hash)) {
      Ref key = Ref::copy(next);
      GILT_CHECK(set_discard_hashed(t, set, key.get(), hash));
    }
    return true;
  }
  return for_each(t, other, [&](Ref key) { return set_discard(t, set, key.get()).has_value(); });
}

RefOf<SetObject> set_difference(Thread& t, Value self, Value other) {
  auto* set = as_set(self);
  bool is_set = is_any_set(other), is_dict = has_shape(other, kDictShape);
  int64_t other_size = is_set    ? as_set(other)->used.load()
                       : is_dict ? other.as<DictObject>()->used.load()
                                 : INT64_MAX;
  // Taking a few keys out of a copy is less work than asking for each of many.
  if ((!is_set && !is_dict) || (set->used >> 2) > other_size) {
    GILT_TRY(auto result, set_copy(t, self));
    GILT_CHECK(set_subtract(t, result.get(), other));
    return result;
  }
  GILT_TRY(auto result, set_make_empty(t, set_base_type(self)));
  gc_track(t, result.get());
  ObjectLock lock(t, set, other.as_object());
  int64_t position = 0, hash;
  Value next;
  while (set_next(set, position, next, hash)) {
    Ref key = Ref::copy(next);
    int64_t found = is_set ? set_find(t, as_set(other), key.get(), hash)
                           : dict_find(t, other.as<DictObject>(), key.get(), hash);
    static_assert(kSetError == kDictError);
    if (found == kSetError) return Failed{};
    if (found < 0) GILT_CHECK(set_add_hashed(t, result.get(), key.get(), hash));
  }
  return result;
}

bool set_toggle(Thread& t, SetObject* set, Value other) {
  if (is_any_set(other) && as_set(other) == set) {
    set_clear(t, set);
    return true;
  }
  GILT_TRY(auto others, set_from_any(t, other));
  SetLock lock(t, set, others.get());
  int64_t position = 0, hash;
  Value next;
  while (set_next(others.get(), position, next, hash)) {
    Ref key = Ref::copy(next);
    GILT_TRY(bool was_there, set_discard_hashed(t, set, key.get(), hash));
    if (!was_there) GILT_CHECK(set_add_hashed(t, set, key.get(), hash));
  }
  return true;
}

RefOf<SetObject> set_symmetric_difference(Thread& t, Value self, Value other) {
  GILT_TRY(auto result, set_make_from(t, set_base_type(self), other));
  GILT_CHECK(set_toggle(t, result.get(), self));
  return result;
}

bool set_keep_common(Thread& t, Value self, Value other) {
  // With the locks of both from the beginning: taking the other's later would give up self's.
  SetLock lock(t, as_set(self), is_any_set(other) ? as_set(other) : as_set(self));
  GILT_TRY(auto result, set_intersection(t, self, other));
  return set_take_over(t, as_set(self), result.get());
}

}  // namespace gilt
