// Socket addresses as Python writes them: (host, port) for AF_INET, (host, port, flow, scope) for
// AF_INET6, a path for AF_UNIX.
#pragma once

#include <sys/socket.h>

#include <optional>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t size = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// The address that [v] is for a socket of [family]. [function] is for messages. Host names are
// looked up.
std::optional<SocketAddress> socket_address(Thread& t, int family, Value v, const char* function);
// What a script sees of it; None where there is none.
Ref socket_address_value(Thread& t, const SocketAddress& address);
// socket.gaierror for a look-up that failed.
Failed fail_lookup(Thread& t, int code);

}  // namespace gilt
