# OSError: errno to subclass, text, file names.
import errno
print(repr(OSError(2, "No such file")), type(OSError(2, "x")).__name__, OSError(2, "x").errno)
# expect: FileNotFoundError(2, 'No such file') FileNotFoundError 2
print(OSError(2, "gone", "file.txt"), OSError(2, "gone", "a", None, "b"), OSError("just text"))
# expect: [Errno 2] gone: 'file.txt' [Errno 2] gone: 'a' -> 'b' just text
o = OSError(13, "denied", "f")
print(type(o).__name__, o.args, o.filename, o.filename2, o.strerror)
# expect: PermissionError (13, 'denied') f None denied
print([type(OSError(n, "")).__name__ for n in (errno.EEXIST, errno.EPIPE, errno.ECHILD, errno.ETIMEDOUT, errno.EISDIR, errno.EAGAIN, errno.EINTR)])
# expect: ['FileExistsError', 'BrokenPipeError', 'ChildProcessError', 'TimeoutError', 'IsADirectoryError', 'BlockingIOError', 'InterruptedError']
print(OSError().errno, OSError(1).errno, OSError(1).args)  # expect: None None (1,)
print(FileNotFoundError(2, "x").errno, str(FileNotFoundError("custom")))  # expect: 2 custom
b = BlockingIOError(11, "again", 5)
print(b.characters_written, b.filename, b.args)  # expect: 5 None (11, 'again', 5)
try:
    OSError(2, "x").characters_written
except AttributeError as e:
    print(e)  # expect: characters_written


class Mine(OSError):
    def __init__(self, a, b):
        super().__init__(a, b)


m = Mine(2, "text")
print(type(m).__name__, m.errno, m)  # expect: Mine 2 [Errno 2] text


class Own(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


print(type(Own(2, "t")).__name__, Own(2, "t").errno)  # expect: Own 2
try:
    open("/nonexistent/file")
except FileNotFoundError as e:
    print(e, e.errno == errno.ENOENT, e.filename)
# expect: [Errno 2] No such file or directory: '/nonexistent/file' True /nonexistent/file
