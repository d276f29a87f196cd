// Deadlocks: threads that wait for locks and will wait for ever. They are found, told of on stderr
// and, if wanted, ended by an exception.
//
// The essay. Every wait of a script ends up at a ParkingLock (lock.h): Lock and RLock, the end of a
// thread, and whatever the modules threading and queue build of these. While a thread waits, its
// LockWaiter says for what, and the lock says which thread has it. That is the wait-for graph of
// the textbooks (Coffman, Elphick, Shoshani: "System Deadlocks", 1971), and it costs nothing to
// keep. It is looked at only when somebody has waited without a time-out for a second: then the
// thread enters its wait in the interpreter's watch, and looks whether it was the last one that
// was missing to
//
//   - a circle: A waits for what B holds, B for what A holds. An RLock, a thread or a module that
//     is being imported is given free by its holder alone, so this is certain. A Lock may be
//     released by any thread; as long as some run, such a circle is called probable, and told of
//     only when it was taken as a lock and not as a signal: by a with statement, or by a function
//     that has not returned, all threads in the circle waiting for locks.
//   - a standstill: all threads of the interpreter wait like this. Whatever they wait for, nobody
//     is left to do it.
//
// So the last one to arrive finds it, and nobody has to poll. The one other way for a standstill to
// come about is that the last thread that could have helped ends: then it asks one of those that
// wait to look again.
//
// What only looks like one: a thread that sleeps, waits with a time-out, for input, a process or
// another interpreter has no entry in the watch and may yet wake the others; so may the main thread
// if the script has a handler for some signal. Whoever looks stops the world and finds each thread
// asleep and each lock taken before a word is said.
#pragma once

#include "runtime/lock.h"

namespace gilt {

enum class DeadlockMode : uint8_t { kOff, kReport, kRaise };

// How long a thread waits before it looks whether that is for ever.
inline constexpr Nanoseconds kDeadlockPatience = 1'000'000'000;

// From now on deadlocks among [interpreter]'s threads are looked for. Nothing is, before.
void deadlock_watch(Interpreter& interpreter, DeadlockMode mode);
// As among those of [other].
void deadlock_watch_like(Interpreter& interpreter, const Interpreter& other);
// The interpreter is about to end.
void deadlock_unwatch(const Interpreter& interpreter);

// -- for lock.cpp: what a thread does for its own wait. REQUIRES: attached --

// Enters the wait in the watch and looks for a deadlock that it is part of. False with an exception
// pending when the thread is to end it.
bool deadlock_look(LockWaiter& waiter);
// True with an exception pending when another thread has found that this one is to end a deadlock.
bool deadlock_raise(LockWaiter& waiter);
// The wait is over.
void deadlock_leave(LockWaiter& waiter);

// -- for the ends of threads and forks --
void deadlock_thread_ended(Interpreter& interpreter);
// In the child, where only the calling thread lives on.
void deadlock_after_fork(Interpreter& interpreter);

// gilt.DeadlockError, a RuntimeError.
TypeObject* deadlock_error_type();

}  // namespace gilt
