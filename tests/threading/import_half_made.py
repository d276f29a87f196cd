# Whoever imports a module that another thread is making gets it whole: also a submodule whose package is just done.
import builtins
import os
import sys
import threading

folder = os.environ["TMPDIR"]
sys.path.insert(0, folder)
sys.setswitchinterval(1e-5)


def write(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def run(*targets):
    threads = [threading.Thread(target=target) for target in targets]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# Two threads want package.part; one of them waits for the package, and finds the part begun.
PACKAGES = 10
builtins.package_begun = threading.Event()
for n in range(PACKAGES):
    write(f"package_{n}/__init__.py", "import time\npackage_begun.set()\ntime.sleep(0.01)\n")
    write(f"package_{n}/part.py", "import time\ntime.sleep(0.02)\nlast = 'whole'\n")
found = []


def import_part(n):
    module = __import__(f"package_{n}.part", fromlist=["last"])
    found.append(getattr(module, "last", "half"))


for n in range(PACKAGES):
    package_begun.clear()
    run(lambda: import_part(n), lambda: (package_begun.wait(), import_part(n)))
print(set(found), len(found))
# expect: {'whole'} 20
