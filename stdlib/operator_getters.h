// itemgetter, attrgetter and methodcaller of module operator.
#pragma once

#include "runtime/type.h"

namespace gilt {

TypeObject* item_getter_type();
TypeObject* attr_getter_type();
TypeObject* method_caller_type();

}  // namespace gilt
