// io: how TextIOWrapper encodes, decodes and finds lines. What scripts see of it is in
// io_text_type.cpp.
#include "stdlib/io_text.h"

#include <algorithm>
#include <cstring>

#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io_buffered.h"
#include "stdlib/io_text_state.h"

namespace gilt {

namespace {

constexpr size_t kChunkSize = 8192;

// The end of the first [count] code points of [utf8], in bytes; sets [found] to how many there are.
size_t bytes_of(std::string_view utf8, int64_t count, int64_t& found) {
  size_t i = 0;
  found = 0;
  while (i < utf8.size() && found < count) {
    ++i;
    while (i < utf8.size() && (utf8[i] & 0xc0) == 0x80) ++i;
    ++found;
  }
  return i;
}

// Once the byte order mark has been seen (or is known to be missing), the codec without one.
void settle_byte_order(TextState& state) {
  if (state.codec == "utf-8-sig" && state.tail.size() >= 3) {
    if (state.tail.compare(0, 3, "\xef\xbb\xbf") == 0) state.tail.erase(0, 3);
    state.codec = "utf-8";
  } else if (state.codec == "utf-16" && state.tail.size() >= 2) {
    const bool big = state.tail.compare(0, 2, "\xfe\xff") == 0;
    if (big || state.tail.compare(0, 2, "\xff\xfe") == 0) state.tail.erase(0, 2);
    state.codec = big ? "utf-16-be" : "utf-16-le";
  } else if (state.codec == "utf-32" && state.tail.size() >= 4) {
    const bool big = state.tail.compare(0, 4, std::string_view("\0\0\xfe\xff", 4)) == 0;
    if (big || state.tail.compare(0, 4, std::string_view("\xff\xfe\0\0", 4)) == 0) {
      state.tail.erase(0, 4);
    }
    state.codec = big ? "utf-32-be" : "utf-32-le";
  }
}

// Appends [text] with its line ends noted and, if so wished, translated.
void append_lines(TextState& state, std::string_view text, bool final) {
  if (state.newline != Newline::kTranslate && state.newline != Newline::kUniversal) {
    state.decoded.append(text);
    return;
  }
  const bool translate = state.newline == Newline::kTranslate;
  if (!state.return_held && text.find('\r') == std::string_view::npos) {
    if (text.find('\n') != std::string_view::npos) state.saw_newline(1);
    state.decoded.append(text);
    return;
  }
  std::string joined;
  if (std::exchange(state.return_held, false)) {
    joined.assign("\r").append(text);
    text = joined;
  }
  if (!final && !text.empty() && text.back() == '\r') {
    state.return_held = true;
    text.remove_suffix(1);
  }
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      state.saw_newline(1);
      state.decoded.push_back('\n');
    } else if (text[i] != '\r') {
      state.decoded.push_back(text[i]);
    } else {
      const bool pair = i + 1 < text.size() && text[i + 1] == '\n';
      state.saw_newline(pair ? 4 : 2);
      if (pair) ++i;
      state.decoded.append(translate ? "\n" : pair ? "\r\n" : "\r");
    }
  }
}

// Decodes what is in the tail.
bool decode_tail(Thread& t, TextState& state, bool final) {
  settle_byte_order(state);
  if (state.codec == "utf-8" && is_valid_utf8(state.tail)) {
    append_lines(state, state.tail, final);
    state.tail.clear();
    return true;
  }
  size_t consumed = 0;
  const auto octets = std::as_bytes(std::span(state.tail.data(), state.tail.size()));
  GILT_TRY(RefOf<StrObject> text,
           decode_partial(t, octets, state.codec, state.errors, final, consumed));
  state.tail.erase(0, consumed);
  append_lines(state, text->view(), final);
  return true;
}

// Bytes of the stream below: at most one read of it.
bool read_bytes(Thread& t, TextObject* self, std::string& out) {
  if (self->native != nullptr && self->native->can_read) {
    return buffered_read_some(t, self->native, kChunkSize, out);
  }
  static StrObject* const kRead1 = intern("read1");
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref piece, call_method(t, buffer.get(), self->state->has_read1 ? kRead1 : names::read,
                                  {Value::integer(kChunkSize)}));
  if (!is_bytes_like(piece.get())) {
    return fail(t, type_error_type,
                "underlying {}() should have returned a bytes-like object, not '{}'",
                self->state->has_read1 ? "read1" : "read", type_name(piece.get()));
  }
  BufferView view(t);
  GILT_CHECK(view.open(piece.get()));
  out.append(view.view());
  return true;
}

// Where the line that [text] starts with ends, its line end included; npos when it does not.
// [from]: no line ends before it.
size_t line_end(std::string_view text, Newline newline, size_t from) {
  switch (newline) {
    case Newline::kTranslate:
    case Newline::kLineFeed: {
      const size_t at = text.find('\n', from);
      return at == std::string_view::npos ? at : at + 1;
    }
    case Newline::kReturn: {
      const size_t at = text.find('\r', from);
      return at == std::string_view::npos ? at : at + 1;
    }
    case Newline::kReturnLineFeed: {
      const size_t at = text.find("\r\n", from == 0 ? 0 : from - 1);
      return at == std::string_view::npos ? at : at + 2;
    }
    case Newline::kUniversal: {
      const size_t at = text.find_first_of("\r\n", from);
      if (at == std::string_view::npos) return at;
      return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? at + 2 : at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool text_check(Thread& t, TextObject* self) {
  if (self->state == nullptr) {
    return fail(t, value_error_type, "I/O operation on uninitialized object");
  }
  if (self->buffer.is_unset()) {
    return fail(t, value_error_type, "underlying buffer has been detached");
  }
  if (self->native != nullptr) {
    if (FileObject* file = self->native->file) return file->fd >= 0 || fail_closed(t);
  }
  static StrObject* const kClosed = intern("closed");
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref closed, get_attribute(t, buffer.get(), kClosed));
  GILT_TRY(bool is_closed, truth(t, closed.get()));
  if (is_closed) return fail_closed(t);
  return true;
}

bool text_flush_pending(Thread& t, TextObject* self) {
  if (self->state->pending.empty()) return true;
  const std::string bytes = std::exchange(self->state->pending, std::string());
  if (self->native != nullptr && self->native->can_write) {
    return buffered_write(t, self->native, bytes);
  }
  GILT_TRY(RefOf<BytesObject> object, bytes_new(t, bytes));
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref ignored, call_method(t, buffer.get(), names::write, {object.value()}));
  return true;
}

bool text_read_chunk(Thread& t, TextObject* self, bool& end) {
  TextState& state = *self->state;
  GILT_CHECK(text_flush_pending(t, self));
  state.decoded.erase(0, std::exchange(state.position, 0));
  const size_t before = state.tail.size();
  GILT_CHECK(read_bytes(t, self, state.tail));
  end = state.tail.size() == before;
  return decode_tail(t, state, end);
}

bool text_read_all(Thread& t, TextObject* self) {
  TextState& state = *self->state;
  GILT_CHECK(text_flush_pending(t, self));
  state.decoded.erase(0, std::exchange(state.position, 0));
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref piece, call_method(t, buffer.get(), names::read));
  if (!piece.is_none()) {
    BufferView view(t);
    GILT_CHECK(view.open(piece.get()));
    state.tail.append(view.view());
  }
  return decode_tail(t, state, true);
}

bool text_write(Thread& t, TextObject* self, std::string_view utf8) {
  TextState& state = *self->state;
  const bool has_newline = utf8.find('\n') != std::string_view::npos;
  std::string translated;
  const bool flush_line =
      state.line_buffering && (has_newline || utf8.find('\r') != std::string_view::npos);
  if (has_newline && !state.write_newline.empty()) {
    for (const char c : utf8) {
      if (c == '\n') {
        translated.append(state.write_newline);
      } else {
        translated.push_back(c);
      }
    }
    utf8 = translated;
  }
  if (state.codec == "utf-8" && is_valid_utf8(utf8)) {
    state.pending.append(utf8);
  } else {
    GILT_TRY(RefOf<StrObject> text, str_new(t, utf8));
    // Only what is written first gets a byte order mark.
    std::string codec = state.codec;
    if (state.started_writing && (codec == "utf-16" || codec == "utf-32")) codec += "-le";
    if (state.started_writing && codec == "utf-8-sig") codec = "utf-8";
    GILT_TRY(RefOf<BytesObject> bytes, encode(t, text.get(), codec, state.errors));
    state.pending.append(bytes->view());
  }
  state.started_writing = true;
  if (!state.decoded.empty() || !state.tail.empty()) state.forget_ahead();
  if (state.pending.size() >= kChunkSize || flush_line || state.write_through) {
    GILT_CHECK(text_flush_pending(t, self));
  }
  if (!flush_line) return true;
  if (self->native != nullptr) return buffered_flush(t, self->native);
  Ref buffer = self->buffer.load();
  GILT_TRY(Ref ignored, call_method(t, buffer.get(), names::flush));
  return true;
}

Ref text_read_line(Thread& t, TextObject* self, int64_t limit) {
  TextState& state = *self->state;
  size_t searched = 0;
  bool end = false;
  while (true) {
    const std::string_view ahead = state.ahead();
    size_t size = line_end(ahead, state.newline, searched);
    // A \r at the very end may be the first half of \r\n.
    const bool unsure = size == ahead.size() && state.newline == Newline::kUniversal && size != 0 &&
                        ahead.back() == '\r' && !end;
    bool complete = size != std::string_view::npos && !unsure;
    if (limit >= 0) {
      int64_t found;
      const size_t most = bytes_of(complete ? ahead.substr(0, size) : ahead, limit, found);
      if (found == limit) {
        size = most;
        complete = true;
      }
    }
    if (end && !complete) {
      size = ahead.size();
      complete = true;
    }
    if (complete) {
      state.position += size;
      return str_new(t, ahead.substr(0, size));
    }
    searched = ahead.size();
    GILT_CHECK(text_read_chunk(t, self, end));
  }
}

bool is_text_stream(Value v) {
  return v.is_object() && type_of(v) == text_io_wrapper_type();
}

bool text_stream_write(Thread& t, Value stream, std::string_view utf8) {
  auto* self = stream.as<TextObject>();
  StreamLock lock(t, self->lock);
  GILT_CHECK(lock.acquire(stream));
  GILT_CHECK(text_check(t, self));
  return text_write(t, self, utf8);
}

void text_stream_discard(Value v) {
  if (!is_text_stream(v)) return;
  auto* self = v.as<TextObject>();
  if (TextState* state = self->state) state->pending.clear();
  if (self->native != nullptr && self->native->pending != nullptr) self->native->pending->clear();
}

}  // namespace gilt
