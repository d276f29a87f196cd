// The octets of a pickle on their way out: into memory, or to a file's write().
//
// From protocol 4 on the octets come in frames, so that a reader can fetch many at once: a frame
// opens with the first octet after the one before it was closed, and is closed at the end of the
// first object that makes it larger than kFrameTarget. Octets that alone are that large stand
// outside of frames and are handed to the file as they are.
#pragma once

#include <string>
#include <string_view>

#include "runtime/thread.h"

namespace gilt {

class PickleWriter {
 public:
  static constexpr size_t kFrameTarget = 64 * 1024;

  // [write]: called with bytes; unset to keep everything in memory.
  PickleWriter(Thread& t, Value write) : t_(t), write_(Ref::copy(write)) {}
  PickleWriter(const PickleWriter&) = delete;
  PickleWriter& operator=(const PickleWriter&) = delete;

  void start_frames() { framing_ = true; }

  void put(unsigned char octet) {
    if (framing_ && frame_ == kClosed) open_frame();
    octets_.push_back(static_cast<char>(octet));
  }
  void put(std::string_view octets) {
    if (framing_ && frame_ == kClosed) open_frame();
    octets_.append(octets);
  }
  // [value] in [size] octets, the lowest first.
  void put_number(uint64_t value, int size) {
    char octets[8];
    for (int i = 0; i < size; i++) octets[i] = static_cast<char>(value >> (8 * i));
    put(std::string_view(octets, static_cast<size_t>(size)));
  }

  // An instruction and its argument of up to four octets, in one piece.
  void put_operation(unsigned char op, uint32_t value, size_t size) {
    const char octets[] = {static_cast<char>(op), static_cast<char>(value),
                           static_cast<char>(value >> 8), static_cast<char>(value >> 16),
                           static_cast<char>(value >> 24)};
    put(std::string_view(octets, size + 1));
  }

  // A head and its octets, which belong to [payload] if that is set. Large ones bypass the frames.
  [[nodiscard]] bool put_payload(std::string_view head, std::string_view octets, Value payload);

  // Called between objects: closes a frame that is large enough.
  [[nodiscard]] bool boundary() {
    if (frame_ == kClosed || octets_.size() - frame_ - kFrameHead < kFrameTarget) [[likely]]
      return true;
    return end_frame();
  }
  // The last octet is written.
  [[nodiscard]] bool finish();

  std::string_view octets() const { return octets_; }

 private:
  static constexpr size_t kClosed = static_cast<size_t>(-1);
  static constexpr size_t kFrameHead = 9;
  static constexpr size_t kFrameMinimum = 4;

  void open_frame();
  void close_frame();
  bool end_frame();
  bool flush();
  bool write(Ref octets);

  Thread& t_;
  Ref write_;
  std::string octets_;
  size_t frame_ = kClosed;  // where the open frame's head is
  bool framing_ = false;
};

}  // namespace gilt
