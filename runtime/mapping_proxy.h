// mappingproxy: a read-only view of a mapping, such as a class's __dict__.
#pragma once

#include "runtime/ref.h"

namespace gilt {

struct Thread;

struct MappingProxyObject : Object {
  Slot mapping;
};
Ref mapping_proxy_new(Thread& t, Ref mapping);

}  // namespace gilt
