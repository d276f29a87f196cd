// _multiprocessing: packets, which are how a pool hands out tasks: several processes take from one
// channel, each packet goes to one of them, whole, and none can wait behind another that somebody
// is busy with. An ordinary pipe needs a lock for that, which a process can take to its grave.
//
// A channel is a pipe that keeps packets apart (O_DIRECT, see pipe(2)) and a socket that does. What
// fits into the pipe at once, PIPE_BUF octets, goes through the pipe, which costs half as much. For
// a longer packet the pipe has a mark: the packet is in the socket by then, and whoever reads a
// mark takes what comes next there, which need not be what that mark was put for. Very long ones
// lie in an anonymous file (memfd) whose descriptor travels through the socket: what that takes is
// limited. One who is killed between the two leaves a mark without a packet, or the other way
// round: who finds no packet goes on, and receive_packets() can be told to take all that there are.
//
// A packet has a number, in eight octets, and what it says.
//
// Who waits for a packet waits in an epoll of its own: with EPOLLEXCLUSIVE one of the waiting
// processes is woken for a packet, where poll() would wake them all.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

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

constexpr size_t kNumberSize = sizeof(int64_t);
constexpr char kMark = 0;  // what a mark says

Ref packet(Thread& t, int64_t number, Ref octets) {
  GILT_TRY(Ref shown, int_from(t, number));
  return tuple_of(t, {shown.get(), octets.get()});
}

// The next packet in the socket, as (number, octets); unset when there is none. None for octets
// that are lost, because this process has no number free for their file's descriptor.
Ref long_packet(Thread& t, int socket) {
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
  do {
    size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  } while (size < 0 && errno == EINTR);
  if (size < 0 && errno != EAGAIN) return fail_os(t, errno);
  if (size <= 0) return Ref::unset();

  OwnFd file;
  const cmsghdr* head = CMSG_FIRSTHDR(&message);
  if (head != nullptr && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
    int passed;
    std::memcpy(&passed, CMSG_DATA(head), sizeof passed);
    file.reset(passed);
  }
  if (static_cast<size_t>(size) < kNumberSize || (message.msg_flags & MSG_TRUNC) != 0)
    return fail(t, os_error_type, "bad message length");

  Ref said;
  if ((message.msg_flags & MSG_CTRUNC) != 0) {
    said = Ref::none();
  } else if (file.get() >= 0) {
    GILT_TRY(said, octets_of_file(t, file.get()));
  } else {
    GILT_TRY(said, bytes_new(t, {octets, static_cast<size_t>(size) - kNumberSize}));
  }
  return packet(t, number, std::move(said));
}

// The next packet of the channel; unset when there is none. EOFError when nobody can send any more.
Ref next_packet(Thread& t, int pipe, int socket) {
  char octets[PIPE_BUF];
  while (true) {
    const ssize_t size = read(pipe, octets, sizeof octets);
    if (size < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) return Ref::unset();
      return fail_os(t, errno);
    }
    if (size == 0) return fail_with(t, eof_error_type, Ref::unset());
    if (static_cast<size_t>(size) >= kNumberSize) {
      int64_t number;
      std::memcpy(&number, octets, kNumberSize);
      GILT_TRY(Ref said,
               bytes_new(t, {octets + kNumberSize, static_cast<size_t>(size) - kNumberSize}));
      return packet(t, number, std::move(said));
    }
    GILT_TRY(Ref taken, long_packet(t, socket));
    if (taken) return taken;
  }
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
    parts_[0] = {&number_, kNumberSize};
    // The system only reads from it.
    parts_[1] = {const_cast<char*>(view_.view().data()), view_.size()};
    message_.msg_iov = parts_;
    message_.msg_iovlen = 2;
    return view_.size() <= kSmallMessage || open_file();
  }

  bool is_short() const { return kNumberSize + view_.size() <= PIPE_BUF; }
  // The system's calls, with errno.
  ssize_t write_short(int pipe) const { return writev(pipe, parts_, 2); }
  ssize_t send_long(int socket, int flags) const {
    return sendmsg(socket, &message_, MSG_NOSIGNAL | flags);
  }

 private:
  bool open_file() {
    file_.reset(memfd_create("packet", MFD_CLOEXEC));
    if (file_.get() < 0) return fail_os(t_, errno);
    GILT_CHECK(fill_file(t_, file_.get(), view_.view()));
    message_.msg_iovlen = 1;
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

Ref packet_channel(Thread& t, Args args) {
  GILT_TRY(bool senders_wait, truth(t, args[0]));
  int pipe[2], sockets[2];
  if (pipe2(pipe, O_DIRECT | O_CLOEXEC | O_NONBLOCK) != 0) return fail_os(t, errno);
  OwnFd read_end(pipe[0]), write_end(pipe[1]);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) return fail_os(t, errno);
  OwnFd receiver(sockets[0]), sender(sockets[1]);
  // Each packet takes a page of the pipe, however short. Where the system allows only fewer, fewer
  // tasks wait there.
  fcntl(write_end.get(), F_SETPIPE_SZ, 1 << 20);
  if (senders_wait) fcntl(write_end.get(), F_SETFL, O_DIRECT);
  GILT_TRY(Ref to_read,
           tuple_of(t, {Value::integer(read_end.get()), Value::integer(receiver.get())}));
  GILT_TRY(Ref to_write,
           tuple_of(t, {Value::integer(write_end.get()), Value::integer(sender.get())}));
  GILT_TRY(Ref both, tuple_of(t, {to_read.get(), to_write.get()}));
  for (OwnFd* fd : {&read_end, &write_end, &receiver, &sender}) fd->release();
  return both;
}

Ref send_packet(Thread& t, Args args) {
  GILT_TRY(int pipe, to_c_int(t, args[0]));
  GILT_TRY(int socket, to_c_int(t, args[1]));
  Outgoing outgoing(t);
  GILT_CHECK(outgoing.open(args[2], args[3]));
  if (outgoing.is_short()) {
    GILT_CHECK(system_call(t, [&] { return int64_t{outgoing.write_short(pipe)}; }));
  } else {
    GILT_CHECK(system_call(t, [&] { return int64_t{outgoing.send_long(socket, 0)}; }));
    GILT_CHECK(system_call(t, [&] { return int64_t{write(pipe, &kMark, 1)}; }));
  }
  return Ref::none();
}

Ref send_packets(Thread& t, Args args) {
  GILT_TRY(int pipe, to_c_int(t, args[0]));
  GILT_TRY(int socket, to_c_int(t, args[1]));
  GILT_TRY(RefOf<ListObject> list, list_from_iterable(t, args[2]));
  int64_t sent = 0;
  for (; sent < list->size; sent++) {
    auto* parts = list->items[sent].peek().as<TupleObject>();
    if (!is_tuple(to_value(parts)) || parts->size != 2)
      return fail(t, type_error_type, "packets must be (number, octets)");
    Outgoing outgoing(t);
    bool ok = outgoing.open(parts->at(0), parts->at(1));
    if (ok && outgoing.is_short()) {
      ok = outgoing.write_short(pipe) >= 0;
    } else if (ok) {
      // This is the only sender: the mark will have the room that there is now.
      pollfd room{pipe, POLLOUT, 0};
      if (poll(&room, 1, 0) <= 0) break;
      ok = outgoing.send_long(socket, MSG_DONTWAIT) >= 0 && write(pipe, &kMark, 1) == 1;
    } else {
      // If it fails again, it is the first one of the next call.
      if (sent == 0 || !error_matches(t, os_error_type)) return Ref::error();
      error_clear(t);
      break;
    }
    if (ok) continue;
    if (errno == EINTR) {
      sent--;
    } else if (errno == EAGAIN || sent > 0) {
      break;
    } else {
      return fail_os(t, errno);
    }
  }
  return int_from(t, sent);
}

Ref receive_packets(Thread& t, Args args) {
  GILT_TRY(int pipe, to_c_int(t, args[0]));
  GILT_TRY(int socket, to_c_int(t, args[1]));
  GILT_TRY(bool unmarked, truth(t, args[2]));
  GILT_TRY(RefOf<ListObject> packets, list_new(t));
  while (true) {
    GILT_TRY(Ref next, next_packet(t, pipe, socket));
    if (next.is_unset() && unmarked) {
      GILT_TRY(next, long_packet(t, socket));
    }
    if (next.is_unset()) return packets;
    GILT_CHECK(list_append(t, packets.get(), std::move(next)));
  }
}

Ref packet_taker(Thread& t, Args args) {
  GILT_TRY(int pipe, to_c_int(t, args[0]));
  OwnFd taker(epoll_create1(EPOLL_CLOEXEC));
  if (taker.get() < 0) return fail_os(t, errno);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  event.data.fd = pipe;
  if (epoll_ctl(taker.get(), EPOLL_CTL_ADD, pipe, &event) != 0) return fail_os(t, errno);
  event.events = EPOLLIN;
  event.data.fd = signal_wake_fd();
  if (event.data.fd >= 0 && epoll_ctl(taker.get(), EPOLL_CTL_ADD, event.data.fd, &event) != 0)
    return fail_os(t, errno);
  return int_from(t, taker.release());
}

Ref take_packet(Thread& t, Args args) {
  GILT_TRY(int pipe, to_c_int(t, args[0]));
  GILT_TRY(int socket, to_c_int(t, args[1]));
  GILT_TRY(int taker, to_c_int(t, args[2]));
  while (true) {
    GILT_CHECK(handle_interrupt(t));
    GILT_TRY(Ref next, next_packet(t, pipe, socket));
    if (next) return next;
    epoll_event events[2];
    GILT_TRY(int64_t ready,
             system_call(t, [&] { return int64_t{epoll_wait(taker, events, 2, -1)}; }));
    for (int64_t i = 0; i < ready; i++) {
      if (events[i].data.fd == signal_wake_fd()) signal_empty_wake_fd();
    }
  }
}

}  // namespace gilt
