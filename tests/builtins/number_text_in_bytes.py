# Numbers in bytes are ASCII; long wrong texts are cut between characters.
def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except ValueError as error:
        print(ascii(str(error)))


attempt(int, b" 12\n")  # expect: 12
attempt(float, bytearray(b"\t1.5 "))  # expect: 1.5
attempt(int, "\u0663")  # expect: 3
attempt(int, "\u0663".encode())  # expect: "invalid literal for int() with base 10: b'\\xd9\\xa3'"
attempt(int, bytearray("\u0663", "utf-8"), 16)  # expect: "invalid literal for int() with base 16: b'\\xd9\\xa3'"
attempt(float, "\u0663".encode())  # expect: "could not convert string to float: b'\\xd9\\xa3'"
attempt(int, b"\x1c5")  # expect: "invalid literal for int() with base 10: b'\\x1c5'"
attempt(int, b"\xc2\xa05")  # expect: "invalid literal for int() with base 10: b'\\xc2\\xa05'"
try:
    int("\xe9" * 300)
except ValueError as error:
    text = str(error)
    print(len(text), text[-1] == "\xe9", text.encode().decode() == text)  # expect: 240 True True
