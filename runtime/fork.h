// fork(): a second process that starts as a copy of this one, but with one thread.
//
// The essay. The child has all memory of the parent and only the thread that called fork. Whatever
// another thread was in the middle of stays as it was at that moment for ever, so a fork must catch
// the others where that does no harm. With the lock they all wait for it; without, the world is
// stopped, and every other thread stands at a safepoint or is outside the VM. Either way none of
// them holds an object's lock or is inside a list of the runtime. What they do hold is repaired in
// the child: their places in the queues of locks are removed (their stacks will be used again by
// new threads), the lock's own queue is emptied, the objects that only they knew go to the thread
// that is left, and modules that they were importing may be imported anew. Locks of scripts that
// they held stay held, as in CPython; the script's own hooks (os.register_at_fork) see to those.
// Other interpreters of the process are stopped in the same way; in the child they are not there.
//
// Streams are the exception: a stream's lock that a dead thread held is taken over by whoever wants
// it next, so that the child can print.
#pragma once

#include <sys/types.h>

#include "runtime/interpreter.h"

namespace gilt {

// fork() as the system's, with errno. In the child [t] is the main thread of an interpreter without
// other threads; the calls that scripts registered have not run yet. REQUIRES: attached.
pid_t fork_process(Thread& t);

// getpid() without a system call, which the C library makes each time: locks between processes ask
// at every use whose they are. Any thread; right in every child of a fork(), whoever called that.
pid_t process_id();

// Did a thread with this identifier live in the parent, but not in this process?
bool died_in_fork(const Thread& t, uint64_t thread_id);

// After the fork in the child: the library's own modules that are loaded take note (threading,
// random).
void repair_modules_after_fork(Thread& t);

}  // namespace gilt
