# float: a checksum over many pseudo-random operations and texts.
# needs: 3.14+
state = 99


def bits():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    high = state >> 32
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return high << 32 | state >> 32


def draw(i):
    b = bits()
    if i % 4 == 0:
        return float((b >> 40) - 2**23)
    if i % 4 == 1:
        return ((b >> 11) - 2**52) / 2**(b % 64)
    if i % 4 == 2:
        return float.fromhex(f"{'-' if b & 1 else ''}0x1.{b >> 12:013x}p{b % 2000 - 1000}")
    return float.fromhex(f"{'-' if b & 1 else ''}0x0.{b >> 12:013x}p-1022")


total = 0


def mix(text):
    global total
    for c in text:
        total = (total * 131 + ord(c)) % (2**61 - 1)


for i in range(3000):
    a, b = draw(i), draw(i // 4)
    mix(repr(a))
    mix(repr(a + b) + repr(a - b) + repr(a * b))
    if b:
        mix(repr(a / b))
        if abs(a) < 1e200 and abs(b) > 1e-100:
            mix(repr(divmod(a, b)) + repr(a // b) + repr(a % b))
    assert float(repr(a)) == a and float.fromhex(a.hex()) == a
    mix(a.hex())
    mix(repr(round(a, i % 40 - 20)))
    mix(repr(hash(a)))
    mix(repr(a < b) + repr(a == b) + repr(int(a) == a) + repr(int(a) <= a))
    mix(f"{a:.{i % 20}e}{a:.{i % 20}g}{a:{'+ -'[i % 3]}{10 + i % 20}.{i % 7},f}"[:400])
    mix("%.3f|%10.2e|%g" % (a, a, a))
print(total)  # expect: 1256716465341092308
