#include "stdlib/socket_address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

Failed fail_lookup(Thread& t, int code) {
  if (code == EAI_SYSTEM) return fail_os(t, errno);
  GILT_TRY(Ref type, import_attribute(t, "_socket", "gaierror"));
  GILT_TRY(RefOf<StrObject> text, str_new(t, gai_strerror(code)));
  GILT_TRY(Ref exception, call(t, type.get(), {Value::integer(code), text.value()}));
  return fail_instance(t, std::move(exception));
}

namespace {

std::optional<SocketAddress> unix_address(Thread& t, Value v) {
  std::string path;
  if (is_str(v)) {
    path = encode_filename(v.as<StrObject>());
  } else {
    BufferView view(t);
    if (!is_bytes_like(v)) {
      return fail(t, type_error_type, "a bytes-like object is required, not '{}'", type_name(v));
    }
    GILT_CHECK(view.open(v));
    path = view.view();
  }
  SocketAddress address;
  auto* place = reinterpret_cast<sockaddr_un*>(&address.storage);
  const bool is_abstract = !path.empty() && path[0] == '\0';
  // A name in the file system ends with a NUL.
  if (path.size() + (is_abstract ? 0 : 1) > sizeof place->sun_path) {
    return fail(t, os_error_type, "AF_UNIX path too long");
  }
  place->sun_family = AF_UNIX;
  std::memcpy(place->sun_path, path.data(), path.size());
  address.size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (is_abstract ? 0 : 1));
  if (path.empty()) address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path));
  return address;
}

std::optional<uint16_t> port_argument(Thread& t, Value v, const char* function) {
  GILT_TRY(int64_t port, to_int64(t, v));
  if (port < 0 || port > 65535) {
    return fail(t, overflow_error_type, "{}(): port must be 0-65535.", function);
  }
  return static_cast<uint16_t>(port);
}

bool look_up(Thread& t, int family, Value host, SocketAddress& out) {
  std::string name;
  if (is_str(host)) {
    name = host.as<StrObject>()->view();
  } else if (is_bytes(host) || is_bytearray(host)) {
    name = octets_of(host);
  } else {
    return fail(t, type_error_type, "str, bytes or bytearray expected, not {}", type_name(host));
  }
  if (name.find('\0') != std::string::npos) {
    return fail(t, type_error_type, "host name must not contain null character");
  }
  addrinfo hints = {};
  hints.ai_family = family;
  if (name.empty()) {
    hints.ai_flags = AI_PASSIVE;
    hints.ai_socktype = SOCK_DGRAM;
  } else if (name == "<broadcast>") {
    name = "255.255.255.255";
  }
  addrinfo* found = nullptr;
  int code;
  {
    ReleaseGil released(t);
    code = getaddrinfo(name.empty() ? nullptr : name.c_str(), name.empty() ? "0" : nullptr, &hints,
                       &found);
  }
  if (code != 0) return fail_lookup(t, code);
  std::memcpy(&out.storage, found->ai_addr, found->ai_addrlen);
  out.size = found->ai_addrlen;
  freeaddrinfo(found);
  return true;
}

std::optional<SocketAddress> internet_address(Thread& t, int family, Value v,
                                              const char* function) {
  const char* kind = family == AF_INET ? "AF_INET" : "AF_INET6";
  if (!is_tuple(v)) {
    return fail(t, type_error_type, "{}(): {} address must be tuple, not {}", function, kind,
                type_name(v));
  }
  auto* parts = v.as<TupleObject>();
  if (family == AF_INET ? parts->size != 2 : parts->size < 2 || parts->size > 4) {
    return fail(t, type_error_type, "{}",
                family == AF_INET
                    ? "AF_INET address must be a pair (host, port)"
                    : "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
  }
  SocketAddress address;
  GILT_TRY(uint16_t port, port_argument(t, parts->at(1), function));
  GILT_CHECK(look_up(t, family, parts->at(0), address));
  if (family == AF_INET) {
    reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port = htons(port);
    return address;
  }
  auto* place = reinterpret_cast<sockaddr_in6*>(&address.storage);
  place->sin6_port = htons(port);
  if (parts->size > 2) {
    GILT_TRY(int64_t flow, to_int64(t, parts->at(2)));
    place->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
  }
  if (parts->size > 3) {
    GILT_TRY(int64_t scope, to_int64(t, parts->at(3)));
    place->sin6_scope_id = static_cast<uint32_t>(scope);
  }
  return address;
}

}  // namespace

std::optional<SocketAddress> socket_address(Thread& t, int family, Value v, const char* function) {
  if (family == AF_UNIX) return unix_address(t, v);
  if (family == AF_INET || family == AF_INET6) return internet_address(t, family, v, function);
  return fail(t, os_error_type, "{}(): unsupported address family", function);
}

Ref socket_address_value(Thread& t, const SocketAddress& address) {
  if (address.size == 0) return Ref::none();
  char text[INET6_ADDRSTRLEN + 1] = {};
  switch (address.storage.ss_family) {
    case AF_UNIX: {
      auto* place = reinterpret_cast<const sockaddr_un*>(&address.storage);
      const size_t start = offsetof(sockaddr_un, sun_path);
      const size_t size = address.size > start ? address.size - start : 0;
      if (size > 0 && place->sun_path[0] == '\0') return bytes_new(t, {place->sun_path, size});
      return decode_filename(t, {place->sun_path, strnlen(place->sun_path, size)});
    }
    case AF_INET: {
      auto* place = reinterpret_cast<const sockaddr_in*>(&address.storage);
      inet_ntop(AF_INET, &place->sin_addr, text, sizeof text);
      GILT_TRY(RefOf<StrObject> host, str_new(t, text));
      return tuple_of(t, {host.value(), Value::integer(ntohs(place->sin_port))});
    }
    case AF_INET6: {
      auto* place = reinterpret_cast<const sockaddr_in6*>(&address.storage);
      inet_ntop(AF_INET6, &place->sin6_addr, text, sizeof text);
      GILT_TRY(RefOf<StrObject> host, str_new(t, text));
      return tuple_of(
          t, {host.value(), Value::integer(ntohs(place->sin6_port)),
              Value::integer(ntohl(place->sin6_flowinfo)), Value::integer(place->sin6_scope_id)});
    }
    default: return Ref::none();
  }
}

}  // namespace gilt
