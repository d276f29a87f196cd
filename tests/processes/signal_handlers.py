# needs: 3.14+
# signal: handlers, what they get, and who may set them.
import os
import signal
import threading
import time


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


seen = []


def handler(number, frame):
    seen.append((signal.Signals(number).name, frame is not None and frame.f_code.co_name))


print(signal.signal(signal.SIGUSR1, handler))  # expect: 0
print(signal.getsignal(signal.SIGUSR1) is handler, signal.getsignal(signal.SIGUSR2) is signal.SIG_DFL)  # expect: True True
print(repr(signal.getsignal(signal.SIGUSR2)), repr(signal.SIGUSR1))  # expect: <Handlers.SIG_DFL: 0> <Signals.SIGUSR1: 10>
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN)  # expect: True True
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
print(seen)  # expect: [('SIGUSR1', '<module>'), ('SIGUSR1', '<module>'), ('SIGUSR1', '<module>')]
seen.clear()

# A wait is interrupted, the handler runs, the wait goes on.
start = time.monotonic()
signal.setitimer(signal.ITIMER_REAL, 0.05)
signal.signal(signal.SIGALRM, handler)
time.sleep(0.2)
print(seen, time.monotonic() - start >= 0.2)  # expect: [('SIGALRM', '<module>')] True
seen.clear()

lock = threading.Lock()
lock.acquire()
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(lock.acquire(timeout=0.15), len(seen))  # expect: False 1

r, w = os.pipe()


def late():
    time.sleep(0.15)
    os.write(w, b"data")


t = threading.Thread(target=late)
t.start()
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(os.read(r, 10), len(seen))  # expect: b'data' 2
t.join()


class Stop(Exception):
    pass


def stopper(number, frame):
    raise Stop("enough")


signal.signal(signal.SIGALRM, stopper)
for wait in (lambda: time.sleep(10), lambda: os.read(r, 1), lambda: lock.acquire(), signal.pause, lambda: threading.Event().wait(10)):
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    show(wait)
# expect: Stop: enough
# expect: Stop: enough
# expect: Stop: enough
# expect: Stop: enough
# expect: Stop: enough

# A busy loop is interrupted too.
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True:
        pass
except Stop as e:
    print("stopped", e)  # expect: stopped enough

# In a thread: handlers run in the main one.
where = []
signal.signal(signal.SIGUSR2, lambda n, f: where.append(threading.current_thread() is threading.main_thread()))
t = threading.Thread(target=lambda: signal.raise_signal(signal.SIGUSR2))
t.start()
t.join()
print(where)  # expect: [True]


def from_thread():
    show(signal.signal, signal.SIGUSR1, handler)
    show(signal.set_wakeup_fd, -1)


t = threading.Thread(target=from_thread)
t.start()
t.join()
# expect: ValueError: signal only works in main thread of the main interpreter
# expect: ValueError: set_wakeup_fd only works in main thread of the main interpreter

show(signal.signal, 0, handler)  # expect: ValueError: signal number out of range
show(signal.signal, 1000, handler)  # expect: ValueError: signal number out of range
show(signal.signal, signal.SIGKILL, handler)  # expect: OSError: [Errno 22] Invalid argument
show(signal.signal, signal.SIGUSR1, 7)  # expect: TypeError: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object
show(signal.signal, signal.SIGUSR1, None)  # expect: TypeError: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object
show(signal.signal, "x", handler)  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(signal.getsignal, 99)  # expect: ValueError: signal number out of range
show(signal.strsignal, 99)  # expect: ValueError: signal number out of range
show(signal.strsignal, signal.SIGTERM)  # expect: Terminated
show(os.kill, os.getpid(), 1000)  # expect: OSError: [Errno 22] Invalid argument
show(os.kill, 2**22 + 5, 0)  # expect: ProcessLookupError: [Errno 3] No such process
show(signal.setitimer, 99, 1)  # expect: ItimerError: [Errno 22] Invalid argument
show(signal.pthread_sigmask, signal.SIG_BLOCK, [0])  # expect: ValueError: signal number 0 out of range [1; 64]
show(signal.pthread_sigmask, 99, [])  # expect: OSError: [Errno 22] Invalid argument

# Masks and waiting for what is held back.
print(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1}) - {None})  # expect: set()
seen.clear()
signal.raise_signal(signal.SIGUSR1)
print(seen, signal.sigpending())  # expect: [] {<Signals.SIGUSR1: 10>}
print(repr(signal.sigwait([signal.SIGUSR1])))  # expect: <Signals.SIGUSR1: 10>
print(signal.sigtimedwait([signal.SIGUSR1], 0.01))  # expect: None
signal.raise_signal(signal.SIGUSR1)
info = signal.sigwaitinfo([signal.SIGUSR1])
print(info.si_signo, info.si_pid == os.getpid(), type(info).__name__)  # expect: 10 True struct_siginfo
signal.raise_signal(signal.SIGUSR1)
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]), len(seen))  # expect: {<Signals.SIGUSR1: 10>} 1
print(len(signal.valid_signals()) > 60, signal.SIGKILL in signal.valid_signals(), 32 in signal.valid_signals())  # expect: True True False

# The wake-up descriptor.
os.set_blocking(w, False)
os.set_blocking(r, False)
show(signal.set_wakeup_fd, w)  # expect: -1
signal.raise_signal(signal.SIGUSR1)
print(os.read(r, 10))  # expect: b'\n'
show(signal.set_wakeup_fd, -1) if signal.set_wakeup_fd(-1) == w else print("not set")  # expect: -1
os.set_blocking(w, True)
try:
    signal.set_wakeup_fd(w)
except ValueError as e:
    print(str(e).replace(str(w), "N"))  # expect: the fd N must be in non-blocking mode

signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.raise_signal(signal.SIGUSR1)
print(repr(signal.signal(signal.SIGUSR1, signal.SIG_DFL)))  # expect: <Handlers.SIG_IGN: 1>
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")  # expect: interrupted
print(signal.alarm(0), [round(v) for v in signal.getitimer(signal.ITIMER_REAL)])  # expect: 0 [0, 0]
