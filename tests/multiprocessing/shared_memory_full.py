# More shared memory than there is: an error at once, not a signal at the first use, and nothing stays behind.
# gilt only
# (CPython gets the size without the memory.)
import errno
import multiprocessing as mp
import os
from multiprocessing import shared_memory

TOO_MUCH = 1 << 46
NAME = f"gilt-full-{os.getpid()}"


def attempt(call, *args, **kwargs):
    try:
        print("made", call(*args, **kwargs))
    except (OSError, MemoryError) as error:
        number = getattr(error, "errno", None)
        print(type(error).__name__, number in (errno.ENOSPC, errno.ENOMEM, errno.EFBIG))


attempt(shared_memory.SharedMemory, NAME, create=True, size=TOO_MUCH)
# expect: OSError True
print(os.path.exists("/dev/shm/" + NAME))
# expect: False
attempt(mp.RawArray, "c", TOO_MUCH)
# expect: OSError True
attempt(mp.Array, "c", TOO_MUCH)
# expect: OSError True

# The name is free, and a block of a size that there is can be had.
block = shared_memory.SharedMemory(NAME, create=True, size=10)
block.buf[:3] = b"abc"
print(bytes(block.buf[:3]))
# expect: b'abc'
block.close()
block.unlink()
