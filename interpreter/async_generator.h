// Asynchronous generators and the objects around awaiting.
//
// An async generator's frame yields two kinds of values: wrapped ones, which the script yielded,
// and bare ones, which something that it awaits has handed up. The awaitable that __anext__ returns
// (asend) drives the frame: a wrapped value is its result (raised as StopIteration), a bare one is
// passed further up.
#pragma once

#include "interpreter/generator.h"

namespace gilt {

// A value that an async generator yielded; never seen by scripts.
struct AsyncGenWrappedObject : Object {
  Slot value;
};
Ref async_wrapped_value_new(Thread& t, Ref value);

// coroutine.__await__()
struct CoroutineWrapperObject : Object {
  Slot coroutine;
};

enum class AsyncStep : uint8_t { kInitial, kIterating, kEnded };

// agen.__anext__(), agen.asend(v)
struct AsyncGenASendObject : Object {
  Slot generator;
  Slot value;  // what the first step sends
  SharedState<AsyncStep> state;
};

// agen.athrow(e), agen.aclose()
struct AsyncGenAThrowObject : Object {
  Slot generator;
  Slot exception;  // unset: aclose
  SharedState<AsyncStep> state;
};

// The iterator that awaiting [v] means; [where]: 0 await, 1 and 2 the results of __aenter__ and
// __aexit__ (for messages).
Ref awaitable_iterator(Thread& t, Value v, int where);

}  // namespace gilt
