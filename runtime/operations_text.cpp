// repr(), str(), ascii() and format() of any value.
#include <fmt/format.h>

#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/utf8.h"

namespace gilt {
namespace {

// What a slot or method gave has to be a str.
RefOf<StrObject> demand_str(Thread& t, Ref text, const char* method) {
  if (text.is_error()) return Failed{};
  if (is_str(text.get())) return RefOf<StrObject>::from(std::move(text));
  return fail(t, type_error_type, "{} returned non-string (type {})", method,
              type_name(text.get()));
}

}  // namespace

RefOf<StrObject> repr(Thread& t, Value v) {
  if (!check_native_recursion(t)) {
    error_clear(t);
    return fail(t, recursion_error_type,
                "maximum recursion depth exceeded while getting the repr of an object");
  }
  return demand_str(t, type_of(v)->slots.repr(t, v), "__repr__");
}

RefOf<StrObject> to_str(Thread& t, Value v) {
  if (has_shape(v, kStrShape)) return RefOf<StrObject>::from(Ref::copy(v));
  auto slot = type_of(v)->slots.str;
  if (slot == nullptr) return repr(t, v);
  if (!check_native_recursion(t)) {
    error_clear(t);
    return fail(t, recursion_error_type,
                "maximum recursion depth exceeded while getting the str of an object");
  }
  return demand_str(t, slot(t, v), "__str__");
}

RefOf<StrObject> ascii(Thread& t, Value v) {
  GILT_TRY(RefOf<StrObject> shown, repr(t, v));
  if (shown->is_ascii()) return shown;
  std::string out;
  const char* end = shown->data() + shown->byte_length;
  for (const char* p = shown->data(); p < end;) {
    char32_t c = text::next(p);
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else if (c < 0x100) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<uint32_t>(c));
    } else if (c < 0x10000) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<uint32_t>(c));
    } else {
      fmt::format_to(std::back_inserter(out), "\\U{:08x}", static_cast<uint32_t>(c));
    }
  }
  return str_new(t, out);
}

RefOf<StrObject> format(Thread& t, Value v, Value spec) {
  bool plain = spec.is_unset() || (is_str(spec) && spec.as<StrObject>()->byte_length == 0);
  if (plain && (has_shape(v, kStrShape) || v.is_int())) return to_str(t, v);
  Ref empty = Ref::copy(names::empty);
  Ref result = call_special(t, v, names::format_, {spec.is_unset() ? empty.get() : spec});
  if (result.is_error()) return Failed{};
  if (result.is_unset()) {
    return fail(t, type_error_type, "Type {} doesn't define __format__", type_name(v));
  }
  if (is_str(result.get())) return RefOf<StrObject>::from(std::move(result));
  return fail(t, type_error_type, "__format__ must return a str, not {}", type_name(result.get()));
}

}  // namespace gilt
