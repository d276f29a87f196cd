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

// packet_channel(senders_wait): ((pipe, socket) to take from, (pipe, socket) to send to). Only
// send_packet() is for senders that wait, only send_packets() for one that does not.
Ref packet_channel(Thread& t, Args args);
// send_packet(pipe, socket, number, octets): waits until there is room.
Ref send_packet(Thread& t, Args args);
// send_packets(pipe, socket, [(number, octets), ...]): how many of them there was room for. OSError
// when the first one cannot be sent at all. Only one process and thread may send.
Ref send_packets(Thread& t, Args args);
// receive_packets(pipe, socket, unmarked=False): [(number, octets), ...] that are there, with those
// that no mark tells of if [unmarked]; does not wait. Octets that were lost for want of a free
// descriptor are None.
Ref receive_packets(Thread& t, Args args);
// packet_taker(pipe): the descriptor that one taker of packets waits with.
Ref packet_taker(Thread& t, Args args);
// take_packet(pipe, socket, taker): waits for (number, octets), as above. EOFError when nobody can
// send any more.
Ref take_packet(Thread& t, Args args);

}  // namespace gilt
