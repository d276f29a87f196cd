// list.sort(): MergeSort over the list's words, with a comparison chosen by what the keys are.
#include <algorithm>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/list_internal.h"
#include "runtime/merge_sort.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// What is sorted: the values themselves, or each with its key.
struct Plain {
  Value key;
};
struct Keyed {
  Value key, value;
};

// Comparisons that need no script code: all keys are of one kind.
struct IntLess {
  static bool less(Value a, Value b) {
    return static_cast<int64_t>(a.bits()) < static_cast<int64_t>(b.bits());
  }
  static bool fits(Value v) { return v.is_int(); }
};
struct FloatLess {
  static bool less(Value a, Value b) { return a.as_double() < b.as_double(); }
  static bool fits(Value v) { return v.is_double(); }
};
struct StrLess {
  static bool less(Value a, Value b) {
    return str_compare(a.as<StrObject>(), b.as<StrObject>()) < 0;
  }
  static bool fits(Value v) { return is_exact_str(v); }
};

template <class Kind>
struct SimpleLess {
  template <class Item>
  bool operator()(const Item& a, const Item& b) const {
    return Kind::less(a.key, b.key);
  }
  static constexpr bool failed() { return false; }
};

struct GenericLess {
  Thread& t;
  bool has_failed = false;

  bool failed() const { return has_failed; }
  template <class Item>
  bool operator()(const Item& a, const Item& b) {
    return less(a.key, b.key);
  }
  bool less(Value a, Value b) {
    if (has_failed) return false;
    std::optional<bool> result = compare_bool(t, CompareOp::kLt, a, b);
    if (!result) has_failed = true;
    return result.value_or(false);
  }
};

// Tuples whose first items are all of one kind, which mostly decide already.
template <class Kind>
struct TupleLess : GenericLess {
  template <class Item>
  bool operator()(const Item& a, const Item& b) {
    Value x = a.key.template as<TupleObject>()->at(0), y = b.key.template as<TupleObject>()->at(0);
    if (Kind::less(x, y)) return true;
    if (Kind::less(y, x)) return false;
    return less(a.key, b.key);
  }
};

template <class Item, class Less>
bool run(Thread& t, Item* items, int64_t count, Less less) {
  size_t bytes = static_cast<size_t>(count / 2) * sizeof(Item);
  auto* scratch = static_cast<Item*>(heap_allocate(t, bytes));
  if (!scratch) return false;
  MergeSort<Item, Less> sort(items, count, scratch, less);
  sort.sort();
  heap_free(t, scratch, bytes);
  return !less.failed();
}

template <class Kind, class Item>
bool all_fit(const Item* items, int64_t count) {
  return std::all_of(items, items + count, [](const Item& i) { return Kind::fits(i.key); });
}

template <class Kind, class Item>
bool all_tuples_of(const Item* items, int64_t count) {
  return std::all_of(items, items + count, [](const Item& i) {
    return has_shape(i.key, kTupleShape) && i.key.template as<TupleObject>()->size > 0 &&
           Kind::fits(i.key.template as<TupleObject>()->at(0));
  });
}

template <class Item>
bool sort_items(Thread& t, Item* items, int64_t count) {
  if (count < 2) return true;
  if (all_fit<IntLess>(items, count)) return run(t, items, count, SimpleLess<IntLess>{});
  if (all_fit<StrLess>(items, count)) return run(t, items, count, SimpleLess<StrLess>{});
  if (all_fit<FloatLess>(items, count)) return run(t, items, count, SimpleLess<FloatLess>{});
  if (all_tuples_of<IntLess>(items, count)) return run(t, items, count, TupleLess<IntLess>{{t}});
  if (all_tuples_of<StrLess>(items, count)) return run(t, items, count, TupleLess<StrLess>{{t}});
  if (all_tuples_of<FloatLess>(items, count))
    return run(t, items, count, TupleLess<FloatLess>{{t}});
  return run(t, items, count, GenericLess{t});
}

// Calls [key] for every item, sorts pairs, and puts the values back in their order (whatever
// happens they are all put back).
bool sort_by_key(Thread& t, Value* values, int64_t count, Value key, bool reverse) {
  size_t bytes = static_cast<size_t>(count) * sizeof(Keyed);
  auto* pairs = static_cast<Keyed*>(heap_allocate(t, bytes));
  if (!pairs) return false;
  int64_t made = 0;
  bool ok = true;
  for (; made < count; ++made) {
    Ref k = call(t, key, {values[made]});
    if (k.is_error()) {
      ok = false;
      break;
    }
    pairs[made] = Keyed{k.take(), values[made]};
  }
  if (ok) {
    if (reverse) std::reverse(pairs, pairs + count);
    ok = sort_items(t, pairs, count);
    if (reverse) std::reverse(pairs, pairs + count);
    for (int64_t i = 0; i < count; ++i) values[i] = pairs[i].value;
  }
  for (int64_t i = 0; i < made; ++i) release(pairs[i].key);
  heap_free(t, pairs, bytes);
  return ok;
}

// Sorts the [size] words of an array that is not part of the list.
bool sort_words(Thread& t, Slot* items, int64_t size, Value key, bool reverse) {
  static_assert(sizeof(Slot) == sizeof(Plain));
  Value* values = items ? &items[0].word() : nullptr;
  if (!key.is_none() && size > 0) return sort_by_key(t, values, size, key, reverse);
  if (size < 2) return true;
  // Reversing before and after keeps equal items in their order.
  if (reverse) std::reverse(values, values + size);
  bool ok = sort_items(t, reinterpret_cast<Plain*>(values), size);
  if (reverse) std::reverse(values, values + size);
  return ok;
}

}  // namespace

bool list_sort(Thread& t, ListObject* list, Value key, bool reverse) {
  // While it is being sorted the list is empty, so that no comparison can get at its items.
  ObjectLock lock(t, list);
  Slot* items;
  int64_t size = list->size, capacity;
  if (is_shared(list)) {
    // Readers may be in its array.
    capacity = size;
    items = static_cast<Slot*>(heap_allocate(t, static_cast<size_t>(size) * sizeof(Slot)));
    if (items == nullptr) return false;
    list->size = 0;
    if (size > 0)
      std::memcpy(static_cast<void*>(items), static_cast<void*>(list->items.load()),
                  static_cast<size_t>(size) * sizeof(Slot));
  } else {
    items = std::exchange(list->items, nullptr);
    list->size = 0;
    capacity = std::exchange(list->capacity, 0);
  }
  bool ok = sort_words(t, items, size, key, reverse);
  bool modified;
  if (is_shared(list)) {  // perhaps only since it was asked above
    modified = list_put_back(t, list, items, size, capacity) != 0;
  } else {
    Slot* intruders = std::exchange(list->items, items);
    int64_t intruder_count = std::exchange(list->size, size);
    int64_t intruder_capacity = std::exchange(list->capacity, capacity);
    modified = intruders != nullptr;
    list_release_items(t, intruders, intruder_count, intruder_capacity);
  }
  if (ok && modified) return fail(t, value_error_type, "list modified during sort");
  return ok;
}

}  // namespace gilt
