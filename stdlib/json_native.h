// The native parts of module json: reading and writing.
#pragma once

#include "runtime/native.h"

namespace gilt {

// (string, idx, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant):
// the value that starts at idx, and the index behind it.
Ref json_scan_once(Thread& t, Args args);
// (string, end, strict=True): the string literal whose opening quote is before end.
Ref json_scan_string(Thread& t, Args args);
// (string): the only value of a whole text, by the usual rules.
Ref json_decode(Thread& t, Args args);

// (value, default, skipkeys, ensure_ascii, check_circular, allow_nan, sort_keys, indent,
// item_separator, key_separator)
Ref json_encode(Thread& t, Args args);
// (string): as a string literal in ASCII, or with other characters as they are.
Ref json_quote_ascii(Thread& t, Args args);
Ref json_quote(Thread& t, Args args);

}  // namespace gilt
