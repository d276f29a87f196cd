# needs: 3.14+
# os.fork, the ways to wait for a child, and what the child starts with.
import os
import signal
import sys
import threading
import time
import warnings


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


def child(f):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = f() or 0
            sys.stdout.flush()
        finally:
            os._exit(code)
    return pid


pid = child(lambda: 7)
got, status = os.waitpid(pid, 0)
print(got == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))  # expect: True True 7 7
pid = child(lambda: os.kill(os.getpid(), signal.SIGKILL))
_, status = os.wait()
print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.waitstatus_to_exitcode(status), os.WCOREDUMP(status))  # expect: True 9 -9 False
pid = child(lambda: time.sleep(0.1))
print(os.waitpid(pid, os.WNOHANG))  # expect: (0, 0)
got, status, usage = os.wait4(pid, 0)
print(got == pid, status, usage.ru_maxrss > 0)  # expect: True 0 True
pid = child(lambda: 3)
info = os.waitid(os.P_PID, pid, os.WEXITED)
print(info.si_pid == pid, info.si_status, info.si_code == os.CLD_EXITED)  # expect: True 3 True
show(os.wait)  # expect: ChildProcessError: [Errno 10] No child processes
show(os.waitpid, pid, 0)  # expect: ChildProcessError: [Errno 10] No child processes
show(os.waitstatus_to_exitcode, 0x137F)  # expect: ValueError: process stopped by delivery of signal 19
show(os.register_at_fork)  # expect: TypeError: At least one argument is required.
show(os.register_at_fork, before=1)  # expect: TypeError: 'before' must be callable, not int

# Waiting is interrupted by a signal and goes on.
hits = []
signal.signal(signal.SIGALRM, lambda n, f: hits.append(n))
pid = child(lambda: time.sleep(0.2))
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(os.waitpid(pid, 0)[1], hits)  # expect: 0 [14]

# The registered calls.
order = []
os.register_at_fork(before=lambda: order.append("before 1"), after_in_parent=lambda: order.append("parent 1"), after_in_child=lambda: order.append("child 1"))
os.register_at_fork(before=lambda: order.append("before 2"), after_in_parent=lambda: order.append("parent 2"), after_in_child=lambda: order.append("child 2"))
os.waitpid(child(lambda: print(order)), 0)  # expect: ['before 2', 'before 1', 'child 1', 'child 2']
print(order)  # expect: ['before 2', 'before 1', 'parent 1', 'parent 2']


# Forking a program with threads.
def in_threaded_child():
    print(threading.active_count(), threading.current_thread() is threading.main_thread(), worker.is_alive(), threading.enumerate() == [threading.main_thread()])
    t = threading.Thread(target=lambda: print("a thread of the child"))
    t.start()
    t.join()
    lock = threading.Lock()
    print(lock.acquire(timeout=1))


stop = threading.Event()
worker = threading.Thread(target=stop.wait)
worker.start()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    pid = child(in_threaded_child)
# expect: 1 True False True
# expect: a thread of the child
# expect: True
    os.waitpid(pid, 0)
print(len(caught), caught[0].category.__name__, str(caught[0].message).replace(str(os.getpid()), "N"))
# expect: 1 DeprecationWarning This process (pid=N) is multi-threaded, use of fork() may lead to deadlocks in the child.


# From a thread that is not the main one.
def fork_here():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pid = child(lambda: print(threading.current_thread().name, threading.current_thread() is threading.main_thread()))
    print(os.waitpid(pid, 0)[1])


forker = threading.Thread(target=fork_here, name="forker")
forker.start()
forker.join()
# expect: forker True
# expect: 0
stop.set()
worker.join()

# A child that just ends flushes and runs what it has to.
r, w = os.pipe()
sys.stdout.flush()
if os.fork() == 0:
    os.close(r)
    os.write(w, b"from the child")
    sys.exit(5)
os.close(w)
print(os.read(r, 100), os.read(r, 100))  # expect: b'from the child' b''
print(os.waitstatus_to_exitcode(os.wait()[1]))  # expect: 5

# Signals that wait for the parent are not the child's; handlers stay.
signal.signal(signal.SIGUSR1, lambda n, f: print("handled in", "child" if os.getpid() != parent else "parent"))
parent = os.getpid()
os.waitpid(child(lambda: signal.raise_signal(signal.SIGUSR1)), 0)  # expect: handled in child
show(os.getpgid, 0) if os.getpgid(0) != os.getpgrp() else print("own group")  # expect: own group
os.waitpid(child(lambda: print(os.getsid(0) == os.setsid() if False else (os.setsid(), os.getsid(0) == os.getpid()))), 0)  # expect: (None, True)
