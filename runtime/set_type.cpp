#include <array>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/set_algebra.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// -- life --

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  set_release_table(t, static_cast<SetObject*>(self));
  if (self->shape == kSetShape || self->shape == kFrozenSetShape)
    heap_free(t, self, sizeof(SetObject));
  else
    instance_free(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  auto* set = static_cast<SetObject*>(self);
  SetView view(set);
  for (uint64_t i = 0; i <= view.mask; ++i) visitor.visit(view.table[i].key);
}

void clear_slot(Thread& t, Object* self) {
  set_clear(t, static_cast<SetObject*>(self));
}

Ref set_construct(Thread& t, TypeObject* type, CallArgs) {
  GILT_TRY(auto set, set_make_empty(t, type));
  gc_track(t, set.get());
  return set;
}

bool set_init(Thread& t, Value self, CallArgs args) {
  if (type_of(self) == &set_type || type_of(self)->slots.construct == set_construct) {
    GILT_CHECK(no_keywords(t, "set", args));
  }
  if (args.positional > 1)
    return fail(t, type_error_type, "set expected at most 1 argument, got {}", args.positional);
  set_clear(t, as_set(self));
  return args.positional == 0 || set_update(t, as_set(self), args[0]);
}

Ref frozenset_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == &frozenset_type || type->slots.init == object_type.slots.init) {
    GILT_CHECK(no_keywords(t, "frozenset", args));
  }
  if (args.positional > 1)
    return fail(t, type_error_type, "frozenset expected at most 1 argument, got {}",
                args.positional);
  if (args.positional == 1 && type == &frozenset_type && has_shape(args[0], kFrozenSetShape))
    return Ref::copy(args[0]);
  GILT_TRY(auto set, set_make_empty(t, type));
  if (args.positional == 1) GILT_CHECK(set_update(t, set.get(), args[0]));
  gc_track(t, set.get());
  return set;
}

// -- text, hash, order --

Ref repr_slot(Thread& t, Value self) {
  auto* set = as_set(self);
  TypeObject* type = type_of(self);
  StrBuilder text;
  if (set->used == 0) {
    text.append(type->name->view());
    text.append("()");
    return text.finish(t);
  }
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    text.append(type->name->view());
    text.append("(...)");
    return text.finish(t);
  }
  GILT_CHECK(check_native_recursion(t));
  // From a list, because the items' own repr may change the set.
  GILT_TRY(auto items, list_from_iterable(t, self));
  if (type != &set_type) {
    text.append(type->name->view());
    text.append('(');
  }
  text.append('{');
  for (int64_t i = 0; i < items->size; ++i) {
    if (i > 0) text.append(", ");
    GILT_CHECK(text.append_repr(t, items->items[i].peek()));
  }
  text.append('}');
  if (type != &set_type) text.append(')');
  return text.finish(t);
}

// The same for every order of the items: their hashes, scattered, are combined by xor (the formula
// of CPython's frozenset).
std::optional<int64_t> frozenset_hash(Thread&, Value self) {
  auto* set = as_set(self);
  if (int64_t known = set->hash; known != -1) return known;
  uint64_t mixed = 0;
  int64_t position = 0, key_hash;
  Value key;
  while (set_next(set, position, key, key_hash)) {
    auto h = static_cast<uint64_t>(key_hash);
    mixed ^= ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
  }
  mixed ^= (static_cast<uint64_t>(set->used.load()) + 1) * 1927868237u;
  mixed ^= (mixed >> 11) ^ (mixed >> 25);
  mixed = mixed * 69069u + 907133923u;
  auto result = static_cast<int64_t>(mixed);
  if (result == -1) result = 590923713;
  set->hash = result;
  return result;
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_any_set(self) || !is_any_set(other)) return not_implemented();
  auto *a = as_set(self), *b = as_set(other);
  GILT_CHECK(check_native_recursion(t));
  auto as_ref = [](std::optional<bool> result) {
    return result ? Ref::boolean(*result) : Ref::error();
  };
  switch (op) {
    case CompareOp::kEq:
    case CompareOp::kNe: {
      bool is_equal = a->used == b->used && (a->hash == -1 || b->hash == -1 || a->hash == b->hash);
      if (is_equal) {
        GILT_TRY(is_equal, set_is_subset(t, a, b));
      }
      return Ref::boolean(is_equal == (op == CompareOp::kEq));
    }
    case CompareOp::kLe: return as_ref(set_is_subset(t, a, b));
    case CompareOp::kGe: return as_ref(set_is_subset(t, b, a));
    case CompareOp::kLt:
      return a->used < b->used ? as_ref(set_is_subset(t, a, b)) : Ref::boolean(false);
    case CompareOp::kGt:
      return b->used < a->used ? as_ref(set_is_subset(t, b, a)) : Ref::boolean(false);
  }
  return not_implemented();
}

// -- items --

std::optional<int64_t> length_slot(Thread&, Value self) {
  return as_set(self)->used;
}

// A set that is looked for in a set is taken as a frozenset.
RefOf<SetObject> frozen_key(Thread& t, Value key) {
  if (!is_any_set(key) || !error_matches(t, type_error_type)) return Failed{};
  error_clear(t);
  return set_make_from(t, &frozenset_type, key);
}

std::optional<bool> contains_slot(Thread& t, Value self, Value key) {
  std::optional<bool> found = set_contains(t, as_set(self), key);
  if (found || !is_any_set(key)) return found;
  GILT_TRY(auto frozen, frozen_key(t, key));
  return set_contains(t, as_set(self), frozen.value());
}

// -- operators --

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (!is_any_set(a) || !is_any_set(b)) return not_implemented();
  switch (op) {
    case BinaryOp::kOr: {
      GILT_TRY(auto result, set_copy(t, a));
      GILT_CHECK(set_update(t, result.get(), b));
      return result;
    }
    case BinaryOp::kAnd: return set_intersection(t, a, b);
    case BinaryOp::kSub: return set_difference(t, a, b);
    case BinaryOp::kXor: return set_symmetric_difference(t, a, b);
    default: return not_implemented();
  }
}

Ref inplace_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (!is_any_set(b)) return not_implemented();
  bool ok;
  switch (op) {
    case BinaryOp::kOr: ok = set_update(t, as_set(a), b); break;
    case BinaryOp::kAnd: ok = set_keep_common(t, a, b); break;
    case BinaryOp::kSub: ok = set_subtract(t, as_set(a), b); break;
    case BinaryOp::kXor: ok = set_toggle(t, as_set(a), b); break;
    default: return not_implemented();
  }
  return ok ? Ref::copy(a) : Ref::error();
}

// -- methods --

TupleObject* rest_of(Args args) {
  return args[1].as<TupleObject>();
}

Ref method_add(Thread& t, Args args) {
  GILT_CHECK(set_add(t, as_set(args[0]), args[1]));
  return Ref::none();
}

std::optional<bool> discard(Thread& t, SetObject* set, Value key) {
  std::optional<bool> removed = set_discard(t, set, key);
  if (removed || !is_any_set(key)) return removed;
  GILT_TRY(auto frozen, frozen_key(t, key));
  return set_discard(t, set, frozen.value());
}

Ref method_discard(Thread& t, Args args) {
  GILT_CHECK(discard(t, as_set(args[0]), args[1]));
  return Ref::none();
}

Ref method_remove(Thread& t, Args args) {
  GILT_TRY(bool removed, discard(t, as_set(args[0]), args[1]));
  if (!removed) return fail_with(t, key_error_type, Ref::copy(args[1]));
  return Ref::none();
}

Ref method_pop(Thread& t, Args args) {
  Ref key = set_pop_any(t, as_set(args[0]));
  if (key.is_unset()) return fail(t, key_error_type, "pop from an empty set");
  return key;
}

Ref method_clear(Thread& t, Args args) {
  set_clear(t, as_set(args[0]));
  return Ref::none();
}

Ref method_copy(Thread& t, Args args) {
  if (has_shape(args[0], kFrozenSetShape)) return Ref::copy(args[0]);
  return set_make_from(t, set_base_type(args[0]), args[0]);
}

Ref method_update(Thread& t, Args args) {
  for (int64_t i = 0; i < rest_of(args)->size; ++i)
    GILT_CHECK(set_update(t, as_set(args[0]), rest_of(args)->at(i)));
  return Ref::none();
}

Ref method_difference_update(Thread& t, Args args) {
  for (int64_t i = 0; i < rest_of(args)->size; ++i)
    GILT_CHECK(set_subtract(t, as_set(args[0]), rest_of(args)->at(i)));
  return Ref::none();
}

Ref method_intersection(Thread& t, Args args) {
  TupleObject* others = rest_of(args);
  if (others->size == 0) return set_copy(t, args[0]);
  GILT_TRY(auto result, set_intersection(t, args[0], others->at(0)));
  for (int64_t i = 1; i < others->size; ++i) {
    GILT_TRY(result, set_intersection(t, result.value(), others->at(i)));
  }
  return result;
}

Ref method_intersection_update(Thread& t, Args args) {
  TupleObject* others = rest_of(args);
  if (others->size == 1) {
    GILT_CHECK(set_keep_common(t, args[0], others->at(0)));
    return Ref::none();
  }
  ObjectLock lock(t, args[0].as_object());
  GILT_TRY(Ref result, method_intersection(t, args));
  GILT_CHECK(set_take_over(t, as_set(args[0]), result.as<SetObject>()));
  return Ref::none();
}

Ref method_symmetric_difference_update(Thread& t, Args args) {
  GILT_CHECK(set_toggle(t, as_set(args[0]), args[1]));
  return Ref::none();
}

Ref method_union(Thread& t, Args args) {
  GILT_TRY(auto result, set_copy(t, args[0]));
  for (int64_t i = 0; i < rest_of(args)->size; ++i)
    GILT_CHECK(set_update(t, result.get(), rest_of(args)->at(i)));
  return result;
}

Ref method_difference(Thread& t, Args args) {
  TupleObject* others = rest_of(args);
  if (others->size == 0) return set_copy(t, args[0]);
  GILT_TRY(auto result, set_difference(t, args[0], others->at(0)));
  for (int64_t i = 1; i < others->size; ++i)
    GILT_CHECK(set_subtract(t, result.get(), others->at(i)));
  return result;
}

Ref method_symmetric_difference(Thread& t, Args args) {
  return set_symmetric_difference(t, args[0], args[1]);
}

Ref method_issubset(Thread& t, Args args) {
  GILT_TRY(auto other, set_from_any(t, args[1]));
  GILT_TRY(bool result, set_is_subset(t, as_set(args[0]), other.get()));
  return Ref::boolean(result);
}

Ref method_issuperset(Thread& t, Args args) {
  GILT_TRY(auto other, set_from_any(t, args[1]));
  GILT_TRY(bool result, set_is_subset(t, other.get(), as_set(args[0])));
  return Ref::boolean(result);
}

Ref method_isdisjoint(Thread& t, Args args) {
  auto* set = as_set(args[0]);
  Ref source = Ref::copy(args[1]);
  if (is_any_set(args[1]) && as_set(args[1])->used > set->used) {
    source = Ref::copy(args[0]);
    set = as_set(args[1]);
  }
  GILT_TRY(Ref iterator, get_iter(t, source.get()));
  while (true) {
    GILT_TRY(Ref key, iter_next(t, iterator.get()));
    if (key.is_unset()) return Ref::boolean(true);
    GILT_TRY(bool found, set_contains(t, set, key.get()));
    if (found) return Ref::boolean(false);
  }
}

Ref method_reduce(Thread& t, Args args) {
  GILT_TRY(auto keys, list_from_iterable(t, args[0]));
  GILT_TRY(auto arguments, tuple_of(t, {keys.value()}));
  GILT_TRY(Ref state, get_attribute_or_unset(t, args[0], names::dict_));
  return tuple_of(
      t, {to_value(type_of(args[0])), arguments.value(), state.is_unset() ? kNone : state.get()});
}

Ref method_sizeof(Thread&, Args args) {
  auto* set = as_set(args[0]);
  auto size = static_cast<int64_t>(type_of(args[0])->instance_size);
  SetView view(set);
  if (view.table != set->small) size += static_cast<int64_t>((view.mask + 1) * sizeof(SetEntry));
  return Ref::adopt(Value::integer(size));
}

constexpr std::array kFrozenMethods{
    NativeDef{"copy", method_copy, "(self, /)", "Return a shallow copy of a set."},
    NativeDef{"difference", method_difference, "(self, /, *others)",
              "Return a new set with elements in the set that are not in the others."},
    NativeDef{"intersection", method_intersection, "(self, /, *others)",
              "Return a new set with elements common to the set and all others."},
    NativeDef{"isdisjoint", method_isdisjoint, "(self, other, /)",
              "Return True if two sets have a null intersection."},
    NativeDef{"issubset", method_issubset, "(self, other, /)",
              "Report whether another set contains this set."},
    NativeDef{"issuperset", method_issuperset, "(self, other, /)",
              "Report whether this set contains another set."},
    NativeDef{"symmetric_difference", method_symmetric_difference, "(self, other, /)",
              "Return a new set with elements in either the set or other but not both."},
    NativeDef{"union", method_union, "(self, /, *others)",
              "Return a new set with elements from the set and all others."},
    NativeDef{"__reduce__", method_reduce, "(self, /)", "Return state information for pickling."},
    NativeDef{"__sizeof__", method_sizeof, "(self, /)",
              "S.__sizeof__() -> size of S in memory, in bytes."},
    NativeDef{"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
              NativeKind::kClassMethod},
};

constexpr std::array kChangingMethods{
    NativeDef{"add", method_add, "(self, object, /)",
              "Add an element to a set.\n\nThis has no effect if the element is already present."},
    NativeDef{"clear", method_clear, "(self, /)", "Remove all elements from this set."},
    NativeDef{"difference_update", method_difference_update, "(self, /, *others)",
              "Update the set, removing elements found in others."},
    NativeDef{"discard", method_discard, "(self, object, /)",
              "Remove an element from a set if it is a member.\n\n"
              "Unlike set.remove(), the discard() method does not raise\n"
              "an exception when an element is missing from the set."},
    NativeDef{"intersection_update", method_intersection_update, "(self, /, *others)",
              "Update the set, keeping only elements found in it and all others."},
    NativeDef{
        "pop", method_pop, "(self, /)",
        "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."},
    NativeDef{"remove", method_remove, "(self, object, /)",
              "Remove an element from a set; it must be a member.\n\n"
              "If the element is not a member, raise a KeyError."},
    NativeDef{"symmetric_difference_update", method_symmetric_difference_update, "(self, other, /)",
              "Update the set, keeping only elements found in either set, but not in both."},
    NativeDef{"update", method_update, "(self, /, *others)",
              "Update the set, adding elements from all others."},
};

constexpr auto kSetMethods = [] {
  std::array<NativeDef, kFrozenMethods.size() + kChangingMethods.size()> all{};
  size_t n = 0;
  for (const NativeDef& def : kFrozenMethods) all[n++] = def;
  for (const NativeDef& def : kChangingMethods) all[n++] = def;
  return all;
}();

constexpr uint32_t kSetOps =
    1u << static_cast<int>(BinaryOp::kAnd) | 1u << static_cast<int>(BinaryOp::kOr) |
    1u << static_cast<int>(BinaryOp::kXor) | 1u << static_cast<int>(BinaryOp::kSub);

void fill_common(TypeSlots& slots) {
  slots.dealloc = dealloc;
  slots.traverse = traverse;
  slots.clear = clear_slot;
  slots.repr = repr_slot;
  slots.compare = compare_slot;
  slots.iter = set_iterator_new;
  slots.length = length_slot;
  slots.contains = contains_slot;
  slots.binary = binary_slot;
}

}  // namespace

void init_set_type() {
  TypeSpec spec{
      .name = "set",
      .instance_size = sizeof(SetObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeMatchSelf | kTypeIsSet | kTypeHasWeakrefs,
      .binary_ops = kSetOps,
      .inplace_ops = kSetOps,
      .doc = "Build an unordered collection of unique elements.",
      .methods = kSetMethods,
  };
  fill_common(spec.slots);
  spec.slots.construct = set_construct;
  spec.slots.init = set_init;
  spec.slots.inplace = inplace_slot;
  type_init_builtin(set_type, kSetShape, spec);
}

void init_frozenset_type() {
  TypeSpec spec{
      .name = "frozenset",
      .instance_size = sizeof(SetObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeMatchSelf | kTypeIsSet | kTypeHasWeakrefs,
      .binary_ops = kSetOps,
      .doc = "Build an immutable unordered collection of unique elements.",
      .methods = kFrozenMethods,
  };
  fill_common(spec.slots);
  spec.slots.construct = frozenset_construct;
  spec.slots.hash = frozenset_hash;
  type_init_builtin(frozenset_type, kFrozenSetShape, spec);
}

}  // namespace gilt
