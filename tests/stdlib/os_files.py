# needs: 3.14+
# os: files, folders, paths, the environment.
import os
import os.path

folder = os.path.join(os.environ.get("TMPDIR", "/tmp"), "os_files_test")


def clean(text):
    return text.replace(folder, "DIR")


def show(f, *args, **kw):
    try:
        print(clean(repr(f(*args, **kw))))
    except Exception as e:
        print(clean(type(e).__name__ + ": " + str(e)))


os.makedirs(os.path.join(folder, "a", "b"))
os.makedirs(os.path.join(folder, "a", "b"), exist_ok=True)
show(os.makedirs, os.path.join(folder, "a"))  # expect: FileExistsError: [Errno 17] File exists: 'DIR/a'
show(os.mkdir, os.path.join(folder, "x", "y"))
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/x/y'
for name in ("one.txt", "two.py"):
    with open(os.path.join(folder, "a", name), "w") as f:
        f.write(name * 3)
print(sorted(os.listdir(os.path.join(folder, "a"))), os.listdir(folder))  # expect: ['b', 'one.txt', 'two.py'] ['a']
one = os.path.join(folder, "a", "one.txt")
print(os.path.exists(one), os.path.isfile(one), os.path.isdir(one), os.path.isdir(folder), os.path.getsize(one), os.path.islink(one))
# expect: True True False True 21 False
st = os.stat(one)
print(st.st_size, oct(st.st_mode & 0o170000), len(st), st[6], abs(st.st_mtime - st.st_mtime_ns / 1e9) < 1e-6, type(st).__name__)
# expect: 21 0o100000 10 21 True stat_result
os.symlink(one, os.path.join(folder, "link"))
print(clean(os.readlink(os.path.join(folder, "link"))), os.path.islink(os.path.join(folder, "link")), clean(os.path.realpath(os.path.join(folder, "link"))))
# expect: DIR/a/one.txt True DIR/a/one.txt
os.rename(one, os.path.join(folder, "a", "b", "renamed"))
show(os.rename, one, one + "2")
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/a/one.txt' -> 'DIR/a/one.txt2'
show(os.remove, one)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/a/one.txt'
show(os.rmdir, os.path.join(folder, "a"))  # expect: OSError: [Errno 39] Directory not empty: 'DIR/a'
show(os.listdir, one)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/a/one.txt'
show(os.stat, one)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/a/one.txt'
show(os.chdir, one)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/a/one.txt'
for top, dirs, files in sorted(os.walk(folder)):
    print(clean(top), sorted(dirs), sorted(files))
# expect: DIR ['a'] ['link']
# expect: DIR/a ['b'] ['two.py']
# expect: DIR/a/b [] ['renamed']
for top, dirs, files in os.walk(os.path.join(folder, "a"), topdown=False):
    print(clean(top), sorted(dirs), sorted(files))
# expect: DIR/a/b [] ['renamed']
# expect: DIR/a ['b'] ['two.py']
with os.scandir(os.path.join(folder, "a")) as entries:
    for entry in sorted(entries, key=lambda e: e.name):
        print(entry.name, clean(entry.path), entry.is_dir(), entry.is_file(), entry.is_symlink(), entry.stat().st_size > 0, entry)
# expect: b DIR/a/b True False False True <DirEntry 'b'>
# expect: two.py DIR/a/two.py False True False True <DirEntry 'two.py'>
fd = os.open(os.path.join(folder, "raw"), os.O_RDWR | os.O_CREAT)
print(os.write(fd, b"raw bytes"), os.lseek(fd, 0, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size, os.isatty(fd), os.ftruncate(fd, 4), os.close(fd))
# expect: 9 0 b'raw' 9 False None None
show(os.close, fd)  # expect: OSError: [Errno 9] Bad file descriptor
show(os.read, 9999, 1)  # expect: OSError: [Errno 9] Bad file descriptor
r, w = os.pipe()
print(os.write(w, b"through"), os.read(r, 100), os.close(w), os.read(r, 1), os.close(r))
# expect: 7 b'through' None b'' None
os.chdir(folder)
print(clean(os.getcwd()), os.path.abspath("x") == os.path.join(os.getcwd(), "x"), os.path.relpath(os.path.join(folder, "a", "b")))
# expect: DIR True a/b
os.chmod("raw", 0o600)
print(oct(os.stat("raw").st_mode & 0o777), os.access("raw", os.R_OK), os.access("nothing", os.F_OK))
# expect: 0o600 True False
os.utime("raw", (1000, 2000.5))
print(os.stat("raw").st_atime, os.path.getmtime("raw"))  # expect: 1000.0 2000.5
os.environ["GILT_TEST"] = "value"
print(os.environ["GILT_TEST"], os.getenv("GILT_TEST"), os.getenv("GILT_NOT", "default"), "GILT_TEST" in os.environ)
# expect: value value default True
del os.environ["GILT_TEST"]
show(lambda: os.environ["GILT_TEST"])  # expect: KeyError: 'GILT_TEST'
show(lambda: os.environ.__setitem__("x", 5))  # expect: TypeError: str expected, not int
show(lambda: os.environ.__setitem__("a=b", "x"))  # expect: ValueError: illegal environment variable name
print(isinstance(os.getpid(), int), os.cpu_count() >= 1, len(os.urandom(8)), os.name, os.sep, os.linesep == "\n", os.curdir, os.pathsep, os.devnull)
# expect: True True 8 posix / True . : /dev/null
print(os.path.join("a", "b", "/c", "d"), os.path.split("/a/b/c"), os.path.splitext("x.tar.gz"), os.path.basename("/a/b"), os.path.dirname("/a/b"), os.path.normpath("/a/./b/../c//d"))
# expect: /c/d ('/a/b', 'c') ('x.tar', '.gz') b /a /a/c/d
print(os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.commonprefix(["abc", "abd"]), os.path.isabs("/x"), os.path.expanduser("~") != "~", os.path.splitext(".bashrc"), os.fspath("x"))
# expect: /a/b ab True True ('.bashrc', '') x
show(os.path.join, "a", 5)
# expect: TypeError: join() argument must be str, bytes, or os.PathLike object, not 'int'
show(os.path.join, "a", b"b")  # expect: TypeError: Can't mix strings and bytes in path components
show(os.fspath, 5)  # expect: TypeError: expected str, bytes or os.PathLike object, not int
show(os.listdir, 1.5)
# expect: TypeError: listdir: path should be string, bytes, os.PathLike, integer or None, not float


class P(os.PathLike):
    def __fspath__(self):
        return "raw"


print(os.path.exists(P()), os.stat(P()).st_size, isinstance(P(), os.PathLike), os.fsencode("é"), ascii(os.fsdecode(b"\xff")), repr(os.strerror(2)))
# expect: True 4 True b'\xc3\xa9' '\udcff' 'No such file or directory'
print(os.system("exit 3") >> 8, os.waitstatus_to_exitcode(os.system("true")), os.get_terminal_size.__name__)
# expect: 3 0 get_terminal_size
os.chdir("/")
for top, dirs, files in os.walk(folder, topdown=False):
    for name in files:
        os.remove(os.path.join(top, name))
    for name in dirs:
        path = os.path.join(top, name)
        os.remove(path) if os.path.islink(path) else os.rmdir(path)
os.rmdir(folder)
print(os.path.exists(folder))  # expect: False
