// _heapq: priority queues in lists. Every function exists twice, for heaps whose first item is the
// smallest and for those where it is the largest.
#include "runtime/error.h"
#include "runtime/less_than.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

// Comparisons may run script code, so the list is looked at again after each. REQUIRES: its lock.
struct Heap {
  Thread& t;
  ListObject* list;
  bool largest_first;

  // Does [a] belong above [b]? Both are held by the caller.
  std::optional<bool> above(Value a, Value b) {
    return largest_first ? less_than(t, b, a) : less_than(t, a, b);
  }

  // The same for two places of the list, which must not change its size meanwhile.
  std::optional<bool> above_at(int64_t i, int64_t j) {
    int64_t size = list->size;
    Ref a = list->items[i].load(), b = list->items[j].load();
    GILT_TRY(bool result, above(a.get(), b.get()));
    if (list->size != size)
      return fail(t, runtime_error_type, "list changed size during iteration");
    return result;
  }

  void swap(int64_t i, int64_t j) {
    Slot *a = list->items + i, *b = list->items + j;
    Value first = a->peek();
    a->set_word(b->peek());
    b->set_word(first);
  }

  // Item [i] rises to its place, not above [top].
  bool rise(int64_t top, int64_t i) {
    while (i > top) {
      int64_t parent = (i - 1) / 2;
      GILT_TRY(bool goes_up, above_at(i, parent));
      if (!goes_up) break;
      swap(i, parent);
      i = parent;
    }
    return true;
  }

  // Item [i] goes down to a leaf along the better children and then rises: mostly it belongs far
  // down, so that comparing it on the way would be in vain (Knuth, TAOCP 3, 5.2.3 exercise 18).
  bool sink(int64_t i) {
    int64_t top = i, end = list->size;
    while (2 * i + 1 < end) {
      int64_t child = 2 * i + 1;
      if (child + 1 < end) {
        GILT_TRY(bool left_first, above_at(child, child + 1));
        if (!left_first) ++child;
      }
      swap(i, child);
      i = child;
    }
    return rise(top, i);
  }
};

std::optional<Heap> heap_of(Thread& t, Value v, const char* function, bool largest_first,
                            const char* place = " 1") {
  if (!is_list(v))
    return fail(t, type_error_type, "{}() argument{} must be list, not {}", function, place,
                type_name(v));
  return Heap{t, v.as<ListObject>(), largest_first};
}

constexpr const char* pick(bool largest_first, const char* plain, const char* max) {
  return largest_first ? max : plain;
}

template <bool kMax>
Ref push(Thread& t, Args args) {
  GILT_TRY(Heap heap, heap_of(t, args[0], pick(kMax, "heappush", "heappush_max"), kMax));
  ObjectLock lock(t, heap.list);
  GILT_CHECK(list_append(t, heap.list, Ref::copy(args[1])));
  GILT_CHECK(heap.rise(0, heap.list->size - 1));
  return Ref::none();
}

template <bool kMax>
Ref pop(Thread& t, Args args) {
  GILT_TRY(Heap heap, heap_of(t, args[0], pick(kMax, "heappop", "heappop_max"), kMax, ""));
  ListObject* list = heap.list;
  ObjectLock lock(t, list);
  if (list->size == 0) return fail(t, index_error_type, "index out of range");
  Ref last = list->items[list->size - 1].load();
  GILT_CHECK(list_delete_range(t, list, list->size - 1, list->size));
  if (list->size == 0) return last;
  Ref result = list->items[0].exchange(list, std::move(last));
  GILT_CHECK(heap.sink(0));
  return result;
}

template <bool kMax>
Ref replace(Thread& t, Args args) {
  GILT_TRY(Heap heap, heap_of(t, args[0], pick(kMax, "heapreplace", "heapreplace_max"), kMax));
  ObjectLock lock(t, heap.list);
  if (heap.list->size == 0) return fail(t, index_error_type, "index out of range");
  Ref result = heap.list->items[0].exchange(heap.list, Ref::copy(args[1]));
  GILT_CHECK(heap.sink(0));
  return result;
}

template <bool kMax>
Ref push_pop(Thread& t, Args args) {
  GILT_TRY(Heap heap, heap_of(t, args[0], pick(kMax, "heappushpop", "heappushpop_max"), kMax));
  ObjectLock lock(t, heap.list);
  if (heap.list->size == 0) return Ref::copy(args[1]);
  Ref top = heap.list->items[0].load();
  GILT_TRY(bool goes_in, heap.above(top.get(), args[1]));
  if (!goes_in) return Ref::copy(args[1]);
  if (heap.list->size == 0) return fail(t, index_error_type, "index out of range");
  Ref result = heap.list->items[0].exchange(heap.list, Ref::copy(args[1]));
  GILT_CHECK(heap.sink(0));
  return result;
}

template <bool kMax>
Ref heapify(Thread& t, Args args) {
  GILT_TRY(Heap heap, heap_of(t, args[0], pick(kMax, "heapify", "heapify_max"), kMax, ""));
  ObjectLock lock(t, heap.list);
  for (int64_t i = heap.list->size / 2 - 1; i >= 0; --i) GILT_CHECK(heap.sink(i));
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"heappush", push<false>, "(heap, item, /)",
     "Push item onto heap, maintaining the heap invariant."},
    {"heappop", pop<false>, "(heap, /)",
     "Pop the smallest item off the heap, maintaining the heap invariant."},
    {"heapreplace", replace<false>, "(heap, item, /)",
     "Pop and return the current smallest value, and add the new item.\n\n"
     "This is more efficient than heappop() followed by heappush(), and can be\n"
     "more appropriate when using a fixed-size heap.  Note that the value\n"
     "returned may be larger than item!"},
    {"heappushpop", push_pop<false>, "(heap, item, /)",
     "Push item on the heap, then pop and return the smallest item from the heap.\n\n"
     "The combined action runs more efficiently than heappush() followed by\n"
     "a separate call to heappop()."},
    {"heapify", heapify<false>, "(heap, /)",
     "Transform list into a heap, in-place, in O(len(heap)) time."},
    {"heappush_max", push<true>, "(heap, item, /)",
     "Push item onto max heap, maintaining the heap invariant."},
    {"heappop_max", pop<true>, "(heap, /)", "Maxheap variant of heappop."},
    {"heapreplace_max", replace<true>, "(heap, item, /)", "Maxheap variant of heapreplace."},
    {"heappushpop_max", push_pop<true>, "(heap, item, /)", "Maxheap variant of heappushpop."},
    {"heapify_max", heapify<true>, "(heap, /)", "Maxheap variant of heapify."},
};

constexpr ModuleDef kModule{"_heapq", "Heap queue algorithm (a.k.a. priority queue).", kFunctions,
                            nullptr};

}  // namespace

void register_heapq_module() {
  register_native_module(kModule);
}

}  // namespace gilt
