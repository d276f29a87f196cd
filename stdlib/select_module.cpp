// Module select: waiting until one of several descriptors is ready.
//
// Every wait gives up the lock, is taken up again after a signal whose handler did not raise (PEP
// 475), and on the main thread lets signals in through a SignalGate, so that none is missed.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <map>
#include <memory>
#include <new>

#include "runtime/builtin_types.h"
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
#include "runtime/sharing.h"
#include "runtime/signals.h"
#include "runtime/tuple.h"
#include "stdlib/file_descriptor.h"
#include "stdlib/io.h"

namespace gilt {

namespace {

// -- time-outs --

constexpr Nanoseconds kSecond = 1'000'000'000;

// [seconds] as a deadline; None and, where [negative_waits], what is below zero: for ever.
std::optional<Nanoseconds> deadline_argument(Thread& t, Value seconds, double unit,
                                             const char* not_a_number) {
  if (seconds.is_none() || seconds.is_unset()) return kForever;
  if (!is_int(seconds) && !is_float(seconds) && type_of(seconds)->slots.to_float == nullptr &&
      type_of(seconds)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "{}", not_a_number);
  }
  GILT_TRY(double number, to_double(t, seconds));
  if (std::isnan(number)) return fail(t, value_error_type, "Invalid value NaN (not a number)");
  if (number < 0) return -1;
  double nanoseconds = std::ceil(number * unit);
  if (nanoseconds >= 9.2e18) return fail(t, overflow_error_type, "timeout is too large");
  if (nanoseconds == 0) return 0;
  return deadline_after(static_cast<Nanoseconds>(nanoseconds));
}

// What is left until [deadline], for a system call; null: for ever.
const timespec* time_left(Nanoseconds deadline, timespec& out) {
  if (deadline == kForever) return nullptr;
  Nanoseconds left = deadline == 0 ? 0 : std::max<Nanoseconds>(deadline - scheduler().now(), 0);
  out = {left / kSecond, left % kSecond};
  return &out;
}

// Calls [wait] with a time-out and a signal mask until it is answered. The number of what is ready.
template <class F>
std::optional<int> wait_ready(Thread& t, Nanoseconds deadline, F&& wait) {
  while (true) {
    int ready, error;
    {
      timespec left;
      ReleaseGil released(t, ReleaseReason::kIo);
      if (deadline == 0) {
        ready = wait(time_left(0, left), nullptr);
        error = errno;
      } else {
        SignalGate gate(t);
        if (gate.signal_waits()) {
          ready = -1;
          error = EINTR;
        } else {
          ready = wait(time_left(deadline, left), gate.mask());
          error = errno;
        }
      }
    }
    if (ready >= 0) return ready;
    if (error != EINTR) return fail_os(t, error);
    GILT_CHECK(handle_interrupt(t));
    if (deadline != kForever && scheduler().now() >= deadline) return 0;
  }
}

// -- select --

struct SelectList {
  std::vector<Ref> objects;
  std::vector<int> fds;
  fd_set set;

  bool fill(Thread& t, Value sequence) {
    FD_ZERO(&set);
    if (type_of(sequence)->slots.iter == nullptr && type_of(sequence)->slots.get_item == nullptr) {
      return fail(t, type_error_type, "arguments 1-3 must be sequences");
    }
    return for_each(t, sequence, [&](Ref item) -> bool {
      GILT_TRY(int fd, file_descriptor(t, item.get()));
      if (fd >= FD_SETSIZE) {
        return fail(t, value_error_type, "filedescriptor out of range in select()");
      }
      if (objects.size() >= FD_SETSIZE) {
        return fail(t, value_error_type, "too many file descriptors in select()");
      }
      FD_SET(fd, &set);
      fds.push_back(fd);
      objects.push_back(std::move(item));
      return true;
    });
  }
  Ref ready(Thread& t, const fd_set& result, bool any) const {
    GILT_TRY(RefOf<ListObject> list, list_new(t));
    for (size_t i = 0; any && i < fds.size(); i++) {
      if (FD_ISSET(fds[i], &result)) {
        GILT_CHECK(list_append(t, list.get(), objects[i].copy()));
      }
    }
    return list;
  }
};

Ref select_function(Thread& t, Args args) {
  GILT_TRY(Nanoseconds deadline,
           deadline_argument(t, args[3], 1e9, "timeout must be a float or None"));
  if (deadline < 0) return fail(t, value_error_type, "timeout must be non-negative");
  SelectList lists[3];
  int highest = -1;
  for (uint32_t i = 0; i < 3; i++) {
    GILT_CHECK(lists[i].fill(t, args[i]));
    for (int fd : lists[i].fds) highest = std::max(highest, fd);
  }
  fd_set sets[3];
  GILT_TRY(int ready, wait_ready(t, deadline, [&](const timespec* left, const sigset_t* mask) {
             for (int i = 0; i < 3; i++) sets[i] = lists[i].set;
             return pselect(highest + 1, &sets[0], &sets[1], &sets[2], left, mask);
           }));
  Ref results[3];
  for (int i = 0; i < 3; i++) {
    GILT_TRY(results[i], lists[i].ready(t, sets[i], ready > 0));
  }
  return tuple_of(t, {results[0].get(), results[1].get(), results[2].get()});
}

// -- poll --

struct PollObject : Object {
  std::map<int, short>* watched;
  bool polling;
};

PollObject* poll_of(Value v) {
  return v.as<PollObject>();
}

void poll_dealloc(Thread& t, Object* self) {
  delete static_cast<PollObject*>(self)->watched;
  heap_free(t, self, sizeof(PollObject));
}

std::optional<short> poll_events(Thread& t, Value v) {
  if (v.is_unset()) return static_cast<short>(POLLIN | POLLPRI | POLLOUT);
  GILT_TRY(int64_t events, to_int64(t, v));
  if (events < 0) return fail(t, value_error_type, "value must be positive");
  if (events > UINT16_MAX) {
    return fail(t, overflow_error_type, "Python int too large for C unsigned short");
  }
  return static_cast<short>(events);
}

Ref poll_register(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[1]));
  GILT_TRY(short events, poll_events(t, args[2]));
  (*poll_of(args[0])->watched)[fd] = events;
  return Ref::none();
}

Ref poll_modify(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[1]));
  GILT_TRY(short events, poll_events(t, args[2]));
  auto& watched = *poll_of(args[0])->watched;
  auto found = watched.find(fd);
  if (found == watched.end()) return fail_os(t, ENOENT);
  found->second = events;
  return Ref::none();
}

Ref poll_unregister(Thread& t, Args args) {
  GILT_TRY(int fd, file_descriptor(t, args[1]));
  if (poll_of(args[0])->watched->erase(fd) == 0) {
    return fail_with(t, key_error_type, int_from(t, fd));
  }
  return Ref::none();
}

bool append_pair(Thread& t, ListObject* list, int fd, uint32_t events) {
  GILT_TRY(Ref pair, tuple_of(t, {Value::integer(fd), Value::integer(events)}));
  return list_append(t, list, std::move(pair));
}

Ref poll_poll(Thread& t, Args args) {
  PollObject* self = poll_of(args[0]);
  GILT_TRY(Nanoseconds deadline,
           deadline_argument(t, args[1], 1e6, "timeout must be an integer or None"));
  if (deadline < 0) deadline = kForever;
  std::vector<pollfd> fds;
  for (const auto& [fd, events] : *self->watched) fds.push_back({fd, events, 0});
  if (self->polling) return fail(t, runtime_error_type, "concurrent poll() invocation");
  self->polling = true;
  std::optional<int> ready =
      wait_ready(t, deadline, [&](const timespec* left, const sigset_t* mask) {
        return ppoll(fds.data(), fds.size(), left, mask);
      });
  self->polling = false;
  if (!ready) return Failed{};
  GILT_TRY(RefOf<ListObject> list, list_new(t, *ready));
  for (const pollfd& entry : fds) {
    if (entry.revents == 0) continue;
    GILT_CHECK(append_pair(t, list.get(), entry.fd, static_cast<uint16_t>(entry.revents)));
  }
  return list;
}

constexpr NativeDef kPollMethods[] = {
    {"register", guarded<poll_register>, "(self, fd, eventmask=..., /)", "Watches a descriptor."},
    {"modify", guarded<poll_modify>, "(self, fd, eventmask, /)", "Changes what is watched for."},
    {"unregister", guarded<poll_unregister>, "(self, fd, /)", "Watches it no longer."},
    {"poll", guarded<poll_poll>, "(self, timeout=None, /)",
     "Waits up to timeout milliseconds; a list of (fd, events)."},
};

TypeObject* poll_type() {
  static TypeObject* const kType = type_new_native({
      .name = "select.poll",
      .instance_size = sizeof(PollObject),
      .flags = kTypeNoInstantiate,
      .slots = {.dealloc = poll_dealloc},
      .methods = kPollMethods,
  });
  return kType;
}

Ref poll_function(Thread& t, Args) {
  auto* self = object_new<PollObject>(t, poll_type()->instance_shape->id);
  if (self == nullptr) return Failed{};
  self->watched = new std::map<int, short>;
  self->polling = false;
  return Ref::adopt(self);
}

// -- epoll --

struct EpollObject : Object {
  SharedField<int> fd;  // -1: closed
};

EpollObject* epoll_of(Value v) {
  return v.as<EpollObject>();
}

std::optional<int> epoll_fd(Thread& t, Value v) {
  int fd = epoll_of(v)->fd;
  if (fd >= 0) return fd;
  return fail(t, value_error_type, "I/O operation on closed epoll object");
}

Ref epoll_from(Thread& t, TypeObject* type, int fd) {
  auto* self = native_allocate<EpollObject>(t, type);
  if (self == nullptr) {
    close(fd);
    return Failed{};
  }
  self->fd = fd;
  return Ref::adopt(self);
}

Ref epoll_construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("epoll", "(sizehint=-1, flags=0)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int size, to_c_int(t, bound[0]));
  GILT_TRY(int flags, to_c_int(t, bound[1]));
  if (size != -1 && size <= 0) return fail(t, value_error_type, "negative sizehint");
  if (flags != 0 && flags != EPOLL_CLOEXEC) return fail_os(t, EINVAL);
  int fd = epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0) return fail_os(t, errno);
  return epoll_from(t, type, fd);
}

void epoll_dealloc(Thread& t, Object* self) {
  auto* epoll = static_cast<EpollObject*>(self);
  if (epoll->fd >= 0) close(epoll->fd);
  native_free<EpollObject>(t, self);
}

void epoll_traverse(Object* self, Visitor& visitor) {
  native_traverse(self, visitor);
}

Ref epoll_close(Thread& t, Args args) {
  int fd = epoll_of(args[0])->fd;
  epoll_of(args[0])->fd = -1;
  if (fd >= 0 && close(fd) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref epoll_fileno(Thread& t, Args args) {
  GILT_TRY(int fd, epoll_fd(t, args[0]));
  return int_from(t, fd);
}

Ref epoll_fromfd(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[1]));
  return epoll_from(t, args[0].as<TypeObject>(), fd);
}

Ref epoll_control(Thread& t, Value self, int operation, Value file, Value mask) {
  GILT_TRY(int target, file_descriptor(t, file));
  epoll_event event = {};
  event.data.fd = target;
  event.events = EPOLLIN | EPOLLPRI | EPOLLOUT;
  if (!mask.is_unset()) {
    GILT_TRY(int64_t events, to_int64(t, mask));
    event.events = static_cast<uint32_t>(events);
  }
  // Only now: fileno() and __index__ may have let others close it.
  GILT_TRY(int fd, epoll_fd(t, self));
  if (epoll_ctl(fd, operation, target, &event) < 0) return fail_os(t, errno);
  return Ref::none();
}

Ref epoll_register(Thread& t, Args args) {
  return epoll_control(t, args[0], EPOLL_CTL_ADD, args[1], args[2]);
}
Ref epoll_modify(Thread& t, Args args) {
  return epoll_control(t, args[0], EPOLL_CTL_MOD, args[1], args[2]);
}
Ref epoll_unregister(Thread& t, Args args) {
  return epoll_control(t, args[0], EPOLL_CTL_DEL, args[1], kUnset);
}

Ref epoll_poll(Thread& t, Args args) {
  EpollObject* self = epoll_of(args[0]);
  GILT_TRY(Nanoseconds deadline,
           deadline_argument(t, args[1], 1e9, "timeout must be an integer or None"));
  if (deadline < 0) deadline = kForever;
  GILT_TRY(int most, to_c_int(t, args[2]));
  if (most == -1) {
    most = FD_SETSIZE - 1;
  } else if (most < 1) {
    return fail(t, value_error_type, "maxevents must be greater than 0, got {}", most);
  }
  constexpr int kOnStack = 64;
  epoll_event few[kOnStack];
  std::unique_ptr<epoll_event[]> many;
  epoll_event* events = few;
  if (most > kOnStack) {
    many.reset(new (std::nothrow) epoll_event[static_cast<size_t>(most)]);
    if (many == nullptr) return no_memory(t);
    events = many.get();
  }
  // Only now: the numbers' __float__ and __index__ may have let others close it. So may a signal's
  // handler later, each time it is waited for again.
  GILT_CHECK(epoll_fd(t, args[0]));
  GILT_TRY(int ready, wait_ready(t, deadline, [&](const timespec* left, const sigset_t* mask) {
             // Milliseconds, rounded up: never back before the time.
             int milliseconds = -1;
             if (left != nullptr) {
               int64_t rounded = left->tv_sec * 1000 + (left->tv_nsec + 999'999) / 1'000'000;
               milliseconds = static_cast<int>(std::min<int64_t>(rounded, INT32_MAX));
             }
             return epoll_pwait(self->fd, events, most, milliseconds, mask);
           }));
  GILT_TRY(RefOf<ListObject> list, list_new(t, ready));
  for (int i = 0; i < ready; i++) {
    GILT_CHECK(append_pair(t, list.get(), events[i].data.fd, events[i].events));
  }
  return list;
}

Ref epoll_enter(Thread& t, Args args) {
  GILT_CHECK(epoll_fd(t, args[0]));
  return Ref::copy(args[0]);
}

Ref epoll_closed(Thread&, Value self) {
  return Ref::boolean(epoll_of(self)->fd < 0);
}

constexpr NativeDef kEpollMethods[] = {
    {"__enter__", epoll_enter, "(self, /)", nullptr},
    {"__exit__", guarded<epoll_close>, "(self, *args)", nullptr},
    {"close", guarded<epoll_close>, "(self, /)", "Gives the descriptor back."},
    {"fileno", epoll_fileno, "(self, /)", "The descriptor."},
    {"fromfd", epoll_fromfd, "(cls, fd, /)", "An epoll object for a descriptor.",
     NativeKind::kClassMethod},
    {"modify", epoll_modify, "(self, fd, eventmask)", "Changes what is watched for."},
    {"poll", epoll_poll, "(self, timeout=None, maxevents=-1)",
     "Waits up to timeout seconds; a list of (fd, events)."},
    {"register", epoll_register, "(self, fd, eventmask=...)", "Watches a descriptor."},
    {"unregister", epoll_unregister, "(self, fd)", "Watches it no longer."},
};
constexpr GetSetDef kEpollGetSets[] = {
    {"closed", epoll_closed, nullptr, "Whether it is closed."},
};

TypeObject* epoll_type() {
  static TypeObject* const kType = type_new_native({
      .name = "select.epoll",
      .instance_size = sizeof(EpollObject),
      .flags = kTypeSubclassable,
      .doc = "epoll(sizehint=-1, flags=0)\n--\n\nA set of descriptors that the system watches.",
      .slots = {.dealloc = epoll_dealloc, .traverse = epoll_traverse, .construct = epoll_construct},
      .methods = kEpollMethods,
      .getsets = kEpollGetSets,
  });
  return kType;
}

constexpr NativeDef kFunctions[] = {
    {"poll", poll_function, "()", "A poll object."},
    {"select", select_function, "(rlist, wlist, xlist, timeout=None, /)",
     "Waits until some are ready to be read, written or have an exceptional condition."},
};

bool init(Thread& t, ModuleObject* module) {
  static constexpr struct {
    const char* name;
    int64_t value;
  } kConstants[] = {
#define GILT_CONSTANT(name) {#name, static_cast<int64_t>(name)},
      GILT_CONSTANT(POLLIN) GILT_CONSTANT(POLLPRI) GILT_CONSTANT(POLLOUT) GILT_CONSTANT(POLLERR)
          GILT_CONSTANT(POLLHUP) GILT_CONSTANT(POLLNVAL) GILT_CONSTANT(POLLRDNORM)
              GILT_CONSTANT(POLLRDBAND) GILT_CONSTANT(POLLWRNORM) GILT_CONSTANT(POLLWRBAND)
                  GILT_CONSTANT(POLLMSG) GILT_CONSTANT(POLLRDHUP) GILT_CONSTANT(EPOLLIN)
                      GILT_CONSTANT(EPOLLPRI) GILT_CONSTANT(EPOLLOUT) GILT_CONSTANT(EPOLLERR)
                          GILT_CONSTANT(EPOLLHUP) GILT_CONSTANT(EPOLLRDHUP) GILT_CONSTANT(EPOLLET)
                              GILT_CONSTANT(EPOLLONESHOT) GILT_CONSTANT(EPOLLEXCLUSIVE)
                                  GILT_CONSTANT(EPOLLWAKEUP) GILT_CONSTANT(EPOLLRDNORM)
                                      GILT_CONSTANT(EPOLLRDBAND) GILT_CONSTANT(EPOLLWRNORM)
                                          GILT_CONSTANT(EPOLLWRBAND) GILT_CONSTANT(EPOLLMSG)
                                              GILT_CONSTANT(EPOLL_CLOEXEC){"PIPE_BUF", 4096},
#undef GILT_CONSTANT
  };
  for (const auto& constant : kConstants) {
    GILT_CHECK(
        module_set(t, module, constant.name,
                   int_from(t, static_cast<int64_t>(static_cast<uint32_t>(constant.value)))));
  }
  GILT_CHECK(module_set(t, module, "epoll", Ref::copy(epoll_type())));
  return module_set(t, module, "error", Ref::copy(&os_error_type));
}

const ModuleDef kModule = {"select", "Waiting for descriptors.", kFunctions, init};

}  // namespace

void register_select_module() {
  register_native_module(kModule);
}

}  // namespace gilt
