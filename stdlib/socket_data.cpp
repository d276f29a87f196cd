// _socket.socket: sending and receiving.
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <deque>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/socket_address.h"
#include "stdlib/socket_object.h"

namespace gilt {

namespace {

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

constexpr NativeDef kMethods[] = {
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
};

}  // namespace

std::span<const NativeDef> socket_data_methods() {
  return kMethods;
}

}  // namespace gilt
