// _socket.socket: what its files share.
//
// A socket with a time-out is non-blocking in the system; an operation that would block polls until
// the socket is ready or the time is over. Every wait gives up the lock and is taken up again after
// signals.
#pragma once

#include <poll.h>

#include <cerrno>
#include <optional>
#include <span>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/scheduler.h"
#include "runtime/signals.h"
#include "stdlib/io.h"

namespace gilt {

// A time-out: this, 0 (does not block) or nanoseconds.
inline constexpr Nanoseconds kSocketWaits = -1;

struct SocketObject : Object {
  SharedField<int> fd;  // -1: closed
  int family, kind, protocol;
  SharedField<Nanoseconds> timeout;
};

inline SocketObject* socket_of(Value v) {
  return v.as<SocketObject>();
}

TypeObject* socket_type();
// A socket on an open descriptor, which is closed if that fails.
Ref socket_from(Thread& t, TypeObject* type, int fd, int family, int kind, int protocol);
// Methods that move data (socket_data.cpp).
std::span<const NativeDef> socket_data_methods();

// The time-out of new sockets, and time-outs as arguments and results.
Nanoseconds socket_default_timeout();
void socket_set_default_timeout(Nanoseconds timeout);
std::optional<Nanoseconds> socket_timeout_argument(Thread& t, Value v);
Ref socket_timeout_value(Thread& t, Nanoseconds timeout);

// Waits until [fd] is ready for [events]. False after [deadline], nothing with an exception.
std::optional<bool> socket_wait(Thread& t, int fd, short events, Nanoseconds deadline);
// TimeoutError "timed out"
Failed fail_timed_out(Thread& t);

// Makes the system call [f] for the socket, waiting for [events] first where it may block.
template <class F>
std::optional<long> operate(Thread& t, SocketObject* self, short events, F&& f) {
  const Nanoseconds timeout = self->timeout;
  const Nanoseconds deadline = timeout == kSocketWaits ? kForever : deadline_after(timeout);
  // What is ready at once, mostly, is asked for only once; a blocking socket on the main thread
  // waits where signals are seen.
  bool wait_first = timeout == kSocketWaits && signals_are_of(t);
  if (self->fd < 0) return fail_os(t, EBADF);
  while (true) {
    if (wait_first) {
      GILT_TRY(bool ready, socket_wait(t, self->fd, events, deadline));
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

}  // namespace gilt
