#include "runtime/collector.h"

#include <algorithm>
#include <mutex>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/stack_arena.h"
#include "runtime/weakref.h"
#include "runtime/world.h"

namespace gilt {

void gc_track(Thread& t, Object* object) {
  t.interpreter->collector->track(t, object);
}

// -- lists --

Collector::Collector() : lists_{&common_} {}

void Collector::join(Thread& t) {
  if constexpr (kFreeThreaded) {
    numbers_lock_.lock();
    if (free_numbers_.empty()) {
      t.number = static_cast<uint16_t>(lists_.size());
      lists_.push_back(nullptr);
    } else {
      t.number = free_numbers_.back();
      free_numbers_.pop_back();
    }
    lists_[t.number] = t.tracked = &t.own_tracked;
    spare_lists_.reuse(t.own_tracked.young);
    spare_lists_.reuse(t.retired);
    spare_blocks_.reuse(t.retired_blocks);
    numbers_lock_.unlock();
  } else {
    t.tracked = &common_;
  }
}

// What [t], which ends, has made and gc.freeze() has put away becomes everybody's.
void Collector::publish_frozen(Thread& t) {
  List mine;
  {
    std::lock_guard guard(frozen_lock_);
    for (Object* object : frozen_)
      if (object->owner == t.number && !is_shared(object)) mine.push_back(object);
  }
  for (Object* object : mine) publish(to_value(object));
}

void Collector::leave(Thread& t) {
  if constexpr (kFreeThreaded) {
    List* const lists[] = {&t.tracked->young, &t.tracked->old};
    for (List* list : lists)
      for (Object* object : *list) publish(to_value(object));
    publish_frozen(t);
    numbers_lock_.lock();
    for (List* list : lists) {
      for (Object* object : *list) {
        object->owner = 0;
        set_flags(object, kOldGen);
        object->gc_index = static_cast<uint32_t>(common_.old.size());
        common_.old.push_back(object);
      }
      list->clear();
    }
    // Frozen ones stay where they are, but nobody's number may stay in them.
    {
      std::lock_guard guard(frozen_lock_);
      for (Object* object : frozen_)
        if (object->owner == t.number) object->owner = 0;
    }
    lists_[t.number] = nullptr;
    free_numbers_.push_back(t.number);
    estate_.objects.insert(estate_.objects.end(), t.retired.begin(), t.retired.end());
    estate_.blocks.insert(estate_.blocks.end(), t.retired_blocks.begin(), t.retired_blocks.end());
    for (List* list : {&t.own_tracked.young, &t.own_tracked.old, &t.retired})
      spare_lists_.keep(*list);
    spare_blocks_.keep(t.retired_blocks);
    numbers_lock_.unlock();
    t.retired_bytes = 0;
  }
  t.tracked = nullptr;
}

namespace {

// Apart from track(), which every container that is made passes: there nothing has to be saved for
// a call.
GILT_NOINLINE void track_after_growing(Collector& collector, Thread& t, Object* object) {
  std::vector<Object*>& young = t.tracked->young;
  young.reserve(std::max<size_t>(young.capacity() * 2, 64));
  collector.track(t, object);
}

}  // namespace

void Collector::track(Thread& t, Object* object) {
  if (object->has(kTracked)) return;
  TrackedLists& lists = *t.tracked;
  List& young = lists.young;
  if (young.size() == young.capacity()) [[unlikely]]
    return track_after_growing(*this, t, object);
  // Right after the look at the capacity, so that the compiler sees that nothing can grow here.
  object->gc_index = static_cast<uint32_t>(young.size());
  young.push_back(object);
  object->owner = t.number;
  set_flags(object, kTracked);
  if (young.size() > thresholds[0] || stress) [[unlikely]] {
    if (enabled && !lists.collecting && thresholds[0] != 0)
      t.safepoint.fetch_or(kCollect, std::memory_order_relaxed);
  }
}

namespace {

// The last object takes [place], and [index] as its gc_index.
void take_out(std::vector<Object*>& list, uint32_t place, uint32_t index) {
  Object* last = list.back();
  list[place] = last;
  last->gc_index = index;
  list.pop_back();
}

}  // namespace

void Collector::remove(TrackedLists& lists, Object* object) {
  uint32_t index = object->gc_index;
  if ((index & kFrozenBit) != 0) [[unlikely]]
    return remove_frozen(object);
  take_out(object->has(kOldGen) ? lists.old : lists.young, index, index);
  clear_flags(object, kTracked | kOldGen);
  object->gc_index = 0;
}

// Apart from remove(): see track_after_growing().
GILT_NOINLINE void Collector::remove_frozen(Object* object) {
  {
    std::lock_guard guard(frozen_lock_);
    take_out(frozen_, object->gc_index & ~kFrozenBit, object->gc_index);
  }
  clear_flags(object, kTracked | kOldGen);
  object->gc_index = 0;
}

// One that is shared or frozen. Apart from untrack(): see track_after_growing().
GILT_NOINLINE void Collector::untrack_elsewhere(Thread& t, Object* object) {
  Collector& collector = *t.interpreter->collector;
  collector.remove(is_shared(object) ? *collector.lists_[object->owner] : *t.tracked, object);
}

inline void Collector::untrack(Thread& t, Object* object) {
  uint8_t flags = object->flags;
  if ((flags & kTracked) == 0) return;
  if (is_shared(object)) [[unlikely]]
    return untrack_elsewhere(t, object);
  uint32_t index = object->gc_index;
  if ((index & kFrozenBit) != 0) [[unlikely]]
    return untrack_elsewhere(t, object);
  TrackedLists& lists = *t.tracked;
  take_out((flags & kOldGen) != 0 ? lists.old : lists.young, index, index);
  object->flags = static_cast<uint8_t>(flags & ~(kTracked | kOldGen));
  object->gc_index = 0;
}

void gc_untrack(Thread& t, Object* object) {
  Collector::untrack(t, object);
}

void Collector::forget(Object* object) {
  if (object->has(kTracked)) remove(*lists_[object->owner], object);
}

namespace {

// Walking everything takes longer than all that lies between two collections of a stress run.
constexpr uint32_t kStressCheckEvery = 512;

}  // namespace

void Collector::collect_if_due(Thread& t) {
  TrackedLists& lists = *t.tracked;
  if (!enabled || lists.collecting) return;
  if (lists.young.size() <= thresholds[0] && !stress) return;
  if (stress && lists.young_collections % kStressCheckEvery == 0) [[unlikely]] {
    StopTheWorld stopped(t, Pause::kInspect);
    check_sharing(t);
  }
  // The old list is worth a look when it has grown by a quarter: then each object is visited a
  // bounded number of times for each one allocated.
  bool full = lists.young_collections >= std::max<uint32_t>(thresholds[1], 1) &&
              lists.old.size() > lists.old_after_last + lists.old_after_last / 4 + thresholds[0];
  collect(t, full);
}

// -- finding --

namespace {

// Is [object] one of the candidates in [list]?
bool is_candidate(const std::vector<Object*>& list, const Object* object) {
  return object->has(kTracked) && object->gc_index < list.size() &&
         list[object->gc_index] == object;
}

// Candidates of a young collection in the free-threaded build are private, and the places of
// other threads' objects must not even be looked at.
bool may_look_at(Value v, bool only_private) {
  return v.is_counted() && !(only_private && is_shared(v.as_object()));
}

// Subtracts from the copied counts each reference that one candidate holds on another.
class Subtract final : public Visitor {
 public:
  Subtract(std::vector<int64_t>& counts, const std::vector<Object*>& list, bool only_private)
      : counts_(counts), list_(list), only_private_(only_private) {}
  void visit(Value v) override {
    if (!may_look_at(v, only_private_)) return;
    Object* object = v.as_object();
    if (is_candidate(list_, object)) counts_[object->gc_index]--;
  }

 private:
  std::vector<int64_t>& counts_;
  const std::vector<Object*>& list_;
  bool only_private_;
};

// Marks what a reachable candidate refers to as reachable too.
class Mark final : public Visitor {
 public:
  Mark(std::vector<int64_t>& counts, const std::vector<Object*>& list, bool only_private,
       std::vector<uint32_t>& todo)
      : counts_(counts), list_(list), only_private_(only_private), todo_(todo) {}
  void visit(Value v) override {
    if (!may_look_at(v, only_private_)) return;
    Object* object = v.as_object();
    if (!is_candidate(list_, object) || counts_[object->gc_index] == kReached) return;
    counts_[object->gc_index] = kReached;
    todo_.push_back(object->gc_index);
  }
  static constexpr int64_t kReached = INT64_MAX;

 private:
  std::vector<int64_t>& counts_;
  const std::vector<Object*>& list_;
  bool only_private_;
  std::vector<uint32_t>& todo_;
};

// Which of [list] are reachable from outside it: counts[i] == Mark::kReached. gc_index of each is
// its place in [list]. [holds]: counts of each that are the caller's own. [held]: what registers
// hold without counting; null: the candidates are private, which registers count.
void find_reachable(const std::vector<Object*>& list, std::vector<int64_t>& counts, int64_t holds,
                    const HeldObjects* held) {
  counts.resize(list.size());
  for (size_t i = 0; i < list.size(); i++) {
    counts[i] = reference_count(list[i]) - holds;
    bool is_root =
        list[i]->has(kImmortal) || (held != nullptr && is_shared(list[i]) &&
                                    std::binary_search(held->begin(), held->end(), list[i]));
    if (is_root) counts[i] = Mark::kReached / 2;
  }
  bool only_private = kFreeThreaded && held == nullptr;
  Subtract subtract(counts, list, only_private);
  for (Object* object : list) type_of(object)->slots.traverse(object, subtract);
  std::vector<uint32_t> todo;
  Mark mark(counts, list, only_private, todo);
  for (size_t i = 0; i < list.size(); i++) {
    if (counts[i] == 0 || counts[i] == Mark::kReached) continue;
    counts[i] = Mark::kReached;
    todo.push_back(static_cast<uint32_t>(i));
    while (!todo.empty()) {
      Object* object = list[todo.back()];
      todo.pop_back();
      type_of(object)->slots.traverse(object, mark);
    }
  }
}

void append_old(TrackedLists& lists, Object* object) {
  set_flags(object, kOldGen);
  object->gc_index = static_cast<uint32_t>(lists.old.size());
  lists.old.push_back(object);
}

}  // namespace

// Nobody may get hold of garbage through a weak reference, and one that is garbage itself calls
// nobody, neither now nor when its object dies while the garbage is taken apart.
void Collector::empty_weakrefs(Thread& t, Garbage& found, const HeldObjects* held) {
  for (Ref& object : found.objects) {
    Ref callback = weakref_disarm(object.as<Object>());
    if (!callback.is_unset()) found.disarmed.push_back(std::move(callback));
  }
  for (Ref& object : found.objects) {
    if (object.as<Object>()->has(kHasWeakrefs))
      weakref_detach(t, object.as<Object>(), found.callbacks, held);
  }
}

Collector::Garbage Collector::find_young(Thread& t) {
  TrackedLists& lists = *t.tracked;
  List candidates;
  candidates.swap(lists.young);
  if constexpr (kFreeThreaded) {
    // What has been published meanwhile waits for a full collection.
    size_t kept = 0;
    for (Object* object : candidates) {
      if (is_shared(object)) {
        append_old(lists, object);
      } else {
        object->gc_index = static_cast<uint32_t>(kept);
        candidates[kept++] = object;
      }
    }
    candidates.resize(kept);
  }
  std::vector<int64_t> counts;
  find_reachable(candidates, counts, 0, nullptr);
  // Hold the garbage before anything is run, and let the survivors grow old.
  Garbage found;
  for (size_t i = 0; i < candidates.size(); i++) {
    if (counts[i] != Mark::kReached) found.objects.push_back(Ref::copy(candidates[i]));
    append_old(lists, candidates[i]);
  }
  empty_weakrefs(t, found, nullptr);
  lists.young_collections++;
  return found;
}

Collector::Garbage Collector::find_all(Thread& t) {
  StopTheWorld stopped(t, Pause::kCollect);
  // One list, so that references between generations and threads are seen as internal.
  List candidates;
  for (TrackedLists* lists : lists_) {
    if (lists == nullptr) continue;
    for (List* list : {&lists->young, &lists->old}) {
      candidates.insert(candidates.end(), list->begin(), list->end());
      list->clear();
    }
  }
  for (size_t i = 0; i < candidates.size(); i++) candidates[i]->gc_index = static_cast<uint32_t>(i);
  std::vector<int64_t> counts;
  StackArena<4096> arena;
  const HeldObjects held = held_by_registers(t, arena.resource());
  find_reachable(candidates, counts, 0, &held);
  Garbage found;
  for (size_t i = 0; i < candidates.size(); i++) {
    Object* object = candidates[i];
    if (counts[i] != Mark::kReached) {
      // Another thread may have made it, and what it refers to: this one takes it apart.
      if (world_is_shared(t)) publish(to_value(object));
      found.objects.push_back(Ref::copy(object));
    }
    append_old(*lists_[object->owner], object);
  }
  empty_weakrefs(t, found, &held);
  for (TrackedLists* lists : lists_) {
    if (lists == nullptr) continue;
    lists->old_after_last = lists->old.size();
    lists->young_collections = 0;
  }
  if (stress) [[unlikely]]
    check_sharing(t);
  return found;
}

// -- ending --

// Tells gc.callbacks: callback(phase, {"generation": ..., "collected": ..., "uncollectable": ...}).
static void tell_callbacks(Thread& t, const Slot& callbacks, const char* phase, int generation,
                           int64_t found) {
  if (callbacks.is_unset() || callbacks.peek().as<ListObject>()->size == 0) return;
  ErrorGuard guard(t);
  Ref list = callbacks.load();
  RefOf<DictObject> info = dict_new(t);
  if (!info || !dict_set_name(t, info.get(), intern("generation"), Value::integer(generation)) ||
      !dict_set_name(t, info.get(), intern("collected"), Value::integer(found)) ||
      !dict_set_name(t, info.get(), intern("uncollectable"), Value::integer(0)))
    return error_clear(t);
  for (int64_t i = 0; i < list.as<ListObject>()->size; i++) {
    Ref callback = list.as<ListObject>()->items[i].load();
    if (callback.is_unset()) break;  // another thread has taken it out
    Ref result = call(t, callback.get(), {to_value(intern(phase)), info.value()});
    if (result.is_error()) error_unraisable(t, "while calling GC callback", callback.get());
  }
}

std::array<CollectorStatistics, 3> Collector::statistics() {
  numbers_lock_.lock();
  std::array<CollectorStatistics, 3> copy = statistics_;
  numbers_lock_.unlock();
  return copy;
}

int64_t Collector::collect(Thread& t, bool full) {
  TrackedLists& lists = *t.tracked;
  if (lists.collecting) return 0;
  lists.collecting = true;
  tell_callbacks(t, callbacks, "start", full ? 2 : 0, 0);
  if (full) reclaim(t);
  size_t generation = full ? 2 : 0;
  Garbage found = full ? find_all(t) : find_young(t);
  auto count = static_cast<int64_t>(found.objects.size());
  // Threads that collect their own objects share the figures.
  numbers_lock_.lock();
  statistics_[generation].collections++;
  statistics_[generation].collected += static_cast<uint64_t>(count);
  numbers_lock_.unlock();
  if (count != 0) finish(t, found);
  if (full && count != 0) {
    found = Garbage();
    reclaim(t);
  }
  tell_callbacks(t, callbacks, "stop", full ? 2 : 0, count);
  lists.collecting = false;
  return count;
}

// A finaliser may have stored an object somewhere: asks again, counting the caller's own hold on
// each as internal, and lets go of all that are reachable now.
void Collector::drop_resurrected(Thread& t, std::vector<Ref>& dead) {
  std::vector<Ref> alive;  // their counts go when the world runs again
  StopTheWorld stopped(t, Pause::kCollect);
  std::vector<Object*> list;
  std::vector<uint32_t> places;
  for (Ref& object : dead) {
    Object* o = object.as<Object>();
    if (!o->has(kTracked)) continue;
    places.push_back(o->gc_index);
    o->gc_index = static_cast<uint32_t>(list.size());
    list.push_back(o);
  }
  std::vector<int64_t> counts;
  StackArena<4096> arena;
  const HeldObjects held = held_by_registers(t, arena.resource());
  find_reachable(list, counts, 1, &held);
  bool resurrected = false;
  for (size_t i = 0; i < list.size(); i++) {
    list[i]->gc_index = places[i];
    resurrected |= counts[i] == Mark::kReached;
  }
  if (!resurrected) return;
  // Those reachable again live on; the others stay garbage.
  std::vector<Ref> still;
  for (size_t i = 0; i < list.size(); i++) {
    if (counts[i] != Mark::kReached) still.push_back(Ref::copy(list[i]));
  }
  alive = std::move(dead);
  dead = std::move(still);
}

void Collector::finish(Thread& t, Garbage& found) {
  std::vector<Ref>& dead = found.objects;
  ErrorGuard guard(t);
  found.disarmed.clear();
  // Weak references were emptied first: nobody may get hold of garbage through one once finalisers
  // run.
  for (size_t i = 0; i + 1 < found.callbacks.size(); i += 2) {
    Ref result = call(t, found.callbacks[i + 1].get(), {found.callbacks[i].get()});
    if (result.is_error())
      error_unraisable(t, "while calling weakref callback", found.callbacks[i + 1].get());
  }
  bool finalised = false;
  for (Ref& object : dead) {
    Object* o = object.as<Object>();
    TypeObject* type = type_of(o);
    if (type->slots.finalize == nullptr || o->has(kFinalized)) continue;
    set_flags(o, kFinalized);
    type->slots.finalize(t, o);
    finalised = true;
  }
  if (finalised) drop_resurrected(t, dead);
  if (debug & kSaveAll) {
    for (Ref& object : dead) {
      if (!list_append(t, garbage.peek().as<ListObject>(), object.copy())) error_clear(t);
    }
    return;
  }
  for (Ref& object : dead) {
    Object* o = object.as<Object>();
    TypeObject* type = type_of(o);
    if (o->has(kTracked) && type->slots.clear != nullptr) type->slots.clear(t, o);
  }
  dead.clear();
}

// -- module gc --

int64_t Collector::count(const Thread& t, int generation) const {
  const TrackedLists& lists = *t.tracked;
  if (generation == 0) return static_cast<int64_t>(lists.young.size());
  if (generation == 1) return lists.young_collections;
  return static_cast<int64_t>(lists.old.size() - std::min(lists.old.size(), lists.old_after_last));
}

void Collector::freeze(Thread& t) {
  StopTheWorld stopped(t, Pause::kInspect);
  for (TrackedLists* lists : lists_) {
    if (lists == nullptr) continue;
    for (List* list : {&lists->young, &lists->old}) {
      for (Object* object : *list) {
        object->gc_index = static_cast<uint32_t>(frozen_.size()) | kFrozenBit;
        frozen_.push_back(object);
      }
      list->clear();
    }
  }
}

void Collector::unfreeze(Thread& t) {
  StopTheWorld stopped(t, Pause::kInspect);
  for (Object* object : frozen_) append_old(*lists_[object->owner], object);
  frozen_.clear();
}

std::vector<Ref> Collector::objects(Thread& t, int generation) {
  StopTheWorld stopped(t, Pause::kInspect);
  std::vector<Ref> all;
  auto add = [&](const List& list) {
    for (Object* object : list) {
      if (world_is_shared(t)) publish(to_value(object));
      all.push_back(Ref::copy(object));
    }
  };
  for (const TrackedLists* lists : lists_) {
    if (lists == nullptr) continue;
    if (generation != 2) add(lists->young);
    if (generation == -1 || generation == 2) add(lists->old);
  }
  return all;
}

}  // namespace gilt
