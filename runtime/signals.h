// Signals: from the system's handler to the script's, on the main thread.
//
// The system's handler only notes the number, sets the main thread's safepoint bit, wakes it and
// writes to the wake-up descriptor of the module `signal`; the script's handler runs at the main
// thread's next safepoint, and every wait that the signal ended is taken up again after it (PEP
// 475). SIGINT without a handler of the script's raises KeyboardInterrupt.
#pragma once

#include <csignal>

#include "runtime/error.h"
#include "runtime/interpreter.h"

namespace gilt {

// Lets SIGINT interrupt [interpreter]'s main thread, and ignores SIGPIPE and SIGXFSZ, so that
// writing to a closed pipe is an OSError. One interpreter of the process can have the signals.
void signals_install(Interpreter* interpreter);
void signals_uninstall(Interpreter* interpreter);
// Is [t] the thread on which scripts' handlers run?
bool signals_are_of(const Thread& t);
// The same, or what that thread is in another interpreter (interpreter_family.h): there no script's
// handler can run, but SIGINT that has none raises KeyboardInterrupt.
bool signals_reach(const Thread& t);
// The main thread goes on as [visitor] in another interpreter, or is back (null). Returns the
// visitor before.
Thread* signals_follow(Thread* visitor);
// Did a signal interrupt the visit that has just ended? Tells once.
bool signals_interrupted_visit();
// Raises KeyboardInterrupt in [home], because of a signal that interrupted a visit.
Failed signals_raise_interrupt(Thread& home);
// In the child after a fork: what came in was the parent's.
void signals_after_fork();
// Publishes the handlers, which are the main thread's own otherwise: what an event loop's handler
// of SIGINT reaches is all that the loop runs. REQUIRES: no other thread runs.
void signals_publish();

// The handler of signal [number] as the module `signal` knows it: a callable, kSigDfl or kSigIgn as
// ints, None when it was not set from [t]'s interpreter, or unset: KeyboardInterrupt for SIGINT.
inline constexpr int kSigDfl = 0;
inline constexpr int kSigIgn = 1;
// REQUIRES: [t] is the main thread of its interpreter, and it calls or stands still.
Ref signal_handler(const Thread& t, int number);
// The same for any thread that calls.
Ref signal_handler_from_any(Thread& t, int number);
// Sets it and hands back the old one. OSError for a number that the system refuses. Main thread
// only.
Ref signal_set_handler(Thread& t, int number, Value handler);
// The descriptor that gets a byte for each signal, -1 for none; returns the one before. A full one
// is reported unless [warn_on_full] is false.
int signal_set_wakeup(int fd, bool warn_on_full);

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

// Around a system call that takes a signal mask (ppoll, epoll_pwait ...) and may block: on the main
// thread signals are held back until the call itself lets them in, so that none comes unseen
// between the last look and the call.
class SignalGate {
 public:
  explicit SignalGate(const Thread& t);
  ~SignalGate();
  SignalGate(const SignalGate&) = delete;
  SignalGate& operator=(const SignalGate&) = delete;
  // A signal waits to be answered: do not make the call, act as after EINTR.
  bool signal_waits() const;
  // What to give the system call; null: it needs none.
  const sigset_t* mask() const { return closed_ ? &before_ : nullptr; }

 private:
  sigset_t before_;
  bool closed_;
};

}  // namespace gilt
