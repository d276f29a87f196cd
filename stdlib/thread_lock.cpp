// _thread.lock and _thread.RLock.
#include "stdlib/thread_lock.h"

#include <fmt/format.h>

#include <cmath>
#include <new>

#include "interpreter/frame.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {

std::optional<Nanoseconds> lock_deadline(Thread& t, Value blocking, Value timeout) {
  GILT_TRY(bool wait, truth(t, blocking));
  double seconds = -1;
  if (!timeout.is_unset()) {
    GILT_TRY(double given, to_double(t, timeout));
    seconds = given;
  }
  if (std::isnan(seconds)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
  if (!wait && seconds != -1) {
    return fail(t, value_error_type, "can't specify a timeout for a non-blocking call");
  }
  if (seconds < 0 && seconds != -1) {
    return fail(t, value_error_type, "timeout value must be a non-negative number");
  }
  if (seconds > kMaxTimeout) return fail(t, overflow_error_type, "timeout value is too large");
  if (!wait) return Nanoseconds{0};
  if (seconds == -1) return kForever;
  return deadline_after(static_cast<Nanoseconds>(std::ceil(seconds * 1e9)));
}

namespace {

// [t] has taken [lock]: should it come to a deadlock, one wants to know where.
void note_place(Thread& t, ParkingLock& lock, bool scoped) {
  lock.note_place(t.frame != nullptr ? t.frame->pc : nullptr, scoped);
}

// -- lock --

Ref lock_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional != 0 || args.kwnames != nullptr) {
    return fail(t, type_error_type, "lock() takes no arguments ({} given)", args.positional);
  }
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  new (&static_cast<LockObject*>(object)->lock) ParkingLock;
  return Ref::adopt(object);
}

Ref lock_acquire(Thread& t, Args args) {
  auto* self = args[0].as<LockObject>();
  bool plain = args[1].is_true() && args[2].is_unset();
  if (!plain || !self->lock.try_acquire(t)) {
    GILT_TRY(Nanoseconds deadline, lock_deadline(t, args[1], args[2]));
    if (deadline == 0) {
      if (!self->lock.try_acquire(t)) return Ref::boolean(false);
    } else {
      LockResult result = self->lock.acquire(t, deadline, {LockKind::kLock, self});
      if (result == LockResult::kError) return Failed{};
      if (result == LockResult::kTimeout) return Ref::boolean(false);
    }
  }
  note_place(t, self->lock, false);
  return Ref::boolean(true);
}

Ref lock_release(Thread& t, Args args) {
  if (args[0].as<LockObject>()->lock.release()) return Ref::none();
  return fail(t, runtime_error_type, "release unlocked lock");
}

Ref lock_enter(Thread& t, Args args) {
  auto* self = args[0].as<LockObject>();
  if (self->lock.acquire(t, kForever, {LockKind::kLock, self}) == LockResult::kError)
    return Failed{};
  note_place(t, self->lock, true);
  return Ref::boolean(true);
}

Ref lock_exit(Thread& t, CallArgs args) {
  return lock_release(t, Args{args.values, 1});
}

Ref lock_locked(Thread&, Args args) {
  return Ref::boolean(args[0].as<LockObject>()->lock.held());
}

// After a fork the child has no other threads: the lock is free again.
// Whoever holds it is no more; of those who waited the fork has taken care (forget_waits). Threads
// that do wait, because this is called without a fork, stay in the queue.
Ref lock_at_fork_reinit(Thread&, Args args) {
  (void)args[0].as<LockObject>()->lock.release();
  return Ref::none();
}

Ref lock_repr(Thread& t, Value self) {
  auto* object = self.as<LockObject>();
  return str_new(t, fmt::format("<{} _thread.lock object at {:#x}>",
                                object->lock.held() ? "locked" : "unlocked",
                                reinterpret_cast<uintptr_t>(object)));
}

const NativeDef kLockMethods[] = {
    {"acquire", lock_acquire, "(self, /, blocking=True, timeout=...)",
     "Lock the lock; wait for it unless blocking is False or timeout seconds have passed. True "
     "when it was taken."},
    {"release", lock_release, "(self, /)", "Release the lock. Any thread may."},
    {"locked", lock_locked, "(self, /)", "Whether the lock is held by anybody."},
    {"__enter__", lock_enter, "(self, /)", "Lock the lock."},
    {"__exit__", nullptr, "(self, /, *exc_info)", "Release the lock.", NativeKind::kFunction,
     lock_exit},
    {"acquire_lock", lock_acquire, "(self, /, blocking=True, timeout=...)", "Old name of acquire."},
    {"release_lock", lock_release, "(self, /)", "Old name of release."},
    {"locked_lock", lock_locked, "(self, /)", "Old name of locked."},
    {"_at_fork_reinit", lock_at_fork_reinit, "(self, /)", "Make the lock free in a forked child."},
};

// -- RLock --

Ref rlock_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional != 0 || args.kwnames != nullptr) {
    return fail(t, type_error_type, "RLock() takes no arguments ({} given)", args.positional);
  }
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  auto* self = static_cast<RLockObject*>(object);
  new (&self->lock) ParkingLock;
  self->depth = 0;
  return Ref::adopt(object);
}

bool rlock_owned(Thread& t, RLockObject* self) {
  return self->lock.owner() == t.id;
}

// False with an error pending, or not taken before the deadline.
std::optional<bool> rlock_take(Thread& t, RLockObject* self, Nanoseconds deadline) {
  if (rlock_owned(t, self)) {
    self->depth++;
    return true;
  }
  if (!self->lock.try_acquire(t)) {
    if (deadline == 0) return false;
    LockResult result = self->lock.acquire(t, deadline, {LockKind::kRLock, self});
    if (result == LockResult::kError) return Failed{};
    if (result == LockResult::kTimeout) return false;
  }
  note_place(t, self->lock, true);
  self->depth = 1;
  return true;
}

Ref rlock_acquire(Thread& t, Args args) {
  GILT_TRY(Nanoseconds deadline, lock_deadline(t, args[1], args[2]));
  GILT_TRY(bool taken, rlock_take(t, args[0].as<RLockObject>(), deadline));
  return Ref::boolean(taken);
}

Ref rlock_enter(Thread& t, Args args) {
  GILT_TRY(bool taken, rlock_take(t, args[0].as<RLockObject>(), kForever));
  return Ref::boolean(taken);
}

Ref rlock_release(Thread& t, Args args) {
  auto* self = args[0].as<RLockObject>();
  if (!rlock_owned(t, self)) return fail(t, runtime_error_type, "cannot release un-acquired lock");
  if (--self->depth == 0) self->lock.release();
  return Ref::none();
}

Ref rlock_exit(Thread& t, CallArgs args) {
  return rlock_release(t, Args{args.values, 1});
}

Ref rlock_locked(Thread&, Args args) {
  return Ref::boolean(args[0].as<RLockObject>()->lock.held());
}

Ref rlock_is_owned(Thread& t, Args args) {
  return Ref::boolean(rlock_owned(t, args[0].as<RLockObject>()));
}

Ref rlock_recursion_count(Thread& t, Args args) {
  auto* self = args[0].as<RLockObject>();
  return int_from_unsigned(t, rlock_owned(t, self) ? self->depth.load() : 0);
}

// Condition.wait gives the lock up whatever its depth, and takes it back with the same depth.
Ref rlock_release_save(Thread& t, Args args) {
  auto* self = args[0].as<RLockObject>();
  if (!rlock_owned(t, self)) return fail(t, runtime_error_type, "cannot release un-acquired lock");
  GILT_TRY(Ref depth, int_from_unsigned(t, self->depth));
  GILT_TRY(RefOf<TupleObject> state,
           tuple_of(t, {depth.get(), Value::integer(static_cast<int64_t>(t.id))}));
  self->depth = 0;
  self->lock.release();
  return state;
}

Ref rlock_acquire_restore(Thread& t, Args args) {
  auto* self = args[0].as<RLockObject>();
  if (!is_tuple(args[1]) || args[1].as<TupleObject>()->size != 2) {
    return fail(t, type_error_type, "_acquire_restore() argument 1 must be 2-item tuple");
  }
  GILT_TRY(int64_t depth, to_int64(t, args[1].as<TupleObject>()->at(0)));
  if (self->lock.acquire(t, kForever, {LockKind::kRLock, self}) == LockResult::kError)
    return Failed{};
  note_place(t, self->lock, true);
  self->depth = static_cast<uint64_t>(depth);
  return Ref::none();
}

Ref rlock_at_fork_reinit(Thread&, Args args) {
  auto* self = args[0].as<RLockObject>();
  self->depth = 0;
  (void)self->lock.release();
  return Ref::none();
}

Ref rlock_repr(Thread& t, Value self) {
  auto* object = self.as<RLockObject>();
  return str_new(t, fmt::format("<{} _thread.RLock object owner={} count={} at {:#x}>",
                                object->lock.held() ? "locked" : "unlocked", object->lock.owner(),
                                object->depth.load(), reinterpret_cast<uintptr_t>(object)));
}

const NativeDef kRLockMethods[] = {
    {"acquire", rlock_acquire, "(self, /, blocking=True, timeout=...)",
     "Lock the lock, or deepen this thread's hold on it. True when it was taken."},
    {"release", rlock_release, "(self, /)", "Undo one acquire of this thread."},
    {"locked", rlock_locked, "(self, /)", "Whether the lock is held by anybody."},
    {"__enter__", rlock_enter, "(self, /)", "Lock the lock."},
    {"__exit__", nullptr, "(self, /, *exc_info)", "Release the lock.", NativeKind::kFunction,
     rlock_exit},
    {"_is_owned", rlock_is_owned, "(self, /)", "Whether this thread holds it."},
    {"_recursion_count", rlock_recursion_count, "(self, /)", "How often this thread has taken it."},
    {"_release_save", rlock_release_save, "(self, /)", "Release completely; for Condition."},
    {"_acquire_restore", rlock_acquire_restore, "(self, state, /)", "Undo _release_save."},
    {"_at_fork_reinit", rlock_at_fork_reinit, "(self, /)", "Make the lock free in a forked child."},
};

void lock_dealloc(Thread& t, Object* self) {
  instance_free(t, self);
}

}  // namespace

TypeObject* lock_type() {
  static TypeObject* type = type_new_native(
      {.name = "_thread.lock",
       .instance_size = sizeof(LockObject),
       .flags = kTypeHasWeakrefs,
       .doc = "A lock that one thread holds at a time; any thread may release it.",
       .slots = {.dealloc = lock_dealloc, .construct = lock_construct, .repr = lock_repr},
       .methods = kLockMethods});
  return type;
}

TypeObject* rlock_type() {
  static TypeObject* type = type_new_native(
      {.name = "_thread.RLock",
       .instance_size = sizeof(RLockObject),
       .flags = kTypeHasWeakrefs | kTypeSubclassable,
       .doc = "A lock that its holder may take again.",
       .slots = {.dealloc = lock_dealloc, .construct = rlock_construct, .repr = rlock_repr},
       .methods = kRLockMethods});
  return type;
}

Ref lock_new(Thread& t) {
  return lock_construct(t, lock_type(), CallArgs{nullptr, 0, nullptr});
}

}  // namespace gilt
