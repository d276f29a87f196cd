// The inside of the three buffered streams. One buffer holds either bytes that were read ahead
// (data[position .. end)) or bytes that are still to be written (pending), never both: switching
// from one to the other seeks back or flushes. Everything is changed under the stream's lock.
#pragma once

#include "stdlib/io.h"

namespace gilt {

struct BufferedObject : StreamObject {
  Slot raw;                       // unset after detach()
  SharedField<FileObject*> file;  // raw, when it is exactly a FileIO: then no method is called
  bool can_read, can_write;
  SharedField<std::string*> data;  // read ahead; capacity `size`
  size_t position, end;            // what of it is still to be read
  std::string* pending;
  size_t size;
  ParkingLock lock;

  size_t ahead() const { return end - position; }
  void forget_ahead() { position = end = 0; }
};

// Each REQUIRES: the stream's lock is held and it is open.
// One read of the raw stream into the empty buffer. How many bytes came; -1: would block.
std::optional<int64_t> buffered_fill(Thread& t, BufferedObject* self);
// One read of the raw stream past the buffer.
std::optional<int64_t> buffered_raw_read(Thread& t, BufferedObject* self, char* out, size_t size);
bool buffered_flush_pending(Thread& t, BufferedObject* self);
// Makes the raw stream's position the one that the script sees.
bool buffered_rewind(Thread& t, BufferedObject* self);
std::optional<int64_t> buffered_raw_seek(Thread& t, BufferedObject* self, int64_t offset,
                                         int whence);
bool buffered_check(Thread& t, BufferedObject* self, const char* message);

}  // namespace gilt
