// Waiting for a moment before going to sleep.
//
// The essay. To put a thread to sleep and to wake it takes the system some microseconds on both
// sides, and longer where a core has to be woken too. Two threads that hand things to each other
// spend nearly all of their time on that, though each would have had to wait for a fraction of it.
// So a thread that waits for another one first looks for a while whether its token comes, for about
// as long as sleeping would cost: then it loses at most half (Karlin, Manasse, McGeoch and Owicki,
// 1994). Whom that did not help the last time tries it less and less often, and no more threads do
// it at a time than leave a core for somebody who works.
#pragma once

#include "runtime/scheduler.h"

namespace gilt {

// Parker::token while it is there to be taken.
inline constexpr uint32_t kParkerToken = 1;

// Between two looks at what another core is about to change.
inline void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Waits a moment for [parker]'s token, if that has been of use lately. Does not take it: park()
// comes next, and does not sleep if this is true. For waits that another thread of the process
// ends, by the thread that parks there.
bool await_briefly(const Parker& parker);

// In the child after a fork: those who waited are the parent's.
void brief_waits_after_fork();

}  // namespace gilt
