# slow
# alone
# What no machine has memory for raises MemoryError, and what needs all of it does not end the process.
# (Not for the address sanitizer, which ends a program whose operator new fails.)
import resource

# What could be had is bounded: filling a whole machine takes minutes, or wakes the kernel's killer.
resource.setrlimit(resource.RLIMIT_AS, (2 ** 31, 2 ** 31))

N = 2 ** 40
for make in (
        lambda: "a" * N,
        lambda: "a".center(N),
        lambda: "a".zfill(N),
        lambda: "%*d" % (N, 1),
        lambda: "%1099511627776s" % "a",
        lambda: b"%1099511627776d" % 1,
        lambda: format(1, "1099511627776"),
        lambda: format("a", "1099511627776"),
        lambda: format(1.5, "1099511627776"),
        lambda: "{:1099511627776}".format(1),
        lambda: "abc".replace("", "x" * 2 ** 20) * 2 ** 20,
        lambda: bytes(N),
        lambda: bytearray(N),
        lambda: b"a" * N,
        lambda: bytearray(b"a") * N,
        lambda: b"a".ljust(N),
        lambda: b"a".zfill(N),
        lambda: (1).to_bytes(N),
        lambda: [0] * N,
        lambda: (0,) * N,
        lambda: list(range(N)),
        lambda: b"".join([bytes(2 ** 20)] * 2 ** 20),
        lambda: "".join(["x" * 2 ** 20] * 2 ** 20)):
    try:
        make()
    except MemoryError:
        continue
    print("no MemoryError", make.__code__.co_firstlineno)
