# needs: 3.14+
# pathlib: taking paths apart, putting them together, and files.
import os
import pathlib
import pickle
import tempfile
from pathlib import Path, PurePath, PurePosixPath


def show(f, *args, **kw):
    try:
        print(clean(f(*args, **kw)))
    except Exception as e:
        print(clean(type(e).__name__ + ": " + str(e)))


def clean(value):
    return str(value).replace(base, "BASE")


base = tempfile.mkdtemp()
p = PurePath("/usr/lib/python.tar.gz")
print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, p.root, p.anchor, p.drive)
# expect: /usr/lib/python.tar.gz PurePosixPath('/usr/lib/python.tar.gz') ('/', 'usr', 'lib', 'python.tar.gz') python.tar.gz python.tar .gz ['.tar', '.gz'] /usr/lib / /
print(list(p.parents), p.parents[0], p.parents[-1], p.parents[:2], len(p.parents))
# expect: [PurePosixPath('/usr/lib'), PurePosixPath('/usr'), PurePosixPath('/')] /usr/lib / (PurePosixPath('/usr/lib'), PurePosixPath('/usr')) 3
for text in ("", ".", "/", "//", "///a", "a/./b//c/", "a/../b", "..", "a.", ".hidden", "a.b.", "...", "x/.y.z"):
    q = PurePath(text)
    print(repr(text), str(q), q.parts, q.name, q.stem, q.suffix, q.suffixes, q.is_absolute(), bool(q))
# expect: '' . ()    [] False True
# expect: '.' . ()    [] False True
# expect: '/' / ('/',)    [] True True
# expect: '//' // ('//',)    [] True True
# expect: '///a' /a ('/', 'a') a a  [] True True
# expect: 'a/./b//c/' a/b/c ('a', 'b', 'c') c c  [] False True
# expect: 'a/../b' a/../b ('a', '..', 'b') b b  [] False True
# expect: '..' .. ('..',) .. ..  [] False True
# expect: 'a.' a. ('a.',) a. a . ['.'] False True
# expect: '.hidden' .hidden ('.hidden',) .hidden .hidden  [] False True
# expect: 'a.b.' a.b. ('a.b.',) a.b. a.b . ['.b', '.'] False True
# expect: '...' ... ('...',) ... ...  [] False True
# expect: 'x/.y.z' x/.y.z ('x', '.y.z') .y.z .y .z ['.z'] False True
print(PurePath("a") / "b" / PurePath("c"), "x" / PurePath("y"), PurePath("a", "/b", "c"), PurePath("a").joinpath("b", "c"), PurePath())
# expect: a/b/c x/y /b/c a/b/c .
print(PurePath("a/b") == PurePath("a//b/."), PurePath("a") < PurePath("b"), PurePath("a/b") > PurePath("a.b"), hash(PurePath("a")) == hash(PurePath("a/")), sorted([PurePath("b"), PurePath("a/c"), PurePath("a")]))
# expect: True True False True [PurePosixPath('a'), PurePosixPath('a/c'), PurePosixPath('b')]
print(p.with_name("x"), p.with_suffix(".zip"), p.with_stem("y"), p.with_suffix(""), p.relative_to("/usr"), p.is_relative_to("/usr/lib"), p.is_relative_to("/us"))
# expect: /usr/lib/x /usr/lib/python.tar.zip /usr/lib/y.gz /usr/lib/python.tar lib/python.tar.gz True False
print(PurePath("/a/b").relative_to("/a/c/d", walk_up=True), p.match("*.gz"), p.match("lib/*"), p.match("/usr/*"), p.full_match("/usr/**/*.gz"), p.full_match("*.gz"), PurePath("A").match("a", case_sensitive=False))
# expect: ../../b True True False True False True
print(os.fspath(p), bytes(p), p.as_posix(), Path(p).as_uri(), Path("/a b/é").as_uri(), Path.from_uri("file:///a%20b"), pickle.loads(pickle.dumps(p)) == p, {p: 1}[PurePath("/usr/lib/python.tar.gz")])
# expect: /usr/lib/python.tar.gz b'/usr/lib/python.tar.gz' /usr/lib/python.tar.gz file:///usr/lib/python.tar.gz file:///a%20b/%C3%A9 /a b True 1
print(type(p).__name__, type(Path("x")).__name__, isinstance(Path(), PurePosixPath), isinstance(p, os.PathLike), Path("x") == PurePath("x"))
# expect: PurePosixPath PosixPath True True True
show(PurePath, 5)  # expect: TypeError: argument should be a str or an os.PathLike object where __fspath__ returns a str, not 'int'
show(PurePath, b"x")  # expect: TypeError: argument should be a str or an os.PathLike object where __fspath__ returns a str, not 'bytes'
show(lambda: PurePath("a") / 5)  # expect: TypeError: unsupported operand type(s) for /: 'PurePosixPath' and 'int'
show(p.with_name, "a/b")  # expect: ValueError: Invalid name 'a/b'
show(p.with_name, "")  # expect: ValueError: Invalid name ''
show(PurePath("/").with_name, "x")  # expect: ValueError: PurePosixPath('/') has an empty name
show(p.with_suffix, "gz")  # expect: ValueError: Invalid suffix 'gz'
show(p.with_suffix, ".")  # expect: /usr/lib/python.tar.
show(p.relative_to, "/etc")  # expect: ValueError: '/usr/lib/python.tar.gz' is not in the subpath of '/etc'
show(PurePath("a").relative_to, "/a")  # expect: ValueError: 'a' is not in the subpath of '/a'
show(Path("a").as_uri)  # expect: ValueError: relative paths can't be expressed as file URIs
show(PurePath("a").match, "")  # expect: ValueError: empty pattern

d = Path(base)
f = d / "dir" / "sub" / "file.txt"
show(f.write_text, "x")  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/dir/sub/file.txt'
f.parent.mkdir(parents=True)
show(f.parent.mkdir)  # expect: FileExistsError: [Errno 17] File exists: 'BASE/dir/sub'
f.parent.mkdir(parents=True, exist_ok=True)
print(f.write_text("héllo\nworld\n", encoding="utf-8"), f.read_text(encoding="utf-8").split(), f.read_bytes()[:3], f.write_bytes(b"abc"), f.stat().st_size)
# expect: 12 ['héllo', 'world'] b'h\xc3\xa9' 3 3
show(f.write_text, b"x")  # expect: TypeError: data must be str, not bytes
print(f.exists(), f.is_file(), f.is_dir(), f.parent.is_dir(), f.is_symlink(), (d / "none").exists(), f.samefile(d / "dir" / ".." / "dir" / "sub" / "file.txt"))
# expect: True True False True False False True
with f.open("a") as stream:
    stream.write("def")
(d / "link").symlink_to(f)
print(f.read_text(), clean((d / "link").readlink()), clean((d / "link").resolve()), (d / "link").is_symlink(), (d / "link").is_file())
# expect: abcdef BASE/dir/sub/file.txt BASE/dir/sub/file.txt True True
(d / "touched").touch()
show((d / "touched").touch, exist_ok=False)  # expect: FileExistsError: [Errno 17] File exists: 'BASE/touched'
(d / "a.py").touch()
(d / "dir" / "b.py").touch()
(d / "dir" / ".hidden.py").touch()
print(sorted(x.name for x in d.iterdir()))  # expect: ['a.py', 'dir', 'link', 'touched']
for pattern in ("*.py", "**/*.py", "*/*", "**", "**/", "dir/sub/*.txt", "nothing*", "dir/**/file.*", "*/../a.py"):
    print(pattern, sorted(clean(x) for x in d.glob(pattern)))
# expect: *.py ['BASE/a.py']
# expect: **/*.py ['BASE/a.py', 'BASE/dir/.hidden.py', 'BASE/dir/b.py']
# expect: */* ['BASE/dir/.hidden.py', 'BASE/dir/b.py', 'BASE/dir/sub']
# expect: ** ['BASE', 'BASE/a.py', 'BASE/dir', 'BASE/dir/.hidden.py', 'BASE/dir/b.py', 'BASE/dir/sub', 'BASE/dir/sub/file.txt', 'BASE/link', 'BASE/touched']
# expect: **/ ['BASE', 'BASE/dir', 'BASE/dir/sub']
# expect: dir/sub/*.txt ['BASE/dir/sub/file.txt']
# expect: nothing* []
# expect: dir/**/file.* ['BASE/dir/sub/file.txt']
# expect: */../a.py ['BASE/dir/../a.py']
print(sorted(clean(x) for x in d.rglob("*.txt")))  # expect: ['BASE/dir/sub/file.txt']
show(lambda: list(d.glob("")))  # expect: ValueError: Unacceptable pattern: ''
show(lambda: list(d.glob("/x")))  # expect: NotImplementedError: Non-relative patterns are unsupported
for folder, dirs, files in sorted(d.walk()):
    print(clean(folder), sorted(dirs), sorted(files))
# expect: BASE ['dir'] ['a.py', 'link', 'touched']
# expect: BASE/dir ['sub'] ['.hidden.py', 'b.py']
# expect: BASE/dir/sub [] ['file.txt']
moved = f.rename(d / "moved.txt")
print(clean(moved), f.exists(), clean(moved.replace(d / "a.py")), (d / "a.py").read_text())  # expect: BASE/moved.txt False BASE/a.py abcdef
show(f.unlink)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/dir/sub/file.txt'
f.unlink(missing_ok=True)
show((d / "dir").rmdir)  # expect: OSError: [Errno 39] Directory not empty: 'BASE/dir'
show((d / "none").rmdir)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/none'
print(clean((d / "a.py").copy(d / "copy.py")), (d / "copy.py").read_text(), clean((d / "copy.py").move(d / "dir" / "m.py")), clean((d / "a.py").copy_into(d / "dir")))
# expect: BASE/copy.py abcdef BASE/dir/m.py BASE/dir/a.py
os.chdir(base)
print(Path.cwd() == d, clean(Path("x").absolute()), Path("x").resolve() == d / "x", clean(Path("dir/../dir/m.py").resolve(strict=True)))
# expect: True BASE/x True BASE/dir/m.py
show(Path("none").resolve, strict=True)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'BASE/none'
show(Path("none").stat)  # expect: FileNotFoundError: [Errno 2] No such file or directory: 'none'
print(Path("~").expanduser() == Path.home(), Path("~/x").expanduser() == Path.home() / "x", Path("a/~").expanduser())  # expect: True True a/~


class Mine(type(d)):
    def extra(self):
        return self.name.upper()


print(repr(Mine("a/b").parent), (Mine("a") / "b").extra())  # expect: Mine('a') B
os.chdir("/")
import shutil
shutil.rmtree(d)
print(d.exists())  # expect: False
