#!/usr/bin/env python3
"""What ./dev check looks at: layout (clang-format), warnings of both compilers, clang-tidy, and that no
file mentions a path of the machine it was written on.

Without arguments: the files that differ from the branch `main` (or, on main, from the last commit)
and new ones. --all: every file. A file that passed clang-tidy is not looked at again until it or
something that it includes changes.
"""

import argparse
import concurrent.futures
import hashlib
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
CPP = (".cpp", ".h", ".hpp")
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(home|Users|root|work|mnt|srv|opt)/[\w.-]+")


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split("\0")[:-1] if done.returncode == 0 else []


def files(everything):
    if everything:
        names = git("ls-files", "-z", "-co", "--exclude-standard")
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
    for name in re.findall(r'(?m)^\s*#\s*include\s+"([^"]+)"', path.read_text(errors="replace")):
        for folder in (ROOT, path.parent, ROOT / "include"):
            if (folder / name).is_file():
                included((folder / name).resolve(), seen)
                break


def unless_seen(check, name, path, setting):
    """Runs check unless it has passed before on the same text of path and all that it includes."""
    seen = set()
    included(path, seen)
    digest = hashlib.sha256(name.encode() + setting)
    for part in sorted(seen):
        digest.update(part.read_bytes())
    stamp = STAMPS / digest.hexdigest()
    if stamp.exists():
        return []
    done = check()
    if done.returncode == 0:
        stamp.touch()
        return []
    return [re.sub(r"(?m)^(\d+ warnings.*|Suppressed.*|Use -header-filter.*|.*clang-diagnostic.*)\n", "", done.stdout)]


def check_compilers(sources):
    """Warnings of both compilers, and clang-tidy, file by file."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    clang, gcc = commands_of(CLANG), commands_of(GCC)
    config = (ROOT / ".clang-tidy").read_bytes()

    def compile_only(path, commands, build):
        words = shlex.split(commands[str(path)]["command"])
        words = words[:words.index("-o")] + ["-fsyntax-only", str(path)]
        return lambda: subprocess.run(words, cwd=build, text=True, errors="replace", stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def check(path):
        tidy = lambda: run(["clang-tidy-19", "--quiet", "-p", str(CLANG), str(path)])
        wrong = []
        if str(path) in clang:
            wrong += unless_seen(compile_only(path, clang, CLANG), "clang", path, b"")
            if not wrong:
                wrong += unless_seen(tidy, "tidy", path, config)
        if str(path) in gcc:
            wrong += unless_seen(compile_only(path, gcc, GCC), "gcc", path, b"")
        return wrong

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [text for texts in pool.map(check, sources) for text in texts]


def main():
    parser = argparse.ArgumentParser(prog="./dev check", description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every file, not only changed ones")
    parser.add_argument("--layout", action="store_true", help="only layout and paths, which takes a second")
    options = parser.parse_args()
    chosen = files(options.all)
    sources = [path for path in chosen if path.suffix in CPP]
    wrong = check_layout(sources) + check_paths(files(True))
    if not options.layout:
        wrong += check_compilers([path for path in sources if path.suffix == ".cpp"])
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"checked {len(chosen)} files: {f'{len(wrong)} complaints' if wrong else 'fine'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
