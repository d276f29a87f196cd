// tell() and seek() of TextIOWrapper: where the next character is, in bytes of the buffer.
#include <unistd.h>

#include "runtime/argument_kind.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io_text_state.h"

namespace gilt {

namespace {

// How many bytes the characters that have been read ahead came from.
std::optional<int64_t> bytes_ahead(Thread& t, const TextState& state) {
  std::string text;
  const bool pairs = state.newline == Newline::kTranslate && state.newlines_seen == 4;
  if (pairs) {
    for (const char c : state.ahead()) text.append(c == '\n' ? "\r\n" : std::string(1, c));
  } else {
    text = state.ahead();
  }
  int64_t size = static_cast<int64_t>(text.size());
  if (state.codec != "utf-8") {
    std::string codec = state.codec;
    if (codec == "utf-16" || codec == "utf-32") codec += "-le";
    if (codec == "utf-8-sig") codec = "utf-8";
    GILT_TRY(RefOf<StrObject> decoded, str_new(t, text));
    GILT_TRY(RefOf<BytesObject> bytes, encode(t, decoded.get(), codec, state.errors));
    size = static_cast<int64_t>(bytes->size);
  } else if (state.errors == "surrogateescape" && !is_valid_utf8(text)) {
    GILT_TRY(RefOf<StrObject> decoded, str_new(t, text));
    GILT_TRY(RefOf<BytesObject> bytes, encode(t, decoded.get(), state.codec, state.errors));
    size = static_cast<int64_t>(bytes->size);
  }
  return size + static_cast<int64_t>(state.tail.size()) + (state.return_held ? 1 : 0);
}

// The position of the next character. The buffer itself is ahead of it.
std::optional<int64_t> place(Thread& t, const TextState& state, Value buffer) {
  static StrObject* const kTell = intern("tell");
  GILT_TRY(Ref position, call_method(t, buffer, kTell));
  GILT_TRY(int64_t ahead, bytes_ahead(t, state));
  GILT_TRY(int64_t raw, to_int64(t, position.get()));
  return raw - ahead;
}

bool check_seekable(Thread& t, Value buffer) {
  static StrObject* const kSeekable = intern("seekable");
  GILT_TRY(bool seekable, ask_stream(t, buffer, kSeekable));
  return seekable || fail_unsupported(t, "underlying stream is not seekable");
}

}  // namespace

Ref text_tell(Thread& t, TextObject* self) {
  Ref buffer = self->buffer.load();
  GILT_CHECK(check_seekable(t, buffer.get()));
  if (!self->state->telling) {
    return fail(t, os_error_type, "telling position disabled by next() call");
  }
  GILT_CHECK(text_flush_pending(t, self));
  GILT_TRY(int64_t position, place(t, *self->state, buffer.get()));
  return int_from(t, position);
}

Ref text_seek(Thread& t, TextObject* self, int64_t target, int whence) {
  static StrObject* const kSeek = intern("seek");
  Ref buffer = self->buffer.load();
  GILT_CHECK(check_seekable(t, buffer.get()));
  TextState& state = *self->state;
  GILT_CHECK(text_flush_pending(t, self));
  switch (whence) {
    case SEEK_CUR: {
      if (target != 0) return fail_unsupported(t, "can't do nonzero cur-relative seeks");
      GILT_TRY(target, place(t, state, buffer.get()));
      break;
    }
    case SEEK_END: {
      if (target != 0) return fail_unsupported(t, "can't do nonzero end-relative seeks");
      GILT_TRY(Ref flushed, call_method(t, buffer.get(), names::flush));
      state.forget_ahead();
      return call_method(t, buffer.get(), kSeek, {Value::integer(0), Value::integer(2)});
    }
    case SEEK_SET: break;
    default: return fail(t, value_error_type, "invalid whence ({}, should be 0, 1 or 2)", whence);
  }
  if (target < 0) return fail(t, value_error_type, "negative seek position {}", target);
  GILT_TRY(Ref flushed, call_method(t, buffer.get(), names::flush));
  GILT_TRY(Ref position, int_from(t, target));
  GILT_TRY(Ref ignored, call_method(t, buffer.get(), kSeek, {position.get()}));
  state.forget_ahead();
  if (target == 0) {
    state.codec = canonical_encoding(state.encoding);
    state.started_writing = false;
  } else {
    state.started_writing = true;
  }
  state.telling = true;
  return position;
}

}  // namespace gilt
