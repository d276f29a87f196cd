// int: integers without limit. 62-bit ones are immediate; the rest are IntObject on GMP. bool is an
// int whose two values are the marks False and True.
#pragma once

#include <gmp.h>

#include <string>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

// Invariant: an exact int outside 62 bits. (An instance of a subclass of int holds any value.)
struct IntObject : Object {
  mpz_t value;
};

Ref int_from(Thread& t, int64_t i);
Ref int_from_unsigned(Thread& t, uint64_t i);
Ref int_from_double(Thread& t, double d);  // truncates; OverflowError/ValueError for inf and nan
// Decimal or based digits, with underscores, sign and spaces as int(text, base) takes them; unset
// when malformed.
Ref int_parse(Thread& t, std::string_view text, int base);
std::string int_to_text(Value v, int base = 10);
inline bool is_int(Value v) {  // int, bool or a subclass
  return v.is_int() || v.is_bool() || (v.is_object() && type_of(v)->is(kTypeIsInt));
}

// The operations of ADD, SUB ... for two ints of any kind (immediate, bool, IntObject).
// ZeroDivisionError etc.
Ref int_binary(Thread& t, BinaryOp op, Value a, Value b);
int int_compare(Value a, Value b);  // <0, 0, >0

}  // namespace gilt
