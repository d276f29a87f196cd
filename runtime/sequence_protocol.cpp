#include "runtime/sequence_protocol.h"

#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/operations.h"

namespace gilt {

std::optional<int64_t> sequence_index(Thread& t, Value key, const char* what) {
  if (key.is_int()) [[likely]]
    return key.as_int();
  if (!type_of(key)->slots.to_index)
    return fail(t, type_error_type, "{} indices must be integers or slices, not {}", what,
                type_name(key));
  GILT_TRY(Ref index, to_index(t, key));
  if (index.get().is_bool()) return index.get().is_true();
  if (std::optional<int64_t> place = int_to_int64(index.get())) return place;
  return fail(t, index_error_type, "cannot fit '{}' into an index-sized integer", type_name(key));
}

std::optional<int64_t> clamped_index(Thread& t, Value v, bool none_allowed) {
  if (v.is_int()) [[likely]]
    return v.as_int();
  if (!type_of(v)->slots.to_index)
    return fail(t, type_error_type, "slice indices must be integers or {}have an __index__ method",
                none_allowed ? "None or " : "");
  GILT_TRY(Ref index, to_index(t, v));
  if (index.get().is_bool()) return index.get().is_true();
  if (index.get().is_int()) return index.get().as_int();
  return int_compare(index.get(), Value::integer(0)) < 0 ? -INT64_MAX : INT64_MAX;
}

bool index_bounds(Thread& t, Value start, Value stop, int64_t length, int64_t& first,
                  int64_t& last) {
  first = 0;
  last = length;
  if (!start.is_unset()) {
    GILT_TRY(first, clamped_index(t, start, false));
    if (first < 0) first = std::max<int64_t>(first + length, 0);
  }
  if (!stop.is_unset()) {
    GILT_TRY(last, clamped_index(t, stop, false));
    if (last < 0) last = std::max<int64_t>(last + length, 0);
  }
  return true;
}

Failed concatenate_other(Thread& t, Value other, const char* what) {
  return fail(t, type_error_type, "can only concatenate {} (not \"{}\") to {}", what,
              type_name(other), what);
}

std::optional<int64_t> repeat_count(Thread& t, Value n) {
  if (n.is_int()) [[likely]]
    return std::max<int64_t>(n.as_int(), 0);
  if (!type_of(n)->slots.to_index)
    return fail(t, type_error_type, "can't multiply sequence by non-int of type '{}'",
                type_name(n));
  GILT_TRY(Ref index, to_index(t, n));
  if (index.get().is_bool()) return index.get().is_true();
  if (std::optional<int64_t> count = int_to_int64(index.get())) return std::max<int64_t>(*count, 0);
  return fail(t, overflow_error_type, "cannot fit '{}' into an index-sized integer", type_name(n));
}

Ref class_getitem(Thread& t, Args args) {
  return call(t, to_value(&generic_alias_type), {args[0], args[1]});
}

}  // namespace gilt
