# int: ** and pow(), with negative exponents and with a modulus.
# needs: 3.14+
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(2**10, (-2)**3, (-2)**10, 0**0, 0**5, 1**(10**100), (-1)**(10**100 + 1), 3**100)
# expect: 1024 -8 1024 1 0 1 -1 515377520732011331036461129765621272702107522001
print(2**-1, (-2)**-3, 10**-20)  # expect: 0.5 -0.125 1e-20
show(lambda: 0**-1)  # expect: ZeroDivisionError: zero to a negative power
print(pow(3, 1000, 10**9 + 7), pow(-3, 3, 10), pow(3, 3, -10), pow(-3, 3, -10), pow(5, 0, 1), pow(2, 10, 1))
# expect: 56888193 3 -3 -7 0 0
print(pow(3, -1, 11), pow(3, -2, 11), pow(10**20, -1, 10**9 + 7), pow(7, -1, -5))  # expect: 4 5 154489797 -2
show(pow, 2, -1, 4)  # expect: ValueError: base is not invertible for the given modulus
show(pow, 2, 3, 0)  # expect: ValueError: pow() 3rd argument cannot be 0
show(pow, 2, 3, 1.5)  # expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
show(pow, 2.5, 3, 7)  # expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
show(pow, "a", 2)  # expect: TypeError: unsupported operand type(s) for ** or pow(): 'str' and 'int'
print(pow(base=2, exp=5), pow(2, exp=5, mod=7))  # expect: 32 4
print(pow(2**70, 3) == 2**210, pow(10**30 + 7, 10**10, 10**12 + 39))  # expect: True 783400927966
