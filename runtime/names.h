// The interned names that native code uses (names.def). Valid after init_builtin_types().
#pragma once

namespace gilt {

struct StrObject;

namespace names {
#define GILT_NAME(identifier, text) extern StrObject* identifier;
#include "runtime/names.def"
#undef GILT_NAME
}  // namespace names

}  // namespace gilt
