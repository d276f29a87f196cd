// _multiprocessing: packets, which are how a pool hands out tasks: several processes take from one
// socket, each packet goes to one of them, whole, and none can wait behind another that somebody is
// busy with. A pipe needs a lock for that, which a process can take to its grave.
//
// A packet has a number, in eight octets, and what it says. Long ones say it in an anonymous file
// (memfd) whose descriptor travels with the packet: what a socket takes at once is limited.
//
// Who waits for a packet waits in recvmsg() itself: one of the waiting processes is woken for a
// packet, where poll() would wake them all, and epoll would start it on another core while the
// sender goes to sleep on this one.
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/signals.h"
#include "runtime/tuple.h"
#include "stdlib/io.h"
#include "stdlib/multiprocessing_native.h"
#include "stdlib/system_call.h"

namespace gilt {
namespace {

// A descriptor that is closed at the end, unless it is released.
class OwnFd {
 public:
  explicit OwnFd(int fd = -1) : fd_(fd) {}
  ~OwnFd() {
    if (fd_ >= 0) close(fd_);
  }
  OwnFd(const OwnFd&) = delete;
  OwnFd& operator=(const OwnFd&) = delete;

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

// Room for one descriptor beside a packet.
struct Control {
  alignas(cmsghdr) char octets[CMSG_SPACE(sizeof(int))];
};

// What an anonymous file says. The lock is released while it is read.
Ref octets_of_file(Thread& t, int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return fail_os(t, errno);
  const auto size = static_cast<size_t>(status.st_size);
  GILT_TRY(RefOf<BytesObject> octets, bytes_new_uninitialised(t, size));
  for (size_t got = 0; got < size;) {
    GILT_TRY(int64_t count, system_call(t, [&] {
               return int64_t{pread(fd, octets->data() + got, size - got, static_cast<off_t>(got))};
             }));
    if (count == 0) return fail(t, os_error_type, "got end of file during message");
    got += static_cast<size_t>(count);
  }
  return octets;
}

bool fill_file(Thread& t, int fd, std::string_view octets) {
  while (!octets.empty()) {
    GILT_TRY(int64_t count,
             system_call(t, [&] { return int64_t{write(fd, octets.data(), octets.size())}; }));
    octets.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

// A signal that comes just before a wait begins does not end it: how long that can last.
constexpr timeval kLongestWait{1, 0};

// The next packet as (number, octets); unset when there is none, or none in time if [wait]. None
// for octets that are lost, because this process has no number free for their file's descriptor.
Ref next_packet(Thread& t, int fd, bool wait) {
  int64_t number;
  char octets[kSmallMessage];
  iovec parts[] = {{&number, sizeof number}, {octets, sizeof octets}};
  Control control;
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = std::size(parts);
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ssize_t size;
  int error;
  if (wait) {
    ReleaseGil released(t);
    size = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    error = errno;
  } else {
    size = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    error = errno;
  }
  if (size < 0) {
    if (error == EAGAIN || error == EINTR) return Ref::unset();
    return fail_os(t, error);
  }
  if (size == 0) return fail_with(t, eof_error_type, Ref::unset());

  OwnFd file;
  const cmsghdr* head = CMSG_FIRSTHDR(&message);
  if (head != nullptr && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
    int passed;
    std::memcpy(&passed, CMSG_DATA(head), sizeof passed);
    file.reset(passed);
  }
  if (static_cast<size_t>(size) < sizeof number || (message.msg_flags & MSG_TRUNC) != 0)
    return fail(t, os_error_type, "bad message length");

  Ref said;
  if ((message.msg_flags & MSG_CTRUNC) != 0) {
    said = Ref::none();
  } else if (file.get() >= 0) {
    GILT_TRY(said, octets_of_file(t, file.get()));
  } else {
    GILT_TRY(said, bytes_new(t, {octets, static_cast<size_t>(size) - sizeof number}));
  }
  GILT_TRY(Ref shown, int_from(t, number));
  return tuple_of(t, {shown.get(), said.get()});
}

// A packet on its way out, and what it is made of.
class Outgoing {
 public:
  explicit Outgoing(Thread& t) : t_(t), view_(t) {}
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;

  [[nodiscard]] bool open(Value number, Value octets) {
    GILT_TRY(number_, to_int64(t_, number));
    GILT_CHECK(view_.open(octets));
    parts_[0] = {&number_, sizeof number_};
    message_.msg_iov = parts_;
    message_.msg_iovlen = 1;
    if (view_.size() > kSmallMessage) return open_file();
    // The system only reads from it.
    parts_[1] = {const_cast<char*>(view_.view().data()), view_.size()};
    message_.msg_iovlen = 2;
    return true;
  }

  const msghdr* message() const { return &message_; }

 private:
  bool open_file() {
    file_.reset(memfd_create("packet", MFD_CLOEXEC));
    if (file_.get() < 0) return fail_os(t_, errno);
    GILT_CHECK(fill_file(t_, file_.get(), view_.view()));
    message_.msg_control = &control_;
    message_.msg_controllen = sizeof control_;
    cmsghdr* head = CMSG_FIRSTHDR(&message_);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    const int passed = file_.get();
    std::memcpy(CMSG_DATA(head), &passed, sizeof passed);
    return true;
  }

  Thread& t_;
  BufferView view_;
  int64_t number_ = 0;
  iovec parts_[2] = {};
  msghdr message_ = {};
  Control control_ = {};
  OwnFd file_;
};

}  // namespace

Ref packet_pair(Thread& t, Args) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return fail_os(t, errno);
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &kLongestWait, sizeof kLongestWait);
  return tuple_of(t, {Value::integer(ends[0]), Value::integer(ends[1])});
}

Ref send_packet(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  Outgoing packet(t);
  GILT_CHECK(packet.open(args[1], args[2]));
  GILT_CHECK(system_call(t, [&] { return int64_t{sendmsg(fd, packet.message(), MSG_NOSIGNAL)}; }));
  return Ref::none();
}

Ref send_packets(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(RefOf<ListObject> list, list_from_iterable(t, args[1]));
  std::deque<Outgoing> packets;
  std::vector<mmsghdr> messages;
  for (int64_t i = 0; i < list->size; i++) {
    auto* parts = list->items[i].peek().as<TupleObject>();
    if (!is_tuple(to_value(parts)) || parts->size != 2)
      return fail(t, type_error_type, "packets must be (number, octets)");
    if (!packets.emplace_back(t).open(parts->at(0), parts->at(1))) {
      if (messages.empty() || !error_matches(t, os_error_type)) return Ref::error();
      error_clear(t);  // it is the first one of the next call, if it fails again
      break;
    }
    messages.push_back({*packets.back().message(), 0});
  }
  size_t sent = 0;
  while (sent < messages.size()) {
    const int count = sendmmsg(fd, &messages[sent], static_cast<unsigned>(messages.size() - sent),
                               MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN && sent == 0) return fail_os(t, errno);
    if (count < 0) break;
    sent += static_cast<size_t>(count);
  }
  return int_from(t, static_cast<int64_t>(sent));
}

Ref receive_packets(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(RefOf<ListObject> packets, list_new(t));
  while (true) {
    GILT_TRY(Ref packet, next_packet(t, fd, false));
    if (packet.is_unset()) return packets;
    GILT_CHECK(list_append(t, packets.get(), std::move(packet)));
  }
}

Ref take_packet(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  while (true) {
    GILT_CHECK(handle_interrupt(t));
    GILT_TRY(Ref packet, next_packet(t, fd, true));
    if (packet) return packet;
  }
}

}  // namespace gilt
