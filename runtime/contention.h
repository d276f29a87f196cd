// When a thread should step aside for others that want the same lock.
//
// The essay. Threads that take turns at a lock which each holds for some nanoseconds are slower
// together than one of them alone: at every turn the lock and all that it guards travel from one
// core's cache to another's. It is faster to let one thread have a run of turns while the others
// are out of the way, which is what the interval of a global lock does for all locks at once. So a
// thread that keeps colliding on a lock naps for some time before it tries again, and the thread
// that has the lock goes on at full speed, without anybody to wake. (Dice, "Malthusian Locks",
// EuroSys 2017.) Whoever collides now and then only spins, or parks at once.
//
// Naps get longer as long as that goes on, up to kLongestNap, and a thread that goes to sleep
// itself ends one: what the lock guards would lie idle otherwise, and so would a core.
//
// Free-threaded build only: with the global lock, threads cannot collide faster than it changes
// hands.
#pragma once

#include "runtime/interpreter.h"
#include "runtime/scheduler.h"

namespace gilt {

// How long a thread stays out of the way at first and at most; the system adds a delay of its own.
inline constexpr Nanoseconds kFirstNap = 50'000, kLongestNap = 2'000'000;
// After so many naps in vain the lock is held for long: the thread parks and is woken.
inline constexpr int kNaps = 6;

// Notes that the calling thread has found [lock] taken by another thread; whether that has happened
// often lately. Any thread.
bool collides_often(const void* lock);

// Sleeps for as long as suits the thread's last collisions, or until [deadline], or until another
// thread goes to sleep; may return early. REQUIRES: [t] is the calling thread's, and detached.
void take_nap(Thread& t, Nanoseconds deadline);

// The same up to [end], whatever collisions there were. [in_turn]: whoever naps already goes on.
void nap_until(Thread& t, Nanoseconds end, bool in_turn);

// The calling thread is about to wait for something: whoever naps may have its place.
void end_nap();

// In the child after a fork: nobody naps but in the parent.
void naps_after_fork();

}  // namespace gilt
