// Module _socket: functions and constants. socket.py makes the class that scripts use of the type
// in socket_object.cpp.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
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
  return socket_timeout_value(t, socket_default_timeout());
}
Ref setdefaulttimeout_function(Thread& t, Args args) {
  GILT_TRY(Nanoseconds timeout, socket_timeout_argument(t, args[0]));
  socket_set_default_timeout(timeout);
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
