# An exception ends its thread, is reported through excepthook, and the others go on.
import threading

reports = []


def hook(args):
    reports.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))


def fail():
    raise ValueError("broken")


threading.excepthook = hook
bad = threading.Thread(target=fail, name="bad")
good = threading.Thread(target=lambda: reports.append("good ran"))
bad.start()
bad.join()
good.start()
good.join()
print(reports)  # expect: [('ValueError', 'broken', 'bad', True), 'good ran']


def leave():
    raise SystemExit(3)


threading.excepthook = threading.__excepthook__
quiet = threading.Thread(target=leave)
quiet.start()
quiet.join()
print("still here")  # expect: still here
