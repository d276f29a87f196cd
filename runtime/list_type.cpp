#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/comparison.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/list_internal.h"
#include "runtime/list_iterator.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

ListObject* as_list(Value v) {
  return v.as<ListObject>();
}

// -- life --

void list_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* list = static_cast<ListObject*>(self);
  list_release_items(t, list->items, list->size, list->capacity);
  if (self->shape == kListShape)
    heap_free(t, self, sizeof(ListObject));
  else
    instance_free(t, self);
}

void list_traverse(Object* self, Visitor& visitor) {
  auto* list = static_cast<ListObject*>(self);
  int64_t size = list->size;
  for (int64_t i = 0; i < size; ++i) visitor.visit(list->items[i]);
}

void list_clear_slot(Thread& t, Object* self) {
  list_clear(t, static_cast<ListObject*>(self));
}

Ref list_construct(Thread& t, TypeObject* type, CallArgs) {
  if (type == &list_type) return list_new(t);
  Object* object = instance_allocate(t, type);
  if (!object) return Failed{};
  auto* list = static_cast<ListObject*>(object);
  list->size = 0;
  list->capacity = 0;
  list->items = nullptr;
  Ref ref = Ref::adopt(object);
  gc_track(t, object);
  return ref;
}

bool list_init(Thread& t, Value self, CallArgs args) {
  // A subclass with an own __new__ may take what it likes.
  if (type_of(self) == &list_type || type_of(self)->slots.construct == list_construct) {
    GILT_CHECK(no_keywords(t, "list", args));
  }
  if (args.positional > 1)
    return fail(t, type_error_type, "list expected at most 1 argument, got {}", args.positional);
  auto* list = as_list(self);
  if (list->size > 0) list_clear(t, list);
  return args.positional == 0 || list_extend(t, list, args[0]);
}

// -- text and order --

Ref list_repr(Thread& t, Value self) {
  auto* list = as_list(self);
  if (list->size == 0) return str_new(t, "[]");
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "[...]");
  }
  GILT_CHECK(check_native_recursion(t));
  StrBuilder text;
  text.append('[');
  for (int64_t i = 0; i < list->size; ++i) {
    if (i > 0) text.append(", ");
    Ref item = list->items[i].load();
    GILT_CHECK(text.append_repr(t, item.get()));
  }
  text.append(']');
  return text.finish(t);
}

Ref list_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_list(self) || !is_list(other)) return not_implemented();
  auto *a = as_list(self), *b = as_list(other);
  if (a->size != b->size && (op == CompareOp::kEq || op == CompareOp::kNe))
    return Ref::boolean(op == CompareOp::kNe);
  GILT_CHECK(check_native_recursion(t));
  // Either list may change while items are compared.
  for (int64_t i = 0; i < a->size && i < b->size; ++i) {
    Value x = a->items[i].peek(), y = b->items[i].peek();
    if (same(x, y)) continue;
    Ref held_x = Ref::copy(x), held_y = Ref::copy(y);
    GILT_TRY(bool is_equal, equal(t, x, y));
    if (is_equal) continue;
    if (op == CompareOp::kEq) return Ref::boolean(false);
    if (op == CompareOp::kNe) return Ref::boolean(true);
    return compare(t, op, x, y);
  }
  return Ref::boolean(holds<int64_t>(op, a->size, b->size));
}

// -- items --

std::optional<int64_t> list_length(Thread&, Value self) {
  return as_list(self)->size;
}

std::optional<bool> list_contains(Thread& t, Value self, Value wanted) {
  auto* list = as_list(self);
  for (int64_t i = 0; i < list->size; ++i) {
    Value item = list->items[i].peek();
    if (same(item, wanted)) return true;
    if (both_int(item, wanted)) continue;
    Ref held = Ref::copy(item);
    GILT_TRY(bool is_equal, equal(t, item, wanted));
    if (is_equal) return true;
  }
  return false;
}

Ref list_get_item(Thread& t, Value self, Value key) {
  auto* list = as_list(self);
  if (!key.is_int() && is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    ObjectLock lock(t, list);
    slice_adjust(range, list->size);
    if (range.step == 1) return list_slice(t, list, range.start, range.start + range.length);
    GILT_TRY(auto result, list_new(t, range.length));
    for (int64_t i = 0, from = range.start; i < range.length; ++i, from += range.step)
      result->items[i].init(list->items[from].load());
    result->size = range.length;
    return result;
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "list"));
  return list_get(t, list, index);
}

// Items start .. stop - 1 become those of [source], a list or tuple's row. The old ones die last.
// REQUIRES: the list's lock.
bool replace_range(Thread& t, ListObject* list, int64_t start, int64_t stop, Slot* source,
                   int64_t count, Ref& removed_items) {
  GILT_TRY(auto removed, list_new(t, stop - start));
  int64_t old_count = stop - start, size = list->size;
  int64_t growth = count - old_count;
  if (growth > 0) {
    GILT_CHECK(list_open_gap(t, list, stop, growth));
  }
  for (int64_t i = 0; i < old_count; ++i)
    removed->items[i].init(Ref::adopt(list->items[start + i].peek()));
  removed->size = old_count;
  removed_items = std::move(removed);
  if (growth < 0) list_move_words(list, stop + growth, stop, size - stop);
  list_copy_in(list, start, source, count);
  list->size = size + growth;
  if (growth < 0) list_shrink(t, list);
  return true;
}

// The values to be assigned: as a list that nobody else can change meanwhile.
RefOf<ListObject> values_for_slice(Thread& t, ListObject* list, Value values) {
  if (has_shape(values, kListShape) && values.as<ListObject>() != list)
    return RefOf<ListObject>::copy(values.as<ListObject>());
  if (!is_list(values) && !is_tuple(values)) {
    Ref iterator = get_iter(t, values);
    if (iterator.is_error()) {
      if (error_matches(t, type_error_type) && !type_of(values)->slots.iter) {
        error_clear(t);
        return fail(t, type_error_type, "must assign iterable to extended slice");
      }
      return Failed{};
    }
    return list_from_iterable(t, iterator.get());
  }
  return list_from_iterable(t, values);
}

bool set_slice(Thread& t, ListObject* list, SliceObject* slice, Value values) {
  GILT_TRY(SliceRange range, slice_unpack(t, slice));
  RefOf<ListObject> source;
  if (!values.is_unset()) {
    GILT_TRY(source, values_for_slice(t, list, values));
  }
  Ref old;  // dies when the lock is given up
  ObjectLock lock(t, list, values.is_unset() ? list : source.get());
  slice_adjust(range, list->size);
  if (range.step == 1) {
    int64_t stop = std::max(range.start, range.stop);
    if (values.is_unset()) return list_delete_range(t, list, range.start, stop);
    return replace_range(t, list, range.start, stop, source->items, source->size, old);
  }
  if (!values.is_unset()) {
    if (source->size != range.length)
      return fail(t, value_error_type,
                  "attempt to assign sequence of size {} to extended slice of size {}",
                  source->size.load(), range.length);
    // Swapped, so that the old items die with a list of their own.
    GILT_TRY(auto removed, list_new(t, range.length));
    for (int64_t i = 0, to = range.start; i < range.length; ++i, to += range.step) {
      removed->items[i].init(Ref::adopt(list->items[to].peek()));
      list_copy_in(list, to, &source->items[i], 1);
    }
    removed->size = range.length;
    old = std::move(removed);
    return true;
  }
  if (range.length == 0) return true;
  int64_t first = range.step > 0 ? range.start : range.start + (range.length - 1) * range.step;
  int64_t step = std::abs(range.step);
  GILT_TRY(auto removed, list_new(t, range.length));
  int64_t to = first, next = first, taken = 0, size = list->size;
  Slot* items = list->items;
  for (int64_t from = first; from < size; ++from) {
    if (taken < range.length && from == next) {
      removed->items[taken++].init(Ref::adopt(items[from].peek()));
      next += step;
    } else {
      items[to++].set_word(items[from].peek());
    }
  }
  removed->size = taken;
  old = std::move(removed);
  list->size = to;
  list_shrink(t, list);
  return true;
}

bool list_set_item(Thread& t, Value self, Value key, Value value) {
  auto* list = as_list(self);
  if (!key.is_int() && is_slice(key)) return set_slice(t, list, key.as<SliceObject>(), value);
  GILT_TRY(int64_t index, sequence_index(t, key, "list"));
  if (!value.is_unset()) return list_set(t, list, index, Ref::copy(value));
  ObjectLock lock(t, list);
  int64_t size = list->size;
  if (index < 0) index += size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size))
    return fail(t, index_error_type, "list assignment index out of range");
  return list_delete_range(t, list, index, index + 1);
}

// -- operators --

Ref concatenate(Thread& t, ListObject* a, ListObject* b) {
  ObjectLock lock(t, a, b);
  int64_t first = a->size, second = b->size;
  GILT_TRY(auto result, list_new(t, first + second));
  list_copy_in(result.get(), 0, a->items, first);
  list_copy_in(result.get(), first, b->items, second);
  result->size = first + second;
  return result;
}

// Appends [times] - 1 copies of what the list holds.
bool repeat_in_place(Thread& t, ListObject* list, int64_t times) {
  if (times <= 0) {
    list_clear(t, list);
    return true;
  }
  ObjectLock lock(t, list);
  int64_t size = list->size, total;
  if (__builtin_mul_overflow(size, times, &total)) return no_memory(t);
  GILT_CHECK(list_reserve(t, list, total));
  list_copy_in(list, size, list->items, total - size);
  list->size = total;
  return true;
}

Ref list_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op == BinaryOp::kAdd) {
    if (!is_list(a)) return not_implemented();
    if (!is_list(b)) return concatenate_other(t, b, "list");
    return concatenate(t, as_list(a), as_list(b));
  }
  if (op != BinaryOp::kMul) return not_implemented();
  bool list_first = is_list(a);
  auto* list = as_list(list_first ? a : b);
  GILT_TRY(int64_t times, repeat_count(t, list_first ? b : a));
  ObjectLock lock(t, list);
  int64_t total;
  if (__builtin_mul_overflow(list->size.load(), times, &total)) return no_memory(t);
  GILT_TRY(auto result, list_new(t, total));
  if (total == 0) return result;
  if (list->size == 1) {
    // The commonest: [x] * n.
    Value item = list->items[0].peek();
    Slot* items = result->items;
    if (item.is_object()) {
      for (int64_t i = 0; i < total; ++i) items[i].init(Ref::copy(item));
    } else {
      for (int64_t i = 0; i < total; ++i) items[i].word() = item;
    }
    result->size = total;
    return result;
  }
  GILT_CHECK(list_extend(t, result.get(), to_value(list)));
  GILT_CHECK(repeat_in_place(t, result.get(), times));
  return result;
}

Ref list_inplace(Thread& t, BinaryOp op, Value a, Value b) {
  auto* list = as_list(a);
  if (op == BinaryOp::kAdd) {
    GILT_CHECK(list_extend(t, list, b));
    return Ref::copy(a);
  }
  if (op != BinaryOp::kMul) return not_implemented();
  GILT_TRY(int64_t times, repeat_count(t, b));
  GILT_CHECK(repeat_in_place(t, list, times));
  return Ref::copy(a);
}

Ref list_iter(Thread& t, Value self) {
  return list_iterator_new(t, as_list(self));
}

// -- methods --

Ref method_append(Thread& t, Args args) {
  GILT_CHECK(list_append(t, as_list(args[0]), Ref::copy(args[1])));
  return Ref::none();
}

Ref method_extend(Thread& t, Args args) {
  GILT_CHECK(list_extend(t, as_list(args[0]), args[1]));
  return Ref::none();
}

Ref method_insert(Thread& t, Args args) {
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  GILT_CHECK(list_insert(t, as_list(args[0]), index, Ref::copy(args[2])));
  return Ref::none();
}

Ref method_pop(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  ObjectLock lock(t, list);
  int64_t size = list->size;
  if (size == 0) return fail(t, index_error_type, "pop from empty list");
  if (index < 0) index += size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size))
    return fail(t, index_error_type, "pop index out of range");
  Ref item = Ref::adopt(list->items[index].peek());
  list_move_words(list, index, index + 1, size - 1 - index);
  list->size = size - 1;
  list_shrink(t, list);
  return item;
}

// The index of the first item equal to [wanted] from [start] on, or -1.
std::optional<int64_t> find(Thread& t, ListObject* list, Value wanted, int64_t start,
                            int64_t stop) {
  for (int64_t i = start; i < stop && i < list->size; ++i) {
    Ref item = list->items[i].load();
    GILT_TRY(bool is_equal, equal(t, item.get(), wanted));
    if (is_equal) return i;
  }
  return -1;
}

Ref method_remove(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  ObjectLock lock(t, list);  // so that two threads remove two items
  GILT_TRY(int64_t index, find(t, list, args[1], 0, INT64_MAX));
  if (index < 0) return fail(t, value_error_type, "list.remove(x): x not in list");
  GILT_CHECK(list_delete_range(t, list, index, index + 1));
  return Ref::none();
}

Ref method_index(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  int64_t start, stop;
  GILT_CHECK(index_bounds(t, args[2], args[3], list->size, start, stop));
  GILT_TRY(int64_t index, find(t, list, args[1], start, stop));
  if (index < 0) return fail(t, value_error_type, "list.index(x): x not in list");
  return Ref::adopt(Value::integer(index));
}

Ref method_count(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  int64_t count = 0;
  for (int64_t i = 0; i < list->size; ++i) {
    Ref item = list->items[i].load();
    GILT_TRY(bool is_equal, equal(t, item.get(), args[1]));
    count += is_equal;
  }
  return Ref::adopt(Value::integer(count));
}

Ref method_clear(Thread& t, Args args) {
  list_clear(t, as_list(args[0]));
  return Ref::none();
}

Ref method_copy(Thread& t, Args args) {
  return list_slice(t, as_list(args[0]), 0, INT64_MAX);
}

Ref method_reverse(Thread& t, Args args) {
  GILT_CHECK(list_reverse(t, as_list(args[0])));
  return Ref::none();
}

Ref method_sort(Thread& t, Args args) {
  GILT_TRY(bool reverse, truth(t, args[2]));
  GILT_CHECK(list_sort(t, as_list(args[0]), args[1], reverse));
  return Ref::none();
}

Ref method_reversed(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  auto* iterator = object_new<ListReverseIteratorObject>(t, kListReverseIteratorShape);
  if (!iterator) return Failed{};
  iterator->list.init(Ref::copy(list));
  iterator->index = list->size - 1;
  Ref ref = Ref::adopt(iterator);
  gc_track(t, iterator);
  return ref;
}

Ref method_sizeof(Thread& t, Args args) {
  auto* list = as_list(args[0]);
  ObjectLock lock(t, list);
  uint32_t base = type_of(args[0])->instance_size;
  return Ref::adopt(Value::integer(base + list->capacity * static_cast<int64_t>(sizeof(Slot))));
}

constexpr NativeDef kMethods[] = {
    {"append", method_append, "(self, object, /)", "Append object to the end of the list."},
    {"clear", method_clear, "(self, /)", "Remove all items from list."},
    {"copy", method_copy, "(self, /)", "Return a shallow copy of the list."},
    {"count", method_count, "(self, value, /)", "Return number of occurrences of value."},
    {"extend", method_extend, "(self, iterable, /)",
     "Extend list by appending elements from the iterable."},
    {"index", method_index, "(self, value, start=..., stop=..., /)",
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"insert", method_insert, "(self, index, object, /)", "Insert object before index."},
    {"pop", method_pop, "(self, index=-1, /)",
     "Remove and return item at index (default last).\n\n"
     "Raises IndexError if list is empty or index is out of range."},
    {"remove", method_remove, "(self, value, /)",
     "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
    {"reverse", method_reverse, "(self, /)", "Reverse *IN PLACE*."},
    {"sort", method_sort, "(self, /, *, key=None, reverse=False)",
     "Sort the list in ascending order and return None.\n\n"
     "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
     "order of two equal elements is maintained).\n\n"
     "If a key function is given, apply it once to each list item and sort them,\n"
     "ascending or descending, according to their function values.\n\n"
     "The reverse flag can be set to sort in descending order."},
    {"__reversed__", method_reversed, "(self, /)", "Return a reverse iterator over the list."},
    {"__sizeof__", method_sizeof, "(self, /)", "Return the size of the list in memory, in bytes."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

}  // namespace

void init_list_type() {
  TypeSpec spec{
      .name = "list",
      .instance_size = sizeof(ListObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeSequence | kTypeMatchSelf | kTypeIsList,
      .binary_ops = 1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul),
      .inplace_ops =
          1u << static_cast<int>(BinaryOp::kAdd) | 1u << static_cast<int>(BinaryOp::kMul),
      .doc =
          "Built-in mutable sequence.\n\n"
          "If no argument is given, the constructor creates a new empty list.\n"
          "The argument must be an iterable if specified.",
      .methods = kMethods,
  };
  TypeSlots& slots = spec.slots;
  slots.dealloc = list_dealloc;
  slots.traverse = list_traverse;
  slots.clear = list_clear_slot;
  slots.construct = list_construct;
  slots.init = list_init;
  slots.repr = list_repr;
  slots.compare = list_compare;
  slots.iter = list_iter;
  slots.length = list_length;
  slots.get_item = list_get_item;
  slots.set_item = list_set_item;
  slots.contains = list_contains;
  slots.binary = list_binary;
  slots.inplace = list_inplace;
  type_init_builtin(list_type, kListShape, spec);
}

}  // namespace gilt
