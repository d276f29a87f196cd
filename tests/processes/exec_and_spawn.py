# needs: 3.14+
# exec, posix_spawn, the environment of children, process groups, and descriptors that they get.
import os
import signal
import sys


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


def in_child(f):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            f()
        except BaseException as e:
            print(type(e).__name__ + ": " + str(e), flush=True)
        os._exit(77)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# expect: executed
print(in_child(lambda: os.execv("/bin/sh", ["sh", "-c", "echo executed; exit 4"])))  # expect: 4
print(in_child(lambda: os.execvp("sh", ("sh", "-c", "exit 5"))))  # expect: 5
# expect: value .
print(in_child(lambda: os.execve("/bin/sh", ["sh", "-c", "echo $NAME $HOME."], {"NAME": "value"})))  # expect: 0
# expect: b
print(in_child(lambda: os.execvpe("sh", ["sh", "-c", "echo $A"], {"A": "b", "PATH": os.environ["PATH"]})))  # expect: 0
print(in_child(lambda: os.execlp("sh", "sh", "-c", "exit 6")))  # expect: 6
# expect: r
print(in_child(lambda: os.execle("/bin/sh", "sh", "-c", "echo $Q", {"Q": "r"})))  # expect: 0
show(os.execv, "/no/such/program", ["x"])  # expect: FileNotFoundError: [Errno 2] No such file or directory
show(os.execve, "/no/such/program", ["x"], {})  # expect: FileNotFoundError: [Errno 2] No such file or directory: '/no/such/program'
show(os.execvp, "no-such-program-here", ["x"])  # expect: FileNotFoundError: [Errno 2] No such file or directory
show(os.execv, "/bin/sh", [])  # expect: ValueError: execv() arg 2 must not be empty
show(os.execv, "/bin/sh", [""])  # expect: ValueError: execv() arg 2 first element cannot be empty
show(os.execv, "/bin/sh", "text")  # expect: TypeError: execv() arg 2 must be a tuple or list
show(os.execv, "/bin/sh", [5])  # expect: TypeError: expected str, bytes or os.PathLike object, not int
show(os.execve, "/bin/sh", ["x"], 5)  # expect: TypeError: execve: environment must be a mapping object
show(os.execve, "/bin/sh", ["x"], {"A=B": "c"})  # expect: ValueError: illegal environment variable name
show(os.execve, "/bin/sh", ["x"], {5: "c"})  # expect: TypeError: expected str, bytes or os.PathLike object, not int
show(os.execv, "/bin/sh", ["a\0b"])  # expect: ValueError: embedded null byte

os.environ["MADE_HERE"] = "yes"
# expect: yes
print(in_child(lambda: os.execv("/bin/sh", ["sh", "-c", "echo $MADE_HERE"])))  # expect: 0
del os.environ["MADE_HERE"]
# expect: unset
print(in_child(lambda: os.execv("/bin/sh", ["sh", "-c", "echo ${MADE_HERE-unset}"])))  # expect: 0
os.putenv("PUT", "there")
print("PUT" in os.environ, os.system("test $PUT = there"))  # expect: False 0
os.unsetenv("PUT")
print(os.system("test -z \"$PUT\""))  # expect: 0
show(os.putenv, "A=B", "c")  # expect: ValueError: illegal environment variable name
show(os.environ.__setitem__, "A=B", "c")  # expect: ValueError: illegal environment variable name
show(os.environ.__setitem__, "A", 5)  # expect: TypeError: str expected, not int
show(os.environ.__getitem__, "NO_SUCH_VARIABLE")  # expect: KeyError: 'NO_SUCH_VARIABLE'


def spawned(*args, **kw):
    sys.stdout.flush()
    return os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn(*args, **kw), 0)[1])


# expect: spawned y
print(spawned("/bin/sh", ["sh", "-c", "echo spawned $X"], {"X": "y"}))  # expect: 0
print(os.waitstatus_to_exitcode(os.waitpid(os.posix_spawnp("sh", ["sh", "-c", "exit 8"], os.environ), 0)[1]))  # expect: 8
r, w = os.pipe()
print(spawned("/bin/sh", ["sh", "-c", "echo to the pipe; echo lost >&2"], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, w, 1), (os.POSIX_SPAWN_CLOSE, w), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]))  # expect: 0
print(os.read(r, 100))  # expect: b'to the pipe\n'
print(spawned("/bin/sh", ["sh", "-c", "kill -TERM $$"], os.environ, setsigdef=[signal.SIGTERM], setsigmask=[]))  # expect: -15
pid = os.posix_spawn("/bin/sleep", ["sleep", "30"], os.environ, setpgroup=0)
print(os.getpgid(pid) == pid)  # expect: True
os.killpg(pid, signal.SIGKILL)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))  # expect: -9
show(os.posix_spawn, "/no/such/program", ["x"], os.environ)  # expect: FileNotFoundError: [Errno 2] No such file or directory: '/no/such/program'
show(os.posix_spawn, "/bin/sh", [], os.environ)  # expect: ValueError: posix_spawn: argv must not be empty
show(os.posix_spawn, "/bin/sh", [""], os.environ)  # expect: ValueError: posix_spawn: argv first element cannot be empty
show(os.posix_spawn, "/bin/sh", "x", os.environ)  # expect: TypeError: posix_spawn: argv must be a tuple or list
show(os.posix_spawn, "/bin/sh", ["x"], os.environ, file_actions=[(99,)])  # expect: TypeError: Unknown file_actions identifier
show(os.posix_spawn, "/bin/sh", ["x"], os.environ, file_actions=[5])  # expect: TypeError: Each file_actions element must be a non-empty tuple
show(os.posix_spawn, "/bin/sh", ["x"], os.environ, setsigmask=[1000])  # expect: ValueError: signal number 1000 out of range [1; 64]
print(os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "exit 9"]), os.spawnlp(os.P_WAIT, "no-such-program-here", "x"))  # expect: 9 127

# What is inherited.
r, w = os.pipe()
print(os.get_inheritable(w), spawned("/bin/sh", ["sh", "-c", f"echo x >&{w}"], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]) != 0)
# expect: False True
os.set_inheritable(w, True)
print(os.get_inheritable(w), spawned("/bin/sh", ["sh", "-c", f"echo x >&{w}"], os.environ), os.read(r, 10))  # expect: True 0 b'x\n'
copy = os.dup(w)
other = os.dup2(w, 100)
print(os.get_inheritable(copy), os.get_inheritable(other), other, os.get_inheritable(os.dup2(w, 101, inheritable=False)))  # expect: False True 100 False
r2, w2 = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
print(os.get_blocking(r2), os.get_inheritable(r2))  # expect: False False
show(os.read, r2, 1)  # expect: BlockingIOError: [Errno 11] Resource temporarily unavailable
os.set_blocking(r2, True)
print(os.get_blocking(r2))  # expect: True
os.close(r2)
show(os.write, w2, b"x")  # expect: BrokenPipeError: [Errno 32] Broken pipe
show(os.close, r2)  # expect: OSError: [Errno 9] Bad file descriptor
show(os.set_inheritable, r2, True)  # expect: OSError: [Errno 9] Bad file descriptor
show(os.dup2, r2, 102)  # expect: OSError: [Errno 9] Bad file descriptor
show(os.read, w, 1)  # expect: OSError: [Errno 9] Bad file descriptor
print(os.umask(0o22) == os.umask(0o22), os.nice(0) == os.getpriority(os.PRIO_PROCESS, 0), len(os.urandom(8)), os.cpu_count() >= os.process_cpu_count() >= 1)
# expect: True True 8 True
print(os.getppid() > 0, os.sched_getaffinity(0) <= set(range(os.cpu_count())), len(os.getloadavg()), os.times().elapsed > 0, os.sysconf("SC_PAGESIZE"))
# expect: True True 3 True 4096
show(os.sysconf, "NO_SUCH")  # expect: ValueError: unrecognized configuration name
show(os.urandom, -1)  # expect: ValueError: negative argument not allowed
show(os.kill, "x", 1)  # expect: TypeError: 'str' object cannot be interpreted as an integer
