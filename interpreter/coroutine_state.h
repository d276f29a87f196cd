// What each thread keeps for coroutines: the hooks of asynchronous generators, the current context
// (contextvars), the event loop that runs in it and the task that this loop is in.
//
// Only the thread itself uses its state. It is given up when the thread ends
// (forget_coroutine_state), while the thread is still attached.
#pragma once

#include "runtime/ref.h"

namespace gilt {

struct Thread;

struct CoroutineState {
  // sys.set_asyncgen_hooks; unset: none.
  Ref first_iteration, finalizer;
  // contextvars.Context, or unset as long as nobody needed one.
  Ref context;
  // asyncio: the loop that runs, or unset; the task whose step runs, or unset.
  Ref running_loop, current_task;
  // Called before the state of a thread that ends lets go of them; null: there never was a loop.
  void (*leave_loop)(CoroutineState& state) = nullptr;
  // sys.set_coroutine_origin_tracking_depth
  int origin_depth = 0;
};

// The state of [t], the calling thread.
CoroutineState& coroutine_state(Thread& t);
// [t] is about to end.
void forget_coroutine_state(Thread& t);

// Does any thread follow where coroutines are made? (sys.set_coroutine_origin_tracking_depth)
bool coroutine_origins_wanted();
void set_coroutine_origin_depth(Thread& t, int depth);
// Where a coroutine that is made now comes from: a tuple of (file, line, function), innermost
// first, or None where nobody asked. The running frame is the coroutine's own.
Ref coroutine_origin(Thread& t);

}  // namespace gilt
