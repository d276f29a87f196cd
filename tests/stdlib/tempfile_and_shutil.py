# needs: 3.14+
# tempfile, shutil, glob, fnmatch.
import fnmatch
import glob
import os
import shutil
import stat
import tempfile
import warnings


def show(f, *args, **kw):
    try:
        print(clean(f(*args, **kw)))
    except Exception as e:
        print(clean(type(e).__name__ + ": " + str(e)))


def clean(value):
    return str(value).replace(base, "BASE")


base = tempfile.mkdtemp(prefix="shutil_test_")
print(os.path.isdir(base), oct(stat.S_IMODE(os.stat(base).st_mode)))  # expect: True 0o700
join = os.path.join

fd, path = tempfile.mkstemp(suffix=".txt", prefix="pre", dir=base)
print(os.path.basename(path)[:3], path[-4:], oct(stat.S_IMODE(os.stat(path).st_mode)), os.get_inheritable(fd))  # expect: pre .txt 0o600 False
os.write(fd, b"content")
os.close(fd)
with tempfile.NamedTemporaryFile("w+", dir=base, suffix=".named") as f:
    name = f.name
    f.write("text")
    f.seek(0)
    print(f.read(), os.path.exists(name), type(name) is str)  # expect: text True True
print(os.path.exists(name))  # expect: False
f = tempfile.NamedTemporaryFile(delete=False, dir=base)
f.close()
print(os.path.exists(f.name))  # expect: True
os.unlink(f.name)
with tempfile.TemporaryFile() as f:
    f.write(b"12345")
    f.seek(1)
    print(f.read(2), os.fstat(f.fileno()).st_nlink)  # expect: b'23' 0
with tempfile.SpooledTemporaryFile(max_size=10) as f:
    f.write(b"small")
    print(f._rolled)  # expect: False
    f.write(b" but growing")
    f.seek(0)
    print(f._rolled, f.read())  # expect: True b'small but growing'
with tempfile.TemporaryDirectory(dir=base) as d:
    os.makedirs(join(d, "a", "b"))
    open(join(d, "a", "f"), "w").close()
    print(os.path.isdir(d))  # expect: True
print(os.path.exists(d))  # expect: False
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    t = tempfile.TemporaryDirectory(dir=base)
    d = t.name
    del t
print(os.path.exists(d), [w.category.__name__ for w in caught], str(caught[0].message)[:22])  # expect: False ['ResourceWarning'] Implicitly cleaning up
show(tempfile.mkdtemp, dir=join(base, "none"), prefix=b"x")  # expect: TypeError: Can't mix bytes and non-bytes in path components.
print(type(tempfile.mkdtemp(dir=os.fsencode(base))).__name__, tempfile.gettempprefix(), tempfile.gettempdir() == tempfile.gettempdirb().decode())  # expect: bytes tmp True
for name in os.listdir(base):
    if os.path.isdir(join(base, name)):
        os.rmdir(join(base, name))

# shutil
os.unlink(path)
src = join(base, "src")
os.makedirs(join(src, "sub"))
with open(join(src, "one"), "w") as f:
    f.write("first")
os.chmod(join(src, "one"), 0o640)
os.utime(join(src, "one"), (1000, 2000))
os.symlink("one", join(src, "link"))
with open(join(src, "sub", "two.pyc"), "w") as f:
    f.write("second")
show(shutil.copy, join(src, "one"), join(base, "copied"))  # expect: BASE/copied
print(oct(stat.S_IMODE(os.stat(join(base, "copied")).st_mode)), os.stat(join(base, "copied")).st_mtime == 2000)  # expect: 0o640 False
show(shutil.copy2, join(src, "one"), join(src, "sub"))  # expect: BASE/src/sub/one
print(os.stat(join(src, "sub", "one")).st_mtime)  # expect: 2000.0
show(shutil.copyfile, join(src, "one"), join(src, "one"))  # expect: SameFileError: 'BASE/src/one' and 'BASE/src/one' are the same file
show(shutil.copyfile, join(src, "missing"), join(src, "x"))  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/src/missing'
os.mkfifo(join(base, "fifo"))
show(shutil.copyfile, join(base, "fifo"), join(base, "x"))  # expect: SpecialFileError: `BASE/fifo` is a named pipe
os.unlink(join(base, "fifo"))
show(shutil.copytree, src, join(base, "tree"), ignore=shutil.ignore_patterns("*.pyc"), symlinks=True)  # expect: BASE/tree
print(sorted(os.listdir(join(base, "tree"))), os.listdir(join(base, "tree", "sub")), os.path.islink(join(base, "tree", "link")))  # expect: ['link', 'one', 'sub'] ['one'] True
show(shutil.copytree, src, join(base, "tree"))  # expect: FileExistsError: [Errno 17] File exists: 'BASE/tree'
show(shutil.move, join(base, "copied"), join(base, "tree"))  # expect: BASE/tree/copied
show(shutil.move, join(base, "tree", "one"), join(base, "src"))  # expect: Error: Destination path 'BASE/src/one' already exists
show(shutil.move, join(base, "tree"), join(base, "moved"))  # expect: BASE/moved
show(shutil.rmtree, join(base, "moved"))  # expect: None
show(shutil.rmtree, join(base, "moved"))  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/moved'
show(shutil.rmtree, join(base, "moved"), ignore_errors=True)  # expect: None
print(shutil.which("sh") in ("/bin/sh", "/usr/bin/sh"), shutil.which("no-such-program-here"), shutil.which("/bin/sh"))  # expect: True None /bin/sh
usage = shutil.disk_usage(base)
print(usage.total >= usage.free > 0, type(usage).__name__)  # expect: True usage
os.environ["COLUMNS"], os.environ["LINES"] = "91", "17"
print(shutil.get_terminal_size())  # expect: os.terminal_size(columns=91, lines=17)

# glob and fnmatch
for name in ("a.py", "b.py", ".hidden.py", "c.txt", "sub/d.py", "sub/deep/e.py"):
    os.makedirs(os.path.dirname(join(base, "g", name)), exist_ok=True)
    open(join(base, "g", name), "w").close()
os.chdir(join(base, "g"))
print(sorted(glob.glob("*.py")), sorted(glob.glob("[!a].py")), glob.glob("nothing*"), sorted(glob.glob("*/*.py")))
# expect: ['a.py', 'b.py'] ['b.py'] [] ['sub/d.py']
print(sorted(glob.glob("**/*.py", recursive=True)), sorted(glob.glob("**", recursive=True))[:4])
# expect: ['a.py', 'b.py', 'sub/d.py', 'sub/deep/e.py'] ['a.py', 'b.py', 'c.txt', 'sub']
print(sorted(glob.glob("*.py", include_hidden=True)), glob.glob("?.txt", root_dir=base + "/g"), glob.escape("a[1]*?"))
# expect: ['.hidden.py', 'a.py', 'b.py'] ['c.txt'] a[[]1][*][?]
print(sorted(glob.glob(b"*.txt")), glob.glob("sub/"), glob.glob("sub*/"))  # expect: [b'c.txt'] ['sub/'] ['sub/']
for pattern, name in (("*.py", "x.py"), ("*.py", "x.pyc"), ("[a-c]x", "bx"), ("[!a-c]x", "bx"), ("[]]", "]"), ("[", "["), ("a?c", "abc"), ("[a", "[a"), ("*", ""), ("[-a]", "-"), ("a*b*c", "a1b2c")):
    print(int(fnmatch.fnmatch(name, pattern)), end=" ")
print()  # expect: 1 0 1 0 1 1 1 1 1 1 1
print(fnmatch.filter(["a.py", "b.txt"], "*.py"), fnmatch.filterfalse(["a.py", "b.txt"], "*.py"))  # expect: ['a.py'] ['b.txt']
os.chdir("/")
shutil.rmtree(base)
print(os.path.exists(base))  # expect: False
