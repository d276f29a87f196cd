# A name that is made up for shared memory is known to who removes forgotten names before the memory exists.
# gilt only
from multiprocessing import resource_tracker, shared_memory
import _posixshmem

told = []
shm_open = _posixshmem.shm_open
for name in ("register", "unregister"):
    def tell(path, kind, what=name, function=getattr(resource_tracker, name)):
        told.append((what, path))
        function(path, kind)
    setattr(resource_tracker, name, tell)


def failing(path, flags, mode):
    told.append(("open", path))
    if len(told) < 4:
        raise FileExistsError(17, "File exists")
    if len(told) < 6:
        raise OSError(24, "Too many open files")
    return shm_open(path, flags, mode=mode)


_posixshmem.shm_open = failing
try:
    shared_memory.SharedMemory(create=True, size=10)
except OSError as error:
    print(error)  # expect: [Errno 24] Too many open files
print([what for what, _ in told], len({path for _, path in told}))
# expect: ['register', 'open', 'unregister', 'register', 'open', 'unregister'] 2
memory = shared_memory.SharedMemory(create=True, size=10)
print([what for what, path in told[6:]], {path for _, path in told[6:]} == {"/" + memory.name})
# expect: ['register', 'open', 'register'] True
memory.close()
memory.unlink()
print(told[-1] == ("unregister", "/" + memory.name))  # expect: True
