// _codecs: text to octets and back, by the name of an encoding.
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"

namespace gilt {
namespace {

bool both_text(Thread& t, const char* function, Args args) {
  for (uint32_t i = 1; i < 3; i++) {
    if (!is_str(args[i]))
      return fail(t, type_error_type, "{}() argument '{}' must be str, not {}", function,
                  i == 1 ? "encoding" : "errors", type_name(args[i]));
  }
  return true;
}

Ref encode_function(Thread& t, Args args) {
  GILT_CHECK(both_text(t, "encode", args));
  if (!is_str(args[0]))
    return fail(t, type_error_type, "encode() argument 'obj' must be str, not {}",
                type_name(args[0]));
  return encode(t, args[0].as<StrObject>(), args[1].as<StrObject>()->view(),
                args[2].as<StrObject>()->view());
}

Ref decode_function(Thread& t, Args args) {
  GILT_CHECK(both_text(t, "decode", args));
  return decode_object(t, args[0], args[1].as<StrObject>()->view(),
                       args[2].as<StrObject>()->view());
}

constexpr NativeDef kFunctions[] = {
    {"encode", encode_function, "(obj, encoding='utf-8', errors='strict')",
     "Encodes obj using the codec registered for encoding."},
    {"decode", decode_function, "(obj, encoding='utf-8', errors='strict')",
     "Decodes obj using the codec registered for encoding."},
};

constexpr ModuleDef kModule{"_codecs", "Text to octets and back.", kFunctions, nullptr};

}  // namespace

void register_codecs_module() {
  register_native_module(kModule);
}

}  // namespace gilt
