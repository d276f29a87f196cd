"""Text is made of octets that another thread changes meanwhile: it is what was there at some time, or an error."""

import threading

SIZE, ROUNDS = 8000, 8000
octets = bytearray(b"1" * SIZE)
view = memoryview(octets)
stop = []


def change():
    while not stop:
        for octet in 0xF0, 0x41, 0xE2, 0x31:
            octets[-1] = octets[10] = octet


def texts():
    for _ in range(ROUNDS):
        for make in (
            lambda: str(view, "utf-8"),
            lambda: str(octets, "utf-8"),
            lambda: str(view, "ascii", "replace"),
        ):
            try:
                text = make()
            except UnicodeDecodeError:
                continue
            assert len(text) == len(text.encode().decode())


def numbers():
    for _ in range(ROUNDS):
        for make in (lambda: int(octets[-20:]), lambda: int(view[-20:]), lambda: float(view[-20:])):
            try:
                make()
            except ValueError:
                pass


thread = threading.Thread(target=change)
thread.start()
try:
    texts()
    numbers()
finally:
    stop.append(True)
    thread.join()
print("done")  # expect: done
