// _json: the native part of package json.
#include "runtime/native.h"
#include "stdlib/json_native.h"

namespace gilt {

namespace {

constexpr NativeDef kFunctions[] = {
    {"decode", json_decode, "(string, /)", "The value of a whole JSON text."},
    {"encode", json_encode,
     "(value, default, skipkeys, ensure_ascii, check_circular, allow_nan, sort_keys, indent, "
     "item_separator, key_separator, /)",
     "The JSON text of a value."},
    {"encode_basestring", json_quote, "(string, /)", "The text as a JSON string."},
    {"encode_basestring_ascii", json_quote_ascii, "(string, /)",
     "The text as a JSON string in ASCII."},
    {"scan_once", json_scan_once,
     "(string, idx, strict, object_hook, object_pairs_hook, parse_float, parse_int, "
     "parse_constant, /)",
     "The value that starts at idx, and the index behind it."},
    {"scanstring", json_scan_string, "(string, end, strict=True, /)",
     "The rest of a string whose opening quote is before end, and the index behind it."},
};

constexpr ModuleDef kModule{"_json", "JSON: the native part of json.", kFunctions, nullptr};

}  // namespace

void register_json_module() {
  register_native_module(kModule);
}

}  // namespace gilt
