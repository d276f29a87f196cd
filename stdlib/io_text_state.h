// The inside of TextIOWrapper.
//
// Writing: text is encoded at once and collected in `pending`; it goes to the buffer when that is
// long enough, at a newline (line_buffering), or at flush(). Reading: bytes come in chunks and are
// decoded into `decoded`, of which `position` bytes have been delivered. All of it is used under
// the stream's lock. Attributes are to answer also while another thread waits in a read, so the
// settings are changed under the object's lock besides.
#pragma once

#include <string>

#include "stdlib/io.h"

namespace gilt {

struct BufferedObject;

// How reading treats line ends.
enum class Newline : uint8_t {
  kTranslate,  // None: all kinds end a line and become \n
  kUniversal,  // '': all kinds end a line and stay
  kLineFeed,   // '\n', '\r', '\r\n': only this one ends a line
  kReturn,
  kReturnLineFeed,
};

struct TextSettings {
  std::string encoding;  // as it was named
  std::string codec;     // canonical name; later without byte order mark
  std::string errors;
  Newline newline = Newline::kTranslate;
  std::string write_newline;  // what \n becomes; empty: nothing else
  bool line_buffering = false;
  bool write_through = false;
};

struct TextState : TextSettings {
  bool has_read1 = false;
  SharedField<bool> telling = true;
  bool started_writing = false;  // a byte order mark has been written, or is not due

  std::string pending;

  std::string decoded;
  size_t position = 0;
  std::string tail;          // bytes of a character that has not come completely
  bool return_held = false;  // a \r at the end of a chunk: is a \n to follow?
  SharedField<uint8_t> newlines_seen = uint8_t{0};  // 1: \n, 2: \r, 4: \r\n

  // As for a new stream, but for the settings.
  void forget() {
    has_read1 = started_writing = false;
    telling = true;
    pending.clear();
    forget_ahead();
    newlines_seen = uint8_t{0};
  }
  void saw_newline(uint8_t kind) {
    if ((newlines_seen & kind) == 0) newlines_seen = static_cast<uint8_t>(newlines_seen | kind);
  }
  std::string_view ahead() const { return std::string_view(decoded).substr(position); }
  void forget_ahead() {
    decoded.clear();
    position = 0;
    tail.clear();
    return_held = false;
  }
};

struct TextObject : StreamObject {
  Slot buffer;                    // unset after detach()
  BufferedObject* native;         // buffer, when it is exactly one of ours
  SharedField<TextState*> state;  // null before __init__; made once
  ParkingLock lock;
};

// What TextIOWrapper's arguments mean. [newline] None and '' are different.
bool text_set_encoding(Thread& t, TextSettings& settings, Value encoding, Value errors);
bool text_set_newline(Thread& t, TextSettings& settings, Value newline);

// Each REQUIRES: the lock is held.
bool text_check(Thread& t, TextObject* self);  // attached and open
bool text_flush_pending(Thread& t, TextObject* self);
// Reads and decodes one chunk more; sets [end] when there was none.
bool text_read_chunk(Thread& t, TextObject* self, bool& end);
bool text_read_all(Thread& t, TextObject* self);
bool text_write(Thread& t, TextObject* self, std::string_view utf8);
// The next line of at most [limit] characters (negative: any), "" at the end.
Ref text_read_line(Thread& t, TextObject* self, int64_t limit);
// REQUIRES: attached.
Ref text_tell(Thread& t, TextObject* self);
Ref text_seek(Thread& t, TextObject* self, int64_t target, int whence);

}  // namespace gilt
