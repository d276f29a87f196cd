#!/usr/bin/env python3
"""What ./dev check looks at: layout (clang-format), warnings of both compilers, clang-tidy, and that no
file mentions a path of the machine it was written on.

Without arguments: the files that differ from the branch `main` (or, on main, from the last commit)
and new ones. --all: every file. PATH...: these, and what is in these folders. A file that passed is not
looked at again until it or something that it includes changes.

Most of the time goes into headers, the system's too: whoever looks at a file looks at all of them. So files
are looked at many at a time, as one unit that includes them.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import itertools
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG = ROOT / "build" / "dev"
GCC = ROOT / "build" / "gcc"
STAMPS = ROOT / "build" / ".tidy"
BATCH = 16
# What says that files cannot be one unit: their names collide.
NO_UNIT = re.compile(r"\[clang-diagnostic-error\]|\berror: .*(redefin|redeclar|ambiguous|conflict|overload)|\[clang-diagnostic-macro-redefined")
CPP = (".cpp", ".h", ".hpp")
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(home|Users|root|work|mnt|srv|opt)/[\w.-]+")


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split("\0")[:-1] if done.returncode == 0 else []


def files(everything, paths=()):
    if everything or paths:
        names = git("ls-files", "-z", "-co", "--exclude-standard", "--", *paths)
    else:
        base = subprocess.run(["git", "merge-base", "HEAD", "main"], cwd=ROOT, capture_output=True, text=True)
        names = git("diff", "-z", "--name-only", "--diff-filter=d", base.stdout.strip() or "HEAD")
        names += git("ls-files", "-z", "-o", "--exclude-standard")
    return sorted({ROOT / name for name in names if (ROOT / name).is_file()})


def run(command, **more):
    return subprocess.run(command, cwd=ROOT, text=True, errors="replace", stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def check_layout(sources):
    if not sources:
        return []
    done = run(["clang-format-19", "--dry-run", "-Werror", *map(str, sources)])
    names = sorted(set(re.findall(r"(?m)^(\S+?):\d+:\d+: error", done.stdout)))
    return [f"{name}: not laid out as ./dev format does" for name in names] or (
        [done.stdout] if done.returncode else [])


def check_paths(everything):
    wrong = []
    for path in everything:
        if path.suffix in (".bin",) or "corpus" in path.parts:
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if match := MACHINE_PATH.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: path of one machine: {match[0]}")
    return wrong


def commands_of(build):
    """Configures build, if need be, and returns how it compiles each file, once."""
    steps = [["ninja", "-C", str(build), "build.ninja", "gilt_embed"]]  # new files get their rows
    if not (build / "build.ninja").exists():
        steps.insert(0, ["cmake", "--preset", build.name])
    for step in steps:
        done = run(step)
        if done.returncode:
            sys.exit(done.stdout)
    return {entry["file"]: entry for entry in reversed(json.loads((build / "compile_commands.json").read_text()))}


def included(path, seen):
    """Adds to [seen] the files of ours that path includes, at any depth."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in re.findall(r'(?m)^\s*#\s*include\s+"([^"]+)"', text_of(path)):
        for folder in (ROOT, path.parent, ROOT / "include"):
            if (folder / name).is_file():
                included((folder / name).resolve(), seen)
                break


@functools.cache
def text_of(path):
    return path.read_text(errors="replace")


@functools.cache
def defined(path):
    """The types and constants that one file defines at the margin; and its functions."""
    text = text_of(path)
    things = re.findall(r"(?m)^(?:template <.*> ?)?(?:struct|class|enum class|enum|union) (\w+)(?![^{\n]*;)"
                        r"|^using (\w+) =|^(?!using)\w[^\n(={]*\b(k[A-Z]\w*)(?:\[[^\n]*\])?(?: = |\{)", text)
    functions = re.findall(r"(?m)^(?!using|typedef|namespace)\w[^\n(={;]*?(?<!:)\b(\w*[a-z]\w*)\(", text)
    return {name for row in things for name in row if name}, set(functions)


@functools.cache
def names_of(path):
    """(name, where it is defined) of all that one compilation of path knows and could confuse."""
    seen = set()
    included(path, seen)
    names = {name: {path} for name in defined(path)[1]}
    for part in seen:
        for name in defined(part)[0]:
            names.setdefault(name, set()).add(part)
    return names


def collide(one, other):
    closures = [set(), set()]
    for path, seen in zip((one, other), closures):
        included(path, seen)
    if one in closures[1] or other in closures[0]:
        return True
    mine, its = names_of(one), names_of(other)
    return any(mine[name] != its[name] for name in mine.keys() & its.keys())


def batches(paths, flags):
    """Lists of files that are compiled alike and can be one unit, as far as one can see from their names."""
    made = []
    for path in paths:
        for batch in made:
            if len(batch) < BATCH and flags(batch[0]) == flags(path) and not any(
                    collide(path, other) for other in batch):
                batch.append(path)
                break
        else:
            made.append([path])
    return made


class Tool:
    """A program that looks at files. [command]: what to run, from a path and the compiler's flags."""

    # Said of a unit, but not of its files: they do not see each other.
    UNIT_FLAGS = {"clang-tidy": ["-Wno-shadow"], "gcc": ["-Wno-shadow", "-Wno-subobject-linkage"]}

    def __init__(self, name, build, setting, command):
        self.name = name
        self.entries = commands_of(build)
        self.setting = setting
        self.command = command

    def flags(self, path):
        words = shlex.split(self.entries[str(path)]["command"])
        return words[:words.index("-o")]

    def stamp(self, path):
        seen = set()
        included(path, seen)
        digest = hashlib.sha256(f"{self.name} {path.relative_to(ROOT)}".encode() + self.setting)
        for part in sorted(seen):
            digest.update(text_of(part).encode())
        return STAMPS / digest.hexdigest()

    def batches(self, sources):
        """What there is to do, in lists."""
        return batches([path for path in sources if str(path) in self.entries and not self.stamp(path).exists()],
                       self.flags)

    def check(self, batch):
        """Looks at files as one unit, or at each half of them if they cannot be one."""
        unit = batch[0]
        if len(batch) > 1:
            unit = STAMPS / f"{self.name}_{self.stamp(unit).name[:16]}.cpp"
            unit.write_text("".join(f'#include "{path}"\n' for path in batch))
        flags = self.flags(batch[0]) + (self.UNIT_FLAGS[self.name] if len(batch) > 1 else [])
        done = run(self.command(str(unit), flags))
        if len(batch) > 1:
            unit.unlink()
        if done.returncode == 0:
            for path in batch:
                self.stamp(path).touch()
            return []
        if len(batch) > 1 and NO_UNIT.search(done.stdout):
            middle = len(batch) // 2
            return self.check(batch[:middle]) + self.check(batch[middle:])
        return re.findall(r"(?ms)^/\S+?:\d+:\d+: (?:error|warning): .*?(?=^/\S+?:\d+:\d+: (?:error|warning)|\Z)",
                          re.sub(r"(?m)^(\d+ (warnings|errors) .*|Suppressed.*|Use -header-filter.*)\n", "", done.stdout)
                          ) or [done.stdout]


def check_compilers(sources, jobs):
    """Yields warnings of both compilers, and clang-tidy's, as they come; each complaint about a header once."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    tools = [
        Tool("clang-tidy", CLANG, (ROOT / ".clang-tidy").read_bytes(),
             lambda unit, flags: ["clang-tidy-19", "--quiet", unit, "--", *flags[1:]]),
        Tool("gcc", GCC, b"", lambda unit, flags: [*flags, "-fsyntax-only", unit]),
    ]
    known = set()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for tool in tools:
            for complaints in pool.map(tool.check, tool.batches(sources)):
                for complaint in complaints:
                    complaint = complaint.replace(f"{ROOT}/", "").strip()
                    if complaint not in known:
                        known.add(complaint)
                        yield complaint


def main():
    parser = argparse.ArgumentParser(prog="./dev check", description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every file, not only changed ones")
    parser.add_argument("--layout", action="store_true", help="only layout and paths, which takes a second")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many files to look at at once")
    parser.add_argument("path", nargs="*", help="only these files and folders")
    options = parser.parse_args()
    chosen = files(options.all, options.path)
    sources = [path for path in chosen if path.suffix in CPP]
    wrong = 0
    for complaint in itertools.chain(
            check_layout(sources), check_paths(files(True)),
            [] if options.layout else check_compilers([path for path in sources if path.suffix == ".cpp"], options.jobs)):
        print(complaint, flush=True)
        wrong += 1
    print(f"checked {len(chosen)} files: {f'{wrong} complaints' if wrong else 'fine'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
