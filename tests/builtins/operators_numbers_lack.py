# Operators that a number type has not are refused, however the operands come.
def attempt(operation):
    try:
        print(operation())
    except TypeError as error:
        print(error)


one, two = 1, 2
attempt(lambda: one @ two)  # expect: unsupported operand type(s) for @: 'int' and 'int'
attempt(lambda: 10 ** 30 @ 5)  # expect: unsupported operand type(s) for @: 'int' and 'int'
half = 0.5
attempt(lambda: half @ half)  # expect: unsupported operand type(s) for @: 'float' and 'float'
attempt(lambda: half << half)  # expect: unsupported operand type(s) for <<: 'float' and 'float'
attempt(lambda: half >> 2.0)  # expect: unsupported operand type(s) for >>: 'float' and 'float'
attempt(lambda: half & half)  # expect: unsupported operand type(s) for &: 'float' and 'float'
attempt(lambda: half | half)  # expect: unsupported operand type(s) for |: 'float' and 'float'
attempt(lambda: half ^ half)  # expect: unsupported operand type(s) for ^: 'float' and 'float'
attempt(lambda: ~half)  # expect: bad operand type for unary ~: 'float'
attempt(lambda: ~(1 + 2j))  # expect: bad operand type for unary ~: 'complex'
attempt(lambda: +half)  # expect: 0.5
attempt(lambda: +(1 + 2j))  # expect: (1+2j)


def in_place(value, operator):
    names = {"value": value}
    exec(f"value {operator} value", names)


attempt(lambda: in_place(1, "@="))  # expect: unsupported operand type(s) for @=: 'int' and 'int'
attempt(lambda: in_place(0.5, "|="))  # expect: unsupported operand type(s) for |=: 'float' and 'float'
attempt(lambda: in_place(0.5, "<<="))  # expect: unsupported operand type(s) for <<=: 'float' and 'float'
