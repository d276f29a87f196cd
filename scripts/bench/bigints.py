"""Big integers: Fibonacci numbers, factorials, modular powers, digits."""
from time import perf_counter


def work():
    a, b = 0, 1
    for _ in range(30_000):
        a, b = b, a + b
    product = 1
    for i in range(1, 3000):
        product *= i
    total = (a ^ product) % 1_000_000_007
    for i in range(400):
        total += pow(3 + i, 10 ** 60 + i, 10 ** 61 + 7) & 0xFFFF
    digits = str(1 << 12_000)
    value = 1
    for i in range(150_000):
        value = (value * 6364136223846793005 + 1442695040888963407) % 18446744073709551616
    return total + digits.count("7") + value % 1009 + (product // a).bit_length()


start = perf_counter()
result = work()
print(perf_counter() - start, result)
