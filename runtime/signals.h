// Signals: from the system's handler to the script's, on the main thread.
//
// The system's handler only notes the number, sets the main thread's safepoint bit and wakes it;
// the script's handler runs at the main thread's next safepoint. SIGINT without a handler of the
// script's raises KeyboardInterrupt.
#pragma once

#include <csignal>

#include "runtime/interpreter.h"

namespace gilt {

// Lets SIGINT interrupt [interpreter]'s main thread, and ignores SIGPIPE and SIGXFSZ, so that
// writing to a closed pipe is an OSError. One interpreter of the process can have the signals.
void signals_install(Interpreter* interpreter);
void signals_uninstall(Interpreter* interpreter);

// The handler of signal [number] as the module `signal` knows it: a callable, kSigDfl or kSigIgn as
// ints, or unset: KeyboardInterrupt for SIGINT, otherwise not to be handled from here. Main thread
// only.
inline constexpr int kSigDfl = 0;
inline constexpr int kSigIgn = 1;
Ref signal_handler(int number);
// Sets it and hands back the old one. OSError for a number that the system refuses.
Ref signal_set_handler(Thread& t, int number, Value handler);

// Runs the handlers of all signals that have come in. False with an exception pending when one
// raised.
bool signals_run(Thread& t);

// Was [number] pending? It is not any more: for a host that waits for input itself. Any thread.
bool signal_take(int number);
// Before a read() that may block: waits until [fd] has something to read or a signal comes in.
// False for the signal, with errno EINTR: the call is not to be made. (A signal that comes between
// the last look at a safepoint and the system call would otherwise be answered only after it.) Only
// the main thread waits here; to be called without the GIL.
bool signal_wait_readable(const Thread& t, int fd);
// Readable once a signal has come in, for a host that polls itself; whoever saw that empties it.
int signal_wake_fd();
void signal_empty_wake_fd();
// Notes signal [number] as if it had come from the system; any thread.
void signal_note(int number);

}  // namespace gilt
