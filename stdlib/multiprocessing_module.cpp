// _multiprocessing: what processes that work together need of the system: shared memory and
// semaphores, messages over descriptors, descriptors over sockets, starting a child, noticing that
// a parent has gone.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/signals.h"
#include "runtime/tuple.h"
#include "stdlib/io.h"
#include "stdlib/io_text.h"
#include "stdlib/multiprocessing_native.h"
#include "stdlib/shared_block.h"
#include "stdlib/system_call.h"

namespace gilt {

// -- waiting for descriptors --

bool wait_for(Thread& t, std::vector<pollfd>& files, Nanoseconds deadline) {
  size_t count = files.size();
  if (signals_are_of(t)) files.push_back({signal_wake_fd(), POLLIN, 0});
  while (true) {
    GILT_CHECK(handle_interrupt(t));
    int ready, error;
    {
      ReleaseGil released(t);
      Nanoseconds rest = deadline == kForever ? 0 : deadline - scheduler().now();
      int timeout = -1;
      if (deadline != kForever)
        timeout = rest <= 0                     ? 0
                  : rest / 1'000'000 >= INT_MAX ? INT_MAX
                                                : static_cast<int>((rest + 999'999) / 1'000'000);
      ready = poll(files.data(), files.size(), timeout);
      error = errno;
    }
    if (ready < 0) {
      if (error == EINTR) continue;
      return fail_os(t, error);
    }
    if (files.size() > count && files.back().revents != 0) {
      signal_empty_wake_fd();
      if (--ready == 0) continue;
    }
    if (ready == 0 && scheduler().now() < deadline) continue;
    files.resize(count);
    return true;
  }
}

namespace {

std::optional<Nanoseconds> deadline_of(Thread& t, Value timeout) {
  if (timeout.is_none()) return kForever;
  GILT_TRY(double seconds, to_double(t, timeout));
  if (!(seconds > 0)) return scheduler().now();
  if (seconds > 1e9) return kForever;
  return deadline_after(static_cast<Nanoseconds>(seconds * 1e9));
}

Ref wait_function(Thread& t, Args args) {
  GILT_TRY(RefOf<ListObject> list, list_from_iterable(t, args[0]));
  std::vector<pollfd> files;
  for (int64_t i = 0; i < list->size; i++) {
    GILT_TRY(int fd, to_c_int(t, list->items[i].peek()));
    files.push_back({fd, POLLIN, 0});
  }
  if (!args[2].is_none()) {
    GILT_TRY(int fd, to_c_int(t, args[2]));
    files.push_back({fd, POLLOUT, 0});
  }
  GILT_TRY(Nanoseconds deadline, deadline_of(t, args[1]));
  GILT_CHECK(wait_for(t, files, deadline));
  GILT_TRY(RefOf<ListObject> ready, list_new(t));
  for (const pollfd& file : files) {
    if ((file.revents & POLLNVAL) != 0) return fail_os(t, EBADF);
    if (file.revents != 0)
      GILT_CHECK(list_append(t, ready.get(), Ref::adopt(Value::integer(file.fd))));
  }
  return ready;
}

// -- messages: their length in four octets, the highest first (or -1 and eight octets), and what
// they say; the form that CPython's connections use --

bool write_all(Thread& t, int fd, std::string_view octets) {
  while (!octets.empty()) {
    ssize_t written;
    int error;
    {
      ReleaseGil released(t);
      written = write(fd, octets.data(), octets.size());
      error = errno;
    }
    if (written >= 0) {
      octets.remove_prefix(static_cast<size_t>(written));
      continue;
    }
    if (error == EAGAIN) {
      std::vector<pollfd> files{{fd, POLLOUT, 0}};
      GILT_CHECK(wait_for(t, files, kForever));
    } else if (error != EINTR) {
      return fail_os(t, error);
    }
    GILT_CHECK(handle_interrupt(t));
  }
  return true;
}

// What can be read at once, without waiting: -1 with EAGAIN when there is nothing, or with another
// error where the system cannot tell.
ssize_t read_what_is_there(int fd, char* to, size_t size) {
  iovec part{to, size};
  return preadv2(fd, &part, 1, -1, RWF_NOWAIT);
}

// Reads some octets, at most [size], and waits until there are any; 0 is the end of the file.
// Signals are answered meanwhile, and what their handlers raise is the error.
std::optional<size_t> read_some(Thread& t, int fd, char* to, size_t size) {
  while (true) {
    ssize_t count = -1;
    int error = EINTR;
    {
      ReleaseGil released(t);
      if (signal_wait_readable(t, fd)) {
        count = read(fd, to, size);
        error = errno;
      }
    }
    if (count >= 0) return static_cast<size_t>(count);
    if (error == EAGAIN) {
      std::vector<pollfd> files{{fd, POLLIN, 0}};
      if (!wait_for(t, files, kForever)) return std::nullopt;
    } else if (error != EINTR) {
      (void)fail_os(t, error);
      return std::nullopt;
    }
    if (!handle_interrupt(t)) return std::nullopt;
  }
}

// Reads [size] octets. At the end of the file: EOFError if nothing of the message has come yet.
bool read_all(Thread& t, int fd, char* to, size_t size, bool begun) {
  size_t got = 0;
  // A message that is there, and the rest of one that is nearly always, need no wait: the lock can
  // be kept, and the main thread need not ask first whether a signal comes before it.
  if (size <= kSmallMessage)
    got = static_cast<size_t>(std::max<ssize_t>(0, read_what_is_there(fd, to, size)));
  while (got < size) {
    GILT_TRY(size_t count, read_some(t, fd, to + got, size - got));
    if (count == 0) {
      if (got == 0 && !begun) return fail_with(t, eof_error_type, Ref::unset());
      return fail(t, os_error_type, "got end of file during message");
    }
    got += count;
  }
  return true;
}

// What precedes the octets of a message of [size].
std::string head_of_message(uint64_t size) {
  std::string head;
  auto put = [&head](uint64_t value, int octets) {
    while (octets-- > 0) head.push_back(static_cast<char>(value >> (8 * octets)));
  };
  if (size > INT32_MAX) put(0xffffffffu, 4);
  put(size, size > INT32_MAX ? 8 : 4);
  return head;
}

bool send_message(Thread& t, int fd, std::string_view octets) {
  std::string head = head_of_message(octets.size());
  // In one piece, so that small messages of several writers do not mix.
  if (octets.size() <= kSmallMessage) return write_all(t, fd, head.append(octets));
  return write_all(t, fd, head) && write_all(t, fd, octets);
}

Ref send_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]) && send_message(t, fd, view.view()));
  return Ref::none();
}

// Several messages in one system call, as long as they are no more than a pipe takes whole: who is
// killed in between leaves no part of one.
Ref send_all_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  GILT_TRY(RefOf<ListObject> messages, list_from_iterable(t, args[1]));
  std::string together;
  for (int64_t i = 0; i < messages->size; i++) {
    BufferView view(t);
    GILT_CHECK(view.open(messages->items[i].peek()));
    const std::string head = head_of_message(view.size());
    if (together.size() + head.size() + view.size() > PIPE_BUF) {
      GILT_CHECK(write_all(t, fd, together));
      together.clear();
    }
    if (head.size() + view.size() > PIPE_BUF) {
      GILT_CHECK(send_message(t, fd, view.view()));
    } else {
      together.append(head).append(view.view());
    }
  }
  GILT_CHECK(write_all(t, fd, together));
  return Ref::none();
}

Ref receive_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  int64_t limit = -1;
  if (!args[1].is_none()) {
    GILT_TRY(limit, to_int64(t, args[1]));
  }
  unsigned char head[8];
  auto number = [&head](size_t size) {
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) value = value << 8 | head[i];
    return value;
  };
  GILT_CHECK(read_all(t, fd, reinterpret_cast<char*>(head), 4, false));
  uint64_t size = number(4);
  if (size == 0xffffffffu) {
    GILT_CHECK(read_all(t, fd, reinterpret_cast<char*>(head), 8, true));
    size = number(8);
  } else if (size > INT32_MAX) {
    return fail(t, os_error_type, "bad message length");
  }
  if (limit >= 0 && size > static_cast<uint64_t>(limit)) return Ref::none();
  GILT_TRY(RefOf<BytesObject> octets, bytes_new_uninitialised(t, size));
  GILT_CHECK(read_all(t, fd, octets->data(), size, true));
  return octets;
}

// -- sockets within the machine; their names are abstract, so that nothing is left in a folder --

std::optional<socklen_t> fill_address(Thread& t, Value name, sockaddr_un& address) {
  BufferView view(t);
  if (!view.open(name)) return std::nullopt;
  if (view.size() == 0 || view.size() > sizeof address.sun_path) {
    (void)fail(t, os_error_type, "AF_UNIX path too long");
    return std::nullopt;
  }
  std::memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, view.data(), view.size());
  return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + view.size());
}

Ref socketpair_function(Thread& t, Args) {
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return fail_os(t, errno);
  return tuple_of(t, {Value::integer(fds[0]), Value::integer(fds[1])});
}

Ref listen_function(Thread& t, Args args) {
  GILT_TRY(int backlog, to_c_int(t, args[1]));
  sockaddr_un address;
  GILT_TRY(socklen_t size, fill_address(t, args[0], address));
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail_os(t, errno);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, backlog) != 0) {
    int error = errno;
    close(fd);
    return fail_os(t, error);
  }
  return int_from(t, fd);
}

Ref accept_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  while (true) {
    std::vector<pollfd> files{{fd, POLLIN, 0}};
    GILT_CHECK(wait_for(t, files, kForever));
    int made = accept4(fd, nullptr, nullptr, SOCK_CLOEXEC);
    if (made >= 0) return int_from(t, made);
    if (errno != EINTR && errno != EAGAIN && errno != ECONNABORTED) return fail_os(t, errno);
  }
}

Ref connect_function(Thread& t, Args args) {
  sockaddr_un address;
  GILT_TRY(socklen_t size, fill_address(t, args[0], address));
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail_os(t, errno);
  std::optional<int64_t> done = system_call(
      t, [&] { return int64_t{connect(fd, reinterpret_cast<sockaddr*>(&address), size)}; });
  if (!done) {
    close(fd);
    return Ref::error();
  }
  return int_from(t, fd);
}

// (pid, uid) of the process at the other end.
Ref peer_function(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return fail_os(t, errno);
  return tuple_of(t, {Value::integer(peer.pid), Value::integer(peer.uid)});
}

constexpr size_t kMostDescriptors = 250;

Ref send_descriptors(Thread& t, Args args) {
  GILT_TRY(int socket, to_c_int(t, args[0]));
  GILT_TRY(RefOf<ListObject> list, list_from_iterable(t, args[1]));
  auto count = static_cast<size_t>(list->size);
  if (count == 0 || count > kMostDescriptors)
    return fail(t, value_error_type, "can send 1 to {} descriptors at a time", kMostDescriptors);
  std::vector<int> fds;
  for (int64_t i = 0; i < list->size; i++) {
    GILT_TRY(int fd, to_c_int(t, list->items[i].peek()));
    fds.push_back(fd);
  }
  char octet = static_cast<char>(count);
  iovec data{&octet, 1};
  std::vector<char> control(CMSG_SPACE(count * sizeof(int)));
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(count * sizeof(int));
  std::memcpy(CMSG_DATA(head), fds.data(), count * sizeof(int));
  GILT_CHECK(system_call(t, [&] { return int64_t{sendmsg(socket, &message, MSG_NOSIGNAL)}; }));
  return Ref::none();
}

Ref receive_descriptors(Thread& t, Args args) {
  GILT_TRY(int socket, to_c_int(t, args[0]));
  char octet = 0;
  iovec data{&octet, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(kMostDescriptors * sizeof(int))];
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  std::vector<pollfd> files{{socket, POLLIN, 0}};
  GILT_CHECK(wait_for(t, files, kForever));
  GILT_TRY(int64_t size,
           system_call(t, [&] { return int64_t{recvmsg(socket, &message, MSG_CMSG_CLOEXEC)}; }));
  if (size == 0) return fail_with(t, eof_error_type, Ref::unset());
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr;
       head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(head) + i * sizeof(int), sizeof fd);
      GILT_CHECK(list_append(t, list.get(), Ref::adopt(Value::integer(fd))));
    }
  }
  return list;
}

// -- processes --

// Starts a program with the descriptors [fds] open under their numbers, and 0 to 2; no others.
Ref spawn_function(Thread& t, Args args) {
  GILT_TRY(RefOf<ListObject> words, list_from_iterable(t, args[0]));
  GILT_TRY(RefOf<ListObject> open_files, list_from_iterable(t, args[1]));
  std::vector<std::string> texts;
  for (int64_t i = 0; i < words->size; i++) {
    Value word = words->items[i].peek();
    if (is_bytes(word)) {
      texts.emplace_back(word.as<BytesObject>()->view());
    } else if (is_str(word)) {
      texts.emplace_back(word.as<StrObject>()->view());
    } else {
      return fail(t, type_error_type, "arguments must be str or bytes, not {}", type_name(word));
    }
  }
  if (texts.empty()) return fail(t, value_error_type, "no program");
  std::vector<char*> argv;
  argv.reserve(texts.size() + 1);
  for (std::string& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  bool ok = true;
  for (int64_t i = 0; ok && i < open_files->size; i++) {
    std::optional<int> fd = to_c_int(t, open_files->items[i].peek());
    ok = fd.has_value();
    // On itself: only takes close-on-exec away.
    if (ok) posix_spawn_file_actions_adddup2(&actions, *fd, *fd);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t pid = 0;
  int error = 0;
  if (ok) {
    ReleaseGil released(t);
    error = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environ);
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (!ok) return Ref::error();
  if (error != 0) return fail_os(t, error);
  return int_from(t, pid);
}

// A thread that ends this process when the other end of [fd] is closed, which is when the parent
// has gone: politely first, then not.
Ref watch_parent(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[0]));
  pid_t self = getpid();
  bool started = scheduler().spawn(
      [fd, self] {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);
        pollfd file{fd, POLLIN, 0};
        while (poll(&file, 1, -1) < 0 && errno == EINTR) {
        }
        if ((file.revents & POLLNVAL) != 0) return;
        kill(self, SIGTERM);
        timespec grace{1, 0};
        nanosleep(&grace, nullptr);
        kill(self, SIGKILL);
      },
      64 * 1024);
  return Ref::boolean(started);
}

Ref discard_output(Thread&, Args args) {
  text_stream_discard(args[0]);
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"discard_output", discard_output, "(stream, /)",
     "In a forked child: forgets what its parent has written and not flushed."},
    {"wait", wait_function, "(fds, timeout=None, writable=None, /)",
     "Those of the descriptors that can be read without waiting, as soon as there are any; and the "
     "one that can be written."},
    {"send", send_function, "(fd, octets, /)", "Writes a message."},
    {"send_all", send_all_function, "(fd, messages, /)", "Writes messages, small ones together."},
    {"receive", receive_function, "(fd, limit=None, /)",
     "Reads a message; None when it is longer than the limit. EOFError at the end."},
    {"packet_channel", packet_channel, "(senders_wait, /)",
     "((pipe, socket) to take packets from, (pipe, socket) to send them to)."},
    {"send_packet", send_packet, "(pipe, socket, number, octets, /)",
     "Sends a packet, as soon as there is room."},
    {"send_packets", send_packets, "(pipe, socket, packets, /)",
     "Sends as many of the packets, each (number, octets), as there is room for; how many."},
    {"receive_packets", receive_packets, "(pipe, socket, unmarked=False, /)",
     "The packets that are there, each as (number, octets); does not wait."},
    {"packet_taker", packet_taker, "(pipe, /)",
     "The descriptor that a taker of packets waits with."},
    {"take_packet", take_packet, "(pipe, socket, taker, /)",
     "Waits for (number, octets). EOFError when nobody can send any more."},
    {"socketpair", socketpair_function, "()", "Two connected sockets."},
    {"listen", listen_function, "(name, backlog=16, /)", "A socket that others can connect to."},
    {"accept", accept_function, "(fd, /)", "The next connection."},
    {"connect", connect_function, "(name, /)", "A connection to a listening socket."},
    {"peer", peer_function, "(fd, /)", "(pid, uid) of the process at the other end."},
    {"send_descriptors", send_descriptors, "(socket, fds, /)", "Hands descriptors over."},
    {"receive_descriptors", receive_descriptors, "(socket, /)",
     "Descriptors that were handed over."},
    {"spawn", spawn_function, "(argv, fds, /)",
     "Starts a program that has these descriptors; its process number."},
    {"watch_parent", watch_parent, "(fd, /)",
     "Ends this process when the other end of a pipe is closed."},
};

bool init(Thread& t, ModuleObject* module) {
  return module_set(t, module, "Block", Ref::copy(shared_block_type())) &&
         module_set(t, module, "SemLock", Ref::copy(semaphore_type())) &&
         module_set(t, module, "SEM_VALUE_MAX", Ref::adopt(Value::integer(INT_MAX)));
}

constexpr ModuleDef kModule{"_multiprocessing", "What processes that work together need.",
                            kFunctions, init};

}  // namespace

void register_multiprocessing_module() {
  register_native_module(kModule);
}

}  // namespace gilt
