// What the files of module _multiprocessing share.
#pragma once

#include <poll.h>

#include <vector>

#include "runtime/native.h"
#include "runtime/scheduler.h"

namespace gilt {

// Messages of up to so many octets are written in one piece.
constexpr size_t kSmallMessage = 16384;

// Waits until one of [files] is ready or [deadline] passes; signals are answered meanwhile, and
// what their handlers raise is the error. The caller holds the lock, which is released.
[[nodiscard]] bool wait_for(Thread& t, std::vector<pollfd>& files, Nanoseconds deadline);

// -- packets (multiprocessing_packets.cpp, which tells of them) --

// packet_pair(): (the end to take from, the end to send to).
Ref packet_pair(Thread& t, Args args);
// send_packet(fd, number, octets): waits until there is room.
Ref send_packet(Thread& t, Args args);
// send_packets(fd, [(number, octets), ...]): how many of them there was room for; does not wait.
// OSError when the first one cannot be sent at all.
Ref send_packets(Thread& t, Args args);
// receive_packets(fd): [(number, octets), ...] that are there; does not wait. Octets that were lost
// for want of a free descriptor are None.
Ref receive_packets(Thread& t, Args args);
// take_packet(fd): waits for (number, octets), as above. EOFError when nobody can send any more.
Ref take_packet(Thread& t, Args args);

}  // namespace gilt
