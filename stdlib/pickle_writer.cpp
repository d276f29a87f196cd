#include "stdlib/pickle_writer.h"

#include "runtime/bytes.h"
#include "runtime/operations.h"
#include "stdlib/pickle.h"

namespace gilt {

void PickleWriter::open_frame() {
  frame_ = octets_.size();
  octets_.append(kFrameHead, '\0');
}

void PickleWriter::close_frame() {
  if (frame_ == kClosed) return;
  size_t length = octets_.size() - frame_ - kFrameHead;
  if (length >= kFrameMinimum) {
    octets_[frame_] = static_cast<char>(pickle::kFrame);
    for (size_t i = 0; i < 8; i++)
      octets_[frame_ + 1 + i] = static_cast<char>(static_cast<uint64_t>(length) >> (8 * i));
  } else {
    octets_.erase(frame_, kFrameHead);
  }
  frame_ = kClosed;
}

bool PickleWriter::end_frame() {
  close_frame();
  return flush();
}

bool PickleWriter::write(Ref octets) {
  return !failed(call(t_, write_.get(), {octets.get()}));
}

bool PickleWriter::flush() {
  if (write_.is_unset() || octets_.empty()) return true;
  GILT_TRY(Ref octets, bytes_new(t_, octets_));
  octets_.clear();
  return write(std::move(octets));
}

bool PickleWriter::put_payload(std::string_view head, std::string_view octets, Value payload) {
  if (octets.size() < kFrameTarget) {
    put(head);
    put(octets);
    return true;
  }
  close_frame();
  bool framing = std::exchange(framing_, false);
  put(head);
  if (write_.is_unset()) {
    put(octets);
  } else {
    GILT_CHECK(flush());
    Ref whole;
    if (is_bytes(payload)) {
      whole = Ref::copy(payload);
    } else {
      GILT_TRY(whole, bytes_new(t_, octets));
    }
    GILT_CHECK(write(std::move(whole)));
  }
  framing_ = framing;
  return true;
}

bool PickleWriter::finish() {
  close_frame();
  return flush();
}

}  // namespace gilt
