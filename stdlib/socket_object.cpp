// _socket.socket: making, connecting and setting up sockets.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "runtime/warnings.h"
#include "stdlib/socket_address.h"
#include "stdlib/socket_object.h"

namespace gilt {

namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

std::atomic<Nanoseconds> g_default_timeout{kSocketWaits};

}  // namespace

Nanoseconds socket_default_timeout() {
  return g_default_timeout.load();
}
void socket_set_default_timeout(Nanoseconds timeout) {
  g_default_timeout.store(timeout);
}

std::optional<Nanoseconds> socket_timeout_argument(Thread& t, Value v) {
  if (v.is_none()) return kSocketWaits;
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

Ref socket_timeout_value(Thread& t, Nanoseconds timeout) {
  if (timeout == kSocketWaits) return Ref::none();
  return make_float(t, static_cast<double>(timeout) / 1e9);
}

std::optional<bool> socket_wait(Thread& t, int fd, short events, Nanoseconds deadline) {
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
  self->timeout = socket_default_timeout();
  return Ref::adopt(self);
}

namespace {

bool set_system_blocking(Thread& t, int fd, bool blocking) {
  int flag = blocking ? 0 : 1;
  if (ioctl(fd, FIONBIO, &flag) < 0) return fail_os(t, errno);
  return true;
}

// -- making --

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
  GILT_CHECK(permit(t, Access::kNetwork));
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
  self->timeout = (kind & SOCK_NONBLOCK) != 0 ? 0 : socket_default_timeout();
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
  GILT_TRY(bool ready, socket_wait(t, self->fd, POLLOUT | POLLERR,
                                   timeout == kSocketWaits ? kForever : deadline_after(timeout)));
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

// Of threads that close or detach at once one gets the descriptor: its number may be another file's
// as soon as it is closed.
int take_descriptor(Thread& t, SocketObject* self) {
  ObjectLock lock(t, self);
  const int fd = self->fd;
  self->fd = -1;
  return fd;
}

Ref close_method(Thread& t, Args args) {
  const int fd = take_descriptor(t, socket_of(args[0]));
  if (fd < 0) return Ref::none();
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
  return int_from(t, take_descriptor(t, socket_of(args[0])));
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

// -- options --

Ref setblocking_method(Thread& t, Args args) {
  GILT_TRY(bool blocking, truth(t, args[1]));
  SocketObject* self = socket_of(args[0]);
  self->timeout = blocking ? kSocketWaits : 0;
  GILT_CHECK(set_system_blocking(t, self->fd, blocking));
  return Ref::none();
}

Ref getblocking_method(Thread&, Args args) {
  return Ref::boolean(socket_of(args[0])->timeout != 0);
}

Ref settimeout_method(Thread& t, Args args) {
  GILT_TRY(Nanoseconds timeout, socket_timeout_argument(t, args[1]));
  SocketObject* self = socket_of(args[0]);
  self->timeout = timeout;
  GILT_CHECK(set_system_blocking(t, self->fd, timeout == kSocketWaits));
  return Ref::none();
}

Ref gettimeout_method(Thread& t, Args args) {
  return socket_timeout_value(t, socket_of(args[0])->timeout);
}

Ref fileno_method(Thread& t, Args args) {
  return int_from(t, socket_of(args[0])->fd);
}

Ref setsockopt_method(Thread& t, Args args) {
  GILT_TRY(int level, to_c_int(t, args[1]));
  GILT_TRY(int option, to_c_int(t, args[2]));
  // Only once they are there: the arguments' methods may let others close it.
  const SharedField<int>& fd = socket_of(args[0])->fd;
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
  return socket_timeout_value(t, socket_of(self)->timeout);
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

}  // namespace

TypeObject* socket_type() {
  static const std::vector<NativeDef> kAllMethods = [] {
    std::vector<NativeDef> all(std::begin(kMethods), std::end(kMethods));
    for (const NativeDef& method : socket_data_methods()) all.push_back(method);
    return all;
  }();
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
      .methods = kAllMethods,
      .getsets = kGetSets,
  });
  return kType;
}

}  // namespace gilt
