# needs: 3.14+
# Numbers in shared memory, and shared memory with a name.
# timeout: 60
import multiprocessing as mp
from multiprocessing import shared_memory


def change(numbers, text, value, name):
    numbers[0] = 42
    numbers[1:3] = [7, 8]
    text.value = b"hello"
    with value.get_lock():
        value.value *= 2
    memory = shared_memory.SharedMemory(name)
    memory.buf[:3] = b"new"
    memory.close()


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        numbers, text, value = ctx.Array("i", 5), ctx.Array("c", 8), ctx.Value("d", 1.5)
        memory = shared_memory.SharedMemory(create=True, size=100)
        memory.buf[:5] = b"older"
        p = ctx.Process(target=change, args=(numbers, text, value, memory.name))
        p.start()
        p.join()
        print(p.exitcode, numbers[:], len(numbers), text.value, text.raw, value.value, bytes(memory.buf[:5]))
        memory.close()
        memory.unlink()
        # expect: 0 [42, 7, 8, 0, 0] 5 b'hello' b'hello\x00\x00\x00' 3.0 b'newer'
        # expect: 0 [42, 7, 8, 0, 0] 5 b'hello' b'hello\x00\x00\x00' 3.0 b'newer'
        # expect: 0 [42, 7, 8, 0, 0] 5 b'hello' b'hello\x00\x00\x00' 3.0 b'newer'
    byte = mp.Value("B", 255)
    byte.value += 3
    wide = mp.RawValue("i", 2**31)
    print(byte.value, wide.value, mp.RawArray("h", [1, -2])[:], mp.Value("c", b"x").value, list(mp.Array("d", [1, 2.5])))
    # expect: 2 -2147483648 [1, -2] b'x' [1.0, 2.5]
    attempt(mp.RawArray("i", 3).__getitem__, 3)
    # expect: IndexError invalid index
    attempt(shared_memory.SharedMemory, "no such memory")
    # expect: FileNotFoundError [Errno 2] No such file or directory: '/no such memory'
    attempt(lambda: shared_memory.SharedMemory(create=True))
    # expect: ValueError 'size' must be a positive number different from zero
    items = shared_memory.ShareableList([1, 2.5, "abc", b"x", None, True])
    print(list(items), len(items), items.count(1), items.index("abc"))
    # expect: [1, 2.5, 'abc', b'x', None, True] 6 2 2
    other = shared_memory.ShareableList(name=items.shm.name)
    other[0], other[2] = -5, "de"
    print(list(items))
    # expect: [-5, 2.5, 'de', b'x', None, True]
    attempt(items.__setitem__, 2, "x" * 50)
    # expect: ValueError bytes/str item exceeds available storage
    attempt(items.__getitem__, 6)
    # expect: IndexError index out of range
    other.shm.close()
    items.shm.close()
    items.shm.unlink()
