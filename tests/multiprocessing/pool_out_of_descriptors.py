# Long tasks and results need a descriptor for a moment: where there is none left, an error says so, and the pool goes on.
# gilt only
# timeout: 60
import multiprocessing as mp
import os
import resource


def length(octets):
    return len(octets)


def make(n):
    return b"x" * n


def use_up():
    """Opens as many files as this process may have. Returns them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    files = []
    try:
        while True:
            files.append(os.dup(0))
    except OSError:
        return files


def attempt(call, *args):
    try:
        result = call(*args)
        print(result if isinstance(result, list) else len(result))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    short, long = [b"a" * 100] * 3, [b"a" * 100_000] * 3
    with mp.get_context("fork").Pool(2, use_up) as pool:
        attempt(pool.map, length, short, 1)  # expect: [100, 100, 100]
        attempt(pool.map, length, long, 1)
        # expect: OSError [Errno 24] Too many open files: what was sent has no room
        attempt(pool.apply, make, (100_000,))
        # expect: MaybeEncodingError Error sending result: ''100021 octets''. Reason: 'OSError(24, 'Too many open files')'
        attempt(pool.apply, make, (100,))  # expect: 100
    with mp.get_context("fork").Pool(2) as pool:
        attempt(pool.map, length, long, 1)  # expect: [100000, 100000, 100000]
        files = use_up()
        attempt(pool.map, length, long, 1)  # expect: OSError [Errno 24] Too many open files
        attempt(pool.apply, make, (100_000,))  # expect: OSError [Errno 24] Too many open files
        attempt(pool.map, length, short, 1)  # expect: [100, 100, 100]
        for each in files:
            os.close(each)
        attempt(pool.apply, make, (100_000,))  # expect: 100000
