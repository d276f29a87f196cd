// What TextIOWrapper is told about encodings and line ends.
#include "runtime/argument_kind.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/str.h"
#include "stdlib/io_text_state.h"

namespace gilt {

bool text_set_encoding(Thread& t, TextSettings& state, Value encoding, Value errors) {
  if (encoding.is_none()) {
    state.encoding = "UTF-8";
  } else {
    GILT_TRY(std::string_view name, to_text(t, encoding, "TextIOWrapper", 2));
    state.encoding = name == "locale" ? "UTF-8" : name;
  }
  const std::string_view codec = canonical_encoding(state.encoding);
  if (codec.empty()) return fail(t, lookup_error_type, "unknown encoding: {}", state.encoding);
  state.codec = codec;
  state.errors = "strict";
  if (errors.is_none()) return true;
  GILT_TRY(std::string_view handler, to_text(t, errors, "TextIOWrapper", 3));
  state.errors = handler;
  return true;
}

bool text_set_newline(Thread& t, TextSettings& state, Value newline) {
  state.write_newline.clear();
  if (newline.is_none()) {
    state.newline = Newline::kTranslate;
    return true;
  }
  if (!is_str(newline)) {
    return fail(t, type_error_type,
                "TextIOWrapper() argument 'newline' must be str or None, not {}",
                type_name(newline));
  }
  const std::string_view text = newline.as<StrObject>()->view();
  if (text.empty()) {
    state.newline = Newline::kUniversal;
  } else if (text == "\n") {
    state.newline = Newline::kLineFeed;
  } else if (text == "\r") {
    state.newline = Newline::kReturn;
    state.write_newline = text;
  } else if (text == "\r\n") {
    state.newline = Newline::kReturnLineFeed;
    state.write_newline = text;
  } else {
    return fail(t, value_error_type, "illegal newline value: {}", text);
  }
  return true;
}

}  // namespace gilt
