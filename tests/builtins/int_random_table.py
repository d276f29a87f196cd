# int: a checksum over many pseudo-random operations, which every correct implementation shares.
state = 12345


def draw(bits):
    global state
    value = 0
    for _ in range(bits // 30 + 1):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        value = value << 30 | state >> 34
    value >>= value.bit_length() - bits if value.bit_length() > bits else 0
    return -value if state >> 33 & 1 else value


def mix(total, value):
    return (total * 1000003 + value) % (2**89 - 1)


sizes = [3, 20, 53, 60, 61, 62, 63, 64, 65, 120, 128, 300, 2000]
total = 0
for i in range(4000):
    a = draw(sizes[i % 13])
    b = draw(sizes[(i // 13) % 13])
    total = mix(total, a + b)
    total = mix(total, a - b)
    total = mix(total, a * b)
    if b:
        q, r = divmod(a, b)
        total = mix(mix(total, q), r)
        assert q == a // b and r == a % b and q * b + r == a
    total = mix(total, a & b)
    total = mix(total, a | b)
    total = mix(total, a ^ b)
    total = mix(total, ~a)
    shift = i % 150
    total = mix(total, a << shift)
    total = mix(total, a >> shift)
    total = mix(total, abs(a) ** (i % 5))
    if b:
        total = mix(total, pow(a, abs(b) % 1000, b))
    total = mix(total, a.bit_length())
    total = mix(total, a.bit_count())
    total = mix(total, round(a, -(i % 20)))
    total = mix(total, hash(a))
    total = mix(total, int(str(a)))
    total = mix(total, (a < b) + 2 * (a <= b) + 4 * (a == b))
    total = mix(total, int.from_bytes(a.to_bytes(300, "little", signed=True), "little", signed=True))
    if i % 10 == 0:
        total = mix(total, sum(map(ord, format(a, ","))))
        total = mix(total, sum(map(ord, f"{a:#x}{a:_b}{a:o}")))
print(total)  # expect: 580502099375748534948305011
