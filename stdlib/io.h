// Streams. Four layers, as in Python's io module:
//
//   io_base.cpp      _IOBase and its relatives: what every stream, also one written in Python, has
//   io_file.cpp      FileIO: a file descriptor, unbuffered
//   io_buffered.cpp  BufferedReader, BufferedWriter, BufferedRandom: bytes with a buffer
//   io_text.cpp      TextIOWrapper: text, encoded and with newlines translated
//   io_memory_*.cpp  BytesIO, StringIO
//   io_open.cpp      open(); io_standard.cpp: sys.stdin, stdout, stderr
//
// Whatever can block runs inside ReleaseGil; a stream whose operation gives up the lock in the
// middle has a lock of its own (StreamLock), so that threads see whole operations.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/lock.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

inline constexpr int64_t kDefaultBufferSize = 1 << 17;

// The start of every stream object.
struct StreamObject : Object {
  SharedField<bool> closed;
  SharedField<bool> finalizing;
};

TypeObject* io_base_type();
TypeObject* raw_io_base_type();
TypeObject* buffered_io_base_type();
TypeObject* text_io_base_type();
TypeObject* file_io_type();
TypeObject* buffered_reader_type();
TypeObject* buffered_writer_type();
TypeObject* buffered_random_type();
TypeObject* text_io_wrapper_type();
TypeObject* string_io_type();
TypeObject* bytes_io_type();

// -- shared --
// io.UnsupportedOperation(message)
Failed fail_unsupported(Thread& t, std::string_view message);
// "I/O operation on closed file." ValueError, with or without the full stop.
Failed fail_closed(Thread& t, bool full_stop = true);
// The finalize slot of streams: closes what is still open, silently.
void stream_finalize(Thread& t, Object* self);
// The attributes that a stream in memory was given, as pickles have them: a dict of its own, or
// None.
Ref stream_attributes(Thread& t, StreamObject* self);
// Gives [self] the attributes of [state], a dict or None. [place]: of state, for the error.
bool set_stream_attributes(Thread& t, StreamObject* self, Value state, std::string_view place);
// A size argument: None means -1.
std::optional<int64_t> size_argument(Thread& t, Value v);
// truth(stream.name())
std::optional<bool> ask_stream(Thread& t, Value stream, StrObject* question);
// False with an exception pending when a signal handler raised, after EINTR.
bool handle_interrupt(Thread& t);
// open() as builtins and io offer it.
Ref open_file(Thread& t, Value file, std::string_view mode, int64_t buffering, Value encoding,
              Value errors, Value newline, Value close_fd, Value opener);

// -- raw files --
struct FileObject : StreamObject {
  SharedField<int> fd;  // -1: closed
  SharedField<bool> created, readable, writable, appending,
      close_fd;                  // __init__ may set them again
  SharedField<int8_t> seekable;  // -1: not asked yet
  // Threads that are in the system with the descriptor, and kFileEnds once it is to be closed: who
  // leaves last closes it, so that nobody works on a descriptor that has been given out again.
  std::atomic<uint32_t> users;
  std::atomic<int> ending;                            // the descriptor that is to be closed, or -1
  Slot name;                                          // as it was given: path or number
  const std::function<void(std::string_view)>* sink;  // where an embedding program wants the bytes
};
// An open file on [fd].
Ref file_new(Thread& t, int fd, bool readable, bool writable, bool close_fd, Value name,
             const std::function<void(std::string_view)>* sink = nullptr);
// How many bytes came (0: end), or -1 when none are there yet on a non-blocking file.
std::optional<int64_t> file_read(Thread& t, FileObject* file, char* out, size_t size);
std::optional<int64_t> file_write(Thread& t, FileObject* file, std::string_view bytes);
std::optional<int64_t> file_seek(Thread& t, FileObject* file, int64_t offset, int whence);
bool file_close(Thread& t, FileObject* file);

// -- buffered bytes --
struct BufferedObject;
bool is_buffered(Value v);  // exactly one of the three types
Ref buffered_new(Thread& t, TypeObject* type, Value raw, int64_t buffer_size);
bool buffered_write(Thread& t, BufferedObject* self, std::string_view bytes);
bool buffered_flush(Thread& t, BufferedObject* self);
// What is in the buffer, or else one read of the raw stream; at most [limit] bytes are appended to
// [out]. False: failed. No bytes: the end.
bool buffered_read_some(Thread& t, BufferedObject* self, size_t limit, std::string& out);

// -- text --
Ref text_wrapper_new(Thread& t, Value buffer, Value encoding, Value errors, Value newline,
                     bool line_buffering, bool write_through);

// Holds a stream's lock. A thread that already holds it gets RuntimeError ("reentrant call").
// It is not an ObjectLock because it stays held while the thread reads, writes and runs script
// code.
class StreamLock {
 public:
  StreamLock(Thread& t, ParkingLock& lock) : t_(t), lock_(lock) {}
  ~StreamLock() {
    if (held_) lock_.release();
  }
  StreamLock(const StreamLock&) = delete;
  StreamLock& operator=(const StreamLock&) = delete;
  [[nodiscard]] bool acquire(Value stream);

 private:
  Thread& t_;
  ParkingLock& lock_;
  bool held_ = false;
};

}  // namespace gilt
