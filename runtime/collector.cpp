#include "runtime/collector.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/weakref.h"

namespace gilt {

void gc_track(Thread& t, Object* object) {
  t.interpreter->collector->track(t, object);
}

void gc_untrack(Thread& t, Object* object) {
  if (object->has(kTracked)) t.interpreter->collector->untrack(object);
}

void Collector::request(Thread& t) {
  t.safepoint.fetch_or(kCollect, std::memory_order_relaxed);
}

void Collector::track(Thread& t, Object* object) {
  if (object->has(kTracked)) return;
  object->flags |= kTracked;
  object->gc_index = static_cast<uint32_t>(young_.size());
  young_.push_back(object);
  if (young_.size() > thresholds[0] || stress) [[unlikely]] {
    if (enabled && !collecting_ && thresholds[0] != 0) request(t);
  }
}

void Collector::untrack(Object* object) {
  List& list = object->gc_index & kFrozenBit ? frozen_ : list_of(object);
  uint32_t index = object->gc_index & ~kFrozenBit;
  Object* last = list.back();
  list[index] = last;
  last->gc_index = index | (object->gc_index & kFrozenBit);
  list.pop_back();
  object->flags &= static_cast<uint8_t>(~(kTracked | kOldGen));
  object->gc_index = 0;
}

void Collector::collect_if_due(Thread& t) {
  if (!enabled || collecting_) return;
  if (young_.size() <= thresholds[0] && !stress) return;
  // The old list is worth a look when it has grown by a quarter: then each object is visited a
  // bounded number of times for each one allocated.
  bool full = young_collections_ >= std::max<uint32_t>(thresholds[1], 1) &&
              old_.size() > old_after_last_ + old_after_last_ / 4 + thresholds[0];
  collect(t, full);
}

namespace {

// Subtracts from the copied counts each reference that one candidate holds on another.
class Subtract final : public Visitor {
 public:
  Subtract(std::vector<int64_t>& counts, const std::vector<Object*>& list)
      : counts_(counts), list_(list) {}
  void visit(Value v) override {
    if (!v.is_counted()) return;
    Object* object = v.as_object();
    if (object->has(kTracked) && object->gc_index < list_.size() &&
        list_[object->gc_index] == object) {
      counts_[object->gc_index]--;
    }
  }

 private:
  std::vector<int64_t>& counts_;
  const std::vector<Object*>& list_;
};

// Marks what a reachable candidate refers to as reachable too.
class Mark final : public Visitor {
 public:
  Mark(std::vector<int64_t>& counts, const std::vector<Object*>& list, std::vector<uint32_t>& todo)
      : counts_(counts), list_(list), todo_(todo) {}
  void visit(Value v) override {
    if (!v.is_counted()) return;
    Object* object = v.as_object();
    if (!object->has(kTracked) || object->gc_index >= list_.size() ||
        list_[object->gc_index] != object)
      return;
    if (counts_[object->gc_index] == kReached) return;
    counts_[object->gc_index] = kReached;
    todo_.push_back(object->gc_index);
  }
  static constexpr int64_t kReached = INT64_MAX;

 private:
  std::vector<int64_t>& counts_;
  const std::vector<Object*>& list_;
  std::vector<uint32_t>& todo_;
};

// Which of [list] are reachable from outside it: counts[i] == Mark::kReached.
void find_reachable(const std::vector<Object*>& list, std::vector<int64_t>& counts) {
  counts.resize(list.size());
  for (size_t i = 0; i < list.size(); i++) counts[i] = list[i]->refcount;
  Subtract subtract(counts, list);
  for (Object* object : list) type_of(object)->slots.traverse(object, subtract);
  std::vector<uint32_t> todo;
  Mark mark(counts, list, todo);
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

}  // namespace

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
    Ref result = call(t, callback.get(), {to_value(intern(phase)), info.value()});
    if (result.is_error()) error_unraisable(t, "while calling GC callback", callback.get());
  }
}

int64_t Collector::collect(Thread& t, bool full) {
  if (collecting_) return 0;
  collecting_ = true;
  tell_callbacks(t, callbacks, "start", full ? 2 : 0, 0);
  if (full) {
    // One list, so that references between the generations are seen as internal.
    for (Object* object : young_) {
      object->flags |= kOldGen;
      object->gc_index = static_cast<uint32_t>(old_.size());
      old_.push_back(object);
    }
    young_.clear();
  }
  int64_t found = collect_list(t, full ? old_ : young_, full ? 2 : 0);
  if (full) {
    old_after_last_ = old_.size();
    young_collections_ = 0;
  } else {
    young_collections_++;
  }
  tell_callbacks(t, callbacks, "stop", full ? 2 : 0, found);
  collecting_ = false;
  return found;
}

int64_t Collector::collect_list(Thread& t, List& candidates, int generation) {
  std::vector<int64_t> counts;
  find_reachable(candidates, counts);
  // Hold the garbage before anything is run, and let the survivors of a young collection grow old.
  std::vector<Ref> dead;
  for (size_t i = 0; i < candidates.size(); i++) {
    if (counts[i] != Mark::kReached) dead.push_back(Ref::copy(candidates[i]));
  }
  if (generation == 0) {
    List survivors;
    survivors.swap(young_);
    for (Object* object : survivors) {
      object->flags |= kOldGen;
      object->gc_index = static_cast<uint32_t>(old_.size());
      old_.push_back(object);
    }
  }
  statistics[generation].collections++;
  auto found = static_cast<int64_t>(dead.size());
  if (found != 0) finish(t, dead);
  statistics[generation].collected += static_cast<uint64_t>(found);
  return found;
}

void Collector::finish(Thread& t, std::vector<Ref>& dead) {
  ErrorGuard guard(t);
  // Weak references first: nobody may get hold of garbage through one once finalisers run.
  std::vector<Ref> callbacks_to_run;
  for (Ref& object : dead) {
    if (object.as<Object>()->has(kHasWeakrefs))
      weakref_detach(t, object.as<Object>(), callbacks_to_run);
  }
  for (size_t i = 0; i + 1 < callbacks_to_run.size(); i += 2) {
    Ref result = call(t, callbacks_to_run[i + 1].get(), {callbacks_to_run[i].get()});
    if (result.is_error())
      error_unraisable(t, "while calling weakref callback", callbacks_to_run[i + 1].get());
  }
  bool finalised = false;
  for (Ref& object : dead) {
    Object* o = object.as<Object>();
    TypeObject* type = type_of(o);
    if (type->slots.finalize == nullptr || o->has(kFinalized)) continue;
    o->flags |= kFinalized;
    type->slots.finalize(t, o);
    finalised = true;
  }
  if (finalised) {
    // A finaliser may have stored an object somewhere: ask again, counting our own hold on each as
    // internal.
    std::vector<Object*> list;
    std::vector<uint32_t> places;
    for (Ref& object : dead) {
      Object* o = object.as<Object>();
      if (!o->has(kTracked)) continue;
      places.push_back(o->gc_index);
      o->gc_index = static_cast<uint32_t>(list.size());
      o->refcount--;
      list.push_back(o);
    }
    std::vector<int64_t> counts;
    find_reachable(list, counts);
    bool resurrected = false;
    for (size_t i = 0; i < list.size(); i++) {
      list[i]->gc_index = places[i];
      list[i]->refcount++;
      resurrected |= counts[i] == Mark::kReached;
    }
    if (resurrected) {
      // Those reachable again live on; the others stay garbage.
      std::vector<Ref> still;
      for (size_t i = 0; i < list.size(); i++) {
        if (counts[i] != Mark::kReached) still.push_back(Ref::copy(list[i]));
      }
      dead = std::move(still);
    }
  }
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

int64_t Collector::count(int generation) const {
  if (generation == 0) return static_cast<int64_t>(young_.size());
  if (generation == 1) return young_collections_;
  return static_cast<int64_t>(old_.size() - std::min(old_.size(), old_after_last_));
}

void Collector::freeze() {
  for (List* list : {&young_, &old_}) {
    for (Object* object : *list) {
      object->gc_index = static_cast<uint32_t>(frozen_.size()) | kFrozenBit;
      frozen_.push_back(object);
    }
    list->clear();
  }
}

void Collector::unfreeze() {
  for (Object* object : frozen_) {
    object->flags |= kOldGen;
    object->gc_index = static_cast<uint32_t>(old_.size());
    old_.push_back(object);
  }
  frozen_.clear();
}

std::vector<Object*> Collector::objects(int generation) const {
  std::vector<Object*> all;
  if (generation != 2) all.insert(all.end(), young_.begin(), young_.end());
  if (generation == -1 || generation == 2) all.insert(all.end(), old_.begin(), old_.end());
  return all;
}

}  // namespace gilt
