#include "runtime/world.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "runtime/collector.h"
#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/heap_pool.h"
#include "runtime/interpreter.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/stack_arena.h"
#include "runtime/timeline.h"
#include "runtime/weakref.h"

namespace gilt {

const char* pause_name(Pause reason) {
  static constexpr const char* kNames[] = {"reclaim", "collect", "switch", "inspect"};
  return kNames[static_cast<int>(reason)];
}

int64_t PauseStatistics::median() const {
  if (last.empty()) return 0;
  std::vector<int64_t> sorted = last;
  auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

// -- attaching and detaching --

namespace {

// [t] is attached from now on, unless the world is being stopped or the lock is being switched.
bool enter_world(Thread& t, bool with_gil) {
  Interpreter& interpreter = *t.interpreter;
  t.attached.store(true, std::memory_order_seq_cst);
  if constexpr (kFreeThreaded) {
    // Either the stopper sees this thread attached and waits for it, or the thread sees the
    // stopper.
    if (interpreter.stopper.load(std::memory_order_seq_cst) != nullptr ||
        interpreter.gil_enabled.load(std::memory_order_seq_cst) != with_gil) [[unlikely]] {
      t.attached.store(false, std::memory_order_seq_cst);
      scheduler().unpark(interpreter.stopper_parker);
      return false;
    }
  }
  t.holds_gil = with_gil;
  return true;
}

void leave_world(Thread& t) {
  if constexpr (kFreeThreaded) {
    t.attached.store(false, std::memory_order_seq_cst);
    Interpreter& interpreter = *t.interpreter;
    if (interpreter.stopper.load(std::memory_order_seq_cst) != nullptr) [[unlikely]]
      scheduler().unpark(interpreter.stopper_parker);
  } else {
    t.attached.store(false, std::memory_order_relaxed);
  }
}

void wait_for_world(Thread& t) {
  TimelinePause pause(t, "meet");
  Interpreter& interpreter = *t.interpreter;
  t.waits_for_world.store(true, std::memory_order_seq_cst);
  while (interpreter.stopper.load(std::memory_order_seq_cst) != nullptr)
    scheduler().park(t.gil->parker, deadline_after(1'000'000));
  t.waits_for_world.store(false, std::memory_order_relaxed);
}

}  // namespace

void attach_without_sections(Thread& t) {
  Interpreter& interpreter = *t.interpreter;
  while (true) {
    bool with_gil = !kFreeThreaded || interpreter.gil_enabled.load(std::memory_order_seq_cst);
    if (with_gil) interpreter.gil->acquire(t);
    if (enter_world(t, with_gil)) break;
    if (with_gil) interpreter.gil->release(t, HandOver::kLock);
    wait_for_world(t);
  }
  t_current_thread = &t;
  timeline_runs(t);
}

namespace {

HandOver to_hand_over(ReleaseReason reason) {
  return static_cast<HandOver>(static_cast<int>(reason) + 1);
}

}  // namespace

void detach_without_sections(Thread& t, ReleaseReason reason) {
  t_current_thread = nullptr;
  bool with_gil = t.holds_gil;
  t.holds_gil = false;
  if (!with_gil) timeline_stops(t, to_hand_over(reason), 0);
  leave_world(t);
  if (with_gil) t.interpreter->gil->release(t, to_hand_over(reason));
}

static_assert(static_cast<int>(HandOver::kIo) == static_cast<int>(ReleaseReason::kIo) + 1);
static_assert(static_cast<int>(HandOver::kKernel) == static_cast<int>(ReleaseReason::kKernel) + 1);

void attach(Thread& t) {
  attach_without_sections(t);
  if constexpr (kFreeThreaded) {
    if (t.sections != nullptr) [[unlikely]]
      resume_section(t);
  }
}

void detach(Thread& t, ReleaseReason reason) {
  if constexpr (kFreeThreaded) {
    if (t.sections != nullptr) [[unlikely]]
      suspend_sections(t);
  }
  detach_without_sections(t, reason);
}

void answer_drop_request(Thread& t) {
  if constexpr (kFreeThreaded) {
    t.safepoint.fetch_and(~uint32_t{kDropGil}, std::memory_order_relaxed);
    if (!t.holds_gil) return;
    // While it waits for the lock it must not look attached.
    suspend_sections(t);
    t_current_thread = nullptr;
    t.holds_gil = false;
    leave_world(t);
    t.interpreter->gil->switch_thread(t);
    if (enter_world(t, true)) {
      t_current_thread = &t;
    } else {
      t.interpreter->gil->release(t, HandOver::kLock);
      wait_for_world(t);
      attach_without_sections(t);
    }
    resume_section(t);
  } else {
    t.interpreter->gil->switch_thread(t);
  }
}

void stand_still(Thread& t) {
  t.safepoint.fetch_and(~uint32_t{kStopWorld}, std::memory_order_acq_rel);
  if (t.interpreter->stopper.load(std::memory_order_seq_cst) == nullptr) return;
  TimelinePause pause(t, "meet");
  detach(t, ReleaseReason::kLock);
  wait_for_world(t);
  attach(t);
}

// -- stopping --

namespace {

// Asks every other thread to stop; true when all of them stand still.
[[maybe_unused]] bool all_stand_still(Thread& t) {
  Interpreter& interpreter = *t.interpreter;
  bool still = true;
  interpreter.threads_lock.lock();
  for (Thread* other = interpreter.threads; other != nullptr; other = other->next) {
    if (other == &t || !other->attached.load(std::memory_order_seq_cst)) continue;
    other->safepoint.fetch_or(kStopWorld, std::memory_order_relaxed);
    still = false;
  }
  interpreter.threads_lock.unlock();
  return still;
}

}  // namespace

StopTheWorld::StopTheWorld(Thread& t, Pause reason) : t_(t), reason_(reason) {
  if constexpr (kFreeThreaded) {
    Interpreter& interpreter = *t.interpreter;
    start_ = scheduler().now();
    if (Timeline* timeline = recording(t)) timeline->pause_begins(t, pause_name(reason));
    Thread* nobody = nullptr;
    while (!interpreter.stopper.compare_exchange_strong(nobody, &t, std::memory_order_seq_cst)) {
      nobody = nullptr;
      stand_still(t);
    }
    while (!all_stand_still(t))
      scheduler().park(interpreter.stopper_parker, deadline_after(50'000));
  }
}

StopTheWorld::~StopTheWorld() {
  if constexpr (kFreeThreaded) {
    Interpreter& interpreter = *t_.interpreter;
    int64_t now = scheduler().now(), pause = now - start_;
    PauseStatistics& statistics = interpreter.pauses[static_cast<int>(reason_)];
    statistics.total += pause;
    statistics.longest = std::max(statistics.longest, pause);
    if (statistics.last.size() < PauseStatistics::kKept) statistics.last.push_back(0);
    statistics.last[statistics.count++ % PauseStatistics::kKept] = pause;
    t_.last_meeting = now;
    interpreter.threads_lock.lock();
    interpreter.stopper.store(nullptr, std::memory_order_seq_cst);
    for (Thread* other = interpreter.threads; other != nullptr; other = other->next) {
      if (other->waits_for_world.load(std::memory_order_seq_cst))
        scheduler().unpark(other->gil->parker);
    }
    interpreter.threads_lock.unlock();
    if (Timeline* timeline = recording(t_)) timeline->pause_ends(t_);
  }
}

// -- reclamation --

bool is_observed(const Object* object) {
  return object->has(kHasWeakrefs) ||
         (type_of(object)->slots.finalize != nullptr && !object->has(kFinalized));
}

HeldObjects held_by_registers(Thread& t, std::pmr::memory_resource* resource) {
  HeldObjects held(resource);
  auto look = [&](Value v) {
    if (v.is_object() && !v.is_counted()) held.push_back(v.as_object());
  };
  for (Thread* thread = t.interpreter->threads; thread != nullptr; thread = thread->next) {
    g_machine.visit_registers(*thread, [&](const Value* from, const Value* to) {
      for (; from < to; from++) look(*from);
    });
    look(thread->result);
    look(thread->exception);
    look(thread->handled);
  }
  std::sort(held.begin(), held.end());
  return held;
}

namespace {

// What is left to do with the world running.
struct Aftermath {
  std::vector<Ref> to_finalize;
  std::vector<Ref> callbacks;  // weak reference, callback in turn
};

void free_blocks(Thread& t, const std::vector<Thread::RetiredBlock>& blocks) {
  for (const Thread::RetiredBlock& block : blocks) heap_free(t, block.block, block.size);
}

void free_blocks(Thread& t, Thread& of) {
  free_blocks(t, of.retired_blocks);
  of.retired_blocks.clear();
  of.retired_bytes = 0;
}

// REQUIRES: the world is stopped.
[[maybe_unused]] void end_retired(Thread& t, Aftermath& aftermath) {
  Interpreter& interpreter = *t.interpreter;
  StackArena<4096> arena;
  HeldObjects held = held_by_registers(t, arena.resource());
  Collector::Estate estate = interpreter.collector->take_estate();
  free_blocks(t, estate.blocks);
  std::pmr::vector<Object*> work(estate.objects.begin(), estate.objects.end(), arena.resource());
  std::pmr::vector<Object*> still_held(arena.resource());
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    work.insert(work.end(), thread->retired.begin(), thread->retired.end());
    thread->retired.clear();
    free_blocks(t, *thread);
  }
  uint64_t ended = 0;
  while (!work.empty()) {
    for (Object* object : work) {
      object->refcount &= ~kRetiredBit;
      if (reference_count(object) != 0) continue;  // somebody holds it again
      if (std::binary_search(held.begin(), held.end(), object)) {
        object->refcount |= kRetiredBit;
        still_held.push_back(object);
        continue;
      }
      TypeObject* type = type_of(object);
      if (type->slots.finalize != nullptr && !object->has(kFinalized)) {
        set_flags(object, kFinalized);
        aftermath.to_finalize.push_back(Ref::copy(object));
        continue;
      }
      if (object->has(kHasWeakrefs)) weakref_detach(t, object, aftermath.callbacks, &held);
      interpreter.collector->forget(object);
      type->slots.dealloc(t, object);
      ended++;
    }
    // What these referred to.
    work.assign(t.retired.begin(), t.retired.end());
    t.retired.clear();
    free_blocks(t, t);
  }
  t.retired.assign(still_held.begin(), still_held.end());
  interpreter.pauses[static_cast<int>(Pause::kReclaim)].ended += ended;
}

[[maybe_unused]] void finish(Thread& t, Aftermath& aftermath) {
  ErrorGuard guard(t);
  for (Ref& object : aftermath.to_finalize) {
    type_of(object.as<Object>())->slots.finalize(t, object.as<Object>());
    object = Ref();
  }
  for (size_t i = 0; i + 1 < aftermath.callbacks.size(); i += 2) {
    Ref result = call(t, aftermath.callbacks[i + 1].get(), {aftermath.callbacks[i].get()});
    if (result.is_error())
      error_unraisable(t, "while calling weakref callback", aftermath.callbacks[i + 1].get());
  }
}

}  // namespace

bool reclaim(Thread& t) {
  if constexpr (!kFreeThreaded) {
    return false;
  } else {
    Aftermath aftermath;
    {
      StopTheWorld stopped(t, Pause::kReclaim);
      FreesForAll freed(t);
      end_retired(t, aftermath);
      if (t.interpreter->collector->stress) [[unlikely]]
        check_sharing(t);
    }
    finish(t, aftermath);
    return !aftermath.to_finalize.empty() || !aftermath.callbacks.empty();
  }
}

namespace {

// Finds private objects within reach of others than the thread that made them: referred to by a
// shared object, or by a private one of another thread.
class PrivateFinder final : public Visitor {
 public:
  void look_at(Object* holder) {
    holder_ = holder;
    type_of(holder)->slots.traverse(holder, *this);
  }
  void visit(Value v) override {
    if (!is_private(v)) return;
    const Object* held = v.as_object();
    if (is_shared(holder_)) give_up("shared", v, "");
    // Only of what is tracked is the owner known.
    if (held->has(kTracked) && held->owner != holder_->owner)
      give_up("private", v, " of another thread");
  }

 private:
  [[noreturn]] void give_up(const char* kind, Value v, const char* whose) {
    std::string holder(type_name(type_of(holder_))), held(type_name(v));
    std::fprintf(stderr, "gilt: a %s '%s' refers to a private '%s'%s\n", kind, holder.c_str(),
                 held.c_str(), whose);
    std::abort();
  }

  Object* holder_ = nullptr;
};

}  // namespace

void check_sharing(Thread& t) {
  if constexpr (kFreeThreaded) {
    PrivateFinder finder;
    t.interpreter->collector->each([&](Object* object) { finder.look_at(object); });
  }
}

void leave_world_for_good(Thread& t) {
  Thread& main = *t.interpreter->main_thread;
  if constexpr (kFreeThreaded) {
    if (&t == &main) {
      // Nobody is left who would do it later.
      StopTheWorld stopped(t, Pause::kReclaim);
      free_blocks(t, t);
    } else if (std::any_of(t.retired.begin(), t.retired.end(), is_observed)) {
      main.safepoint.fetch_or(kReclaim, std::memory_order_relaxed);
    }
  }
  t.interpreter->collector->leave(t);
}

// -- the lock, on and off --

void set_gil(Thread& t, bool enabled) {
  if constexpr (kFreeThreaded) {
    Interpreter& interpreter = *t.interpreter;
    StopTheWorld stopped(t, Pause::kSwitch);
    if (interpreter.gil_enabled.load() == enabled) return;
    interpreter.gil_enabled.store(enabled, std::memory_order_seq_cst);
    if (enabled) {
      // Nobody runs, so nobody holds it for long: those who lose it now see the new rule.
      interpreter.gil->acquire(t);
    } else {
      // Whoever waits for it takes it, sees the new rule and passes it on.
      interpreter.gil->release(t, HandOver::kLock);
      timeline_runs(t);  // it goes on without
    }
    t.holds_gil = enabled;
  }
}

}  // namespace gilt
