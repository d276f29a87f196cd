# needs: 3.14+
# subprocess: running programs, talking with them, and what goes wrong.
import os
import signal
import subprocess
import sys
import threading
import time
from subprocess import DEVNULL, PIPE, STDOUT, Popen


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


print(subprocess.run(["echo", "hello"], capture_output=True, text=True))  # expect: CompletedProcess(args=['echo', 'hello'], returncode=0, stdout='hello\n', stderr='')
print(subprocess.run(["cat"], input=b"in and out", stdout=PIPE).stdout)  # expect: b'in and out'
print(subprocess.run("echo out; echo err >&2; exit 3", shell=True, capture_output=True))
# expect: CompletedProcess(args='echo out; echo err >&2; exit 3', returncode=3, stdout=b'out\n', stderr=b'err\n')
print(subprocess.check_output(["sh", "-c", "echo both; echo err >&2"], stderr=STDOUT, text=True).split())  # expect: ['both', 'err']
show(subprocess.run, ["false"], check=True)  # expect: CalledProcessError: Command '['false']' returned non-zero exit status 1.
show(subprocess.check_call, ["true"])  # expect: 0
show(subprocess.check_call, ["sh", "-c", "kill -9 $$"])  # expect: CalledProcessError: Command '['sh', '-c', 'kill -9 $$']' died with <Signals.SIGKILL: 9>.
print(subprocess.call(["sh", "-c", "exit 5"]))  # expect: 5
print(subprocess.getoutput("echo one; echo two"), subprocess.getstatusoutput("exit 4"))
# expect: one
# expect: two (4, '')

# Missing programs, folders and permissions.
show(subprocess.run, ["no-such-program-here"])  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'no-such-program-here'
show(subprocess.run, ["/no/such/program"])  # expect: FileNotFoundError: [Errno 2] No such file or directory: '/no/such/program'
show(subprocess.run, ["true"], cwd="/no/such/folder")  # expect: FileNotFoundError: [Errno 2] No such file or directory: '/no/such/folder'
show(subprocess.run, ["/etc/passwd"])  # expect: PermissionError: [Errno 13] Permission denied: '/etc/passwd'
show(subprocess.run, ["echo", 5])  # expect: TypeError: expected str, bytes or os.PathLike object, not int
show(subprocess.run, ["echo", "a\0b"])  # expect: ValueError: embedded null byte
show(subprocess.run, ["true"], env={"A=B": "x"})  # expect: ValueError: illegal environment variable name
show(subprocess.run, ["true"], stdin=PIPE, input=b"x")  # expect: ValueError: stdin and input arguments may not both be used.
show(subprocess.run, ["true"], capture_output=True, stdout=PIPE)  # expect: ValueError: stdout and stderr arguments may not be used with capture_output.
show(subprocess.check_output, ["true"], stdout=PIPE)  # expect: ValueError: stdout argument not allowed, it will be overridden.
show(Popen, ["true"], bufsize="x")  # expect: TypeError: bufsize must be an integer


def broken():
    raise RuntimeError("in the child")


show(subprocess.run, ["true"], preexec_fn=broken)  # expect: SubprocessError: Exception occurred in preexec_fn.
print(subprocess.run(["sh", "-c", "umask"], preexec_fn=lambda: os.umask(0o77), capture_output=True).stdout)  # expect: b'0077\n'

# What the child gets.
print(subprocess.check_output(["sh", "-c", "echo $GREETING; pwd"], env={"GREETING": "hi", "PATH": os.environ["PATH"]}, cwd="/", text=True).split())  # expect: ['hi', '/']
print(subprocess.run(["cat"], stdin=DEVNULL, capture_output=True).stdout)  # expect: b''
r, w = os.pipe()
with Popen(["sh", "-c", f"echo passed >&{w}"], pass_fds=[w]) as p:
    os.close(w)
    print(os.read(r, 100), p.wait())  # expect: b'passed\n' 0
print(subprocess.run(["sh", "-c", f"ls /proc/self/fd | wc -l"], capture_output=True, text=True).stdout.strip())  # expect: 4
p = Popen(["sleep", "60"], start_new_session=True)
print(os.getsid(p.pid) == p.pid, p.poll())  # expect: True None
p.terminate()
print(p.wait(), p.poll(), p)  # expect: -15 -15 <Popen: returncode: -15 args: ['sleep', '60']>
p.kill()

# Time-outs.
p = Popen(["sleep", "60"])
show(p.wait, timeout=0.05)  # expect: TimeoutExpired: Command '['sleep', '60']' timed out after 0.05 seconds
show(p.communicate, timeout=0.05)  # expect: TimeoutExpired: Command '['sleep', '60']' timed out after 0.05 seconds
p.send_signal(signal.SIGINT)
print(p.wait(timeout=10))  # expect: -2
start = time.monotonic()
try:
    subprocess.run(["sh", "-c", "echo first; exec sleep 60"], stdout=PIPE, timeout=0.3)
except subprocess.TimeoutExpired as e:
    print(e.output, e.cmd[0], time.monotonic() - start < 10)  # expect: b'first\n' sh True

# Pipes: large data in both directions, a reader that ends early, a conversation.
data = b"x" * 1_000_000
print(len(Popen(["cat"], stdin=PIPE, stdout=PIPE).communicate(data)[0]))  # expect: 1000000
print(Popen(["true"], stdin=PIPE).communicate(data))  # expect: (None, None)
print(Popen(["head", "-c", "3"], stdin=PIPE, stdout=PIPE, stderr=PIPE).communicate(data))  # expect: (b'xxx', b'')
with Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as p:
    for word in ("one", "two"):
        p.stdin.write(word + "\n")
        print(p.stdout.readline().strip())
# expect: one
# expect: two
print(p.returncode)  # expect: 0
print(subprocess.run(["printf", "a\\r\\nb\\303\\244"], stdout=PIPE, encoding="utf-8").stdout.encode("ascii", "backslashreplace"))  # expect: b'a\nb\\xe4'
with open(os.path.join(os.environ.get("TMPDIR", "/tmp"), "subprocess_out"), "w+") as f:
    subprocess.run(["echo", "to a file"], stdout=f)
    f.seek(0)
    print(f.read())
# expect: to a file
# expect:
with os.popen("echo from popen; exit 2") as f:
    print(f.read(), end="")  # expect: from popen
print(os.popen("exit 3").close(), os.popen("true").close(), os.system("exit 6") >> 8)  # expect: 768 None 6

# Several threads start programs at once.
results = []


def start_some():
    for i in range(5):
        results.append(subprocess.run(["echo", str(i)], stdout=PIPE).stdout)


threads = [threading.Thread(target=start_some) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(results), sorted(set(results)))  # expect: 20 [b'0\n', b'1\n', b'2\n', b'3\n', b'4\n']
show(os.wait)  # expect: ChildProcessError: [Errno 10] No child processes
