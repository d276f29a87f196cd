// Iteration, length and items of any value.
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/messages.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/union.h"

namespace gilt {

Ref get_iter(Thread& t, Value v) {
  TypeObject* type = type_of(v);
  if (type->slots.iter != nullptr) {
    GILT_TRY(Ref iterator, type->slots.iter(t, v));
    if (type_of(iterator.get())->slots.next == nullptr) {
      return fail(t, type_error_type, "iter() returned non-iterator of type '{}'",
                  type_name(iterator.get()));
    }
    return iterator;
  }
  // The old protocol: items 0, 1, 2 ... until IndexError. A dict-like thing answers get_item too,
  // but has an iter.
  if (type->slots.get_item != nullptr && !type->is(kTypeIsDict)) return sequence_iterator_new(t, v);
  return fail(t, type_error_type, messages::kNotIterable, type_name(v));
}

Ref iter_next(Thread& t, Value iterator) {
  auto slot = type_of(iterator)->slots.next;
  // A class may have lost its __next__ since iter() was asked.
  if (slot == nullptr) return fail(t, type_error_type, messages::kNotIterable, type_name(iterator));
  // Iterators over iterators (map over map over ...) are as deep as their script made them.
  GILT_CHECK(check_native_recursion(t));
  Ref item = slot(t, iterator);
  // A slot may also say that the end has come by a StopIteration, which may carry a value: those
  // who want that call the slot themselves.
  if (item.is_error() && error_matches(t, stop_iteration_type)) {
    error_clear(t);
    return Ref::unset();
  }
  return item;
}

std::optional<int64_t> length(Thread& t, Value v) {
  auto slot = type_of(v)->slots.length;
  if (slot == nullptr)
    return fail(t, type_error_type, "object of type '{}' has no len()", type_name(v));
  return slot(t, v);
}

std::optional<int64_t> length_hint(Thread& t, Value v, int64_t otherwise) {
  if (type_of(v)->slots.length != nullptr) {
    std::optional<int64_t> size = length(t, v);
    if (size || !error_matches(t, type_error_type)) return size;
    error_clear(t);
  }
  Ref hint = call_special(t, v, names::length_hint_);
  if (hint.is_error()) {
    if (!error_matches(t, type_error_type)) return std::nullopt;
    error_clear(t);
    return otherwise;
  }
  if (hint.is_unset() || is_not_implemented(hint)) return otherwise;
  if (!is_int(hint.get())) {
    return fail(t, type_error_type, "__length_hint__ must be an integer, not {}",
                type_name(hint.get()));
  }
  if (int_compare(hint.get(), Value::integer(0)) < 0) {
    return fail(t, value_error_type, "__length_hint__() should return >= 0");
  }
  // A guess too large for memory is no better than none.
  if (!hint.get().is_int()) return hint.get().is_bool() ? int64_t{hint.get().is_true()} : otherwise;
  return hint.get().as_int();
}

Ref get_item(Thread& t, Value v, Value key) {
  TypeObject* type = type_of(v);
  if (type->slots.get_item != nullptr) return type->slots.get_item(t, v, key);
  if (type->is(kTypeIsType)) {
    // X[...] on a class: its metaclass has been asked above, now the class itself.
    auto* cls = v.as<TypeObject>();
    if (cls == &type_type) {
      // type[int]: the only builtin whose own __class_getitem__ would be found on every class.
      return generic_alias_of(t, v, key);
    }
    Ref method = get_attribute_or_unset(t, v, names::class_getitem_);
    if (method.is_error()) return method;
    if (!method.is_unset()) return call(t, method.get(), {key});
    return fail(t, type_error_type, "type '{}' is not subscriptable", type_name(cls));
  }
  return fail(t, type_error_type, messages::kNotSubscriptable, type_name(v));
}

bool set_item(Thread& t, Value v, Value key, Value value) {
  auto slot = type_of(v)->slots.set_item;
  if (slot == nullptr) return fail(t, type_error_type, messages::kNoItemAssignment, type_name(v));
  return slot(t, v, key, value);
}

bool delete_item(Thread& t, Value v, Value key) {
  auto slot = type_of(v)->slots.set_item;
  if (slot == nullptr) {
    // CPython words it so where the key could be an index of a sequence.
    TypeObject* type = type_of(v);
    bool sequence = (type->slots.length != nullptr || type->is(kTypeHeap)) &&
                    (key.is_int() || type_of(key)->slots.to_index != nullptr);
    return fail(t, type_error_type, "'{}' object {} support item deletion", type_name(v),
                sequence ? "doesn't" : "does not");
  }
  return slot(t, v, key, kUnset);
}

std::optional<bool> contains(Thread& t, Value container, Value item) {
  TypeObject* type = type_of(container);
  if (type->slots.contains != nullptr) return type->slots.contains(t, container, item);
  if (type->slots.iter == nullptr && type->slots.get_item == nullptr) {
    return fail(t, type_error_type, "argument of type '{}' is not a container or iterable",
                type_name(container));
  }
  GILT_TRY(Ref iterator, get_iter(t, container));
  while (true) {
    GILT_TRY(Ref candidate, iter_next(t, iterator.get()));
    if (candidate.is_unset()) return false;
    GILT_TRY(bool found, equal(t, candidate.get(), item));
    if (found) return true;
  }
}

Ref to_index(Thread& t, Value v) {
  if (v.is_int()) return Ref::adopt(v);
  if (v.is_bool()) return Ref::adopt(Value::integer(v.is_true() ? 1 : 0));
  auto slot = type_of(v)->slots.to_index;
  if (slot == nullptr) return fail(t, type_error_type, messages::kNotAnIndex, type_name(v));
  GILT_TRY(Ref result, slot(t, v));
  if (!is_int(result.get())) {
    return fail(t, type_error_type, "__index__ returned non-int (type {})",
                type_name(result.get()));
  }
  return result;
}

Ref to_int(Thread& t, Value v) {
  return call(t, to_value(&int_type), {v});
}

}  // namespace gilt
