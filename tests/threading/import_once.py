# Threads that import one module at the same time get one whole module, whose code runs once.
import builtins
import os
import sys
import threading

folder = os.environ["TMPDIR"]
sys.path.insert(0, folder)
MODULES, THREADS = 30, 4
builtins.runs = []
for n in range(MODULES):
    with open(os.path.join(folder, f"made_{n}.py"), "w") as f:
        f.write(f"runs.append({n})\nfor _ in range(2000): pass\nlast = {n}\n")
# Each of these wants the other, from two threads.
for mine, other in ("left", "right"), ("right", "left"):
    with open(os.path.join(folder, mine + ".py"), "w") as f:
        f.write(f"for _ in range(20000): pass\nimport {other}\nname = '{mine}'\n")

seen = [[] for _ in range(THREADS)]
barrier = threading.Barrier(THREADS)


def import_all(mine):
    for n in range(MODULES):
        barrier.wait()
        module = __import__(f"made_{n}")
        mine.append((id(module), module.last))


threads = [threading.Thread(target=import_all, args=(mine,)) for mine in seen]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(runs) == list(range(MODULES)), all(mine == seen[0] for mine in seen), len(seen[0]))
# expect: True True 30

together = threading.Barrier(2)


def import_one(name):
    together.wait()
    __import__(name)


threads = [threading.Thread(target=import_one, args=(name,)) for name in ("left", "right")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sys.modules["left"].name, sys.modules["right"].name)
# expect: left right

# A module may be taken out while others import it: who gets it gets it whole.
with open(os.path.join(folder, "taken_out.py"), "w") as f:
    f.write("for _ in range(300): pass\nlast = 'whole'\n")


def import_and_take_out(found):
    for _ in range(200):
        try:
            found.add(__import__("taken_out").last)
        except KeyError:
            pass  # taken out before its own import was over
        sys.modules.pop("taken_out", None)


found = set()
threads = [threading.Thread(target=import_and_take_out, args=(found,)) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(found)
# expect: {'whole'}
