#include "runtime/singletons.h"

#include "runtime/builtin_types.h"

namespace gilt {

alignas(16) constinit Object g_not_implemented{kImmortalCount,       0, kImmortal, 0,
                                               kNotImplementedShape, 0};
alignas(16) constinit Object g_ellipsis{kImmortalCount, 0, kImmortal, 0, kEllipsisShape, 0};

}  // namespace gilt
