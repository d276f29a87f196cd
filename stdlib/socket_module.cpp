// Module _socket: sockets. socket.py makes the class that scripts use of the one here.
//
// A socket with a time-out is non-blocking in the system; an operation that would block polls until
// the socket is ready or the time is over. Every wait gives up the lock and is taken up again after
// signals.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <deque>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/signals.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "runtime/warnings.h"
#include "stdlib/io.h"
#include "stdlib/socket_address.h"

namespace gilt {

namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;
// Time-outs: these two or nanoseconds.
constexpr Nanoseconds kWaits = -1;

std::atomic<Nanoseconds> g_default_timeout{kWaits};

struct SocketObject : Object {
  SharedField<int> fd;  // -1: closed
  int family, kind, protocol;
  SharedField<Nanoseconds> timeout;  // kWaits, 0 (does not block) or longer
};

SocketObject* socket_of(Value v) {
  return v.as<SocketObject>();
}

// -- time-outs --

std::optional<Nanoseconds> timeout_argument(Thread& t, Value v) {
  if (v.is_none()) return kWaits;
  if (type_of(v)->slots.to_float == nullptr && type_of(v)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "'{}' object cannot be interpreted as an integer or float",
                type_name(v));
  }
  GILT_TRY(double seconds, to_double(t, v));
  if (std::isnan(seconds)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
  if (seconds < 0) return fail(t, value_error_type, "Timeout value out of range");
  if (seconds > 9e9) return fail(t, overflow_error_type, "timeout doesn't fit into C timeval");
  return static_cast<Nanoseconds>(std::ceil(seconds * 1e9));
}

Ref timeout_value(Thread& t, Nanoseconds timeout) {
  if (timeout == kWaits) return Ref::none();
  return make_float(t, static_cast<double>(timeout) / 1e9);
}

bool set_system_blocking(Thread& t, int fd, bool blocking) {
  int flag = blocking ? 0 : 1;
  if (ioctl(fd, FIONBIO, &flag) < 0) return fail_os(t, errno);
  return true;
}

// -- waiting --

// Waits until [fd] is ready for [events]. False after [deadline], nothing with an exception.
std::optional<bool> wait_ready(Thread& t, int fd, short events, Nanoseconds deadline) {
  while (true) {
    pollfd entry = {fd, events, 0};
    int ready, error;
    {
      ReleaseGil released(t);
      SignalGate gate(t);
      if (gate.signal_waits()) {
        ready = -1;
        error = EINTR;
      } else {
        timespec left;
        if (deadline != kForever) {
          Nanoseconds rest = std::max<Nanoseconds>(deadline - scheduler().now(), 0);
          left = {rest / kSecond, rest % kSecond};
        }
        ready = ppoll(&entry, 1, deadline == kForever ? nullptr : &left, gate.mask());
        error = errno;
      }
    }
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (error != EINTR) return fail_os(t, error);
    GILT_CHECK(handle_interrupt(t));
  }
}

Failed fail_timed_out(Thread& t) {
  GILT_TRY(RefOf<StrObject> text, str_new(t, "timed out"));
  return fail_with(t, timeout_error_type, std::move(text));
}

// Makes the system call [f] for the socket, waiting for [events] first where it may block.
template <class F>
std::optional<long> operate(Thread& t, SocketObject* self, short events, F&& f) {
  const Nanoseconds timeout = self->timeout;
  const Nanoseconds deadline = timeout == kWaits ? kForever : deadline_after(timeout);
  // What is ready at once, mostly, is asked for only once; a blocking socket on the main thread
  // waits where signals are seen.
  bool wait_first = timeout == kWaits && signals_are_of(t);
  if (self->fd < 0) return fail_os(t, EBADF);
  while (true) {
    if (wait_first) {
      GILT_TRY(bool ready, wait_ready(t, self->fd, events, deadline));
      if (!ready) return fail_timed_out(t);
    }
    long result;
    int error;
    {
      ReleaseGil released(t);
      result = f(self->fd.load());
      error = errno;
    }
    if (result >= 0) return result;
    if (error == EINTR) {
      GILT_CHECK(handle_interrupt(t));
    } else if ((error == EAGAIN || error == EWOULDBLOCK) && timeout != 0) {
      wait_first = true;
    } else {
      return fail_os(t, error);
    }
  }
}

// -- making --

Ref socket_from(Thread& t, TypeObject* type, int fd, int family, int kind, int protocol) {
  auto* self = native_allocate<SocketObject>(t, type);
  if (self == nullptr) {
    close(fd);
    return Failed{};
  }
  self->fd = fd;
  self->family = family;
  self->kind = kind;
  self->protocol = protocol;
  self->timeout = g_default_timeout.load();
  return Ref::adopt(self);
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  return socket_from(t, type, -1, -1, -1, -1);
}

template <class T>
std::optional<int> socket_option(int fd, int option, T value) {
  socklen_t size = sizeof value;
  if (getsockopt(fd, SOL_SOCKET, option, &value, &size) < 0) return std::nullopt;
  return static_cast<int>(value);
}

bool init_slot(Thread& t, Value v, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("socket", "(family=-1, type=-1, proto=-1, fileno=None)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  SocketObject* self = socket_of(v);
  GILT_TRY(int family, to_c_int(t, bound[0]));
  GILT_TRY(int kind, to_c_int(t, bound[1]));
  GILT_TRY(int protocol, to_c_int(t, bound[2]));
  int fd;
  if (!bound[3].is_none()) {
    if (is_float(bound[3])) {
      return fail(t, type_error_type, "integer argument expected, got float");
    }
    GILT_TRY(fd, to_c_int(t, bound[3]));
    if (fd < 0) return fail(t, value_error_type, "negative file descriptor");
    for (auto [wanted, option] : {std::pair(&family, SO_DOMAIN), std::pair(&kind, SO_TYPE),
                                  std::pair(&protocol, SO_PROTOCOL)}) {
      if (*wanted != -1) continue;
      std::optional<int> value = socket_option(fd, option, int{});
      if (!value) return fail_os(t, errno);
      *wanted = *value;
    }
  } else {
    if (family == -1) family = AF_INET;
    if (kind == -1) kind = SOCK_STREAM;
    if (protocol == -1) protocol = 0;
    fd = socket(family, kind | SOCK_CLOEXEC, protocol);
    if (fd < 0) return fail_os(t, errno);
  }
  self->fd = fd;
  self->family = family;
  self->kind = kind & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  self->protocol = protocol;
  self->timeout = (kind & SOCK_NONBLOCK) != 0 ? 0 : g_default_timeout.load();
  if (self->timeout > 0) return set_system_blocking(t, fd, false);
  return true;
}

void finalize(Thread& t, Object* object) {
  auto* self = static_cast<SocketObject*>(object);
  const int fd = self->fd;
  if (fd < 0) return;
  ErrorGuard guard(t);
  Value v = to_value(object);
  RefOf<StrObject> shown = repr(t, v);
  if (shown.is_error()) {
    error_clear(t);
  } else if (!warn(t, resource_warning_type, fmt::format("unclosed {}", shown->view()))) {
    error_unraisable(t, "while finalizing socket");
  }
  // Whoever looked at it meanwhile may have closed it.
  if (self->fd == fd) {
    self->fd = -1;
    close(fd);
  }
}

void dealloc(Thread& t, Object* object) {
  auto* self = static_cast<SocketObject*>(object);
  if (self->fd >= 0) close(self->fd);
  native_free<SocketObject>(t, object);
}

void traverse(Object* self, Visitor& visitor) {
  native_traverse(self, visitor);
}

Ref repr_slot(Thread& t, Value v) {
  SocketObject* self = socket_of(v);
  return str_new(t, fmt::format("<socket object, fd={}, family={}, type={}, proto={}>",
                                self->fd.load(), self->family, self->kind, self->protocol));
}

// -- connections --

Ref bind_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(SocketAddress address, socket_address(t, self->family, args[1], "bind"));
  if (bind(self->fd, address.get(), address.size) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref listen_method(Thread& t, Args args) {
  int backlog = std::min(SOMAXCONN, 128);
  if (!args[1].is_unset()) {
    GILT_TRY(backlog, to_c_int(t, args[1]));
  }
  if (listen(socket_of(args[0])->fd, std::max(backlog, 0)) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref accept_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  SocketAddress address;
  GILT_TRY(long fd, operate(t, self, POLLIN, [&](int listening) {
             address.size = sizeof address.storage;
             return accept4(listening, address.get(), &address.size, SOCK_CLOEXEC);
           }));
  GILT_TRY(Ref peer, socket_address_value(t, address));
  return tuple_of(t, {Value::integer(fd), peer.get()});
}

// The error number of a connection that was attempted, 0 when it stands.
std::optional<int> connect_socket(Thread& t, SocketObject* self, const SocketAddress& address) {
  int result, error;
  {
    ReleaseGil released(t);
    result = connect(self->fd, address.get(), address.size);
    error = errno;
  }
  if (result == 0) return 0;
  if (error == EINTR) GILT_CHECK(handle_interrupt(t));
  const Nanoseconds timeout = self->timeout;
  // An interrupted connect goes on by itself, as one with a time-out does.
  bool goes_on = error == EINTR ? timeout != 0 : error == EINPROGRESS && timeout > 0;
  if (!goes_on) return error;
  GILT_TRY(bool ready, wait_ready(t, self->fd, POLLOUT | POLLERR,
                                  timeout == kWaits ? kForever : deadline_after(timeout)));
  if (!ready) return fail_timed_out(t);
  std::optional<int> outcome = socket_option(self->fd, SO_ERROR, int{});
  return outcome ? *outcome : errno;
}

Ref connect_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(SocketAddress address, socket_address(t, self->family, args[1], "connect"));
  GILT_TRY(int error, connect_socket(t, self, address));
  if (error != 0) return fail_os(t, error);
  return Ref::none();
}

Ref connect_ex_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(SocketAddress address, socket_address(t, self->family, args[1], "connect_ex"));
  std::optional<int> error = connect_socket(t, self, address);
  if (!error) {
    if (!error_matches(t, timeout_error_type)) return Failed{};
    error_clear(t);
    error = EWOULDBLOCK;
  }
  return int_from(t, *error);
}

Ref close_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  const int fd = self->fd;
  if (fd < 0) return Ref::none();
  self->fd = -1;
  int result, error;
  {
    ReleaseGil released(t);
    result = close(fd);
    error = errno;
  }
  // A peer that is gone is no news to somebody who closes.
  if (result < 0 && error != ECONNRESET) return fail_os(t, error);
  return Ref::none();
}

Ref detach_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  const int fd = self->fd;
  self->fd = -1;
  return int_from(t, fd);
}

Ref shutdown_method(Thread& t, Args args) {
  GILT_TRY(int how, to_c_int(t, args[1]));
  if (shutdown(socket_of(args[0])->fd, how) < 0) return fail_os(t, errno);
  return Ref::none();
}

template <int (*kAsk)(int, sockaddr*, socklen_t*)>
Ref name_method(Thread& t, Args args) {
  SocketAddress address;
  address.size = sizeof address.storage;
  if (kAsk(socket_of(args[0])->fd, address.get(), &address.size) < 0) return fail_os(t, errno);
  return socket_address_value(t, address);
}

int ask_own(int fd, sockaddr* address, socklen_t* size) {
  return getsockname(fd, address, size);
}
int ask_peer(int fd, sockaddr* address, socklen_t* size) {
  return getpeername(fd, address, size);
}

// -- data --

std::optional<size_t> size_to_receive(Thread& t, Value v, const char* function) {
  GILT_TRY(int64_t size, to_int64(t, v));
  if (size < 0) return fail(t, value_error_type, "negative buffersize in {}", function);
  return static_cast<size_t>(size);
}

Ref recv_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(size_t size, size_to_receive(t, args[1], "recv"));
  GILT_TRY(int flags, to_c_int(t, args[2]));
  constexpr size_t kOnStack = 16384;
  char few[kOnStack];
  if (size <= kOnStack) {
    GILT_TRY(long count,
             operate(t, self, POLLIN, [&](int fd) { return recv(fd, few, size, flags); }));
    return bytes_new(t, {few, static_cast<size_t>(count)});
  }
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, size));
  GILT_TRY(long count,
           operate(t, self, POLLIN, [&](int fd) { return recv(fd, bytes->data(), size, flags); }));
  if (static_cast<size_t>(count) == size) return bytes;
  return bytes_new(t, {bytes->data(), static_cast<size_t>(count)});
}

Ref recvfrom_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(size_t size, size_to_receive(t, args[1], "recvfrom"));
  GILT_TRY(int flags, to_c_int(t, args[2]));
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, size));
  SocketAddress address;
  GILT_TRY(long count, operate(t, self, POLLIN, [&](int fd) {
             address.size = sizeof address.storage;
             return recvfrom(fd, bytes->data(), size, flags, address.get(), &address.size);
           }));
  GILT_TRY(RefOf<BytesObject> got, bytes_new(t, {bytes->data(), static_cast<size_t>(count)}));
  GILT_TRY(Ref peer, socket_address_value(t, address));
  return tuple_of(t, {got.value(), peer.get()});
}

Ref recv_into_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  GILT_TRY(size_t size, size_to_receive(t, args[2], "recv_into"));
  GILT_TRY(int flags, to_c_int(t, args[3]));
  if (size == 0) size = view.size();
  if (size > view.size()) {
    return fail(t, value_error_type, "buffer too small for requested bytes");
  }
  GILT_TRY(long count,
           operate(t, self, POLLIN, [&](int fd) { return recv(fd, view.data(), size, flags); }));
  return int_from(t, count);
}

Ref send_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_TRY(int flags, to_c_int(t, args[2]));
  GILT_TRY(long count, operate(t, self, POLLOUT,
                               [&](int fd) { return send(fd, view.data(), view.size(), flags); }));
  return int_from(t, count);
}

Ref sendall_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_TRY(int flags, to_c_int(t, args[2]));
  size_t sent = 0;
  while (sent < view.size()) {
    GILT_TRY(long count, operate(t, self, POLLOUT, [&](int fd) {
               return send(fd, view.data() + sent, view.size() - sent, flags);
             }));
    sent += static_cast<size_t>(count);
    GILT_CHECK(handle_interrupt(t));
  }
  return Ref::none();
}

Ref sendto_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  const bool has_flags = !args[3].is_unset();
  int flags = 0;
  if (has_flags) {
    GILT_TRY(flags, to_c_int(t, args[2]));
  }
  GILT_TRY(SocketAddress address,
           socket_address(t, self->family, has_flags ? args[3] : args[2], "sendto"));
  GILT_TRY(long count, operate(t, self, POLLOUT, [&](int fd) {
             return sendto(fd, view.data(), view.size(), flags, address.get(), address.size);
           }));
  return int_from(t, count);
}

// -- messages with descriptors --

// Open views of several objects.
class Views {
 public:
  explicit Views(Thread& t) : t_(t) {}
  bool open(Value sequence, bool writable) {
    return for_each(t_, sequence, [&](Ref item) -> bool {
      BufferView& view = views_.emplace_back(t_);
      GILT_CHECK(view.open(item.get(), writable));
      vectors.push_back({view.data(), view.size()});
      return true;
    });
  }
  std::vector<iovec> vectors;

 private:
  Thread& t_;
  std::deque<BufferView> views_;
};

Ref sendmsg_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  Views views(t);
  GILT_CHECK(views.open(args[1], false));
  GILT_TRY(int flags, to_c_int(t, args[3]));
  std::string control;
  GILT_CHECK(for_each(t, args[2], [&](Ref item) -> bool {
    GILT_TRY(RefOf<TupleObject> parts, tuple_from_iterable(t, item.get()));
    if (parts->size != 3) {
      return fail(t, type_error_type, "sendmsg() argument 2 must be an iterable of 3-tuples");
    }
    GILT_TRY(int level, to_c_int(t, parts->at(0)));
    GILT_TRY(int kind, to_c_int(t, parts->at(1)));
    BufferView data(t);
    GILT_CHECK(data.open(parts->at(2)));
    const size_t start = control.size();
    control.resize(start + CMSG_SPACE(data.size()));
    cmsghdr header = {};
    header.cmsg_len = CMSG_LEN(data.size());
    header.cmsg_level = level;
    header.cmsg_type = kind;
    std::memcpy(control.data() + start, &header, sizeof header);
    std::memcpy(control.data() + start + CMSG_LEN(0), data.data(), data.size());
    return true;
  }));
  SocketAddress address;
  msghdr message = {};
  if (!args[4].is_none()) {
    GILT_TRY(address, socket_address(t, self->family, args[4], "sendmsg"));
    message.msg_name = address.get();
    message.msg_namelen = address.size;
  }
  message.msg_iov = views.vectors.data();
  message.msg_iovlen = views.vectors.size();
  if (!control.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
  }
  GILT_TRY(long count,
           operate(t, self, POLLOUT, [&](int fd) { return sendmsg(fd, &message, flags); }));
  return int_from(t, count);
}

Ref recvmsg_method(Thread& t, Args args) {
  SocketObject* self = socket_of(args[0]);
  GILT_TRY(size_t size, size_to_receive(t, args[1], "recvmsg"));
  GILT_TRY(int64_t control_size, to_int64(t, args[2]));
  GILT_TRY(int flags, to_c_int(t, args[3]));
  if (control_size < 0 || control_size > INT32_MAX) {
    return fail(t, value_error_type, "invalid ancillary data buffer length");
  }
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, size));
  std::string control(static_cast<size_t>(control_size), '\0');
  SocketAddress address;
  msghdr message = {};
  iovec vector = {bytes->data(), size};
  GILT_TRY(long count, operate(t, self, POLLIN, [&](int fd) {
             message = {};
             message.msg_name = address.get();
             message.msg_namelen = sizeof address.storage;
             message.msg_iov = &vector;
             message.msg_iovlen = 1;
             message.msg_control = control.empty() ? nullptr : control.data();
             message.msg_controllen = control.size();
             return recvmsg(fd, &message, flags | MSG_CMSG_CLOEXEC);
           }));
  address.size = message.msg_namelen;
  GILT_TRY(RefOf<ListObject> ancillary, list_new(t));
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    const size_t length = part->cmsg_len - CMSG_LEN(0);
    GILT_TRY(RefOf<BytesObject> data,
             bytes_new(t, {reinterpret_cast<const char*>(CMSG_DATA(part)), length}));
    GILT_TRY(Ref entry, tuple_of(t, {Value::integer(part->cmsg_level),
                                     Value::integer(part->cmsg_type), data.value()}));
    GILT_CHECK(list_append(t, ancillary.get(), std::move(entry)));
  }
  GILT_TRY(RefOf<BytesObject> got, bytes_new(t, {bytes->data(), static_cast<size_t>(count)}));
  GILT_TRY(Ref peer, socket_address_value(t, address));
  const int told = message.msg_flags & ~MSG_CMSG_CLOEXEC;
  return tuple_of(t, {got.value(), ancillary.value(), Value::integer(told), peer.get()});
}

// -- options --

Ref setblocking_method(Thread& t, Args args) {
  GILT_TRY(bool blocking, truth(t, args[1]));
  SocketObject* self = socket_of(args[0]);
  self->timeout = blocking ? kWaits : 0;
  GILT_CHECK(set_system_blocking(t, self->fd, blocking));
  return Ref::none();
}

Ref getblocking_method(Thread&, Args args) {
  return Ref::boolean(socket_of(args[0])->timeout != 0);
}

Ref settimeout_method(Thread& t, Args args) {
  GILT_TRY(Nanoseconds timeout, timeout_argument(t, args[1]));
  SocketObject* self = socket_of(args[0]);
  self->timeout = timeout;
  GILT_CHECK(set_system_blocking(t, self->fd, timeout == kWaits));
  return Ref::none();
}

Ref gettimeout_method(Thread& t, Args args) {
  return timeout_value(t, socket_of(args[0])->timeout);
}

Ref fileno_method(Thread& t, Args args) {
  return int_from(t, socket_of(args[0])->fd);
}

Ref setsockopt_method(Thread& t, Args args) {
  GILT_TRY(int level, to_c_int(t, args[1]));
  GILT_TRY(int option, to_c_int(t, args[2]));
  const int fd = socket_of(args[0])->fd;
  int result;
  if (args[3].is_none()) {
    GILT_TRY(int length, to_c_int(t, args[4]));
    result = setsockopt(fd, level, option, nullptr, static_cast<socklen_t>(length));
  } else if (is_int(args[3])) {
    GILT_TRY(int value, to_c_int(t, args[3]));
    result = setsockopt(fd, level, option, &value, sizeof value);
  } else {
    BufferView view(t);
    GILT_CHECK(view.open(args[3]));
    result = setsockopt(fd, level, option, view.data(), static_cast<socklen_t>(view.size()));
  }
  if (result < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref getsockopt_method(Thread& t, Args args) {
  GILT_TRY(int level, to_c_int(t, args[1]));
  GILT_TRY(int option, to_c_int(t, args[2]));
  GILT_TRY(int size, to_c_int(t, args[3]));
  const int fd = socket_of(args[0])->fd;
  if (size == 0) {
    int value = 0;
    socklen_t length = sizeof value;
    if (getsockopt(fd, level, option, &value, &length) < 0) return fail_os(t, errno);
    return int_from(t, value);
  }
  if (size < 0 || size > 1024) return fail(t, os_error_type, "getsockopt buflen out of range");
  char room[1024];
  auto length = static_cast<socklen_t>(size);
  if (getsockopt(fd, level, option, room, &length) < 0) return fail_os(t, errno);
  return bytes_new(t, {room, length});
}

template <int SocketObject::* kField>
Ref get_field(Thread& t, Value self) {
  return int_from(t, socket_of(self)->*kField);
}
Ref get_timeout(Thread& t, Value self) {
  return timeout_value(t, socket_of(self)->timeout);
}

constexpr NativeDef kMethods[] = {
    {"_accept", accept_method, "(self, /)", "Waits for a connection: (descriptor, address)."},
    {"bind", bind_method, "(self, address, /)", "Gives the socket an address of its own."},
    {"close", close_method, "(self, /)", "Gives the descriptor back."},
    {"connect", connect_method, "(self, address, /)", "Connects to an address."},
    {"connect_ex", connect_ex_method, "(self, address, /)",
     "The same, but returns the error number."},
    {"detach", detach_method, "(self, /)", "Closes the object, not the descriptor it returns."},
    {"fileno", fileno_method, "(self, /)", "The descriptor, -1 when closed."},
    {"getblocking", getblocking_method, "(self, /)", "Whether operations wait."},
    {"getpeername", name_method<ask_peer>, "(self, /)", "The address of the other side."},
    {"getsockname", name_method<ask_own>, "(self, /)", "The socket's own address."},
    {"getsockopt", getsockopt_method, "(self, level, option, buffersize=0, /)", "An option."},
    {"gettimeout", gettimeout_method, "(self, /)", "The time-out, None for none."},
    {"listen", listen_method, "(self, backlog=..., /)", "Accepts connections from now on."},
    {"recv", recv_method, "(self, buffersize, flags=0, /)", "Receives bytes; none at the end."},
    {"recv_into", recv_into_method, "(self, buffer, nbytes=0, flags=0)", "Receives into a buffer."},
    {"recvfrom", recvfrom_method, "(self, buffersize, flags=0, /)",
     "Receives: (bytes, sender's address)."},
    {"recvmsg", recvmsg_method, "(self, bufsize, ancbufsize=0, flags=0, /)",
     "Receives: (bytes, ancillary data, flags, sender's address)."},
    {"send", send_method, "(self, data, flags=0, /)", "Sends; how many bytes went."},
    {"sendall", sendall_method, "(self, data, flags=0, /)", "Sends all of it."},
    {"sendmsg", sendmsg_method, "(self, buffers, ancdata=(), flags=0, address=None, /)",
     "Sends several buffers and ancillary data."},
    {"sendto", sendto_method, "(self, data, flags_or_address, address=..., /)",
     "Sends to an address."},
    {"setblocking", setblocking_method, "(self, flag, /)", "Sets whether operations wait."},
    {"setsockopt", setsockopt_method, "(self, level, option, value, optlen=0, /)",
     "Sets an option."},
    {"settimeout", settimeout_method, "(self, timeout, /)", "Sets the time-out in seconds."},
    {"shutdown", shutdown_method, "(self, how, /)", "Ends one or both directions."},
};
constexpr GetSetDef kGetSets[] = {
    {"family", get_field<&SocketObject::family>, nullptr, "The address family."},
    {"type", get_field<&SocketObject::kind>, nullptr, "The kind of socket."},
    {"proto", get_field<&SocketObject::protocol>, nullptr, "The protocol."},
    {"timeout", get_timeout, nullptr, "The time-out."},
};

TypeObject* socket_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_socket.socket",
      .instance_size = sizeof(SocketObject),
      .flags = kTypeSubclassable | kTypeHasWeakrefs,
      .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None)\n--\n\nA socket.",
      .slots = {.dealloc = dealloc,
                .traverse = traverse,
                .finalize = finalize,
                .construct = construct,
                .init = init_slot,
                .repr = repr_slot},
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

// -- functions --

Ref socketpair_function(Thread& t, Args args) {
  GILT_TRY(int family, to_c_int(t, args[0]));
  GILT_TRY(int kind, to_c_int(t, args[1]));
  GILT_TRY(int protocol, to_c_int(t, args[2]));
  int ends[2];
  if (socketpair(family, kind | SOCK_CLOEXEC, protocol, ends) < 0) return fail_os(t, errno);
  Ref made[2];
  for (int i = 0; i < 2; i++) {
    made[i] = socket_from(t, socket_type(), ends[i], family, kind, protocol);
    if (made[i].is_error()) {
      if (i == 0) close(ends[1]);
      return Failed{};
    }
  }
  return tuple_of(t, {made[0].get(), made[1].get()});
}

Ref dup_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return fail_os(t, errno);
  return int_from(t, copy);
}

Ref close_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  if (close(fd) < 0 && errno != ECONNRESET) return fail_os(t, errno);
  return Ref::none();
}

Ref gethostname_function(Thread& t, Args) {
  char name[1025] = {};
  if (gethostname(name, sizeof name - 1) < 0) return fail_os(t, errno);
  return decode_filename(t, name);
}

Ref getaddrinfo_function(Thread& t, Args args) {
  std::string host, port;
  if (is_str(args[0])) {
    host = args[0].as<StrObject>()->view();
  } else if (is_bytes(args[0])) {
    host = octets_of(args[0]);
  } else if (!args[0].is_none()) {
    return fail(t, type_error_type, "getaddrinfo() argument 1 must be string or None");
  }
  if (is_int(args[1])) {
    GILT_TRY(int64_t number, to_int64(t, args[1]));
    port = std::to_string(number);
  } else if (is_str(args[1])) {
    port = args[1].as<StrObject>()->view();
  } else if (is_bytes(args[1])) {
    port = octets_of(args[1]);
  } else if (!args[1].is_none()) {
    return fail(t, os_error_type, "Int or String expected");
  }
  addrinfo hints = {};
  GILT_TRY(hints.ai_family, to_c_int(t, args[2]));
  GILT_TRY(hints.ai_socktype, to_c_int(t, args[3]));
  GILT_TRY(hints.ai_protocol, to_c_int(t, args[4]));
  GILT_TRY(hints.ai_flags, to_c_int(t, args[5]));
  addrinfo* found = nullptr;
  int code;
  {
    ReleaseGil released(t);
    code = getaddrinfo(args[0].is_none() ? nullptr : host.c_str(),
                       args[1].is_none() ? nullptr : port.c_str(), &hints, &found);
  }
  if (code != 0) return fail_lookup(t, code);
  struct Free {
    addrinfo* list;
    ~Free() { freeaddrinfo(list); }
  } free_at_end{found};
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    SocketAddress address;
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.size = entry->ai_addrlen;
    GILT_TRY(Ref where, socket_address_value(t, address));
    GILT_TRY(RefOf<StrObject> name,
             str_new(t, entry->ai_canonname == nullptr ? "" : entry->ai_canonname));
    GILT_TRY(Ref row,
             tuple_of(t, {Value::integer(entry->ai_family), Value::integer(entry->ai_socktype),
                          Value::integer(entry->ai_protocol), name.value(), where.get()}));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  return list;
}

Ref inet_pton_function(Thread& t, Args args) {
  GILT_TRY(int family, to_c_int(t, args[0]));
  GILT_TRY(std::string_view text, to_text(t, args[1], "inet_pton", 2));
  char packed[sizeof(in6_addr)];
  const int result = inet_pton(family, std::string(text).c_str(), packed);
  if (result < 0) return fail_os(t, errno);
  if (result == 0) {
    return fail(t, os_error_type, "illegal IP address string passed to inet_pton");
  }
  return bytes_new(t, {packed, family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr)});
}

Ref inet_ntop_function(Thread& t, Args args) {
  GILT_TRY(int family, to_c_int(t, args[0]));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  const size_t wanted = family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr);
  if (family != AF_INET && family != AF_INET6) {
    return fail(t, value_error_type, "unknown address family {}", family);
  }
  if (view.size() != wanted) {
    return fail(t, value_error_type, "invalid length of packed IP address string");
  }
  char text[INET6_ADDRSTRLEN + 1];
  if (inet_ntop(family, view.data(), text, sizeof text) == nullptr) return fail_os(t, errno);
  return str_new(t, text);
}

Ref inet_aton_function(Thread& t, Args args) {
  GILT_TRY(std::string_view text, to_text(t, args[0], "inet_aton", 1));
  in_addr address;
  if (inet_aton(std::string(text).c_str(), &address) == 0) {
    return fail(t, os_error_type, "illegal IP address string passed to inet_aton");
  }
  return bytes_new(t, {reinterpret_cast<const char*>(&address), sizeof address});
}

Ref inet_ntoa_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  if (view.size() != sizeof(in_addr)) {
    return fail(t, os_error_type, "packed IP wrong length");
  }
  char text[INET_ADDRSTRLEN + 1];
  inet_ntop(AF_INET, view.data(), text, sizeof text);
  return str_new(t, text);
}

// The four conversions of byte order; on this machine both directions are one.
Ref short_order_function(Thread& t, Args args) {
  GILT_TRY(int64_t number, to_int64(t, args[0]));
  if (number < 0) {
    return fail(t, overflow_error_type,
                "can't convert negative Python int to C 16-bit unsigned integer");
  }
  if (number > UINT16_MAX) {
    return fail(t, overflow_error_type,
                "Python int too large to convert to C 16-bit unsigned integer");
  }
  return int_from(t, htons(static_cast<uint16_t>(number)));
}
Ref long_order_function(Thread& t, Args args) {
  GILT_TRY(int64_t number, to_int64(t, args[0]));
  if (number < 0 || number > UINT32_MAX) {
    return fail(t, overflow_error_type, "int larger than 32 bits");
  }
  return int_from(t, htonl(static_cast<uint32_t>(number)));
}

Ref getdefaulttimeout_function(Thread& t, Args) {
  return timeout_value(t, g_default_timeout.load());
}
Ref setdefaulttimeout_function(Thread& t, Args args) {
  GILT_TRY(Nanoseconds timeout, timeout_argument(t, args[0]));
  g_default_timeout.store(timeout);
  return Ref::none();
}

Ref cmsg_len_function(Thread& t, Args args) {
  GILT_TRY(int64_t length, to_int64(t, args[0]));
  if (length < 0 || length > INT32_MAX) {
    return fail(t, overflow_error_type, "CMSG_LEN() argument out of range");
  }
  return int_from_unsigned(t, CMSG_LEN(static_cast<size_t>(length)));
}
Ref cmsg_space_function(Thread& t, Args args) {
  GILT_TRY(int64_t length, to_int64(t, args[0]));
  if (length < 0 || length > INT32_MAX) {
    return fail(t, overflow_error_type, "CMSG_SPACE() argument out of range");
  }
  return int_from_unsigned(t, CMSG_SPACE(static_cast<size_t>(length)));
}

constexpr NativeDef kFunctions[] = {
    {"CMSG_LEN", cmsg_len_function, "(length, /)", "The size of an item of ancillary data."},
    {"CMSG_SPACE", cmsg_space_function, "(length, /)", "The room that such an item takes."},
    {"close", close_function, "(fd, /)", "Closes a socket's descriptor."},
    {"dup", dup_function, "(fd, /)", "A copy of a socket's descriptor."},
    {"getaddrinfo", getaddrinfo_function, "(host, port, family=0, type=0, proto=0, flags=0)",
     "The addresses of a host and service."},
    {"getdefaulttimeout", getdefaulttimeout_function, "()", "The time-out of new sockets."},
    {"gethostname", gethostname_function, "()", "The name of this machine."},
    {"htonl", long_order_function, "(x, /)", "To the byte order of networks, 32 bits."},
    {"htons", short_order_function, "(x, /)", "To the byte order of networks, 16 bits."},
    {"inet_aton", inet_aton_function, "(ip_addr, /)", "'1.2.3.4' as bytes."},
    {"inet_ntoa", inet_ntoa_function, "(packed_ip, /)", "Four bytes as '1.2.3.4'."},
    {"inet_ntop", inet_ntop_function, "(address_family, packed_ip, /)", "An address as text."},
    {"inet_pton", inet_pton_function, "(address_family, ip_string, /)", "An address as bytes."},
    {"ntohl", long_order_function, "(x, /)", "From the byte order of networks, 32 bits."},
    {"ntohs", short_order_function, "(x, /)", "From the byte order of networks, 16 bits."},
    {"setdefaulttimeout", setdefaulttimeout_function, "(timeout, /)",
     "Sets the time-out of new sockets."},
    {"socketpair", socketpair_function, "(family=1, type=1, proto=0, /)",
     "Two sockets that are connected to each other."},
};

// A subclass of OSError of the module socket.
bool add_error(Thread& t, ModuleObject* module, const char* name) {
  GILT_TRY(RefOf<TupleObject> bases, tuple_of(t, {to_value(&os_error_type)}));
  GILT_TRY(RefOf<DictObject> content, dict_new(t));
  GILT_CHECK(dict_set_name(t, content.get(), intern("__module__"), to_value(intern("socket"))));
  GILT_TRY(Ref type,
           call(t, to_value(&type_type), {to_value(intern(name)), bases.value(), content.value()}));
  return module_set(t, module, name, std::move(type));
}

bool init(Thread& t, ModuleObject* module) {
  static constexpr struct {
    const char* name;
    int64_t value;
  } kConstants[] = {
#define GILT_CONSTANT(name) {#name, static_cast<int64_t>(name)},
      GILT_CONSTANT(AF_UNSPEC) GILT_CONSTANT(AF_UNIX) GILT_CONSTANT(AF_INET) GILT_CONSTANT(
          AF_INET6) GILT_CONSTANT(SOCK_STREAM) GILT_CONSTANT(SOCK_DGRAM) GILT_CONSTANT(SOCK_RAW)
          GILT_CONSTANT(SOCK_SEQPACKET) GILT_CONSTANT(SOCK_CLOEXEC) GILT_CONSTANT(
              SOCK_NONBLOCK) GILT_CONSTANT(SOL_SOCKET) GILT_CONSTANT(SO_REUSEADDR)
              GILT_CONSTANT(SO_REUSEPORT) GILT_CONSTANT(SO_KEEPALIVE) GILT_CONSTANT(
                  SO_BROADCAST) GILT_CONSTANT(SO_ERROR) GILT_CONSTANT(SO_RCVBUF)
                  GILT_CONSTANT(SO_SNDBUF) GILT_CONSTANT(SO_LINGER) GILT_CONSTANT(
                      SO_TYPE) GILT_CONSTANT(SO_PEERCRED) GILT_CONSTANT(SO_PASSCRED)
                      GILT_CONSTANT(SO_ACCEPTCONN) GILT_CONSTANT(SO_RCVTIMEO) GILT_CONSTANT(
                          SO_SNDTIMEO) GILT_CONSTANT(SOMAXCONN) GILT_CONSTANT(SCM_RIGHTS)
                          GILT_CONSTANT(SCM_CREDENTIALS) GILT_CONSTANT(MSG_PEEK) GILT_CONSTANT(
                              MSG_DONTWAIT) GILT_CONSTANT(MSG_NOSIGNAL) GILT_CONSTANT(MSG_WAITALL)
                              GILT_CONSTANT(MSG_TRUNC) GILT_CONSTANT(MSG_CTRUNC) GILT_CONSTANT(
                                  MSG_OOB) GILT_CONSTANT(SHUT_RD) GILT_CONSTANT(SHUT_WR)
                                  GILT_CONSTANT(SHUT_RDWR) GILT_CONSTANT(IPPROTO_IP) GILT_CONSTANT(
                                      IPPROTO_TCP) GILT_CONSTANT(IPPROTO_UDP)
                                      GILT_CONSTANT(IPPROTO_IPV6) GILT_CONSTANT(
                                          IPV6_V6ONLY) GILT_CONSTANT(TCP_NODELAY)
                                          GILT_CONSTANT(TCP_KEEPIDLE) GILT_CONSTANT(
                                              TCP_KEEPINTVL) GILT_CONSTANT(TCP_KEEPCNT)
                                              GILT_CONSTANT(AI_PASSIVE) GILT_CONSTANT(
                                                  AI_CANONNAME) GILT_CONSTANT(AI_NUMERICHOST)
                                                  GILT_CONSTANT(AI_NUMERICSERV) GILT_CONSTANT(
                                                      AI_ADDRCONFIG) GILT_CONSTANT(AI_V4MAPPED)
                                                      GILT_CONSTANT(EAI_NONAME) GILT_CONSTANT(
                                                          EAI_AGAIN) GILT_CONSTANT(EAI_FAIL)
                                                          GILT_CONSTANT(EAI_FAMILY) GILT_CONSTANT(
                                                              EAI_SERVICE) GILT_CONSTANT(EAI_SOCKTYPE)
                                                              GILT_CONSTANT(EAI_MEMORY) GILT_CONSTANT(
                                                                  NI_NUMERICHOST)
                                                                  GILT_CONSTANT(NI_NUMERICSERV)
                                                                      GILT_CONSTANT(INADDR_ANY)
                                                                          GILT_CONSTANT(
                                                                              INADDR_LOOPBACK)
                                                                              GILT_CONSTANT(
                                                                                  INADDR_BROADCAST)
#undef GILT_CONSTANT
  };
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  GILT_CHECK(module_set(t, module, "has_ipv6", Ref::boolean(true)));
  GILT_CHECK(module_set(t, module, "error", Ref::copy(&os_error_type)));
  GILT_CHECK(module_set(t, module, "timeout", Ref::copy(&timeout_error_type)));
  GILT_CHECK(add_error(t, module, "gaierror") && add_error(t, module, "herror"));
  GILT_CHECK(module_set(t, module, "SocketType", Ref::copy(socket_type())));
  return module_set(t, module, "socket", Ref::copy(socket_type()));
}

const ModuleDef kModule = {"_socket", "Sockets; use module socket.", kFunctions, init};

}  // namespace

void register_socket_module() {
  register_native_module(kModule);
}

}  // namespace gilt
