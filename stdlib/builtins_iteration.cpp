// builtins: functions about iterables.
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/list.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "stdlib/anext_awaitable.h"
#include "stdlib/builtins.h"

namespace gilt {

namespace {

// Whether some item has truth [wanted].
std::optional<bool> has_item(Thread& t, Value iterable, bool wanted) {
  GILT_TRY(Ref iterator, get_iter(t, iterable));
  while (true) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return false;
    GILT_TRY(bool value, truth(t, item.get()));
    if (value == wanted) return true;
  }
}

Ref all_function(Thread& t, Args args) {
  GILT_TRY(bool found, has_item(t, args[0], false));
  return Ref::boolean(!found);
}

Ref any_function(Thread& t, Args args) {
  GILT_TRY(bool found, has_item(t, args[0], true));
  return Ref::boolean(found);
}

bool is_callable(Value v) {
  return type_of(v)->slots.call != nullptr;
}

Ref iter_function(Thread& t, Args args) {
  if (args[1].is_unset()) return get_iter(t, args[0]);
  if (!is_callable(args[0])) {
    return fail(t, type_error_type, "iter(v, w): v must be callable");
  }
  return callable_iterator_new(t, args[0], args[1]);
}

Ref next_function(Thread& t, Args args) {
  const auto next = type_of(args[0])->slots.next;
  if (next == nullptr) {
    return fail(t, type_error_type, "'{}' object is not an iterator", type_name(args[0]));
  }
  Ref item = next(t, args[0]);
  if (!item.is_unset() && !item.is_error()) return item;
  const Value otherwise = args[1];
  if (item.is_error()) {
    if (otherwise.is_unset() || !error_matches(t, stop_iteration_type)) return item;
    error_clear(t);
  }
  if (!otherwise.is_unset()) return Ref::copy(otherwise);
  return fail_instance(t, exception_new(t, stop_iteration_type, Ref::unset()));
}

Ref aiter_function(Thread& t, Args args) {
  const auto async_iter = type_of(args[0])->slots.async_iter;
  if (async_iter == nullptr) {
    return fail(t, type_error_type, "'{}' object is not an async iterable", type_name(args[0]));
  }
  GILT_TRY(Ref iterator, async_iter(t, args[0]));
  if (type_of(iterator.get())->slots.async_next == nullptr) {
    return fail(t, type_error_type, "aiter() returned not an async iterator of type '{}'",
                type_name(iterator.get()));
  }
  return iterator;
}

Ref anext_function(Thread& t, Args args) {
  const auto async_next = type_of(args[0])->slots.async_next;
  if (async_next == nullptr) {
    return fail(t, type_error_type, "'{}' object is not an async iterator", type_name(args[0]));
  }
  GILT_TRY(Ref awaitable, async_next(t, args[0]));
  return args[1].is_unset() ? std::move(awaitable)
                            : anext_awaitable_new(t, awaitable.get(), args[1]);
}

Ref len_function(Thread& t, Args args) {
  GILT_TRY(int64_t size, length(t, args[0]));
  return int_from(t, size);
}

constexpr char kSortedSignature[] = "(iterable, /, *, key=None, reverse=False)";

Ref sorted_function(Thread& t, CallArgs call) {
  static const ParameterSpec* const kSpec = parse_signature("sort", kSortedSignature, false);
  if (call.positional != 1) {
    return fail(t, type_error_type, "sorted expected 1 argument, got {}", call.positional);
  }
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(bool reverse, truth(t, bound[2]));
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), bound[0]));
  GILT_CHECK(list_sort(t, list.get(), bound[1], reverse));
  return list;
}

Ref callable_function(Thread&, Args args) {
  return Ref::boolean(is_callable(args[0]));
}

constexpr NativeDef kFunctions[] = {
    {"aiter", aiter_function, "(async_iterable, /)", "An async iterator for an async iterable."},
    {"all", all_function, "(iterable, /)",
     "True if every item is true (also when there are none)."},
    {"anext", anext_function, "(async_iterator, default=..., /)",
     "An awaitable for the next item of an async iterator."},
    {"any", any_function, "(iterable, /)", "True if some item is true."},
    {"callable", callable_function, "(obj, /)", "Whether the object can be called."},
    {"iter", iter_function, "(object, sentinel=..., /)",
     "An iterator over an object, or over the results of a callable until one equals the "
     "sentinel."},
    {"len", len_function, "(obj, /)", "The number of items in a container."},
    {"next", next_function, "(iterator, default=..., /)",
     "The next item of an iterator, or the default when there is none."},
    {"sorted", nullptr, kSortedSignature,
     "A new list with all items of the iterable in ascending order.", NativeKind::kFunction,
     sorted_function},
};

}  // namespace

std::span<const NativeDef> iteration_builtins() {
  return kFunctions;
}

}  // namespace gilt
