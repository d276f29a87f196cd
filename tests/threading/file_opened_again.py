# FileIO.__init__ while another thread reads from what the file was on: that is closed when the reader is back, and
# only that.
# gilt only
import io
import os
import threading
import time

path = os.path.join(os.environ["TMPDIR"], "text")
with open(path, "wb") as f:
    f.write(b"text")


def descriptors():
    return len(os.listdir("/proc/self/fd"))


before = descriptors()
for _ in range(3):
    r, w = os.pipe()
    file = io.FileIO(r, "r")
    reader = threading.Thread(target=file.read, args=(1,))
    reader.start()
    time.sleep(0.05)
    writer = threading.Timer(0.1, os.write, (w, b"x"))
    writer.start()
    file.__init__(path, "r")
    reader.join()
    writer.join()
    print(file.read(), file.closed)
    file.close()
    os.close(w)
print(descriptors() - before)
# expect: b'text' False
# expect: b'text' False
# expect: b'text' False
# expect: 0

# Many that open and close one file at once: each descriptor is closed once.
file = io.FileIO(path, "r")


def open_again():
    for _ in range(300):
        file.__init__(path, "r")
        try:
            file.read(1)
        except (ValueError, OSError):
            pass


threads = [threading.Thread(target=open_again) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
file.close()
print(descriptors() - before)
# expect: 0
