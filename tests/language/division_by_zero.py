# needs: 3.14+
def attempt(f):
    try:
        return f()
    except ZeroDivisionError as e:
        return str(e)
print(attempt(lambda: 1 / 0))  # expect: division by zero
print(attempt(lambda: 1 // 0))  # expect: division by zero
print(attempt(lambda: 1 % 0))  # expect: division by zero
print(attempt(lambda: 1.0 / 0))  # expect: division by zero
print(attempt(lambda: 0 ** -1))  # expect: zero to a negative power
