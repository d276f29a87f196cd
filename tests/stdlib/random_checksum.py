# random: a checksum over many draws.
import random

r = random.Random(2024)
total = 0


def mix(value):
    global total
    for c in repr(value):
        total = (total * 131 + ord(c)) % (2**61 - 1)


for i in range(1500):
    mix(r.random())
    mix(r.getrandbits(i % 200))
    mix(r.randrange(1, i + 2))
    mix(r.randint(-i, i * 10**(i % 30)))
    mix(r.gauss(0, 1))
    mix(r.normalvariate(1, 2))
    mix(r.gammavariate(0.5 + i % 3, 2))
    mix(r.betavariate(1 + i % 4, 2))
    mix(r.triangular(1, 5))
    mix(r.expovariate(1.5))
    items = list(range(i % 30))
    r.shuffle(items)
    mix(items)
    mix(r.sample(range(i + 1), min(i + 1, i % 12)))
    mix(r.choices(range(10), k=3))
print(total)  # expect: 1833091105983860917
