// What anext(iterator, default) returns: awaiting it awaits what __anext__ returned, and at the end
// of the iterator gives the default.
#pragma once

#include "runtime/ref.h"

namespace gilt {

struct Thread;

Ref anext_awaitable_new(Thread& t, Value awaitable, Value otherwise);

}  // namespace gilt
