# input reads lines and ends with EOFError.
# stdin: first
# stdin: second line
print(repr(input()))  # expect: 'first'
print(repr(input("prompt> ")))  # expect: prompt> 'second line'
try:
    input()
except EOFError as e:
    print("EOFError:", e)  # expect: EOFError: EOF when reading a line
