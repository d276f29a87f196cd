#include "runtime/sharing.h"

#include <new>

#include "runtime/brief_lock.h"
#include "runtime/brief_wait.h"
#include "runtime/builtin_types.h"
#include "runtime/collector.h"
#include "runtime/contention.h"
#include "runtime/descriptors.h"
#include "runtime/dict.h"
#include "runtime/ever_shared.h"
#include "runtime/gil.h"
#include "runtime/interpreter.h"
#include "runtime/object_model.h"
#include "runtime/stack_arena.h"
#include "runtime/timeline.h"
#include "runtime/type.h"
#include "runtime/weakref.h"
#include "runtime/world.h"

namespace gilt {

// -- publishing --

namespace {

// What every thread uses all the time: published, it is never counted again.
bool is_common(const Object* object) {
  TypeObject* type = type_of(object);
  return type->is(kTypeIsType) || type == &code_type || type == &module_type ||
         type == &global_cell_type || (object->has(kDictNamespace) && object->shape == kDictShape);
}

// What code objects hold: their constants and names are common with them.
bool is_constant(const Object* object) {
  switch (object->shape) {
    case kStrShape:
    case kBytesShape:
    case kIntShape:
    case kFloatShape:
    case kComplexShape:
    case kTupleShape:
    case kFrozenSetShape:
    case kCodeShape: return true;
    default: return false;
  }
}

class Publisher final : public Visitor {
 public:
  explicit Publisher(std::pmr::vector<Object*>& work) : work_(work) {}

  void add(Object* object, bool common) {
    if (!is_shared(object)) {
      object->refcount |= kSharedBit;
      __atomic_store_n(&g_something_is_shared, 1, __ATOMIC_RELAXED);
    } else if (!common || object->has(kImmortal)) {
      return;
    }
    if (common || is_common(object)) set_flags(object, kImmortal);
    work_.push_back(object);
  }

  void visit(Value v) override {
    if (!v.is_object()) return;
    Object* object = v.as_object();
    add(object, constants_ && is_constant(object));
  }

  void run() {
    while (!work_.empty()) {
      Object* object = work_.back();
      work_.pop_back();
      TypeObject* type = type_of(object);
      constants_ = object->shape == kCodeShape || (object->has(kImmortal) && is_constant(object));
      if (type->slots.traverse != nullptr) type->slots.traverse(object, *this);
      weakref_publish(object, *this);
      if (type->is(kTypeIsType)) add_methods(static_cast<TypeObject*>(object));
    }
  }

 private:
  // The functions that a class begins with are as common as the class: native code that calls them
  // would count them at each call.
  void add_methods(TypeObject* type) {
    if (type->dict.is_unset()) return;
    int64_t position = 0;
    Value key, value;
    while (dict_next(type->dict.peek().as<DictObject>(), position, key, value)) {
      if (!value.is_object()) continue;
      switch (value.as_object()->shape) {
        case kFunctionShape: add(value.as_object(), true); break;
        case kStaticMethodShape:
        case kClassMethodShape: add_function(value.as<MethodWrapper>()->callable.peek()); break;
        case kPropertyShape:
          add(value.as_object(), true);
          add_function(value.as<PropertyObject>()->getter.peek());
          add_function(value.as<PropertyObject>()->setter.peek());
          break;
        default: break;
      }
    }
  }
  void add_function(Value v) {
    if (has_shape(v, kFunctionShape)) add(v.as_object(), true);
  }

  std::pmr::vector<Object*>& work_;
  bool constants_ = false;
};

}  // namespace

uint32_t g_something_is_shared = 0;

void publish(Value v) noexcept {
  if constexpr (kFreeThreaded) {
    if (!v.is_counted() || is_shared(v.as_object())) return;
    StackArena<512> arena;
    std::pmr::vector<Object*> work(arena.resource());
    Publisher publisher(work);
    publisher.add(v.as_object(), false);
    publisher.run();
  }
}

bool world_is_shared(const Thread& t) {
  return kFreeThreaded && t.interpreter->world_shared.load(std::memory_order_acquire);
}

void share_world(Thread& t) {
  if constexpr (!kFreeThreaded) return;
  Interpreter& interpreter = *t.interpreter;
  if (interpreter.world_shared.exchange(true)) return;
  for (const Slot* root : {&interpreter.modules, &interpreter.builtins, &interpreter.builtins_dict,
                           &interpreter.sys_module, &interpreter.sys_dict,
                           &interpreter.collector->garbage, &interpreter.collector->callbacks}) {
    publish(root->peek());
  }
  // Classes know those that derive from them.
  std::vector<Ref> types;
  types.push_back(Ref::copy(&object_type));
  while (!types.empty()) {
    Ref type = std::move(types.back());
    types.pop_back();
    if (type.as<TypeObject>()->interpreter == &interpreter) publish(type.get());
    for (Ref& subclass : subclasses_of(t, type.as<TypeObject>()))
      types.push_back(std::move(subclass));
  }
}

// -- object locks --
//
// Waiters queue in a table keyed by the object's address ("parking lot": Pizlo, WebKit, 2016).

namespace {

constexpr int kSpins = 40;
// A waiter is woken when the lock is given up, but not if that is done briefly (brief_lock.h).
constexpr Nanoseconds kLookAgain = 1'000'000;

struct LotWaiter {
  Thread* thread;
  const Object* object;
  LotWaiter* next;
};
struct Lot {
  ShortLock lock;
  LotWaiter* first = nullptr;
};
constexpr size_t kLots = 256;
Lot g_lots[kLots];

Lot& lot_of(const Object* object) {
  auto bits = reinterpret_cast<uintptr_t>(object);
  return g_lots[((bits >> 4) ^ (bits >> 14)) % kLots];
}

bool try_lock(Object* object, uint8_t as) {
  uint8_t expected = kLockFree;
  return __atomic_compare_exchange_n(&object->lock, &expected, as, false, __ATOMIC_ACQUIRE,
                                     __ATOMIC_RELAXED);
}

// Waits until the byte may be free. Returns with the thread attached.
void wait_for_lock(Thread& t, Object* object) {
  LotWaiter waiter{&t, object, nullptr};
  Lot& lot = lot_of(object);
  lot.lock.lock();
  // Tell the holder, unless it has just left.
  uint8_t state = __atomic_load_n(&object->lock, __ATOMIC_RELAXED);
  while (state == kLockHeld &&
         !__atomic_compare_exchange_n(&object->lock, &state, kLockContended, false,
                                      __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  if (state == kLockFree) {
    lot.lock.unlock();
    return;
  }
  LotWaiter** place = &lot.first;
  while (*place != nullptr) place = &(*place)->next;
  *place = &waiter;
  lot.lock.unlock();
  detach_without_sections(t, ReleaseReason::kLock);
  end_nap();
  await_briefly(t.gil->parker);
  scheduler().park(t.gil->parker, deadline_after(kLookAgain));
  lot.lock.lock();
  for (place = &lot.first; *place != nullptr; place = &(*place)->next) {
    if (*place == &waiter) {
      *place = waiter.next;
      break;
    }
  }
  lot.lock.unlock();
  attach_without_sections(t);
}

// Stays out of the way of the threads that use [object]; whether it has the lock then.
bool lock_after_naps(Thread& t, Object* object) {
  for (int i = 0; i < kNaps; i++) {
    detach_without_sections(t, ReleaseReason::kLock);
    take_nap(t, kForever);
    attach_without_sections(t);
    if (try_lock(object, kLockHeld)) return true;
  }
  return false;
}

// [taken]: it has just been tried.
void lock_object(Thread& t, Object* object, bool taken) {
  if (!taken && try_lock(object, kLockHeld)) return;
  bool often = collides_often(object);
  for (int i = 0; i < kSpins && !often; i++) {
    pause_briefly();
    // To try takes the lock's line of the cache away from the thread that holds it.
    if (__atomic_load_n(&object->lock, __ATOMIC_RELAXED) != kLockFree) continue;
    if (try_lock(object, kLockHeld)) return;
  }
  suspend_sections(t);
  TimelineWait wait(t, WaitFor::kObject, object);
  if (often && lock_after_naps(t, object)) return;
  // Who has waited cannot know whether others still do, so it takes the lock as contended.
  while (!try_lock(object, kLockContended)) wait_for_lock(t, object);
}

// Lets one of those go on who wait for the lock of [object].
void wake_lock_waiter(Object* object) {
  Lot& lot = lot_of(object);
  lot.lock.lock();
  for (LotWaiter** place = &lot.first; *place != nullptr; place = &(*place)->next) {
    if ((*place)->object != object) continue;
    LotWaiter* waiter = *place;
    *place = waiter->next;
    // Under the queue's lock the waiter cannot go away.
    scheduler().unpark(waiter->thread->gil->parker);
    break;
  }
  lot.lock.unlock();
}

void unlock_object(Object* object) {
  if (__atomic_exchange_n(&object->lock, kLockFree, __ATOMIC_RELEASE) == kLockContended)
      [[unlikely]]
    wake_lock_waiter(object);
}

}  // namespace

void object_locks_after_fork() {
  for (Lot& lot : g_lots) new (&lot) Lot;
}

namespace {

// Locks both; waits for neither with the other in hand, so that a thread that stands still holds no
// lock (which a child after a fork would find taken for ever). [b] may be null.
void lock_objects(Thread& t, Object* a, Object* b, bool taken = false) {
  while (true) {
    lock_object(t, a, taken);
    if (b == nullptr || try_lock(b, kLockHeld)) return;
    unlock_object(a);
    lock_object(t, b, true);
    if (try_lock(a, kLockHeld)) return;
    unlock_object(b);
    taken = true;
  }
}

}  // namespace

void ObjectLock::enter(Thread& t, Object* a, Object* b, bool taken) {
  if (a == b) b = nullptr;
  for (const ObjectLock* section = t.sections; section != nullptr; section = section->outer_) {
    if (!section->active_) continue;
    if (section->first_ == a || section->second_ == a) a = nullptr;
    if (b != nullptr && (section->first_ == b || section->second_ == b)) b = nullptr;
  }
  if (a == nullptr) std::swap(a, b);
  if (a == nullptr) return;  // this thread holds them
  if (b != nullptr && b < a) std::swap(a, b);
  lock_objects(t, a, b, taken);
#if !defined(__x86_64__)
  // Who holds the lock reads nothing older than that (dict.cpp). The exchange alone does not say so
  // everywhere.
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
  thread_ = &t;
  first_ = a;
  second_ = b;
  outer_ = t.sections;
  active_ = true;
  t.sections = this;
}

void ObjectLock::leave() {
  Thread& t = *thread_;
  if (active_) {
    if (second_ != nullptr) unlock_object(second_);
    unlock_object(first_);
  }
  t.sections = outer_;
  if (outer_ != nullptr && !outer_->active_) resume_section(t);
}

void suspend_sections(Thread& t) {
  for (ObjectLock* section = t.sections; section != nullptr; section = section->outer_) {
    if (!section->active_) break;  // those outside are suspended too
    if (section->second_ != nullptr) unlock_object(section->second_);
    unlock_object(section->first_);
    section->active_ = false;
  }
}

void resume_section(Thread& t) {
  ObjectLock* section = t.sections;
  if (section == nullptr || section->active_) return;
  lock_objects(t, section->first_, section->second_);
  section->active_ = true;
}

// -- giving back --

namespace {

// How much a thread retires before it calls a meeting; fewer when it is the only one, whose meeting
// is short.
constexpr size_t kManyObjects = 1000, kManyAlone = 250;
constexpr size_t kManyBytes = size_t{1} << 20;
constexpr Nanoseconds kPromptly = 1'000'000;

void call_meeting(Thread& t) {
  t.safepoint.fetch_or(kReclaim, std::memory_order_relaxed);
}

}  // namespace

void release_shared(Thread& t, Object* object) {
  if (object->has(kImmortal)) return;
  uint32_t old = __atomic_fetch_sub(&object->refcount, 1, __ATOMIC_ACQ_REL);
  if ((old & kCountMask) != 1) return;
  // In the list once, however often the count goes up and down again.
  if (__atomic_fetch_or(&object->refcount, kRetiredBit, __ATOMIC_ACQ_REL) & kRetiredBit) return;
  t.retired.push_back(object);
  bool alone = t.interpreter->thread_count.load(std::memory_order_relaxed) == 1;
  if (t.retired.size() >= (alone ? kManyAlone : kManyObjects)) {
    call_meeting(t);
  } else if (is_observed(object)) {
    if (alone || scheduler().now() - t.last_meeting > kPromptly) call_meeting(t);
  }
}

void retire_block(Thread& t, const Object* owner, void* block, size_t size) {
  if (block == nullptr) return;
  if (!is_shared(owner)) return heap_free(t, block, size);
  t.retired_blocks.push_back({block, size});
  t.retired_bytes += size;
  if (t.retired_bytes >= kManyBytes) call_meeting(t);
}

}  // namespace gilt
