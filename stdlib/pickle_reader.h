// The octets of a pickle on their way in: from memory, or from a file's read() and readline().
//
// A file is asked for exactly what is needed, because more pickles, or something else, may follow.
// Where it has a peek(), as buffered files do, many octets are looked at ahead and taken from the
// file later.
#pragma once

#include <string>
#include <string_view>

#include "runtime/thread.h"

namespace gilt {

class PickleReader {
 public:
  // REQUIRES: [octets] stay where they are.
  PickleReader(Thread& t, std::string_view octets) : t_(t), unread_(octets) {}
  // [peek] may be unset.
  PickleReader(Thread& t, Ref read, Ref readline, Ref peek)
      : t_(t), read_(std::move(read)), readline_(std::move(readline)), peek_(std::move(peek)) {}
  PickleReader(const PickleReader&) = delete;
  PickleReader& operator=(const PickleReader&) = delete;

  // The next [size] octets, good until the next call. UnpicklingError when there are fewer.
  [[nodiscard]] bool take(uint64_t size, std::string_view& out) {
    if (size > unread_.size() && !fetch(size)) return false;
    out = unread_.substr(0, size);
    unread_.remove_prefix(size);
    return true;
  }
  // Octets that come next, as many as are here; skip() takes some of them.
  std::string_view at_hand() const { return unread_; }
  void skip(size_t size) { unread_.remove_prefix(size); }
  // The next line without its end.
  [[nodiscard]] bool take_line(std::string_view& out);
  // Sees to it that the next [size] octets are here, so that taking them is quick.
  [[nodiscard]] bool prepare(uint64_t size) { return size <= unread_.size() || fetch(size); }
  // Leaves the file behind the last octet that was taken.
  [[nodiscard]] bool finish();

 private:
  bool fetch(uint64_t size);
  bool receive(Ref octets, std::string_view& view, const char* function);
  bool read_more(uint64_t size);
  void replace_tail(std::string_view octets);
  bool look_ahead();
  Failed truncated();

  Thread& t_;
  Ref read_, readline_, peek_;  // unset: memory
  Ref received_;                // what the file gave last
  std::string buffer_;          // of a file; unread_ is its end
  std::string_view unread_;
  size_t ahead_ = 0;  // how many octets at the end of buffer_ the file has still to be asked for
};

}  // namespace gilt
