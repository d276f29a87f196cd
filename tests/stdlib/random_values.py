# needs: 3.14+
# random: the same seed gives the same numbers as in CPython.
import random


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


random.seed(42)
print(random.random(), random.random())  # expect: 0.6394267984578837 0.025010755222666936
print([random.randint(1, 100) for _ in range(10)])  # expect: [36, 32, 29, 18, 95, 14, 87, 95, 70, 12]
print([random.randrange(0, 1000, 7) for _ in range(5)], random.randrange(10), random.randrange(5, 2, -1), random.randrange(10**30))
# expect: [756, 56, 49, 161, 385] 3 3 282150902593418900781370566212
print(random.choice("abcdef"), random.choices([1, 2, 3], k=5), random.choices("ab", weights=[1, 9], k=5), random.choices("xyz", cum_weights=[1, 2, 3], k=3))
# expect: f [2, 2, 1, 2, 3] ['a', 'b', 'b', 'b', 'b'] ['z', 'y', 'x']
items = list(range(20))
random.shuffle(items)
print(items)  # expect: [9, 0, 19, 2, 13, 5, 10, 4, 12, 14, 6, 15, 16, 7, 17, 1, 8, 18, 11, 3]
print(random.sample(range(100), 10), random.sample(range(10**9), 4), random.sample("abc", 3), random.sample(["r", "b"], counts=[3, 2], k=4))
# expect: [90, 8, 5, 84, 29, 98, 37, 10, 12, 48] [298471886, 486845604, 682560971, 895619255] ['b', 'a', 'c'] ['r', 'r', 'b', 'b']
print(random.uniform(1, 10), random.triangular(0, 10, 3), random.gauss(0, 1), random.gauss(0, 1), random.normalvariate(5, 2))
# expect: 7.316382821126962 5.2934446340839365 1.2792218374207083 0.6157827345909428 5.155107930071446
print(random.expovariate(2), random.betavariate(2, 3), random.gammavariate(2, 3), random.gammavariate(0.5, 1), random.gammavariate(1, 1))
# expect: 0.31019025048742155 0.20852305806603982 3.9270660317218335 0.004386036455649374 1.6349906237558363
print(random.lognormvariate(0, 1), random.vonmisesvariate(1, 2), random.paretovariate(3), random.weibullvariate(1, 2))
# expect: 0.8339577070218852 6.009914454830827 2.0544823502512846 1.014694364747989
print(random.binomialvariate(10, 0.3), random.binomialvariate(1000, 0.4), random.binomialvariate(), random.getrandbits(5), random.getrandbits(100), random.getrandbits(0), random.randbytes(5))
# expect: 1 412 0 13 427784580922218764638600280181 0 b'\xb8g%8\xff'
for seed in [0, 1, -5, 2**100, "text", "é", b"bytes", bytearray(b"x"), 1.5, True]:
    r = random.Random(seed)
    print(repr(seed), r.random(), r.getrandbits(64))
# expect: 0 0.8444218515250481 16422101724900707500
# expect: 1 0.13436424411240122 14799178230035213023
# expect: -5 0.6229016948897019 6613812840851947673
# expect: 1267650600228229401496703205376 0.7586581712996778 1513291153158585423
# expect: 'text' 0.8711565613554825 15552229823204381460
# expect: 'é' 0.9689252893653495 1732843594316091818
# expect: b'bytes' 0.37075677971469856 18163376518243993070
# expect: bytearray(b'x') 0.6307877176639078 11072861639422226371
# expect: 1.5 0.551763726942059 2683050553194271000
# expect: True 0.13436424411240122 14799178230035213023
random.seed("abc", version=1)
print(random.random())  # expect: 0.09639374978773074
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)], len(state), state[0], len(state[1]), state[2])
# expect: True 3 3 625 None
r1, r2 = random.Random(7), random.Random(7)
print(r1.random() == r2.random(), r1.randint(0, 9) == r2.randint(0, 9))  # expect: True True
show(random.choice, [])  # expect: IndexError: Cannot choose from an empty sequence
show(random.randrange, 0)  # expect: ValueError: empty range for randrange()
show(random.randrange, 5, 5)  # expect: ValueError: empty range in randrange(5, 5)
show(random.randrange, 1, 10, 0)  # expect: ValueError: zero step for randrange()
show(random.randint, 5, 1)  # expect: ValueError: empty range in randint(5, 1)
show(random.randrange, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(random.sample, [1], 2)  # expect: ValueError: Sample larger than population or is negative
show(random.sample, {1}, 1)  # expect: TypeError: Population must be a sequence.  For dicts or sets, use sorted(d).
show(random.choices, [], k=1)  # expect: IndexError: list index out of range
show(random.choices, [1, 2], weights=[0, 0])  # expect: ValueError: Total of weights must be greater than zero
show(random.choices, [1, 2], weights=[1])  # expect: ValueError: The number of weights does not match the population
show(random.getrandbits, -1)  # expect: ValueError: Cannot convert negative int
show(random.gammavariate, 0, 1)  # expect: ValueError: gammavariate: alpha and beta must be > 0.0
show(random.seed, [])
# expect: TypeError: The only supported seed types are:
# expect: None, int, float, str, bytes, and bytearray.
s = random.SystemRandom()
print(0 <= s.random() < 1, 0 <= s.randint(0, 5) <= 5, len(s.randbytes(4)))  # expect: True True 4
show(s.getstate)  # expect: NotImplementedError: System entropy source does not have state.


class Mine(random.Random):
    def random(self):
        return 0.25


m = Mine()
print(m.random(), m.choice([1, 2, 3, 4]), m.uniform(0, 4))  # expect: 0.25 1 1.0
