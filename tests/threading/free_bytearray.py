# slow
# A bytearray and views of it in several threads.
import sys

from _together import numbered, together

sys.setswitchinterval(1e-5)
N = 3000


def at_once(*functions):
    together(*numbered(functions))


shared = bytearray()


def append(number):
    for i in range(N):
        shared.append(number + 1)


at_once(*[append] * 4)
print(len(shared), [shared.count(n) for n in range(1, 5)])
# expect: 12000 [3000, 3000, 3000, 3000]


def pop(number):
    for i in range(N):
        shared.pop()


at_once(*[pop] * 4)
print(len(shared))
# expect: 0

# -- places of one's own, while the end moves --
shared = bytearray(8)


def count(number):
    for i in range(200):
        shared[number] = i
        if number == 0:
            shared.extend(b"xyz")
            del shared[8:10]


at_once(*[count] * 4)
print(list(shared[:8]), len(shared))
# expect: [199, 199, 199, 199, 0, 0, 0, 0] 208

# -- every operation --
shared = bytearray(b"abc def\n" * 20)
allowed = set(b"abc def\nABCDEF")
done = False


def change(number):
    global done
    try:
        for i in range(400):
            shared.extend(b"abc def\n" * 5)
            del shared[:9]
            shared[3:5] = b"abcdef"
            shared.insert(4, 97)
            shared.reverse()
            shared.append(98)
            del shared[::7]
            if i % 20 == 0:
                shared.clear()
            shared.extend(b"def")
            del shared[200:]
    except BufferError:
        pass  # another thread is looking at it
    finally:
        done = True


def look(number):
    while not done:
        for i in range(10):
            try:
                if shared[i] not in allowed:
                    print("wrong octet", shared[i])
                    return
            except IndexError:
                pass
        for octet in shared:
            if octet not in allowed:
                print("wrong octet", octet)
                return
        for copy in (bytes(shared), shared[:], shared.upper(), shared + b"", b"".join(shared.split())):
            if not set(copy) <= allowed:
                print("wrong copy", copy)
                return
        shared.find(b"def"), 97 in shared, b"abc" in shared, shared == b"abc", repr(shared), len(shared)


at_once(change, look, look)

# -- views forbid a change of size, and only that --
shared = bytearray(100)
view = memoryview(shared)
refused = [0] * 4


def resize(number):
    for i in range(200):
        try:
            shared.append(1)
        except BufferError:
            refused[number] += 1
        view[number] = i
        part = view[10:20]
        part[number] = 1
        part.release()


at_once(*[resize] * 4)
print(refused, len(shared), view[:4].tolist())
# expect: [200, 200, 200, 200] 100 [199, 199, 199, 199]
view.release()
shared.append(1)
print(len(shared))
# expect: 101


def export(number):
    for i in range(300):
        view = memoryview(shared)
        view[0]
        bytes(view)
        view.release()


at_once(*[export] * 4)
shared.append(2)
print(len(shared))
# expect: 102

# -- one view released by all --
for i in range(100):
    view = memoryview(shared)

    def use(number):
        try:
            view.tolist(), view[3], view[1:9].tobytes()
            view.release()
        except ValueError:
            pass

    at_once(*[use] * 3)
    shared.append(3)
print(len(shared))
# expect: 202
